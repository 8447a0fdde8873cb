//! What people read: each kind of finding in both languages, with its place. What is expected lies
//! in `texts/expected.txt`; a test that fails writes what it got beside the test binaries, to be
//! read and taken over by hand.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use xoev::{Language, Rule};
use xoev_schema::Loader;
use xoev_validator::{Settings, Validator};

const HEAD: &str = "<a:antrag xmlns:a=\"urn:antrag\" \
    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
const PERSON: &str = "<person art=\"x\"><nummer>1</nummer><familienname>Muster</familienname>";

/// What stands in the application, after one person who is as she should be.
const BEHIND_A_PERSON: &[(&str, &str)] = &[
    ("no fault", ""),
    ("unknown element", "<verweis>1</verweis><fremd/>"),
    ("element in another namespace", "<a:verweis>1</a:verweis>"),
    (
        "too many",
        "<person art=\"y\"><nummer>2</nummer><familienname>M</familienname></person>\
        <person art=\"y\"><nummer>3</nummer><familienname>M</familienname></person>\
        <person art=\"y\"><nummer>4</nummer><familienname>M</familienname></person>",
    ),
    ("wrong order", "<leer/><werte/>"),
    ("too early", "<leer/><verweis>1</verweis><werte/><offen/>"),
    (
        "exchanged in the second person",
        "<person art=\"y\"><nummer>2</nummer>\
        <geburtsjahr>1980</geburtsjahr><vorname>A</vorname><familienname>B</familienname></person>",
    ),
    ("emptied", "<person art=\"y\"/>"),
    ("all emptied", "<lage/>"),
    ("one of all missing", "<lage>\n  <y>1</y>\n</lage>"),
    ("one of all twice", "<lage><x>1</x><y>1</y><x>1</x></lage>"),
    ("text between elements", "<werte> dazwischen </werte>"),
    ("text where nothing may be", "<leer>Text</leer>"),
    ("element where nothing may be", "<leer><x/></leer>"),
    ("element in text", "<verweis>1<x/></verweis>"),
    (
        "strict wildcard without declaration",
        "<offen><a:fremd/></offen>",
    ),
    ("strict wildcard for attributes", "<offen a:fremd=\"1\"/>"),
    (
        "strict wildcard for attributes, other namespace",
        "<offen xmlns:b=\"urn:b\" b:fremd=\"1\"/>",
    ),
    (
        "abstract element by a wildcard",
        "<offen><a:kopf>x</a:kopf></offen>",
    ),
    (
        "attribute missing",
        "<person><nummer>2</nummer><familienname>B</familienname></person>",
    ),
    ("attribute unexpected", "<leer art=\"1\"/>"),
    (
        "not a number",
        "<person art=\"y\"><nummer>zwei</nummer><familienname>B</familienname></person>",
    ),
    (
        "no date",
        "<person art=\"y\"><nummer>2</nummer><familienname>B</familienname>\
        <geburtsdatum>31.12.1980</geburtsdatum></person>",
    ),
    (
        "too short",
        "<person art=\"y\"><nummer>2</nummer><familienname></familienname></person>",
    ),
    (
        "too long",
        "<person art=\"y\"><nummer>2</nummer><familienname>Mustermann-Muster</familienname></person>",
    ),
    (
        "not listed",
        "<person art=\"y\"><nummer>2</nummer><familienname>B</familienname>\
        <geschlecht>x</geschlecht></person>",
    ),
    ("pattern", "<werte><muster>12</muster></werte>"),
    ("length", "<werte><laenge>ab</laenge></werte>"),
    ("too small", "<werte><ab>0</ab></werte>"),
    ("too great", "<werte><ab>10</ab></werte>"),
    ("not above", "<werte><ueber>0</ueber></werte>"),
    ("not below", "<werte><ueber>10</ueber></werte>"),
    ("too many digits", "<werte><betrag>1234.56</betrag></werte>"),
    (
        "too many fraction digits",
        "<werte><betrag>1.234</betrag></werte>",
    ),
    (
        "no member of the union",
        "<werte><oder>vielleicht</oder></werte>",
    ),
    ("fixed element", "<werte><fest>nein</fest></werte>"),
    (
        "nil with content",
        "<person art=\"y\"><nummer>2</nummer><familienname>B</familienname>\
        <geschlecht xsi:nil=\"true\">m</geschlecht></person>",
    ),
    ("nil not allowed", "<verweis xsi:nil=\"true\"/>"),
    ("type unknown", "<form xsi:type=\"a:Dreieck\"/>"),
    ("type not derived", "<form xsi:type=\"a:Person\"/>"),
    ("type abstract", "<form/>"),
    (
        "abstract element, where another stands for it",
        "<a:kopf>x</a:kopf>",
    ),
    (
        "key twice",
        "<person art=\"y\"><nummer>1</nummer><familienname>B</familienname></person>",
    ),
    (
        "key missing",
        "<person art=\"y\"><familienname>B</familienname></person>",
    ),
    (
        "key with two values",
        "<person art=\"y\"><nummer>2</nummer><nummer>3</nummer>\
        <familienname>B</familienname></person>",
    ),
    ("reference to no key", "<verweis>9</verweis>"),
    ("unknown entity", "<verweis>&euro;</verweis>"),
    ("reference without end", "<verweis>Müller & Söhne</verweis>"),
    (
        "fault before a character",
        "<fremd/><werte><ab>0</ab></werte>\u{1}",
    ),
    ("character", "<verweis>\u{1}</verweis>"),
    ("wrong end tag", "<verweis>1</person>"),
    ("prefix", "<b:verweis/>"),
    ("attribute twice", "<leer art=\"1\" art=\"2\"/>"),
    ("markup", "<verweis <x/>"),
    ("end of CDATA in text", "<verweis>]]></verweis>"),
];

