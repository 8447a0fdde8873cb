//! The document around the root element.

use crate::limits::Limits;
use crate::name::{Namespace, Schema};
use crate::rule::Rule;
use crate::xml::{self, DeclarationFault};

use super::stop::{Result, Stop};
use super::{Ahead, Reader};

/// The bytes of a message as text: UTF-8 without byte order mark, only characters of XML 1.0.
pub(crate) fn decode<'a>(bytes: &'a [u8], limits: &Limits) -> Result<&'a str> {
    if bytes.len() > limits.max_bytes {
        let limit = format!("{} bytes", limits.max_bytes);
        return Err(Stop::new(
            Rule::Limit,
            limit,
            &format!("{} bytes", bytes.len()),
            0,
        ));
    }
    if let [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, b'<', ..] | [b'<', 0, ..] = bytes {
        return Err(Stop::new(Rule::EncodingNotSupported, "UTF-8", "UTF-16", 0));
    }
    let whole = bytes.len();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let declared = xml::declared_encoding(&bytes[..at.min(200)]);
            if let Some(name) = declared.filter(|n| !is_utf8(n) && !is_ascii(n)) {
                return Err(Stop::new(Rule::EncodingNotSupported, "UTF-8", name, 0));
            }
            // Offsets count from the beginning of the input, byte order mark included.
            let offset = at + whole - bytes.len();
            let byte = bytes.get(at).copied().unwrap_or(0);
            let found = format!("byte 0x{byte:02X} at offset {offset}");
            return Err(Stop::new(Rule::NotUtf8, "UTF-8", &found, at));
        }
    };
    // One pass over all bytes is cheaper than testing each text again while reading it.
    if xml::is_suspect(bytes) {
        let found = text.char_indices().find(|&(_, c)| !xml::is_char(c));
        if let Some((at, char)) = found {
            let found = format!("U+{:04X}", char as u32);
            return Err(Stop::new(
                Rule::Character,
                "a character that XML allows",
                &found,
                at,
            ));
        }
    }
    Ok(text)
}

fn is_utf8(name: &str) -> bool {
    name.eq_ignore_ascii_case("UTF-8")
}

/// Text in ASCII is text in UTF-8, as long as it really is.
fn is_ascii(name: &str) -> bool {
    ["US-ASCII", "ASCII"]
        .iter()
        .any(|n| n.eq_ignore_ascii_case(name))
}

impl<'a> Reader<'a> {
    /// A reader at the beginning of a document that [`decode`] has accepted.
    pub(crate) fn new(text: &'a str, schema: &'static Schema, limits: Limits) -> Reader<'a> {
        Reader {
            text,
            pos: 0,
            frames: Vec::with_capacity(16),
            ahead: Ahead::Unknown,
            start: Self::NO_TAG,
            attributes: Vec::with_capacity(8),
            names_before: [("", 0); 2],
            bindings: Vec::with_capacity(8),
            prefix_before: None,
            at_empty: false,
            constraint: None,
            nillable: false,
            scratch: String::new(),
            value_at: 0,
            has_cr: memchr::memchr(b'\r', text.as_bytes()).is_some(),
            tried: None,
            limits,
            held: 0,
            checking: 0,
            schema,
            #[cfg(feature = "serde")]
            tree: None,
        }
    }

    /// Notes all expectations, for the message of an error that is known to come.
    pub(crate) fn trace(mut self) -> Reader<'a> {
        self.tried = Some(Vec::new());
        self
    }

    /// Reads the XML declaration, if there is one, and everything up to the root element.
    pub(crate) fn prolog(&mut self) -> Result<()> {
        let rest = self.text.as_bytes();
        if rest.starts_with(b"<?xml") && rest.get(5).is_some_and(|b| xml::is_space(*b)) {
            self.declaration()?;
        }
        self.look_ahead()?;
        match self.ahead {
            Ahead::Start => Ok(()),
            _ => Err(self.syntax("a root element", self.pos)),
        }
    }

    fn declaration(&mut self) -> Result<()> {
        let Some(length) = memchr::memmem::find(self.text.as_bytes(), b"?>") else {
            return Err(self.syntax("the end of the XML declaration, “?>”", 0));
        };
        let judged = xml::declaration(self.text, length, |encoding, at| {
            let fits = is_utf8(encoding) || is_ascii(encoding) && self.text.is_ascii();
            match fits {
                true => Ok(()),
                false => Err(Stop::new(Rule::EncodingNotSupported, "UTF-8", encoding, at)),
            }
        });
        judged.map_err(|fault| match fault {
            DeclarationFault::Syntax(expected, at) => self.syntax(expected, at),
            DeclarationFault::Xml11(at) => Stop::new(Rule::NotSupported, "XML 1.0", "XML 1.1", at),
            DeclarationFault::Encoding(stop) => stop,
        })?;
        self.pos = length + 2;
        Ok(())
    }

    /// Behind the root element: only comments, processing instructions and white space.
    pub(crate) fn epilog(&mut self) -> Result<()> {
        loop {
            self.skip_space();
            match self.byte(self.pos) {
                None => return Ok(()),
                Some(b'<') if self.starts_with("<!--") => self.skip_comment()?,
                Some(b'<') if self.starts_with("<?") => self.skip_instruction()?,
                Some(_) => return Err(self.syntax("the end of the document", self.pos)),
            }
        }
    }
}

impl Reader<'_> {
    /// Enters the root element if it is this one.
    pub(crate) fn enter_root(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
    ) -> Result<bool> {
        self.enter(ns, name)
    }

    /// The root element is none that was asked for.
    #[cold]
    pub(crate) fn root_unknown(&self, expected: &str) -> Stop {
        let found = self.show_start();
        Stop::new(Rule::RootUnknown, expected, &found, self.start.at)
    }
}
