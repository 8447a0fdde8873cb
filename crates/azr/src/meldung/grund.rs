//! Why a submission is not built.

use std::fmt;

use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xoev::{Fault, Language, Violation, WriteError};

use crate::{Aenderungsart, Gruppe};

/// Why a submission is not built: a trap that the standard names, or content that breaks the schema.
/// Whoever calls has to change the submission.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[error("{} [{}]", self.text(Language::English), self.id())]
pub enum Grund {
    /// A follow-up report (090010) that changes nothing.
    Leer,
    /// A group twice in one report.
    GruppeMehrfach {
        /// The group.
        gruppe: &'static Gruppe,
    },
    /// Two facts in one report.
    ZweiSachverhalte {
        /// The fact that came first.
        erster: &'static Gruppe,
        /// The other one.
        zweiter: &'static Gruppe,
    },
    /// Accommodation and a fact in one report: the confirmation (090098) has one place for both ids.
    UnterbringungUndSachverhalt,
    /// The kind of change does not exist for the group.
    ArtNichtErlaubt {
        /// The group.
        gruppe: &'static Gruppe,
        /// The kind.
        art: Aenderungsart,
    },
    /// The kind of change needs the id of the entry.
    ReferenzFehlt {
        /// The group.
        gruppe: &'static Gruppe,
        /// The kind.
        art: Aenderungsart,
    },
    /// The kind of change needs content.
    InhaltFehlt {
        /// The group.
        gruppe: &'static Gruppe,
        /// The kind.
        art: Aenderungsart,
    },
    /// A photo for a search note that the same report deletes.
    SuchvermerkGeloescht,
    /// A photo for a search note that is neither named nor in the same report.
    SuchvermerkFehlt,
    /// A person said to be different from itself.
    EigeneNummer(AZRNummer),
    /// An AZR number more than once.
    NummerMehrfach(AZRNummer),
    /// Fewer than two AZR numbers of one person.
    ZuWenigNummern,
    /// No photo is asked for.
    KeinLichtbild,
    /// A document without bytes.
    DokumentLeer,
    /// A document of more than [`MAX_DOKUMENT`](crate::MAX_DOKUMENT) bytes.
    DokumentZuGross {
        /// Its size in bytes.
        bytes: usize,
    },
    /// Notes on an order of more than [`MAX_NOTIZEN`](crate::MAX_NOTIZEN) characters.
    NotizenZuLang {
        /// Their length in characters.
        zeichen: usize,
    },
    /// Nobody is named who has confirmed something.
    PersonFehlt,
    /// Hits of the query before a first report that nobody has confirmed to be other persons.
    TrefferOffen(Vec<AZRNummer>),
    /// A number is confirmed that is no hit.
    KeinTreffer(AZRNummer),
    /// Something else than a query for a person.
    KeineAnfrage {
        /// Number of the message that was given as the query.
        nummer: &'static str,
    },
    /// The answer does not tell whether the register knows the person.
    KeineAuskunft,
    /// A person without AZR number who has no key of the sender either.
    SchluesselFehlt,
    /// A period that ends before it begins.
    ZeitraumVerkehrt,
    /// Package numbers count from 1.
    PaketNummerNull,
    /// More than [`MAX_PAKET`](crate::MAX_PAKET) AZR numbers in a package.
    PaketZuGross {
        /// How many.
        anzahl: usize,
    },
    /// No person is concerned by a measure.
    KeinePerson,
    /// The head can't be filled.
    Kopf(Fault),
    /// The content breaks the schema.
    Schema(Box<Violation>),
    /// The message could not be written for another reason.
    Schreiben(String),
}

