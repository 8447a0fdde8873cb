//! Asylum before and after the Common European Asylum System (CEAS, German: GEAS), which applies
//! from 2026-06-12; screening; days of events.

use chrono::NaiveDate;
use xoev_rules::{Binding, Book, Check, Context, Kind::Soft, Messages, Node, On, RuleInfo, Says};

use crate::rule;
use crate::shape::{change, content, date_at, unwanted, xa};

/// Rules about asylum and screening.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// The first day of the Regulations (EU) 2024/1347 and 2024/1356.
const CEAS: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 6, 12);

/// Statuses that begin a procedure by the law before: applications and the wish for asylum.
const BEGINNINGS: &[&str] = &["01", "04", "14", "15", "25"];

const SCREENING: Messages = Messages::WithType(&[
    "AZR.Screeningabschluss.Meldung",
    "AZR.TrefferSicherheitskontrolle.Meldung",
]);

const RULES: &[RuleInfo] = &[
    rule(
        "AZR-ASYLSTATUS-GEAS",
        Soft,
        "XAusländer, AZR.Asylstatus; Verordnung (EU) 2024/1347",
        Messages::WithType(&["AZR.Asylstatus.Meldung"]),
        "Asylverfahren, die ab dem 12.06.2026 beginnen, werden mit dem GEAS-Asylstatus gemeldet.",
        "Asylum procedures that begin on 2026-06-12 or later are reported by the CEAS status.",
    ),
    rule(
        "AZR-GEAS-BEGINN",
        Soft,
        "XAusländer, AZR.GEASAsylstatus; Verordnung (EU) 2024/1347",
        Messages::WithType(&["AZR.GEASAsylstatus.Meldung"]),
        "Einen GEAS-Asylstatus gibt es erst seit dem 12.06.2026.",
        "There has been a CEAS status only since 2026-06-12.",
    ),
    rule(
        "AZR-SCREENING-BEGINN",
        Soft,
        "XAusländer, AZR.Screeningabschluss und AZR.TrefferSicherheitskontrolle; Verordnung (EU) 2024/1356",
        SCREENING,
        "Ein Screening gibt es erst seit dem 12.06.2026.",
        "There has been screening only since 2026-06-12.",
    ),
    rule(
        "AZR-SCREENING-ORT",
        Soft,
        "XAusländer, AZR.Screeningabschluss, ort und staat",
        Messages::WithType(&["AZR.Screeningabschluss.Meldung"]),
        "Ein Screening endet an einem Ort in Deutschland oder in einem anderen Staat, nicht beides.",
        "Screening ends at a place in Germany or in another state, not both.",
    ),
    rule(
        "AZR-EREIGNISDATUM-ZUKUNFT",
        Soft,
        "XAusländer, AZR.Aberkennungsverfahren, AZR.Asylstatus, AZR.GEASAsylstatus und AZR.Meldestatus, ereignisdatum",
        Messages::WithType(&[
            "AZR.Aberkennungsverfahren.Meldung",
            "AZR.Asylstatus.Meldung",
            "AZR.GEASAsylstatus.Meldung",
            "AZR.Meldestatus.Meldung",
        ]),
        "Der Tag eines Ereignisses liegt nicht nach dem Tag der Meldung.",
        "The day of an event is not after the day of the report.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["AZR-ASYLSTATUS-GEAS"],
        on: On::Types(&[xa("AZR.Asylstatus.Meldung")]),
        check: Check::Tree(before),
    },
    Binding {
        rules: &["AZR-GEAS-BEGINN"],
        on: On::Types(&[xa("AZR.GEASAsylstatus.Meldung")]),
        check: Check::Tree(after),
    },
    Binding {
        rules: &["AZR-SCREENING-BEGINN", "AZR-SCREENING-ORT"],
        on: On::Types(&[
            xa("AZR.Screeningabschluss.Meldung"),
            xa("AZR.TrefferSicherheitskontrolle.Meldung"),
        ]),
        check: Check::Tree(screening),
    },
    Binding {
        rules: &["AZR-EREIGNISDATUM-ZUKUNFT"],
        on: On::Types(&[
            xa("AZR.Aberkennungsverfahren.Meldung"),
            xa("AZR.Asylstatus.Meldung"),
            xa("AZR.GEASAsylstatus.Meldung"),
            xa("AZR.Meldestatus.Meldung"),
        ]),
        check: Check::Tree(future),
    },
];

fn before(context: &mut Context<'_>, group: Node<'_>) {
    let Some(content) = content(group).filter(|_| change(group) == "01") else {
        return;
    };
    let begins = BEGINNINGS.contains(&content.text_at(["asylstatus", "code"]));
    if let Some((node, day)) = date_at(content, ["ereignisdatum"])
        && begins
        && CEAS.is_some_and(|ceas| day >= ceas)
    {
        let expected = Says::value("geasAsylstatus");
        context.find("AZR-ASYLSTATUS-GEAS", node.into(), expected, node.text());
    }
}

fn after(context: &mut Context<'_>, group: Node<'_>) {
    early(context, "AZR-GEAS-BEGINN", content(group));
}

fn screening(context: &mut Context<'_>, group: Node<'_>) {
    let content = content(group);
    early(context, "AZR-SCREENING-BEGINN", content);
    if let Some(content) = content
        && let Some(state) = content.at(["staat"])
        && content.has("ort")
    {
        unwanted(context, "AZR-SCREENING-ORT", state);
    }
}

/// Finds fault with an event before the first day of the Regulations.
fn early(context: &mut Context<'_>, rule: &str, content: Option<Node<'_>>) {
    if let Some((node, day)) = content.and_then(|c| date_at(c, ["ereignisdatum"]))
        && let Some(ceas) = CEAS.filter(|ceas| day < *ceas)
    {
        let expected = Says::new(
            format!("nicht vor dem {}", ceas.format("%d.%m.%Y")),
            format!("not before {ceas}"),
        );
        context.find(rule, node.into(), expected, node.text());
    }
}

fn future(context: &mut Context<'_>, group: Node<'_>) {
    let day = content(group).and_then(|c| date_at(c, ["ereignisdatum"]));
    if let (Some((node, day)), Some(today)) = (day, context.date())
        && day > today
    {
        let expected = Says::new(
            format!("nicht nach dem {}", today.format("%d.%m.%Y")),
            format!("not after {today}"),
        );
        let rule = "AZR-EREIGNISDATUM-ZUKUNFT";
        context.find(rule, node.into(), expected, node.text());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_that_begin_a_procedure_are_so_by_their_labels() {
        let lists = xoev_bundled::code_lists().expect("the lists");
        let list = lists.newest("urn:de:xauslaender:codelist:azr:asylstatus");
        let list = list.expect("the list of statuses");
        let begins = |label: &str| {
            label.starts_with("Asyl")
                && (label.ends_with("gestellt") || label.ends_with("geäußert"))
        };
        let found: Vec<&str> = list
            .rows()
            .filter(|row| row.label().is_some_and(begins))
            .filter_map(|row| row.key())
            .collect();
        assert_eq!(found, BEGINNINGS);
    }
}
