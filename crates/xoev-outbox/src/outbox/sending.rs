//! Workers of the outbox: taking, sending, keeping what came of it, and seeing to what was lost.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt as _;
use xoev_transport::{Failure, FailureClass};

use super::Outbox;
use crate::error::StoreError;
use crate::loggable;
use crate::policy::later;
use crate::state::State;
use crate::store::{Holder, Store};
use crate::submission::{Mode, Outcome, Submission};

/// The most bytes of an id that a transport gives.
const TRANSPORT_ID_MAX: usize = 500;
/// How many lost or overdue submissions are looked at in one step.
const STEP: u32 = 100;

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

    /// Makes the id under which an asynchronous submission will be sent; none if the transport has
    /// no ids of its own. Asked for once: the outbox stores the id before it calls [`Sender::send`],
    /// which finds it in [`Submission::transport_id`] then and at every repeat, so that the
    /// transport takes the message once. After a change of the receiver, or when the transport gave
    /// the message up, it is asked for again.
    ///
    /// # Errors
    /// [`Failure`]; nothing was sent, whatever its class.
    fn prepare(
        &self,
        submission: &Submission,
    ) -> impl Future<Output = Result<Option<String>, Failure>> + Send {
        let _ = submission;
        std::future::ready(Ok(None))
    }
}

/// Until when a worker may be busy with what it took.
#[derive(Clone, Copy)]
struct Limit {
    end: DateTime<Utc>,
    longest: TimeDelta,
}

impl Limit {
    /// What is left of it; never more than all of it, also if the clock was set back meanwhile.
    fn left(self, now: DateTime<Utc>) -> TimeDelta {
        (self.end - now).min(self.longest)
    }
}

/// How far a submission is ready to be sent.
enum Prepared {
    Ready,
    /// Nobody may send it now: another worker has it.
    Gone,
    Failed(Failure),
}

/// Calls a sender with a limit of time. One that panics must not take its worker with it. What is
/// not known for sure then is a failure of this class.
async fn call<T>(
    work: impl Future<Output = T>,
    left: TimeDelta,
    class: FailureClass,
) -> Result<T, Failure> {
    let patience = left.to_std().unwrap_or_default();
    if patience.is_zero() {
        let class = FailureClass::RetryLater;
        return Err(Failure::new(class, "lease-used-up", ""));
    }
    let done = AssertUnwindSafe(work).catch_unwind();
    let (code, text) = match tokio::time::timeout(patience, done).await {
        Ok(Ok(done)) => return Ok(done),
        Ok(Err(_)) => ("panic", String::new()),
        Err(_) => ("timeout", format!("{} s", patience.as_secs())),
    };
    Err(Failure::new(class, code, text))
}

