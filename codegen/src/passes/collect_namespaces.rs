//! Collects, for every global element, the namespaces that the writer declares on it.

use std::collections::BTreeSet;

use xoev_schema::{NsId, SchemaSet, TypeId};

use crate::config::Config;
use crate::error::CodegenError;
use crate::passes::name_namespaces::XML;
use crate::plan::{Body, FieldPlan, FieldTerm, GroupKind, Plan, Shape};

pub(super) fn run(set: &SchemaSet, _: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    for (index, element) in set.elements.iter().enumerate() {
        let mut found = Found {
            set,
            plan,
            namespaces: BTreeSet::new(),
            seen: BTreeSet::new(),
        };
        found.namespaces.insert(element.name.ns);
        found.of_type(element.type_id);
        // The namespace of `xml:lang` and its like is declared everywhere.
        let written = |ns: &NsId| *ns != NsId::NONE && set.uri(*ns) != XML;
        let declared = found.namespaces.into_iter().filter(written).collect();
        plan.elements[index].declared = declared;
    }
    Ok(())
}

struct Found<'a> {
    set: &'a SchemaSet,
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
            Shape::Abstract(types) => {
                for id in types {
                    // Their names stand in `xsi:type`.
                    self.namespaces
                        .extend(self.set.ty(*id).name.as_ref().map(|name| name.ns));
                    self.of_type(*id);
                }
            }
            Shape::Struct(plan) => {
                self.namespaces
                    .extend(plan.attributes.iter().map(|(_, a)| a.name.ns));
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
            GroupKind::Choice(fields) | GroupKind::Sequence(fields) | GroupKind::All(fields) => {
                self.of_fields(fields);
            }
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
