//! What goes with which kind of change: the reference to the stored entry, and the new content.
//!
//! No sentence of the standard says it in general. It follows from what references are for, and
//! from a content that is optional so that a deletion can go without.

use xoev_rules::{Binding, Book, Check, Context, Kind::Soft, Node, On, RuleInfo, Says};

use crate::rule;
use crate::shape::{
    IN_REPORTS, REPORTS, change, content, groups, missing, reference, reference_name, unwanted,
};

/// Rules about kinds of change.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// Groups whose entries are not named by a reference, or whose content stands in the group itself.
const OTHERS: &[&str] = &[
    "lichtbildAllgemein",
    "lichtbildZuSuchvermerk",
    "fingerabdruck",
    "nichtIdentischMit",
];

const SOURCE: &str = "XAusländer, ReferenzId; AZR.*.Meldung, aenderungsArt";

const RULES: &[RuleInfo] = &[
    rule(
        "AZR-AENDERUNGSART-REFERENZ",
        Soft,
        SOURCE,
        IN_REPORTS,
        "Bei einer Zuspeicherung (01) gibt es noch keine Referenz-ID; alle anderen Änderungen (02 bis 05) müssen den gespeicherten Eintrag nennen.",
        "There is no reference id yet for what is added (01); all other changes (02 to 05) have to name the stored entry.",
    ),
    rule(
        "AZR-AENDERUNGSART-FACHDATEN",
        Soft,
        SOURCE,
        IN_REPORTS,
        "Zuspeicherung, Aktualisierung und Berichtigung (01, 02, 04) brauchen neue Fachdaten, eine Löschung (03, 05) hat keine.",
        "What is added, updated or corrected (01, 02, 04) needs new content, a deletion (03, 05) has none.",
    ),
];

const BINDINGS: &[Binding] = &[Binding {
    rules: &["AZR-AENDERUNGSART-REFERENZ", "AZR-AENDERUNGSART-FACHDATEN"],
    on: On::Message(REPORTS),
    check: Check::Tree(changes),
}];

fn changes(context: &mut Context<'_>, root: Node<'_>) {
    for group in groups(root).filter(|g| !OTHERS.contains(&g.name())) {
        let (new, stored) = match change(group) {
            "01" => (true, false),
            "02" | "04" => (true, true),
            "03" | "05" => (false, true),
            _ => continue,
        };
        match (stored, reference(group)) {
            (false, Some(id)) => unwanted(context, "AZR-AENDERUNGSART-REFERENZ", id),
            (true, None) => {
                let name = reference_name(group.name());
                missing(context, "AZR-AENDERUNGSART-REFERENZ", group, name);
            }
            _ => {}
        }
        match (new, content(group)) {
            (false, Some(new)) => unwanted(context, "AZR-AENDERUNGSART-FACHDATEN", new),
            // The block of basic personal data has a rule of its own.
            (true, None) if group.name() == "grundpersonalien" && stored => {}
            (true, None) => {
                let expected = Says::new("neue Fachdaten", "new content (….fachdaten.neu)");
                context.find("AZR-AENDERUNGSART-FACHDATEN", group.into(), expected, "");
            }
            _ => {}
        }
    }
}
