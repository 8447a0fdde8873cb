//! How deep the least content of each type is: what can't be filled at all is left out, and
//! recursion ends on the shortest way.

use super::check::Checker;
use super::random::Random;
use super::value::Ids;
use crate::{
    Content, Element, NamespaceRule, NsId, Particle, ProcessContents, Term, TypeId, TypeKind,
    Wildcard,
};

/// Levels of elements below the least content of each type; none where there is no content at all.
#[derive(Debug)]
pub(super) struct Heights(Vec<Option<u32>>);

impl Heights {
    pub(super) fn new(checker: &Checker<'_>) -> Heights {
        let set = checker.set;
        let mut random = Random::new(0, "heights");
        let start = set.types.iter().enumerate().map(|(at, ty)| match &ty.kind {
            TypeKind::Simple(_) => {
                let id = TypeId(at as u32);
                checker
                    .value(id, &[], &mut random, &mut Ids::new(true))
                    .map(|_| 0)
            }
            TypeKind::Complex(_) => None,
        });
        let mut heights = Heights(start.collect());
        // Heights only ever appear or shrink, so this ends.
        loop {
            let mut changed = false;
            for (at, ty) in set.types.iter().enumerate() {
                let TypeKind::Complex(complex) = &ty.kind else {
                    continue;
                };
                if complex.abstract_ {
                    continue;
                }
                let attributes = complex.attributes.iter().all(|a| {
                    !a.required || a.fixed.is_some() || heights.of_type(a.type_id).is_some()
                });
                let content = match &complex.content {
                    Content::Empty => Some(0),
                    Content::Simple(id) => heights.of_type(*id),
                    Content::Elements(particle) => heights.of_particle(checker, particle),
                };
                let Some(height) = content.filter(|_| attributes) else {
                    continue;
                };
                if let Some(known) = heights.0.get_mut(at)
                    && known.is_none_or(|k| height < k)
                {
                    *known = Some(height);
                    changed = true;
                }
            }
            if !changed {
                return heights;
            }
        }
    }

    pub(super) fn of_type(&self, id: TypeId) -> Option<u32> {
        self.0.get(id.0 as usize).copied().flatten()
    }

    pub(super) fn of_element(&self, element: &Element) -> Option<u32> {
        match () {
            () if element.abstract_ => None,
            () if element.fixed.is_some() || element.default.is_some() => Some(1),
            () => self.of_type(element.type_id).map(|h| h.saturating_add(1)),
        }
    }

    /// Height of the least number of occurrences.
    pub(super) fn of_particle(&self, checker: &Checker<'_>, particle: &Particle) -> Option<u32> {
        match particle.min {
            0 => Some(0),
            _ => self.of_term(checker, &particle.term),
        }
    }

    pub(super) fn of_term(&self, checker: &Checker<'_>, term: &Term) -> Option<u32> {
        match term {
            Term::Element(element) => self.of_element(element),
            Term::Sequence(parts) | Term::All(parts) => {
                parts.iter().try_fold(0, |most: u32, part| {
                    Some(most.max(self.of_particle(checker, part)?))
                })
            }
            Term::Choice(branches) => branches
                .iter()
                .filter_map(|branch| self.of_particle(checker, branch))
                .min(),
            Term::Any(wildcard) => match wildcard.process {
                ProcessContents::Strict => self.declared(checker, wildcard).map(|(_, h)| h),
                ProcessContents::Lax | ProcessContents::Skip => match &wildcard.namespaces {
                    NamespaceRule::OneOf(list) if list.is_empty() => None,
                    _ => Some(1),
                },
            },
        }
    }

    /// The global element of least height that a wildcard permits.
    pub(super) fn declared<'s>(
        &self,
        checker: &Checker<'s>,
        wildcard: &Wildcard,
    ) -> Option<(&'s Element, u32)> {
        let elements = checker.set.elements.iter();
        let permitted = elements.filter(|e| permits(&wildcard.namespaces, e.name.ns));
        permitted
            .filter_map(|e| self.of_element(e).map(|h| (e, h)))
            .min_by_key(|(_, h)| *h)
    }
}

/// Whether a wildcard permits elements of a namespace.
fn permits(rule: &NamespaceRule, ns: NsId) -> bool {
    match rule {
        NamespaceRule::Any => true,
        NamespaceRule::Other(not) => ns != *not && ns != NsId::NONE,
        NamespaceRule::OneOf(list) => list.contains(&ns),
    }
}
