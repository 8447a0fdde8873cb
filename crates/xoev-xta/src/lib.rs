//! XTA-WS 2.1.1 as a transport: SOAP 1.2 with WS-Addressing, every request MTOM, over mutual TLS.
//!
//! An authority that does not run an OSCI client of its own hands its messages to an XTA server (of
//! its data centre), which looks up the receiver in the DVDV and carries them on. [`XtaTransport`] is
//! the client: each operation of the web service is a method, and the
//! [`Transport`](xoev_transport::Transport) of all other crates is made of them.
//!
//! ```no_run
//! use xoev_transport::{Address, Transport as _};
//! use xoev_xta::{BusinessScenario, Endpoints, Identity, XtaSettings, XtaTransport};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let settings = XtaSettings::new(
//!     Address::of("ags:01999001"),
//!     Endpoints {
//!         management: "https://xta.example.de/management".to_owned(),
//!         send: "https://xta.example.de/send".to_owned(),
//!         mailbox: "https://xta.example.de/msgbox".to_owned(),
//!     },
//!     Identity::from_pem(std::fs::read("client.pem")?),
//!     std::fs::read("roots.pem")?,
//!     BusinessScenario::Defined {
//!         list_uri: "urn:de:xta:codeliste:business.scenario".to_owned(),
//!         list_version: "1".to_owned(),
//!         code: "XINNERES_DATA".to_owned(),
//!     },
//! );
//! let xta = XtaTransport::new(settings)?;
//! xta.check(&Address::of("ags:01999001")).await?;
//! for waiting in xta.list(&Address::of("ags:01999001"), 100).await? {
//!     println!("{}", waiting.transport_id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What is written, what is read
//!
//! What is written follows the schemas of module 2.1.1 to the letter. What is read may differ from
//! them as real servers do: names with any namespace or none, codes and states that are not listed,
//! MTOM or base64 in the envelope, faults with or without `Exception` in their names, answers whose
//! lists are empty with a reason.
//!
//! Answers are limited in size, depth, number of elements and time; document types are refused. A
//! message has at most 1,000 attachments ([`Parcel::MAX_ATTACHMENTS`](xoev_transport::Parcel)), sent
//! or received; with more it is not sent, code `attachments`, or not taken in, code `answer`.
//!
//! Who this client is, its certificate says. Addresses with a user or a password in them are refused:
//! they would get into logs.
//!
//! # Failures
//!
//! [`XtaError`] says what happened; [`XtaError::failure`] is the table by which it becomes one of the
//! five classes of [`FailureClass`](xoev_transport::FailureClass).

mod answer;
mod channel;
mod client;
mod container;
mod envelope;
mod error;
mod fault;
mod metadata;
mod multipart;
mod operation;
mod settings;
mod tls;
mod transport;
mod tree;
mod xml;

pub use answer::{Availability, Fetched, NoMessage, Page, Record, TransportReport};
pub use client::XtaTransport;
pub use container::{Container, Content};
pub use error::XtaError;
pub use fault::{FaultKind, XtaFault};
pub use metadata::{MessageType, MetaData};
pub use operation::{Operation, Port};
pub use settings::{
    BusinessScenario, Endpoints, Identity, MessageTypeList, SetupError, Traffic, XtaSettings,
};
