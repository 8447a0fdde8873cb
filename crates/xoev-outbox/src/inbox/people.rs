//! What the Fachverfahren and people can do with received messages, and what they get to see.

use chrono::{DateTime, Utc};

use super::Inbox;
use super::arrival::{Arrival, ArrivalEvent, Contents};
use super::duty::Duty;
use super::sorting::{Place, Reply, Sorting};
use super::state::ArrivalState;
use super::store::{ArrivalChange, ArrivalFilter, DutyFilter, InboxStats, InboxStore};
use crate::error::{InboxError, StoreError};
use crate::policy::later;
use crate::submission::Verdict;

impl<S: InboxStore> Inbox<S> {
    async fn known(&self, id: i64) -> Result<Arrival, InboxError> {
        let found = self.store.arrival(id).await?;
        found.ok_or(InboxError::Unknown(id))
    }

    async fn act(
        &self,
        id: i64,
        from: &[ArrivalState],
        change: impl Fn(&Arrival) -> ArrivalChange,
    ) -> Result<Arrival, InboxError> {
        let found = self.known(id).await?;
        if from.contains(&found.state) {
            let change = change(&found);
            let now = self.clock.now();
            let state = found.state;
            if self.store.change_arrival(id, state, &change, now).await? {
                tracing::info!(id, state = change.state.name(), "acted");
                return self.known(id).await;
            }
        }
        let state = self.known(id).await?.state;
        Err(InboxError::NotPossible { id, state })
    }

    /// The Fachverfahren has it, for good. Confirming again is no error.
    ///
    /// # Errors
    /// [`InboxError`] if it is not for the Fachverfahren.
    pub async fn confirm(&self, id: i64, who: &str) -> Result<Arrival, InboxError> {
        let from = [ArrivalState::Open, ArrivalState::Answer, ArrivalState::Test];
        let change = |_: &Arrival| ArrivalChange::to(ArrivalState::Taken, who);
        match self.act(id, &from, change).await {
            Err(InboxError::NotPossible {
                state: ArrivalState::Taken,
                ..
            }) => self.known(id).await,
            other => other,
        }
    }

    /// A person lets it through to the Fachverfahren: a change that was to be released, or what
    /// needed a person. A test stays among the tests.
    ///
    /// # Errors
    /// [`InboxError`] if it does not wait for a person.
    pub async fn release(&self, id: i64, who: &str) -> Result<Arrival, InboxError> {
        let from = [
            ArrivalState::Release,
            ArrivalState::Person,
            ArrivalState::Conflict,
        ];
        self.act(id, &from, |found| {
            let state = match found.test {
                true => ArrivalState::Test,
                false => ArrivalState::Open,
            };
            ArrivalChange::to(state, who).because("released", "")
        })
        .await
    }

    /// A person decides that nothing is done with it. Quittungen for it are owed no more.
    ///
    /// # Errors
    /// [`InboxError`] if it is tied to a submission, is being rejected, or came to its end.
    pub async fn decline(&self, id: i64, who: &str, reason: &str) -> Result<Arrival, InboxError> {
        let from = [
            ArrivalState::Open,
            ArrivalState::Release,
            ArrivalState::Test,
            ArrivalState::Person,
            ArrivalState::Conflict,
        ];
        let change = |_: &Arrival| {
            ArrivalChange::to(ArrivalState::Declined, who).because("declined", reason)
        };
        self.act(id, &from, change).await
    }

    /// A person ties it to a submission, which gets this answer. If it does not fit to the
    /// submission, it stays with the person, with the reason as its code.
    ///
    /// # Errors
    /// [`InboxError`] if it is not with a person.
    pub async fn tie(
        &self,
        id: i64,
        submission: &str,
        verdict: Option<Verdict>,
        who: &str,
    ) -> Result<Arrival, InboxError> {
        let place = Place::Answer {
            uuid: Some(submission.to_owned()),
            verdict,
            subject: None,
        };
        let sorting = Sorting::to(place).because("tied", "");
        self.by_person(id, &[ArrivalState::Person], &sorting, who)
            .await
    }

