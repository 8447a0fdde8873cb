//! What every way to another authority does. A [`Transport`] carries a [`Parcel`], a message with what
//! is written on its outside; it does not look into the message.
//!
//! Whatever fails is a [`Failure`] of one of five [classes](FailureClass), in the words of who said so.

#[cfg(feature = "contract")]
pub mod contract;
mod failure;
mod folder;
mod parcel;
#[cfg(feature = "tls")]
mod tls;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

pub use failure::{Failure, FailureClass};
pub use folder::{FolderAccess, FolderSettings, FolderTransport};
pub use parcel::{Address, Attachment, MessageKind, Parcel};
#[cfg(feature = "tls")]
pub use tls::refused_certificate;

/// What a transport can do. Asking for something that it can't is a [`Failure`] before anything was
/// sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Abilities {
    /// [`Transport::send`]
    pub asynchronous: bool,
    /// [`Transport::send_sync`]
    pub synchronous: bool,
    /// [`Transport::list`], [`Transport::fetch`] and [`Transport::acknowledge`]
    pub mailbox: bool,
    /// [`Transport::cancel`]
    pub cancel: bool,
    /// The most bytes of a parcel: message and attachments as they go over the wire.
    pub max_bytes: Option<u64>,
}

/// What a transport knows of a parcel that it took.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// Nothing is known yet: ask again later. Right after sending this is so as a rule.
    Open,
    /// It was delivered.
    Delivered {
        /// Warnings, in the words of the transport.
        warnings: Vec<String>,
    },
    /// It will not be delivered.
    Failed(Failure),
}

/// A parcel that waits in the mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// The id by which it is fetched and acknowledged.
    pub transport_id: String,
    /// Number of its message, as far as the outside of the parcel says it.
    pub message_type: Option<String>,
    /// Key of its author, as far as the outside of the parcel says it.
    pub author: Option<String>,
    /// Whether the outside of the parcel says that it is a test.
    pub test: bool,
    /// Its size in bytes, as far as known.
    pub size: Option<u64>,
}

impl Waiting {
    /// One of which nothing is known but its id.
    pub fn new(transport_id: impl Into<String>) -> Waiting {
        Waiting {
            transport_id: transport_id.into(),
            message_type: None,
            author: None,
            test: false,
            size: None,
        }
    }
}

/// A way to other authorities.
///
/// Ids: who wants to repeat a send must do so with the same [`Parcel::transport_id`]; the transport
/// takes a parcel of an id once.
#[async_trait]
pub trait Transport: Send + Sync {
    /// What it can do.
    fn abilities(&self) -> Abilities;

    /// Makes the id for a parcel; to be stored before the parcel is sent. None if this transport
    /// has no ids of its own.
    ///
    /// # Errors
    /// [`Failure`]
    async fn new_id(&self) -> Result<Option<String>, Failure>;

    /// Hands a parcel over; an answer comes later, into the mailbox. Gives the id of the transport.
    /// A parcel whose id the transport has taken before counts as sent.
    ///
    /// # Errors
    /// [`Failure`]
    async fn send(&self, parcel: &Parcel) -> Result<Option<String>, Failure>;

    /// Hands a parcel over and waits for the answer in the same call.
    ///
    /// # Errors
    /// [`Failure`]; of class [`FailureClass::UnknownOutcome`] if the receiver may have processed it.
    async fn send_sync(&self, parcel: &Parcel) -> Result<Parcel, Failure>;

    /// What waits in the mailbox of a reader and was not acknowledged, the oldest first, so many at
    /// most.
    ///
    /// # Errors
    /// [`Failure`]
    async fn list(&self, reader: &Address, limit: u32) -> Result<Vec<Waiting>, Failure>;

    /// Gets a parcel out of the mailbox. It stays there until it is acknowledged.
    ///
    /// # Errors
    /// [`Failure`]
    async fn fetch(&self, reader: &Address, transport_id: &str) -> Result<Parcel, Failure>;

    /// Says that a parcel was stored: the mailbox need not keep it any more. To be called only
    /// after storing it. Acknowledging again is no error.
    ///
    /// # Errors
    /// [`Failure`]
    async fn acknowledge(&self, reader: &Address, transport_id: &str) -> Result<(), Failure>;

    /// What became of a parcel that was sent.
    ///
    /// # Errors
    /// [`Failure`]
    async fn status(&self, author: &Address, transport_id: &str) -> Result<Status, Failure>;

    /// Takes back a parcel that was not delivered yet: it must not be delivered before this time.
    ///
    /// # Errors
    /// [`Failure`]
    async fn cancel(
        &self,
        author: &Address,
        transport_id: &str,
        not_before: DateTime<Utc>,
    ) -> Result<(), Failure>;

    /// Whether a reader can be reached for a service (by its URI in the directory).
    ///
    /// # Errors
    /// [`Failure`]
    async fn lookup(
        &self,
        author: &Address,
        reader: &Address,
        service: &str,
    ) -> Result<bool, Failure>;

    /// Whether the transport can be used at all now, with this author's account.
    ///
    /// # Errors
    /// [`Failure`]
    async fn check(&self, author: &Address) -> Result<(), Failure>;
}
