//! Markup: takes the window apart into tags, text and references, and checks that the message is
//! well-formed (XML 1.0, fifth edition, for names; Namespaces in XML 1.0).

mod around;
mod names;
mod tags;
mod text;

use std::ops::Range;

use xoev::Rule;
pub(crate) use xoev::xml::{is_space, skip_space};

pub(crate) use self::tags::plain_text;

use crate::fatal::{Fatal, Trouble};
use crate::input::Input;
use crate::report::Settings;
use crate::window::Window;

/// Text longer than this comes in pieces.
pub(crate) const PIECE: usize = 128 << 10;

/// So much of the window is wanted before a tag is looked at, so that most are there as a whole.
const AHEAD: usize = 2 << 10;

/// What comes next in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A start tag; see [`Scanner::tag`] and [`Scanner::attributes`].
    Start,
    /// An end tag, with its name and the place of `<`.
    End { name: Range<usize>, at: usize },
    /// A piece of text without references; line ends are as they stand.
    Text(Range<usize>),
    /// A piece of a CDATA section.
    Cdata(Range<usize>),
    /// A reference to this character, and the place of `&`.
    Char(char, usize),
    /// The end of the message.
    Eof,
}

/// A start tag, as places in the window.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tag {
    /// Place of `<`.
    pub(crate) at: usize,
    /// Place behind `>`.
    pub(crate) end: usize,
    /// Name with prefix.
    pub(crate) name: Range<usize>,
    /// Where the local name begins.
    pub(crate) local: usize,
    /// `<x/>`
    pub(crate) empty: bool,
}

/// An attribute or a namespace declaration, as it stands.
#[derive(Clone, Debug)]
pub(crate) struct RawAttribute {
    pub(crate) at: usize,
    /// Place behind the value.
    pub(crate) end: usize,
    pub(crate) name: Range<usize>,
    /// Where the local name begins; equal to the beginning of the name if there is no prefix.
    pub(crate) local: usize,
    pub(crate) value: Value,
}

/// Where the value of an attribute is.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// In the window.
    Window(Range<usize>),
    /// In [`Scanner::scratch`], since it had references or white space in it.
    Scratch(Range<usize>),
}

/// Why a piece of markup could not be taken apart.
enum Lack {
    /// The window ends in it.
    More,
    Fatal(Fatal),
}

impl From<Fatal> for Lack {
    fn from(fatal: Fatal) -> Lack {
        Lack::Fatal(fatal)
    }
}

type Parsed<T> = Result<T, Lack>;

pub(crate) struct Scanner<W> {
    pub(crate) input: Input<W>,
    /// Where reading goes on, in the window.
    pub(crate) pos: usize,
    pub(crate) tag: Tag,
    pub(crate) attributes: Vec<RawAttribute>,
    pub(crate) scratch: String,
    /// Within a CDATA section that comes in pieces.
    pub(crate) in_cdata: bool,
    /// How many `]` end the text before, which goes on.
    pub(crate) brackets: u8,
    ended: bool,
    settings: Settings,
}

/// Something else than this stands at a place.
fn syntax(expected: &str, at: usize) -> Fatal {
    Fatal {
        rule: Rule::Syntax,
        expected: expected.to_owned(),
        found: None,
        at,
    }
}

impl<W: Window> Scanner<W> {
    pub(crate) fn new(window: W, settings: &Settings) -> Scanner<W> {
        let input = Input::new(window);
        let ended = input.is_whole();
        Scanner {
            input,
            pos: 0,
            tag: Tag::default(),
            attributes: Vec::with_capacity(8),
            scratch: String::new(),
            in_cdata: false,
            brackets: 0,
            ended,
            settings: settings.clone(),
        }
    }

    #[inline]
    pub(crate) fn text(&self) -> &str {
        self.input.text()
    }

    pub(crate) fn value(&self, attribute: &RawAttribute) -> &str {
        match &attribute.value {
            Value::Window(range) => self.text().get(range.clone()).unwrap_or_default(),
            Value::Scratch(range) => self.scratch.get(range.clone()).unwrap_or_default(),
        }
    }

    /// Reads on, keeping the window from `keep`; adjusts the position. False at the end.
    fn refill(&mut self, keep: usize) -> Result<bool, Trouble> {
        if self.ended {
            return Ok(false);
        }
        match self.input.refill(keep)? {
            Some(moved) => {
                self.pos -= moved;
                Ok(true)
            }
            None => {
                self.pos -= keep;
                self.ended = true;
                Ok(false)
            }
        }
    }

    /// What stands at a place, for an error after which nothing is read. The same, however much of
    /// the message is in the window.
    #[cold]
    pub(crate) fn show(&mut self, mut at: usize) -> String {
        const SHOWN: usize = 20;
        let longest = SHOWN * char::MAX.len_utf8();
        while self.text().len() - at < longest && !self.ended && !self.input.is_broken() {
            let more = self.input.refill(at);
            at = 0;
            if !matches!(more, Ok(Some(_))) {
                break;
            }
        }
        let rest = self.text().get(at..).unwrap_or_default();
        let found: String = rest
            .chars()
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .take(SHOWN)
            .collect();
        match found.is_empty() {
            true => "the end of the document".to_owned(),
            false => format!("“{found}”"),
        }
    }

