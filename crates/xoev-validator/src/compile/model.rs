//! Content models as deterministic automata.
//!
//! A model is made by Glushkov's construction: every place of an element in the schema becomes a
//! position, repetitions are written out, and sets of positions become states. Schemas are
//! deterministic ("unique particle attribution"), so that there are hardly more states than
//! positions. An element that may be repeated very often is counted instead of written out.

use std::collections::HashMap;
use std::num::NonZero;

use xoev_schema::{Element, NsId, Particle, SchemaSet, Term, Wildcard};

use super::decl::Decl;
use super::expected::Name;

/// Repetitions of one element beyond this are counted.
const COUNTED: u32 = 64;
/// How many of the elements that may come next are compared with a start tag.
const LIKELY: u8 = 16;
/// How many positions and states a model may have.
const POSITIONS: usize = 20_000;

/// Index of a state.
pub(crate) type StateId = u32;

/// The content model of a type, but for `xs:all`.
/// Messages that differ need many of them, so that what is asked for at each element is small and
/// stands together.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Model {
    pub(crate) states: Box<[State]>,
    /// Those of all states, one after the other.
    arcs: Box<[Arc]>,
    /// For each symbol, what a start tag is compared with.
    pub(crate) names: Box<[Name]>,
    pub(crate) symbols: Symbols,
    rare: Box<[Rare]>,
    pub(crate) wildcards: Vec<Wildcard>,
}

/// The elements that a type may hold, whatever the order.
#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Symbols {
    /// How many symbols have a [`Symbol::slot`].
    pub(crate) slots: usize,
    pub(crate) list: Vec<Symbol>,
    index: HashMap<String, Vec<u16>>,
}

/// An element that a type may hold. XML Schema sees to it that one name has one type in a model.
#[derive(Debug)]
pub(crate) struct Symbol {
    pub(crate) ns: NsId,
    pub(crate) local: String,
    pub(crate) decl: Decl,
    /// Where its repetitions are counted, if it can be repeated.
    pub(crate) slot: Option<u16>,
}

#[derive(Debug)]
pub(crate) struct State {
    /// Where its arcs begin, and their number.
    first: u32,
    number: u16,
    /// How many of them a start tag is compared with before it is taken apart.
    likely: u8,
    /// Where to find what few states have.
    rare: Option<NonZero<u16>>,
    /// The content may end here.
    pub(crate) accepts: bool,
}

/// What few states have.
#[derive(Debug, Default)]
struct Rare {
    /// Wildcards that are allowed here, with the state after them.
    any: Vec<(u16, StateId)>,
    /// The element that led here is counted: least and greatest number before going on.
    counter: Option<(u32, Option<u32>)>,
}

/// A state while the model is made.
#[derive(Debug, Default)]
struct Draft {
    arcs: Vec<Arc>,
    rare: Rare,
    accepts: bool,
}

/// An element that may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arc {
    pub(crate) symbol: u16,
    pub(crate) target: StateId,
}

/// Why a model can't be made.
#[derive(Debug)]
pub(crate) enum ModelError {
    TooLarge,
    Counter(String),
}

impl Symbols {
    pub(super) fn add(&mut self, set: &SchemaSet, element: &Element, particle: Counts) -> u16 {
        let known = self.find(element.name.ns, &element.name.local);
        let at = match known {
            Some(at) => at,
            None => {
                let at = u16::try_from(self.list.len()).unwrap_or(u16::MAX);
                self.list.push(Symbol {
                    ns: element.name.ns,
                    local: element.name.local.clone(),
                    decl: Decl::new(set, element, particle),
                    slot: None,
                });
                let same = self.index.entry(element.name.local.clone()).or_default();
                same.push(at);
                at
            }
        };
        let slots = &mut self.slots;
        if let Some(symbol) = self.list.get_mut(usize::from(at))
            && particle.repeats
            && symbol.slot.is_none()
        {
            symbol.slot = u16::try_from(*slots).ok();
            *slots += 1;
        }
        at
    }

