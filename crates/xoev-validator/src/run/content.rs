//! The order of elements.

use xoev::Rule;
use xoev_schema::{NamespaceRule, ProcessContents, Wildcard};

use crate::compile::Compiled;
use crate::compile::decl::Decl;
use crate::compile::model::{Model, StateId, Symbols};
use crate::window::Window;

use super::complete::times;
use super::displaced::{Passed, REMEMBERED};
use super::namespaces::Ns;
use super::repair::{self, Item};
use super::{Astray, Frame, Mode, Run};

/// What the parent says about a child.
#[derive(Clone, Copy)]
pub(super) struct Placement<'v> {
    pub(super) decl: Option<&'v Decl>,
    /// Without a declaration: how the content is to be treated.
    pub(super) lax: bool,
    /// A wildcard asks for a declaration that there is none of.
    pub(super) undeclared: bool,
    pub(super) index: Option<u32>,
    pub(super) required: bool,
}

impl Placement<'_> {
    /// Nothing is known of the child, and nothing is asked.
    pub(super) const UNKNOWN: Placement<'static> = Placement {
        decl: None,
        lax: false,
        undeclared: false,
        index: None,
        required: false,
    };
}

/// How the parent takes the child.
enum Taken {
    /// As this element of its model.
    Symbol(u16),
    /// By a wildcard.
    Any(ProcessContents),
    /// Not at all.
    Not,
}

