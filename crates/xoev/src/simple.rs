//! Simple types: everything that is text in a message, in elements or attributes.

use std::borrow::Cow;

use crate::rule::Rule;
use crate::xml::{is_collapsed, is_replaced};

/// White space handling before a value is checked (XML Schema part 2, section 4.3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhiteSpace {
    /// Kept as it is.
    Preserve,
    /// Tab, line feed and carriage return become blanks.
    Replace,
    /// As `Replace`, then runs become one blank and the ends are trimmed.
    Collapse,
}

impl WhiteSpace {
    /// Applies this handling; borrows where nothing changes.
    pub fn apply(self, text: &str) -> Cow<'_, str> {
        let bytes = text.as_bytes();
        match self {
            WhiteSpace::Preserve => Cow::Borrowed(text),
            WhiteSpace::Replace => {
                if is_replaced(bytes) {
                    return Cow::Borrowed(text);
                }
                Cow::Owned(text.replace(['\t', '\n', '\r'], " "))
            }
            WhiteSpace::Collapse => {
                if is_collapsed(bytes) {
                    return Cow::Borrowed(text);
                }
                // Only these four characters are white space in XML; `split_whitespace` would
                // take no-break and other blanks along.
                let mut out = String::with_capacity(text.len());
                for word in text
                    .split([' ', '\t', '\n', '\r'])
                    .filter(|w| !w.is_empty())
                {
                    if !out.is_empty() {
                        out.push(' ');
                    }
                    out.push_str(word);
                }
                Cow::Owned(out)
            }
        }
    }
}

/// What a value of a simple type becomes in notations that know more than text, such as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Always text.
    Text,
    /// True or false, if the lexical form is the canonical one (`true`, `false`).
    Boolean,
    /// An integer, if the lexical form is the canonical one (`-7`, not `-07`).
    Number,
}

/// A value of a simple type: read from text and written as text.
///
/// Implementations keep the invariant that every value is valid: `parse` checks all facets, and
/// values are built through checked constructors (those named `..._unchecked` are the explicit
/// exception).
pub trait Simple: Sized + PartialEq {
    /// White space handling that the caller applies before [`Simple::parse`].
    const WHITE_SPACE: WhiteSpace;

    /// What values are besides text.
    const KIND: Kind = Kind::Text;

    /// Reads a value; `text` is free of references and has its white space handled.
    fn parse(text: &str) -> Result<Self, Fault>;

    /// The lexical form, without escaping. Values that are kept as text lend it; others write
    /// into `buffer` (which is empty) and lend that.
    fn lexical<'a>(&'a self, buffer: &'a mut String) -> &'a str;

    /// Reads a value from raw text: handles white space, then parses.
    fn from_text(text: &str) -> Result<Self, Fault> {
        match Self::WHITE_SPACE {
            WhiteSpace::Preserve => Self::parse(text),
            ws => Self::parse(&ws.apply(text)),
        }
    }
}

/// What is wrong with a text: the rule, what was expected, what was found.
///
/// The reader and the writer add the place and turn it into a [`Violation`](crate::Violation).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(Box<FaultParts>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct FaultParts {
    rule: Rule,
    expected: Cow<'static, str>,
    found: String,
}

/// How much of a received text an error repeats, in characters; the rest becomes an ellipsis, so
/// that an error stays small however large the message is.
pub(crate) const FOUND_MAX: usize = 120;

impl Fault {
    /// A fault; `found` is cut to 120 characters.
    #[cold]
    pub fn new(rule: Rule, expected: impl Into<Cow<'static, str>>, found: &str) -> Fault {
        let mut shown: String = found.chars().take(FOUND_MAX).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        Fault(Box::new(FaultParts {
            rule,
            expected: expected.into(),
            found: shown,
        }))
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        self.0.rule
    }

    /// What the rule asks for.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// The text found, cut to 120 characters.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// Splits into rule, expected and found.
    pub(crate) fn into_parts(self) -> (Rule, String, String) {
        (self.0.rule, self.0.expected.into_owned(), self.0.found)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "expected {}, found “{}” ({})",
            self.expected(),
            self.found(),
            self.rule().id()
        )
    }
}

impl std::error::Error for Fault {}
