//! Compares records: which entries belong together, what their fields come to.

use std::collections::HashMap;

use azr::darstellung::{Darsteller, Eintrag, Feld, Stand};
use azr::{Gruppe, ReferenzId};
use xoev_bundled::BundleError;

use crate::datensatz::Datensatz;
use crate::ergebnis::{
    Befund, Eintragsvergleich, Feldvergleich, Gruppenvergleich, Seite, Vergleich, Zaehler,
    Zuordnung,
};
use crate::error::VergleichError;
use crate::felder::{self, Felder, Felderliste};
use crate::optionen::Optionen;
use crate::werte;
use crate::zuordnung::{self, Aufwand, Regeln};

/// Path of a reference id in comparisons, whatever its element is called in a group.
const REFERENZ: &str = "referenz.id";

/// Compares records. Made once, used for any number of comparisons, by several threads at once.
#[derive(Debug)]
pub struct Vergleicher {
    darsteller: Darsteller,
    gruppen: HashMap<&'static str, Struktur>,
}

/// What the schema says about a group.
#[derive(Debug)]
struct Struktur {
    fields: Vec<Feld>,
    single: bool,
}

/// An entry with the text that it is ordered by.
#[derive(Debug)]
struct Kandidat<'e> {
    entry: &'e Eintrag,
    key: String,
}

impl Vergleicher {
    /// With the embedded schemas and code lists.
    ///
    /// # Errors
    /// [`BundleError`] if the program was built wrongly.
    pub fn new() -> Result<Vergleicher, BundleError> {
        let darsteller = Darsteller::new()?;
        let recorded = Gruppe::all().iter().filter(|group| group.is_recorded());
        let gruppen = recorded
            .map(|group| {
                let structure = Struktur {
                    fields: darsteller.felder(group),
                    single: darsteller.einmalig(group),
                };
                (group.name, structure)
            })
            .collect();
        Ok(Vergleicher {
            darsteller,
            gruppen,
        })
    }

    /// What reads and shows the entries.
    pub fn darsteller(&self) -> &Darsteller {
        &self.darsteller
    }

    /// Compares a local record, as XML (090004) or JSON, with a whole record of the register
    /// (090004).
    ///
    /// # Errors
    /// If one of both can't be read. What only breaks the schema is compared all the same, and said
    /// in the result.
    pub fn dateien(
        &self,
        lokal: &[u8],
        auskunft: &[u8],
        optionen: &Optionen,
    ) -> Result<Vergleich, VergleichError> {
        let local = Datensatz::aus_bytes(&self.darsteller, lokal).map_err(VergleichError::Lokal)?;
        let register =
            Datensatz::aus_xml(&self.darsteller, auskunft).map_err(VergleichError::Auskunft)?;
        Ok(self.vergleiche(&local, &register, optionen))
    }

    /// Compares a local record with that of the register.
    ///
    /// Swapping the two swaps the result and changes nothing else ([`Vergleich::getauscht`]).
    pub fn vergleiche(
        &self,
        lokal: &Datensatz,
        register: &Datensatz,
        optionen: &Optionen,
    ) -> Vergleich {
        let mut groups = Vec::new();
        let mut count = Zaehler::default();
        let locals = by_group(lokal, optionen);
        let registers = by_group(register, optionen);
        for group in Gruppe::all() {
            let none = Vec::new();
            let local = locals.get(group.name).unwrap_or(&none);
            let of_register = registers.get(group.name).unwrap_or(&none);
            if local.is_empty() && of_register.is_empty() {
                continue;
            }
            let entries = self.entries(group, local, of_register, optionen);
            entries.iter().for_each(|e| count.count(e.befund));
            groups.push(Gruppenvergleich {
                gruppe: group.name,
                titel: group.titel,
                befund: Befund::of_parts(entries.iter().map(|e| e.befund)),
                eintraege: entries,
            });
        }
        let fields = record_fields(lokal, register, optionen);
        let counted = fields.iter().filter(|f| f.gewertet).map(|f| f.befund);
        Vergleich {
            befund: Befund::of_parts(groups.iter().map(|g| g.befund).chain(counted)),
            zaehler: count,
            felder: fields,
            gruppen: groups,
            maengel_lokal: lokal.maengel.clone(),
            maengel_register: register.maengel.clone(),
        }
    }

