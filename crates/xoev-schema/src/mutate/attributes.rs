//! Changes of attributes. Declarations of namespaces have a module of their own.

use super::known::Place;
use super::tree::{Attribute, Element, Path, escape, split, unescape};
use super::values;
use super::work::{Work, short};
use crate::{AttributeUse, ComplexType, TypeKind};

/// A random attribute that is no declaration of a namespace.
fn some_attribute(work: &mut Work<'_>) -> Option<(Path, usize)> {
    let ordinary = |e: &Element| -> Vec<usize> {
        let all = e.attributes.iter().enumerate();
        all.filter(|(_, a)| !a.is_declaration())
            .map(|(at, _)| at)
            .collect()
    };
    let path = work.some(|e| !ordinary(e).is_empty())?;
    let indices = ordinary(work.document.at(&path)?);
    let at = *work.random.pick(&indices)?;
    Some((path, at))
}

fn complex<'a>(work: &Work<'a>, place: &Place<'a>) -> Option<&'a ComplexType> {
    match &work.set.ty(place.declaration?.type_id).kind {
        TypeKind::Complex(complex) => Some(complex),
        TypeKind::Simple(_) => None,
    }
}

pub(super) fn remove(work: &mut Work<'_>) -> Option<String> {
    let (path, at) = some_attribute(work)?;
    let removed = work.document.at_mut(&path)?.attributes.remove(at);
    Some(work.say(&path, &removed.name))
}

/// Names that no schema declares; `xml:*` are always known.
const UNKNOWN: &[(&str, &str)] = &[
    ("unbekannt", "1"),
    ("Ä", ""),
    ("xml:lang", "de"),
    ("xml:lang", "!"),
    ("xml:space", "preserve"),
    ("xml:id", "a"),
    ("xml:base", "urn:x"),
];

pub(super) fn unknown(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    let (name, value) = *work.random.pick(UNKNOWN)?;
    add(work, &path, Attribute::new(name, value))
}

/// Adds an attribute at a random position; not if there is one of this name.
pub(super) fn add(work: &mut Work<'_>, path: &[usize], attribute: Attribute) -> Option<String> {
    let what = work.say(path, &format!("{}=\"{}\"", attribute.name, attribute.raw));
    let count = work.document.at(path)?.attributes.len();
    let at = work.random.below(count + 1);
    let attributes = &mut work.document.at_mut(path)?.attributes;
    if attributes.iter().any(|a| a.name == attribute.name) {
        return None;
    }
    attributes.insert(at, attribute);
    Some(what)
}

/// An attribute that belongs to other elements, or to this one.
pub(super) fn known(work: &mut Work<'_>) -> Option<String> {
    let set = work.set;
    let has_some = |ty: &TypeKind| matches!(ty, TypeKind::Complex(c) if !c.attributes.is_empty());
    let place = work.some_declared(|p, _| {
        p.declaration
            .is_some_and(|d| has_some(&set.ty(d.type_id).kind))
    })?;
    let complex = complex(work, &place)?;
    let declared = work.random.pick(&complex.attributes)?;
    let value = value(work, declared, "");
    let path = match work.random.chance(60) {
        true => place.path,
        false => work.some(|_| true)?,
    };
    add(work, &path, Attribute::new(&declared.name.local, &value))
}

fn value(work: &mut Work<'_>, declared: &AttributeUse, now: &str) -> String {
    let given = declared.fixed.as_ref().or(declared.default.as_ref());
    match given {
        Some(given) if work.random.chance(60) => given.clone(),
        _ => values::any(work.set, declared.type_id, now, &mut work.random),
    }
}

pub(super) fn change(work: &mut Work<'_>) -> Option<String> {
    let set = work.set;
    let declaration = |place: &Place<'_>, name: &str| -> Option<AttributeUse> {
        let TypeKind::Complex(complex) = &set.ty(place.declaration?.type_id).kind else {
            return None;
        };
        let mut all = complex.attributes.iter();
        all.find(|d| d.name.local == name).cloned()
    };
    let place = work.some_declared(|place, e| {
        e.attributes
            .iter()
            .any(|a| declaration(place, &a.name).is_some())
    })?;
    let element = work.document.at(&place.path)?;
    let all = element.attributes.iter().enumerate();
    let found: Vec<(usize, AttributeUse)> = all
        .filter_map(|(at, a)| Some((at, declaration(&place, &a.name)?)))
        .collect();
    let (at, declared) = work.random.pick(&found)?.clone();
    let now = unescape(&work.document.at(&place.path)?.attributes.get(at)?.raw);
    let value = value(work, &declared, &now);
    let attribute = work.document.at_mut(&place.path)?.attributes.get_mut(at)?;
    attribute.raw = escape(&value);
    let what = format!("{}=\"{}\"", attribute.name, short(&value));
    Some(work.say(&place.path, &what))
}

