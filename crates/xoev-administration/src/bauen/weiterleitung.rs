//! A message is passed on to who is responsible (0030), and its author told so (0031).

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};
use xauslaender::Absender;
use xauslaender::xinneres::behoerde_7::BehoerdeErreichbar;
use xauslaender::xinneres::weiterleitung_7::{
    WeiterleitendeStelle, WeiterleitungAbgabe0031, WeiterleitungWeiterleitung0030,
};
use xoev::MessageIo as _;
use xoev::basis::basisnachricht_g2g_1_1::BehoerdeType;
use xoev::builtin::Base64Binary;
use xoev::din91379::DatatypeC;

use super::{Baufehler, Verwaltungsnachricht, Vorlage, als_leser, erreichbar, fertig, kopf};
use crate::bezug::{Nachrichtenbezug, typ4};
use crate::kopf::{Ereignis, Kode, Nachrichtenkopf, Stelle};
use crate::tabelle::{Rolle, Zustaendigkeitsweg, rolle, zustaendigkeitsweg};

/// An original message with those who have passed it on so far, none if it came from its author.
#[derive(Clone, Debug)]
pub(super) struct Kette<'a> {
    /// The original, byte for byte.
    pub(super) original: Cow<'a, [u8]>,
    /// Its head.
    pub(super) kopf: Nachrichtenkopf,
    /// Who passed it on, in the order of time.
    pub(super) stellen: Vec<WeiterleitendeStelle>,
    /// Whose message it is, as the forwarding says it.
    ausloesend: Option<BehoerdeErreichbar>,
}

impl<'a> Kette<'a> {
    /// Takes a message as it was received. `mit` is the message that is to be built.
    pub(super) fn von(vorlage: Vorlage<'a>, mit: &'static str) -> Result<Kette<'a>, Baufehler> {
        let nummer = vorlage.nummer()?;
        let kette = if rolle(nummer.as_str()) == Rolle::Weiterleitung {
            let message = WeiterleitungWeiterleitung0030::from_slice(vorlage.bytes)
                .map_err(|_| Baufehler::Ohne("content that could be read"))?;
            let bytes = message.weitergeleitete_nachricht.into_bytes();
            let kopf = Nachrichtenkopf::read(&bytes);
            let mut stellen = message.weiterleitende_stelle;
            // The order is that of time. Times without a zone can't be compared: it stays then.
            if stellen.iter().all(|s| s.zeitpunkt.to_chrono().is_some()) {
                stellen.sort_by_key(|s| s.zeitpunkt.to_chrono());
            }
            Kette {
                original: Cow::Owned(bytes),
                kopf: kopf.map_err(|_| Baufehler::Ohne("original that could be read"))?,
                stellen,
                ausloesend: Some(message.ausloesende_stelle),
            }
        } else {
            Kette {
                original: Cow::Borrowed(vorlage.bytes),
                kopf: vorlage.kopf()?.clone(),
                stellen: Vec::new(),
                ausloesend: None,
            }
        };
        let inner = kette.kopf.nummer().ok_or(Baufehler::Ohne("number"))?;
        if rolle(inner.as_str()) == Rolle::Weiterleitung {
            return Err(Baufehler::Verschachtelt {
                nummer: inner.to_string(),
                in_nummer: "0030",
            });
        }
        if zustaendigkeitsweg(inner.as_str()) != Zustaendigkeitsweg::Weiterleitung {
            return Err(Baufehler::AndererWeg {
                nummer: inner.to_string(),
                mit,
            });
        }
        Ok(kette)
    }

    pub(super) fn bezug(&self) -> Result<Nachrichtenbezug, Baufehler> {
        Nachrichtenbezug::von(&self.kopf).ok_or(Baufehler::Ohne("identification"))
    }

    /// The author of the original, kept through all hops.
    pub(super) fn ausloesende(&self) -> Stelle {
        match &self.ausloesend {
            Some(stelle) => Stelle {
                verzeichnisdienst: Kode {
                    code: stelle.verzeichnisdienst.key().to_owned(),
                    liste: stelle
                        .verzeichnisdienst
                        .written_list_uri()
                        .map(str::to_owned),
                    listenversion: stelle.verzeichnisdienst.list_version().map(str::to_owned),
                },
                kennung: Some(stelle.kennung.as_str().to_owned()),
                name: Some(stelle.name.as_str().to_owned()),
                erreichbarkeit: Vec::new(),
            },
            None => self.kopf.autor.clone().unwrap_or_default(),
        }
    }
}

