//! Storing and deleting documents (090012).

use azr_rules::{MAX_DOKUMENT, MAX_NOTIZEN};
use xauslaender::v26_11::codes::{CodeAZRDokumentenformat, CodeAZRDokumenttyp};
use xauslaender::v26_11::{Nachricht, azr as typed};
use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xoev::builtin::Base64Binary;
use xoev::din91379::DatatypeC;

use super::art::Aenderungsart;
use super::einreichung::{Einreichung, Personenschluessel};
use super::grund::{Ablehnung, Grund};
use super::stelle::{Stelle, bearbeitung};
use crate::ReferenzId;

/// Stores or deletes a document of a fact. There is nothing in between: a document can't be changed.
///
/// Source: `AnAZR.AZRDokumentmeldung.090012`, § 6 AZRG.
#[derive(Clone, Debug, PartialEq)]
pub struct Dokumentmeldung {
    azr_nummer: AZRNummer,
    typ: CodeAZRDokumenttyp,
    was: Was,
    notizen: Option<DatatypeC>,
    schluessel: Option<Personenschluessel>,
}

#[derive(Clone, Debug, PartialEq)]
enum Was {
    Speichern {
        format: CodeAZRDokumentenformat,
        dokument: Base64Binary,
        sachverhalt: ReferenzId,
    },
    Loeschen {
        dokument_id: DatatypeC,
    },
}

impl Dokumentmeldung {
    /// Stores a document with a fact that the register has: `sachverhalt` is the id from the answer
    /// to the report of the fact.
    pub fn speichern(
        azr_nummer: AZRNummer,
        typ: CodeAZRDokumenttyp,
        format: CodeAZRDokumentenformat,
        dokument: impl Into<Vec<u8>>,
        sachverhalt: ReferenzId,
    ) -> Dokumentmeldung {
        let dokument = Base64Binary::new(dokument);
        let was = Was::Speichern {
            format,
            dokument,
            sachverhalt,
        };
        Dokumentmeldung::neu(azr_nummer, typ, was)
    }

    /// Deletes a document by the id that the register has given it. Its type has to be named, too.
    pub fn loeschen(
        azr_nummer: AZRNummer,
        typ: CodeAZRDokumenttyp,
        dokument_id: DatatypeC,
    ) -> Dokumentmeldung {
        Dokumentmeldung::neu(azr_nummer, typ, Was::Loeschen { dokument_id })
    }

    fn neu(azr_nummer: AZRNummer, typ: CodeAZRDokumenttyp, was: Was) -> Dokumentmeldung {
        Dokumentmeldung {
            azr_nummer,
            typ,
            was,
            notizen: None,
            schluessel: None,
        }
    }

    /// With notes, which clerks of the register authority read with orders (document type 1).
    pub fn notizen(mut self, notizen: DatatypeC) -> Dokumentmeldung {
        self.notizen = Some(notizen);
        self
    }

    /// Orders it among the submissions for a person of this key instead of the AZR number.
    pub fn fuer(mut self, schluessel: Personenschluessel) -> Dokumentmeldung {
        self.schluessel = Some(schluessel);
        self
    }

    /// The message, with a new UUID.
    ///
    /// # Errors
    /// [`Ablehnung`] if the document is empty or too large, or the notes are too long.
    pub fn bauen(&self, stelle: &Stelle) -> Result<Einreichung, Ablehnung> {
        Ablehnung::unless(self.gruende())?;
        let art = match self.was {
            Was::Speichern { .. } => Aenderungsart::Zuspeicherung,
            Was::Loeschen { .. } => Aenderungsart::Loeschung,
        };
        let mut m = typed::AnAZRAZRDokumentmeldung090012::neu(
            stelle.kopf(),
            stelle.bearbeitung.sachbearbeiter().clone(),
            stelle.bearbeitung.behoerde().clone(),
            art.code(),
            self.azr_nummer.clone(),
            self.typ.clone(),
        )?;
        bearbeitung!(m, stelle);
        match self.was.clone() {
            Was::Speichern {
                format,
                dokument,
                sachverhalt,
            } => {
                m.datenformat = Some(format);
                m.dokument = Some(dokument);
                m.referenz_auf_sachverhalt_id = Some(sachverhalt.into());
            }
            Was::Loeschen { dokument_id } => m.dokument_id = Some(dokument_id),
        }
        m.notizen = self.notizen.clone();
        let kopf = m.nachrichtenkopf_g2g.clone();
        let own = || Personenschluessel::Azr(self.azr_nummer.clone());
        let person = self.schluessel.clone().unwrap_or_else(own);
        let nachricht = Nachricht::AnAZRAZRDokumentmeldung090012(Box::new(m));
        Einreichung::neu(nachricht, &kopf, Some(person))
    }

    fn gruende(&self) -> Vec<Grund> {
        let mut gruende = Vec::new();
        if let Was::Speichern { dokument, .. } = &self.was {
            match dokument.as_bytes().len() {
                0 => gruende.push(Grund::DokumentLeer),
                bytes if bytes > MAX_DOKUMENT => gruende.push(Grund::DokumentZuGross { bytes }),
                _ => {}
            }
        }
        let order = self.typ.key() == CodeAZRDokumenttyp::C_1.value();
        let zeichen = self.notizen.as_ref().map_or(0, |n| n.chars().count());
        if order && zeichen > MAX_NOTIZEN {
            gruende.push(Grund::NotizenZuLang { zeichen });
        }
        gruende
    }
}
