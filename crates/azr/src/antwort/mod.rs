//! What came back from the register: one type for every answer, with its bytes and every word.
//!
//! [`Antwort::lesen`] never fails: an answer of an unknown kind or version, or one that its schema
//! refuses, becomes [`Inhalt::Ungelesen`], with the reason and with everything that could be
//! salvaged from it.
//!
//! Sources: the messages `VonAZR.*` of `xauslaender-nachrichten-azr.xsd` (§§ 6, 8, 10 to 22 AZRG),
//! 000002 and 000030 of `xauslaender-nachrichten-administration.xsd`, 0010 of
//! `xinneres-rueckweisung.xsd`.

pub(crate) mod baum;
mod bestaetigung;
mod bewertung;
mod dublette;
mod kopf;
mod lichtbild;
mod rueckweisung;
mod ungelesen;

use std::fmt;
use std::sync::Arc;

use xauslaender::v26_11::Nachricht;
use xauslaender::v26_11::administration::AdministrationNichtzustaendigserklaerung000030;
use xauslaender::v26_11::azr::{
    AZRHinweis, VonAZRAZRBestaetigungDokument090097, VonAZRAZRDokumentUebermittlung090008,
    VonAZRAZRFehlernachricht090099, VonAZRAZRGesamtauskunft090004, VonAZRAZRKeinTreffer090002,
    VonAZRAZRMitteilungZuDatenaenderung090030, VonAZRAZRRegisterabgleichsdaten090022,
    VonAZRAZRTrefferliste090003, VonAZRAZRVerpflichtungsgeberTrefferliste090053,
};
use xoev::{Limits, ReadError};

use crate::fehler::{AzrFehler, AzrHinweis};

use baum::Baum;

pub use bestaetigung::{Bestaetigung, NeueReferenz};
pub use bewertung::{Ergebnis, NichtZustaendig};
pub use dublette::{Ausweg, Dublette, DublettenArt};
pub use kopf::Antwortkopf;
pub use lichtbild::Lichtbilder;
pub use rueckweisung::{
    Bezug, Einzelfall, Rueckweisung, RueckweisungNachricht, Rueckweisungsgrund, SpezifischerGrund,
    Transport,
};
pub use ungelesen::{Geborgen, Ungelesen, UngelesenArt, Wurzel};

/// How much of a text in the head of a message is held, in bytes.
const MAX_KOPFTEXT: usize = 16 << 10;

/// An answer of the register, or of whoever refused a submission on the way to it.
///
/// ```
/// use azr::{Antwort, Ergebnis, Inhalt};
///
/// let antwort = Antwort::lesen(&b"<html>Bad Gateway</html>"[..]);
/// assert!(matches!(antwort.inhalt(), Inhalt::Ungelesen(_)));
/// assert_eq!(antwort.ergebnis(), Ergebnis::Unbekannt);
/// assert_eq!(antwort.bytes(), b"<html>Bad Gateway</html>");
/// ```
#[derive(Clone)]
pub struct Antwort {
    bytes: Arc<[u8]>,
    kopf: Option<Antwortkopf>,
    hinweise: Vec<AzrHinweis>,
    inhalt: Inhalt,
}

/// What an answer says. The messages are those of XAusländer 26.11.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Inhalt {
    /// 090098: a first or later report (090009, 090010) was stored.
    Bestaetigung(Bestaetigung),
    /// 090097: a document (090012) was stored, or deleted if the answer names no document.
    BestaetigungDokument(Box<VonAZRAZRBestaetigungDokument090097>),
    /// 090002: nothing was found (090001, 090051).
    KeinTreffer(Box<VonAZRAZRKeinTreffer090002>),
    /// 090003: list of hits (090001).
    Trefferliste(Box<VonAZRAZRTrefferliste090003>),
    /// 090004: a whole record, with the reference ids of its entries (090001).
    Gesamtauskunft(Box<VonAZRAZRGesamtauskunft090004>),
    /// 090006: photos, or why they are not sent (090005).
    Lichtbilder(Lichtbilder),
    /// 090008: a document (090007).
    Dokument(Box<VonAZRAZRDokumentUebermittlung090008>),
    /// 090022: data for the comparison of registers (090021). May list nothing.
    Registerabgleich(Box<VonAZRAZRRegisterabgleichsdaten090022>),
    /// 090030: the register tells of a change of data. Nobody asked for it.
    Datenaenderung(Box<VonAZRAZRMitteilungZuDatenaenderung090030>),
    /// 090053: declarations of commitment that were found (090051).
    Verpflichtungsgeber(Box<VonAZRAZRVerpflichtungsgeberTrefferliste090053>),
    /// 090099: the register refuses the submission.
    Fehler(Fehlernachricht),
    /// 000002 or 0010: the submission was refused before it was processed.
    Rueckweisung(Rueckweisung),
    /// 000030: the receiver declares that it is not responsible.
    Nichtzustaendig(Box<AdministrationNichtzustaendigserklaerung000030>),
    /// A message that can be read, but is no answer of the register.
    AndereNachricht(Box<Nachricht>),
    /// Could not be read.
    Ungelesen(Ungelesen),
}

/// The register's errors (090099).
#[derive(Clone, Debug)]
pub struct Fehlernachricht {
    /// The errors, at least one, word for word.
    pub fehler: Vec<AzrFehler>,
    /// The register has records with equal personal data.
    pub dublette: Option<Dublette>,
    /// The message.
    pub nachricht: Box<VonAZRAZRFehlernachricht090099>,
}

impl Antwort {
    /// Reads an answer. Whatever comes is kept: [`Antwort::bytes`] are exactly these bytes.
    pub fn lesen(bytes: impl Into<Arc<[u8]>>) -> Antwort {
        Antwort::lesen_mit(bytes, Limits::default())
    }

