//! A message with what is written on its outside.

use chrono::{DateTime, Utc};

/// Who sends or gets a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// Key in the directory, as `ags:01999001`: three letters, a colon, the id. 6 to 255 bytes.
    pub key: String,
    /// Name of the authority, for people.
    pub name: Option<String>,
    /// Category of the directory, as `Ausländerbehörde`.
    pub category: Option<String>,
}

impl Address {
    /// An address of which only the key is known.
    pub fn of(key: impl Into<String>) -> Address {
        Address {
            key: key.into(),
            name: None,
            category: None,
        }
    }
}

/// What kind of message is in a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageKind {
    /// Namespace of the root element.
    pub namespace: String,
    /// Local name of the root element.
    pub element: String,
    /// Number of the message, as text: `0020` is another than `000020`.
    pub number: String,
    /// The attribute `version` of the message.
    pub version: String,
}

/// A file beside the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// MIME type.
    pub content_type: String,
    /// Name of the file.
    pub file_name: Option<String>,
    /// The file.
    pub content: Vec<u8>,
}

/// A message to be carried, or that was carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The id of the transport; the same whenever the parcel is sent again.
    pub transport_id: Option<String>,
    /// What kind of message it is, as far as known from outside.
    pub kind: Option<MessageKind>,
    /// Who it is from; answers go there.
    pub author: Address,
    /// Who shall read it.
    pub reader: Address,
    /// URI of the service in the directory under which the reader gets it.
    pub service: Option<String>,
    /// Ids of the transport of parcels that this one answers.
    pub in_reply_to: Vec<String>,
    /// Whether it is a test, not to be processed as a real one.
    pub test: bool,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// The message, byte for byte.
    pub content: Vec<u8>,
    /// Files beside it, [`Parcel::MAX_ATTACHMENTS`] at most.
    pub attachments: Vec<Attachment>,
}

impl Parcel {
    /// The most attachments of a parcel, sent or received. No message of the standard has as many:
    /// documents go in packets.
    pub const MAX_ATTACHMENTS: usize = 1000;

    /// A parcel with a message for a reader.
    pub fn new(
        author: Address,
        reader: Address,
        content: Vec<u8>,
        created: DateTime<Utc>,
    ) -> Parcel {
        Parcel {
            transport_id: None,
            kind: None,
            author,
            reader,
            service: None,
            in_reply_to: Vec::new(),
            test: false,
            created,
            content,
            attachments: Vec::new(),
        }
    }

    /// Bytes of the message and its attachments.
    pub fn size(&self) -> u64 {
        let attached: usize = self.attachments.iter().map(|a| a.content.len()).sum();
        (self.content.len() + attached) as u64
    }
}
