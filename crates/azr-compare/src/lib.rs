//! Comparison of local records with those of the Ausländerzentralregister (AZR).
//!
//! [`Vergleicher`] compares a record of an office, field by field, with a whole record of the
//! register (090004): the same, probably the same, different, only on one side. Names are compared
//! across transliterations ([`namen`]), dates of which a part is known as such, entries of a group
//! by their reference ids or else by likeness. The result is a value ([`Vergleich`]) with forms for
//! programs and people ([`ausgabe`]).
//!
//! ```no_run
//! use azr_compare::{Optionen, Vergleicher, ausgabe};
//! use xoev::Language;
//!
//! # fn example(lokal: &[u8], auskunft: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! let vergleicher = Vergleicher::new()?;
//! let vergleich = vergleicher.dateien(lokal, auskunft, &Optionen::default())?;
//! print!("{}", ausgabe::text(&vergleich, Language::German));
//! # Ok(())
//! # }
//! ```
//!
//! [`registerabgleich`] compares whole registers by AZR numbers and reference ids (090022) and makes
//! the messages with the result (090023).

pub mod ausgabe;
mod datensatz;
mod ergebnis;
mod error;
mod felder;
mod json;
mod json_schema;
pub mod namen;
mod optionen;
pub mod registerabgleich;
mod vergleicher;
mod werte;
mod zuordnung;

pub use datensatz::Datensatz;
pub use ergebnis::{
    Befund, Eintragsvergleich, Feldvergleich, Grund, Gruppenvergleich, Seite, Vergleich, Zaehler,
    Zuordnung,
};
pub use error::{AbgleichError, LeseFehler, VergleichError};
pub use json_schema::json_schema;
pub use optionen::Optionen;
pub use vergleicher::Vergleicher;
