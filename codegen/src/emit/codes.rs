//! Code types: newtypes over the runtime's code, with constants for the keys of known lists.

use proc_macro2::TokenStream;
use quote::quote;
use xoev_schema::{Facets, TypeId, TypeKind};

use crate::config::CodeList;
use crate::names::{Scope, code_constant};
use crate::plan::{AttributePlan, CodePlan};

use super::Context;
use super::docs;
use super::paths::{Paths, ident};
use super::simple::{normalized, text_rules, white_space};

pub(crate) fn item(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    id: TypeId,
    code: &CodePlan,
) -> TokenStream {
    let name = ident(&context.plan.types[id.0 as usize].name);
    let title = context.set.ty(id).place.join("/");
    let uri = attribute(&code.list_uri);
    let version = attribute(&code.list_version);
    let child = if code.has_name {
        quote!(Optional)
    } else {
        quote!(Absent)
    };
    let enumeration = enumeration(context, code.key);
    let list = known_list(context, code);
    let doc = docs::doc(&docs::of_type(context.set, id));
    let openness = if enumeration.is_some() {
        quote!(closed)
    } else {
        quote!(open)
    };
    let key = key_rules(context, paths, code.key);
    let mut further = TokenStream::new();
    if code.children != xoev_schema::NsId::NONE {
        let ns = paths.ns(code.children);
        further.extend(quote!(children: #ns,));
    }
    let within = context.set.ty(id).name.as_ref().map(|name| {
        let ns = paths.ns(name.ns);
        quote!(in #ns)
    });
    let rows = match (&enumeration, list) {
        (Some(facets), list) => {
            let space = context.set.white_space(code.key);
            let rows = rows(facets.enumeration.iter().map(|v| {
                let key = normalized(&v.value, space);
                let label = v.label.clone().or_else(|| {
                    let (_, label) = list?.rows.iter().find(|(row, _)| *row == key)?;
                    Some(label.clone())
                });
                (key, label.unwrap_or_default())
            }));
            match (fixed(&code.list_uri), fixed(&code.list_version)) {
                (Some(_), Some(_)) => quote!([ #rows ]),
                (uri, version) => {
                    let (uri, version) = (uri.unwrap_or_default(), version.unwrap_or_default());
                    quote!(#uri #version #title [ #rows ])
                }
            }
        }
        (None, Some(list)) if list.rows.len() <= context.config.max_constants => {
            let rows = rows(list.rows.iter().cloned());
            let (list_uri, list_version, list_name) = (&list.uri, &list.version, &list.name);
            quote!(#list_uri #list_version #list_name [ #rows ])
        }
        (None, Some(list)) => {
            // Too many rows for constants: a table, as data.
            let (list_uri, list_version, list_name) = (&list.uri, &list.version, &list.name);
            let table: String = list
                .rows
                .iter()
                .map(|(key, label)| format!("{key}\t{}\n", docs::one_line(label)))
                .collect();
            further.extend(quote! {
                list: {
                    static LIST: rt::CodeList =
                        rt::CodeList::from_table(#list_uri, #list_version, #list_name, #table);
                    Some(&LIST)
                },
            });
            TokenStream::new()
        }
        (None, None) => TokenStream::new(),
    };
    let further = (!further.is_empty()).then(|| quote!(, with { #further }));
    quote! {
        rt::code_type! {
            #doc pub #name = #title #within, #openness, #uri, #version, #child #key #further; #rows
        }
    }
}

fn attribute(plan: &AttributePlan) -> TokenStream {
    match plan {
        AttributePlan::Absent => quote!(Absent),
        AttributePlan::Optional => quote!(Optional),
        AttributePlan::Required => quote!(Required),
        AttributePlan::OptionalFixed(value) => quote!(OptionalFixed(#value)),
        AttributePlan::RequiredFixed(value) => quote!(RequiredFixed(#value)),
    }
}

fn fixed(plan: &AttributePlan) -> Option<&str> {
    match plan {
        AttributePlan::OptionalFixed(value) | AttributePlan::RequiredFixed(value) => Some(value),
        _ => None,
    }
}

/// The published list that belongs to a code type, unless the schema fixes another version.
fn known_list<'a>(context: &Context<'a>, code: &CodePlan) -> Option<&'a CodeList> {
    let list = context.config.code_lists.get(fixed(&code.list_uri)?)?;
    match fixed(&code.list_version) {
        Some(version) if version != list.version => None,
        _ => Some(list),
    }
}

/// The facets that enumerate the keys, if the schema does.
fn enumeration<'a>(context: &Context<'a>, key: TypeId) -> Option<&'a Facets> {
    context
        .set
        .facet_chain(key)
        .find(|facets| !facets.enumeration.is_empty())
}

/// Rules for the key where it is more than a token out of a list.
fn key_rules(context: &Context<'_>, paths: &mut Paths<'_>, key: TypeId) -> TokenStream {
    let TypeKind::Simple(simple) = &context.set.ty(key).kind else {
        return TokenStream::new();
    };
    let only_values = Facets {
        enumeration: Vec::new(),
        ..simple.facets.clone()
    } == Facets::default();
    let token = |id: TypeId| {
        let ty = context.set.ty(id);
        ty.document.is_none() && ty.name.as_ref().is_some_and(|n| n.local == "token")
    };
    let base_is_token = context
        .set
        .ty(key)
        .base
        .is_some_and(|(base, _)| token(base));
    if token(key) || (only_values && base_is_token) {
        return TokenStream::new();
    }
    let rules = match context.set.ty(key).document {
        None => {
            let ty = paths.ty(key);
            return quote!(, key <#ty as rt::Text>::RULES);
        }
        Some(_) => text_rules(context, paths, key),
    };
    let space = white_space(context.set.white_space(key));
    let title = context.set.ty(key).place.join("/");
    quote! {
        , key {
            static RULES: rt::TextRules = rt::TextRules {
                name: #title,
                white_space: rt::WhiteSpace::#space,
                #rules
                ..rt::TextRules::ANY
            };
            &RULES
        }
    }
}

/// Rows with the names of their constants.
fn rows(list: impl Iterator<Item = (String, String)>) -> TokenStream {
    let mut scope = Scope::default();
    list.map(|(key, label)| {
        let constant = ident(&scope.take(code_constant(&key)).to_ascii_uppercase());
        let label = docs::one_line(&label);
        quote!(#constant #key #label,)
    })
    .collect()
}
