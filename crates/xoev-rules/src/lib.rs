//! The rules that the XÖV standards state in prose only: what schemas cannot say.
//!
//! Validation has layers. The schema is the first; `xoev-validator` checks it. This crate is the
//! second: the profile that XÖV and XInneres lay on every message, and the rules that XInneres and
//! XAusländer state for single types and messages. Plausibility checks of a register are the third;
//! they are further [`Book`]s for the same engine.
//!
//! [`Rules`] are compiled once against a schema set. For each message, [`Rules::watch`] gives a
//! [`RuleWatch`], which is shown the elements by the validator:
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use xoev_rules::Rules;
//! use xoev_validator::{Settings, Validator};
//!
//! let set = xoev_schema::Loader::new()
//!     .catalog("schemas/catalog.xml")?
//!     .root("schemas/xauslaender/26.11/xinneres.xauslaender.xsd")
//!     .load()?;
//! let rules = Rules::bundled(&set);
//! let validator = Validator::new(set)?;
//! let mut watch = rules.watch();
//! let message = std::fs::File::open("message.xml")?;
//! let report = validator.validate_with(message, &Settings::default(), &mut watch)?;
//! for finding in watch.finish(&report).findings {
//!     println!("{} {}: {}", finding.rule, finding.path, finding.text(Default::default()));
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A rule is [`Kind::Hard`] where the standard states it without condition and the message alone
//! tells whether it is kept. What the standard recommends, what follows only from several of its
//! places, and what has exceptions that a message does not show is [`Kind::Soft`]. Where in doubt,
//! a rule is soft: a tool that refuses correct messages is switched off.
//!
//! What is read is `docs/RULES.md`, made from the tables of this crate, and [`coverage()`], which
//! says for each statement of the standards which rules it became, or why none.

mod book;
mod code_check;
mod code_list;
mod code_plan;
mod coverage;
mod enclosed;
mod engine;
mod finding;
mod general;
mod names;
mod rule;
mod selection;
mod xauslaender;
mod xinneres;

pub use book::{Binding, Book, Check, On, TypeName};
pub use code_list::{CodeKeys, CodeListSource, KeyAnswer, ListAnswer};
pub use coverage::{Coverage, Fate, coverage};
pub use enclosed::least_bytes;
pub use engine::{
    At, Children, Code, Context, Head, Leaf, Node, RuleError, RuleSettings, RuleWatch, Rules,
};
pub use finding::{Note, NoteId, RuleFinding, RuleReport, Says};
pub use rule::{Kind, Messages, RuleInfo};
pub use selection::{Selection, UnknownRule};

/// The layer of validation that the rules of this crate belong to.
const LAYER: u8 = 2;

/// The books of this crate.
pub fn books() -> &'static [&'static Book] {
    &[
        &general::BOOK,
        &xinneres::BOOK,
        &xauslaender::types::BOOK,
        &xauslaender::administration::BOOK,
        &xauslaender::register::BOOK,
        &xauslaender::offices::BOOK,
        &xauslaender::asyl::BOOK,
        &xauslaender::transfer::BOOK,
    ]
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
