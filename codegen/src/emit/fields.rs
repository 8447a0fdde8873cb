//! Fields: their types, how they are read and how they are written.

use proc_macro2::TokenStream;
use quote::quote;
use xoev_schema::{NamespaceRule, ProcessContents, Wildcard};

use crate::plan::{FieldPlan, FieldTerm};

use super::Context;
use super::docs;
use super::paths::{Paths, ident};

/// How often a field occurs, as Rust sees it.
pub(crate) enum Times {
    Once,
    Optional,
    Many(u32, TokenStream),
}

pub(crate) fn times(field: &FieldPlan) -> Times {
    match (field.min, field.max) {
        (1, Some(1)) => Times::Once,
        (0, Some(1)) => Times::Optional,
        (min, Some(max)) => {
            let max = proc_macro2::Literal::u32_unsuffixed(max);
            Times::Many(min, quote!(#max))
        }
        (min, None) => Times::Many(min, quote!(MAX)),
    }
}

/// The type of one occurrence.
fn single(context: &Context<'_>, paths: &mut Paths<'_>, field: &FieldPlan) -> TokenStream {
    let inner = match &field.term {
        FieldTerm::Element(element) => {
            let ty = paths.ty(element.type_id);
            match (element.abstract_, element.nillable) {
                (true, _) => quote!(rt::Never),
                (false, true) => quote!(rt::Nillable<#ty>),
                (false, false) => ty,
            }
        }
        FieldTerm::Any(_) => quote!(rt::AnyElement),
        FieldTerm::Group(index) => {
            let name = ident(&context.plan.groups[*index].name);
            quote!(#name)
        }
    };
    if field.boxed {
        quote!(Box<#inner>)
    } else {
        inner
    }
}

/// The type of a field.
pub(crate) fn ty(context: &Context<'_>, paths: &mut Paths<'_>, field: &FieldPlan) -> TokenStream {
    let single = single(context, paths, field);
    match times(field) {
        Times::Once => single,
        Times::Optional => quote!(Option<#single>),
        Times::Many(..) => quote!(Vec<#single>),
    }
}

/// The documentation line of a field.
pub(crate) fn doc(context: &Context<'_>, field: &FieldPlan) -> Vec<String> {
    let times = docs::cardinality(field);
    match &field.term {
        FieldTerm::Element(element) => {
            let mut line = format!("`{}`, {times}", element.name.local);
            if let Some(title) = element.appinfo.first("title") {
                line.push_str(&format!(": {}", docs::plain(title)));
            }
            if let Some(fixed) = &element.fixed {
                line.push_str(&format!("; always `{fixed}`"));
            }
            if let Some(default) = &element.default {
                line.push_str(&format!("; if empty `{}`", docs::plain(default)));
            }
            line.push('.');
            vec![line]
        }
        FieldTerm::Any(wildcard) => {
            vec![format!(
                "Elements of {}, {times}.",
                namespaces(context, wildcard)
            )]
        }
        FieldTerm::Group(_) => vec![format!("A group, {times}.")],
    }
}

fn namespaces(context: &Context<'_>, wildcard: &Wildcard) -> String {
    match &wildcard.namespaces {
        NamespaceRule::Any => "any namespace".into(),
        NamespaceRule::Other(_) => "another namespace".into(),
        NamespaceRule::OneOf(list) => list
            .iter()
            .map(|ns| match context.set.uri(*ns) {
                "" => "no namespace".to_owned(),
                uri => format!("`{uri}`"),
            })
            .collect::<Vec<_>>()
            .join(" or "),
    }
}

/// A wildcard as a reference to a static of the module, since the same few recur everywhere.
pub(crate) fn wildcard(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    wildcard: &Wildcard,
) -> TokenStream {
    let rule = match &wildcard.namespaces {
        NamespaceRule::Any => quote!(Any),
        NamespaceRule::Other(ns) => {
            let uri = context.set.uri(*ns);
            quote!(Other(#uri))
        }
        NamespaceRule::OneOf(list) => {
            let uris = list.iter().map(|ns| context.set.uri(*ns));
            quote!(OneOf(&[#(#uris),*]))
        }
    };
    let process = match wildcard.process {
        ProcessContents::Strict => quote!(Strict),
        ProcessContents::Lax => quote!(Lax),
        ProcessContents::Skip => quote!(Skip),
    };
    let name = paths.wildcard(quote! {
        rt::Wildcard { namespaces: rt::NamespaceRule::#rule, process: rt::ProcessContents::#process }
    });
    quote!(#name)
}

/// Method and arguments, the same for reader and writer.
pub(crate) struct Call {
    pub(crate) method: proc_macro2::Ident,
    pub(crate) args: Vec<TokenStream>,
}

impl Call {
    /// `r.method(args)?`
    pub(crate) fn read(&self) -> TokenStream {
        let (method, args) = (&self.method, &self.args);
        quote!(r.#method(#(#args),*)?)
    }

    /// `w.method(args, value)?;`
    pub(crate) fn write(&self, value: &TokenStream) -> TokenStream {
        let (method, args) = (&self.method, &self.args);
        quote!(w.#method(#(#args,)* #value)?;)
    }

    /// `method(args)`
    pub(crate) fn bare(&self) -> TokenStream {
        let (method, args) = (&self.method, &self.args);
        quote!(#method(#(#args),*))
    }
}

/// How a field is read and written.
pub(crate) fn call(context: &Context<'_>, paths: &mut Paths<'_>, field: &FieldPlan) -> Call {
    let mut args = Vec::new();
    let mut method = String::new();
    let times = times(field);
    let (once, optional, many) = match &field.term {
        FieldTerm::Element(element) => {
            args.push(paths.ns(element.name.ns));
            let name = &element.name.local;
            args.push(quote!(#name));
            ("req", "opt", "list")
        }
        FieldTerm::Any(any) => {
            args.push(wildcard(context, paths, any));
            ("any", "any_opt", "any_list")
        }
        FieldTerm::Group(_) => ("group", "group_opt", "group_list"),
    };
    method.push_str(match times {
        Times::Once => once,
        Times::Optional => optional,
        Times::Many(..) => many,
    });
    if let FieldTerm::Element(element) = &field.term {
        match (&element.fixed, &element.default) {
            (Some(fixed), _) => {
                method.push_str("_fixed");
                args.push(quote!(#fixed));
            }
            (None, Some(default)) => {
                method.push_str("_default");
                args.push(quote!(#default));
            }
            (None, None) if field.boxed => method.push_str("_box"),
            (None, None) => {}
        }
    }
    if let Times::Many(min, max) = times {
        let min = proc_macro2::Literal::u32_unsuffixed(min);
        args.push(quote!(#min));
        args.push(max);
    }
    Call {
        method: ident(&method),
        args,
    }
}
