//! XAusländer, XInneres and the electronic file of xdomea as typed, validated Rust.
//!
//! All messages of XAusländer 26.11 are in [`v26_11`], a module for each chapter of the standard;
//! the administrative messages of XInneres, which go with them, in [`xinneres`]. Later versions
//! come as sibling modules, since both are on the wire when the version changes.
//!
//! ```
//! use xauslaender::v26_11::Nachricht;
//! use xoev::Language;
//!
//! # fn example(bytes: &[u8]) {
//! match Nachricht::from_slice(bytes) {
//!     Ok(Nachricht::VonAZRAZRFehlernachricht090099(fehler)) => println!("{fehler:?}"),
//!     Ok(other) => println!("{}", other.message_type().title),
//!     Err(error) => {
//!         if let Some(violation) = error.violation() {
//!             println!("{}: {}", violation.path, violation.text(Language::German));
//!         }
//!     }
//! }
//! # }
//! ```
//!
//! Messages are made from a [`Kopf`], which is filled from an [`Absender`]: each message type with
//! such a head has a constructor `neu` that takes it, together with what the schema requires
//! besides. UUID and time of creation are set once, by the head, which the message uses up.
//!
//! # Features
//!
//! One for each chapter (`administration`, `abhabh`, `abhmb`, `mbabh`, `bamfabh`, `tgs`, `azr`,
//! `berd`, `nks`, `ozg`, `ersst`, `bpol`, `asyl`, `geas`, `peb`), `xdomea` for the electronic file,
//! `alle` (default) for everything, and `serde`.
//!
//! # Sources
//!
//! `schemas/PROVENANCE.md` in the repository names version and checksum of every schema. The types
//! keep the words of the schema, the peculiar spellings included.

#[rustfmt::skip]
#[allow(missing_docs, rustdoc::invalid_html_tags, rustdoc::bare_urls, unused_imports, unreachable_pub)]
#[allow(clippy::all)]
mod generated;

mod kopf;

pub use kopf::{Absender, Kopf, Nachrichtenkopf, behoerde_im_dvdv};

pub use generated::ns;
#[cfg(feature = "xdomea")]
pub use generated::xdomea_4_0_0;
pub use generated::xinneres;

/// XAusländer 26.11.
pub mod v26_11 {
    pub use crate::generated::nachrichten::MESSAGES;
    pub use crate::generated::nachrichten::Nachricht2611 as Nachricht;
    pub use crate::generated::v26_11::*;
}
