//! One measure for several persons: a parent and children on one certificate.

use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xoev::Identifikation;
use xoev::basis::basisnachricht_g2g_1_1::UUID;

use super::art::Aenderung;
use super::einreichung::{Einreichung, Zugehoerigkeit};
use super::folgemeldung::Folgemeldung;
use super::grund::{Ablehnung, Grund};
use super::gruppenmeldung::Fachgruppe;
use super::stelle::Stelle;
use crate::{Pruefung, ReferenzId, Uebersteuerung, Zurueckgehalten};

/// A person concerned by a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Betroffener {
    /// The person's record.
    pub azr_nummer: AZRNummer,
    /// The entry that the measure prolongs or changes; none if it is new for this person.
    pub eintrag: Option<ReferenzId>,
}

/// What became of one submission of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stand {
    /// Not answered yet.
    Offen,
    /// The register has confirmed it.
    Bestaetigt,
    /// The register has refused it, or it could not be sent: somebody has to look at it.
    Abgelehnt,
}

/// What became of a measure as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gesamtstand {
    /// Something is not answered yet, and nothing was refused.
    Offen,
    /// All submissions are confirmed.
    Vollstaendig,
    /// Some submissions were refused. The measure does not hold for all persons.
    Unvollstaendig,
    /// All submissions were refused.
    Gescheitert,
}

/// Submissions that belong together: one for each person, in the order of the persons.
#[derive(Clone, Debug)]
pub struct Massnahme {
    id: UUID,
    einreichungen: Vec<Einreichung>,
    staende: Vec<Stand>,
}

impl Massnahme {
    /// Applies one fact to several persons, the parent and each child for instance. Where an entry is
    /// named it is updated (`02`), else one is added (`01`). If it can't be built for one of them,
    /// nothing is.
    ///
    /// # Errors
    /// [`Ablehnung`] if there is no person, or one of them is there twice.
    pub fn anwenden<T: Fachgruppe + Clone>(
        stelle: &Stelle,
        inhalt: &T,
        betroffene: &[Betroffener],
    ) -> Result<Massnahme, Ablehnung> {
        let reports = betroffene.iter().map(|person| {
            let inhalt = inhalt.clone();
            Folgemeldung::neu(person.azr_nummer.clone()).mit(match person.eintrag.clone() {
                Some(eintrag) => Aenderung::aktualisieren(eintrag, inhalt),
                None => Aenderung::neu(inhalt),
            })
        });
        let reports: Vec<Folgemeldung> = reports.collect();
        Massnahme::aus(stelle, &reports)
    }

    /// Reports that belong together, each for another person.
    ///
    /// # Errors
    /// [`Ablehnung`] if there is no report, if two are for the same person, or if one can't be built.
    pub fn aus(stelle: &Stelle, meldungen: &[Folgemeldung]) -> Result<Massnahme, Ablehnung> {
        let mut gruende = Vec::new();
        if meldungen.is_empty() {
            gruende.push(Grund::KeinePerson);
        }
        for (at, meldung) in meldungen.iter().enumerate() {
            let nummer = meldung.azr_nummer();
            if meldungen.iter().take(at).any(|b| b.azr_nummer() == nummer) {
                gruende.push(Grund::NummerMehrfach(nummer.clone()));
            }
        }
        let (massnahme, _) = Identifikation::jetzt().into_parts();
        let mut einreichungen = Vec::new();
        for (at, meldung) in meldungen.iter().enumerate() {
            match meldung.bauen(stelle) {
                Ok(mut einreichung) => {
                    einreichung.zugehoerigkeit = Some(Zugehoerigkeit {
                        massnahme: massnahme.clone(),
                        stelle: at + 1,
                        anzahl: meldungen.len(),
                    });
                    einreichungen.push(einreichung);
                }
                Err(ablehnung) => gruende.extend(ablehnung.gruende),
            }
        }
        Ablehnung::unless(gruende)?;
        Ok(Massnahme {
            id: massnahme,
            staende: vec![Stand::Offen; einreichungen.len()],
            einreichungen,
        })
    }

    /// Checks all submissions before the first one is sent, so that none is left behind. If one is
    /// kept back, none counts as checked.
    ///
    /// # Errors
    /// The submissions that are kept back, with what was found.
    pub fn pruefen(
        &mut self,
        pruefung: &Pruefung,
        uebersteuerungen: &[Uebersteuerung],
    ) -> Result<(), Vec<Zurueckgehalten>> {
        let (mut geprueft, mut zurueck) = (Vec::new(), Vec::new());
        for einreichung in &self.einreichungen {
            match pruefung.pruefen(einreichung.clone(), uebersteuerungen) {
                Ok(einreichung) => geprueft.push(einreichung),
                Err(kept) => zurueck.push(kept),
            }
        }
        match zurueck.is_empty() {
            true => {
                self.einreichungen = geprueft;
                Ok(())
            }
            false => Err(zurueck),
        }
    }

    /// Id of the measure, which its submissions name.
    pub fn id(&self) -> &UUID {
        &self.id
    }

    /// The submissions, in the order of the persons.
    pub fn einreichungen(&self) -> &[Einreichung] {
        &self.einreichungen
    }

    /// Takes note of what became of a submission. False if it is none of this measure.
    pub fn vermerken(&mut self, uuid: &UUID, stand: Stand) -> bool {
        let at = self.einreichungen.iter().position(|e| e.uuid() == uuid);
        match at.and_then(|at| self.staende.get_mut(at)) {
            Some(place) => {
                *place = stand;
                true
            }
            None => false,
        }
    }

    /// Puts another submission in the place of a refused one: it belongs to the measure then, and is
    /// open. Gives it back if `uuid` is no submission of this measure.
    ///
    /// # Errors
    /// The submission, unchanged.
    pub fn ersetzen(&mut self, uuid: &UUID, mut neu: Einreichung) -> Result<(), Box<Einreichung>> {
        let at = self.einreichungen.iter().position(|e| e.uuid() == uuid);
        let places = at.and_then(|at| {
            let stand = self.staende.get_mut(at)?;
            Some((self.einreichungen.get_mut(at)?, stand))
        });
        match places {
            Some((einreichung, stand)) => {
                neu.zugehoerigkeit = einreichung.zugehoerigkeit.take();
                (*einreichung, *stand) = (neu, Stand::Offen);
                Ok(())
            }
            None => Err(Box::new(neu)),
        }
    }

    /// What became of a submission; none if it is none of this measure.
    pub fn stand_von(&self, uuid: &UUID) -> Option<Stand> {
        let at = self.einreichungen.iter().position(|e| e.uuid() == uuid)?;
        self.staende.get(at).copied()
    }

    /// What became of the measure as a whole.
    pub fn stand(&self) -> Gesamtstand {
        let count = |stand| self.staende.iter().filter(|s| **s == stand).count();
        let all = self.staende.len();
        match (count(Stand::Bestaetigt), count(Stand::Abgelehnt)) {
            (confirmed, _) if confirmed == all => Gesamtstand::Vollstaendig,
            (_, refused) if refused == all => Gesamtstand::Gescheitert,
            (_, 0) => Gesamtstand::Offen,
            _ => Gesamtstand::Unvollstaendig,
        }
    }
}