impl<S: Store> Outbox<S> {
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
                (Err(error), _) | (_, Err(error)) => {
                    tracing::error!(worker, code = error.code(), "store");
                }
            }
            tokio::select! {
                () = tokio::time::sleep(idle) => {}
                // Whoever could tell it to stop is gone.
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }

    #[tracing::instrument(skip_all, fields(
        uuid = loggable::uuid(&submission.uuid),
        message_type = loggable::number(&submission.message_type),
        mode = submission.mode.name(),
        attempt = submission.attempts,
        repetition = submission.repetition,
    ))]
    async fn send(
        &self,
        worker: &str,
        submission: Submission,
        sender: &impl Sender,
    ) -> Result<(), StoreError> {
        // Given up before the lease ends, so that nobody else is sending it by then. Waiting for the
        // store has taken its part of the lease.
        let lease = submission.lease_until.unwrap_or(DateTime::<Utc>::MIN_UTC);
        let length = lease - submission.changed;
        let limit = Limit {
            end: lease - length / 5,
            longest: length - length / 5,
        };
        let mut dispatch = Dispatch { submission };
        let prepared = self.prepare(&mut dispatch, sender, limit).await;
        let class = FailureClass::UnknownOutcome;
        let outcome = match prepared? {
            Prepared::Gone => return Ok(()),
            Prepared::Failed(failure) => Outcome::Failed(failure),
            Prepared::Ready => {
                let sent = call(sender.send(&dispatch), limit.left(self.now()), class).await;
                sent.unwrap_or_else(Outcome::Failed)
            }
        };
        let submission = dispatch.submission;
        let now = self.now();
        let actor = format!("worker {worker}");
        let change = self.policy.after(&submission, outcome, now, &actor);
        let uuid = &submission.uuid;
        let class = change.failure.as_ref().map(|failure| failure.class.name());
        let (state, code) = (change.state.name(), loggable::code(&change.code));
        tracing::info!(state, class, code, "sent");
        let holder = Holder::Worker {
            name: worker,
            attempt: submission.attempts,
        };
        if self.store.change(uuid, holder, &change, now).await? || change.answer.is_none() {
            return Ok(());
        }
        // The lease ended. What the receiver said counts all the same.
        if !self.conclude(uuid, &change).await? {
            tracing::warn!(state, "answer not kept: another one was");
        }
        Ok(())
    }

    /// Sees to the id of an asynchronous submission before it is sent.
    async fn prepare(
        &self,
        dispatch: &mut Dispatch,
        sender: &impl Sender,
        limit: Limit,
    ) -> Result<Prepared, StoreError> {
        let submission = &mut dispatch.submission;
        if submission.mode != Mode::Async || submission.transport_id.is_some() {
            return Ok(Prepared::Ready);
        }
        // Nothing is sent yet: nothing can be unclear.
        let class = FailureClass::RetryLater;
        let made = call(sender.prepare(submission), limit.left(self.now()), class).await;
        let id = match made.and_then(|made| made) {
            Ok(None) => return Ok(Prepared::Ready),
            Ok(Some(id)) if id.is_empty() || id.len() > TRANSPORT_ID_MAX || id.contains('\0') => {
                let class = FailureClass::Permanent;
                return Ok(Prepared::Failed(Failure::new(class, "transport-id", "")));
            }
            Ok(Some(id)) => id,
            Err(failure) => return Ok(Prepared::Failed(failure)),
        };
        let Some(holder) = Holder::of(submission) else {
            return Ok(Prepared::Gone);
        };
        let now = self.now();
        if !self
            .store
            .identify(&submission.uuid, holder, &id, now)
            .await?
        {
            tracing::warn!("lost before it was sent");
            return Ok(Prepared::Gone);
        }
        submission.transport_id = Some(id);
        Ok(Prepared::Ready)
    }

    /// Sees to what no worker holds any more, to answers that are overdue, and to what would be due
    /// only in a time that no clock can have set rightly. Says how many were moved on.
    ///
    /// A clock that jumps forward ends leases and deadlines too early: what was being sent is sent
    /// again as one whose outcome is not known, and more is left to people. A clock that is set back
    /// leaves times behind that lie too far ahead: they are set anew. Neither loses a message or
    /// sends one twice as new.
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
            let state = change.state.name();
            tracing::warn!(uuid = loggable::uuid(uuid), worker, state, "worker lost");
            count += usize::from(self.store.change(uuid, holder, &change, now).await?);
        }
        for submission in self.store.overdue(STEP, now).await? {
            let change = self.policy.after_missing_answer();
            let uuid = &submission.uuid;
            let holder = Holder::In(State::Delivered);
            tracing::warn!(uuid = loggable::uuid(uuid), "answer overdue");
            count += usize::from(self.store.change(uuid, holder, &change, now).await?);
        }
        for submission in self.store.ahead(STEP, &self.policy.horizons(now)).await? {
            let change = self.policy.after_clock_set_back(&submission, now);
            let uuid = &submission.uuid;
            let holder = Holder::of(&submission).unwrap_or(Holder::In(submission.state));
            let state = change.state.name();
            tracing::warn!(uuid = loggable::uuid(uuid), state, "the clock was set back");
            count += usize::from(self.store.change(uuid, holder, &change, now).await?);
        }
        Ok(count)
    }
}
