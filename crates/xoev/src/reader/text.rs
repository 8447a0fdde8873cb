//! Text content of elements with simple types.

use std::borrow::Cow;

use crate::name::TypeName;
use crate::rule::Rule;
use crate::simple::Simple;
use crate::xml;

use super::stop::{Result, Stop};
use super::tag::end_tag_at;
use super::{Ahead, Constraint, Frame, Reader};

/// Where the text of an element is to be found.
enum Piece<'a> {
    /// In the message itself.
    Source(&'a str),
    /// In the scratch buffer of the reader.
    Scratch,
}

impl<'a> Reader<'a> {
    /// The content of the element entered last as a value of a simple type; the element is left
    /// afterwards.
    pub(crate) fn value<T: Simple>(&mut self) -> Result<T> {
        let constraint = self.constraint.take();
        let piece = self.text_to_end()?;
        let text = match piece {
            Piece::Source(text) => text,
            Piece::Scratch => &self.scratch,
        };
        let text = match constraint {
            Some(Constraint::Default(value) | Constraint::Fixed(value)) if text.is_empty() => value,
            _ => text,
        };
        let value = match T::from_text(text) {
            Ok(value) => value,
            Err(fault) => return Err(Stop::from_fault(fault, self.value_at)),
        };
        if let Some(Constraint::Fixed(fixed)) = constraint
            && T::from_text(fixed).is_ok_and(|wanted| wanted != value)
        {
            return Err(Stop::new(Rule::ElementFixed, fixed, text, self.value_at));
        }
        Ok(value)
    }

    /// The raw text of the element entered last, which has no attributes; the element is left.
    pub(super) fn plain_text(&mut self) -> Result<Cow<'a, str>> {
        self.attrs_end(TypeName::ANONYMOUS)?;
        self.rest_of_text()
    }

    /// The raw text of the element entered last, whose attributes were read; the element is left.
    pub(super) fn rest_of_text(&mut self) -> Result<Cow<'a, str>> {
        Ok(match self.text_to_end()? {
            Piece::Source(text) => Cow::Borrowed(text),
            Piece::Scratch => Cow::Owned(self.scratch.clone()),
        })
    }

    /// Reads text up to the end tag and consumes that.
    #[inline(never)]
    fn text_to_end(&mut self) -> Result<Piece<'a>> {
        self.value_at = self.pos;
        if self.at_empty {
            self.end_tag()?;
            return Ok(Piece::Source(""));
        }
        let start = self.pos;
        let bytes = &self.text.as_bytes()[start..];
        let length = xml::plain_length(bytes).unwrap_or(bytes.len());
        if let Some(frame) = self.frames.last()
            && let Some(behind) = end_tag_at(bytes, length, frame.name)
        {
            let text = &self.text[start..start + length];
            self.pos = start + behind;
            self.pop_frame();
            return Ok(Piece::Source(text));
        }
        self.assembled_text()
    }

    /// The general case: references, CDATA sections, comments, line ends to normalize.
    fn assembled_text(&mut self) -> Result<Piece<'a>> {
        #[cfg(feature = "serde")]
        if self.tree.is_some() {
            self.scratch = self.tree_text()?;
            return Ok(Piece::Scratch);
        }
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        loop {
            let rest = &self.text[self.pos..];
            let end = memchr::memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
            let plain = &rest[..end];
            if let Some(i) = memchr::memmem::find(plain.as_bytes(), b"]]>") {
                return Err(self.syntax("no “]]>” in text", self.pos + i));
            }
            self.push_normalized(&mut text, plain);
            self.pos += end;
            match self.byte(self.pos) {
                Some(b'&') => {
                    let char = self.reference()?;
                    text.push(char);
                }
                Some(_) => match self.byte(self.pos + 1) {
                    Some(b'/') => {
                        self.ahead = Ahead::End;
                        self.end_tag()?;
                        self.scratch = text;
                        return Ok(Piece::Scratch);
                    }
                    Some(b'!') if self.starts_with("<!--") => self.skip_comment()?,
                    Some(b'!') if self.starts_with("<![CDATA[") => {
                        let cdata = self.cdata()?;
                        self.push_normalized(&mut text, cdata);
                    }
                    Some(b'!') => return Err(self.declaration_refused()),
                    Some(b'?') => self.skip_instruction()?,
                    _ => {
                        self.start_tag()?;
                        let found = self.show_start();
                        return Err(self.stop(Rule::ChildNotAllowed, "text only", &found));
                    }
                },
                None => {
                    let expected = self.frames.last().map_or(String::new(), Frame::end_tag);
                    return Err(self.stop(Rule::TagMismatch, expected, "the end of the document"));
                }
            }
        }
    }

    /// Appends with line ends normalized (XML 1.0, section 2.11).
    pub(super) fn push_normalized(&self, text: &mut String, piece: &str) {
        if !self.has_cr {
            text.push_str(piece);
            return;
        }
        let mut rest = piece;
        while let Some(i) = memchr::memchr(b'\r', rest.as_bytes()) {
            text.push_str(&rest[..i]);
            text.push('\n');
            rest = rest[i + 1..].strip_prefix('\n').unwrap_or(&rest[i + 1..]);
        }
        text.push_str(rest);
    }
}
