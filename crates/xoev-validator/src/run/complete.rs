//! At the end of an element: whether its content is complete, and what is wrong with it.

use xoev::Rule;

use crate::compile::Compiled;
use crate::compile::model::Model;
use crate::input::Position;
use crate::window::Window;

use super::repair::{self, Case, Fault, Item};
use super::{Frame, Mode, Run};

impl<'v, W: Window> Run<'v, '_, W> {
    /// At the end tag: is the content complete?
    pub(super) fn end_of_content(&mut self, at: usize) {
        let Some(frame) = self.open.last() else {
            return;
        };
        match &frame.mode {
            Mode::Elements {
                model,
                state,
                count,
                astray: None,
                ..
            } => {
                let now = model.state(*state);
                let counter = model.counter(now);
                let enough = counter.is_none_or(|(min, _)| *count >= min);
                if now.accepts && enough {
                    return;
                }
                let position = self.scan.input.position(at);
                if !enough {
                    self.too_few(position);
                } else {
                    self.report_astray(position, true);
                }
            }
            Mode::Elements { .. } => {
                let position = self.scan.input.position(at);
                self.report_astray(position, true);
            }
            Mode::All { all, seen, .. } => {
                let all = *all;
                if all.optional && !seen.contains(&true) {
                    return;
                }
                let missing: Vec<usize> = (0..all.required.len())
                    .filter(|m| all.required[*m] && !seen[*m])
                    .collect();
                let position = self.scan.input.position(at);
                let emptied = !seen.contains(&true);
                let names = |member: usize| {
                    let names = all.symbols.list.iter().zip(&all.member);
                    let names = names.filter(|(_, m)| **m == member);
                    let names: Vec<&str> = names.map(|(s, _)| s.local.as_str()).collect();
                    names.join(" | ")
                };
                let mut expected: Vec<String> = missing.into_iter().map(names).collect();
                // What was emptied was emptied at once.
                if emptied && !expected.is_empty() {
                    expected = vec![expected.join(", ")];
                }
                for expected in expected {
                    let found = "the end of the element";
                    self.fault_at(Rule::ElementMissing, &expected, found, (position, 0));
                }
            }
            Mode::Simple(_) | Mode::TextOnly | Mode::Empty | Mode::Nil | Mode::Anything { .. } => {}
        }
    }

    /// The element counted last has not occurred often enough.
    fn too_few(&mut self, position: Position) {
        let Some(Frame {
            mode: Mode::Elements { model, state, .. },
            ..
        }) = self.open.last()
        else {
            return;
        };
        let now = model.state(*state);
        let counted = model.arcs(now).iter().find(|arc| arc.target == *state);
        let name = counted.map_or("*", |arc| model.symbols.get(arc.symbol).local.as_str());
        let least = model.counter(now).map_or(0, |(min, _)| min);
        let expected = format!("{name}, at least {least} times");
        let found = "the end of the element";
        self.fault_at(Rule::ElementMissing, &expected, found, (position, 0));
    }

    /// Reports what is wrong with the children of the element entered last. `ended` tells whether
    /// they are all there.
    pub(super) fn report_astray(&mut self, end: Position, ended: bool) {
        let Some(Frame {
            mode:
                Mode::Elements {
                    model,
                    state,
                    last,
                    astray,
                    ..
                },
            passed,
            ..
        }) = self.open.frames.last_mut()
        else {
            return;
        };
        let model: &'v Model = model;
        let passed = self.passed.get(*passed..).unwrap_or_default();
        let last = *last;
        let astray = astray.take();
        let (from, items, cut) = match astray {
            Some(astray) => (astray.from, astray.items, astray.cut),
            None if ended => (*state, Vec::new(), false),
            None => return,
        };
        let faults = repair::explain(&Case {
            model,
            passed,
            from,
            items: &items,
            ended: ended && !cut,
            hasty: self.log.is_full(),
        });
        let reported = !faults.is_empty();
        for fault in faults {
            self.report_child(model, &items, last, fault, end);
        }
        // What went astray is never without a finding, whatever explains it.
        if !reported && let Some(item) = items.first() {
            let wanted = repair::names(model, from);
            let expected = shown(self.compiled, model, &wanted, &item.local);
            let place = (item.position, item.length);
            self.fault_at(Rule::ElementUnexpected, &expected, &item.name, place);
        }
    }

    fn report_child(
        &mut self,
        model: &'v Model,
        items: &[Item],
        before: Option<u16>,
        fault: Fault,
        end: Position,
    ) {
        match fault {
            Fault::Missing { before: at, wanted } => {
                let expected = shown(self.compiled, model, &wanted, "");
                let next = items.get(at);
                let found = next.map_or("the end of the element", |item| item.name.as_str());
                let position = next.map_or(end, |item| item.position);
                self.fault_at(Rule::ElementMissing, &expected, found, (position, 0));
            }
            Fault::Surplus { at, wanted } => {
                let Some(item) = items.get(at) else { return };
                let place = (item.position, item.length);
                let repeated = item.symbol.is_some()
                    && (items[..at].iter().any(|i| i.symbol == item.symbol)
                        || before == item.symbol);
                let counts = item.symbol.map(|s| model.symbols.get(s).decl.counts);
                match counts.and_then(|c| Some((c.min, c.max?))) {
                    Some((least, most)) if repeated => {
                        let expected = times(least, most);
                        let rule = Rule::TooManyElements;
                        self.fault_at(rule, &expected, &item.name, place);
                    }
                    _ => {
                        let expected = shown(self.compiled, model, &wanted, &item.local);
                        self.fault_at(Rule::ElementUnexpected, &expected, &item.name, place);
                    }
                }
            }
            Fault::Empty { wanted } => {
                let each = wanted.iter();
                let each = each.map(|wanted| shown(self.compiled, model, wanted, ""));
                let expected = each.collect::<Vec<_>>().join(", ");
                let found = "the end of the element";
                self.fault_at(Rule::ElementMissing, &expected, found, (end, 0));
            }
            Fault::Late { at, before } => {
                let Some(item) = items.get(at) else { return };
                let before = &model.symbols.get(before).local;
                let expected = format!("{} before {before}", item.local);
                let place = (item.position, item.length);
                self.fault_at(Rule::ElementUnexpected, &expected, &item.name, place);
            }
            Fault::Instead { at, wanted } | Fault::Moved { at, wanted } => {
                let Some(item) = items.get(at) else { return };
                let expected = shown(self.compiled, model, &wanted, &item.local);
                let place = (item.position, item.length);
                self.fault_at(Rule::ElementUnexpected, &expected, &item.name, place);
            }
        }
    }
}

/// Names for people. One that differs from the name found in its namespace only is shown with it.
pub(super) fn shown(compiled: &Compiled, model: &Model, symbols: &[u16], found: &str) -> String {
    let mut names: Vec<String> = Vec::new();
    for symbol in symbols {
        let symbol = model.symbols.get(*symbol);
        let local = &symbol.local;
        let name = match (local == found, compiled.set.uri(symbol.ns)) {
            (false, _) => local.clone(),
            (true, "") => format!("{local} without namespace"),
            (true, uri) => format!("{{{uri}}}{local}"),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.is_empty() {
        true => "the end of the element".to_owned(),
        false => names.join(" | "),
    }
}

/// How often an element is allowed.
pub(super) fn times(least: u32, most: u32) -> String {
    match (least, most) {
        (1, 1) => "exactly once".to_owned(),
        (0, 1) => "at most once".to_owned(),
        _ => format!("{least} to {most} times"),
    }
}
