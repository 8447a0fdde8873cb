//! A simulator of the central register of foreigners, AZR (Ausländerzentralregister).
//!
//! [`Register`] is the register itself, without a network: a request as bytes goes in, an answer as
//! bytes comes out, always one that the real register could give. [`AzrServer`] serves it by HTTP
//! on loopback, with [`Disturbance`]s on demand.
//!
//! # What is answered how
//!
//! | request | answer |
//! | --- | --- |
//! | 090001 query | 090002, 090003, 090004; 090099 for too many hits |
//! | 090005 photos | 090006, for each photo itself or why it is not sent |
//! | 090007 document | 090008; 090099 |
//! | 090009 first report | 090098 with number and ids; 090099 |
//! | 090010 later report | 090098 with ids; 090099 |
//! | 090012 document to store or delete | 090097; 090099 |
//! | 090021 comparison | 090022; 090099 if too many |
//! | 090023 statistics of a comparison | nothing: they go to the BAMF, and are kept here for looking at |
//! | 090040 data care | 090098 with a hint; 090099 |
//! | 090051 guarantor | 090053, 090002; 090099 |
//! | 000020 repetition | the answer to what is in it, once more byte for byte if it was processed; else 000002 |
//! | anything else | 000002 |
//!
//! # Choices
//!
//! The standard leaves open, or does not publish, what the simulator has to decide:
//!
//! - The check digit of AZR numbers is one of our own; a number that the register knows is never
//!   refused for its check digit.
//! - Keys of errors are our own, see [`RegisterError`]. Rules of [`azr_rules`] that are hard are
//!   errors; soft ones are not.
//! - Searches by personal data, passport and title give a list (090003), even of one hit; searches by
//!   other numbers give the record (090004), or 090099 if several records have the number.
//! - `personalienGleich`: names, date of birth and sex are the same; `personalienAehnlich`: the
//!   names are probably the same (as [`azr_compare`] sees it) and the date of birth does not
//!   contradict.
//! - A confirmation (090098) has no id for what was deleted.
//! - An id is current if it is exactly the stored one; references within content need only mean a
//!   stored entry.
//! - A new entry (01) of a group with historic entries makes the one before historic.
//! - 090040 is confirmed by a 090098 without ids, with a hint; the records are merged only by
//!   [`Register::merge`].
//! - A UUID that was processed and comes again plainly is refused with S100; its answer is given
//!   again only to a repetition (000020). What was refused with 000002 was not processed.
//! - A message is answered in the place of its author: 090099 and the like are tests if the request
//!   is.

mod abgleich;
mod ablauf;
mod anfrage;
mod auskunft;
mod bauplan;
mod bestand;
mod dokument;
mod fehler;
mod journal;
mod knoten;
mod kopf;
mod meldung;
mod mitteilung;
mod personalien;
mod register;
mod rueckweisung;
mod seife;
mod server;
mod stoerung;
mod verpflichtung;
mod vorgang;
mod zeit;

pub use fehler::RegisterError;
pub use journal::JournalError;
pub use mitteilung::Notice;
pub use register::{Answer, Aufbaufehler, Clock, Register, Settings, Violation, ViolationKind};
pub use server::{AzrServer, Envelope, ServerSettings};
pub use stoerung::{Disturbance, FaultPlan};
