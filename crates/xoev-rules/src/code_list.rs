//! Where code lists come from: asked for by URI and version, answered by whoever holds them.

use std::fmt::Debug;

use xoev_codelist::{CodeList, CodeLists};

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
    /// Whether there is such a key.
    fn key(&self, key: &str) -> KeyAnswer<'_>;
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
    fn key(&self, key: &str) -> KeyAnswer<'_> {
        // A list may have several keys, and a schema may mean another one than is recommended; the
        // schemas of types that leave the version open do not say which.
        let others = self.keys().iter().filter(|k| k.columns.len() == 1);
        let columns = others.flat_map(|k| k.columns.iter().copied());
        let row = self.row(key).or_else(|| {
            columns
                .into_iter()
                .find_map(|column| self.row_by(column, key))
        });
        match row {
            Some(row) => KeyAnswer::Known(row.label()),
            None => KeyAnswer::Unknown,
        }
    }
}
