//! Messages of all kinds: nothing panics, and findings are where they say.

mod support;

use std::path::Path;

use support::{judge, message, rules, set};
use xoev::Language;
use xoev_rules::Kind;
use xoev_validator::Judgement;

/// Judges a message and looks at what comes out.
fn look(name: &str, text: &[u8]) {
    let (report, found) = judge(text);
    for finding in &found.findings {
        let at = usize::try_from(finding.offset).expect("an offset");
        assert!(at < text.len(), "{name}: {}", finding.rule);
        let info = finding.info();
        assert_eq!((info.id, info.kind), (finding.rule, finding.kind));
        assert!(finding.text(Language::German).starts_with(info.de));
        assert!(finding.text(Language::English).starts_with(info.en));
        if report.judgement == Judgement::Valid {
            assert!(!finding.also_schema, "{name}: {} is valid", finding.rule);
        }
    }
    let offsets = found.findings.iter().map(|f| f.offset);
    assert!(offsets.is_sorted(), "{name}");
    assert!(found.notes.iter().all(|n| !n.subject.is_empty()), "{name}");
    let hard = found.findings.iter().any(|f| f.kind == Kind::Hard);
    assert_eq!(found.is_rejected(), hard);
}

#[test]
fn every_message_of_the_standards_can_be_judged() {
    let mut count = 0;
    for element in &set().elements {
        let name = &element.name.local;
        let number = name.rsplit_once('.').map_or("", |(_, number)| number);
        if rules().message_uses(number, "Nachricht.G2GType") != Some(true) {
            continue;
        }
        count += 1;
        look(name, message(number, false).xml().as_bytes());
    }
    assert!(count > 300, "{count}");
}

#[test]
fn messages_cut_anywhere_can_be_judged() {
    let text = message("030301", true).xml();
    for end in (0..text.len()).step_by(7) {
        look("cut", &text.as_bytes()[..end]);
    }
}

/// `XOEV_CORPUS` names a folder with messages from elsewhere.
#[test]
fn messages_from_elsewhere_can_be_judged() {
    let Some(folder) = std::env::var_os("XOEV_CORPUS") else {
        return;
    };
    let mut open = vec![Path::new(&folder).to_path_buf()];
    while let Some(path) = open.pop() {
        if let Ok(entries) = path.read_dir() {
            open.extend(entries.flatten().map(|entry| entry.path()));
        } else if path.extension().is_some_and(|e| e == "xml") {
            let text = std::fs::read(&path).expect("a message");
            look(&path.display().to_string(), &text);
        }
    }
}
