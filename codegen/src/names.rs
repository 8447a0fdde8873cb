//! All naming of generated code, in one place.
//!
//! Identifiers keep the words and letters of the schema; what Rust cannot spell is replaced in one
//! fixed way, and collisions are numbered in schema order, so that names are stable from run to
//! run.

use std::collections::BTreeSet;

/// Words that cannot stand as identifiers. `Self`, `self`, `super` and `crate` cannot even be
/// written raw, so all of them get an underscore.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that generated code uses as they are, of the prelude of Rust and of the runtime: an item
/// of the same name would hide them.
const USED: &[&str] = &[
    "Box",
    "Err",
    "From",
    "None",
    "Ok",
    "Option",
    "Result",
    "Some",
    "String",
    "Vec",
    "Element",
    "First",
    "Group",
    "MAX",
    "Message",
    "Reader",
    "Writer",
    "Written",
    "Nachricht",
    "SCHEMA",
    "U",
];

/// Namespace constants that would hide something else: items of the files that use all constants.
const NO_CONSTANTS: &[&str] = &["MAX", "MESSAGES", "SCHEMA", "U"];

/// Modules that exist beside those of namespaces, and crates that generated code names.
const NO_MODULES: &[&str] = &["core", "nachrichten", "ns", "rt", "std", "typen"];

/// Prefixes that XML or the writer use for themselves.
const NO_PREFIXES: &[&str] = &["xml", "xmlns", "xsi"];

/// The words of a schema name: letters and digits of ASCII, split at everything else.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        let part: &str = match c {
            'ä' => "ae",
            'ö' => "oe",
            'ü' => "ue",
            'Ä' => "Ae",
            'Ö' => "Oe",
            'Ü' => "Ue",
            'ß' => "ss",
            'ẞ' => "SS",
            c if c.is_ascii_alphanumeric() => {
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
                continue;
            }
            _ => {
                words.push(String::new());
                continue;
            }
        };
        if let Some(word) = words.last_mut() {
            word.push_str(part);
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

/// The name of a type or variant: each word begins with a capital, other letters are kept.
pub(crate) fn type_name(name: &str) -> String {
    let mut out = String::new();
    for word in words(name) {
        // Two numbers in a row must stay apart.
        if out.ends_with(|c: char| c.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit())
        {
            out.push('_');
        }
        let mut chars = word.chars();
        if let Some(first) = chars.next() {
            out.push(first.to_ascii_uppercase());
            out.push_str(chars.as_str());
        }
    }
    guard(out, "Leer")
}

/// The name of a field or module: lower case, words joined by underscores, a run of capitals
/// being one word (`nachrichtenUUID` is `nachrichten_uuid`).
pub(crate) fn field_name(name: &str) -> String {
    let mut out = String::new();
    for word in words(name) {
        if !out.is_empty() {
            out.push('_');
        }
        let chars: Vec<char> = word.chars().collect();
        for (i, &c) in chars.iter().enumerate() {
            let previous = i.checked_sub(1).map(|i| chars[i]);
            let next = chars.get(i + 1);
            let starts = c.is_ascii_uppercase()
                && previous.is_some_and(|p| {
                    !p.is_ascii_uppercase() || next.is_some_and(|n| n.is_ascii_lowercase())
                });
            if starts {
                out.push('_');
            }
            out.push(c.to_ascii_lowercase());
        }
    }
    guard(out, "leer")
}

/// The name of a constant for the key of a code list.
pub(crate) fn code_constant(key: &str) -> String {
    let mut out = String::new();
    for c in key.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_uppercase());
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    let out = out.trim_matches('_');
    match out.chars().next() {
        Some(c) if c.is_ascii_alphabetic() && out.len() > 1 => guard(out.to_owned(), "LEER"),
        _ => format!("C_{out}"),
    }
}

/// The name of a constant for a namespace, from its prefix. `ANY_1` and so on are wildcards.
pub(crate) fn namespace_constant(prefix: &str) -> String {
    let name = field_name(prefix).to_ascii_uppercase();
    match NO_CONSTANTS.contains(&name.as_str()) || name.starts_with("ANY_") {
        true => format!("NS_{name}"),
        false => name,
    }
}

/// The name of an item, given those that its module knows from elsewhere.
pub(crate) fn item_name(name: String, constants: &BTreeSet<String>) -> String {
    match USED.contains(&name.as_str()) || constants.contains(&name) {
        true => format!("{name}_"),
        false => name,
    }
}

