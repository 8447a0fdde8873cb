//! Answers that could not be read: why, and what was salvaged from them.
//!
//! Salvaging looks for the names of elements, wherever they stand and whatever the version of the
//! standard: the texts of errors and hints, AZR numbers, ids, reasons of refusals. Nothing of it is
//! checked. What it misses is in the bytes of the answer.

use std::sync::Arc;

use xauslaender::v26_11::MESSAGES;
use xoev::{ReadError, Rule, Violation};

use crate::fehler::{AzrFehler, AzrHinweis};

use super::baum::{Baum, Knoten};
use super::bestaetigung::{NeueReferenz, referenzen};
use super::dublette::{Dublette, DublettenArt};
use super::kopf::Antwortkopf;
use super::rueckweisung::{Rueckweisungsgrund, SpezifischerGrund};

/// An answer of an unknown kind or version, or one that breaks its schema.
#[derive(Clone, Debug)]
pub struct Ungelesen {
    /// Why it could not be read, with the place: not well-formed, not valid, beyond a limit, or of
    /// a kind that is not supported ([`Rule::RootUnknown`](xoev::Rule::RootUnknown) is an unknown
    /// kind or version).
    pub grund: Arc<ReadError>,
    /// Its root element; none if it does not even have one.
    pub wurzel: Option<Wurzel>,
    /// What could be found in it.
    pub geborgen: Geborgen,
}

/// Why an answer could not be read, by who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UngelesenArt {
    /// No XML message. The sender, or the way, has to be repaired.
    NichtWohlgeformt,
    /// A known message that breaks its schema. The sender has to repair it.
    Ungueltig,
    /// The message is known, but of another version of its standard. This library has to be
    /// renewed, or the sender sends the wrong version.
    UnbekannteVersion,
    /// No message that is known.
    UnbekannteNachricht,
    /// A limit was reached, or something is refused, such as a document type declaration.
    Abgewiesen,
}

/// What the root element says about a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Wurzel {
    /// Local name, such as `VonAZR.AZRFehlernachricht.090099`.
    pub name: String,
    /// URI of its namespace; empty for none.
    pub namensraum: String,
    /// Number of the message: the digits that the name ends with.
    pub nummer: Option<String>,
    /// Attribute `standard`.
    pub standard: Option<String>,
    /// Attribute `version`.
    pub version: Option<String>,
}

/// What was found in an answer that could not be read. None of it is checked, and texts are taken
/// as far as they go: see [`Geborgen::vollstaendig`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Geborgen {
    /// Errors, by `fehlerschluessel`, `fehlertext` and `fehlerhaftesAttribut`. What is missing of
    /// one is empty.
    pub fehler: Vec<AzrFehler>,
    /// Hints, by `hinweisschluessel` and `hinweistext`.
    pub hinweise: Vec<AzrHinweis>,
    /// By `personalienGleich`, else `personalienAehnlich`.
    pub dublette: Option<Dublette>,
    /// AZR number beside the head of the message.
    pub azr_nummer: Option<String>,
    /// Ids as in a confirmation (090098).
    pub referenzen: Vec<NeueReferenz>,
    /// Reasons of a refusal (000002, 0010), by `rueckweisungsgrund`.
    pub rueckweisungsgruende: Vec<Rueckweisungsgrund>,
    /// The message was read up to its end. If not, it is not well-formed or too large, and the
    /// last text may be cut off.
    pub vollstaendig: bool,
}

impl Ungelesen {
    /// Why it could not be read.
    pub fn art(&self) -> UngelesenArt {
        let unknown = |v: &Violation| v.rule == Rule::RootUnknown;
        match &*self.grund {
            ReadError::NotWellFormed(_) => UngelesenArt::NichtWohlgeformt,
            ReadError::Invalid(v) if unknown(v) => {
                let name = self.wurzel.as_ref().map(|w| w.name.as_str());
                match MESSAGES.iter().any(|m| Some(m.element) == name) {
                    true => UngelesenArt::UnbekannteVersion,
                    false => UngelesenArt::UnbekannteNachricht,
                }
            }
            ReadError::Invalid(_) => UngelesenArt::Ungueltig,
            _ => UngelesenArt::Abgewiesen,
        }
    }

    pub(super) fn bergen(bytes: &[u8], error: ReadError) -> (Ungelesen, Option<Antwortkopf>) {
        // No text can be longer than the message.
        let baum = Baum::lesen(bytes, bytes.len());
        let ungelesen = Ungelesen {
            grund: Arc::new(error),
            wurzel: Wurzel::von(&baum),
            geborgen: Geborgen::aus(&baum),
        };
        (ungelesen, Antwortkopf::aus(&baum))
    }
}

