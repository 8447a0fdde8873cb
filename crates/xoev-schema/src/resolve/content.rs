//! Particles: model groups expanded, trivial nesting removed.

use xsd_parser::models::schema::{MaxOccurs, xs};

use super::Building;
use super::documents::Site;
use super::wildcard;
use crate::error::{Referent, SchemaError};
use crate::model::{Particle, Term};

/// Particles that one type may have after groups are expanded. Groups of groups grow without
/// bounds otherwise.
const MOST: usize = 200_000;

/// What is done while the content of one type is built.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Groups that are being expanded.
    open: Vec<*const xs::GroupType>,
    particles: usize,
}

/// The three ways to compose particles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Compositor {
    Sequence,
    Choice,
    All,
}

/// What a type may have as its content model.
#[derive(Clone, Copy, Debug)]
pub(super) enum Model<'a> {
    Group(&'a xs::GroupType),
    Composed(Compositor, &'a xs::GroupType),
}

impl<'a> Building<'a> {
    /// The particle of a content model; none if it is empty.
    pub(super) fn model(
        &self,
        site: &Site<'a>,
        model: Model<'a>,
    ) -> Result<Option<Particle>, SchemaError> {
        let mut progress = Progress::default();
        match model {
            Model::Group(group) => self.group_reference(site, group, &mut progress),
            Model::Composed(compositor, group) => {
                self.composed(site, compositor, group, &mut progress)
            }
        }
    }

    fn group_reference(
        &self,
        site: &Site<'a>,
        reference: &'a xs::GroupType,
        progress: &mut Progress,
    ) -> Result<Option<Particle>, SchemaError> {
        let Some(name) = &reference.ref_ else {
            return Err(self.documents.malformed(site, "a group here needs a ref"));
        };
        let key = self.documents.key(site, Referent::Group, name)?;
        let unresolved = || {
            self.documents
                .unresolved(site, Referent::Group, self.documents.show(key), None)
        };
        let layers = self.symbols.groups.get(&key).ok_or_else(unresolved)?;
        let index = match site.redefining {
            Some((own, below)) if own == key.1 && key.0 == self.documents.target(site.doc) => below,
            _ => layers.len(),
        };
        let below = index.checked_sub(1).ok_or_else(unresolved)?;
        let group = layers.get(below).ok_or_else(unresolved)?;
        let identity = std::ptr::from_ref(group.item);
        if progress.open.contains(&identity) {
            return Err(self.documents.contradictory(
                site,
                self.documents.show(key),
                "this group contains itself",
            ));
        }
        let Some((min, max)) = self.occurs(site, reference.min_occurs, reference.max_occurs)?
        else {
            return Ok(None);
        };
        progress.open.push(identity);
        let mut inner = Site::new(group.doc, key.1);
        if below > 0 {
            inner.redefining = Some((group.item.name.as_deref().unwrap_or_default(), below));
        }
        let mut particle = None;
        for content in &group.item.content {
            let (compositor, members) = match content {
                xs::GroupTypeContent::Sequence(g) => (Compositor::Sequence, g),
                xs::GroupTypeContent::Choice(g) => (Compositor::Choice, g),
                xs::GroupTypeContent::All(g) => (Compositor::All, g),
                xs::GroupTypeContent::Annotation(_) => continue,
                _ => {
                    let reason = "a group contains a sequence, a choice or an all";
                    return Err(self.documents.malformed(&inner, reason));
                }
            };
            particle = self.composed(&inner, compositor, members, progress)?;
        }
        progress.open.pop();
        Ok(particle.map(|particle| repeated(particle, min, max)))
    }

    fn composed(
        &self,
        site: &Site<'a>,
        compositor: Compositor,
        group: &'a xs::GroupType,
        progress: &mut Progress,
    ) -> Result<Option<Particle>, SchemaError> {
        let Some((min, max)) = self.occurs(site, group.min_occurs, group.max_occurs)? else {
            return Ok(None);
        };
        let mut members = Vec::new();
        let mut may_be_empty = false;
        let mut alternatives = 0_usize;
        let mut never = None;
        for content in &group.content {
            progress.particles += 1;
            if progress.particles > MOST {
                return Err(self.documents.unsupported(
                    site,
                    "content of this size",
                    format!("its groups expand to more than {MOST} particles"),
                ));
            }
            let member = match content {
                xs::GroupTypeContent::Annotation(_) => continue,
                xs::GroupTypeContent::Element(element) => {
                    let Some((min, max)) =
                        self.occurs(site, element.min_occurs, element.max_occurs)?
                    else {
                        continue;
                    };
                    let Some(term) = self.element_term(site, element)? else {
                        continue;
                    };
                    // What can never stand here is no alternative, unless it need not stand.
                    match &term {
                        Term::Element(element) if element.abstract_ && min == 0 => {
                            alternatives += 1;
                            may_be_empty = true;
                            continue;
                        }
                        Term::Element(element)
                            if element.abstract_ && compositor == Compositor::Choice =>
                        {
                            never = Some(Particle { min, max, term });
                            continue;
                        }
                        _ => {}
                    }
                    Some(Particle { min, max, term })
                }
                xs::GroupTypeContent::Any(any) => {
                    let Some((min, max)) = self.occurs(site, any.min_occurs, any.max_occurs)?
                    else {
                        continue;
                    };
                    let namespaces = any.namespace.as_ref();
                    let wildcard = wildcard::wildcard(
                        &self.documents,
                        site,
                        namespaces,
                        &any.process_contents,
                    )?;
                    Some(Particle {
                        min,
                        max,
                        term: Term::Any(wildcard),
                    })
                }
                xs::GroupTypeContent::Group(group) => {
                    if self
                        .occurs(site, group.min_occurs, group.max_occurs)?
                        .is_none()
                    {
                        continue;
                    }
                    self.group_reference(site, group, progress)?
                }
                xs::GroupTypeContent::Sequence(inner)
                | xs::GroupTypeContent::Choice(inner)
                | xs::GroupTypeContent::All(inner) => {
                    if self
                        .occurs(site, inner.min_occurs, inner.max_occurs)?
                        .is_none()
                    {
                        continue;
                    }
                    let compositor = match content {
                        xs::GroupTypeContent::Sequence(_) => Compositor::Sequence,
                        xs::GroupTypeContent::Choice(_) => Compositor::Choice,
                        _ => Compositor::All,
                    };
                    self.composed(site, compositor, inner, progress)?
                }
            };
            alternatives += 1;
            match member {
                Some(member) => members.push(member),
                None => may_be_empty = true,
            }
        }
        if alternatives == 0 && min > 0 {
            alternatives += usize::from(never.is_some());
            members.extend(never);
        }
        let min = match compositor {
            Compositor::Choice if alternatives == 0 && min > 0 => {
                let reason = "nothing can ever fulfil it";
                return Err(self
                    .documents
                    .contradictory(site, "a choice without members", reason));
            }
            // An empty alternative means that the choice may be left out.
            Compositor::Choice if may_be_empty => 0,
            _ => min,
        };
        self.compose(site, compositor, members, min, max)
    }

    fn compose(
        &self,
        site: &Site<'a>,
        compositor: Compositor,
        members: Vec<Particle>,
        min: u32,
        max: Option<u32>,
    ) -> Result<Option<Particle>, SchemaError> {
        let is_all = |p: &Particle| matches!(p.term, Term::All(_));
        if members.iter().any(is_all) && (members.len() > 1 || compositor != Compositor::Sequence) {
            let reason = "an all group cannot be part of another group";
            return Err(self.documents.contradictory(site, "xs:all", reason));
        }
        if compositor == Compositor::All {
            let fits = |p: &Particle| {
                p.max == Some(1) && matches!(p.term, Term::Element(_) | Term::Choice(_))
            };
            if max != Some(1) || !members.iter().all(fits) {
                let reason =
                    "an all group and its elements occur at most once, and it has only elements";
                return Err(self.documents.contradictory(site, "xs:all", reason));
            }
        }
        Ok(composed(compositor, members, min, max))
    }

    /// Numbers of occurrence; none if the particle is ruled out by `maxOccurs="0"`.
    fn occurs(
        &self,
        site: &Site<'a>,
        min: usize,
        max: MaxOccurs,
    ) -> Result<Option<(u32, Option<u32>)>, SchemaError> {
        let number = |n: usize| {
            u32::try_from(n).map_err(|_| {
                let reason = "numbers of occurrence go up to 4294967295";
                self.documents
                    .unsupported(site, format!("an occurrence of {n}"), reason)
            })
        };
        let min = number(min)?;
        let max = match max {
            MaxOccurs::Unbounded => None,
            MaxOccurs::Bounded(max) => Some(number(max)?),
        };
        if max.is_some_and(|max| max < min) {
            let reason = format!("minOccurs {min} is greater than maxOccurs");
            let name = site.place.last().cloned().unwrap_or_default();
            return Err(self.documents.contradictory(site, name, reason));
        }
        Ok((max != Some(0)).then_some((min, max)))
    }
}

/// Composes particles: members that are a sequence of their own are spliced into a sequence,
/// choices into a choice; a single member stands for the whole.
pub(super) fn composed(
    compositor: Compositor,
    members: Vec<Particle>,
    min: u32,
    max: Option<u32>,
) -> Option<Particle> {
    let mut flat = Vec::with_capacity(members.len());
    for member in members {
        match (compositor, member) {
            (
                Compositor::Sequence,
                Particle {
                    min: 1,
                    max: Some(1),
                    term: Term::Sequence(inner),
                },
            )
            | (
                Compositor::Choice,
                Particle {
                    min: 1,
                    max: Some(1),
                    term: Term::Choice(inner),
                },
            ) => {
                flat.extend(inner);
            }
            (_, member) => flat.push(member),
        }
    }
    if flat.len() == 1 {
        return flat.pop().map(|only| repeated(only, min, max));
    }
    if flat.is_empty() {
        return None;
    }
    let term = match compositor {
        Compositor::Sequence => Term::Sequence(flat),
        Compositor::Choice => Term::Choice(flat),
        Compositor::All => Term::All(flat),
    };
    Some(Particle { min, max, term })
}

/// A particle that occurs as a whole this many times.
fn repeated(particle: Particle, min: u32, max: Option<u32>) -> Particle {
    if (min, max) == (1, Some(1)) {
        return particle;
    }
    if (particle.min, particle.max) == (1, Some(1)) {
        return Particle {
            min,
            max,
            term: particle.term,
        };
    }
    Particle {
        min,
        max,
        term: Term::Sequence(vec![particle]),
    }
}
