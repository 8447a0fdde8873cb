//! One small schema for each quirk of XML Schema, below `tests/schemas`: the code generated from
//! all of them is compiled once and judges the instances beside each schema. What is called
//! `valid-*.xml` must be read, written and come back the same; what is called `invalid-*.xml` must
//! be refused. Two validators that have nothing to do with this project judge the same files.

mod canonical;
mod program;
mod refused;
mod strangers;

use std::fs;
use std::path::{Path, PathBuf};

/// An instance beside its schema.
pub(crate) struct Case {
    /// Name of the folder.
    pub(crate) quirk: String,
    pub(crate) file: PathBuf,
    pub(crate) schema: PathBuf,
    /// What its name says of it.
    pub(crate) valid: bool,
}

impl Case {
    /// `quirk/file.xml`
    pub(crate) fn name(&self) -> String {
        let file = self.file.file_name().unwrap_or_default();
        format!("{}/{}", self.quirk, file.to_string_lossy())
    }
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut list: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable folder").path())
        .collect();
    list.sort();
    list
}

/// The folders with a schema each.
pub(crate) fn quirks() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas");
    let list = sorted(&folder);
    assert!(list.len() >= 40, "only {} schemas found", list.len());
    list
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for folder in quirks() {
        let quirk = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for file in sorted(&folder) {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let valid = match name
                .strip_suffix(".xml")
                .and_then(|name| name.split_once('-'))
            {
                Some(("valid", _)) => true,
                Some(("invalid", _)) => false,
                _ => continue,
            };
            cases.push(Case {
                quirk: quirk.clone(),
                file: file.clone(),
                schema: folder.join("schema.xsd"),
                valid,
            });
        }
    }
    cases
}

/// Instances that come back with other text of the same meaning: empty elements with the value
/// that the schema gives them (XML Schema part 1, 3.3.4), fixed attributes with the literal of the
/// schema, no `xsi:type` that names the declared type.
const OTHER_TEXT: &[&str] = &[
    "attributes/valid-all.xml",
    "codes/valid-vor.xml",
    "element-values/valid-empty.xml",
    "element-values/valid-root.xml",
    "nillable/valid-fixed-empty.xml",
    "nillable/valid-ref.xml",
    "not-checked/valid-own-type.xml",
];

/// Instances that are judged otherwise than XML Schema asks, each with the clause.
const OTHER_VERDICT: &[(&str, &str)] = &[
    (
        "not-checked/invalid-id.xml",
        "part 1, 3.15.4: that xs:ID is unique is not checked",
    ),
    (
        "not-checked/invalid-idref.xml",
        "part 1, 3.15.4: that xs:IDREF has a target is not checked",
    ),
    (
        "not-checked/invalid-unique.xml",
        "part 1, 3.11.4: identity constraints are not checked",
    ),
    (
        "not-checked/valid-derived-type.xml",
        "part 1, cvc-elt 4: xsi:type is refused unless the declared type is abstract",
    ),
];

#[test]
fn generated_code_judges_and_returns_every_instance_as_its_name_says() {
    let cases = cases();
    let program = program::build(&quirks());
    let answers = program.run(&cases);
    let mut failures = Vec::new();
    for (case, answer) in cases.iter().zip(&answers) {
        let name = case.name();
        let other = OTHER_VERDICT.iter().any(|(file, _)| *file == name);
        match (case.valid != other, answer) {
            (true, Ok(_)) if other => {}
            (true, Ok(written)) => {
                let read = fs::read(&case.file).expect("readable file");
                let other_text = OTHER_TEXT.contains(&name.as_str());
                if let Err(difference) = canonical::compare(&read, written)
                    && !other_text
                {
                    failures.push(format!("{name}: {difference}"));
                }
            }
            (true, Err(error)) => failures.push(format!("{name}: refused: {error}")),
            (false, Ok(_)) => failures.push(format!("{name}: accepted")),
            (false, Err(error)) if error.starts_with("invalid") => {}
            (false, Err(error)) => failures.push(format!("{name}: {error}")),
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {}:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
    println!("{} instances of {} schemas", cases.len(), quirks().len());

    // What was written must be valid for others, too.
    let written: Vec<Case> = program.written(&cases, |name| {
        OTHER_VERDICT.iter().all(|(file, _)| *file != name)
    });
    let disagreements = strangers::disagreements(&written);
    assert!(
        disagreements.is_empty(),
        "written files:\n{}",
        disagreements.join("\n")
    );
}

#[test]
fn other_validators_judge_every_instance_as_its_name_says() {
    let disagreements = strangers::disagreements(&cases());
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}
