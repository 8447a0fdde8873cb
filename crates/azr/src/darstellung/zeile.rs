//! One line of German for a value, a field or an entry.

use super::angabe::{Angabe, CodeAngabe, Eintrag, Inhalt, Stand};
use super::titel;

/// An entry: `Duldung (aktuell): ...; Ereignisdatum: 01.02.2026; Referenz-ID: Rx7C56w06`.
pub(super) fn entry(entry: &Eintrag) -> String {
    let mut line = entry.gruppe.titel.to_owned();
    match entry.stand {
        Stand::Aktuell => line.push_str(" (aktuell)"),
        Stand::Historisch => line.push_str(" (historisch)"),
        Stand::Offen => {}
    }
    if let Some(change) = &entry.aenderungsart {
        line.push_str(", ");
        line.push_str(&code(change));
    }
    let mut parts = together(&entry.angaben);
    if let Some(id) = entry.referenz.as_ref().filter(|id| !id.trim().is_empty()) {
        parts.push(format!("Referenz-ID: {}", one_line(id)));
    }
    if !parts.is_empty() {
        line.push_str(": ");
        line.push_str(&parts.join("; "));
    }
    line
}

/// The fields in their order, those of one name that follow each other in one part.
fn together(fields: &[Angabe]) -> Vec<String> {
    let runs = fields.chunk_by(|one, next| one.name == next.name);
    runs.map(|run| match run {
        [single] => field(single),
        _ => {
            let values: Vec<String> = run.iter().map(|f| value(&f.inhalt)).collect();
            format!("{}: {}", run[0].titel(), values.join(", "))
        }
    })
    .collect()
}

/// A field with its title, which the kind of an entry needs none of.
pub(super) fn field(field: &Angabe) -> String {
    match &field.inhalt {
        Inhalt::Code(key) if titel::is_kind(&field.name) => code(key),
        inhalt => format!("{}: {}", one_line(field.titel()), value(inhalt)),
    }
}

/// A value.
pub(super) fn value(inhalt: &Inhalt) -> String {
    match inhalt {
        Inhalt::Code(key) => code(key),
        Inhalt::Datum(date) => date.to_string(),
        Inhalt::Behoerde { kennzeichen, name } => match name {
            Some(name) => format!("{} ({})", one_line(name), one_line(kennzeichen)),
            None => one_line(kennzeichen),
        },
        Inhalt::Name(None) => "nicht vorhanden".to_owned(),
        Inhalt::Text(text) if text.trim().is_empty() => "leer".to_owned(),
        Inhalt::Name(Some(text)) | Inhalt::Text(text) | Inhalt::Referenz(text) => one_line(text),
        Inhalt::Wahrheit(true) => "ja".to_owned(),
        Inhalt::Wahrheit(false) => "nein".to_owned(),
        Inhalt::Binaer { zeichen } => format!("nicht gezeigt ({zeichen} Zeichen)"),
        Inhalt::Gruppe(fields) => group(fields),
    }
}

/// Label and key, or the key alone.
fn code(code: &CodeAngabe) -> String {
    let key = one_line(&code.schluessel);
    match &code.bezeichnung {
        Some(label) => format!("{} ({key})", one_line(label)),
        None => format!("Schlüssel {key}"),
    }
}

/// Fields that belong together.
fn group(fields: &[Angabe]) -> String {
    match fields {
        [] => "ohne Angaben".to_owned(),
        [single] => match (single.name.as_str(), &single.inhalt) {
            ("unbekannt", Inhalt::Wahrheit(true)) => "unbekannt".to_owned(),
            ("nichtVorhanden", Inhalt::Wahrheit(true)) => "nicht vorhanden".to_owned(),
            (_, inhalt) => value(inhalt),
        },
        _ => match address(fields) {
            Some(address) => address,
            None => format!("({})", together(fields).join(", ")),
        },
    }
}

/// The parts of a house number, in the order in which they are written.
const HOUSE: [&str; 4] = [
    "strasse",
    "hausnummer",
    "hausnummerBuchstabeZusatzziffer",
    "teilnummerDerHausnummer",
];
/// The parts of a place.
const TOWN: [&str; 2] = ["postleitzahl", "wohnort"];

/// An address as on a letter: `Marktstraße 5 a, 12345 Berlin`, and what else there is.
fn address(fields: &[Angabe]) -> Option<String> {
    let has = |name: &str| fields.iter().any(|f| f.name == name);
    if !has("strasse") || !has("wohnort") {
        return None;
    }
    let join = |names: &[&str]| {
        let parts = names.iter().filter_map(|name| {
            let field = fields.iter().find(|f| f.name == *name)?;
            match &field.inhalt {
                Inhalt::Text(text) => Some(one_line(text)).filter(|text| !text.is_empty()),
                inhalt => Some(value(inhalt)),
            }
        });
        parts.collect::<Vec<_>>().join(" ")
    };
    let others = fields.iter().filter(|f| {
        let name = f.name.as_str();
        !HOUSE.contains(&name) && !TOWN.contains(&name)
    });
    let mut parts = vec![join(&HOUSE), join(&TOWN)];
    parts.extend(others.map(field));
    Some(parts.join(", "))
}

/// Text without line breaks and other characters that rearrange a line.
pub(super) fn one_line(text: &str) -> String {
    let spoils = |c: char| {
        c.is_control()
            || matches!(
                c,
                '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}'
            )
            || matches!(c, '\u{2066}'..='\u{2069}')
    };
    let clean = text.replace(spoils, " ");
    clean
        .split(' ')
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
