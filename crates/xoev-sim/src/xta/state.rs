//! What the server remembers: messages, where lists go on, what it was told to do.

use std::collections::{HashMap, HashSet, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use super::fault::Fault;
use super::node::Node;
use super::operation::Operation;
use super::request::{File, META};

/// A line of a report: code and text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRecord {
    /// The code.
    pub code: String,
    /// The text.
    pub text: String,
}

/// What the reports of a message say in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The state: 1 green, 2 yellow, 3 red; others to try what clients do.
    pub state: i64,
    /// Errors, for state 3, or warnings.
    pub records: Vec<ReportRecord>,
}

/// A message that the server has taken.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) id: String,
    pub(super) author: String,
    pub(super) reader: String,
    pub(super) metadata: Node,
    pub(super) files: Vec<File>,
    pub(super) not_before: Option<DateTime<Utc>>,
    pub(super) cancelled: bool,
    pub(super) closed: bool,
    /// How often a report was asked for.
    pub(super) asked: u32,
    pub(super) outcome: Outcome,
}

impl Stored {
    /// Bytes of all files.
    pub(super) fn size(&self) -> usize {
        self.files.iter().map(|f| f.bytes.len()).sum()
    }
}

/// A list, or messages one after the other, to be gone on with.
#[derive(Clone, Debug)]
pub(super) struct Iteration {
    pub(super) reader: String,
    pub(super) rest: VecDeque<String>,
    pub(super) page: usize,
    pub(super) attributes_only: bool,
}

/// A call that came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Call {
    /// The operation; none if the request was refused as not understood.
    pub operation: Option<Operation>,
    /// Key of the author in the header.
    pub author: String,
    /// Id of the message that is sent, asked for or cancelled.
    pub message_id: String,
    /// The envelope as it came; for a request that was not understood, why.
    pub envelope: String,
}

/// Everything that changes.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) messages: Vec<Stored>,
    pub(super) used: HashSet<String>,
    pub(super) iterations: HashMap<String, Iteration>,
    pub(super) faults: HashMap<Operation, VecDeque<Fault>>,
    pub(super) calls: Vec<Call>,
    pub(super) ahead: TimeDelta,
    pub(super) requests: u64,
}

impl State {
    /// The time at the server.
    pub(super) fn now(&self) -> DateTime<Utc> {
        Utc::now() + self.ahead
    }

    /// Takes a message in.
    pub(super) fn take_in(&mut self, metadata: Node, files: Vec<File>) {
        let not_before = metadata.text_at(&["DeliveryAttributes", "NotBefore"]);
        let stored = Stored {
            id: metadata
                .text_at(&["MsgIdentification", "MessageID"])
                .to_owned(),
            author: metadata
                .text_at(&["Originators", "Author", "Identifier"])
                .to_owned(),
            reader: metadata
                .text_at(&["Destinations", "Reader", "Identifier"])
                .to_owned(),
            not_before: DateTime::parse_from_rfc3339(not_before)
                .ok()
                .map(|t| t.to_utc()),
            metadata: delivered(metadata, self.now()),
            files,
            cancelled: false,
            closed: false,
            asked: 0,
            outcome: Outcome {
                state: 1,
                records: Vec::new(),
            },
        };
        self.used.insert(stored.id.clone());
        self.messages.push(stored);
    }

    /// Messages that a reader can see now.
    pub(super) fn visible(&self, reader: &str) -> impl Iterator<Item = &Stored> {
        let now = self.now();
        self.messages.iter().filter(move |m| {
            m.reader == reader
                && !m.cancelled
                && !m.closed
                && m.not_before.is_none_or(|time| time <= now)
        })
    }

    /// A new id for a list that can be gone on with.
    pub(super) fn request_id(&mut self) -> String {
        self.requests += 1;
        format!("urn:sim:request:{}", self.requests)
    }
}

/// Metadata with the time of the delivery, at its place.
fn delivered(mut metadata: Node, now: DateTime<Utc>) -> Node {
    let attributes = metadata
        .children
        .iter_mut()
        .find(|c| c.name == "DeliveryAttributes");
    if let Some(attributes) = attributes {
        let before = ["Origin", "InitialSend", "NotBefore", "ObsoleteAfter"];
        attributes.children.retain(|c| c.name != "Delivery");
        let at = attributes
            .children
            .iter()
            .take_while(|c| before.contains(&c.name.as_str()))
            .count();
        let delivery = Node {
            namespace: META.to_owned(),
            name: "Delivery".to_owned(),
            text: now.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
            ..Node::default()
        };
        attributes.children.insert(at, delivery);
    }
    metadata
}
