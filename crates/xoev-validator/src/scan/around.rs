//! What stands around the elements: the XML declaration, comments, processing instructions.

use memchr::memmem;
use xoev::Rule;
use xoev::xml::{self, DeclarationFault};

use super::{Lack, Parsed, Scanner, is_space, skip_space, syntax};
use crate::encoding::Decoding;
use crate::fatal::{Fatal, Trouble};
use crate::window::Window;

impl<W: Window> Scanner<W> {
    /// What comes up to the root element: the XML declaration.
    pub(crate) fn prolog(&mut self) -> Result<(), Trouble> {
        self.want(8)?;
        let bytes = self.text().as_bytes();
        if bytes.starts_with(b"<?xml") && bytes.get(5).is_some_and(|b| is_space(*b)) {
            self.complete(|scanner, text| scanner.declaration(text))?;
        }
        Ok(())
    }

    pub(super) fn complete_instruction(&mut self) -> Result<(), Trouble> {
        self.complete(|scanner, text| {
            let at = scanner.pos;
            let (target, _) = scanner.name(text, at + 2)?;
            let name = &text[target.clone()];
            if name.eq_ignore_ascii_case("xml") {
                let expected = "an XML declaration only at the very beginning";
                return Err(syntax(expected, at).into());
            }
            if name.contains(':') {
                let expected = "no colon in the target of a processing instruction";
                return Err(syntax(expected, at).into());
            }
            let rest = &text.as_bytes()[target.end..];
            if rest.len() < 2 {
                return Err(Lack::More);
            }
            if !is_space(rest[0]) && !rest.starts_with(b"?>") {
                return Err(syntax("white space behind the target", target.end).into());
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
                return Err(syntax(expected, at).into());
            }
        }
    }

    pub(super) fn comment(&mut self) -> Result<(), Trouble> {
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
                        let fatal = syntax("no “--” in a comment", self.pos + i);
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
                return Err(syntax(expected, at).into());
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
                return Err(syntax("the end of the document", self.pos).into());
            }
        }
    }

    pub(super) fn declaration(&mut self, text: &str) -> Parsed<()> {
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
        let judged = xml::declaration(text, length, |name, at| self.check_encoding(name, at));
        judged.map_err(|fault| match fault {
            DeclarationFault::Syntax(expected, at) => syntax(expected, at),
            DeclarationFault::Xml11(at) => Fatal::new(Rule::NotSupported, "XML 1.0", "XML 1.1", at),
            DeclarationFault::Encoding(fatal) => fatal,
        })?;
        self.pos = length + 2;
        Ok(())
    }

    /// The encoding named must be one that is known and is the one in use.
    fn check_encoding(&self, name: &str, at: usize) -> Result<(), Fatal> {
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
