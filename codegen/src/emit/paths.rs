//! Paths to types of other modules, and the `use` lines that they need.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use xoev_schema::{NsId, SchemaSet, TypeId, XS};

use crate::plan::Home;

use super::Context;

/// Collects what one file refers to.
pub(crate) struct Paths<'a> {
    context: &'a Context<'a>,
    module: usize,
    /// Alias by full path.
    aliases: BTreeMap<String, String>,
    /// Wildcards used, by their order.
    wildcards: Vec<TokenStream>,
    /// Items that stand behind the current one.
    pending: TokenStream,
}

pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

impl<'a> Paths<'a> {
    pub(crate) fn new(context: &'a Context<'a>, module: usize) -> Paths<'a> {
        Paths {
            context,
            module,
            aliases: BTreeMap::new(),
            wildcards: Vec::new(),
            pending: TokenStream::new(),
        }
    }

    /// `super::` as often as it takes to get to the root of the generated code.
    fn to_root(&self) -> String {
        let stem = super::file_stem(self.context, self.module);
        "super::".repeat(stem.split('/').count())
    }

    /// The Rust type of a schema type.
    pub(crate) fn ty(&mut self, id: TypeId) -> TokenStream {
        let plan = &self.context.plan.types[id.0 as usize];
        let name = ident(if plan.name.is_empty() {
            "AnyType"
        } else {
            &plan.name
        });
        match &plan.home {
            Home::Module(index) if *index == self.module => quote!(#name),
            Home::Module(index) => {
                let path = self.context.plan.modules[*index].path.clone();
                let alias = ident(&self.alias(path.join("::"), path.join("_"), path.last()));
                quote!(#alias::#name)
            }
            Home::Extern(path) => {
                let path = path.clone();
                let last = path.rsplit("::").next().map(str::to_owned);
                let long = path.replace("::", "_");
                let alias = ident(&self.alias(path, long, last.as_ref()));
                quote!(#alias::#name)
            }
            Home::Nowhere => quote!(rt::AnyType),
        }
    }

    fn alias(&mut self, path: String, long: String, last: Option<&String>) -> String {
        if let Some(alias) = self.aliases.get(&path) {
            return alias.clone();
        }
        let short = last.cloned().unwrap_or_else(|| long.clone());
        let taken =
            |name: &str| self.aliases.values().any(|a| a == name) || matches!(name, "rt" | "ns");
        let mut alias = if taken(&short) { long } else { short };
        while taken(&alias) {
            alias.push('_');
        }
        self.aliases.insert(path, alias.clone());
        alias
    }

    /// Keeps items until the current one is finished.
    pub(crate) fn later(&mut self, items: TokenStream) {
        self.pending.extend(items);
    }

    /// The items kept.
    pub(crate) fn take_pending(&mut self) -> TokenStream {
        std::mem::take(&mut self.pending)
    }

    /// The static for a wildcard of this definition.
    pub(crate) fn wildcard(&mut self, definition: TokenStream) -> Ident {
        let text = definition.to_string();
        let known = self.wildcards.iter().position(|w| w.to_string() == text);
        let index = known.unwrap_or_else(|| {
            self.wildcards.push(definition);
            self.wildcards.len() - 1
        });
        ident(&format!("ANY_{}", index + 1))
    }

    /// The condition under which a type of another module exists.
    pub(crate) fn cfg(&self, id: TypeId) -> TokenStream {
        match self.context.plan.types[id.0 as usize].home {
            Home::Module(index) => self.cfg_of(index),
            _ => TokenStream::new(),
        }
    }

    fn cfg_of(&self, index: usize) -> TokenStream {
        let feature = |index: usize| self.context.plan.modules[index].feature.as_ref();
        match feature(index) {
            Some(other) if feature(self.module) != Some(other) => quote!(#[cfg(feature = #other)]),
            _ => TokenStream::new(),
        }
    }

    /// The constant of a namespace.
    pub(crate) fn ns(&self, id: NsId) -> TokenStream {
        let name = ident(&self.context.plan.namespaces[id.0 as usize].constant);
        quote!(#name)
    }

    /// Name of a type for `xsi:type`; none if anonymous.
    pub(crate) fn type_name(&self, id: TypeId) -> Option<TokenStream> {
        let name = self.context.set.ty(id).name.as_ref()?;
        let ns = self.ns(name.ns);
        let local = &name.local;
        Some(quote!(rt::TypeName::new(#ns, #local)))
    }

    /// The `use` lines of the file.
    pub(crate) fn uses(&self) -> TokenStream {
        let root: TokenStream = self
            .to_root()
            .trim_end_matches("::")
            .parse()
            .unwrap_or_default();
        let runtime: TokenStream = self.context.config.runtime.parse().unwrap_or_default();
        let runtime_use = match self.context.config.runtime.as_str() {
            "crate" => quote!(
                use crate as rt;
            ),
            _ => quote!(use ::#runtime as rt;),
        };
        let mut lines = quote! {
            #runtime_use
            #[allow(unused_imports)]
            use rt::prelude::*;
            #[allow(unused_imports)]
            use #root::ns::*;
        };
        for (path, alias) in &self.aliases {
            let generated = self
                .context
                .plan
                .modules
                .iter()
                .position(|m| m.path.join("::") == *path);
            let cfg = generated.map(|index| self.cfg_of(index));
            let target: TokenStream = match generated {
                Some(_) => format!("{}{path}", self.to_root()),
                None => path.clone(),
            }
            .parse()
            .unwrap_or_default();
            let alias_ident = ident(alias);
            let last = path.rsplit("::").next().unwrap_or(path);
            if last == alias {
                lines.extend(quote!(#cfg use #target;));
            } else {
                lines.extend(quote!(#cfg use #target as #alias_ident;));
            }
        }
        for (index, definition) in self.wildcards.iter().enumerate() {
            let name = ident(&format!("ANY_{}", index + 1));
            lines.extend(quote!(static #name: &rt::Wildcard = &#definition;));
        }
        lines
    }
}

/// Whether a namespace is the one of XML Schema.
pub(crate) fn is_xs(set: &SchemaSet, ns: NsId) -> bool {
    set.uri(ns) == XS
}