impl Wurzel {
    pub(crate) fn von(baum: &Baum) -> Option<Wurzel> {
        let wurzel = baum.wurzel()?;
        let name = wurzel.name();
        let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let attribut = |name| wurzel.attribut(name).map(str::to_owned);
        Some(Wurzel {
            name: name.to_owned(),
            namensraum: baum.namensraum(wurzel).to_owned(),
            nummer: (digits >= 4).then(|| name[name.len() - digits..].to_owned()),
            standard: attribut("standard"),
            version: attribut("version"),
        })
    }
}

impl Geborgen {
    fn aus(baum: &Baum) -> Geborgen {
        let nummern = |name: &'static str| {
            let all = baum.alle().filter(move |k| k.name() == name);
            all.map(|k| k.text.trim()).filter(|n| !n.is_empty())
        };
        let gleich = Dublette::neu(DublettenArt::Gleich, nummern("personalienGleich"));
        let dublette = gleich
            .or_else(|| Dublette::neu(DublettenArt::Aehnlich, nummern("personalienAehnlich")));
        let azr_nummer = baum.pfad(&["azrNummer"]).map(|k| k.text.trim().to_owned());
        Geborgen {
            fehler: faelle(
                baum,
                ["fehlerschluessel", "fehlertext"],
                "fehlerhaftesAttribut",
            )
            .into_iter()
            .map(|fall| AzrFehler {
                fehlerschluessel: fall.schluessel.unwrap_or_default(),
                fehlertext: fall.text.unwrap_or_default(),
                fehlerhafte_attribute: fall.weitere,
            })
            .collect(),
            hinweise: faelle(baum, ["hinweisschluessel", "hinweistext"], "")
                .into_iter()
                .map(|fall| AzrHinweis {
                    hinweisschluessel: fall.schluessel.unwrap_or_default(),
                    hinweistext: fall.text.unwrap_or_default(),
                })
                .collect(),
            dublette,
            azr_nummer: azr_nummer.filter(|n| !n.is_empty()),
            referenzen: referenzen(baum),
            rueckweisungsgruende: baum
                .alle()
                .filter(|k| k.name() == "rueckweisungsgrund")
                .map(|k| rueckweisungsgrund(baum, k))
                .collect(),
            vollstaendig: baum.vollstaendig,
        }
    }
}

/// An error or hint in pieces.
#[derive(Debug, Default)]
struct Fall {
    eltern: Option<usize>,
    schluessel: Option<String>,
    text: Option<String>,
    weitere: Vec<String>,
}

/// Keys and texts that belong together: those in the same element. A second key or text there
/// begins a case of its own, so that none is lost where the element around them is missing.
fn faelle(baum: &Baum, [schluessel, text]: [&str; 2], weitere: &str) -> Vec<Fall> {
    let mut faelle: Vec<Fall> = Vec::new();
    for knoten in baum.alle() {
        let name = knoten.name();
        if name != schluessel && name != text && (name != weitere || weitere.is_empty()) {
            continue;
        }
        let offen = faelle.last_mut().filter(|fall| {
            fall.eltern == knoten.eltern
                && !(name == schluessel && fall.schluessel.is_some())
                && !(name == text && fall.text.is_some())
        });
        let fall = match offen {
            Some(fall) => fall,
            None => {
                faelle.push(Fall {
                    eltern: knoten.eltern,
                    ..Fall::default()
                });
                let Some(fall) = faelle.last_mut() else {
                    continue;
                };
                fall
            }
        };
        let value = knoten.text.clone();
        if name == schluessel {
            fall.schluessel = Some(value);
        } else if name == text {
            fall.text = Some(value);
        } else {
            fall.weitere.push(value);
        }
    }
    faelle
}

fn rueckweisungsgrund(baum: &Baum, knoten: &Knoten) -> Rueckweisungsgrund {
    let text = |von: &Knoten, name: &str| baum.kind(von, name).map(|k| k.text.clone());
    let code = |von: &Knoten| text(von, "code").map(|code| code.trim().to_owned());
    let kinder = || knoten.kinder.iter().filter_map(|at| baum.knoten(*at));
    let spezifisch = kinder().filter(|k| k.name() == "grundSpezifisch").map(|k| {
        let fehlercode = baum.kind(k, "fehlercode");
        let liste = |name| fehlercode.and_then(|c| c.attribut(name)).map(str::to_owned);
        SpezifischerGrund {
            code: fehlercode.and_then(code),
            bezeichnung: fehlercode.and_then(|c| text(c, "name")),
            liste: liste("listURI"),
            listenversion: liste("listVersionID"),
            beschreibung: text(k, "fehlerbeschreibung"),
        }
    });
    Rueckweisungsgrund {
        code: baum
            .kind(knoten, "grund")
            .and_then(code)
            .unwrap_or_default(),
        bedeutung: None,
        spezifisch: spezifisch.collect(),
    }
}
