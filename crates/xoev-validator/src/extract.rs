//! Content of binary elements, decoded while its message is validated: documents of any size go to
//! where they belong and are never held.

use std::fmt;
use std::io::{self, Write};

use xoev::Path;

use crate::report::Report;
use crate::watch::Start;

/// What [`Validator::extract`](crate::Validator::extract) came to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Extraction {
    /// What validating came to. Content of a message that is not valid must not be used, even where
    /// it is whole: the fault may be that it is not what it says.
    pub report: Report,
    /// The contents that were taken, in the order of the message.
    pub contents: Vec<Content>,
}

/// The content of an element, as it went to a writer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Content {
    /// The element.
    pub path: Path,
    /// How many bytes were written.
    pub bytes: u64,
    /// All of it was written, and it is what its type wants. If not, it was not in base 64 from
    /// there on, or something stood in it, or the message could not be read on.
    pub whole: bool,
}

/// Why content could not be extracted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// The message can't be read.
    #[error("the message cannot be read: {0}")]
    Read(#[source] io::Error),
    /// Where content was to go took none.
    #[error("the content of {path} cannot be written after {bytes} bytes: {error}")]
    Write {
        /// The element.
        path: Path,
        /// How many bytes it took before, at least.
        bytes: u64,
        /// What the writer said.
        #[source]
        error: io::Error,
    },
}

/// Whether the content of an element is wanted, and where it goes.
pub(crate) type Opened<'w> = io::Result<Option<Box<dyn Write + 'w>>>;

/// Who says where content goes.
pub(crate) type Open<'w> = dyn FnMut(&Start<'_>) -> Opened<'w> + 'w;

/// How many bytes are gathered before they are written.
const BATCH: usize = 32 << 10;

/// Where the content of the element entered last goes.
pub(crate) struct Sink<'w> {
    writer: Box<dyn Write + 'w>,
    path: Path,
    /// Decoded and not written yet.
    batch: Vec<u8>,
    bytes: u64,
    /// Digits that make no three bytes yet.
    digits: [u8; 4],
    count: usize,
    error: Option<io::Error>,
}

impl fmt::Debug for Sink<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sink({}, {} bytes)", self.path, self.bytes)
    }
}

impl<'w> Sink<'w> {
    pub(crate) fn new(writer: Box<dyn Write + 'w>, path: Path) -> Sink<'w> {
        Sink {
            writer,
            path,
            batch: Vec::new(),
            bytes: 0,
            digits: [0; 4],
            count: 0,
            error: None,
        }
    }

    /// Takes the values of the next digits of base 64.
    #[inline]
    pub(crate) fn digits(&mut self, digits: impl IntoIterator<Item = u8>) {
        for digit in digits {
            self.digits[self.count] = digit;
            self.count += 1;
            if self.count == 4 {
                self.count = 0;
                self.batch.extend_from_slice(&bytes_of(self.digits));
            }
        }
        if self.batch.len() >= BATCH {
            self.write();
        }
    }

    /// Writes what was gathered.
    fn write(&mut self) {
        if self.error.is_none() {
            match self.writer.write_all(&self.batch) {
                Ok(()) => self.bytes += self.batch.len() as u64,
                Err(error) => self.error = Some(error),
            }
        }
        self.batch.clear();
    }

    /// The writer failed.
    pub(crate) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    /// Writes the rest; `whole` says whether the content is as it should be.
    pub(crate) fn finish(mut self, whole: bool) -> Result<Content, ExtractError> {
        // Two digits are a byte, three are two; what makes no byte is a fault of the content.
        if whole && self.count > 1 {
            self.digits[self.count..].fill(0);
            let bytes = bytes_of(self.digits);
            self.batch.extend_from_slice(&bytes[..self.count - 1]);
        }
        self.write();
        if self.error.is_none() {
            self.error = self.writer.flush().err();
        }
        match self.error {
            Some(error) => Err(ExtractError::Write {
                path: self.path,
                bytes: self.bytes,
                error,
            }),
            None => Ok(Content {
                path: self.path,
                bytes: self.bytes,
                whole,
            }),
        }
    }
}

/// The three bytes that four digits stand for.
#[inline]
fn bytes_of([a, b, c, d]: [u8; 4]) -> [u8; 3] {
    [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]
}
