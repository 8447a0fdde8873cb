//! Abstract types: enums over the types that `xsi:type` may name in their place.

use proc_macro2::TokenStream;
use quote::quote;
use xoev_schema::TypeId;

use crate::names::{Scope, type_name};

use super::Context;
use super::docs;
use super::paths::{Paths, ident};

pub(crate) fn item(
    context: &Context<'_>,
    paths: &mut Paths<'_>,
    id: TypeId,
    types: &[TypeId],
) -> TokenStream {
    let name = ident(&context.plan.types[id.0 as usize].name);
    let mut lines = docs::of_type(context.set, id);
    lines.extend([
        String::new(),
        "Abstract: a value is of one of these types.".into(),
    ]);
    let doc = docs::doc(&lines);
    let own = paths
        .type_name(id)
        .unwrap_or_else(|| quote!(rt::TypeName::ANONYMOUS));
    let mut scope = Scope::default();
    let variants = types.iter().filter_map(|id| {
        let name = context.set.ty(*id).name.as_ref()?;
        let variant = ident(&scope.take(type_name(&name.local)));
        let (ns, local, ty) = (paths.ns(name.ns), &name.local, paths.ty(*id));
        let cfg = paths.cfg(*id);
        Some(quote!(#cfg #variant: #ty = #ns #local,))
    });
    let variants: Vec<TokenStream> = variants.collect();
    quote!(rt::abstract_type! { #doc pub #name = #own; [ #(#variants)* ] })
}