impl<'v, W: Window> Run<'v, '_, W> {
    /// Finds the declaration of the start tag ahead, and reports if it must not stand here.
    pub(super) fn place_child(&mut self, ns: Ns) -> Placement<'v> {
        let tag = &self.scan.tag;
        let local = self.scan.text().get(tag.local..tag.name.end);
        let local = local.unwrap_or_default();
        let compiled = self.compiled;
        let Some(frame) = self.open.frames.last_mut() else {
            return self.place_root(ns);
        };
        frame.filled = true;
        match &mut frame.mode {
            Mode::Elements {
                model,
                state,
                count,
                last,
                astray: None,
                ..
            } => {
                let model: &'v Model = model;
                let now = model.state(*state);
                let arc = ns.known().and_then(|ns| model.arc(now, ns, local));
                if let Some(arc) = arc {
                    let fits = match model.counter(now) {
                        None => true,
                        Some((_, max)) if arc.target == *state => max.is_none_or(|m| *count < m),
                        Some((min, _)) => *count >= min,
                    };
                    if fits {
                        *count = if arc.target == *state { *count + 1 } else { 1 };
                        remember(&mut self.passed, frame.passed, Some(arc.symbol), *state);
                        *state = arc.target;
                        *last = Some(arc.symbol);
                        let first = frame.slots;
                        return known(&model.symbols, arc.symbol, first, &mut self.slots);
                    }
                } else if !model.any(now).is_empty() {
                    let uri = self.bindings.uri(compiled, ns);
                    let any = |at: u16| &model.wildcards[usize::from(at)];
                    let found = model
                        .any(now)
                        .iter()
                        .find(|(at, _)| allows(any(*at), ns, uri, compiled));
                    if let Some((at, target)) = found {
                        let fits = match model.counter(now) {
                            None => true,
                            Some((_, max)) if *target == *state => max.is_none_or(|m| *count < m),
                            Some((min, _)) => *count >= min,
                        };
                        if fits {
                            *count = if *target == *state { *count + 1 } else { 1 };
                            remember(&mut self.passed, frame.passed, None, *state);
                            *state = *target;
                            *last = None;
                            return self.place_open(ns, any(*at).process);
                        }
                    }
                }
                self.go_astray(ns)
            }
            Mode::Elements { .. } => self.go_astray(ns),
            Mode::All { .. } => self.place_member(ns),
            Mode::Anything { lax: true } => self.place_open(ns, ProcessContents::Lax),
            Mode::Anything { lax: false } => Placement::UNKNOWN,
            Mode::Simple(_) => {
                self.refuse_child(Rule::ChildNotAllowed, "text only");
                Placement::UNKNOWN
            }
            Mode::Empty | Mode::TextOnly => {
                self.refuse_child(Rule::ContentNotAllowed, "no content");
                Placement::UNKNOWN
            }
            Mode::Nil => {
                self.refuse_child(Rule::Nil, "no content");
                Placement::UNKNOWN
            }
        }
    }

    fn place_root(&mut self, ns: Ns) -> Placement<'v> {
        let tag = self.scan.tag.clone();
        let local = self.scan.text().get(tag.local..tag.name.end);
        let local = local.unwrap_or_default();
        let id = ns
            .known()
            .and_then(|ns| self.compiled.find_element(ns, local));
        self.root = id;
        match id {
            Some(id) => Placement {
                decl: Some(self.compiled.global(id)),
                required: true,
                ..Placement::UNKNOWN
            },
            None => {
                let found = self.show_tag(ns);
                let length = tag.end - tag.at;
                let expected = "a message of this schema set";
                self.fault(Rule::RootUnknown, expected, &found, tag.at, length);
                Placement::UNKNOWN
            }
        }
    }

    /// An element that no declaration of the parent names.
    fn place_open(&mut self, ns: Ns, process: ProcessContents) -> Placement<'v> {
        if process == ProcessContents::Skip {
            return Placement::UNKNOWN;
        }
        let tag = &self.scan.tag;
        let local = self.scan.text().get(tag.local..tag.name.end);
        let local = local.unwrap_or_default();
        let id = ns
            .known()
            .and_then(|ns| self.compiled.find_element(ns, local));
        match id {
            Some(id) => Placement {
                decl: Some(self.compiled.global(id)),
                ..Placement::UNKNOWN
            },
            None => Placement {
                lax: true,
                undeclared: process == ProcessContents::Strict,
                ..Placement::UNKNOWN
            },
        }
    }

    /// In a group whose members come in any order.
    fn place_member(&mut self, ns: Ns) -> Placement<'v> {
        let tag = self.scan.tag.clone();
        let local = self.scan.text().get(tag.local..tag.name.end);
        let local = local.unwrap_or_default();
        let Some(Frame {
            mode: Mode::All { all, seen, .. },
            ..
        }) = self.open.frames.last_mut()
        else {
            return Placement::UNKNOWN;
        };
        let all = *all;
        let symbol = ns.known().and_then(|ns| all.symbols.find(ns, local));
        let member = symbol.map(|s| all.member[usize::from(s)]);
        let fresh = member.is_some_and(|m| !std::mem::replace(&mut seen[m], true));
        let open: Vec<&str> = all
            .symbols
            .list
            .iter()
            .zip(&all.member)
            .filter(|(_, member)| !seen[**member])
            .map(|(symbol, _)| symbol.local.as_str())
            .collect();
        if !fresh {
            let expected = match open.is_empty() {
                true => "the end of the element".to_owned(),
                false => open.join(" | "),
            };
            let found = self.show_tag(ns);
            let length = tag.end - tag.at;
            match symbol {
                Some(_) => {
                    let expected = times(0, 1);
                    self.fault(Rule::TooManyElements, &expected, &found, tag.at, length);
                }
                None => self.fault(Rule::ElementUnexpected, &expected, &found, tag.at, length),
            }
        }
        match symbol {
            Some(symbol) => known(&all.symbols, symbol, 0, &mut self.slots),
            None => Placement::UNKNOWN,
        }
    }

    /// The child does not fit, or one before did not: it is judged with all of its siblings, at the
    /// end of the parent. Its own content is checked by the declaration of its name.
    fn go_astray(&mut self, ns: Ns) -> Placement<'v> {
        let tag = self.scan.tag.clone();
        let position = self.scan.input.position(tag.at);
        let name = self.show_tag(ns);
        let local = self.scan.text().get(tag.local..tag.name.end);
        let local = local.unwrap_or_default();
        let uri = self.bindings.uri(self.compiled, ns);
        let compiled = self.compiled;
        let Some(frame) = self.open.frames.last_mut() else {
            return Placement::UNKNOWN;
        };
        let first = frame.slots;
        let Mode::Elements {
            model,
            state,
            astray,
            ..
        } = &mut frame.mode
        else {
            return Placement::UNKNOWN;
        };
        let model: &'v Model = model;
        let symbol = ns.known().and_then(|ns| model.symbols.find(ns, local));
        let mut wildcards = model.wildcards.iter();
        let any = wildcards.find(|w| allows(w, ns, uri, compiled));
        let taken = match (symbol, any) {
            (Some(symbol), _) => Taken::Symbol(symbol),
            (None, Some(any)) => Taken::Any(any.process),
            (None, None) => Taken::Not,
        };
        let astray = astray.get_or_insert_with(|| {
            Box::new(Astray {
                from: *state,
                items: Vec::new(),
                cut: false,
            })
        });
        if astray.items.len() < repair::MOST {
            astray.items.push(Item {
                symbol,
                open: any.is_some(),
                name: if symbol.is_some() {
                    super::cut(local)
                } else {
                    name
                },
                local: super::cut(local),
                position,
                length: self.scan.input.length(tag.at, tag.end - tag.at),
            });
        } else {
            astray.cut = true;
        }
        match taken {
            Taken::Symbol(symbol) => known(&model.symbols, symbol, first, &mut self.slots),
            Taken::Any(process) => {
                let placement = self.place_open(ns, process);
                // Whether the wildcard has anything to do with it is not known.
                Placement {
                    undeclared: false,
                    ..placement
                }
            }
            Taken::Not => Placement::UNKNOWN,
        }
    }

    /// A child where there must be none. One report for each parent.
    fn refuse_child(&mut self, rule: Rule, expected: &str) {
        let tag = self.scan.tag.clone();
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        if std::mem::replace(&mut frame.text_reported, true) {
            return;
        }
        let ns = self.tag_namespace();
        let found = self.show_tag(ns);
        self.fault(rule, expected, &found, tag.at, tag.end - tag.at);
    }

    /// The name of the start tag ahead, with its namespace if it has one.
    pub(super) fn show_tag(&self, ns: Ns) -> String {
        let tag = &self.scan.tag;
        let local = self.scan.text().get(tag.local..tag.name.end);
        let local = local.unwrap_or_default();
        match self.bindings.uri(self.compiled, ns) {
            "" => super::cut(local),
            uri => format!("{{{}}}{}", super::cut(uri), super::cut(local)),
        }
    }
}

