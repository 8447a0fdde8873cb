//! One small schema for each quirk of XML Schema, with instances that two other validators have
//! judged: `valid-*.xml` and `invalid-*.xml` below `codegen/tests/schemas`.

use std::fs;
use std::path::{Path, PathBuf};

use xoev_schema::Loader;
use xoev_validator::{Settings, Validator};

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut list: Vec<PathBuf> = entries.map(|e| e.expect("readable").path()).collect();
    list.sort();
    list
}

fn root(folder: &Path) -> PathBuf {
    let named = folder.join("schema.xsd");
    match named.exists() {
        true => named,
        false => sorted(folder)
            .into_iter()
            .find(|p| p.extension().is_some_and(|e| e == "xsd"))
            .expect("a schema"),
    }
}

#[test]
fn verdicts_on_quirks_are_those_of_two_other_validators() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codegen/tests/schemas");
    let mut count = 0;
    let mut wrong = Vec::new();
    for folder in sorted(&base) {
        let mut loader = Loader::new();
        let catalog = folder.join("catalog.xml");
        if catalog.exists() {
            loader = loader.catalog(&catalog).expect("a catalog");
        }
        let set = loader.root(root(&folder)).load().expect("a schema set");
        let validator = Validator::new(set).expect("a supported schema set");
        for file in sorted(&folder) {
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let Some(stem) = name.strip_suffix(".xml") else {
                continue;
            };
            let valid = match (stem.starts_with("valid"), stem.starts_with("invalid")) {
                (true, _) => true,
                (_, true) => false,
                _ => continue,
            };
            let bytes = fs::read(&file).expect("readable");
            let report = validator
                .validate(bytes.as_slice(), &Settings::default())
                .expect("readable");
            count += 1;
            if report.is_valid() != valid {
                let findings: Vec<String> = report
                    .findings
                    .iter()
                    .map(|f| f.violation.to_string())
                    .collect();
                wrong.push(format!("{}: {findings:?}", file.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count > 500, "only {count} instances found");
}
