//! The author is told that the reader of its message is not responsible: 000030 and 0032.

use chrono::{DateTime, FixedOffset};
use xauslaender::Absender;
use xauslaender::v26_11::administration::AdministrationNichtzustaendigserklaerung000030;
use xauslaender::xinneres::behoerde_7::BehoerdeMitAnschrift;
use xauslaender::xinneres::weiterleitung_7::WeiterleitungNichtzustaendigkeit0032;
use xoev::din91379::DatatypeC;

use super::weiterleitung::Kette;
use super::{Baufehler, Verwaltungsnachricht, Vorlage, als_leser, fertig, kopf};
use crate::kopf::Ereignis;
use crate::tabelle::{Zustaendigkeitsweg, zustaendigkeitsweg};

/// Declares to the author of a message that one is not responsible for it. The message goes nowhere
/// else; whoever is responsible may be named.
///
/// Source: `Administration.Nichtzustaendigserklaerung.000030` in
/// `xauslaender-nachrichten-administration.xsd`.
#[derive(Clone, Debug)]
pub struct Nichtzustaendigserklaerung<'a> {
    auf: Vorlage<'a>,
    zustaendig: Option<BehoerdeMitAnschrift>,
    bemerkung: Option<DatatypeC>,
}

impl<'a> Nichtzustaendigserklaerung<'a> {
    /// About a message that was received.
    ///
    /// # Errors
    /// [`Baufehler::AndererWeg`] for a message of a process in which messages are passed on, and
    /// for messages about messages.
    pub fn neu(auf: Vorlage<'a>) -> Result<Nichtzustaendigserklaerung<'a>, Baufehler> {
        let nummer = auf.nummer()?;
        if zustaendigkeitsweg(nummer.as_str()) != Zustaendigkeitsweg::Erklaerung {
            return Err(Baufehler::AndererWeg {
                nummer: nummer.to_string(),
                mit: "000030",
            });
        }
        Ok(Nichtzustaendigserklaerung {
            auf,
            zustaendig: None,
            bemerkung: None,
        })
    }

    /// Names who is responsible in the view of the reader.
    pub fn zustaendig(mut self, behoerde: BehoerdeMitAnschrift) -> Nichtzustaendigserklaerung<'a> {
        self.zustaendig = Some(behoerde);
        self
    }

    /// With a remark.
    pub fn bemerkung(mut self, text: DatatypeC) -> Nichtzustaendigserklaerung<'a> {
        self.bemerkung = Some(text);
        self
    }

    /// The message, for the author.
    ///
    /// # Errors
    /// [`Baufehler`]
    pub fn bauen(
        self,
        absender: &Absender,
        jetzt: DateTime<FixedOffset>,
    ) -> Result<Verwaltungsnachricht, Baufehler> {
        let uuid = self.auf.kopf()?.uuid_typisiert();
        let uuid = uuid.ok_or(Baufehler::Ohne("UUID"))?;
        let leser = als_leser(self.auf.autor()?, absender)?;
        let head = kopf(absender, jetzt, leser, self.auf.kopf);
        fertig("000030", head, Some(uuid.clone()), |kopf| {
            let mut message = AdministrationNichtzustaendigserklaerung000030::neu(kopf, uuid)?;
            message.zustaendige_behoerde = self.zustaendig.map(Box::new);
            message.bemerkung = self.bemerkung;
            Ok(message)
        })
    }
}

/// Tells the author of a message that one is not responsible, and does not know who is.
///
/// If it is known who is, the message is passed on by a [`Weiterleitung`](super::Weiterleitung).
///
/// Source: `weiterleitung.nichtzustaendigkeit.0032` in `xinneres-weiterleitung.xsd`.
#[derive(Clone, Debug)]
pub struct UngeklaerteZustaendigkeit<'a> {
    kette: Kette<'a>,
    bemerkung: Option<DatatypeC>,
}

impl<'a> UngeklaerteZustaendigkeit<'a> {
    /// About a message that was received, from its author or passed on (0030).
    ///
    /// # Errors
    /// [`Baufehler::AndererWeg`] for a message of a process in which messages are not passed on.
    pub fn neu(auf: Vorlage<'a>) -> Result<UngeklaerteZustaendigkeit<'a>, Baufehler> {
        Ok(UngeklaerteZustaendigkeit {
            kette: Kette::von(auf, "0032")?,
            bemerkung: None,
        })
    }

    /// With a remark.
    pub fn bemerkung(mut self, text: DatatypeC) -> UngeklaerteZustaendigkeit<'a> {
        self.bemerkung = Some(text);
        self
    }

    /// The message, for the author of the original, not for who passed it on last.
    ///
    /// # Errors
    /// [`Baufehler`]
    pub fn bauen(
        self,
        absender: &Absender,
        jetzt: DateTime<FixedOffset>,
    ) -> Result<Verwaltungsnachricht, Baufehler> {
        let original = &self.kette.kopf;
        let bezug = self.kette.bezug()?;
        let id = bezug.xinneres()?;
        let ereignis = original.ereignis.as_ref().and_then(Ereignis::typisiert);
        let mut stellen = self.kette.stellen.clone();
        // Who creates the message is not in the list, even if it passed the message on before.
        stellen.retain(|s| s.stelle.kennung != absender.autor.kennung);
        let leser = als_leser(&self.kette.ausloesende(), absender)?;
        let head = kopf(absender, jetzt, leser, Some(original));
        fertig("0032", head, Some(bezug.uuid), |kopf| {
            let mut message = WeiterleitungNichtzustaendigkeit0032::neu(kopf, id)?;
            message.weiterleitende_stelle = stellen;
            message.zustaendigkeit_ungeklaert_ereignis = ereignis;
            message.bemerkung = self.bemerkung;
            Ok(message)
        })
    }
}
