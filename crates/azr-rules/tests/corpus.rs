//! Messages of the chapter AZR of all kinds: nothing panics, and findings are where they say.

mod support;

use support::{judge, message, root, rules, set};
use xoev::Language;
use xoev_rules::Kind;
use xoev_validator::Judgement;

/// Judges a message and looks at what comes out; gives the number of findings of this layer.
fn look(name: &str, text: &[u8]) -> usize {
    let (report, found) = judge(text);
    for finding in &found.findings {
        let at = usize::try_from(finding.offset).expect("an offset");
        assert!(at < text.len(), "{name}: {}", finding.rule);
        let info = finding.info();
        assert!(finding.text(Language::German).starts_with(info.de));
        assert!(finding.text(Language::English).starts_with(info.en));
        if report.judgement == Judgement::Valid {
            assert!(!finding.also_schema, "{name}: {} is valid", finding.rule);
        }
    }
    let hard = found.findings.iter().any(|f| f.kind == Kind::Hard);
    assert_eq!(found.is_rejected(), hard, "{name}");
    let third = found.findings.iter().filter(|f| f.layer == 3);
    third.count()
}

#[test]
fn every_message_of_the_chapter_can_be_judged() {
    let mut count = 0;
    for element in &set().elements {
        let name = &element.name.local;
        let number = name.rsplit_once('.').map_or("", |(_, number)| number);
        if !number.starts_with("0900") {
            continue;
        }
        count += 1;
        for full in [false, true] {
            let found = look(name, message(number, full).xml().as_bytes());
            // The register's answers are not for us to judge.
            if name.starts_with("VonAZR.") {
                assert_eq!(found, 0, "{name}");
            }
        }
    }
    assert_eq!(count, 22);
}

#[test]
fn no_rule_of_the_register_speaks_of_messages_of_other_chapters() {
    for number in ["010206", "020104", "110202", "170101"] {
        if rules().message_uses(number, "Nachricht.G2GType") == Some(true) {
            let found = look(number, message(number, true).xml().as_bytes());
            assert_eq!(found, 0, "{number}");
        }
    }
}

#[test]
fn reports_cut_anywhere_can_be_judged() {
    let text = message("090010", true).xml();
    for end in (0..text.len()).step_by(11) {
        look("cut", &text.as_bytes()[..end]);
    }
}

#[test]
fn the_example_of_a_report_keeps_all_rules() {
    let file = "examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml";
    let text = std::fs::read(root().join(file)).expect("the example");
    assert_eq!(look(file, &text), 0);
}
