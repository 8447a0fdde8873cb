//! Namespace declarations in scope.

use std::borrow::Cow;

use crate::name::{NO_NAMESPACE, Namespace, XML_NAMESPACE, XMLNS, XSI};
use crate::rule::Rule;

use super::stop::{Result, Stop};
use super::{Ahead, Reader};

/// A prefix and what it stands for.
#[derive(Debug)]
pub(super) struct Binding<'a> {
    /// Empty for the default namespace.
    pub(super) prefix: &'a str,
    pub(super) uri: Cow<'a, str>,
    pub(super) bound: Bound,
}

/// What a name is bound to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bound {
    /// No namespace.
    None,
    /// A namespace of the schema set.
    Known(&'static Namespace),
    /// The namespace of `xsi:type` and its like.
    Xsi,
    /// Another namespace, by the index of the first binding in scope that names it.
    Other(usize),
}

impl Bound {
    /// Whether both are the same namespace, among the bindings in scope at one place.
    pub(super) fn is(self, other: Bound) -> bool {
        match (self, other) {
            (Bound::None, Bound::None) | (Bound::Xsi, Bound::Xsi) => true,
            (Bound::Known(a), Bound::Known(b)) => a.is(b),
            (Bound::Other(a), Bound::Other(b)) => a == b,
            _ => false,
        }
    }
}

impl<'a> Reader<'a> {
    /// Whether the start tag ahead is in this namespace.
    #[inline]
    pub(super) fn is_bound_to(&self, ns: &'static Namespace) -> bool {
        match self.start.ns {
            Bound::None => ns.uri().is_empty(),
            Bound::Known(known) => known.is(ns),
            Bound::Xsi | Bound::Other(_) => false,
        }
    }

    /// The URI; empty for no namespace.
    pub(super) fn uri_of(&self, bound: Bound) -> &str {
        match bound {
            Bound::None => "",
            Bound::Known(ns) => ns.uri(),
            Bound::Xsi => XSI,
            Bound::Other(index) => self.bindings.get(index).map_or("", |b| &b.uri),
        }
    }

    /// Resolves the prefix of an element or attribute name.
    pub(super) fn resolve(&self, prefix: &str, at: usize) -> Result<Bound> {
        match self.lookup(prefix) {
            Some(bound) => Ok(bound),
            None if prefix.is_empty() => Ok(Bound::None),
            None => Err(Stop::new(
                Rule::UndeclaredPrefix,
                "a declared prefix",
                prefix,
                at,
            )),
        }
    }

    /// What a prefix is bound to here; none if it is not declared.
    pub(super) fn lookup(&self, prefix: &str) -> Option<Bound> {
        for binding in self.bindings.iter().rev() {
            if binding.prefix == prefix {
                return Some(binding.bound);
            }
        }
        (prefix == "xml").then_some(Bound::Known(&XML_NAMESPACE))
    }

    /// A raw prefix that stands for a namespace here; none if there is none or if it is not clear
    /// at once, when the general way is used.
    #[inline]
    pub(super) fn prefix_for(&mut self, ns: &'static Namespace) -> Option<&'a str> {
        if let Some((known, prefix)) = self.prefix_before
            && std::ptr::eq(known, ns)
        {
            return prefix;
        }
        let prefix = self.find_prefix(ns);
        self.prefix_before = Some((ns, prefix));
        prefix
    }

    fn find_prefix(&self, ns: &'static Namespace) -> Option<&'a str> {
        if ns.uri().is_empty() {
            // Without any default namespace, a name without prefix is in no namespace.
            let default = self.bindings.iter().any(|b| b.prefix.is_empty());
            return (!default).then_some("");
        }
        let is_it =
            |b: &Binding<'_>| matches!(b.bound, Bound::Known(known) if std::ptr::eq(known, ns));
        let at = self.bindings.iter().rposition(is_it)?;
        let prefix = self.bindings[at].prefix;
        let hidden = self.bindings[at + 1..].iter().any(|b| b.prefix == prefix);
        (!hidden).then_some(prefix)
    }

    /// Declares a namespace for the start tag being read.
    pub(super) fn declare(
        &mut self,
        prefix: &'a str,
        uri: Cow<'a, str>,
        outside: usize,
        at: usize,
    ) -> Result<()> {
        let is_xml = uri == XML_NAMESPACE.uri();
        if prefix == "xmlns" || uri == XMLNS || (prefix == "xml") != is_xml {
            return Err(self.syntax("no declaration of the reserved prefixes xml and xmlns", at));
        }
        if uri.is_empty() && !prefix.is_empty() {
            return Err(self.syntax("a namespace URI that is not empty", at));
        }
        if uri.len() > self.limits.max_name {
            return Err(self.name_too_long(at));
        }
        if self.bindings[outside..].iter().any(|b| b.prefix == prefix) {
            let name = if prefix.is_empty() {
                "xmlns".to_owned()
            } else {
                format!("xmlns:{prefix}")
            };
            return Err(Stop::new(
                Rule::DuplicateAttribute,
                "each attribute once",
                &name,
                at,
            ));
        }
        if self.bindings.len() >= self.limits.max_namespaces {
            let limit = format!(
                "{} namespace declarations in scope",
                self.limits.max_namespaces
            );
            return Err(Stop::new(Rule::Limit, limit, "one more", at));
        }
        let bound = if uri.is_empty() {
            Bound::None
        } else if let Some(known) = self.schema.namespaces.iter().find(|n| n.uri() == uri) {
            Bound::Known(known)
        } else if uri == XSI {
            Bound::Xsi
        } else if is_xml {
            Bound::Known(&XML_NAMESPACE)
        } else {
            // Later comparisons are of numbers then, however long the URI is.
            let known = self.bindings.iter().position(|b| b.uri == uri);
            Bound::Other(known.unwrap_or(self.bindings.len()))
        };
        self.bind(Binding { prefix, uri, bound });
        Ok(())
    }

    /// Brings a declaration into scope.
    pub(super) fn bind(&mut self, binding: Binding<'a>) {
        self.prefix_before = None;
        self.bindings.push(binding);
    }

    /// Leaves the scope of all declarations but so many.
    #[inline]
    pub(super) fn unbind(&mut self, left: usize) {
        if left < self.bindings.len() {
            self.bindings.truncate(left);
            self.prefix_before = None;
        }
    }

    /// The namespace and local name of the start tag ahead, if there is one.
    pub(crate) fn peek_name(&mut self) -> Result<Option<(&str, &'a str)>> {
        self.look_ahead()?;
        Ok(match self.ahead {
            Ahead::Start => Some((self.uri_of(self.start.ns), self.start.local)),
            _ => None,
        })
    }

    /// Resolves a QName in content to namespace URI and local name; none if its prefix is not
    /// declared.
    pub(super) fn resolve_qname<'n>(&self, qname: &'n str) -> Option<(&str, &'n str)> {
        let (prefix, local) = qname.split_once(':').unwrap_or(("", qname));
        match self.lookup(prefix) {
            Some(bound) => Some((self.uri_of(bound), local)),
            None if prefix.is_empty() => Some((NO_NAMESPACE.uri(), local)),
            // A tree has no declarations; its prefixes are those of the writer.
            #[cfg(feature = "serde")]
            None if self.is_tree() => {
                let known = |ns: &&&Namespace| ns.prefix().strip_suffix(':') == Some(prefix);
                self.schema
                    .namespaces
                    .iter()
                    .find(known)
                    .map(|ns| (ns.uri(), local))
            }
            None => None,
        }
    }
}
