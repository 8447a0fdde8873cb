//! Words of the report in both languages, and values as clerks write them.

use xoev::Language;

use crate::antwort::{Ergebnis, UngelesenArt};
use crate::fehler::{AttributTreffer, EntityTreffer};

/// What belongs to the language.
pub(super) fn pick<T>(sprache: Language, german: T, english: T) -> T {
    match sprache {
        Language::German => german,
        Language::English => english,
    }
}

/// What became of the submission, in one sentence.
pub(super) fn ergebnis(ergebnis: Ergebnis, sprache: Language) -> &'static str {
    let (german, english) = match ergebnis {
        Ergebnis::Angenommen => (
            "Das Register hat die Meldung verarbeitet.",
            "The register processed the submission.",
        ),
        Ergebnis::Teilweise => (
            "Die Meldung wurde nur zum Teil verarbeitet.",
            "The submission was processed in part only.",
        ),
        Ergebnis::BereitsVerarbeitet => (
            "Die Meldung wurde zurückgewiesen, weil sie schon früher verarbeitet worden war.",
            "The submission was refused because it had been processed before.",
        ),
        Ergebnis::Abgelehnt => (
            "Die Meldung wurde nicht verarbeitet.",
            "The submission was not processed.",
        ),
        Ergebnis::Unbekannt => (
            "Es ist nicht bekannt, ob die Meldung verarbeitet wurde.",
            "It is not known whether the submission was processed.",
        ),
    };
    pick(sprache, german, english)
}

/// Why an answer could not be read.
pub(super) fn ungelesen(art: UngelesenArt, sprache: Language) -> &'static str {
    let (german, english) = match art {
        UngelesenArt::NichtWohlgeformt => {
            ("keine lesbare XML-Nachricht", "no readable XML message")
        }
        UngelesenArt::Ungueltig => (
            "Nachricht, die ihrem Schema nicht entspricht",
            "a message that is not valid by its schema",
        ),
        UngelesenArt::UnbekannteVersion => (
            "Nachricht einer anderen Version des Standards",
            "a message of another version of the standard",
        ),
        UngelesenArt::UnbekannteNachricht => ("unbekannte Nachricht", "an unknown message"),
        UngelesenArt::Abgewiesen => (
            "Nachricht, die nicht angenommen wird, etwa wegen ihrer Größe oder Kodierung",
            "a message that is not accepted, such as for its size or encoding",
        ),
    };
    pick(sprache, german, english)
}

/// What the name of an entity fits.
pub(super) fn entity(treffer: EntityTreffer, sprache: Language) -> &'static str {
    let (german, english) = match treffer {
        EntityTreffer::Gruppe => ("Name der Datengruppe", "name of the group of data"),
        EntityTreffer::Typ => ("Name des Datentyps", "name of the type"),
        EntityTreffer::Element => ("Name des Elements", "name of the element"),
        EntityTreffer::Titel => ("Titel im Schema", "title in the schema"),
        EntityTreffer::Nachricht => ("Name der Nachricht", "name of the message"),
    };
    pick(sprache, german, english)
}

/// What the name of an attribute fits.
pub(super) fn attribut(treffer: AttributTreffer, sprache: Language) -> &'static str {
    let (german, english) = match treffer {
        AttributTreffer::Element => ("Name des Elements", "name of the element"),
        AttributTreffer::Pfad => ("Namen der Elemente", "names of the elements"),
        AttributTreffer::MitEntity => (
            "Name des Elements mit dem der Gruppe davor",
            "name of the element, with that of the group before it",
        ),
        AttributTreffer::Titel => ("Titel im Schema", "title in the schema"),
        AttributTreffer::Typ => ("Name des Datentyps", "name of the type"),
        AttributTreffer::Feldtitel => ("üblicher Titel des Felds", "usual title of the field"),
    };
    pick(sprache, german, english)
}

/// A date or a point in time as people write it; anything else as it stands.
pub(super) fn zeitpunkt(text: &str, sprache: Language) -> String {
    let text = text.trim();
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, time.get(..5)),
        None => (text, None),
    };
    let parts: Vec<&str> = date.split('-').collect();
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let [year, month, day] = parts.as_slice() else {
        return text.to_owned();
    };
    if sprache == Language::English || !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
        return text.to_owned();
    }
    match (text.contains('T'), time) {
        (false, _) => format!("{day}.{month}.{year}"),
        (true, Some(time)) => format!("{day}.{month}.{year}, {time} Uhr"),
        (true, None) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::zeitpunkt;
    use xoev::Language::{English, German};

    #[test]
    fn dates_are_written_as_in_german_letters() {
        assert_eq!(
            zeitpunkt("2026-11-16T08:59:40.000+01:00", German),
            "16.11.2026, 08:59 Uhr"
        );
        assert_eq!(zeitpunkt("2026-11-16", German), "16.11.2026");
        assert_eq!(zeitpunkt("2026-11-16", English), "2026-11-16");
        for other in ["", "gestern", "2026-1-1", "2026-11-16Tü", "20é6-11-16"] {
            assert_eq!(zeitpunkt(other, German), other);
        }
    }
}
