//! What an answer means for the message that it answers.

use azr::{Antwort, Ergebnis};
use xauslaender::v26_11::Nachricht;
use xoev::Language;

use crate::kopf::{Nachrichtenkopf, Stelle};
use crate::lesen::{Grund, Inhalt, Zurueckgewiesener};
use crate::tabelle::{Rolle, rolle};

/// What became of a message, by what came back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Urteil {
    /// It was processed. What the answer says about the case is another matter.
    Angenommen,
    /// A part of it was processed.
    Teilweise {
        /// Why the rest was not, as far as it is said.
        gruende: Vec<Grund>,
        /// The cases that were not.
        einzelfaelle: Vec<Zurueckgewiesener>,
    },
    /// It was refused because it had been processed before: it must not be sent again.
    BereitsVerarbeitet,
    /// It was not processed.
    Abgelehnt {
        /// Why, word for word.
        gruende: Vec<Grund>,
        /// It may be sent again later, as a repetition (000020): a technical fault is the only reason.
        spaeter: bool,
    },
    /// The reader is not responsible. The message has to go elsewhere.
    NichtZustaendig {
        /// Who is responsible, if that is said.
        zustaendig: Option<Stelle>,
        /// Remark.
        bemerkung: Option<String>,
    },
    /// The reader passed it on. An answer will come from there.
    Weitergegeben {
        /// Who has it now.
        an: Stelle,
    },
    /// Nobody can say: what came is no answer, or can't be read. The message may have been processed;
    /// a person has to look.
    Unklar {
        /// Why, in German.
        warum: String,
    },
}

/// An answer, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bewertung {
    /// What became of the message.
    pub urteil: Urteil,
    /// UUID of the message that is answered, if the answer names it. Answers of the register never do:
    /// they belong to the message by the call.
    pub auf: Option<String>,
    /// Hints of the register, word for word. They go with success as well.
    pub hinweise: Vec<Grund>,
}

impl Bewertung {
    fn neu(urteil: Urteil, auf: Option<String>) -> Bewertung {
        Bewertung {
            urteil,
            auf,
            hinweise: Vec::new(),
        }
    }
}

/// Judges what came back, within a call or later.
///
/// Never fails: what can't be read is [`Urteil::Unklar`].
pub fn bewerten(antwort: &[u8]) -> Bewertung {
    let Ok(kopf) = Nachrichtenkopf::read(antwort) else {
        return Bewertung::neu(unklar("Die Antwort ist keine Nachricht."), None);
    };
    let nummer = kopf.nummer();
    let nummer = nummer.as_ref().map_or("", |n| n.as_str());
    if nummer.starts_with("09") && nummer.len() == 6 {
        return register(antwort, kopf.ausloeser);
    }
    match rolle(nummer) {
        Rolle::Fach if kopf.ausloeser.is_none() => Bewertung::neu(
            unklar("Die Nachricht nennt keine, die sie beantwortet."),
            None,
        ),
        Rolle::Fach | Rolle::Antwort => fachlich(antwort, kopf),
        _ => match Inhalt::lesen(antwort) {
            Ok(inhalt) => verwaltung(inhalt),
            Err(error) => Bewertung::neu(
                unklar(&format!("Die Antwort ist nicht lesbar: {error}")),
                kopf.ausloeser,
            ),
        },
    }
}

fn unklar(warum: &str) -> Urteil {
    Urteil::Unklar {
        warum: warum.to_owned(),
    }
}

