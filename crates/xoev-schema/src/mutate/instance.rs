//! The attributes of `http://www.w3.org/2001/XMLSchema-instance`.

use super::attributes::add;
use super::structure::written;
use super::tree::{Attribute, Document};
use super::work::Work;
use crate::{Builtin, QName, SchemaSet, TypeDef, TypeId, XS};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Declares a prefix on an element and adds an attribute.
fn with_prefix(
    work: &mut Work<'_>,
    path: &[usize],
    prefix: &str,
    uri: &str,
    attribute: Option<(&str, &str)>,
) -> Option<String> {
    let declared = work.document.uri(path, prefix);
    if declared.as_deref() != Some(uri) {
        add(work, path, Attribute::new(&format!("xmlns:{prefix}"), uri))?;
    }
    let (name, value) = attribute?;
    add(
        work,
        path,
        Attribute::new(&format!("{prefix}:{name}"), value),
    )
}

/// Values of `xsi:nil`, whether it may be there or not.
const NIL: &[&str] = &[
    "true", "true", "false", "false", "1", "0", " true ", "TRUE", "", "nil",
];

pub(super) fn nil(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    nil_at(work, &path)
}

/// Where the schema permits it.
pub(super) fn nil_where_permitted(work: &mut Work<'_>) -> Option<String> {
    let place = work.some_declared(|place, _| place.declaration.is_some_and(|d| d.nillable))?;
    nil_at(work, &place.path)
}

fn nil_at(work: &mut Work<'_>, path: &[usize]) -> Option<String> {
    let value = work.random.word(NIL);
    if work.random.chance(60) {
        let element = work.document.at_mut(path)?;
        element.children.clear();
        element.short = true;
    }
    with_prefix(work, path, "xsi", XSI, Some(("nil", value)))
}

/// The name of a type as written at a place, its namespace declared there if need be.
fn type_name(work: &mut Work<'_>, path: &[usize], name: &QName) -> Option<String> {
    if let Some(name) = written(work.set, &work.document, path, name) {
        return Some(name);
    }
    let uri = work.set.uri(name.ns).to_owned();
    with_prefix(work, path, "typ", &uri, None);
    Some(format!("typ:{}", name.local))
}

fn named(set: &SchemaSet, wanted: impl Fn(TypeId, &TypeDef) -> bool) -> Vec<&QName> {
    let all = set.types.iter().enumerate();
    all.filter(|(at, ty)| ty.document.is_some() && wanted(TypeId(*at as u32), ty))
        .filter_map(|(_, ty)| ty.name.as_ref())
        .collect()
}

fn type_at(work: &mut Work<'_>, path: &[usize], name: &str) -> Option<String> {
    with_prefix(work, path, "xsi", XSI, Some(("type", name)))
}

/// The type that the element has anyway.
pub(super) fn declared_type(work: &mut Work<'_>) -> Option<String> {
    let set = work.set;
    let place = work.some_declared(|place, _| {
        place
            .declaration
            .is_some_and(|d| set.ty(d.type_id).name.is_some())
    })?;
    let ty = set.ty(place.declaration?.type_id);
    let name = match ty.document {
        Some(_) => type_name(work, &place.path, ty.name.as_ref()?)?,
        None => {
            with_prefix(work, &place.path, "xs", XS, None);
            format!("xs:{}", ty.name.as_ref()?.local)
        }
    };
    type_at(work, &place.path, &name)
}

/// A type derived from that of the element, or one that it is derived from.
pub(super) fn related_type(work: &mut Work<'_>) -> Option<String> {
    let set = work.set;
    let related = |id: TypeId| {
        named(set, |other, _| {
            other != id && (set.derives_from(other, id) || set.derives_from(id, other))
        })
    };
    let place = work.some_declared(|place, _| {
        place
            .declaration
            .is_some_and(|d| set.ty(d.type_id).document.is_some())
    })?;
    let all = related(place.declaration?.type_id);
    let name = (*work.random.pick(&all)?).clone();
    let name = type_name(work, &place.path, &name)?;
    type_at(work, &place.path, &name)
}

/// Any type of the schema.
pub(super) fn other_type(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    let all = named(work.set, |_, _| true);
    let name = (*work.random.pick(&all)?).clone();
    let name = type_name(work, &path, &name)?;
    type_at(work, &path, &name)
}

pub(super) fn builtin_type(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    let name = match work.random.below(10) {
        0 => "anyType",
        1 => "string",
        2 => "normalizedString",
        _ => work.random.pick(Builtin::ALL)?.name(),
    };
    with_prefix(work, &path, "xs", XS, None);
    type_at(work, &path, &format!("xs:{name}"))
}

/// No name of a type, though it may look like one.
pub(super) fn unknown_type(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    let prefix = some_prefix(&work.document).unwrap_or_default();
    let name = match work.random.below(8) {
        0 => "Unbekannt".to_owned(),
        1 => format!("{prefix}:Unbekannt"),
        2 => "undeklariert:Typ".to_owned(),
        3 => String::new(),
        4 => " ".to_owned(),
        5 => "a:b:c".to_owned(),
        6 => "1".to_owned(),
        _ => format!("{prefix}:"),
    };
    type_at(work, &path, &name)
}

fn some_prefix(document: &Document) -> Option<String> {
    let mut all = document.root.attributes.iter();
    all.find_map(|a| a.name.strip_prefix("xmlns:"))
        .map(str::to_owned)
}

/// Hints where schemas are, which a validator that has its schemas does not need.
pub(super) fn location(work: &mut Work<'_>) -> Option<String> {
    let path = match work.random.chance(60) {
        true => Vec::new(),
        false => work.some(|_| true)?,
    };
    let attribute = *work.random.pick(&[
        ("schemaLocation", "urn:x x.xsd"),
        ("schemaLocation", "urn:unbekannt unbekannt.xsd urn:a a.xsd"),
        ("noNamespaceSchemaLocation", "unbekannt.xsd"),
    ])?;
    with_prefix(work, &path, "xsi", XSI, Some(attribute))
}

/// Hints that are no pairs or no addresses.
pub(super) fn odd_location(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    let attribute = *work.random.pick(&[
        ("schemaLocation", "urn:x"),
        ("schemaLocation", ""),
        ("schemaLocation", "urn:a a.xsd urn:b"),
        ("schemaLocation", "% %"),
        ("noNamespaceSchemaLocation", ""),
        ("noNamespaceSchemaLocation", "a b"),
        ("noNamespaceSchemaLocation", "http://[x"),
    ])?;
    with_prefix(work, &path, "xsi", XSI, Some(attribute))
}

/// An attribute that the namespace does not have.
pub(super) fn unknown(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    let name = work
        .random
        .word(&["unbekannt", "Type", "NIL", "schemalocation", "id"]);
    with_prefix(work, &path, "xsi", XSI, Some((name, "true")))
}
