//! Content that is right but for one element at the wrong place, or for two that were exchanged.
//!
//! An optional element that comes too early fits where it stands; what should have come before it
//! does not any more. So the children that fitted are looked at, too, as far as they are remembered.

use crate::compile::model::{Model, StateId};

use super::repair::{Fault, Item, names};

/// A child that fitted, and the state that it came at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passed {
    /// None if a wildcard took it.
    pub(super) symbol: Option<u16>,
    pub(super) at: StateId,
}

/// How many of the children that fitted are remembered for each element, at least.
pub(super) const REMEMBERED: usize = 32;

/// How many children that did not fit are looked at.
const MOST: usize = 64;

#[derive(Clone, Copy)]
struct Child {
    symbol: Option<u16>,
    open: bool,
}

/// The one fault that explains everything; none if there is no such fault. `items` are all children
/// from the first one that did not fit, at the state `from`.
pub(super) fn explain(
    model: &Model,
    passed: &[Passed],
    from: StateId,
    items: &[Item],
) -> Option<Fault> {
    if items.is_empty() || items.len() > MOST {
        return None;
    }
    let before = passed.iter().map(|p| Child {
        symbol: p.symbol,
        open: p.symbol.is_none(),
    });
    let rest = items.iter().map(|item| Child {
        symbol: item.symbol,
        open: item.open,
    });
    let row: Vec<Child> = before.chain(rest).collect();
    let start = passed.first().map_or(from, |p| p.at);
    moved(model, start, &row, passed.len()).or_else(|| exchanged(model, start, &row, passed.len()))
}

fn next(model: &Model, state: StateId, child: Child) -> Option<StateId> {
    let now = model.state(state);
    let mut arcs = model.arcs(now).iter();
    let arc = arcs.find(|arc| Some(arc.symbol) == child.symbol);
    arc.map(|arc| arc.target).or_else(|| {
        let any = model.any(now).first().filter(|_| child.open);
        any.map(|(_, target)| *target)
    })
}

/// One element at the wrong place: one that did not fit, or one that fitted and came too early.
fn moved(model: &Model, start: StateId, row: &[Child], first: usize) -> Option<Fault> {
    let mut late = first..row.len();
    if let Some(k) = late.find(|k| is_elsewhere(model, start, row, *k)) {
        // What could stand there, if it were not for this one.
        let before = row[..k].iter();
        let state = before
            .copied()
            .try_fold(start, |state, child| next(model, state, child));
        return Some(Fault::Moved {
            at: k - first,
            wanted: state.map_or_else(Vec::new, |state| names(model, state)),
        });
    }
    let k = (0..first)
        .rev()
        .find(|k| is_elsewhere(model, start, row, *k))?;
    let before = row[k].symbol?;
    Some(Fault::Late { at: 0, before })
}

/// Whether all is right once a child is put to another place.
fn is_elsewhere(model: &Model, start: StateId, row: &[Child], k: usize) -> bool {
    let child = row[k];
    // Where the others lead without it, and where they lead with it at one of the places so far.
    let mut without = Some(start);
    let mut with: Vec<StateId> = Vec::new();
    let put = |without: Option<StateId>, with: &mut Vec<StateId>| {
        if let Some(target) = without.and_then(|state| next(model, state, child))
            && !with.contains(&target)
        {
            with.push(target);
        }
    };
    for other in row[..k].iter().chain(&row[k + 1..]) {
        put(without, &mut with);
        without = without.and_then(|state| next(model, state, *other));
        with = with
            .iter()
            .filter_map(|state| next(model, *state, *other))
            .collect();
        if without.is_none() && with.is_empty() {
            return false;
        }
    }
    put(without, &mut with);
    with.iter().any(|state| model.state(*state).accepts)
}

/// Two elements of which each stands in the place of the other.
fn exchanged(model: &Model, start: StateId, row: &[Child], first: usize) -> Option<Fault> {
    let mut state = start;
    for i in 0..=first.min(row.len() - 1) {
        for j in i + 1..row.len() {
            let fits = row[i].symbol != row[j].symbol
                && next(model, state, row[j])
                    .and_then(|state| {
                        let between = row[i + 1..j].iter();
                        let behind = between.chain([&row[i]]).chain(&row[j + 1..]);
                        behind
                            .copied()
                            .try_fold(state, |state, child| next(model, state, child))
                    })
                    .is_some_and(|state| model.state(state).accepts);
            if !fits {
                continue;
            }
            return Some(match (j.checked_sub(first), i == first) {
                (Some(_), true) => Fault::Moved {
                    at: 0,
                    wanted: row[j].symbol.into_iter().collect(),
                },
                (Some(at), false) => Fault::Moved {
                    at,
                    wanted: row[i].symbol.into_iter().collect(),
                },
                (None, _) => Fault::Late {
                    at: 0,
                    before: row[i].symbol?,
                },
            });
        }
        state = next(model, state, row[i])?;
    }
    None
}
