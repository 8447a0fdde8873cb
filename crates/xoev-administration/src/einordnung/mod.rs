//! What an incoming message is, and what has to be done with it.

mod gruende;
mod version;

use chrono::NaiveDate;
use xoev_rules::RuleReport;
use xoev_validator::{Judgement, Report};

use crate::bauen::{Rueckweisbar, Rueckweisungsgrund, Vorlage};
use crate::kopf::{Ereignis, Nachrichtenkopf, Nummer, Unlesbar};
use crate::lesen::{
    ErhalteneAbgabe, ErhalteneErinnerung, ErhalteneNichtzustaendigkeit, ErhalteneQuittung,
    ErhalteneRueckweisung, ErhalteneWeiterleitung, Inhalt, Packgrenzen,
};
use crate::tabelle::{Rolle, rolle};

pub use self::version::{Bedient, Versionen, Versionszeitraum};

/// What is taken, and by whom.
#[derive(Clone, Debug)]
pub struct Annahme {
    /// Keys of the authorities that messages are taken for. If there is none, the reader of a message
    /// is not looked at.
    pub eigene: Vec<String>,
    /// Versions that are taken.
    pub versionen: Versionen,
    /// How much is taken out of messages that enclose others.
    pub grenzen: Packgrenzen,
}

impl Annahme {
    /// For these authorities, with the versions of this release.
    pub fn fuer<K: Into<String>>(eigene: impl IntoIterator<Item = K>) -> Annahme {
        Annahme {
            eigene: eigene.into_iter().map(Into::into).collect(),
            versionen: Versionen::bundled(),
            grenzen: Packgrenzen::default(),
        }
    }
}

/// A message that came in, with what was found out about it.
#[derive(Clone, Copy, Debug)]
pub struct Eingang<'a> {
    /// The message, byte for byte.
    pub bytes: &'a [u8],
    /// Its head, as [`Nachrichtenkopf::read`] gives it.
    pub kopf: Result<&'a Nachrichtenkopf, &'a Unlesbar>,
    /// What the schema says.
    pub bericht: &'a Report,
    /// What the rules beyond the schema say, if they were asked: `S010`, `S011` and `S030` come from
    /// there.
    pub regeln: Option<&'a RuleReport>,
    /// The day on which it came.
    pub am: NaiveDate,
    /// It came within a call that waits for an answer.
    pub synchron: bool,
    /// A message with its UUID was processed before.
    pub schon_verarbeitet: bool,
}

/// Why nobody but a person can deal with a message.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Hindernis {
    /// It is no message.
    KeineNachricht(Unlesbar),
    /// The schema could not judge it: a limit was reached, or it has a document type declaration.
    Unbeurteilt,
    /// It is faulty, and of a kind that is never refused.
    NichtRueckweisbar {
        /// What is wrong with it.
        gruende: Vec<Rueckweisungsgrund>,
    },
    /// It is faulty, and does not say who it is from. If the transport knows, a refusal can be sent
    /// there ([`Rueckweisung::an`](crate::bauen::Rueckweisung::an)).
    KeinAutor {
        /// What is wrong with it.
        gruende: Vec<Rueckweisungsgrund>,
    },
    /// It is valid, and what it encloses or says can't be used.
    Inhalt {
        /// Why.
        warum: String,
    },
}

/// What an incoming message is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Einordnung {
    /// About a case. To be handed to the program.
    Fachnachricht {
        /// Its number.
        nummer: Nummer,
        /// UUID of the message that it refers to, if it names one.
        bezug: Option<String>,
        /// Facts for which a receipt (0020) is due once they are processed.
        quittungen: Vec<Ereignis>,
        /// The same message was sent before: this is a reminder.
        erinnerung: bool,
    },
    /// Answers a message that was sent.
    Antwort {
        /// Its number.
        nummer: Nummer,
        /// UUID of that message. None for answers of the register and of the asylum procedure, which
        /// name none: they belong to it by the call, or by the case.
        auf: Option<String>,
        /// Facts for which a receipt (0020) is due once they are processed.
        quittungen: Vec<Ereignis>,
    },
    /// A message that was sent was refused.
    Rueckweisung(Box<ErhalteneRueckweisung>),
    /// The reader of a message that was sent is not responsible.
    Nichtzustaendigkeit(Box<ErhalteneNichtzustaendigkeit>),
    /// A message that was sent was passed on to somebody else.
    Abgabe(Box<ErhalteneAbgabe>),
    /// A fact in a message that was sent was processed.
    Quittung(Box<ErhalteneQuittung>),
    /// A receipt or an answer is due.
    Erinnerung(Box<ErhalteneErinnerung>),
    /// A message was passed on to here; the original has to be classified next.
    Weiterleitung(Box<ErhalteneWeiterleitung>),
    /// The register tells of a change. It waits until a person releases it, and is never taken over at
    /// once.
    Registeraenderung {
        /// Its number.
        nummer: Nummer,
    },
    /// A message was sent again; the original has to be classified next, and may have been processed.
    Sendungswiederholung {
        /// The message, byte for byte.
        original: Vec<u8>,
        /// Its head.
        kopf: Box<Nachrichtenkopf>,
    },
    /// A packet of documents; see [`paket`](crate::paket).
    Dokumentpaket {
        /// Its number: 000040 or 010207.
        nummer: Nummer,
        /// UUID of the message that announces it.
        lieferung: Option<String>,
        /// `paketnummer`, as written.
        paketnummer: Option<String>,
    },
    /// A test, which must not be processed in production, with what it would be else. Refusals of it
    /// are tests as well.
    Test(Box<Einordnung>),
    /// Faulty: to be refused.
    Zurueckweisen {
        /// All reasons.
        gruende: Vec<Rueckweisungsgrund>,
        /// By 000002 within the call, else by 0010.
        synchron: bool,
    },
    /// Only a person can deal with it.
    Unlesbar(Box<Hindernis>),
}

