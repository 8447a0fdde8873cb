//! The bundled schema set and code lists, made ready once for the whole run of the program.

use std::sync::OnceLock;

use xoev_bundled::BundleError;
use xoev_schema::{Appinfo, Content, Element, Particle, SchemaSet, Term, TypeId, TypeKind};
use xoev_validator::Validator;

use crate::darstellung::Darsteller;
use crate::listen::listen;

/// The validator of the bundled schema set.
pub(super) fn validator() -> Result<&'static Validator, BundleError> {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    if let Some(validator) = VALIDATOR.get() {
        return Ok(validator);
    }
    let validator = Validator::lazy(xoev_bundled::schemas()?);
    Ok(VALIDATOR.get_or_init(|| validator))
}

/// What shows entries as lines of German.
pub(super) fn darsteller() -> Result<&'static Darsteller, BundleError> {
    static DARSTELLER: OnceLock<Darsteller> = OnceLock::new();
    if let Some(darsteller) = DARSTELLER.get() {
        return Ok(darsteller);
    }
    let darsteller = Darsteller::new()?;
    Ok(DARSTELLER.get_or_init(|| darsteller))
}

/// What a key of a bundled code list means. Without a version, or with one that is not bundled,
/// the newest one answers.
pub(super) fn bedeutung(uri: &str, version: Option<&str>, key: &str) -> Option<&'static str> {
    let lists = listen().ok()?.of(uri)?;
    version
        .and_then(|version| lists.get(uri, version))
        .or_else(|| lists.newest(uri))?
        .label(key)
}

/// The label that an enumeration gives to a value of a code type (`01`: Zuspeicherung) or of a
/// simple type.
pub(super) fn aufzaehlung<'s>(set: &'s SchemaSet, id: TypeId, key: &str) -> Option<&'s str> {
    let simple = match &set.ty(id).kind {
        TypeKind::Simple(_) => id,
        TypeKind::Complex(complex) => match &complex.content {
            Content::Elements(_) => {
                let mut all = kinder(set, id).into_iter();
                all.find(|e| e.name.local == "code")?.type_id
            }
            Content::Simple(id) => *id,
            Content::Empty => return None,
        },
    };
    let mut values = set.facet_chain(simple).flat_map(|f| &f.enumeration);
    values.find(|v| v.value == key)?.label.as_deref()
}

/// The code list whose keys a code type holds, by the value that it fixes.
pub(super) fn codeliste(set: &SchemaSet, id: TypeId) -> Option<&str> {
    let TypeKind::Complex(complex) = &set.ty(id).kind else {
        return None;
    };
    let mut all = complex.attributes.iter();
    all.find(|a| a.name.local == "listURI")?.fixed.as_deref()
}

/// The title of an element: its own, else that of its type. A title of a type that is used for
/// fields of many kinds, such as a date, says little, but it is what the schema has.
pub(super) fn titel<'s>(
    set: &'s SchemaSet,
    element: Option<&'s Element>,
    id: Option<TypeId>,
) -> Option<&'s str> {
    let own = element.and_then(|e| e.appinfo.title());
    let of_type = || id.and_then(|id| Appinfo::title(&set.ty(id).appinfo));
    own.or_else(of_type)
}

/// The elements that may stand in one of this type, in the order of the schema.
pub(super) fn kinder(set: &SchemaSet, id: TypeId) -> Vec<&Element> {
    let mut out = Vec::new();
    if let TypeKind::Complex(complex) = &set.ty(id).kind
        && let Content::Elements(particle) = &complex.content
    {
        sammeln(particle, &mut out);
    }
    out
}

fn sammeln<'s>(particle: &'s Particle, out: &mut Vec<&'s Element>) {
    match &particle.term {
        Term::Element(element) => out.push(element),
        Term::Sequence(parts) | Term::Choice(parts) | Term::All(parts) => {
            parts.iter().for_each(|part| sammeln(part, out));
        }
        Term::Any(_) => {}
    }
}
