//! Reports: 090009 makes a record, 090010 changes one. Both are confirmed by 090098.

use std::collections::BTreeMap;

use azr::{Gruppe, Ort};

use super::bestand::{Akte, Eintrag, fest, pruefziffer_stimmt};
use super::fehler::{self, RegisterError};
use super::knoten::Knoten;
use super::personalien::{Naehe, Personalien};
use super::vorgang::{Abgelehnt, Ergebnis, Vorgang};

const BESTAETIGUNG: &str = "VonAZR.AZRBestaetigungMeldung.090098";

/// 090009.
pub(super) fn erstmeldung(v: &mut Vorgang<'_>) -> Result<Ergebnis, Abgelehnt> {
    let gruppen = gruppen(v.wurzel);
    let neu = gruppen.iter().find(|(g, _)| g.name == "grundpersonalien");
    let Some((_, inhalt)) = neu.and_then(|(g, k)| Some((g, k.kind(g.fachdaten?)?))) else {
        let group = neu.map(|(g, _)| *g);
        return Err(group
            .map_or_else(fehler::kein_sachverhalt, fehler::inhalt_fehlt)
            .into());
    };
    if !gruppen.iter().any(|(g, _)| g.ort == Ort::Sachverhalt) {
        return Err(fehler::kein_sachverhalt().into());
    }
    let person = Personalien::von(&inhalt.kinder);
    let others: Vec<&str> = gruppen
        .iter()
        .filter_map(|(g, k)| nicht_identisch(g, k))
        .collect();
    let others: Vec<&str> = others
        .into_iter()
        .filter_map(|n| v.bestand.heutige(n))
        .collect();
    let mut gleich = Vec::new();
    let mut aehnlich = Vec::new();
    for akte in v.bestand.akten.values() {
        let Some(grund) = akte.aktuell("grundpersonalien") else {
            continue;
        };
        if others.contains(&akte.nummer.as_str()) {
            continue;
        }
        match person.naehe(&Personalien::von(&grund.inhalt)) {
            Naehe::Gleich => gleich.push(akte.nummer.clone()),
            Naehe::Aehnlich => aehnlich.push(akte.nummer.clone()),
            Naehe::Verschieden => {}
        }
    }
    if !gleich.is_empty() {
        let fehler = vec![fehler::gleich()];
        return Err(Abgelehnt { fehler, gleich });
    }
    let tag = v.tag();
    let nummer = match v.vorgabe {
        Some(nummer) => nummer.to_owned(),
        None => v.bestand.neue_nummer(tag),
    };
    let akte = Akte {
        nummer: nummer.clone(),
        angelegt: tag,
        eintraege: Vec::new(),
        bilder: Vec::new(),
        dokumente: Vec::new(),
        nicht_identisch: Default::default(),
    };
    let mut kinder = vec![Knoten::xa("azrNummer").mit_text(nummer)];
    let numbers = aehnlich.iter();
    kinder.extend(numbers.map(|n| Knoten::xa("personalienAehnlich").mit_text(n)));
    anwenden(v, akte, &gruppen, kinder)
}

/// 090010.
pub(super) fn folgemeldung(v: &mut Vorgang<'_>) -> Result<Ergebnis, Abgelehnt> {
    let Some(gemeldet) = v.wurzel.wert("azrNummer") else {
        return Err(fehler::nummer_fehlt().into());
    };
    let akte = akte(v, gemeldet)?;
    let gruppen = gruppen(v.wurzel);
    if gruppen.is_empty() {
        return Err(fehler::keine_aenderung().into());
    }
    let mut kinder = Vec::new();
    if akte.nummer != gemeldet {
        kinder.push(Knoten::xa("azrNummer").mit_text(&akte.nummer));
    }
    anwenden(v, akte, &gruppen, kinder)
}

