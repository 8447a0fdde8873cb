//! Namespace declarations in scope.

use xoev::Rule;
use xoev_schema::NsId;

use crate::compile::Compiled;
use crate::fatal::Fatal;
use crate::report::Settings;

/// The namespace of `xsi:type` and its like.
pub(super) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// What a name is bound to: compared by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ns {
    /// A namespace of the schema set, or none (its first one).
    Known(NsId),
    Xsi,
    Xml,
    /// Another one, by the first binding in scope that names it.
    Other(usize),
}

impl Ns {
    pub(super) const NONE: Ns = Ns::Known(NsId::NONE);

    /// The namespace in the schema set; none if it is not of the set.
    pub(super) fn known(self) -> Option<NsId> {
        match self {
            Ns::Known(ns) => Some(ns),
            _ => None,
        }
    }
}

#[derive(Debug)]
struct Binding {
    prefix: Box<str>,
    uri: Box<str>,
    ns: Ns,
}

/// Declarations in scope, innermost last.
#[derive(Debug)]
pub(super) struct Bindings {
    list: Vec<Binding>,
    /// What names without prefix are in, as most names are.
    default: Ns,
}

impl Default for Bindings {
    fn default() -> Bindings {
        Bindings {
            list: Vec::new(),
            default: Ns::NONE,
        }
    }
}

impl Bindings {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    #[inline]
    pub(super) fn truncate(&mut self, len: usize) {
        if len < self.list.len() {
            self.list.truncate(len);
            let own = self.list.iter().rfind(|b| b.prefix.is_empty());
            self.default = own.map_or(Ns::NONE, |b| b.ns);
        }
    }

    /// What a prefix is bound to; none if it is not declared. Without a declaration, names without
    /// prefix are in no namespace.
    #[inline]
    pub(super) fn lookup(&self, prefix: &str) -> Option<Ns> {
        if prefix.is_empty() {
            return Some(self.default);
        }
        for binding in self.list.iter().rev() {
            if *binding.prefix == *prefix {
                return Some(binding.ns);
            }
        }
        match prefix {
            "xml" => Some(Ns::Xml),
            _ => None,
        }
    }

    /// A prefix that stands for a namespace of the set here, if it is clear at once.
    #[inline]
    pub(super) fn prefix_for(&self, ns: NsId) -> Option<&str> {
        if self.default == Ns::Known(ns) {
            return Some("");
        }
        let at = self.list.iter().rposition(|b| b.ns == Ns::Known(ns))?;
        let prefix = &*self.list[at].prefix;
        let hidden = self.list[at + 1..].iter().any(|b| *b.prefix == *prefix);
        (!hidden && !prefix.is_empty()).then_some(prefix)
    }

    pub(super) fn uri<'a>(&'a self, compiled: &'a Compiled, ns: Ns) -> &'a str {
        match ns {
            Ns::Known(ns) => compiled.set.uri(ns),
            Ns::Xsi => XSI,
            Ns::Xml => XML,
            Ns::Other(at) => self.list.get(at).map_or("", |b| &b.uri),
        }
    }

    /// Declares a namespace for the start tag being read, whose first declaration is `outside`.
    pub(super) fn declare(
        &mut self,
        compiled: &Compiled,
        settings: &Settings,
        prefix: &str,
        uri: &str,
        outside: usize,
        at: usize,
    ) -> Result<(), Fatal> {
        let syntax =
            |expected: &str| Fatal::new(Rule::Syntax, expected, &format!("“{prefix}”"), at);
        if prefix == "xmlns" || uri == XMLNS || (prefix == "xml") != (uri == XML) {
            return Err(syntax(
                "no declaration of the reserved prefixes xml and xmlns",
            ));
        }
        if uri.is_empty() && !prefix.is_empty() {
            return Err(syntax("a namespace URI that is not empty"));
        }
        if uri.len() > settings.max_name {
            let limit = format!("{} bytes in a name", settings.max_name);
            return Err(Fatal::new(Rule::Limit, limit, "a longer one", at));
        }
        if self.list[outside..].iter().any(|b| *b.prefix == *prefix) {
            let name = match prefix {
                "" => "xmlns".to_owned(),
                _ => format!("xmlns:{prefix}"),
            };
            return Err(Fatal::new(
                Rule::DuplicateAttribute,
                "each attribute once",
                &name,
                at,
            ));
        }
        if self.list.len() >= settings.max_namespaces {
            let limit = format!(
                "{} namespace declarations in scope",
                settings.max_namespaces
            );
            return Err(Fatal::new(Rule::Limit, limit, "one more", at));
        }
        let ns = if let Some(known) = compiled.namespace(uri) {
            Ns::Known(known)
        } else if uri == XSI {
            Ns::Xsi
        } else if uri == XML {
            Ns::Xml
        } else {
            let first = self.list.iter().position(|b| *b.uri == *uri);
            Ns::Other(first.unwrap_or(self.list.len()))
        };
        // The set may declare the instance namespace, whose attributes mean the same all the same.
        let ns = if uri == XSI { Ns::Xsi } else { ns };
        if prefix.is_empty() {
            self.default = ns;
        }
        self.list.push(Binding {
            prefix: prefix.into(),
            uri: uri.into(),
            ns,
        });
        Ok(())
    }

    /// Namespace URI and local name of a QName in content; none if its prefix is not declared.
    pub(super) fn resolve<'a>(
        &'a self,
        compiled: &'a Compiled,
        qname: &'a str,
    ) -> Option<(&'a str, &'a str)> {
        let (prefix, local) = qname.split_once(':').unwrap_or(("", qname));
        Some((self.uri(compiled, self.lookup(prefix)?), local))
    }
}
