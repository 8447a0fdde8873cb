//! Rules for all messages: encoding, empty fields, codes, the message head, events.

mod event;
mod head;
mod rules;
mod time;

pub(crate) use time::{german_day, moment};

use xoev::Path;

use crate::book::{Binding, Book, Check, On, has_number};
use crate::engine::{At, Context, Rules};
use crate::finding::{RuleFinding, Says};
use crate::names;

/// Rules for all messages.
pub(crate) const BOOK: Book = Book {
    rules: rules::RULES,
    bindings: BINDINGS,
};

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["XOEV-STANDARD", "XOEV-VERSION", "XOEV-PRODUKTVERSION"],
        on: On::Message(&["*"]),
        check: Check::Root(head::root),
    },
    Binding {
        rules: &[
            "XOEV-NACHRICHTENTYP",
            "XOEV-VERZEICHNISDIENST",
            "XOEV-BEHOERDENKENNUNG",
        ],
        on: On::Types(&[names::KOPF_XINNERES]),
        check: Check::Tree(head::head),
    },
    Binding {
        rules: &["XOEV-BEHOERDENKENNUNG", "XOEV-BEHOERDENPRAEFIX"],
        on: On::Children(names::ERREICHBAR, &["kennung"]),
        check: Check::Leaf(head::key),
    },
    Binding {
        rules: &["XOEV-UUID"],
        on: On::Children(names::IDENTIFIKATION, &["nachrichtenUUID"]),
        check: Check::Leaf(head::uuid),
    },
    Binding {
        rules: &["XOEV-ERSTELLUNGSZEITPUNKT"],
        on: On::Children(names::IDENTIFIKATION_TYP4, &["erstellungszeitpunkt"]),
        check: Check::Leaf(head::created),
    },
    Binding {
        rules: &[
            "XOEV-EREIGNIS-ZEITPUNKT",
            "XOEV-EREIGNIS-KOPIE",
            "XOEV-EREIGNIS-EINDEUTIG",
            "XOEV-EREIGNIS-DOPPELT",
            "XOEV-EREIGNIS-ZEICHEN",
            "XA-EREIGNIS-NACH-ERSTELLUNG",
            "XA-010206-EREIGNIS",
        ],
        on: On::Types(&[names::EREIGNIS]),
        check: Check::Tree(event::event),
    },
];

/// S001: the message as a whole is in UTF-8.
pub(crate) fn encoding_finding(rules: &Rules, encoding: &str) -> Option<RuleFinding> {
    let info = rules.active("S001")?;
    (encoding != "UTF-8").then(|| RuleFinding {
        rule: info.id,
        kind: info.kind,
        layer: info.layer,
        path: Path::default(),
        line: 1,
        column: 1,
        offset: 0,
        length: 0,
        expected: Says::value("UTF-8"),
        found: encoding.to_owned(),
        also_schema: false,
        info: *info,
    })
}

/// An exception from S030 that a module has made.
struct Exception {
    /// The messages, as in [`On::Message`].
    messages: &'static [&'static str],
    /// The element that may be empty in them.
    element: &'static str,
}

/// XInneres lets a module except fields from S030. XAusländer 26.11 excepts none.
const EXCEPTIONS: &[Exception] = &[];

/// S030: called for a mandatory element of letters that is empty.
pub(crate) fn empty(context: &mut Context<'_>, name: &str) {
    let number = &context.head().number;
    let mut exceptions = EXCEPTIONS.iter();
    if exceptions.any(|e| e.element == name && has_number(e.messages, number)) {
        return;
    }
    // The register answers at once, with a list of errors that does not have S030.
    let register = number.starts_with("09");
    let rule = if register { "XA-LEER-SYNCHRON" } else { "S030" };
    let expected = Says::new("ein Inhalt", "content");
    context.find(rule, At::Here, expected, "");
}
