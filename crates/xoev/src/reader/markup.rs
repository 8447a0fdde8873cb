//! Between the elements: white space, comments, processing instructions, character references.

use memchr::memmem;

use crate::rule::Rule;
use crate::xml::{self, is_space};

use super::stop::{Result, Stop};
use super::{Ahead, Reader};

impl<'a> Reader<'a> {
    #[inline]
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    #[inline]
    pub(super) fn skip_space(&mut self) {
        self.pos = xml::skip_space(self.text.as_bytes(), self.pos);
    }

    pub(super) fn starts_with(&self, what: &str) -> bool {
        self.text.as_bytes()[self.pos.min(self.text.len())..].starts_with(what.as_bytes())
    }

    /// Finds out what comes next in element content: a start tag or the end of the element.
    pub(super) fn look_ahead(&mut self) -> Result<()> {
        if self.ahead != Ahead::Unknown {
            return Ok(());
        }
        if self.at_empty {
            self.ahead = Ahead::End;
            return Ok(());
        }
        loop {
            self.skip_space();
            match self.byte(self.pos) {
                Some(b'<') => match self.byte(self.pos + 1) {
                    Some(b'/') => {
                        self.ahead = Ahead::End;
                        return Ok(());
                    }
                    Some(b'!') if self.starts_with("<!--") => self.skip_comment()?,
                    Some(b'!') if !self.frames.is_empty() && self.starts_with("<![CDATA[") => {
                        let at = self.pos;
                        let text = self.cdata()?;
                        if !self.is_mixed() && !text.bytes().all(is_space) {
                            return Err(Stop::new(Rule::TextNotAllowed, "elements", text, at));
                        }
                    }
                    Some(b'!') => return Err(self.declaration_refused()),
                    Some(b'?') => self.skip_instruction()?,
                    _ => return self.start_tag(),
                },
                Some(b'&') if !self.frames.is_empty() => {
                    let at = self.pos;
                    let char = self.reference()?;
                    if !self.is_mixed() && !matches!(char, ' ' | '\t' | '\n' | '\r') {
                        let mut buffer = [0; 4];
                        let found = char.encode_utf8(&mut buffer);
                        return Err(Stop::new(Rule::TextNotAllowed, "elements", found, at));
                    }
                }
                Some(_) => self.stray_text()?,
                None => {
                    let expected = match self.frames.last() {
                        Some(frame) => frame.end_tag(),
                        None => "a root element".to_owned(),
                    };
                    return Err(self.stop(Rule::TagMismatch, expected, "the end of the document"));
                }
            }
        }
    }

    fn is_mixed(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.mixed)
    }

    /// Lets text stand between the child elements of the element entered last.
    pub(super) fn allow_text(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.mixed = true;
        }
    }

    /// Text between elements: skipped in mixed content, else an error.
    fn stray_text(&mut self) -> Result<()> {
        let rest = &self.text[self.pos..];
        let end = memchr::memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
        let text = &rest[..end];
        if self.frames.is_empty() {
            return Err(self.syntax("a root element", self.pos));
        }
        if let Some(i) = memmem::find(text.as_bytes(), b"]]>") {
            return Err(self.syntax("no “]]>” in text", self.pos + i));
        }
        if !self.is_mixed() {
            return Err(self.stop(Rule::TextNotAllowed, "elements", text.trim_end()));
        }
        self.pos += end;
        Ok(())
    }

    /// `<!DOCTYPE` and everything else that begins with `<!` and is neither comment nor CDATA.
    #[cold]
    pub(super) fn declaration_refused(&self) -> Stop {
        if self.starts_with("<!DOCTYPE") && self.frames.is_empty() {
            return self.stop(
                Rule::DoctypeRefused,
                "no document type declaration",
                "<!DOCTYPE",
            );
        }
        self.syntax("an element, a comment or text", self.pos)
    }

    pub(super) fn skip_comment(&mut self) -> Result<()> {
        let body = self.pos + 4;
        let rest = self.text.as_bytes().get(body..).unwrap_or_default();
        match memmem::find(rest, b"--") {
            Some(i) if rest.get(i + 2) == Some(&b'>') => {
                self.pos = body + i + 3;
                Ok(())
            }
            Some(i) => Err(self.syntax("no “--” in a comment", body + i)),
            None => Err(self.syntax("the end of the comment, “-->”", self.text.len())),
        }
    }

    pub(super) fn skip_instruction(&mut self) -> Result<()> {
        let at = self.pos;
        self.pos += 2;
        let target = self.name()?;
        if target.eq_ignore_ascii_case("xml") {
            return Err(self.syntax("an XML declaration only at the very beginning", at));
        }
        if target.contains(':') {
            return Err(self.syntax("no colon in the target of a processing instruction", at));
        }
        let rest = &self.text.as_bytes()[self.pos..];
        match memmem::find(rest, b"?>") {
            Some(i) if i == 0 || is_space(rest[0]) => {
                self.pos += i + 2;
                Ok(())
            }
            Some(_) => Err(self.syntax("white space behind the target", self.pos)),
            None => Err(self.syntax(
                "the end of the processing instruction, “?>”",
                self.text.len(),
            )),
        }
    }

    /// At `<![CDATA[`: its text.
    pub(super) fn cdata(&mut self) -> Result<&'a str> {
        let body = self.pos + 9;
        match memmem::find(self.text.as_bytes().get(body..).unwrap_or_default(), b"]]>") {
            Some(i) => {
                self.pos = body + i + 3;
                Ok(&self.text[body..body + i])
            }
            None => Err(self.syntax("the end of the CDATA section, “]]>”", self.text.len())),
        }
    }

    /// At `&`: the character that the reference stands for.
    pub(super) fn reference(&mut self) -> Result<char> {
        let at = self.pos;
        let bytes = self.text.as_bytes();
        // The longest sensible reference is `&#1114111;`; leading zeros may make it longer.
        let end = match memchr::memchr3(b';', b'<', b'&', &bytes[at + 1..]) {
            Some(i) if bytes[at + 1 + i] == b';' => at + 1 + i,
            _ => return Err(self.syntax("a reference that ends with “;”", at)),
        };
        let body = &self.text[at + 1..end];
        self.pos = end + 1;
        xml::referenced(body).map_err(|fault| match fault {
            xml::ReferenceFault::Number => self.syntax(fault.expected(), at),
            _ => Stop::new(fault.rule(), fault.expected(), body, at),
        })
    }
}
