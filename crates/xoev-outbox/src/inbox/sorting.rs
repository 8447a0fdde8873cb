//! Where a received message belongs. That is said by a [`Classifier`], which knows the standard; the
//! inbox does not.

use std::future::Future;

use super::arrival::{Arrival, Contents};
use crate::submission::Verdict;

/// Says where received messages belong.
///
/// It may be asked twice about the same message, also by two workers at once; what it says first is
/// kept. One that panics leaves the message to a person.
pub trait Classifier: Send + Sync {
    /// Where this message belongs.
    fn classify(
        &self,
        arrival: &Arrival,
        contents: &Contents,
    ) -> impl Future<Output = Sorting> + Send;
}

impl<F: Fn(&Arrival, &Contents) -> Sorting + Send + Sync> Classifier for F {
    fn classify(
        &self,
        arrival: &Arrival,
        contents: &Contents,
    ) -> impl Future<Output = Sorting> + Send {
        std::future::ready(self(arrival, contents))
    }
}

/// A message that answers another one with its rejection (Rückweisung).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The message, byte for byte. Its UUID is the one under which the outbox takes it, once.
    pub content: Vec<u8>,
    /// The lane in which it is sent. 1 to 200 bytes.
    pub lane: String,
    /// The receiver, as its directory names it. 1 to 255 bytes.
    pub recipient: String,
}

/// Where a received message belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The Fachverfahren takes it.
    Open,
    /// A person releases it first: a change in the register, or at somebody else's.
    Release,
    /// It is about a submission of ours.
    Answer {
        /// UUID of the submission. If none, the ids of the transport that it answers are looked at.
        uuid: Option<String>,
        /// What it says of the submission; none if it only acknowledges something of it (Quittung).
        verdict: Option<Verdict>,
        /// Which fact of the submission it acknowledges; all of them if none is named.
        subject: Option<String>,
    },
    /// It is a test.
    Test,
    /// It is faulty, and this says so to its sender.
    Rejected(Reply),
    /// It can't go on without a person.
    Person,
}

/// What a classifier says of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sorting {
    /// Where it belongs.
    pub place: Place,
    /// Facts in it for which its sender gets a Quittung after they were processed; an empty name if
    /// there is only one.
    pub quittungen: Vec<String>,
    /// Why, as a code; for the history and for people.
    pub code: String,
    /// Why, in words; for the history.
    pub text: String,
}

impl Sorting {
    /// A place, with nothing to add.
    pub fn to(place: Place) -> Sorting {
        Sorting {
            place,
            quittungen: Vec::new(),
            code: String::new(),
            text: String::new(),
        }
    }

    /// With the reason.
    pub fn because(mut self, code: impl Into<String>, text: impl Into<String>) -> Sorting {
        self.code = code.into();
        self.text = text.into();
        self
    }

    /// With a fact for which a Quittung is owed.
    pub fn quittung(mut self, subject: impl Into<String>) -> Sorting {
        self.quittungen.push(subject.into());
        self
    }
}
