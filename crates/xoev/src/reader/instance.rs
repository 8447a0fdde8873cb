//! Attributes of the schema instance namespace, and what they mean for open content.

use crate::builtin::*;
use crate::name::XS;
use crate::rule::Rule;
use crate::simple::Simple;

use super::attributes::Attribute;
use super::namespaces::Bound;
use super::stop::{Result, Stop};
use super::{Constraint, Reader};
use crate::xml::is_space;

/// What `xsi:type` says about an element without declaration.
#[derive(Clone, Copy, Debug)]
pub(super) enum OpenType<'a> {
    /// No word, or that anything is allowed.
    Anything,
    /// A built-in simple type, by its local name.
    BuiltIn(&'a str, usize),
}

impl<'a> Reader<'a> {
    /// Whether the value of an attribute of this namespace is one of its type; `xsi:type` needs
    /// more than that and is checked where its meaning is known.
    pub(super) fn check_instance(&self, attribute: &Attribute<'_>) -> Result<()> {
        let value = &*attribute.value;
        let sound = match attribute.local {
            "nil" => Boolean::from_text(value).map(drop),
            "noNamespaceSchemaLocation" => AnyUri::from_text(value).map(drop),
            "schemaLocation" => value
                .split(|c: char| c.is_ascii() && is_space(c as u8))
                .try_for_each(|uri| AnyUri::from_text(uri).map(drop)),
            _ => Ok(()),
        };
        sound.map_err(|fault| {
            let stop = Stop::from_fault(fault, attribute.at);
            stop.within(&format!("@{}", attribute.name), None)
        })
    }

    /// With the start tag of an element without declaration ahead: checks its attributes. All are
    /// allowed, but those of the schema instance namespace must mean something.
    pub(super) fn check_open_attributes(&self) -> Result<OpenType<'a>> {
        let mut open = OpenType::Anything;
        for attribute in self
            .attributes
            .iter()
            .filter(|a| matches!(a.ns, Bound::Xsi))
        {
            match attribute.local {
                "type" => open = self.open_type(attribute)?,
                _ => self.check_instance(attribute)?,
            }
        }
        Ok(open)
    }

    fn open_type(&self, attribute: &Attribute<'a>) -> Result<OpenType<'a>> {
        let value = attribute.value.trim_matches([' ', '\t', '\n', '\r']);
        let stop = |rule, expected: &str| {
            let stop = Stop::new(rule, expected, value, attribute.at);
            stop.within(&format!("@{}", attribute.name), None)
        };
        if !crate::names::is_q_name(value) {
            return Err(stop(Rule::Datatype, "xs:QName"));
        }
        let Some((uri, local)) = self.resolve_qname(value) else {
            return Err(stop(Rule::TypeUnknown, "a declared prefix"));
        };
        if uri != XS {
            let known = self
                .schema
                .namespaces
                .iter()
                .any(|n| !uri.is_empty() && n.uri() == uri);
            return Err(match known {
                true => stop(Rule::NotSupported, "no xsi:type in open content"),
                false => stop(Rule::TypeUnknown, "a known type"),
            });
        }
        match local {
            "anyType" => Ok(OpenType::Anything),
            _ => match BUILT_IN.iter().find(|name| **name == local) {
                Some(name) => Ok(OpenType::BuiltIn(name, attribute.at)),
                None => Err(stop(Rule::TypeUnknown, "a built-in type")),
            },
        }
    }

    /// Reads an element, entered already, that `xsi:type` says to be of a built-in simple type.
    pub(super) fn check_built_in(&mut self, name: &str, at: usize) -> Result<()> {
        for attribute in &self.attributes {
            let known = ["type", "nil", "schemaLocation", "noNamespaceSchemaLocation"];
            if !(matches!(attribute.ns, Bound::Xsi) && known.contains(&attribute.local)) {
                let found = attribute.name;
                let stop = Stop::new(
                    Rule::AttributeUnexpected,
                    "no attribute",
                    found,
                    attribute.at,
                );
                return Err(stop.within(&format!("@{found}"), None));
            }
        }
        self.constraint = None::<Constraint>;
        match self.built_in(name) {
            Some(result) => result,
            // What only the document as a whole, or its prefixes, could tell.
            None => Err(Stop::new(Rule::NotSupported, "another type", name, at)),
        }
    }
}

macro_rules! built_in {
    ($($name:literal $type:ty,)* ; $($open:literal)*) => {
        /// The built-in simple types.
        const BUILT_IN: &[&str] = &[$($name,)* $($open,)*];

        impl Reader<'_> {
            fn built_in(&mut self, name: &str) -> Option<Result<()>> {
                Some(match name {
                    $($name => self.value::<$type>().map(drop),)*
                    _ => return None,
                })
            }
        }
    };
}

built_in! {
    "string" XsString, "anySimpleType" AnySimpleType, "normalizedString" NormalizedString,
    "token" Token, "anyURI" AnyUri, "language" Language, "Name" Name, "NCName" NcName,
    "NMTOKEN" NmToken, "NMTOKENS" NmTokens, "ENTITY" Entity, "ENTITIES" Entities,
    "boolean" Boolean, "base64Binary" Base64Binary, "hexBinary" HexBinary,
    "date" Date, "dateTime" DateTime, "time" Time, "duration" Duration, "gDay" GDay,
    "gMonth" GMonth, "gMonthDay" GMonthDay, "gYear" GYear, "gYearMonth" GYearMonth,
    "decimal" Decimal, "float" Float, "double" Double, "integer" Integer, "byte" Byte,
    "short" Short, "int" Int, "long" Long, "unsignedByte" UnsignedByte,
    "unsignedShort" UnsignedShort, "unsignedInt" UnsignedInt, "unsignedLong" UnsignedLong,
    "negativeInteger" NegativeInteger, "nonNegativeInteger" NonNegativeInteger,
    "nonPositiveInteger" NonPositiveInteger, "positiveInteger" PositiveInteger,;
    "ID" "IDREF" "IDREFS" "QName" "NOTATION"
}
