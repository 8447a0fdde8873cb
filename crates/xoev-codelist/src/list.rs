//! A code list: what identifies it, its columns, its rows.

use std::fmt;
use std::sync::OnceLock;

use crate::choice;
use crate::index::Index;
use crate::table::Table;

/// A code list in one version.
///
/// Rows are kept in one text with four bytes for each cell beside it, and found by a hash index
/// that is made when a column is first looked in.
pub struct CodeList {
    pub(crate) facts: Facts,
    columns: Vec<Column>,
    keys: Vec<Key>,
    key_column: usize,
    label_column: Option<usize>,
    table: Option<Table>,
    /// One for each column.
    indexes: Box<[OnceLock<Index>]>,
}

/// What identifies and describes a list. Texts that are not given are empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) uri: String,
    pub(crate) version: String,
    pub(crate) version_uri: String,
    pub(crate) short_name: String,
    pub(crate) long_name: String,
    pub(crate) publisher: String,
    pub(crate) valid_from: String,
}

/// A column of a code list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// Identifies the column within its list. Schemas name columns by it (`genutzteCodeSpalte`).
    pub id: String,
    /// Short name; mostly the same as the id.
    pub short_name: String,
    /// Name for people; empty if there is none.
    pub long_name: String,
    /// Whether each row has a value in it.
    pub required: bool,
    /// Type of the values as named in XML Schema, such as `string` or `date`; empty if not told.
    pub data_type: String,
    /// Language of the values; empty if not told.
    pub language: String,
}

impl Column {
    /// Whether the column goes by this name: its id, short name or long name.
    pub fn is_named(&self, name: &str) -> bool {
        self.id == name || self.short_name == name || self.long_name == name
    }
}

/// Columns whose values together identify a row. A list can have several keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Key {
    /// Identifies the key within its list.
    pub id: String,
    /// Places of the columns in [`CodeList::columns`]; most keys have one.
    pub columns: Vec<usize>,
    /// Whether the publisher recommends it for codes in messages.
    pub recommended: bool,
}

impl CodeList {
    /// Puts a list together. There is at least one column, and keys name columns that are there.
    pub(crate) fn new(
        facts: Facts,
        columns: Vec<Column>,
        keys: Vec<Key>,
        table: Option<Table>,
    ) -> CodeList {
        let key_column = choice::key(&columns, &keys);
        let names = [facts.short_name.as_str(), facts.long_name.as_str()];
        let label_column = choice::label(&columns, &keys, key_column, names);
        CodeList {
            indexes: columns.iter().map(|_| OnceLock::new()).collect(),
            facts,
            columns,
            keys,
            key_column,
            label_column,
            table,
        }
    }

    /// The URI that identifies the list in all its versions (`listURI` of a code).
    pub fn uri(&self) -> &str {
        &self.facts.uri
    }

    /// The version (`listVersionID` of a code).
    pub fn version(&self) -> &str {
        &self.facts.version
    }

    /// The URI of the list in this version; empty if not told.
    pub fn version_uri(&self) -> &str {
        &self.facts.version_uri
    }

    /// The technical name; empty if not told.
    pub fn short_name(&self) -> &str {
        &self.facts.short_name
    }

    /// The name for people; the technical name if there is no other.
    pub fn name(&self) -> &str {
        match self.facts.long_name.is_empty() {
            true => &self.facts.short_name,
            false => &self.facts.long_name,
        }
    }

    /// Who publishes the list; empty if not told.
    pub fn publisher(&self) -> &str {
        &self.facts.publisher
    }

    /// From when on this version is valid, as published: mostly a date, empty if not told.
    pub fn valid_from(&self) -> &str {
        &self.facts.valid_from
    }

    /// The columns as published; at least one.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The keys as published.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The place of the column of this id or name. Where none has exactly this name, upper and
    /// lower case of ASCII letters count as the same.
    pub fn column(&self, name: &str) -> Option<usize> {
        let by_id = |c: &Column| c.id == name;
        let by_name = |c: &Column| c.is_named(name);
        let roughly =
            |c: &Column| c.id.eq_ignore_ascii_case(name) || c.short_name.eq_ignore_ascii_case(name);
        let find = |fits: &dyn Fn(&Column) -> bool| self.columns.iter().position(fits);
        find(&by_id)
            .or_else(|| find(&by_name))
            .or_else(|| find(&roughly))
    }

    /// The column that codes in messages are from: the recommended key's, else that of the first
    /// key with a single column, else the first key's first, else the first required column, else
    /// the first one.
    pub fn key_column(&self) -> usize {
        self.key_column
    }