/// Tells what an incoming message is. The same input always gives the same result: nothing is looked
/// up, and no clock is read.
///
/// Refusals, receipts and reminders are never refused, whatever is wrong with them.
pub fn einordnen(eingang: &Eingang<'_>, annahme: &Annahme) -> Einordnung {
    let kopf = match eingang.kopf {
        Ok(kopf) => kopf,
        Err(error) => return an_person(Hindernis::KeineNachricht(error.clone())),
    };
    let is = ohne_test(eingang, kopf, annahme);
    match kopf.ist_test() {
        true => Einordnung::Test(Box::new(is)),
        false => is,
    }
}

fn an_person(warum: Hindernis) -> Einordnung {
    Einordnung::Unlesbar(Box::new(warum))
}

fn ohne_test(eingang: &Eingang<'_>, kopf: &Nachrichtenkopf, annahme: &Annahme) -> Einordnung {
    let vorlage = Vorlage {
        bytes: eingang.bytes,
        kopf: Some(kopf),
        gueltig: eingang.bericht.is_valid(),
    };
    let rueckweisbar = Rueckweisbar::pruefen(vorlage).is_ok();
    let mut gruende = gruende::sammeln(eingang, kopf, annahme);
    if eingang.schon_verarbeitet && rueckweisbar {
        gruende.push(crate::bauen::Fehlercode::S100.into());
    }
    if !gruende.is_empty() {
        if !rueckweisbar {
            return an_person(Hindernis::NichtRueckweisbar { gruende });
        }
        if kopf.autor_kennung().is_none_or(str::is_empty) {
            return an_person(Hindernis::KeinAutor { gruende });
        }
        return Einordnung::Zurueckweisen {
            gruende,
            synchron: eingang.synchron,
        };
    }
    if eingang.bericht.judgement == Judgement::Unknown {
        return an_person(Hindernis::Unbeurteilt);
    }
    gueltig(eingang.bytes, kopf, annahme.grenzen)
}

/// A message without faults, by its number.
fn gueltig(bytes: &[u8], kopf: &Nachrichtenkopf, grenzen: Packgrenzen) -> Einordnung {
    let Some(nummer) = kopf.nummer() else {
        let warum = "die Nachricht hat keine Nummer".to_owned();
        return an_person(Hindernis::Inhalt { warum });
    };
    match rolle(nummer.as_str()) {
        Rolle::Fach => Einordnung::Fachnachricht {
            nummer,
            bezug: kopf.ausloeser.clone(),
            quittungen: kopf.quittungsrelevant.clone(),
            erinnerung: kopf.erinnerung.unwrap_or(false),
        },
        Rolle::Antwort => Einordnung::Antwort {
            nummer,
            auf: kopf.ausloeser.clone(),
            quittungen: kopf.quittungsrelevant.clone(),
        },
        Rolle::Registeraenderung => Einordnung::Registeraenderung { nummer },
        Rolle::Dokumentpaket => Einordnung::Dokumentpaket {
            nummer,
            lieferung: kopf.lieferung.clone(),
            paketnummer: kopf.paketnummer.clone(),
        },
        _ => match Inhalt::lesen_mit(bytes, grenzen) {
            Ok(inhalt) => verwaltung(inhalt, nummer),
            Err(error) => an_person(Hindernis::Inhalt {
                warum: error.to_string(),
            }),
        },
    }
}

fn verwaltung(inhalt: Inhalt, nummer: Nummer) -> Einordnung {
    match inhalt {
        Inhalt::Rueckweisung(r) => Einordnung::Rueckweisung(Box::new(r)),
        Inhalt::Nichtzustaendigkeit(n) => Einordnung::Nichtzustaendigkeit(Box::new(n)),
        Inhalt::Abgabe(a) => Einordnung::Abgabe(Box::new(a)),
        Inhalt::Quittung(q) => Einordnung::Quittung(Box::new(q)),
        Inhalt::Erinnerung(e) => Einordnung::Erinnerung(Box::new(e)),
        Inhalt::Weiterleitung(w) => Einordnung::Weiterleitung(Box::new(w)),
        Inhalt::Sendungswiederholung { original, kopf } => Einordnung::Sendungswiederholung {
            original,
            kopf: Box::new(kopf),
        },
        Inhalt::Anderes => an_person(Hindernis::Inhalt {
            warum: format!("die Nachricht {nummer} hat einen unerwarteten Inhalt"),
        }),
    }
}
