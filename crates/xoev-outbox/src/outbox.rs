//! The outbox as its users see it: handing over, answers, what people can do.

use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use xoev_transport::{Failure, FailureClass};

use crate::clock::Clock;
use crate::error::{ActionError, StoreError, SubmitError};
use crate::gate::Gate;
use crate::policy::{Change, Policy, later};
use crate::state::State;
use crate::store::{Filter, Holder, Inserted, Stats, Store};
use crate::submission::{Event, Mode, NewSubmission, Outcome, Submission, Verdict};

/// The most bytes of a lane.
const LANE_MAX: usize = 200;
/// The most bytes of a receiver's key, by the directory DVDV.
const RECIPIENT_MAX: usize = 255;
/// How many lost or overdue submissions are looked at in one step.
const STEP: u32 = 100;

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

/// A submission to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispatch {
    /// The submission.
    pub submission: Submission,
}

impl Dispatch {
    /// Whether it must be sent as a repetition (Sendungswiederholung, 000020) around the original
    /// bytes, which may have been processed before.
    pub fn is_repetition(&self) -> bool {
        self.submission.repetition
    }
}

/// Sends messages: a transport, with what it needs to know.
pub trait Sender: Send + Sync {
    /// Sends a message and says what came of it. What is not known for sure is
    /// [`FailureClass::UnknownOutcome`], and so is a call that takes too long or panics.
    ///
    /// A call that takes too long is dropped: what it has begun on other threads it must end. A
    /// repetition may reach a receiver that never got the original, if the program ended between
    /// taking and sending.
    fn send(&self, dispatch: &Dispatch) -> impl Future<Output = Outcome> + Send;
}

