//! Names types and messages, module by module, in schema order.

use xoev_schema::{SchemaSet, TypeId, TypeKind};

use crate::config::Config;
use crate::error::CodegenError;
use crate::names::{Scope, type_name};
use crate::plan::{Home, Plan, Shape};

pub(super) fn run(set: &SchemaSet, _: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    // Types that exist elsewhere follow the same rule there, in a scope of their own.
    for (index, ty) in set.types.iter().enumerate() {
        if let (Home::Extern(_), Some(name)) = (&plan.types[index].home, &ty.name) {
            plan.types[index].name = match &plan.types[index].shape {
                Shape::Builtin(builtin) => builtin_name(*builtin).to_owned(),
                _ => type_name(&name.local),
            };
        }
    }
    let code_keys: Vec<TypeId> = plan
        .types
        .iter()
        .filter_map(|t| if let Shape::Code(code) = &t.shape { Some(code.key) } else { None })
        .collect();
    for index in 0..plan.modules.len() {
        let mut scope = Scope::default();
        for id in plan.modules[index].elements.clone() {
            let element = set.element(id);
            let name = scope.take(type_name(&element.name.local));
            let own_type = set.ty(element.type_id).name.is_none()
                && matches!(set.ty(element.type_id).kind, TypeKind::Complex(_));
            if own_type {
                plan.types[element.type_id.0 as usize].name = name.clone();
            }
            let element = &mut plan.elements[id.0 as usize];
            element.name = name;
            element.own_type = own_type;
        }
        let named = |id: &TypeId| set.ty(*id).name.is_some();
        let types = plan.modules[index].types.clone();
        for id in types.iter().filter(|id| named(id)).chain(types.iter().filter(|id| !named(id))) {
            let ty = set.ty(*id);
            let is_key = ty.name.is_none() && code_keys.contains(id);
            let entry = &mut plan.types[id.0 as usize];
            if is_key {
                // The key of a code is checked by the code type itself.
                entry.home = Home::Nowhere;
            } else if entry.name.is_empty() {
                entry.name = scope.take(type_name(&ty.place.join(".")));
            }
        }
        let types = std::mem::take(&mut plan.types);
        plan.modules[index].types.retain(|id| types[id.0 as usize].home != Home::Nowhere);
        plan.types = types;
    }
    Ok(())
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
