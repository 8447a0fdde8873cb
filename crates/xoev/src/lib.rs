//! Runtime for XÖV messages: the XML standards by which German public administration exchanges
//! data.
//!
//! Types of messages are generated from the published schemas (by `xoev-codegen`; those of
//! XAusländer are in the crate `xauslaender`). This crate has what they all need:
//!
//! - reading that validates ([`MessageIo::from_slice`], [`MessageIo::from_reader`]): structure,
//!   cardinality, facets, patterns, fixed values, attributes. A value that was read keeps every
//!   rule of its schema.
//! - writing that validates ([`MessageIo::to_vec`], [`MessageIo::to_writer`]). Values of simple
//!   types can't be built invalid; numbers of elements are checked while writing.
//! - errors split by whose fault they are ([`ReadError`], [`WriteError`]), each with a stable
//!   [`Rule`], the element [`Path`], line, column, byte offset, expected and found, in German and
//!   English.
//! - the text types of [DIN 91379](din91379), the [built-in types](builtin) of XML Schema, partly
//!   known dates ([`Teildatum`]), [codes](Code) and their lists.
//! - [`Limits`] for messages from outside. Document type declarations are refused, so entities
//!   can't grow; other encodings than UTF-8 are refused, too, as XÖV asks for.
//!
//! With the feature `serde`, all types can be serialized and deserialized. Formats must describe
//! themselves (JSON, YAML, ...); an element is an object keyed by the names of the schema, with `@`
//! before attributes.
//!
//! # Panics
//!
//! Nothing that is received from outside makes this crate panic, and no call documents a panic.

mod any;
mod element;
mod error;
#[cfg(feature = "basis")]
mod kopf;
mod limits;
mod macros;
mod message;
mod mixed;
mod name;
#[doc(hidden)]
pub mod prelude;
pub mod reader;
mod rule;
mod simple;
#[cfg(feature = "serde")]
mod tree;
pub mod writer;
pub mod xml;

pub use any::{AnyAttribute, AnyElement};
pub use element::{Element, First, Group, Message, Never, Nillable};
pub use error::{Language, Path, ReadError, Step, Violation, WriteError};
#[cfg(feature = "basis")]
pub use kopf::{Identifikation, Produkt};
pub use limits::Limits;
#[doc(hidden)]
pub use message::{Branch, check, dispatch as dispatch_root, read_bytes, read_root};
pub use message::{MessageIo, MessageType};
pub use mixed::{AnyContent, AnyType, Mixed};
pub use name::{Global, GlobalAttribute, NO_NAMESPACE, Namespace, Schema, TypeName};
pub use reader::{NamespaceRule, ProcessContents, Wildcard};
pub use rule::Rule;
pub use simple::{Fault, Simple, WhiteSpace};
pub use writer::Style;

/// The types of `xoev-code.xsd`, namespace `http://xoev.de/schemata/code/1_0`.
pub mod xoev_code {
    pub use crate::code_type::AnyCode as Code;
}
#[cfg(feature = "basis")]
pub use generated::basis;

// Simple types.
mod any_uri;
mod binary;
mod boolean;
pub mod builtin;
mod chars;
mod code;
mod code_list;
mod code_type;
mod date_time;
mod decimal;
pub mod din91379;
mod facets;
mod float;
mod generated;
mod integer;
mod integer_types;
mod key;
mod list_type;
mod names;
mod partial_date;
pub mod pattern;
mod phrases;
#[cfg(feature = "serde")]
mod serde_code;
mod serde_macros;
#[cfg(feature = "serde")]
mod serde_simple;
mod text;
mod text_type;
mod union_type;

pub use chars::CharTable;
pub use code::{AttributeRule, Code, CodeInfo, CodePart, Occurs};
pub use code_list::CodeList;
pub use code_type::{AnyCode, CodeType};
pub use facets::{Digits, Facetted, ValueRules};
pub use key::Key;
pub use list_type::List;
pub use partial_date::Teildatum;
pub use pattern::Pattern;
pub use simple::Kind;
pub use text::{Text, TextBase, TextRules};

/// Faults in values, said alike by all who check values.
#[doc(hidden)]
pub mod faults {
    pub use crate::facets::ValueBounds;
    pub use crate::text::{LengthBounds, check_length, enumeration_fault, pattern_fault};
}

/// What the macros need besides the public items.
#[doc(hidden)]
pub mod __private {
    pub use crate::code_type::retyped;
    #[cfg(feature = "serde")]
    pub use crate::serde_code::deserialize_code;
    #[cfg(feature = "serde")]
    pub use crate::serde_simple::{deserialize, serialize};
    #[cfg(feature = "serde")]
    pub use crate::tree::{
        deserialize_element, deserialize_group, deserialize_named, serialize_element,
        serialize_group, serialize_named,
    };
    pub use crate::union_type::{Member, check_union};
    #[cfg(feature = "serde")]
    pub use serde;
}
// End of simple types.
