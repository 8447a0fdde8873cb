//! One validation: follows the message with what the schema says about each element.
//!
//! [`start`] deals with start tags, [`attributes`] with what they carry, [`content`] with the order
//! of elements, [`text`] with text, [`keys`] with what must be unique. After a fault the rest is
//! checked against the declarations that the names stand for.

mod attributes;
mod complete;
mod content;
mod displaced;
mod instance;
mod keys;
mod log;
mod namespaces;
mod repair;
mod start;
mod swift;
mod text;

use std::fmt;

use xoev::{Path, Rule, Step};
use xoev_schema::{ElementId, TypeId};

use crate::compile::decl::Decl;
use crate::compile::model::{Model, StateId};
use crate::compile::simple::Simple;
use crate::compile::{All, Compiled, Complex, TypeRef};
use crate::extract::{self, Content, ExtractError, Extraction};
use crate::fatal::{Fatal, Trouble};
use crate::input::Position;
use crate::report::{Judgement, Report, Settings};
use crate::scan::{Event, Scanner};
use crate::watch::{Attribute, End, Place, Steps, Text, Watch};
use crate::window::Window;

use self::displaced::Passed;
use self::keys::Keys;
use self::log::Log;
use self::namespaces::{Bindings, Ns};
use self::repair::Item;
use self::swift::Level;
use self::text::TextState;

/// The state of a validation.
pub(crate) struct Run<'v, 'w, W> {
    compiled: &'v Compiled,
    settings: &'v Settings,
    scan: Scanner<W>,
    open: Open<'v>,
    /// Room for those entered on the fast way; empty otherwise.
    levels: Vec<Level<'v>>,
    /// How often the elements that may be repeated have occurred, for all open elements.
    slots: Vec<u32>,
    /// The children that fitted and are remembered, for all open elements.
    passed: Vec<Passed>,
    bindings: Bindings,
    log: Log,
    text: TextState<'w>,
    keys: Keys<'v>,
    root: Option<ElementId>,
    watch: Option<&'w mut dyn Watch>,
    /// Who wants content of elements.
    extract: Option<&'w mut extract::Open<'w>>,
    /// Content that was handed over.
    contents: Vec<Content>,
    /// Attributes of the start tag, for the watcher.
    shown: Vec<Attribute>,
}

/// The open elements.
#[derive(Default)]
struct Open<'v> {
    frames: Vec<Frame<'v>>,
    /// Their names as they stand in the message, one after the other.
    names: String,
}

/// An open element.
struct Frame<'v> {
    /// Where its name begins in [`Open::names`].
    name: usize,
    /// Where its local name begins there.
    local: usize,
    ns: Ns,
    /// Number of bindings outside of it.
    bindings: usize,
    /// Where its counters begin.
    slots: usize,
    /// Where its children that fitted begin.
    passed: usize,
    /// Which of its repetitions it is.
    index: Option<u32>,
    decl: Option<&'v Decl>,
    ty: Option<TypeRef>,
    mode: Mode<'v>,
    /// Stray text in it was reported.
    text_reported: bool,
    /// It holds an element or text.
    filled: bool,
    /// Its start tag, if somebody watches, and its length.
    position: Position,
    length: u64,
    required: bool,
}

/// How the content of an element is checked.
enum Mode<'v> {
    /// Child elements by a content model.
    Elements {
        complex: &'v Complex,
        model: &'v Model,
        state: StateId,
        /// How often the element counted last has occurred.
        count: u32,
        /// The element that fitted last.
        last: Option<u16>,
        /// The children from the first one that did not fit.
        astray: Option<Box<Astray>>,
    },
    /// Child elements in any order.
    All {
        complex: &'v Complex,
        all: &'v All,
        /// Members that have occurred.
        seen: Vec<bool>,
    },
    /// Text.
    Simple(&'v Simple),
    /// Any text, and no elements.
    TextOnly,
    /// Nothing.
    Empty,
    /// Nothing, as the message says itself.
    Nil,
    /// Anything. Elements that are declared globally are checked, if asked for.
    Anything { lax: bool },
}

/// Content that went astray.
struct Astray {
    from: StateId,
    items: Vec<Item>,
    /// There were more children than are kept.
    cut: bool,
}

impl<'v> Open<'v> {
    fn depth(&self) -> usize {
        self.frames.len()
    }

