//! What a message about another one says, by its kind.

use xauslaender::v26_11::Nachricht;
use xauslaender::v26_11::abhabh::ABHABHErinnerung010002;
use xauslaender::xinneres::quittung_5 as quittung;
use xauslaender::xinneres::weiterleitung_7::WeiterleitendeStelle;
use xoev::ReadError;

use super::{
    ErhalteneRueckweisung, Genannt, Grund, Packfehler, Packgrenzen, behoerde, ereignis, kode,
    stelle,
};
use crate::kopf::{Ereignis, Kode, Nachrichtenkopf, Stelle, Zeitpunkt};

/// A receipt: what a message asked for was processed.
///
/// Source: `quittungVonSachverhalten.quittung.0020` in `xinneres-quittung.xsd`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErhalteneQuittung {
    /// The message that asked for it.
    pub auf: Genannt,
    /// The event in that message.
    pub ursprungsereignis: Ereignis,
    /// What was done.
    pub sachverhalt: Grund,
}

/// A reminder: of a receipt (0021) or of enquiries (010002).
///
/// Source: `quittungVonSachverhalten.erinnerung.0021` in `xinneres-quittung.xsd`,
/// `ABHABH.Erinnerung.010002` in `xauslaender-nachrichten-abh-abh.xsd`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(
    clippy::large_enum_variant,
    reason = "one at a time, taken apart at once"
)]
pub enum ErhalteneErinnerung {
    /// 0021: a receipt is due.
    Quittung {
        /// What is expected.
        erwartet: ErhalteneQuittung,
        /// Which reminder this is, from 1; the schema allows 0.
        stufe: u64,
    },
    /// 010002: answers to enquiries are due.
    Anfragen {
        /// The enquiries, as they are named or else enclosed. What can't be told is left out.
        anfragen: Vec<Genannt>,
        /// The enquiries, byte for byte.
        originale: Vec<Vec<u8>>,
    },
}

/// Somebody declares not to be responsible: 000030, 0032.
///
/// Source: `Administration.Nichtzustaendigserklaerung.000030` in
/// `xauslaender-nachrichten-administration.xsd`, `weiterleitung.nichtzustaendigkeit.0032` in
/// `xinneres-weiterleitung.xsd`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErhalteneNichtzustaendigkeit {
    /// UUID of the message that it is about.
    pub auf: String,
    /// The event in that message (0032).
    pub ereignis: Option<Ereignis>,
    /// Who is responsible instead, if that is said (000030).
    pub zustaendig: Option<Stelle>,
    /// Who passed the message on before (0032).
    pub weitergegeben: Vec<Weitergebende>,
    /// Remark.
    pub bemerkung: Option<String>,
}

/// A message was passed on to somebody else (0031), from whom the answer will come.
///
/// Source: `weiterleitung.abgabe.0031` in `xinneres-weiterleitung.xsd`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErhalteneAbgabe {
    /// The message that was passed on.
    pub auf: Genannt,
    /// Who has it now.
    pub an: Stelle,
    /// The event in that message.
    pub ereignis: Option<Ereignis>,
    /// Remark.
    pub bemerkung: Option<String>,
}

/// Who passed a message on, and when.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Weitergebende {
    /// Who.
    pub stelle: Stelle,
    /// When.
    pub zeitpunkt: Zeitpunkt,
}

/// A message was passed on to here (0030).
///
/// Source: `weiterleitung.weiterleitung.0030` in `xinneres-weiterleitung.xsd`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErhalteneWeiterleitung {
    /// The message, byte for byte as its author made it.
    pub original: Vec<u8>,
    /// Its head.
    pub kopf: Nachrichtenkopf,
    /// Its number, as the forwarding says it.
    pub typ: Kode,
    /// Its author: answers go there, not to who passed it on.
    pub ausloesende_stelle: Stelle,
    /// Who passed it on, in the order of the message.
    pub weitergegeben: Vec<Weitergebende>,
    /// Remark.
    pub bemerkung: Option<String>,
}

