//! Sends every type and every global element to its module.

use xoev_schema::{DocId, ElementId, SchemaSet, TypeId, TypeKind, XS};

use crate::config::{Config, Module, Target};
use crate::error::CodegenError;
use crate::plan::{ElementPlan, Home, ModulePlan, Plan};

pub(super) fn run(set: &SchemaSet, config: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    let homes: Vec<Home> = (0..set.documents.len())
        .map(|index| home(set, config, plan, DocId(index as u16)))
        .collect();
    for (index, ty) in set.types.iter().enumerate() {
        let id = TypeId(index as u32);
        let Some(document) = ty.document else {
            // `xs:anyType` is no simple type, and not among those of the runtime.
            let builtin = ty.name.as_ref().is_some_and(|n| set.uri(n.ns) == XS)
                && matches!(ty.kind, TypeKind::Simple(_));
            plan.types[index].home = if builtin {
                Home::Extern(format!("{}::builtin", runtime(config)))
            } else {
                Home::Nowhere
            };
            continue;
        };
        plan.types[index].home = homes[document.0 as usize].clone();
        if let Home::Module(module) = homes[document.0 as usize] {
            plan.modules[module].types.push(id);
        }
    }
    for (index, element) in set.elements.iter().enumerate() {
        let module = match homes[element.document.0 as usize] {
            Home::Module(module) => {
                plan.modules[module].elements.push(ElementId(index as u32));
                Some(module)
            }
            _ => None,
        };
        plan.elements.push(ElementPlan {
            module,
            name: String::new(),
            own_type: false,
            number: crate::names::message_number(&element.name.local).map(str::to_owned),
            declared: Vec::new(),
        });
    }
    Ok(())
}

/// Finds or makes the module of a document.
fn home(set: &SchemaSet, config: &Config, plan: &mut Plan, id: DocId) -> Home {
    let document = set.document(id);
    let uri = set.uri(document.namespace);
    let default;
    let module = match config.namespaces.get(uri) {
        Some(Target::Extern(path)) => return Home::Extern(path.clone()),
        Some(Target::Module(module)) => module,
        None => {
            let name = plan.namespaces[document.namespace.0 as usize]
                .module
                .clone();
            default = Module {
                path: vec![name],
                ..Module::default()
            };
            &default
        }
    };
    let mut path = module.path.clone();
    let mut feature = module.feature.clone();
    if let Some(chapter) = module.chapters.get(&document.file) {
        path.push(chapter.module.clone());
        feature = chapter.feature.clone();
    }
    let index = plan
        .modules
        .iter()
        .position(|m| m.path == path)
        .unwrap_or_else(|| {
            plan.modules.push(ModulePlan {
                path,
                feature,
                ..ModulePlan::default()
            });
            plan.modules.len() - 1
        });
    plan.modules[index].files.push(document.file.clone());
    Home::Module(index)
}

fn runtime(config: &Config) -> &str {
    if config.runtime == "crate" {
        "crate"
    } else {
        "rt"
    }
}