    fn entries<'k>(
        &self,
        group: &'static Gruppe,
        local: &'k [Kandidat<'_>],
        register: &'k [Kandidat<'_>],
        optionen: &Optionen,
    ) -> Vec<Eintragsvergleich> {
        let structure = self.gruppen.get(group.name);
        let fields = Felder {
            optionen,
            group: group.name,
            fields: structure.map_or(&[], |s| &s.fields),
        };
        let mut found: Vec<([&str; 2], Eintragsvergleich)> = Vec::new();
        let mut add = |a: Option<&'k Kandidat<'_>>, b: Option<&'k Kandidat<'_>>, how| {
            // The order must not depend on the side.
            let (a_key, b_key) = (a.or(b), b.or(a));
            let mut keys = [a_key, b_key].map(|k| k.map_or("", |k| k.key.as_str()));
            keys.sort_unstable();
            found.push((keys, compared(&fields, a, b, how)));
        };
        let (pairs, local, register) = by_reference(local, register);
        for (a, b) in pairs {
            add(Some(a), Some(b), Zuordnung::ReferenzId);
        }
        let single = structure.is_some_and(|s| s.single);
        if let (true, [a], [b]) = (single, local.as_slice(), register.as_slice()) {
            add(Some(a), Some(b), Zuordnung::Einmalig);
        } else {
            let alike = |a: &&Kandidat<'_>, b: &&Kandidat<'_>| {
                if a.key == b.key {
                    return Some(1.0);
                }
                // Ids that name different entries have been compared already.
                if is_identified(a.entry) && is_identified(b.entry) {
                    return None;
                }
                let alike = content(&fields, Some(a.entry), Some(b.entry)).aehnlichkeit();
                (alike >= optionen.mindestaehnlichkeit).then_some(alike)
            };
            let values = |k: &&Kandidat<'_>| {
                let fields = k.entry.angaben.iter();
                fields.map(|f| felder::size(&f.inhalt)).sum::<usize>()
            };
            let regeln = Regeln {
                aufwand: Aufwand::EINTRAEGE,
                key: |k: &&Kandidat<'_>| k.key.clone(),
                size: values,
                alike,
            };
            for (a, b) in zuordnung::pairs(&local, &register, &regeln) {
                let a = a.and_then(|a| local.get(a)).copied();
                let b = b.and_then(|b| register.get(b)).copied();
                // How alike they are is known when they are compared.
                let how = match a.is_some() && b.is_some() {
                    true => Zuordnung::Aehnlichkeit(1.0),
                    false => Zuordnung::Keine,
                };
                add(a, b, how);
            }
        }
        found.sort_by_key(|(keys, _)| *keys);
        found.into_iter().map(|(_, entry)| entry).collect()
    }
}

/// The entries that are compared, by group.
fn by_group<'e>(
    record: &'e Datensatz,
    optionen: &Optionen,
) -> HashMap<&'static str, Vec<Kandidat<'e>>> {
    let mut groups: HashMap<&'static str, Vec<Kandidat<'e>>> = HashMap::new();
    for entry in &record.eintraege {
        if optionen.compares(entry.gruppe.name) {
            let key = entry.zeile();
            let group = groups.entry(entry.gruppe.name).or_default();
            group.push(Kandidat { entry, key });
        }
    }
    groups
}

/// The part of the reference id that names the entry, whatever its version.
fn reference(entry: &Eintrag) -> Option<String> {
    let id = ReferenzId::from_local_record(entry.referenz.as_deref()?).ok()?;
    let named = id.fixed_part().unwrap_or(id.as_str());
    (!named.trim().is_empty()).then(|| named.to_owned())
}

fn is_identified(entry: &Eintrag) -> bool {
    reference(entry).is_some()
}

type Kandidaten<'k, 'e> = Vec<&'k Kandidat<'e>>;
type Paare<'k, 'e> = Vec<(&'k Kandidat<'e>, &'k Kandidat<'e>)>;

/// The pairs whose reference ids name the same entry, and what remains of both sides.
fn by_reference<'k, 'e>(
    local: &'k [Kandidat<'e>],
    register: &'k [Kandidat<'e>],
) -> (Paare<'k, 'e>, Kandidaten<'k, 'e>, Kandidaten<'k, 'e>) {
    let mut waiting: HashMap<String, Kandidaten<'k, 'e>> = HashMap::new();
    let mut rest = Vec::new();
    for candidate in in_order(register) {
        match reference(candidate.entry) {
            Some(id) => waiting.entry(id).or_default().push(candidate),
            None => rest.push(candidate),
        }
    }
    // The first of each comes first.
    waiting.values_mut().for_each(|list| list.reverse());
    let (mut pairs, mut local_rest) = (Vec::new(), Vec::new());
    for candidate in in_order(local) {
        let id = reference(candidate.entry);
        match id.and_then(|id| waiting.get_mut(&id)?.pop()) {
            Some(partner) => pairs.push((candidate, partner)),
            None => local_rest.push(candidate),
        }
    }
    rest.extend(waiting.into_values().flatten());
    (pairs, local_rest, rest)
}

fn in_order<'k, 'e>(candidates: &'k [Kandidat<'e>]) -> Kandidaten<'k, 'e> {
    let mut list: Vec<&Kandidat<'e>> = candidates.iter().collect();
    list.sort_by(|a, b| a.key.cmp(&b.key));
    list
}

