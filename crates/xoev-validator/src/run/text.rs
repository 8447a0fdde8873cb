//! Text between the tags, and values of simple types.

use std::ops::Range;

use xoev::{Fault, Rule};
use xoev_schema::Builtin;

use crate::compile::simple::{Kind, Simple, Types};
use crate::compile::stream::{Stream, Streaming};
use crate::extract::Sink;
use crate::fatal::{Fatal, Trouble};
use crate::input::{Position, floor};
use crate::scan::is_space;
use crate::watch::Text;
use crate::window::Window;

use super::{Mode, Run};

/// Texts up to this length are held as a whole, in any case.
const HELD: usize = 256 << 10;
/// How much of a longer text a watcher is shown.
const HEAD: usize = 4 << 10;

/// The text of the element entered last, if it is not plain.
#[derive(Debug, Default)]
pub(super) struct TextState<'w> {
    text: String,
    /// Once the text is too long to be held.
    stream: Option<Stream>,
    /// Length in characters of what was handed to the stream.
    streamed: u64,
    /// The beginning of a text that is not held.
    head: String,
    /// Where the text begins.
    begin: Option<Position>,
    /// The piece before ended with a carriage return.
    after_cr: bool,
    /// Where the content goes, if somebody wants it.
    pub(super) sink: Option<Sink<'w>>,
}

impl TextState<'_> {
    pub(super) fn shown(&self) -> Text<'_> {
        match self.streamed {
            0 => Text::Whole(&self.text),
            chars => Text::Cut {
                head: &self.head,
                chars,
            },
        }
    }

    /// Appends with line ends normalized (XML 1.0, section 2.11).
    fn push(&mut self, piece: &str) {
        let mut rest = piece;
        if std::mem::take(&mut self.after_cr) {
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
        while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
            self.text.push_str(&rest[..at]);
            self.text.push('\n');
            rest = &rest[at + 1..];
            if rest.is_empty() {
                self.after_cr = true;
                return;
            }
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
        self.text.push_str(rest);
    }
}