impl Grund {
    /// Stable name.
    pub fn id(&self) -> &'static str {
        match self {
            Grund::Leer => "EINREICHUNG-LEER",
            Grund::GruppeMehrfach { .. } => "EINREICHUNG-GRUPPE-MEHRFACH",
            Grund::ZweiSachverhalte { .. } => "EINREICHUNG-EIN-SACHVERHALT",
            Grund::UnterbringungUndSachverhalt => "EINREICHUNG-UNTERBRINGUNG",
            Grund::ArtNichtErlaubt { .. } => "EINREICHUNG-AENDERUNGSART",
            Grund::ReferenzFehlt { .. } => "EINREICHUNG-REFERENZ",
            Grund::InhaltFehlt { .. } => "EINREICHUNG-INHALT",
            Grund::SuchvermerkGeloescht => "EINREICHUNG-SUCHVERMERK-GELOESCHT",
            Grund::SuchvermerkFehlt => "EINREICHUNG-SUCHVERMERK-FEHLT",
            Grund::EigeneNummer(_) => "EINREICHUNG-EIGENE-NUMMER",
            Grund::NummerMehrfach(_) => "EINREICHUNG-NUMMER-MEHRFACH",
            Grund::ZuWenigNummern => "EINREICHUNG-ZWEI-NUMMERN",
            Grund::KeinLichtbild => "EINREICHUNG-LICHTBILD",
            Grund::DokumentLeer => "EINREICHUNG-DOKUMENT-LEER",
            Grund::DokumentZuGross { .. } => "EINREICHUNG-DOKUMENT-GROESSE",
            Grund::NotizenZuLang { .. } => "EINREICHUNG-NOTIZEN",
            Grund::PersonFehlt => "EINREICHUNG-BESTAETIGT-VON",
            Grund::TrefferOffen(_) => "EINREICHUNG-TREFFER-OFFEN",
            Grund::KeinTreffer(_) => "EINREICHUNG-KEIN-TREFFER",
            Grund::KeineAnfrage { .. } => "EINREICHUNG-VORABFRAGE",
            Grund::KeineAuskunft => "EINREICHUNG-KEINE-AUSKUNFT",
            Grund::SchluesselFehlt => "EINREICHUNG-SCHLUESSEL",
            Grund::ZeitraumVerkehrt => "EINREICHUNG-ZEITRAUM",
            Grund::PaketNummerNull => "EINREICHUNG-PAKETNUMMER",
            Grund::PaketZuGross { .. } => "EINREICHUNG-PAKET-GROESSE",
            Grund::KeinePerson => "EINREICHUNG-KEINE-PERSON",
            Grund::Kopf(_) => "EINREICHUNG-KOPF",
            Grund::Schema(_) => "EINREICHUNG-SCHEMA",
            Grund::Schreiben(_) => "EINREICHUNG-SCHREIBEN",
        }
    }

    /// One sentence for people.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::German => self.german(),
            Language::English => self.english(),
        }
    }

    fn german(&self) -> String {
        match self {
            Grund::Leer => "Die Folgemeldung ändert nichts; sie braucht mindestens eine Datengruppe.".to_owned(),
            Grund::GruppeMehrfach { gruppe } => format!(
                "„{}“ kann in einer Meldung nur einmal stehen; die zweite braucht eine eigene Meldung.",
                gruppe.titel
            ),
            Grund::ZweiSachverhalte { erster, zweiter } => format!(
                "Eine Meldung hat höchstens einen Sachverhalt; „{}“ und „{}“ brauchen je eine.",
                erster.titel, zweiter.titel
            ),
            Grund::UnterbringungUndSachverhalt => "Angaben zur Unterbringung und ein Sachverhalt brauchen je eine Meldung, weil die Bestätigung nur eine der beiden Referenz-IDs nennen kann.".to_owned(),
            Grund::ArtNichtErlaubt { gruppe, art } => {
                format!("„{}“ kennt die Änderungsart „{}“ nicht.", gruppe.titel, art.titel())
            }
            Grund::ReferenzFehlt { gruppe, art } => format!(
                "„{}“: Für „{}“ wird die Referenz-ID aus der letzten Auskunft oder Bestätigung gebraucht.",
                gruppe.titel,
                art.titel()
            ),
            Grund::InhaltFehlt { gruppe, art } => {
                format!("„{}“: Für „{}“ fehlt der neue Inhalt.", gruppe.titel, art.titel())
            }
            Grund::SuchvermerkGeloescht => "Ein Lichtbild kann nicht zu einem Suchvermerk gemeldet werden, den dieselbe Meldung löscht.".to_owned(),
            Grund::SuchvermerkFehlt => "Zum Lichtbild fehlt der Suchvermerk: seine Referenz-ID oder der Suchvermerk selbst in derselben Meldung.".to_owned(),
            Grund::EigeneNummer(nummer) => {
                format!("Die AZR-Nummer {} ist die der Person selbst.", nummer.as_str())
            }
            Grund::NummerMehrfach(nummer) => {
                format!("Die AZR-Nummer {} ist mehrfach angegeben.", nummer.as_str())
            }
            Grund::ZuWenigNummern => "Für eine Mehrfacherfassung werden mindestens zwei AZR-Nummern gebraucht.".to_owned(),
            Grund::KeinLichtbild => "Es ist kein Lichtbild angegeben, das angefordert werden soll.".to_owned(),
            Grund::DokumentLeer => "Das Dokument ist leer.".to_owned(),
            Grund::DokumentZuGross { bytes } => {
                format!("Das Dokument hat {bytes} Byte; erlaubt sind 10 MB.")
            }
            Grund::NotizenZuLang { zeichen } => format!(
                "Die Notizen zum Verfügungstext haben {zeichen} Zeichen; erlaubt sind 2000."
            ),
            Grund::PersonFehlt => "Es ist nicht angegeben, wer bestätigt hat.".to_owned(),
            Grund::TrefferOffen(nummern) => format!(
                "Es ist nicht bestätigt, dass diese Datensätze andere Personen betreffen: {}.",
                list(nummern)
            ),
            Grund::KeinTreffer(nummer) => {
                format!("Die AZR-Nummer {} ist kein Treffer der Vorabfrage.", nummer.as_str())
            }
            Grund::KeineAnfrage { nummer } => format!(
                "Die Vorabfrage muss eine Anfrage nach der Person sein (090001), nicht {nummer}."
            ),
            Grund::KeineAuskunft => {
                "Die Antwort sagt nicht, ob das Register die Person kennt.".to_owned()
            }
            Grund::SchluesselFehlt => {
                "Für die Person ist kein eigenes Kennzeichen angegeben.".to_owned()
            }
            Grund::ZeitraumVerkehrt => "Der Zeitraum endet, bevor er beginnt.".to_owned(),
            Grund::PaketNummerNull => "Pakete werden ab 1 gezählt.".to_owned(),
            Grund::PaketZuGross { anzahl } => {
                format!("Das Paket hat {anzahl} AZR-Nummern; erlaubt sind 50 000.")
            }
            Grund::KeinePerson => "Die Maßnahme betrifft keine Person.".to_owned(),
            Grund::Kopf(fault) => format!("Der Nachrichtenkopf ist nicht richtig: {fault}."),
            Grund::Schema(violation) => {
                format!("{} ({})", violation.text(Language::German), violation.path)
            }
            Grund::Schreiben(error) => format!("Die Nachricht lässt sich nicht schreiben: {error}."),
        }
    }

    fn english(&self) -> String {
        match self {
            Grund::Leer => "The follow-up report changes nothing; it needs at least one group.".to_owned(),
            Grund::GruppeMehrfach { gruppe } => format!(
                "“{}” can stand in a report once; the second one needs a report of its own.",
                gruppe.name
            ),
            Grund::ZweiSachverhalte { erster, zweiter } => format!(
                "A report has at most one fact; “{}” and “{}” need one each.",
                erster.name, zweiter.name
            ),
            Grund::UnterbringungUndSachverhalt => "Accommodation and a fact need a report each, since the confirmation can name only one of their reference ids.".to_owned(),
            Grund::ArtNichtErlaubt { gruppe, art } => {
                format!("“{}” does not have the kind of change {}.", gruppe.name, art.key())
            }
            Grund::ReferenzFehlt { gruppe, art } => format!(
                "“{}”: the kind of change {} needs the reference id from the latest answer.",
                gruppe.name,
                art.key()
            ),
            Grund::InhaltFehlt { gruppe, art } => {
                format!("“{}”: the kind of change {} needs content.", gruppe.name, art.key())
            }
            Grund::SuchvermerkGeloescht => "A photo can't be added to a search note that the same report deletes.".to_owned(),
            Grund::SuchvermerkFehlt => "The photo needs a search note: its reference id, or the note itself in the same report.".to_owned(),
            Grund::EigeneNummer(nummer) => {
                format!("AZR number {} is that of the person itself.", nummer.as_str())
            }
            Grund::NummerMehrfach(nummer) => {
                format!("AZR number {} is given more than once.", nummer.as_str())
            }
            Grund::ZuWenigNummern => "A person recorded more than once needs at least two AZR numbers.".to_owned(),
            Grund::KeinLichtbild => "No photo is named that is asked for.".to_owned(),
            Grund::DokumentLeer => "The document is empty.".to_owned(),
            Grund::DokumentZuGross { bytes } => {
                format!("The document has {bytes} bytes; 10 MB are allowed.")
            }
            Grund::NotizenZuLang { zeichen } => {
                format!("The notes on the order have {zeichen} characters; 2000 are allowed.")
            }
            Grund::PersonFehlt => "It is not said who has confirmed.".to_owned(),
            Grund::TrefferOffen(nummern) => format!(
                "It is not confirmed that these records are of other persons: {}.",
                list(nummern)
            ),
            Grund::KeinTreffer(nummer) => {
                format!("AZR number {} is no hit of the query.", nummer.as_str())
            }
            Grund::KeineAnfrage { nummer } => {
                format!("The query has to ask for the person (090001), not be a {nummer}.")
            }
            Grund::KeineAuskunft => {
                "The answer does not tell whether the register knows the person.".to_owned()
            }
            Grund::SchluesselFehlt => "The sender's own key of the person is not given.".to_owned(),
            Grund::ZeitraumVerkehrt => "The period ends before it begins.".to_owned(),
            Grund::PaketNummerNull => "Packages are counted from 1.".to_owned(),
            Grund::PaketZuGross { anzahl } => {
                format!("The package has {anzahl} AZR numbers; 50 000 are allowed.")
            }
            Grund::KeinePerson => "The measure concerns no person.".to_owned(),
            Grund::Kopf(fault) => format!("The head of the message is wrong: {fault}."),
            Grund::Schema(violation) => violation.to_string(),
            Grund::Schreiben(error) => format!("The message can't be written: {error}."),
        }
    }
}

