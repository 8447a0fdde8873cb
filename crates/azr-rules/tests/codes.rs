//! Periods of codes: kept and broken, on different days, in messages to and from the register.

mod support;

use support::cases::{Case, prove};
use support::{Document, code, fact, group, judge, judge_with, message, new, rules};
use xoev::Language;
use xoev_rules::{Kind, RuleFinding, RuleSettings, Selection};

const KIND: &str = "sachverhalt/abschiebung/abschiebung.fachdaten.neu/abschiebungArt/code";

/// A deportation of this kind, reported on 2026-11-02.
fn deportation(key: &str) -> Document {
    let mut m = message("090010", false);
    fact(
        &mut m,
        &new("abschiebung", &code("abschiebungArt", "10", key)),
    );
    m
}

/// The group of a deportation with this kind of change.
fn changed(change: &str, key: &str) -> String {
    let content = code("abschiebungArt", "10", key);
    group("abschiebung", change, "Rx7C56w06", "abschiebung", &content)
}

/// The rules on periods that a later report (090010) with these facts breaks.
fn broken(facts: &str) -> Vec<(&'static str, Kind)> {
    let mut m = message("090010", false);
    fact(&mut m, facts);
    let (_, report) = judge(m.xml().as_bytes());
    let of_periods = |f: &&RuleFinding| f.rule.starts_with("AZR-CODE-ZEITRAUM");
    let found = report.findings.iter().filter(of_periods);
    found.map(|f| (f.rule, f.kind)).collect()
}

const NEW: (&str, Kind) = ("AZR-CODE-ZEITRAUM", Kind::Hard);
const STORED: (&str, Kind) = ("AZR-CODE-ZEITRAUM-BERICHTIGUNG", Kind::Soft);

/// What the rule on periods finds, if the message is sent on this day.
fn found(m: &Document, day: Option<&str>) -> Vec<RuleFinding> {
    let mut settings = RuleSettings::default();
    settings.date = day.map(|d| d.parse().expect("a day"));
    let (_, report) = judge_with(rules(), settings, m.xml().as_bytes());
    let of_rule = |f: &RuleFinding| f.rule == "AZR-CODE-ZEITRAUM";
    report.findings.into_iter().filter(of_rule).collect()
}

#[test]
fn rules_about_codes_are_kept_and_broken() {
    let rule = "AZR-CODE-ZEITRAUM";
    prove(&[
        // meldbar-bis
        Case::new(
            rule,
            "090010",
            |m| fact(m, &new("abschiebung", &code("abschiebungArt", "10", "30"))),
            |m| {
                m.set(KIND, "28");
            },
        ),
        // entfaellt-ab
        Case::new(
            rule,
            "090009",
            |m| {
                m.fill(
                    "sachverhalt",
                    &new("asylstatus", &code("asylstatus", "5", "46")),
                );
            },
            |m| {
                let kind = "sachverhalt/asylstatus/asylstatus.fachdaten.neu/asylstatus/code";
                m.set(kind, "34");
            },
        ),
        // Zusatzinformation
        Case::new(
            rule,
            "090010",
            |m| fact(m, &new("duldung", &code("duldungArt", "6", "86"))),
            |m| {
                let kind = "sachverhalt/duldung/duldung.fachdaten.neu/duldungArt/code";
                m.set(kind, "87");
            },
        ),
        // What is stored, and corrected.
        Case::new(
            "AZR-CODE-ZEITRAUM-BERICHTIGUNG",
            "090010",
            |m| fact(m, &changed("04", "30")),
            |m| {
                m.set(KIND, "28");
            },
        ),
        Case::new(
            "AZR-CODE-ALTFALL",
            "090012",
            |m| {
                m.attribute("dokumentTyp", "listVersionID", "5");
                m.set("dokumentTyp/code", "16");
            },
            |m| {
                m.set("dokumentTyp/code", "14");
            },
        ),
    ]);
}

#[test]
fn the_day_of_the_report_decides() {
    let new = deportation("30");
    assert!(found(&new, None).is_empty());
    assert!(found(&new, Some("2026-06-12")).is_empty());
    assert_eq!(found(&new, Some("2026-06-11")).len(), 1);
    let old = deportation("28");
    assert_eq!(found(&old, None).len(), 1);
    assert!(found(&old, Some("2026-06-11")).is_empty());
    assert!(found(&old, Some("2025-11-01")).is_empty());
    assert_eq!(found(&old, Some("2025-10-31")).len(), 1);
    // The first day of `entfaellt-ab` is out.
    let mut gone = message("090010", false);
    let status = code("asylstatus", "5", "34");
    fact(&mut gone, &support::new("asylstatus", &status));
    assert!(found(&gone, Some("2023-04-30")).is_empty());
    assert_eq!(found(&gone, Some("2023-05-01")).len(), 1);
    assert!(found(&gone, Some("2022-11-01")).is_empty());
    assert_eq!(found(&gone, Some("2022-10-31")).len(), 1);
}

