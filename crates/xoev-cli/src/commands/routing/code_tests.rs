//! Every code has a sentence: the tables are compared with the sources that make the codes.

use std::collections::BTreeSet;
use std::path::Path;

use xoev_outbox::{Failure, FailureClass};

use super::failures::{EVENTS, FAILURES, failure};
use super::sortings::SORTINGS;
use crate::cli::Lang;

/// What stands before the code of a failure, in the sources that make one.
const BEFORE: [&str; 17] = [
    "Permanent,",
    "Repair,",
    "Readdress,",
    "RetryLater,",
    "UnknownOutcome,",
    "(class,",
    "(operation),",
    "unheard,",
    "permanent(",
    "unknown(",
    "unsendable(",
    "code:",
    "_) => (",
    "_)) => (",
    "||",
    "else {",
    "ANSWER_OVERDUE: &str =",
];

/// The codes in a source: texts without spaces in such places.
fn codes(source: &str, marks: &[&str], found: &mut BTreeSet<String>) {
    let (source, _) = source.split_once("#[cfg(test)]").unwrap_or((source, ""));
    let mut rest = source;
    let mut at = 0;
    while let Some(start) = rest.find('"') {
        let Some(length) = rest[start + 1..].find('"') else {
            return;
        };
        let text = &rest[start + 1..start + 1 + length];
        let before = source[..at + start].trim_end();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let code = !text.is_empty() && text.chars().all(plain);
        let line = before.rsplit('\n').next().unwrap_or(before);
        let comment = line.trim_start().starts_with("//");
        // Patterns ask for codes of others, and operations have names like `sendMessage`.
        let after = rest[start + length + 2..].trim_start();
        let pattern = after.starts_with('|') || after.starts_with("=>");
        let name = text.contains(char::is_uppercase) && text.contains(char::is_lowercase);
        let code = code && !comment && !pattern && !name;
        if code && marks.iter().any(|b| before.ends_with(b)) {
            found.insert(text.to_owned());
        }
        let end = start + length + 2;
        rest = &rest[end..];
        at += end;
    }
}

fn walk(folder: &Path, marks: &[&str], found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
        if path.is_dir() && name != "contract" {
            walk(&path, marks, found);
        } else if name.ends_with(".rs") && !name.contains("tests") {
            codes(
                &std::fs::read_to_string(&path).expect("a source"),
                marks,
                found,
            );
        }
    }
}

/// Every code that these crates make has an entry, and every entry is of a code that they make.
fn compare(crates: &[&str], marks: &[&str], tables: &[&[(&str, &str)]]) {
    let mut made = BTreeSet::new();
    for name in crates {
        let sources = format!("{}/../{name}/src", env!("CARGO_MANIFEST_DIR"));
        walk(Path::new(&sources), marks, &mut made);
    }
    let known = tables.iter().copied().flatten();
    let known: BTreeSet<String> = known.map(|(code, _)| (*code).to_owned()).collect();
    let missing: Vec<&String> = made.difference(&known).collect();
    let stale: Vec<&String> = known.difference(&made).collect();
    assert!(missing.is_empty(), "without a sentence: {missing:?}");
    assert!(stale.is_empty(), "made nowhere: {stale:?}");
}

#[test]
fn every_failure_that_our_crates_make_has_a_sentence_and_no_other() {
    let crates = [
        "azr-service",
        "xoev-outbox",
        "xoev-router",
        "xoev-transport",
        "xoev-xta",
    ];
    compare(&crates, &BEFORE, &[FAILURES]);
}

#[test]
fn every_reason_in_a_history_has_a_sentence_and_no_other() {
    let marks = ["because(", "person(", "found, who,", "if erinnerung {"];
    compare(&["xoev-outbox", "xoev-router"], &marks, &[EVENTS, SORTINGS]);
}

#[test]
fn the_tables_are_sorted_and_their_sentences_end() {
    for table in [FAILURES, EVENTS, SORTINGS] {
        assert!(table.is_sorted_by(|(a, _), (b, _)| a < b));
        assert!(table.iter().all(|(_, sentence)| sentence.ends_with('.')));
    }
}

#[test]
fn what_others_say_is_shown_word_for_word() {
    let said = Failure::new(FailureClass::Repair, "AZR-7", "Die Angabe „Örnek“ fehlt");
    assert_eq!(failure(&said, Lang::De), "AZR-7: Die Angabe „Örnek“ fehlt");
    let ours = Failure::new(FailureClass::RetryLater, "CONNECT", "connection refused");
    let shown = failure(&ours, Lang::De);
    assert!(
        shown.starts_with("Das Register ist nicht erreichbar."),
        "{shown}"
    );
    assert!(shown.ends_with("[CONNECT: connection refused]"), "{shown}");
    assert_eq!(failure(&ours, Lang::En), "CONNECT: connection refused");
    let status = Failure::new(FailureClass::Permanent, "HTTP-403", "Forbidden");
    assert!(failure(&status, Lang::De).ends_with("[HTTP-403: Forbidden]"));
}
