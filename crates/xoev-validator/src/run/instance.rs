//! `xsi:type` and `xsi:nil`: what a message says itself about the type of an element.

use xoev::{Rule, Simple as _, builtin};
use xoev_schema::{Builtin, Derivation, SchemaSet, TypeId, TypeKind, Variety};

use crate::compile::{Type, TypeRef};
use crate::scan::RawAttribute;
use crate::window::Window;

use super::Run;
use super::namespaces::Ns;

impl<W: Window> Run<'_, '_, W> {
    /// Finds the type of the element entered last; returns whether it is nil.
    pub(super) fn settle_type(&mut self, lax: bool, undeclared: bool) -> bool {
        let own = |run: &Self, local: &str| -> Option<RawAttribute> {
            let mut all = run.scan.attributes.iter();
            all.find(|a| {
                a.local > a.name.start
                    && run.window(a.local..a.name.end) == local
                    && run.attribute_ns(a).is_ok_and(|ns| ns == Ns::Xsi)
            })
            .cloned()
        };
        let (type_, nil) = match self.scan.attributes.is_empty() {
            true => (None, None),
            false => (own(self, "type"), own(self, "nil")),
        };
        let declared = self.open.last().and_then(|f| f.decl);
        let sound = match &type_ {
            Some(attribute) if declared.is_some() || lax => self.override_type(attribute),
            _ => true,
        };
        let ty = self.open.last().and_then(|f| f.ty);
        if undeclared && ty.is_none() {
            let tag = self.scan.tag.clone();
            let found = self.show_tag(self.tag_namespace());
            let length = tag.end - tag.at;
            let expected = "a known element";
            self.fault(Rule::WildcardUndeclared, expected, &found, tag.at, length);
        }
        if declared.is_some_and(|decl| decl.element.abstract_) {
            let tag = self.scan.tag.clone();
            let found = self.show_tag(self.tag_namespace());
            let expected = "an element that is not abstract";
            let length = tag.end - tag.at;
            self.fault(Rule::ElementAbstract, expected, &found, tag.at, length);
        }
        // What xsi:type should have said is not missing, if it says something wrong.
        if let (Some(ty), true) = (ty, sound) {
            self.check_type_itself(ty);
        }
        match (nil, declared) {
            (Some(attribute), Some(decl)) => self.settle_nil(&attribute, decl.element.nillable),
            _ => false,
        }
    }

    /// A type that can't stand in messages.
    fn check_type_itself(&mut self, ty: TypeRef) {
        let tag = self.scan.tag.clone();
        let length = tag.end - tag.at;
        match self.compiled.resolve(ty) {
            Type::Complex(complex) if complex.abstract_ => {
                let expected = &complex.name;
                let found = "no xsi:type";
                self.fault(Rule::TypeAbstract, expected, found, tag.at, length);
            }
            Type::Broken(why) => {
                self.fault(Rule::NotSupported, "", why, tag.at, length);
            }
            Type::Complex(_) | Type::Simple(_) => {}
        }
    }

    /// Whether `xsi:type` names a type that may stand here, which the element then has.
    fn override_type(&mut self, attribute: &RawAttribute) -> bool {
        let value = self.scan.value(attribute).to_owned();
        let value = value.trim_matches([' ', '\t', '\n', '\r']);
        if builtin::QName::parse(value).is_err() {
            self.attribute_fault(Rule::Datatype, "xs:QName", value, attribute);
            return false;
        }
        let Some((uri, local)) = self.bindings.resolve(self.compiled, value) else {
            let expected = "a declared prefix";
            self.attribute_fault(Rule::TypeUnknown, expected, value, attribute);
            return false;
        };
        let Some(found) = self.compiled.find_type(uri, local) else {
            self.attribute_fault(Rule::TypeUnknown, "a known type", value, attribute);
            return false;
        };
        let Some(frame) = self.open.last() else {
            return false;
        };
        let compiled = self.compiled;
        let set = &compiled.set;
        if let (Some(decl), Some(TypeRef::Of(declared))) = (frame.decl, frame.ty)
            && !derives(set, found, declared, &decl.element.block)
        {
            let expected = set.type_name(declared);
            self.attribute_fault(Rule::TypeNotDerived, &expected, value, attribute);
            return false;
        }
        if let Some(frame) = self.open.last_mut() {
            frame.ty = Some(found);
        }
        true
    }

