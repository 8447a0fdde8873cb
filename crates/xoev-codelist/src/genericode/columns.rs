//! The columns of a code list and its keys.

use std::collections::HashMap;

use super::xml::{Space, Tag, Xml};
use super::{long_name, unsupported};
use crate::error::{CodeListError, Fault};
use crate::limits::Limits;
use crate::list::{Column, Key};

/// A key whose columns are still ids.
struct Named {
    id: String,
    columns: Vec<(String, usize)>,
    recommended: bool,
}

/// Reads a `ColumnSet`.
pub(super) fn read(
    xml: &mut Xml<'_>,
    limits: &Limits,
) -> Result<(Vec<Column>, Vec<Key>), CodeListError> {
    let mut columns: Vec<Column> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut keys: Vec<Named> = Vec::new();
    while let Some(tag) = xml.child("ColumnSet")? {
        match tag.name() {
            "Column" => {
                let column = column(xml, &tag)?;
                if places.insert(column.id.clone(), columns.len()).is_some() {
                    return Err(xml.fault(Fault::Repeated(column.id)));
                }
                columns.push(column);
            }
            "Key" => keys.push(key(xml, &tag)?),
            name @ ("ColumnRef" | "KeyRef") => return Err(unsupported(xml, name)),
            _ => xml.skip()?,
        }
        limits.check_columns(xml.file(), columns.len().max(keys.len()))?;
    }
    if columns.is_empty() {
        return Err(xml.fault(Fault::Missing("Column".to_owned())));
    }
    let mut resolved = Vec::with_capacity(keys.len());
    for key in keys {
        let mut at = Vec::with_capacity(key.columns.len());
        for (id, line) in key.columns {
            match places.get(&id) {
                Some(place) => at.push(*place),
                None => return Err(xml.fault_in(line, Fault::UnknownColumn(id))),
            }
        }
        resolved.push(Key {
            id: key.id,
            columns: at,
            recommended: key.recommended,
        });
    }
    Ok((columns, resolved))
}

fn column<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> Result<Column, CodeListError> {
    let mut column = Column {
        id: demand(xml, tag, "Id")?,
        // What else may stand here, and nothing, is taken for optional: that asks for less.
        required: xml.attribute(tag, "Use")?.as_deref() == Some("required"),
        ..Column::default()
    };
    while let Some(tag) = xml.child("Column")? {
        match tag.name() {
            "ShortName" => column.short_name = xml.value("ShortName")?.into_owned(),
            "LongName" => long_name(xml, &tag, &mut column.long_name)?,
            "Data" => {
                column.data_type = xml.attribute(&tag, "Type")?.unwrap_or_default();
                column.language = xml.attribute(&tag, "Lang")?.unwrap_or_default();
                xml.skip()?;
            }
            _ => xml.skip()?,
        }
    }
    Ok(column)
}

fn key<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> Result<Named, CodeListError> {
    let mut key = Named {
        id: xml.attribute(tag, "Id")?.unwrap_or_default(),
        columns: Vec::new(),
        recommended: false,
    };
    while let Some(tag) = xml.child("Key")? {
        match tag.name() {
            "Annotation" => key.recommended |= recommended(xml)?,
            "ColumnRef" => {
                let id = demand(xml, &tag, "Ref")?;
                key.columns.push((id, xml.line()));
                xml.skip()?;
            }
            _ => xml.skip()?,
        }
    }
    if key.columns.is_empty() {
        return Err(xml.fault(Fault::Missing("ColumnRef".to_owned())));
    }
    Ok(key)
}

/// Whether the annotation of a key says that it is the one to use in messages.
fn recommended(xml: &mut Xml<'_>) -> Result<bool, CodeListError> {
    let mut recommended = false;
    while let Some(tag) = xml.child("Annotation")? {
        if tag.name() != "AppInfo" {
            xml.skip()?;
            continue;
        }
        while let Some(tag) = xml.child("AppInfo")? {
            let marks = ["recommendedKeyColumn", "empfohleneCodeSpalte"].contains(&tag.local());
            recommended |= marks && tag.space == Space::Xoev;
            xml.skip()?;
        }
    }
    Ok(recommended)
}

/// An attribute that has to be there.
fn demand<'a>(xml: &Xml<'a>, tag: &Tag<'a>, name: &str) -> Result<String, CodeListError> {
    xml.attribute(tag, name)?
        .filter(|value| !value.is_empty())
        .ok_or_else(|| xml.fault(Fault::Missing(format!("{}/@{name}", tag.local()))))
}
