//! The comparison as a table of text.

use std::fmt::Write as _;

use xoev::Language;

use super::worte::{assignment, finding, of_field, word};
use crate::{Befund, Eintragsvergleich, Feldvergleich, Vergleich};

/// The comparison as text: the verdict, then each group with its entries; of entries that agree the
/// line, of others a table of the fields that do not.
pub fn text(vergleich: &Vergleich, language: Language) -> String {
    let mut out = String::new();
    let verdict = finding(language, vergleich.befund);
    let title = word(language, "Vergleich mit dem AZR", "Comparison with the AZR");
    line(&mut out, &format!("{title}: {verdict}"));
    for field in &vergleich.felder {
        let values = values(language, field);
        line(&mut out, &format!("{}: {values}", field.titel));
    }
    let count = vergleich.zaehler;
    let counts = [
        (count.gleich, Befund::Gleich),
        (count.vermutlich_gleich, Befund::VermutlichGleich),
        (count.verschieden, Befund::Verschieden),
        (count.nur_lokal, Befund::NurLokal),
        (count.nur_register, Befund::NurRegister),
    ];
    let counts: Vec<String> = counts
        .iter()
        .map(|(number, befund)| format!("{number} {}", finding(language, *befund)))
        .collect();
    let entries = word(language, "Einträge", "Entries");
    line(&mut out, &format!("{entries}: {}", counts.join(", ")));
    faults(&mut out, language, vergleich);
    for group in &vergleich.gruppen {
        let verdict = finding(language, group.befund);
        line(&mut out, &format!("\n{}: {verdict}", group.titel));
        group
            .eintraege
            .iter()
            .for_each(|e| entry(&mut out, language, e));
    }
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn faults(out: &mut String, language: Language, vergleich: &Vergleich) {
    let sides = [
        (
            &vergleich.maengel_lokal,
            word(
                language,
                "Lokaler Datensatz, Schemafehler",
                "Local record, schema violation",
            ),
        ),
        (
            &vergleich.maengel_register,
            word(
                language,
                "Auskunft des AZR, Schemafehler",
                "Record of the AZR, schema violation",
            ),
        ),
    ];
    for (faults, title) in sides {
        for fault in faults {
            let fault = fault.replace(char::is_control, " ");
            line(out, &format!("{title}: {fault}"));
        }
    }
}

fn entry(out: &mut String, language: Language, entry: &Eintragsvergleich) {
    let mut head = format!("  [{}]", finding(language, entry.befund));
    let how = assignment(language, entry.zuordnung);
    if !how.is_empty() {
        head.push_str(", ");
        head.push_str(&how);
    }
    line(out, &head);
    let sides = [
        (&entry.lokal, word(language, "lokal", "local")),
        (&entry.register, "AZR"),
    ];
    for (side, name) in sides {
        let Some(side) = side else { continue };
        let number = match side.zeilennummer {
            0 => String::new(),
            number => format!(" ({} {number})", word(language, "Zeile", "line")),
        };
        line(out, &format!("    {name}{number}: {}", side.zeile));
        // The same line need not be shown twice.
        if entry.befund == Befund::Gleich {
            break;
        }
    }
    let both = entry.lokal.is_some() && entry.register.is_some();
    let shown = entry.felder.iter().filter(|f| f.befund != Befund::Gleich);
    let shown: Vec<&Feldvergleich> = shown.filter(|_| both).collect();
    let width = |text: &str| text.chars().count();
    let titles = shown.iter().map(|f| width(&f.titel)).max().unwrap_or(0);
    let both: Vec<String> = shown.iter().map(|f| values(language, f)).collect();
    let column = both.iter().map(|v| width(v)).max().unwrap_or(0).min(80);
    for (field, values) in shown.iter().zip(&both) {
        let _ = writeln!(
            out,
            "      {:titles$}  {values:column$}  {}",
            field.titel,
            of_field(language, field)
        );
    }
}

/// The values of both sides in one text.
fn values(language: Language, field: &Feldvergleich) -> String {
    let none = word(language, "nicht vorhanden", "not there");
    let value = |value: &Option<String>| match value {
        Some(text) => format!("„{text}“"),
        None => none.to_owned(),
    };
    if field.befund == Befund::Gleich {
        return value(&field.lokal);
    }
    let local = word(language, "lokal", "local");
    format!(
        "{local} {}, AZR {}",
        value(&field.lokal),
        value(&field.register)
    )
}
