//! Simple types: text, restrictions, lists, unions.

use proc_macro2::TokenStream;
use quote::quote;
use xoev_schema::{Builtin, Facets, SchemaSet, TypeId, TypeKind, Variety, WhiteSpace};

use crate::names::{Scope, code_constant};
use crate::passes::list_base;
use crate::plan::Shape;

use super::Context;
use super::docs;
use super::paths::{Paths, ident, is_xs};

pub(crate) fn item(context: &Context<'_>, paths: &mut Paths<'_>, id: TypeId) -> TokenStream {
    let set = context.set;
    let ty = set.ty(id);
    let TypeKind::Simple(simple) = &ty.kind else {
        return TokenStream::new();
    };
    let plan = &context.plan.types[id.0 as usize];
    let name = ident(&plan.name);
    let title = ty.place.join("/");
    let doc = docs::doc(&docs::of_type(set, id));
    let mut rules = facets(&simple.facets, matches!(plan.shape, Shape::Text));
    let values = values(&simple.facets, set.white_space(id));
    match (&plan.shape, &simple.variety) {
        (Shape::Text, _) => {
            let space = white_space(set.white_space(id));
            if let Some(parent) = parent(set, ty.base.map(|b| b.0)) {
                let parent = paths.ty(parent);
                rules.extend(quote!(parent: Some(<#parent as rt::Text>::RULES),));
            }
            // Their lengths count items.
            match list_base(set, id) {
                Some(Builtin::NmTokens) => rules.extend(quote!(base: rt::TextBase::NmTokens,)),
                Some(Builtin::IdRefs) => rules.extend(quote!(base: rt::TextBase::NcNames,)),
                _ => {}
            }
            let values = values.map(|rows| quote!([ #rows ]));
            quote!(rt::text_type! { #doc pub #name = #title, #space { #rules } #values })
        }
        (Shape::Restricted(_), _) => {
            let base = base(context, paths, id);
            let values = value_rule(&simple.facets);
            quote!(rt::restricted_type! { #doc pub #name = #title: #base { #rules #values } })
        }
        (_, Variety::List(item)) => {
            let values = value_rule(&simple.facets);
            match ty.base {
                // A restriction of a list: the facets of the list hold too.
                Some((base, xoev_schema::Derivation::Restriction)) => {
                    let base = paths.ty(base);
                    quote!(
                        rt::restricted_type! { #doc pub #name = #title: #base { #rules #values } }
                    )
                }
                _ => {
                    let item = paths.ty(*item);
                    quote!(rt::list_type! { #doc pub #name = #title: #item { #rules #values } })
                }
            }
        }
        (_, Variety::Union(members)) => {
            let members = flat(set, members);
            let members = members.iter().map(|m| paths.ty(*m)).collect::<Vec<_>>();
            let rules = union_rules(set, id);
            quote!(rt::union_type! { #doc pub #name = #title: [#(#members),*] { #rules } })
        }
        _ => TokenStream::new(),
    }
}

/// The members of a union. A member that is a union itself stands for its own members, whatever
/// it restricts them to (XML Schema part 1, 3.14.2).
fn flat(set: &SchemaSet, members: &[TypeId]) -> Vec<TypeId> {
    let mut list = Vec::new();
    for id in members {
        if let TypeKind::Simple(simple) = &set.ty(*id).kind
            && let Variety::Union(inner) = &simple.variety
        {
            list.extend(flat(set, inner));
        } else {
            list.push(*id);
        }
    }
    list
}

/// The rules of a union and of the unions that it restricts: patterns of all, and the last
/// enumeration, which is the narrowest.
fn union_rules(set: &SchemaSet, id: TypeId) -> TokenStream {
    let groups = set
        .facet_chain(id)
        .filter(|facets| !facets.patterns.is_empty())
        .map(|facets| {
            let patterns = facets.patterns.iter().map(|p| quote!(rt::pattern!(#p)));
            quote!(&[#(#patterns),*])
        });
    let groups: Vec<TokenStream> = groups.collect();
    let patterns = (!groups.is_empty()).then(|| quote!(patterns: &[#(#groups),*],));
    let values = set
        .facet_chain(id)
        .find(|facets| !facets.enumeration.is_empty())
        .map(value_rule);
    quote!(#patterns #values)
}

/// The type that a restriction is based on.
fn base(context: &Context<'_>, paths: &mut Paths<'_>, id: TypeId) -> TokenStream {
    match context.set.ty(id).base {
        Some((base, _)) => paths.ty(base),
        None => quote!(rt::AnySimpleType),
    }
}

/// The parent whose rules hold too; none for built-in types that ask for nothing more.
fn parent(set: &SchemaSet, base: Option<TypeId>) -> Option<TypeId> {
    let id = base?;
    let name = set.ty(id).name.as_ref();
    let plain = name.is_some_and(|n| {
        is_xs(set, n.ns)
            && matches!(
                Builtin::from_name(&n.local),
                Some(
                    Builtin::String
                        | Builtin::NormalizedString
                        | Builtin::Token
                        | Builtin::AnySimpleType
                )
            )
    });
    (!plain).then_some(id)
}

/// The rules of a text type that is not emitted as a type: the keys of codes.
pub(crate) fn text_rules(context: &Context<'_>, paths: &mut Paths<'_>, id: TypeId) -> TokenStream {
    let ty = context.set.ty(id);
    let TypeKind::Simple(simple) = &ty.kind else {
        return TokenStream::new();
    };
    let mut rules = facets(&simple.facets, true);
    if let Some(parent) = parent(context.set, ty.base.map(|b| b.0)) {
        let parent = paths.ty(parent);
        rules.extend(quote!(parent: Some(<#parent as rt::Text>::RULES),));
    }
    rules
}

fn facets(facets: &Facets, text: bool) -> TokenStream {
    let mut out = TokenStream::new();
    if !facets.patterns.is_empty() {
        let patterns = facets.patterns.iter().map(|p| quote!(rt::pattern!(#p)));
        out.extend(quote!(patterns: &[&[#(#patterns),*]],));
    }
    for (name, bound) in [
        ("length", facets.length),
        ("min_length", facets.min_length),
        ("max_length", facets.max_length),
    ] {
        if let Some(bound) = bound {
            let name = ident(name);
            let bound = u32::try_from(bound).unwrap_or(u32::MAX);
            let bound = proc_macro2::Literal::u32_unsuffixed(bound);
            out.extend(quote!(#name: Some(#bound),));
        }
    }
    if text {
        return out;
    }
    for (name, bound) in [
        ("min_inclusive", &facets.min_inclusive),
        ("max_inclusive", &facets.max_inclusive),
        ("min_exclusive", &facets.min_exclusive),
        ("max_exclusive", &facets.max_exclusive),
    ] {
        if let Some(bound) = bound {
            let name = ident(name);
            out.extend(quote!(#name: Some(#bound),));
        }
    }
    for (name, bound) in [
        ("total_digits", facets.total_digits),
        ("fraction_digits", facets.fraction_digits),
    ] {
        if let Some(bound) = bound {
            let name = ident(name);
            let bound = proc_macro2::Literal::u32_unsuffixed(bound);
            out.extend(quote!(#name: Some(#bound),));
        }
    }
    out
}

/// Enumerated values with constants.
fn values(facets: &Facets, space: WhiteSpace) -> Option<TokenStream> {
    if facets.enumeration.is_empty() {
        return None;
    }
    let mut scope = Scope::default();
    let rows = facets.enumeration.iter().map(|value| {
        let text = normalized(&value.value, space);
        let constant = ident(&scope.take(code_constant(&text)).to_ascii_uppercase());
        let label = value.label.as_deref().map(docs::plain).unwrap_or_default();
        quote!(#constant #text #label,)
    });
    Some(rows.collect())
}

/// Enumerated values as a rule.
fn value_rule(facets: &Facets) -> TokenStream {
    if facets.enumeration.is_empty() {
        return TokenStream::new();
    }
    let rows = facets.enumeration.iter().map(|value| {
        let text = &value.value;
        let label = value.label.as_deref().unwrap_or_default();
        quote!((#text, #label))
    });
    quote!(values: &[#(#rows),*],)
}

/// A value as it is compared: its own white space is handled like that of messages.
pub(crate) fn normalized(value: &str, space: WhiteSpace) -> String {
    match space {
        WhiteSpace::Preserve => value.to_owned(),
        WhiteSpace::Replace => value.replace(['\t', '\n', '\r'], " "),
        WhiteSpace::Collapse => {
            let words = value
                .split([' ', '\t', '\n', '\r'])
                .filter(|word| !word.is_empty());
            words.collect::<Vec<_>>().join(" ")
        }
    }
}

pub(crate) fn white_space(space: WhiteSpace) -> TokenStream {
    match space {
        WhiteSpace::Preserve => quote!(Preserve),
        WhiteSpace::Replace => quote!(Replace),
        WhiteSpace::Collapse => quote!(Collapse),
    }
}