/// A copy of the record of this number, or of the one that it was merged into.
pub(super) fn akte(v: &Vorgang<'_>, nummer: &str) -> Result<Akte, RegisterError> {
    let heutige = v.bestand.heutige(nummer);
    match heutige.and_then(|n| v.bestand.akten.get(n)) {
        Some(akte) => Ok(akte.clone()),
        None if !pruefziffer_stimmt(nummer) => Err(fehler::pruefziffer(nummer)),
        None => Err(fehler::nummer_unbekannt(nummer)),
    }
}

/// The groups of a report, photos of search notes last: the note may be in the same report.
fn gruppen(wurzel: &Knoten) -> Vec<(&'static Gruppe, &Knoten)> {
    let mut out = Vec::new();
    for kind in &wurzel.kinder {
        match kind.name.as_str() {
            "weiterePersonalien" | "sachverhalt" => {
                let inner = kind.kinder.iter();
                out.extend(inner.filter_map(|k| Some((Gruppe::named(&k.name)?, k))));
            }
            name => out.extend(Gruppe::named(name).map(|g| (g, kind))),
        }
    }
    out.sort_by_key(|(g, _)| g.name == "lichtbildZuSuchvermerk");
    out
}

/// The number of a record of another person, if that is what is added.
fn nicht_identisch<'k>(gruppe: &Gruppe, knoten: &'k Knoten) -> Option<&'k str> {
    let adds = gruppe.name == "nichtIdentischMit" && knoten.code("aenderungsArt") == Some("01");
    knoten.wert("nichtIdentischMit").filter(|_| adds)
}

