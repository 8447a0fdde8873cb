//! Start tags with their attributes, and end tags.

use std::ops::Range;

use xoev::{Rule, xml};

use super::text::{UNCLOSED_REFERENCE, reference};
use super::{
    Event, Lack, PIECE, Parsed, RawAttribute, Scanner, Tag, Value, is_space, skip_space, syntax,
};
use crate::fatal::Fatal;
use crate::window::Window;

impl<W: Window> Scanner<W> {
    pub(super) fn start_tag(&mut self, text: &str) -> Parsed<()> {
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

    pub(super) fn attribute_list(&mut self, text: &str, mut pos: usize) -> Parsed<(usize, bool)> {
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
                    Some(_) => return Err(syntax("“>” or an attribute", pos).into()),
                },
                Some(_) if pos > before => {}
                Some(_) => return Err(syntax("“>” or an attribute", pos).into()),
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
                Some(_) => return Err(syntax("“=”", equals).into()),
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

    pub(super) fn attribute_value(&mut self, text: &str, at: usize) -> Parsed<(Value, usize)> {
        let bytes = text.as_bytes();
        let quote = match bytes.get(at) {
            None => return Err(Lack::More),
            Some(quote @ (b'"' | b'\'')) => *quote,
            Some(_) => return Err(syntax("a value in quotes", at).into()),
        };
        let start = at + 1;
        let end = match memchr::memchr2(quote, b'<', &bytes[start..]) {
            None => return Err(Lack::More),
            Some(i) if bytes[start + i] == quote => start + i,
            Some(_) => {
                let expected = "the end of the value, without “<” in it";
                return Err(syntax(expected, at).into());
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
                    let (c, next) = match reference(&text[..end], pos) {
                        // The value is there as a whole.
                        Err(Lack::More) => {
                            return Err(syntax(UNCLOSED_REFERENCE, pos).into());
                        }
                        other => other?,
                    };
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

    pub(super) fn end_tag(&mut self, text: &str) -> Parsed<Event> {
        let at = self.pos;
        let (name, _) = self.name(text, at + 2)?;
        let close = skip_space(text.as_bytes(), name.end);
        match text.as_bytes().get(close) {
            None => Err(Lack::More),
            Some(b'>') => {
                self.pos = close + 1;
                Ok(Event::End { name, at })
            }
            Some(_) => Err(syntax("“>”", close).into()),
        }
    }

    /// The fast way through an element that holds nothing but plain text: its text, if its end tag
    /// is in the window. The element is left then.
    #[inline]
    pub(crate) fn plain_text(&mut self, name: &str) -> Option<Range<usize>> {
        let (range, end) = plain_text(self.input.text().as_bytes(), self.pos, name.as_bytes())?;
        self.pos = end;
        Some(range)
    }

    /// The fast way through the start tag ahead, if it has no attributes: it is [`Scanner::tag`] then.
    /// The place of its local name is known.
    #[inline]
    pub(crate) fn bare_start(&mut self, local: Range<usize>) -> bool {
        let (at, end) = (self.pos, local.end);
        let bare = self.input.text().as_bytes().get(end) == Some(&b'>');
        if !bare || self.in_cdata || end - at > self.settings.max_name {
            return false;
        }
        self.attributes.clear();
        self.scratch.clear();
        self.brackets = 0;
        self.tag = Tag {
            at,
            end: end + 1,
            name: at + 1..end,
            local: local.start,
            empty: false,
        };
        self.pos = end + 1;
        true
    }

    /// As [`Scanner::plain_text`], for the element whose start tag was read last.
    #[inline]
    pub(crate) fn plain_text_of_tag(&mut self) -> Option<Range<usize>> {
        let bytes = self.input.text().as_bytes();
        let name = bytes.get(self.tag.name.clone())?;
        let (range, end) = plain_text(bytes, self.pos, name)?;
        self.pos = end;
        Some(range)
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
}

/// Text without markup and references from `start` on, up to the end tag of this name; and the place
/// behind that.
#[inline]
pub(crate) fn plain_text(
    window: &[u8],
    start: usize,
    name: &[u8],
) -> Option<(Range<usize>, usize)> {
    let bytes = window.get(start..)?;
    // Longer texts come in pieces.
    let bytes = &bytes[..bytes.len().min(PIECE)];
    let length = xml::plain_length(bytes)?;
    let rest = bytes[length..].strip_prefix(b"</")?;
    let end = start + length + name.len() + 3;
    let matched = rest.get(name.len()) == Some(&b'>') && xml::begins_with(rest, name);
    matched.then_some((start..start + length, end))
}