/// Passes a message on to the authority that is responsible. The original stays as it is, and so does
/// its author: answers go there.
///
/// Not to be mistaken for telling the author that one is not responsible, after which nobody has
/// the message: [`Nichtzustaendigserklaerung`](super::Nichtzustaendigserklaerung),
/// [`UngeklaerteZustaendigkeit`](super::UngeklaerteZustaendigkeit).
///
/// Source: `weiterleitung.weiterleitung.0030`, `weiterleitung.abgabe.0031` in
/// `xinneres-weiterleitung.xsd`.
#[derive(Clone, Debug)]
pub struct Weiterleitung<'a> {
    kette: Kette<'a>,
    an: BehoerdeType,
    bemerkungen: Option<DatatypeC>,
}

/// The two messages of a forwarding. Both have to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weitergeleitet {
    /// 0030, to the authority that is responsible.
    pub weiterleitung: Verwaltungsnachricht,
    /// 0031, to the author of the original.
    pub abgabe: Verwaltungsnachricht,
}

impl<'a> Weiterleitung<'a> {
    /// Passes on a message that was received, from its author or passed on (0030) before.
    ///
    /// # Errors
    /// [`Baufehler::AndererWeg`] for a message of a process in which messages are not passed on,
    /// [`Baufehler::Verschachtelt`] for a forwarding within a forwarding.
    pub fn neu(vorlage: Vorlage<'a>, an: BehoerdeType) -> Result<Weiterleitung<'a>, Baufehler> {
        Ok(Weiterleitung {
            kette: Kette::von(vorlage, "0030")?,
            an,
            bemerkungen: None,
        })
    }

    /// With a remark, in both messages.
    pub fn bemerkungen(mut self, text: DatatypeC) -> Weiterleitung<'a> {
        self.bemerkungen = Some(text);
        self
    }

    /// Both messages.
    ///
    /// # Errors
    /// [`Baufehler`]
    pub fn bauen(
        self,
        absender: &Absender,
        jetzt: DateTime<FixedOffset>,
    ) -> Result<Weitergeleitet, Baufehler> {
        let original = &self.kette.kopf;
        let bezug = self.kette.bezug()?;
        let ausloesend = match &self.kette.ausloesend {
            Some(stelle) => stelle.clone(),
            None => erreichbar(&self.kette.ausloesende())?,
        };
        let head = kopf(absender, jetzt, self.an.clone(), Some(original));
        let mut stellen = self.kette.stellen.clone();
        stellen.push(WeiterleitendeStelle {
            stelle: absender.autor.clone(),
            zeitpunkt: head.identifikation.erstellungszeitpunkt().clone(),
        });
        let bytes = Base64Binary::new(self.kette.original.as_ref());
        let typ = typ4(&bezug.typ)?;
        let bemerkungen = self.bemerkungen.clone();
        let weiterleitung = fertig("0030", head, Some(bezug.uuid.clone()), |kopf| {
            let mut message =
                WeiterleitungWeiterleitung0030::neu(kopf, stellen, ausloesend, bytes, typ)?;
            message.bemerkungen = bemerkungen;
            Ok(message)
        })?;
        let leser = als_leser(&self.kette.ausloesende(), absender)?;
        let head = kopf(absender, jetzt, leser, Some(original));
        let id = bezug.xinneres()?;
        let ereignis = original.ereignis.as_ref().and_then(Ereignis::typisiert);
        let abgabe = fertig("0031", head, Some(bezug.uuid), |kopf| {
            let mut message = WeiterleitungAbgabe0031::neu(kopf, self.an, id)?;
            message.weitergeleitetes_ereignis = ereignis;
            message.bemerkungen = self.bemerkungen;
            Ok(message)
        })?;
        Ok(Weitergeleitet {
            weiterleitung,
            abgabe,
        })
    }
}
