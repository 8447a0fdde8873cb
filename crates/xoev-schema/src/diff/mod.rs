//! What differs between two schema sets.
//!
//! [`equality`] asks whether two sets mean the same, such as an official release and a restated
//! one. [`release`] tells what changed from one release to the next; namespaces that differ only
//! in their version are matched up.
//!
//! Neither looks at annotations, prefixes, file names or the order of definitions. A difference
//! that a type inherits by extension is only told where it arises, at the base.

mod code_lists;
mod compare;
mod complex;
mod content;
mod namespaces;
mod report;
mod simple;

use std::fmt;

pub use self::code_lists::{CodeList, CodeListChange, code_lists};
pub use self::report::ReleaseReport;

use crate::model::SchemaSet;

/// All differences between two sets, by their names. Empty if both mean the same.
pub fn equality(left: &SchemaSet, right: &SchemaSet) -> Vec<Difference> {
    let matching = namespaces::Matching::exact(left, right);
    compare::compare(left, right, &matching, Labels::Ignore)
}

/// What changed from an old release to a new one.
pub fn release(old: &SchemaSet, new: &SchemaSet, labels: Labels) -> ReleaseReport {
    let matching = namespaces::Matching::of_releases(old, new);
    let mut differences = matching.differences(old, new);
    differences.extend(compare::compare(old, new, &matching, labels));
    ReleaseReport {
        differences,
        code_lists: code_lists::changes(old, new),
    }
}

/// Whether titles and the labels of enumerated values are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Labels {
    /// They are annotations, and passed over.
    #[default]
    Ignore,
    /// They are compared.
    Compare,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// Namespace of the component, as the new or else the old set has it; empty for none.
    pub namespace: String,
    /// The chain of components that leads to the difference, outermost first: a global element or
    /// type, then elements, and attributes with `@` before their name.
    pub place: Vec<String>,
    /// What differs there.
    pub aspect: Aspect,
    /// What it was; none if it is new.
    pub old: Option<String>,
    /// What it is; none if it is gone.
    pub new: Option<String>,
}

/// What about a component differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Aspect {
    /// The URI of a namespace, or the namespace as a whole.
    Namespace,
    /// The version of a schema document.
    Version,
    /// A global element.
    Message,
    /// A global attribute.
    GlobalAttribute,
    /// A named type.
    Type,
    /// What a type is derived from, and how.
    Base,
    /// Whether a type or element is abstract.
    Abstract,
    /// Whether text may stand between elements.
    Mixed,
    /// Simple, empty or element content.
    ContentKind,
    /// An element within a type.
    Element,
    /// An attribute within a type.
    Attribute,
    /// A place that is open for other elements or attributes.
    Wildcard,
    /// Order and nesting of the elements in a type.
    Structure,
    /// How often an element or attribute occurs.
    Cardinality,
    /// The type of an element or attribute, of list items, or the members of a union.
    ValueType,
    /// Whether an element or attribute is qualified by a namespace.
    Form,
    /// Whether an element may be nil.
    Nillable,
    /// A default value.
    Default,
    /// A fixed value.
    Fixed,
    /// Which element a global element may stand for.
    Substitution,
    /// Keys and references to them.
    Constraint,
    /// A facet of a simple type, by its name.
    Facet(String),
    /// A value in an enumeration.
    Value,
    /// A title, or the label of an enumerated value.
    Label,
}

/// The headings under which a release report sorts differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Namespaces and versions.
    Namespaces,
    /// Global elements.
    Messages,
    /// Named types.
    Types,
    /// Elements and attributes within types.
    Fields,
    /// How often fields occur.
    Cardinalities,
    /// Restrictions on values.
    Facets,
    /// Fixed and default values.
    FixedValues,
    /// Code list URIs and versions that types fix.
    CodeLists,
    /// Titles and labels.
    Labels,
}

impl Group {
    /// All groups, in the order of a report.
    pub const ALL: [Group; 9] = [
        Group::Namespaces,
        Group::Messages,
        Group::Types,
        Group::Fields,
        Group::Cardinalities,
        Group::Facets,
        Group::FixedValues,
        Group::CodeLists,
        Group::Labels,
    ];
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Group::Namespaces => "Namespaces",
            Group::Messages => "Messages",
            Group::Types => "Types",
            Group::Fields => "Fields",
            Group::Cardinalities => "Cardinalities",
            Group::Facets => "Facets",
            Group::FixedValues => "Fixed values",
            Group::CodeLists => "Code lists",
            Group::Labels => "Labels",
        })
    }
}

impl Difference {
    /// The heading under which a release report has it.
    pub fn group(&self) -> Group {
        let code_list = self
            .place
            .last()
            .is_some_and(|p| p == "@listURI" || p == "@listVersionID");
        match &self.aspect {
            Aspect::Namespace | Aspect::Version => Group::Namespaces,
            Aspect::Message | Aspect::GlobalAttribute | Aspect::Substitution => Group::Messages,
            Aspect::Type | Aspect::Base | Aspect::Abstract | Aspect::Mixed => Group::Types,
            Aspect::Fixed | Aspect::Default if code_list => Group::CodeLists,
            Aspect::Fixed | Aspect::Default => Group::FixedValues,
            Aspect::Cardinality => Group::Cardinalities,
            Aspect::Facet(_) | Aspect::Value => Group::Facets,
            Aspect::Label => Group::Labels,
            Aspect::ContentKind
            | Aspect::Element
            | Aspect::Attribute
            | Aspect::Wildcard
            | Aspect::Structure
            | Aspect::ValueType
            | Aspect::Form
            | Aspect::Nillable
            | Aspect::Constraint => Group::Fields,
        }
    }
}

impl fmt::Display for Aspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Aspect::Namespace => "namespace",
            Aspect::Version => "version",
            Aspect::Message => "message",
            Aspect::GlobalAttribute => "global attribute",
            Aspect::Type => "type",
            Aspect::Base => "base type",
            Aspect::Abstract => "abstract",
            Aspect::Mixed => "mixed content",
            Aspect::ContentKind => "kind of content",
            Aspect::Element => "element",
            Aspect::Attribute => "attribute",
            Aspect::Wildcard => "wildcard",
            Aspect::Structure => "structure",
            Aspect::Cardinality => "cardinality",
            Aspect::ValueType => "value type",
            Aspect::Form => "namespace of the name",
            Aspect::Nillable => "nillable",
            Aspect::Default => "default value",
            Aspect::Fixed => "fixed value",
            Aspect::Substitution => "substitution group",
            Aspect::Constraint => "identity constraint",
            Aspect::Facet(name) => return write!(f, "facet {name}"),
            Aspect::Value => "value",
            Aspect::Label => "label",
        })
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place.join(" / "))?;
        }
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => write!(f, "{} changed from {old} to {new}", self.aspect),
            (None, Some(new)) => write!(f, "{} {new} added", self.aspect),
            (Some(old), None) => write!(f, "{} {old} removed", self.aspect),
            (None, None) => write!(f, "{} differs", self.aspect),
        }
    }
}
