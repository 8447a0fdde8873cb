//! Which codes may be reported on a day.
//!
//! Lists of the register keep old keys, so that what is stored can be read. Their columns say when
//! a key may be reported:
//!
//! | column | meaning |
//! | --- | --- |
//! | `meldbar-ab`, `neu-ab` | the first day |
//! | `meldbar-bis` | the last day |
//! | `entfaellt-ab` | the first day on which it may not be reported any more |
//! | `Zusatzinformation` | `Bestandskennung-nicht meldbar`: it may never be reported |
//!
//! What the columns mean is inferred: no sentence of the standard says it. By their names they are
//! about what is reported newly (kinds of change 01 and 02). Whether what was stored earlier may be
//! corrected (04, 05) or deleted (03) by the key that it was stored with is not stated anywhere, so
//! that is soft.
//!
//! The lists show the days by keys that follow on each other: in that of deportations, keys up to
//! 31.10.2022 (`meldbar-bis`) are followed by keys from 01.11.2022; in that of asylum statuses, keys
//! with `entfaellt-ab` 01.05.2023 by keys with `neu-ab` of the same day. Days are written as
//! `31.10.2022`; `2022-10-31` is understood, too.

use chrono::NaiveDate;
use xoev_rules::{
    At, Binding, Book, Check, Code, Context, Kind::Hard, Kind::Soft, Leaf, Messages, On, RuleInfo,
    Says,
};

use crate::rule;
use crate::shape::xa;

/// Rules about codes.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// Messages that put something into the register, or out of it.
const CHANGES: &[&str] = &["090009", "090010", "090012"];

const RULES: &[RuleInfo] = &[
    rule(
        "AZR-CODE-ZEITRAUM",
        Hard,
        "XAusländer, Codelisten des AZR: meldbar-ab, neu-ab, meldbar-bis, entfaellt-ab, Zusatzinformation (Bedeutung aus den Namen der Spalten geschlossen)",
        Messages::Numbers(CHANGES),
        "Neues (Änderungsart 01, 02) darf nur mit einem Schlüssel gemeldet werden, der am Tag der Meldung meldbar ist; eine Bestandskennung nie.",
        "New content (kinds of change 01, 02) may only be reported with a key that may be reported on that day; one for what is stored never.",
    ),
    // Soft: what is corrected may have been stored when the key could be reported.
    rule(
        "AZR-CODE-ZEITRAUM-BERICHTIGUNG",
        Soft,
        "XAusländer, Codelisten des AZR: meldbar-ab, neu-ab, meldbar-bis, entfaellt-ab (Bedeutung aus den Namen der Spalten geschlossen)",
        Messages::Numbers(CHANGES),
        "Auch zur Berichtigung oder Löschung von Gespeichertem (Änderungsart 03, 04, 05) sollte ein Schlüssel am Tag der Meldung meldbar sein.",
        "A key that corrects or deletes what is stored (kinds of change 03, 04, 05) should be one that may be reported on that day, too.",
    ),
    // Soft: only the label says so, and the list gives no end.
    rule(
        "AZR-CODE-ALTFALL",
        Soft,
        "XAusländer, Codelisten des AZR: Bezeichnung mit „Altfall“",
        Messages::Numbers(CHANGES),
        "Ein Schlüssel für Altfälle sollte nicht mehr gemeldet werden.",
        "A key for old cases should not be reported any more.",
    ),
];

/// All that is found about periods, which depends on the kind of change.
const OF_PERIODS: &[&str] = &[
    "AZR-CODE-ZEITRAUM",
    "AZR-CODE-ZEITRAUM-BERICHTIGUNG",
    "AZR-CODE-ALTFALL",
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: OF_PERIODS,
        on: On::Message(CHANGES),
        check: Check::Code(period),
    },
    Binding {
        rules: OF_PERIODS,
        on: On::Children(xa("Code.AZR.ArtDerAenderung"), &["code"]),
        check: Check::Leaf(change),
    },
];

/// Under what the kind of change is kept: whether it is about what is stored (1) or new (0).
const STORED: &str = "AZR, aenderungsArt";

/// Keeps the kind of change for the rest of its group, which comes after it.
fn change(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    let stored = matches!(leaf.value(), "03" | "04" | "05");
    // The key stands in `aenderungsArt`, and that in the group.
    context.keep(STORED, 2, stored.into());
}

