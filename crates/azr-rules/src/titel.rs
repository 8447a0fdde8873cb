//! Residence titles, the status of residence, and residence conditions.

use std::collections::HashSet;

use xoev_rules::{
    Binding, Book, Check, Context, Kind::Hard, Kind::Soft, Messages, Node, On, RuleInfo, Says,
    TypeName,
};

use crate::rule;
use crate::shape::{Identity, change, content, identity, missing, reference, unwanted, xa};

/// Rules about titles.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

const TITEL: Messages = Messages::WithType(&[
    "AZR.Aufenthaltserlaubnis.Meldung",
    "AZR.AufenthaltsrechtEU.Meldung",
    "AZR.Niederlassungserlaubnis.Meldung",
]);

const TYPES: &[TypeName] = &[
    xa("AZR.Aufenthaltserlaubnis.Meldung"),
    xa("AZR.AufenthaltsrechtEU.Meldung"),
    xa("AZR.Niederlassungserlaubnis.Meldung"),
];

/// Statuses that say what happened to a title: its loss, its withdrawal, its revocation, and the
/// application to prolong it.
const ABOUT_A_TITLE: &[&str] = &["13", "14", "15", "18", "54", "55", "56", "57"];

const RULES: &[RuleInfo] = &[
    rule(
        "AZR-GUELTIG-KORREKTUR",
        Hard,
        "XAusländer, AZR.Aufenthaltserlaubnis.Meldung, AZR.AufenthaltsrechtEU.Meldung und AZR.Niederlassungserlaubnis.Meldung, gueltig",
        TITEL,
        "Ob ein Titel gültig ist, darf nur mit einer Berichtigung gesendet werden (Änderungsart 04 oder 05).",
        "Whether a title is valid may only be sent with a correction (kind of change 04 or 05).",
    ),
    rule(
        "AZR-PARALLEL-SELBST",
        Soft,
        "XAusländer, AZR.Aufenthaltserlaubnis.Meldung, AZR.AufenthaltsrechtEU.Meldung und AZR.Niederlassungserlaubnis.Meldung, parallelZu.id",
        TITEL,
        "Parallel fortgelten können andere Titel, jeder einmal genannt, nicht der gemeldete selbst.",
        "What goes on in parallel are other titles, each named once, not the one that is reported.",
    ),
    // Soft: whether the register has the title is not shown by the message.
    rule(
        "AZR-AUFENTHALTSSTATUS-TITEL",
        Soft,
        "XAusländer, AZR.Aufenthaltsstatus.Meldung, referenzAufAufenthaltstitel.id",
        Messages::WithType(&["AZR.Aufenthaltsstatus.Meldung"]),
        "Betrifft die Maßnahme einen Titel, der im AZR gespeichert ist, muss dessen Referenz-ID angegeben sein.",
        "If the measure is about a title that the AZR has, its reference id has to be given.",
    ),
    rule(
        "AZR-WOHNSITZAUFLAGE-GEBIET",
        Hard,
        "XAusländer, AZR.WohnsitzauflageRaeumlicheBeschraenkung.Meldung",
        Messages::WithType(&["AZR.WohnsitzauflageRaeumlicheBeschraenkung.Meldung"]),
        "Eine Wohnsitzauflage oder räumliche Beschränkung muss mindestens eine Angabe zum Gebiet haben.",
        "A residence condition or restriction of area has to say at least one thing about the area.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["AZR-GUELTIG-KORREKTUR", "AZR-PARALLEL-SELBST"],
        on: On::Types(TYPES),
        check: Check::Tree(title),
    },
    Binding {
        rules: &["AZR-AUFENTHALTSSTATUS-TITEL"],
        on: On::Types(&[xa("AZR.Aufenthaltsstatus.Meldung")]),
        check: Check::Tree(status),
    },
    Binding {
        rules: &["AZR-WOHNSITZAUFLAGE-GEBIET"],
        on: On::Types(&[xa("AZR.WohnsitzauflageRaeumlicheBeschraenkung.Meldung")]),
        check: Check::Tree(area),
    },
];

fn title(context: &mut Context<'_>, group: Node<'_>) {
    let Some(content) = content(group) else {
        return;
    };
    if let Some(valid) = content.at(["gueltig"])
        && !matches!(change(group), "04" | "05")
    {
        unwanted(context, "AZR-GUELTIG-KORREKTUR", valid);
    }
    let own = reference(group).map(|id| identity(id.text()));
    let mut named: HashSet<Identity<'_>> = own.into_iter().collect();
    for other in content.all("parallelZu.id") {
        let id = other.text();
        if !named.insert(identity(id)) && !id.is_empty() {
            let expected = Says::new("ein anderer Titel", "another title");
            context.find("AZR-PARALLEL-SELBST", other.into(), expected, id);
        }
    }
}

fn status(context: &mut Context<'_>, group: Node<'_>) {
    let Some(content) = content(group) else {
        return;
    };
    let code = content.text_at(["aufenthaltsstatusArt", "code"]);
    let name = "referenzAufAufenthaltstitel.id";
    if ABOUT_A_TITLE.contains(&code) && !content.has(name) {
        missing(context, "AZR-AUFENTHALTSSTATUS-TITEL", content, name);
    }
}

fn area(context: &mut Context<'_>, group: Node<'_>) {
    let Some(content) = content(group) else {
        return;
    };
    let names = ["bundesland", "bezirkABH", "bezirkABHFreitext", "ags", "ort"];
    let filled = |name: &&str| {
        let area = content.at([*name]);
        area.is_some_and(|a| a.children().next().is_some() || !a.text().is_empty())
    };
    if !names.iter().any(filled) {
        let names = names.join(", ");
        missing(context, "AZR-WOHNSITZAUFLAGE-GEBIET", content, &names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_about_a_title_are_so_by_their_labels() {
        let lists = xoev_bundled::code_lists().expect("the lists");
        let list = lists.newest("urn:de:xauslaender:codelist:azr:aufenthaltsstatus");
        let list = list.expect("the list of statuses");
        for key in ABOUT_A_TITLE {
            let label = list.label(key).expect(key);
            assert!(label.contains("Aufenthaltstitel"), "{key} {label}");
        }
    }
}
