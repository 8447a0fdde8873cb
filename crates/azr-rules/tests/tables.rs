//! The tables of the rules: complete, consistent, and in `docs/AZR-RULES.md`.

mod support;

use std::collections::BTreeSet;

use support::{page, root, rules, set};
use xoev_rules::{Messages, RuleInfo, TypeName};

/// The rules of this crate.
fn own() -> Vec<RuleInfo> {
    let books = azr_rules::books().iter();
    books.flat_map(|b| b.rules).copied().collect()
}

#[test]
fn every_rule_has_cases_that_keep_and_break_it() {
    let folder = root().join("crates/azr-rules/tests");
    let sources: String = ["kopf", "person", "sachverhalt", "nachrichten", "codes"]
        .iter()
        .map(|f| std::fs::read_to_string(folder.join(f).with_extension("rs")).expect("a test file"))
        .collect();
    let flat: String = sources.split_whitespace().collect();
    let missing: Vec<&str> = own()
        .iter()
        .map(|r| r.id)
        .filter(|id| {
            let named = format!("=\"{id}\";");
            !flat.contains(&format!("Case::new(\"{id}\"")) && !flat.contains(&named)
        })
        .collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn rules_have_names_of_one_scheme_and_texts_in_both_languages() {
    let mut seen = BTreeSet::new();
    for rule in own() {
        assert!(seen.insert(rule.id), "{} twice", rule.id);
        assert!(rule.id.starts_with("AZR-"), "{}", rule.id);
        let letters = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        assert!(rule.id.chars().all(letters), "{}", rule.id);
        assert_eq!(rule.layer, azr_rules::LAYER);
        page::has_texts(&rule);
        assert!(rule.source.starts_with("XAusländer, "), "{}", rule.id);
        if let Some(number) = rule.id.split('-').nth(1)
            && number.bytes().all(|b| b.is_ascii_digit())
        {
            assert!(rule.source.contains(number), "{}: {}", rule.id, rule.source);
        }
    }
}

#[test]
fn the_rules_of_both_layers_go_together_and_all_of_them_are_on() {
    for rule in own() {
        assert!(rules().is_on(rule.id), "{}", rule.id);
    }
    let second = xoev_rules::books().iter().flat_map(|b| b.rules).count();
    assert_eq!(rules().rules().len(), second + own().len());
    assert!(rules().is_on("S010"));
}

#[test]
fn types_and_messages_that_rules_are_for_exist() {
    let typed = |name: &str| {
        let mut all = set().types.iter();
        all.any(|t| t.name.as_ref().is_some_and(|n| n.local == name))
    };
    let sent = |number: &str| {
        let suffix = format!(".{number}");
        let mut all = set().elements.iter();
        all.any(|e| e.name.local.ends_with(&suffix))
    };
    for rule in own() {
        match rule.messages {
            Messages::WithType(types) => {
                assert!(types.iter().all(|t| typed(t)), "{}", rule.id);
            }
            Messages::Numbers(numbers) => {
                assert!(numbers.iter().all(|n| sent(n)), "{}", rule.id);
            }
            other => panic!("{}: {other:?}", rule.id),
        }
    }
    let bound = azr_rules::books().iter().flat_map(|b| b.bindings);
    for binding in bound {
        match binding.on {
            xoev_rules::On::Types(names) => {
                assert!(names.iter().all(|TypeName { local, .. }| typed(local)));
            }
            xoev_rules::On::Children(TypeName { local, .. }, _) => assert!(typed(local), "{local}"),
            xoev_rules::On::Message(numbers) => assert!(numbers.iter().all(|n| sent(n))),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn every_statement_about_the_register_has_a_fate() {
    let lines = include_str!("../src/coverage.tsv").lines();
    assert_eq!(azr_rules::coverage().len(), lines.count() - 1);
    assert_eq!(azr_rules::coverage().len(), 305);
}

#[test]
fn every_rule_comes_from_a_statement_and_every_rule_named_exists() {
    let all = azr_rules::coverage();
    let named: BTreeSet<&str> = all.iter().flat_map(|c| c.fate.rules()).copied().collect();
    let both: BTreeSet<&str> = rules().rules().iter().map(|r| r.id).collect();
    assert_eq!(named.difference(&both).collect::<Vec<_>>(), [&""; 0]);
    let known: BTreeSet<&str> = own().iter().map(|r| r.id).collect();
    // These follow from the code lists.
    let unnamed: Vec<_> = known.difference(&named).collect();
    let expected = [
        "AZR-CODE-ALTFALL",
        "AZR-CODE-ZEITRAUM",
        "AZR-CODE-ZEITRAUM-BERICHTIGUNG",
    ];
    assert_eq!(unnamed, expected.each_ref());
}

/// The page as it should be.
fn page() -> String {
    let all = own();
    let (hard, soft) = page::hard_and_soft(&all);
    let mut out = String::from("# Plausibility rules of the register AZR\n\n");
    out.push_str("<!-- Made from the tables of `crates/azr-rules` by the test `the_page_of_rules_is_fresh`; run it with XOEV_WRITE=1 to rewrite this page. -->\n\n");
    out.push_str(&format!(
        "{} rules, {hard} hard and {} soft, of the third layer of validation: what the Ausländerzentralregister asks of messages \
        before they are sent. The second layer is in `docs/RULES.md`.\n\n\
        A hard rule is one that the standard states as must or must not, and that the message alone shows; it blocks the sending. What the \
        standard only describes, what follows from several of its places, and what has exceptions that a message does not show is soft, and \
        only warns. Every rule can be switched off by its name.\n\n\
        Names: `AZR-…` is for a type or a group of data, `AZR-<number>-…` for one message.\n\n## Rules\n\n",
        all.len(),
        soft
    ));
    out.push_str(&page::rules(&all));
    out.push_str(PERIODS);
    out.push_str("\n## Statements of the standard\n\n");
    let what = "What the standard states in prose about messages to and from the register and about the types of their content";
    out.push_str(&page::statements(what, &azr_rules::coverage()));
    out
}

/// How the columns of code lists are read.
const PERIODS: &str = "
## Periods of codes

Lists of the register keep old keys, so that what is stored can be read. Two rules take from them when a key may be reported:

| column | meaning |
| --- | --- |
| `meldbar-ab`, `neu-ab` | the first day |
| `meldbar-bis` | the last day |
| `entfaellt-ab` | the first day on which it may not be reported any more |
| `Zusatzinformation` | `Bestandskennung-nicht meldbar`: it may never be reported |

No sentence of the standard says what the columns mean; it is inferred from their names. What is reported newly (kinds of change 01 and 02)
needs a key of the day: `AZR-CODE-ZEITRAUM`, which is hard. Whether what was stored earlier may be corrected (04, 05) or deleted (03) by the
key that it was stored with is not stated anywhere: `AZR-CODE-ZEITRAUM-BERICHTIGUNG`, which is soft. A key that may never be reported is
hard in both cases.

What counts is the day of the report: that of its creation in the message head, in German local time, unless the program sets another one.
Whether an event of an earlier day may still be reported by the key of that day is not stated anywhere; by the names of the columns it may not.
";

#[test]
fn the_page_of_rules_is_fresh() {
    page::is_fresh(&root().join("docs"), "AZR-RULES.md", &page());
}
