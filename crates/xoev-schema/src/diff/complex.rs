//! Differences between complex types, without what both inherit.

use super::Aspect;
use super::compare::{Comparison, Spot};
use super::content::{occurs, wildcard};
use crate::model::{
    AttributeUse, ComplexType, Content, Particle, SchemaSet, Term, TypeId, TypeKind, Wildcard,
};

impl<'a> Comparison<'a> {
    /// What both types inherit from bases that belong together is left out: it is compared at
    /// the bases.
    pub(super) fn complex_types(
        &mut self,
        spot: &Spot,
        old: &'a ComplexType,
        new: &'a ComplexType,
        inherited: (Inherited<'a>, Inherited<'a>),
    ) {
        let (old_base, new_base) = inherited;
        self.flag(spot, Aspect::Abstract, old.abstract_, new.abstract_);
        if !(old_base.mixed == Some(old.mixed) && new_base.mixed == Some(new.mixed)) {
            self.flag(spot, Aspect::Mixed, old.mixed, new.mixed);
        }
        self.attributes(
            spot,
            old.attributes
                .get(old_base.attributes..)
                .unwrap_or_default(),
            new.attributes
                .get(new_base.attributes..)
                .unwrap_or_default(),
        );
        if !(old_base.any == Some(&old.any_attribute) && new_base.any == Some(&new.any_attribute)) {
            let any = |set: &SchemaSet, any: &Option<Wildcard>| {
                any.as_ref()
                    .map(|any| format!("attributes {}", wildcard(set, any)))
            };
            let (a, b) = (
                any(self.old, &old.any_attribute),
                any(self.new, &new.any_attribute),
            );
            if a.as_deref().map(|a| self.translate(a)) != b {
                self.push(spot, Aspect::Wildcard, a, b);
            }
        }
        match (&old.content, &new.content) {
            (a, b) if old_base.content == Some(a) && new_base.content == Some(b) => {}
            (Content::Simple(a), Content::Simple(b)) => self.type_use(spot, *a, *b),
            (Content::Simple(_), _) => {
                self.changed(spot, Aspect::ContentKind, "simple content", "elements");
            }
            (_, Content::Simple(_)) => {
                self.changed(spot, Aspect::ContentKind, "elements", "simple content");
            }
            (a, b) => {
                self.contents(
                    spot,
                    added_to(a, old_base.content),
                    added_to(b, new_base.content),
                );
            }
        }
    }

    fn attributes(&mut self, spot: &Spot, old: &[AttributeUse], new: &[AttributeUse]) {
        let card = |a: &AttributeUse| occurs(u64::from(a.required), Some(1));
        let text = |a: &AttributeUse| format!("{} ({})", a.name.local, card(a));
        for attribute in old {
            let exact = new
                .iter()
                .find(|a| self.matching.same(&attribute.name, &a.name));
            let other = exact.or_else(|| new.iter().find(|a| a.name.local == attribute.name.local));
            let Some(other) = other else {
                self.removed(spot, Aspect::Attribute, text(attribute));
                continue;
            };
            let spot = spot.within(format!("@{}", attribute.name.local));
            self.names(&spot, &attribute.name, &other.name);
            if attribute.required != other.required {
                self.changed(&spot, Aspect::Cardinality, card(attribute), card(other));
            }
            self.attribute_values(&spot, attribute, other);
        }
        for attribute in new {
            if !old.iter().any(|a| a.name.local == attribute.name.local) {
                self.added(spot, Aspect::Attribute, text(attribute));
            }
        }
    }

    pub(super) fn attribute_values(&mut self, spot: &Spot, old: &AttributeUse, new: &AttributeUse) {
        self.type_use(spot, old.type_id, new.type_id);
        self.either(
            spot,
            Aspect::Default,
            old.default.clone(),
            new.default.clone(),
        );
        self.either(spot, Aspect::Fixed, old.fixed.clone(), new.fixed.clone());
    }
}

/// What a type takes over from the base that it extends.
#[derive(Clone, Copy, Default)]
pub(super) struct Inherited<'a> {
    mixed: Option<bool>,
    attributes: usize,
    any: Option<&'a Option<Wildcard>>,
    content: Option<&'a Content>,
}

impl<'a> Inherited<'a> {
    pub(super) fn of(set: &'a SchemaSet, base: TypeId) -> Option<Inherited<'a>> {
        let TypeKind::Complex(base) = &set.ty(base).kind else {
            return None;
        };
        Some(Inherited {
            mixed: Some(base.mixed),
            attributes: base.attributes.len(),
            any: Some(&base.any_attribute),
            content: Some(&base.content),
        })
    }
}

/// The particles that a content adds to that of its base. Content that extends other content is a
/// sequence that begins with it.
fn added_to<'a>(content: &'a Content, base: Option<&Content>) -> &'a [Particle] {
    let Content::Elements(particle) = content else {
        return &[];
    };
    let whole = std::slice::from_ref(particle);
    let Some(Content::Elements(base)) = base else {
        return whole;
    };
    if base == particle {
        return &[];
    }
    let inherited = match base {
        Particle {
            min: 1,
            max: Some(1),
            term: Term::Sequence(members),
        } => members.len(),
        _ => 1,
    };
    match &particle.term {
        Term::Sequence(members) => members.get(inherited..).unwrap_or(whole),
        _ => whole,
    }
}
