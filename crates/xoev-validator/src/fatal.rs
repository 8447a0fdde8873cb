//! What ends the reading of a message: it is not well-formed, or something is refused.

use std::io;

use xoev::Rule;

use crate::extract::ExtractError;

/// Why reading stopped.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The source failed.
    Io(io::Error),
    /// Content could not be written.
    Write(Box<ExtractError>),
    /// The message can't be read on.
    Fatal(Fatal),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Io(error)
    }
}

impl From<ExtractError> for Trouble {
    fn from(error: ExtractError) -> Trouble {
        Trouble::Write(Box::new(error))
    }
}

impl From<Fatal> for Trouble {
    fn from(fatal: Fatal) -> Trouble {
        Trouble::Fatal(fatal)
    }
}

/// A fault after which nothing can be read, with its place in the window.
#[derive(Debug)]
pub(crate) struct Fatal {
    pub(crate) rule: Rule,
    pub(crate) expected: String,
    /// What was found; none if it is what stands at the place.
    pub(crate) found: Option<String>,
    pub(crate) at: usize,
}

impl Fatal {
    #[cold]
    pub(crate) fn new(rule: Rule, expected: impl Into<String>, found: &str, at: usize) -> Fatal {
        Fatal {
            rule,
            expected: expected.into(),
            found: Some(found.to_owned()),
            at,
        }
    }
}
