//! Elements and attributes that the schema leaves open, kept without loss.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::error::{ReadError, Violation};
use crate::limits::Limits;
use crate::name::{Schema, XMLNS, XSI};
use crate::reader::{NamespaceRule, ProcessContents, Reader, Wildcard, same_xml};

/// An element that a wildcard (`xs:any`) let through, as it stood in the message, with the
/// namespace declarations that it needs from around it.
#[derive(Clone)]
pub struct AnyElement {
    uri: Box<str>,
    local: Box<str>,
    raw: Box<str>,
    outside: Box<[(Box<str>, Box<str>)]>,
    /// The schema set by whose declarations it was found valid, as far as they know it.
    checked: Option<&'static Schema>,
}

pub(crate) static ANYTHING: Wildcard = Wildcard {
    namespaces: NamespaceRule::Any,
    process: ProcessContents::Skip,
};

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
        read().map_err(|stop: crate::reader::Stop| {
            ReadError::from_violation(stop.into_violation(xml))
        })
    }

    pub(crate) fn from_raw(
        uri: &str,
        local: &str,
        raw: &str,
        outside: Vec<(String, String)>,
    ) -> AnyElement {
        let outside = kept(outside);
        AnyElement {
            uri: uri.into(),
            local: local.into(),
            raw: raw.into(),
            outside,
            checked: None,
        }
    }

    pub(crate) fn checked_by(self, schema: &'static Schema) -> AnyElement {
        AnyElement {
            checked: Some(schema),
            ..self
        }
    }

    /// Whether a wildcard would let it through, in a message of this schema set.
    pub(crate) fn check(
        &self,
        wildcard: &'static Wildcard,
        schema: &'static Schema,
    ) -> Result<(), Violation> {
        let known = self.checked.is_some_and(|by| std::ptr::eq(by, schema));
        match wildcard.process {
            ProcessContents::Skip => return Ok(()),
            ProcessContents::Lax if known => return Ok(()),
            _ => {}
        }
        let xml = self.to_xml();
        let mut reader = Reader::new(&xml, schema, Limits::default());
        reader
            .any(wildcard)
            .map(drop)
            .map_err(|stop| stop.into_violation(&xml))
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
        let name_end = self.raw[1..]
            .find([' ', '\t', '\n', '\r', '/', '>'])
            .map_or(self.raw.len(), |i| i + 1);
        let (name, rest) = self.raw.split_at(name_end);
        out.push_str(name);
        crate::writer::declare(&self.outside, out);
        out.push_str(rest);
    }
}

/// Equal if names, attributes and text are, however they are written: the declarations that an
/// element needs may stand on it or around it.
impl PartialEq for AnyElement {
    fn eq(&self, other: &AnyElement) -> bool {
        (&self.uri, &self.local) == (&other.uri, &other.local)
            && ((&self.raw, &self.outside) == (&other.raw, &other.outside)
                || same_xml(&self.to_xml(), &other.to_xml()))
    }
}

impl Eq for AnyElement {}

impl Hash for AnyElement {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The rest may be written in many ways.
        (&self.uri, &self.local).hash(state);
    }
}

/// Declarations in the form that lasts.
pub(crate) fn kept(outside: Vec<(String, String)>) -> Box<[(Box<str>, Box<str>)]> {
    outside
        .into_iter()
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
    /// An attribute; none if `local` is no name without colon, or if it would not be an attribute
    /// but a namespace declaration or one with a meaning for validation, such as `xsi:type`. `uri`
    /// is empty for no namespace.
    pub fn new(uri: &str, local: &str, value: &str) -> Option<AnyAttribute> {
        let reserved = match uri {
            "" => local == "xmlns",
            _ => uri == XMLNS || uri == XSI,
        };
        let sound = crate::xml::is_ncname(local) && !reserved;
        let chars = [uri, value]
            .iter()
            .all(|s| s.chars().all(crate::xml::is_char));
        (sound && chars).then(|| AnyAttribute::new_unchecked(uri, local, value))
    }

    pub(crate) fn new_unchecked(uri: &str, local: &str, value: &str) -> AnyAttribute {
        AnyAttribute {
            uri: uri.into(),
            local: local.into(),
            value: value.into(),
        }
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
