//! Verdicts of patterns on texts, compared with those of Xerces-J.
//!
//! `data/patterns.tsv` has pattern, text (both with characters outside of printable ASCII as
//! `\u{...}`) and the verdict of Xerces-J 2.12.2: `valid`, `invalid`, or `broken` for patterns that
//! it does not take.

#![allow(missing_docs)]

use std::collections::HashMap;

use xoev::Pattern;

mod escapes;

use escapes::unescape;

#[test]
fn verdicts_on_patterns_are_those_of_xerces() {
    // Another table may be given for a longer comparison.
    let table = match std::env::var("XOEV_PATTERNS") {
        Ok(path) => std::fs::read_to_string(path).expect("table"),
        Err(_) => include_str!("data/patterns.tsv").to_owned(),
    };
    let mut patterns: HashMap<String, Pattern> = HashMap::new();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in table.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [source, text, verdict] = fields.as_slice() else {
            panic!("{line}")
        };
        count += 1;
        let pattern = patterns
            .entry((*source).to_owned())
            .or_insert_with(|| Pattern::new(String::leak(unescape(source))));
        let ours = match pattern.is_match(&unescape(text)) {
            true => "valid",
            false if pattern.error().is_some() => "broken",
            false => "invalid",
        };
        if ours != *verdict {
            wrong.push(format!("{line} (here {ours})"));
        }
    }
    assert!(count > 1000, "{count} texts");
    assert!(
        wrong.is_empty(),
        "{} of {count} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
