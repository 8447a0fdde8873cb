//! Restrictions of types whose values are more than text: bounds, digits, patterns, enumerations.

use std::cmp::Ordering;

use crate::pattern::Pattern;
use crate::rule::Rule;
use crate::simple::{Fault, Simple};
use crate::text::{LengthBounds, check_length, enumeration_fault, pattern_fault};

/// A simple type that can be restricted: what its facets ask about.
pub trait Facetted: Simple + PartialEq {
    /// Order by value; none where the recommendation gives none.
    fn order(&self, _other: &Self) -> Option<Ordering> {
        None
    }

    /// Number of digits; none for types that are no decimal numbers.
    fn digits(&self) -> Option<Digits> {
        None
    }

    /// Length in bytes or items; none for types without length.
    fn length(&self) -> Option<usize> {
        None
    }
}

/// How many digits a decimal number has, without leading and trailing zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits {
    /// All digits.
    pub total: usize,
    /// Digits after the decimal point.
    pub fraction: usize,
}

/// The facets of a restricted type; made by [`restricted_type!`](crate::restricted_type). Values
/// stand as text, as in the schema.
#[derive(Debug)]
pub struct ValueRules {
    /// Name of the type, for messages.
    pub name: &'static str,
    /// Patterns on the lexical form: one group for each derivation step, of which one pattern must
    /// match.
    pub patterns: &'static [&'static [&'static Pattern]],
    /// Least value.
    pub min_inclusive: Option<&'static str>,
    /// Greatest value.
    pub max_inclusive: Option<&'static str>,
    /// Values must be greater.
    pub min_exclusive: Option<&'static str>,
    /// Values must be less.
    pub max_exclusive: Option<&'static str>,
    /// Greatest number of digits.
    pub total_digits: Option<u32>,
    /// Greatest number of digits after the decimal point.
    pub fraction_digits: Option<u32>,
    /// Exact length in bytes or items.
    pub length: Option<u32>,
    /// Least length in bytes or items.
    pub min_length: Option<u32>,
    /// Greatest length in bytes or items.
    pub max_length: Option<u32>,
    /// The only values allowed, compared by value, with labels; empty if there is no such limit.
    pub values: &'static [(&'static str, &'static str)],
}

impl ValueRules {
    /// No limits: the start for others.
    pub const ANY: ValueRules = ValueRules {
        name: "",
        patterns: &[],
        min_inclusive: None,
        max_inclusive: None,
        min_exclusive: None,
        max_exclusive: None,
        total_digits: None,
        fraction_digits: None,
        length: None,
        min_length: None,
        max_length: None,
        values: &[],
    };

    /// Whether the lexical form matches the patterns.
    ///
    /// # Errors
    ///
    /// If it does not match one in every group.
    pub fn check_text(&self, text: &str) -> Result<(), Fault> {
        match self
            .patterns
            .iter()
            .find(|group| !group.iter().any(|p| p.is_match(text)))
        {
            None => Ok(()),
            Some(group) => Err(pattern_fault(self.name, group, text)),
        }
    }

    /// Whether a value keeps all rules, its lexical form included.
    ///
    /// # Errors
    ///
    /// The first rule that is broken.
    pub fn check<T: Facetted>(&self, value: &T) -> Result<(), Fault> {
        let mut buffer = String::new();
        self.check_read(value, value.lexical(&mut buffer))
    }

    /// As [`ValueRules::check`], for a value that was read from this text, white space handled, so
    /// that it need not be written again.
    ///
    /// # Errors
    ///
    /// The first rule that is broken.
    pub fn check_read<T: Facetted>(&self, value: &T, text: &str) -> Result<(), Fault> {
        self.check_text(text)?;
        self.check_value(value, text)
    }

    fn check_value<T: Facetted>(&self, value: &T, text: &str) -> Result<(), Fault> {
        let bounds = ValueBounds {
            name: self.name,
            min_inclusive: self.min_inclusive,
            max_inclusive: self.max_inclusive,
            min_exclusive: self.min_exclusive,
            max_exclusive: self.max_exclusive,
            total_digits: self.total_digits,
            fraction_digits: self.fraction_digits,
            length: LengthBounds {
                exact: self.length,
                min: self.min_length,
                max: self.max_length,
            },
        };
        bounds.check(value, text)?;
        let is_value = |t: &str| T::from_text(t).is_ok_and(|v| v == *value);
        if !self.values.is_empty() && !self.values.iter().any(|(v, _)| is_value(v)) {
            let values = self.values.iter().map(|(value, _)| *value);
            return Err(enumeration_fault(self.name, values, text));
        }
        Ok(())
    }
}

/// The facets of one derivation step that speak about values rather than texts. Values stand as
/// text, as in the schema.
#[derive(Clone, Copy, Debug, Default)]
pub struct ValueBounds<'a> {
    /// Name of the type, for messages.
    pub name: &'a str,
    /// Least value.
    pub min_inclusive: Option<&'a str>,
    /// Greatest value.
    pub max_inclusive: Option<&'a str>,
    /// Values must be greater.
    pub min_exclusive: Option<&'a str>,
    /// Values must be less.
    pub max_exclusive: Option<&'a str>,
    /// Greatest number of digits.
    pub total_digits: Option<u32>,
    /// Greatest number of digits after the decimal point.
    pub fraction_digits: Option<u32>,
    /// Length in bytes or items.
    pub length: LengthBounds,
}

