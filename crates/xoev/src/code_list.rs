//! Code lists that are known when the library is built.

use std::fmt;
use std::sync::OnceLock;

/// A published code list: keys and labels.
pub struct CodeList {
    uri: &'static str,
    version: &'static str,
    name: &'static str,
    rows: Rows,
    /// Places of the rows in the order of their keys; made at first use.
    index: OnceLock<Box<[u32]>>,
}

/// Rows as code, or as a text table that is taken apart at first use.
enum Rows {
    List(&'static [(&'static str, &'static str)]),
    Table(&'static str, OnceLock<Vec<(&'static str, &'static str)>>),
}

/// Up to so many rows, looking at all of them is as quick.
const LINEAR_MAX: usize = 16;

impl CodeList {
    /// A list: URI, version and name as published, and its rows of key and label in any order.
    pub const fn new(
        uri: &'static str,
        version: &'static str,
        name: &'static str,
        rows: &'static [(&'static str, &'static str)],
    ) -> CodeList {
        CodeList {
            uri,
            version,
            name,
            rows: Rows::List(rows),
            index: OnceLock::new(),
        }
    }

    /// A long list: one line a row, key and label separated by a tab.
    pub const fn from_table(
        uri: &'static str,
        version: &'static str,
        name: &'static str,
        table: &'static str,
    ) -> CodeList {
        let rows = Rows::Table(table, OnceLock::new());
        CodeList {
            uri,
            version,
            name,
            rows,
            index: OnceLock::new(),
        }
    }

    /// The URI that identifies the list in all its versions.
    pub fn uri(&self) -> &'static str {
        self.uri
    }

    /// The version of the rows.
    pub fn version(&self) -> &'static str {
        self.version
    }

    /// The name for people.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Keys and labels in the published order.
    pub fn rows(&self) -> &[(&'static str, &'static str)] {
        match &self.rows {
            Rows::List(rows) => rows,
            Rows::Table(table, rows) => rows.get_or_init(|| {
                table
                    .lines()
                    .filter_map(|line| line.split_once('\t'))
                    .collect()
            }),
        }
    }

    /// The row with this key, with text that lives as long as the program.
    pub fn row(&self, key: &str) -> Option<(&'static str, &'static str)> {
        if self.rows().len() <= LINEAR_MAX {
            return self.rows().iter().find(|(k, _)| *k == key).copied();
        }
        let key_at = |place: &u32| self.rows().get(*place as usize).map_or("", |(key, _)| *key);
        let index = self.index.get_or_init(|| {
            let count = u32::try_from(self.rows().len()).unwrap_or(u32::MAX);
            let mut index: Vec<u32> = (0..count).collect();
            index.sort_by_key(key_at);
            index.into()
        });
        let at = index
            .binary_search_by(|place| key_at(place).cmp(key))
            .ok()?;
        self.rows().get(*index.get(at)? as usize).copied()
    }

    /// What a key means; none if the list does not have it.
    pub fn label(&self, key: &str) -> Option<&'static str> {
        self.row(key).map(|(_, label)| label)
    }

    /// Whether the list has this key.
    pub fn contains(&self, key: &str) -> bool {
        self.row(key).is_some()
    }
}

impl fmt::Debug for CodeList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "CodeList({} {}, {} rows)",
            self.uri,
            self.version,
            self.rows().len()
        )
    }
}
