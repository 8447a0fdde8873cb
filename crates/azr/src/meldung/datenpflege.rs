//! Asking the register authority to look after data (090040).

use std::collections::HashSet;

use xauslaender::v26_11::{Nachricht, azr as typed};
use xauslaender::xinneres::azrnummer_3::AZRNummer;

use super::einreichung::{Einreichung, Personenschluessel};
use super::grund::{Ablehnung, Grund};
use super::stelle::{Stelle, bearbeitung};

/// Tells the register authority that records are of one person, so that it merges them.
///
/// Multiple recording is the only reason that the standard defines so far. What answers it is not
/// said; a merge shows up as a notice of changed data (090030).
///
/// Source: `AnAZR.AZRDatenpflegeAnfrage.090040`, § 10 AZRG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datenpflegeanfrage {
    nummern: Vec<AZRNummer>,
}

impl Datenpflegeanfrage {
    /// These records are of one person. The request is ordered among the submissions for the first.
    pub fn mehrfacherfassung(nummern: impl IntoIterator<Item = AZRNummer>) -> Datenpflegeanfrage {
        Datenpflegeanfrage {
            nummern: nummern.into_iter().collect(),
        }
    }

    /// The message, with a new UUID.
    ///
    /// # Errors
    /// [`Ablehnung`] if there are fewer than two numbers, or one is there twice.
    pub fn bauen(&self, stelle: &Stelle) -> Result<Einreichung, Ablehnung> {
        let mut seen = HashSet::new();
        let again = self.nummern.iter().filter(|n| !seen.insert(*n));
        let mut gruende: Vec<Grund> = again.cloned().map(Grund::NummerMehrfach).collect();
        if self.nummern.len() < 2 {
            gruende.push(Grund::ZuWenigNummern);
        }
        Ablehnung::unless(gruende)?;
        use typed::AnAZRAZRDatenpflegeAnfrage090040Datenpflegeanlass as Anlass;
        let records = typed::AnAZRAZRDatenpflegeAnfrage090040DatenpflegeanlassMehrfacherfassung {
            azr_nummer: self.nummern.clone(),
        };
        let mut m = typed::AnAZRAZRDatenpflegeAnfrage090040::neu(
            stelle.kopf(),
            stelle.bearbeitung.sachbearbeiter().clone(),
            stelle.bearbeitung.behoerde().clone(),
            Anlass::Mehrfacherfassung(records),
        )?;
        bearbeitung!(m, stelle);
        let kopf = m.nachrichtenkopf_g2g.clone();
        let nachricht = Nachricht::AnAZRAZRDatenpflegeAnfrage090040(Box::new(m));
        let person = self.nummern.first().cloned().map(Personenschluessel::Azr);
        Einreichung::neu(nachricht, &kopf, person)
    }
}