/// Answers of the register.
fn register(bytes: &[u8], auf: Option<String>) -> Bewertung {
    let antwort = Antwort::lesen(bytes);
    let fehler = antwort.fehler().iter().map(|f| Grund {
        code: f.fehlerschluessel.clone(),
        text: Some(f.to_string()),
        bezeichnung: Some(f.fehlertext.clone()),
        ..Grund::default()
    });
    let gruende: Vec<Grund> = fehler.collect();
    let hinweise = antwort.hinweise().iter().map(|h| Grund {
        code: h.hinweisschluessel.clone(),
        text: Some(h.to_string()),
        ..Grund::default()
    });
    let urteil = match antwort.ergebnis() {
        Ergebnis::Angenommen => Urteil::Angenommen,
        Ergebnis::Teilweise => Urteil::Teilweise {
            gruende,
            einzelfaelle: Vec::new(),
        },
        Ergebnis::BereitsVerarbeitet => Urteil::BereitsVerarbeitet,
        Ergebnis::Abgelehnt => Urteil::Abgelehnt {
            gruende,
            spaeter: false,
        },
        Ergebnis::Unbekannt => {
            unklar("Die Antwort des Registers ist nicht lesbar oder keine Antwort.")
        }
    };
    Bewertung {
        hinweise: hinweise.collect(),
        ..Bewertung::neu(urteil, auf)
    }
}

/// Answers of others about the case: refusals among them that are messages of the module.
fn fachlich(bytes: &[u8], kopf: Nachrichtenkopf) -> Bewertung {
    let message = match Nachricht::from_slice(bytes) {
        Ok(message) => message,
        Err(error) => {
            let why = error.violation().map(|v| v.text(Language::German));
            let why = why.unwrap_or_else(|| error.to_string());
            return Bewertung::neu(
                unklar(&format!("Die Antwort ist nicht gültig: {why}")),
                kopf.ausloeser,
            );
        }
    };
    let (gruende, auf) = match message {
        Nachricht::MBABHAblehnung030301(m) => {
            let text = m.bemerkung.map(|b| b.as_str().to_owned());
            let named = m.identifikation_nachricht.ausloeser_uuid;
            let grund = Grund {
                text,
                ..Grund::von(&m.ablehnungsgrund)
            };
            (vec![grund], named.map(|u| u.as_str().to_owned()))
        }
        Nachricht::VonERSSTFehlernachricht140099(m) => {
            let each = m.fehler.iter().map(azr::AzrFehler::from).map(|f| Grund {
                code: f.fehlerschluessel.clone(),
                text: Some(f.to_string()),
                bezeichnung: Some(f.fehlertext),
                ..Grund::default()
            });
            (each.collect(), None)
        }
        Nachricht::BerDFehlernachricht100099(m) => (vec![Grund::von(&m.code)], None),
        Nachricht::BerDFehlernachrichtAsync100199(m) => (vec![Grund::von(&m.code)], None),
        _ => return Bewertung::neu(Urteil::Angenommen, kopf.ausloeser),
    };
    let urteil = Urteil::Abgelehnt {
        gruende,
        spaeter: false,
    };
    Bewertung::neu(urteil, kopf.ausloeser.or(auf))
}

fn verwaltung(inhalt: Inhalt) -> Bewertung {
    match inhalt {
        Inhalt::Rueckweisung(r) => {
            let auf = r.auf.as_ref().map(|a| a.uuid.clone());
            let spaeter = r.synchron && r.spaeter_wiederholen();
            let urteil = if !r.einzelfaelle.is_empty() {
                Urteil::Teilweise {
                    gruende: r.gruende,
                    einzelfaelle: r.einzelfaelle,
                }
            } else if r.bereits_verarbeitet() {
                Urteil::BereitsVerarbeitet
            } else {
                Urteil::Abgelehnt {
                    gruende: r.gruende,
                    spaeter,
                }
            };
            Bewertung::neu(urteil, auf)
        }
        Inhalt::Nichtzustaendigkeit(n) => Bewertung::neu(
            Urteil::NichtZustaendig {
                zustaendig: n.zustaendig,
                bemerkung: n.bemerkung,
            },
            Some(n.auf),
        ),
        Inhalt::Abgabe(a) => Bewertung::neu(Urteil::Weitergegeben { an: a.an }, Some(a.auf.uuid)),
        Inhalt::Quittung(q) => Bewertung::neu(Urteil::Angenommen, Some(q.auf.uuid)),
        Inhalt::Erinnerung(_)
        | Inhalt::Weiterleitung(_)
        | Inhalt::Sendungswiederholung { .. }
        | Inhalt::Anderes => Bewertung::neu(unklar("Die Nachricht ist keine Antwort."), None),
    }
}