fn messages() -> Vec<(&'static str, Vec<u8>)> {
    let mut list: Vec<(&str, Vec<u8>)> = Vec::new();
    for (name, behind) in BEHIND_A_PERSON {
        let message = format!("{HEAD}>\n  {PERSON}</person>\n  {behind}\n</a:antrag>");
        list.push((name, message.into_bytes()));
    }
    let body = format!("{PERSON}</person></a:antrag>");
    let more = [
        ("fixed attribute", format!("{HEAD} version=\"2.0\">{body}")),
        (
            "reference to no ID",
            format!("{HEAD} id=\"a\" zu=\"b\">{body}"),
        ),
        ("cut off", format!("{HEAD}>{PERSON}")),
        ("root unknown", "<antrag/>".to_owned()),
        ("nothing", String::new()),
        ("no XML", "Sehr geehrte Damen und Herren".to_owned()),
        ("more behind the end", format!("{HEAD}>{body}<x/>")),
        ("document type", format!("<!DOCTYPE a>{HEAD}>{body}")),
        ("XML 1.1", format!("<?xml version=\"1.1\"?>{HEAD}>{body}")),
        (
            "encoding",
            format!("<?xml version=\"1.0\" encoding=\"EBCDIC-X\"?>{HEAD}>{body}"),
        ),
        ("too deep", "<a>".repeat(200)),
        ("name too long", format!("<{}/>", "n".repeat(2000))),
    ];
    list.extend(more.map(|(name, message)| (name, message.into_bytes())));
    let mut bytes = format!("{HEAD}>{PERSON}<vorname>Jörg").into_bytes();
    bytes.push(0xE9);
    list.push(("not UTF-8", bytes));
    // The same identifier twice needs two elements that have one.
    let twice = "<offen><a:antrag id=\"a\">";
    let twice = format!(
        "{HEAD} id=\"a\">{PERSON}</person>{twice}{PERSON}</person></a:antrag></offen></a:antrag>"
    );
    list.push(("identifier twice", twice.into_bytes()));
    list
}

fn validator() -> Validator {
    let schema = include_bytes!("texts/schema.xsd");
    let loader = Loader::new().memory("schema.xsd", schema.as_slice());
    Validator::new(loader.load().expect("a schema set")).expect("supported")
}

/// All findings, and the rules that they are of.
fn shown() -> (String, BTreeSet<&'static str>) {
    let validator = validator();
    let mut out = String::new();
    let mut rules = BTreeSet::new();
    for (name, message) in messages() {
        let report = validator.validate(message.as_slice(), &Settings::default());
        let report = report.expect("bytes");
        let _ = writeln!(out, "## {name}: {:?}", report.judgement);
        for finding in &report.findings {
            rules.insert(finding.rule().name());
            let (v, rule) = (&finding.violation, finding.rule());
            let _ = writeln!(out, "{} [{}] at {}", rule.name(), rule.id(), v.path);
            let _ = writeln!(
                out,
                "    line {}, column {}, offset {}, length {}",
                v.line, v.column, v.offset, finding.length
            );
            let _ = writeln!(out, "    expected {:?}, found {:?}", v.expected, v.found);
            if let Some(label) = &finding.label {
                let _ = writeln!(out, "    label {label:?}");
            }
            let _ = writeln!(out, "    de: {}", finding.text(Language::German));
            let _ = writeln!(out, "    en: {}", finding.text(Language::English));
        }
        out.push('\n');
    }
    (out, rules)
}

#[test]
fn findings_say_what_they_should() {
    let (shown, _) = shown();
    let expected = include_str!("texts/expected.txt");
    if shown != expected {
        let got = Path::new(env!("CARGO_TARGET_TMPDIR")).join("texts-got.txt");
        fs::write(&got, &shown).expect("written");
        let mut lines = shown.lines().zip(expected.lines());
        let first = lines.find(|(got, expected)| got != expected);
        panic!(
            "not as expected, all of it is in {}: {first:#?}",
            got.display()
        );
    }
}

/// Rules that no message makes this crate report.
const NOT_PRODUCED: &[&str] = &[];

#[test]
fn every_rule_has_a_message_that_breaks_it() {
    let source = include_str!("../../xoev/src/rule.rs");
    let (_, names) = source.split_once("pub const fn name").expect("the names");
    let all: BTreeSet<&str> = names.split('"').skip(1).step_by(2).collect();
    assert!(
        all.contains(Rule::Syntax.name()) && all.len() > 40,
        "{all:?}"
    );
    let (_, mut found) = shown();
    for name in NOT_PRODUCED {
        assert!(
            found.insert(name),
            "{name} is reported, take it off the list"
        );
    }
    assert_eq!(all, found);
}
