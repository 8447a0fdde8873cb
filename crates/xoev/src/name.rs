//! Namespaces and names as generated code refers to them.

use crate::message::MessageType;
use crate::rule::Rule;
use crate::simple::{Fault, Simple};

/// A namespace that generated types use: its URI, and the prefix that the writer gives it.
///
/// Generated code holds one `static` for each, so that comparing two is comparing two addresses
/// in almost every case.
#[derive(Debug)]
pub struct Namespace {
    uri: &'static str,
    prefix: &'static str,
}

/// "No namespace": unqualified elements and attributes.
pub static NO_NAMESPACE: Namespace = Namespace::new("", "");

/// `http://www.w3.org/XML/1998/namespace`, always bound to `xml`.
pub(crate) static XML_NAMESPACE: Namespace =
    Namespace::new("http://www.w3.org/XML/1998/namespace", "xml:");

/// URI of the namespace of `xsi:type`, `xsi:nil` and `xsi:schemaLocation`.
pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// URI that `xmlns` is bound to; nothing may be declared with it.
pub(crate) const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// URI of the namespace of the built-in types.
pub(crate) const XS: &str = "http://www.w3.org/2001/XMLSchema";

impl Namespace {
    /// A namespace; `prefix` ends with a colon, or is empty for "no namespace".
    pub const fn new(uri: &'static str, prefix: &'static str) -> Namespace {
        Namespace { uri, prefix }
    }

    /// The URI; empty for "no namespace".
    pub const fn uri(&self) -> &'static str {
        self.uri
    }

    /// The prefix with its colon, such as `xa:`; empty for "no namespace".
    pub const fn prefix(&self) -> &'static str {
        self.prefix
    }

    /// Whether both mean the same namespace.
    #[inline]
    pub fn is(&self, other: &Namespace) -> bool {
        std::ptr::eq(self, other) || self.uri == other.uri
    }
}

/// Name of a type in its schema; the local part is empty for anonymous types.
#[derive(Clone, Copy, Debug)]
pub struct TypeName {
    /// Namespace.
    pub ns: &'static Namespace,
    /// Local name.
    pub local: &'static str,
}

impl TypeName {
    /// A type without a name.
    pub const ANONYMOUS: TypeName = TypeName {
        ns: &NO_NAMESPACE,
        local: "",
    };

    /// A type name.
    pub const fn new(ns: &'static Namespace, local: &'static str) -> TypeName {
        TypeName { ns, local }
    }
}

/// What a reader must know of a schema set beyond the type that it reads.
#[derive(Debug)]
pub struct Schema {
    /// All namespaces that the types of the set use.
    pub namespaces: &'static [&'static Namespace],
    /// Global elements, sorted by local name: what a wildcard with `processContents` `lax` or
    /// `strict` checks its content by.
    pub globals: &'static [Global],
    /// Global attributes: what a wildcard for attributes checks them by.
    pub attributes: &'static [GlobalAttribute],
    /// All messages, sorted by element name, whether or not their chapter is compiled in.
    pub messages: &'static [MessageType],
}

/// A global element of a schema set.
#[derive(Clone, Copy, Debug)]
pub struct Global {
    /// Namespace.
    pub ns: &'static Namespace,
    /// Local name.
    pub local: &'static str,
    /// Reads the content and drops it.
    pub check: fn(&mut crate::reader::Reader<'_>) -> crate::reader::Result<()>,
}

impl Global {
    /// An abstract element: it cannot stand in a message.
    pub const fn of_abstract(ns: &'static Namespace, local: &'static str) -> Global {
        Global {
            ns,
            local,
            check: |reader| reader.element_is_abstract(),
        }
    }

    /// The global element of a message type.
    pub const fn of<M: crate::Message>() -> Global {
        Global {
            ns: M::NAMESPACE,
            local: M::NAME,
            check: crate::message::check::<M>,
        }
    }
}

/// A global attribute of a schema set.
#[derive(Clone, Copy, Debug)]
pub struct GlobalAttribute {
    /// Namespace.
    pub ns: &'static Namespace,
    /// Local name.
    pub local: &'static str,
    /// Checks a value, with the fixed one if there is such.
    check: fn(&str, Option<&'static str>) -> Result<(), Fault>,
    fixed: Option<&'static str>,
}

impl GlobalAttribute {
    /// The global attribute of this simple type.
    pub const fn of<T: Simple>(
        ns: &'static Namespace,
        local: &'static str,
        fixed: Option<&'static str>,
    ) -> GlobalAttribute {
        GlobalAttribute {
            ns,
            local,
            check: |text, fixed| {
                let value = T::from_text(text)?;
                match fixed {
                    Some(fixed) if T::from_text(fixed).is_ok_and(|wanted| wanted != value) => {
                        Err(Fault::new(Rule::AttributeFixed, fixed, text))
                    }
                    _ => Ok(()),
                }
            },
            fixed,
        }
    }

    /// Whether this is a value of the attribute.
    ///
    /// # Errors
    /// The rule that the text breaks.
    pub fn check(&self, text: &str) -> Result<(), Fault> {
        (self.check)(text, self.fixed)
    }
}

impl Schema {
    /// A set without types: reads nothing but wildcards.
    pub const EMPTY: Schema = Schema {
        namespaces: &[],
        globals: &[],
        attributes: &[],
        messages: &[],
    };

    /// The message with this root element.
    pub fn message(&self, uri: &str, local: &str) -> Option<&'static MessageType> {
        let start = self.messages.partition_point(|m| m.element < local);
        let same = self.messages[start..]
            .iter()
            .take_while(|m| m.element == local);
        same.into_iter().find(|m| m.namespace.uri() == uri)
    }

    /// The global attribute of this name.
    pub fn attribute(&self, uri: &str, local: &str) -> Option<&GlobalAttribute> {
        self.attributes
            .iter()
            .find(|a| a.local == local && a.ns.uri() == uri)
    }

    /// The global element of this name.
    pub fn global(&self, uri: &str, local: &str) -> Option<&Global> {
        let start = self.globals.partition_point(|g| g.local < local);
        self.globals[start..]
            .iter()
            .take_while(|g| g.local == local)
            .find(|g| g.ns.uri() == uri)
    }
}