    /// Reads an answer within these limits. An answer beyond them is [`Inhalt::Ungelesen`].
    pub fn lesen_mit(bytes: impl Into<Arc<[u8]>>, limits: Limits) -> Antwort {
        let bytes = bytes.into();
        match Nachricht::from_slice_with(&bytes, limits) {
            Ok(nachricht) => Antwort::gelesen(bytes, nachricht),
            Err(error) => Antwort::ungelesen(bytes, error),
        }
    }

    fn ungelesen(bytes: Arc<[u8]>, error: ReadError) -> Antwort {
        let (ungelesen, kopf) = Ungelesen::bergen(&bytes, error);
        Antwort {
            kopf,
            hinweise: ungelesen.geborgen.hinweise.clone(),
            inhalt: Inhalt::Ungelesen(ungelesen),
            bytes,
        }
    }

    fn gelesen(bytes: Arc<[u8]>, nachricht: Nachricht) -> Antwort {
        use Nachricht as N;
        let kopf = Antwortkopf::von(&nachricht)
            .or_else(|| Antwortkopf::aus(&Baum::lesen(&bytes, MAX_KOPFTEXT)));
        let (hinweise, inhalt) = match nachricht {
            N::VonAZRAZRBestaetigungMeldung090098(m) => (
                worte(&m.hinweis),
                Inhalt::Bestaetigung(Bestaetigung::von(m, &bytes)),
            ),
            N::VonAZRAZRBestaetigungDokument090097(m) => {
                (worte(&m.hinweis), Inhalt::BestaetigungDokument(m))
            }
            N::VonAZRAZRKeinTreffer090002(m) => (worte(&m.hinweis), Inhalt::KeinTreffer(m)),
            N::VonAZRAZRTrefferliste090003(m) => (worte(&m.hinweis), Inhalt::Trefferliste(m)),
            N::VonAZRAZRGesamtauskunft090004(m) => (worte(&m.hinweis), Inhalt::Gesamtauskunft(m)),
            N::VonAZRAZRLichtbilduebermittlung090006(m) => (
                worte(&m.hinweis),
                Inhalt::Lichtbilder(Lichtbilder { nachricht: m }),
            ),
            N::VonAZRAZRDokumentUebermittlung090008(m) => (worte(&m.hinweis), Inhalt::Dokument(m)),
            N::VonAZRAZRRegisterabgleichsdaten090022(m) => {
                (worte(&m.hinweis), Inhalt::Registerabgleich(m))
            }
            N::VonAZRAZRMitteilungZuDatenaenderung090030(m) => {
                (worte(&m.hinweis), Inhalt::Datenaenderung(m))
            }
            // The only answer without hints: by its type it is a message to the register.
            N::VonAZRAZRVerpflichtungsgeberTrefferliste090053(m) => {
                (Vec::new(), Inhalt::Verpflichtungsgeber(m))
            }
            N::VonAZRAZRFehlernachricht090099(m) => (
                worte(&m.hinweis),
                Inhalt::Fehler(Fehlernachricht {
                    fehler: m.fehlerfall.iter().map(AzrFehler::from).collect(),
                    dublette: Dublette::neu(
                        DublettenArt::Gleich,
                        m.personalien_gleich.iter().map(|n| n.as_str()),
                    ),
                    nachricht: m,
                }),
            ),
            N::AdministrationRueckweisungSynchron000002(m) => {
                (Vec::new(), Inhalt::Rueckweisung(Rueckweisung::synchron(m)))
            }
            N::RueckweisungAsynchron0010(m) => {
                (Vec::new(), Inhalt::Rueckweisung(Rueckweisung::asynchron(m)))
            }
            N::AdministrationNichtzustaendigserklaerung000030(m) => {
                (Vec::new(), Inhalt::Nichtzustaendig(m))
            }
            andere => (Vec::new(), Inhalt::AndereNachricht(Box::new(andere))),
        };
        Antwort {
            bytes,
            kopf,
            hinweise,
            inhalt,
        }
    }

    /// The bytes as they came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Identification, sender and receiver, as far as they could be read.
    pub fn kopf(&self) -> Option<&Antwortkopf> {
        self.kopf.as_ref()
    }

    /// What it says.
    pub fn inhalt(&self) -> &Inhalt {
        &self.inhalt
    }

    /// The hints of the register, word for word. Hints on single photos stand with these.
    pub fn hinweise(&self) -> &[AzrHinweis] {
        &self.hinweise
    }

    /// The register's errors, word for word, also from an answer that could not be read.
    pub fn fehler(&self) -> &[AzrFehler] {
        match &self.inhalt {
            Inhalt::Fehler(nachricht) => &nachricht.fehler,
            Inhalt::Ungelesen(ungelesen) => &ungelesen.geborgen.fehler,
            _ => &[],
        }
    }

    /// Records of the register with equal or similar personal data.
    pub fn dublette(&self) -> Option<&Dublette> {
        match &self.inhalt {
            Inhalt::Fehler(nachricht) => nachricht.dublette.as_ref(),
            Inhalt::Bestaetigung(bestaetigung) => bestaetigung.dublette.as_ref(),
            Inhalt::Ungelesen(ungelesen) => ungelesen.geborgen.dublette.as_ref(),
            _ => None,
        }
    }
}

/// The bytes are counted only: the content says the same, and is readable.
impl fmt::Debug for Antwort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Antwort")
            .field("bytes", &self.bytes.len())
            .field("kopf", &self.kopf)
            .field("hinweise", &self.hinweise)
            .field("inhalt", &self.inhalt)
            .finish()
    }
}

fn worte(hinweise: &[AZRHinweis]) -> Vec<AzrHinweis> {
    hinweise.iter().map(AzrHinweis::from).collect()
}