impl<'v, W: Window> Run<'v, '_, W> {
    /// The element entered last holds text that is not plain, or not wholly in the window.
    pub(super) fn begin_text(&mut self, at: usize) {
        let begin = self.scan.input.position(at);
        let text = &mut self.text;
        text.text.clear();
        text.head.clear();
        text.stream = None;
        text.streamed = 0;
        text.after_cr = false;
        text.begin = Some(begin);
    }

    pub(super) fn text_piece(&mut self, range: Range<usize>) -> Result<(), Trouble> {
        let Some(frame) = self.open.frames.last_mut() else {
            return Ok(());
        };
        let piece = self.scan.text().get(range.clone()).unwrap_or_default();
        if piece.is_empty() {
            return Ok(());
        }
        match &frame.mode {
            Mode::Simple(simple) => {
                let simple = *simple;
                self.text.push(piece);
                return self.spill(simple);
            }
            Mode::Anything { .. } | Mode::TextOnly => frame.filled = true,
            Mode::Elements { complex, .. } | Mode::All { complex, .. } if complex.mixed => {
                frame.filled = true;
                let collects = frame.decl.is_some_and(|d| d.element.fixed.is_some());
                if collects {
                    self.text.push(piece);
                }
            }
            Mode::Elements { .. } | Mode::All { .. } => {
                let blank = piece.bytes().all(is_space);
                if !blank {
                    self.stray_text(Rule::TextNotAllowed, "elements", range);
                }
            }
            Mode::Empty => self.stray_text(Rule::ContentNotAllowed, "no content", range),
            Mode::Nil => self.stray_text(Rule::Nil, "no content", range),
        }
        Ok(())
    }

    pub(super) fn text_char(&mut self, c: char, at: usize) -> Result<(), Trouble> {
        let Some(frame) = self.open.frames.last_mut() else {
            return Ok(());
        };
        let range = at..self.scan.pos;
        match &frame.mode {
            Mode::Simple(simple) => {
                let simple = *simple;
                self.text.after_cr = false;
                self.text.text.push(c);
                return self.spill(simple);
            }
            Mode::Anything { .. } | Mode::TextOnly => frame.filled = true,
            Mode::Elements { complex, .. } | Mode::All { complex, .. } if complex.mixed => {
                frame.filled = true;
                if frame.decl.is_some_and(|d| d.element.fixed.is_some()) {
                    self.text.text.push(c);
                }
            }
            Mode::Elements { .. } | Mode::All { .. } => {
                if !matches!(c, ' ' | '\t' | '\n' | '\r') {
                    self.stray_text(Rule::TextNotAllowed, "elements", range);
                }
            }
            Mode::Empty => self.stray_text(Rule::ContentNotAllowed, "no content", range),
            Mode::Nil => self.stray_text(Rule::Nil, "no content", range),
        }
        Ok(())
    }

    /// Text where there must be none. One report for each element.
    #[cold]
    fn stray_text(&mut self, rule: Rule, expected: &str, range: Range<usize>) {
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        if std::mem::replace(&mut frame.text_reported, true) {
            return;
        }
        let piece = self.window(range.clone());
        let inner = piece.trim_matches([' ', '\t', '\n', '\r']);
        let (start, length, found) = match inner.is_empty() {
            true => (range.start, piece.len(), piece.to_owned()),
            false => {
                let skipped = piece.find(inner).unwrap_or(0);
                (range.start + skipped, inner.len(), inner.to_owned())
            }
        };
        self.fault(rule, expected, &found, start, length);
    }

    /// Keeps the text that is held within bounds.
    fn spill(&mut self, simple: &'v Simple) -> Result<(), Trouble> {
        let text = &mut self.text;
        // What goes to a writer goes there as it comes, so that nothing is decoded twice.
        let held = match text.sink.is_some() && self.keys.is_idle() {
            true => 0,
            false => HELD,
        };
        if text.text.len() <= held {
            return Ok(());
        }
        if text.stream.is_none() {
            // A value that has to be compared is needed as a whole.
            let decl = self.open.last().and_then(|frame| frame.decl);
            let fixed = decl.is_some_and(|d| d.element.fixed.is_some());
            match simple.streaming().filter(|_| !fixed) {
                Some(kind) => {
                    text.stream = Some(Stream::new(kind));
                    let end = floor(&text.text, HEAD);
                    text.head.push_str(&text.text[..end]);
                }
                None if text.text.len() > self.settings.max_value => {
                    let limit = format!("{} bytes", self.settings.max_value);
                    let at = self.scan.pos;
                    return Err(Fatal::new(Rule::Limit, limit, "more", at).into());
                }
                None => return Ok(()),
            }
        }
        if let Some(stream) = &mut text.stream {
            stream.push(simple, &text.text, text.sink.as_mut());
            text.streamed += text.text.chars().count() as u64;
            text.text.clear();
        }
        match text.sink.as_ref().is_some_and(Sink::has_failed) {
            true => self.end_content(false),
            false => Ok(()),
        }
    }

    /// The content that goes to a writer ends here; `whole` says whether it is as it should be.
    pub(super) fn end_content(&mut self, whole: bool) -> Result<(), Trouble> {
        if let Some(sink) = self.text.sink.take() {
            self.contents.push(sink.finish(whole)?);
        }
        Ok(())
    }

    /// The element entered last holds plain text: is it a value?
    pub(super) fn check_plain(&mut self, simple: &'v Simple, range: Range<usize>) {
        let text = self.window(range.clone());
        let frame = self.open.last();
        if frame.is_some_and(|f| f.text_reported) {
            return;
        }
        let decl = frame.and_then(|f| f.decl);
        let constraint = decl.and_then(|d| d.element.fixed.as_deref());
        let default = decl.and_then(|d| d.element.default.as_deref());
        if text.is_empty() && (constraint.is_some() || default.is_some()) {
            let value = constraint.or(default).unwrap_or_default().to_owned();
            return self.accept_value(simple, &value);
        }
        match judge(simple, constraint, text, self) {
            None => {
                let needs_more = names(simple, self.compiled).is_some() || !self.keys.is_idle();
                if needs_more {
                    let value = self.window(range.clone()).to_owned();
                    self.check_prefix(simple, &value, range.start, range.len());
                    self.accept_value(simple, &value);
                }
            }
            Some((rule, expected, found)) => {
                self.keys_value(None);
                self.fault(rule, &expected, &found, range.start, range.len());
            }
        }
    }

    /// A name in content needs a declared prefix.
    fn check_prefix(&mut self, simple: &Simple, value: &str, at: usize, length: usize) {
        if names(simple, self.compiled) == Some(Builtin::QName) {
            let names = value
                .split([' ', '\t', '\n', '\r'])
                .filter(|n| !n.is_empty());
            let dangling = names
                .clone()
                .any(|name| self.bindings.resolve(self.compiled, name).is_none());
            if dangling {
                self.fault(Rule::Datatype, "a declared prefix", value, at, length);
            }
        }
    }

    /// A value is valid: identities are noted.
    fn accept_value(&mut self, simple: &'v Simple, value: &str) {
        if let Some(kind @ (Builtin::Id | Builtin::IdRef)) = names(simple, self.compiled) {
            let at = self.scan.pos;
            let position = self.scan.input.position(at);
            self.note_id(kind, value, position);
        }
        if !self.keys.is_idle() {
            let key = simple.key(value);
            self.keys_value(Some(key));
        }
    }

    /// An element without content, `<x/>`.
    pub(super) fn finish_empty(&mut self, end: usize) -> Result<(), Trouble> {
        let Some(frame) = self.open.last() else {
            return Ok(());
        };
        match &frame.mode {
            Mode::Simple(simple) => {
                let simple = *simple;
                let position = self.scan.input.position(end);
                self.begin_text(end);
                self.text.begin = Some(position);
                self.settle(simple, position)?;
            }
            _ => self.check_mixed_fixed(end),
        }
        Ok(())
    }

    /// The text of the element entered last has ended; `at` is the place of its end tag.
    pub(super) fn finish_text(&mut self, at: usize) -> Result<(), Trouble> {
        let Some(frame) = self.open.last() else {
            return Ok(());
        };
        match &frame.mode {
            Mode::Simple(simple) => {
                let simple = *simple;
                let end = self.scan.input.position(at);
                self.settle(simple, end)?;
            }
            _ => self.check_mixed_fixed(at),
        }
        Ok(())
    }

    /// A fixed value of an element with mixed content.
    fn check_mixed_fixed(&mut self, at: usize) {
        let Some(frame) = self.open.last() else {
            return;
        };
        let (Mode::Elements { complex, .. } | Mode::All { complex, .. }) = &frame.mode else {
            return;
        };
        let Some(fixed) = frame.decl.and_then(|d| d.element.fixed.clone()) else {
            return;
        };
        if !complex.mixed {
            return;
        }
        let text = std::mem::take(&mut self.text.text);
        let frame_filled = frame.filled;
        if frame_filled && text != fixed {
            self.fault(Rule::ElementFixed, &fixed, &text, at, 0);
        }
    }

    /// Judges the text that was put together.
    fn settle(&mut self, simple: &'v Simple, end: Position) -> Result<(), Trouble> {
        let begin = self.text.begin.unwrap_or(end);
        let frame = self.open.last();
        if frame.is_some_and(|f| f.text_reported) {
            self.keys_value(None);
            return self.end_content(false);
        }
        let decl = frame.and_then(|f| f.decl);
        let fixed = decl.and_then(|d| d.element.fixed.as_deref());
        let default = decl.and_then(|d| d.element.default.as_deref());
        let mut state = std::mem::take(&mut self.text);
        let fault = match state.stream.take() {
            Some(mut stream) => {
                stream.push(simple, &state.text, state.sink.as_mut());
                state.streamed += state.text.chars().count() as u64;
                stream.finish(simple).err().map(parts)
            }
            None if state.text.is_empty() && (fixed.is_some() || default.is_some()) => {
                let value = fixed.or(default).unwrap_or_default().to_owned();
                self.accept_value(simple, &value);
                decode(simple, &value, state.sink.as_mut());
                None
            }
            None => {
                let fault = judge(simple, fixed, &state.text, self);
                if fault.is_none() {
                    let text = std::mem::take(&mut state.text);
                    let at = self.scan.pos;
                    self.check_prefix(simple, &text, at, 0);
                    self.accept_value(simple, &text);
                    decode(simple, &text, state.sink.as_mut());
                    state.text = text;
                }
                fault
            }
        };
        let whole = fault.is_none();
        if let Some((rule, expected, found)) = fault {
            self.keys_value(None);
            let length = end.offset.saturating_sub(begin.offset);
            self.fault_at(rule, &expected, &found, (begin, length));
        }
        self.text = state;
        self.end_content(whole)
    }
}