impl ValueBounds<'_> {
    /// Whether a value, read from this text, keeps the bounds.
    ///
    /// # Errors
    ///
    /// The first bound that is broken.
    pub fn check<T: Facetted>(&self, value: &T, text: &str) -> Result<(), Fault> {
        use Ordering::{Equal, Greater, Less};
        let bounds = [
            (
                self.min_inclusive,
                Rule::MinInclusive,
                "at least",
                [Equal, Greater],
            ),
            (
                self.max_inclusive,
                Rule::MaxInclusive,
                "at most",
                [Equal, Less],
            ),
            (
                self.min_exclusive,
                Rule::MinExclusive,
                "more than",
                [Greater, Greater],
            ),
            (
                self.max_exclusive,
                Rule::MaxExclusive,
                "less than",
                [Less, Less],
            ),
        ];
        for (bound, rule, how, good) in bounds {
            let Some(bound) = bound else { continue };
            let order = T::from_text(bound).ok().and_then(|b| value.order(&b));
            if !order.is_some_and(|o| good.contains(&o)) {
                return Err(Fault::new(
                    rule,
                    format!("{how} {bound} ({})", self.name),
                    text,
                ));
            }
        }
        if let Some(digits) = value.digits() {
            let limits = [
                (self.total_digits, digits.total, Rule::TotalDigits, "digits"),
                (
                    self.fraction_digits,
                    digits.fraction,
                    Rule::FractionDigits,
                    "fraction digits",
                ),
            ];
            for (limit, count, rule, what) in limits {
                if let Some(limit) = limit.filter(|limit| count > *limit as usize) {
                    let expected = format!("at most {limit} {what} ({})", self.name);
                    return Err(Fault::new(rule, expected, text));
                }
            }
        }
        if let Some(length) = value.length() {
            check_length(self.name, "bytes or items", self.length, length, text)?;
        }
        Ok(())
    }
}

/// Makes a restriction of a type whose values are more than text: numbers, dates, booleans, binary
/// data. [Facets](ValueRules) are given as text, as in the schema.
///
/// ```
/// xoev::restricted_type! {
///     /// A day, without time zone.
///     pub Tagesdatum = "Tagesdatum": xoev::builtin::Date {
///         patterns: &[&[xoev::pattern!("[0-9]{4}-[0-9]{2}-[0-9]{2}")]],
///         min_inclusive: Some("1900-01-01"),
///     }
/// }
/// assert!("2026-11-21".parse::<Tagesdatum>().is_ok());
/// assert!("2026-11-21Z".parse::<Tagesdatum>().is_err());
/// assert!("1899-12-31".parse::<Tagesdatum>().is_err());
/// ```
#[macro_export]
macro_rules! restricted_type {
    (
        $(#[$meta:meta])*
        $vis:vis $name:ident = $title:literal : $base:ty {
            $($field:ident : $value:expr),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        $vis struct $name($base);

        impl $name {
            /// The rules of this type, besides those of the type that it restricts.
            pub const RULES: &'static $crate::ValueRules = {
                static RULES: $crate::ValueRules = $crate::ValueRules {
                    name: $title,
                    $($field: $value,)*
                    ..$crate::ValueRules::ANY
                };
                &RULES
            };

            /// Takes a value if it keeps the rules.
            ///
            /// # Errors
            ///
            /// The first rule that is broken.
            pub fn new(
                value: impl ::std::convert::Into<$base>,
            ) -> ::std::result::Result<Self, $crate::Fault> {
                let value = value.into();
                Self::RULES.check(&value)?;
                ::std::result::Result::Ok(Self(value))
            }

            /// The value, without the rules.
            pub fn into_inner(self) -> $base {
                self.0
            }
        }

        impl $crate::Simple for $name {
            const WHITE_SPACE: $crate::WhiteSpace = <$base as $crate::Simple>::WHITE_SPACE;
            const KIND: $crate::Kind = <$base as $crate::Simple>::KIND;

            fn parse(text: &str) -> ::std::result::Result<Self, $crate::Fault> {
                let value = <$base as $crate::Simple>::parse(text)?;
                Self::RULES.check_read(&value, text)?;
                ::std::result::Result::Ok(Self(value))
            }

            fn lexical<'a>(&'a self, buffer: &'a mut ::std::string::String) -> &'a str {
                $crate::Simple::lexical(&self.0, buffer)
            }
        }

        $crate::__value_newtype! { $name($base) }
    };
}

/// What newtypes over a value have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! __value_newtype {
    ($name:ident($base:ty)) => {
        impl $crate::Facetted for $name {
            fn order(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                $crate::Facetted::order(&self.0, &other.0)
            }

            fn digits(&self) -> ::std::option::Option<$crate::Digits> {
                $crate::Facetted::digits(&self.0)
            }

            fn length(&self) -> ::std::option::Option<usize> {
                $crate::Facetted::length(&self.0)
            }
        }

        impl ::std::ops::Deref for $name {
            type Target = $base;

            fn deref(&self) -> &$base {
                &self.0
            }
        }

        impl ::std::convert::From<$name> for $base {
            fn from(value: $name) -> $base {
                value.0
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }

        $crate::__simple_text! { $name }
    };
}

/// Text conversions of simple types that are not kept as text.
#[doc(hidden)]
#[macro_export]
macro_rules! __simple_text {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let mut buffer = ::std::string::String::new();
                f.pad($crate::Simple::lexical(self, &mut buffer))
            }
        }

        $crate::__from_text! { $name }
    };
}
