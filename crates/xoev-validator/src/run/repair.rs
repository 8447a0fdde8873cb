//! Explains content that does not follow its model by the smallest number of faults.
//!
//! The children of the element, from the first one that does not fit, are compared with all that
//! the model would allow: what is the cheapest way to make them valid by leaving out, adding or
//! renaming elements? An element that is left out at one place and added at another was moved.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::compile::model::{Model, StateId};
use crate::input::Position;

use super::displaced::{self, Passed};

/// A child of the element.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// None if the model has no element of this name.
    pub(super) symbol: Option<u16>,
    /// A wildcard of the model allows it.
    pub(super) open: bool,
    /// Name for people, with its namespace if the model has no element of this name.
    pub(super) name: String,
    /// Local name.
    pub(super) local: String,
    pub(super) position: Position,
    /// Length of its start tag.
    pub(super) length: u64,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// An element is missing before the child with this index: the names of those that would do.
    Missing { before: usize, wanted: Vec<u16> },
    /// A child that should not be there, and what might stand there instead.
    Surplus { at: usize, wanted: Vec<u16> },
    /// A child stands in the place of another element.
    Instead { at: usize, wanted: Vec<u16> },
    /// A child stands at the wrong place.
    Moved { at: usize, wanted: Vec<u16> },
    /// A child that should have come before another one.
    Late { at: usize, before: u16 },
    /// There are no children at all: what is missing, each with those that would do.
    Empty { wanted: Vec<Vec<u16>> },
}

/// How many children are looked at together.
pub(super) const MOST: usize = 4096;
/// How many pairs of child and state are looked at before simpler means are used.
const EFFORT: usize = 200_000;

const SURPLUS: u32 = 10;
const MISSING: u32 = 10;
/// A name that the model does not have is probably a wrong name.
const MISNAMED: u32 = 11;
/// A name that it has is more probably at the wrong place.
const INSTEAD: u32 = 15;

#[derive(Clone, Copy, Debug)]
enum Step {
    Match,
    Surplus,
    Missing(u16),
    /// An element that a wildcard asks for.
    MissingAny,
    Instead(u16),
}

/// A child index and a state.
type Node = (u32, StateId);

/// What is known of the content of an element.
pub(super) struct Case<'a> {
    pub(super) model: &'a Model,
    /// The children that fitted, as far as they are remembered.
    pub(super) passed: &'a [Passed],
    /// The state behind them.
    pub(super) from: StateId,
    /// The children from there on.
    pub(super) items: &'a [Item],
    /// They are all that the element holds.
    pub(super) ended: bool,
    /// Nobody sees the faults one by one, so that they are not worth an effort.
    pub(super) hasty: bool,
}

/// The faults of the content of an element.
pub(super) fn explain(case: &Case<'_>) -> Vec<Fault> {
    let Case {
        model,
        passed,
        from,
        items,
        ended,
        hasty,
    } = *case;
    let effort = (items.len() + 1).saturating_mul(model.states.len());
    let faults = match items.len() < MOST && effort <= EFFORT && !hasty {
        true => cheapest(model, from, items, ended),
        false => None,
    };
    let mut faults = faults.unwrap_or_else(|| greedy(model, from, items, ended));
    if faults.len() > 1 && ended && !hasty {
        if let Some(fault) = displaced::explain(model, passed, from, items) {
            return vec![fault];
        }
        // What was emptied was emptied at once.
        if passed.is_empty() && items.is_empty() {
            let wanted = faults.iter_mut().map(|fault| match fault {
                Fault::Missing { wanted, .. } => std::mem::take(wanted),
                _ => Vec::new(),
            });
            return vec![Fault::Empty {
                wanted: wanted.collect(),
            }];
        }
    }
    faults
}

