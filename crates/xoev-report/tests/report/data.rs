//! Reports as data.

use xoev::{Language, Rule, Violation};
use xoev_report::{Entry, FileReport, Layer, Severity, State};

use crate::samples::{json, path, samples};

fn entry(layer: Layer, severity: Severity) -> Entry {
    Entry::new(layer, severity, "xoev-x", "x").texts("deutsch", "english")
}

#[test]
fn valid_speaks_of_the_schema_and_conformant_of_all_layers() {
    let with = |layer, severity| FileReport::valid("a.xml").with(entry(layer, severity));
    let soft = with(Layer::Profile, Severity::Warning);
    assert!(soft.valid && soft.conformant);
    let hard = with(Layer::Plausibility, Severity::Error);
    assert!(hard.valid && !hard.conformant);
    assert_eq!(hard.state(), State::NotConformant);
    let schema = with(Layer::Schema, Severity::Error);
    assert!(!schema.valid && !schema.conformant);
    assert_eq!(schema.state(), State::Invalid);
    assert_eq!(FileReport::unchecked("a.xml").state(), State::Unchecked);
}

#[test]
fn notes_stand_apart_from_errors_and_warnings() {
    let report = FileReport::valid("a.xml")
        .with(entry(Layer::Profile, Severity::Note))
        .with(entry(Layer::Profile, Severity::Warning));
    assert_eq!((report.errors.len(), report.notes.len()), (1, 1));
    assert!(report.conformant);
}

#[test]
fn a_shortened_report_counts_what_it_leaves_out_and_keeps_its_verdict() {
    let mut report = FileReport::valid("a.xml")
        .with(entry(Layer::Schema, Severity::Error))
        .with(entry(Layer::Profile, Severity::Error))
        .with(entry(Layer::Profile, Severity::Note));
    report.truncate(0);
    assert_eq!(report.entries().count(), 0);
    assert_eq!(report.omitted, 3);
    assert!(!report.valid && !report.conformant);
}

#[test]
fn a_violation_becomes_an_error_of_the_schema_in_both_languages() {
    let mut violation = Violation::new(
        Rule::MaxLength,
        path(&["a", "b"]),
        "at most 5 characters",
        "Müller",
    );
    (violation.line, violation.column, violation.offset) = (3, 4, 50);
    let entry = Entry::of(&violation).length(6);
    assert_eq!(entry.rule, "cvc-maxLength-valid");
    assert_eq!(entry.name, "max-length");
    assert_eq!(
        (entry.layer, entry.severity),
        (Layer::Schema, Severity::Error)
    );
    assert_eq!(entry.path, "/a/b");
    assert_eq!((entry.line, entry.column, entry.offset), (3, 4, 50));
    assert_eq!(entry.text_de, violation.text(Language::German));
    assert_eq!(entry.text_en, violation.text(Language::English));
    assert_eq!(entry.expected, "at most 5 characters");
    assert_eq!(entry.expected_de, "höchstens 5 Zeichen");
    assert_eq!((&*entry.found, &*entry.found_de), ("Müller", "Müller"));
}

#[test]
fn what_is_described_and_not_quoted_is_translated() {
    let violation = Violation::new(
        Rule::TagMismatch,
        path(&["a"]),
        "“</a>”",
        "the end of the document",
    );
    let entry = Entry::of(&violation);
    assert_eq!(entry.found, "the end of the document");
    assert_eq!(entry.found_de, "das Ende des Dokuments");
}

#[test]
fn lines_of_json_come_back_as_the_same_reports() {
    let samples = samples();
    let lines = json(&samples, Language::German);
    for (line, sample) in lines.lines().zip(&samples) {
        let back: FileReport = serde_json::from_str(line).expect("a report");
        assert_eq!(back, sample.report);
    }
}

#[test]
fn json_keeps_the_keys_and_the_order_of_its_first_version() {
    let line = json(&samples()[1..2], Language::English);
    let order = |keys: &[&str], text: &str| {
        let places: Vec<usize> = keys
            .iter()
            .map(|key| text.find(&format!("\"{key}\":")).expect("key"))
            .collect();
        assert!(places.is_sorted(), "{text}");
    };
    order(&["file", "valid", "message", "errors"], &line);
    let errors = &line[line.find("\"errors\"").expect("errors")..];
    order(&["rule", "path", "line", "column", "text"], errors);
    let value: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    let first = &value["errors"][0];
    assert_eq!(first["text"], first["text_en"]);
    assert_eq!(first["layer"], 1);
    assert_eq!(first["severity"], "error");
}

#[test]
fn a_layer_that_does_not_exist_is_no_report() {
    let line = json(&samples()[1..2], Language::German).replace("\"layer\":1", "\"layer\":4");
    assert!(serde_json::from_str::<FileReport>(&line).is_err());
}
