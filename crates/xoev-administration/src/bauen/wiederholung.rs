//! 000020: a message is sent once more, since a call could not be completed.

use chrono::{DateTime, FixedOffset};
use xauslaender::Absender;
use xauslaender::v26_11::administration::AdministrationSendungswiederholung000020 as Typ;
use xauslaender::v26_11::codes::CodeNachrichtentyp;
use xoev::Simple as _;
use xoev::basis::basisnachricht_g2g_1_1::UUID;
use xoev::builtin::Base64Binary;

use super::{Baufehler, Verwaltungsnachricht, Vorlage, aktuelle_version, als_leser, fertig, kopf};

/// Sends a message once more after a call whose outcome is unknown. The message is enclosed byte for
/// byte and keeps its UUID; the repetition has one of its own.
///
/// If sending this fails as well, the next attempt encloses the message again, never a repetition.
///
/// Source: `Administration.Sendungswiederholung.000020` in
/// `xauslaender-nachrichten-administration.xsd`.
#[derive(Clone, Copy, Debug)]
pub struct Sendungswiederholung<'a> {
    original: Vorlage<'a>,
}

impl<'a> Sendungswiederholung<'a> {
    /// The repetition of a message that was sent.
    ///
    /// # Errors
    /// [`Baufehler::Verschachtelt`] for a repetition and for messages of XInneres, which
    /// can't be enclosed; [`Baufehler::AndereVersion`] for a message of a version that is not sent
    /// any more: it has to be made anew.
    pub fn neu(original: Vorlage<'a>) -> Result<Sendungswiederholung<'a>, Baufehler> {
        let nummer = original.nummer()?;
        if nummer == "000020" || nummer.stellen() != 6 {
            return Err(Baufehler::Verschachtelt {
                nummer: nummer.to_string(),
                in_nummer: "000020",
            });
        }
        aktuelle_version(original.kopf()?)?;
        Ok(Sendungswiederholung { original })
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
        let original = self.original.kopf()?;
        let leser = als_leser(self.original.leser()?, absender)?;
        let typ = CodeNachrichtentyp::new(self.original.nummer()?.as_str())?;
        let bytes = Base64Binary::new(self.original.bytes);
        let head = kopf(absender, jetzt, leser, Some(original));
        let ausloeser = original.ausloeser.as_deref();
        let ausloeser = ausloeser.and_then(|a| UUID::from_text(a).ok());
        fertig("000020", head, original.uuid_typisiert(), |kopf| {
            let mut message = Typ::neu(kopf, typ, bytes)?;
            // A repeated reaction is a reaction to the same message.
            message.ausloeser_uuid = ausloeser;
            Ok(message)
        })
    }
}
