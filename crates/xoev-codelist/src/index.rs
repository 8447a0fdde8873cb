//! Finding the row with a key in constant time.

use std::hash::{BuildHasher as _, RandomState};

use hashbrown::HashTable;

use crate::table::Table;

/// The rows of a table by the text in one of its columns: numbers of rows, no copies of the text.
#[derive(Debug)]
pub(crate) struct Index {
    column: usize,
    hasher: RandomState,
    rows: HashTable<u32>,
    /// Rows whose key another row before them has.
    repeated: Vec<u32>,
}

impl Index {
    pub(crate) fn new(table: &Table, column: usize) -> Index {
        let hasher = RandomState::new();
        let mut rows: HashTable<u32> = HashTable::with_capacity(table.rows());
        let mut repeated = Vec::new();
        let text = |row: u32| table.cell(row as usize, column).unwrap_or_default();
        for row in 0..u32::try_from(table.rows()).unwrap_or(u32::MAX) {
            let Some(key) = table.cell(row as usize, column) else {
                continue;
            };
            let hash = hasher.hash_one(key);
            match rows.find(hash, |other| text(*other) == key) {
                Some(_) => repeated.push(row),
                None => {
                    rows.insert_unique(hash, row, |other| hasher.hash_one(text(*other)));
                }
            }
        }
        Index {
            column,
            hasher,
            rows,
            repeated,
        }
    }

    /// The first row with this key.
    pub(crate) fn find(&self, table: &Table, key: &str) -> Option<usize> {
        let has_key = |row: &u32| table.cell(*row as usize, self.column) == Some(key);
        let row = self.rows.find(self.hasher.hash_one(key), has_key)?;
        Some(*row as usize)
    }

    pub(crate) fn repeated(&self) -> impl Iterator<Item = usize> {
        self.repeated.iter().map(|row| *row as usize)
    }
}
