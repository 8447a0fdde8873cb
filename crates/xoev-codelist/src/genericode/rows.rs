//! The rows of a code list.

use std::borrow::Cow;
use std::collections::HashMap;

use super::xml::{Tag, Xml};
use crate::error::{CodeListError, Fault};
use crate::limits::Limits;
use crate::list::Column;
use crate::table::Table;

/// A value in a row that is being read.
#[derive(Clone)]
enum Cell<'a> {
    Undefined,
    Text(Cow<'a, str>),
    /// XML, which is not kept.
    Complex,
}

impl Cell<'_> {
    fn text(&self) -> Option<&str> {
        match self {
            Cell::Text(text) => Some(text),
            Cell::Undefined | Cell::Complex => None,
        }
    }
}

/// Reads a `SimpleCodeList`.
pub(super) fn read(
    xml: &mut Xml<'_>,
    columns: &[Column],
    limits: &Limits,
) -> Result<Table, CodeListError> {
    let places: HashMap<&str, usize> = (columns.iter().map(|c| c.id.as_str())).zip(0..).collect();
    let mut table = Table::new(columns.len());
    let mut cells = vec![Cell::Undefined; columns.len()];
    while let Some(tag) = xml.child("SimpleCodeList")? {
        if tag.name() != "Row" {
            xml.skip()?;
            continue;
        }
        limits.check_rows(xml.file(), table.rows(), columns.len())?;
        let begin = xml.position();
        let number = table.rows() + 1;
        cells.fill(Cell::Undefined);
        row(xml, columns, &places, number, &mut cells)?;
        let missing = columns
            .iter()
            .zip(&cells)
            .find(|(column, cell)| column.required && matches!(cell, Cell::Undefined));
        if let Some((column, _)) = missing {
            let (column, row) = (column.id.clone(), number);
            let fault = Fault::MissingValue { column, row };
            return Err(xml.fault_in(xml.line_at(begin), fault));
        }
        table.push(cells.iter().map(Cell::text));
    }
    table.shrink();
    Ok(table)
}

/// Reads the values of a row. A value that does not name its column is for the one after the
/// value before it.
fn row<'a>(
    xml: &mut Xml<'a>,
    columns: &[Column],
    places: &HashMap<&str, usize>,
    number: usize,
    cells: &mut [Cell<'a>],
) -> Result<(), CodeListError> {
    let mut next = 0;
    while let Some(tag) = xml.child("Row")? {
        if tag.name() != "Value" {
            xml.skip()?;
            continue;
        }
        let at = match xml.attribute(&tag, "ColumnRef")? {
            None => next,
            // Mostly the values stand in the order of the columns.
            Some(id) if columns.get(next).is_some_and(|c| c.id == id) => next,
            Some(id) => match places.get(id.as_str()) {
                Some(at) => *at,
                None => return Err(xml.fault(Fault::UnknownColumn(id))),
            },
        };
        next = at + 1;
        let Some(cell) = cells.get_mut(at) else {
            return Err(xml.fault(Fault::TooManyValues { row: number }));
        };
        let value = value(xml, &tag)?;
        if !matches!(cell, Cell::Undefined) {
            let name = columns.get(at).map(|c| c.id.clone()).unwrap_or_default();
            return Err(xml.fault(Fault::Repeated(name)));
        }
        *cell = value;
    }
    Ok(())
}

/// Reads what stands in a `Value`; nothing there means that it is undefined.
fn value<'a>(xml: &mut Xml<'a>, outer: &Tag<'a>) -> Result<Cell<'a>, CodeListError> {
    let mut cell = Cell::Undefined;
    while let Some(tag) = xml.child(outer.local())? {
        let found = match tag.name() {
            "SimpleValue" => Cell::Text(xml.value("SimpleValue")?),
            "ComplexValue" => {
                xml.skip()?;
                Cell::Complex
            }
            _ => {
                xml.skip()?;
                continue;
            }
        };
        if !matches!(cell, Cell::Undefined) {
            return Err(xml.fault(Fault::Repeated(tag.local().to_owned())));
        }
        cell = found;
    }
    Ok(cell)
}
