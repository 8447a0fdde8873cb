//! Notices of changes (090030), and what sets them off: records are merged, or another authority
//! changes one.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::auskunft::{ALLES, inhalt};
use super::bauplan::Bauplan;
use super::bestand::Akte;
use super::journal::Zeile;
use super::knoten::Knoten;
use super::kopf::{self, Partner};
use super::register::{Register, Zustand};
use super::zeit;

/// A notice that the register sends on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Key in the directory of the authority that it is for: `azr:` with its six digits.
    pub reader: String,
    /// The message 090030.
    pub bytes: Vec<u8>,
}

impl Register {
    /// Merges a record into another one of the same person: its entries go over, its number leads to
    /// the other one from now on. The authorities that keep the two files are told
    /// ([`Register::take_notices`]); what they are told is returned as well. Nothing happens if one
    /// of the numbers is not known, or if both are of the same record.
    pub fn merge(&self, from: &str, into: &str) -> Vec<Notice> {
        let jetzt = (self.settings.clock)();
        let mut z = self.lock();
        let zeile = Zeile::Zusammenfuehrung {
            zeit: jetzt.into(),
            alt: from.to_owned(),
            neu: into.to_owned(),
        };
        if self.festhalten(&mut z, &zeile).is_err() {
            return Vec::new();
        }
        let before = z.mitteilungen.len();
        self.zusammenfuehren(&mut z, from, into, jetzt);
        z.mitteilungen[before..].to_vec()
    }

    /// Another authority, by its six digits, changes the current entry of a group of a record: the
    /// entry gets a new id, so that the one that others know is outdated. Who keeps the file is told,
    /// unless it is the same authority. None if there is no such entry; else the new id.
    pub fn change_by_other(
        &self,
        azr_nummer: &str,
        group: &str,
        authority: &str,
    ) -> Option<String> {
        let jetzt = (self.settings.clock)();
        let mut z = self.lock();
        let zeile = Zeile::Ueberarbeitung {
            zeit: jetzt.into(),
            azr_nummer: azr_nummer.to_owned(),
            gruppe: group.to_owned(),
            behoerde: authority.to_owned(),
        };
        self.festhalten(&mut z, &zeile).ok()?;
        self.ueberarbeiten(&mut z, azr_nummer, group, authority, jetzt)
    }

    /// Stores a fingerprint of a person, which reports can't, and gives its id. None if there is no
    /// such record.
    pub fn store_fingerprint(&self, azr_nummer: &str, authority: &str) -> Option<String> {
        let jetzt = (self.settings.clock)();
        let mut z = self.lock();
        let zeile = Zeile::Fingerabdruck {
            zeit: jetzt.into(),
            azr_nummer: azr_nummer.to_owned(),
            behoerde: authority.to_owned(),
        };
        self.festhalten(&mut z, &zeile).ok()?;
        z.bestand.fingerabdruck(azr_nummer, authority, jetzt)
    }

    pub(super) fn zusammenfuehren(
        &self,
        z: &mut Zustand,
        alt: &str,
        neu: &str,
        jetzt: DateTime<Utc>,
    ) {
        let known = |n: &str| z.bestand.heutige(n).map(str::to_owned);
        let (Some(alt), Some(neu)) = (known(alt), known(neu)) else {
            return;
        };
        if alt == neu {
            return;
        }
        let Some(weg) = z.bestand.akten.remove(&alt) else {
            return;
        };
        z.bestand.alte_nummern.insert(alt.clone(), neu.clone());
        let Some(bleibt) = z.bestand.akten.get_mut(&neu) else {
            return;
        };
        let mut readers: Vec<String> = [weg.aktenfuehrend(), bleibt.aktenfuehrend()]
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .collect();
        readers.dedup();
        for mut eintrag in weg.eintraege.clone() {
            if eintrag.gruppe.name == "grundpersonalien" {
                continue;
            }
            // What both have is current in the record that stays.
            eintrag.historisch |= bleibt.aktuell(eintrag.gruppe.name).is_some();
            bleibt.eintraege.insert(0, eintrag);
        }
        bleibt.bilder.extend(weg.bilder.iter().cloned());
        bleibt.dokumente.extend(weg.dokumente.iter().cloned());
        bleibt
            .nicht_identisch
            .extend(weg.nicht_identisch.iter().cloned());
        bleibt.nicht_identisch.remove(&alt);
        bleibt.nicht_identisch.remove(&neu);
        let bleibt = bleibt.clone();
        for akte in z.bestand.akten.values_mut() {
            if akte.nicht_identisch.remove(&alt) && akte.nummer != neu {
                akte.nicht_identisch.insert(neu.clone());
            }
        }
        let text = "Die Datensätze wurden zusammengeführt. Bitte verwenden Sie künftig die verbleibende AZR-Nummer.";
        let kinder = vec![
            Knoten::xa("azrNummer").mit_text(&neu),
            Knoten::xa("handlungsempfehlung").mit_text(text),
            self.datensatz("inhaltAktuell", &bleibt),
            self.datensatz("inhaltVorAenderung", &weg),
            Knoten::xa("wegfallendeAzrNummer").mit_text(&alt),
        ];
        for reader in readers {
            self.mitteilen(z, &reader, kinder.clone(), jetzt);
        }
    }

