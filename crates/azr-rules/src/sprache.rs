//! Languages: the catalogue is shared, and each group takes only a part of it.

use xoev_rules::{
    Binding, Book, Check, Context, KeyAnswer, Kind::Hard, Messages, Node, On, RuleInfo, Says,
};

use crate::rule;
use crate::shape::{content, keys_of, xa};

/// Rules about languages.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// The catalogue of languages.
const CATALOGUE: &str = "urn:xoev-de:xauslaender:codeliste:sprachenkatalog";

const RULES: &[RuleInfo] = &[
    rule(
        "AZR-ARBEITSVERMITTLUNG-SPRACHE",
        Hard,
        "XAusländer, AZR.Arbeitsvermittlungsdaten, sprache; Codeliste Sprachenkatalog, Spalte AZR-KDS-Code",
        Messages::WithType(&["AZR.Arbeitsvermittlungsdaten.Meldung"]),
        "Erlaubt sind nur Sprachen, die im Sprachenkatalog einen AZR-KDS-Code haben.",
        "Only languages with an AZR-KDS code in the catalogue are allowed.",
    ),
    rule(
        "AZR-SPRACHKENNTNIS-SPRACHE",
        Hard,
        "XAusländer, AZR.Sprachkenntnis, sprache; Codeliste Sprachenkatalog, Spalte Maris-Code",
        Messages::WithType(&["AZR.Sprachkenntnis.Meldung"]),
        "Erlaubt sind nur Sprachen, die im Sprachenkatalog einen Maris-Code haben.",
        "Only languages with a Maris code in the catalogue are allowed.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["AZR-ARBEITSVERMITTLUNG-SPRACHE"],
        on: On::Types(&[xa("AZR.Arbeitsvermittlungsdaten.Meldung")]),
        check: Check::Tree(placement),
    },
    Binding {
        rules: &["AZR-SPRACHKENNTNIS-SPRACHE"],
        on: On::Types(&[xa("AZR.Sprachkenntnis.Meldung")]),
        check: Check::Tree(spoken),
    },
];

fn placement(context: &mut Context<'_>, group: Node<'_>) {
    languages(
        context,
        group,
        "AZR-ARBEITSVERMITTLUNG-SPRACHE",
        "AZR-KDS-Code",
    );
}

fn spoken(context: &mut Context<'_>, group: Node<'_>) {
    languages(context, group, "AZR-SPRACHKENNTNIS-SPRACHE", "Maris-Code");
}

fn languages(context: &mut Context<'_>, group: Node<'_>, rule: &str, column: &str) {
    let content = content(group);
    for language in content.into_iter().flat_map(|c| c.all("sprache")) {
        let Some(keys) = keys_of(context, language, CATALOGUE) else {
            continue;
        };
        let Some(code) = language.at(["code"]) else {
            continue;
        };
        let known = matches!(keys.key(None, code.text()), KeyAnswer::Known(_));
        let value = keys.cell(None, code.text(), column).unwrap_or_default();
        if known && keys.has_column(column) && value.trim().is_empty() {
            let expected = Says::new(
                format!("eine Sprache mit {column}"),
                format!("a language with {column}"),
            );
            context.find(rule, code.into(), expected, code.text());
        }
    }
}
