//! Choices, repeated or optional groups, and `xs:all`.

use crate::element::{First, Group};
use crate::rule::Rule;

use super::stop::{Result, Stop};
use super::{Ahead, Reader};

impl Reader<'_> {
    /// Whether one of these comes next.
    pub fn at(&mut self, first: &'static [First]) -> Result<bool> {
        #[cfg(feature = "serde")]
        if self.tree.is_some() {
            return Ok(self.tree_at(first));
        }
        self.look_ahead()?;
        if self.ahead != Ahead::Start {
            return Ok(false);
        }
        for first in first {
            match *first {
                First::Name(ns, name) if self.start.local == name && self.is_bound_to(ns) => {
                    return Ok(true);
                }
                First::Name(ns, name) => self.miss(ns, name),
                First::Any(wildcard) if wildcard.allows(self.uri_of(self.start.ns)) => {
                    return Ok(true);
                }
                First::Any(_) => {}
            }
        }
        Ok(false)
    }

    /// A group that must be there (it may still be empty by its own content).
    pub fn group<G: Group>(&mut self) -> Result<G> {
        G::read(self)
    }

    /// A group that may be absent.
    pub fn group_opt<G: Group>(&mut self) -> Result<Option<G>> {
        if self.at(G::FIRST)? {
            G::read(self).map(Some)
        } else {
            Ok(None)
        }
    }

    /// A group that occurs `min` to `max` times.
    pub fn group_list<G: Group>(&mut self, min: u32, max: u32) -> Result<Vec<G>> {
        #[cfg(feature = "serde")]
        if self.tree.is_some() {
            return self.tree_groups(min, max);
        }
        let mut list = Vec::new();
        while (list.len() as u64) < u64::from(max) && self.at(G::FIRST)? {
            let before = (self.pos, self.frames.len());
            self.hold(size_of::<G>())?;
            list.push(G::read(self)?);
            // A group that could begin here and still consumed nothing would be read for ever.
            if (self.pos, self.frames.len()) == before {
                break;
            }
        }
        while (list.len() as u64) < u64::from(min) {
            // Only a group that may be empty can be read here.
            list.push(G::read(self)?);
        }
        Ok(list)
    }

    /// None of the expected branches is there.
    #[cold]
    pub fn no_branch(&mut self) -> Stop {
        self.unexpected(None)
    }

    /// A member of `xs:all` that never came.
    #[cold]
    pub fn missing(&mut self, name: &'static str) -> Stop {
        match self.unexpected(None) {
            stop if stop.rule() == Rule::ElementUnexpected => stop,
            _ => self.stop(Rule::ElementMissing, name, "the end of the element"),
        }
    }
}
