//! Messages in other encodings than UTF-8, and such that say a wrong one.

mod common;

use std::fs;
use std::io::Read as _;
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

#[test]
fn places_count_the_bytes_of_the_message_in_its_own_encoding() {
    let loader = Loader::new().memory("akte.xsd", SCHEMA);
    let validator = Validator::new(loader.load().expect("a schema set")).expect("supported");
    let faults = ["<falsch a='ö'>", "keine Zahl ü", "auch='é'"];
    let message = format!(
        "<akte xmlns=\"urn:akte\"><!-- äöü\n ß --><ort/>\n<notiz>Münster</notiz>{}</falsch>\
        <zahl>{}</zahl><zahl {}>1</zahl></akte>",
        faults[0], faults[1], faults[2]
    );
    let named = |name: &str| format!("<?xml version='1.0' encoding='{name}'?>{message}");
    let kana = |text: &str| text.replace(['ä', 'ö', 'ü', 'ß', 'é'], "カ");
    let coded = |label: &str, text: &str| -> Vec<u8> {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("an encoding");
        encoding.encode(text).0.into_owned()
    };
    let marked = |text: &str| format!("\u{FEFF}{text}");
    let cases = [
        ("UTF-8", marked(&named("UTF-8")).into_bytes()),
        ("UTF-16LE", utf16(&marked(&named("UTF-16")), false)),
        ("UTF-16BE", utf16(&marked(&named("UTF-16")), true)),
        ("ISO-8859-1", latin1(&named("ISO-8859-1"))),
        ("windows-1252", latin1(&named("windows-1252"))),
        ("Shift_JIS", coded("shift_jis", &kana(&named("Shift_JIS")))),
        ("gb18030", coded("gb18030", &named("gb18030"))),
    ];
    for (name, bytes) in cases {
        let report = validator.validate(bytes.as_slice(), &Settings::default());
        let report = report.expect("bytes");
        assert_eq!(report.encoding, name);
        let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).expect("an encoding");
        let marks: Vec<String> = report
            .findings
            .iter()
            .map(|f| {
                let end = f.violation.offset + f.length as usize;
                let mark = &bytes[f.violation.offset..end];
                encoding.decode_without_bom_handling(mark).0.into_owned()
            })
            .collect();
        let wanted = faults.map(|f| {
            if name == "Shift_JIS" {
                kana(f)
            } else {
                f.to_owned()
            }
        });
        assert_eq!(marks, wanted, "{name}");
    }
}

#[test]
fn what_is_no_text_is_placed_alike_however_the_bytes_come() {
    let loader = Loader::new().memory("akte.xsd", SCHEMA);
    let validator = Validator::new(loader.load().expect("a schema set")).expect("supported");
    let head = format!(
        "\u{FEFF}<akte xmlns=\"urn:akte\"><!--{}--><ort>",
        "a ".repeat(300)
    );
    let mut units: Vec<u16> = head.encode_utf16().collect();
    let before = units.len() * 2;
    // Half a pair, and something else behind it.
    units.extend([0xD83D, 0x41, 0x42]);
    let bytes: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
    for cut in before - 3..=bytes.len() {
        let source = (&bytes[..cut]).chain(&bytes[cut..]);
        let report = validator.validate(source, &Settings::default());
        let report = report.expect("bytes");
        let found = &report.findings[0].violation;
        assert_eq!(
            found.found,
            format!("not UTF-16LE at offset {before}"),
            "{cut}"
        );
        assert_eq!(found.offset, before, "{cut}");
    }
}
