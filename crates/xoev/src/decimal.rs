//! `xs:decimal`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::facets::{Digits, Facetted};
use crate::integer::Integer;
use crate::rule::Rule;
use crate::simple::{Fault, Simple, WhiteSpace};

/// `xs:decimal`: a decimal number with any number of digits, kept as it was written. Comparison is
/// exact and by value: `1.50` equals `+1.5`.
#[derive(Clone)]
pub struct Decimal(Box<str>);

/// A decimal number taken apart, without leading and trailing zeros.
struct Parts<'a> {
    /// Never for zero.
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl Decimal {
    /// The lexical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest number in binary floating point; not exact.
    pub fn to_f64(&self) -> f64 {
        // The forms of XML Schema are among those that Rust reads.
        self.0.parse().unwrap_or(f64::NAN)
    }

    fn parts(&self) -> Parts<'_> {
        let (negative, digits) = match self.0.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, self.0.strip_prefix('+').unwrap_or(&self.0)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        let negative = negative && !(whole.is_empty() && fraction.is_empty());
        Parts {
            negative,
            whole,
            fraction,
        }
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    !(whole.is_empty() && fraction.is_empty()) && all_digits(whole) && all_digits(fraction)
}

impl Simple for Decimal {
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;

    fn parse(text: &str) -> Result<Self, Fault> {
        match is_decimal(text) {
            true => Ok(Decimal(text.into())),
            false => Err(Fault::new(
                Rule::Datatype,
                "a number such as -1.5 (xs:decimal)",
                text,
            )),
        }
    }

    fn lexical<'a>(&'a self, _buffer: &'a mut String) -> &'a str {
        &self.0
    }
}

impl Facetted for Decimal {
    fn order(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    fn digits(&self) -> Option<Digits> {
        let parts = self.parts();
        let total = (parts.whole.len() + parts.fraction.len()).max(1);
        Some(Digits {
            total,
            fraction: parts.fraction.len(),
        })
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let (a, b) = (self.parts(), other.parts());
        // Fractions have no trailing zeros, so they compare as text.
        let by_size = (a.whole.len().cmp(&b.whole.len()))
            .then_with(|| a.whole.cmp(b.whole))
            .then_with(|| a.fraction.cmp(b.fraction));
        match (a.negative, b.negative) {
            (false, false) => by_size,
            (true, true) => by_size.reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let parts = self.parts();
        (parts.negative, parts.whole, parts.fraction).hash(state);
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&Integer> for Decimal {
    fn from(value: &Integer) -> Decimal {
        Decimal(value.to_string().into())
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Decimal {
        Decimal(value.to_string().into())
    }
}

crate::__simple_text! { Decimal }
