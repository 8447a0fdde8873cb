//! Elements and texts of an XML document, pulled one after the other.

use std::borrow::Cow;

use quick_xml::NsReader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{PrefixDeclaration, ResolveResult};

use crate::error::{CodeListError, Exceeded, Fault, Place};

/// Elements within elements beyond this are not read; a code list needs seven.
const DEEPEST: usize = 64;
/// Namespace declarations in force beyond this are not read; each costs time for each element.
const NAMESPACES: usize = 64;

/// The namespace of Genericode.
const GENERICODE: &[u8] = b"http://docs.oasis-open.org/codelist/ns/genericode/1.0/";
/// The namespaces of what XÖV adds begin with this; a version follows.
const XOEV: &[u8] = b"http://xoev.de/schemata/genericode/";

/// A document that is being read.
pub(super) struct Xml<'a> {
    reader: NsReader<&'a [u8]>,
    text: &'a str,
    file: &'a str,
    depth: usize,
    /// The line of the document type declaration, if there is one.
    pub(super) doctype: Option<usize>,
}

/// A part of a document.
pub(super) enum Node<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// Text; the text of an element can come in several parts.
    Text(Cow<'a, str>),
    /// An element ends.
    Close,
    /// The document ends.
    End,
}

/// A start tag.
pub(super) struct Tag<'a> {
    pub(super) space: Space,
    start: BytesStart<'a>,
}

/// Namespaces as far as they matter here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    Genericode,
    /// No namespace, as XRepository writes all elements but the root.
    None,
    Xoev,
    Other,
}

impl Tag<'_> {
    /// The name without prefix; empty if the element is from elsewhere.
    pub(super) fn name(&self) -> &str {
        match self.space {
            Space::Genericode | Space::None => self.local(),
            Space::Xoev | Space::Other => "",
        }
    }

    /// The name without prefix.
    pub(super) fn local(&self) -> &str {
        std::str::from_utf8(self.start.local_name().into_inner()).unwrap_or_default()
    }
}