    fn last(&self) -> Option<&Frame<'v>> {
        self.frames.last()
    }

    fn last_mut(&mut self) -> Option<&mut Frame<'v>> {
        self.frames.last_mut()
    }

    /// Name of an open element with prefix.
    fn name(&self, at: usize) -> &str {
        let start = self.frames.get(at).map_or(self.names.len(), |f| f.name);
        let end = self.frames.get(at + 1).map_or(self.names.len(), |f| f.name);
        self.names.get(start..end).unwrap_or_default()
    }

    fn local(&self, at: usize) -> &str {
        let start = self.frames.get(at).map_or(self.names.len(), |f| f.local);
        let end = self.frames.get(at + 1).map_or(self.names.len(), |f| f.name);
        self.names.get(start..end).unwrap_or_default()
    }

    fn last_name(&self) -> &str {
        match self.frames.len() {
            0 => "",
            depth => self.name(depth - 1),
        }
    }
}

impl Steps for Open<'_> {
    fn path(&self) -> Path {
        let step = |(at, frame): (usize, &Frame<'_>)| Step {
            name: cut(self.local(at)),
            index: frame.index,
        };
        self.frames.iter().enumerate().map(step).collect()
    }
}

impl fmt::Debug for Open<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path())
    }
}

/// A name for an error: long ones are cut.
fn cut(name: &str) -> String {
    let mut shown: String = name.chars().take(120).collect();
    if shown.len() < name.len() {
        shown.push('…');
    }
    shown
}

impl<'v, 'w, W: Window> Run<'v, 'w, W> {
    pub(crate) fn new(
        compiled: &'v Compiled,
        settings: &'v Settings,
        window: W,
        watch: Option<&'w mut dyn Watch>,
        extract: Option<&'w mut extract::Open<'w>>,
    ) -> Run<'v, 'w, W> {
        Run {
            compiled,
            settings,
            scan: Scanner::new(window, settings),
            open: Open::default(),
            levels: Vec::new(),
            slots: Vec::new(),
            passed: Vec::new(),
            bindings: Bindings::default(),
            log: Log::new(settings.max_findings),
            text: TextState::default(),
            keys: Keys::default(),
            root: None,
            watch,
            extract,
            contents: Vec::new(),
            shown: Vec::new(),
        }
    }

    /// Validates a message that is in memory, of which nothing is written.
    pub(crate) fn judged(mut self) -> Report {
        if let Err(trouble) = self.judge() {
            // There is nothing that could be in the way of reading or writing.
            let at = self.scan.text().len();
            let why = format!("{trouble:?}");
            self.fatal(Fatal::new(
                Rule::NotSupported,
                "a message in memory",
                &why,
                at,
            ));
        }
        self.conclude().report
    }

    /// Validates the message to its end.
    pub(crate) fn report(mut self) -> Result<Extraction, ExtractError> {
        self.judge()?;
        Ok(self.conclude())
    }

    fn judge(&mut self) -> Result<(), ExtractError> {
        let mut end = self.document();
        if let Err(Trouble::Fatal(_)) = end
            && let Err(trouble) = self.end_content(false)
        {
            end = Err(trouble);
        }
        match end {
            Ok(()) => self.end_of_keys(),
            Err(Trouble::Io(error)) => return Err(ExtractError::Read(error)),
            Err(Trouble::Write(error)) => return Err(*error),
            Err(Trouble::Fatal(fatal)) => self.fatal(fatal),
        }
        Ok(())
    }

    fn conclude(self) -> Extraction {
        let encoding = self.scan.input.encoding();
        let bytes = self.scan.input.bytes();
        let (findings, judgement, omitted) = self.log.into_findings();
        let report = Report {
            judgement,
            findings,
            omitted,
            root: self.root,
            encoding,
            bytes,
        };
        Extraction {
            report,
            contents: self.contents,
        }
    }

    fn document(&mut self) -> Result<(), Trouble> {
        self.scan.prolog()?;
        loop {
            if self.ignores_blanks() {
                self.hurry();
                let name = self.open.last_name();
                if let Some(at) = self.scan.plain_end(name) {
                    self.end_of_content(at);
                    self.leave();
                    if self.open.frames.is_empty() {
                        return self.scan.epilog();
                    }
                    continue;
                }
                self.scan.pass_blanks()?;
                if self.is_expected_start() {
                    self.start()?;
                    continue;
                }
            }
            match self.scan.step(self.open.depth())? {
                Event::Start => self.start()?,
                Event::End { name, at } => {
                    self.check_end_tag(&name, at)?;
                    self.end(at)?;
                }
                Event::Text(range) | Event::Cdata(range) => self.text_piece(range)?,
                Event::Char(c, at) => self.text_char(c, at)?,
                Event::Eof => return Err(self.cut_off().into()),
            }
            if self.open.frames.is_empty() {
                return self.scan.epilog();
            }
        }
    }

    /// Whether blanks between the elements mean nothing, as nearly everywhere.
    fn ignores_blanks(&self) -> bool {
        match self.open.last().map(|frame| &frame.mode) {
            Some(Mode::Elements { complex, .. }) => !complex.mixed,
            _ => false,
        }
    }

