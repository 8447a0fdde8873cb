//! Changed messages: from a well-formed message and a seed, another one that differs by one to four
//! changes, each with a name. Validators are compared on them.
//!
//! ```no_run
//! use xoev_schema::{Loader, mutate::Mutator};
//!
//! let set = Loader::new().root("schema.xsd").load()?;
//! let mutator = Mutator::new(&set);
//! if let Some(mutant) = mutator.mutate("<antrag/>", 7) {
//!     println!("{:?}: {}", mutant.changes, String::from_utf8_lossy(&mutant.bytes));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Most changes keep the document well-formed, so that the schema decides. What the schema says
//! about a place is used to hit its bounds; messages are changed whether it knows them or not.

mod attributes;
mod damage;
mod instance;
mod kinds;
mod known;
mod layout;
mod markup;
mod namespaces;
mod pools;
mod prolog;
mod structure;
mod text;
mod tree;
mod values;
mod work;

use crate::SchemaSet;
use crate::sample::random::Random;
use kinds::{Apply, KINDS, Row};
use tree::Document;
use work::Work;

pub use kinds::{Effect, Kind};

/// Makes changed messages. What is made depends on the message, the seed, the set, the settings,
/// and nothing else.
#[derive(Clone, Debug)]
pub struct Mutator<'a> {
    set: &'a SchemaSet,
    only: Vec<String>,
    most: usize,
}

/// A changed message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// The message. Not always UTF-8.
    pub bytes: Vec<u8>,
    /// What was changed, in this order. Empty if nothing could be.
    pub changes: Vec<Change>,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its kind, such as `element.remove`.
    pub kind: &'static str,
    /// The place, and what stands there now where that is short.
    pub what: String,
}

/// How often another kind is tried where one has nothing to change.
const ATTEMPTS: usize = 12;

impl<'a> Mutator<'a> {
    /// A mutator that makes one to four changes of all kinds.
    pub fn new(set: &'a SchemaSet) -> Mutator<'a> {
        Mutator {
            set,
            only: Vec::new(),
            most: 4,
        }
    }

    /// Makes changes of this kind only; of these if it is called several times.
    pub fn only(mut self, kind: &str) -> Mutator<'a> {
        self.only.push(kind.to_owned());
        self
    }

    /// The greatest number of changes in one message.
    pub fn most(mut self, most: usize) -> Mutator<'a> {
        self.most = most.max(1);
        self
    }

    /// All kinds of change.
    pub fn kinds() -> impl Iterator<Item = Kind> {
        KINDS.iter().map(|row| Kind {
            name: row.name,
            effect: row.effect,
        })
    }

    /// A changed message; none if the message has a document type declaration or is not
    /// well-formed.
    pub fn mutate(&self, message: &str, seed: u64) -> Option<Mutant> {
        let count = self.count(seed);
        self.mutate_slots(message, seed, &(0..count).collect::<Vec<_>>())
    }

    /// How many changes [`Mutator::mutate`] tries to make for a seed.
    pub fn count(&self, seed: u64) -> usize {
        let mut random = Random::new(seed, "count");
        let count = match random.below(100) {
            0..55 => 1,
            55..80 => 2,
            80..92 => 3,
            _ => 4,
        };
        count.min(self.most)
    }

    /// As [`Mutator::mutate`], with some of its changes only, counted from 0: how the changes that
    /// matter are told from others. What the changes left out would have changed can make the
    /// others differ.
    pub fn mutate_slots(&self, message: &str, seed: u64, slots: &[usize]) -> Option<Mutant> {
        let rows: Vec<&Row> = KINDS
            .iter()
            .filter(|row| self.only.is_empty() || self.only.iter().any(|o| o == row.name))
            .collect();
        let mut work = Work::new(self.set, Document::parse(message)?);
        let mut changes = Vec::new();
        let mut late = Vec::new();
        for slot in slots {
            work.random = Random::new(seed, &format!("slot {slot}"));
            for _ in 0..ATTEMPTS {
                let Some(row) = choose(&rows, &mut work.random) else {
                    break;
                };
                match row.apply {
                    Apply::Tree(apply) => {
                        if let Some(what) = apply(&mut work) {
                            changes.push(Change {
                                kind: row.name,
                                what,
                            });
                            break;
                        }
                    }
                    Apply::Bytes(apply) => {
                        late.push((row.name, apply, work.random.clone()));
                        break;
                    }
                }
            }
        }
        let mut bytes = work.document.print().into_bytes();
        for (kind, apply, mut random) in late {
            if let Some(what) = apply(&mut bytes, &mut random) {
                changes.push(Change { kind, what });
            }
        }
        Some(Mutant { bytes, changes })
    }
}

/// A kind, by weight.
fn choose<'r>(rows: &[&'r Row], random: &mut Random) -> Option<&'r Row> {
    let total = rows.iter().map(|row| row.weight).sum();
    let mut at = random.below(total);
    rows.iter().copied().find(|row| {
        let here = at < row.weight;
        at = at.saturating_sub(row.weight);
        here
    })
}
