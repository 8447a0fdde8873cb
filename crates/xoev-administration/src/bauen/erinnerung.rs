//! 010002: an immigration office reminds another one of enquiries.

use chrono::{DateTime, FixedOffset};
use xauslaender::Absender;
use xauslaender::v26_11::abhabh as typed;
use xoev::basis::basisnachricht_g2g_1_1::UUID;
use xoev::builtin::Base64Binary;
use xoev::din91379::DatatypeC;

use super::{Baufehler, Verwaltungsnachricht, Vorlage, aktuelle_version, als_leser, fertig, kopf};
use crate::tabelle::antworten_auf;

/// What the transport knows of a message that is reminded of.
///
/// Source: `ABHABH.Administration.Container/transportinformationen` in
/// `xauslaender-nachrichten-abh-abh.xsd`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transportangaben {
    /// Id of the transport. To be given if it is known; with OSCI, that of the envelope.
    pub nachrichten_id: Option<DatatypeC>,
    /// Subject.
    pub betreff: Option<DatatypeC>,
    /// When it was sent, as text.
    pub sendezeitpunkt: Option<DatatypeC>,
    /// Further hints.
    pub hinweise: Option<DatatypeC>,
}

/// Reminds of enquiries to another immigration office, which are enclosed.
///
/// Source: `ABHABH.Erinnerung.010002` in `xauslaender-nachrichten-abh-abh.xsd`.
#[derive(Clone, Debug, Default)]
pub struct Erinnerung<'a> {
    originale: Vec<(Vorlage<'a>, Transportangaben)>,
}

impl<'a> Erinnerung<'a> {
    /// A reminder of nothing yet.
    pub fn neu() -> Erinnerung<'a> {
        Erinnerung::default()
    }

    /// Reminds of an enquiry that was sent.
    ///
    /// # Errors
    /// [`Baufehler::AndererWeg`] for what is no enquiry between immigration offices,
    /// [`Baufehler::AndereVersion`] for a message of a version that is not sent any more,
    /// [`Baufehler::VerschiedeneLeser`] if the others are for another office.
    pub fn an(
        mut self,
        gesendet: Vorlage<'a>,
        transport: Transportangaben,
    ) -> Result<Erinnerung<'a>, Baufehler> {
        let nummer = gesendet.nummer()?;
        let enquiry =
            nummer.as_str().starts_with("01") && antworten_auf(nummer.as_str()).next().is_some();
        if !enquiry || nummer.stellen() != 6 {
            return Err(Baufehler::AndererWeg {
                nummer: nummer.to_string(),
                mit: "010002",
            });
        }
        aktuelle_version(gesendet.kopf()?)?;
        let leser = gesendet.leser()?;
        if let Some((first, _)) = self.originale.first()
            && first.leser()?.kennung != leser.kennung
        {
            return Err(Baufehler::VerschiedeneLeser);
        }
        self.originale.push((gesendet, transport));
        Ok(self)
    }

    /// The message, for the reader of the enquiries.
    ///
    /// # Errors
    /// [`Baufehler`]; [`Baufehler::Ohne`] if it reminds of nothing.
    pub fn bauen(
        self,
        absender: &Absender,
        jetzt: DateTime<FixedOffset>,
    ) -> Result<Verwaltungsnachricht, Baufehler> {
        let first = self.originale.first().map(|(original, _)| *original);
        let first = first.ok_or(Baufehler::Ohne("enquiry that is reminded of"))?;
        let leser = als_leser(first.leser()?, absender)?;
        let mut container = Vec::new();
        for (original, transport) in &self.originale {
            container.push(behaelter(original, transport)?);
        }
        // The message has room for one UUID; each container has its own as well.
        let ausloeser: Option<UUID> = match self.originale.len() {
            1 => first.kopf()?.uuid_typisiert(),
            _ => None,
        };
        let head = kopf(absender, jetzt, leser, first.kopf);
        fertig("010002", head, ausloeser.clone(), |kopf| {
            let mut message = typed::ABHABHErinnerung010002::neu(kopf, container)?;
            message.ausloeser_uuid = ausloeser;
            Ok(message)
        })
    }
}

fn behaelter(
    original: &Vorlage<'_>,
    transport: &Transportangaben,
) -> Result<typed::ABHABHAdministrationContainer, Baufehler> {
    use typed::ABHABHAdministrationContainerTransportinformationen as Transport;
    use typed::ABHABHAdministrationContainerUrspruenglicheNachricht as Nachricht;
    use typed::ABHABHAdministrationContainerUrspruenglicheNachrichtNachrichtenID as Id;
    let id = original.bezug()?.xauslaender()?;
    let transport = transport.clone();
    Ok(typed::ABHABHAdministrationContainer {
        meldende_stelle: None,
        transportinformationen: Transport {
            nachrichten_id: transport.nachrichten_id,
            betreff: transport.betreff,
            sendezeitpunkt: transport.sendezeitpunkt,
            ergaenzende_hinweise: transport.hinweise,
        },
        urspruengliche_nachricht: Nachricht {
            nachricht: Base64Binary::new(original.bytes),
            nachrichten_id: Some(Box::new(Id {
                nachricht_uuid: id.nachrichten_uuid,
                nachrichtentyp: id.nachrichtentyp,
                erstellungszeitpunkt: id.erstellungszeitpunkt,
            })),
        },
    })
}
