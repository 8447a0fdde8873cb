//! Elements and values: what generated readers are made of.

use crate::any::AnyAttribute;
use crate::code::{Code, CodeInfo, CodePart, Occurs};
use crate::element::Element;
use crate::name::{Namespace, TypeName};
use crate::rule::Rule;
use crate::simple::Simple;

use super::namespaces::Bound;
use super::stop::{Result, Stop};
use super::{Ahead, Constraint, Reader};

impl Reader<'_> {
    /// A required element.
    pub fn req<T: Element>(&mut self, ns: &'static Namespace, name: &'static str) -> Result<T> {
        let constraint = self.constraint.take();
        if !self.enter(ns, name)? {
            return Err(self.unexpected(Some((ns, name))));
        }
        self.constraint = constraint;
        T::read(self).map_err(|stop| stop.within(name, None))
    }

    /// An element that may be absent.
    pub fn opt<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
    ) -> Result<Option<T>> {
        let constraint = self.constraint.take();
        if !self.enter(ns, name)? {
            return Ok(None);
        }
        self.constraint = constraint;
        match T::read(self) {
            Ok(value) => Ok(Some(value)),
            Err(stop) => Err(stop.within(name, None)),
        }
    }

    /// As [`Reader::req`], for large types.
    pub fn req_box<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
    ) -> Result<Box<T>> {
        self.hold(size_of::<T>())?;
        self.req(ns, name).map(Box::new)
    }

    /// As [`Reader::opt`], for large types.
    pub fn opt_box<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
    ) -> Result<Option<Box<T>>> {
        let value = self.opt(ns, name)?;
        if value.is_some() {
            self.hold(size_of::<T>())?;
        }
        Ok(value.map(Box::new))
    }

    /// An element that occurs `min` to `max` times.
    pub fn list<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        min: u32,
        max: u32,
    ) -> Result<Vec<T>> {
        let constraint = self.constraint.take();
        let mut list = Vec::new();
        let mut count = 0;
        while count < max && self.enter(ns, name)? {
            count += 1;
            self.hold(size_of::<T>())?;
            self.constraint = constraint;
            match T::read(self) {
                Ok(value) => push(&mut list, value),
                Err(stop) => return Err(stop.within(name, Some(count))),
            }
        }
        if count < min {
            return Err(self.unexpected(Some((ns, name))));
        }
        Ok(list)
    }

    /// A required element with a default value.
    pub fn req_default<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        default: &'static str,
    ) -> Result<T> {
        self.constraint = Some(Constraint::Default(default));
        self.req(ns, name)
    }

    /// An element with a default value that may be absent.
    pub fn opt_default<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        default: &'static str,
    ) -> Result<Option<T>> {
        self.constraint = Some(Constraint::Default(default));
        self.opt(ns, name)
    }

    /// An element with a default value that occurs `min` to `max` times.
    pub fn list_default<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        default: &'static str,
        min: u32,
        max: u32,
    ) -> Result<Vec<T>> {
        self.constraint = Some(Constraint::Default(default));
        self.list(ns, name, min, max)
    }

    /// A required element with a fixed value.
    pub fn req_fixed<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        fixed: &'static str,
    ) -> Result<T> {
        self.constraint = Some(Constraint::Fixed(fixed));
        self.req(ns, name)
    }

    /// An element with a fixed value that may be absent.
    pub fn opt_fixed<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        fixed: &'static str,
    ) -> Result<Option<T>> {
        self.constraint = Some(Constraint::Fixed(fixed));
        self.opt(ns, name)
    }

    /// An element with a fixed value that occurs `min` to `max` times.
    pub fn list_fixed<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        fixed: &'static str,
        min: u32,
        max: u32,
    ) -> Result<Vec<T>> {
        self.constraint = Some(Constraint::Fixed(fixed));
        self.list(ns, name, min, max)
    }

    /// The text content of a complex type with simple content; consumes the end tag.
    pub fn text<T: Simple>(&mut self) -> Result<T> {
        self.value()
    }

    /// The end of the element entered last.
    #[inline]
    pub fn end(&mut self) -> Result<()> {
        self.leave()
    }

    /// The end of an element that must be empty: no child, and no text but white space.
    pub fn end_empty(&mut self) -> Result<()> {
        self.leave().map_err(|stop| match stop.rule() {
            Rule::TextNotAllowed | Rule::ElementUnexpected => {
                stop.with_rule(Rule::ContentNotAllowed)
            }
            _ => stop,
        })
    }

    /// The declared type is abstract: without a derived type in `xsi:type`, nothing is valid here.
    pub fn type_is_abstract<T>(&mut self, type_name: TypeName) -> Result<T> {
        Err(Stop::new(
            Rule::TypeAbstract,
            type_name.local,
            "no xsi:type",
            self.start.at,
        ))
    }

    /// An abstract element: others may stand for it, but it never stands itself.
    pub fn element_is_abstract<T>(&mut self) -> Result<T> {
        let name = self.start.local;
        Err(Stop::new(
            Rule::ElementUnexpected,
            "an element that is not abstract",
            name,
            self.start.at,
        ))
    }

    /// The element entered last has a default value.
    pub fn default_value(&mut self, value: &'static str) {
        self.constraint = Some(Constraint::Default(value));
    }

    /// The element entered last has a fixed value.
    pub fn fixed_value(&mut self, value: &'static str) {
        self.constraint = Some(Constraint::Fixed(value));
    }

    /// The attributes of a code that is nil.
    #[doc(hidden)]
    pub fn code_nil(&mut self, info: &'static CodeInfo) -> Result<Vec<AnyAttribute>> {
        let kept = self.nil_attributes();
        let list_uri = self.take_attribute("listURI");
        let list_version = self.take_attribute("listVersionID");
        let start = self.start.at;
        self.attrs_end(info.type_name)?;
        let uri = list_uri.as_ref().map(|a| &*a.0);
        let version = list_version.as_ref().map(|a| &*a.0);
        match info.check_attributes(uri, version) {
            Ok(()) => Ok(kept),
            Err(fault) => Err(Stop::from_fault(fault, start)),
        }
    }

    /// A code: the child `code` with its list in the attributes.
    pub fn code(&mut self, info: &'static CodeInfo) -> Result<Code> {
        let list_uri = self.take_attribute("listURI");
        let list_version = self.take_attribute("listVersionID");
        let start = self.start.at;
        self.attrs_end(info.type_name)?;
        if !self.enter(info.children, "code")? {
            return Err(self.unexpected(Some((info.children, "code"))));
        }
        let key = self
            .plain_text()
            .map_err(|stop| stop.within("code", None))?;
        let key_at = self.value_at;
        let mut name = None;
        if info.name_child != Occurs::Absent && self.enter(info.children, "name")? {
            name = Some(
                self.plain_text()
                    .map_err(|stop| stop.within("name", None))?,
            );
        }
        let name_at = self.value_at;
        self.leave()?;
        let uri = list_uri.as_ref().map(|a| &*a.0);
        let version = list_version.as_ref().map(|a| &*a.0);
        Code::from_parts_placed(info, &key, name.as_deref(), uri, version).map_err(
            |(part, fault)| {
                let attribute = |found: &Option<(_, usize)>, name| match found {
                    Some((_, at)) => (*at, Some(name)),
                    None => (start, None),
                };
                let (at, step) = match part {
                    CodePart::Key => (key_at, Some("code")),
                    CodePart::Name if name.is_some() => (name_at, Some("name")),
                    CodePart::Name => (start, None),
                    CodePart::ListUri => attribute(&list_uri, "@listURI"),
                    CodePart::ListVersion => attribute(&list_version, "@listVersionID"),
                };
                let stop = Stop::from_fault(fault, at);
                match step {
                    Some(step) => stop.within(step, None),
                    None => stop,
                }
            },
        )
    }

    /// The next element may carry `xsi:nil`.
    pub(crate) fn is_nil(&mut self) -> Result<bool> {
        let found = self
            .attributes
            .iter()
            .find(|a| matches!(a.ns, Bound::Xsi) && a.local == "nil");
        let Some(attribute) = found else {
            return Ok(false);
        };
        let nil = match attribute.value.trim_matches([' ', '\t', '\n', '\r']) {
            "true" | "1" => true,
            "false" | "0" => false,
            other => {
                let stop = Stop::new(Rule::Datatype, "xs:boolean", other, attribute.at);
                return Err(stop.within("@xsi:nil", None));
            }
        };
        self.nillable = true;
        Ok(nil)
    }

    /// The content of an element that is nil: nothing at all.
    pub(crate) fn nil_content(
        &mut self,
        attributes: impl FnOnce(&mut Self) -> Result<Vec<AnyAttribute>>,
    ) -> Result<Vec<AnyAttribute>> {
        if let Some(Constraint::Fixed(fixed)) = self.constraint.take() {
            return Err(Stop::new(Rule::Nil, fixed, "xsi:nil", self.start.at));
        }
        let attributes = attributes(self)?;
        match self.rest_of_text()?.is_empty() {
            true => Ok(attributes),
            false => Err(Stop::new(Rule::Nil, "no content", "content", self.value_at)),
        }
    }

    /// Whether a start tag is ahead, whatever its name.
    pub(super) fn at_start(&mut self) -> Result<bool> {
        self.look_ahead()?;
        Ok(self.ahead == Ahead::Start)
    }
}

/// Pushes with exact growth at first: most lists have one or two members.
#[inline]
fn push<T>(list: &mut Vec<T>, value: T) {
    if list.capacity() == 0 {
        list.reserve_exact(1);
    }
    list.push(value);
}