/// Notes a child that fitted. Older ones are forgotten, so that memory does not grow.
#[inline]
pub(super) fn remember(passed: &mut Vec<Passed>, first: usize, symbol: Option<u16>, at: StateId) {
    if passed.len() - first >= 2 * REMEMBERED {
        passed.drain(first..first + REMEMBERED);
    }
    passed.push(Passed { symbol, at });
}

/// Counts one more repetition of a child.
#[inline]
pub(super) fn count_in(slots: &mut [u32], first: usize, slot: u16) -> Option<u32> {
    let count = slots.get_mut(first + usize::from(slot))?;
    *count = count.saturating_add(1);
    Some(*count)
}

/// A child that the model names.
#[inline]
pub(super) fn known<'v>(
    symbols: &'v Symbols,
    symbol: u16,
    first: usize,
    slots: &mut [u32],
) -> Placement<'v> {
    let symbol = symbols.get(symbol);
    let index = symbol.slot.and_then(|slot| count_in(slots, first, slot));
    Placement {
        decl: Some(&symbol.decl),
        lax: false,
        undeclared: false,
        index,
        required: symbol.decl.counts.min > 0,
    }
}

/// Whether a wildcard allows a namespace.
pub(super) fn allows(wildcard: &Wildcard, ns: Ns, uri: &str, compiled: &Compiled) -> bool {
    match &wildcard.namespaces {
        NamespaceRule::Any => true,
        NamespaceRule::Other(not) => ns != Ns::NONE && uri != compiled.set.uri(*not),
        NamespaceRule::OneOf(list) => list.iter().any(|ns| compiled.set.uri(*ns) == uri),
    }
}
