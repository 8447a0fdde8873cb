//! The message as text: decodes bytes as they come and holds a window of them.
//!
//! The window is as small as the piece of markup that is being looked at; what lies behind is
//! dropped. Lines and columns are counted when something is dropped or asked for.

use std::io::{self, Read};

use xoev::Rule;

use crate::encoding::Decoding;
use crate::fatal::{Fatal, Trouble};

/// How many bytes are read at once, at most.
const CHUNK: usize = 64 << 10;
/// How many bytes are read at first: most messages are small.
const FIRST: usize = 8 << 10;

/// How many bytes are looked at to find out the encoding.
const HEAD: usize = 400;

/// A place in the text, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) offset: u64,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// The source of a message.
pub(crate) struct Input<R> {
    source: R,
    /// The window: text that is decoded and not dropped yet.
    text: String,
    /// What is read into. Hardly ever made anew, so that a source that gives little at a time is
    /// cheap.
    raw: Vec<u8>,
    /// How many bytes of it are read and not decoded yet.
    held: usize,
    decoding: Decoding,
    /// The encoding is known.
    begun: bool,
    /// The source has ended.
    ended: bool,
    /// Why there is no more text after the window, though the source has not ended.
    fault: Option<(Rule, String)>,
    /// The place up to which lines were counted, as an offset in the window.
    counted: usize,
    /// The same place as an offset in the source, byte order mark included.
    offset: u64,
    line: u32,
    column: u32,
    /// Bytes taken from the source.
    bytes: u64,
}

impl<R: Read> Input<R> {
    pub(crate) fn new(source: R) -> Input<R> {
        Input {
            source,
            text: String::with_capacity(FIRST + FIRST / 2),
            raw: vec![0; FIRST],
            held: 0,
            decoding: Decoding::Utf8,
            begun: false,
            ended: false,
            fault: None,
            counted: 0,
            offset: 0,
            line: 1,
            column: 1,
            bytes: 0,
        }
    }

    /// The window.
    #[inline]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Lends the window to a parser that changes its owner; it must come back unchanged.
    pub(crate) fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    pub(crate) fn give_back(&mut self, text: String) {
        self.text = text;
    }

    pub(crate) fn encoding(&self) -> &'static str {
        self.decoding.name()
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How many bytes of the source so many bytes of the window are.
    #[inline]
    pub(crate) fn length(&self, from: usize, count: usize) -> u64 {
        if let Decoding::Utf8 = self.decoding {
            return count as u64;
        }
        let to = floor(&self.text, from.saturating_add(count));
        let text = self.text.get(from..to).unwrap_or_default();
        self.decoding.length(text)
    }

    /// Line and column of a place in the window. Places must be asked for in ascending order to be
    /// found quickly; one before the last takes counting back.
    pub(crate) fn position(&mut self, at: usize) -> Position {
        let at = floor(&self.text, at);
        if at < self.counted {
            return self.position_back(at);
        }
        let between = self.text.get(self.counted..at).unwrap_or_default();
        (self.line, self.column) = advance(self.line, self.column, between);
        self.offset += self.decoding.length(between);
        self.counted = at;
        Position {
            offset: self.offset,
            line: self.line,
            column: self.column,
        }
    }

    /// A place before the one that was counted last.
    #[cold]
    fn position_back(&self, at: usize) -> Position {
        let between = self.text.get(at..self.counted).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', between.as_bytes()).count();
        let line = self.line - u32::try_from(lines).unwrap_or(0);
        let before = self.text.get(..at).unwrap_or_default();
        let column = match (lines, before.rfind('\n')) {
            (0, _) => self.column - count_chars(between),
            (_, Some(start)) => count_chars(&before[start + 1..]) + 1,
            // The line began before the window, which is left only for pieces that are still held.
            (_, None) => count_chars(before) + 1,
        };
        Position {
            offset: self.offset - self.decoding.length(between),
            line,
            column,
        }
    }

    /// Whether nothing can be read behind the window.
    pub(crate) fn is_broken(&self) -> bool {
        self.fault.is_some()
    }

    /// Drops the window before `keep` and reads on. Returns by how much places in the window have
    /// moved to the front, or none if there is no more text.
    pub(crate) fn refill(&mut self, keep: usize) -> Result<Option<usize>, Trouble> {
        if keep > self.counted {
            self.position(keep);
        }
        self.text.drain(..keep);
        self.counted -= keep;
        if let Some((rule, found)) = self.fault.take() {
            return Err(self.broken(rule, found));
        }
        let before = self.text.len();
        while self.text.len() == before && !self.ended {
            self.read()?;
        }
        // The text before a fault still counts: it is told of when asked for more again.
        if self.fault.is_some() {
            return Ok(Some(keep));
        }
        Ok((self.text.len() > before).then_some(keep))
    }

