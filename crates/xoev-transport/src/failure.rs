//! Why carrying a message failed, and what can be done about it.

use std::fmt;

/// What can be done about a failure. Closed: every error of every transport is one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureClass {
    /// Nothing arrived; the same may work later.
    RetryLater,
    /// The message itself is at fault; a corrected one has to be sent.
    Repair,
    /// It went to the wrong place.
    Readdress,
    /// It will never work as it is set up.
    Permanent,
    /// It may have arrived.
    UnknownOutcome,
}

impl FailureClass {
    /// All of them.
    pub const ALL: [FailureClass; 5] = [
        FailureClass::RetryLater,
        FailureClass::Repair,
        FailureClass::Readdress,
        FailureClass::Permanent,
        FailureClass::UnknownOutcome,
    ];

    /// Its name in stores and logs.
    pub const fn name(self) -> &'static str {
        match self {
            FailureClass::RetryLater => "retry-later",
            FailureClass::Repair => "repair",
            FailureClass::Readdress => "readdress",
            FailureClass::Permanent => "permanent",
            FailureClass::UnknownOutcome => "unknown-outcome",
        }
    }

    /// The class of this name.
    pub fn named(name: &str) -> Option<FailureClass> {
        FailureClass::ALL.into_iter().find(|c| c.name() == name)
    }
}

/// Why sending failed, in the words of who said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What can be done.
    pub class: FailureClass,
    /// The code, unchanged.
    pub code: String,
    /// The text, unchanged.
    pub text: String,
}

impl Failure {
    /// A failure of this class.
    pub fn new(class: FailureClass, code: impl Into<String>, text: impl Into<String>) -> Failure {
        Failure {
            class,
            code: code.into(),
            text: text.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.code, self.class.name(), self.text)
    }
}

impl std::error::Error for Failure {}
