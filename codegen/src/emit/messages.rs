//! Messages: global elements, and the enums that dispatch over them.

use proc_macro2::TokenStream;
use quote::quote;
use xoev_schema::ElementId;

use crate::config::HEAD_FIELDS;
use crate::plan::{Body, ElementPlan, Shape, StructPlan};

use super::Context;
use super::docs;
use super::fields::{self, Times};
use super::paths::{Paths, ident};

pub(crate) fn element(context: &Context<'_>, paths: &mut Paths<'_>, id: ElementId) -> TokenStream {
    let element = context.set.element(id);
    let plan = &context.plan.elements[id.0 as usize];
    if element.abstract_ {
        return TokenStream::new();
    }
    let name = ident(&plan.name);
    let local = &element.name.local;
    let ns = paths.ns(element.name.ns);
    let declared = plan.declared.iter().map(|ns| paths.ns(*ns));
    let declared: Vec<TokenStream> = declared.collect();
    let own = if plan.own_type {
        TokenStream::new()
    } else {
        let ty = paths.ty(element.type_id);
        let ty = if element.nillable {
            quote!(rt::Nillable<#ty>)
        } else {
            ty
        };
        let constraint = match (&element.fixed, &element.default) {
            (Some(value), _) => quote!(, fixed_value(#value)),
            (None, Some(value)) => quote!(, default_value(#value)),
            (None, None) => TokenStream::new(),
        };
        let doc = docs::doc(&docs::of_message(context.set, element));
        quote! {
            #doc
            #[derive(Clone, Debug, PartialEq)]
            pub struct #name(#[doc = " The content."] pub #ty);
            rt::element_newtype!(#name, #ty #constraint);
        }
    };
    let constructor = constructor(context, paths, id);
    quote! {
        #own
        rt::message!(#name, #ns, #local, [#(#declared),*]);
        #constructor
    }
}

/// The constructor of a message whose head can be filled; none if it has no such head.
fn constructor(context: &Context<'_>, paths: &mut Paths<'_>, id: ElementId) -> Option<TokenStream> {
    let path: TokenStream = context.config.head.as_ref()?.parse().ok()?;
    let plan = &context.plan.elements[id.0 as usize];
    let number = plan.number.as_ref().filter(|_| plan.own_type)?;
    let type_plan = &context.plan.types[context.set.element(id).type_id.0 as usize];
    let Shape::Struct(StructPlan {
        attributes,
        any_attribute: None,
        body: Body::Fields(fields),
    }) = &type_plan.shape
    else {
        return None;
    };
    if !fields.iter().any(|f| f.name == "nachrichtenkopf_g2g") {
        return None;
    }
    let (mut head, mut args, mut none, mut lists) = (vec![], vec![], vec![], vec![]);
    for (name, attribute) in attributes {
        let field = ident(name);
        match (&attribute.fixed, attribute.required) {
            (Some(_), true) => {}
            _ if HEAD_FIELDS.contains(&name.as_str()) => head.push(field),
            (Some(_), false) => args.push(quote!(#field: bool)),
            (None, false) => none.push(field),
            (None, true) => {
                let ty = paths.ty(attribute.type_id);
                args.push(quote!(#field: #ty));
            }
        }
    }
    for field in fields {
        let name = ident(&field.name);
        match fields::times(field) {
            _ if HEAD_FIELDS.contains(&field.name.as_str()) => head.push(name),
            Times::Optional => none.push(name),
            Times::Many(0, _) => lists.push(name),
            Times::Once | Times::Many(..) => {
                let ty = fields::ty(context, paths, field);
                args.push(quote!(#name: #ty));
            }
        }
    }
    let name = ident(&plan.name);
    Some(quote! {
        rt::konstruktor! {
            #path, #name, #number, [#(#head),*] (#(#args),*) [#(#none),*] [#(#lists),*]
        }
    })
}

/// The dispatch enum of a module with messages.
pub(crate) fn dispatch(context: &Context<'_>, _: &mut Paths<'_>, index: usize) -> TokenStream {
    let plan = &context.plan.modules[index];
    let messages: Vec<&ElementPlan> = plan
        .elements
        .iter()
        .map(|id| {
            (
                &context.plan.elements[id.0 as usize],
                context.set.element(*id),
            )
        })
        .filter(|(_, element)| !element.abstract_)
        .map(|(plan, _)| plan)
        .collect();
    if messages.is_empty() {
        return TokenStream::new();
    }
    let numbered = messages.iter().any(|m| m.number.is_some());
    let variants = messages
        .iter()
        .filter(|m| !numbered || m.number.is_some())
        .map(|m| ident(&m.name))
        .collect::<Vec<_>>();
    quote! {
        rt::dispatch! {
            #[doc = " Any message of this chapter."]
            Nachricht [ #(#variants: #variants,)* ]
        }
    }
}
