//! A durable outbox for messages: what it has taken is sent, or is on the list of a person. Nothing
//! is lost, and nothing is sent twice as if it were new. Its counterpart, the [`inbox`], keeps what
//! is received, in the same store.
//!
//! - [`Outbox::submit`] looks at a message ([`Gate`]), stores it and returns; sending is the work of
//!   others ([`Outbox::work`], with a [`Sender`]).
//! - Order is kept for each *lane* (a person, a case); lanes do not wait for each other.
//! - The id of the transport is stored before an asynchronous message is sent
//!   ([`Sender::prepare`]), so that each repeat has the same one. What the transport gives up later
//!   ([`Outbox::undelivered`]) goes again or to a person.
//! - A synchronous call whose outcome is not known is a [state of its own](State::Unclear): it is
//!   sent only as a repetition of the same message.
//! - Failures are of one of [five classes](FailureClass). Only what may work later is tried again,
//!   with growing pauses and a deadline ([`Policy`]); the rest is for people ([`Outbox::troubled`]).
//! - Stores are proved by one contract suite (`contract`, with the feature of this name):
//!   [`SqlStore::sqlite`] in a file, [`SqlStore::postgres`] for many workers on many machines.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use xoev_outbox::{Mode, NewSubmission, Outbox, Policy, SchemaGate, SqlStore, SystemClock};
//! use xoev_rules::Rules;
//! use xoev_validator::Validator;
//!
//! # async fn example(message: Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
//! let set = xoev_bundled::schemas()?;
//! let rules = Rules::bundled(&set);
//! let lists = xoev_bundled::code_lists()?;
//! let gate = SchemaGate::new(Validator::lazy(set), Some(rules), lists);
//! let store = SqlStore::sqlite("outbox.db").await?;
//! let outbox = Outbox::new(store, Arc::new(gate), Arc::new(SystemClock), Policy::default());
//! let submitted = outbox
//!     .submit(NewSubmission {
//!         content: message,
//!         lane: "990611007788".to_owned(),
//!         recipient: "azr:register".to_owned(),
//!         mode: Mode::Sync,
//!         expects_answer: true,
//!         replaces: None,
//!     })
//!     .await?;
//! println!("{} is {}", submitted.uuid, submitted.state.name());
//! # Ok(())
//! # }
//! ```
//!
//! Spans and events of `tracing` name UUIDs, numbers of messages, states, workers, attempts and codes
//! only ([`loggable`]): no content, no lane, no words of others.

mod aside;
mod clock;
#[cfg(feature = "contract")]
pub mod contract;
mod error;
mod gate;
pub mod inbox;
pub mod loggable;
mod outbox;
mod policy;
mod sql;
mod state;
mod store;
mod submission;

pub use aside::aside;
pub use clock::{Clock, ManualClock, SystemClock};
pub use error::{ActionError, InboxError, StoreError, SubmitError};
pub use gate::{Admitted, Gate, Refusal, SchemaGate};
pub use outbox::{Dispatch, Outbox, Sender};
pub use policy::{Change, Policy};
pub use sql::SqlStore;
pub use state::State;
pub use store::{Filter, Holder, Horizons, Inserted, Stats, Store, Trouble};
pub use submission::{Event, Mode, NewSubmission, Outcome, Submission, Verdict};
pub use xoev_transport::{Failure, FailureClass};
