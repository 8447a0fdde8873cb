//! Where code lists come from: asked for by URI and version, answered by whoever holds them.

use std::fmt::Debug;

use xoev_codelist::{CodeList, CodeLists, Row};

/// Holds code lists.
pub trait CodeListSource: Debug {
    /// The list with this URI and version; without a version, the newest one at hand.
    fn lookup(&self, uri: &str, version: Option<&str>) -> ListAnswer<'_>;
}

/// Whether a list is at hand.
#[derive(Clone, Copy, Debug)]
pub enum ListAnswer<'a> {
    /// It is not, or not in this version.
    NotLoaded,
    /// It is, with all of its keys.
    Loaded(&'a dyn CodeKeys),
}

/// The keys of one version of a list.
pub trait CodeKeys: Debug {
    /// Whether there is such a key; `column` is the column that the schema takes keys from, by its
    /// id or name, if it names one.
    fn key(&self, column: Option<&str>, key: &str) -> KeyAnswer<'_>;

    /// Whether the list has a column of this id or name beside its keys, such as `meldbar-bis`.
    fn has_column(&self, _name: &str) -> bool {
        false
    }

    /// What stands in the column of this id or name, in the row of a key; none if there is no such
    /// key or column, or nothing stands there. `column` is as in [`CodeKeys::key`].
    fn cell(&self, _column: Option<&str>, _key: &str, _name: &str) -> Option<&str> {
        None
    }
}

/// What a list knows about a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAnswer<'a> {
    /// It has no such key.
    Unknown,
    /// It has the key, perhaps with a label.
    Known(Option<&'a str>),
}

impl CodeListSource for CodeLists {
    fn lookup(&self, uri: &str, version: Option<&str>) -> ListAnswer<'_> {
        let list = match version {
            Some(version) => self.get(uri, version),
            None => self.newest(uri),
        };
        // Large lists are published without their rows.
        match list.filter(|list| list.is_loaded() && !list.is_empty()) {
            Some(list) => ListAnswer::Loaded(list),
            None => ListAnswer::NotLoaded,
        }
    }
}

impl CodeKeys for CodeList {
    fn key(&self, column: Option<&str>, key: &str) -> KeyAnswer<'_> {
        match row(self, column, key) {
            Some(row) => KeyAnswer::Known(row.label()),
            None => KeyAnswer::Unknown,
        }
    }

    fn has_column(&self, name: &str) -> bool {
        self.column(name).is_some()
    }

    fn cell(&self, column: Option<&str>, key: &str, name: &str) -> Option<&str> {
        row(self, column, key)?.get(name)
    }
}

/// The row of a key.
fn row<'l>(list: &'l CodeList, column: Option<&str>, key: &str) -> Option<Row<'l>> {
    match column {
        Some(_) => list.row_by(list.key_column_for(column), key),
        // A list may have several keys, and nobody says which one is meant.
        None => list.row(key).or_else(|| {
            let single = list.keys().iter().filter(|k| k.columns.len() == 1);
            let mut columns = single.flat_map(|k| k.columns.iter().copied());
            columns.find_map(|column| list.row_by(column, key))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xoev_codelist::Limits;

    #[test]
    fn all_columns_of_a_row_can_be_asked_for() {
        let text = "# kennung: urn:farbe\n# version: 1\n# name: farbe\n# key: code\n\
            code\tBezeichnung\tmeldbar-bis\n01\tRot\t31.10.2022\n02\tBlau\t\n";
        let list = CodeList::from_tsv("farbe", text, &Limits::default()).expect("a list");
        let keys: &dyn CodeKeys = &list;
        assert_eq!(keys.key(None, "01"), KeyAnswer::Known(Some("Rot")));
        assert_eq!(keys.cell(None, "01", "meldbar-bis"), Some("31.10.2022"));
        assert_eq!(keys.cell(Some("code"), "01", "code"), Some("01"));
        assert_eq!(keys.cell(None, "02", "meldbar-bis").unwrap_or_default(), "");
        assert_eq!(keys.cell(None, "03", "meldbar-bis"), None);
        assert_eq!(keys.cell(None, "01", "meldbar-ab"), None);
        assert!(keys.has_column("meldbar-bis") && !keys.has_column("meldbar-ab"));
    }
}