#[test]
fn periods_are_hard_for_what_is_new_and_soft_for_what_corrects_or_deletes_what_is_stored() {
    for (change, expected) in [
        ("01", NEW),
        ("02", NEW),
        ("03", STORED),
        ("04", STORED),
        ("05", STORED),
    ] {
        assert_eq!(broken(&changed(change, "28")), [expected], "{change}");
        assert_eq!(broken(&changed(change, "30")), [], "{change}");
    }
}

#[test]
fn each_group_is_judged_by_its_own_kind_of_change() {
    let facts = changed("04", "28") + &changed("01", "28") + &changed("05", "01");
    assert_eq!(broken(&facts), [STORED, NEW, STORED]);
    // What has no kind of change is new, whatever went before.
    let without =
        changed("04", "28").replace("<xa:aenderungsArt><code>04</code></xa:aenderungsArt>", "");
    assert_eq!(broken(&(changed("04", "28") + &without)), [STORED, NEW]);
}

#[test]
fn a_key_for_what_is_stored_may_not_be_reported_by_a_correction_either() {
    let content = code("duldungArt", "6", "87");
    let correction = group("duldung", "04", "Rx7C56w06", "duldung", &content);
    assert_eq!(broken(&correction), [NEW]);
}

#[test]
fn a_report_in_the_first_hours_of_a_german_day_is_one_of_this_day() {
    let created = "nachrichtenkopf.g2g/identifikation.nachricht/erstellungszeitpunkt";
    let on = |time: &str, key: &str| {
        let mut m = deportation(key);
        m.set(created, time);
        found(&m, None).len()
    };
    // The key may be reported from 12.06.2026.
    assert_eq!(on("2026-06-11T22:30:00.000Z", "30"), 0);
    assert_eq!(on("2026-06-11T21:30:00.000Z", "30"), 1);
    // This one up to 11.06.2026.
    assert_eq!(on("2026-06-11T22:30:00.000Z", "28"), 1);
    assert_eq!(on("2026-06-12T08:00:00.000+14:00", "28"), 0);
}

#[test]
fn a_finding_shows_the_meaning_and_the_period() {
    let all = found(&deportation("28"), None);
    let [finding] = &all[..] else {
        panic!("{all:?}");
    };
    assert_eq!((finding.kind, finding.layer), (Kind::Hard, 3));
    let german = finding.text(Language::German);
    for part in [
        "02.11.2026",
        "vom 01.11.2025 bis zum 11.06.2026",
        "28 Altfall",
    ] {
        assert!(german.contains(part), "{part} in {german}");
    }
    let english = finding.text(Language::English);
    assert!(
        english.contains("from 2025-11-01 to 2026-06-11"),
        "{english}"
    );
    let all = found(&deportation("01"), None);
    assert!(
        all[0]
            .text(Language::German)
            .contains("meldbar bis 13.05.2019")
    );
    let all = found(&deportation("30"), Some("2026-01-01"));
    assert!(
        all[0]
            .text(Language::German)
            .contains("meldbar ab 12.06.2026")
    );
}

#[test]
fn periods_are_for_reports_not_for_answers() {
    let mut m = message("090004", true);
    let old = code("duldungArt", "6", "01") + "<xa:referenz.id>Rx7C56w06</xa:referenz.id>";
    m.fill("historisierteDuldung", &old);
    let (report, rules) = judge(m.xml().as_bytes());
    assert_eq!(report.judgement, xoev_validator::Judgement::Valid);
    // The list is at hand and the key is known: nothing is said, as it is an answer.
    let lists = rules
        .notes
        .iter()
        .filter(|n| n.subject.contains("artderduldung (6)"));
    assert_eq!(lists.count(), 0);
    assert!(!rules.findings.iter().any(|f| f.rule.starts_with("AZR-")));
}

#[test]
fn a_code_of_a_list_that_is_not_at_hand_is_not_judged() {
    let mut m = deportation("28");
    let list = KIND.trim_end_matches("/code");
    m.attribute(list, "listVersionID", "9");
    assert!(found(&m, None).is_empty());
}

#[test]
fn the_rule_about_periods_can_be_switched_off() {
    let set = support::set();
    let rules = azr_rules::rules(set).expect("the rules");
    let rules = rules.select(Selection::all().off("AZR-CODE-ZEITRAUM"));
    let rules = rules.expect("a rule");
    let settings = RuleSettings::default();
    let (_, report) = judge_with(&rules, settings, deportation("28").xml().as_bytes());
    assert!(
        !report
            .findings
            .iter()
            .any(|f| f.rule == "AZR-CODE-ZEITRAUM")
    );
    assert!(!report.is_rejected(), "{:?}", report.findings);
}

#[test]
fn a_message_without_a_readable_day_is_not_judged_by_periods() {
    let mut m = deportation("28");
    let head = "nachrichtenkopf.g2g/identifikation.nachricht";
    m.set(&format!("{head}/erstellungszeitpunkt"), "gestern");
    assert!(found(&m, None).is_empty());
    assert_eq!(found(&m, Some("2026-11-02")).len(), 1);
}
