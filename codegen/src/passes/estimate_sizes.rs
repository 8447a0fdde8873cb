//! Estimates how large values are, and boxes what is large and often absent.
//!
//! Without boxes, a record whose schema allows a hundred optional facts would take the room of all
//! of them. Boxes also end the size of types that contain themselves.

use xoev_schema::{Builtin, SchemaSet, TypeId};

use crate::config::Config;
use crate::error::CodegenError;
use crate::plan::{AttributePlan, Body, FieldPlan, FieldTerm, GroupKind, Home, Plan, Shape};

/// Optional content larger than this is boxed.
const OPTIONAL: usize = 64;
/// Payloads of variants larger than this are boxed.
const VARIANT: usize = 64;
/// Required content larger than this is boxed, to keep stack frames small.
const REQUIRED: usize = 1024;

const POINTER: usize = 8;
const TEXT: usize = 16;
const LIST: usize = 24;
const CODE: usize = 64;

pub(super) fn run(set: &SchemaSet, _: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    let mut sizes = Sizes {
        plan,
        state: vec![State::New; set.types.len()],
    };
    for index in 0..set.types.len() {
        sizes.of_type(TypeId(index as u32));
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

struct Sizes<'a> {
    plan: &'a mut Plan,
    state: Vec<State>,
}

impl Sizes<'_> {
    /// The size of a type; none while it is being computed, which means that it contains itself.
    fn of_type(&mut self, id: TypeId) -> Option<usize> {
        let index = id.0 as usize;
        match self.state[index] {
            State::Done => return Some(self.plan.types[index].size),
            State::Open => return None,
            State::New => self.state[index] = State::Open,
        }
        let size = match self.plan.types[index].shape.clone() {
            Shape::Open => 4 * LIST,
            _ if matches!(self.plan.types[index].home, Home::Nowhere) => TEXT,
            Shape::Builtin(builtin) | Shape::Restricted(builtin) => of_builtin(builtin),
            Shape::Text | Shape::Union => TEXT,
            Shape::List => LIST,
            Shape::Code(code) => {
                debug_assert!(code.list_uri != AttributePlan::Absent || CODE > 0);
                CODE
            }
            Shape::Abstract(_) => 2 * POINTER,
            Shape::Choice(group) => self.of_group(group),
            Shape::Struct(mut plan) => {
                let attributes: usize = plan
                    .attributes
                    .iter()
                    .map(|(_, a)| if a.fixed.is_some() { 1 } else { TEXT })
                    .sum();
                let any = if plan.any_attribute.is_some() {
                    LIST
                } else {
                    0
                };
                let body = match &mut plan.body {
                    Body::Empty => 0,
                    Body::Text(text) => self.of_type(*text).unwrap_or(TEXT),
                    Body::Fields(fields) | Body::All(fields) => self.of_fields(fields),
                };
                self.plan.types[index].shape = Shape::Struct(plan);
                attributes + any + body
            }
        };
        self.plan.types[index].size = size;
        self.state[index] = State::Done;
        Some(size)
    }

    fn of_group(&mut self, index: usize) -> usize {
        let mut kind = self.plan.groups[index].kind.clone();
        let size = match &mut kind {
            GroupKind::Sequence(fields) | GroupKind::All(fields) => self.of_fields(fields),
            GroupKind::Choice(variants) => {
                let mut largest = 0;
                for variant in variants.iter_mut() {
                    let size = self.of_field(variant, VARIANT);
                    largest = largest.max(size);
                }
                largest + POINTER
            }
        };
        self.plan.groups[index].kind = kind;
        self.plan.groups[index].size = size;
        size
    }

    fn of_fields(&mut self, fields: &mut [FieldPlan]) -> usize {
        fields
            .iter_mut()
            .map(|field| self.of_field(field, REQUIRED))
            .sum()
    }

    /// The size of a field; boxes it if it exceeds the bound for its kind.
    fn of_field(&mut self, field: &mut FieldPlan, bound: usize) -> usize {
        let inner = match &field.term {
            FieldTerm::Element(element) => self.of_type(element.type_id),
            FieldTerm::Any(_) => Some(2 * LIST),
            FieldTerm::Group(group) => Some(self.of_group(*group)),
        };
        if field.max != Some(1) {
            return LIST;
        }
        let bound = if field.min == 0 {
            OPTIONAL.min(bound)
        } else {
            bound
        };
        match inner {
            Some(size) if size <= bound => size,
            _ => {
                // Content with a value constraint is text, which cannot contain itself.
                field.boxed = match &field.term {
                    FieldTerm::Any(_) => false,
                    FieldTerm::Element(e) => e.default.is_none() && e.fixed.is_none(),
                    FieldTerm::Group(_) => true,
                };
                POINTER
            }
        }
    }
}

fn of_builtin(builtin: Builtin) -> usize {
    use xoev_schema::Builtin::*;
    match builtin {
        Boolean => 2,
        DateTime | Duration | Time => 24,
        Base64Binary | HexBinary => 48,
        _ => TEXT,
    }
}
