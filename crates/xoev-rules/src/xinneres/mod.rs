//! Rules of XInneres: rejections, receipts, forwarding.

mod forwarding;
mod rejection;
mod rules;

pub(crate) use forwarding::original;

use crate::book::{Binding, Book, Check, On};
use crate::names;

/// Rules of the messages of XInneres and the types that come with them.
pub(crate) const BOOK: Book = Book {
    rules: rules::RULES,
    bindings: BINDINGS,
};

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["XOEV-RUECKWEISUNG-S999", "XOEV-RUECKWEISUNG-SPEZIFISCH"],
        on: On::Types(&[names::GRUND, names::xa("Rueckweisung.Rueckweisungsgrund")]),
        check: Check::Tree(rejection::reason),
    },
    Binding {
        rules: &["XOEV-RUECKWEISUNG-INHALT"],
        on: On::Types(&[names::GRUND_SPEZIFISCH]),
        check: Check::Tree(rejection::specific),
    },
    Binding {
        rules: &[
            "XI-0010-IDNACHRICHT",
            "XI-0010-EINZELFALL",
            "XOEV-NACHRICHT-LEER",
        ],
        on: On::Message(&["0010"]),
        check: Check::Tree(rejection::rejection),
    },
    Binding {
        rules: &["XI-0021-ERINNERUNGSSTUFE"],
        on: On::RootChildren(&["0021"], &["erinnerungsstufe"]),
        check: Check::Leaf(rejection::reminder),
    },
    Binding {
        rules: &[
            "XI-0030-ERSTELLER",
            "XI-0030-REIHENFOLGE",
            "XI-0030-ZEITPUNKT",
            "XI-0030-VERSCHACHTELT",
            "XI-0030-NACHRICHTENTYP",
            "XOEV-NACHRICHT-LEER",
            "XOEV-NACHRICHT-XML",
        ],
        on: On::Message(&["0030"]),
        check: Check::Tree(forwarding::forwarded),
    },
    Binding {
        rules: &["XI-0031-EREIGNIS"],
        on: On::Message(&["0031", "0032"]),
        check: Check::Tree(forwarding::event),
    },
    Binding {
        rules: &["XI-0032-ERSTELLER"],
        on: On::Message(&["0032"]),
        check: Check::Tree(forwarding::unsettled),
    },
];
