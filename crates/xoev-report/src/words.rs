//! Words that several forms of the report share, in both languages.

use xoev::Language;

use crate::counts::Counts;
use crate::entry::{Layer, Severity};
use crate::file::State;

/// What belongs to the language.
pub(crate) fn pick<T>(language: Language, german: T, english: T) -> T {
    match language {
        Language::German => german,
        Language::English => english,
    }
}

pub(crate) fn state(state: State, language: Language) -> &'static str {
    let (german, english) = match state {
        State::Conformant => ("gültig", "valid"),
        State::NotConformant => ("gültig, nicht konform", "valid, not conformant"),
        State::Invalid => ("ungültig", "not valid"),
        State::Unchecked => ("nicht geprüft", "not checked"),
    };
    pick(language, german, english)
}

pub(crate) fn severity(severity: Severity, language: Language) -> &'static str {
    let (german, english) = match severity {
        Severity::Error => ("Fehler", "error"),
        Severity::Warning => ("Warnung", "warning"),
        Severity::Note => ("Hinweis", "note"),
    };
    pick(language, german, english)
}

pub(crate) fn severities(severity: Severity, language: Language) -> &'static str {
    let (german, english) = match severity {
        Severity::Error => ("Fehler", "errors"),
        Severity::Warning => ("Warnungen", "warnings"),
        Severity::Note => ("Hinweise", "notes"),
    };
    pick(language, german, english)
}

pub(crate) fn layer(layer: Layer, language: Language) -> &'static str {
    let (german, english) = match layer {
        Layer::Schema => ("Schema", "schema"),
        Layer::Profile => ("Profil", "profile"),
        Layer::Plausibility => ("Plausibilität", "plausibility"),
    };
    pick(language, german, english)
}

pub(crate) fn findings(count: u64, language: Language) -> String {
    let one = count == 1;
    let word = pick(
        language,
        if one { "Befund" } else { "Befunde" },
        if one { "finding" } else { "findings" },
    );
    format!("{} {word}", number(count, language))
}

pub(crate) fn files(count: u64, language: Language) -> String {
    let one = count == 1;
    let word = pick(
        language,
        if one { "Datei" } else { "Dateien" },
        if one { "file" } else { "files" },
    );
    format!("{} {word}", number(count, language))
}

/// A number with a mark before each three digits.
pub(crate) fn number(number: u64, language: Language) -> String {
    let mark = pick(language, '.', ',');
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// The last line of the text form. It is read by programs, too: plain digits.
pub(crate) fn summary(counts: &Counts, language: Language) -> String {
    let (total, valid) = (counts.files(), counts.valid());
    let (not_conformant, invalid, unchecked) = (
        counts.state(State::NotConformant),
        counts.state(State::Invalid),
        counts.state(State::Unchecked),
    );
    let mut text = pick(
        language,
        format!("{total} Dateien: {valid} gültig"),
        format!("{total} files: {valid} valid"),
    );
    if not_conformant > 0 {
        text.push_str(&pick(
            language,
            format!(" (davon {not_conformant} nicht konform)"),
            format!(" ({not_conformant} of them not conformant)"),
        ));
    }
    text.push_str(&pick(
        language,
        format!(", {invalid} ungültig"),
        format!(", {invalid} not valid"),
    ));
    if unchecked > 0 {
        text.push_str(&pick(
            language,
            format!(", {unchecked} nicht geprüft"),
            format!(", {unchecked} not checked"),
        ));
    }
    text
}
