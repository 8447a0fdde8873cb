//! Differences in element content: fields matched by name, then order and nesting.

use std::collections::BTreeMap;

use super::Aspect;
use super::compare::{Comparison, Spot};
use crate::model::{
    Element, NamespaceRule, NsId, Particle, ProcessContents, SchemaSet, Term, Wildcard,
};

/// An element in content, with how often it may occur all in all.
#[derive(Clone, Debug)]
struct Field<'a> {
    element: &'a Element,
    min: u64,
    max: Option<u64>,
}

/// Fields by local name and number among those of the same name.
type Fields<'a> = BTreeMap<(String, usize), Field<'a>>;

impl<'a> Comparison<'a> {
    pub(super) fn contents(&mut self, spot: &Spot, old: &'a [Particle], new: &'a [Particle]) {
        let before = self.found.len();
        let (old_fields, new_fields) = (fields(old), fields(new));
        let mut unmarked = Vec::new();
        for (key, field) in &old_fields {
            match new_fields.get(key) {
                Some(other) => {
                    let spot = spot.within(&key.0);
                    if (field.min, field.max) != (other.min, other.max) {
                        unmarked.push(key.clone());
                        let (a, b) = (field.occurs(), other.occurs());
                        self.changed(&spot, Aspect::Cardinality, a, b);
                    }
                    self.fields(&spot, field.element, other.element);
                }
                None => {
                    let what = format!("{} ({})", key.0, field.occurs());
                    self.removed(spot, Aspect::Element, what);
                }
            }
        }
        for (key, field) in new_fields
            .iter()
            .filter(|(key, _)| !old_fields.contains_key(*key))
        {
            self.added(
                spot,
                Aspect::Element,
                format!("{} ({})", key.0, field.occurs()),
            );
        }
        let kept =
            |key: &(String, usize)| old_fields.contains_key(key) && new_fields.contains_key(key);
        let old_shape = shape(self.old, old, &kept, &unmarked);
        let new_shape = shape(self.new, new, &kept, &unmarked);
        if self.translate(&old_shape) != new_shape {
            self.changed(spot, Aspect::Structure, old_shape, new_shape);
        } else if self.found.len() == before {
            // Without any changed field the whole shapes must agree too.
            let (old, new) = (
                shape(self.old, old, &|_| true, &[]),
                shape(self.new, new, &|_| true, &[]),
            );
            if self.translate(&old) != new {
                self.changed(spot, Aspect::Structure, old, new);
            }
        }
    }

    fn fields(&mut self, spot: &Spot, old: &'a Element, new: &'a Element) {
        self.names(spot, &old.name, &new.name);
        match (old.global, new.global) {
            // References are compared as such; what they refer to is compared as global elements.
            (Some(_), Some(_)) => {}
            (None, None) => self.elements(spot, old, new),
            (old_global, _) => {
                let text = |is_reference| {
                    if is_reference {
                        "reference to a global element"
                    } else {
                        "local element"
                    }
                };
                let (a, b) = (text(old_global.is_some()), text(old_global.is_none()));
                self.changed(spot, Aspect::ValueType, a, b);
            }
        }
    }
}

impl Field<'_> {
    fn occurs(&self) -> String {
        occurs(self.min, self.max)
    }
}

/// `1`, `0..1`, `2..n` and so on.
pub(super) fn occurs(min: u64, max: Option<u64>) -> String {
    match max {
        Some(max) if max == min => min.to_string(),
        Some(max) => format!("{min}..{max}"),
        None => format!("{min}..n"),
    }
}

fn fields(particles: &[Particle]) -> Fields<'_> {
    let mut found = Fields::new();
    particles
        .iter()
        .for_each(|particle| collect(particle, 1, Some(1), &mut found));
    found
}

