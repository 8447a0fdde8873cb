//! Whether the basic personal data of two records are the same or alike, and all names of a record.

use azr_compare::namen::{Namensurteil, vergleiche};

use super::bestand::Akte;
use super::knoten::Knoten;

/// What persons are compared by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Personalien {
    familienname: String,
    vorname: String,
    /// `2001-02-03`, `2001-02`, `2001`; empty if it is not known.
    geburt: String,
    geschlecht: String,
}

/// How alike two persons are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Naehe {
    Verschieden,
    /// Names probably the same, or the date of birth is only not another one.
    Aehnlich,
    Gleich,
}

impl Personalien {
    /// From the elements of basic personal data or of a further name.
    pub(super) fn von(inhalt: &[Knoten]) -> Personalien {
        let find = |name: &str| inhalt.iter().find(|k| k.name == name);
        let geburt = find("geburtsangaben")
            .and_then(|k| k.an(&["tagDerGeburt", "teilbekanntesDatum"]))
            .and_then(|k| k.kinder.first());
        let geschlecht = find("geschlecht").and_then(|k| k.code("geschlecht"));
        Personalien {
            // Another name is one only, of whatever kind.
            familienname: ["familienname", "name"]
                .into_iter()
                .find_map(find)
                .map(name)
                .unwrap_or_default(),
            vorname: ["vorname", "vornamen"]
                .into_iter()
                .find_map(find)
                .map(name)
                .unwrap_or_default(),
            geburt: geburt.map(|k| k.text.trim().to_owned()).unwrap_or_default(),
            geschlecht: geschlecht.unwrap_or_default().to_owned(),
        }
    }

    /// The same person under a name of this content. What the content does not say stays.
    fn unter(&self, inhalt: &[Knoten]) -> Personalien {
        let other = Personalien::von(inhalt);
        let or = |new: String, old: &String| if new.is_empty() { old.clone() } else { new };
        Personalien {
            familienname: or(other.familienname, &self.familienname),
            vorname: or(other.vorname, &self.vorname),
            geburt: or(other.geburt, &self.geburt),
            geschlecht: or(other.geschlecht, &self.geschlecht),
        }
    }

    /// Compares two persons.
    pub(super) fn naehe(&self, other: &Personalien) -> Naehe {
        let (a, b) = (&self.geburt, &other.geburt);
        if !a.starts_with(b.as_str()) && !b.starts_with(a.as_str()) {
            return Naehe::Verschieden;
        }
        let names = [
            (&self.familienname, &other.familienname),
            (&self.vorname, &other.vorname),
        ];
        let worst = names.into_iter().map(|(one, other)| match (one, other) {
            (one, other) if one == other => Namensurteil::Gleich,
            (one, other) => vergleiche(one, other),
        });
        match worst.max() {
            Some(Namensurteil::Gleich) | None if a == b && self.geschlecht == other.geschlecht => {
                Naehe::Gleich
            }
            Some(Namensurteil::Verschieden) => Naehe::Verschieden,
            _ => Naehe::Aehnlich,
        }
    }
}

/// The text of a name; empty if the person has none.
fn name(knoten: &Knoten) -> String {
    match knoten.wert("name") {
        Some(name) => name.to_owned(),
        None => knoten.text.trim().to_owned(),
    }
}

/// Groups with further names of a person, and the keys of `Code.AZR.PersonalienArt` for them.
const NAMEN: &[(&str, &str)] = &[
    ("abweichendeNamensschreibweise", "5"),
    ("aliaspersonalien", "7"),
    ("andererName", "6"),
    ("fruehererName", "4"),
];

/// All names of a record with the kind of personal data that they are.
pub(super) fn alle(akte: &Akte) -> Vec<(&'static str, Personalien)> {
    let Some(grund) = akte.aktuell("grundpersonalien") else {
        return Vec::new();
    };
    let own = Personalien::von(&grund.inhalt);
    let mut out = vec![("0", own.clone())];
    for (gruppe, art) in NAMEN {
        let further = akte.gruppe(gruppe).map(|e| (*art, own.unter(&e.inhalt)));
        out.extend(further);
    }
    if let Some(german) = grund.feld("schreibweiseNameNachDtRecht") {
        out.push(("3", own.unter(&german.kinder)));
    }
    out
}
