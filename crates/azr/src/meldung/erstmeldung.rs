//! The first report (090009): a new record.

use xauslaender::v26_11::{Nachricht, azr as typed};
use xauslaender::xinneres::datum_2::Tagesdatum;
use xauslaender::xinneres::lichtbild_3::Lichtbild;

use super::art::Aenderung;
use super::besondere::{Lichtbildaenderung, NichtIdentisch, Suchvermerkbild};
use super::einreichung::{Beteiligung, Einreichung, Personenschluessel};
use super::grund::{Ablehnung, Grund};
use super::gruppenmeldung::{Erstangabe, Erstsachverhalt, Gruppenmeldung};
use super::stelle::{Stelle, bearbeitung};
use super::vorabfrage::Vorabfrage;
use crate::inhalt::Grundpersonalien;

/// A first report: a person whom the register does not know, with one fact.
///
/// It only adds, so it takes contents without kinds of change or ids. Of the facts, 20 can be in a
/// first report; titles and tolerations are not among them and come with a follow-up report.
///
/// Source: `AnAZR.AZRErstmeldung.090009`, § 6 AZRG.
#[derive(Clone, Debug, PartialEq)]
pub struct Erstmeldung {
    schluessel: String,
    vorabfrage: Vorabfrage,
    grundpersonalien: Gruppenmeldung,
    sachverhalt: Gruppenmeldung,
    weitere: Vec<Gruppenmeldung>,
}

impl Erstmeldung {
    /// A report on a person. `schluessel` is the sender's own key of the person, which orders the
    /// submissions until the register has given a number. Records that the query has found and that
    /// are confirmed to be of other persons become `nichtIdentischMit`.
    pub fn neu(
        schluessel: impl Into<String>,
        vorabfrage: Vorabfrage,
        grundpersonalien: Grundpersonalien,
        sachverhalt: impl Erstsachverhalt,
    ) -> Erstmeldung {
        let andere = vorabfrage.andere().cloned();
        let andere = andere.map(|n| NichtIdentisch::Zuspeichern(n).into());
        Erstmeldung {
            schluessel: schluessel.into(),
            grundpersonalien: Aenderung::neu(grundpersonalien).into(),
            sachverhalt: Aenderung::neu(sachverhalt).into(),
            weitere: andere.collect(),
            vorabfrage,
        }
    }

    /// With a group of personal data.
    pub fn mit(mut self, inhalt: impl Erstangabe) -> Erstmeldung {
        self.weitere.push(Aenderung::neu(inhalt).into());
        self
    }

    /// With a general photo.
    pub fn mit_lichtbild(
        mut self,
        bild: Lichtbild,
        loeschdatum: Option<Tagesdatum>,
    ) -> Erstmeldung {
        let photo = Lichtbildaenderung::Zuspeichern { bild, loeschdatum };
        self.weitere.push(photo.into());
        self
    }

    /// With a photo to the search note that is the fact of this report.
    pub fn mit_suchvermerkbild(mut self, bild: Lichtbild) -> Erstmeldung {
        let photo = Suchvermerkbild::ZuDiesemSuchvermerk { bild };
        self.weitere.push(photo.into());
        self
    }

    /// With another result of the query, after the register has refused the report because of
    /// records with equal personal data.
    pub fn mit_vorabfrage(mut self, vorabfrage: Vorabfrage) -> Erstmeldung {
        self.weitere
            .retain(|g| g.gruppe().name != "nichtIdentischMit");
        let andere = vorabfrage.andere().cloned();
        let andere = andere.map(|n| NichtIdentisch::Zuspeichern(n).into());
        self.weitere.extend(andere);
        self.vorabfrage = vorabfrage;
        self
    }

    /// The message, with a new UUID.
    ///
    /// # Errors
    /// [`Ablehnung`] with all reasons.
    pub fn bauen(&self, stelle: &Stelle) -> Result<Einreichung, Ablehnung> {
        Ablehnung::unless(self.gruende())?;
        let all = [&self.grundpersonalien, &self.sachverhalt];
        let all = all.into_iter().chain(&self.weitere);
        let gruppen = all.map(Beteiligung::of).collect();
        let m = self.nachricht(stelle)?;
        let kopf = m.nachrichtenkopf_g2g.clone();
        let nachricht = Nachricht::AnAZRAZRErstmeldung090009(Box::new(m));
        let person = Personenschluessel::Lokal(self.schluessel.clone());
        Ok(Einreichung::neu(nachricht, &kopf, Some(person))?
            .mit_gruppen(gruppen)
            .mit_vermerken(self.vorabfrage.vermerke()))
    }

    fn nachricht(&self, stelle: &Stelle) -> Result<typed::AnAZRAZRErstmeldung090009, Ablehnung> {
        let (person, fact) = (self.grundpersonalien.0.clone(), self.sachverhalt.0.clone());
        let gruppe = self.sachverhalt.gruppe();
        let art = crate::Aenderungsart::Zuspeicherung;
        let missing = || Grund::ArtNichtErlaubt { gruppe, art };
        let mut m = typed::AnAZRAZRErstmeldung090009::neu(
            stelle.kopf(),
            stelle.bearbeitung.sachbearbeiter().clone(),
            stelle.bearbeitung.behoerde().clone(),
            person.grundpersonalien().ok_or_else(missing)?,
            fact.erstsachverhalt().ok_or_else(missing)?,
        )?;
        bearbeitung!(m, stelle);
        for gruppe in &self.weitere {
            gruppe.0.clone().in_erstmeldung(&mut m);
        }
        Ok(m)
    }

    fn gruende(&self) -> Vec<Grund> {
        let mut gruende = Vec::new();
        if self.schluessel.trim().is_empty() {
            gruende.push(Grund::SchluesselFehlt);
        }
        for (at, meldung) in self.weitere.iter().enumerate() {
            let gruppe = meldung.gruppe();
            let before = self.weitere.iter().take(at);
            let again = before.into_iter().any(|g| g.gruppe().name == gruppe.name);
            if again && gruppe.name != "nichtIdentischMit" {
                gruende.push(Grund::GruppeMehrfach { gruppe });
            }
            let note = self.sachverhalt.gruppe().name == "suchvermerk";
            if gruppe.name == "lichtbildZuSuchvermerk" && !note {
                gruende.push(Grund::SuchvermerkFehlt);
            }
        }
        gruende
    }
}
