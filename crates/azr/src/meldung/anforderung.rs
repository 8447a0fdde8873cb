//! Asking for photos (090005) and documents (090007).

use xauslaender::v26_11::codes::CodeAZRLichtbildgroesse;
use xauslaender::v26_11::{Nachricht, azr as typed};
use xoev::din91379::DatatypeC;

use super::einreichung::{Einreichung, Personenschluessel, Vermerk};
use super::grund::{Ablehnung, Grund};
use super::stelle::{Stelle, bearbeitung};

/// Asks for photos by their ids, which the metadata of photos in answers have.
///
/// Source: `AnAZR.AZRLichtbildanforderung.090005`, §§ 14 to 21 AZRG.
#[derive(Clone, Debug, PartialEq)]
pub struct Lichtbildanforderung {
    ids: Vec<DatatypeC>,
    groesse: Option<CodeAZRLichtbildgroesse>,
    schluessel: Option<Personenschluessel>,
}

impl Lichtbildanforderung {
    /// Asks for these photos, in their original size.
    pub fn neu(ids: impl IntoIterator<Item = DatatypeC>) -> Lichtbildanforderung {
        Lichtbildanforderung {
            ids: ids.into_iter().collect(),
            groesse: None,
            schluessel: None,
        }
    }

    /// In another size.
    pub fn groesse(mut self, groesse: CodeAZRLichtbildgroesse) -> Lichtbildanforderung {
        self.groesse = Some(groesse);
        self
    }

    /// Orders it among the submissions for this person.
    pub fn fuer(mut self, schluessel: Personenschluessel) -> Lichtbildanforderung {
        self.schluessel = Some(schluessel);
        self
    }

    /// The message, with a new UUID.
    ///
    /// # Errors
    /// [`Ablehnung`] if no photo is named.
    pub fn bauen(&self, stelle: &Stelle) -> Result<Einreichung, Ablehnung> {
        if self.ids.is_empty() {
            return Err(Grund::KeinLichtbild.into());
        }
        let mut m = typed::AnAZRAZRLichtbildanforderung090005::neu(
            stelle.kopf(),
            stelle.bearbeitung.sachbearbeiter().clone(),
            stelle.bearbeitung.behoerde().clone(),
            self.ids.clone(),
        )?;
        bearbeitung!(m, stelle);
        m.groesse = self.groesse.clone();
        let kopf = m.nachrichtenkopf_g2g.clone();
        let nachricht = Nachricht::AnAZRAZRLichtbildanforderung090005(Box::new(m));
        Einreichung::neu(nachricht, &kopf, self.schluessel.clone())
    }
}

/// A person's confirmation that a document is indispensable. The clerk takes responsibility with it,
/// and the register authority checks this (§ 6 Abs. 5 Satz 3, § 22 Abs. 3 AZRG). So there is no
/// default, it has to name the person, and it is used up by one request; a program must not make it
/// by itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Unerlaesslichkeit {
    wer: String,
}

impl Unerlaesslichkeit {
    /// The clerk `wer` has confirmed it by hand for the document that is asked for.
    ///
    /// # Errors
    /// [`Grund::PersonFehlt`] if `wer` is blank.
    pub fn bestaetigt_von(wer: &str) -> Result<Unerlaesslichkeit, Grund> {
        match wer.trim() {
            "" => Err(Grund::PersonFehlt),
            wer => Ok(Unerlaesslichkeit {
                wer: wer.to_owned(),
            }),
        }
    }

    /// Who has confirmed.
    pub fn wer(&self) -> &str {
        &self.wer
    }
}

/// Asks for a document by its id, which the metadata of documents in answers have.
///
/// Source: `AnAZR.AZRDokumentanforderung.090007`, § 10 AZRG.
#[derive(Debug, PartialEq)]
pub struct Dokumentanforderung {
    dokument_id: DatatypeC,
    unerlaesslich: Option<Unerlaesslichkeit>,
    schluessel: Option<Personenschluessel>,
}

impl Dokumentanforderung {
    /// Asks for a document. Documents about consent before entry are sent; those of section III of
    /// the annex to the AZRG-DV only if they are [`unerlaesslich`](Self::unerlaesslich).
    pub fn neu(dokument_id: DatatypeC) -> Dokumentanforderung {
        Dokumentanforderung {
            dokument_id,
            unerlaesslich: None,
            schluessel: None,
        }
    }

    /// A person has confirmed that the document is indispensable. Who it was is recorded, not sent.
    pub fn unerlaesslich(mut self, bestaetigung: Unerlaesslichkeit) -> Dokumentanforderung {
        self.unerlaesslich = Some(bestaetigung);
        self
    }

    /// Orders it among the submissions for this person.
    pub fn fuer(mut self, schluessel: Personenschluessel) -> Dokumentanforderung {
        self.schluessel = Some(schluessel);
        self
    }

    /// The message, with a new UUID. A confirmation is good for one message; another one asks for
    /// another confirmation.
    ///
    /// # Errors
    /// [`Ablehnung`] if the content breaks the schema.
    pub fn bauen(self, stelle: &Stelle) -> Result<Einreichung, Ablehnung> {
        let mut m = typed::AnAZRAZRDokumentanforderung090007::neu(
            stelle.kopf(),
            stelle.bearbeitung.sachbearbeiter().clone(),
            stelle.bearbeitung.behoerde().clone(),
            self.dokument_id,
        )?;
        bearbeitung!(m, stelle);
        m.bestaetigung_unerlaesslichkeit = self.unerlaesslich.as_ref().map(|_| true.into());
        let kopf = m.nachrichtenkopf_g2g.clone();
        let nachricht = Nachricht::AnAZRAZRDokumentanforderung090007(Box::new(m));
        let vermerk = self
            .unerlaesslich
            .map(|u| Vermerk::Unerlaesslich { wer: u.wer });
        Ok(Einreichung::neu(nachricht, &kopf, self.schluessel)?.mit_vermerken(vermerk))
    }
}