/// The name of the module for a namespace, from its prefix.
pub(crate) fn module_name(prefix: &str) -> String {
    let name = field_name(prefix);
    if NO_MODULES.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

/// The prefix that the writer uses, from the one wanted. `a0` and so on are those of attributes
/// that a wildcard lets through.
pub(crate) fn written_prefix(wanted: &str) -> String {
    let of_wildcards = wanted
        .strip_prefix('a')
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    match of_wildcards || NO_PREFIXES.contains(&wanted.to_ascii_lowercase().as_str()) {
        true => format!("{wanted}_"),
        false => wanted.to_owned(),
    }
}

fn guard(name: String, empty: &str) -> String {
    if name.is_empty() {
        return empty.to_owned();
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("_{name}");
    }
    if KEYWORDS.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

/// Names that are taken in one scope.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// Marks a name as taken.
    pub(crate) fn reserve(&mut self, name: &str) {
        self.taken.insert(name.to_ascii_lowercase());
    }

    /// Takes a name; the second of the same name gets `_2` and so on.
    pub(crate) fn take(&mut self, name: String) -> String {
        let mut candidate = name.clone();
        let mut number = 2;
        // Names that differ only in case would clash as files and confuse people.
        while !self.taken.insert(candidate.to_ascii_lowercase()) {
            candidate = format!("{name}_{number}");
            number += 1;
        }
        candidate
    }
}

/// The number at the end of a message name: `Asyl.Terminvorschlag.111602` has `111602`.
pub(crate) fn message_number(element: &str) -> Option<&str> {
    let (_, number) = element.rsplit_once('.')?;
    (number.len() >= 3 && number.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_names_keep_the_letters_of_the_schema() {
        for (schema, rust) in [
            ("AZR.Abschiebung.Meldung", "AZRAbschiebungMeldung"),
            ("Asyl.Terminvorschlag.111602", "AsylTerminvorschlag111602"),
            ("TeilbekanntesDatum", "TeilbekanntesDatum"),
            ("din-91379", "Din91379"),
            ("Größe", "Groesse"),
            ("a.1.2", "A1_2"),
            ("self", "Self_"),
            ("1a", "_1a"),
            ("...", "Leer"),
        ] {
            assert_eq!(type_name(schema), rust);
        }
    }

    #[test]
    fn field_names_are_snake_case_with_acronyms_as_one_word() {
        for (schema, rust) in [
            ("nachrichtenUUID", "nachrichten_uuid"),
            ("identifikation.nachricht", "identifikation_nachricht"),
            ("bAMFAktenzeichen", "b_amf_aktenzeichen"),
            ("azrNummerNichtInA-Datei", "azr_nummer_nicht_in_a_datei"),
            ("nB.Forschung", "n_b_forschung"),
            ("type", "type_"),
            ("hausnummer.bis", "hausnummer_bis"),
            ("Zweckart", "zweckart"),
            ("eAT", "e_at"),
            ("paragraph25Abs3", "paragraph25_abs3"),
        ] {
            assert_eq!(field_name(schema), rust);
        }
    }

    #[test]
    fn code_constants_begin_with_a_letter() {
        for (key, rust) in [
            ("01", "C_01"),
            ("A01", "A01"),
            ("m", "C_M"),
            ("a-b", "A_B"),
            ("", "C_"),
        ] {
            assert_eq!(code_constant(key), rust);
        }
    }

    #[test]
    fn names_that_generated_code_uses_itself_get_an_underscore() {
        let constants = BTreeSet::from(["XA".to_owned()]);
        for (name, item) in [
            ("Result", "Result_"),
            ("Vec", "Vec_"),
            ("Message", "Message_"),
            ("Nachricht", "Nachricht_"),
            ("U", "U_"),
            ("XA", "XA_"),
            ("Xa", "Xa"),
            ("Ergebnis", "Ergebnis"),
        ] {
            assert_eq!(item_name(name.to_owned(), &constants), item);
        }
        for (prefix, module) in [
            ("ns", "ns_"),
            ("std", "std_"),
            ("self", "self_"),
            ("xa", "xa"),
            ("a.b", "a_b"),
        ] {
            assert_eq!(module_name(prefix), module);
        }
        for (prefix, constant) in [
            ("u", "NS_U"),
            ("schema", "NS_SCHEMA"),
            ("any-1", "NS_ANY_1"),
            ("xa", "XA"),
        ] {
            assert_eq!(namespace_constant(prefix), constant);
        }
        for (wanted, prefix) in [
            ("xsi", "xsi_"),
            ("XML", "XML_"),
            ("a0", "a0_"),
            ("a", "a"),
            ("ab1", "ab1"),
        ] {
            assert_eq!(written_prefix(wanted), prefix);
        }
    }

    #[test]
    fn a_taken_name_is_numbered() {
        let mut scope = Scope::default();
        assert_eq!(scope.take("A".into()), "A");
        assert_eq!(scope.take("a".into()), "a_2");
        assert_eq!(scope.take("A".into()), "A_3");
    }

    #[test]
    fn message_numbers_are_text_with_their_zeros() {
        assert_eq!(message_number("rueckweisung.asynchron.0010"), Some("0010"));
        assert_eq!(
            message_number("Administration.Sendungswiederholung.000020"),
            Some("000020")
        );
        assert_eq!(message_number("Akte"), None);
    }
}
