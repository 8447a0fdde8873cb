//! What can go wrong, by whose fault.

use crate::gate::Refusal;
use crate::inbox::ArrivalState;
use crate::state::State;

/// The store is at fault. Nothing is lost: what was not acknowledged can be done again.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It can't be reached, is full, locked or damaged.
    #[error("the store does not work: {0}")]
    Database(#[from] sqlx::Error),
    /// Its tables are of a later version of this crate.
    #[error("the tables of the store have the later version {0}")]
    Newer(i64),
    /// Its file could not be made.
    #[error("the file of the store could not be made: {0}")]
    File(#[from] std::io::Error),
    /// It holds something that this version does not write.
    #[error("the store holds something unknown: {0}")]
    Content(String),
}

impl StoreError {
    /// What kind of error it is, for logs: the text of a database may hold what is in its rows.
    pub fn code(&self) -> String {
        match self {
            StoreError::Database(sqlx::Error::Database(error)) => match error.code() {
                Some(code) => format!("database-{code}"),
                None => "database".to_owned(),
            },
            StoreError::Database(sqlx::Error::Io(_)) => "database-io".to_owned(),
            StoreError::Database(sqlx::Error::PoolTimedOut) => "database-busy".to_owned(),
            StoreError::Database(_) => "database".to_owned(),
            StoreError::Newer(_) => "tables-newer".to_owned(),
            StoreError::File(_) => "file".to_owned(),
            StoreError::Content(_) => "content".to_owned(),
        }
    }
}

/// A message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The message is at fault.
    #[error("the message was not let in: {0}")]
    Refused(Refusal),
    /// The caller is at fault: a field of the submission is empty or too long.
    #[error("{field} must have 1 to {most} bytes, not {found}")]
    Field {
        /// Name of the field.
        field: &'static str,
        /// The most bytes.
        most: usize,
        /// How many it has.
        found: usize,
    },
    /// The caller is at fault: a field of the submission has a NUL in it.
    #[error("{field} must not hold U+0000")]
    Character {
        /// Name of the field.
        field: &'static str,
    },
    /// A message with this UUID was handed over before. A changed message needs a new UUID; the
    /// same one need not be handed over again.
    #[error("a message with the UUID {uuid} was handed over before (same content: {same})")]
    Duplicate {
        /// The UUID.
        uuid: String,
        /// Whether it was the same message, byte for byte.
        same: bool,
    },
    /// There is no submission whose place it could take, or it is not in a state for that.
    #[error("the submission {uuid} can't be replaced")]
    NotReplaceable {
        /// The UUID of the submission to be replaced.
        uuid: String,
    },
    /// The store is at fault.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A person's or a caller's action was not possible.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// There is no such submission.
    #[error("there is no submission {0}")]
    Unknown(String),
    /// It is in a state in which this can't be done.
    #[error("the submission {uuid} is {}: this is not possible", state.name())]
    NotPossible {
        /// The submission.
        uuid: String,
        /// Its state.
        state: State,
    },
    /// The store is at fault.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Something could not be done with a received message or a duty.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// The caller is at fault: a field is empty, too long, or holds U+0000.
    #[error("{field} must have 1 to {most} bytes without U+0000, not {found}")]
    Field {
        /// Name of the field.
        field: &'static str,
        /// The most bytes.
        most: usize,
        /// How many it has.
        found: usize,
    },
    /// There is no such message.
    #[error("there is no received message {0}")]
    Unknown(i64),
    /// It is in a state in which this can't be done.
    #[error("the received message {id} is {}: this is not possible", state.name())]
    NotPossible {
        /// The message.
        id: i64,
        /// Its state.
        state: ArrivalState,
    },
    /// There is no such submission.
    #[error("there is no submission {0}")]
    NoSubmission(String),
    /// There is no such duty, it has ended, or its level is another one.
    #[error("there is no such open duty: {0}")]
    NoDuty(i64),
    /// The store is at fault.
    #[error(transparent)]
    Store(#[from] StoreError),
}
