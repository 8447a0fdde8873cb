//! Codes: a key with what the schema and the published lists say about it.

use std::collections::BTreeMap;

use super::check::Checker;
use super::random::Random;
use crate::{ComplexType, Content, Element, EnumValue, Particle, Term, TypeDef, TypeId, TypeKind};

/// A published code list, for code types whose keys the schema leaves open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeTable {
    /// Version of the list.
    pub version: String,
    /// Keys with their labels.
    pub rows: Vec<(String, String)>,
}

/// The namespaces of the XÖV code type begin with this.
const CODE_NAMESPACE: &str = "http://xoev.de/schemata/code/";

/// A code that was chosen.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    pub(super) uri: Option<String>,
    pub(super) version: Option<String>,
    pub(super) key: Option<String>,
    pub(super) label: Option<String>,
}

/// Whether a type is the code type of XÖV or derived from it.
pub(super) fn is_code(checker: &Checker<'_>, mut id: TypeId) -> bool {
    loop {
        let ty = checker.set.ty(id);
        if let Some(name) = &ty.name
            && name.local == "Code"
            && checker.set.uri(name.ns).starts_with(CODE_NAMESPACE)
        {
            return true;
        }
        match ty.base {
            Some((base, _)) => id = base,
            None => return false,
        }
    }
}

/// Chooses a code of a code type; the message's own number where it is asked for.
pub(super) fn choose(
    checker: &Checker<'_>,
    lists: &BTreeMap<String, CodeTable>,
    id: TypeId,
    number: Option<&str>,
    random: &mut Random,
) -> Choice {
    let ty = checker.set.ty(id);
    let TypeKind::Complex(complex) = &ty.kind else {
        return Choice::default();
    };
    let mut choice = facts(ty, complex);
    let table = choice.uri.as_ref().and_then(|uri| lists.get(uri));
    if let Some(table) = table {
        choice.version = choice.version.or_else(|| Some(table.version.clone()));
    }
    let Some(code) = child(complex, "code") else {
        return choice;
    };
    let fits = |key: &str| checker.allows(code.type_id, key);
    if let Some(number) = number.filter(|n| fits(n)) {
        if let Some((uri, version, label)) = message_list(checker, number) {
            choice.uri = choice.uri.or(uri);
            choice.version = choice.version.or(version);
            choice.label = label;
        }
        choice.key = Some(number.to_owned());
        return choice;
    }
    let values = enumeration(checker, code.type_id);
    if values.is_empty() {
        let row = table
            .and_then(|t| (0..20).find_map(|_| random.pick(&t.rows).filter(|(key, _)| fits(key))));
        if let Some((key, label)) = row {
            choice.key = Some(key.clone());
            choice.label = Some(label.clone());
        }
        return choice;
    }
    let order = random.shuffled(values.len());
    let value = order
        .iter()
        .filter_map(|at| values.get(*at))
        .find(|v| fits(&v.value));
    if let Some(value) = value {
        choice.key = Some(value.value.clone());
        choice.label = value.label.clone();
    }
    choice
}

/// What the type itself says of its list.
fn facts(ty: &TypeDef, complex: &ComplexType) -> Choice {
    let fixed = |name: &str| {
        let attribute = complex.attributes.iter().find(|a| a.name.local == name);
        attribute.and_then(|a| a.fixed.clone().or_else(|| a.default.clone()))
    };
    let told = |path: &str| ty.appinfo.first(path).map(str::to_owned);
    Choice {
        uri: fixed("listURI").or_else(|| told("codeliste/kennung")),
        version: fixed("listVersionID").or_else(|| told("versionCodeliste/version")),
        ..Choice::default()
    }
}

/// List, version and label of a message number, from the type that enumerates the messages.
fn message_list(
    checker: &Checker<'_>,
    number: &str,
) -> Option<(Option<String>, Option<String>, Option<String>)> {
    checker.set.types.iter().find_map(|ty| {
        let TypeKind::Complex(complex) = &ty.kind else {
            return None;
        };
        ty.name
            .as_ref()
            .filter(|n| n.local.contains("Nachrichtentyp"))?;
        let code = child(complex, "code")?;
        let value = enumeration(checker, code.type_id)
            .iter()
            .find(|v| v.value == number)?;
        let facts = facts(ty, complex);
        Some((facts.uri, facts.version, value.label.clone()))
    })
}

/// The enumerated values of a simple type; empty if it enumerates none.
fn enumeration<'a>(checker: &Checker<'a>, id: TypeId) -> &'a [EnumValue] {
    let facets = checker
        .set
        .facet_chain(id)
        .find(|f| !f.enumeration.is_empty());
    facets.map_or(&[], |f| f.enumeration.as_slice())
}

/// The child element of this name.
fn child<'a>(complex: &'a ComplexType, name: &str) -> Option<&'a Element> {
    fn find<'a>(particle: &'a Particle, name: &str) -> Option<&'a Element> {
        match &particle.term {
            Term::Element(element) => Some(element).filter(|e| e.name.local == name),
            Term::Sequence(parts) | Term::Choice(parts) | Term::All(parts) => {
                parts.iter().find_map(|part| find(part, name))
            }
            Term::Any(_) => None,
        }
    }
    match &complex.content {
        Content::Elements(particle) => find(particle, name),
        _ => None,
    }
}
