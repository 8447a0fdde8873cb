//! Attributes of the element entered last.

use std::borrow::Cow;

use crate::any::AnyAttribute;
use crate::name::{NO_NAMESPACE, Namespace, TypeName, XS};
use crate::rule::Rule;
use crate::simple::Simple;

use super::Reader;
use super::any::{ProcessContents, Wildcard};
use super::namespaces::Bound;
use super::stop::{Result, Stop};
use super::tag::split;
use crate::xml::{self, is_char, is_space};

/// An attribute as it stands in the message.
#[derive(Debug)]
pub(super) struct Attribute<'a> {
    pub(super) at: usize,
    /// With prefix.
    pub(super) name: &'a str,
    pub(super) local: &'a str,
    pub(super) ns: Bound,
    /// References resolved, line ends and tabs replaced by blanks.
    pub(super) value: Cow<'a, str>,
    /// Somebody asked for it.
    pub(super) used: bool,
}

impl<'a> Reader<'a> {
    /// Behind the name of a start tag: reads attributes and namespace declarations. Afterwards the
    /// reader stands at the closing `>`; returns whether the element is `<x/>`.
    pub(super) fn attribute_list(&mut self, outside: usize) -> Result<bool> {
        let mut count = 0;
        loop {
            let before = self.pos;
            self.skip_space();
            match self.byte(self.pos) {
                Some(b'>') => return Ok(false),
                Some(b'/') if self.byte(self.pos + 1) == Some(b'>') => {
                    self.pos += 1;
                    return Ok(true);
                }
                Some(_) if self.pos > before => {}
                _ => return Err(self.syntax("“>” or an attribute", self.pos)),
            }
            let at = self.pos;
            count += 1;
            if count > self.limits.max_attributes {
                let limit = format!("{} attributes on one element", self.limits.max_attributes);
                return Err(self.stop(Rule::Limit, limit, "one more"));
            }
            let (name, local) = self.attribute_name(count - 1)?;
            self.skip_space();
            if self.byte(self.pos) != Some(b'=') {
                return Err(self.syntax("“=”", self.pos));
            }
            self.pos += 1;
            self.skip_space();
            let value = self.attribute_value()?;
            match split(name, local) {
                ("", "xmlns") => self.declare("", value, outside, at)?,
                ("xmlns", prefix) => self.declare(prefix, value, outside, at)?,
                (_, local) => {
                    if self.attributes.iter().any(|a| a.name == name) {
                        return Err(Stop::new(
                            Rule::DuplicateAttribute,
                            "each attribute once",
                            name,
                            at,
                        ));
                    }
                    let ns = Bound::None;
                    self.attributes.push(Attribute {
                        at,
                        name,
                        local,
                        ns,
                        value,
                        used: false,
                    });
                }
            }
        }
    }

    /// The name of an attribute, and where its local part begins. Most stood at the same place of a
    /// start tag before.
    fn attribute_name(&mut self, place: usize) -> Result<(&'a str, usize)> {
        if let Some((name, local)) = self.names_before.get(place)
            && !name.is_empty()
        {
            let bytes = self.text.as_bytes().get(self.pos..).unwrap_or_default();
            if bytes.get(name.len()) == Some(&b'=') && xml::begins_with(bytes, name.as_bytes()) {
                self.pos += name.len();
                return Ok((name, *local));
            }
        }
        let found = self.split_name()?;
        if let Some(before) = self.names_before.get_mut(place) {
            *before = found;
        }
        Ok(found)
    }

    /// Binds the prefixes of attributes, once all declarations of the tag are known.
    pub(super) fn resolve_attributes(&mut self) -> Result<()> {
        let mut attributes = std::mem::take(&mut self.attributes);
        let mut qualified = false;
        for attribute in &mut attributes {
            let local = attribute.name.len() - attribute.local.len();
            if local > 0 {
                let (prefix, _) = split(attribute.name, local);
                attribute.ns = self.resolve(prefix, attribute.at)?;
                qualified = true;
            }
        }
        if qualified {
            for (i, a) in attributes.iter().enumerate() {
                let twin = attributes[..i]
                    .iter()
                    .any(|b| a.local == b.local && a.ns.is(b.ns));
                if twin {
                    return Err(Stop::new(
                        Rule::DuplicateAttribute,
                        "each attribute once",
                        a.name,
                        a.at,
                    ));
                }
            }
        }
        self.attributes = attributes;
        Ok(())
    }

