//! The outbox as its users see it: handing over, answers, what people can do.

mod people;
mod sending;

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use tracing::Span;
use tracing::field::Empty;
use xoev_transport::Failure;

pub use self::sending::{Dispatch, Sender};
use crate::aside::aside;
use crate::clock::Clock;
use crate::error::{ActionError, StoreError, SubmitError};
use crate::gate::Gate;
use crate::loggable;
use crate::policy::{Change, Policy, later};
use crate::state::State;
use crate::store::{Filter, Holder, Inserted, Stats, Store};
use crate::submission::{Event, Mode, NewSubmission, Outcome, Submission, Verdict};

/// The most bytes of a lane.
const LANE_MAX: usize = 200;
/// The most bytes of a receiver's key, by the directory DVDV.
const RECIPIENT_MAX: usize = 255;

/// Takes messages, keeps them, and knows what became of each.
pub struct Outbox<S> {
    store: S,
    gate: Arc<dyn Gate>,
    clock: Arc<dyn Clock>,
    policy: Policy,
}

impl<S: fmt::Debug> fmt::Debug for Outbox<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox")
            .field("store", &self.store)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl<S: Clone> Clone for Outbox<S> {
    fn clone(&self) -> Outbox<S> {
        Outbox {
            store: self.store.clone(),
            gate: Arc::clone(&self.gate),
            clock: Arc::clone(&self.clock),
            policy: self.policy.clone(),
        }
    }
}

