//! Messages made by an independent generator, and changed ones with the verdicts of Xerces-J and
//! libxml2. Where they lie is said by `XOEV_CORPUS`.

use std::fs;
use std::path::{Path, PathBuf};

use xoev_schema::Loader;
use xoev_validator::{Settings, Validator};

fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("XOEV_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("SKIPPED: XOEV_CORPUS does not say where the messages are");
    }
    folder
}

fn validator() -> Validator {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let loader = Loader::new().folder(schemas).expect("the schemas");
    Validator::new(loader.load().expect("a schema set")).expect("a supported schema set")
}

#[test]
fn valid_messages_are_valid() {
    let Some(corpus) = corpus() else { return };
    let validator = validator();
    let mut count = 0;
    for kind in ["min", "mix", "max"] {
        for entry in fs::read_dir(corpus.join("valid").join(kind)).expect("a folder") {
            let path = entry.expect("readable").path();
            let bytes = fs::read(&path).expect("readable");
            let report = validator
                .validate(bytes.as_slice(), &Settings::default())
                .expect("readable");
            count += 1;
            assert!(
                report.is_valid(),
                "{}: {:?}",
                path.display(),
                report.findings
            );
        }
    }
    assert!(count > 900, "only {count} messages");
}

#[test]
fn verdicts_on_changed_messages_are_those_of_xerces() {
    let Some(corpus) = corpus() else { return };
    let validator = validator();
    let table = fs::read_to_string(corpus.join("verdicts.tsv")).expect("verdicts");
    let mut count = 0;
    let mut wrong = Vec::new();
    for line in table.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(file), Some(xerces)) = (cells.next(), cells.next()) else {
            continue;
        };
        let message = cells.nth(1).unwrap_or_default();
        let bytes = fs::read(corpus.join("mutated").join(file)).expect("readable");
        let report = validator
            .validate(bytes.as_slice(), &Settings::default())
            .expect("readable");
        count += 1;
        if report.is_valid() != (xerces == "valid") {
            let findings: Vec<String> = report
                .findings
                .iter()
                .map(|f| f.violation.to_string())
                .collect();
            wrong.push(format!(
                "{file}: Xerces {xerces} {message}; here {findings:?}"
            ));
        }
        if !report.is_valid()
            && report.findings.len() != 1
            && std::env::var_os("XOEV_SHOW").is_some()
        {
            let findings: Vec<String> = report
                .findings
                .iter()
                .map(|f| f.violation.to_string())
                .collect();
            eprintln!("{file}: {message}\n   {}", findings.join("\n   "));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count > 1200, "only {count} messages");
}
