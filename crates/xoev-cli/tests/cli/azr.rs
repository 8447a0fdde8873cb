//! `xoev azr`, and the register's plausibility checks in `xoev validate` and `xoev rules`.

use std::path::{Path, PathBuf};

use crate::{at, code, stderr, stdout, xoev, xoev_reading};

fn data(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../azr/examples/daten");
    at(&folder, name)
}

fn files() -> (String, String) {
    (
        data("090009-erstmeldung.xml"),
        data("090099-fehlernachricht.xml"),
    )
}

#[test]
fn an_error_message_is_explained_in_the_words_of_the_register() {
    let (submission, answer) = files();
    let output = xoev(&["azr", "explain", &submission, &answer]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    let text = stdout(&output);
    // Word for word, with the letters and the line break of the register.
    let words =
        "  > Das Ausweispapier 'U1234567' war am Tag der Meldung nicht mehr gültig.\n  > Bitte";
    assert!(text.contains(words), "{text}");
    assert!(text.contains("/grundpersonalien.fachdaten.neu/geburtsangaben/tagDerGeburt"));
    assert!(text.contains("2027-02-03"));
    let english = stdout(&xoev(&[
        "--lang",
        "en",
        "azr",
        "explain",
        &submission,
        &answer,
    ]));
    assert!(
        english.contains("war am Tag der Meldung nicht mehr gültig"),
        "still in its words"
    );
    assert!(!english.contains("Was wurde gesendet?"));
}

#[test]
fn the_explanation_comes_as_a_page_that_loads_nothing() {
    let (submission, answer) = files();
    let folder = tempfile::tempdir().expect("a folder");
    let page = at(folder.path(), "bericht.html");
    let output = xoev(&[
        "azr",
        "explain",
        "--format",
        "html",
        "-o",
        &page,
        &submission,
        &answer,
    ]);
    assert_eq!((code(&output), stdout(&output)), (1, String::new()));
    let html = std::fs::read_to_string(page).expect("a page");
    assert!(
        html.contains("nicht mehr gültig")
            && !html.contains("http://")
            && !html.contains("<script")
    );
}

#[test]
fn answers_that_can_not_be_read_are_explained_and_missing_files_are_said() {
    let (submission, answer) = files();
    let output = xoev_reading(&["azr", "explain", &submission, "-"], b"<html>502</html>");
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    assert!(
        text.contains("Es ist nicht bekannt, ob die Meldung verarbeitet wurde"),
        "{text}"
    );
    assert!(text.contains("„html“"), "{text}");
    let missing = PathBuf::from(&answer).with_extension("fehlt");
    let output = xoev(&[
        "azr",
        "explain",
        &submission,
        &missing.display().to_string(),
    ]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("fehlt"));
}

#[test]
fn plausibility_is_part_of_validation_and_listed_with_the_rules() {
    let listed = stdout(&xoev(&["rules", "--json", "AZR-090012"]));
    assert!(listed.lines().count() > 2);
    assert!(
        listed.lines().all(|line| line.contains("\"layer\":3")),
        "{listed}"
    );
    // A code that can no longer be reported: the message is valid, but the register would not take it.
    let example = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml");
    let text = std::fs::read_to_string(example).expect("an example");
    let begin = text.find("<xa:duldungArt").expect("a code");
    let begin = begin + text[begin..].find("<code>").expect("a key") + "<code>".len();
    let end = begin + text[begin..].find("</code>").expect("its end");
    let old = format!("{}01{}", &text[..begin], &text[end..]);
    let judged = xoev_reading(&["validate", "--format", "json", "-"], old.as_bytes());
    let line = stdout(&judged);
    assert!(
        line.contains("\"valid\":true") && line.contains("\"conformant\":false"),
        "{line}"
    );
    assert!(
        line.contains("AZR-CODE-ZEITRAUM") && line.contains("30.11.2014"),
        "{line}"
    );
    assert_eq!(code(&judged), 0);
    let strict = xoev_reading(&["validate", "--strict", "-"], old.as_bytes());
    assert_eq!(code(&strict), 1);
    let off = ["validate", "--strict", "--off", "AZR-CODE-ZEITRAUM", "-"];
    assert_eq!(code(&xoev_reading(&off, old.as_bytes())), 0);
}

/// A whole record of the register, made by the sampler, and the same with another name.
fn records(folder: &Path) -> (String, String) {
    let record = crate::sample(&["090004", "--full", "--seed", "4"]);
    let begin = record
        .find("<familienname>")
        .or_else(|| record.find(":familienname>"));
    let begin = begin.expect("a family name");
    let begin = begin + record[begin..].find("<name>").expect("a name") + "<name>".len();
    let end = begin + record[begin..].find("</name>").expect("its end");
    let other = format!("{}Ganz-Anders{}", &record[..begin], &record[end..]);
    let (one, two) = (at(folder, "lokal.xml"), at(folder, "auskunft.xml"));
    std::fs::write(&one, other).expect("written");
    std::fs::write(&two, record).expect("written");
    (one, two)
}

#[test]
fn records_are_compared_field_by_field() {
    let folder = tempfile::tempdir().expect("a folder");
    let (local, record) = records(folder.path());
    let same = xoev(&["azr", "diff", &record, &record]);
    assert_eq!(code(&same), 0, "{}{}", stdout(&same), stderr(&same));
    let different = xoev(&["azr", "diff", &local, &record]);
    assert_eq!(code(&different), 1, "{}", stderr(&different));
    assert!(
        stdout(&different).contains("Ganz-Anders"),
        "{}",
        stdout(&different)
    );
    let json = xoev(&["azr", "diff", "--format", "json", &local, &record]);
    let value: serde_json::Value = serde_json::from_str(&stdout(&json)).expect("JSON");
    assert_eq!(value["zaehler"]["verschieden"], 1, "{value}");
    let html = stdout(&xoev(&["azr", "diff", "--format", "html", &local, &record]));
    assert!(html.contains("Ganz-Anders") && !html.contains("<script"));
    let other = xoev(&["azr", "diff", "--group", "duldung", &local, &record]);
    assert_eq!(code(&other), 0, "the name is in another group");
}

#[test]
fn what_can_not_be_compared_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let (local, record) = records(folder.path());
    let unknown = xoev(&["azr", "diff", "--group", "dudlung", &local, &record]);
    assert_eq!(code(&unknown), 2);
    assert!(stderr(&unknown).contains("dudlung"));
    let (submission, _) = files();
    let wrong = xoev(&["azr", "diff", &local, &submission]);
    assert_eq!(code(&wrong), 2);
    assert!(
        stderr(&wrong).contains("090009-erstmeldung.xml ist nicht lesbar"),
        "{}",
        stderr(&wrong)
    );
}