impl<S: Store> Outbox<S> {
    /// An outbox on a store.
    pub fn new(store: S, gate: Arc<dyn Gate>, clock: Arc<dyn Clock>, policy: Policy) -> Outbox<S> {
        Outbox {
            store,
            gate,
            clock,
            policy,
        }
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.store
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Takes a message. When this returns, the message was found valid and is stored for good; it
    /// will be sent, or be on the list of a person.
    ///
    /// # Errors
    /// [`SubmitError`]; then nothing was stored, but for [`SubmitError::Store`], after which the
    /// message may be handed over again: if it was stored, that is a [`SubmitError::Duplicate`].
    #[tracing::instrument(skip_all, fields(uuid = Empty, message_type = Empty))]
    pub async fn submit(&self, new: NewSubmission) -> Result<Submission, SubmitError> {
        for (field, value, most) in [
            ("lane", &new.lane, LANE_MAX),
            ("recipient", &new.recipient, RECIPIENT_MAX),
        ] {
            if value.is_empty() || value.len() > most {
                let found = value.len();
                return Err(SubmitError::Field { field, most, found });
            }
        }
        for (field, value) in [("lane", &new.lane), ("recipient", &new.recipient)] {
            if value.contains('\0') {
                return Err(SubmitError::Character { field });
            }
        }
        let gate = Arc::clone(&self.gate);
        let examined = aside(new.content.len(), move || (gate.admit(&new.content), new));
        let (admitted, new) = examined.await.map_err(StoreError::from)?;
        let admitted = admitted.map_err(SubmitError::Refused)?;
        let span = Span::current();
        span.record("uuid", loggable::uuid(&admitted.uuid));
        span.record("message_type", loggable::number(&admitted.message_type));
        let new = NewSubmission {
            expects_answer: new.expects_answer || new.mode == Mode::Sync,
            ..new
        };
        let now = self.now();
        let deadline = later(now, self.policy.patience);
        match self.store.insert(&new, &admitted, deadline, now).await? {
            Inserted::New(stored) => {
                tracing::info!(state = stored.state.name(), "submitted");
                Ok(*stored)
            }
            Inserted::Duplicate(before) => Err(SubmitError::Duplicate {
                same: before.content == new.content,
                uuid: before.uuid,
            }),
            Inserted::NotReplaceable => Err(SubmitError::NotReplaceable {
                uuid: new.replaces.unwrap_or_default(),
            }),
        }
    }

    /// Keeps an answer wherever the submission is by now. Says whether it was kept.
    async fn conclude(&self, uuid: &str, change: &Change) -> Result<bool, StoreError> {
        // Its state may change between the two calls, but not often.
        for _ in 0..10 {
            let Some(found) = self.store.get(uuid).await? else {
                return Ok(false);
            };
            let holder = Holder::of(&found).unwrap_or(Holder::In(found.state));
            if !found.may_become(change.state) {
                return Ok(false);
            }
            if self.store.change(uuid, holder, change, self.now()).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Keeps the answer to a delivered submission, which came as a message of its own.
    ///
    /// # Errors
    /// [`ActionError`] if there is no such submission, or it has come to its end.
    pub async fn answer(
        &self,
        uuid: &str,
        answer: Vec<u8>,
        verdict: Verdict,
    ) -> Result<(), ActionError> {
        let found = self.known(uuid).await?;
        let outcome = Outcome::Answered { answer, verdict };
        let change = self.policy.after(&found, outcome, self.now(), "outbox");
        match self.conclude(uuid, &change).await? {
            true => Ok(()),
            false => Err(self.not_possible(uuid).await?),
        }
    }

    /// Keeps what the transport says of a delivered submission after all: that it was not delivered.
    /// [What follows](Policy::after_undelivered) depends on the class of the failure. It counts also
    /// if the answer is overdue, and a person looks at it by now.
    ///
    /// # Errors
    /// [`ActionError`] if there is no such submission, or it [does not wait for a
    /// report](Submission::awaits_report): then its answer came, or somebody else was told before.
    pub async fn undelivered(
        &self,
        uuid: &str,
        failure: Failure,
    ) -> Result<Submission, ActionError> {
        let now = self.now();
        let possible = Submission::awaits_report;
        let change =
            |found: &Submission| self.policy.after_undelivered(found, failure.clone(), now);
        self.act(uuid, possible, change).await
    }

    /// Keeps that the transport says of a delivered submission that it reached its receiver. One that
    /// no answer is awaited to is done then. Says whether it was so.
    ///
    /// # Errors
    /// [`ActionError`] if there is no such submission, or it [does not wait for a
    /// report](Submission::awaits_report).
    pub async fn arrived(&self, uuid: &str) -> Result<bool, ActionError> {
        let found = self.known(uuid).await?;
        if found.expects_answer && found.awaits_report() {
            return Ok(false);
        }
        let possible = Submission::awaits_report;
        let change = |_: &Submission| Change::to(State::Done, "outbox").because("arrived", "");
        self.act(uuid, possible, change).await.map(|_| true)
    }

    /// A submission by its UUID.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn get(&self, uuid: &str) -> Result<Option<Submission>, StoreError> {
        self.store.get(uuid).await
    }

    /// The submission that was sent under this id of a transport; none if there is none, or if there
    /// are several, since the id says nothing then.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn find_by_transport_id(&self, id: &str) -> Result<Option<Submission>, StoreError> {
        let mut found = self.store.by_transport_id(id).await?;
        let last = found.pop();
        Ok(last.filter(|_| found.is_empty()))
    }

    /// Submissions in the order in which they were handed over, page by page: as the delivered ones
    /// whose fate the transport has to be asked for.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn list(&self, filter: &Filter) -> Result<Vec<Submission>, StoreError> {
        self.store.list(filter).await
    }

    async fn known(&self, uuid: &str) -> Result<Submission, ActionError> {
        let found = self.store.get(uuid).await?;
        found.ok_or_else(|| ActionError::Unknown(uuid.to_owned()))
    }

    async fn not_possible(&self, uuid: &str) -> Result<ActionError, ActionError> {
        Ok(ActionError::NotPossible {
            uuid: uuid.to_owned(),
            state: self.known(uuid).await?.state,
        })
    }

    /// What needs a person, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn troubled(&self, after: i64, limit: u32) -> Result<Vec<Submission>, StoreError> {
        let mut filter = Filter::states(&[State::Refused, State::Person, State::Misdirected]);
        filter.after = after;
        filter.limit = limit;
        self.store.list(&filter).await
    }

    /// Everything that happened to a submission.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn history(&self, uuid: &str) -> Result<Vec<Event>, StoreError> {
        self.store.history(uuid).await
    }

    /// Numbers for those who run it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn stats(&self) -> Result<Stats, StoreError> {
        self.store.stats().await
    }
}
