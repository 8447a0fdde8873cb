//! Markup: takes the window apart into tags, text and references, and checks that the message is
//! well-formed (XML 1.0, fifth edition, for names; Namespaces in XML 1.0).

use std::io::Read;
use std::ops::Range;

use memchr::memmem;
use xoev::Rule;

use crate::encoding::Decoding;
use crate::fatal::{Fatal, Trouble};
use crate::input::{Input, floor};
use crate::report::Settings;

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

pub(crate) struct Scanner<R> {
    pub(crate) input: Input<R>,
    /// Where reading goes on, in the window.
    pub(crate) pos: usize,
    pub(crate) tag: Tag,
    pub(crate) attributes: Vec<RawAttribute>,
    pub(crate) scratch: String,
    /// Within a CDATA section that comes in pieces.
    in_cdata: bool,
    /// How many `]` end the text before, which goes on.
    brackets: u8,
    ended: bool,
    settings: Settings,
}

const NAME: u8 = 1;
const START: u8 = 2;
const COLON: u8 = 4;
const WIDE: u8 = 8;

/// Classes of the bytes in a name.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut b = 0;
    while b < 256 {
        class[b] = match b as u8 {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => NAME | START,
            b'0'..=b'9' | b'-' | b'.' => NAME,
            b':' => NAME | COLON,
            0x80.. => NAME | START | WIDE,
            _ => 0,
        };
        b += 1;
    }
    class
};

pub(crate) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && is_space(bytes[at]) {
        at += 1;
    }
    at
}

/// What stands at a place, for an error.
fn show(text: &str, at: usize) -> String {
    let found: String = text
        .get(at..)
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .take(20)
        .collect();
    match found.is_empty() {
        true => "the end of the document".to_owned(),
        false => format!("“{found}”"),
    }
}

fn syntax(text: &str, expected: &str, at: usize) -> Fatal {
    Fatal::new(Rule::Syntax, expected, &show(text, at), at)
}