    pub(super) fn ueberarbeiten(
        &self,
        z: &mut Zustand,
        azr_nummer: &str,
        gruppe: &str,
        behoerde: &str,
        jetzt: DateTime<Utc>,
    ) -> Option<String> {
        let nummer = z.bestand.heutige(azr_nummer)?.to_owned();
        let vorher = z.bestand.akten.get(&nummer)?.clone();
        let known = vorher.aktuell(gruppe)?.id.clone();
        let new = z.bestand.naechste_id(&known);
        let akte = z.bestand.akten.get_mut(&nummer)?;
        let eintrag = akte.eintraege.iter_mut().find(|e| e.id == known)?;
        eintrag.id.clone_from(&new);
        eintrag.geaendert = zeit::tag(jetzt);
        let nachher = akte.clone();
        if vorher.aktenfuehrend().is_some_and(|b| b != behoerde) {
            self.geaendert(z, &vorher, &nachher, jetzt);
        }
        Some(new)
    }

    /// Tells who keeps the files of the records that a report of another authority changed.
    pub(super) fn melden(
        &self,
        z: &mut Zustand,
        changed: &[String],
        vorher: &HashMap<String, Akte>,
        wurzel: &Knoten,
        jetzt: DateTime<Utc>,
    ) {
        let behoerde = wurzel.wert("verantwortlicheBehoerde");
        let behoerde = behoerde.or_else(|| wurzel.wert("durchfuehrendeBehoerde"));
        for nummer in changed {
            let before = vorher.get(nummer);
            let after = z.bestand.akten.get(nummer).cloned();
            if let (Some(before), Some(after)) = (before, after)
                && before.aktenfuehrend().is_some_and(|b| Some(b) != behoerde)
            {
                self.geaendert(z, before, &after, jetzt);
            }
        }
    }

    fn geaendert(&self, z: &mut Zustand, vorher: &Akte, nachher: &Akte, jetzt: DateTime<Utc>) {
        let Some(reader) = vorher.aktenfuehrend() else {
            return;
        };
        let text = "Eine andere Behörde hat den Datensatz geändert. Bitte prüfen Sie Ihre Daten.";
        let kinder = vec![
            Knoten::xa("azrNummer").mit_text(&nachher.nummer),
            Knoten::xa("handlungsempfehlung").mit_text(text),
            self.datensatz("inhaltAktuell", nachher),
            self.datensatz("inhaltVorAenderung", vorher),
        ];
        self.mitteilen(z, reader, kinder, jetzt);
    }

    fn datensatz(&self, element: &str, akte: &Akte) -> Knoten {
        let mut out = Knoten::xa(element);
        out.kinder = inhalt(self.set, akte, ALLES);
        if let Some(plan) = Bauplan::typ(self.set, "AZR.Datensatzinhalt") {
            plan.ordnen(&mut out);
        }
        out
    }

    fn mitteilen(
        &self,
        z: &mut Zustand,
        behoerde: &str,
        kinder: Vec<Knoten>,
        jetzt: DateTime<Utc>,
    ) {
        let leser = Partner {
            kennung: format!("azr:{behoerde}"),
            name: format!("Behörde {behoerde}"),
        };
        let element = "VonAZR.AZRMitteilungZuDatenaenderung.090030";
        let test = (!self.settings.production).then_some("Simulator");
        let parties = (&kopf::register(), &leser, test);
        match self.schreiben(z, element, kinder, parties, jetzt) {
            Ok(bytes) => z.mitteilungen.push(Notice {
                reader: leser.kennung,
                bytes,
            }),
            Err(mangel) => z.maengel.push(format!("090030: {mangel}")),
        }
    }
}
