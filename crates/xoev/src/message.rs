//! Messages: reading and writing them whole, and what is known of each type of message.

use std::io::{self, Read as _};

use crate::element::Message;
use crate::error::{ReadError, WriteError};
use crate::limits::Limits;
use crate::name::{Namespace, Schema};
use crate::reader::{self, Reader, Stop};
use crate::rule::Rule;
use crate::writer::{Style, Writer};

/// What the standard says about a message as a whole.
#[derive(Debug)]
#[non_exhaustive]
pub struct MessageType {
    /// Number as text, since `0020` is another message than `000020`.
    pub number: &'static str,
    /// Local name of the root element.
    pub element: &'static str,
    /// Namespace of the root element.
    pub namespace: &'static Namespace,
    /// Title.
    pub title: &'static str,
    /// Who sends it, as the schema names them. Not to be routed on blindly: the published
    /// information contradicts the prose of the standard in places.
    pub authors: &'static [&'static str],
    /// Who receives it, as the schema names them; the same reservation.
    pub readers: &'static [&'static str],
    /// Legal basis; empty where the schema names none.
    pub legal_basis: &'static str,
    /// Chapter of the standard: the module of its types.
    pub chapter: &'static str,
    /// Name of the standard.
    pub standard: &'static str,
    /// Version as the schema file states it.
    pub version: &'static str,
}

impl MessageType {
    /// For generated code: a message type from its parts.
    #[doc(hidden)]
    #[allow(clippy::too_many_arguments)]
    pub const fn new(
        number: &'static str,
        element: &'static str,
        namespace: &'static Namespace,
        title: &'static str,
        authors: &'static [&'static str],
        readers: &'static [&'static str],
        legal_basis: &'static str,
        chapter: &'static str,
        standard: &'static str,
        version: &'static str,
    ) -> MessageType {
        MessageType {
            number,
            element,
            namespace,
            title,
            authors,
            readers,
            legal_basis,
            chapter,
            standard,
            version,
        }
    }
}

impl MessageType {
    /// What the standard says about this type of message. A type that its schema set does not
    /// list, which generated types never are, gets an empty entry.
    pub fn of<M: Message>() -> &'static MessageType {
        static UNKNOWN: MessageType = MessageType::new(
            "",
            "",
            &crate::name::NO_NAMESPACE,
            "",
            &[],
            &[],
            "",
            "",
            "",
            "",
        );
        M::SCHEMA
            .message(M::NAMESPACE.uri(), M::NAME)
            .unwrap_or(&UNKNOWN)
    }
}

/// Reading and writing of a message type.
///
/// Reading is validating: what is returned keeps every rule of its schema. Writing is validating,
/// too, except for the calls that say otherwise.
pub trait MessageIo: Message {
    /// Reads a message from bytes in memory, with default [`Limits`].
    ///
    /// # Errors
    /// [`ReadError`] with the first rule broken and its place.
    fn from_slice(bytes: &[u8]) -> Result<Self, ReadError> {
        Self::from_slice_with(bytes, Limits::default())
    }

    /// Reads a message from bytes in memory.
    ///
    /// # Errors
    /// [`ReadError`] with the first rule broken and its place.
    fn from_slice_with(bytes: &[u8], limits: Limits) -> Result<Self, ReadError> {
        read_document(bytes, Self::SCHEMA, limits, |r| {
            let value = r.root::<Self>()?;
            Ok(value)
        })
    }

    /// Reads a message from a source of bytes, at most [`Limits::max_bytes`] of it.
    ///
    /// # Errors
    /// [`ReadError::Io`] if the source fails, otherwise as [`MessageIo::from_slice`].
    fn from_reader(source: impl io::Read) -> Result<Self, ReadError> {
        let limits = Limits::default();
        Self::from_slice_with(&read_bytes(source, &limits)?, limits)
    }

    /// Writes the message, without line breaks between elements.
    ///
    /// # Errors
    /// [`WriteError::Invalid`] if the value breaks its schema.
    fn to_vec(&self) -> Result<Vec<u8>, WriteError> {
        self.to_vec_styled(Style::default())
    }

    /// Writes the message for people: each element on a line of its own.
    ///
    /// # Errors
    /// [`WriteError::Invalid`] if the value breaks its schema.
    fn to_vec_indented(&self) -> Result<Vec<u8>, WriteError> {
        self.to_vec_styled(Style {
            indent: true,
            ..Style::default()
        })
    }