/// What a message about another one says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(
    clippy::large_enum_variant,
    reason = "one at a time, taken apart at once"
)]
pub enum Inhalt {
    /// 000002, 0010
    Rueckweisung(ErhalteneRueckweisung),
    /// 000030, 0032
    Nichtzustaendigkeit(ErhalteneNichtzustaendigkeit),
    /// 0031
    Abgabe(ErhalteneAbgabe),
    /// 0020
    Quittung(ErhalteneQuittung),
    /// 0021, 010002
    Erinnerung(ErhalteneErinnerung),
    /// 0030
    Weiterleitung(ErhalteneWeiterleitung),
    /// 000020: the message in it, byte for byte, with its head.
    Sendungswiederholung {
        /// The message.
        original: Vec<u8>,
        /// Its head.
        kopf: Nachrichtenkopf,
    },
    /// The message is about no other one.
    Anderes,
}

/// Why a message about another one can't be understood.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Lesefehler {
    /// It can't be read.
    #[error(transparent)]
    Lesen(#[from] ReadError),
    /// What it encloses can't be taken out.
    #[error(transparent)]
    Eingeschlossen(#[from] Packfehler),
    /// A forwarding encloses a forwarding, or a repetition a repetition.
    #[error("a message {0} encloses one of its own kind")]
    Verschachtelt(&'static str),
}

impl Inhalt {
    /// Reads a message about another one, with default limits.
    ///
    /// # Errors
    /// [`Lesefehler`]
    pub fn lesen(message: &[u8]) -> Result<Inhalt, Lesefehler> {
        Inhalt::lesen_mit(message, Packgrenzen::default())
    }

    /// Reads a message about another one.
    ///
    /// # Errors
    /// [`Lesefehler`]
    pub fn lesen_mit(message: &[u8], grenzen: Packgrenzen) -> Result<Inhalt, Lesefehler> {
        use Nachricht as N;
        Ok(match Nachricht::from_slice(message)? {
            N::AdministrationRueckweisungSynchron000002(m) => {
                Inhalt::Rueckweisung(ErhalteneRueckweisung::synchron(&m))
            }
            N::RueckweisungAsynchron0010(m) => {
                Inhalt::Rueckweisung(ErhalteneRueckweisung::asynchron(&m, grenzen))
            }
            N::AdministrationNichtzustaendigserklaerung000030(m) => {
                let zustaendig = m.zustaendige_behoerde.as_deref();
                Inhalt::Nichtzustaendigkeit(ErhalteneNichtzustaendigkeit {
                    auf: m.ausloeser_uuid.as_str().to_owned(),
                    ereignis: None,
                    zustaendig: zustaendig
                        .map(|b| stelle(&b.verzeichnisdienst, b.kennung.as_str(), b.name.as_str())),
                    weitergegeben: Vec::new(),
                    bemerkung: m.bemerkung.map(|b| b.as_str().to_owned()),
                })
            }
            N::WeiterleitungNichtzustaendigkeit0032(m) => {
                let auf = &m.zustaendigkeit_ungeklaert_nachricht;
                Inhalt::Nichtzustaendigkeit(ErhalteneNichtzustaendigkeit {
                    auf: auf.nachrichten_uuid.as_str().to_owned(),
                    ereignis: m.zustaendigkeit_ungeklaert_ereignis.as_ref().map(ereignis),
                    zustaendig: None,
                    weitergegeben: weitergegeben(&m.weiterleitende_stelle),
                    bemerkung: m.bemerkung.map(|b| b.as_str().to_owned()),
                })
            }
            N::WeiterleitungAbgabe0031(m) => Inhalt::Abgabe(ErhalteneAbgabe {
                auf: Genannt::from(&m.weitergeleitete_nachricht),
                an: behoerde(&m.zustaendige_stelle),
                ereignis: m.weitergeleitetes_ereignis.as_ref().map(ereignis),
                bemerkung: m.bemerkungen.map(|b| b.as_str().to_owned()),
            }),
            N::QuittungVonSachverhaltenQuittung0020(m) => {
                let auf = Genannt::from(&m.ursprungsnachricht);
                Inhalt::Quittung(quittiert(auf, &m.quittung))
            }
            N::QuittungVonSachverhaltenErinnerung0021(m) => {
                let auf = Genannt::from(&m.ursprungsnachricht);
                Inhalt::Erinnerung(ErhalteneErinnerung::Quittung {
                    erwartet: quittiert(auf, &m.quittung),
                    stufe: m.erinnerungsstufe.to_u64().unwrap_or(u64::MAX),
                })
            }
            N::ABHABHErinnerung010002(m) => Inhalt::Erinnerung(anfragen(*m, grenzen)?),
            N::WeiterleitungWeiterleitung0030(m) => {
                let a = &m.ausloesende_stelle;
                let a = stelle(&a.verzeichnisdienst, a.kennung.as_str(), a.name.as_str());
                let typ = kode(&m.weitergeleitete_nachricht_typ);
                let stellen = weitergegeben(&m.weiterleitende_stelle);
                let bytes = m.weitergeleitete_nachricht.into_bytes();
                let (original, kopf) = original(bytes, "0030", grenzen)?;
                Inhalt::Weiterleitung(ErhalteneWeiterleitung {
                    original,
                    kopf,
                    typ,
                    ausloesende_stelle: a,
                    weitergegeben: stellen,
                    bemerkung: m.bemerkungen.map(|b| b.as_str().to_owned()),
                })
            }
            N::AdministrationSendungswiederholung000020(m) => {
                let (original, kopf) = original(m.nachricht.into_bytes(), "000020", grenzen)?;
                Inhalt::Sendungswiederholung { original, kopf }
            }
            _ => Inhalt::Anderes,
        })
    }
}

/// An enclosed message that must not be of the kind that encloses it.
fn original(
    bytes: Vec<u8>,
    nummer: &'static str,
    grenzen: Packgrenzen,
) -> Result<(Vec<u8>, Nachrichtenkopf), Lesefehler> {
    if bytes.len() > grenzen.bytes {
        return Err(Packfehler::Grenze("size").into());
    }
    let kopf = Nachrichtenkopf::read(&bytes).map_err(Packfehler::from)?;
    match kopf.nummer() {
        Some(inner) if inner == nummer => Err(Lesefehler::Verschachtelt(nummer)),
        _ => Ok((bytes, kopf)),
    }
}

fn quittiert(auf: Genannt, quittung: &quittung::Quittung) -> ErhalteneQuittung {
    ErhalteneQuittung {
        auf,
        ursprungsereignis: ereignis(&quittung.ursprungsereignis),
        sachverhalt: Grund::von(&quittung.sachverhalt),
    }
}

fn weitergegeben(stellen: &[WeiterleitendeStelle]) -> Vec<Weitergebende> {
    let each = stellen.iter().map(|s| Weitergebende {
        stelle: stelle(
            &s.stelle.verzeichnisdienst,
            s.stelle.kennung.as_str(),
            s.stelle.name.as_str(),
        ),
        zeitpunkt: Zeitpunkt::new(s.zeitpunkt.to_string()),
    });
    each.collect()
}

fn anfragen(
    m: ABHABHErinnerung010002,
    grenzen: Packgrenzen,
) -> Result<ErhalteneErinnerung, Packfehler> {
    let (mut anfragen, mut originale) = (Vec::new(), Vec::new());
    let mut room = grenzen.bytes;
    for container in m.a_bhabh_administration_container {
        let inner = container.urspruengliche_nachricht;
        let bytes = inner.nachricht.into_bytes();
        if originale.len() == grenzen.anzahl {
            return Err(Packfehler::Grenze("number"));
        }
        room = room
            .checked_sub(bytes.len())
            .ok_or(Packfehler::Grenze("size"))?;
        let named = inner.nachrichten_id.map(|id| Genannt {
            uuid: id.nachricht_uuid.as_str().to_owned(),
            typ: kode(&id.nachrichtentyp),
            erstellt: Zeitpunkt::new(id.erstellungszeitpunkt.to_string()),
        });
        anfragen.extend(named.or_else(|| {
            let kopf = Nachrichtenkopf::read(&bytes).ok()?;
            Some(Genannt {
                uuid: kopf.uuid.clone()?,
                typ: kopf.nachrichtentyp.clone().unwrap_or_default(),
                erstellt: kopf.erstellt.clone().unwrap_or_else(|| Zeitpunkt::new("")),
            })
        }));
        originale.push(bytes);
    }
    Ok(ErhalteneErinnerung::Anfragen {
        anfragen,
        originale,
    })
}
