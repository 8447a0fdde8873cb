//! A durable inbox: what it has received is stored before the transport is told so, and comes to the
//! Fachverfahren, to its submission or to a person. Nothing is dropped, and nothing comes twice.
//!
//! - [`Inbox::receive`] stores a message, readable or not; then it may be acknowledged to the
//!   transport. Duplicates are known by UUID and by the id of the transport.
//! - [`Inbox::sort`] puts each where a [`Classifier`] says: the inbox knows no standard.
//! - An answer is tied to its submission in one transaction with the outbox.
//! - A rejection is stored as a reply with the state, and handed to the outbox by
//!   [`Inbox::submit_replies`], once, however often the program ends in between.
//! - Changes that others made wait for a person ([`ArrivalState::Release`]); tests are kept apart.
//! - [`Inbox::duties`] tells which Quittungen are owed and which reminders may be sent.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use xoev_outbox::inbox::{
//!     Arrival, ArrivalFilter, ArrivalState, Contents, Inbox, InboxPolicy, NewArrival, Place, Sorting,
//! };
//! use xoev_outbox::{SqlStore, SystemClock};
//!
//! # async fn example(message: Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
//! let store = SqlStore::sqlite("outbox.db").await?;
//! let inbox = Inbox::new(store, Arc::new(SystemClock), InboxPolicy::default());
//! inbox.receive(NewArrival::new("xta", "urn:uuid:1", message)).await?;
//! // Now the transport may be told that it need not keep the message any more.
//! let classify = |_: &Arrival, _: &Contents| Sorting::to(Place::Open);
//! inbox.sort("worker 1", 100, &classify).await?;
//! for open in inbox.list(&ArrivalFilter::states(&[ArrivalState::Open])).await? {
//!     let contents = inbox.read(open.id).await?;
//!     // ... taken over into the Fachverfahren, and then:
//!     inbox.confirm(open.id, "Fachverfahren").await?;
//! }
//! # Ok(())
//! # }
//! ```

mod arrival;
mod duty;
mod people;
mod sorting;
mod state;
mod store;

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;

pub use self::arrival::{Arrival, ArrivalEvent, Contents, Identity, NewArrival, Received};
pub use self::duty::{Duty, DutyKind, InboxPolicy, Step};
pub use self::sorting::{Classifier, Place, Reply, Sorting};
pub use self::state::ArrivalState;
pub use self::store::{ArrivalChange, ArrivalFilter, DutyFilter, InboxStats, InboxStore, Sorter};
use crate::clock::Clock;
use crate::error::{InboxError, StoreError, SubmitError};
use crate::loggable;
use crate::outbox::Outbox;
use crate::policy::later;
use crate::store::Store;
use crate::submission::{Mode, NewSubmission};

/// The most bytes of the name of a transport.
const TRANSPORT_MAX: usize = 100;
/// The most bytes of an id that a transport gives.
const TRANSPORT_ID_MAX: usize = 500;
/// The most bytes of a UUID: more would be too much for an index.
const UUID_MAX: usize = 100;

/// Takes what transports bring, keeps it, and knows what became of each.
pub struct Inbox<S> {
    store: S,
    clock: Arc<dyn Clock>,
    policy: InboxPolicy,
}

impl<S: fmt::Debug> fmt::Debug for Inbox<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox")
            .field("store", &self.store)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl<S: Clone> Clone for Inbox<S> {
    fn clone(&self) -> Inbox<S> {
        Inbox {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            policy: self.policy.clone(),
        }
    }
}

