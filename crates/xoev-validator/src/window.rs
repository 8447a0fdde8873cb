//! Where the text of a message comes from: a window that follows a source of bytes, or the message
//! itself, if it is in memory and its bytes are text already.

use std::io::{self, Read};
use std::ops::Deref;

use xoev::Rule;

use crate::encoding::Decoding;
use crate::fatal::{Fatal, Trouble};

/// How many bytes are read at once, at most.
const CHUNK: usize = 64 << 10;
/// How many bytes are read at first: most messages are small.
const FIRST: usize = 8 << 10;

/// How many bytes are looked at to find out the encoding.
const HEAD: usize = 400;

/// The part of the text that is in memory.
pub(crate) trait Window {
    /// Text, lent to a parser that changes its owner.
    type Loan: Deref<Target = str>;

    /// The window.
    fn text(&self) -> &str;

    /// Lends the window; it must come back unchanged.
    fn take(&mut self) -> Self::Loan;

    /// Takes the window back.
    fn give_back(&mut self, text: Self::Loan);

    fn decoding(&self) -> &Decoding;

    /// Bytes taken from the source.
    fn bytes(&self) -> u64;

    /// Bytes before the text: a byte order mark.
    fn skipped(&self) -> u64;

    /// Whether all of the message is in the window.
    fn is_whole(&self) -> bool;

    /// Whether nothing can be read behind the window.
    fn is_broken(&self) -> bool;

    /// Drops the window before `keep` and reads on. False if there is no more text.
    fn refill(&mut self, keep: usize) -> Result<bool, Trouble>;
}

/// A message in memory.
#[derive(Debug)]
pub(crate) struct Held<'m> {
    text: &'m str,
    skipped: usize,
}

impl<'m> Held<'m> {
    /// None if the bytes are something else than plain UTF-8 without fault, so that they have to be
    /// read as those of any source.
    pub(crate) fn new(message: &'m [u8]) -> Option<Held<'m>> {
        let (bytes, skipped) = match message.strip_prefix(b"\xEF\xBB\xBF") {
            Some(bytes) => (bytes, 3),
            None if is_utf8(message) => (message, 0),
            None => return None,
        };
        let text = std::str::from_utf8(bytes).ok()?;
        (!xoev::xml::is_suspect(bytes)).then_some(Held { text, skipped })
    }
}

impl<'m> Window for Held<'m> {
    type Loan = &'m str;

    #[inline]
    fn text(&self) -> &str {
        self.text
    }

    fn take(&mut self) -> &'m str {
        self.text
    }

    fn give_back(&mut self, _: &'m str) {}

    fn decoding(&self) -> &Decoding {
        &Decoding::Utf8
    }

    fn bytes(&self) -> u64 {
        (self.text.len() + self.skipped) as u64
    }

    fn skipped(&self) -> u64 {
        self.skipped as u64
    }

    fn is_whole(&self) -> bool {
        true
    }

    fn is_broken(&self) -> bool {
        false
    }

    fn refill(&mut self, keep: usize) -> Result<bool, Trouble> {
        self.text = self.text.get(keep..).unwrap_or_default();
        Ok(false)
    }
}

/// Whether bytes without byte order mark say that they are UTF-8, or say nothing.
fn is_utf8(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    matches!(Decoding::detect(head), (Decoding::Utf8, 0))
}

/// A source of bytes, of which a window is held.
pub(crate) struct Streamed<R> {
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
    /// Length of the byte order mark.
    skipped: u64,
    /// Bytes taken from the source.
    bytes: u64,
}

impl<R: Read> Window for Streamed<R> {
    type Loan = String;

    #[inline]
    fn text(&self) -> &str {
        &self.text
    }

    fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    fn give_back(&mut self, text: String) {
        self.text = text;
    }

    fn decoding(&self) -> &Decoding {
        &self.decoding
    }

    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn skipped(&self) -> u64 {
        self.skipped
    }

    fn is_whole(&self) -> bool {
        false
    }

    fn is_broken(&self) -> bool {
        self.fault.is_some()
    }

    fn refill(&mut self, keep: usize) -> Result<bool, Trouble> {
        self.text.drain(..keep);
        if let Some((rule, found)) = self.fault.take() {
            return Err(self.broken(rule, found));
        }
        let before = self.text.len();
        while self.text.len() == before && !self.ended {
            self.read()?;
        }
        // The text before a fault still counts: it is told of when asked for more again.
        Ok(self.fault.is_some() || self.text.len() > before)
    }
}

impl<R: Read> Streamed<R> {
    pub(crate) fn new(source: R) -> Streamed<R> {
        Streamed {
            source,
            text: String::with_capacity(FIRST + FIRST / 2),
            raw: vec![0; FIRST],
            held: 0,
            decoding: Decoding::Utf8,
            begun: false,
            ended: false,
            fault: None,
            skipped: 0,
            bytes: 0,
        }
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
        let (decoding, skip) = Decoding::detect(&self.raw[..self.held.min(HEAD)]);
        self.decoding = decoding;
        self.drop_raw(skip);
        self.skipped = skip as u64;
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