    fn attribute_value(&mut self) -> Result<Cow<'a, str>> {
        let quote = match self.byte(self.pos) {
            Some(quote @ (b'"' | b'\'')) => quote,
            _ => return Err(self.syntax("a value in quotes", self.pos)),
        };
        let start = self.pos + 1;
        let rest = &self.text.as_bytes()[start..];
        let plain = xml::value_length(rest, quote).unwrap_or(rest.len());
        if rest.get(plain) == Some(&quote) {
            self.pos = start + plain + 1;
            return Ok(Cow::Borrowed(&self.text[start..start + plain]));
        }
        let Some(length) = memchr::memchr2(quote, b'<', rest).filter(|&i| rest[i] == quote) else {
            return Err(self.syntax("the end of the value, without “<” in it", self.pos));
        };
        let mut value = String::with_capacity(length);
        self.pos = start;
        while self.pos < start + length {
            let rest = &self.text[self.pos..start + length];
            let plain = rest
                .bytes()
                .position(|b| b == b'&' || (b != b' ' && is_space(b)))
                .unwrap_or(rest.len());
            value.push_str(&rest[..plain]);
            self.pos += plain;
            match rest.as_bytes().get(plain) {
                Some(b'&') => {
                    let char = self.reference()?;
                    debug_assert!(is_char(char));
                    value.push(char);
                }
                Some(b'\r') if rest.as_bytes().get(plain + 1) == Some(&b'\n') => {
                    value.push(' ');
                    self.pos += 2;
                }
                Some(_) => {
                    value.push(' ');
                    self.pos += 1;
                }
                None => {}
            }
        }
        self.pos = start + length + 1;
        Ok(Cow::Owned(value))
    }

    fn find(&mut self, ns: &'static Namespace, name: &str) -> Option<usize> {
        let index = self.attributes.iter().position(|a| {
            a.local == name
                && match a.ns {
                    Bound::None => ns.uri().is_empty(),
                    Bound::Known(known) => known.is(ns),
                    Bound::Xsi | Bound::Other(_) => false,
                }
        })?;
        self.attributes[index].used = true;
        Some(index)
    }

    fn attribute_as<T: Simple>(&self, index: usize) -> Result<T> {
        let attribute = &self.attributes[index];
        T::from_text(&attribute.value).map_err(|fault| {
            Stop::from_fault(fault, attribute.at).within(&format!("@{}", attribute.name), None)
        })
    }

    /// An optional attribute.
    pub fn attr<T: Simple>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
    ) -> Result<Option<T>> {
        if self.attributes.is_empty() {
            return Ok(None);
        }
        match self.find(ns, name) {
            Some(index) => self.attribute_as(index).map(Some),
            None => Ok(None),
        }
    }

    /// A required attribute.
    pub fn attr_req<T: Simple>(&mut self, ns: &'static Namespace, name: &'static str) -> Result<T> {
        match self.find(ns, name) {
            Some(index) => self.attribute_as(index),
            None => Err(self.attribute_missing(name)),
        }
    }

    /// An attribute whose only value is fixed; returns whether it is present.
    pub fn attr_fixed<T: Simple>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        fixed: &'static str,
        required: bool,
    ) -> Result<bool> {
        let Some(index) = self.find(ns, name) else {
            return if required {
                Err(self.attribute_missing(name))
            } else {
                Ok(false)
            };
        };
        if self.attributes[index].value == fixed {
            return Ok(true);
        }
        let value: T = self.attribute_as(index)?;
        match T::from_text(fixed) {
            Ok(wanted) if wanted == value => Ok(true),
            _ => {
                let attribute = &self.attributes[index];
                Err(
                    Stop::new(Rule::AttributeFixed, fixed, &attribute.value, attribute.at)
                        .within(&format!("@{name}"), None),
                )
            }
        }
    }

    #[cold]
    fn attribute_missing(&self, name: &str) -> Stop {
        Stop::new(
            Rule::AttributeMissing,
            name,
            "no such attribute",
            self.start.at,
        )
    }

    /// The value of an attribute without namespace, marked as used.
    pub(crate) fn take_attribute(&mut self, name: &str) -> Option<(Cow<'a, str>, usize)> {
        let index = self.find(&NO_NAMESPACE, name)?;
        Some((
            self.attributes[index].value.clone(),
            self.attributes[index].at,
        ))
    }

    /// Attributes that only a wildcard allows.
    pub fn any_attrs(&mut self, wildcard: &'static Wildcard) -> Result<Vec<AnyAttribute>> {
        let mut found = Vec::new();
        for index in 0..self.attributes.len() {
            let attribute = &self.attributes[index];
            if attribute.used || matches!(attribute.ns, Bound::Xsi) {
                continue;
            }
            let uri = self.uri_of(attribute.ns);
            if wildcard.allows(uri) {
                self.check_any_attribute(wildcard, uri, attribute)?;
                found.push(AnyAttribute::new_unchecked(
                    uri,
                    attribute.local,
                    &attribute.value,
                ));
                self.attributes[index].used = true;
            }
        }
        Ok(found)
    }

    /// Checks an attribute that a wildcard allows by its declaration, as far as the wildcard asks.
    fn check_any_attribute(
        &self,
        wildcard: &Wildcard,
        uri: &str,
        attribute: &Attribute<'_>,
    ) -> Result<()> {
        let place = |stop: Stop| stop.within(&format!("@{}", attribute.name), None);
        match (
            wildcard.process,
            self.schema.attribute(uri, attribute.local),
        ) {
            (ProcessContents::Skip, _) | (ProcessContents::Lax, None) => Ok(()),
            (_, Some(known)) => known
                .check(&attribute.value)
                .map_err(|fault| place(Stop::from_fault(fault, attribute.at))),
            (ProcessContents::Strict, None) => {
                let (found, at) = (attribute.name, attribute.at);
                Err(place(Stop::new(
                    Rule::WildcardUndeclared,
                    "a known attribute",
                    found,
                    at,
                )))
            }
        }
    }

    /// All attributes of the element entered last but those that say it is nil.
    pub fn nil_attributes(&mut self) -> Vec<AnyAttribute> {
        let own = self
            .attributes
            .iter()
            .filter(|a| !matches!(a.ns, Bound::Xsi));
        own.map(|a| AnyAttribute::new_unchecked(self.uri_of(a.ns), a.local, &a.value))
            .collect()
    }

    /// The declared type is abstract: which of these, all derived from it, does `xsi:type` name?
    pub fn derived_type(&mut self, declared: TypeName, derived: &[TypeName]) -> Result<usize> {
        let found = self
            .attributes
            .iter()
            .find(|a| matches!(a.ns, Bound::Xsi) && a.local == "type");
        let Some(attribute) = found else {
            return self.type_is_abstract(declared);
        };
        let value = attribute.value.trim_matches([' ', '\t', '\n', '\r']);
        let resolved = self.resolve_qname(value);
        let is = |ty: &TypeName| {
            resolved.is_some_and(|(uri, local)| local == ty.local && uri == ty.ns.uri())
        };
        if let Some(index) = derived.iter().position(is) {
            return Ok(index);
        }
        let rule = if is(&declared) {
            Rule::TypeAbstract
        } else {
            Rule::TypeNotDerived
        };
        let names: Vec<&str> = derived.iter().map(|ty| ty.local).collect();
        let stop = Stop::new(rule, names.join(" | "), value, attribute.at);
        Err(stop.within(&format!("@{}", attribute.name), None))
    }

    /// Behind the attributes that the type has: no other may be there, and `xsi:type` must fit.
    #[inline]
    pub fn attrs_end(&mut self, type_name: TypeName) -> Result<()> {
        if self.attributes.is_empty() {
            self.nillable = false;
            return Ok(());
        }
        self.attrs_end_slow(type_name)
    }

    fn attrs_end_slow(&mut self, type_name: TypeName) -> Result<()> {
        let nillable = std::mem::take(&mut self.nillable);
        for attribute in self.attributes.iter().filter(|a| !a.used) {
            let wrong = match (attribute.ns, attribute.local) {
                (Bound::Xsi, "schemaLocation" | "noNamespaceSchemaLocation") => {
                    self.check_instance(attribute)?;
                    continue;
                }
                (Bound::Xsi, "nil") if nillable => continue,
                (Bound::Xsi, "nil") => Rule::Nil,
                (Bound::Xsi, "type") => match self.check_type(attribute, type_name) {
                    Ok(()) => continue,
                    Err(stop) => return Err(stop),
                },
                _ => Rule::AttributeUnexpected,
            };
            let stop = Stop::new(wrong, "no such attribute", attribute.name, attribute.at);
            return Err(stop.within(&format!("@{}", attribute.name), None));
        }
        Ok(())
    }

    /// `xsi:type` may repeat the declared type. A type derived from it would be valid by the
    /// schema, but generated types have no room for what it adds.
    fn check_type(&self, attribute: &Attribute<'_>, type_name: TypeName) -> Result<()> {
        let value = attribute.value.trim_matches([' ', '\t', '\n', '\r']);
        let place = |stop: Stop| stop.within("@xsi:type", None);
        match self.resolve_qname(value) {
            Some((uri, local))
                if !local.is_empty() && uri == type_name.ns.uri() && local == type_name.local =>
            {
                Ok(())
            }
            Some((uri, _))
                if self.schema.namespaces.iter().any(|n| n.uri() == uri) || uri == XS =>
            {
                let found = format!("xsi:type “{value}” other than the declared type");
                Err(place(Stop::new(
                    Rule::NotSupported,
                    type_name.local,
                    &found,
                    attribute.at,
                )))
            }
            _ => Err(place(Stop::new(
                Rule::TypeUnknown,
                type_name.local,
                value,
                attribute.at,
            ))),
        }
    }
}
