//! Names types and messages, module by module, in schema order.

use std::collections::BTreeSet;

use xoev_schema::{Content, Element, Particle, SchemaSet, Term, TypeId, TypeKind};

use crate::config::Config;
use crate::error::CodegenError;
use crate::names::{Scope, item_name, type_name};
use crate::plan::{Home, Plan, Shape};

pub(super) fn run(set: &SchemaSet, _: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    let constants: BTreeSet<String> = plan.namespaces.iter().map(|n| n.constant.clone()).collect();
    let item_name = |name: String| item_name(name, &constants);
    // Types that exist elsewhere follow the same rule there, in a scope of their own.
    for (index, ty) in set.types.iter().enumerate() {
        if let (Home::Extern(_), Some(name)) = (&plan.types[index].home, &ty.name) {
            plan.types[index].name = match &plan.types[index].shape {
                Shape::Builtin(builtin) => builtin_name(*builtin).to_owned(),
                _ => item_name(type_name(&name.local)),
            };
        }
    }
    let inner_keys = inner_keys(set, plan);
    for index in 0..plan.modules.len() {
        let mut scope = Scope::default();
        for id in plan.modules[index].elements.clone() {
            let element = set.element(id);
            let name = scope.take(item_name(type_name(&element.name.local)));
            let own_type = is_own_type(set, element);
            if own_type {
                plan.types[element.type_id.0 as usize].name = name.clone();
            }
            let element = &mut plan.elements[id.0 as usize];
            element.name = name;
            element.own_type = own_type;
        }
        let named = |id: &TypeId| set.ty(*id).name.is_some();
        let types = plan.modules[index].types.clone();
        for id in types
            .iter()
            .filter(|id| named(id))
            .chain(types.iter().filter(|id| !named(id)))
        {
            let ty = set.ty(*id);
            let is_key = inner_keys.contains(id);
            let entry = &mut plan.types[id.0 as usize];
            if is_key {
                // The key of a code is checked by the code type itself.
                entry.home = Home::Nowhere;
            } else if entry.name.is_empty() {
                entry.name = scope.take(item_name(type_name(&ty.place.join("."))));
            }
            if matches!(&ty.kind, TypeKind::Complex(complex) if complex.mixed) {
                entry.inner = Some(scope.take(format!("{}Inhalt", entry.name)));
            }
        }
        let types = std::mem::take(&mut plan.types);
        plan.modules[index]
            .types
            .retain(|id| types[id.0 as usize].home != Home::Nowhere);
        plan.types = types;
    }
    Ok(())
}

/// Whether the anonymous type of an element can be the message itself: not if the element adds
/// something to it, nor if the type becomes one of the runtime, for which no traits can be
/// implemented.
fn is_own_type(set: &SchemaSet, element: &Element) -> bool {
    let ty = set.ty(element.type_id);
    let plain = !element.nillable && element.default.is_none() && element.fixed.is_none();
    plain && ty.name.is_none() && matches!(&ty.kind, TypeKind::Complex(complex) if !complex.mixed)
}

/// The anonymous types of keys that only code types use, so that no type of their own is needed.
fn inner_keys(set: &SchemaSet, plan: &Plan) -> BTreeSet<TypeId> {
    let mut keys = BTreeSet::new();
    for entry in &plan.types {
        if let Shape::Code(code) = &entry.shape {
            keys.insert(code.key);
        }
    }
    keys.retain(|id| set.ty(*id).name.is_none());
    for (index, ty) in set.types.iter().enumerate() {
        if let Some((base, _)) = ty.base
            && matches!(ty.kind, TypeKind::Simple(_))
        {
            keys.remove(&base);
        }
        if let TypeKind::Complex(complex) = &ty.kind
            && let Content::Elements(particle) = &complex.content
            && !matches!(plan.types[index].shape, Shape::Code(_))
        {
            remove_used(particle, &mut keys);
        }
    }
    keys
}

fn remove_used(particle: &Particle, keys: &mut BTreeSet<TypeId>) {
    match &particle.term {
        Term::Element(element) => {
            keys.remove(&element.type_id);
        }
        Term::Sequence(members) | Term::Choice(members) | Term::All(members) => {
            members.iter().for_each(|member| remove_used(member, keys));
        }
        Term::Any(_) => {}
    }
}

/// The runtime type of a built-in type.
fn builtin_name(builtin: xoev_schema::Builtin) -> &'static str {
    use xoev_schema::Builtin::*;
    match builtin {
        AnySimpleType => "AnySimpleType",
        String => "XsString",
        NormalizedString => "NormalizedString",
        Token => "Token",
        Language => "Language",
        Name => "Name",
        NcName => "NcName",
        NmToken => "NmToken",
        NmTokens => "NmTokens",
        Id => "Id",
        IdRef => "IdRef",
        IdRefs => "IdRefs",
        Entity => "Entity",
        Entities => "Entities",
        AnyUri => "AnyUri",
        QName => "QName",
        Notation => "QName",
        Boolean => "Boolean",
        Decimal => "Decimal",
        Integer => "Integer",
        NonPositiveInteger => "NonPositiveInteger",
        NegativeInteger => "NegativeInteger",
        NonNegativeInteger => "NonNegativeInteger",
        PositiveInteger => "PositiveInteger",
        Long => "Long",
        Int => "Int",
        Short => "Short",
        Byte => "Byte",
        UnsignedLong => "UnsignedLong",
        UnsignedInt => "UnsignedInt",
        UnsignedShort => "UnsignedShort",
        UnsignedByte => "UnsignedByte",
        Float => "Float",
        Double => "Double",
        Duration => "Duration",
        DateTime => "DateTime",
        Date => "Date",
        Time => "Time",
        GYear => "GYear",
        GYearMonth => "GYearMonth",
        GMonth => "GMonth",
        GMonthDay => "GMonthDay",
        GDay => "GDay",
        Base64Binary => "Base64Binary",
        HexBinary => "HexBinary",
    }
}
