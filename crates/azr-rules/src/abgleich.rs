//! The comparison of registers (090021, 090023), and records that are one person (090040).

use xoev_rules::{
    At, Binding, Book, Check, Context, Kind::Hard, Kind::Soft, Leaf, Messages, Node, On, RuleInfo,
    Says, TypeName,
};

use crate::rule;
use crate::shape::{date_at, missing};

/// Rules about comparisons.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// Most records in a package of the statistics of a comparison (090023): AZR numbers of its three
/// lists taken together.
pub const MAX_PAKET: usize = 50_000;

const STATISTIK: Messages = Messages::Numbers(&["090023"]);

const RULES: &[RuleInfo] = &[
    rule(
        "AZR-090021-ZEITRAUM",
        Soft,
        "XAusländer, 090021, von und bis",
        Messages::Numbers(&["090021"]),
        "Der Zeitraum endet nicht vor seinem Beginn.",
        "A period does not end before it begins.",
    ),
    // Soft: small offices may get an answer all the same.
    rule(
        "AZR-090021-UNBEGRENZT",
        Soft,
        "XAusländer, 090021, von und bis",
        Messages::Numbers(&["090021"]),
        "Eine Anfrage ohne Zeitraum kann zu groß sein und wird dann abgelehnt.",
        "A query without a period may be too large, and is refused then.",
    ),
    rule(
        "AZR-090023-PAKETGROESSE",
        Hard,
        "XAusländer, 090023, paketierung",
        STATISTIK,
        "Ein Paket darf höchstens 50.000 Datensätze (AZR-Nummern) enthalten.",
        "A package must have at most 50,000 records (AZR numbers).",
    ),
    rule(
        "AZR-090023-MEHRFACH",
        Soft,
        "XAusländer, 090023, uebereinstimmendeAZRNummer, azrNummerNichtInA-Datei, azrNummerNichtInAbgleichsdaten",
        STATISTIK,
        "Jede AZR-Nummer gehört in genau eine der drei Listen.",
        "Each AZR number belongs to exactly one of the three lists.",
    ),
    rule(
        "AZR-090040-ANLASS",
        Soft,
        "XAusländer, 090040, datenpflegeanlass",
        Messages::Numbers(&["090040"]),
        "Eine Anfrage zur Datenpflege muss ihren Anlass nennen.",
        "A request to look after data has to say why.",
    ),
    rule(
        "AZR-090040-VERSCHIEDEN",
        Soft,
        "XAusländer, 090040, mehrfacherfassung",
        Messages::Numbers(&["090040"]),
        "Eine Mehrfacherfassung betrifft mindestens zwei verschiedene AZR-Nummern.",
        "A person recorded more than once has at least two different AZR numbers.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["AZR-090021-ZEITRAUM", "AZR-090021-UNBEGRENZT"],
        on: On::Message(&["090021"]),
        check: Check::Tree(period),
    },
    // The numbers are looked at one by one, as there are many.
    Binding {
        rules: &["AZR-090023-PAKETGROESSE", "AZR-090023-MEHRFACH"],
        on: On::Types(&[TypeName::new(
            "http://www.osci.de/xinneres/azrnummer/",
            "AZRNummer",
        )]),
        check: Check::Leaf(record),
    },
    Binding {
        rules: &["AZR-090040-ANLASS", "AZR-090040-VERSCHIEDEN"],
        on: On::Message(&["090040"]),
        check: Check::Tree(care),
    },
];

fn period(context: &mut Context<'_>, root: Node<'_>) {
    if !root.has("von") && !root.has("bis") {
        missing(context, "AZR-090021-UNBEGRENZT", root, "von, bis");
    }
    if let (Some((from, first)), Some((until, last))) =
        (date_at(root, ["von"]), date_at(root, ["bis"]))
        && last < first
    {
        let expected = Says::new(
            format!("nicht vor {}", from.text()),
            format!("not before {}", from.text()),
        );
        context.find("AZR-090021-ZEITRAUM", until.into(), expected, until.text());
    }
}

fn record(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    if context.head().number != "090023" {
        return;
    }
    if context.count("090023") == MAX_PAKET as u64 + 1 {
        let expected = Says::new("höchstens 50.000 Datensätze", "at most 50,000 records");
        context.find("AZR-090023-PAKETGROESSE", At::Here, expected, "");
    }
    let number = leaf.value();
    if context.remember("090023", "azrNummer", number, 0).is_some() {
        let expected = Says::new("jede AZR-Nummer nur einmal", "each AZR number once");
        context.find("AZR-090023-MEHRFACH", At::Here, expected, number);
    }
}

fn care(context: &mut Context<'_>, root: Node<'_>) {
    let Some(reason) = root.at(["datenpflegeanlass"]) else {
        return;
    };
    if reason.children().next().is_none() {
        missing(context, "AZR-090040-ANLASS", reason, "mehrfacherfassung");
    }
    let Some(several) = reason.at(["mehrfacherfassung"]) else {
        return;
    };
    let mut numbers: Vec<&str> = several.all("azrNummer").map(Node::text).collect();
    let Some(first) = numbers.first().copied() else {
        return;
    };
    numbers.dedup();
    if numbers.len() == 1 {
        let expected = Says::new("eine weitere AZR-Nummer", "another AZR number");
        context.find("AZR-090040-VERSCHIEDEN", several.into(), expected, first);
    }
}