    fn settle_nil(&mut self, attribute: &RawAttribute, nillable: bool) -> bool {
        let value = self.scan.value(attribute).to_owned();
        if !nillable {
            self.attribute_fault(Rule::Nil, "no such attribute", "xsi:nil", attribute);
            return false;
        }
        let value = value.trim_matches([' ', '\t', '\n', '\r']);
        match value {
            "true" | "1" => {
                let fixed = self.open.last().and_then(|f| f.decl?.element.fixed.clone());
                if let Some(fixed) = fixed {
                    self.attribute_fault(Rule::Nil, &fixed, "xsi:nil", attribute);
                }
                true
            }
            "false" | "0" => false,
            _ => {
                let expected = "true, false, 1 or 0";
                self.attribute_fault(Rule::Datatype, expected, value, attribute);
                false
            }
        }
    }
}

/// Whether a type may stand where another one is declared, in spite of what is blocked.
fn derives(set: &SchemaSet, found: TypeRef, declared: TypeId, block: &[Derivation]) -> bool {
    let blocked = |step: Derivation, of: &[Derivation]| of.contains(&step);
    let mut at = match found {
        TypeRef::Of(id) => id,
        TypeRef::Builtin(builtin) => return builtin_derives(set, builtin, declared),
        TypeRef::Any => {
            let complex = matches!(set.ty(declared).kind, TypeKind::Complex(_));
            return complex && is_ur_type(set, declared);
        }
    };
    let simple = matches!(set.ty(at).kind, TypeKind::Simple(_));
    // Those that the declared type itself blocks.
    let own: &[Derivation] = match &set.ty(declared).kind {
        TypeKind::Complex(complex) => &complex.block,
        TypeKind::Simple(_) => &[],
    };
    loop {
        if at == declared {
            return true;
        }
        let ty = set.ty(at);
        match ty.base {
            Some((base, step)) => {
                let step = match step {
                    Derivation::Extension => Derivation::Extension,
                    _ => Derivation::Restriction,
                };
                if blocked(step, block) || blocked(step, own) {
                    return false;
                }
                // A member of a union stands for the union.
                at = base;
            }
            None => break,
        }
    }
    // No complex type stands for xs:anySimpleType.
    let ur = matches!(set.ty(declared).kind, TypeKind::Complex(_)) || simple;
    (ur && is_ur_type(set, declared)) || is_member(set, found, declared, block)
}

/// `xs:anyType`, or `xs:anySimpleType` for what is simple at the end of the chain.
fn is_ur_type(set: &SchemaSet, declared: TypeId) -> bool {
    let ty = set.ty(declared);
    match &ty.kind {
        TypeKind::Complex(_) => ty.document.is_none(),
        TypeKind::Simple(simple) => {
            ty.document.is_none()
                && matches!(simple.variety, Variety::Atomic(Builtin::AnySimpleType))
        }
    }
}

fn is_member(set: &SchemaSet, found: TypeRef, declared: TypeId, block: &[Derivation]) -> bool {
    match &set.ty(declared).kind {
        TypeKind::Simple(simple) if simple.facets == Default::default() => match &simple.variety {
            Variety::Union(members) => members
                .iter()
                .any(|member| derives(set, found, *member, block)),
            _ => false,
        },
        _ => false,
    }
}

/// A built-in type that the schema set does not use itself.
fn builtin_derives(set: &SchemaSet, builtin: Builtin, declared: TypeId) -> bool {
    let mut at = Some(builtin);
    while let Some(kind) = at {
        let ty = set.ty(declared);
        let is_it = ty.document.is_none()
            && ty
                .name
                .as_ref()
                .is_some_and(|name| name.local == kind.name());
        if is_it {
            return true;
        }
        at = kind.base();
    }
    is_ur_type(set, declared) || is_member(set, TypeRef::Builtin(builtin), declared, &[])
}
