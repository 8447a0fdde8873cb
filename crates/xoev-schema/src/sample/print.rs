//! The finished tree as XML, indented, all namespaces declared on the root.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{Inner, Node, Space};
use crate::{NsId, SchemaSet};

/// Namespace of elements that stand for extensions unknown to the schema.
const FOREIGN: (&str, &str) = ("urn:de:beispiel:erweiterung", "erw");

/// The namespace that needs no declaration.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Prefixes by namespace.
pub(super) struct Prefixes(BTreeMap<Space, String>);

impl Prefixes {
    /// Prefixes for all namespaces of a set: wishes first, then what the schemas use themselves.
    pub(super) fn new(set: &SchemaSet, wishes: &BTreeMap<String, String>) -> Prefixes {
        let mut taken: BTreeSet<String> = ["xml", "xmlns"].map(str::to_owned).into();
        let mut prefixes = BTreeMap::new();
        for (at, namespace) in set.namespaces.iter().enumerate().skip(1) {
            let space = Space::Known(NsId(at as u16));
            if namespace.uri == XML {
                prefixes.insert(space, "xml".to_owned());
                continue;
            }
            let own = wishes.get(&namespace.uri).or(namespace.prefix.as_ref());
            let own = own.filter(|p| !p.is_empty()).cloned();
            let mut prefix = own.unwrap_or_else(|| format!("ns{at}"));
            while !taken.insert(prefix.clone()) {
                prefix.push_str(&at.to_string());
            }
            prefixes.insert(space, prefix);
        }
        let mut prefix = FOREIGN.1.to_owned();
        while !taken.insert(prefix.clone()) {
            prefix.push('0');
        }
        prefixes.insert(Space::Foreign, prefix);
        Prefixes(prefixes)
    }

    /// A name with its prefix.
    pub(super) fn name(&self, space: Space, local: &str) -> String {
        match self.0.get(&space) {
            Some(prefix) => format!("{prefix}:{local}"),
            None => local.to_owned(),
        }
    }
}

/// The whole document.
pub(super) fn document(set: &SchemaSet, prefixes: &Prefixes, root: &Node) -> String {
    let mut used = BTreeSet::new();
    collect(root, &mut used);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let mut declarations = String::new();
    for space in used {
        let uri = match space {
            Space::Known(ns) => set.uri(ns),
            Space::Foreign => FOREIGN.0,
        };
        if let Some(prefix) = prefixes.0.get(&space).filter(|_| uri != XML) {
            declarations.push_str(&format!(" xmlns:{prefix}=\"{}\"", attribute(uri)));
        }
    }
    print(prefixes, root, &declarations, 0, &mut out);
    out
}

fn collect(node: &Node, used: &mut BTreeSet<Space>) {
    let mut take = |space: Space| {
        if space != Space::Known(NsId::NONE) {
            used.insert(space);
        }
    };
    take(node.space);
    node.attributes
        .iter()
        .for_each(|(name, _)| take(Space::Known(name.ns)));
    node.named.iter().for_each(|space| take(*space));
    if let Inner::Nodes(children) = &node.inner {
        children.iter().for_each(|child| collect(child, used));
    }
}

fn print(prefixes: &Prefixes, node: &Node, declarations: &str, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let name = prefixes.name(node.space, &node.local);
    out.push_str(&format!("{indent}<{name}{declarations}"));
    for (key, value) in &node.attributes {
        let key = prefixes.name(Space::Known(key.ns), &key.local);
        out.push_str(&format!(" {key}=\"{}\"", attribute(value)));
    }
    match &node.inner {
        Inner::Text(value) if !value.is_empty() => {
            out.push_str(&format!(">{}</{name}>\n", text(value)));
        }
        Inner::Nodes(children) if !children.is_empty() => {
            out.push_str(">\n");
            for child in children {
                print(prefixes, child, "", depth + 1, out);
            }
            out.push_str(&format!("{indent}</{name}>\n"));
        }
        _ => out.push_str("/>\n"),
    }
}

fn text(value: &str) -> String {
    escape(
        value,
        &[
            ('&', "&amp;"),
            ('<', "&lt;"),
            ('>', "&gt;"),
            ('\r', "&#13;"),
        ],
    )
}

fn attribute(value: &str) -> String {
    escape(
        value,
        &[
            ('&', "&amp;"),
            ('<', "&lt;"),
            ('"', "&quot;"),
            ('\t', "&#9;"),
            ('\n', "&#10;"),
            ('\r', "&#13;"),
        ],
    )
}

fn escape(value: &str, references: &[(char, &str)]) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match references.iter().find(|(special, _)| *special == c) {
            Some((_, reference)) => out.push_str(reference),
            None => out.push(c),
        }
    }
    out
}