/// Decodes a value that was held as a whole.
fn decode(simple: &Simple, value: &str, sink: Option<&mut Sink<'_>>) {
    if sink.is_some() {
        Stream::new(Streaming::Base64).push(simple, value, sink);
    }
}

fn parts(fault: Fault) -> (Rule, String, String) {
    (
        fault.rule(),
        fault.expected().to_owned(),
        fault.found().to_owned(),
    )
}

/// Whether values name something that the text alone does not tell: `ID`, `IDREF` (also several of
/// them) or `QName` (`NOTATION` too).
pub(super) fn names(simple: &Simple, types: &impl Types) -> Option<Builtin> {
    match &simple.kind {
        Kind::Atomic(Builtin::Id, _) => Some(Builtin::Id),
        Kind::Atomic(Builtin::IdRef | Builtin::IdRefs, _) => Some(Builtin::IdRef),
        Kind::Atomic(Builtin::QName | Builtin::Notation, _) => Some(Builtin::QName),
        Kind::List(item) => names(types.simple(*item)?, types),
        Kind::Atomic(..) | Kind::Union(_) => None,
    }
}

/// What is wrong with a text as a value.
fn judge<W: Window>(
    simple: &Simple,
    fixed: Option<&str>,
    text: &str,
    run: &Run<'_, '_, W>,
) -> Option<(Rule, String, String)> {
    if let Some(fixed) = fixed {
        if text == fixed || simple.same(text, fixed, run.compiled) {
            return None;
        }
        return Some(match simple.check(text, run.compiled) {
            Err(fault) => parts(fault),
            Ok(()) => (Rule::ElementFixed, fixed.to_owned(), text.to_owned()),
        });
    }
    simple.check(text, run.compiled).err().map(parts)
}