    fn cut_off(&self) -> Fatal {
        let at = self.scan.text().len();
        let found = "the end of the document";
        match self.open.last_name() {
            "" => Fatal::new(Rule::Syntax, "a root element", found, at),
            name => Fatal::new(Rule::TagMismatch, format!("</{}>", cut(name)), found, at),
        }
    }

    fn check_end_tag(&self, name: &std::ops::Range<usize>, at: usize) -> Result<(), Fatal> {
        let found = self.scan.text().get(name.clone()).unwrap_or_default();
        let expected = self.open.last_name();
        match found == expected {
            true => Ok(()),
            false => {
                let found = format!("</{}>", cut(found));
                let expected = format!("</{}>", cut(expected));
                Err(Fatal::new(Rule::TagMismatch, expected, &found, at))
            }
        }
    }

    /// The message can't be read on: what is known of the open elements still counts.
    fn fatal(&mut self, fatal: Fatal) {
        let position = self.scan.input.position(fatal.at);
        let found = match fatal.found {
            Some(found) => found,
            None => self.scan.show(fatal.at),
        };
        let path = self.open.path();
        let words = (fatal.expected.as_str(), found.as_str());
        self.log.add(fatal.rule, path, (position, 0), words, None);
        while !self.open.frames.is_empty() {
            self.report_astray(position, false);
            self.pop();
        }
    }

    /// Reports a fault of the element entered last, at a place in the window.
    #[cold]
    fn fault(&mut self, rule: Rule, expected: &str, found: &str, at: usize, length: usize) {
        let position = self.scan.input.position(at);
        let length = self.scan.input.length(at, length);
        self.fault_at(rule, expected, found, (position, length));
    }

    #[cold]
    fn fault_at(&mut self, rule: Rule, expected: &str, found: &str, place: (Position, u64)) {
        let path = self.open.path();
        let label = self.open.last().and_then(|f| f.decl?.label.clone());
        self.log.add(rule, path, place, (expected, found), label);
    }

    /// The element entered last has ended; `at` is the place of its end tag in the window.
    fn end(&mut self, at: usize) -> Result<(), Trouble> {
        self.end_of_content(at);
        self.finish_text(at)?;
        self.leave();
        Ok(())
    }

    /// Shows the end to the watcher and forgets the element. Its text is settled already.
    fn leave(&mut self) {
        if self.watch.is_some() {
            self.show_end(None);
        }
        self.keys_end();
        self.pop();
    }

    fn pop(&mut self) {
        if let Some(frame) = self.open.frames.last() {
            self.open.names.truncate(frame.name);
            self.bindings.truncate(frame.bindings);
            self.slots.truncate(frame.slots);
            self.passed.truncate(frame.passed);
        }
        // Taking the last one out would copy it.
        let depth = self.open.frames.len();
        self.open.frames.truncate(depth.saturating_sub(1));
    }

    /// Whether nobody wants to know of elements that are valid.
    fn is_unobserved(&self) -> bool {
        self.watch.is_none() && self.extract.is_none() && self.keys.is_idle()
    }

    /// Shows the end of the element entered last to the watcher; with its text, if it is in the
    /// window.
    fn show_end(&mut self, plain: Option<std::ops::Range<usize>>) {
        let Some(frame) = self.open.last() else {
            return;
        };
        let text = match (&frame.mode, plain) {
            (Mode::Simple(_), Some(range)) => {
                Text::Whole(self.scan.text().get(range).unwrap_or_default())
            }
            (Mode::Simple(_), None) => self.text.shown(),
            _ => Text::None,
        };
        let end = End {
            namespace: self.bindings.uri(self.compiled, frame.ns),
            name: self.open.local(self.open.depth() - 1),
            depth: self.open.depth(),
            type_id: type_id(frame.ty),
            declaration: frame.decl.map(|d| &d.element),
            required: frame.required,
            text,
            place: place(&self.open, frame),
        };
        if let Some(watch) = &mut self.watch {
            watch.end(&end);
        }
    }
}

fn type_id(ty: Option<TypeRef>) -> Option<TypeId> {
    match ty {
        Some(TypeRef::Of(id)) => Some(id),
        _ => None,
    }
}

fn place<'a>(open: &'a Open<'_>, frame: &Frame<'_>) -> Place<'a> {
    let Position {
        offset,
        line,
        column,
    } = frame.position;
    Place {
        steps: open,
        line,
        column,
        offset,
        length: frame.length,
    }
}

impl Report {
    /// Whether the message is valid.
    pub fn is_valid(&self) -> bool {
        self.judgement == Judgement::Valid
    }
}
