//! What a message or a type consists of, as a tree for people: elements with their cardinality,
//! type, labels, facets in words and code lists.
//!
//! ```no_run
//! use xoev_schema::explain::{Language, explain_element, render};
//! # let set = xoev_schema::SchemaSet::default();
//! # let id = xoev_schema::ElementId(0);
//! if let Some(entry) = explain_element(&set, id) {
//!     println!("{}", render(&entry, Language::German));
//! }
//! ```

mod collect;
mod facts;
mod render;
mod words;

use std::fmt;

use serde::Serialize;

pub use render::render;

use crate::{ElementId, SchemaSet, TypeId};

/// Language of the words around the labels; labels stand as the schema has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// German.
    #[default]
    German,
    /// English.
    English,
}

/// One line of the tree with everything below it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// What the entry is.
    pub kind: Kind,
    /// Name of an element, attribute or type; empty for groups and wildcards.
    pub name: String,
    /// How often it stands here.
    pub cardinality: Cardinality,
    /// Name of its type with the prefix of the schema; none for anonymous types and groups.
    pub type_name: Option<String>,
    /// Label from the schema.
    pub title: Option<String>,
    /// Further statements of the schema, such as author and reader: path and text.
    pub notes: Vec<(String, String)>,
    /// What its values must be.
    pub facts: Vec<Fact>,
    /// Enumerated values with their labels.
    pub values: Vec<(String, Option<String>)>,
    /// The code list that its values are from.
    pub code_list: Option<CodeListFacts>,
    /// Why nothing stands below it although there would be something.
    pub cut: Option<Cut>,
    /// What stands below it: attributes first.
    pub children: Vec<Entry>,
}

/// The kinds of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Kind {
    /// A global element: a message.
    Root,
    /// A named type.
    Type,
    /// An element.
    Element,
    /// An attribute.
    Attribute,
    /// All members in order.
    Sequence,
    /// One of the members.
    Choice,
    /// All members in any order.
    All,
    /// Elements of which only the namespace is limited.
    Any,
}

/// Least and greatest number of occurrences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cardinality {
    /// Least number.
    pub min: u32,
    /// Greatest number; none for any number.
    pub max: Option<u32>,
}

impl Cardinality {
    /// Exactly once.
    pub const ONE: Cardinality = Cardinality {
        min: 1,
        max: Some(1),
    };
}

impl fmt::Display for Cardinality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (min, Some(max)) if min == max => write!(f, "{min}"),
            (min, Some(max)) => write!(f, "{min}..{max}"),
            (min, None) => write!(f, "{min}..n"),
        }
    }
}

/// A statement about the values of a type or element.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub enum Fact {
    /// Values of this built-in type.
    Builtin(String),
    /// Characters of this type of DIN 91379 (`A` to `E`).
    Din91379(String),
    /// Length in characters, bytes or items.
    Length {
        /// Least length.
        min: Option<u64>,
        /// Greatest length.
        max: Option<u64>,
    },
    /// One of these patterns matches.
    Pattern(Vec<String>),
    /// At least this value.
    AtLeast(String),
    /// At most this value.
    AtMost(String),
    /// More than this value.
    MoreThan(String),
    /// Less than this value.
    LessThan(String),
    /// At most so many digits.
    Digits(u32),
    /// At most so many digits after the decimal point.
    FractionDigits(u32),
    /// Several values of a type, separated by blanks.
    ListOf(String),
    /// A value of one of these types.
    UnionOf(Vec<String>),
    /// The only value allowed.
    Fixed(String),
    /// Value where nothing is given.
    Default(String),
    /// May be sent empty, with `xsi:nil`.
    Nillable,
    /// Abstract: stands only for what replaces it.
    Abstract,
    /// Text may stand between the elements.
    Mixed,
    /// Attributes beyond those listed are allowed.
    OpenAttributes,
    /// Namespaces that a wildcard allows, in the words of XML Schema.
    Namespaces(String),
}

/// What a code type says about its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CodeListFacts {
    /// Name of the list.
    pub name: Option<String>,
    /// URI of the list; none where the message names it.
    pub uri: Option<String>,
    /// Version of the list; none where the message names it.
    pub version: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
}

/// Keys of a code list with their labels.
pub type Rows<'t> = &'t [(String, String)];

impl Entry {
    /// Adds keys and labels of published lists, by URI, wherever the schema leaves keys open.
    pub fn fill_values<'t>(&mut self, rows: &dyn Fn(&str) -> Option<Rows<'t>>) {
        let uri = self.code_list.as_ref().and_then(|list| list.uri.as_deref());
        if self.values.is_empty()
            && let Some(rows) = uri.and_then(rows)
        {
            let label = |label: &String| Some(label.clone()).filter(|text| !text.is_empty());
            self.values = rows
                .iter()
                .map(|(key, text)| (key.clone(), label(text)))
                .collect();
        }
        self.children
            .iter_mut()
            .for_each(|child| child.fill_values(rows));
    }
}

/// Why a part of the tree is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Cut {
    /// It would contain itself.
    Recursion,
    /// The same type stands further up in full.
    ShownAbove,
}

/// The tree of a global element; none if there is none of this index.
pub fn explain_element(set: &SchemaSet, id: ElementId) -> Option<Entry> {
    let element = set.elements.get(id.0 as usize)?;
    Some(collect::Collector::new(set).root(element))
}

/// The tree of a type; none if there is none of this index.
pub fn explain_type(set: &SchemaSet, id: TypeId) -> Option<Entry> {
    set.types.get(id.0 as usize)?;
    Some(collect::Collector::new(set).named_type(id))
}
