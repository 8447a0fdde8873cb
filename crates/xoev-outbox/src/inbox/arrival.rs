//! What is received, and what is kept of it.

use chrono::{DateTime, Utc};
use xoev_transport::{Attachment, Parcel};

use super::state::ArrivalState;

/// What a message says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `nachrichtenUUID`, 1 to 100 bytes; of a longer one the message counts as one without.
    pub uuid: String,
    /// Number of the message, as text: `0020` is another than `000020`.
    pub message_type: String,
    /// Whether the message says that it is a test.
    pub test: bool,
}

/// A message that a transport hands over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewArrival {
    /// Name of the transport, by which its ids are told apart from those of others. 1 to 100 bytes.
    pub transport: String,
    /// Id that the transport gave it. 1 to 500 bytes.
    pub transport_id: String,
    /// Key of the sender in the directory, as far as known.
    pub sender: Option<String>,
    /// Key of the reader in the directory, as far as known.
    pub reader: Option<String>,
    /// Ids of the transport of messages that it answers.
    pub in_reply_to: Vec<String>,
    /// Whether its outside says that it is a test.
    pub test: bool,
    /// What it says of itself; none if it can't be read. It is kept all the same.
    pub identity: Option<Identity>,
    /// The message, byte for byte.
    pub content: Vec<u8>,
    /// Files beside it.
    pub attachments: Vec<Attachment>,
}

impl NewArrival {
    /// A message of which nothing is known but its bytes.
    pub fn new(
        transport: impl Into<String>,
        transport_id: impl Into<String>,
        content: Vec<u8>,
    ) -> NewArrival {
        NewArrival {
            transport: transport.into(),
            transport_id: transport_id.into(),
            sender: None,
            reader: None,
            in_reply_to: Vec::new(),
            test: false,
            identity: None,
            content,
            attachments: Vec::new(),
        }
    }

    /// A parcel that was fetched under this id.
    pub fn parcel(
        transport: impl Into<String>,
        transport_id: impl Into<String>,
        parcel: Parcel,
    ) -> NewArrival {
        NewArrival {
            sender: Some(parcel.author.key),
            reader: Some(parcel.reader.key),
            in_reply_to: parcel.in_reply_to,
            test: parcel.test,
            attachments: parcel.attachments,
            ..NewArrival::new(transport, transport_id, parcel.content)
        }
    }

    /// With what it says of itself.
    pub fn identified(mut self, identity: Option<Identity>) -> NewArrival {
        self.identity = identity;
        self
    }
}

/// What came of receiving. In every case the message is stored, and may be acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It is stored under this id.
    New(i64),
    /// It is the message that is stored under this id, byte for byte.
    Duplicate(i64),
    /// It has the UUID or the id of the transport of another message with other bytes. It is stored,
    /// and a person has to look at it.
    Conflict {
        /// The id under which it is stored.
        id: i64,
        /// The id of the other one.
        with: i64,
    },
}

impl Received {
    /// The id under which the message is stored.
    pub const fn id(self) -> i64 {
        match self {
            Received::New(id) | Received::Duplicate(id) | Received::Conflict { id, .. } => id,
        }
    }
}

/// A received message, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Arrival {
    /// Ascending in the order of arrival.
    pub id: i64,
    /// See [`NewArrival::transport`].
    pub transport: String,
    /// See [`NewArrival::transport_id`].
    pub transport_id: String,
    /// See [`NewArrival::sender`].
    pub sender: Option<String>,
    /// See [`NewArrival::reader`].
    pub reader: Option<String>,
    /// See [`NewArrival::in_reply_to`].
    pub in_reply_to: Vec<String>,
    /// `nachrichtenUUID`; none if it could not be read.
    pub uuid: Option<String>,
    /// Number of the message, as text.
    pub message_type: Option<String>,
    /// Whether the message or its outside says that it is a test.
    pub test: bool,
    /// Where it is.
    pub state: ArrivalState,
    /// Why it is there, if there is something to say.
    pub code: Option<String>,
    /// The other message that it claims to be.
    pub conflict_with: Option<i64>,
    /// UUID of the submission to which it is tied.
    pub submission: Option<String>,
    /// UUID of the reply that rejected it.
    pub reply: Option<String>,
    /// Bytes of the message.
    pub size: u64,
    /// How many files are beside it.
    pub attached: u32,
    /// When it was stored.
    pub received: DateTime<Utc>,
    /// When it last changed.
    pub changed: DateTime<Utc>,
    /// When it came to its end.
    pub finished: Option<DateTime<Utc>>,
}

/// The bytes of a received message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The message.
    pub message: Vec<u8>,
    /// Files beside it.
    pub attachments: Vec<Attachment>,
}

/// A change of a received message's state.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ArrivalEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// The state from then on.
    pub state: ArrivalState,
    /// Who: `inbox`, `worker <name>`, or a person.
    pub actor: String,
    /// A code, empty if there is none.
    pub code: String,
    /// What was said, empty if nothing.
    pub text: String,
}
