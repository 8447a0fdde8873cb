//! The tables of the rules: complete, consistent, and in `docs/RULES.md`.

mod support;

use std::collections::BTreeSet;

use support::{page, root, rules};
use xoev_rules::{Messages, coverage};

/// Rules that are proved in tests with a name of their own, `<rule>_is_…`.
const BY_NAME: &str = "_is_";

#[test]
fn every_rule_has_cases_that_keep_and_break_it() {
    let folder = root().join("crates/xoev-rules/tests");
    let sources: String = ["general", "xinneres", "xauslaender", "asyl", "whole"]
        .iter()
        .map(|f| std::fs::read_to_string(folder.join(f).with_extension("rs")).expect("a test file"))
        .collect();
    let flat = sources.split_whitespace().collect::<Vec<_>>().join("");
    let missing: Vec<&str> = rules()
        .rules()
        .iter()
        .map(|r| r.id)
        .filter(|id| {
            let name = id.to_lowercase().replace('-', "_");
            !flat.contains(&format!("Case::new(\"{id}\""))
                && !sources.contains(&format!("fn {name}{BY_NAME}"))
        })
        .collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn rules_have_names_of_one_scheme_and_texts_in_both_languages() {
    let mut seen = BTreeSet::new();
    for rule in rules().rules() {
        assert!(seen.insert(rule.id), "{} twice", rule.id);
        let reject = rule.id.len() == 4 && rule.id.starts_with('S');
        let scheme = ["XOEV-", "XI-", "XA-"]
            .iter()
            .any(|p| rule.id.starts_with(p));
        assert!(reject || scheme, "{}", rule.id);
        let letters = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        assert!(rule.id.chars().all(letters), "{}", rule.id);
        assert_eq!(rule.layer, 2);
        page::has_texts(rule);
        assert!(rule.source.starts_with('X'), "{}: {}", rule.id, rule.source);
    }
    // Books are put together without the check for names that are missing.
    assert!(xoev_rules::Rules::with_books(support::set(), &[]).is_ok());
}

#[test]
fn types_that_rules_are_for_exist() {
    for rule in rules().rules() {
        if let Messages::WithType(types) | Messages::Either(types, _) = rule.messages {
            for name in types {
                let mut all = support::set().types.iter();
                let found = all.any(|t| t.name.as_ref().is_some_and(|n| n.local == *name));
                assert!(found, "{}: {name}", rule.id);
            }
        }
    }
}

#[test]
fn the_number_of_every_message_is_a_key_of_its_list() {
    // Else XOEV-NACHRICHTENTYP would find fault with correct messages.
    let set = support::set();
    let mut keys = BTreeSet::new();
    for ty in &set.types {
        let place = &ty.place;
        if place.first().is_some_and(|p| p == "Code.Nachrichtentyp")
            && let xoev_schema::TypeKind::Simple(simple) = &ty.kind
        {
            keys.extend(simple.facets.enumeration.iter().map(|v| v.value.as_str()));
        }
    }
    assert!(keys.len() > 300);
    let roots = set.elements.iter().map(|e| e.name.local.as_str());
    let numbers = roots.filter_map(|name| Some(name.rsplit_once('.')?.1));
    let numbers: Vec<&str> = numbers
        .filter(|n| n.len() >= 4 && n.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    assert!(numbers.len() > 300);
    for number in numbers {
        assert!(keys.contains(number), "{number}");
    }
}

/// The page as it should be.
fn page() -> String {
    let all = rules().rules();
    let (hard, soft) = page::hard_and_soft(all);
    let mut out = String::from("# Rules beyond the schema\n\n");
    out.push_str("<!-- Made from the tables of `crates/xoev-rules` by the test `the_page_of_rules_is_fresh`; run it with XOEV_WRITE=1 to rewrite this page. -->\n\n");
    out.push_str(&format!(
        "{} rules, {hard} hard and {} soft. A hard rule is stated without condition, and the message alone tells whether it is kept; \
        whoever receives a message that breaks it may reject it. All else is soft. Every rule can be switched off by its name.\n\n",
        all.len(),
        soft
    ));
    out.push_str("Names: `S…` are the reject codes of XInneres. `XOEV-…` holds for messages of all standards, `XI-<number>-…` for a message of \
        XInneres, `XA-…` for types of XAusländer and `XA-<number>-…` for one of its messages.\n\n## Rules\n\n");
    out.push_str(&page::rules(all));
    out.push_str("\n## Statements of the standards\n\n");
    let what = "What the standards state in prose about single types and messages";
    out.push_str(&page::statements(what, &coverage()));
    out
}

#[test]
fn the_page_of_rules_is_fresh() {
    page::is_fresh(&root().join("docs"), "RULES.md", &page());
}
