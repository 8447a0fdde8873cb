//! Plausibility checks of the Ausländerzentralregister (AZR) before sending: the third layer of
//! validation, as books of rules for the engine of `xoev-rules`.
//!
//! The schema is the first layer, the XÖV profile and the prose of the standards on single types
//! the second. What the register itself asks of queries, reports and documents is the third: these
//! [`books()`]. [`rules()`] puts the second and the third layer together. The rules look at
//! messages to the register, and at the statistics of a comparison (090023), which go to the BAMF.
//! What the register answers is not judged.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use xoev_validator::{Settings, Validator};
//!
//! let set = xoev_bundled::schemas()?;
//! let rules = azr_rules::rules(&set)?;
//! // Which codes may be reported depends on the day; the lists say so.
//! let lists = xoev_bundled::code_lists()?;
//! let validator = Validator::lazy(set);
//!
//! let message = std::fs::read("../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml")?;
//! let mut watch = rules.watch().lists(&lists);
//! let report = validator.validate_with(&message[..], &Settings::default(), &mut watch)?;
//! let found = watch.finish(&report);
//! assert!(!found.is_rejected());
//! for finding in found.findings.iter().filter(|f| f.layer == azr_rules::LAYER) {
//!     println!("{} {}: {}", finding.rule, finding.path, finding.text(Default::default()));
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A rule is hard ([`Kind::Hard`]) where the standard says that something must or may not be, and
//! the message alone shows it. What it only describes, what follows from several of its places, and
//! what has exceptions that a message does not show is soft: somebody should look at it. Every rule
//! can be switched off by its name: [`Rules::select`].
//!
//! The day of a report is that of its creation in the message head, in German local time;
//! [`RuleSettings::date`](xoev_rules::RuleSettings::date) sets another one, for messages that are
//! sent later.
//!
//! What is read is `docs/AZR-RULES.md`, made from the tables of this crate, and [`coverage()`],
//! which says for each statement of the standard about the register which rules it became, or why
//! none.
//!
//! # Source
//!
//! `xauslaender-nachrichten-azr.xsd` of XAusländer 26.11 and the code lists that it names.

mod abgleich;
mod aenderung;
mod asyl;
mod befristung;
mod bild;
mod code;
mod dokument;
mod freitext;
mod kopf;
mod massnahme;
mod person;
mod sachverhalt;
mod shape;
mod sprache;
mod titel;

pub use abgleich::MAX_PAKET;
pub use dokument::{MAX_DOKUMENT, MAX_NOTIZEN};

use xoev_rules::{Book, Coverage, Kind, Messages, RuleError, RuleInfo, Rules};
use xoev_schema::SchemaSet;

/// The layer of validation that the rules of this crate belong to.
pub const LAYER: u8 = 3;

/// The books of this crate, for [`Rules::with_books`].
pub fn books() -> &'static [&'static Book] {
    &[
        &kopf::BOOK,
        &aenderung::BOOK,
        &code::BOOK,
        &person::BOOK,
        &freitext::BOOK,
        &bild::BOOK,
        &titel::BOOK,
        &befristung::BOOK,
        &massnahme::BOOK,
        &sachverhalt::BOOK,
        &sprache::BOOK,
        &asyl::BOOK,
        &dokument::BOOK,
        &abgleich::BOOK,
    ]
}

/// The rules of the second layer and those of this crate, for a schema set with XAusländer. In a
/// schema set without it none of them applies, which is no error.
///
/// # Errors
///
/// If names of rules are used twice or are missing, which the tests of this crate rule out for the
/// books of this release.
pub fn rules(set: &SchemaSet) -> Result<Rules, RuleError> {
    Rules::with_books(set, books())
}

/// All statements of the standard about messages to and from the register and the types of their
/// content, in the order of its schema, and what became of them. Rules that are named may be those
/// of `xoev-rules`.
pub fn coverage() -> Vec<Coverage> {
    Coverage::table(include_str!("coverage.tsv"))
}

/// A rule of this crate.
const fn rule(
    id: &'static str,
    kind: Kind,
    source: &'static str,
    messages: Messages,
    de: &'static str,
    en: &'static str,
) -> RuleInfo {
    RuleInfo::new(LAYER, (id, kind), source, messages, (de, en))
}