    /// Writes the message in the given style.
    ///
    /// # Errors
    /// [`WriteError::Invalid`] if the value breaks its schema and the style asks for checks.
    fn to_vec_styled(&self, style: Style) -> Result<Vec<u8>, WriteError> {
        let text = Writer::new(style, None)
            .message(self)
            .map_err(|stop| stop.into_error())?;
        Ok(text.into_bytes())
    }

    /// Writes the message without checking it: for tests that need invalid messages.
    fn to_vec_unchecked(&self) -> Vec<u8> {
        // Without checks and without a sink, nothing is left that can fail.
        self.to_vec_styled(Style {
            checked: false,
            ..Style::default()
        })
        .unwrap_or_default()
    }

    /// Writes the message to a sink, in pieces, so that it is never held whole.
    ///
    /// # Errors
    /// [`WriteError::Invalid`] if the value breaks its schema (the sink may hold a part then),
    /// [`WriteError::Io`] if the sink fails.
    fn to_writer(&self, mut sink: impl io::Write) -> Result<(), WriteError> {
        Writer::new(Style::default(), Some(&mut sink))
            .message(self)
            .map(drop)
            .map_err(|stop| stop.into_error())
    }
}

impl<M: Message> MessageIo for M {}

/// Reads all bytes of a source, up to the limit and one more, by which the excess is noticed.
#[doc(hidden)]
pub fn read_bytes(source: impl io::Read, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limits.max_bytes)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    source.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a document; after an error, once more, to name everything that might have stood there.
pub(crate) fn read_document<T>(
    bytes: &[u8],
    schema: &'static Schema,
    limits: Limits,
    read: impl Fn(&mut Reader<'_>) -> reader::Result<T>,
) -> Result<T, ReadError> {
    let text = match reader::decode(bytes, &limits) {
        Ok(text) => text,
        Err(stop) => return Err(undecodable(stop, bytes)),
    };
    let run = |mut reader: Reader<'_>| {
        reader.prolog()?;
        let value = read(&mut reader)?;
        reader.epilog()?;
        Ok(value)
    };
    let first: reader::Result<T> = run(Reader::new(text, schema, limits));
    let stop = match first {
        Ok(value) => return Ok(value),
        Err(stop) => stop,
    };
    let stop = match stop.rule() {
        Rule::ElementUnexpected | Rule::ElementMissing | Rule::WildcardUndeclared => {
            run(Reader::new(text, schema, limits).trace())
                .err()
                .unwrap_or(stop)
        }
        _ => stop,
    };
    // Offsets count from the beginning of the input, byte order mark included.
    let skipped = bytes.len() - text.len();
    let mut violation = stop.into_violation(text);
    violation.offset += skipped;
    Err(ReadError::from_violation(violation))
}

/// Places an error in bytes that are no text as a whole.
#[cold]
fn undecodable(stop: Stop, bytes: &[u8]) -> ReadError {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or(""),
    };
    ReadError::from_violation(stop.into_violation(valid.trim_start_matches('\u{FEFF}')))
}

impl Reader<'_> {
    /// The root element as a message of this type.
    pub(crate) fn root<M: Message>(&mut self) -> reader::Result<M> {
        if !self.enter_root(M::NAMESPACE, M::NAME)? {
            return Err(self.root_unknown(M::NAME));
        }
        M::read(self).map_err(|stop| stop.at_root(M::NAME))
    }
}

/// Where a dispatching enum finds the type of the root element.
#[doc(hidden)]
pub struct Branch<T> {
    /// Namespace of the root element.
    pub ns: &'static Namespace,
    /// Local name of the root element.
    pub local: &'static str,
    /// Reads the message.
    pub read: fn(&mut Reader<'_>) -> reader::Result<T>,
}

/// Reads a message whose type the root element decides.
#[doc(hidden)]
pub fn dispatch<T>(
    bytes: &[u8],
    limits: Limits,
    schema: &'static Schema,
    branches: &'static [Branch<T>],
) -> Result<T, ReadError> {
    read_document(bytes, schema, limits, |reader| {
        let branch = {
            let (uri, local) = reader.peek_name()?.unwrap_or_default();
            branches
                .iter()
                .find(|b| b.local == local && b.ns.uri() == uri)
        };
        match branch {
            Some(branch) => (branch.read)(reader),
            None => Err(reader.root_unknown("a message of this schema set")),
        }
    })
}

/// Reads the root element as a message, for [`Branch`].
#[doc(hidden)]
pub fn read_root<M: Message>(reader: &mut Reader<'_>) -> reader::Result<M> {
    reader.root::<M>()
}

/// Reads content and drops it, for [`crate::Global`].
#[doc(hidden)]
pub fn check<T: crate::Element>(reader: &mut Reader<'_>) -> reader::Result<()> {
    T::read(reader).map(drop)
}
