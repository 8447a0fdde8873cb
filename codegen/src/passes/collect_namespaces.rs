//! Collects, for every global element, the namespaces that the writer declares on it.

use std::collections::BTreeSet;

use xoev_schema::{NsId, SchemaSet, TypeId};

use crate::config::Config;
use crate::error::CodegenError;
use crate::plan::{Body, FieldPlan, FieldTerm, GroupKind, Plan, Shape};

pub(super) fn run(set: &SchemaSet, _: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    for (index, element) in set.elements.iter().enumerate() {
        let mut found = Found { plan, namespaces: BTreeSet::new(), seen: BTreeSet::new() };
        found.namespaces.insert(element.name.ns);
        found.of_type(element.type_id);
        let declared = found.namespaces.into_iter().filter(|ns| *ns != NsId::NONE).collect();
        plan.elements[index].declared = declared;
    }
    Ok(())
}

struct Found<'a> {
    plan: &'a Plan,
    namespaces: BTreeSet<NsId>,
    seen: BTreeSet<TypeId>,
}

impl Found<'_> {
    fn of_type(&mut self, id: TypeId) {
        if !self.seen.insert(id) {
            return;
        }
        match &self.plan.types[id.0 as usize].shape {
            Shape::Code(code) => {
                self.namespaces.insert(code.children);
            }
            Shape::Choice(group) => self.of_group(*group),
            Shape::Struct(plan) => {
                self.namespaces.extend(plan.attributes.iter().map(|(_, a)| a.name.ns));
                match &plan.body {
                    Body::Fields(fields) | Body::All(fields) => self.of_fields(fields),
                    Body::Empty | Body::Text(_) => {}
                }
            }
            _ => {}
        }
    }

    fn of_group(&mut self, index: usize) {
        match &self.plan.groups[index].kind {
            GroupKind::Choice(fields) | GroupKind::Sequence(fields) => self.of_fields(fields),
        }
    }

    fn of_fields(&mut self, fields: &[FieldPlan]) {
        for field in fields {
            match &field.term {
                FieldTerm::Element(element) => {
                    self.namespaces.insert(element.name.ns);
                    self.of_type(element.type_id);
                }
                FieldTerm::Group(group) => self.of_group(*group),
                FieldTerm::Any(_) => {}
            }
        }
    }
}
