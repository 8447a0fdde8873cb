//! Changes of namespaces: prefixes, declarations and what they stand for.

use super::tree::{Attribute, Element, Node, Path, split, unescape};
use super::work::Work;

/// A random declaration of a prefix: the element, the prefix and the URI.
fn some_declaration(work: &mut Work<'_>) -> Option<(Path, String, String)> {
    let declares = |a: &Attribute| a.name.starts_with("xmlns:") && a.name != "xmlns:xml";
    let path = work.some(|e| e.attributes.iter().any(declares))?;
    let element = work.document.at(&path)?;
    let all: Vec<&Attribute> = element.attributes.iter().filter(|a| declares(a)).collect();
    let attribute = *work.random.pick(&all)?;
    let prefix = attribute.name.strip_prefix("xmlns:")?.to_owned();
    Some((path, prefix, unescape(&attribute.raw)))
}

/// A prefix that the document does not have anywhere.
fn fresh(work: &mut Work<'_>) -> String {
    const PREFIXES: &[&str] = &["p", "xa1", "ns0", "Ä", "a.b-c", "_", "xmlx", "n"];
    let mut prefix = work.random.word(PREFIXES).to_owned();
    let text = work.document.print();
    while text.contains(&format!("{prefix}:")) || text.contains(&format!("xmlns:{prefix}")) {
        prefix.push('1');
    }
    prefix
}

/// Calls a function on an element and all in it.
fn each(element: &mut Element, change: &mut impl FnMut(&mut Element)) {
    change(element);
    for child in &mut element.children {
        if let Node::Element(child) = child {
            each(child, change);
        }
    }
}

/// Another prefix for a namespace, wherever it is used.
pub(super) fn prefix(work: &mut Work<'_>) -> Option<String> {
    let (path, old, _) = some_declaration(work)?;
    let new = fresh(work);
    // Names in values would have to change, too, but not each text that looks like one is a name.
    let start = format!("{old}:");
    let mut is_named = false;
    each(&mut work.document.root, &mut |e| {
        is_named |= e.text().trim_start().starts_with(&start);
    });
    if is_named {
        return None;
    }
    let renamed = |name: &str| {
        let local = name.strip_prefix(&old)?.strip_prefix(':')?;
        Some(format!("{new}:{local}"))
    };
    let element = work.document.at_mut(&path)?;
    each(element, &mut |e| {
        e.name = renamed(&e.name).unwrap_or_else(|| e.name.clone());
        for a in &mut e.attributes {
            if a.name == format!("xmlns:{old}") {
                a.name = format!("xmlns:{new}");
            } else {
                a.name = renamed(&a.name).unwrap_or_else(|| a.name.clone());
                // A name of a type.
                if split(&a.name).1 == "type" {
                    a.raw = renamed(&a.raw).unwrap_or_else(|| a.raw.clone());
                }
            }
        }
    });
    Some(format!("{}: {old} is {new}", work.document.show(&path)))
}

/// The default namespace in place of a prefix.
pub(super) fn default(work: &mut Work<'_>) -> Option<String> {
    let (path, prefix, uri) = some_declaration(work)?;
    let mut has_default = false;
    each(&mut work.document.root, &mut |e| {
        has_default |= e.attribute("xmlns").is_some();
    });
    if has_default {
        return None;
    }
    let what = work.say(&path, &format!("default namespace instead of {prefix}"));
    without_prefix(work.document.at_mut(&path)?, &prefix, &uri, "");
    Some(what)
}

fn without_prefix(element: &mut Element, prefix: &str, uri: &str, now: &str) {
    let (own, local) = split(&element.name);
    let wanted = match own {
        "" => "",
        own if own == prefix => uri,
        _ => now,
    };
    if own == prefix {
        element.name = local.to_owned();
    }
    if wanted != now {
        element.attributes.push(Attribute::new("xmlns", wanted));
    }
    for child in &mut element.children {
        if let Node::Element(child) = child {
            without_prefix(child, prefix, uri, wanted);
        }
    }
}

/// A prefix in place of the default namespace.
pub(super) fn no_default(work: &mut Work<'_>) -> Option<String> {
    let prefix = fresh(work);
    let mut found = Vec::new();
    for path in work.document.paths() {
        let is_plain = work.document.at(&path)?.name.contains(':');
        if let Some(uri) = work
            .document
            .uri(&path, "")
            .filter(|u| !u.is_empty() && !is_plain)
        {
            found.push((path, uri));
        }
    }
    let first = found.first()?.0.clone();
    for (path, uri) in found {
        let element = work.document.at_mut(&path)?;
        element.name = format!("{prefix}:{}", element.name);
        let declaration = Attribute::new(&format!("xmlns:{prefix}"), &uri);
        element.attributes.push(declaration);
    }
    Some(work.say(
        &first,
        &format!("{prefix} instead of the default namespace"),
    ))
}

/// Another URI for a prefix.
pub(super) fn uri(work: &mut Work<'_>) -> Option<String> {
    let (path, prefix, uri) = some_declaration(work)?;
    let other = match work.random.below(9) {
        0 => format!("{uri}/"),
        1 => uri.to_uppercase(),
        2 => format!(" {uri}"),
        3 => String::new(),
        4 => "urn:unbekannt".to_owned(),
        5 => uri.replace("http:", "https:"),
        6 => uri
            .chars()
            .rev()
            .skip(1)
            .collect::<Vec<_>>()
            .iter()
            .rev()
            .collect(),
        7 => format!("{uri}\n"),
        _ => {
            let uris: Vec<&str> = work.set.namespaces.iter().map(|n| n.uri.as_str()).collect();
            work.random.word(&uris).to_owned()
        }
    };
    if other == uri {
        return None;
    }
    let name = format!("xmlns:{prefix}");
    let mut attributes = work.document.at_mut(&path)?.attributes.iter_mut();
    attributes.find(|a| a.name == name)?.raw = super::tree::escape(&other);
    Some(work.say(&path, &format!("{prefix} is {other}")))
}