/// A record while a report is applied to it.
pub(super) struct Aenderung<'a, 'v> {
    pub(super) v: &'a mut Vorgang<'v>,
    pub(super) akte: Akte,
    /// Other records that change as well.
    andere: BTreeMap<String, Akte>,
    pub(super) fehler: Vec<RegisterError>,
    /// New ids by the elements of the confirmation.
    pub(super) ids: Vec<(&'static Gruppe, String)>,
    hinweise: Vec<(&'static str, String)>,
}

/// Applies all groups, or none of them.
fn anwenden(
    v: &mut Vorgang<'_>,
    akte: Akte,
    gruppen: &[(&'static Gruppe, &Knoten)],
    mut kinder: Vec<Knoten>,
) -> Result<Ergebnis, Abgelehnt> {
    let mut a = Aenderung {
        v,
        akte,
        andere: BTreeMap::new(),
        fehler: Vec::new(),
        ids: Vec::new(),
        hinweise: Vec::new(),
    };
    for (gruppe, knoten) in gruppen {
        match gruppe.name {
            "lichtbildAllgemein" => a.lichtbild(gruppe, knoten),
            "lichtbildZuSuchvermerk" => a.suchvermerkbild(gruppe, knoten),
            "fingerabdruck" => a.fingerabdruck(gruppe, knoten),
            "nichtIdentischMit" => a.nicht_identisch(gruppe, knoten),
            "deutscheStaatsangehoerigkeit" => a.deutsch(gruppe, knoten),
            _ => a.eintrag(gruppe, knoten),
        }
    }
    if !a.fehler.is_empty() {
        return Err(Abgelehnt::wegen(a.fehler));
    }
    kinder.extend(a.bestaetigung());
    let mut akten: Vec<Akte> = a.andere.into_values().collect();
    akten.push(a.akte);
    Ok(Ergebnis {
        akten,
        ..Ergebnis::nur(BESTAETIGUNG, kinder)
    })
}

impl Aenderung<'_, '_> {
    /// A group with content and reference id.
    fn eintrag(&mut self, gruppe: &'static Gruppe, knoten: &Knoten) {
        let art = knoten.code("aenderungsArt").unwrap_or_default();
        let id = gruppe.referenz.and_then(|name| knoten.wert(name));
        let id = id.filter(|id| !id.is_empty());
        let daten = gruppe.fachdaten.and_then(|name| knoten.kind(name));
        if let Some(daten) = daten {
            self.verweise(gruppe, daten);
        }
        match (art, daten) {
            ("01", Some(daten)) => self.zuspeichern(gruppe, daten),
            ("02" | "04", Some(daten)) => {
                if let Some(at) = self.gemeint(gruppe, art, id) {
                    let neu = self.v.bestand.naechste_id(&self.akte.eintraege[at].id);
                    let (behoerde, geaendert) = (self.v.behoerde().to_owned(), self.v.tag());
                    let eintrag = &mut self.akte.eintraege[at];
                    eintrag.inhalt.clone_from(&daten.kinder);
                    eintrag.id.clone_from(&neu);
                    eintrag.behoerde = behoerde;
                    eintrag.geaendert = geaendert;
                    self.ids.push((gruppe, neu));
                }
            }
            ("01" | "02" | "04", None) => self.fehler.push(fehler::inhalt_fehlt(gruppe)),
            ("03" | "05", _) if gruppe.name == "grundpersonalien" => {
                self.fehler.push(fehler::art_unzulaessig(gruppe, art));
            }
            ("03" | "05", _) => {
                if let Some(at) = self.gemeint(gruppe, art, id) {
                    self.loeschen(at);
                }
            }
            _ => self.fehler.push(fehler::art_unzulaessig(gruppe, art)),
        }
    }

    fn zuspeichern(&mut self, gruppe: &'static Gruppe, daten: &Knoten) {
        let more = self.akte.gruppe(gruppe.name).next().is_some();
        if gruppe.name == "grundpersonalien" && more {
            self.fehler.push(fehler::art_unzulaessig(gruppe, "01"));
            return;
        }
        if gruppe.auskunft.len() > 1 {
            let same = self.akte.eintraege.iter_mut();
            same.filter(|e| e.gruppe.name == gruppe.name)
                .for_each(|e| e.historisch = true);
        }
        let id = self.v.bestand.neue_id();
        self.akte.eintraege.push(Eintrag {
            gruppe,
            id: id.clone(),
            inhalt: daten.kinder.clone(),
            behoerde: self.v.behoerde().to_owned(),
            geaendert: self.v.tag(),
            historisch: false,
        });
        self.ids.push((gruppe, id));
    }

    /// Takes an entry away, with its photo and its documents; the last historic one of its group
    /// becomes current again.
    fn loeschen(&mut self, at: usize) {
        let weg = self.akte.eintraege.remove(at);
        let key = fest(&weg.id).to_owned();
        self.akte
            .bilder
            .retain(|b| b.suchvermerk.as_ref() != Some(&key));
        self.akte.dokumente.retain(|d| d.sachverhalt != key);
        if !weg.historisch {
            let mut same = self.akte.eintraege.iter_mut().rev();
            if let Some(last) = same.find(|e| e.gruppe.name == weg.gruppe.name) {
                last.historisch = false;
            }
        }
    }

    /// The entry that a change means, if the id is the current one.
    fn gemeint(&mut self, gruppe: &'static Gruppe, art: &str, id: Option<&str>) -> Option<usize> {
        let Some(id) = id else {
            self.fehler.push(fehler::id_fehlt(gruppe));
            return None;
        };
        let same = |e: &Eintrag| e.gruppe.name == gruppe.name && fest(&e.id) == fest(id);
        match self.akte.eintraege.iter().position(same) {
            Some(at) if self.akte.eintraege[at].id == id => Some(at),
            Some(_) => {
                self.fehler.push(fehler::id_veraltet(gruppe, id));
                None
            }
            None if matches!(art, "03" | "05") => {
                self.fehler.push(fehler::nichts_zu_loeschen(gruppe, id));
                None
            }
            None => {
                self.fehler.push(fehler::id_unbekannt(gruppe, id));
                None
            }
        }
    }

    /// References within content have to mean entries of the record.
    fn verweise(&mut self, gruppe: &'static Gruppe, daten: &Knoten) {
        for name in VERWEISE {
            let mut found = Vec::new();
            daten.alle(name, &mut found);
            for knoten in found {
                let id = knoten.text.trim();
                if self.akte.eintrag(id).is_none() {
                    self.fehler
                        .push(fehler::verweis_unbekannt(gruppe, name, id));
                }
            }
        }
    }

    fn nicht_identisch(&mut self, gruppe: &'static Gruppe, knoten: &Knoten) {
        let Some(nummer) = knoten.wert("nichtIdentischMit") else {
            self.fehler.push(fehler::inhalt_fehlt(gruppe));
            return;
        };
        let mut other = match akte(self.v, nummer) {
            Ok(akte) => akte,
            Err(error) => {
                self.fehler.push(error);
                return;
            }
        };
        if other.nummer == self.akte.nummer {
            self.fehler.push(fehler::selbst());
            return;
        }
        if let Some(changed) = self.andere.remove(&other.nummer) {
            other = changed;
        }
        if knoten.code("aenderungsArt") == Some("03") {
            if !self.akte.nicht_identisch.remove(&other.nummer) {
                self.fehler.push(fehler::nichts_zu_loeschen(gruppe, nummer));
            }
            other.nicht_identisch.remove(&self.akte.nummer);
        } else {
            self.akte.nicht_identisch.insert(other.nummer.clone());
            other.nicht_identisch.insert(self.akte.nummer.clone());
        }
        self.andere.insert(other.nummer.clone(), other);
    }

    /// Is reported only: the record has no place for it.
    fn deutsch(&mut self, gruppe: &'static Gruppe, knoten: &Knoten) {
        self.akte.eintraege.push(Eintrag {
            gruppe,
            id: String::new(),
            inhalt: knoten.kinder.clone(),
            behoerde: self.v.behoerde().to_owned(),
            geaendert: self.v.tag(),
            historisch: false,
        });
        let text = "Die deutsche Staatsangehörigkeit wurde vermerkt; der Datensatz wird zur Löschung vorgesehen.";
        self.hinweise.push(("0101", text.to_owned()));
    }

    /// The ids of a confirmation, each at its place.
    fn bestaetigung(&mut self) -> Vec<Knoten> {
        let mut out = Vec::new();
        let mut weitere = Knoten::xa("weiterePersonalien");
        let mut sachverhalt = None;
        // A fact comes after the data of the person, so that it has the only place for both.
        for (gruppe, id) in &self.ids {
            let Some(element) = gruppe.bestaetigung else {
                let text = format!(
                    "Die Referenz-ID zu {} ist dem Datensatz zu entnehmen.",
                    gruppe.titel
                );
                self.hinweise.push(("0102", text));
                continue;
            };
            let knoten = Knoten::xa(element).mit_text(id);
            match gruppe.ort {
                Ort::WeiterePersonalien => weitere.kinder.push(knoten),
                Ort::Sachverhalt => sachverhalt = Some(knoten),
                Ort::Person if gruppe.name == "angabenZurUnterbringung" => {
                    let fact = self.ids.iter().any(|(g, _)| g.ort == Ort::Sachverhalt);
                    if fact {
                        let text = "Die Referenz-ID zu den Angaben zur Unterbringung ist dem Datensatz zu entnehmen.";
                        self.hinweise.push(("0103", text.to_owned()));
                    } else {
                        sachverhalt = Some(knoten);
                    }
                }
                Ort::Person => out.push(knoten),
            }
        }
        if !weitere.kinder.is_empty() {
            out.push(weitere);
        }
        out.extend(sachverhalt.map(|k| Knoten::xa("sachverhalt").mit(k)));
        out.extend(
            self.hinweise
                .iter()
                .map(|(key, text)| hinweis("hinweis", key, text)),
        );
        out
    }
}

/// Elements of content that refer to entries of the same record.
pub(super) const VERWEISE: &[&str] = &[
    "parallelZu.id",
    "referenzAufAliaspersonalien.id",
    "referenzAufAufenthaltstitel.id",
    "referenzAufAusweisung.id",
    "referenzAufSachverhalt.id",
    "referenzSuchvermerk.id",
];

/// A hint, as `AZR.Hinweis` has it.
pub(super) fn hinweis(element: &str, key: &str, text: &str) -> Knoten {
    Knoten::xa(element)
        .mit(Knoten::xa("hinweisschluessel").mit_text(key))
        .mit(Knoten::xa("hinweistext").mit_text(fehler::sauber(text)))
}