    /// Sees to it that a good part of what comes next is in the window.
    #[inline]
    fn look(&mut self) -> Result<(), Trouble> {
        while self.text().len() - self.pos < AHEAD && !self.ended {
            // What stands before the place where nothing can be read is still looked at.
            if self.input.is_broken() && self.pos < self.text().len() {
                break;
            }
            self.refill(self.pos)?;
        }
        Ok(())
    }

    /// Sees to it that so many bytes are in the window if the message has them.
    fn want(&mut self, count: usize) -> Result<(), Trouble> {
        while self.text().len() - self.pos < count && !self.ended {
            self.refill(self.pos)?;
        }
        Ok(())
    }

    /// The next piece of the message. Comments and processing instructions are passed over.
    /// `depth` is the number of open elements.
    pub(crate) fn step(&mut self, depth: usize) -> Result<Event, Trouble> {
        if self.in_cdata {
            return self.cdata();
        }
        loop {
            self.look()?;
            let bytes = self.input.text().as_bytes();
            match bytes.get(self.pos) {
                None => return Ok(Event::Eof),
                Some(b'<') => {
                    self.brackets = 0;
                    match bytes.get(self.pos + 1) {
                        Some(b'/') => return self.complete(Scanner::end_tag),
                        Some(b'?') => self.complete_instruction()?,
                        Some(b'!') => {
                            let rest = &bytes[self.pos..];
                            if rest.starts_with(b"<!--") {
                                self.comment()?;
                            } else if depth > 0 && rest.starts_with(b"<![CDATA[") {
                                self.pos += 9;
                                self.in_cdata = true;
                                return self.cdata();
                            } else {
                                return Err(self.declaration_refused(depth).into());
                            }
                        }
                        _ => {
                            self.complete(Scanner::start_tag)?;
                            return Ok(Event::Start);
                        }
                    }
                }
                Some(b'&') if depth > 0 => {
                    self.brackets = 0;
                    return self.complete(|scanner, text| {
                        let at = scanner.pos;
                        let (c, end) = text::reference(text, at)?;
                        scanner.pos = end;
                        Ok(Event::Char(c, at))
                    });
                }
                Some(_) if depth > 0 => return self.piece(),
                Some(b) if is_space(*b) => self.pos = skip_space(bytes, self.pos),
                Some(_) => {
                    let fatal = syntax("a root element", self.pos);
                    return Err(fatal.into());
                }
            }
        }
    }

    /// Runs a parser on the window, and again with more of the message if it lacks some.
    fn complete<T>(&mut self, parse: impl Fn(&mut Self, &str) -> Parsed<T>) -> Result<T, Trouble> {
        loop {
            // The parser changes the scanner, and reads text that the scanner holds.
            let at = self.pos;
            let text = self.input.take();
            let result = parse(self, &text);
            self.input.give_back(text);
            match result {
                // The limit holds however much of the message is in the window.
                Ok(_) if self.pos.saturating_sub(at) > self.settings.max_value => {
                    return Err(self.too_long(at).into());
                }
                Ok(value) => return Ok(value),
                Err(Lack::Fatal(fatal))
                    if fatal.at.saturating_sub(at) > self.settings.max_value =>
                {
                    return Err(self.too_long(at).into());
                }
                Err(Lack::Fatal(fatal)) => return Err(fatal.into()),
                Err(Lack::More) => {
                    let held = self.text().len() - self.pos;
                    if held > self.settings.max_value {
                        return Err(self.too_long(self.pos).into());
                    }
                    // Twice as much each time, so that long tags are not parsed over and over.
                    // What stands before the place where nothing can be read is still looked at.
                    let mut grown = false;
                    while self.text().len() - self.pos < held * 2 + 1
                        && !(grown && self.input.is_broken())
                        && self.refill(self.pos)?
                    {
                        grown = true;
                    }
                    if !grown {
                        let at = self.text().len();
                        return Err(self.cut_off(at).into());
                    }
                }
            }
        }
    }

    fn too_long(&self, at: usize) -> Fatal {
        let limit = format!("{} bytes in a tag", self.settings.max_value);
        Fatal::new(Rule::Limit, limit, "more", at)
    }

    /// The message ends within markup.
    fn cut_off(&self, at: usize) -> Fatal {
        let bytes = &self.text().as_bytes()[self.pos.min(self.text().len())..];
        let expected = if bytes.starts_with(b"<?xml ") {
            "the end of the XML declaration, “?>”"
        } else if bytes.starts_with(b"<!") {
            "an element, a comment or text"
        } else if bytes.starts_with(b"&") {
            text::UNCLOSED_REFERENCE
        } else {
            "“>”"
        };
        Fatal::new(Rule::Syntax, expected, "the end of the document", at)
    }

    #[cold]
    fn declaration_refused(&self, depth: usize) -> Fatal {
        let rest = self.text().get(self.pos..).unwrap_or_default();
        if rest.starts_with("<!DOCTYPE") && depth == 0 {
            let expected = "no document type declaration";
            return Fatal::new(Rule::DoctypeRefused, expected, "<!DOCTYPE", self.pos);
        }
        syntax("an element, a comment or text", self.pos)
    }

    /// Passes over blanks, where they mean nothing.
    #[inline]
    pub(crate) fn pass_blanks(&mut self) -> Result<(), Trouble> {
        while !self.in_cdata {
            self.pos = skip_space(self.input.text().as_bytes(), self.pos);
            // Where text begins must not depend on how much of the message is in the window.
            if self.pos < self.text().len() || !self.refill(self.pos)? {
                break;
            }
        }
        Ok(())
    }
}