    /// The symbol of a name.
    pub(crate) fn find(&self, ns: NsId, local: &str) -> Option<u16> {
        if self.list.len() <= 8 {
            let at = self
                .list
                .iter()
                .position(|s| s.ns == ns && s.local == local)?;
            return u16::try_from(at).ok();
        }
        let same = self.index.get(local)?;
        let get = |at: &u16| self.list.get(usize::from(*at));
        same.iter()
            .copied()
            .find(|at| get(at).is_some_and(|s| s.ns == ns))
    }

    pub(crate) fn get(&self, at: u16) -> &Symbol {
        &self.list[usize::from(at)]
    }
}

/// How often the schema lets an element occur where it is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
    /// It may occur several times, itself or with a group around it.
    pub(crate) repeats: bool,
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

impl Model {
    pub(super) fn new(set: &SchemaSet, particle: &Particle) -> Result<Model, ModelError> {
        let mut builder = Builder {
            set,
            symbols: Symbols::default(),
            wildcards: Vec::new(),
            positions: Vec::new(),
        };
        let whole = builder.particle(particle, false)?;
        let drafts = builder.states(&whole)?;
        let mut states = Vec::with_capacity(drafts.len());
        let (mut arcs, mut rare) = (Vec::new(), Vec::new());
        for draft in drafts {
            let is_rare = draft.rare.counter.is_some() || !draft.rare.any.is_empty();
            if is_rare {
                rare.push(draft.rare);
            }
            let too_large = |_| ModelError::TooLarge;
            states.push(State {
                first: u32::try_from(arcs.len()).map_err(too_large)?,
                number: u16::try_from(draft.arcs.len()).map_err(too_large)?,
                likely: u8::try_from(draft.arcs.len()).map_or(LIKELY, |n| n.min(LIKELY)),
                rare: match is_rare {
                    true => NonZero::new(u16::try_from(rare.len()).map_err(too_large)?),
                    false => None,
                },
                accepts: draft.accepts,
            });
            arcs.extend(draft.arcs);
        }
        let symbols = builder.symbols;
        Ok(Model {
            states: states.into(),
            arcs: arcs.into(),
            names: symbols.list.iter().map(|s| Name::new(set, s)).collect(),
            symbols,
            rare: rare.into(),
            wildcards: builder.wildcards,
        })
    }

    #[inline]
    pub(crate) fn state(&self, id: StateId) -> &State {
        &self.states[id as usize]
    }

    /// The elements that may come next.
    #[inline]
    pub(crate) fn arcs(&self, state: &State) -> &[Arc] {
        let first = state.first as usize;
        let arcs = self.arcs.get(first..first + usize::from(state.number));
        arcs.unwrap_or_default()
    }

    /// The first of them, which are compared with start tags.
    #[inline]
    pub(crate) fn likely_arcs(&self, state: &State) -> &[Arc] {
        let first = state.first as usize;
        let arcs = self.arcs.get(first..first + usize::from(state.likely));
        arcs.unwrap_or_default()
    }

    fn rare(&self, state: &State) -> Option<&Rare> {
        self.rare.get(usize::from(state.rare?.get()) - 1)
    }

    /// Wildcards that are allowed at a state, with the state after them.
    pub(crate) fn any(&self, state: &State) -> &[(u16, StateId)] {
        self.rare(state).map_or(&[], |rare| &rare.any)
    }

    /// The least and greatest number of the element that led to a state, before going on, if it is
    /// counted.
    #[inline]
    pub(crate) fn counter(&self, state: &State) -> Option<(u32, Option<u32>)> {
        match state.rare {
            None => None,
            Some(_) => self.rare(state)?.counter,
        }
    }

    /// The arc of an element of this name from a state.
    #[inline]
    pub(crate) fn arc(&self, state: &State, ns: NsId, local: &str) -> Option<Arc> {
        let arcs = self.arcs(state);
        if arcs.len() <= 12 {
            let fits = |arc: &&Arc| {
                let symbol = self.symbols.get(arc.symbol);
                symbol.local == local && symbol.ns == ns
            };
            return arcs.iter().find(fits).copied();
        }
        let symbol = self.symbols.find(ns, local)?;
        let at = arcs.binary_search_by_key(&symbol, |arc| arc.symbol).ok()?;
        arcs.get(at).copied()
    }
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