/// Content as an expression, of the fields that are kept.
fn shape(
    set: &SchemaSet,
    particles: &[Particle],
    kept: &dyn Fn(&(String, usize)) -> bool,
    unmarked: &[(String, usize)],
) -> String {
    let mut shape = Shape {
        set,
        numbers: BTreeMap::new(),
        kept,
        unmarked,
    };
    shape
        .members(particles, ", ")
        .map(|(text, _)| text)
        .unwrap_or_default()
}

fn collect<'a>(particle: &'a Particle, min: u64, max: Option<u64>, found: &mut Fields<'a>) {
    let min = min.saturating_mul(u64::from(particle.min));
    let max = match (max, particle.max) {
        (Some(a), Some(b)) => Some(a.saturating_mul(u64::from(b))),
        _ => None,
    };
    match &particle.term {
        Term::Element(element) => {
            let name = &element.name.local;
            let number = found
                .range((name.clone(), 0)..)
                .take_while(|((n, _), _)| n == name)
                .count();
            found.insert((name.clone(), number), Field { element, min, max });
        }
        Term::Sequence(members) | Term::All(members) => {
            members
                .iter()
                .for_each(|member| collect(member, min, max, found));
        }
        Term::Choice(members) => {
            members
                .iter()
                .for_each(|member| collect(member, 0, max, found));
        }
        Term::Any(_) => {}
    }
}

/// Writes content as an expression: `a, (b | c)?, d*`.
struct Shape<'s> {
    set: &'s SchemaSet,
    numbers: BTreeMap<String, usize>,
    kept: &'s dyn Fn(&(String, usize)) -> bool,
    /// Fields whose number of occurrence is left out, since its change is told elsewhere.
    unmarked: &'s [(String, usize)],
}

impl Shape<'_> {
    fn render(&mut self, particle: &Particle) -> Option<String> {
        let (text, mark) = match &particle.term {
            Term::Element(element) => {
                let name = &element.name.local;
                let number = self.numbers.entry(name.clone()).or_default();
                let key = (name.clone(), *number);
                *number += 1;
                if !(self.kept)(&key) {
                    return None;
                }
                (name.clone(), !self.unmarked.contains(&key))
            }
            Term::Any(any) => (wildcard(self.set, any), true),
            Term::Sequence(members) => self.members(members, ", ")?,
            Term::Choice(members) => self.members(members, " | ")?,
            Term::All(members) => self.members(members, " & ")?,
        };
        if !mark {
            return Some(text);
        }
        let sign = match (particle.min, particle.max) {
            (1, Some(1)) => String::new(),
            (0, Some(1)) => "?".to_owned(),
            (0, None) => "*".to_owned(),
            (1, None) => "+".to_owned(),
            (min, max) => format!("{{{}}}", occurs(u64::from(min), max.map(u64::from))),
        };
        Some(text + &sign)
    }

    fn members(&mut self, members: &[Particle], between: &str) -> Option<(String, bool)> {
        let mut texts: Vec<String> = members.iter().filter_map(|m| self.render(m)).collect();
        if texts.len() < 2 {
            return texts.pop().map(|only| (only, true));
        }
        Some((format!("({})", texts.join(between)), true))
    }
}

/// A wildcard as text.
pub(super) fn wildcard(set: &SchemaSet, wildcard: &Wildcard) -> String {
    let name = |ns: NsId| match set.uri(ns) {
        "" => "no namespace",
        uri => uri,
    };
    let rule = match &wildcard.namespaces {
        NamespaceRule::Any => "any".to_owned(),
        NamespaceRule::Other(ns) => format!("any not in {}", name(*ns)),
        NamespaceRule::OneOf(list) => {
            let mut names: Vec<&str> = list.iter().map(|ns| name(*ns)).collect();
            names.sort_unstable();
            format!("any in {}", names.join(" "))
        }
    };
    match wildcard.process {
        ProcessContents::Strict => format!("<{rule}>"),
        ProcessContents::Lax => format!("<{rule}, lax>"),
        ProcessContents::Skip => format!("<{rule}, skip>"),
    }
}
