//! The follow-up report (090010): changes of a record that the register has.

use std::collections::HashSet;

use xauslaender::v26_11::{Nachricht, azr as typed};
use xauslaender::xinneres::azrnummer_3::AZRNummer;

use super::einreichung::{Beteiligung, Einreichung, Personenschluessel};
use super::grund::{Ablehnung, Grund};
use super::gruppen::Typ;
use super::gruppenmeldung::Gruppenmeldung;
use super::stelle::{Stelle, bearbeitung};
use crate::{Aenderungsart, Gruppe, Ort};

/// A follow-up report: changes of the record with an AZR number.
///
/// A report has at most one fact, each group of personal data once (look-alikes excepted), and at
/// least one change. Further entries need further reports.
///
/// Source: `AnAZR.AZRFolgemeldung.090010`, § 8 AZRG.
#[derive(Clone, Debug, PartialEq)]
pub struct Folgemeldung {
    azr_nummer: AZRNummer,
    schluessel: Option<Personenschluessel>,
    gruppen: Vec<Gruppenmeldung>,
}

impl Folgemeldung {
    /// A report on the record with this number. The schema would let the number be left out, for one
    /// use case that few authorities have; the register needs it to find the record.
    pub fn neu(azr_nummer: AZRNummer) -> Folgemeldung {
        Folgemeldung {
            azr_nummer,
            schluessel: None,
            gruppen: Vec::new(),
        }
    }

    /// With a change: an [`Aenderung`](crate::Aenderung) of a group, or one of the types for photos,
    /// fingerprints, look-alikes, or the German nationality.
    pub fn mit(mut self, aenderung: impl Into<Gruppenmeldung>) -> Folgemeldung {
        self.gruppen.push(aenderung.into());
        self
    }

    /// Orders it among the submissions for a person of this key instead of the AZR number.
    pub fn fuer(mut self, schluessel: Personenschluessel) -> Folgemeldung {
        self.schluessel = Some(schluessel);
        self
    }

    /// What an existing report changes, so that it can be made anew. Elements of extensions are not
    /// taken along.
    ///
    /// None if it names no AZR number.
    pub fn aus_nachricht(nachricht: &typed::AnAZRAZRFolgemeldung090010) -> Option<Folgemeldung> {
        let groups = Typ::aus_folgemeldung(nachricht).into_iter();
        Some(Folgemeldung {
            azr_nummer: nachricht.azr_nummer.clone()?,
            schluessel: None,
            gruppen: groups.map(Gruppenmeldung).collect(),
        })
    }

    /// The record.
    pub fn azr_nummer(&self) -> &AZRNummer {
        &self.azr_nummer
    }

    /// The changes.
    pub fn gruppen(&self) -> &[Gruppenmeldung] {
        &self.gruppen
    }

    /// The message, with a new UUID.
    ///
    /// # Errors
    /// [`Ablehnung`] with all reasons.
    pub fn bauen(&self, stelle: &Stelle) -> Result<Einreichung, Ablehnung> {
        Ablehnung::unless(self.gruende())?;
        let mut m = typed::AnAZRAZRFolgemeldung090010::neu(
            stelle.kopf(),
            stelle.bearbeitung.sachbearbeiter().clone(),
            stelle.bearbeitung.behoerde().clone(),
        )?;
        bearbeitung!(m, stelle);
        m.azr_nummer = Some(self.azr_nummer.clone());
        for gruppe in &self.gruppen {
            gruppe.0.clone().in_folgemeldung(&mut m);
        }
        let kopf = m.nachrichtenkopf_g2g.clone();
        let own = || Personenschluessel::Azr(self.azr_nummer.clone());
        let person = self.schluessel.clone().unwrap_or_else(own);
        let nachricht = Nachricht::AnAZRAZRFolgemeldung090010(Box::new(m));
        let gruppen = self.gruppen.iter().map(Beteiligung::of).collect();
        Ok(Einreichung::neu(nachricht, &kopf, Some(person))?.mit_gruppen(gruppen))
    }

    /// Everything that keeps it from being built.
    fn gruende(&self) -> Vec<Grund> {
        let mut gruende = Vec::new();
        if self.gruppen.is_empty() {
            gruende.push(Grund::Leer);
        }
        let mut seen = HashSet::new();
        let mut fact: Option<&'static Gruppe> = None;
        for meldung in &self.gruppen {
            let gruppe = meldung.gruppe();
            let name = gruppe.name;
            if let Some(art) = meldung.art()
                && !Aenderungsart::allowed(gruppe, false).contains(&art)
            {
                gruende.push(Grund::ArtNichtErlaubt { gruppe, art });
            }
            match (gruppe.ort, fact) {
                (Ort::Sachverhalt, Some(erster)) => gruende.push(Grund::ZweiSachverhalte {
                    erster,
                    zweiter: gruppe,
                }),
                (Ort::Sachverhalt, None) => fact = Some(gruppe),
                _ if name != "nichtIdentischMit" && !seen.insert(name) => {
                    gruende.push(Grund::GruppeMehrfach { gruppe });
                }
                _ => {}
            }
        }
        if fact.is_some() && seen.contains("angabenZurUnterbringung") {
            gruende.push(Grund::UnterbringungUndSachverhalt);
        }
        gruende.extend(self.nummern());
        gruende.extend(suchvermerkbild(&self.gruppen));
        gruende
    }

    /// What is wrong with the numbers of look-alikes.
    fn nummern(&self) -> Vec<Grund> {
        let mut seen = HashSet::new();
        let numbers = self.gruppen.iter().filter_map(|g| match &g.0 {
            Typ::NichtIdentischMit(other) => other.nicht_identisch_mit.clone(),
            _ => None,
        });
        let wrong = numbers.filter_map(|nummer| match seen.insert(nummer.clone()) {
            _ if nummer == self.azr_nummer => Some(Grund::EigeneNummer(nummer)),
            false => Some(Grund::NummerMehrfach(nummer)),
            true => None,
        });
        wrong.collect()
    }
}

/// What is wrong with the photo of a search note beside the other groups of its report.
fn suchvermerkbild(gruppen: &[Gruppenmeldung]) -> Option<Grund> {
    let find = |name| gruppen.iter().find(|g| g.0.name() == name);
    let photo = find("lichtbildZuSuchvermerk")?;
    let note = find("suchvermerk");
    let deletes = |n: &Gruppenmeldung| n.art().is_some_and(Aenderungsart::is_loeschung);
    let kept = note.is_some_and(|n| !deletes(n));
    match (photo.referenz(), note) {
        (None, _) if !kept => Some(Grund::SuchvermerkFehlt),
        (Some(id), Some(note)) if deletes(note) => {
            let same = note
                .referenz()
                .is_some_and(|other| other.is_same_entry(&id));
            same.then_some(Grund::SuchvermerkGeloescht)
        }
        _ => None,
    }
}
