//! Other facts: placement, courses, decisions of the employment agency, distribution.

use xoev_rules::{
    Binding, Book, Check, Context, Kind::Hard, Kind::Soft, Messages, Node, On, RuleInfo, Says,
};

use crate::rule;
use crate::shape::{content, keys_of, unwanted, xa};

/// Rules about single facts.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

const INTEGRATIONSKURS: Messages = Messages::WithType(&["AZR.Integrationskurs.Meldung"]);

/// The list of immigration offices.
const OFFICES: &str = "urn:de:xauslaender:codelist:abhkennung";

/// The states by their keys at the statistical office, in the order of the keys.
const STATES: [&str; 16] = [
    "Schleswig-Holstein",
    "Hamburg",
    "Niedersachsen",
    "Bremen",
    "Nordrhein-Westfalen",
    "Hessen",
    "Rheinland-Pfalz",
    "Baden-Württemberg",
    "Bayern",
    "Saarland",
    "Berlin",
    "Brandenburg",
    "Mecklenburg-Vorpommern",
    "Sachsen",
    "Sachsen-Anhalt",
    "Thüringen",
];

const RULES: &[RuleInfo] = &[
    rule(
        "AZR-ARBEITSVERMITTLUNG-DAUER",
        Soft,
        "XAusländer, AZR.Arbeitsvermittlungsdaten, dauer",
        Messages::WithType(&["AZR.Arbeitsvermittlungsdaten.Meldung"]),
        "Eine Dauer wird nur angegeben, wenn Beginn und Ende nicht bekannt sind.",
        "A duration is given only if the beginning and end are not known.",
    ),
    rule(
        "AZR-INTEGRATIONSKURS-BEGINN",
        Hard,
        "XAusländer, AZR.Integrationskurs, beginn",
        INTEGRATIONSKURS,
        "Der Beginn eines Integrationskurses muss zusammen mit der Art des Kurses gesendet werden.",
        "The beginning of an integration course has to be sent together with the kind of course.",
    ),
    rule(
        "AZR-INTEGRATIONSKURS-KONSEQUENZEN",
        Soft,
        "XAusländer, AZR.Integrationskurs, konsequenzenNichtteilnahme; § 44a Absatz 3 Satz 1 AufenthG",
        INTEGRATIONSKURS,
        "Der Hinweis auf die Folgen der Nichtteilnahme wird nur zu einer Verpflichtung gesendet.",
        "The notice of what follows from not taking part is sent with an obligation only.",
    ),
    rule(
        "AZR-ENTSCHEIDUNGBA-ZUSTIMMUNG",
        Soft,
        "XAusländer, AZR.EntscheidungBA, zustimmung",
        Messages::WithType(&["AZR.EntscheidungBA.Meldung"]),
        "Angaben zur Zustimmung gehören nicht zu einer versagten Zustimmung.",
        "What belongs to a consent does not stand with one that was refused.",
    ),
    rule(
        "AZR-VERTEILUNG-BUNDESLAND",
        Soft,
        "XAusländer, AZR.EntscheidungZurVerteilung, …Bundesland; Codeliste der Ausländerbehörden",
        Messages::WithType(&["AZR.EntscheidungZurVerteilung.Meldung"]),
        "Das Bundesland sollte das der angegebenen Behörde sein.",
        "The state should be that of the authority that is given.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["AZR-ARBEITSVERMITTLUNG-DAUER"],
        on: On::Types(&[xa("AZR.Arbeitsvermittlungsdaten.Meldung")]),
        check: Check::Tree(placement),
    },
    Binding {
        rules: &[
            "AZR-INTEGRATIONSKURS-BEGINN",
            "AZR-INTEGRATIONSKURS-KONSEQUENZEN",
        ],
        on: On::Types(&[xa("AZR.Integrationskurs.Meldung")]),
        check: Check::Tree(course),
    },
    Binding {
        rules: &["AZR-ENTSCHEIDUNGBA-ZUSTIMMUNG"],
        on: On::Types(&[xa("AZR.EntscheidungBA.Meldung")]),
        check: Check::Tree(consent),
    },
    Binding {
        rules: &["AZR-VERTEILUNG-BUNDESLAND"],
        on: On::Types(&[xa("AZR.EntscheidungZurVerteilung.Meldung")]),
        check: Check::Tree(distribution),
    },
];

fn placement(context: &mut Context<'_>, group: Node<'_>) {
    let length = content(group).and_then(|c| Some((c, c.at(["dauer"])?)));
    if let Some((content, length)) = length
        && (content.has("beginn") || content.has("ende"))
    {
        unwanted(context, "AZR-ARBEITSVERMITTLUNG-DAUER", length);
    }
}

fn course(context: &mut Context<'_>, group: Node<'_>) {
    let Some(content) = content(group) else {
        return;
    };
    if let Some(start) = content.at(["beginn"])
        && !content.has("integrationskursArt")
    {
        let name = "integrationskursArt";
        context.find(
            "AZR-INTEGRATIONSKURS-BEGINN",
            start.into(),
            Says::value(name),
            start.text(),
        );
    }
    let Some(notice) = content.at(["konsequenzenNichtteilnahme"]) else {
        return;
    };
    let kind = ["berechtigungOderVerpflichtungIntegrationskursArt", "code"];
    // Entitlements, and an admission.
    if matches!(content.text_at(kind), "01" | "02" | "06") {
        unwanted(context, "AZR-INTEGRATIONSKURS-KONSEQUENZEN", notice);
    }
}

fn consent(context: &mut Context<'_>, group: Node<'_>) {
    let Some(content) = content(group) else {
        return;
    };
    let refused = content.text_at(["entscheidungBAArt", "code"]) == "02";
    if let Some(consent) = content.at(["zustimmung"])
        && refused
    {
        unwanted(context, "AZR-ENTSCHEIDUNGBA-ZUSTIMMUNG", consent);
    }
}

fn distribution(context: &mut Context<'_>, group: Node<'_>) {
    let Some(content) = content(group) else {
        return;
    };
    for (office, state) in [
        (
            "zielAufnahmeeinrichtung",
            "zielAufnahmeeinrichtungBundesland",
        ),
        ("veranlassendeBehoerde", "veranlassendeBehoerdeBundesland"),
    ] {
        let (Some(office), Some(state)) = (content.at([office]), content.at([state])) else {
            continue;
        };
        let Some(named) = state_named(state.text_at(["code"])) else {
            continue;
        };
        let Some(keys) = keys_of(context, office, OFFICES) else {
            continue;
        };
        let Some(own) = keys.cell(None, office.text_at(["code"]), "Bundesland") else {
            continue;
        };
        if STATES.contains(&own) && own != named {
            let expected = Says::value(own);
            let rule = "AZR-VERTEILUNG-BUNDESLAND";
            context.find(rule, state.into(), expected, named);
        }
    }
}

/// The name of a state by its key, such as `09`.
fn state_named(key: &str) -> Option<&'static str> {
    let at: usize = key.parse().ok()?;
    STATES.get(at.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_offices_names_the_states_so() {
        let lists = xoev_bundled::code_lists().expect("the lists");
        let offices = lists.newest(OFFICES).expect("the list of offices");
        let mut named = std::collections::BTreeSet::new();
        named.extend(offices.rows().filter_map(|row| row.get("Bundesland")));
        for state in STATES {
            assert!(named.contains(state), "{state}: {named:?}");
        }
        assert_eq!(state_named("09"), Some("Bayern"));
        assert_eq!(state_named("00"), None);
        assert_eq!(state_named("17"), None);
    }
}