impl<R: Read> Scanner<R> {
    pub(crate) fn new(source: R, settings: &Settings) -> Scanner<R> {
        Scanner {
            input: Input::new(source),
            pos: 0,
            tag: Tag::default(),
            attributes: Vec::with_capacity(8),
            scratch: String::new(),
            in_cdata: false,
            brackets: 0,
            ended: false,
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

    /// What comes up to the root element: the XML declaration.
    pub(crate) fn prolog(&mut self) -> Result<(), Trouble> {
        self.want(8)?;
        let bytes = self.text().as_bytes();
        if bytes.starts_with(b"<?xml") && bytes.get(5).is_some_and(|b| is_space(*b)) {
            self.complete(|scanner, text| scanner.declaration(text))?;
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
                        let (c, end) = reference(text, at)?;
                        scanner.pos = end;
                        Ok(Event::Char(c, at))
                    });
                }
                Some(_) if depth > 0 => return self.piece(),
                Some(b) if is_space(*b) => self.pos = skip_space(bytes, self.pos),
                Some(_) => {
                    let fatal = syntax(self.text(), "a root element", self.pos);
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
                    let mut grown = false;
                    while self.text().len() - self.pos < held * 2 + 1 && self.refill(self.pos)? {
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
            "a reference that ends with “;”"
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
        syntax(self.text(), "an element, a comment or text", self.pos)
    }

    /// A piece of text up to markup or a reference.
    fn piece(&mut self) -> Result<Event, Trouble> {
        let mut searched = 0;
        loop {
            let bytes = &self.text().as_bytes()[self.pos..];
            let found = memchr::memchr2(b'<', b'&', &bytes[searched..]);
            let length = match found {
                Some(i) => searched + i,
                None if bytes.len() < PIECE && !self.ended => {
                    searched = bytes.len();
                    self.refill(self.pos)?;
                    continue;
                }
                None => bytes.len(),
            };
            let range = self.pos..self.piece_end(length);
            self.no_cdata_end(&range)?;
            self.pos = range.end;
            return Ok(Event::Text(range));
        }
    }

    /// Where a piece of so many bytes ends, at most: the same however the bytes came.
    fn piece_end(&self, length: usize) -> usize {
        floor(self.text(), self.pos + length.min(PIECE))
    }

    /// `]]>` must not stand in text, not even across pieces.
    fn no_cdata_end(&mut self, range: &Range<usize>) -> Result<(), Fatal> {
        let bytes = &self.text().as_bytes()[range.clone()];
        let across = match self.brackets {
            2 => bytes.starts_with(b">") || bytes.starts_with(b"]>"),
            1 => bytes.starts_with(b"]>"),
            _ => false,
        };
        let within = match memchr::memchr(b']', bytes) {
            Some(_) => memmem::find(bytes, b"]]>"),
            None => None,
        };
        if across || within.is_some() {
            let at = range.start + within.unwrap_or(0);
            return Err(syntax(self.text(), "no “]]>” in text", at));
        }
        let tail = bytes.iter().rev().take_while(|b| **b == b']').count();
        let before = if tail == bytes.len() {
            self.brackets
        } else {
            0
        };
        self.brackets = u8::try_from(tail.min(2))
            .unwrap_or(2)
            .saturating_add(before)
            .min(2);
        Ok(())
    }

    /// A piece of the CDATA section that is open.
    fn cdata(&mut self) -> Result<Event, Trouble> {
        let mut searched: usize = 0;
        loop {
            let bytes = &self.text().as_bytes()[self.pos..];
            if let Some(i) = memmem::find(&bytes[searched.saturating_sub(2)..], b"]]>") {
                let length = searched.saturating_sub(2) + i;
                let range = self.pos..self.piece_end(length);
                self.pos = range.end;
                if range.len() == length {
                    self.pos += 3;
                    self.in_cdata = false;
                }
                return Ok(Event::Cdata(range));
            }
            searched = bytes.len();
            // The last two bytes may begin the end.
            if searched < PIECE + 2 {
                if !self.refill(self.pos)? {
                    let at = self.text().len();
                    let expected = "the end of the CDATA section, “]]>”";
                    return Err(syntax(self.text(), expected, at).into());
                }
                continue;
            }
            let range = self.pos..self.piece_end(PIECE);
            self.pos = range.end;
            return Ok(Event::Cdata(range));
        }
    }

    fn comment(&mut self) -> Result<(), Trouble> {
        self.pos += 4;
        loop {
            let text = self.text();
            let rest = &text.as_bytes()[self.pos..];
            match memmem::find(rest, b"--") {
                Some(i) => match rest.get(i + 2) {
                    Some(b'>') => {
                        self.pos += i + 3;
                        return Ok(());
                    }
                    Some(_) => {
                        let fatal = syntax(text, "no “--” in a comment", self.pos + i);
                        return Err(fatal.into());
                    }
                    None => self.pos += i,
                },
                // The last byte may be the first dash.
                None if !rest.is_empty() => {
                    self.pos += rest.len() - usize::from(rest.ends_with(b"-"));
                }
                None => {}
            }
            if !self.refill(self.pos)? {
                let at = self.text().len();
                let expected = "the end of the comment, “-->”";
                return Err(syntax(self.text(), expected, at).into());
            }
        }
    }

    fn complete_instruction(&mut self) -> Result<(), Trouble> {
        self.complete(|scanner, text| {
            let at = scanner.pos;
            let (target, _) = scanner.name(text, at + 2)?;
            let name = &text[target.clone()];
            if name.eq_ignore_ascii_case("xml") {
                let expected = "an XML declaration only at the very beginning";
                return Err(syntax(text, expected, at).into());
            }
            if name.contains(':') {
                let expected = "no colon in the target of a processing instruction";
                return Err(syntax(text, expected, at).into());
            }
            let rest = &text.as_bytes()[target.end..];
            if rest.len() < 2 {
                return Err(Lack::More);
            }
            if !is_space(rest[0]) && !rest.starts_with(b"?>") {
                return Err(syntax(text, "white space behind the target", target.end).into());
            }
            scanner.pos = target.end;
            Ok(())
        })?;
        loop {
            let rest = &self.text().as_bytes()[self.pos..];
            if let Some(i) = memmem::find(rest, b"?>") {
                self.pos += i + 2;
                return Ok(());
            }
            self.pos += rest.len() - usize::from(rest.ends_with(b"?"));
            if !self.refill(self.pos)? {
                let at = self.text().len();
                let expected = "the end of the processing instruction, “?>”";
                return Err(syntax(self.text(), expected, at).into());
            }
        }
    }

    /// Behind the root element: only comments, processing instructions and white space.
    pub(crate) fn epilog(&mut self) -> Result<(), Trouble> {
        loop {
            self.look()?;
            let bytes = self.text().as_bytes();
            self.pos = skip_space(bytes, self.pos);
            if self.pos == self.text().len() && !self.ended {
                continue;
            }
            self.look()?;
            let rest = &self.text().as_bytes()[self.pos..];
            if rest.is_empty() {
                return Ok(());
            } else if rest.starts_with(b"<!--") {
                self.comment()?;
            } else if rest.starts_with(b"<?") {
                self.complete_instruction()?;
            } else {
                return Err(syntax(self.text(), "the end of the document", self.pos).into());
            }
        }
    }

    /// A qualified name: at most one colon, not at either end. Also tells where its local part
    /// begins.
    #[inline]
    fn name(&self, text: &str, start: usize) -> Parsed<(Range<usize>, usize)> {
        let bytes = text.as_bytes();
        let mut end = start;
        let mut seen = 0;
        let mut local = start;
        while let Some(&byte) = bytes.get(end) {
            let class = CLASS[byte as usize];
            if class == 0 {
                break;
            }
            end += 1;
            if byte == b':' && local == start {
                local = end;
            } else {
                seen |= class;
            }
        }
        let sound = |at: usize| {
            bytes
                .get(at)
                .is_some_and(|b| CLASS[*b as usize] & START != 0)
        };
        let plain = end < bytes.len()
            && end - start <= self.settings.max_name
            && seen & (WIDE | COLON) == 0
            && end > local
            && sound(start)
            && sound(local)
            && local != start + 1;
        match plain {
            true => Ok((start..end, local)),
            false => self.odd_name(text, start, end),
        }
    }

    /// A name with other characters than those of ASCII, or none.
    #[cold]
    fn odd_name(&self, text: &str, start: usize, end: usize) -> Parsed<(Range<usize>, usize)> {
        let bytes = text.as_bytes();
        if end == bytes.len() && end - start <= self.settings.max_name {
            return Err(Lack::More);
        }
        if end == start || CLASS[bytes[start] as usize] & START == 0 {
            return Err(syntax(text, "a name", start).into());
        }
        if end - start > self.settings.max_name {
            let limit = format!("{} bytes in a name", self.settings.max_name);
            return Err(Fatal::new(Rule::Limit, limit, "a longer one", start).into());
        }
        let name = &text[start..end];
        let (prefix, local) = name.split_once(':').unwrap_or(("a", name));
        if !xoev::xml::is_ncname(prefix) || !xoev::xml::is_ncname(local) {
            return Err(syntax(text, "a name with at most one colon", start).into());
        }
        Ok((start..end, end - local.len()))
    }

    fn start_tag(&mut self, text: &str) -> Parsed<()> {
        let at = self.pos;
        let (name, local) = self.name(text, at + 1)?;
        let bytes = text.as_bytes();
        self.attributes.clear();
        self.scratch.clear();
        let (end, empty) = match bytes[name.end] {
            b'>' => (name.end + 1, false),
            _ => self.attribute_list(text, name.end)?,
        };
        self.tag = Tag {
            at,
            end,
            name,
            local,
            empty,
        };
        self.pos = end;
        Ok(())
    }

    fn attribute_list(&mut self, text: &str, mut pos: usize) -> Parsed<(usize, bool)> {
        let bytes = text.as_bytes();
        loop {
            let before = pos;
            pos = skip_space(bytes, pos);
            match bytes.get(pos) {
                None => return Err(Lack::More),
                Some(b'>') => return Ok((pos + 1, false)),
                Some(b'/') => match bytes.get(pos + 1) {
                    None => return Err(Lack::More),
                    Some(b'>') => return Ok((pos + 2, true)),
                    Some(_) => return Err(syntax(text, "“>” or an attribute", pos).into()),
                },
                Some(_) if pos > before => {}
                Some(_) => return Err(syntax(text, "“>” or an attribute", pos).into()),
            }
            if self.attributes.len() >= self.settings.max_attributes {
                let limit = format!("{} attributes on one element", self.settings.max_attributes);
                return Err(Fatal::new(Rule::Limit, limit, "one more", pos).into());
            }
            let (name, local) = self.name(text, pos)?;
            let equals = skip_space(bytes, name.end);
            match bytes.get(equals) {
                None => return Err(Lack::More),
                Some(b'=') => {}
                Some(_) => return Err(syntax(text, "“=”", equals).into()),
            }
            let quote = skip_space(bytes, equals + 1);
            let (value, end) = self.attribute_value(text, quote)?;
            let twin = |a: &RawAttribute| text[a.name.clone()] == text[name.clone()];
            if self.attributes.iter().any(twin) {
                let found = &text[name.clone()];
                let expected = "each attribute once";
                return Err(Fatal::new(Rule::DuplicateAttribute, expected, found, pos).into());
            }
            self.attributes.push(RawAttribute {
                at: pos,
                end,
                name,
                local,
                value,
            });
            pos = end;
        }
    }

    fn attribute_value(&mut self, text: &str, at: usize) -> Parsed<(Value, usize)> {
        let bytes = text.as_bytes();
        let quote = match bytes.get(at) {
            None => return Err(Lack::More),
            Some(quote @ (b'"' | b'\'')) => *quote,
            Some(_) => return Err(syntax(text, "a value in quotes", at).into()),
        };
        let start = at + 1;
        let end = match memchr::memchr2(quote, b'<', &bytes[start..]) {
            None => return Err(Lack::More),
            Some(i) if bytes[start + i] == quote => start + i,
            Some(_) => {
                let expected = "the end of the value, without “<” in it";
                return Err(syntax(text, expected, at).into());
            }
        };
        let special = |b: u8| b == b'&' || (b != b' ' && is_space(b));
        if !bytes[start..end].iter().any(|b| special(*b)) {
            return Ok((Value::Window(start..end), end + 1));
        }
        let from = self.scratch.len();
        let mut pos = start;
        while pos < end {
            let rest = &bytes[pos..end];
            let plain = rest.iter().position(|b| special(*b)).unwrap_or(rest.len());
            self.scratch.push_str(&text[pos..pos + plain]);
            pos += plain;
            match rest.get(plain) {
                Some(b'&') => {
                    let (c, next) = reference(text, pos)?;
                    self.scratch.push(c);
                    pos = next;
                }
                Some(b'\r') if rest.get(plain + 1) == Some(&b'\n') => {
                    self.scratch.push(' ');
                    pos += 2;
                }
                Some(_) => {
                    self.scratch.push(' ');
                    pos += 1;
                }
                None => {}
            }
        }
        Ok((Value::Scratch(from..self.scratch.len()), end + 1))
    }

    fn end_tag(&mut self, text: &str) -> Parsed<Event> {
        let at = self.pos;
        let (name, _) = self.name(text, at + 2)?;
        let close = skip_space(text.as_bytes(), name.end);
        match text.as_bytes().get(close) {
            None => Err(Lack::More),
            Some(b'>') => {
                self.pos = close + 1;
                Ok(Event::End { name, at })
            }
            Some(_) => Err(syntax(text, "“>”", close).into()),
        }
    }

    /// The fast way through an element that holds nothing but plain text: its text, if its end tag
    /// is in the window. The element is left then.
    #[inline]
    pub(crate) fn plain_text(&mut self, name: &str) -> Option<Range<usize>> {
        let start = self.pos;
        let bytes = &self.text().as_bytes()[start..];
        // Short texts are the rule, so that a plain loop beats a vectorized search.
        let mut length = 0;
        while length < bytes.len() && !matches!(bytes[length], b'<' | b'&' | b']' | b'\r') {
            length += 1;
            if length == 64 {
                let rest = &bytes[64..];
                length += memchr::memchr3(b'<', b'&', b']', rest)?;
                if memchr::memchr(b'\r', &bytes[64..length]).is_some() {
                    return None;
                }
                break;
            }
        }
        let rest = bytes[length..].strip_prefix(b"</")?;
        let rest = rest.strip_prefix(name.as_bytes())?;
        if rest.first() != Some(&b'>') {
            return None;
        }
        self.pos = start + length + name.len() + 3;
        Some(start..start + length)
    }

    /// The fast way to the end tag of the element entered last: blanks, and its end tag, if it is
    /// in the window. The element is left then; the place of the end tag is told.
    #[inline]
    pub(crate) fn plain_end(&mut self, name: &str) -> Option<usize> {
        let bytes = self.input.text().as_bytes();
        let at = skip_space(bytes, self.pos);
        let rest = bytes.get(at..)?.strip_prefix(b"</")?;
        let rest = rest.strip_prefix(name.as_bytes())?;
        if rest.first() != Some(&b'>') || self.in_cdata {
            return None;
        }
        self.brackets = 0;
        self.pos = at + name.len() + 3;
        Some(at)
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

    fn declaration(&mut self, text: &str) -> Parsed<()> {
        const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];
        const MOST: usize = 1000;
        // The same bytes are looked at, however many of them have come.
        let head = &text.as_bytes()[..text.len().min(MOST)];
        let Some(length) = memmem::find(head, b"?>") else {
            if head.len() < MOST {
                return Err(Lack::More);
            }
            let limit = format!("{MOST} bytes in the XML declaration");
            return Err(Fatal::new(Rule::Limit, limit, "more", 0).into());
        };
        let mut rest = &text[5..length];
        for part in ["version", "encoding", "standalone"] {
            let trimmed = rest.trim_start_matches(BLANK);
            let at = length - trimmed.len();
            let Some(after) = trimmed.strip_prefix(part) else {
                if part == "version" {
                    return Err(syntax(text, "version in the XML declaration", at).into());
                }
                continue;
            };
            let value = after.trim_start_matches(BLANK).strip_prefix('=');
            let value = value.map(|v| v.trim_start_matches(BLANK));
            let quoted = value.and_then(|v| {
                let quote = v.chars().next().filter(|c| matches!(c, '"' | '\''))?;
                v[1..].split_once(quote)
            });
            let (Some((value, tail)), true) = (quoted, trimmed.len() < rest.len()) else {
                let expected = "a value in quotes in the XML declaration";
                return Err(syntax(text, expected, at).into());
            };
            match part {
                "version" if value == "1.0" => {}
                "version" if value == "1.1" => {
                    return Err(Fatal::new(Rule::NotSupported, "XML 1.0", "XML 1.1", at).into());
                }
                "encoding" => self.check_encoding(text, value, at)?,
                "standalone" if matches!(value, "yes" | "no") => {}
                _ => return Err(syntax(text, "a correct XML declaration", at).into()),
            }
            rest = tail;
        }
        if !rest.bytes().all(is_space) {
            let at = length - rest.len();
            return Err(syntax(text, "the end of the XML declaration", at).into());
        }
        self.pos = length + 2;
        Ok(())
    }

    /// The encoding named must be one that is known and is the one in use.
    fn check_encoding(&self, text: &str, name: &str, at: usize) -> Result<(), Fatal> {
        let sound = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
        if !sound {
            return Err(syntax(text, "a correct XML declaration", at));
        }
        let used = self.input.encoding();
        let named = Decoding::named(name).map(|d| d.name());
        let fits = match (named, used) {
            (None, _) => false,
            // "UTF-16" leaves the order of the bytes to the byte order mark.
            (Some("UTF-16LE"), "UTF-16BE" | "UTF-16LE") => true,
            (Some(named), used) => named == used,
        };
        match fits {
            true => Ok(()),
            false if named.is_none() => {
                let expected = "a known encoding";
                Err(Fatal::new(Rule::EncodingNotSupported, expected, name, at))
            }
            false => Err(Fatal::new(Rule::EncodingNotSupported, used, name, at)),
        }
    }
}

/// At `&`: the character that the reference stands for, and the place behind it.
fn reference(text: &str, at: usize) -> Parsed<(char, usize)> {
    const MOST: usize = 1000;
    let bytes = &text.as_bytes()[at + 1..];
    let bytes = &bytes[..bytes.len().min(MOST)];
    let end = match memchr::memchr3(b';', b'<', b'&', bytes) {
        None if bytes.len() < MOST => return Err(Lack::More),
        None if bytes
            .iter()
            .all(|b| *b == b'#' || b.is_ascii_alphanumeric()) =>
        {
            let limit = format!("{MOST} bytes in a reference");
            return Err(Fatal::new(Rule::Limit, limit, "more", at).into());
        }
        Some(i) if bytes[i] == b';' => at + 1 + i,
        _ => return Err(syntax(text, "a reference that ends with “;”", at).into()),
    };
    let body = &text[at + 1..end];
    let number = match body {
        "lt" => return Ok(('<', end + 1)),
        "gt" => return Ok(('>', end + 1)),
        "amp" => return Ok(('&', end + 1)),
        "apos" => return Ok(('\'', end + 1)),
        "quot" => return Ok(('"', end + 1)),
        _ => match body.strip_prefix('#') {
            Some(digits) => match digits.strip_prefix('x') {
                Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
                    u32::from_str_radix(hex, 16)
                }
                None if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse(),
                _ => return Err(syntax(text, "a number in the character reference", at).into()),
            },
            None => {
                let expected = "one of amp, lt, gt, apos, quot or a character reference";
                return Err(Fatal::new(Rule::UnknownEntity, expected, body, at).into());
            }
        },
    };
    let c = number
        .ok()
        .and_then(char::from_u32)
        .filter(|c| xoev::xml::is_char(*c));
    match c {
        Some(c) => Ok((c, end + 1)),
        None => {
            let expected = "a character that XML allows";
            Err(Fatal::new(Rule::Character, expected, body, at).into())
        }
    }
}