fn cheapest(model: &Model, from: StateId, items: &[Item], ended: bool) -> Option<Vec<Fault>> {
    let start: Node = (0, from);
    let mut costs: HashMap<Node, u32> = HashMap::from([(start, 0)]);
    let mut back: HashMap<Node, (Node, Step)> = HashMap::new();
    let mut open = BinaryHeap::from([Reverse((0u32, Reverse(start)))]);
    let count = u32::try_from(items.len()).ok()?;
    let mut goal = None;
    while let Some(Reverse((cost, Reverse(node)))) = open.pop() {
        if costs.get(&node).is_some_and(|known| *known < cost) {
            continue;
        }
        let (at, state_id) = node;
        let state = model.state(state_id);
        if at == count && (state.accepts || !ended) {
            goal = Some(node);
            break;
        }
        let mut relax = |next: Node, more: u32, step: Step| {
            let cost = cost + more;
            if costs.get(&next).is_none_or(|known| *known > cost) {
                costs.insert(next, cost);
                back.insert(next, (node, step));
                open.push(Reverse((cost, Reverse(next))));
            }
        };
        let item = items.get(at as usize);
        if let Some(item) = item {
            relax((at + 1, state_id), SURPLUS, Step::Surplus);
            if item.open {
                for (_, target) in model.any(state) {
                    relax((at + 1, *target), 0, Step::Match);
                }
            }
        }
        for arc in model.arcs(state) {
            relax((at, arc.target), MISSING, Step::Missing(arc.symbol));
            let Some(item) = item else { continue };
            if item.symbol == Some(arc.symbol) {
                relax((at + 1, arc.target), 0, Step::Match);
            } else {
                let more = if item.symbol.is_some() {
                    INSTEAD
                } else {
                    MISNAMED
                };
                relax((at + 1, arc.target), more, Step::Instead(arc.symbol));
            }
        }
        for (_, target) in model.any(state) {
            relax((at, *target), MISSING, Step::MissingAny);
        }
    }
    let mut faults = Vec::new();
    let mut node = goal?;
    while let Some((before, step)) = back.get(&node) {
        let (at, state) = *before;
        let at = at as usize;
        match step {
            Step::Match => {}
            Step::Surplus => faults.push(Fault::Surplus {
                at,
                wanted: names(model, state),
            }),
            Step::Missing(symbol) => faults.push(Fault::Missing {
                before: at,
                wanted: alike(model, state, *symbol),
            }),
            Step::MissingAny => faults.push(Fault::Missing {
                before: at,
                wanted: Vec::new(),
            }),
            Step::Instead(symbol) => faults.push(Fault::Instead {
                at,
                wanted: alike(model, state, *symbol),
            }),
        }
        node = *before;
    }
    faults.reverse();
    Some(join_moves(faults, items))
}

/// What is missing at one place and too much at another was moved; two elements of which each stands
/// in the place of the other were swapped; and the same element too often is one fault.
fn join_moves(faults: Vec<Fault>, items: &[Item]) -> Vec<Fault> {
    let mut gone = vec![false; faults.len()];
    let mut moved = vec![false; faults.len()];
    let symbol_at = |at: usize| items.get(at).and_then(|item| item.symbol);
    for (i, fault) in faults.iter().enumerate() {
        match (
            fault,
            i.checked_sub(1).and_then(|before| faults.get(before)),
        ) {
            (Fault::Surplus { at, .. }, Some(Fault::Surplus { at: before, .. }))
                if *at == before + 1
                    && symbol_at(*at).is_some()
                    && symbol_at(*at) == symbol_at(*before) =>
            {
                gone[i] = true;
            }
            _ => {}
        }
        if let (Fault::Instead { at, wanted }, false) = (fault, gone[i])
            && let Some(own) = symbol_at(*at)
        {
            let twin = faults.iter().enumerate().skip(i + 1).find(|(_, other)| {
                matches!(other, Fault::Instead { at, wanted: others }
                    if others.contains(&own)
                        && symbol_at(*at).is_some_and(|s| wanted.contains(&s)))
            });
            if let Some((j, _)) = twin {
                gone[j] = true;
            }
        }
    }
    for (i, fault) in faults.iter().enumerate() {
        if gone[i] {
            continue;
        }
        let Fault::Surplus { at, .. } = fault else {
            continue;
        };
        let symbol = symbol_at(*at);
        let missing = faults.iter().enumerate().position(|(j, other)| {
            !gone[j]
                && matches!((other, symbol), (Fault::Missing { wanted, .. }, Some(symbol))
                    if wanted.contains(&symbol))
        });
        if let Some(j) = missing {
            gone[j] = true;
            moved[i] = true;
        }
    }
    let all = faults.into_iter().enumerate();
    let kept = all.filter(|(i, _)| !gone[*i]);
    kept.map(|(i, fault)| match fault {
        Fault::Surplus { at, wanted } if moved[i] => Fault::Moved { at, wanted },
        fault => fault,
    })
    .collect()
}