impl<'a> Xml<'a> {
    pub(super) fn new(file: &'a str, bytes: &'a [u8]) -> Result<Xml<'a>, CodeListError> {
        let malformed = |line: usize, fault: Fault| {
            let file = file.to_owned();
            let place = Place { file, line };
            CodeListError::Malformed { place, fault }
        };
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            malformed(line_after(before), Fault::NotUtf8)
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let forbidden = |b: &u8| *b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r');
        if let Some(at) = text.as_bytes().iter().position(forbidden) {
            let before = text.as_bytes().get(..at).unwrap_or_default();
            return Err(malformed(line_after(before), Fault::Syntax));
        }
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Ok(Xml {
            reader,
            text,
            file,
            depth: 0,
            doctype: None,
        })
    }

    /// What comes next.
    pub(super) fn next(&mut self) -> Result<Node<'a>, CodeListError> {
        loop {
            let (space, event) = match self.reader.read_resolved_event() {
                Ok((resolved, event)) => (space(&resolved), event),
                Err(error) => return Err(self.ill_formed(&error)),
            };
            match event {
                Event::Start(start) | Event::Empty(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(self.too_much(Exceeded::Depth, DEEPEST));
                    }
                    if has_declaration(&start) && self.declarations() > NAMESPACES {
                        return Err(self.too_much(Exceeded::Namespaces, NAMESPACES));
                    }
                    return Ok(Node::Open(Tag { space, start }));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::Close);
                }
                Event::Text(text) => {
                    let text = text.decode().map_err(|_| self.fault(Fault::NotUtf8))?;
                    return Ok(Node::Text(text));
                }
                Event::CData(text) => {
                    let text = text.decode().map_err(|_| self.fault(Fault::NotUtf8))?;
                    return Ok(Node::Text(text));
                }
                Event::GeneralRef(reference) => return self.reference(&reference).map(Node::Text),
                Event::Decl(declaration) => {
                    let encoding = declaration.encoding().and_then(Result::ok);
                    let known = |name: &[u8]| {
                        [&b"utf-8"[..], b"us-ascii"]
                            .iter()
                            .any(|known| name.eq_ignore_ascii_case(known))
                    };
                    if encoding.is_some_and(|name| !known(&name)) {
                        return Err(self.fault(Fault::NotUtf8));
                    }
                }
                Event::DocType(_) => self.doctype = Some(self.line()),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof if self.depth > 0 => return Err(self.fault(Fault::Truncated)),
                Event::Eof => return Ok(Node::End),
            }
        }
    }

    /// The next element within the current one, which `parent` names; none at its end.
    ///
    /// Text is a fault, as it would be lost.
    pub(super) fn child(&mut self, parent: &str) -> Result<Option<Tag<'a>>, CodeListError> {
        loop {
            match self.next()? {
                Node::Open(tag) => return Ok(Some(tag)),
                Node::Text(text) if is_blank(&text) => {}
                Node::Text(_) => return Err(self.fault(Fault::Misplaced(parent.to_owned()))),
                Node::Close | Node::End => return Ok(None),
            }
        }
    }

    /// Passes over the rest of the current element.
    pub(super) fn skip(&mut self) -> Result<(), CodeListError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The text of the current element up to its end, without white space around it, and with
    /// plain spaces for other white space in it. Elements in it are a fault.
    pub(super) fn value(&mut self, element: &str) -> Result<Cow<'a, str>, CodeListError> {
        let mut text: Cow<'a, str> = Cow::Borrowed("");
        loop {
            match self.next()? {
                Node::Text(part) if text.is_empty() => text = part,
                Node::Text(part) => text.to_mut().push_str(&part),
                Node::Close | Node::End => return Ok(tidy(text)),
                Node::Open(_) => return Err(self.fault(Fault::Misplaced(element.to_owned()))),
            }
        }
    }

    /// An attribute without namespace.
    pub(super) fn attribute(
        &self,
        tag: &Tag<'a>,
        name: &str,
    ) -> Result<Option<String>, CodeListError> {
        for attribute in tag.start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| self.fault(Fault::Syntax))?;
            if attribute.key.as_ref() == name.as_bytes() {
                let value = attribute.decode_and_unescape_value(self.reader.decoder());
                let value = value.map_err(|_| self.fault(Fault::Syntax))?;
                return Ok(Some(value.trim().to_owned()));
            }
        }
        Ok(None)
    }

    /// A fault at the current place.
    pub(super) fn fault(&self, fault: Fault) -> CodeListError {
        self.fault_in(self.line(), fault)
    }

    pub(super) fn fault_in(&self, line: usize, fault: Fault) -> CodeListError {
        let place = self.place(line);
        CodeListError::Malformed { place, fault }
    }

    pub(super) fn place(&self, line: usize) -> Place {
        Place {
            file: self.file.to_owned(),
            line,
        }
    }

    pub(super) fn file(&self) -> &'a str {
        self.file
    }

    /// The line of the current place. It is counted at each call: ask for it in case of a fault.
    pub(super) fn line(&self) -> usize {
        self.line_at(self.position())
    }

    /// The current place, for [`Xml::line_at`].
    pub(super) fn position(&self) -> u64 {
        self.reader.buffer_position()
    }

    pub(super) fn line_at(&self, position: u64) -> usize {
        let end = usize::try_from(position).unwrap_or(usize::MAX);
        let bytes = self.text.as_bytes();
        line_after(bytes.get(..end).unwrap_or(bytes))
    }

    fn too_much(&self, exceeded: Exceeded, most: usize) -> CodeListError {
        CodeListError::TooLarge {
            file: self.file.to_owned(),
            exceeded,
            most: most as u64,
        }
    }

    /// Namespace declarations in force; those that count are counted, not more.
    fn declarations(&self) -> usize {
        let prefixes = self.reader.prefixes().take(NAMESPACES + 1);
        prefixes
            .filter(|(p, _)| !matches!(p, PrefixDeclaration::Named(b"xml")))
            .count()
    }

    fn reference(&self, reference: &BytesRef<'_>) -> Result<Cow<'a, str>, CodeListError> {
        let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
        match reference.resolve_char_ref() {
            Ok(Some(c)) if allowed(&c) => return Ok(Cow::Owned(c.to_string())),
            Ok(None) => {}
            Ok(Some(_)) | Err(_) => return Err(self.fault(Fault::Syntax)),
        }
        let name = reference.decode().map_err(|_| self.fault(Fault::NotUtf8))?;
        match name.as_ref() {
            "amp" => Ok("&".into()),
            "lt" => Ok("<".into()),
            "gt" => Ok(">".into()),
            "apos" => Ok("'".into()),
            "quot" => Ok("\"".into()),
            _ => Err(self.fault(Fault::UnknownEntity(name.into_owned()))),
        }
    }

    fn ill_formed(&self, error: &Error) -> CodeListError {
        let fault = match error {
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                let (expected, found) = (expected.clone(), found.clone());
                Fault::TagMismatch { expected, found }
            }
            Error::Encoding(_) => Fault::NotUtf8,
            _ => Fault::Syntax,
        };
        self.fault_in(self.line_at(self.reader.error_position()), fault)
    }
}

fn space(resolved: &ResolveResult<'_>) -> Space {
    match resolved {
        ResolveResult::Bound(uri) if uri.as_ref() == GENERICODE => Space::Genericode,
        ResolveResult::Bound(uri) if uri.as_ref().starts_with(XOEV) => Space::Xoev,
        ResolveResult::Unbound => Space::None,
        ResolveResult::Bound(_) | ResolveResult::Unknown(_) => Space::Other,
    }
}

/// Whether a start tag may declare namespaces.
fn has_declaration(start: &BytesStart<'_>) -> bool {
    start.windows(5).any(|part| part == b"xmlns")
}

fn is_blank(text: &str) -> bool {
    text.bytes()
        .all(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'))
}

/// White space as `normalizedString` has it, and none around.
fn tidy(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let breaks = ['\t', '\n', '\r'];
    match text {
        Cow::Borrowed(text) => {
            let text = text.trim_matches(is_space);
            match text.contains(breaks) {
                false => Cow::Borrowed(text),
                true => Cow::Owned(text.replace("\r\n", " ").replace(breaks, " ")),
            }
        }
        Cow::Owned(text) => {
            let text = text.trim_matches(is_space);
            Cow::Owned(text.replace("\r\n", " ").replace(breaks, " "))
        }
    }
}

/// The line on which what follows these bytes stands.
fn line_after(bytes: &[u8]) -> usize {
    1 + bytes.iter().filter(|b| **b == b'\n').count()
}
