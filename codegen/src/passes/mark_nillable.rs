//! Marks the types of elements that may be nil: their attributes are checked without content then.

use xoev_schema::{SchemaSet, TypeId};

use crate::config::Config;
use crate::error::CodegenError;
use crate::plan::{Body, FieldPlan, FieldTerm, GroupKind, Plan, Shape};

pub(super) fn run(set: &SchemaSet, _: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    let mut found: Vec<TypeId> = set
        .elements
        .iter()
        .filter(|e| e.nillable)
        .map(|e| e.type_id)
        .collect();
    for ty in &plan.types {
        if let Shape::Struct(shape) = &ty.shape
            && let Body::Fields(fields) | Body::All(fields) = &shape.body
        {
            collect(fields, &mut found);
        }
    }
    for group in &plan.groups {
        match &group.kind {
            GroupKind::Choice(fields) | GroupKind::Sequence(fields) | GroupKind::All(fields) => {
                collect(fields, &mut found);
            }
        }
    }
    for id in found {
        plan.types[id.0 as usize].nillable = true;
    }
    Ok(())
}

fn collect(fields: &[FieldPlan], found: &mut Vec<TypeId>) {
    for field in fields {
        if let FieldTerm::Element(element) = &field.term
            && element.nillable
        {
            found.push(element.type_id);
        }
    }
}