/// For very long or very rich content: goes on as far as possible, child by child.
fn greedy(model: &Model, from: StateId, items: &[Item], ended: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut state = from;
    let mut last = None;
    for (at, item) in items.iter().enumerate() {
        let now = model.state(state);
        let mut arcs = model.arcs(now).iter();
        if let Some(arc) = arcs.find(|arc| Some(arc.symbol) == item.symbol) {
            state = arc.target;
        } else if let Some((_, target)) = model.any(now).first().filter(|_| item.open) {
            state = *target;
        } else if let Some((way, target)) = item.symbol.and_then(|s| ahead(model, state, s)) {
            for (place, symbol) in way {
                faults.push(Fault::Missing {
                    before: at,
                    wanted: alike(model, place, symbol),
                });
            }
            state = target;
        } else if item.symbol.is_none() || item.symbol != last {
            // The same name again and again is one fault.
            faults.push(Fault::Surplus {
                at,
                wanted: names(model, state),
            });
        }
        last = item.symbol;
    }
    if ended && let Some(way) = to_end(model, state) {
        for (place, symbol) in way {
            faults.push(Fault::Missing {
                before: items.len(),
                wanted: alike(model, place, symbol),
            });
        }
    }
    faults
}

/// The states passed and the elements missing on a way.
type Way = Vec<(StateId, u16)>;

/// The shortest way from a state to behind an element.
fn ahead(model: &Model, from: StateId, symbol: u16) -> Option<(Way, StateId)> {
    let target_of = |state: StateId| {
        let mut arcs = model.arcs(model.state(state)).iter();
        arcs.find(|arc| arc.symbol == symbol).map(|arc| arc.target)
    };
    let (way, at) = search(model, from, |state| target_of(state).is_some())?;
    Some((way, target_of(at)?))
}

fn to_end(model: &Model, from: StateId) -> Option<Way> {
    search(model, from, |state| model.state(state).accepts).map(|(way, _)| way)
}

fn search(
    model: &Model,
    from: StateId,
    is_goal: impl Fn(StateId) -> bool,
) -> Option<(Way, StateId)> {
    let mut back: HashMap<StateId, (StateId, u16)> = HashMap::new();
    let mut open = std::collections::VecDeque::from([from]);
    while let Some(state) = open.pop_front() {
        if is_goal(state) {
            let mut way = Vec::new();
            let mut at = state;
            while at != from
                && let Some((before, symbol)) = back.get(&at)
            {
                way.push((*before, *symbol));
                at = *before;
            }
            way.reverse();
            return Some((way, state));
        }
        for arc in model.arcs(model.state(state)) {
            if arc.target != from && !back.contains_key(&arc.target) {
                back.insert(arc.target, (state, arc.symbol));
                open.push_back(arc.target);
            }
        }
    }
    None
}

/// The elements that may stand at a state.
pub(super) fn names(model: &Model, state: StateId) -> Vec<u16> {
    let arcs = model.arcs(model.state(state)).iter();
    arcs.map(|arc| arc.symbol).collect()
}

/// The elements that would do in place of one: those after which the same may follow.
fn alike(model: &Model, state: StateId, symbol: u16) -> Vec<u16> {
    let arcs = model.arcs(model.state(state));
    let Some(chosen) = arcs.iter().find(|arc| arc.symbol == symbol) else {
        return vec![symbol];
    };
    let behind = model.state(chosen.target);
    let same = |target: StateId| {
        let other = model.state(target);
        let alike = || other.accepts == behind.accepts && model.arcs(other) == model.arcs(behind);
        target == chosen.target || alike()
    };
    arcs.iter()
        .filter(|arc| same(arc.target))
        .map(|arc| arc.symbol)
        .collect()
}
