//! A message that is being changed, and how a place in it is chosen.

use super::known::{self, Place};
use super::tree::{Document, Element, Node, Path};
use crate::SchemaSet;
use crate::sample::random::Random;

/// Longest text that is shown in the description of a change.
const SHOWN: usize = 60;

/// A message that is being changed.
pub(super) struct Work<'a> {
    pub(super) set: &'a SchemaSet,
    pub(super) document: Document,
    pub(super) random: Random,
}

impl<'a> Work<'a> {
    pub(super) fn new(set: &'a SchemaSet, document: Document) -> Work<'a> {
        Work {
            set,
            document,
            random: Random::new(0, ""),
        }
    }

    /// A random element that is as wanted.
    pub(super) fn some(&mut self, wanted: impl Fn(&Element) -> bool) -> Option<Path> {
        let mut paths = self.document.paths();
        paths.retain(|path| self.document.at(path).is_some_and(&wanted));
        self.random.pick(&paths).cloned()
    }

    /// As [`Work::some`], but not the root element.
    pub(super) fn some_inner(&mut self, wanted: impl Fn(&Element) -> bool) -> Option<Path> {
        let mut paths = self.document.paths();
        paths.retain(|path| !path.is_empty() && self.document.at(path).is_some_and(&wanted));
        self.random.pick(&paths).cloned()
    }

    /// A random element that is as wanted, judged with its declaration.
    pub(super) fn some_declared(
        &mut self,
        wanted: impl Fn(&Place<'a>, &Element) -> bool,
    ) -> Option<Place<'a>> {
        let mut places = known::places(self.set, &self.document);
        places.retain(|place| {
            let element = self.document.at(&place.path);
            element.is_some_and(|element| wanted(place, element))
        });
        let at = self.random.below(places.len());
        (at < places.len()).then(|| places.swap_remove(at))
    }

    /// The parent of an element and its index there; none for the root.
    pub(super) fn parent_mut<'w>(&'w mut self, path: &[usize]) -> Option<(&'w mut Element, usize)> {
        let (at, parent) = path.split_last()?;
        Some((self.document.at_mut(parent)?, *at))
    }

    /// A random place between the children of an element.
    pub(super) fn gap(&mut self, path: &[usize]) -> usize {
        let count = self.document.at(path).map_or(0, |e| e.children.len());
        self.random.below(count + 1)
    }

    /// Inserts a node at a random place between the children of an element.
    pub(super) fn insert(&mut self, path: &[usize], node: Node) -> Option<()> {
        let at = self.gap(path);
        self.document.at_mut(path)?.children.insert(at, node);
        Some(())
    }

    /// The place, with what stands there now.
    pub(super) fn say(&self, path: &[usize], what: &str) -> String {
        format!("{}: {}", self.document.show(path), short(what))
    }
}

/// A text that fits into a line.
pub(super) fn short(text: &str) -> String {
    let mut out: String = text.chars().take(SHOWN).collect();
    out = out.escape_debug().to_string();
    if text.chars().count() > SHOWN {
        out.push_str(&format!("... ({} characters)", text.chars().count()));
    }
    out
}