impl<S: InboxStore> Inbox<S> {
    /// An inbox on a store, which may be that of an outbox.
    pub fn new(store: S, clock: Arc<dyn Clock>, policy: InboxPolicy) -> Inbox<S> {
        Inbox {
            store,
            clock,
            policy,
        }
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// How patient it is.
    pub fn policy(&self) -> &InboxPolicy {
        &self.policy
    }

    /// Takes a message. When this returns, it is stored for good, and the transport need not keep it
    /// any more. That is so for a message that can't be read, too.
    ///
    /// # Errors
    /// [`InboxError::Field`] if the transport has no name or gives an id that is empty or too long;
    /// [`InboxError::Store`]. Then nothing may be acknowledged: the message can be received again.
    pub async fn receive(&self, new: NewArrival) -> Result<Received, InboxError> {
        for (field, value, most) in [
            ("transport", &new.transport, TRANSPORT_MAX),
            ("transport_id", &new.transport_id, TRANSPORT_ID_MAX),
        ] {
            let found = value.len();
            if found == 0 || found > most || value.contains('\0') {
                return Err(InboxError::Field { field, most, found });
            }
        }
        let mut new = new;
        // What can't be kept as a UUID is none.
        new.identity = new
            .identity
            .filter(|i| (1..=UUID_MAX).contains(&i.uuid.len()) && !i.uuid.contains('\0'));
        let received = self.store.receive(&new, self.clock.now()).await?;
        let identity = new.identity.as_ref();
        let uuid = identity.map(|i| loggable::uuid(&i.uuid));
        let message_type = identity.map(|i| loggable::number(&i.message_type));
        let id = received.id();
        match received {
            Received::New(_) => tracing::info!(id, uuid, message_type, "received"),
            Received::Duplicate(_) => tracing::info!(id, uuid, "received before"),
            Received::Conflict { with, .. } => {
                tracing::warn!(id, with, uuid, "received another one with the same id");
            }
        }
        Ok(received)
    }

    /// Puts the messages that nobody has looked at yet where they belong, the oldest first, so many
    /// at most. Says how many. One that fails does not keep the others back.
    ///
    /// # Errors
    /// The first [`StoreError`], after all were tried.
    pub async fn sort(
        &self,
        worker: &str,
        limit: u32,
        classifier: &impl Classifier,
    ) -> Result<usize, StoreError> {
        let mut count = 0;
        let mut failed = None;
        for tests in [false, true] {
            let mut filter = ArrivalFilter::states(&[ArrivalState::Arrived]);
            filter.tests = tests;
            filter.limit = limit;
            for arrival in self.store.arrivals(&filter).await? {
                match self.place(worker, &arrival, classifier).await {
                    Ok(placed) => count += usize::from(placed),
                    Err(error) => {
                        let (id, code) = (arrival.id, error.code());
                        tracing::error!(id, code, "not put in its place");
                        failed = failed.or(Some(error));
                    }
                }
            }
        }
        failed.map_or(Ok(count), Err)
    }

    #[tracing::instrument(name = "sort", skip_all, fields(
        id = arrival.id,
        uuid = arrival.uuid.as_deref().map(loggable::uuid),
        message_type = arrival.message_type.as_deref().map(loggable::number),
    ))]
    async fn place(
        &self,
        worker: &str,
        arrival: &Arrival,
        classifier: &impl Classifier,
    ) -> Result<bool, StoreError> {
        let Some(contents) = self.store.contents(arrival.id).await? else {
            return Ok(false);
        };
        // What comes from outside must not take the worker with it.
        let classified = AssertUnwindSafe(async { classifier.classify(arrival, &contents).await });
        let sorting = classified.catch_unwind().await;
        let sorting =
            sorting.unwrap_or_else(|_| Sorting::to(Place::Person).because("classifier-panic", ""));
        let actor = format!("worker {worker}");
        let placed = self.placed(arrival, &sorting, &actor).await?;
        Ok(placed.is_some())
    }

    async fn placed(
        &self,
        arrival: &Arrival,
        sorting: &Sorting,
        actor: &str,
    ) -> Result<Option<ArrivalState>, StoreError> {
        let now = self.clock.now();
        let sorter = Sorter {
            actor,
            now,
            quittung_due: later(now, self.policy.quittung_within),
        };
        let (id, from) = (arrival.id, arrival.state);
        let state = self.store.sort(id, from, sorting, &sorter).await?;
        if let Some(state) = state {
            let (state, code) = (state.name(), loggable::code(&sorting.code));
            tracing::info!(id, state, code, "sorted");
        }
        Ok(state)
    }

    /// Hands the replies that reject messages to the outbox, the oldest first, so many at most. Says
    /// how many. A reply that the outbox has is not handed over again: it knows the reply's UUID. One
    /// that it does not let in is left to a person.
    ///
    /// # Errors
    /// [`StoreError`]; what was not handed over will be next time.
    pub async fn submit_replies<O: Store>(
        &self,
        outbox: &Outbox<O>,
        limit: u32,
    ) -> Result<usize, StoreError> {
        let mut count = 0;
        for tests in [false, true] {
            let mut filter = ArrivalFilter::states(&[ArrivalState::Rejected]);
            filter.tests = tests;
            filter.limit = limit;
            for arrival in self.store.arrivals(&filter).await? {
                count += usize::from(self.submit_reply(outbox, &arrival).await?);
            }
        }
        Ok(count)
    }

    #[tracing::instrument(name = "reject", skip_all, fields(id = arrival.id))]
    async fn submit_reply<O: Store>(
        &self,
        outbox: &Outbox<O>,
        arrival: &Arrival,
    ) -> Result<bool, StoreError> {
        let id = arrival.id;
        let Some(reply) = self.store.reply(id).await? else {
            return Ok(false);
        };
        let submitted = outbox
            .submit(NewSubmission {
                content: reply.content,
                lane: reply.lane,
                recipient: reply.recipient,
                mode: Mode::Async,
                expects_answer: false,
                replaces: None,
            })
            .await;
        let change = match submitted {
            Ok(stored) => returned(stored.uuid),
            // Handed over before, and the program ended before that was kept here.
            Err(SubmitError::Duplicate { uuid, same: true }) => returned(uuid),
            Err(SubmitError::Store(error)) => return Err(error),
            Err(error) => ArrivalChange::to(ArrivalState::Person, "inbox")
                .because("reply-not-let-in", error.to_string()),
        };
        let (state, code) = (change.state.name(), change.code.as_str());
        let reply = change.reply_uuid.as_deref().map(loggable::uuid);
        tracing::info!(reply, state, code, "rejected");
        let now = self.clock.now();
        let from = ArrivalState::Rejected;
        self.store.change_arrival(id, from, &change, now).await
    }
}

fn returned(uuid: String) -> ArrivalChange {
    let mut change = ArrivalChange::to(ArrivalState::Returned, "inbox").because("returned", &uuid);
    change.reply_uuid = Some(uuid);
    change
}
