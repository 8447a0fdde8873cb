//! Facts in words.

use super::{Cut, Fact, Kind, Language};

/// How long a pattern may be to be shown.
const PATTERN_MAX: usize = 100;

pub(super) fn fact(fact: &Fact, language: Language) -> String {
    match language {
        Language::German => german(fact),
        Language::English => english(fact),
    }
}

fn german(fact: &Fact) -> String {
    match fact {
        Fact::Builtin(name) => name.clone(),
        Fact::Din91379(letter) => format!("Zeichen nach DIN 91379, Datentyp {letter}"),
        Fact::Length { min, max } => match (min, max) {
            (Some(min), Some(max)) if min == max => format!("genau {min} Zeichen"),
            (Some(min), Some(max)) => format!("{min} bis {max} Zeichen"),
            (Some(min), None) => format!("mindestens {min} Zeichen"),
            (_, Some(max)) => format!("höchstens {max} Zeichen"),
            (None, None) => String::new(),
        },
        Fact::Pattern(patterns) => format!("Muster {}", patterns_text(patterns, "oder")),
        Fact::AtLeast(value) => format!("mindestens {value}"),
        Fact::AtMost(value) => format!("höchstens {value}"),
        Fact::MoreThan(value) => format!("größer als {value}"),
        Fact::LessThan(value) => format!("kleiner als {value}"),
        Fact::Digits(count) => format!("höchstens {count} Ziffern"),
        Fact::FractionDigits(count) => format!("höchstens {count} Nachkommastellen"),
        Fact::ListOf(item) => format!("Liste von {item}"),
        Fact::UnionOf(members) => format!("eines von {}", members.join(", ")),
        Fact::Fixed(value) => format!("immer „{value}“"),
        Fact::Default(value) => format!("Vorgabe „{value}“"),
        Fact::Nillable => "darf leer sein (xsi:nil)".into(),
        Fact::Abstract => "abstrakt".into(),
        Fact::Mixed => "Text zwischen den Elementen erlaubt".into(),
        Fact::OpenAttributes => "weitere Attribute erlaubt".into(),
        Fact::Namespaces(names) => format!("aus {names}"),
    }
}

fn english(fact: &Fact) -> String {
    match fact {
        Fact::Builtin(name) => name.clone(),
        Fact::Din91379(letter) => format!("characters of DIN 91379, data type {letter}"),
        Fact::Length { min, max } => match (min, max) {
            (Some(min), Some(max)) if min == max => format!("exactly {min} characters"),
            (Some(min), Some(max)) => format!("{min} to {max} characters"),
            (Some(min), None) => format!("at least {min} characters"),
            (_, Some(max)) => format!("at most {max} characters"),
            (None, None) => String::new(),
        },
        Fact::Pattern(patterns) => format!("pattern {}", patterns_text(patterns, "or")),
        Fact::AtLeast(value) => format!("at least {value}"),
        Fact::AtMost(value) => format!("at most {value}"),
        Fact::MoreThan(value) => format!("more than {value}"),
        Fact::LessThan(value) => format!("less than {value}"),
        Fact::Digits(count) => format!("at most {count} digits"),
        Fact::FractionDigits(count) => format!("at most {count} fraction digits"),
        Fact::ListOf(item) => format!("list of {item}"),
        Fact::UnionOf(members) => format!("one of {}", members.join(", ")),
        Fact::Fixed(value) => format!("always “{value}”"),
        Fact::Default(value) => format!("default “{value}”"),
        Fact::Nillable => "may be nil (xsi:nil)".into(),
        Fact::Abstract => "abstract".into(),
        Fact::Mixed => "text between elements allowed".into(),
        Fact::OpenAttributes => "further attributes allowed".into(),
        Fact::Namespaces(names) => format!("from {names}"),
    }
}

fn patterns_text(patterns: &[String], or: &str) -> String {
    let shown = patterns
        .iter()
        .map(|pattern| match pattern.char_indices().nth(PATTERN_MAX) {
            Some((end, _)) => format!("{}…", pattern.get(..end).unwrap_or_default()),
            None => pattern.clone(),
        });
    // Line breaks in patterns would break the tree.
    let shown = shown.map(|p| {
        p.replace('\n', "\\n")
            .replace('\t', "\\t")
            .replace('\r', "\\r")
    });
    shown.collect::<Vec<_>>().join(&format!(" {or} "))
}

/// Name of a group or wildcard.
pub(super) fn group(kind: Kind, language: Language) -> &'static str {
    match (kind, language) {
        (Kind::Sequence, Language::German) => "Folge",
        (Kind::Sequence, Language::English) => "sequence",
        (Kind::Choice, Language::German) => "Auswahl",
        (Kind::Choice, Language::English) => "choice",
        (Kind::All, Language::German) => "in beliebiger Reihenfolge",
        (Kind::All, Language::English) => "in any order",
        (Kind::Any, Language::German) => "beliebiges Element",
        (Kind::Any, Language::English) => "any element",
        _ => "",
    }
}

pub(super) fn cut(cut: Cut, language: Language) -> &'static str {
    match (cut, language) {
        (Cut::Recursion, Language::German) => "enthält sich selbst, siehe oben",
        (Cut::Recursion, Language::English) => "contains itself, see above",
        (Cut::ShownAbove, Language::German) => "Inhalt wie oben",
        (Cut::ShownAbove, Language::English) => "content as above",
    }
}

/// Heading of a note; the path itself if it is none of the usual ones.
pub(super) fn note(path: &str, language: Language) -> &str {
    match (path, language) {
        ("autor", Language::German) => "Autor",
        ("autor", Language::English) => "Author",
        ("leser", Language::German) => "Leser",
        ("leser", Language::English) => "Reader",
        ("rechtsgrundlage", Language::German) => "Rechtsgrundlage",
        ("rechtsgrundlage", Language::English) => "Legal basis",
        ("#documentation", Language::German) => "Beschreibung",
        ("#documentation", Language::English) => "Description",
        ("#namespace", Language::German) => "Namensraum",
        ("#namespace", Language::English) => "Namespace",
        ("#file", Language::German) => "Datei",
        ("#file", Language::English) => "File",
        _ => path,
    }
}

pub(super) fn code_list(language: Language) -> &'static str {
    match language {
        Language::German => "Codeliste",
        Language::English => "code list",
    }
}

pub(super) fn open_list(language: Language) -> &'static str {
    match language {
        Language::German => "Liste nennt die Nachricht",
        Language::English => "the message names the list",
    }
}

pub(super) fn further_values(count: usize, language: Language) -> String {
    match language {
        Language::German => format!("… und {count} weitere"),
        Language::English => format!("… and {count} more"),
    }
}
