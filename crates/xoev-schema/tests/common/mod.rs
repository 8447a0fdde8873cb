//! Small schemas from text, and their content as text.

#![allow(dead_code, reason = "each test file uses its part")]

use xoev_schema::{
    ComplexType, Content, Loader, NamespaceRule, NsId, Particle, SchemaError, SchemaSet,
    SimpleType, Term, TypeDef, TypeKind, Wildcard,
};

/// A schema of the namespace `urn:t` (prefix `t`, default namespace none), with elements
/// qualified.
pub(crate) fn schema(body: &str) -> String {
    schema_with(r#"elementFormDefault="qualified""#, body)
}

/// The same with other attributes of the schema element.
pub(crate) fn schema_with(attributes: &str, body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" {attributes}>
{body}
</xs:schema>"#
    )
}

/// Documents by name, the first one being the root.
pub(crate) fn load_all(documents: &[(&str, &str)]) -> Result<SchemaSet, SchemaError> {
    let loader = documents
        .iter()
        .fold(Loader::new(), |loader, (name, text)| {
            loader.memory(name, *text)
        });
    loader.root(documents[0].0).load()
}

/// The set of one schema.
pub(crate) fn load(body: &str) -> Result<SchemaSet, SchemaError> {
    load_all(&[("t.xsd", &schema(body))])
}

/// The set of one schema that is correct.
pub(crate) fn set(body: &str) -> SchemaSet {
    load(body).unwrap_or_else(|e| panic!("{e}"))
}

/// What is wrong with a schema, as text.
pub(crate) fn fault(body: &str) -> String {
    load(body).expect_err("a fault").to_string()
}

/// The named type in `urn:t`.
pub(crate) fn ty<'s>(set: &'s SchemaSet, name: &str) -> &'s TypeDef {
    let ns = set.namespace("urn:t").expect("namespace");
    set.ty(set
        .find_type(ns, name)
        .unwrap_or_else(|| panic!("no type {name}")))
}

pub(crate) fn complex<'s>(set: &'s SchemaSet, name: &str) -> &'s ComplexType {
    complex_of(ty(set, name))
}

pub(crate) fn complex_of(ty: &TypeDef) -> &ComplexType {
    match &ty.kind {
        TypeKind::Complex(complex) => complex,
        TypeKind::Simple(_) => panic!("{:?} is simple", ty.place),
    }
}

pub(crate) fn simple<'s>(set: &'s SchemaSet, name: &str) -> &'s SimpleType {
    simple_of(ty(set, name))
}

pub(crate) fn simple_of(ty: &TypeDef) -> &SimpleType {
    match &ty.kind {
        TypeKind::Simple(simple) => simple,
        TypeKind::Complex(_) => panic!("{:?} is complex", ty.place),
    }
}

/// Content as `a, (b | c)?, d*`; unqualified elements have a dot before their name.
pub(crate) fn content(set: &SchemaSet, name: &str) -> String {
    content_of(set, complex(set, name))
}

pub(crate) fn content_of(set: &SchemaSet, ty: &ComplexType) -> String {
    match &ty.content {
        Content::Empty => "empty".to_owned(),
        Content::Simple(id) => format!("text of {}", label(set, set.ty(*id))),
        Content::Elements(particle) => show(set, particle),
    }
}

/// Attributes as `a! b=fixed c~default`, unqualified ones with a dot before their name.
pub(crate) fn attributes(set: &SchemaSet, name: &str) -> String {
    let mut texts = Vec::new();
    for a in &complex(set, name).attributes {
        let dot = if a.name.ns == NsId::NONE { "." } else { "" };
        let required = if a.required { "!" } else { "" };
        let default = a
            .default
            .as_ref()
            .map(|v| format!("~{v}"))
            .unwrap_or_default();
        let fixed = a
            .fixed
            .as_ref()
            .map(|v| format!("={v}"))
            .unwrap_or_default();
        texts.push(format!("{dot}{}{required}{default}{fixed}", a.name.local));
    }
    texts.join(" ")
}

pub(crate) fn label(set: &SchemaSet, ty: &TypeDef) -> String {
    match &ty.name {
        Some(name) if set.uri(name.ns) == xoev_schema::XS => format!("xs:{}", name.local),
        Some(name) => name.local.clone(),
        None => ty.place.join("/"),
    }
}

pub(crate) fn wildcard(set: &SchemaSet, wildcard: &Wildcard) -> String {
    let name = |ns: &NsId| match set.uri(*ns) {
        "" => "none".to_owned(),
        uri => uri.to_owned(),
    };
    let rule = match &wildcard.namespaces {
        NamespaceRule::Any => "any".to_owned(),
        NamespaceRule::Other(ns) => format!("not {}", name(ns)),
        NamespaceRule::OneOf(set) => set.iter().map(name).collect::<Vec<_>>().join(" "),
    };
    format!("<{rule} {:?}>", wildcard.process)
}

fn show(set: &SchemaSet, particle: &Particle) -> String {
    let join = |members: &[Particle], between: &str| {
        let texts: Vec<String> = members.iter().map(|p| show(set, p)).collect();
        format!("({})", texts.join(between))
    };
    let text = match &particle.term {
        Term::Element(e) if e.name.ns == NsId::NONE => format!(".{}", e.name.local),
        Term::Element(e) => e.name.local.clone(),
        Term::Sequence(members) => join(members, ", "),
        Term::Choice(members) => join(members, " | "),
        Term::All(members) => join(members, " & "),
        Term::Any(any) => wildcard(set, any),
    };
    let occurs = match (particle.min, particle.max) {
        (1, Some(1)) => String::new(),
        (0, Some(1)) => "?".to_owned(),
        (0, None) => "*".to_owned(),
        (1, None) => "+".to_owned(),
        (min, Some(max)) => format!("{{{min},{max}}}"),
        (min, None) => format!("{{{min},}}"),
    };
    text + &occurs
}
