//! Decides what becomes of simple types, and checks their patterns.

use xoev_schema::{Builtin, Derivation, SchemaSet, TypeId, TypeKind, Variety, XS};

use crate::config::Config;
use crate::error::CodegenError;
use crate::plan::{Plan, Shape};

pub(super) fn run(set: &SchemaSet, _: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    for (index, ty) in set.types.iter().enumerate() {
        let id = TypeId(index as u32);
        let TypeKind::Simple(simple) = &ty.kind else {
            continue;
        };
        for pattern in &simple.facets.patterns {
            if let Err(error) = xoev::pattern::check(pattern) {
                return Err(CodegenError::Pattern {
                    place: super::place(set, id),
                    pattern: pattern.clone(),
                    reason: error.to_string(),
                });
            }
        }
        let builtin = ty.name.as_ref().filter(|n| set.uri(n.ns) == XS);
        plan.types[index].shape = match (&simple.variety, builtin) {
            (_, Some(name)) => {
                let Some(builtin) = Builtin::from_name(&name.local) else {
                    return Err(CodegenError::NotSupported {
                        place: super::place(set, id),
                        what: format!("the built-in type {}", name.local),
                    });
                };
                Shape::Builtin(builtin)
            }
            (Variety::Atomic(builtin), _) if is_text(*builtin) => Shape::Text,
            (Variety::Atomic(builtin), _) => Shape::Restricted(*builtin),
            (Variety::List(_), _) if list_base(set, id).is_some() => Shape::Text,
            (Variety::List(_), _) => Shape::List,
            (Variety::Union(_), _) => Shape::Union,
        };
    }
    Ok(())
}

/// The built-in list type that a type restricts. Values of these are kept as text.
pub(crate) fn list_base(set: &SchemaSet, id: TypeId) -> Option<Builtin> {
    let mut next = Some(id);
    while let Some(id) = next {
        let ty = set.ty(id);
        if let Some(name) = ty.name.as_ref().filter(|n| set.uri(n.ns) == XS) {
            return Builtin::from_name(&name.local)
                .filter(|b| matches!(b, Builtin::NmTokens | Builtin::IdRefs | Builtin::Entities));
        }
        next = match ty.base {
            Some((base, Derivation::Restriction)) => Some(base),
            _ => None,
        };
    }
    None
}

/// Built-in types whose values are kept as text.
pub(crate) fn is_text(builtin: Builtin) -> bool {
    use xoev_schema::Builtin::*;
    matches!(
        builtin,
        AnySimpleType
            | String
            | NormalizedString
            | Token
            | Language
            | Name
            | NcName
            | NmToken
            | NmTokens
            | Id
            | IdRef
            | IdRefs
            | Entity
            | Entities
            | AnyUri
            | QName
            | Notation
    )
}
