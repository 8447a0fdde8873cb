//! What is emitted once for the whole output: namespaces, global elements, message metadata, and
//! the `mod.rs` files.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use xoev_schema::{Appinfo, ElementId};

use crate::config::{Config, Release, Target};
use crate::error::CodegenError;
use crate::plan::{ElementPlan, Home};

use super::paths::ident;
use super::{Context, GeneratedFile, docs, file};

fn runtime(config: &Config) -> TokenStream {
    match config.runtime.as_str() {
        "crate" => quote!(
            use crate as rt;
        ),
        name => {
            let name: TokenStream = name.parse().unwrap_or_default();
            quote!(use ::#name as rt;)
        }
    }
}

/// `super::path::Name` of a global element as seen from the root's children, with its `cfg`.
fn element_path(context: &Context<'_>, plan: &ElementPlan) -> Option<(TokenStream, TokenStream)> {
    let module = plan.module?;
    let module_plan = &context.plan.modules[module];
    let path: Vec<_> = module_plan.path.iter().map(|p| ident(p)).collect();
    let name = ident(&plan.name);
    Some((
        quote!(super::#(#path)::*::#name),
        cfg(module_plan.feature.as_deref()),
    ))
}

fn cfg(feature: Option<&str>) -> TokenStream {
    feature
        .map(|feature| quote!(#[cfg(feature = #feature)]))
        .unwrap_or_default()
}

/// `ns.rs`: a static for each namespace, and the schema set for wildcards.
pub(crate) fn namespaces(context: &Context<'_>) -> TokenStream {
    let runtime = runtime(context.config);
    let mut statics = TokenStream::new();
    let mut names = Vec::new();
    for plan in context.plan.namespaces.iter().skip(1) {
        let name = ident(&plan.constant);
        let inner = ident(&format!("{}_NAMESPACE", plan.constant));
        let uri = &plan.uri;
        let prefix = format!("{}:", plan.prefix);
        let doc = format!(" `{uri}`");
        statics.extend(quote! {
            static #inner: rt::Namespace = rt::Namespace::new(#uri, #prefix);
            #[doc = #doc]
            pub const #name: &rt::Namespace = &#inner;
        });
        names.push(name);
    }
    let mut globals: Vec<(String, String, TokenStream)> = Vec::new();
    for (index, plan) in context.plan.elements.iter().enumerate() {
        let element = context.set.element(ElementId(index as u32));
        let Some((path, cfg)) = element_path(context, plan) else {
            continue;
        };
        let uri = context.set.uri(element.name.ns).to_owned();
        let local = &element.name.local;
        let global = match element.abstract_ {
            true => {
                let ns = ident(&context.plan.namespaces[element.name.ns.0 as usize].constant);
                quote!(rt::Global::of_abstract(#ns, #local),)
            }
            false => quote!(#cfg rt::Global::of::<#path>(),),
        };
        globals.push((local.clone(), uri, global));
    }
    globals.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    let globals: TokenStream = globals.into_iter().map(|g| g.2).collect();
    let attributes = attributes(context);
    quote! {
        #runtime
        #[doc = " No namespace."]
        pub const U: &rt::Namespace = &rt::NO_NAMESPACE;
        #statics
        #[doc = " All namespaces and global elements of the set."]
        pub static SCHEMA: rt::Schema = rt::Schema {
            namespaces: &[#(#names),*],
            globals: &[#globals],
            attributes: &[#attributes],
            messages: super::nachrichten::MESSAGES,
        };
    }
}

/// The global attributes, which wildcards for attributes are checked by.
fn attributes(context: &Context<'_>) -> TokenStream {
    let mut list = TokenStream::new();
    for attribute in &context.set.attributes {
        let plan = &context.plan.types[attribute.type_id.0 as usize];
        let (path, feature) = match &plan.home {
            Home::Module(module) => {
                let module = &context.plan.modules[*module];
                let path: Vec<_> = module.path.iter().map(|p| ident(p)).collect();
                (quote!(super::#(#path)::*), module.feature.as_deref())
            }
            Home::Extern(path) => (path.parse().unwrap_or_default(), None),
            Home::Nowhere => continue,
        };
        let (cfg, name) = (cfg(feature), ident(&plan.name));
        let ns = ident(&context.plan.namespaces[attribute.name.ns.0 as usize].constant);
        let local = &attribute.name.local;
        let fixed = match &attribute.fixed {
            Some(fixed) => quote!(Some(#fixed)),
            None => quote!(None),
        };
        list.extend(quote!(#cfg rt::GlobalAttribute::of::<#path::#name>(#ns, #local, #fixed),));
    }
    list
}

/// `nachrichten.rs`: metadata of all messages, and the dispatch over each release.
pub(crate) fn messages(context: &Context<'_>) -> TokenStream {
    let runtime = runtime(context.config);
    let default = [Release {
        name: "Nachricht".into(),
        namespaces: Vec::new(),
    }];
    let releases = match context.config.releases.as_slice() {
        [] => default.as_slice(),
        list => list,
    };
    let mut rows: Vec<(String, TokenStream)> = Vec::new();
    for (index, plan) in context.plan.elements.iter().enumerate() {
        if let Some(row) = message_type(context, ElementId(index as u32), plan) {
            rows.push(row);
        }
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let rows = rows.into_iter().map(|r| r.1);
    let dispatches = releases.iter().map(|release| dispatch(context, release));
    let dispatches: TokenStream = dispatches.collect();
    quote! {
        #runtime
        #[allow(unused_imports)]
        use super::ns::*;
        #[doc = " Metadata of all global elements, sorted by name."]
        pub static MESSAGES: &[rt::MessageType] = &[#(#rows),*];
        #dispatches
    }
}

fn dispatch(context: &Context<'_>, release: &Release) -> TokenStream {
    let name = ident(&release.name);
    let mut variants = TokenStream::new();
    let mut count = 0;
    let mut scope = crate::names::Scope::default();
    for (index, plan) in context.plan.elements.iter().enumerate() {
        let element = context.set.element(ElementId(index as u32));
        let uri = context.set.uri(element.name.ns);
        let wanted = match release.namespaces.as_slice() {
            [] => !element.abstract_,
            list => list.iter().any(|u| u == uri) && plan.number.is_some(),
        };
        let Some((path, cfg)) = element_path(context, plan).filter(|_| wanted) else {
            continue;
        };
        let variant = ident(&scope.take(plan.name.clone()));
        variants.extend(quote!(#cfg #variant: #path,));
        count += 1;
    }
    if count == 0 {
        return TokenStream::new();
    }
    quote! {
        rt::dispatch! {
            #[doc = " Any message."]
            #name [ #variants ]
        }
    }
}

/// One row of the metadata; none for global elements that are no messages.
fn message_type(
    context: &Context<'_>,
    id: ElementId,
    plan: &ElementPlan,
) -> Option<(String, TokenStream)> {
    let element = context.set.element(id);
    let number = plan.number.as_deref().unwrap_or_default();
    let module = plan.module.filter(|_| !element.abstract_)?;
    let ns = ident(&context.plan.namespaces[element.name.ns.0 as usize].constant);
    let name = &element.name.local;
    let chapter = context.plan.modules[module]
        .path
        .last()
        .cloned()
        .unwrap_or_default();
    let standard = match context
        .config
        .namespaces
        .get(context.set.uri(element.name.ns))
    {
        Some(Target::Module(module)) => module.standard.clone(),
        _ => String::new(),
    };
    let version = context
        .set
        .document(element.document)
        .version
        .clone()
        .unwrap_or_default();
    let title = text(&element.appinfo, "title");
    let legal = text(&element.appinfo, "rechtsgrundlage");
    let authors: Vec<String> = element.appinfo.all("autor").map(docs::one_line).collect();
    let readers: Vec<String> = element.appinfo.all("leser").map(docs::one_line).collect();
    let tokens = quote! {
        rt::MessageType::new(
            #number, #name, #ns, #title, &[#(#authors),*], &[#(#readers),*], #legal, #chapter,
            #standard, #version,
        )
    };
    Some((name.clone(), tokens))
}

fn text(appinfo: &Appinfo, path: &'static str) -> String {
    appinfo
        .all(path)
        .map(docs::one_line)
        .collect::<Vec<_>>()
        .join("; ")
}

/// One `mod.rs` for each folder.
pub(crate) fn module_files(context: &Context<'_>) -> Result<Vec<GeneratedFile>, CodegenError> {
    let mut folders: BTreeMap<Vec<String>, BTreeMap<String, Option<String>>> = BTreeMap::new();
    let mut own_items: BTreeMap<Vec<String>, bool> = BTreeMap::new();
    folders.entry(Vec::new()).or_default();
    for (index, module) in context.plan.modules.iter().enumerate() {
        if super::file_stem(context, index).ends_with("/typen") {
            own_items.insert(module.path.clone(), true);
            folders.entry(module.path.clone()).or_default();
        }
        for depth in 0..module.path.len() {
            let folder = folders.entry(module.path[..depth].to_vec()).or_default();
            let last = depth + 1 == module.path.len();
            let feature = if last { module.feature.clone() } else { None };
            folder.entry(module.path[depth].clone()).or_insert(feature);
        }
    }
    let mut files = Vec::new();
    for (path, children) in folders {
        let mut tokens = TokenStream::new();
        if path.is_empty() {
            tokens.extend(quote! {
                pub mod ns;
                #[allow(non_camel_case_types)]
                pub mod nachrichten;
            });
        }
        if own_items.contains_key(&path) {
            tokens.extend(quote!(
                mod typen;
                pub use typen::*;
            ));
        }
        for (child, feature) in children {
            let cfg = cfg(feature.as_deref());
            let child = ident(&child);
            // Names that were taken have numbers, and those of Rust an underscore.
            tokens.extend(quote! {
                #cfg
                #[allow(non_camel_case_types, non_snake_case)]
                pub mod #child;
            });
        }
        let name = match path.is_empty() {
            true => "mod.rs".to_owned(),
            false => format!("{}/mod.rs", path.join("/")),
        };
        let doc = docs::doc(&[]);
        files.push(file(context, &name, &[], quote!(#doc #tokens))?);
    }
    Ok(files)
}
