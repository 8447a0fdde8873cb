//! Text, CDATA sections and references.

use std::ops::Range;

use memchr::memmem;
use xoev::Rule;
use xoev::xml::{self, ReferenceFault};

use super::{Event, Lack, PIECE, Parsed, Scanner, syntax};
use crate::fatal::{Fatal, Trouble};
use crate::input::floor;
use crate::window::Window;

impl<W: Window> Scanner<W> {
    /// A piece of text up to markup or a reference.
    pub(super) fn piece(&mut self) -> Result<Event, Trouble> {
        let mut searched = 0;
        loop {
            let bytes = &self.text().as_bytes()[self.pos..];
            // What comes behind a piece is looked for with the next one.
            let bytes = &bytes[..bytes.len().min(PIECE)];
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
    pub(super) fn piece_end(&self, length: usize) -> usize {
        floor(self.text(), self.pos + length.min(PIECE))
    }

    /// `]]>` must not stand in text, not even across pieces.
    pub(super) fn no_cdata_end(&mut self, range: &Range<usize>) -> Result<(), Fatal> {
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
            return Err(syntax("no “]]>” in text", at));
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
    pub(super) fn cdata(&mut self) -> Result<Event, Trouble> {
        let mut searched: usize = 0;
        loop {
            let bytes = &self.text().as_bytes()[self.pos..];
            let bytes = &bytes[..bytes.len().min(PIECE + 3)];
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
                    return Err(syntax(expected, at).into());
                }
                continue;
            }
            let range = self.pos..self.piece_end(PIECE);
            self.pos = range.end;
            return Ok(Event::Cdata(range));
        }
    }
}

/// What is expected of a reference without end.
pub(super) const UNCLOSED_REFERENCE: &str = "a reference that ends with “;”";

/// At `&`: the character that the reference stands for, and the place behind it.
pub(super) fn reference(text: &str, at: usize) -> Parsed<(char, usize)> {
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
        _ => return Err(syntax(UNCLOSED_REFERENCE, at).into()),
    };
    let body = &text[at + 1..end];
    match xml::referenced(body) {
        Ok(c) => Ok((c, end + 1)),
        Err(fault @ ReferenceFault::Number) => Err(syntax(fault.expected(), at).into()),
        Err(fault) => Err(Fatal::new(fault.rule(), fault.expected(), body, at).into()),
    }
}