fn list(nummern: &[AZRNummer]) -> String {
    let texts: Vec<&str> = nummern.iter().map(|n| n.as_str()).collect();
    texts.join(", ")
}

impl From<Fault> for Grund {
    fn from(fault: Fault) -> Grund {
        Grund::Kopf(fault)
    }
}

impl From<WriteError> for Grund {
    fn from(error: WriteError) -> Grund {
        match error {
            WriteError::Invalid(violation) => Grund::Schema(Box::new(violation)),
            other => Grund::Schreiben(other.to_string()),
        }
    }
}

/// All that keeps a submission from being built.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub struct Ablehnung {
    /// Why, at least one.
    pub gruende: Vec<Grund>,
}

impl fmt::Display for Ablehnung {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<String> = self.gruende.iter().map(Grund::to_string).collect();
        f.write_str(&texts.join(" "))
    }
}

impl Ablehnung {
    /// One sentence for each reason.
    pub fn text(&self, language: Language) -> String {
        let texts: Vec<String> = self.gruende.iter().map(|g| g.text(language)).collect();
        texts.join(" ")
    }

    /// An error if there is any reason.
    pub(super) fn unless(gruende: Vec<Grund>) -> Result<(), Ablehnung> {
        match gruende.is_empty() {
            true => Ok(()),
            false => Err(Ablehnung { gruende }),
        }
    }
}

impl<T: Into<Grund>> From<T> for Ablehnung {
    fn from(grund: T) -> Ablehnung {
        Ablehnung {
            gruende: vec![grund.into()],
        }
    }
}
