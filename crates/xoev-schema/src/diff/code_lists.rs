//! Code lists that the types of a set refer to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::model::{SchemaSet, TypeKind};

/// A code list as the types of a set name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeList {
    /// Versions that types fix or name; empty if all leave the version open.
    pub versions: BTreeSet<String>,
    /// The types that refer to the list.
    pub types: BTreeSet<String>,
}

/// A code list that came, went or changed its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeListChange {
    /// The list's URI without version.
    pub uri: String,
    /// The list in the old release, if it was there.
    pub old: Option<CodeList>,
    /// The list in the new release, if it is there.
    pub new: Option<CodeList>,
}

/// All code lists by URI: what types fix in `listURI` and `listVersionID`, else what their
/// application information names.
pub fn code_lists(set: &SchemaSet) -> BTreeMap<String, CodeList> {
    let mut lists: BTreeMap<String, CodeList> = BTreeMap::new();
    for ty in &set.types {
        let TypeKind::Complex(complex) = &ty.kind else {
            continue;
        };
        let fixed = |name: &str| {
            let attribute = complex.attributes.iter().find(|a| a.name.local == name)?;
            attribute.fixed.as_deref()
        };
        let is_code = complex.attributes.iter().any(|a| a.name.local == "listURI");
        if !is_code {
            continue;
        }
        let Some(uri) = fixed("listURI").or_else(|| ty.appinfo.first("codeliste/kennung")) else {
            continue;
        };
        let list = lists.entry(uri.trim().to_owned()).or_default();
        let version =
            fixed("listVersionID").or_else(|| ty.appinfo.first("versionCodeliste/version"));
        list.versions.extend(version.map(|v| v.trim().to_owned()));
        list.types.insert(ty.place.join(" / "));
    }
    lists
}

pub(super) fn changes(old: &SchemaSet, new: &SchemaSet) -> Vec<CodeListChange> {
    let (mut old, mut new) = (code_lists(old), code_lists(new));
    let uris: BTreeSet<String> = old.keys().chain(new.keys()).cloned().collect();
    uris.into_iter()
        .map(|uri| CodeListChange {
            old: old.remove(&uri),
            new: new.remove(&uri),
            uri,
        })
        .filter(|change| match (&change.old, &change.new) {
            (Some(old), Some(new)) => old.versions != new.versions,
            _ => true,
        })
        .collect()
}

impl fmt::Display for CodeListChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let versions = |list: &CodeList| {
            if list.versions.is_empty() {
                return "open version".to_owned();
            }
            let versions: Vec<&str> = list.versions.iter().map(String::as_str).collect();
            format!("version {}", versions.join(", "))
        };
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => {
                write!(
                    f,
                    "{} changed from {} to {}",
                    self.uri,
                    versions(old),
                    versions(new)
                )
            }
            (None, Some(new)) => write!(f, "{} added ({})", self.uri, versions(new)),
            (Some(old), None) => write!(f, "{} removed ({})", self.uri, versions(old)),
            (None, None) => f.write_str(&self.uri),
        }
    }
}
