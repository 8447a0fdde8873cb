//! Content models as deterministic automata; `places` makes them.

use std::collections::HashMap;
use std::num::NonZero;

use xoev_schema::{Element, NsId, Particle, SchemaSet, Wildcard};

use super::decl::Decl;
use super::expected::Name;
use super::places::Drafts;

/// How many of the elements that may come next are compared with a start tag.
const LIKELY: u8 = 16;

/// Index of a state.
pub(crate) type StateId = u32;

/// The content model of a type, but for `xs:all`.
///
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
pub(super) struct Rare {
    /// Wildcards that are allowed here, with the state after them.
    pub(super) any: Vec<(u16, StateId)>,
    /// The element that led here is counted: least and greatest number before going on.
    pub(super) counter: Option<(u32, Option<u32>)>,
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

impl Model {
    pub(super) fn new(set: &SchemaSet, particle: &Particle) -> Result<Model, ModelError> {
        let Drafts {
            symbols,
            wildcards,
            states: drafts,
        } = Drafts::new(set, particle)?;
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
        Ok(Model {
            states: states.into(),
            arcs: arcs.into(),
            names: symbols.list.iter().map(|s| Name::new(set, s)).collect(),
            symbols,
            rare: rare.into(),
            wildcards,
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
