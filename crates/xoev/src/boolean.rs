//! `xs:boolean`.

use std::hash::{Hash, Hasher};

use crate::facets::Facetted;
use crate::rule::Rule;
use crate::simple::{Fault, Kind, Simple, WhiteSpace};

/// `xs:boolean`: a truth value, which remembers whether it was written as a word or as a digit.
/// Comparison is by value.
#[derive(Clone, Copy, Debug)]
pub struct Boolean {
    value: bool,
    digit: bool,
}

impl Boolean {
    /// `true`
    pub const TRUE: Boolean = Boolean {
        value: true,
        digit: false,
    };
    /// `false`
    pub const FALSE: Boolean = Boolean {
        value: false,
        digit: false,
    };

    /// A value, written as a word.
    pub const fn new(value: bool) -> Boolean {
        Boolean {
            value,
            digit: false,
        }
    }

    /// The truth value.
    pub const fn get(self) -> bool {
        self.value
    }

    /// The lexical form.
    pub const fn as_str(self) -> &'static str {
        match (self.value, self.digit) {
            (true, false) => "true",
            (false, false) => "false",
            (true, true) => "1",
            (false, true) => "0",
        }
    }
}

impl Simple for Boolean {
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;
    const KIND: Kind = Kind::Boolean;

    fn parse(text: &str) -> Result<Self, Fault> {
        match text {
            "true" => Ok(Boolean::TRUE),
            "false" => Ok(Boolean::FALSE),
            "1" => Ok(Boolean {
                value: true,
                digit: true,
            }),
            "0" => Ok(Boolean {
                value: false,
                digit: true,
            }),
            _ => Err(Fault::new(
                Rule::Datatype,
                "true, false, 1 or 0 (xs:boolean)",
                text,
            )),
        }
    }

    fn lexical<'a>(&'a self, _buffer: &'a mut String) -> &'a str {
        self.as_str()
    }
}

impl Facetted for Boolean {}

impl PartialEq for Boolean {
    fn eq(&self, other: &Boolean) -> bool {
        self.value == other.value
    }
}

impl Eq for Boolean {}

impl Hash for Boolean {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl PartialEq<bool> for Boolean {
    fn eq(&self, other: &bool) -> bool {
        self.value == *other
    }
}

impl From<bool> for Boolean {
    fn from(value: bool) -> Boolean {
        Boolean::new(value)
    }
}

impl From<Boolean> for bool {
    fn from(value: Boolean) -> bool {
        value.value
    }
}

crate::__simple_text! { Boolean }
