//! Who submits: the sender of all messages, and the persons and authorities behind a submission.

use xauslaender::v26_11::azr::AZRBehoerdenkennzeichen;
use xauslaender::{Absender, Kopf};
use xoev::Fault;
use xoev::basis::basisnachricht_g2g_1_1::BehoerdeType;
use xoev::din91379::DatatypeC;

/// Who submits: what stays the same for all submissions of one clerk.
#[derive(Clone, Debug, PartialEq)]
pub struct Stelle {
    /// The authority as the author of messages, with its software.
    pub absender: Absender,
    /// The register as the reader of messages.
    pub register: BehoerdeType,
    /// The clerk, and the authority by its key in the register.
    pub bearbeitung: Bearbeitung,
}

impl Stelle {
    /// The head of a new message to the register, with a new UUID and the time of the clock.
    pub(crate) fn kopf(&self) -> Kopf {
        self.absender.kopf_an(self.register.clone())
    }
}

/// The persons and authorities behind a transaction, which the register keeps with it.
///
/// Source: `Nachricht.G2G.XA.AnAZR` in `xauslaender-nachrichten-azr.xsd`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearbeitung {
    sachbearbeiter: DatatypeC,
    behoerde: AZRBehoerdenkennzeichen,
    verantwortlicher: Option<DatatypeC>,
    verantwortliche_behoerde: Option<AZRBehoerdenkennzeichen>,
}

impl Bearbeitung {
    /// The clerk who carries out the transaction, and the authority: six digits from the register's
    /// directory of keys.
    ///
    /// # Errors
    /// If the name holds characters beyond DIN 91379 datatype C, or the key is not of six digits.
    pub fn neu(sachbearbeiter: &str, behoerde: &str) -> Result<Bearbeitung, Fault> {
        Ok(Bearbeitung {
            sachbearbeiter: DatatypeC::new(sachbearbeiter)?,
            behoerde: AZRBehoerdenkennzeichen::new(behoerde)?,
            verantwortlicher: None,
            verantwortliche_behoerde: None,
        })
    }

    /// Names a clerk who is responsible in place of the one who carries out. It is left out if both
    /// are the same, as the standard asks.
    ///
    /// # Errors
    /// If the name holds characters beyond DIN 91379 datatype C.
    pub fn verantwortlich(mut self, sachbearbeiter: &str) -> Result<Bearbeitung, Fault> {
        let name = DatatypeC::new(sachbearbeiter)?;
        self.verantwortlicher = Some(name).filter(|n| *n != self.sachbearbeiter);
        Ok(self)
    }

    /// Names the authority on whose behalf is reported. Few authorities may do so. It is left out if
    /// both are the same.
    ///
    /// # Errors
    /// If the key is not of six digits.
    pub fn im_auftrag(mut self, behoerde: &str) -> Result<Bearbeitung, Fault> {
        let key = AZRBehoerdenkennzeichen::new(behoerde)?;
        self.verantwortliche_behoerde = Some(key).filter(|k| *k != self.behoerde);
        Ok(self)
    }

    /// The clerk who carries out the transaction.
    pub fn sachbearbeiter(&self) -> &DatatypeC {
        &self.sachbearbeiter
    }

    /// The authority that carries out the transaction.
    pub fn behoerde(&self) -> &AZRBehoerdenkennzeichen {
        &self.behoerde
    }

    /// The clerk who is responsible, if it is another one.
    pub fn verantwortlicher(&self) -> Option<&DatatypeC> {
        self.verantwortlicher.as_ref()
    }

    /// The authority that is responsible, if it is another one.
    pub fn verantwortliche_behoerde(&self) -> Option<&AZRBehoerdenkennzeichen> {
        self.verantwortliche_behoerde.as_ref()
    }
}

/// Sets the optional members of the head of messages to the register.
macro_rules! bearbeitung {
    ($message:ident, $stelle:expr) => {
        $message.verantwortlicher_sachbearbeiter = $stelle.bearbeitung.verantwortlicher().cloned();
        $message.verantwortliche_behoerde = $stelle.bearbeitung.verantwortliche_behoerde().cloned();
    };
}
pub(super) use bearbeitung;
