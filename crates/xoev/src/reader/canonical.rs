//! Comparing pieces of XML by what they say.

use crate::limits::Limits;
use crate::name::Schema;
use crate::writer::{escape_attribute, escape_text};

use super::stop::Result;
use super::{Ahead, Reader};

/// Whether two well-formed documents have the same elements, attributes and text, however they are
/// written: prefixes and declarations, comments, processing instructions, the order of attributes
/// and the ways to write a character make no difference.
pub(crate) fn same_xml(a: &str, b: &str) -> bool {
    let form = |text| Reader::new(text, &Schema::EMPTY, Limits::default()).canonical();
    match (form(a), form(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

impl Reader<'_> {
    /// The document in a form that is the same for documents that say the same.
    fn canonical(mut self) -> Result<String> {
        let mut out = String::with_capacity(self.text.len());
        self.prolog()?;
        self.canonical_start(&mut out)?;
        while !self.frames.is_empty() {
            if self.at_empty {
                self.canonical_end(&mut out)?;
                continue;
            }
            let rest = &self.text[self.pos..];
            let length = memchr::memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
            self.canonical_text(&rest[..length], &mut out);
            self.pos += length;
            match self.byte(self.pos) {
                Some(b'&') => {
                    let char = self.reference()?;
                    escape_text(char.encode_utf8(&mut [0; 4]), &mut out);
                }
                Some(_) if self.starts_with("</") => self.canonical_end(&mut out)?,
                Some(_) if self.starts_with("<!--") => self.skip_comment()?,
                Some(_) if self.starts_with("<![CDATA[") => {
                    let text = self.cdata()?;
                    self.canonical_text(text, &mut out);
                }
                Some(_) if self.starts_with("<?") => self.skip_instruction()?,
                _ => {
                    self.start_tag()?;
                    self.canonical_start(&mut out)?;
                }
            }
        }
        Ok(out)
    }

    fn canonical_text(&self, text: &str, out: &mut String) {
        let mut normalized = String::new();
        self.push_normalized(&mut normalized, text);
        escape_text(&normalized, out);
    }

    /// With a start tag ahead: writes and enters it.
    fn canonical_start(&mut self, out: &mut String) -> Result<()> {
        let mut attributes: Vec<(&str, &str, &str)> = self
            .attributes
            .iter()
            .map(|a| (self.uri_of(a.ns), a.local, &*a.value))
            .collect();
        attributes.sort_unstable();
        out.push('<');
        escape_attribute(self.uri_of(self.start.ns), out);
        out.push('>');
        out.push_str(self.start.local);
        for (uri, local, value) in attributes {
            for part in [uri, local, value] {
                out.push('"');
                escape_attribute(part, out);
            }
        }
        out.push('>');
        self.enter_ahead()
    }

    fn canonical_end(&mut self, out: &mut String) -> Result<()> {
        out.push_str("</>");
        self.ahead = Ahead::End;
        self.end_tag()
    }
}
