//! The file beside a message that says what is on the outside of the parcel, as JSON.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Address, Attachment, MessageKind, Parcel, Waiting};

/// Version of the form.
const FORM: u32 = 1;

/// The content of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sidecar {
    form: u32,
    id: String,
    #[serde(skip)]
    uuid: Uuid,
    author: Party,
    reader: Party,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    in_reply_to: Vec<String>,
    #[serde(default)]
    test: bool,
    created: String,
    #[serde(skip)]
    created_at: DateTime<Utc>,
    /// Bytes of the message.
    pub(super) size: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) attachments: Vec<Beside>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Party {
    key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    category: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kind {
    namespace: String,
    element: String,
    number: String,
    version: String,
}

/// An attachment.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Beside {
    content_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file_name: Option<String>,
    pub(super) size: u64,
}

impl From<&Address> for Party {
    fn from(address: &Address) -> Party {
        Party {
            key: address.key.clone(),
            name: address.name.clone(),
            category: address.category.clone(),
        }
    }
}

impl From<Party> for Address {
    fn from(party: Party) -> Address {
        Address {
            key: party.key,
            name: party.name,
            category: party.category,
        }
    }
}

/// Names of the files of a parcel. They are made of its id alone.
pub(super) fn sidecar_name(id: Uuid) -> String {
    format!("{id}.json")
}

/// Name of the file with the message.
pub(super) fn message_name(id: Uuid) -> String {
    format!("{id}.xml")
}

/// Name of the file with an attachment, counted from 1.
pub(super) fn attachment_name(id: Uuid, number: usize) -> String {
    format!("{id}.{number}.anlage")
}

impl Sidecar {
    /// What is said beside a parcel.
    pub(super) fn of(parcel: &Parcel, id: Uuid) -> Sidecar {
        let beside = |a: &Attachment| Beside {
            content_type: a.content_type.clone(),
            file_name: a.file_name.clone(),
            size: a.content.len() as u64,
        };
        Sidecar {
            form: FORM,
            id: id.to_string(),
            uuid: id,
            author: (&parcel.author).into(),
            reader: (&parcel.reader).into(),
            kind: parcel.kind.as_ref().map(|k| Kind {
                namespace: k.namespace.clone(),
                element: k.element.clone(),
                number: k.number.clone(),
                version: k.version.clone(),
            }),
            service: parcel.service.clone(),
            in_reply_to: parcel.in_reply_to.clone(),
            test: parcel.test,
            created: parcel.created.to_rfc3339_opts(SecondsFormat::AutoSi, true),
            created_at: parcel.created,
            size: parcel.content.len() as u64,
            attachments: parcel.attachments.iter().map(beside).collect(),
        }
    }

    /// Reads the file of this id. None if it is something else.
    pub(super) fn read(bytes: &[u8], id: Uuid) -> Option<Sidecar> {
        let mut read: Sidecar = serde_json::from_slice(bytes).ok()?;
        read.uuid = id;
        read.created_at = DateTime::parse_from_rfc3339(&read.created).ok()?.to_utc();
        let usable = read.form == FORM
            && read.id == id.to_string()
            && read.attachments.len() <= Parcel::MAX_ATTACHMENTS;
        usable.then_some(read)
    }

    /// Whether the parcel is for this reader.
    pub(super) fn is_for(&self, reader: &Address) -> bool {
        self.reader.key == reader.key
    }

    /// Bytes of message and attachments, as this file says.
    pub(super) fn total(&self) -> u64 {
        self.attachments
            .iter()
            .fold(self.size, |sum, a| sum.saturating_add(a.size))
    }

    /// All files of the parcel, this one first.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = vec![sidecar_name(self.uuid), message_name(self.uuid)];
        names.extend((1..=self.attachments.len()).map(|n| attachment_name(self.uuid, n)));
        names
    }

    /// The line in a list that this is.
    pub(super) fn waiting(self) -> Waiting {
        let mut waiting = Waiting::new(self.id.clone());
        waiting.size = Some(self.total());
        waiting.message_type = self.kind.map(|k| k.number);
        waiting.author = Some(self.author.key);
        waiting.test = self.test;
        waiting
    }

    /// The parcel with this message and these attachments.
    pub(super) fn parcel(self, content: Vec<u8>, attachments: Vec<Vec<u8>>) -> Parcel {
        Parcel {
            transport_id: Some(self.id),
            kind: self.kind.map(|k| MessageKind {
                namespace: k.namespace,
                element: k.element,
                number: k.number,
                version: k.version,
            }),
            author: self.author.into(),
            reader: self.reader.into(),
            service: self.service,
            in_reply_to: self.in_reply_to,
            test: self.test,
            created: self.created_at,
            content,
            attachments: self
                .attachments
                .into_iter()
                .zip(attachments)
                .map(|(beside, content)| Attachment {
                    content_type: beside.content_type,
                    file_name: beside.file_name,
                    content,
                })
                .collect(),
        }
    }
}
