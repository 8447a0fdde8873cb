//! The directed reader: generated code asks for what the schema lets come next.
//!
//! Unlike an event reader, it does not report what stands in the message; the caller names the
//! element that it expects, and the reader compares it in place. Where the expectation holds, which
//! is nearly always, a start tag costs one comparison and no copy. What does not hold is tokenized
//! once and kept as look-ahead for the following expectations.
//!
//! The calls here are the contract with generated code; people use
//! [`Message`](crate::Message) and the typed messages.

mod any;
mod attributes;
mod canonical;
mod content;
mod document;
mod groups;
mod instance;
mod markup;
mod namespaces;
mod stop;
mod tag;
mod text;
#[cfg(feature = "serde")]
mod tree;

use crate::limits::Limits;
use crate::name::{Namespace, Schema};

pub(crate) use self::canonical::same_xml;
pub(crate) use self::document::decode;

pub use self::any::{NamespaceRule, ProcessContents, Wildcard};
pub use self::stop::{Result, Stop};

use self::attributes::Attribute;
use self::namespaces::{Binding, Bound};

/// Reads one message from a text in memory.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    pos: usize,
    /// The open elements.
    frames: Vec<Frame<'a>>,
    /// What is known of the markup at `pos`.
    ahead: Ahead,
    /// The start tag ahead, or the one entered last.
    start: StartTag<'a>,
    /// Attributes of `start`, without namespace declarations.
    attributes: Vec<Attribute<'a>>,
    /// Names of the first attributes of tags before, with the place of their local part; empty where
    /// there was none.
    names_before: [(&'a str, usize); 2],
    /// Namespace declarations in scope, innermost last.
    bindings: Vec<Binding<'a>>,
    /// The prefix asked for last, by its namespace, as long as they are the same.
    prefix_before: Option<(&'static Namespace, Option<&'a str>)>,
    /// The element entered last is `<x/>`: it has no content and no end tag to come.
    at_empty: bool,
    /// Value constraint of the element about to be entered.
    constraint: Option<Constraint>,
    /// The element about to be entered may carry `xsi:nil`.
    nillable: bool,
    /// Text that had to be assembled from several pieces.
    scratch: String,
    /// Offset of the text read last, for faults in it.
    value_at: usize,
    /// Whether a carriage return occurs anywhere, so that line ends need normalizing.
    has_cr: bool,
    /// Expectations that failed at the current place. Kept only in the second run after an error,
    /// whose sole purpose is to name them all.
    tried: Option<Vec<(&'static Namespace, &'static str)>>,
    limits: Limits,
    /// What is kept so far, for [`Limits::max_memory`].
    held: usize,
    /// How many values are being read only to check them: open content in these is not kept.
    checking: u32,
    schema: &'static Schema,
    /// Read from a tree instead of text.
    #[cfg(feature = "serde")]
    tree: Option<self::tree::TreeReader<'a>>,
}

/// An open element.
#[derive(Debug)]
struct Frame<'a> {
    /// Name as it stands in the message, with prefix, in UTF-8.
    name: &'a [u8],
    /// Number of bindings to keep when it ends.
    bindings: usize,
    /// Text between its child elements is skipped instead of refused.
    mixed: bool,
}

impl Frame<'_> {
    fn end_tag(&self) -> String {
        format!("</{}>", String::from_utf8_lossy(self.name))
    }
}

/// What is known of the markup at the current position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ahead {
    /// Nothing yet.
    Unknown,
    /// A start tag, taken apart in [`Reader::start`].
    Start,
    /// The end of the current element.
    End,
}

/// A start tag taken apart.
#[derive(Clone, Copy, Debug)]
struct StartTag<'a> {
    /// Offset of `<`.
    at: usize,
    /// Offset behind `>`.
    end: usize,
    /// Name with prefix.
    name: &'a str,
    /// Name without prefix.
    local: &'a str,
    /// Namespace.
    ns: Bound,
    /// Number of bindings outside of this tag.
    bindings: usize,
    /// `<x/>`
    empty: bool,
}

/// `default` or `fixed` of an element.
#[derive(Clone, Copy, Debug)]
enum Constraint {
    Default(&'static str),
    Fixed(&'static str),
}
