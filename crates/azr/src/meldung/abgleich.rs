//! The comparison of registers: asking for data (090021), statistics for the BAMF (090023).

use std::collections::HashSet;

use azr_rules::MAX_PAKET;
use xauslaender::v26_11::codes::CodeAZRRegisterabgleichzweck;
use xauslaender::v26_11::{Nachricht, azr as typed};
use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xauslaender::xinneres::datum_2::Tagesdatum;
use xoev::basis::basisnachricht_g2g_1_1::{BehoerdeType, UUID};
use xoev::builtin::PositiveInteger;

use super::einreichung::Einreichung;
use super::grund::{Ablehnung, Grund};
use super::stelle::{Stelle, bearbeitung};

/// When the records to compare were made: not when something happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Zeitraum {
    /// From one day to another one, both included.
    VonBis(Tagesdatum, Tagesdatum),
    /// From this day on.
    Ab(Tagesdatum),
    /// Until this day.
    Bis(Tagesdatum),
    /// All records. The register may refuse it as too large.
    Alle,
}

/// Asks for data to compare the sender's records with.
///
/// Source: `AnAZR.AZRRegisterabgleichsanfrage.090021`.
#[derive(Clone, Debug, PartialEq)]
pub struct Registerabgleichsanfrage {
    zweck: CodeAZRRegisterabgleichzweck,
    zeitraum: Zeitraum,
}

impl Registerabgleichsanfrage {
    /// On the sender's own motion: `01` compares AZR numbers, `02` the ids of entries as well.
    pub fn neu(zweck: CodeAZRRegisterabgleichzweck, zeitraum: Zeitraum) -> Self {
        Registerabgleichsanfrage { zweck, zeitraum }
    }

    /// Because the BAMF has asked for it (090020); the purpose has to be the same.
    pub fn auf_veranlassung(
        veranlassung: &typed::VonBAMFAZRRegisterabgleichsveranlassung090020,
        zeitraum: Zeitraum,
    ) -> Self {
        Self::neu(veranlassung.zweck.clone(), zeitraum)
    }

    /// The message, with a new UUID.
    ///
    /// # Errors
    /// [`Ablehnung`] if the period ends before it begins.
    pub fn bauen(&self, stelle: &Stelle) -> Result<Einreichung, Ablehnung> {
        let (von, bis) = match self.zeitraum.clone() {
            Zeitraum::VonBis(von, bis) => (Some(von), Some(bis)),
            Zeitraum::Ab(von) => (Some(von), None),
            Zeitraum::Bis(bis) => (None, Some(bis)),
            Zeitraum::Alle => (None, None),
        };
        if let (Some(von), Some(bis)) = (&von, &bis)
            && von.to_string() > bis.to_string()
        {
            return Err(Grund::ZeitraumVerkehrt.into());
        }
        let mut m = typed::AnAZRAZRRegisterabgleichsanfrage090021::neu(
            stelle.kopf(),
            stelle.bearbeitung.sachbearbeiter().clone(),
            stelle.bearbeitung.behoerde().clone(),
            self.zweck.clone(),
        )?;
        bearbeitung!(m, stelle);
        (m.von, m.bis) = (von, bis);
        let kopf = m.nachrichtenkopf_g2g.clone();
        let nachricht = Nachricht::AnAZRAZRRegisterabgleichsanfrage090021(Box::new(m));
        Einreichung::neu(nachricht, &kopf, None)
    }
}

/// A record that both registers have, with what comparing its entries came to.
///
/// The schema asks for a result of all 16 groups as soon as it is asked for one, and the list of
/// results has no key for entries that neither side has; what is meant then, the standard does not
/// say.
pub type UebereinstimmendeNummer =
    typed::AnBAMFAZRRegisterabgleichsstatistik090023UebereinstimmendeAZRNummer;

/// One package of the result of a comparison, for the BAMF.
///
/// Each AZR number is in one of the three lists. A delivery is all packages with the UUID of one
/// request (090020), numbered from 1; the last one says so.
///
/// Source: `AnBAMF.AZRRegisterabgleichsstatistik.090023`.
#[derive(Clone, Debug, PartialEq)]
pub struct Abgleichsstatistik {
    ausloeser: UUID,
    paketnummer: u64,
    letztes_paket: bool,
    /// Records that both have.
    pub uebereinstimmend: Vec<UebereinstimmendeNummer>,
    /// Records that only the data of the register have.
    pub nicht_in_a_datei: Vec<AZRNummer>,
    /// Records that only the sender has.
    pub nicht_in_abgleichsdaten: Vec<AZRNummer>,
}

impl Abgleichsstatistik {
    /// An empty package. `paketnummer` counts from 1.
    pub fn neu(
        veranlassung: &typed::VonBAMFAZRRegisterabgleichsveranlassung090020,
        paketnummer: u64,
        letztes_paket: bool,
    ) -> Abgleichsstatistik {
        let kopf = &veranlassung.nachrichtenkopf_g2g.identifikation_nachricht;
        Abgleichsstatistik {
            ausloeser: kopf.nachrichten_uuid.clone(),
            paketnummer,
            letztes_paket,
            uebereinstimmend: Vec::new(),
            nicht_in_a_datei: Vec::new(),
            nicht_in_abgleichsdaten: Vec::new(),
        }
    }

    /// The message to the BAMF as `leser`, with a new UUID.
    ///
    /// # Errors
    /// [`Ablehnung`] if there are more than [`MAX_PAKET`] numbers, one of them twice, or the number
    /// of the package is 0.
    pub fn bauen(&self, stelle: &Stelle, leser: BehoerdeType) -> Result<Einreichung, Ablehnung> {
        Ablehnung::unless(self.gruende())?;
        let paket = typed::AnBAMFAZRRegisterabgleichsstatistik090023Paketierung {
            paketnummer: PositiveInteger::new(self.paketnummer)?,
            letztes_paket: self.letztes_paket.into(),
        };
        let mut m = typed::AnBAMFAZRRegisterabgleichsstatistik090023::neu(
            stelle.absender.kopf_an(leser),
            self.ausloeser.clone(),
            paket,
        )?;
        m.uebereinstimmende_azr_nummer = self.uebereinstimmend.clone();
        m.azr_nummer_nicht_in_a_datei = self.nicht_in_a_datei.clone();
        m.azr_nummer_nicht_in_abgleichsdaten = self.nicht_in_abgleichsdaten.clone();
        let kopf = m.nachrichtenkopf_g2g.clone();
        let nachricht = Nachricht::AnBAMFAZRRegisterabgleichsstatistik090023(Box::new(m));
        Einreichung::neu(nachricht, &kopf, None)
    }

    fn gruende(&self) -> Vec<Grund> {
        let mut gruende = Vec::new();
        if self.paketnummer == 0 {
            gruende.push(Grund::PaketNummerNull);
        }
        let both = self.uebereinstimmend.iter().map(|u| &u.azr_nummer);
        let all = both
            .chain(&self.nicht_in_a_datei)
            .chain(&self.nicht_in_abgleichsdaten);
        let (mut anzahl, mut seen, mut again) = (0, HashSet::new(), HashSet::new());
        for nummer in all {
            anzahl += 1;
            if !seen.insert(nummer) && again.insert(nummer) {
                gruende.push(Grund::NummerMehrfach(nummer.clone()));
            }
        }
        if anzahl > MAX_PAKET {
            gruende.push(Grund::PaketZuGross { anzahl });
        }
        gruende
    }
}
