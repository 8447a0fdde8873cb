//! Whether two values are the same.

use azr::ReferenzId;
use azr::darstellung::Inhalt;
use xoev::Teildatum;

use crate::ergebnis::{Befund, Grund};
use crate::namen::{self, Namensurteil};

/// A finding, and why it is probably so.
pub(crate) type Urteil = (Befund, Option<Grund>);

const SAME: Urteil = (Befund::Gleich, None);
const OTHER: Urteil = (Befund::Verschieden, None);

/// Compares two values of one field.
pub(crate) fn compare(name: &str, one: &Inhalt, other: &Inhalt) -> Urteil {
    match (one, other) {
        (Inhalt::Code(one), Inhalt::Code(other)) => {
            let lists = (&one.liste, &other.liste);
            let same_list = !matches!(lists, (Some(a), Some(b)) if a != b);
            exactly(one.schluessel == other.schluessel && same_list)
        }
        (Inhalt::Datum(one), Inhalt::Datum(other)) => dates(one, other),
        (Inhalt::Behoerde { kennzeichen: a, .. }, Inhalt::Behoerde { kennzeichen: b, .. }) => {
            exactly(a == b)
        }
        (Inhalt::Referenz(one), Inhalt::Referenz(other)) => references(one, other),
        (Inhalt::Name(one), Inhalt::Name(other)) => match (one, other) {
            (Some(one), Some(other)) => spelling(namen::vergleiche(one, other)),
            _ => exactly(one == other),
        },
        (Inhalt::Text(one), Inhalt::Text(other)) => match is_number(name) {
            true => exactly(one.trim() == other.trim()),
            false => spelling(namen::vergleiche_text(one, other)),
        },
        (Inhalt::Name(Some(one)), Inhalt::Text(other))
        | (Inhalt::Text(other), Inhalt::Name(Some(one))) => spelling(namen::vergleiche(one, other)),
        _ => exactly(one == other),
    }
}

/// Numbers of persons and records: another character is another one.
fn is_number(name: &str) -> bool {
    name.starts_with("azrNummer") || name == "nichtIdentischMit" || name == "eurodacnummer"
}

fn exactly(same: bool) -> Urteil {
    if same { SAME } else { OTHER }
}

fn spelling(judged: Namensurteil) -> Urteil {
    match judged {
        Namensurteil::Gleich => SAME,
        Namensurteil::VermutlichGleich => (Befund::VermutlichGleich, Some(Grund::Schreibweise)),
        Namensurteil::Verschieden => OTHER,
    }
}

/// Dates are compatible if both may be the same day.
fn dates(one: &Teildatum, other: &Teildatum) -> Urteil {
    if one == other {
        SAME
    } else if one.may_equal(other) {
        (Befund::VermutlichGleich, Some(Grund::TeilweiseBekannt))
    } else {
        OTHER
    }
}

/// Reference ids name the same entry, perhaps in another version.
pub(crate) fn references(one: &str, other: &str) -> Urteil {
    if one == other {
        return SAME;
    }
    let id = |text| ReferenzId::from_local_record(text).ok();
    match (id(one), id(other)) {
        (Some(one), Some(other)) if one.is_same_entry(&other) => {
            (Befund::VermutlichGleich, Some(Grund::Fassung))
        }
        _ => OTHER,
    }
}

/// How much two values speak for being the same field of the same entry, from 0 to 1.
pub(crate) fn likeness(urteil: Urteil, one: &Inhalt, other: &Inhalt) -> f64 {
    match (urteil.0, one, other) {
        (Befund::Gleich, _, _) => 1.0,
        (Befund::VermutlichGleich, _, _) => 0.9,
        (_, Inhalt::Text(one), Inhalt::Text(other))
        | (_, Inhalt::Name(Some(one)), Inhalt::Name(Some(other))) => {
            let alike = namen::aehnlichkeit(one, other);
            if alike >= 0.7 { alike / 2.0 } else { 0.0 }
        }
        _ => 0.0,
    }
}
