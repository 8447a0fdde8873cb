//! How content models are made: by Glushkov's construction.
//!
//! Every place of an element in the schema becomes a position, repetitions are written out, and sets
//! of positions become states. Schemas are deterministic ("unique particle attribution"), so that
//! there are hardly more states than positions. An element that may be repeated very often is counted
//! instead of written out.

use std::collections::HashMap;

use xoev_schema::{Particle, SchemaSet, Term, Wildcard};

use super::model::{Arc, Counts, ModelError, Rare, StateId, Symbols};

/// Repetitions of one element beyond this are counted.
const COUNTED: u32 = 64;
/// How many positions and states a model may have.
const POSITIONS: usize = 20_000;

/// A state while the model is made.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) arcs: Vec<Arc>,
    pub(super) rare: Rare,
    pub(super) accepts: bool,
}

/// What a model is made of.
pub(super) struct Drafts {
    pub(super) symbols: Symbols,
    pub(super) wildcards: Vec<Wildcard>,
    pub(super) states: Vec<Draft>,
}

impl Drafts {
    pub(super) fn new(set: &SchemaSet, particle: &Particle) -> Result<Drafts, ModelError> {
        let mut builder = Builder {
            set,
            symbols: Symbols::default(),
            wildcards: Vec::new(),
            positions: Vec::new(),
        };
        let whole = builder.particle(particle, false)?;
        let states = builder.states(&whole)?;
        Ok(Drafts {
            symbols: builder.symbols,
            wildcards: builder.wildcards,
            states,
        })
    }
}

/// What a position stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Label {
    Element(u16),
    Any(u16),
}

struct Position {
    label: Label,
    follow: Vec<u32>,
    counter: Option<(u32, Option<u32>)>,
}

/// A part of the model while it is put together.
struct Part {
    first: Vec<u32>,
    last: Vec<u32>,
    nullable: bool,
}

struct Builder<'a> {
    set: &'a SchemaSet,
    symbols: Symbols,
    wildcards: Vec<Wildcard>,
    positions: Vec<Position>,
}

