//! The parts of a message head that all XÖV standards share.

use crate::basis::basisnachricht_g2g_1_1::UUID;
use crate::builtin::DateTime;
use crate::din91379::DatatypeC;
use crate::simple::Fault;

/// The software that makes a message: the attributes `produkt`, `produkthersteller` and
/// `produktversion` of the root element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Produkt {
    /// Name of the product.
    pub produkt: DatatypeC,
    /// Its maker.
    pub produkthersteller: DatatypeC,
    /// Version and patch level, for tracing errors.
    pub produktversion: Option<DatatypeC>,
}

impl Produkt {
    /// A product.
    ///
    /// # Errors
    /// If one of the texts holds characters beyond DIN 91379 datatype C.
    pub fn new(
        produkt: &str,
        produkthersteller: &str,
        produktversion: &str,
    ) -> Result<Produkt, Fault> {
        Ok(Produkt {
            produkt: DatatypeC::new(produkt)?,
            produkthersteller: DatatypeC::new(produkthersteller)?,
            produktversion: Some(DatatypeC::new(produktversion)?),
        })
    }
}

/// What identifies one message: `nachrichtenUUID` and `erstellungszeitpunkt`.
///
/// It cannot be cloned: a new message needs a new identification, a corrected one as well. Only
/// an unchanged message that is sent again keeps its own, and that is a matter of its bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Identifikation {
    uuid: UUID,
    erstellungszeitpunkt: DateTime,
}

impl Identifikation {
    /// A random UUID (RFC 9562 version 4), and this time of creation, written with milliseconds
    /// and time zone as the standards ask.
    pub fn um(zeitpunkt: chrono::DateTime<chrono::FixedOffset>) -> Identifikation {
        let uuid = uuid::Uuid::new_v4().hyphenated().to_string();
        Identifikation {
            uuid: UUID::new_unchecked(uuid),
            erstellungszeitpunkt: DateTime::now_millis(zeitpunkt),
        }
    }

    /// A random UUID, and the time of the system clock in its time zone.
    pub fn jetzt() -> Identifikation {
        Identifikation::um(chrono::Local::now().fixed_offset())
    }

    /// The UUID.
    pub fn uuid(&self) -> &UUID {
        &self.uuid
    }

    /// The time of creation.
    pub fn erstellungszeitpunkt(&self) -> &DateTime {
        &self.erstellungszeitpunkt
    }

    /// Both, to be put into a message.
    pub fn into_parts(self) -> (UUID, DateTime) {
        (self.uuid, self.erstellungszeitpunkt)
    }
}
