//! The fast way through what is plain and valid, as most of most messages: start tags are compared
//! with those that may come next, attributes with those found right before, texts with their types.
//!
//! It stops before whatever is odd, as if it had not been there, and reports nothing.

use std::ops::Range;

use xoev::xml::begins_with;
use xoev_schema::NsId;

use crate::compile::expected::{AHEAD, Name};
use crate::compile::model::{Arc, Model, State, StateId};
use crate::compile::simple::{Lengths, Simple};
use crate::compile::{Compiled, Content, Type, TypeRef};
use crate::input::Position;
use crate::scan::{Value, plain_text, skip_space};
use crate::window::Window;

use super::content::{count_in, remember};
use super::namespaces::{Bindings, Ns};
use super::{Frame, Mode, Open, Run};

/// Limits below these are left to others to keep.
const ATTRIBUTES: usize = 64;
const TAG: usize = 4 << 10;

/// What an element holds.
enum Held<'v> {
    /// A text; nothing is asked of visible ASCII but this.
    Visible(Lengths),
    Value(&'v Simple),
    Elements(&'v Model),
}

/// An element on the fast way.
pub(super) struct Level<'v> {
    model: &'v Model,
    state: StateId,
    count: u32,
    last: Option<u16>,
    slots: usize,
    passed: usize,
    /// How it was entered; none if that was before.
    entered: Option<Entered<'v>>,
}

/// What is known of an element from the one that holds it.
struct Entered<'v> {
    /// Its name in the message.
    range: Range<usize>,
    name: &'v Name,
    symbol: u16,
    /// The model that this is of.
    parent: &'v Model,
    index: Option<u32>,
}

impl<'v> Level<'v> {
    /// The element entered last, if there is a fast way through it.
    fn of(open: &Open<'v>) -> Option<Level<'v>> {
        let Some(Frame {
            slots,
            passed,
            mode:
                Mode::Elements {
                    complex,
                    model,
                    state,
                    count,
                    last,
                    astray: None,
                },
            ..
        }) = open.last()
        else {
            return None;
        };
        (!complex.mixed).then_some(Level {
            model,
            state: *state,
            count: *count,
            last: *last,
            slots: *slots,
            passed: *passed,
            entered: None,
        })
    }

    /// Writes down what became of it.
    fn note(self, open: &mut Open<'v>, compiled: &'v Compiled, bindings: usize, text: &str) {
        let filled = self.last.is_some();
        let Some(Entered {
            range,
            name: entered,
            symbol,
            parent,
            index,
        }) = self.entered
        else {
            if let Some(Frame {
                mode: Mode::Elements {
                    state, count, last, ..
                },
                filled: before,
                ..
            }) = open.last_mut()
            {
                (*state, *count, *last) = (self.state, self.count, self.last);
                *before |= filled;
            }
            return;
        };
        // No other is entered.
        let Type::Complex(complex) = compiled.ty(entered.type_id) else {
            return;
        };
        let symbol = parent.symbols.get(symbol);
        let name = open.names.len();
        open.names.push_str(text.get(range).unwrap_or_default());
        open.frames.push(Frame {
            name,
            local: open.names.len() - symbol.local.len(),
            ns: Ns::Known(entered.ns),
            bindings,
            slots: self.slots,
            passed: self.passed,
            index,
            decl: Some(&symbol.decl),
            ty: Some(TypeRef::Of(entered.type_id)),
            mode: Mode::Elements {
                complex,
                model: self.model,
                state: self.state,
                count: self.count,
                last: self.last,
                astray: None,
            },
            text_reported: false,
            filled,
            // Nobody watches.
            position: Position {
                offset: 0,
                line: 0,
                column: 0,
            },
            length: 0,
            required: entered.required,
        });
    }
}

impl<'v, W: Window> Run<'v, '_, W> {
    /// Goes on as far as all is plain.
    pub(super) fn hurry(&mut self) {
        let settings = self.settings;
        let strict = settings.max_attributes < ATTRIBUTES || settings.max_value < TAG;
        if strict || !self.is_unobserved() || !self.keys.is_quiet() || self.scan.in_cdata {
            return;
        }
        let mut outer = std::mem::take(&mut self.levels);
        if let Some(level) = Level::of(&self.open) {
            let last = self.hurry_from(level, &mut outer);
            let (text, bindings) = (self.scan.input.text(), self.bindings.len());
            for level in outer.drain(..).chain(last) {
                level.note(&mut self.open, self.compiled, bindings, text);
            }
        }
        self.levels = outer;
    }

