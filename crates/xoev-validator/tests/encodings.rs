//! Messages in other encodings than UTF-8, and such that say a wrong one.

mod common;

use std::fs;
use std::path::Path;

use common::utf16;
use xoev_schema::Loader;
use xoev_validator::{Settings, Validator};

const SCHEMA: &str = include_str!("hostile.xsd");

fn latin1(text: &str) -> Vec<u8> {
    let byte = |c: char| u8::try_from(u32::from(c)).expect("a letter of Latin-1");
    text.chars().map(byte).collect()
}

#[test]
fn other_encodings_are_read_as_other_validators_do() {
    let loader = Loader::new().memory("akte.xsd", SCHEMA);
    let validator = Validator::new(loader.load().expect("a schema set")).expect("supported");
    let message = "<akte xmlns=\"urn:akte\"><ort>Köln</ort></akte>";
    let named = |name: &str| format!("<?xml version='1.0' encoding='{name}'?>{message}");
    let good: Vec<(&str, Vec<u8>)> = vec![
        ("utf-8", named("UTF-8").into_bytes()),
        (
            "utf-8-mark",
            format!("\u{FEFF}{}", named("utf-8")).into_bytes(),
        ),
        (
            "utf-8-mark-only",
            format!("\u{FEFF}{}", message).into_bytes(),
        ),
        (
            "utf-16-le-mark",
            utf16(&format!("\u{FEFF}{}", named("UTF-16")), false),
        ),
        (
            "utf-16-be-mark",
            utf16(&format!("\u{FEFF}{}", named("UTF-16")), true),
        ),
        (
            "utf-16-mark-only",
            utf16(&format!("\u{FEFF}{}", message), true),
        ),
        ("iso-8859-1", latin1(&named("ISO-8859-1"))),
        ("windows-1252", latin1(&named("windows-1252"))),
        (
            "ascii",
            named("US-ASCII").replace('ö', "&#246;").into_bytes(),
        ),
    ];
    let bad: Vec<(&str, Vec<u8>)> = vec![
        ("utf-8-as-latin-1", latin1(&named("UTF-8"))),
        ("latin-1-unnamed", latin1(message)),
        ("utf-16-in-bytes", named("UTF-16").into_bytes()),
        ("unknown", named("x-unbekannt").into_bytes()),
        ("latin-1-as-utf-8", named("ISO-8859-1").into_bytes()),
        (
            "utf-16-cut",
            utf16(&format!("\u{FEFF}{}", message), true)[1..].to_vec(),
        ),
    ];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("encodings");
    fs::create_dir_all(&folder).expect("a folder");
    let schema = folder.join("akte.xsd");
    fs::write(&schema, SCHEMA).expect("written");
    let mut cases = Vec::new();
    let mut wanted = Vec::new();
    for (valid, list) in [(true, good), (false, bad)] {
        for (name, bytes) in list {
            let report = validator.validate(bytes.as_slice(), &Settings::default());
            let report = report.expect("bytes");
            assert_eq!(report.is_valid(), valid, "{name}: {:?}", report.findings);
            let file = folder.join(format!("{name}.xml"));
            fs::write(&file, &bytes).expect("written");
            cases.push(common::Case {
                schema: schema.clone(),
                file,
            });
            wanted.push((name, valid));
        }
    }
    for verdicts in [common::xerces(&cases), common::libxml2(&cases)]
        .into_iter()
        .flatten()
    {
        for ((name, valid), (theirs, complaint)) in wanted.iter().zip(verdicts) {
            assert_eq!(theirs, *valid, "{name}: {complaint}");
        }
    }
}
