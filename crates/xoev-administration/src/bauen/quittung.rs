//! Receipts for facts (0020), and reminders of those that do not come (0021).

use std::num::NonZeroU32;

use chrono::{DateTime, FixedOffset};
use xauslaender::Absender;
use xauslaender::xinneres::quittung_5 as typed;
use xauslaender::xinneres::quittung_5::CodeQuittungsrelevanterSachverhalt;
use xoev::builtin::{Integer, NonNegativeInteger};

use super::{Baufehler, Verwaltungsnachricht, Vorlage, als_leser, fertig, kopf};
use crate::kopf::Ereignis;
use crate::tabelle::eintrag_zu;

/// What both messages name: the event of the original, and what became of it.
#[derive(Clone, Debug)]
struct Sache<'a> {
    original: Vorlage<'a>,
    ereignis: Ereignis,
    sachverhalt: CodeQuittungsrelevanterSachverhalt,
}

impl<'a> Sache<'a> {
    fn neu(
        original: Vorlage<'a>,
        ereignis: &Ereignis,
        sachverhalt: CodeQuittungsrelevanterSachverhalt,
    ) -> Result<Sache<'a>, Baufehler> {
        if !original.kopf()?.quittungsrelevant.contains(ereignis) {
            return Err(Baufehler::FremdesEreignis {
                zeichen: ereignis.zeichen.clone(),
            });
        }
        Ok(Sache {
            original,
            ereignis: ereignis.clone(),
            sachverhalt,
        })
    }

    fn typisiert(&self) -> Result<typed::Quittung, Baufehler> {
        let ereignis = self.ereignis.typisiert();
        Ok(typed::Quittung {
            ursprungsereignis: ereignis.ok_or(Baufehler::Ohne("event that can be repeated"))?,
            sachverhalt: self.sachverhalt.clone(),
        })
    }
}

/// The fact that a receipt for a message names: what the standard says for its number.
fn sachverhalt(original: &Vorlage<'_>) -> Result<CodeQuittungsrelevanterSachverhalt, Baufehler> {
    let nummer = original.nummer()?;
    let code = eintrag_zu(nummer.as_str()).and_then(|e| e.quittung);
    let code = code.ok_or_else(|| Baufehler::AndererWeg {
        nummer: nummer.to_string(),
        mit: "0020",
    })?;
    Ok(CodeQuittungsrelevanterSachverhalt::new(code)?)
}

/// Receipt for a fact, to be sent after its content was processed. It is no receipt of the transport.
///
/// Source: `quittungVonSachverhalten.quittung.0020` in `xinneres-quittung.xsd`.
#[derive(Clone, Debug)]
pub struct Quittung<'a>(Sache<'a>);

impl<'a> Quittung<'a> {
    /// All receipts that a message asks for: one for each of its events.
    ///
    /// # Errors
    /// [`Baufehler::AndererWeg`] if no receipt is known for messages of this number. One that asks
    /// for none gives an empty list.
    pub fn faellige(original: Vorlage<'a>) -> Result<Vec<Quittung<'a>>, Baufehler> {
        let events = &original.kopf()?.quittungsrelevant;
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let fact = sachverhalt(&original)?;
        let each = events.iter();
        each.map(|e| Quittung::neu(original, e, fact.clone()))
            .collect()
    }

    /// A receipt for one event of a message.
    ///
    /// # Errors
    /// [`Baufehler::FremdesEreignis`] if the message does not ask for it.
    pub fn neu(
        original: Vorlage<'a>,
        ereignis: &Ereignis,
        sachverhalt: CodeQuittungsrelevanterSachverhalt,
    ) -> Result<Quittung<'a>, Baufehler> {
        Sache::neu(original, ereignis, sachverhalt).map(Quittung)
    }

    /// The event.
    pub fn ereignis(&self) -> &Ereignis {
        &self.0.ereignis
    }

    /// The message, for the author of the original.
    ///
    /// # Errors
    /// [`Baufehler`]
    pub fn bauen(
        &self,
        absender: &Absender,
        jetzt: DateTime<FixedOffset>,
    ) -> Result<Verwaltungsnachricht, Baufehler> {
        let original = self.0.original;
        let leser = als_leser(original.autor()?, absender)?;
        let (bezug, quittung) = (original.bezug()?, self.0.typisiert()?);
        let id = bezug.xinneres()?;
        let head = kopf(absender, jetzt, leser, original.kopf);
        fertig("0020", head, Some(bezug.uuid), |kopf| {
            typed::QuittungVonSachverhaltenQuittung0020::neu(kopf, id, quittung)
        })
    }
}

/// Reminds of a receipt that did not come, nor a refusal.
///
/// Source: `quittungVonSachverhalten.erinnerung.0021` in `xinneres-quittung.xsd`.
#[derive(Clone, Debug)]
pub struct Quittungserinnerung<'a> {
    sache: Sache<'a>,
    stufe: NonZeroU32,
}

impl<'a> Quittungserinnerung<'a> {
    /// The reminder of this level for one event of a message that was sent: 1 for the first, one more
    /// each time.
    ///
    /// # Errors
    /// [`Baufehler::FremdesEreignis`] if the message does not ask for a receipt for the event,
    /// [`Baufehler::AndererWeg`] if no receipt is known for messages of this number.
    pub fn neu(
        gesendet: Vorlage<'a>,
        ereignis: &Ereignis,
        stufe: NonZeroU32,
    ) -> Result<Quittungserinnerung<'a>, Baufehler> {
        let fact = sachverhalt(&gesendet)?;
        let sache = Sache::neu(gesendet, ereignis, fact)?;
        Ok(Quittungserinnerung { sache, stufe })
    }

    /// The message, for the reader of the original.
    ///
    /// # Errors
    /// [`Baufehler`]
    pub fn bauen(
        &self,
        absender: &Absender,
        jetzt: DateTime<FixedOffset>,
    ) -> Result<Verwaltungsnachricht, Baufehler> {
        let original = self.sache.original;
        let leser = als_leser(original.leser()?, absender)?;
        let (bezug, quittung) = (original.bezug()?, self.sache.typisiert()?);
        let id = bezug.xinneres()?;
        let stufe = NonNegativeInteger::new(Integer::from(self.stufe.get()))?;
        let head = kopf(absender, jetzt, leser, original.kopf);
        fertig("0021", head, Some(bezug.uuid), |kopf| {
            typed::QuittungVonSachverhaltenErinnerung0021::neu(kopf, id, quittung, stufe)
        })
    }
}
