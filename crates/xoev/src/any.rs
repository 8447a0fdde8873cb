//! Elements and attributes that the schema leaves open, kept without loss.

use std::fmt;

use crate::error::ReadError;
use crate::limits::Limits;
use crate::name::Schema;
use crate::reader::{NamespaceRule, ProcessContents, Reader, Wildcard};

/// An element that a wildcard (`xs:any`) let through, as it stood in the message, with the
/// namespace declarations that it needs from around it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AnyElement {
    uri: Box<str>,
    local: Box<str>,
    raw: Box<str>,
    outside: Box<[(Box<str>, Box<str>)]>,
}

static ANYTHING: Wildcard =
    Wildcard { namespaces: NamespaceRule::Any, process: ProcessContents::Skip };

impl AnyElement {
    /// Takes an element from XML text.
    ///
    /// # Errors
    /// [`ReadError::NotWellFormed`] if the text is no well-formed XML document with namespaces.
    pub fn from_xml(xml: &str) -> Result<AnyElement, ReadError> {
        let limits = Limits::default();
        let read = || {
            let text = crate::reader::decode(xml.as_bytes(), &limits)?;
            let mut reader = Reader::new(text, &Schema::EMPTY, limits);
            reader.prolog()?;
            let element = reader.any(&ANYTHING)?;
            reader.epilog()?;
            Ok(element)
        };
        read().map_err(|stop: crate::reader::Stop| ReadError::from_violation(stop.into_violation(xml)))
    }

    pub(crate) fn from_raw(
        uri: &str,
        local: &str,
        raw: &str,
        outside: Vec<(String, String)>,
    ) -> AnyElement {
        let outside = needed(raw, outside);
        AnyElement { uri: uri.into(), local: local.into(), raw: raw.into(), outside }
    }

    /// URI of its namespace; empty for no namespace.
    pub fn namespace(&self) -> &str {
        &self.uri
    }

    /// Its local name.
    pub fn local_name(&self) -> &str {
        &self.local
    }

    /// The element as XML text that stands on its own.
    pub fn to_xml(&self) -> String {
        let mut out = String::with_capacity(self.raw.len() + 64);
        self.write(&mut out);
        out
    }

    pub(crate) fn write(&self, out: &mut String) {
        if self.outside.is_empty() {
            out.push_str(&self.raw);
            return;
        }
        let name_end = self.raw[1..]
            .find([' ', '\t', '\n', '\r', '/', '>'])
            .map_or(self.raw.len(), |i| i + 1);
        out.push_str(&self.raw[..name_end]);
        crate::writer::declare(&self.outside, out);
        out.push_str(&self.raw[name_end..]);
    }
}

/// The declarations that a piece of XML may need from around it: a prefix only if it occurs; a
/// default namespace always may.
pub(crate) fn needed(raw: &str, outside: Vec<(String, String)>) -> Box<[(Box<str>, Box<str>)]> {
    outside
        .into_iter()
        .filter(|(prefix, _)| prefix.is_empty() || raw.contains(&format!("{prefix}:")))
        .map(|(prefix, uri)| (prefix.into(), uri.into()))
        .collect()
}

impl fmt::Debug for AnyElement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AnyElement").field(&self.to_xml()).finish()
    }
}

/// An attribute that `xs:anyAttribute` let through.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AnyAttribute {
    uri: Box<str>,
    local: Box<str>,
    value: Box<str>,
}

impl AnyAttribute {
    /// An attribute; none if `local` is no name without colon. `uri` is empty for no namespace.
    pub fn new(uri: &str, local: &str, value: &str) -> Option<AnyAttribute> {
        let probe = format!("<{local}/>");
        let sound = !local.contains(':') && AnyElement::from_xml(&probe).is_ok_and(|e| e.local_name() == local);
        let chars = [uri, value].iter().all(|s| s.chars().all(crate::reader::is_xml_char));
        (sound && chars).then(|| AnyAttribute::new_unchecked(uri, local, value))
    }

    pub(crate) fn new_unchecked(uri: &str, local: &str, value: &str) -> AnyAttribute {
        AnyAttribute { uri: uri.into(), local: local.into(), value: value.into() }
    }

    /// URI of its namespace; empty for no namespace.
    pub fn namespace(&self) -> &str {
        &self.uri
    }

    /// Its local name.
    pub fn local_name(&self) -> &str {
        &self.local
    }

    /// Its value.
    pub fn value(&self) -> &str {
        &self.value
    }
}
