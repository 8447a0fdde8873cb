//! What questions to the DVDV can end in besides an answer.

use crate::DirectoryError;

/// A question got no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DvdvError {
    /// The server refuses the caller or the question. The same fails again.
    #[error("the DVDV refused the call ({code}): {text}")]
    Refused {
        /// Code of the server, or the status of HTTP.
        code: String,
        /// What it said, unchanged but for its length.
        text: String,
    },
    /// No server answers, or none as it should. The same may work later.
    #[error("the DVDV does not work ({code}): {text}")]
    Down {
        /// Code of the server, the status of HTTP, or `connect`, `timeout`, `malformed`; `mismatch`
        /// if the answer is about something else than was asked.
        code: String,
        /// What it said, unchanged but for its length, or what happened.
        text: String,
    },
}

impl DvdvError {
    const MALFORMED: &str = "malformed";
    const MISMATCH: &str = "mismatch";

    /// The code for a log, where nothing may stand that others say: none if it is more than a code.
    pub(super) fn loggable(&self) -> Option<&str> {
        let (DvdvError::Refused { code, .. } | DvdvError::Down { code, .. }) = self;
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        (code.len() <= 40 && code.bytes().all(plain)).then_some(code)
    }

    pub(super) fn down(code: impl Into<String>, text: impl Into<String>) -> DvdvError {
        DvdvError::Down {
            code: code.into(),
            text: text.into(),
        }
    }

    pub(super) fn malformed(text: impl Into<String>) -> DvdvError {
        DvdvError::down(Self::MALFORMED, text)
    }

    /// An answer about something else.
    pub(super) fn mismatch(what: &str, told: &str, asked: &str) -> DvdvError {
        let cut = |text: &str| -> String { text.chars().take(300).collect() };
        let (told, asked) = (cut(told), cut(asked));
        let text = format!("the answer is about {what} {told:?}, asked was {asked:?}");
        DvdvError::down(Self::MISMATCH, text)
    }

    pub(super) fn is_mismatch(&self) -> bool {
        matches!(self, DvdvError::Down { code, .. } if code == Self::MISMATCH)
    }
}

impl From<DvdvError> for DirectoryError {
    fn from(error: DvdvError) -> DirectoryError {
        match error {
            DvdvError::Refused { code, text } => DirectoryError::Refused { code, text },
            DvdvError::Down { code, text } => DirectoryError::Down { code, text },
        }
    }
}

/// An answer: what was looked for, or that there is no such thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<T> {
    /// It was found.
    Found(T),
    /// There is none. That is a good answer: no other server will say anything else.
    Missing(Missing),
}

/// What the server says about something that it does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Missing {
    /// Code: [`Missing::NO_SERVICE`], [`Missing::NO_ORGANISATION`] or another.
    pub code: Option<String>,
    /// What it said, unchanged but for its length.
    pub text: String,
    /// The warning that there is one which is not valid now (header `dvdv-warning-msg`).
    pub warning: Option<String>,
}

impl Missing {
    /// The organisation does not have the service.
    pub const NO_SERVICE: &'static str = "5005";
    /// There is no such organisation.
    pub const NO_ORGANISATION: &'static str = "5009";
}

impl<T> Lookup<T> {
    /// What was found, if anything.
    pub fn found(self) -> Option<T> {
        match self {
            Lookup::Found(found) => Some(found),
            Lookup::Missing(_) => None,
        }
    }

    pub(super) fn try_map<U>(
        self,
        read: impl FnOnce(T) -> Result<U, DvdvError>,
    ) -> Result<Lookup<U>, DvdvError> {
        Ok(match self {
            Lookup::Found(found) => Lookup::Found(read(found)?),
            Lookup::Missing(missing) => Lookup::Missing(missing),
        })
    }
}
