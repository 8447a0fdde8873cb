//! A message that another one speaks about.

use xauslaender::v26_11::allgemein::IdentifikationNachricht;
use xauslaender::v26_11::codes::CodeNachrichtentyp;
use xauslaender::xinneres::basisnachricht_7::{
    CodeNachrichtentypTyp4, IdentifikationNachrichtTyp4,
};
use xoev::basis::basisnachricht_g2g_1_1::UUID;
use xoev::builtin::DateTime;
use xoev::{CodeType as _, Fault, Simple as _};

use crate::kopf::{Kode, Nachrichtenkopf};

/// Code list of the numbers of XAusländer.
const LISTE_XAUSLAENDER: &str = "urn:de:xauslaender:codelist:nachrichtentyp";
/// Code list of the numbers of XInneres.
const LISTE_XINNERES: &str = "urn:de:xinneres:codeliste:nachrichtentyp";

/// What identifies a message: UUID, number with the list that it is from, and time of creation.
///
/// Source: `Identifikation.Nachricht` in `xauslaender-allgemeine-datentypen.xsd`,
/// `Identifikation.Nachricht.Typ4` in `xinneres-basisnachricht.xsd`.
#[derive(Clone, Debug, PartialEq)]
pub struct Nachrichtenbezug {
    /// `nachrichtenUUID`
    pub uuid: UUID,
    /// Number of the message, with its list.
    pub typ: Kode,
    /// `erstellungszeitpunkt`
    pub erstellt: DateTime,
}

impl Nachrichtenbezug {
    /// What identifies the message of this head. None if a part of it is missing or malformed.
    pub fn von(kopf: &Nachrichtenkopf) -> Option<Nachrichtenbezug> {
        let nummer = kopf.nummer()?;
        let mut typ = kopf.nachrichtentyp.clone().unwrap_or_default();
        typ.code = nummer.as_str().to_owned();
        Some(Nachrichtenbezug {
            uuid: kopf.uuid_typisiert()?,
            typ,
            erstellt: DateTime::parse(&kopf.erstellt.as_ref()?.text).ok()?,
        })
    }

    /// For messages of XAusländer.
    ///
    /// # Errors
    /// If the number is none of XAusländer.
    pub fn xauslaender(&self) -> Result<IdentifikationNachricht, Fault> {
        Ok(IdentifikationNachricht {
            nachrichten_uuid: self.uuid.clone(),
            nachrichtentyp: CodeNachrichtentyp::new(&self.typ.code)?,
            erstellungszeitpunkt: self.erstellt.clone(),
        })
    }

    /// For messages of XInneres, which speak about messages of all modules.
    ///
    /// # Errors
    /// If a text is no code.
    pub fn xinneres(&self) -> Result<IdentifikationNachrichtTyp4, Fault> {
        Ok(IdentifikationNachrichtTyp4 {
            nachrichten_uuid: self.uuid.clone(),
            nachrichtentyp: typ4(&self.typ)?,
            erstellungszeitpunkt: self.erstellt.clone(),
        })
    }
}

/// A number with its list. Where the message does not name the list, since its schema fixes it, it is
/// that of the module that numbers so.
pub(crate) fn typ4(typ: &Kode) -> Result<CodeNachrichtentypTyp4, Fault> {
    let (liste, version) = match typ.code.len() {
        4 => (LISTE_XINNERES, "4"),
        _ => (LISTE_XAUSLAENDER, "19"),
    };
    CodeNachrichtentypTyp4::from_parts(
        &typ.code,
        None,
        Some(typ.liste.as_deref().unwrap_or(liste)),
        Some(typ.listenversion.as_deref().unwrap_or(version)),
    )
}
