//! What a store has to do for the inbox. How it behaves is proved by the contract suite.

use std::future::Future;

use chrono::{DateTime, Utc};

use super::arrival::{Arrival, ArrivalEvent, Contents, NewArrival, Received};
use super::duty::Duty;
use super::sorting::{Reply, Sorting};
use super::state::ArrivalState;
use crate::error::StoreError;

/// Which received messages are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ArrivalFilter {
    /// In one of these states; all if empty.
    pub states: Vec<ArrivalState>,
    /// Test messages, and no others. Without it there are none among what is found.
    pub tests: bool,
    /// Only after this id, for the next page.
    pub after: i64,
    /// So many at most; 100 if 0.
    pub limit: u32,
}

impl ArrivalFilter {
    /// Those in these states.
    pub fn states(states: &[ArrivalState]) -> ArrivalFilter {
        ArrivalFilter {
            states: states.to_vec(),
            ..ArrivalFilter::default()
        }
    }
}

/// Which duties are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DutyFilter {
    /// Only those that are due by then; all if none.
    pub due_by: Option<DateTime<Utc>>,
    /// Also those that came to their end.
    pub ended: bool,
    /// Only after this id, for the next page.
    pub after: i64,
    /// So many at most; 100 if 0.
    pub limit: u32,
}

/// Numbers for those who run it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InboxStats {
    /// How many messages are in each state, without tests; states without any are left out.
    pub states: Vec<(ArrivalState, u64)>,
    /// How many test messages did not come to their end.
    pub tests: u64,
    /// When the oldest was received that did not come to its end; tests left out.
    pub oldest: Option<DateTime<Utc>>,
    /// How many duties did not come to their end.
    pub duties: u64,
    /// How many of these are overdue.
    pub overdue: u64,
}

impl InboxStats {
    /// How many messages are in a state.
    pub fn count(&self, state: ArrivalState) -> u64 {
        let found = self.states.iter().find(|(s, _)| *s == state);
        found.map_or(0, |(_, count)| *count)
    }
}

/// How the state of a received message changes, if nothing else does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ArrivalChange {
    /// The new state.
    pub state: ArrivalState,
    /// UUID of the reply, of [`ArrivalState::Returned`].
    pub reply_uuid: Option<String>,
    /// Who changes it.
    pub actor: String,
    /// Why, as a code.
    pub code: String,
    /// Why, in words.
    pub text: String,
}

impl ArrivalChange {
    /// A change of the state alone.
    pub fn to(state: ArrivalState, actor: impl Into<String>) -> ArrivalChange {
        ArrivalChange {
            state,
            reply_uuid: None,
            actor: actor.into(),
            code: String::new(),
            text: String::new(),
        }
    }

    /// With the reason.
    pub fn because(mut self, code: impl Into<String>, text: impl Into<String>) -> ArrivalChange {
        self.code = code.into();
        self.text = text.into();
        self
    }
}

/// Keeps received messages durably: what a call has returned survives the end of the program and of
/// the machine. Every call is one transaction.
pub trait InboxStore: Send + Sync {
    /// Stores a message, if it is not there.
    fn receive(
        &self,
        new: &NewArrival,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Received, StoreError>> + Send;

    /// Puts a message where it belongs, if it is in this state. An answer changes its submission in
    /// the same transaction; one that fits to none is left to a person, and so is one that
    /// contradicts what was answered before, or that is a test where the submission is none. A test
    /// never gets among what is open or to be released. Gives the state that it has then; none if it
    /// was in another one, or somebody else is putting it in its place at this moment.
    fn sort(
        &self,
        id: i64,
        from: ArrivalState,
        sorting: &Sorting,
        by: &Sorter<'_>,
    ) -> impl Future<Output = Result<Option<ArrivalState>, StoreError>> + Send;

    /// Changes the state of a message, if it is in this one and the new one may follow. Quittungen
    /// that are owed for a message which is declined are owed no more. Says whether it was changed.
    fn change_arrival(
        &self,
        id: i64,
        from: ArrivalState,
        change: &ArrivalChange,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// A message by its id.
    fn arrival(&self, id: i64) -> impl Future<Output = Result<Option<Arrival>, StoreError>> + Send;

    /// The bytes of a message.
    fn contents(
        &self,
        id: i64,
    ) -> impl Future<Output = Result<Option<Contents>, StoreError>> + Send;

    /// The reply that rejects a message.
    fn reply(&self, id: i64) -> impl Future<Output = Result<Option<Reply>, StoreError>> + Send;

    /// Those wanted, in the order of arrival.
    fn arrivals(
        &self,
        filter: &ArrivalFilter,
    ) -> impl Future<Output = Result<Vec<Arrival>, StoreError>> + Send;

    /// Everything that happened to a message, in order.
    fn arrival_history(
        &self,
        id: i64,
    ) -> impl Future<Output = Result<Vec<ArrivalEvent>, StoreError>> + Send;

    /// Waits for the Quittung of a fact of a submission. Says whether the submission is there; doing
    /// it again changes nothing.
    fn expect(
        &self,
        submission: &str,
        subject: &str,
        due: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Duties in the order in which they came up. Reminders of submissions that did not arrive, or
    /// were refused or taken back, are none, unless those that ended are wanted, too.
    fn duties(
        &self,
        filter: &DutyFilter,
    ) -> impl Future<Output = Result<Vec<Duty>, StoreError>> + Send;

    /// Ends a duty. Says whether it was there and had not ended.
    fn end_duty(
        &self,
        id: i64,
        by: &str,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Keeps that the reminder of a level was sent, and when the next may be. Says whether that was
    /// the next level of a reminder that had not ended.
    fn remind(
        &self,
        id: i64,
        level: u32,
        by: &str,
        next: DateTime<Utc>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Numbers; overdue is what was due by then.
    fn inbox_stats(
        &self,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<InboxStats, StoreError>> + Send;
}

/// Who puts a message in its place, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorter<'a> {
    /// Who does it.
    pub actor: &'a str,
    /// The time now.
    pub now: DateTime<Utc>,
    /// When Quittungen for it are due.
    pub quittung_due: DateTime<Utc>,
}
