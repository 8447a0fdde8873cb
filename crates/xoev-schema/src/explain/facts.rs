//! What a type asks of its values.

use super::Fact;
use crate::{Facets, SchemaSet, TypeDef, TypeId, TypeKind, Variety};

/// The namespaces of the types of DIN 91379 begin with this.
const DIN_91379: &str = "urn:xoev-de:kosit:xoev:datentyp:din-91379";

/// The facts of a simple type, those of its bases included.
pub(super) fn of_type(set: &SchemaSet, id: TypeId) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut length = (None, None);
    let mut next = Some(id);
    while let Some(id) = next {
        let ty = set.ty(id);
        let TypeKind::Simple(simple) = &ty.kind else {
            break;
        };
        if let Some(letter) = din_letter(set, ty) {
            facts.push(Fact::Din91379(letter));
            break;
        }
        bounds(&simple.facets, &mut length, &mut facts);
        match &simple.variety {
            Variety::Atomic(builtin) if ty.document.is_none() => {
                facts.push(Fact::Builtin(builtin.to_string()));
                break;
            }
            Variety::List(item) if !restricts(set, ty) => {
                facts.push(Fact::ListOf(set.type_name(*item)));
                break;
            }
            Variety::Union(members) if !restricts(set, ty) => {
                facts.push(Fact::UnionOf(
                    members.iter().map(|m| set.type_name(*m)).collect(),
                ));
                break;
            }
            _ => next = ty.base.map(|(base, _)| base),
        }
    }
    if length != (None, None) {
        facts.insert(
            0,
            Fact::Length {
                min: length.0,
                max: length.1,
            },
        );
    }
    // The kind of value says most; the rest narrows it.
    facts.reverse();
    facts
}

/// Whether a list or union type is a restriction of another one.
fn restricts(set: &SchemaSet, ty: &TypeDef) -> bool {
    let Some((base, crate::Derivation::Restriction)) = ty.base else {
        return false;
    };
    matches!(&set.ty(base).kind, TypeKind::Simple(s) if !matches!(s.variety, Variety::Atomic(_)))
}

fn din_letter(set: &SchemaSet, ty: &TypeDef) -> Option<String> {
    let name = ty.name.as_ref()?;
    let letter = name.local.strip_prefix("datatype")?;
    set.uri(name.ns)
        .starts_with(DIN_91379)
        .then(|| letter.to_owned())
}

/// Collects the facets of one step; lengths are narrowed over all steps.
fn bounds(facets: &Facets, length: &mut (Option<u64>, Option<u64>), out: &mut Vec<Fact>) {
    for min in [facets.min_length, facets.length].into_iter().flatten() {
        length.0 = Some(length.0.map_or(min, |known| known.max(min)));
    }
    for max in [facets.max_length, facets.length].into_iter().flatten() {
        length.1 = Some(length.1.map_or(max, |known| known.min(max)));
    }
    if !facets.patterns.is_empty() {
        out.push(Fact::Pattern(facets.patterns.clone()));
    }
    out.extend(facets.fraction_digits.map(Fact::FractionDigits));
    out.extend(facets.total_digits.map(Fact::Digits));
    out.extend(facets.max_inclusive.clone().map(Fact::AtMost));
    out.extend(facets.max_exclusive.clone().map(Fact::LessThan));
    out.extend(facets.min_inclusive.clone().map(Fact::AtLeast));
    out.extend(facets.min_exclusive.clone().map(Fact::MoreThan));
}
