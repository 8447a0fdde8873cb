//! Transfers to other member states: dates, times and reasons.

use crate::book::{Binding, Book, Check, On};
use crate::engine::{Context, Node};
use crate::finding::Says;
use crate::names::xa;
use crate::rule;
use crate::rule::{Kind::Soft, Messages, RuleInfo};
use crate::xauslaender::missing;

/// Rules of the asylum chapter about transfers.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

const RULES: &[RuleInfo] = &[
    rule(
        "XA-ASYL-UEBERSTELLUNGSTAGE",
        Soft,
        "XAusländer, Asyl.ZeitraumFuerUeberstellung, ankunftsWochentag",
        Messages::WithType(&["Asyl.ZeitraumFuerUeberstellung"]),
        "Jeder Wochentag eines Überstellungszeitraums sollte nur einmal genannt sein.",
        "Each weekday of a period for transfers should be given only once.",
    ),
    rule(
        "XA-ASYL-UEBERSTELLUNGSZEIT",
        Soft,
        "XAusländer, Asyl.ZeitraumFuerUeberstellung, von und bis",
        Messages::WithType(&["Asyl.ZeitraumFuerUeberstellung"]),
        "Der Beginn eines Überstellungszeitraums sollte vor seinem Ende liegen.",
        "A period for transfers should begin before it ends.",
    ),
    rule(
        "XA-110604-RUECKMELDEFRIST",
        Soft,
        "XAusländer, 110604, rueckmeldefrist",
        Messages::Numbers(&["110604"]),
        "Die Rückmeldefrist sollte nicht schon abgelaufen sein, wenn die Nachricht entsteht.",
        "The time for the answer should not be over when the message is created.",
    ),
    rule(
        "XA-111602-EMPFAENGER",
        Soft,
        "XAusländer, 111602, empfaengerPhysischeUeberstellungsunterlagen",
        Messages::Numbers(&["111602"]),
        "Der Empfänger der Unterlagen wird nur genannt, wenn er nicht der Autor ist.",
        "The recipient of the papers is only given if it is not the author.",
    ),
    rule(
        "XA-111603-GRUND",
        Soft,
        "XAusländer, 111603, grundSonstiges",
        Messages::Numbers(&["111603"]),
        "Beim Grund „Sonstiges“ ist der Grund zu nennen.",
        "With reason “other”, the reason has to be told.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["XA-ASYL-UEBERSTELLUNGSTAGE", "XA-ASYL-UEBERSTELLUNGSZEIT"],
        on: On::Types(&[xa("Asyl.ZeitraumFuerUeberstellung")]),
        check: Check::Tree(period),
    },
    Binding {
        rules: &["XA-110604-RUECKMELDEFRIST"],
        on: On::Message(&["110604"]),
        check: Check::Tree(deadline),
    },
    Binding {
        rules: &["XA-111602-EMPFAENGER"],
        on: On::Message(&["111602"]),
        check: Check::Tree(recipient),
    },
    Binding {
        rules: &["XA-111603-GRUND"],
        on: On::Message(&["111603"]),
        check: Check::Tree(other_reason),
    },
];

fn period(context: &mut Context<'_>, period: Node<'_>) {
    let mut seen = Vec::new();
    for day in period.all("ankunftsWochentag") {
        let code = day.text_at(["code"]);
        if !code.is_empty() && seen.contains(&code) {
            let expected = Says::new("ein anderer Wochentag", "another weekday");
            context.find("XA-ASYL-UEBERSTELLUNGSTAGE", day.into(), expected, code);
        }
        seen.push(code);
    }
    let (Some(from), Some(to)) = (period.at(["von"]), period.at(["bis"])) else {
        return;
    };
    // Times without zone are compared as they are written; others are left alone.
    let plain = |text: &str| text.len() >= 8 && !text.contains(['Z', '+', '-']);
    if plain(from.text()) && plain(to.text()) && from.text() >= to.text() {
        let expected = Says::new(
            format!("später als {}", from.text()),
            format!("later than {}", from.text()),
        );
        context.find("XA-ASYL-UEBERSTELLUNGSZEIT", to.into(), expected, to.text());
    }
}

fn deadline(context: &mut Context<'_>, root: Node<'_>) {
    let Some(deadline) = root.at(["rueckmeldefrist"]) else {
        return;
    };
    // Dates of this form are in the order of their texts.
    let Some(created) = context.head().created.get(..10).map(str::to_owned) else {
        return;
    };
    if deadline.text().len() == 10 && deadline.text() < created.as_str() {
        let expected = Says::new(
            format!("nicht vor {created}"),
            format!("not before {created}"),
        );
        let rule = "XA-110604-RUECKMELDEFRIST";
        context.find(rule, deadline.into(), expected, deadline.text());
    }
}

fn recipient(context: &mut Context<'_>, root: Node<'_>) {
    let path = [
        "empfaengerPhysischeUeberstellungsunterlagen",
        "behoerdenname",
    ];
    if let Some(name) = root.at(path)
        && !name.text().is_empty()
        && name.text() == context.head().author_name
    {
        let expected = Says::new("eine andere Behörde", "another authority");
        context.find("XA-111602-EMPFAENGER", name.into(), expected, name.text());
    }
}

fn other_reason(context: &mut Context<'_>, root: Node<'_>) {
    let Some(reason) = root.at(["grund"]) else {
        return;
    };
    // In version 1 of the list the key is 09; of other versions the name tells it.
    let first = reason.attribute("listVersionID") == Some("1");
    let other = first && reason.text_at(["code"]) == "09"
        || reason.text_at(["name"]).starts_with("Sonstig");
    if other && root.text_at(["grundSonstiges"]).is_empty() {
        missing(context, "XA-111603-GRUND", root, "grundSonstiges");
    }
}
