//! What a comparison counts.

use std::collections::BTreeSet;

/// What counts in a comparison, and what is only shown.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Optionen {
    /// Fields, by the names of their elements, that do not count in the verdict, with all that is
    /// in them. By default what the register itself writes: `letzteAenderung`, `meldendeBehoerde`,
    /// `loeschdatum`, `dokumentMetadaten`, `hinweisAufBegruendungstextArt`, and the versions of the
    /// reference ids (`referenz.id`).
    pub ohne_wertung: BTreeSet<String>,
    /// Lists whose order counts, as `group/field`. By default `reisewege/land`: countries in the
    /// order of the journey. The order of all others has no meaning.
    pub geordnet: BTreeSet<String>,
    /// Groups that are compared, by their names; all if none. For software that keeps a part of the
    /// groups only.
    pub gruppen: Option<BTreeSet<String>>,
    /// How alike entries without common reference id have to be to be compared with each other,
    /// from 0 to 1. Default 0.5.
    pub mindestaehnlichkeit: f64,
}

impl Default for Optionen {
    fn default() -> Optionen {
        let names = [
            "letzteAenderung",
            "meldendeBehoerde",
            "loeschdatum",
            "dokumentMetadaten",
            "hinweisAufBegruendungstextArt",
            "referenz.id",
        ];
        Optionen {
            ohne_wertung: names.map(str::to_owned).into(),
            geordnet: BTreeSet::from(["reisewege/land".to_owned()]),
            gruppen: None,
            mindestaehnlichkeit: 0.5,
        }
    }
}

impl Optionen {
    pub(crate) fn counts(&self, path: &str) -> bool {
        !path.split('/').any(|name| self.ohne_wertung.contains(name))
    }

    pub(crate) fn compares(&self, group: &str) -> bool {
        let chosen = self.gruppen.as_ref();
        chosen.is_none_or(|groups| groups.contains(group))
    }
}