/// Sends with a limit of time. A sender that panics must not take its worker with it.
async fn call(sender: &impl Sender, dispatch: &Dispatch, patience: Duration) -> Outcome {
    let sent = AssertUnwindSafe(sender.send(dispatch)).catch_unwind();
    let (code, text) = match tokio::time::timeout(patience, sent).await {
        Ok(Ok(outcome)) => return outcome,
        Ok(Err(_)) => ("panic", String::new()),
        Err(_) => ("timeout", format!("{} s", patience.as_secs())),
    };
    Outcome::Failed(Failure {
        class: FailureClass::UnknownOutcome,
        code: code.to_owned(),
        text,
    })
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
        let admitted = self
            .gate
            .admit(&new.content)
            .map_err(SubmitError::Refused)?;
        let new = NewSubmission {
            expects_answer: new.expects_answer || new.mode == Mode::Sync,
            ..new
        };
        let now = self.now();
        let deadline = later(now, self.policy.patience);
        match self.store.insert(&new, &admitted, deadline, now).await? {
            Inserted::New(stored) => {
                tracing::info!(
                    uuid = stored.uuid,
                    message_type = stored.message_type,
                    state = stored.state.name(),
                    "submitted"
                );
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

    /// Takes what is due, sends it and keeps what came of it, one after the other. Says how many.
    ///
    /// # Errors
    /// [`StoreError`]. What was sent and could not be kept is found again as lost after its lease.
    pub async fn work(
        &self,
        worker: &str,
        limit: u32,
        sender: &impl Sender,
    ) -> Result<usize, StoreError> {
        let mut count = 0;
        while count < limit as usize {
            // One at a time, or the lease of the last would begin long before it is sent.
            let now = self.now();
            let lease = later(now, self.policy.lease);
            let Some(submission) = self.store.take(worker, 1, lease, now).await?.pop() else {
                break;
            };
            count += 1;
            self.send(worker, submission, sender).await?;
        }
        Ok(count)
    }

    /// Works until it is told to stop: sends what is due, sees to what was lost, and looks again
    /// after a pause when there is nothing to do. What is being sent when it is told is finished; it
    /// also stops when nobody is left who could tell it.
    /// A store that does not work is told to `tracing` and tried again.
    pub async fn run(
        &self,
        worker: &str,
        sender: &impl Sender,
        idle: Duration,
        mut stop: tokio::sync::watch::Receiver<bool>,
    ) {
        let mut rescued = None::<Instant>;
        while !*stop.borrow() {
            let mut done = Ok(0);
            if rescued.is_none_or(|at| at.elapsed() >= idle) {
                done = self.rescue().await;
                rescued = Some(Instant::now());
            }
            match (done, self.work(worker, 1, sender).await) {
                (Ok(_), Ok(0)) => {}
                (Ok(_), Ok(_)) => continue,
                (Err(error), _) | (_, Err(error)) => tracing::error!(worker, %error, "store"),
            }
            tokio::select! {
                () = tokio::time::sleep(idle) => {}
                // Whoever could tell it to stop is gone.
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }

    async fn send(
        &self,
        worker: &str,
        submission: Submission,
        sender: &impl Sender,
    ) -> Result<(), StoreError> {
        // Given up before the lease ends, so that nobody else is sending it by then. Waiting for the
        // store has taken its part of the lease.
        let lease = submission.lease_until.unwrap_or(DateTime::<Utc>::MIN_UTC);
        let margin = (lease - submission.changed) / 5;
        let left = lease - self.now() - margin;
        let dispatch = Dispatch { submission };
        let outcome = match left.to_std() {
            Ok(patience) if !patience.is_zero() => call(sender, &dispatch, patience).await,
            _ => Outcome::Failed(Failure {
                class: FailureClass::RetryLater,
                code: "lease-used-up".to_owned(),
                text: String::new(),
            }),
        };
        let submission = dispatch.submission;
        let now = self.now();
        let actor = format!("worker {worker}");
        let change = self.policy.after(&submission, outcome, now, &actor);
        let uuid = &submission.uuid;
        tracing::info!(
            uuid,
            state = change.state.name(),
            code = change.code,
            "sent"
        );
        let holder = Holder::Worker {
            name: worker,
            attempt: submission.attempts,
        };
        if self.store.change(uuid, holder, &change, now).await? || change.answer.is_none() {
            return Ok(());
        }
        // The lease ended. What the receiver said counts all the same.
        if !self.conclude(uuid, &change).await? {
            tracing::warn!(
                uuid,
                state = change.state.name(),
                "answer not kept: another one was"
            );
        }
        Ok(())
    }

    /// Keeps an answer wherever the submission is by now. Says whether it was kept.
    async fn conclude(&self, uuid: &str, change: &Change) -> Result<bool, StoreError> {
        // Its state may change between the two calls, but not often.
        for _ in 0..10 {
            let Some(found) = self.store.get(uuid).await? else {
                return Ok(false);
            };
            let holder = Holder::of(&found).unwrap_or(Holder::In(found.state));
            if !found.state.may_become(change.state) {
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

    /// Sees to what no worker holds any more, and to answers that are overdue. Says how many were
    /// moved on.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn rescue(&self) -> Result<usize, StoreError> {
        let mut count = 0;
        let now = self.now();
        for submission in self.store.lost(STEP, now).await? {
            let change = self.policy.after_lost_worker(&submission, now);
            let Some(holder) = Holder::of(&submission) else {
                continue;
            };
            let (uuid, worker) = (&submission.uuid, &submission.worker);
            tracing::warn!(uuid, worker, state = change.state.name(), "worker lost");
            count += usize::from(self.store.change(uuid, holder, &change, now).await?);
        }
        for submission in self.store.overdue(STEP, now).await? {
            let change = self.policy.after_missing_answer();
            let uuid = &submission.uuid;
            let holder = Holder::In(State::Delivered);
            tracing::warn!(uuid, "answer overdue");
            count += usize::from(self.store.change(uuid, holder, &change, now).await?);
        }
        Ok(count)
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

    /// Carries out what a person decided, if that is possible.
    async fn act(
        &self,
        uuid: &str,
        possible: impl Fn(&Submission) -> bool,
        change: impl Fn(&Submission) -> Change,
    ) -> Result<Submission, ActionError> {
        let found = self.known(uuid).await?;
        if possible(&found) {
            let change = change(&found);
            let holder = Holder::In(found.state);
            if self.store.change(uuid, holder, &change, self.now()).await? {
                tracing::info!(uuid, state = change.state.name(), "acted");
                return self.known(uuid).await;
            }
        }
        Err(self.not_possible(uuid).await?)
    }

    /// Sends it again now, with new patience. What may have been processed is sent as a repetition.
    ///
    /// # Errors
    /// [`ActionError`] if it is not waiting, unclear or with a person.
    pub async fn retry(&self, uuid: &str, who: &str) -> Result<Submission, ActionError> {
        let possible = |found: &Submission| {
            matches!(
                found.state,
                State::Waiting | State::Unclear | State::Person | State::Misdirected
            )
        };
        self.act(uuid, possible, |found| self.again(found, who, "retry"))
            .await
    }

    fn again(&self, found: &Submission, who: &str, code: &str) -> Change {
        let state = match found.repetition {
            true => State::Unclear,
            false => State::Waiting,
        };
        let now = self.now();
        let mut change = Change::to(state, who).because(code, "").due(now);
        change.deadline = Some(later(now, self.policy.patience));
        change
    }

    /// Sends it to another receiver.
    ///
    /// # Errors
    /// [`ActionError`] if it is not with a person, if the first receiver may have processed it and
    /// has not said that another one is responsible, or if the receiver's key is empty or too long.
    pub async fn readdress(
        &self,
        uuid: &str,
        recipient: &str,
        who: &str,
    ) -> Result<Submission, ActionError> {
        let sound = (1..=RECIPIENT_MAX).contains(&recipient.len()) && !recipient.contains('\0');
        let possible = |found: &Submission| match found.state {
            State::Misdirected => sound,
            State::Person => sound && !found.repetition,
            _ => false,
        };
        self.act(uuid, possible, |found| {
            let mut change = self.again(found, who, "readdressed");
            // The new receiver never got it: it is no repetition for that one.
            change.state = State::Waiting;
            change.text = format!("{} -> {recipient}", found.recipient);
            change.recipient = Some(recipient.to_owned());
            change
        })
        .await
    }

    /// Takes it back, or marks it as dealt with, with a reason.
    ///
    /// # Errors
    /// [`ActionError`] if it may have arrived and is not with a person.
    pub async fn withdraw(
        &self,
        uuid: &str,
        who: &str,
        reason: &str,
    ) -> Result<Submission, ActionError> {
        let possible = |found: &Submission| match found.state {
            State::Queued | State::Waiting => !found.repetition,
            State::Person | State::Misdirected | State::Refused => true,
            _ => false,
        };
        self.act(uuid, possible, |_| {
            Change::to(State::Withdrawn, who).because("withdrawn", reason)
        })
        .await
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
