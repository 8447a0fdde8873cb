//! `xs:integer`, of any size.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use crate::facets::{Digits, Facetted};
use crate::rule::Rule;
use crate::simple::{Fault, Kind, Simple, WhiteSpace};

/// `xs:integer`: a whole number of any size. Forms such as `007` or `+5` are kept; comparison is
/// by value.
#[derive(Clone, Debug)]
pub struct Integer(Repr);

#[derive(Clone, Debug)]
enum Repr {
    /// A number in its canonical form.
    Small(i64),
    /// A number too large for that, or one in another form.
    Text(Box<Digitized>),
}

/// A literal, boxed as a whole so that an integer takes 16 bytes.
#[derive(Clone, Debug)]
struct Digitized {
    text: Box<str>,
}

const _: () = assert!(size_of::<Integer>() == 16);

impl Integer {
    /// A number in its canonical form.
    pub const fn new(value: i64) -> Integer {
        Integer(Repr::Small(value))
    }

    /// The value, if 64 bits hold it.
    pub fn to_i64(&self) -> Option<i64> {
        self.to_i128().and_then(|v| i64::try_from(v).ok())
    }

    /// The value, if it is not negative and 64 bits hold it.
    pub fn to_u64(&self) -> Option<u64> {
        self.to_i128().and_then(|v| u64::try_from(v).ok())
    }

    /// The value, if 128 bits hold it.
    pub fn to_i128(&self) -> Option<i128> {
        match &self.0 {
            Repr::Small(value) => Some(i128::from(*value)),
            Repr::Text(literal) => literal.text.parse().ok(),
        }
    }

    /// Whether the value is less than zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(value) => *value < 0,
            Repr::Text(literal) => split(&literal.text).0,
        }
    }

    /// Sign and digits without leading zeros; zero has no digits.
    fn magnitude<'a>(&'a self, buffer: &'a mut String) -> (bool, &'a str) {
        split(self.lexical(buffer))
    }
}

/// Splits a literal into sign (negative; never for zero) and digits without leading zeros.
fn split(literal: &str) -> (bool, &str) {
    let (negative, digits) = match literal.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, literal.strip_prefix('+').unwrap_or(literal)),
    };
    let digits = digits.trim_start_matches('0');
    (negative && !digits.is_empty(), digits)
}

/// A literal as a number, if it is the canonical form of one that 64 bits hold.
fn canonical(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = match digits.as_bytes() {
        [b'0'] => text.len() == 1,
        [b'1'..=b'9', rest @ ..] => rest.len() < 19 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if plain { text.parse().ok() } else { None }
}

impl Simple for Integer {
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;
    const KIND: Kind = Kind::Number;

    fn parse(text: &str) -> Result<Self, Fault> {
        if let Some(value) = canonical(text) {
            return Ok(Integer::new(value));
        }
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Fault::new(
                Rule::Datatype,
                "a whole number (xs:integer)",
                text,
            ));
        }
        Ok(Integer(Repr::Text(Box::new(Digitized {
            text: text.into(),
        }))))
    }

    fn lexical<'a>(&'a self, buffer: &'a mut String) -> &'a str {
        use std::fmt::Write as _;
        match &self.0 {
            Repr::Small(value) => {
                // Writing to a string can't fail.
                let _ = write!(buffer, "{value}");
                buffer
            }
            Repr::Text(literal) => &literal.text,
        }
    }
}

impl Facetted for Integer {
    fn order(&self, other: &Integer) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    fn digits(&self) -> Option<Digits> {
        let mut buffer = String::new();
        let (_, digits) = self.magnitude(&mut buffer);
        Some(Digits {
            total: digits.len().max(1),
            fraction: 0,
        })
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Integer) -> Ordering {
        if let (Repr::Small(a), Repr::Small(b)) = (&self.0, &other.0) {
            return a.cmp(b);
        }
        let (mut left, mut right) = (String::new(), String::new());
        let (negative, a) = self.magnitude(&mut left);
        let (other_negative, b) = other.magnitude(&mut right);
        let by_size = a.len().cmp(&b.len()).then_with(|| a.cmp(b));
        match (negative, other_negative) {
            (false, false) => by_size,
            (true, true) => by_size.reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Integer) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Integer {
    fn eq(&self, other: &Integer) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Integer {}

impl Hash for Integer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut buffer = String::new();
        self.magnitude(&mut buffer).hash(state);
    }
}

macro_rules! from_primitive {
    ($($primitive:ty),*) => {$(
        impl From<$primitive> for Integer {
            fn from(value: $primitive) -> Integer {
                Integer::new(i64::from(value))
            }
        }
    )*};
}

from_primitive!(i8, i16, i32, i64, u8, u16, u32);

impl From<u64> for Integer {
    fn from(value: u64) -> Integer {
        match i64::try_from(value) {
            Ok(value) => Integer::new(value),
            Err(_) => Integer(Repr::Text(Box::new(Digitized {
                text: value.to_string().into(),
            }))),
        }
    }
}

macro_rules! to_primitive {
    ($($primitive:ty),*) => {$(
        impl TryFrom<&Integer> for $primitive {
            type Error = Fault;

            fn try_from(value: &Integer) -> Result<$primitive, Fault> {
                value.to_i128().and_then(|v| <$primitive>::try_from(v).ok()).ok_or_else(|| {
                    let expected = concat!("a number that fits ", stringify!($primitive));
                    Fault::new(Rule::Datatype, expected, value.lexical(&mut String::new()))
                })
            }
        }
    )*};
}

to_primitive!(i8, i16, i32, i64, u8, u16, u32, u64);

crate::__simple_text! { Integer }
