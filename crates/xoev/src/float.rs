//! `xs:float` and `xs:double`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::facets::Facetted;
use crate::rule::Rule;
use crate::simple::{Fault, Simple, WhiteSpace};

macro_rules! float_type {
    ($(#[$meta:meta])* $name:ident, $primitive:ident, $expected:literal) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name {
            value: $primitive,
            text: Box<str>,
        }

        impl $name {
            /// The number.
            pub fn get(&self) -> $primitive {
                self.value
            }

            /// The lexical form.
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl From<$primitive> for $name {
            fn from(value: $primitive) -> $name {
                let text = match value {
                    v if v.is_nan() => "NaN".to_owned(),
                    $primitive::INFINITY => "INF".to_owned(),
                    $primitive::NEG_INFINITY => "-INF".to_owned(),
                    // The shortest form that reads back as the same number.
                    v => format!("{v:E}"),
                };
                $name { value, text: text.into() }
            }
        }

        impl Simple for $name {
            const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;

            fn parse(text: &str) -> Result<Self, Fault> {
                let value = match text {
                    "INF" => Some($primitive::INFINITY),
                    "-INF" => Some($primitive::NEG_INFINITY),
                    "NaN" => Some($primitive::NAN),
                    text if is_plain(text) => text.parse().ok(),
                    _ => None,
                };
                match value {
                    Some(value) => Ok($name { value, text: text.into() }),
                    None => Err(Fault::new(Rule::Datatype, $expected, text)),
                }
            }

            fn lexical<'a>(&'a self, _buffer: &'a mut String) -> &'a str {
                &self.text
            }
        }

        impl Facetted for $name {
            fn order(&self, other: &$name) -> Option<Ordering> {
                match (self.value.is_nan(), other.value.is_nan()) {
                    (true, true) => Some(Ordering::Equal),
                    _ => self.value.partial_cmp(&other.value),
                }
            }
        }

        // In XML Schema, NaN equals itself.
        impl PartialEq for $name {
            fn eq(&self, other: &$name) -> bool {
                self.order(other) == Some(Ordering::Equal)
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &$name) -> Option<Ordering> {
                self.order(other)
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                // Equal values must hash alike: the two zeros, and all that are not numbers.
                let bits = match self.value {
                    v if v.is_nan() => $primitive::NAN.to_bits(),
                    v if v == 0.0 => 0,
                    v => v.to_bits(),
                };
                bits.hash(state);
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text)
            }
        }

        crate::__simple_text! { $name }
    };
}

/// Only these characters: Rust would also read `inf` and the like.
fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'))
}

float_type!(
    /// `xs:float`: a binary floating point number of 32 bits, kept as it was written. Comparison
    /// is by value.
    Float,
    f32,
    "a number such as 1.5E3, INF, -INF or NaN (xs:float)"
);
float_type!(
    /// `xs:double`: a binary floating point number of 64 bits, kept as it was written. Comparison
    /// is by value.
    Double,
    f64,
    "a number such as 1.5E3, INF, -INF or NaN (xs:double)"
);