    /// The column that codes are from if a schema names it: that column or single-column key if
    /// the list has it, else [`CodeList::key_column`].
    pub fn key_column_for(&self, named: Option<&str>) -> usize {
        let by_key = |name: &str| {
            let key = self.keys.iter().find(|k| k.id == name)?;
            <[usize; 1]>::try_from(key.columns.as_slice()).ok()
        };
        named
            .and_then(|n| self.column(n).or_else(|| by_key(n).map(|[column]| column)))
            .unwrap_or(self.key_column)
    }

    /// The column that says what a code means; none if the list has nothing but codes.
    ///
    /// Nothing in Genericode marks it. It is a column without a part in a key, and rather one that
    /// is required: the one named as the list itself, else one with a usual name (`Wert`,
    /// `Bezeichnung`, `Beschreibung`, `name` and the like, in this order), else the first that does
    /// not look like a code or a date, else the first.
    pub fn label_column(&self) -> Option<usize> {
        self.label_column
    }

    /// Whether the rows are known. Lists are also published, or left out, without them.
    pub fn is_loaded(&self) -> bool {
        self.table.is_some()
    }

    /// Number of rows; 0 if they are not loaded.
    pub fn len(&self) -> usize {
        self.table.as_ref().map_or(0, Table::rows)
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows in the order of the list.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.len()).map(|at| Row { list: self, at })
    }

    /// The row with this key, in constant time. The first use makes the index.
    pub fn row(&self, key: &str) -> Option<Row<'_>> {
        self.row_by(self.key_column, key)
    }

    /// The first row with this text in a column, in constant time. The first use of a column makes
    /// its index.
    pub fn row_by(&self, column: usize, key: &str) -> Option<Row<'_>> {
        let (table, index) = self.index(column)?;
        let at = index.find(table, key)?;
        Some(Row { list: self, at })
    }

    /// Whether the list has this key.
    pub fn contains(&self, key: &str) -> bool {
        self.row(key).is_some()
    }

    /// What a key means.
    pub fn label(&self, key: &str) -> Option<&str> {
        self.row(key)?.label()
    }

    /// Rows whose key an earlier row has; they are not found by it. A well-made list has none, but
    /// where a key consists of several columns, one of them alone repeats.
    pub fn repeated(&self) -> impl Iterator<Item = Row<'_>> {
        let repeated = self.index(self.key_column);
        let rows = repeated.into_iter().flat_map(|(_, index)| index.repeated());
        rows.map(|at| Row { list: self, at })
    }

    fn index(&self, column: usize) -> Option<(&Table, &Index)> {
        let table = self.table.as_ref()?;
        let index = self.indexes.get(column)?;
        Some((table, index.get_or_init(|| Index::new(table, column))))
    }
}

impl fmt::Debug for CodeList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Facts { uri, version, .. } = &self.facts;
        match self.is_loaded() {
            true => write!(f, "CodeList({uri} {version}, {} rows)", self.len()),
            false => write!(f, "CodeList({uri} {version}, not loaded)"),
        }
    }
}

/// A row of a code list.
#[derive(Clone, Copy)]
pub struct Row<'l> {
    list: &'l CodeList,
    at: usize,
}

impl<'l> Row<'l> {
    /// The list.
    pub fn list(&self) -> &'l CodeList {
        self.list
    }

    /// The place in the list, from 0.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The key; none if the row has no value there.
    pub fn key(&self) -> Option<&'l str> {
        self.cell(self.list.key_column)
    }

    /// What the key means; none if the list has no column for it, or the row no value.
    pub fn label(&self) -> Option<&'l str> {
        self.cell(self.list.label_column?)
    }

    /// The value in the column of this id or name, such as `meldbar-bis`; none if there is no such
    /// column, or the value is undefined.
    pub fn get(&self, column: &str) -> Option<&'l str> {
        self.cell(self.list.column(column)?)
    }

    /// The value in a column by its place; none if there is no such column, or the value is
    /// undefined.
    pub fn cell(&self, column: usize) -> Option<&'l str> {
        self.list.table.as_ref()?.cell(self.at, column)
    }

    /// The values in the order of the columns.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = Option<&'l str>> + use<'l> {
        let row = *self;
        (0..row.list.columns.len()).map(move |column| row.cell(column))
    }
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.list.columns.iter().map(|c| &c.id);
        f.debug_map().entries(columns.zip(self.cells())).finish()
    }
}
