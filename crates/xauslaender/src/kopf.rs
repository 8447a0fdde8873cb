//! Heads of messages: who writes to whom, with which software.

use xoev::basis::basisnachricht_g2g_1_1::{BehoerdeType, CodeVerzeichnisdienstType};
use xoev::din91379::DatatypeC;
use xoev::{Fault, Identifikation, Produkt};

use crate::v26_11::allgemein;
use crate::v26_11::codes;
use crate::xinneres::behoerde_7::BehoerdeErreichbar;
use crate::xinneres::nachrichtentypen_7 as xinneres;
use crate::xinneres::postanschrift_5::PostalischeInlandsanschrift;

/// Everything about a sender that stays the same from message to message.
#[derive(Clone, Debug, PartialEq)]
pub struct Absender {
    /// The software.
    pub produkt: Produkt,
    /// The authority whose case it is, as found in DVDV, with at least one way to reach it.
    pub autor: BehoerdeErreichbar,
    /// Its postal address.
    pub anschrift: PostalischeInlandsanschrift,
    /// Set for messages that must not be processed in production; the content is free.
    pub test: Option<DatatypeC>,
}

impl Absender {
    /// The head of a message from this sender, with a new UUID and the time of the system clock.
    pub fn kopf_an(&self, leser: BehoerdeType) -> Kopf {
        self.kopf_mit(Identifikation::jetzt(), leser)
    }

    /// The head of a message from this sender with a given identification.
    pub fn kopf_mit(&self, identifikation: Identifikation, leser: BehoerdeType) -> Kopf {
        Kopf {
            identifikation,
            produkt: self.produkt.clone(),
            leser,
            autor: self.autor.clone(),
            anschrift_leser: None,
            anschrift_autor: self.anschrift.clone(),
            test: self.test.clone(),
        }
    }
}

/// An authority by its key in the directory DVDV, without further ways to reach it.
///
/// `verzeichnisdienst_version` is the version of the code list
/// `urn:xoev-de:kosit:codeliste:verzeichnisdienst`, `kennung` has the form `prefix:id`.
///
/// # Errors
/// If a text holds characters beyond DIN 91379 datatype C.
pub fn behoerde_im_dvdv(
    kennung: &str,
    name: &str,
    verzeichnisdienst_version: &str,
) -> Result<BehoerdeType, Fault> {
    Ok(BehoerdeType {
        verzeichnisdienst: CodeVerzeichnisdienstType::with_version(
            "DVDV",
            verzeichnisdienst_version,
        )?,
        kennung: DatatypeC::new(kennung)?,
        name: DatatypeC::new(name)?,
        erreichbarkeit: Vec::new(),
    })
}

/// The head of one message. It is used up by the message that is made from it, since its UUID and
/// time of creation belong to that message alone.
#[derive(Debug, PartialEq)]
pub struct Kopf {
    /// UUID and time of creation.
    pub identifikation: Identifikation,
    /// The software.
    pub produkt: Produkt,
    /// Who is to process the message.
    pub leser: BehoerdeType,
    /// Whose case it is; answers go to this authority.
    pub autor: BehoerdeErreichbar,
    /// Postal address of the reader.
    pub anschrift_leser: Option<PostalischeInlandsanschrift>,
    /// Postal address of the author.
    pub anschrift_autor: PostalischeInlandsanschrift,
    /// Set for messages that must not be processed in production.
    pub test: Option<DatatypeC>,
}

/// The element `nachrichtenkopf.g2g` as the messages of one standard have it.
pub trait Nachrichtenkopf: Sized {
    /// Fills it; `nummer` is the number of the message.
    ///
    /// # Errors
    /// If the standard has no message of this number.
    fn fuellen(kopf: &Kopf, nummer: &str) -> Result<Self, Fault>;
}

impl Nachrichtenkopf for allgemein::NachrichtenkopfG2G {
    fn fuellen(kopf: &Kopf, nummer: &str) -> Result<Self, Fault> {
        Ok(Self {
            identifikation_nachricht: allgemein::IdentifikationNachricht {
                nachrichten_uuid: kopf.identifikation.uuid().clone(),
                nachrichtentyp: codes::CodeNachrichtentyp::new(nummer)?,
                erstellungszeitpunkt: kopf.identifikation.erstellungszeitpunkt().clone(),
            },
            leser: kopf.leser.clone(),
            autor: kopf.autor.clone(),
        })
    }
}

impl Nachrichtenkopf for xinneres::NachrichtenkopfG2GXInneres {
    fn fuellen(kopf: &Kopf, nummer: &str) -> Result<Self, Fault> {
        Ok(Self {
            identifikation_nachricht: xinneres::IdentifikationNachrichtXInneres {
                nachrichten_uuid: kopf.identifikation.uuid().clone(),
                nachrichtentyp: xinneres::CodeNachrichtentyp::new(nummer)?,
                erstellungszeitpunkt: kopf.identifikation.erstellungszeitpunkt().clone(),
            },
            leser: kopf.leser.clone(),
            autor: kopf.autor.clone(),
        })
    }
}

/// What the generated constructors take from a head, by the names of the fields.
impl Kopf {
    pub(crate) fn produkt(&self, _: &str) -> Result<DatatypeC, Fault> {
        Ok(self.produkt.produkt.clone())
    }

    pub(crate) fn produkthersteller(&self, _: &str) -> Result<DatatypeC, Fault> {
        Ok(self.produkt.produkthersteller.clone())
    }

    pub(crate) fn produktversion(&self, _: &str) -> Result<Option<DatatypeC>, Fault> {
        Ok(self.produkt.produktversion.clone())
    }

    pub(crate) fn test(&self, _: &str) -> Result<Option<DatatypeC>, Fault> {
        Ok(self.test.clone())
    }

    pub(crate) fn nachrichtenkopf_g2g<K: Nachrichtenkopf>(&self, nummer: &str) -> Result<K, Fault> {
        K::fuellen(self, nummer)
    }

    pub(crate) fn anschrift_leser(
        &self,
        _: &str,
    ) -> Result<Option<PostalischeInlandsanschrift>, Fault> {
        Ok(self.anschrift_leser.clone())
    }

    pub(crate) fn anschrift_autor(&self, _: &str) -> Result<PostalischeInlandsanschrift, Fault> {
        Ok(self.anschrift_autor.clone())
    }
}
