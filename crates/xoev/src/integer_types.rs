//! The integer types of XML Schema that have bounds.

use crate::integer::Integer;
use crate::rule::Rule;
use crate::simple::{Fault, Simple as _};

/// Checks the bounds of an integer type.
///
/// # Errors
///
/// The bound that the number exceeds.
pub fn check_bounds(
    name: &'static str,
    min: Option<i128>,
    max: Option<i128>,
    value: &Integer,
) -> Result<(), Fault> {
    let fault = |rule, how, bound: i128| {
        let mut buffer = String::new();
        Err(Fault::new(
            rule,
            format!("{how} {bound} ({name})"),
            value.lexical(&mut buffer),
        ))
    };
    // Numbers that even 128 bits don't hold exceed all bounds that there are.
    let number = value.to_i128();
    match (min, max) {
        (Some(min), _) if number.map_or(value.is_negative(), |n| n < min) => {
            fault(Rule::MinInclusive, "at least", min)
        }
        (_, Some(max)) if number.map_or(!value.is_negative(), |n| n > max) => {
            fault(Rule::MaxInclusive, "at most", max)
        }
        _ => Ok(()),
    }
}

/// Makes an integer type with bounds: name, least and greatest value (as `Option<i128>`), and the
/// primitive types that convert without a check.
///
/// ```
/// xoev::integer_type! {
///     /// A number from one to eight.
///     pub Anzahl = "Anzahl", Some(1), Some(8), []
/// }
/// assert_eq!(Anzahl::new(3)?.to_i64(), Some(3));
/// assert!(Anzahl::new(9).is_err());
/// # Ok::<(), xoev::Fault>(())
/// ```
#[macro_export]
macro_rules! integer_type {
    (
        $(#[$meta:meta])*
        $vis:vis $name:ident = $title:literal, $min:expr, $max:expr, [$($from:ty),*]
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis struct $name($crate::builtin::Integer);

        impl $name {
            /// A number.
            ///
            /// # Errors
            ///
            /// If it is out of bounds.
            pub fn new(
                value: impl ::std::convert::Into<$crate::builtin::Integer>,
            ) -> ::std::result::Result<Self, $crate::Fault> {
                let value = value.into();
                $crate::builtin::check_bounds($title, $min, $max, &value)?;
                ::std::result::Result::Ok(Self(value))
            }

            /// The number, without the bounds.
            pub fn into_inner(self) -> $crate::builtin::Integer {
                self.0
            }
        }

        impl $crate::Simple for $name {
            const WHITE_SPACE: $crate::WhiteSpace = $crate::WhiteSpace::Collapse;
            const KIND: $crate::Kind = $crate::Kind::Number;

            fn parse(text: &str) -> ::std::result::Result<Self, $crate::Fault> {
                Self::new(<$crate::builtin::Integer as $crate::Simple>::parse(text)?)
            }

            fn lexical<'a>(&'a self, buffer: &'a mut ::std::string::String) -> &'a str {
                $crate::Simple::lexical(&self.0, buffer)
            }
        }

        $(
            impl ::std::convert::From<$from> for $name {
                fn from(value: $from) -> Self {
                    Self(value.into())
                }
            }
        )*

        $crate::__value_newtype! { $name($crate::builtin::Integer) }
    };
}

crate::integer_type! {
    /// `xs:nonPositiveInteger`: zero or less.
    pub NonPositiveInteger = "xs:nonPositiveInteger", None, Some(0), []
}
crate::integer_type! {
    /// `xs:negativeInteger`: less than zero.
    pub NegativeInteger = "xs:negativeInteger", None, Some(-1), []
}
crate::integer_type! {
    /// `xs:nonNegativeInteger`: zero or more.
    pub NonNegativeInteger = "xs:nonNegativeInteger", Some(0), None, [u8, u16, u32, u64]
}
crate::integer_type! {
    /// `xs:positiveInteger`: one or more.
    pub PositiveInteger = "xs:positiveInteger", Some(1), None, []
}
crate::integer_type! {
    /// `xs:long`: 64 bits.
    pub Long = "xs:long", Some(i64::MIN as i128), Some(i64::MAX as i128),
    [i8, i16, i32, i64, u8, u16, u32]
}
crate::integer_type! {
    /// `xs:int`: 32 bits.
    pub Int = "xs:int", Some(i32::MIN as i128), Some(i32::MAX as i128), [i8, i16, i32, u8, u16]
}
crate::integer_type! {
    /// `xs:short`: 16 bits.
    pub Short = "xs:short", Some(i16::MIN as i128), Some(i16::MAX as i128), [i8, i16, u8]
}
crate::integer_type! {
    /// `xs:byte`: 8 bits.
    pub Byte = "xs:byte", Some(i8::MIN as i128), Some(i8::MAX as i128), [i8]
}
crate::integer_type! {
    /// `xs:unsignedLong`: 64 bits without sign.
    pub UnsignedLong = "xs:unsignedLong", Some(0), Some(u64::MAX as i128), [u8, u16, u32, u64]
}
crate::integer_type! {
    /// `xs:unsignedInt`: 32 bits without sign.
    pub UnsignedInt = "xs:unsignedInt", Some(0), Some(u32::MAX as i128), [u8, u16, u32]
}
crate::integer_type! {
    /// `xs:unsignedShort`: 16 bits without sign.
    pub UnsignedShort = "xs:unsignedShort", Some(0), Some(u16::MAX as i128), [u8, u16]
}
crate::integer_type! {
    /// `xs:unsignedByte`: 8 bits without sign.
    pub UnsignedByte = "xs:unsignedByte", Some(0), Some(u8::MAX as i128), [u8]
}
