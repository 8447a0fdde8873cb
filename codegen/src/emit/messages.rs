//! Messages: global elements, and the enums that dispatch over them.

use proc_macro2::TokenStream;
use quote::quote;
use xoev_schema::ElementId;

use crate::plan::ElementPlan;

use super::Context;
use super::docs;
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
        let file = &context.set.document(element.document).file;
        let mut lines = Vec::new();
        if let Some(title) = element.appinfo.first("title") {
            lines.extend([docs::sentence(title), String::new()]);
        }
        lines.push(format!("Element `{local}` in `{file}`."));
        let doc = docs::doc(&lines);
        quote! {
            #doc
            #[derive(Clone, Debug, PartialEq)]
            pub struct #name(#[doc = " The content."] pub #ty);
            rt::element_newtype!(#name, #ty);
        }
    };
    quote! {
        #own
        rt::message!(#name, #ns, #local, [#(#declared),*]);
    }
}

/// The dispatch enum of a module with messages.
pub(crate) fn dispatch(context: &Context<'_>, _: &mut Paths<'_>, index: usize) -> TokenStream {
    let plan = &context.plan.modules[index];
    let messages: Vec<&ElementPlan> = plan
        .elements
        .iter()
        .map(|id| (&context.plan.elements[id.0 as usize], context.set.element(*id)))
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
