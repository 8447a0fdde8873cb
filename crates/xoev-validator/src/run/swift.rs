//! The fast way through what is plain and valid, as most of most messages: start tags are compared
//! with those that may come next, attributes with those found right before, texts with their types.
//!
//! It stops before whatever is odd, as if it had not been there, and reports nothing.

use xoev::xml::begins_with;
use xoev_schema::NsId;

use crate::compile::expected::Key;
use crate::compile::model::{Arc, Model, State};
use crate::compile::simple::Simple;
use crate::compile::{Compiled, Content, Type, TypeRef};
use crate::input::Position;
use crate::scan::{Value, plain_text, skip_space};
use crate::window::Window;

use super::content::{known, remember};
use super::namespaces::{Bindings, Ns};
use super::{Frame, Mode, Run};

/// How many of the elements that may come next are compared.
const EXPECTED: usize = 16;
/// Limits below these are left to others to keep.
const ATTRIBUTES: usize = 64;
const TAG: usize = 4 << 10;

/// A start tag that may come next.
struct Found {
    arc: Arc,
    /// The place behind the name.
    end: usize,
}

/// What an element holds.
enum Held<'v> {
    Value(&'v Simple),
    Elements(&'v crate::compile::Complex, &'v Model),
}

impl<'v, W: Window> Run<'v, '_, W> {
    /// Goes on as far as all is plain.
    pub(super) fn hurry(&mut self) {
        let settings = self.settings;
        let strict = settings.max_attributes < ATTRIBUTES || settings.max_value < TAG;
        if strict || !self.is_unobserved() || !self.keys.is_quiet() || self.scan.in_cdata {
            return;
        }
        let compiled = self.compiled;
        let text = self.scan.input.text();
        let bytes = text.as_bytes();
        let (frames, names) = (&mut self.open.frames, &mut self.open.names);
        loop {
            let depth = frames.len();
            let Some(Frame {
                name,
                bindings,
                slots: first,
                passed,
                filled,
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
            }) = frames.last_mut()
            else {
                return;
            };
            if complex.mixed {
                return;
            }
            let model: &'v Model = model;
            let now = model.state(*state);
            let at = skip_space(bytes, self.scan.pos);
            self.scan.pos = at;
            if bytes.get(at..at + 2) == Some(b"</") {
                let Some(end) = end_tag(bytes, at, names.as_bytes().get(*name..)) else {
                    return;
                };
                let enough = now.counter.is_none_or(|(min, _)| *count >= min);
                let inner = depth > 1 && *bindings == self.bindings.len();
                if !(inner && enough && now.accepts) {
                    return;
                }
                names.truncate(*name);
                self.slots.truncate(*first);
                self.passed.truncate(*passed);
                frames.truncate(depth - 1);
                (self.scan.pos, self.scan.brackets) = (end, 0);
                continue;
            }
            let Some(Found { arc, end }) = expected(model, now, &self.bindings, bytes, at) else {
                return;
            };
            let symbol = model.symbols.get(arc.symbol);
            let fits = match now.counter {
                None => true,
                Some((_, max)) if arc.target == *state => max.is_none_or(|m| *count < m),
                Some((min, _)) => *count >= min,
            };
            let roomy = depth < settings.max_depth && end - at <= settings.max_name;
            if !(fits && roomy && symbol.decl.plain) {
                return;
            }
            let ty = symbol.decl.type_id();
            let bare = bytes.get(end) == Some(&b'>');
            let Some(held) = held(compiled, compiled.ty(ty), bare) else {
                return;
            };
            let form = match bare {
                true => Some(1),
                false => symbol.decl.forms.find(bytes.get(end..).unwrap_or_default()),
            };
            let Some(inside) = form.map(|form| end + form) else {
                return;
            };
            let tag_name = at + 1..end;
            let mut next = inside;
            if let Held::Value(simple) = held {
                let name = bytes.get(tag_name.clone()).unwrap_or_default();
                let Some((range, end)) = plain_text(bytes, inside, name) else {
                    return;
                };
                let value = text.get(range).unwrap_or_default();
                if simple.check(value, compiled).is_err() {
                    return;
                }
                next = end;
            }
            // From here on, nothing is in the way.
            *count = if arc.target == *state { *count + 1 } else { 1 };
            remember(&mut self.passed, *passed, Some(arc.symbol), *state);
            *state = arc.target;
            *last = Some(arc.symbol);
            *filled = true;
            let placement = known(&model.symbols, arc.symbol, *first, &mut self.slots);
            if let Held::Elements(complex, model) = held {
                let name = names.len();
                names.push_str(text.get(tag_name.clone()).unwrap_or_default());
                let local = names.len() - symbol.local.len();
                let slots = self.slots.len();
                self.slots.resize(slots + model.symbols.slots, 0);
                frames.push(Frame {
                    name,
                    local,
                    ns: Ns::Known(symbol.ns),
                    bindings: self.bindings.len(),
                    slots,
                    passed: self.passed.len(),
                    index: placement.index,
                    decl: placement.decl,
                    ty: Some(TypeRef::Of(ty)),
                    mode: Mode::Elements {
                        complex,
                        model,
                        state: 0,
                        count: 0,
                        last: None,
                        astray: None,
                    },
                    text_reported: false,
                    filled: false,
                    // Nobody watches.
                    position: Position {
                        offset: 0,
                        line: 0,
                        column: 0,
                    },
                    length: 0,
                    required: placement.required,
                });
            }
            (self.scan.pos, self.scan.brackets) = (next, 0);
        }
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

/// Which of the elements that may come next stands at a place.
#[inline(always)]
fn expected(
    model: &Model,
    now: &State,
    bindings: &Bindings,
    bytes: &[u8],
    at: usize,
) -> Option<Found> {
    if bytes.get(at) != Some(&b'<') {
        return None;
    }
    // Most elements of a model are of one namespace.
    let mut ns = NsId::NONE;
    let mut start = bindings.is_default(ns).then_some(at + 1);
    let mut word = start.and_then(|start| Key::word(bytes, start));
    let keys = now.keys.get(..EXPECTED).unwrap_or(&now.keys);
    for (next, key) in keys.iter().enumerate() {
        if key.ns != ns {
            ns = key.ns;
            start = local_start(bindings, ns, bytes, at + 1);
            word = start.and_then(|start| Key::word(bytes, start));
        }
        if let (Some(start), Some(word)) = (start, word)
            && key.begins(word)
            && let Some(arc) = now.arcs.get(next)
            && let Some(end) = Key::end(&model.symbols.get(arc.symbol).local, bytes, start)
            && matches!(bytes.get(end), Some(b'>' | b' '))
        {
            return Some(Found { arc: *arc, end });
        }
    }
    None
}

/// Where the local name begins of a name in this namespace.
#[inline]
fn local_start(bindings: &Bindings, ns: NsId, bytes: &[u8], at: usize) -> Option<usize> {
    let prefix = bindings.prefix_for(ns)?.as_bytes();
    if prefix.is_empty() {
        return Some(at);
    }
    let colon = at + prefix.len();
    let fits = bytes.get(colon) == Some(&b':') && bytes.get(at..colon) == Some(prefix);
    fits.then_some(colon + 1)
}

/// What an element of a type holds, if that is plain.
#[inline]
fn held<'v>(compiled: &'v Compiled, ty: &'v Type, bare: bool) -> Option<Held<'v>> {
    let simple = match ty {
        Type::Simple(simple) if bare => simple,
        Type::Complex(complex) if complex.bare || !bare => match &complex.content {
            Content::Model(model) => return Some(Held::Elements(complex, model)),
            Content::Simple(id) => match compiled.ty(*id) {
                Type::Simple(simple) => simple,
                _ => return None,
            },
            Content::Empty | Content::All(_) => return None,
        },
        _ => return None,
    };
    (!simple.refers).then_some(Held::Value(simple))
}
