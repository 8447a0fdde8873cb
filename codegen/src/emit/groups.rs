//! Groups: choices become enums, repeated or optional sequences become structs.

use proc_macro2::TokenStream;
use quote::quote;
use xoev_schema::TypeId;

use crate::plan::{FieldPlan, FieldTerm, FirstPlan, GroupKind};

use super::Context;
use super::docs;
use super::fields::{self, Times};
use super::paths::{Paths, ident};
use super::structs::{declarations, read_all};

/// A complex type that is just one choice: the enum is the type.
pub(crate) fn choice_type(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    id: TypeId,
    group: usize,
) -> TokenStream {
    let name = ident(&context.plan.types[id.0 as usize].name);
    let doc = docs::of_type(context.set, id);
    let item = item(context, paths, group, &doc, false);
    let type_name = paths
        .type_name(id)
        .unwrap_or_else(|| quote!(rt::TypeName::ANONYMOUS));
    quote! {
        #item
        rt::choice_element!(#name, #type_name);
    }
}

/// The groups that the fields of a type need.
pub(crate) fn items(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    list: &[FieldPlan],
) -> TokenStream {
    let mut out = TokenStream::new();
    for field in list {
        if let FieldTerm::Group(index) = &field.term {
            let what = match &context.plan.groups[*index].kind {
                GroupKind::Choice(_) => "One of these.",
                GroupKind::Sequence(_) => "These together.",
                GroupKind::All(_) => "These, in any order.",
            };
            out.extend(item(context, paths, *index, &[what.to_owned()], true));
        }
    }
    out
}

/// The type of a group; `alone` if it is not an element type at the same time.
fn item(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    index: usize,
    doc: &[String],
    alone: bool,
) -> TokenStream {
    let group = &context.plan.groups[index];
    let name = ident(&group.name);
    let doc = docs::doc(doc);
    let first = group.first.iter().map(|first| match first {
        FirstPlan::Name(ns, local) => {
            let ns = paths.ns(*ns);
            quote!(First::Name(#ns, #local))
        }
        FirstPlan::Any(any) => {
            let any = fields::wildcard(context, paths, any);
            quote!(First::Any(#any))
        }
    });
    let first: Vec<TokenStream> = first.collect();
    let (declaration, read, write, inner) = match &group.kind {
        GroupKind::Sequence(list) => sequence(context, paths, list),
        GroupKind::All(list) => all(context, paths, list),
        GroupKind::Choice(list) => choice(context, paths, list, group.nullable),
    };
    let serde = alone.then(|| quote!(rt::serde_group!(#name);));
    let keyword = match &group.kind {
        GroupKind::Sequence(_) | GroupKind::All(_) => quote!(struct),
        GroupKind::Choice(_) => quote!(enum),
    };
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        pub #keyword #name { #declaration }
        impl Group for #name {
            const FIRST: &'static [First] = &[#(#first),*];
            fn read(r: &mut Reader<'_>) -> Result<Self> { #read }
            fn write(&self, w: &mut Writer<'_>) -> Written { #write }
        }
        #serde
        #inner
    }
}

type Parts = (TokenStream, TokenStream, TokenStream, TokenStream);

fn sequence(context: &Context<'_>, paths: &mut Paths<'_>, list: &[FieldPlan]) -> Parts {
    let declaration = declarations(context, paths, list);
    let mut read = TokenStream::new();
    let mut write = TokenStream::new();
    for field in list {
        let name = ident(&field.name);
        let call = fields::call(context, paths, field);
        let reading = call.read();
        read.extend(quote!(#name: #reading,));
        write.extend(call.write(&quote!(&self.#name)));
    }
    let inner = items(context, paths, list);
    (
        declaration,
        quote!(Ok(Self { #read })),
        quote!(#write Ok(())),
        inner,
    )
}

fn all(context: &Context<'_>, paths: &mut Paths<'_>, list: &[FieldPlan]) -> Parts {
    let (declaration, _, write, inner) = sequence(context, paths, list);
    let (members, reading) = read_all(context, paths, list);
    (
        declaration,
        quote!(#reading Ok(Self { #members })),
        write,
        inner,
    )
}

fn choice(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    list: &[FieldPlan],
    nullable: bool,
) -> Parts {
    let mut declaration = TokenStream::new();
    let mut read = TokenStream::new();
    let mut write = TokenStream::new();
    // The branch that is taken when nothing else fits.
    let mut fallback = None;
    for field in list {
        let name = ident(&field.name);
        let ty = fields::ty(context, paths, field);
        let doc = docs::doc(&fields::doc(context, field));
        declaration.extend(quote!(#doc #name(#ty),));
        let call = fields::call(context, paths, field);
        let arm = call.write(&quote!(value));
        write.extend(quote!(Self::#name(value) => { #arm }));
        let whole = call.read();
        let empty = field.min == 0
            || matches!(&field.term, FieldTerm::Group(index) if context.plan.groups[*index].nullable);
        if empty && fallback.is_none() {
            fallback = Some(quote!(Ok(Self::#name(#whole))));
        }
        let once = FieldPlan {
            min: 0,
            max: Some(1),
            ..field.clone()
        };
        let optional = fields::call(context, paths, &once).read();
        read.extend(match (fields::times(field), &field.term) {
            (Times::Once, _) => quote! {
                if let Some(value) = #optional { return Ok(Self::#name(value)); }
            },
            (Times::Optional, _) => quote! {
                if let Some(value) = #optional { return Ok(Self::#name(Some(value))); }
            },
            (Times::Many(..), FieldTerm::Element(element)) => {
                let ns = paths.ns(element.name.ns);
                let local = &element.name.local;
                quote!(if r.at(const { &[First::Name(#ns, #local)] })? { return Ok(Self::#name(#whole)); })
            }
            (Times::Many(..), FieldTerm::Any(any)) => {
                let any = fields::wildcard(context, paths, any);
                quote!(if r.at(const { &[First::Any(#any)] })? { return Ok(Self::#name(#whole)); })
            }
            (Times::Many(..), FieldTerm::Group(index)) => {
                let inner = ident(&context.plan.groups[*index].name);
                quote!(if r.at(<#inner as Group>::FIRST)? { return Ok(Self::#name(#whole)); })
            }
        });
    }
    debug_assert!(nullable == fallback.is_some());
    read.extend(fallback.unwrap_or_else(|| quote!(Err(r.no_branch()))));
    let inner = items(context, paths, list);
    (
        declaration,
        read,
        quote!(match self { #write } Ok(())),
        inner,
    )
}