    fn broken(&mut self, rule: Rule, found: String) -> Trouble {
        let at = self.text.len();
        let expected = match rule {
            Rule::NotUtf8 => "UTF-8",
            _ => "a character that XML allows",
        };
        Trouble::Fatal(Fatal::new(rule, expected, &found, at))
    }

    fn read(&mut self) -> io::Result<()> {
        // The more there is, the more is read at once.
        if self.bytes >= self.raw.len() as u64 && self.raw.len() < CHUNK {
            self.raw.resize(CHUNK, 0);
        }
        let count = loop {
            match self.source.read(&mut self.raw[self.held..]) {
                Ok(count) => break count,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        };
        self.held = (self.held + count).min(self.raw.len());
        self.ended = count == 0;
        self.bytes += count as u64;
        if !self.begun {
            // The encoding shows in the first bytes, at the latest in the XML declaration.
            if self.held < HEAD && !self.ended {
                return Ok(());
            }
            self.begun = true;
            self.begin();
        }
        let before = self.text.len();
        self.decode();
        self.check_chars(before);
        Ok(())
    }

    /// Forgets bytes that are decoded.
    fn drop_raw(&mut self, count: usize) {
        self.raw.copy_within(count..self.held, 0);
        self.held -= count;
    }

    /// Finds out the encoding (XML 1.0, appendix F) and skips a byte order mark.
    fn begin(&mut self) {
        let raw = &self.raw[..self.held];
        let (decoding, skip) = match raw {
            [0xEF, 0xBB, 0xBF, ..] => (Decoding::Utf8, 3),
            [0xFE, 0xFF, ..] => (Decoding::of(encoding_rs::UTF_16BE), 2),
            [0xFF, 0xFE, ..] => (Decoding::of(encoding_rs::UTF_16LE), 2),
            [0, b'<', ..] => (Decoding::of(encoding_rs::UTF_16BE), 0),
            [b'<', 0, ..] => (Decoding::of(encoding_rs::UTF_16LE), 0),
            _ => {
                let head = &raw[..raw.len().min(HEAD)];
                let named = xoev::xml::declared_encoding(head).and_then(Decoding::named);
                // What says UTF-16 in single bytes is wrong about itself.
                let named = named.filter(Decoding::is_like_ascii);
                (named.unwrap_or(Decoding::Utf8), 0)
            }
        };
        self.decoding = decoding;
        self.drop_raw(skip);
        self.offset = skip as u64;
    }

    /// Decodes what was read.
    fn decode(&mut self) {
        let bytes = &self.raw[..self.held];
        let (taken, broken) = self.decoding.decode(bytes, self.ended, &mut self.text);
        if let Some(back) = broken {
            let byte = bytes.get(taken).copied().unwrap_or(0);
            let at = self.bytes - (self.held - taken) as u64 - u64::from(back);
            let found = match self.decoding {
                Decoding::Utf8 => format!("byte 0x{byte:02X} at offset {at}"),
                _ => format!("not {} at offset {at}", self.decoding.name()),
            };
            self.stop_at(Rule::NotUtf8, found);
        } else {
            self.drop_raw(taken);
        }
    }

    /// Nothing after this can be read.
    fn stop_at(&mut self, rule: Rule, found: String) {
        self.fault = Some((rule, found));
        self.ended = true;
        self.held = 0;
    }

    /// Whether the text read last has just characters that XML allows: one pass over all is cheaper
    /// than testing each text.
    fn check_chars(&mut self, from: usize) {
        let bytes = &self.text.as_bytes()[from..];
        if !xoev::xml::is_suspect(bytes) {
            return;
        }
        let mut chars = self.text[from..].char_indices();
        if let Some((at, c)) = chars.find(|&(_, c)| !xoev::xml::is_char(c)) {
            self.text.truncate(from + at);
            self.stop_at(Rule::Character, format!("U+{:04X}", c as u32));
        }
    }
}

/// The last place between characters up to this one.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Line and column after a piece of text.
fn advance(line: u32, column: u32, text: &str) -> (u32, u32) {
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    match memchr::memrchr(b'\n', text.as_bytes()) {
        None => (line, column.saturating_add(count_chars(text))),
        Some(last) => {
            let lines = u32::try_from(lines).unwrap_or(u32::MAX);
            (
                line.saturating_add(lines),
                count_chars(&text[last + 1..]) + 1,
            )
        }
    }
}

fn count_chars(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX - 1)
}
