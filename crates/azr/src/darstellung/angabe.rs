//! What a fact is made of, whatever its type: fields with a title and a value.

use xoev::{Path, Teildatum};

use super::{titel, zeile};
use crate::Gruppe;

/// A field of an entry: a value, or several fields together.
#[derive(Clone, Debug, PartialEq)]
pub struct Angabe {
    /// Local name of its element.
    pub name: String,
    /// Its value.
    pub inhalt: Inhalt,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Inhalt {
    /// A code.
    Code(CodeAngabe),
    /// A date, of which parts may be unknown.
    Datum(Teildatum),
    /// An authority, by its six digits, with its name if that is known.
    Behoerde {
        /// The digits.
        kennzeichen: String,
        /// Its name, from the directory at the end of a record.
        name: Option<String>,
    },
    /// A reference id of the register.
    Referenz(String),
    /// A name of a person; none if the person has none.
    Name(Option<String>),
    /// Other text; numbers as they are written, and what is not a value of its type.
    Text(String),
    /// Yes or no.
    Wahrheit(bool),
    /// A photo or a document, which is not held: how many characters it has in the message.
    Binaer {
        /// Number of characters.
        zeichen: u64,
    },
    /// Fields that belong together, in the order of the message.
    Gruppe(Vec<Angabe>),
}

/// A code with what is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeAngabe {
    /// The key, which is what counts.
    pub schluessel: String,
    /// URI of the list, from the message or else from the schema.
    pub liste: Option<String>,
    /// Version of the list, from the message or else from the schema.
    pub version: Option<String>,
    /// What the key means, by the schema or the published list, else by the message.
    pub bezeichnung: Option<String>,
}

/// Whether an entry is in force, as far as the register keeps the two apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stand {
    /// The current one, such as `aktuelleDuldung`.
    Aktuell,
    /// An earlier one, such as `historisierteDuldung`.
    Historisch,
    /// The message does not say.
    Offen,
}

/// A fact or another entry of a group: what a report changes, or what a record holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Eintrag {
    /// The group that it belongs to.
    pub gruppe: &'static Gruppe,
    /// Local name of its element in the message.
    pub element: String,
    /// Current or historic.
    pub stand: Stand,
    /// Where it stands in the message; of a value without a message, its type alone.
    pub pfad: Path,
    /// Line in the message, from 1; 0 for a value without a message.
    pub zeilennummer: u32,
    /// In a report, what is done.
    pub aenderungsart: Option<CodeAngabe>,
    /// The reference id: in a report of the entry that is meant, elsewhere its own.
    pub referenz: Option<String>,
    /// Its fields; in a report those of the new content.
    pub angaben: Vec<Angabe>,
}

/// The entries of a message.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Auszug {
    /// Local name of the root element.
    pub nachricht: String,
    /// The AZR number that the message is about.
    pub azr_nummer: Option<String>,
    /// The authority that keeps the file, if the message names it.
    pub aktenfuehrende_behoerde: Option<Angabe>,
    /// The entries, in the order of the message.
    pub eintraege: Vec<Eintrag>,
    /// What is wrong with the message, by its schema; what could be read is in the entries all the
    /// same.
    pub maengel: Vec<xoev_validator::Finding>,
    /// Whether it is valid.
    pub gueltig: bool,
}

impl Angabe {
    /// A field.
    pub fn new(name: impl Into<String>, inhalt: Inhalt) -> Angabe {
        let name = name.into();
        Angabe { name, inhalt }
    }

    /// What the field is called, in German.
    pub fn titel(&self) -> &str {
        titel::of(&self.name)
    }

    /// Title and value in one line, in German.
    pub fn zeile(&self) -> String {
        zeile::field(self)
    }
}

impl Inhalt {
    /// The value in one line, in German.
    pub fn zeile(&self) -> String {
        zeile::value(self)
    }
}

impl Eintrag {
    /// The entry in one readable line, in German: group, what is done, fields, reference id.
    pub fn zeile(&self) -> String {
        zeile::entry(self)
    }

    /// The first field of this name.
    pub fn angabe(&self, name: &str) -> Option<&Angabe> {
        self.angaben.iter().find(|a| a.name == name)
    }
}

impl std::fmt::Display for Eintrag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.zeile())
    }
}
