//! Unions: text that is a value of one of several types.

use crate::facets::ValueRules;
use crate::rule::Rule;
use crate::simple::{Fault, Simple, WhiteSpace};
use crate::text::enumeration_fault;

/// A member type of a union.
#[derive(Debug)]
pub struct Member {
    accepts: fn(&str) -> bool,
    equal: fn(&str, &str) -> bool,
}

impl Member {
    /// The member type `T`.
    pub const fn of<T: Simple + PartialEq>() -> Member {
        Member {
            accepts: |text| T::from_text(text).is_ok(),
            equal: |a, b| match (T::from_text(a), T::from_text(b)) {
                (Ok(a), Ok(b)) => a == b,
                _ => false,
            },
        }
    }
}

/// Checks a text against the members of a union, in order, and the facets of the union.
///
/// # Errors
///
/// If the text matches no pattern, is a value of none of the members, or is not enumerated.
pub fn check_union(rules: &ValueRules, members: &[Member], text: &str) -> Result<(), Fault> {
    // White space of a union is that of its members, but patterns see it collapsed.
    rules.check_text(&WhiteSpace::Collapse.apply(text))?;
    let member_of = |text: &str| members.iter().position(|m| (m.accepts)(text));
    let Some(place) = member_of(text) else {
        let expected = format!("a value of one of the member types ({})", rules.name);
        return Err(Fault::new(Rule::Union, expected, text));
    };
    let is_value = |value: &str| {
        member_of(value) == Some(place)
            && members
                .get(place)
                .is_some_and(|member| (member.equal)(value, text))
    };
    if rules.values.is_empty() || rules.values.iter().any(|(value, _)| is_value(value)) {
        return Ok(());
    }
    let values = rules.values.iter().map(|(value, _)| *value);
    Err(enumeration_fault(rules.name, values, text))
}

/// Makes a union type: name for messages, member types in order, and the patterns and enumeration
/// of the union ([facets](crate::ValueRules)). The text is kept.
///
/// ```
/// xoev::union_type! {
///     /// A day, or just a year.
///     pub TagOderJahr = "TagOderJahr": [xoev::builtin::Date, xoev::builtin::GYear] {}
/// }
/// let text: TagOderJahr = "2026".parse()?;
/// assert!(text.as_member::<xoev::builtin::GYear>().is_some());
/// assert!("gestern".parse::<TagOderJahr>().is_err());
/// # Ok::<(), xoev::Fault>(())
/// ```
#[macro_export]
macro_rules! union_type {
    (
        $(#[$meta:meta])*
        $vis:vis $name:ident = $title:literal : [$($member:ty),* $(,)?] {
            $($field:ident : $value:expr),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis struct $name(::std::boxed::Box<str>);

        impl $name {
            /// The rules of this type, besides those of its members.
            pub const RULES: &'static $crate::ValueRules = {
                static RULES: $crate::ValueRules = $crate::ValueRules {
                    name: $title,
                    $($field: $value,)*
                    ..$crate::ValueRules::ANY
                };
                &RULES
            };

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text as a value of the type `T`; none if it is none.
            pub fn as_member<T: $crate::Simple>(&self) -> ::std::option::Option<T> {
                T::from_text(&self.0).ok()
            }
        }

        impl $crate::Simple for $name {
            const WHITE_SPACE: $crate::WhiteSpace = $crate::WhiteSpace::Preserve;

            fn parse(text: &str) -> ::std::result::Result<Self, $crate::Fault> {
                const MEMBERS: &[$crate::__private::Member] =
                    &[$($crate::__private::Member::of::<$member>()),*];
                $crate::__private::check_union(Self::RULES, MEMBERS, text)?;
                ::std::result::Result::Ok(Self(text.into()))
            }

            fn lexical<'a>(&'a self, _buffer: &'a mut ::std::string::String) -> &'a str {
                &self.0
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&*self.0, f)
            }
        }

        $crate::__simple_text! { $name }
    };
}
