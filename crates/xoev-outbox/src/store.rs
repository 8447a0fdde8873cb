//! What a store has to do. How it behaves is proved by the contract suite.

use std::future::Future;

use chrono::{DateTime, Utc};

use crate::error::StoreError;
use crate::gate::Admitted;
use crate::policy::Change;
use crate::state::State;
use crate::submission::{Event, NewSubmission, Submission};

/// What came of storing a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inserted {
    /// It is stored, for good.
    New(Box<Submission>),
    /// There is one with its UUID already.
    Duplicate(Box<Submission>),
    /// The submission whose place it should take is not there, or not in a state for that.
    NotReplaceable,
}

/// Who may change a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder<'a> {
    /// Only the worker that took it, and only as long as nobody has taken it again since.
    Worker {
        /// Its name.
        name: &'a str,
        /// The number of the attempt for which it took the submission.
        attempt: u32,
    },
    /// Whoever finds it in this state.
    In(State),
}

/// The last times that can be right; what lies behind them was set by a wrong clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizons {
    /// Until when one may wait for being sent.
    pub due: DateTime<Utc>,
    /// Until when a lease may go.
    pub lease: DateTime<Utc>,
    /// Until when an answer may be awaited.
    pub answer: DateTime<Utc>,
}

/// Which submissions are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filter {
    /// In one of these states; all if empty.
    pub states: Vec<State>,
    /// Only after this id, for the next page.
    pub after: i64,
    /// So many at most; 100 if 0.
    pub limit: u32,
}

impl<'a> Holder<'a> {
    /// The worker that holds a submission now; none if nobody does.
    pub fn of(submission: &'a Submission) -> Option<Holder<'a>> {
        let name = submission.worker.as_deref()?;
        let attempt = submission.attempts;
        Some(Holder::Worker { name, attempt })
    }
}

impl Filter {
    /// Those in these states.
    pub fn states(states: &[State]) -> Filter {
        Filter {
            states: states.to_vec(),
            ..Filter::default()
        }
    }
}

/// How many failures of one kind there are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Trouble {
    /// The state of the submissions.
    pub state: State,
    /// Code of the failure; empty where an answer says it.
    pub code: String,
    /// How many.
    pub count: u64,
}

/// Numbers for those who run it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// How many submissions are in each state; states without any are left out.
    pub states: Vec<(State, u64)>,
    /// When the oldest was handed over that nobody has sent yet.
    pub oldest: Option<DateTime<Utc>>,
    /// What keeps a person busy, the most frequent first.
    pub troubles: Vec<Trouble>,
}

impl Stats {
    /// How many submissions are in a state.
    pub fn count(&self, state: State) -> u64 {
        let found = self.states.iter().find(|(s, _)| *s == state);
        found.map_or(0, |(_, count)| *count)
    }
}

/// Keeps submissions durably: what a call has returned survives the end of the program and of the
/// machine. Every call is one transaction.
pub trait Store: Send + Sync {
    /// Stores a submission. It waits if its lane is free, or if it takes the place of one that held
    /// the lane; else it is queued.
    fn insert(
        &self,
        new: &NewSubmission,
        admitted: &Admitted,
        deadline: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Inserted, StoreError>> + Send;

    /// Gives a worker the submissions that have been due longest, so many at most, and nobody else
    /// the same ones.
    fn take(
        &self,
        worker: &str,
        limit: u32,
        lease_until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Vec<Submission>, StoreError>> + Send;

    /// Changes a submission, if it is held so. A lane that becomes free goes to the next in it.
    /// Says whether it was changed.
    fn change(
        &self,
        uuid: &str,
        holder: Holder<'_>,
        change: &Change,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Keeps the id under which a submission is going to be sent, while its worker holds it. Says
    /// whether it was kept; if not, it must not be sent.
    fn identify(
        &self,
        uuid: &str,
        holder: Holder<'_>,
        transport_id: &str,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Those whose worker's lease has ended.
    fn lost(
        &self,
        limit: u32,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Vec<Submission>, StoreError>> + Send;

    /// Delivered ones whose answer is overdue.
    fn overdue(
        &self,
        limit: u32,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Vec<Submission>, StoreError>> + Send;

    /// Those that wait for a time that lies behind the horizon of their state.
    fn ahead(
        &self,
        limit: u32,
        horizons: &Horizons,
    ) -> impl Future<Output = Result<Vec<Submission>, StoreError>> + Send;

    /// A submission by its UUID.
    fn get(
        &self,
        uuid: &str,
    ) -> impl Future<Output = Result<Option<Submission>, StoreError>> + Send;

    /// Submissions that were sent under this id of a transport, two at most: more than one means
    /// that the id says nothing.
    fn by_transport_id(
        &self,
        transport_id: &str,
    ) -> impl Future<Output = Result<Vec<Submission>, StoreError>> + Send;

    /// Those wanted, in the order of submission.
    fn list(
        &self,
        filter: &Filter,
    ) -> impl Future<Output = Result<Vec<Submission>, StoreError>> + Send;

    /// Everything that happened to a submission, in order.
    fn history(&self, uuid: &str) -> impl Future<Output = Result<Vec<Event>, StoreError>> + Send;

    /// Numbers.
    fn stats(&self) -> impl Future<Output = Result<Stats, StoreError>> + Send;
}
