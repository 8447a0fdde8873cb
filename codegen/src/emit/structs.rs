//! Structs: complex types with attributes or several members.

use proc_macro2::TokenStream;
use quote::quote;
use xoev_schema::{AttributeUse, TypeId, TypeKind};

use crate::plan::{Body, FieldPlan, FieldTerm, StructPlan};

use super::Context;
use super::docs;
use super::fields;
use super::paths::{Paths, ident};

pub(crate) fn item(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    id: TypeId,
    plan: &StructPlan,
) -> TokenStream {
    let type_plan = &context.plan.types[id.0 as usize];
    let public = ident(&type_plan.name);
    // The content of a mixed type is checked by a struct, but kept as text around its elements.
    let name = type_plan
        .inner
        .as_ref()
        .map_or(public.clone(), |inner| ident(inner));
    let mut message = context.plan.elements.iter().zip(&context.set.elements);
    let message = message.find(|(plan, element)| plan.own_type && element.type_id == id);
    let doc = docs::doc(&match message {
        Some((_, element)) => docs::of_message(context.set, element),
        None => docs::of_type(context.set, id),
    });
    let attribute_fields = plan.attributes.iter().filter_map(|(field, attribute)| {
        let ty = attribute_type(paths, attribute)?;
        let field = ident(field);
        let doc = docs::doc(&[attribute_doc(attribute)]);
        Some(quote!(#doc pub #field: #ty,))
    });
    let attribute_fields: TokenStream = attribute_fields.collect();
    let any_field = plan.any_attribute.as_ref().map(|(field, _)| {
        let field = ident(field);
        quote!(#[doc = " Attributes that the schema leaves open."] pub #field: Vec<rt::AnyAttribute>,)
    });
    let body_fields = match &plan.body {
        Body::Empty => TokenStream::new(),
        Body::Text(text) => {
            let ty = paths.ty(*text);
            quote!(#[doc = " The text of the element."] pub wert: #ty,)
        }
        Body::Fields(list) | Body::All(list) => declarations(context, paths, list),
    };
    let declaration = quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name { #attribute_fields #any_field #body_fields }
    };
    let alias = type_plan
        .inner
        .as_ref()
        .map(|_| quote!(#doc pub type #public = rt::Mixed<#name>;));
    if let Some(short) = short(context, paths, id, plan, &name) {
        return quote!(#declaration #short #alias);
    }
    let type_name = paths.type_name(id);
    let type_const = type_name
        .as_ref()
        .map(|value| quote!(const TYPE: rt::TypeName = #value;));
    let read = read(context, paths, id, plan);
    let (attributes, content) = write(context, paths, plan);
    quote! {
        #declaration
        impl Element for #name {
            #type_const
            #read
            #attributes
            #content
        }
        rt::serde_element!(#name);
        #alias
    }
}

/// The short form by macro, for structs that follow the common pattern.
fn short(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    id: TypeId,
    plan: &StructPlan,
    name: &proc_macro2::Ident,
) -> Option<TokenStream> {
    let set = context.set;
    let TypeKind::Complex(complex) = &set.ty(id).kind else {
        return None;
    };
    let nillable = context.plan.types[id.0 as usize].nillable && !plan.attributes.is_empty();
    let common = !complex.abstract_
        && !nillable
        && plan.any_attribute.is_none()
        && plan
            .attributes
            .iter()
            .all(|(_, a)| a.required || a.fixed.is_none());
    let Body::Fields(list) = &plan.body else {
        return None;
    };
    if !common {
        return None;
    }
    let mut attributes = TokenStream::new();
    let mut fixed_attributes = TokenStream::new();
    for (field, attribute) in &plan.attributes {
        let ns = paths.ns(attribute.name.ns);
        let local = &attribute.name.local;
        let field = ident(field);
        match &attribute.fixed {
            Some(fixed) => {
                let ty = paths.ty(attribute.type_id);
                fixed_attributes.extend(quote!(#ty: (#ns, #local, #fixed),));
            }
            None if attribute.required => attributes.extend(quote!(#field: attr_req(#ns, #local),)),
            None => attributes.extend(quote!(#field: attr(#ns, #local),)),
        }
    }
    let mut fields = TokenStream::new();
    for field in list {
        let name = ident(&field.name);
        let call = fields::call(context, paths, field).bare();
        fields.extend(quote!(#name: #call,));
    }
    let groups = super::groups::items(context, paths, list);
    paths.later(groups);
    let type_name = set.ty(id).name.as_ref().map(|name| {
        let ns = paths.ns(name.ns);
        let local = &name.local;
        quote!(= #ns #local)
    });
    let attributes =
        (!plan.attributes.is_empty()).then(|| quote!([#attributes] [#fixed_attributes]));
    Some(quote!(
        rt::content! { #name #type_name #attributes { #fields } }
    ))
}

/// Field declarations.
pub(crate) fn declarations(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    list: &[FieldPlan],
) -> TokenStream {
    list.iter()
        .map(|field| {
            let ty = fields::ty(context, paths, field);
            let name = ident(&field.name);
            let doc = docs::doc(&fields::doc(context, field));
            quote!(#doc pub #name: #ty,)
        })
        .collect()
}

/// The type of an attribute field; none for attributes that are always the same.
fn attribute_type(paths: &mut Paths<'_>, attribute: &AttributeUse) -> Option<TokenStream> {
    match (&attribute.fixed, attribute.required) {
        (Some(_), true) => None,
        (Some(_), false) => Some(quote!(bool)),
        (None, true) => Some(paths.ty(attribute.type_id)),
        (None, false) => {
            let ty = paths.ty(attribute.type_id);
            Some(quote!(Option<#ty>))
        }
    }
}

fn attribute_doc(attribute: &AttributeUse) -> String {
    let name = &attribute.name.local;
    let times = if attribute.required { "1" } else { "0..1" };
    match (&attribute.fixed, &attribute.default) {
        (Some(fixed), _) => {
            format!(
                "Whether the attribute `{name}` is present; its value is `{}`.",
                docs::plain(fixed)
            )
        }
        (None, Some(default)) => {
            format!(
                "Attribute `{name}`, {times}; if absent `{}`.",
                docs::plain(default)
            )
        }
        (None, None) => format!("Attribute `{name}`, {times}."),
    }
}

fn read(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    id: TypeId,
    plan: &StructPlan,
) -> TokenStream {
    let abstract_ = matches!(&context.set.ty(id).kind, TypeKind::Complex(c) if c.abstract_);
    if abstract_ {
        return quote! {
            fn read(r: &mut Reader<'_>) -> Result<Self> { r.type_is_abstract(Self::TYPE) }
        };
    }
    let mut before = TokenStream::new();
    let mut checks = TokenStream::new();
    let mut names = Vec::new();
    for (field, attribute) in &plan.attributes {
        let ns = paths.ns(attribute.name.ns);
        let name = &attribute.name.local;
        let variable = local(field);
        let field = ident(field);
        let required = attribute.required;
        let ty = paths.ty(attribute.type_id);
        let (call, check) = match (&attribute.fixed, required) {
            (Some(fixed), _) => {
                let call = quote!(r.attr_fixed::<#ty>(#ns, #name, #fixed, #required)?);
                (call.clone(), call)
            }
            (None, true) => (
                quote!(r.attr_req(#ns, #name)?),
                quote!(r.attr_req::<#ty>(#ns, #name)?),
            ),
            (None, false) => (
                quote!(r.attr(#ns, #name)?),
                quote!(r.attr::<#ty>(#ns, #name)?),
            ),
        };
        checks.extend(quote!(#check;));
        if attribute.fixed.is_some() && required {
            before.extend(quote!(#call;));
        } else {
            before.extend(quote!(let #variable = #call;));
            names.push(if variable == field {
                quote!(#field,)
            } else {
                quote!(#field: #variable,)
            });
        }
    }
    if let Some((field, any)) = &plan.any_attribute {
        let any = fields::wildcard(context, paths, any);
        let field = ident(field);
        checks.extend(quote!(r.any_attrs(#any)?;));
        before.extend(quote!(let #field = r.any_attrs(#any)?;));
        names.push(quote!(#field,));
    }
    let attributes: TokenStream = names.into_iter().collect();
    let body = match &plan.body {
        Body::Empty => quote! {
            r.end_empty()?;
            Ok(Self { #attributes })
        },
        Body::Text(_) => quote!(Ok(Self { #attributes wert: r.text()? })),
        Body::Fields(list) => {
            let members: TokenStream = list
                .iter()
                .map(|field| {
                    let name = ident(&field.name);
                    let read = fields::call(context, paths, field).read();
                    quote!(#name: #read,)
                })
                .collect();
            quote! {
                let value = Self { #attributes #members };
                r.end()?;
                Ok(value)
            }
        }
        Body::All(list) => {
            let (members, reading) = read_all(context, paths, list);
            quote! {
                #reading
                let value = Self { #attributes #members };
                r.end()?;
                Ok(value)
            }
        }
    };
    let attributes_given = !plan.attributes.is_empty() || plan.any_attribute.is_some();
    let nil = (context.plan.types[id.0 as usize].nillable && attributes_given).then(|| {
        quote! {
            fn nil(r: &mut Reader<'_>) -> Result<Vec<rt::AnyAttribute>> {
                let kept = r.nil_attributes();
                #checks
                r.attrs_end(Self::TYPE)?;
                Ok(kept)
            }
        }
    });
    quote! {
        fn read(r: &mut Reader<'_>) -> Result<Self> {
            #before
            r.attrs_end(Self::TYPE)?;
            #body
        }
        #nil
    }
}

/// The variable for an attribute. `r` is the reader.
fn local(field: &str) -> proc_macro2::Ident {
    ident(if field == "r" { "r_" } else { field })
}

/// Members in any order: each is tried until none comes any more. Gives the members of the struct
/// and, to stand before it, how they are read.
pub(crate) fn read_all(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    list: &[FieldPlan],
) -> (TokenStream, TokenStream) {
    let mut slots = TokenStream::new();
    let mut tries = TokenStream::new();
    let mut members = TokenStream::new();
    for field in list {
        let variable = local(&field.name);
        let name = ident(&field.name);
        let once = FieldPlan {
            min: 0,
            max: Some(1),
            ..field.clone()
        };
        let read = fields::call(context, paths, &once).read();
        slots.extend(quote!(let mut #variable = None;));
        tries.extend(quote! {
            if #variable.is_none() {
                #variable = #read;
                if #variable.is_some() { continue; }
            }
        });
        let local = match &field.term {
            FieldTerm::Element(element) => element.name.local.as_str(),
            _ => "one of a group",
        };
        members.extend(match field.min {
            0 => quote!(#name: #variable,),
            _ => quote! {
                #name: match #variable { Some(value) => value, None => return Err(r.missing(#local)) },
            },
        });
    }
    (members, quote!(#slots loop { #tries break; }))
}

fn write(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    plan: &StructPlan,
) -> (TokenStream, TokenStream) {
    let mut attributes = TokenStream::new();
    for (field, attribute) in &plan.attributes {
        let ns = paths.ns(attribute.name.ns);
        let name = &attribute.name.local;
        let field = ident(field);
        attributes.extend(match (&attribute.fixed, attribute.required) {
            (Some(fixed), true) => quote!(w.attr_fixed(#ns, #name, #fixed, true)?;),
            (Some(fixed), false) => quote!(w.attr_fixed(#ns, #name, #fixed, self.#field)?;),
            (None, true) => quote!(w.attr_req(#ns, #name, &self.#field)?;),
            (None, false) => quote!(w.attr(#ns, #name, &self.#field)?;),
        });
    }
    if let Some((field, any)) = &plan.any_attribute {
        let any = fields::wildcard(context, paths, any);
        let field = ident(field);
        attributes.extend(quote!(w.any_attrs(#any, &self.#field)?;));
    }
    let attributes = match attributes.is_empty() {
        true => TokenStream::new(),
        false => quote! {
            fn attributes(&self, w: &mut Writer<'_>) -> Written { #attributes Ok(()) }
        },
    };
    let content = match &plan.body {
        Body::Empty => quote!(
            fn content(&self, _: &mut Writer<'_>) -> Written {
                Ok(())
            }
        ),
        Body::Text(_) => {
            quote!(
                fn content(&self, w: &mut Writer<'_>) -> Written {
                    w.value(&self.wert)
                }
            )
        }
        Body::Fields(list) | Body::All(list) => {
            let calls: TokenStream = list
                .iter()
                .map(|field| {
                    let name = ident(&field.name);
                    fields::call(context, paths, field).write(&quote!(&self.#name))
                })
                .collect();
            quote!(fn content(&self, w: &mut Writer<'_>) -> Written { #calls Ok(()) })
        }
    };
    // Groups of this type stand behind it.
    let groups = match &plan.body {
        Body::Fields(list) | Body::All(list) => super::groups::items(context, paths, list),
        _ => TokenStream::new(),
    };
    paths.later(groups);
    (attributes, content)
}
