//! Why an element can't be filled, and where the cause is.

use super::SampleError;
use super::check::Checker;
use super::height::Heights;
use crate::{Content, Element, Particle, Term, TypeId, TypeKind};

/// What could not be filled: the place, innermost first, and why.
#[derive(Debug)]
pub(super) struct Stuck {
    pub(super) steps: Vec<String>,
    pub(super) reason: &'static str,
}

const ABSTRACT: &str = "it is abstract";
const ABSTRACT_TYPE: &str = "its type is abstract";
const ENDLESS: &str = "it contains itself without end";
const NO_BRANCH: &str = "no branch of the choice can be filled";
const NO_VALUE: &str = "no value satisfies all facets of its type";
const UNDECLARED: &str = "no element is declared that may stand here";

impl Stuck {
    fn new(reason: &'static str) -> Stuck {
        Stuck {
            steps: Vec::new(),
            reason,
        }
    }

    /// No value for the element itself.
    pub(super) fn no_value() -> Stuck {
        Stuck::new(NO_VALUE)
    }

    /// No value for an attribute.
    pub(super) fn no_attribute_value(name: &str) -> Stuck {
        Stuck {
            steps: vec![format!("@{name}")],
            reason: NO_VALUE,
        }
    }

    /// No branch of a choice.
    pub(super) fn no_branch() -> Stuck {
        Stuck::new(NO_BRANCH)
    }

    /// No element for a wildcard.
    pub(super) fn undeclared() -> Stuck {
        Stuck::new(UNDECLARED)
    }

    /// The cause in an element that has no height; the element itself is no step.
    pub(super) fn cause(checker: &Checker<'_>, heights: &Heights, element: &Element) -> Stuck {
        let mut open = Vec::new();
        Search { checker, heights }.element(element, &mut open)
    }

    pub(super) fn into_error(self) -> SampleError {
        let path = self
            .steps
            .iter()
            .rev()
            .map(|step| format!("/{step}"))
            .collect();
        SampleError::Unsatisfiable {
            path,
            reason: self.reason.to_owned(),
        }
    }
}

struct Search<'s> {
    checker: &'s Checker<'s>,
    heights: &'s Heights,
}

impl Search<'_> {
    fn element(&self, element: &Element, open: &mut Vec<TypeId>) -> Stuck {
        if element.abstract_ {
            return Stuck::new(ABSTRACT);
        }
        if open.contains(&element.type_id) {
            return Stuck::new(ENDLESS);
        }
        let complex = match &self.checker.set.ty(element.type_id).kind {
            TypeKind::Simple(_) => return Stuck::no_value(),
            TypeKind::Complex(complex) if complex.abstract_ => return Stuck::new(ABSTRACT_TYPE),
            TypeKind::Complex(complex) => complex,
        };
        let unfilled = complex
            .attributes
            .iter()
            .find(|a| a.required && a.fixed.is_none() && self.heights.of_type(a.type_id).is_none());
        if let Some(attribute) = unfilled {
            return Stuck::no_attribute_value(&attribute.name.local);
        }
        match &complex.content {
            Content::Elements(particle) => {
                open.push(element.type_id);
                let stuck = self.particle(particle, open);
                open.pop();
                stuck.unwrap_or_else(Stuck::no_branch)
            }
            Content::Simple(_) | Content::Empty => Stuck::no_value(),
        }
    }

    fn particle(&self, particle: &Particle, open: &mut Vec<TypeId>) -> Option<Stuck> {
        if self.heights.of_particle(self.checker, particle).is_some() {
            return None;
        }
        match &particle.term {
            Term::Element(element) => {
                let mut stuck = self.element(element, open);
                stuck.steps.push(element.name.local.clone());
                Some(stuck)
            }
            Term::Sequence(parts) | Term::All(parts) | Term::Choice(parts) => {
                parts.iter().find_map(|part| self.particle(part, open))
            }
            Term::Any(_) => Some(Stuck::undeclared()),
        }
    }
}
