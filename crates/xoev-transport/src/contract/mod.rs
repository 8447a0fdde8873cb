//! What every transport with a mailbox has to do, as a suite: it proves itself by passing [`run`].
//!
//! A case that is not kept panics with what was expected; this is for tests.

mod cases;

use chrono::{DateTime, Utc};

use crate::{Address, Attachment, MessageKind, Parcel, Transport};

/// Two ends of a transport, and what to send.
pub struct Ends {
    /// Sends. What it sends comes into the mailbox of the receiver at once. It should take small
    /// parcels only, or the case of one that is too large takes long.
    pub sender: Box<dyn Transport>,
    /// A sender whose parcels can be cancelled for a while, if that is another.
    pub cancelling: Option<Box<dyn Transport>>,
    /// Receives.
    pub receiver: Box<dyn Transport>,
    /// Key of who sends.
    pub author: Address,
    /// Key of who receives.
    pub reader: Address,
    /// Another reader, whose mailbox can be read by the receiver, too.
    pub other_reader: Address,
    /// Whether what is known of the kind of a message must arrive as it was sent; else its version
    /// may be missing.
    pub whole_kind: bool,
}

impl Ends {
    /// Two ends, with keys of invented authorities.
    pub fn new(sender: Box<dyn Transport>, receiver: Box<dyn Transport>) -> Ends {
        Ends {
            sender,
            cancelling: None,
            receiver,
            author: Address {
                key: "ags:01999001".to_owned(),
                name: Some("Ausländerbehörde <Musterstadt> & Umland".to_owned()),
                category: Some("Ausländerbehörde".to_owned()),
            },
            reader: Address {
                key: "ags:02999002".to_owned(),
                name: None,
                category: Some("Ausländerbehörde".to_owned()),
            },
            other_reader: Address::of("ags:03999003"),
            whole_kind: true,
        }
    }

    /// A parcel with everything on its outside, and two attachments: all bytes, and none.
    fn parcel(&self, id: Option<String>) -> Parcel {
        let content = "<?xml version=\"1.0\"?>\r\n<a>ä\t]]&gt;</a>\n"
            .as_bytes()
            .to_vec();
        let mut parcel = Parcel::new(self.author.clone(), self.reader.clone(), content, noon());
        parcel.transport_id = id;
        parcel.kind = Some(MessageKind {
            namespace: "urn:example:nachricht".to_owned(),
            element: "Beispiel.Nachricht.000123".to_owned(),
            number: "000123".to_owned(),
            version: "26.11".to_owned(),
        });
        parcel.service = Some("http://www.example.org/dienst.wsdl".to_owned());
        parcel.in_reply_to = vec![
            "urn:uuid:6f0b1e3e-51c1-4f6e-9d0c-0a4f7a3cf0a1".to_owned(),
            "urn:uuid:6f0b1e3e-51c1-4f6e-9d0c-0a4f7a3cf0a2".to_owned(),
        ];
        parcel.attachments = vec![
            Attachment {
                content_type: "application/pdf".to_owned(),
                file_name: Some("../Bescheid \"1\" & <2>.pdf".to_owned()),
                content: (0..=255_u8).chain(*b"\r\n--\r\n").collect(),
            },
            Attachment {
                content_type: "text/plain".to_owned(),
                file_name: None,
                content: Vec::new(),
            },
        ];
        parcel
    }
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_795_000_000_123).unwrap_or_default()
}

/// Runs all cases, each with two ends of its own that `make` gives, with empty mailboxes.
///
/// # Panics
/// If the transport does not keep the contract.
pub async fn run(make: impl AsyncFn() -> Ends) {
    cases::what_is_sent_is_listed_and_fetched_as_it_was(&make().await).await;
    cases::it_stays_until_it_is_acknowledged(&make().await).await;
    cases::the_same_id_is_delivered_once(&make().await).await;
    cases::the_test_flag_is_carried(&make().await).await;
    cases::what_is_too_large_is_refused(&make().await).await;
    cases::unknown_ids_are_said_to_be_unknown(&make().await).await;
    cases::what_is_cancelled_does_not_arrive(&make().await).await;
    cases::what_was_taken_is_not_failed(&make().await).await;
    cases::mailboxes_are_kept_apart(&make().await).await;
    cases::the_oldest_come_first_and_no_more_than_asked_for(&make().await).await;
    cases::what_it_can_not_do_it_refuses(&make().await).await;
}