pub(super) fn undeclare(work: &mut Work<'_>) -> Option<String> {
    let (path, prefix, _) = some_declaration(work)?;
    let name = format!("xmlns:{prefix}");
    let element = work.document.at_mut(&path)?;
    element.attributes.retain(|a| a.name != name);
    Some(work.say(&path, &prefix))
}

/// What is declared already, once more on an inner element.
pub(super) fn again(work: &mut Work<'_>) -> Option<String> {
    let path = work.some_inner(|_| true)?;
    let (_, prefix, _) = some_declaration(work)?;
    let uri = work.document.uri(&path, &prefix)?;
    let name = format!("xmlns:{prefix}");
    super::attributes::add(work, &path, Attribute::new(&name, &uri))
}

/// A declaration goes from the root to where it is used.
pub(super) fn inwards(work: &mut Work<'_>) -> Option<String> {
    let (path, prefix, uri) = some_declaration(work)?;
    let name = format!("xmlns:{prefix}");
    let element = work.document.at_mut(&path)?;
    if uses(element, &prefix) {
        return None;
    }
    element.attributes.retain(|a| a.name != name);
    let declaration = Attribute::new(&name, &uri);
    declare_inside(element, &prefix, &declaration);
    Some(work.say(&path, &prefix))
}

fn uses(element: &Element, prefix: &str) -> bool {
    let in_value = format!("{prefix}:");
    let attributes = &element.attributes;
    split(&element.name).0 == prefix
        || attributes
            .iter()
            .any(|a| split(&a.name).0 == prefix || a.raw.contains(&in_value))
        || element
            .children
            .iter()
            .any(|c| matches!(c, Node::Text(raw) if raw.contains(&in_value)))
}

fn declare_inside(element: &mut Element, prefix: &str, declaration: &Attribute) {
    for child in &mut element.children {
        let Node::Element(child) = child else {
            continue;
        };
        if child.attributes.iter().any(|a| a.name == declaration.name) {
            continue;
        }
        if uses(child, prefix) {
            child.attributes.push(declaration.clone());
        } else {
            declare_inside(child, prefix, declaration);
        }
    }
}

/// Declarations that nothing uses.
pub(super) fn unused(work: &mut Work<'_>) -> Option<String> {
    unused_with(
        work,
        &[
            "urn:x",
            "http://example.org/",
            "http://www.w3.org/2001/XMLSchema",
        ],
    )
}

/// Declarations that nothing uses, of what is no absolute URI. Namespaces are compared as texts, so
/// that this is not wrong.
pub(super) fn odd_unused(work: &mut Work<'_>) -> Option<String> {
    unused_with(work, &["x", "urn:unbekannt ", "ä", "%", "a b", "../x"])
}

fn unused_with(work: &mut Work<'_>, uris: &[&str]) -> Option<String> {
    let path = work.some(|_| true)?;
    let prefix = fresh(work);
    let uri = work.random.word(uris);
    let declaration = Attribute::new(&format!("xmlns:{prefix}"), uri);
    super::attributes::add(work, &path, declaration)
}

/// A prefix stands for something else from an inner element on.
pub(super) fn shadow(work: &mut Work<'_>) -> Option<String> {
    let path = work.some_inner(|_| true)?;
    let (_, prefix, _) = some_declaration(work)?;
    let (_, _, other) = some_declaration(work)?;
    let uri = if work.random.chance(50) {
        other
    } else {
        "urn:x".to_owned()
    };
    let declaration = Attribute::new(&format!("xmlns:{prefix}"), &uri);
    super::attributes::add(work, &path, declaration)
}

/// A second prefix for the namespace of an element, used on it alone.
pub(super) fn second(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| e.name.contains(':'))?;
    let name = work.document.at(&path)?.name.clone();
    let (old, local) = split(&name);
    let uri = work.document.uri(&path, old)?;
    let new = fresh(work);
    let element = work.document.at_mut(&path)?;
    element.name = format!("{new}:{local}");
    let declaration = Attribute::new(&format!("xmlns:{new}"), &uri);
    element.attributes.push(declaration);
    Some(work.say(&path, "second prefix"))
}

/// A default namespace on an element, which changes those in it that have no prefix.
pub(super) fn inner_default(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    let (_, _, known) = some_declaration(work)?;
    let uri = match work.random.below(3) {
        0 => String::new(),
        1 => known,
        _ => "urn:x".to_owned(),
    };
    super::attributes::add(work, &path, Attribute::new("xmlns", &uri))
}

/// Declarations of what is reserved; one of them is permitted.
pub(super) fn reserved(work: &mut Work<'_>) -> Option<String> {
    const XML: &str = "http://www.w3.org/XML/1998/namespace";
    const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
    const RESERVED: &[(&str, &str)] = &[
        ("xmlns:xml", XML),
        ("xmlns:xml", "urn:x"),
        ("xmlns:p", XML),
        ("xmlns", XML),
        ("xmlns:xmlns", XMLNS),
        ("xmlns:p", XMLNS),
        ("xmlns", XMLNS),
        ("xmlns:p", ""),
        ("xmlns:", "urn:x"),
        ("xmlns:a:b", "urn:x"),
    ];
    let path = work.some(|_| true)?;
    let (name, uri) = *work.random.pick(RESERVED)?;
    super::attributes::add(work, &path, Attribute::new(name, uri))
}
