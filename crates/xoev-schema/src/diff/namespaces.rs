//! Which namespaces of two sets belong together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Aspect, Difference};
use crate::model::{NsId, QName, SchemaSet};

/// Pairs of namespaces.
#[derive(Debug, Default)]
pub(super) struct Matching {
    forward: BTreeMap<NsId, NsId>,
    backward: BTreeMap<NsId, NsId>,
}

impl Matching {
    /// Only the same URI matches.
    pub(super) fn exact(old: &SchemaSet, new: &SchemaSet) -> Matching {
        let mut matching = Matching::default();
        for (ns, uri) in uris(old) {
            if let Some(other) = new.namespace(uri) {
                matching.pair(ns, other);
            }
        }
        matching
    }

    /// The same URI matches first, then URIs that differ only in their version; among several of
    /// those, the ones with most names in common.
    pub(super) fn of_releases(old: &SchemaSet, new: &SchemaSet) -> Matching {
        let mut matching = Matching::exact(old, new);
        for key in [without_trailing_version, without_numbers] {
            let mut candidates = Vec::new();
            for (ns, uri) in uris(old).filter(|(ns, _)| !matching.forward.contains_key(ns)) {
                for (other, new_uri) in uris(new) {
                    if !matching.backward.contains_key(&other) && key(uri) == key(new_uri) {
                        let common = names(old, ns).intersection(&names(new, other)).count();
                        candidates.push((std::cmp::Reverse(common), ns, other));
                    }
                }
            }
            candidates.sort();
            for (_, ns, other) in candidates {
                matching.pair(ns, other);
            }
        }
        matching
    }

    fn pair(&mut self, old: NsId, new: NsId) {
        if !self.forward.contains_key(&old) && !self.backward.contains_key(&new) {
            self.forward.insert(old, new);
            self.backward.insert(new, old);
        }
    }

    /// The new name of an old one.
    pub(super) fn forward(&self, name: &QName) -> Option<QName> {
        let ns = *self.forward.get(&name.ns)?;
        Some(QName {
            ns,
            local: name.local.clone(),
        })
    }

    /// Whether an old and a new name are the same.
    pub(super) fn same(&self, old: &QName, new: &QName) -> bool {
        old.local == new.local && self.same_ns(old.ns, new.ns)
    }

    /// Whether an old and a new namespace belong together.
    pub(super) fn same_ns(&self, old: NsId, new: NsId) -> bool {
        self.forward.get(&old) == Some(&new)
    }

    /// Namespaces that changed their URI, came or went.
    pub(super) fn differences(&self, old: &SchemaSet, new: &SchemaSet) -> Vec<Difference> {
        let difference = |old: Option<&str>, new: Option<&str>| Difference {
            namespace: new.or(old).unwrap_or_default().to_owned(),
            place: Vec::new(),
            aspect: Aspect::Namespace,
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
        };
        let mut differences = Vec::new();
        for (ns, uri) in uris(old) {
            match self.forward.get(&ns).map(|other| new.uri(*other)) {
                Some(other) if other == uri => {}
                other => differences.push(difference(Some(uri), other)),
            }
        }
        let added = uris(new).filter(|(ns, _)| !self.backward.contains_key(ns));
        differences.extend(added.map(|(_, uri)| difference(None, Some(uri))));
        differences
    }
}

fn uris(set: &SchemaSet) -> impl Iterator<Item = (NsId, &str)> {
    (0_u16..)
        .zip(&set.namespaces)
        .map(|(id, ns)| (NsId(id), ns.uri.as_str()))
}

fn names(set: &SchemaSet, ns: NsId) -> BTreeSet<&str> {
    let types = set.types.iter().filter_map(|ty| ty.name.as_ref());
    let elements = set.elements.iter().map(|e| &e.name);
    types
        .chain(elements)
        .filter(|name| name.ns == ns)
        .map(|name| name.local.as_str())
        .collect()
}

/// `http://…/basisnachricht/6` becomes `http://…/basisnachricht`.
fn without_trailing_version(uri: &str) -> String {
    let is_version = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '/' | ':');
    uri.trim_end_matches(is_version)
        .trim_end_matches("/v")
        .to_owned()
}

/// Also finds versions within the URI, such as that before an extension's name.
fn without_numbers(uri: &str) -> String {
    uri.chars()
        .filter(|c| !c.is_ascii_digit() && !matches!(c, '.' | '_'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_at_the_end_are_stripped() {
        assert_eq!(
            without_trailing_version("http://x/basisnachricht/6"),
            "http://x/basisnachricht"
        );
        assert_eq!(
            without_trailing_version("http://x/standard2611"),
            "http://x/standard"
        );
        assert_eq!(
            without_trailing_version("urn:x:schema:4.0.0"),
            "urn:x:schema"
        );
        assert_eq!(
            without_trailing_version("http://x/code/1_0"),
            "http://x/code"
        );
    }

    #[test]
    fn versions_within_are_found() {
        assert_eq!(
            without_numbers("http://x/a2605/ext"),
            without_numbers("http://x/a2611/ext")
        );
    }
}