    /// Goes on as far as all is plain, from an element on. Tells the element that holds what is not;
    /// those around it that were entered here come into `outer`. None if that is one for which there
    /// is no such way.
    // On its own, so that nothing else is in the way of keeping its variables in registers.
    #[inline(never)]
    fn hurry_from(
        &mut self,
        mut level: Level<'v>,
        outer: &mut Vec<Level<'v>>,
    ) -> Option<Level<'v>> {
        let (compiled, settings, bindings) = (self.compiled, self.settings, &self.bindings);
        let mut prefixes = Prefixes::new(bindings);
        let text = self.scan.input.text();
        let bytes = text.as_bytes();
        let mut pos = self.scan.pos;
        let mut depth = self.open.frames.len();
        loop {
            let model: &'v Model = level.model;
            let now = model.state(level.state);
            pos = skip_space(bytes, pos);
            self.scan.pos = pos;
            if bytes.get(pos..pos + 2) == Some(b"</") {
                let name = match &level.entered {
                    Some(entered) => bytes.get(entered.range.clone()),
                    None => Some(self.open.last_name().as_bytes()),
                };
                let Some(end) = end_tag(bytes, pos, name) else {
                    return Some(level);
                };
                let enough = model.counter(now).is_none_or(|(min, _)| level.count >= min);
                let bound = match &level.entered {
                    Some(_) => false,
                    None => self
                        .open
                        .last()
                        .is_some_and(|f| f.bindings < bindings.len()),
                };
                if depth == 1 || bound || !(enough && now.accepts) {
                    return Some(level);
                }
                self.slots.truncate(level.slots);
                self.passed.truncate(level.passed);
                (self.scan.pos, self.scan.brackets) = (end, 0);
                (pos, depth) = (end, depth - 1);
                level = match outer.pop() {
                    Some(level) => level,
                    None => {
                        if let Some(frame) = self.open.frames.pop() {
                            self.open.names.truncate(frame.name);
                        }
                        Level::of(&self.open)?
                    }
                };
                continue;
            }
            let Some((arc, name, local)) = expected(model, now, &mut prefixes, bytes, pos) else {
                return Some(level);
            };
            let end = local.end;
            let again = arc.target == level.state;
            let fits = match model.counter(now) {
                None => true,
                Some((_, max)) if again => max.is_none_or(|max| level.count < max),
                Some((min, _)) => level.count >= min,
            };
            let roomy = depth < settings.max_depth && end - pos <= settings.max_name;
            if !(fits && roomy && name.plain) {
                return Some(level);
            }
            let inside = match bytes.get(end) == Some(&b'>') {
                true => name.bare.then_some(end + 1),
                false => {
                    let forms = &model.symbols.get(arc.symbol).decl.forms;
                    let form = forms.find(bytes.get(end..).unwrap_or_default());
                    form.map(|form| end + form)
                }
            };
            let Some(inside) = inside else {
                return Some(level);
            };
            let held = match name.visible() {
                Some(lengths) => Held::Visible(lengths),
                None => match held(compiled, name) {
                    Some(held) => held,
                    None => return Some(level),
                },
            };
            let mut behind = inside;
            let mut inner = None;
            if let Held::Elements(model) = held {
                inner = Some(model);
            } else {
                let tag_name = bytes.get(pos + 1..end).unwrap_or_default();
                let Some((range, end)) = plain_text(bytes, inside, tag_name) else {
                    return Some(level);
                };
                let value = text.get(range).unwrap_or_default();
                let fits = match name.fixed {
                    // Other texts may stand for the same value.
                    true => {
                        let decl = &model.symbols.get(arc.symbol).decl;
                        decl.element.fixed.as_deref() == Some(value)
                    }
                    false => is_value(compiled, name, &held, value),
                };
                if !fits {
                    return Some(level);
                }
                behind = end;
            }
            // From here on, nothing is in the way.
            level.count = if again { level.count + 1 } else { 1 };
            remember(
                &mut self.passed,
                level.passed,
                Some(arc.symbol),
                level.state,
            );
            level.state = arc.target;
            level.last = Some(arc.symbol);
            let slot = name.slot;
            let index = slot.and_then(|slot| count_in(&mut self.slots, level.slots, slot));
            if let Some(inner) = inner {
                let slots = self.slots.len();
                if inner.symbols.slots > 0 {
                    self.slots.resize(slots + inner.symbols.slots, 0);
                }
                let inner = Level {
                    model: inner,
                    state: 0,
                    count: 0,
                    last: None,
                    slots,
                    passed: self.passed.len(),
                    entered: Some(Entered {
                        range: pos + 1..end,
                        name,
                        symbol: arc.symbol,
                        parent: model,
                        index,
                    }),
                };
                outer.push(std::mem::replace(&mut level, inner));
                depth += 1;
            }
            pos = behind;
            (self.scan.pos, self.scan.brackets) = (behind, 0);
        }
    }

    /// The fast way through a start tag that is no more than a name: it is compared with those that
    /// may come next. It is the tag read last then.
    pub(super) fn is_expected_start(&mut self) -> bool {
        let Some(Frame {
            mode: Mode::Elements { model, state, .. },
            ..
        }) = self.open.frames.last()
        else {
            return false;
        };
        let bytes = self.scan.input.text().as_bytes();
        let now = model.state(*state);
        let mut prefixes = Prefixes::new(&self.bindings);
        let found = expected(model, now, &mut prefixes, bytes, self.scan.pos);
        found.is_some_and(|(_, _, local)| self.scan.bare_start(local))
    }

    /// Remembers the attributes of the start tag, which were found right, unless that depends on
    /// what stands elsewhere.
    pub(super) fn note_form(&self) {
        let (scan, compiled) = (&self.scan, self.compiled);
        let tag = &scan.tag;
        let Some((frame, decl)) = self.open.last().and_then(|f| Some((f, f.decl?))) else {
            return;
        };
        let own = frame.ty == Some(TypeRef::Of(decl.type_id()));
        let declares = self.bindings.len() > frame.bindings;
        if scan.attributes.is_empty() || tag.empty || declares || !own || !decl.plain {
            return;
        }
        let Type::Complex(complex) = compiled.ty(decl.type_id()) else {
            return;
        };
        let plain = scan.attributes.iter().all(|attribute| {
            let local = self.window(attribute.local..attribute.name.end);
            let unprefixed = attribute.local == attribute.name.start;
            let mut declared = complex.attributes.iter();
            let declared = declared.find(|a| a.ns == NsId::NONE && a.local == local);
            let simple = declared.and_then(|a| match compiled.ty(a.type_id) {
                Type::Simple(simple) => Some(simple),
                _ => None,
            });
            let whole = matches!(attribute.value, Value::Window(_));
            unprefixed && whole && simple.is_some_and(|simple| !simple.refers)
        });
        if plain && !complex.abstract_ {
            let form = self.window(tag.name.end..tag.end);
            decl.forms.note(form.as_bytes());
        }
    }
}

