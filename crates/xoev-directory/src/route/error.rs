//! What keeps a message from its way, and faults in tables of ways.

use std::path::PathBuf;

use super::Mode;
use crate::key::Key;

/// A message can't go this way. Nothing was sent; sending it again would change nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RouteError {
    /// The table has no such message.
    #[error("message {number} has no way in version {version}")]
    Unknown {
        /// Version of the standard.
        version: String,
        /// Number of the message.
        number: String,
    },
    /// It may not be sent so.
    #[error("message {number} can't be sent {}", so(*.wanted))]
    Mode {
        /// Number of the message.
        number: String,
        /// How it was to be sent.
        wanted: Mode,
    },
    /// The author may not send it.
    #[error("message {number} is not one of {key}, but of {expected}")]
    Author {
        /// Number of the message.
        number: String,
        /// Key of the author.
        key: Key,
        /// Who may, for people.
        expected: String,
    },
    /// The reader is not who it is for.
    #[error("message {number} is not for {key}, but for {expected}")]
    Reader {
        /// Number of the message.
        number: String,
        /// Key of the reader.
        key: Key,
        /// Whom it is for, for people.
        expected: String,
    },
    /// No service of the table is for this reader.
    #[error("message {number} has no service for {key}")]
    NoService {
        /// Number of the message.
        number: String,
        /// Key of the reader.
        key: Key,
    },
    /// The service is not known publicly, and configuration does not name it.
    #[error("the service of message {number} is not published: configure the name {name:?}")]
    Unnamed {
        /// Number of the message.
        number: String,
        /// The name under which configuration has to say it.
        name: String,
    },
    /// It goes the way of the message that it encloses.
    #[error("message {number} goes the way of the message that it encloses")]
    OfContent {
        /// Number of the message.
        number: String,
    },
    /// It is the answer in a call and needs no service.
    #[error("message {number} is the answer in a call and has no service of its own")]
    InCall {
        /// Number of the message.
        number: String,
    },
    /// What configuration says for a service can't be one.
    #[error("{value:?} is neither a part of a service, in capitals and digits, nor a URI ({name})")]
    Name {
        /// The name in the configuration.
        name: String,
        /// What it says.
        value: String,
    },
}

/// A table can't be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The file can't be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A row is at fault.
    #[error("{table}, line {line}: {text}")]
    Row {
        /// Which table.
        table: &'static str,
        /// Its line, from 1.
        line: usize,
        /// What is wrong.
        text: String,
    },
}

/// How a message can't be sent, and why.
fn so(wanted: Mode) -> &'static str {
    match wanted {
        Mode::Synchronous => "synchronously: its answer comes later, into the mailbox",
        Mode::Asynchronous => "asynchronously: it belongs to a call with an answer",
    }
}
