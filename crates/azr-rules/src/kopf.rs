//! The head of messages to the register, and what a report has to have at all.

use xoev_rules::{
    At, Binding, Book, Check, Context, Kind::Hard, Kind::Soft, Leaf, Messages, Node, On, RuleInfo,
    Says,
};

use crate::rule;
use crate::shape::{IN_REPORTS, REPORTS, TO_REGISTER, groups, missing, unwanted, xa};

/// Rules about heads, AZR numbers, references, and empty reports.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// Messages with references that came from the register.
const WITH_REFERENCES: &[&str] = &["090009", "090010", "090012", "090023"];

const RULES: &[RuleInfo] = &[
    // Soft, as is the next one: it does no harm, and is not for the register to refuse.
    rule(
        "AZR-SACHBEARBEITER",
        Soft,
        "XAusländer, Nachricht.G2G.XA.AnAZR, verantwortlicherSachbearbeiter",
        Messages::Numbers(TO_REGISTER),
        "Der verantwortliche Sachbearbeiter wird nur angegeben, wenn es ein anderer ist als der durchführende.",
        "The clerk in charge is given only if it is another one than the one who acts.",
    ),
    rule(
        "AZR-BEHOERDE",
        Soft,
        "XAusländer, Nachricht.G2G.XA.AnAZR, verantwortlicheBehoerde",
        Messages::Numbers(TO_REGISTER),
        "Die verantwortliche Behörde wird nur bei einer Meldung im Auftrag angegeben, also wenn es eine andere ist als die durchführende.",
        "The authority in charge is given only in a report on behalf of another one, so if it is not the one that acts.",
    ),
    rule(
        "AZR-REFERENZID",
        Hard,
        "XAusländer, ReferenzId",
        Messages::Numbers(WITH_REFERENCES),
        "Eine Referenz-ID des Registers hat 9 bis 15 Zeichen.",
        "A reference id of the register has 9 to 15 characters.",
    ),
    // Soft: that it must not be empty follows from the list of facts, which ends with a place for
    // extensions.
    rule(
        "AZR-SACHVERHALT-LEER",
        Soft,
        "XAusländer, 090009 und 090010, sachverhalt",
        IN_REPORTS,
        "Das Element sachverhalt muss einen Sachverhalt enthalten.",
        "Element sachverhalt has to hold a fact.",
    ),
    // Soft: there is one case, agreed with the register authority, in which it is left out.
    rule(
        "AZR-090010-AZRNUMMER",
        Soft,
        "XAusländer, 090010, azrNummer",
        Messages::Numbers(&["090010"]),
        "Eine Folgemeldung braucht die AZR-Nummer, damit das Register den Datensatz findet.",
        "A later report needs the AZR number, so that the register finds the record.",
    ),
    rule(
        "AZR-090010-LEER",
        Soft,
        "XAusländer, 090010",
        Messages::Numbers(&["090010"]),
        "Eine Folgemeldung soll mindestens eine Änderung enthalten.",
        "A later report should have at least one change.",
    ),
    rule(
        "AZR-090010-UNTERBRINGUNG",
        Soft,
        "XAusländer, 090010, angabenZurUnterbringung; 090098, sachverhalt",
        Messages::Numbers(&["090010"]),
        "Angaben zur Unterbringung und ein Sachverhalt gehören in zwei Meldungen, weil die Bestätigung nur für eine der beiden Referenz-IDs Platz hat.",
        "Data on accommodation and a fact go into two reports, as the confirmation has place for only one of their reference ids.",
    ),
    rule(
        "AZR-090009-AENDERUNGSART",
        Soft,
        "XAusländer, 090009",
        Messages::Numbers(&["090009"]),
        "Eine Erstmeldung legt einen Datensatz an; darin kann nur zugespeichert werden (Änderungsart 01).",
        "A first report makes a record; it can only add to it (kind of change 01).",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["AZR-SACHBEARBEITER", "AZR-BEHOERDE"],
        on: On::Message(TO_REGISTER),
        check: Check::Tree(parties),
    },
    Binding {
        rules: &["AZR-REFERENZID"],
        on: On::Types(&[xa("ReferenzId")]),
        check: Check::Leaf(reference),
    },
    Binding {
        rules: &["AZR-SACHVERHALT-LEER"],
        on: On::Message(REPORTS),
        check: Check::Tree(fact),
    },
    Binding {
        rules: &[
            "AZR-090010-AZRNUMMER",
            "AZR-090010-LEER",
            "AZR-090010-UNTERBRINGUNG",
        ],
        on: On::Message(&["090010"]),
        check: Check::Tree(later),
    },
    Binding {
        rules: &["AZR-090009-AENDERUNGSART"],
        on: On::Message(&["090009"]),
        check: Check::Tree(first),
    },
];

fn parties(context: &mut Context<'_>, root: Node<'_>) {
    for (rule, other, acting) in [
        (
            "AZR-SACHBEARBEITER",
            "verantwortlicherSachbearbeiter",
            "durchfuehrenderSachbearbeiter",
        ),
        (
            "AZR-BEHOERDE",
            "verantwortlicheBehoerde",
            "durchfuehrendeBehoerde",
        ),
    ] {
        if let Some(other) = root.at([other])
            && other.text() == root.text_at([acting])
        {
            unwanted(context, rule, other);
        }
    }
}

fn reference(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    if !WITH_REFERENCES.contains(&context.head().number.as_str()) {
        return;
    }
    let value = leaf.value();
    if !(9..=15).contains(&value.chars().count()) {
        let expected = Says::new("9 bis 15 Zeichen", "9 to 15 characters");
        context.find("AZR-REFERENZID", At::Here, expected, value);
    }
}

fn fact(context: &mut Context<'_>, root: Node<'_>) {
    if let Some(fact) = root.at(["sachverhalt"])
        && fact.children().next().is_none()
    {
        let expected = Says::new("ein Sachverhalt", "a fact");
        context.find("AZR-SACHVERHALT-LEER", fact.into(), expected, "");
    }
}

/// Elements of a later report that say nothing about the person's data.
const FRAME: &[&str] = &[
    "nachrichtenkopf.g2g",
    "anschrift.leser",
    "anschrift.autor",
    "durchfuehrenderSachbearbeiter",
    "verantwortlicherSachbearbeiter",
    "durchfuehrendeBehoerde",
    "verantwortlicheBehoerde",
    "azrNummer",
];

fn later(context: &mut Context<'_>, root: Node<'_>) {
    if !root.has("azrNummer") {
        missing(context, "AZR-090010-AZRNUMMER", root, "azrNummer");
    }
    let says = |child: Node<'_>| {
        let empty = child.name() == "weiterePersonalien" && child.children().next().is_none();
        !FRAME.contains(&child.name()) && !empty
    };
    if !root.children().any(says) {
        let expected = Says::new("mindestens eine Änderung", "at least one change");
        context.find("AZR-090010-LEER", root.into(), expected, "");
    }
    if let Some(place) = root.at(["angabenZurUnterbringung"])
        && root.has("sachverhalt")
    {
        let expected = Says::new("zwei Meldungen", "two reports");
        context.find("AZR-090010-UNTERBRINGUNG", place.into(), expected, "");
    }
}

fn first(context: &mut Context<'_>, root: Node<'_>) {
    for group in groups(root) {
        if let Some(code) = group.at(["aenderungsArt", "code"])
            && code.text() != "01"
        {
            let expected = Says::value("01");
            context.find(
                "AZR-090009-AENDERUNGSART",
                code.into(),
                expected,
                code.text(),
            );
        }
    }
}
