//! Types that several chapters of XAusländer use.

use crate::book::{Binding, Book, Check, On};
use crate::engine::{At, Context, Leaf, Node};
use crate::finding::Says;
use crate::names::{self, xa};
use crate::rule;
use crate::rule::{Kind::Soft, Messages, RuleInfo};

/// Rules about persons, deliveries of documents, reasons.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

const PERSON: Messages = Messages::WithType(&["IdentifikationPerson"]);

const RULES: &[RuleInfo] = &[
    rule(
        "XA-PERSON-NAME",
        Soft,
        "XAusländer, IdentifikationPerson",
        PERSON,
        "Zu einer Person sollte ein Name nach Pass oder nach eigenen Angaben genannt sein.",
        "A person should have a name by passport or by their own statement.",
    ),
    rule(
        "XA-PERSON-PASSNAME",
        Soft,
        "XAusländer, IdentifikationPerson, nameNachPass",
        PERSON,
        "In der Regel ist der Name nach Pass anzugeben; er fehlt, wenn es keinen Pass gibt.",
        "As a rule the name by passport is given; it is left out if there is no passport.",
    ),
    rule(
        "XA-PERSON-PLATZHALTER",
        Soft,
        "XAusländer, IdentifikationPerson, familienname und geburtsname",
        PERSON,
        "Ein Name, den es nicht gibt, ist als nicht vorhanden zu kennzeichnen, nicht zu umschreiben.",
        "A name that there is not is marked as nichtVorhanden, not filled with something else.",
    ),
    rule(
        "XA-KOERPERGROESSE",
        Soft,
        "XAusländer, Koerpergroesse",
        Messages::WithType(&["Koerpergroesse"]),
        "Die Körpergröße wird in Zentimetern angegeben.",
        "Body height is given in centimetres.",
    ),
    rule(
        "XA-PAKETANZAHL",
        Soft,
        "XAusländer, AngabenDokumentenlieferung; 010206",
        Messages::Either(&["AngabenDokumentenlieferung"], &["010206"]),
        "Eine Lieferung besteht aus mindestens einem Paket.",
        "A delivery has at least one packet.",
    ),
    rule(
        "XA-ARCHIVGROESSE",
        Soft,
        "XAusländer, AngabenDokumentenlieferung; 010206",
        Messages::Either(&["AngabenDokumentenlieferung"], &["010206"]),
        "Die Archivgröße ist die Größe der Zip-Datei in Bytes.",
        "The size of the archive is that of the zip file in bytes.",
    ),
    rule(
        "XA-BEGRUENDUNG",
        Soft,
        "XAusländer, Ablehnung, begruendung; 010301, befristungsgrund",
        Messages::Either(&["Ablehnung"], &["010301"]),
        "Eine Begründung sollte mehr als Leerzeichen enthalten.",
        "A reason should hold more than blanks.",
    ),
    rule(
        "XA-AUSLOESER-SELBST",
        Soft,
        "XAusländer, ausloeserUUID",
        Messages::WithType(&["Nachricht.G2G.XA"]),
        "Auslöser einer Nachricht ist eine andere Nachricht, nicht sie selbst.",
        "What a message reacts to is another message, not itself.",
    ),
];

const SIZES: &[&str] = &["anzahlDerPakete", "archivgroesse"];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &[
            "XA-PERSON-NAME",
            "XA-PERSON-PASSNAME",
            "XA-PERSON-PLATZHALTER",
        ],
        on: On::Types(&[xa("IdentifikationPerson")]),
        check: Check::Tree(person),
    },
    Binding {
        rules: &["XA-KOERPERGROESSE"],
        on: On::Types(&[xa("Koerpergroesse")]),
        check: Check::Leaf(height),
    },
    Binding {
        rules: &["XA-PAKETANZAHL", "XA-ARCHIVGROESSE"],
        on: On::Children(xa("AngabenDokumentenlieferung"), SIZES),
        check: Check::Leaf(size),
    },
    Binding {
        rules: &["XA-PAKETANZAHL", "XA-ARCHIVGROESSE"],
        on: On::RootChildren(&["010206"], SIZES),
        check: Check::Leaf(size),
    },
    Binding {
        rules: &["XA-BEGRUENDUNG"],
        on: On::Children(xa("Ablehnung"), &["begruendung"]),
        check: Check::Leaf(reason),
    },
    Binding {
        rules: &["XA-BEGRUENDUNG"],
        on: On::RootChildren(&["010301"], &["befristungsgrund"]),
        check: Check::Leaf(reason),
    },
    Binding {
        rules: &["XA-AUSLOESER-SELBST"],
        on: On::Children(names::NACHRICHT, &["ausloeserUUID"]),
        check: Check::Leaf(cause),
    },
];