    /// A person rejects it with this reply.
    ///
    /// # Errors
    /// [`InboxError`] if it is not with a person.
    pub async fn reject(&self, id: i64, reply: Reply, who: &str) -> Result<Arrival, InboxError> {
        let from = [ArrivalState::Person, ArrivalState::Conflict];
        let sorting = Sorting::to(Place::Rejected(reply)).because("rejected", "");
        self.by_person(id, &from, &sorting, who).await
    }

    async fn by_person(
        &self,
        id: i64,
        from: &[ArrivalState],
        sorting: &Sorting,
        who: &str,
    ) -> Result<Arrival, InboxError> {
        let found = self.known(id).await?;
        if from.contains(&found.state) && self.placed(&found, sorting, who).await?.is_some() {
            return self.known(id).await;
        }
        let state = self.known(id).await?.state;
        Err(InboxError::NotPossible { id, state })
    }

    /// A message by its id.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn get(&self, id: i64) -> Result<Option<Arrival>, StoreError> {
        self.store.arrival(id).await
    }

    /// The bytes of a message, and the files beside it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn read(&self, id: i64) -> Result<Option<Contents>, StoreError> {
        self.store.contents(id).await
    }

    /// Messages in the order of arrival, page by page.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn list(&self, filter: &ArrivalFilter) -> Result<Vec<Arrival>, StoreError> {
        self.store.arrivals(filter).await
    }

    /// What needs a person, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn troubled(&self, after: i64, limit: u32) -> Result<Vec<Arrival>, StoreError> {
        let states = ArrivalState::ALL.into_iter().filter(|s| s.needs_person());
        let mut filter = ArrivalFilter::states(&states.collect::<Vec<_>>());
        filter.after = after;
        filter.limit = limit;
        self.store.arrivals(&filter).await
    }

    /// Everything that happened to a message.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn history(&self, id: i64) -> Result<Vec<ArrivalEvent>, StoreError> {
        self.store.arrival_history(id).await
    }

    /// Waits for the Quittung of a fact of a submission from now on: a reminder is due after
    /// [`InboxPolicy::first_reminder`](super::InboxPolicy::first_reminder). It ends by itself when an
    /// answer is tied to the submission. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`InboxError`] if there is no such submission.
    pub async fn expect(&self, submission: &str, subject: &str) -> Result<(), InboxError> {
        let now = self.clock.now();
        let due = later(now, self.policy.first_reminder);
        match self.store.expect(submission, subject, due, now).await? {
            true => Ok(()),
            false => Err(InboxError::NoSubmission(submission.to_owned())),
        }
    }

    /// Duties that did not end and are due by then, page by page in the order in which they came up.
    /// [`InboxPolicy::step`](super::InboxPolicy::step) says what is to be done.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn duties(
        &self,
        due_by: DateTime<Utc>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Duty>, StoreError> {
        let filter = DutyFilter {
            due_by: Some(due_by),
            ended: false,
            after,
            limit,
        };
        self.store.duties(&filter).await
    }

    /// A duty is done: the Quittung was handed to the outbox, or came. To be called with the UUID of
    /// that message.
    ///
    /// # Errors
    /// [`InboxError`] if there is no such duty, or it has ended.
    pub async fn fulfilled(&self, duty: i64, by: &str) -> Result<(), InboxError> {
        match self.store.end_duty(duty, by, self.clock.now()).await? {
            true => Ok(()),
            false => Err(InboxError::NoDuty(duty)),
        }
    }

    /// The reminder of this level was handed to the outbox, with this UUID. The next one is due after
    /// [`InboxPolicy::next_reminder`](super::InboxPolicy::next_reminder).
    ///
    /// # Errors
    /// [`InboxError`] if there is no such duty, it has ended, or this is not its next level: then
    /// this reminder was told before.
    pub async fn reminded(&self, duty: i64, level: u32, by: &str) -> Result<(), InboxError> {
        let next = later(self.clock.now(), self.policy.next_reminder);
        match self.store.remind(duty, level, by, next).await? {
            true => Ok(()),
            false => Err(InboxError::NoDuty(duty)),
        }
    }

    /// Numbers for those who run it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn stats(&self) -> Result<InboxStats, StoreError> {
        self.store.inbox_stats(self.clock.now()).await
    }
}
