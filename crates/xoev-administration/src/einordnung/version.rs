//! Which versions of messages are taken on a day, as data.

use chrono::{Days, NaiveDate};

use crate::kopf::{Nachrichtenkopf, Version};

/// The versions of this release. Columns: standard; version; namespace of its messages; first day;
/// last day, empty as long as no successor is known.
const TABELLE: &str = include_str!("../../data/versionen.tsv");

/// A version of a standard, and when it is in effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versionszeitraum {
    /// `standard`, as messages state it.
    pub standard: String,
    /// `version`, as messages state it.
    pub version: Version,
    /// Namespace of its messages.
    pub namensraum: String,
    /// First day; none if it has been in effect for long.
    pub ab: Option<NaiveDate>,
    /// Last day before its successor: 30 April or 31 October. None as long as there is no successor.
    pub bis: Option<NaiveDate>,
}

/// Whether messages of a version are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bedient {
    /// In effect, or within the overlap after its end.
    Ja,
    /// It comes into effect later.
    NochNicht,
    /// It has ended, and the overlap as well.
    NichtMehr,
    /// A version of a known standard that is not in the table.
    Unbekannt,
    /// A message of none of these standards.
    Fremd,
}

/// The versions that are taken, with the overlap after the end of each.
///
/// A receiver may go on taking a version for some days after its successor is in effect, since messages
/// are on their way; how long is agreed, so it is a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versionen {
    zeilen: Vec<Versionszeitraum>,
    ueberlappung: Days,
}

impl Versionen {
    /// No version at all.
    pub fn keine() -> Versionen {
        Versionen {
            zeilen: Vec::new(),
            ueberlappung: Days::new(0),
        }
    }

    /// The versions of this release, without overlap.
    pub fn bundled() -> Versionen {
        let mut versions = Versionen::keine();
        for line in TABELLE.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            if let [standard, version, namensraum, ab, bis] = cells.as_slice() {
                versions.zeilen.push(Versionszeitraum {
                    standard: (*standard).to_owned(),
                    version: Version::new(*version),
                    namensraum: (*namensraum).to_owned(),
                    ab: ab.parse().ok(),
                    bis: bis.parse().ok(),
                });
            }
        }
        versions
    }

    /// With one more version. One of the same namespace is replaced.
    pub fn mit(mut self, zeile: Versionszeitraum) -> Versionen {
        self.zeilen.retain(|z| z.namensraum != zeile.namensraum);
        self.zeilen.push(zeile);
        self
    }

    /// With an overlap of so many days after the end of a version.
    pub fn ueberlappung(mut self, tage: u64) -> Versionen {
        self.ueberlappung = Days::new(tage);
        self
    }

    /// The table.
    pub fn zeilen(&self) -> &[Versionszeitraum] {
        &self.zeilen
    }

    /// Whether a message is taken on a day, by its namespace and the version that it states.
    pub fn bedient(&self, kopf: &Nachrichtenkopf, am: NaiveDate) -> Bedient {
        let zeile = self.zeilen.iter().find(|z| z.namensraum == kopf.namensraum);
        let Some(zeile) = zeile else {
            let standard = kopf.standard.as_deref().unwrap_or_default();
            let named = self.zeilen.iter().any(|z| z.standard == standard);
            let space = &kopf.namensraum;
            let known = space.starts_with("http://www.osci.de/xauslaender")
                || space.starts_with("http://www.osci.de/xinneres/");
            return if named || known {
                Bedient::Unbekannt
            } else {
                Bedient::Fremd
            };
        };
        // What it states counts as well; the schema says so if it lies.
        if kopf.version.as_ref().is_some_and(|v| *v != zeile.version) {
            return Bedient::Unbekannt;
        }
        if zeile.ab.is_some_and(|ab| am < ab) {
            return Bedient::NochNicht;
        }
        let last = zeile
            .bis
            .and_then(|bis| bis.checked_add_days(self.ueberlappung));
        match last {
            Some(last) if am > last => Bedient::NichtMehr,
            _ => Bedient::Ja,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn am(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn kopf(namensraum: &str, standard: &str, version: &str) -> Nachrichtenkopf {
        let text = format!("<a xmlns='{namensraum}' standard='{standard}' version='{version}'/>");
        Nachrichtenkopf::read(text.as_bytes()).expect("a head")
    }

    #[test]
    fn a_version_is_taken_from_its_first_day_to_the_end_of_the_overlap() {
        let next = Versionszeitraum {
            standard: "XAusländer".into(),
            version: Version::new("26.11"),
            namensraum: "http://www.osci.de/xauslaender2611".into(),
            ab: Some(am("2026-11-01")),
            bis: Some(am("2027-04-30")),
        };
        let versions = Versionen::bundled().mit(next).ueberlappung(14);
        let kopf = kopf("http://www.osci.de/xauslaender2611", "XAusländer", "26.11");
        for (day, expected) in [
            ("2026-10-31", Bedient::NochNicht),
            ("2026-11-01", Bedient::Ja),
            ("2027-04-30", Bedient::Ja),
            ("2027-05-14", Bedient::Ja),
            ("2027-05-15", Bedient::NichtMehr),
        ] {
            assert_eq!(versions.bedient(&kopf, am(day)), expected, "{day}");
        }
    }

    #[test]
    fn versions_of_modules_and_schemas_are_kept_apart() {
        let versions = Versionen::bundled();
        assert_eq!(versions.zeilen().len(), 4);
        let day = am("2026-11-22");
        let of = |n: &str, s: &str, v: &str| versions.bedient(&kopf(n, s, v), day);
        let base = "http://www.osci.de/xinneres/rueckweisung/6";
        assert_eq!(of(base, "XInneres-Rueckweisung", "6"), Bedient::Ja);
        assert_eq!(
            of(base, "XInneres-Rueckweisung", "26.11"),
            Bedient::Unbekannt
        );
        let old = "http://www.osci.de/xinneres/rueckweisung/5";
        assert_eq!(of(old, "XInneres-Rueckweisung", "5"), Bedient::Unbekannt);
        assert_eq!(of("urn:x", "XMeld", "26.11"), Bedient::Fremd);
    }
}
