//! All forms against files that a person has looked at. `XOEV_UPDATE_EXPECTED=1` rewrites them.

use std::fs;
use std::path::Path;

use xoev::Language;
use xoev_report::{FileReport, State};

use crate::samples::{Sample, html, json, junit, options, samples, text};

fn compare(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/expected")
        .join(name);
    if std::env::var_os("XOEV_UPDATE_EXPECTED").is_some() {
        fs::write(&path, actual).expect("written");
    }
    let expected = fs::read_to_string(&path).expect("expected file");
    let differing = expected
        .lines()
        .zip(actual.lines())
        .position(|(expected, actual)| expected != actual);
    if let Some(at) = differing {
        let line = |text: &str| text.lines().nth(at).unwrap_or_default().to_owned();
        panic!(
            "{name}, line {}:\nexpected {}\nactual   {}",
            at + 1,
            line(&expected),
            line(actual)
        );
    }
    assert!(expected == actual, "{name} has another length");
}

/// Style, script and their hashes have files and tests of their own.
fn without_style_and_script(page: &str) -> String {
    let mut out = page.to_owned();
    for (begin, end) in [
        ("<style>", "</style>"),
        ("<script>", "</script>"),
        ("content=\"default-src", "\"/>"),
    ] {
        let from = out.find(begin).expect("begin") + begin.len();
        let to = from + out[from..].find(end).expect("end");
        out.replace_range(from..to, "…");
    }
    out
}

#[test]
fn text_is_as_expected() {
    let (german, counts) = text(&samples(), Language::German);
    compare("report.txt", &german);
    compare("report.en.txt", &text(&samples(), Language::English).0);
    assert_eq!(counts.files(), 5);
    assert_eq!(counts.valid(), 3);
    assert_eq!(counts.state(State::NotConformant), 1);
}

#[test]
fn json_is_as_expected() {
    compare("report.jsonl", &json(&samples(), Language::German));
}

#[test]
fn junit_is_as_expected() {
    compare("report.junit.xml", &junit(&samples(), Language::German));
}

#[test]
fn html_is_as_expected() {
    let german = html(&samples(), options(Language::German));
    compare("report.html", &without_style_and_script(&german));
    let english = html(&samples(), options(Language::English));
    compare("report.en.html", &without_style_and_script(&english));
}

#[test]
fn html_without_excerpts_is_as_expected() {
    let page = html(&samples(), options(Language::German).excerpts(false));
    compare("report.private.html", &without_style_and_script(&page));
}

#[test]
fn one_file_has_no_summary_in_text() {
    let one = |report| {
        let sample = Sample {
            report,
            bytes: Vec::new(),
            encoding: "UTF-8",
        };
        text(&[sample], Language::German).0
    };
    assert_eq!(one(FileReport::valid("-")), "-: gültig\n");
    assert_eq!(
        one(FileReport::valid("a.xml").message("090099", "AZR-Fehlernachricht")),
        "a.xml: gültig (090099 AZR-Fehlernachricht)\n"
    );
}