/// Texts that are written where there is no name.
const NO_NAMES: &[&str] = &[
    "unbekannt",
    "unknown",
    "nicht vorhanden",
    "nicht bekannt",
    "keine angabe",
    "ohne namen",
    "ohne familiennamen",
];

fn person(context: &mut Context<'_>, person: Node<'_>) {
    if !person.has("nameNachPass") {
        let (rule, expected) = if person.has("nameNachEigenenAngaben") {
            ("XA-PERSON-PASSNAME", "nameNachPass")
        } else {
            ("XA-PERSON-NAME", "nameNachPass, nameNachEigenenAngaben")
        };
        context.find(rule, At::Here, Says::value(expected), "");
    }
    let names = person.children().filter(|c| c.name().contains("ame"));
    let parts =
        names.flat_map(|name| ["familienname", "geburtsname"].map(|p| name.at([p, "name"])));
    for part in parts.flatten() {
        let text = part.text();
        let letters = text.chars().any(char::is_alphabetic);
        let said = NO_NAMES.contains(&text.to_lowercase().as_str());
        if !text.is_empty() && (!letters || said) {
            let expected = Says::new("nichtVorhanden", "nichtVorhanden");
            context.find("XA-PERSON-PLATZHALTER", part.into(), expected, text);
        }
    }
}

fn height(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    let value = leaf.value();
    // Newborn children are somewhat above the lower bound, nobody comes near the upper one.
    if value
        .parse::<u32>()
        .is_ok_and(|cm| !(20..=280).contains(&cm))
    {
        let expected = Says::new("eine Größe in Zentimetern", "a height in centimetres");
        context.find("XA-KOERPERGROESSE", At::Here, expected, value);
    }
}

fn size(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    let value = leaf.value();
    if is_below_one(value) {
        let rule = match leaf.name {
            "anzahlDerPakete" => "XA-PAKETANZAHL",
            _ => "XA-ARCHIVGROESSE",
        };
        let expected = Says::new("mindestens 1", "at least 1");
        context.find(rule, At::Here, expected, value);
    }
}

/// Whether a whole number is 0 or negative; numbers of any length are compared.
pub(crate) fn is_below_one(value: &str) -> bool {
    let digits = value.trim_start_matches(['+', '-']);
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    number && (value.starts_with('-') || digits.bytes().all(|b| b == b'0'))
}

fn reason(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    // What is quite empty is the matter of S030.
    if leaf.value().is_empty() && leaf.text.whole().is_some_and(|text| !text.is_empty()) {
        let expected = Says::new("eine Begründung", "a reason");
        context.find("XA-BEGRUENDUNG", At::Here, expected, "");
    }
}

fn cause(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    let value = leaf.value();
    if !value.is_empty() && value.eq_ignore_ascii_case(&context.head().uuid) {
        let expected = Says::new(
            "die UUID einer anderen Nachricht",
            "the UUID of another message",
        );
        context.find("XA-AUSLOESER-SELBST", At::Here, expected, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_below_one_are_known_in_all_spellings() {
        for below in ["0", "-0", "+00", "-1", "-99999999999999999999999"] {
            assert!(is_below_one(below), "{below}");
        }
        for other in ["1", "+1", "01", "99999999999999999999999", "", "-", "x"] {
            assert!(!is_below_one(other), "{other}");
        }
    }
}
