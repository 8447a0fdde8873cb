//! Free texts that stand in for a key which there is not.

use xoev_rules::{Binding, Book, Check, Context, Kind::Soft, Messages, Node, On, RuleInfo};

use crate::rule;
use crate::shape::{content, unwanted, xa};

/// The rule about free texts.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// Elements with a key, each followed by the one with the free text.
const PAIRS: &[(&str, &str)] = &[
    ("entschiedenDurch", "entschiedenDurchFreitext"),
    ("ausschreibendeBehoerde", "ausschreibendeBehoerdeFreitext"),
    ("aufbewahrendeStelle", "aufbewahrendeStelleFreitext"),
    ("geprueftDurch", "geprueftDurchFreitext"),
    ("bezirkABH", "bezirkABHFreitext"),
    (
        "zustaendigesJugendamtVorlaeufig",
        "zustaendigesJugendamtVorlaeufigFreitext",
    ),
    (
        "zustaendigesJugendamtEndgueltig",
        "zustaendigesJugendamtEndgueltigFreitext",
    ),
];

// Soft: the standard describes when the free text is used, and forbids nothing.
const RULES: &[RuleInfo] = &[rule(
    "AZR-FREITEXT",
    Soft,
    "XAusländer, AZR.AusreiseReintegrationsfoerderung, AZR.Ausschreibung, AZR.Ausweispapier, AZR.WohnsitzauflageRaeumlicheBeschraenkung, AZR.Zustaendigkeit: …Freitext",
    Messages::WithType(&[
        "AZR.AusreiseReintegrationsfoerderung.Meldung",
        "AZR.Ausschreibung.Meldung",
        "AZR.Ausweispapier.Meldung",
        "AZR.WohnsitzauflageRaeumlicheBeschraenkung.Meldung",
        "AZR.Zustaendigkeit.Meldung",
    ]),
    "Ein Freitext steht nur anstelle des Schlüssels einer Behörde, nicht neben ihm.",
    "A free text stands only in place of the key of an authority, not beside it.",
)];

const BINDINGS: &[Binding] = &[Binding {
    rules: &["AZR-FREITEXT"],
    on: On::Types(&[
        xa("AZR.AusreiseReintegrationsfoerderung.Meldung"),
        xa("AZR.Ausschreibung.Meldung"),
        xa("AZR.Ausweispapier.Meldung"),
        xa("AZR.WohnsitzauflageRaeumlicheBeschraenkung.Meldung"),
        xa("AZR.Zustaendigkeit.Meldung"),
    ]),
    check: Check::Tree(texts),
}];

fn texts(context: &mut Context<'_>, group: Node<'_>) {
    let Some(content) = content(group) else {
        return;
    };
    for (key, text) in PAIRS {
        if let Some(text) = content.at([*text])
            && content.has(key)
        {
            unwanted(context, "AZR-FREITEXT", text);
        }
    }
}