/// The place behind the end tag that stands at a place, if it is that of this element.
#[inline]
fn end_tag(bytes: &[u8], at: usize, name: Option<&[u8]>) -> Option<usize> {
    let name = name?;
    let end = at + 2 + name.len();
    let closed = bytes.get(end) == Some(&b'>');
    (closed && begins_with(bytes.get(at + 2..)?, name)).then_some(end + 1)
}

/// Which of the elements that may come next stands at a place, where its local name begins, and the
/// place behind it.
#[inline(always)]
fn expected<'v>(
    model: &'v Model,
    now: &State,
    prefixes: &mut Prefixes<'_>,
    bytes: &[u8],
    at: usize,
) -> Option<(Arc, &'v Name, Range<usize>)> {
    if bytes.get(at) != Some(&b'<') {
        return None;
    }
    for arc in model.likely_arcs(now) {
        let name = model.names.get(usize::from(arc.symbol))?;
        let Some(prefix) = prefixes.of(name.ns) else {
            continue;
        };
        let mut start = at + 1;
        if !prefix.is_empty() {
            let colon = start + prefix.len();
            let rest = bytes.get(start..)?;
            if bytes.get(colon) != Some(&b':') || !begins_with(rest, prefix.as_bytes()) {
                continue;
            }
            start = colon + 1;
        }
        let rest = bytes.get(start..)?;
        let symbol = || model.symbols.get(arc.symbol);
        if let Some(length) = name.length(rest.first_chunk::<AHEAD>()?, rest, symbol) {
            return Some((*arc, name, start..start + length));
        }
    }
    None
}

/// Prefixes of the namespaces, as long as no more are declared.
struct Prefixes<'b> {
    bindings: &'b Bindings,
    /// The one asked for last.
    last: (NsId, Option<&'b str>),
}

impl<'b> Prefixes<'b> {
    fn new(bindings: &'b Bindings) -> Prefixes<'b> {
        Prefixes {
            bindings,
            last: (NsId::NONE, bindings.prefix_for(NsId::NONE)),
        }
    }

    /// A prefix that stands for a namespace, if it is clear at once.
    #[inline(always)]
    fn of(&mut self, ns: NsId) -> Option<&'b str> {
        if self.last.0 != ns {
            self.find(ns);
        }
        self.last.1
    }

    // Not inlined: the rare case would cost the frequent one registers.
    #[inline(never)]
    fn find(&mut self, ns: NsId) {
        self.last = (ns, self.bindings.prefix_for(ns));
    }
}

/// What an element holds, if that is plain.
#[inline(always)]
fn held<'v>(compiled: &'v Compiled, name: &Name) -> Option<Held<'v>> {
    let simple = match compiled.ty(name.type_id) {
        Type::Simple(simple) => simple,
        Type::Complex(complex) => match &complex.content {
            Content::Model(model) => return Some(Held::Elements(model)),
            Content::Simple(id) => match compiled.ty(*id) {
                Type::Simple(simple) => simple,
                _ => return None,
            },
            Content::Empty | Content::All(_) => return None,
        },
        Type::Broken(_) => return None,
    };
    (!simple.refers).then_some(Held::Value(simple))
}

/// Whether an element may hold a text.
#[inline(always)]
fn is_value(compiled: &Compiled, name: &Name, held: &Held<'_>, text: &str) -> bool {
    let simple = match held {
        Held::Value(simple) => {
            name.note(simple);
            *simple
        }
        Held::Visible(lengths) if lengths.allow(text) => return true,
        // It is of other characters, or too long.
        _ => match self::held(compiled, name) {
            Some(Held::Value(simple)) => simple,
            _ => return false,
        },
    };
    simple.check(text, compiled).is_ok()
}