pub(super) fn rename(work: &mut Work<'_>) -> Option<String> {
    let (path, at) = some_attribute(work)?;
    let root = work.document.root.attributes.iter();
    let prefixes: Vec<String> = root
        .filter_map(|a| a.name.strip_prefix("xmlns:"))
        .map(str::to_owned)
        .collect();
    let prefix = work.random.pick(&prefixes).cloned();
    let choice = work.random.below(3);
    let old = work.document.at(&path)?.attributes.get(at)?.name.clone();
    let local = split(&old).1;
    let name = match choice {
        0 => local.to_uppercase(),
        1 => format!("{local}x"),
        _ => format!("{}:{local}", prefix?),
    };
    let element = work.document.at_mut(&path)?;
    if element.attributes.iter().any(|a| a.name == name) {
        return None;
    }
    element.attributes.get_mut(at)?.name.clone_from(&name);
    Some(work.say(&path, &format!("{old} is {name}")))
}

/// The same attribute twice, which is not well-formed.
pub(super) fn duplicate(work: &mut Work<'_>) -> Option<String> {
    let (path, at) = some_attribute(work)?;
    let attributes = &mut work.document.at_mut(&path)?.attributes;
    let mut copy = attributes.get(at)?.clone();
    copy.before = " ".to_owned();
    let name = copy.name.clone();
    attributes.push(copy);
    Some(work.say(&path, &name))
}

pub(super) fn quotes(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| !e.attributes.is_empty())?;
    for attribute in &mut work.document.at_mut(&path)?.attributes {
        let other = if attribute.quote == '"' { '\'' } else { '"' };
        if !attribute.raw.contains(other) {
            attribute.quote = other;
        }
    }
    Some(work.document.show(&path))
}

pub(super) fn reorder(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| e.attributes.len() > 1)?;
    work.document.at_mut(&path)?.attributes.reverse();
    Some(work.document.show(&path))
}

/// White space in the value: what the parser and the type make of it.
pub(super) fn space(work: &mut Work<'_>) -> Option<String> {
    const SPACES: &[&str] = &[
        " ", "\n", "\t", "&#10;", "&#13;", "&#9;", "&#32;", "\u{a0}", "  ",
    ];
    let (path, at) = some_attribute(work)?;
    let space = work.random.word(SPACES);
    let position = work.random.below(3);
    let attribute = work.document.at_mut(&path)?.attributes.get_mut(at)?;
    let middle = attribute.raw.chars().count() / 2;
    let cut = attribute
        .raw
        .char_indices()
        .nth(middle)
        .map_or(0, |(i, _)| i);
    // Not into a reference.
    let cut = if attribute.raw.contains('&') { 0 } else { cut };
    match position {
        0 => attribute.raw.insert_str(0, space),
        1 => attribute.raw.push_str(space),
        _ => attribute.raw.insert_str(cut, space),
    }
    let what = format!("{}=\"{}\"", attribute.name, attribute.raw);
    Some(work.say(&path, &what))
}

/// All declared attributes of an element that are missing, with values of their types.
pub(super) fn complete(work: &mut Work<'_>) -> Option<String> {
    let set = work.set;
    let missing = |place: &Place<'_>, e: &Element| -> Vec<AttributeUse> {
        let ty = place.declaration.map(|d| &set.ty(d.type_id).kind);
        let Some(TypeKind::Complex(complex)) = ty else {
            return Vec::new();
        };
        let is_there = |name: &str| e.attributes.iter().any(|a| split(&a.name).1 == name);
        let declared = complex.attributes.iter();
        declared
            .filter(|d| !is_there(&d.name.local))
            .cloned()
            .collect()
    };
    let place = work.some_declared(|place, e| !missing(place, e).is_empty())?;
    for declared in missing(&place, work.document.at(&place.path)?) {
        let value = value(work, &declared, "");
        let name = super::structure::written(set, &work.document, &place.path, &declared.name)?;
        add(work, &place.path, Attribute::new(&name, &value));
    }
    Some(work.document.show(&place.path))
}
