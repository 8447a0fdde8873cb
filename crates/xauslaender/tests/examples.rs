//! The example messages in `examples/nachrichten`: valid ones are read and written, invalid ones
//! are refused by the rule that they name themselves.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use xauslaender::v26_11::Nachricht;

/// A folder for each chapter of XAusländer, and one for XInneres.
const CHAPTERS: &[&str] = &[
    "abhabh",
    "abhmb",
    "administration",
    "asyl",
    "azr",
    "bamfabh",
    "berd",
    "bpol",
    "ersst",
    "geas",
    "mbabh",
    "nks",
    "ozg",
    "peb",
    "tgs",
    "xinneres",
];

struct Example {
    name: String,
    chapter: String,
    text: String,
}

impl Example {
    /// Whether the file name says that the message is valid; every name has to say.
    fn is_valid(&self) -> bool {
        match self.name.ends_with("-gueltig.xml") {
            true => true,
            false => {
                assert!(
                    self.name.contains("-ungueltig-"),
                    "{} says neither",
                    self.name
                );
                false
            }
        }
    }

    /// The rule named in the comment at the top.
    fn rule(&self) -> Option<&str> {
        self.text
            .lines()
            .find_map(|line| line.trim().strip_prefix("Regel: "))
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/nachrichten")
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("readable folder").path())
        .collect();
    list.sort();
    list
}

fn name(path: &Path) -> String {
    path.file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn examples() -> Vec<Example> {
    let mut list = Vec::new();
    for chapter in children(&folder()) {
        for file in children(&chapter) {
            let text = fs::read_to_string(&file).expect("readable file");
            list.push(Example {
                name: name(&file),
                chapter: name(&chapter),
                text,
            });
        }
    }
    list
}

#[test]
fn every_chapter_has_a_valid_and_an_invalid_message() {
    let mut found: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for example in examples() {
        let counts = found.entry(example.chapter.clone()).or_default();
        match example.is_valid() {
            true => counts.0 += 1,
            false => counts.1 += 1,
        }
    }
    assert_eq!(
        found.keys().map(String::as_str).collect::<Vec<_>>(),
        CHAPTERS
    );
    for (chapter, counts) in found {
        assert!(counts.0 > 0 && counts.1 > 0, "{chapter}: {counts:?}");
    }
}

#[test]
fn valid_messages_are_read_and_come_back_the_same() {
    for example in examples().iter().filter(|e| e.is_valid()) {
        let name = &example.name;
        assert_eq!(example.rule(), None, "{name}");
        let message = Nachricht::from_slice(example.text.as_bytes())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let written = message
            .to_vec()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let again =
            Nachricht::from_slice(&written).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(message, again, "{name}");
    }
}

#[test]
fn valid_messages_are_of_the_number_and_the_chapter_they_lie_in() {
    for example in examples().iter().filter(|e| e.is_valid()) {
        let message = Nachricht::from_slice(example.text.as_bytes()).expect("valid");
        let kind = message.message_type();
        assert!(
            example.name.starts_with(&format!("{}-", kind.number)),
            "{}",
            example.name
        );
        let chapter = match kind.standard {
            "XInneres" => "xinneres",
            _ => kind.chapter,
        };
        assert_eq!(chapter, example.chapter, "{}", example.name);
    }
}

#[test]
fn invalid_messages_are_refused_by_the_rule_they_name() {
    for example in examples().iter().filter(|e| !e.is_valid()) {
        let name = &example.name;
        let rule = example
            .rule()
            .unwrap_or_else(|| panic!("{name} names no rule"));
        let error = Nachricht::from_slice(example.text.as_bytes())
            .err()
            .unwrap_or_else(|| panic!("{name} was read"));
        let violation = error
            .violation()
            .unwrap_or_else(|| panic!("{name}: {error}"));
        assert_eq!(violation.rule.id(), rule, "{name}: {error}");
        assert!(violation.line > 5, "{name}: {error}");
    }
}

#[test]
fn the_error_message_of_the_register_keeps_its_texts_word_for_word() {
    let example = examples()
        .into_iter()
        .find(|e| e.name == "090099-fehlernachricht-gueltig.xml")
        .expect("example with the error message of the register");
    let written = Nachricht::from_slice(example.text.as_bytes())
        .expect("valid")
        .to_vec()
        .expect("valid");
    let written = String::from_utf8(written).expect("UTF-8");
    let texts: Vec<&str> = example
        .text
        .lines()
        .filter(|l| l.contains("<xa:fehler"))
        .map(str::trim)
        .collect();
    assert!(texts.iter().filter(|t| t.contains("fehlertext")).count() >= 2);
    assert!(
        texts
            .iter()
            .filter(|t| t.contains("fehlerhaftesAttribut"))
            .count()
            >= 3
    );
    for text in texts {
        assert!(written.contains(text), "{text}");
    }
}
