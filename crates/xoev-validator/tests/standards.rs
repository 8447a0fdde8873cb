//! Parts of other published XÖV standards, with messages that are right and wrong: what XAusländer
//! does not use has to work, too. Other validators judge the same messages where they are at hand.

mod common;

use std::path::{Path, PathBuf};

use common::{Case, Verdict, sorted};
use xoev_schema::Loader;
use xoev_validator::{Settings, Validator};

/// Where libxml2 is known to be wrong, with the clause that decides.
const KNOWN: &[(&str, &str)] = &[
    (
        "xplanung/invalid-link-type.xml",
        "XML Schema 1, cvc-au: the value of an attribute use that is fixed",
    ),
    (
        "xplanung/invalid-two-application-properties-before.xml",
        "XML Schema 1, cvc-complex-type 2.4: what stands behind the substitutes comes too late",
    ),
    (
        "xwasser/invalid-reference.xml",
        "XML Schema 1, cvc-id.1: an xs:IDREF without an xs:ID is invalid",
    ),
];

/// A message whose name says whether it is valid.
struct Message {
    name: String,
    valid: bool,
    case: Case,
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn messages() -> Vec<Message> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/standards");
    let mut list = Vec::new();
    for standard in sorted(&folder) {
        for file in sorted(&standard) {
            let valid = match name(&file).split_once('-') {
                Some(("valid", _)) => true,
                Some(("invalid", _)) => false,
                _ => continue,
            };
            list.push(Message {
                name: format!("{}/{}", name(&standard), name(&file)),
                valid,
                case: Case {
                    schema: standard.join("schema.xsd"),
                    file,
                },
            });
        }
    }
    list
}

fn validator(schema: &PathBuf) -> Validator {
    let set = Loader::new().root(schema).load();
    Validator::new(set.expect("a schema set")).expect("a supported schema set")
}

#[test]
fn messages_of_other_standards_are_judged_right() {
    let mut wrong = Vec::new();
    let mut counts = [0, 0];
    let mut last: Option<(PathBuf, Validator)> = None;
    for message in messages() {
        let schema = message.case.schema;
        let (_, validator) = match last.take() {
            Some(last) if last.0 == schema => last,
            _ => (schema.clone(), validator(&schema)),
        };
        let bytes = std::fs::read(&message.case.file).expect("readable");
        let report = validator.validate(bytes.as_slice(), &Settings::default());
        let report = report.expect("bytes");
        counts[usize::from(message.valid)] += 1;
        let shown = report.findings.iter().map(|f| f.violation.to_string());
        let shown: Vec<String> = shown.collect();
        if report.is_valid() != message.valid {
            wrong.push(format!("{}: {shown:?}", message.name));
        }
        println!("{}\n    {}", message.name, shown.join("\n    "));
        last = Some((schema, validator));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(counts[0] > 60 && counts[1] > 25, "{counts:?}");
}

#[test]
fn other_validators_say_the_same() {
    let messages = messages();
    let cases: Vec<Case> = messages.iter().map(|m| m.case.clone()).collect();
    let mut wrong = Vec::new();
    let mut compare = |judge: &str, known: &[(&str, &str)], verdicts: Vec<Verdict>| {
        for (message, (valid, complaint)) in messages.iter().zip(verdicts) {
            let is_known = known.iter().any(|(name, _)| message.name == *name);
            if (valid != message.valid) != is_known {
                wrong.push(format!("{}: {judge}: {valid} {complaint}", message.name));
            }
        }
    };
    if let Some(verdicts) = common::xerces(&cases) {
        compare("Xerces", &[], verdicts);
    }
    if let Some(verdicts) = common::libxml2(&cases) {
        compare("libxml2", KNOWN, verdicts);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
