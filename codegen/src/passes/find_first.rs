//! Finds out, for every group, what it may begin with and whether it may be empty.

use xoev_schema::SchemaSet;

use crate::config::Config;
use crate::error::CodegenError;
use crate::plan::{FieldPlan, FieldTerm, FirstPlan, GroupKind, Plan};

pub(super) fn run(_: &SchemaSet, _: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    for index in 0..plan.groups.len() {
        let (first, nullable) = of_group(plan, index);
        plan.groups[index].first = first;
        plan.groups[index].nullable = nullable;
    }
    Ok(())
}

fn of_group(plan: &Plan, index: usize) -> (Vec<FirstPlan>, bool) {
    let mut first = Vec::new();
    let nullable = match &plan.groups[index].kind {
        GroupKind::Choice(variants) => variants
            .iter()
            .map(|v| of_field(plan, v, &mut first))
            .fold(false, |a, b| a | b),
        GroupKind::Sequence(fields) => fields.iter().all(|f| of_field(plan, f, &mut first)),
        GroupKind::All(fields) => fields
            .iter()
            .map(|f| of_field(plan, f, &mut first))
            .fold(true, |a, b| a & b),
    };
    (first, nullable)
}

/// Adds what a field may begin with; returns whether it may be empty.
fn of_field(plan: &Plan, field: &FieldPlan, first: &mut Vec<FirstPlan>) -> bool {
    let (own, nullable) = match &field.term {
        FieldTerm::Element(e) => (
            vec![FirstPlan::Name(e.name.ns, e.name.local.clone())],
            false,
        ),
        FieldTerm::Any(wildcard) => (vec![FirstPlan::Any(wildcard.clone())], false),
        FieldTerm::Group(index) => of_group(plan, *index),
    };
    for item in own {
        if !first.contains(&item) {
            first.push(item);
        }
    }
    nullable || field.min == 0
}