fn period(context: &mut Context<'_>, code: &Code<'_>) {
    let Some(today) = context.date() else {
        return;
    };
    let day = |name| code.cell(name).and_then(day);
    let from = day("meldbar-ab").max(day("neu-ab"));
    let until = [
        day("meldbar-bis"),
        day("entfaellt-ab").and_then(|d| d.pred_opt()),
    ];
    let until = until.into_iter().flatten().min();
    let label = code.label.unwrap_or_default().trim();
    let found = match label {
        "" => code.key.to_owned(),
        label => format!("{} {label}", code.key),
    };
    let never = code
        .cell("Zusatzinformation")
        .is_some_and(|text| text.contains("nicht meldbar"));
    if never {
        let expected = Says::new(
            "ein meldbarer Schlüssel statt einer Bestandskennung",
            "a key that may be reported, not one for what is stored",
        );
        context.find("AZR-CODE-ZEITRAUM", At::Here, expected, &found);
    } else if from.is_some_and(|from| today < from) || until.is_some_and(|until| today > until) {
        let expected = Says::new(
            format!(
                "ein Schlüssel, der am {} meldbar ist; dieser ist meldbar {}",
                german(today),
                span(from, until, ["vom", "ab", "bis", "bis zum"], german)
            ),
            format!(
                "a key that may be reported on {today}; this one may be reported {}",
                span(from, until, ["from", "from", "until", "to"], |d| d
                    .to_string())
            ),
        );
        let rule = match context.kept(STORED) {
            Some(1) => "AZR-CODE-ZEITRAUM-BERICHTIGUNG",
            _ => "AZR-CODE-ZEITRAUM",
        };
        context.find(rule, At::Here, expected, &found);
    } else if label.contains("Altfall") && until.is_none() {
        let expected = Says::new(
            "ein Schlüssel, der nicht für Altfälle ist",
            "a key that is not for old cases",
        );
        context.find("AZR-CODE-ALTFALL", At::Here, expected, &found);
    }
}

/// A period in words: from and to, only from, only until.
fn span(
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    [both, only_from, only_until, to]: [&str; 4],
    show: fn(NaiveDate) -> String,
) -> String {
    match (from.map(show), until.map(show)) {
        (Some(from), Some(until)) => format!("{both} {from} {to} {until}"),
        (Some(from), None) => format!("{only_from} {from}"),
        (None, Some(until)) => format!("{only_until} {until}"),
        (None, None) => String::new(),
    }
}

/// A day as the lists write it; none if it is not one, or empty.
fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let german = NaiveDate::parse_from_str(text, "%d.%m.%Y");
    german
        .ok()
        .or_else(|| text.get(..10).and_then(|iso| iso.parse().ok()))
}

fn german(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_in_the_columns_of_periods_is_understood() {
        let lists = xoev_bundled::code_lists().expect("the lists");
        let columns = ["meldbar-ab", "neu-ab", "meldbar-bis", "entfaellt-ab"];
        let (mut seen, mut lists_with_periods) = (0, 0);
        for list in lists.iter() {
            let mut with_period = false;
            for (row, name) in list.rows().flat_map(|r| columns.map(|c| (r, c))) {
                let Some(text) = row.get(name).filter(|t| !t.trim().is_empty()) else {
                    continue;
                };
                assert!(day(text).is_some(), "{}: {name} {text}", list.uri());
                (seen, with_period) = (seen + 1, true);
            }
            lists_with_periods += usize::from(with_period);
        }
        assert!(seen > 400, "{seen}");
        assert_eq!(lists_with_periods, 13);
    }

    #[test]
    fn no_list_names_periods_in_columns_that_are_not_known() {
        let lists = xoev_bundled::code_lists().expect("the lists");
        let known = ["meldbar-ab", "neu-ab", "meldbar-bis", "entfaellt-ab"];
        for list in lists.iter() {
            for column in list.columns() {
                let id = column.id.to_lowercase();
                if id.ends_with("-ab") || id.ends_with("-bis") {
                    assert!(known.contains(&id.as_str()), "{}: {id}", list.uri());
                }
            }
        }
    }

    #[test]
    fn days_are_read_in_both_ways_of_writing() {
        let expected = NaiveDate::from_ymd_opt(2022, 10, 31);
        assert_eq!(day("31.10.2022"), expected);
        assert_eq!(day("2022-10-31T00:00:00Z"), expected);
        assert_eq!(day("demnächst"), None);
        assert_eq!(day("31.02.2022"), None);
        assert_eq!(day(""), None);
    }
}
