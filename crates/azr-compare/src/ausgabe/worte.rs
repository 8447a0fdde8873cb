//! The words around a comparison, in German and English.

use xoev::Language;

use crate::{Befund, Grund, Zuordnung};

/// A word in both languages.
pub(super) fn word(
    language: Language,
    german: &'static str,
    english: &'static str,
) -> &'static str {
    match language {
        Language::German => german,
        Language::English => english,
    }
}

pub(super) fn finding(language: Language, befund: Befund) -> &'static str {
    let (german, english) = match befund {
        Befund::Gleich => ("gleich", "the same"),
        Befund::VermutlichGleich => ("vermutlich gleich", "probably the same"),
        Befund::Verschieden => ("verschieden", "different"),
        Befund::NurLokal => ("nur lokal", "only local"),
        Befund::NurRegister => ("nur im AZR", "only in the AZR"),
    };
    word(language, german, english)
}

pub(super) fn reason(language: Language, grund: Grund) -> &'static str {
    let (german, english) = match grund {
        Grund::Schreibweise => ("andere Schreibweise", "another spelling"),
        Grund::TeilweiseBekannt => ("Datum nur teilweise bekannt", "date known in part"),
        Grund::Fassung => (
            "andere Fassung des Eintrags",
            "another version of the entry",
        ),
    };
    word(language, german, english)
}

pub(super) fn assignment(language: Language, how: Zuordnung) -> String {
    match how {
        Zuordnung::ReferenzId => word(language, "nach Referenz-ID", "by reference id").to_owned(),
        Zuordnung::Einmalig => {
            word(language, "je Person einmalig", "one for each person").to_owned()
        }
        Zuordnung::Aehnlichkeit(alike) => {
            let text = word(language, "nach Ähnlichkeit", "by likeness");
            format!("{text} ({:.0} %)", alike * 100.0)
        }
        Zuordnung::Keine => String::new(),
    }
}

/// The finding of a field, with the reason, and whether it counts.
pub(super) fn of_field(language: Language, field: &crate::Feldvergleich) -> String {
    let mut text = finding(language, field.befund).to_owned();
    if let Some(grund) = field.grund {
        text.push_str(": ");
        text.push_str(reason(language, grund));
    }
    if !field.gewertet {
        text.push_str(word(language, " (ohne Wertung)", " (does not count)"));
    }
    text
}
