//! What is handed over, what is kept of it, and what comes of it.

use chrono::{DateTime, Utc};
use xoev_transport::{Failure, FailureClass};

use crate::state::State;

/// Code of the failure of a submission whose answer is overdue.
pub(crate) const ANSWER_OVERDUE: &str = "answer-overdue";

/// How a message is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The answer comes in the same call. If the call fails half-way, nobody knows whether the
    /// message was processed.
    Sync,
    /// The transport takes it; an answer comes later, as a message of its own.
    Async,
}

impl Mode {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Mode::Sync => "sync",
            Mode::Async => "async",
        }
    }

    /// The mode of this name.
    pub fn named(name: &str) -> Option<Mode> {
        [Mode::Sync, Mode::Async]
            .into_iter()
            .find(|mode| mode.name() == name)
    }
}

/// A message to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSubmission {
    /// The message, byte for byte as it will be sent.
    pub content: Vec<u8>,
    /// What keeps its order: submissions of one lane are sent one after the other. Usually the AZR
    /// number of the person or the key of the case. 1 to 200 bytes.
    pub lane: String,
    /// The receiver, as its directory names it: `prefix:id`. 1 to 255 bytes.
    pub recipient: String,
    /// How it is sent.
    pub mode: Mode,
    /// Whether the receiver will answer. Always so for [`Mode::Sync`].
    pub expects_answer: bool,
    /// UUID of the submission whose place it takes: one that was refused, or that a person has to
    /// deal with.
    pub replaces: Option<String>,
}

/// A submission, as the store has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Submission {
    /// Ascending in the order of submission.
    pub id: i64,
    /// `nachrichtenUUID` of the message.
    pub uuid: String,
    /// Number of the message, as text: `0020` is another than `000020`.
    pub message_type: String,
    /// See [`NewSubmission::lane`].
    pub lane: String,
    /// See [`NewSubmission::recipient`].
    pub recipient: String,
    /// How it is sent.
    pub mode: Mode,
    /// Whether the receiver will answer.
    pub expects_answer: bool,
    /// Whether the message says that it is a test.
    pub test: bool,
    /// The message.
    pub content: Vec<u8>,
    /// Where it is.
    pub state: State,
    /// Whether later submissions of its lane wait for it.
    pub holds_lane: bool,
    /// When it may be sent; of a delivered one, when its answer is overdue.
    pub due: DateTime<Utc>,
    /// After this time, a failure is not tried again by itself any more.
    pub deadline: DateTime<Utc>,
    /// How many times sending was begun.
    pub attempts: u32,
    /// It can be sent only as a repetition (Sendungswiederholung, 000020), since an earlier call
    /// may have been processed.
    pub repetition: bool,
    /// Who is sending it.
    pub worker: Option<String>,
    /// When others may take it from its worker.
    pub lease_until: Option<DateTime<Utc>>,
    /// The id that the transport gave it.
    pub transport_id: Option<String>,
    /// The answer, byte for byte.
    pub answer: Option<Vec<u8>>,
    /// What failed last.
    pub failure: Option<Failure>,
    /// UUID of the submission whose place it took.
    pub replaces: Option<String>,
    /// When it was handed over.
    pub created: DateTime<Utc>,
    /// When it last changed.
    pub changed: DateTime<Utc>,
    /// When it came to its end.
    pub finished: Option<DateTime<Utc>>,
}

impl Submission {
    /// Whether this state may follow. Besides what [`State::may_become`] says: an asynchronous
    /// receiver may say that it does not take a message when that counts as done already, since
    /// nothing but its arrival was known.
    pub fn may_become(&self, next: State) -> bool {
        let late = self.state == State::Done
            && self.mode == Mode::Async
            && self.answer.is_none()
            && matches!(next, State::Refused | State::Misdirected);
        late || self.state.may_become(next)
    }

    /// Whether the transport is still to say what became of it: it was delivered, also if its answer
    /// is overdue and a person looks at it by now.
    pub fn awaits_report(&self) -> bool {
        let overdue = |f: &Failure| f.code == ANSWER_OVERDUE;
        match self.state {
            State::Delivered => true,
            State::Person => self.failure.as_ref().is_some_and(overdue),
            _ => false,
        }
    }

    /// Whether its receiver may have got it, without anybody being sure.
    pub fn may_have_arrived(&self) -> bool {
        let unknown = |f: &Failure| f.class == FailureClass::UnknownOutcome;
        self.repetition || self.failure.as_ref().is_some_and(unknown)
    }
}

/// What a receiver's answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It took the message.
    Accepted,
    /// It did not: an error of the register, a Rückweisung.
    Refused,
    /// Another body is responsible.
    NotResponsible,
}

/// What came of sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The transport has it.
    Delivered {
        /// The id that the transport gave it. If there is one, the submission stays delivered until
        /// the transport says what became of it ([`Outbox::arrived`](crate::Outbox::arrived)).
        transport_id: Option<String>,
    },
    /// The receiver answered.
    Answered {
        /// The answer, byte for byte.
        answer: Vec<u8>,
        /// What it says.
        verdict: Verdict,
    },
    /// It failed.
    Failed(Failure),
}

/// A change of a submission's state.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// The state from then on.
    pub state: State,
    /// Who: `outbox`, `worker <name>`, or a person.
    pub actor: String,
    /// A code, empty if there is none.
    pub code: String,
    /// What was said, empty if nothing.
    pub text: String,
}
