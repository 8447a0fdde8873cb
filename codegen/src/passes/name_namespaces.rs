//! Gives every namespace a constant, a prefix for writing and the name of a module.

use xoev_schema::SchemaSet;

use crate::config::{Config, Target};
use crate::error::CodegenError;
use crate::names::{Scope, module_name, namespace_constant, written_prefix};
use crate::plan::{NamespacePlan, Plan};

/// The namespace that is always bound to `xml`.
pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";

pub(super) fn run(set: &SchemaSet, config: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    let mut constants = Scope::default();
    let mut prefixes = Scope::default();
    let mut modules = Scope::default();
    constants.take("U".into());
    for (index, namespace) in set.namespaces.iter().enumerate() {
        if index == 0 {
            let module = modules.take("ohne_namensraum".into());
            plan.namespaces.push(NamespacePlan {
                constant: "U".into(),
                module,
                ..NamespacePlan::default()
            });
            continue;
        }
        let configured = match config.namespaces.get(&namespace.uri) {
            Some(Target::Module(module)) => module.prefix.clone(),
            _ => None,
        };
        let wanted = configured
            .or_else(|| namespace.prefix.clone().filter(|p| !p.is_empty()))
            .unwrap_or_else(|| format!("n{index}"));
        // No other prefix may stand for this namespace.
        let prefix = match namespace.uri.as_str() {
            XML => "xml".to_owned(),
            _ => prefixes.take(written_prefix(&wanted)),
        };
        let constant = constants.take(namespace_constant(&prefix));
        // The static behind the constant.
        constants.take(format!("{constant}_NAMESPACE"));
        let module = modules.take(module_name(&prefix));
        plan.namespaces.push(NamespacePlan {
            constant,
            uri: namespace.uri.clone(),
            prefix,
            module,
        });
    }
    Ok(())
}