/// The fields of two entries, or of one.
fn content(
    fields: &Felder<'_>,
    local: Option<&Eintrag>,
    register: Option<&Eintrag>,
) -> Felderliste {
    match (local, register) {
        (Some(a), Some(b)) => fields.compare(&a.angaben, &b.angaben),
        (Some(a), None) => fields.alone(&a.angaben, Befund::NurLokal),
        (None, Some(b)) => fields.alone(&b.angaben, Befund::NurRegister),
        (None, None) => Felderliste::default(),
    }
}

fn compared(
    fields: &Felder<'_>,
    local: Option<&Kandidat<'_>>,
    register: Option<&Kandidat<'_>>,
    how: Zuordnung,
) -> Eintragsvergleich {
    let (a, b) = (local.map(|k| k.entry), register.map(|k| k.entry));
    let mut list = content(fields, a, b);
    let how = match how {
        Zuordnung::Aehnlichkeit(_) => {
            Zuordnung::Aehnlichkeit((list.aehnlichkeit() * 1000.0).round() / 1000.0)
        }
        how => how,
    };
    list.felder
        .extend(state(fields.optionen, a, b).into_iter().chain(id_field(
            fields.optionen,
            a.and_then(|e| e.referenz.as_deref()),
            b.and_then(|e| e.referenz.as_deref()),
        )));
    let befund = match (a, b) {
        (Some(_), None) => Befund::NurLokal,
        (None, Some(_)) => Befund::NurRegister,
        _ => list.befund(),
    };
    let side = |candidate: Option<&Kandidat<'_>>| {
        candidate.map(|k| Seite {
            zeile: k.key.clone(),
            pfad: k.entry.pfad.to_string(),
            zeilennummer: k.entry.zeilennummer,
        })
    };
    Eintragsvergleich {
        befund,
        zuordnung: how,
        lokal: side(local),
        register: side(register),
        felder: list.felder,
    }
}

/// Current on one side and historic on the other; nothing if one side does not say.
fn state(
    optionen: &Optionen,
    local: Option<&Eintrag>,
    register: Option<&Eintrag>,
) -> Option<Feldvergleich> {
    let (a, b) = (local?.stand, register?.stand);
    let word = |stand| match stand {
        Stand::Aktuell => Some("aktuell"),
        Stand::Historisch => Some("historisch"),
        Stand::Offen => None,
    };
    let (one, other) = (word(a)?, word(b)?);
    (a != b).then(|| Feldvergleich {
        pfad: "stand".to_owned(),
        titel: "Stand".to_owned(),
        lokal: Some(one.to_owned()),
        register: Some(other.to_owned()),
        befund: Befund::Verschieden,
        grund: None,
        gewertet: optionen.counts("stand"),
    })
}

fn id_field(
    optionen: &Optionen,
    local: Option<&str>,
    register: Option<&str>,
) -> Option<Feldvergleich> {
    let (befund, grund) = match (local, register) {
        (Some(one), Some(other)) => werte::references(one, other),
        (Some(_), None) => (Befund::NurLokal, None),
        (None, Some(_)) => (Befund::NurRegister, None),
        (None, None) => return None,
    };
    Some(Feldvergleich {
        pfad: REFERENZ.to_owned(),
        titel: "Referenz-ID".to_owned(),
        lokal: local.map(str::to_owned),
        register: register.map(str::to_owned),
        befund,
        grund,
        gewertet: optionen.counts(REFERENZ),
    })
}

/// What a record says of itself. It counts only if both sides say it.
fn record_fields(
    local: &Datensatz,
    register: &Datensatz,
    optionen: &Optionen,
) -> Vec<Feldvergleich> {
    let field = |name: &str, title: &str, a: &Option<String>, b: &Option<String>| {
        let befund = match (a, b) {
            (Some(a), Some(b)) if a == b => Befund::Gleich,
            (Some(_), Some(_)) => Befund::Verschieden,
            (Some(_), None) => Befund::NurLokal,
            (None, Some(_)) => Befund::NurRegister,
            (None, None) => return None,
        };
        Some(Feldvergleich {
            pfad: name.to_owned(),
            titel: title.to_owned(),
            lokal: a.clone(),
            register: b.clone(),
            befund,
            grund: None,
            gewertet: optionen.counts(name) && a.is_some() && b.is_some(),
        })
    };
    let number = field(
        "azrNummer",
        "AZR-Nummer",
        &local.azr_nummer,
        &register.azr_nummer,
    );
    let keeper = field(
        "aktenfuehrendeBehoerde",
        "Aktenführende Behörde",
        &local.aktenfuehrende_behoerde,
        &register.aktenfuehrende_behoerde,
    );
    number.into_iter().chain(keeper).collect()
}
