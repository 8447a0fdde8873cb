//! Whether a text is a value of a simple type: what is made up is checked before it is used.

use std::collections::HashMap;

use xoev::faults::ValueBounds;
use xoev::pattern::CharSet;
use xoev::{Facetted, Simple as _, builtin};

use super::pattern::Shape;
use crate::{Builtin, Facets, SchemaSet, TypeId, TypeKind, Variety, WhiteSpace};

/// All simple types of a schema set, their patterns prepared.
#[derive(Debug)]
pub(super) struct Checker<'a> {
    pub(super) set: &'a SchemaSet,
    patterns: HashMap<&'a str, Option<(Shape, CharSet)>>,
}

/// Bounds of a length; in characters, bytes or items, as the type counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lengths {
    pub(super) min: usize,
    pub(super) max: Option<usize>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(set: &'a SchemaSet) -> Checker<'a> {
        let mut patterns = HashMap::new();
        for ty in &set.types {
            let TypeKind::Simple(simple) = &ty.kind else {
                continue;
            };
            for source in &simple.facets.patterns {
                patterns.entry(source.as_str()).or_insert_with(|| {
                    let shape = Shape::new(&xoev::pattern::parse(source).ok()?);
                    let alphabet = shape.alphabet();
                    Some((shape, alphabet))
                });
            }
        }
        Checker { set, patterns }
    }

    /// The prepared pattern; none if it is broken, which matches nothing.
    pub(super) fn shape(&self, source: &str) -> Option<&Shape> {
        self.patterns.get(source)?.as_ref().map(|(shape, _)| shape)
    }

    /// For each derivation step with patterns: all characters that they can match.
    pub(super) fn alphabets(&self, chain: &[&Facets]) -> Vec<&CharSet> {
        // Steps with several patterns, of which one must match, are left to chance.
        let single = chain.iter().filter(|f| f.patterns.len() == 1);
        let known = single.filter_map(|f| self.patterns.get(f.patterns.first()?.as_str()));
        known.flatten().map(|(_, alphabet)| alphabet).collect()
    }

    /// Whether a text is valid, white space already handled as the type asks.
    pub(super) fn allows(&self, id: TypeId, text: &str) -> bool {
        let TypeKind::Simple(simple) = &self.set.ty(id).kind else {
            return false;
        };
        let chain: Vec<&Facets> = self.set.facet_chain(id).collect();
        let matches = |source: &String| self.shape(source).is_some_and(|s| s.matches(text));
        let lexical = chain.iter().all(|facets| {
            let listed = facets
                .enumeration
                .iter()
                .any(|v| self.is_value(id, &v.value, text));
            (facets.patterns.is_empty() || facets.patterns.iter().any(matches))
                && (facets.enumeration.is_empty() || listed)
        });
        if !lexical || self.normal(id, text) != text {
            return false;
        }
        match &simple.variety {
            Variety::Atomic(builtin) => atomic(*builtin, text, &chain),
            Variety::List(item) => {
                let items: Vec<&str> = text.split(' ').filter(|i| !i.is_empty()).collect();
                lengths(&chain).contain(items.len()) && items.iter().all(|i| self.allows(*item, i))
            }
            Variety::Union(members) => members
                .iter()
                .any(|member| self.allows(*member, &self.normal(*member, text))),
        }
    }

    /// Whether a text stands for an enumerated value.
    fn is_value(&self, id: TypeId, value: &str, text: &str) -> bool {
        self.normal(id, value) == text
    }

    /// The text after white space handling.
    pub(super) fn normal(&self, id: TypeId, text: &str) -> String {
        match self.set.white_space(id) {
            WhiteSpace::Preserve => text.to_owned(),
            WhiteSpace::Replace => xoev::WhiteSpace::Replace.apply(text).into_owned(),
            WhiteSpace::Collapse => xoev::WhiteSpace::Collapse.apply(text).into_owned(),
        }
    }
}

impl Lengths {
    pub(super) fn contain(self, length: usize) -> bool {
        length >= self.min && self.max.is_none_or(|max| length <= max)
    }
}

/// The bounds of length that all derivation steps leave.
pub(super) fn lengths(chain: &[&Facets]) -> Lengths {
    let mut bounds = Lengths::default();
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    for facets in chain {
        for min in [facets.min_length, facets.length].into_iter().flatten() {
            bounds.min = bounds.min.max(number(min));
        }
        for max in [facets.max_length, facets.length].into_iter().flatten() {
            bounds.max = Some(bounds.max.map_or(number(max), |m| m.min(number(max))));
        }
    }
    bounds
}

fn atomic(builtin: Builtin, text: &str, chain: &[&Facets]) -> bool {
    use Builtin as B;
    macro_rules! text {
        ($name:ident) => {
            builtin::$name::parse(text).is_ok() && lengths(chain).contain(text.chars().count())
        };
    }
    macro_rules! items {
        ($name:ident) => {
            builtin::$name::parse(text).is_ok() && lengths(chain).contain(text.split(' ').count())
        };
    }
    macro_rules! value {
        ($($variant:ident)*) => {
            match builtin {
                B::AnySimpleType | B::String => lengths(chain).contain(text.chars().count()),
                B::NormalizedString => text!(NormalizedString),
                B::Token => text!(Token),
                B::Language => text!(Language),
                B::Name => text!(Name),
                B::NcName | B::Id | B::IdRef => text!(NcName),
                B::NmToken => text!(NmToken),
                B::AnyUri => text!(AnyUri),
                B::NmTokens => items!(NmTokens),
                B::IdRefs => items!(IdRefs),
                // Declared in document types only, which no message has.
                B::Entity | B::Entities => false,
                // The recommendation lets any length pass.
                B::QName | B::Notation => builtin::QName::parse(text).is_ok(),
                $(B::$variant => facetted::<builtin::$variant>(text, chain),)*
            }
        };
    }
    value! {
        Boolean Decimal Integer NonPositiveInteger NegativeInteger NonNegativeInteger
        PositiveInteger Long Int Short Byte UnsignedLong UnsignedInt UnsignedShort UnsignedByte
        Float Double Duration DateTime Date Time GYear GYearMonth GMonth GMonthDay GDay
        Base64Binary HexBinary
    }
}

/// Checks the facets that speak about a value rather than its text.
fn facetted<T: Facetted>(text: &str, chain: &[&Facets]) -> bool {
    let Ok(value) = T::from_text(text) else {
        return false;
    };
    let keeps = |facets: &&Facets| {
        let bounds = ValueBounds {
            min_inclusive: facets.min_inclusive.as_deref(),
            max_inclusive: facets.max_inclusive.as_deref(),
            min_exclusive: facets.min_exclusive.as_deref(),
            max_exclusive: facets.max_exclusive.as_deref(),
            total_digits: facets.total_digits,
            fraction_digits: facets.fraction_digits,
            ..ValueBounds::default()
        };
        bounds.check(&value, text).is_ok()
    };
    chain.iter().all(keeps)
        && value
            .length()
            .is_none_or(|length| lengths(chain).contain(length))
}
