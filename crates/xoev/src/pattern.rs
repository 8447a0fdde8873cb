//! Patterns: the regular expressions of XML Schema 1.0 (part 2, appendix F).
//!
//! A pattern always speaks about the whole text; `^` and `$` are ordinary characters. Where the
//! recommendation leaves room or the common validator Xerces-J deviates, this follows Xerces-J:
//! `.` leaves out U+2028 and U+2029 too, and characters beyond U+FFFF belong to no category but
//! `Cn`.

mod ast;
mod blocks;
mod categories;
mod matcher;
mod parse;
mod table;
pub(crate) mod tables;

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

pub(crate) use ast::in_ranges;
pub use ast::{Ast, CharSet};
pub use table::{CharTableSpec, as_char_table};

use matcher::Matcher;

/// How long the text of a pattern may be, in bytes.
pub const SOURCE_MAX: usize = 64 * 1024;

/// A pattern that compiles itself at first use; meant for statics.
///
/// ```
/// static MONTH: xoev::Pattern = xoev::Pattern::new("[0-9]{4}-[0-9]{2}");
/// assert!(MONTH.is_match("2026-11"));
/// assert!(!MONTH.is_match("2026-11-21"));
/// ```
pub struct Pattern {
    source: Cow<'static, str>,
    matcher: OnceLock<Result<Matcher, PatternError>>,
}

impl Pattern {
    /// A pattern in the syntax of XML Schema; see [`check`] for patterns that are not known to be
    /// right. A broken one matches nothing.
    pub const fn new(source: &'static str) -> Pattern {
        Pattern {
            source: Cow::Borrowed(source),
            matcher: OnceLock::new(),
        }
    }

    /// A pattern that is known at run time only; otherwise as [`Pattern::new`].
    pub fn owned(source: impl Into<String>) -> Pattern {
        Pattern {
            source: Cow::Owned(source.into()),
            matcher: OnceLock::new(),
        }
    }

    /// The pattern as it was given.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether the whole text matches; false for every text if the pattern is broken.
    pub fn is_match(&self, text: &str) -> bool {
        self.matcher().as_ref().is_ok_and(|m| m.is_match(text))
    }

    /// How long, in bytes, a text of nothing but visible ASCII and blanks has to be to match, at least
    /// and at most; none if that depends on the text.
    pub fn printable(&self) -> Option<(u32, u32)> {
        match self.matcher() {
            Ok(Matcher::Table(table)) => table.printable(),
            _ => None,
        }
    }

    /// Where the text stops matching, if that is known: the byte offset of a character that is not
    /// allowed.
    pub fn first_bad(&self, text: &str) -> Option<usize> {
        self.matcher().as_ref().ok().and_then(|m| m.first_bad(text))
    }

    /// Whether the pattern just says which characters are allowed, and how many.
    pub fn is_table(&self) -> bool {
        matches!(self.matcher(), Ok(Matcher::Table(_)))
    }

    /// Why the pattern is broken, if it is.
    pub fn error(&self) -> Option<&PatternError> {
        self.matcher().as_ref().err()
    }

    fn matcher(&self) -> &Result<Matcher, PatternError> {
        self.matcher.get_or_init(|| Matcher::compile(&self.source))
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.source).finish()
    }
}

/// A static [`Pattern`], by reference: `pattern!("[0-9]{4}")`.
#[macro_export]
macro_rules! pattern {
    ($source:expr) => {{
        static PATTERN: $crate::Pattern = $crate::Pattern::new($source);
        &PATTERN
    }};
}

/// Why a pattern can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    message: &'static str,
    at: usize,
}

impl PatternError {
    const fn new(message: &'static str, at: usize) -> PatternError {
        PatternError { message, at }
    }

    /// What is wrong.
    pub fn message(&self) -> &'static str {
        self.message
    }

    /// Where in the pattern, in bytes.
    pub fn at(&self) -> usize {
        self.at
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at byte {} of the pattern)", self.message, self.at)
    }
}

impl std::error::Error for PatternError {}

/// Parses a pattern.
///
/// # Errors
///
/// If it does not follow the syntax, names an unknown block or category, or exceeds the limits on
/// length ([`SOURCE_MAX`]), nesting and size.
pub fn parse(source: &str) -> Result<Ast, PatternError> {
    match source.len() <= SOURCE_MAX {
        true => parse::parse(source),
        false => Err(PatternError::new("a pattern that is too long", SOURCE_MAX)),
    }
}

/// Whether a pattern can be used: parses and compiles it.
///
/// # Errors
///
/// As [`parse`]; also if the compiled pattern would need too much memory.
pub fn check(source: &str) -> Result<(), PatternError> {
    Matcher::compile(source).map(|_| ())
}
