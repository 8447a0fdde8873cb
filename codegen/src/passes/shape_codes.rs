//! Finds the code types: complex types that hold a key, its list and perhaps its name.
//!
//! They are recognised by their content, since each standard has its own names for them, and the
//! base type `Code` comes in several versions.

use xoev_schema::{
    AttributeUse, Builtin, ComplexType, Content, Element, NsId, Particle, SchemaSet, Term, TypeId,
    TypeKind, Variety,
};

use crate::config::Config;
use crate::error::CodegenError;
use crate::plan::{AttributePlan, CodePlan, Plan, Shape};

pub(super) fn run(set: &SchemaSet, _: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    for (index, ty) in set.types.iter().enumerate() {
        if let TypeKind::Complex(complex) = &ty.kind
            && let Some(code) = code(set, complex)
        {
            plan.types[index].shape = Shape::Code(code);
        }
    }
    Ok(())
}

fn code(set: &SchemaSet, complex: &ComplexType) -> Option<CodePlan> {
    if complex.mixed || complex.abstract_ || complex.any_attribute.is_some() {
        return None;
    }
    let Content::Elements(particle) = &complex.content else {
        return None;
    };
    let members = match particle {
        Particle {
            min: 1,
            max: Some(1),
            term: Term::Sequence(members),
        } => members.as_slice(),
        single => std::slice::from_ref(single),
    };
    let (key, name) = match members {
        [key] => (key, None),
        [key, name] => (key, Some(name)),
        _ => return None,
    };
    let key = plain(key, "code", 1)?;
    let base_is_text = matches!(&set.ty(key.type_id).kind, TypeKind::Simple(simple)
        if matches!(simple.variety, Variety::Atomic(b) if super::shape_simple::is_text(b)));
    if !base_is_text {
        return None;
    }
    if let Some(name) = name {
        let name = plain(name, "name", 0)?;
        let ty = set.ty(name.type_id);
        // The runtime keeps the name as normalized string, whatever it is.
        let normalized = ty.document.is_none()
            && ty
                .name
                .as_ref()
                .is_some_and(|n| n.local == Builtin::NormalizedString.name());
        if !normalized || name.name.ns != key.name.ns {
            return None;
        }
    }
    let known = |a: &AttributeUse| {
        a.name.ns == NsId::NONE
            && a.default.is_none()
            && match a.name.local.as_str() {
                "listURI" => is_builtin(set, a.type_id, Builtin::AnyUri),
                "listVersionID" => is_builtin(set, a.type_id, Builtin::NormalizedString),
                _ => false,
            }
    };
    if !complex.attributes.iter().all(known) {
        return None;
    }
    Some(CodePlan {
        list_uri: attribute(&complex.attributes, "listURI"),
        list_version: attribute(&complex.attributes, "listVersionID"),
        has_name: name.is_some(),
        children: key.name.ns,
        key: key.type_id,
    })
}

fn is_builtin(set: &SchemaSet, id: TypeId, builtin: Builtin) -> bool {
    let ty = set.ty(id);
    ty.document.is_none() && ty.name.as_ref().is_some_and(|n| n.local == builtin.name())
}

/// An element of this name that occurs at most once and has no peculiarities.
fn plain<'a>(particle: &'a Particle, name: &str, min: u32) -> Option<&'a Element> {
    let Term::Element(element) = &particle.term else {
        return None;
    };
    let ordinary = element.name.local == name
        && particle.min == min
        && particle.max == Some(1)
        && !element.nillable
        && element.default.is_none()
        && element.fixed.is_none();
    ordinary.then_some(element)
}

fn attribute(attributes: &[AttributeUse], name: &str) -> AttributePlan {
    match attributes.iter().find(|a| a.name.local == name) {
        None => AttributePlan::Absent,
        Some(AttributeUse {
            required: false,
            fixed: None,
            ..
        }) => AttributePlan::Optional,
        Some(AttributeUse {
            required: true,
            fixed: None,
            ..
        }) => AttributePlan::Required,
        Some(AttributeUse {
            required: false,
            fixed: Some(fixed),
            ..
        }) => AttributePlan::OptionalFixed(fixed.clone()),
        Some(AttributeUse {
            required: true,
            fixed: Some(fixed),
            ..
        }) => AttributePlan::RequiredFixed(fixed.clone()),
    }
}
