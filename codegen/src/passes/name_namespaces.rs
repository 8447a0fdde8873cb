//! Gives every namespace a constant and a prefix for writing.

use xoev_schema::SchemaSet;

use crate::config::{Config, Target};
use crate::error::CodegenError;
use crate::names::{Scope, namespace_constant};
use crate::plan::{NamespacePlan, Plan};

pub(super) fn run(set: &SchemaSet, config: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    let mut constants = Scope::default();
    let mut prefixes = Scope::default();
    constants.take("U".into());
    for (index, namespace) in set.namespaces.iter().enumerate() {
        if index == 0 {
            plan.namespaces.push(NamespacePlan { constant: "U".into(), ..NamespacePlan::default() });
            continue;
        }
        let configured = match config.namespaces.get(&namespace.uri) {
            Some(Target::Module(module)) => module.prefix.clone(),
            _ => None,
        };
        let wanted = configured
            .or_else(|| namespace.prefix.clone().filter(|p| !p.is_empty()))
            .unwrap_or_else(|| format!("n{index}"));
        let prefix = prefixes.take(wanted);
        let constant = constants.take(namespace_constant(&prefix));
        plan.namespaces.push(NamespacePlan { constant, uri: namespace.uri.clone(), prefix });
    }
    Ok(())
}