impl Builder<'_> {
    fn particle(&mut self, particle: &Particle, repeats: bool) -> Result<Part, ModelError> {
        let repeats = repeats || particle.max != Some(1);
        let (min, max) = (particle.min, particle.max);
        if max == Some(0) {
            return Ok(Part::empty());
        }
        let single = matches!(particle.term, Term::Element(_) | Term::Any(_));
        let often = min > COUNTED || max.is_some_and(|max| max > COUNTED);
        if single && often {
            let mut part = self.term(particle, repeats)?;
            for at in &part.first {
                if let Some(position) = self.positions.get_mut(*at as usize) {
                    position.counter = Some((min, max));
                }
            }
            self.link(&part.last, &part.first);
            part.nullable = min == 0;
            return Ok(part);
        }
        let mut whole = Part::empty();
        let first = self.term(particle, repeats)?;
        // What may be nothing may be there any smaller number of times.
        let min = if first.nullable { 0 } else { min };
        let mut next = Some(first);
        for _ in 0..min.saturating_sub(u32::from(max.is_none())) {
            let copy = self.copy(&mut next, particle, repeats)?;
            whole = self.sequence(whole, copy);
        }
        match max {
            None => {
                let mut copy = self.copy(&mut next, particle, repeats)?;
                self.link(&copy.last, &copy.first);
                copy.nullable |= min == 0;
                whole = self.sequence(whole, copy);
            }
            Some(max) => {
                // Each further copy needs the one before it, so that one way leads through.
                let mut ends = Vec::new();
                let mut optional: Option<Part> = None;
                for _ in min..max {
                    let copy = self.copy(&mut next, particle, repeats)?;
                    match &mut optional {
                        None => {
                            ends.extend_from_slice(&copy.last);
                            optional = Some(copy);
                        }
                        Some(part) => {
                            self.link(&part.last, &copy.first);
                            ends.extend_from_slice(&copy.last);
                            part.last = copy.last;
                        }
                    }
                }
                if let Some(mut part) = optional {
                    part.last = ends;
                    part.nullable = true;
                    whole = self.sequence(whole, part);
                }
            }
        }
        Ok(whole)
    }

    /// The first copy is there already; further ones are made anew.
    fn copy(
        &mut self,
        ready: &mut Option<Part>,
        particle: &Particle,
        repeats: bool,
    ) -> Result<Part, ModelError> {
        match ready.take() {
            Some(part) => Ok(part),
            None => self.term(particle, repeats),
        }
    }

    fn term(&mut self, particle: &Particle, repeats: bool) -> Result<Part, ModelError> {
        match &particle.term {
            Term::Element(element) => {
                let counts = Counts {
                    min: particle.min,
                    max: particle.max,
                    repeats,
                };
                let symbol = self.symbols.add(self.set, element, counts);
                self.position(Label::Element(symbol))
            }
            Term::Any(wildcard) => {
                let known = self.wildcards.iter().position(|w| w == wildcard);
                let at = known.unwrap_or_else(|| {
                    self.wildcards.push(wildcard.clone());
                    self.wildcards.len() - 1
                });
                self.position(Label::Any(u16::try_from(at).unwrap_or(u16::MAX)))
            }
            // A group of all members stands alone in its model; if it has one member, it is that.
            Term::Sequence(members) | Term::All(members) => {
                let mut whole = Part::empty();
                for member in members {
                    let part = self.particle(member, repeats)?;
                    whole = self.sequence(whole, part);
                }
                Ok(whole)
            }
            Term::Choice(members) => {
                let mut whole = Part {
                    nullable: false,
                    ..Part::empty()
                };
                for member in members {
                    let part = self.particle(member, repeats)?;
                    whole.first.extend(part.first);
                    whole.last.extend(part.last);
                    whole.nullable |= part.nullable;
                }
                Ok(whole)
            }
        }
    }

    fn position(&mut self, label: Label) -> Result<Part, ModelError> {
        if self.positions.len() >= POSITIONS {
            return Err(ModelError::TooLarge);
        }
        let at = u32::try_from(self.positions.len()).map_err(|_| ModelError::TooLarge)?;
        self.positions.push(Position {
            label,
            follow: Vec::new(),
            counter: None,
        });
        Ok(Part {
            first: vec![at],
            last: vec![at],
            nullable: false,
        })
    }

    fn link(&mut self, last: &[u32], first: &[u32]) {
        for from in last {
            if let Some(position) = self.positions.get_mut(*from as usize) {
                position.follow.extend_from_slice(first);
            }
        }
    }

    fn sequence(&mut self, mut before: Part, after: Part) -> Part {
        self.link(&before.last, &after.first);
        if before.nullable {
            before.first.extend_from_slice(&after.first);
        }
        if after.nullable {
            before.last.extend(after.last);
        } else {
            before.last = after.last;
        }
        before.nullable &= after.nullable;
        before
    }

    /// Sets of positions become states.
    fn states(&mut self, whole: &Part) -> Result<Vec<Draft>, ModelError> {
        for position in &mut self.positions {
            position.follow.sort_unstable();
            position.follow.dedup();
        }
        let mut is_last = vec![false; self.positions.len()];
        for at in &whole.last {
            is_last[*at as usize] = true;
        }
        let mut states = vec![Draft {
            accepts: whole.nullable,
            ..Draft::default()
        }];
        let mut known: HashMap<Vec<u32>, StateId> = HashMap::new();
        let mut open: Vec<(StateId, Vec<u32>)> = vec![(0, Vec::new())];
        while let Some((id, positions)) = open.pop() {
            let mut next: Vec<u32> = match id {
                0 => whole.first.clone(),
                _ => {
                    let each = positions.iter().map(|at| &self.positions[*at as usize]);
                    each.flat_map(|p| p.follow.iter().copied()).collect()
                }
            };
            next.sort_unstable();
            next.dedup();
            let mut by_label: HashMap<Label, Vec<u32>> = HashMap::new();
            for at in next {
                let label = self.positions[at as usize].label;
                by_label.entry(label).or_default().push(at);
            }
            let mut labels: Vec<(Label, Vec<u32>)> = by_label.into_iter().collect();
            labels.sort_unstable();
            for (label, targets) in labels {
                let target = match known.get(&targets) {
                    Some(target) => *target,
                    None => {
                        let target = StateId::try_from(states.len())
                            .ok()
                            .filter(|_| states.len() < POSITIONS)
                            .ok_or(ModelError::TooLarge)?;
                        states.push(self.state(&targets, &is_last)?);
                        known.insert(targets.clone(), target);
                        open.push((target, targets));
                        target
                    }
                };
                let state = &mut states[id as usize];
                match label {
                    Label::Element(symbol) => state.arcs.push(Arc { symbol, target }),
                    Label::Any(wildcard) => state.rare.any.push((wildcard, target)),
                }
            }
        }
        Ok(states)
    }

    fn state(&self, positions: &[u32], is_last: &[bool]) -> Result<Draft, ModelError> {
        let mut counters = positions
            .iter()
            .filter_map(|at| self.positions[*at as usize].counter.map(|c| (c, *at)));
        let counter = counters.next();
        if let Some((_, at)) = counter
            && positions.len() > 1
        {
            // Which of the positions is counted can't be told.
            let name = match self.positions[at as usize].label {
                Label::Element(symbol) => self.symbols.get(symbol).local.clone(),
                Label::Any(_) => "any".to_owned(),
            };
            return Err(ModelError::Counter(name));
        }
        Ok(Draft {
            accepts: positions.iter().any(|at| is_last[*at as usize]),
            rare: Rare {
                counter: counter.map(|(counter, _)| counter),
                ..Rare::default()
            },
            ..Draft::default()
        })
    }
}

impl Part {
    fn empty() -> Part {
        Part {
            first: Vec::new(),
            last: Vec::new(),
            nullable: true,
        }
    }
}
