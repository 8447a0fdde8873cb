//! What can go wrong when schemas are read, split by whose fault it is.

use std::fmt;

/// Where in the schemas a fault lies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The schema file, as it was named or found.
    pub file: String,
    /// The line in it, where known.
    pub line: Option<usize>,
    /// The named components around the fault, outermost first.
    pub chain: Vec<String>,
}

impl Place {
    /// A place that is a whole file.
    pub fn file(file: impl Into<String>) -> Place {
        Place {
            file: file.into(),
            line: None,
            chain: Vec::new(),
        }
    }

    /// A component within a file.
    pub fn within(file: impl Into<String>, chain: &[String]) -> Place {
        Place {
            file: file.into(),
            line: None,
            chain: chain.to_vec(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if !self.chain.is_empty() {
            write!(f, ", in {}", self.chain.join(" / "))?;
        }
        Ok(())
    }
}

/// What a reference in a schema points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referent {
    /// A simple or complex type.
    Type,
    /// A global element.
    Element,
    /// A global attribute.
    Attribute,
    /// A model group (`xs:group`).
    Group,
    /// An attribute group.
    AttributeGroup,
    /// A key that a `xs:keyref` refers to.
    Key,
    /// A namespace prefix.
    Prefix,
}

impl fmt::Display for Referent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Referent::Type => "type",
            Referent::Element => "element",
            Referent::Attribute => "attribute",
            Referent::Group => "group",
            Referent::AttributeGroup => "attribute group",
            Referent::Key => "key",
            Referent::Prefix => "namespace prefix",
        })
    }
}

/// Why a set of schemas could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// The environment's fault: a file, folder or archive could not be read.
    #[error("cannot read {file}: {reason}")]
    Unreadable {
        /// What was to be read.
        file: String,
        /// What the system said.
        reason: String,
    },

    /// The file's fault: no well-formed XML, or not the XML that XML Schema allows.
    #[error("{place}: not a valid schema document: {reason}")]
    Malformed {
        /// Where.
        place: Place,
        /// What is wrong.
        reason: String,
    },

    /// The caller's fault: an import or include names a document that was not given. Nothing is
    /// ever fetched from the network.
    #[error(
        "{importer} needs {location}{}, which was not found: it stands neither in the catalog nor \
         beside the file nor, under the same file name, in the folder or archive given, and \
         nothing is fetched from the network; add a `uri` entry for it to the catalog",
        namespace.as_ref().map(|n| format!(" (namespace {n})")).unwrap_or_default()
    )]
    MissingDocument {
        /// The file with the import or include.
        importer: String,
        /// The location as the file gives it.
        location: String,
        /// The namespace to be imported, if it is an import.
        namespace: Option<String>,
    },

    /// The schema's fault: it refers to something that no document defines.
    #[error("{place}: {referent} {name} is not defined{}", hint.as_ref().map(|h| format!(" ({h})")).unwrap_or_default())]
    Unresolved {
        /// Where the reference stands.
        place: Place,
        /// What was looked for.
        referent: Referent,
        /// The name as `{uri}local`.
        name: String,
        /// What may help, where something is known.
        hint: Option<String>,
    },

    /// The schema's fault: definitions that contradict each other or themselves.
    #[error("{place}: {name}: {reason}")]
    Contradictory {
        /// Where.
        place: Place,
        /// The component at fault.
        name: String,
        /// What the contradiction is.
        reason: String,
    },

    /// Nobody's fault: correct, but beyond what this library does.
    #[error("{place}: {construct} is not supported: {reason}")]
    Unsupported {
        /// Where.
        place: Place,
        /// The construct, such as `xs:assert`.
        construct: String,
        /// Why, or what to do instead.
        reason: String,
    },

    /// Our fault: definitions were lost or invented on the way. Nothing of the set can be relied
    /// on, so none is handed out.
    #[error(
        "{file}: {what}: {read} read, {kept} kept; either something stands in an order that XML \
         Schema does not allow, or this is a fault of the schema reader"
    )]
    Miscounted {
        /// The document.
        file: String,
        /// What was counted.
        what: &'static str,
        /// Number in the document.
        read: usize,
        /// Number in the result.
        kept: usize,
    },
}
