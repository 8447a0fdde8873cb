//! The passes from schema model to plan, in the order in which they run.

mod assign_modules;
mod collect_namespaces;
mod estimate_sizes;
mod find_first;
mod mark_nillable;
mod name_items;
mod name_namespaces;
mod repetition;
mod shape_codes;
mod shape_complex;
mod shape_simple;

use xoev_schema::SchemaSet;

pub(crate) use self::shape_simple::list_base;

use crate::config::Config;
use crate::error::CodegenError;
use crate::plan::{Home, Plan, Shape, TypePlan};

type Pass = fn(&SchemaSet, &Config, &mut Plan) -> Result<(), CodegenError>;

/// The recipe.
const PASSES: &[(&str, Pass)] = &[
    ("name_namespaces", name_namespaces::run),
    ("assign_modules", assign_modules::run),
    ("shape_simple", shape_simple::run),
    ("shape_codes", shape_codes::run),
    ("name_items", name_items::run),
    ("shape_complex", shape_complex::run),
    ("mark_nillable", mark_nillable::run),
    ("find_first", find_first::run),
    ("estimate_sizes", estimate_sizes::run),
    ("collect_namespaces", collect_namespaces::run),
];

/// Runs all passes.
pub(crate) fn plan(set: &SchemaSet, config: &Config) -> Result<Plan, CodegenError> {
    let unplanned = TypePlan {
        home: Home::Nowhere,
        name: String::new(),
        inner: None,
        nillable: false,
        shape: Shape::Open,
        size: 0,
    };
    let mut plan = Plan {
        types: vec![unplanned; set.types.len()],
        ..Plan::default()
    };
    for (_, pass) in PASSES {
        pass(set, config, &mut plan)?;
    }
    Ok(plan)
}

/// A place for people: the chain of named components.
pub(crate) fn place(set: &SchemaSet, id: xoev_schema::TypeId) -> String {
    set.ty(id).place.join("/")
}
