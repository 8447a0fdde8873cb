//! Wrong usage and the like.

use std::process::{Command, Stdio};

use crate::{code, stderr, stdout, xoev};

#[test]
fn wrong_usage_is_one_german_line_and_code_2() {
    for (arguments, expected) in [
        (&[][..], "es fehlt der Befehl"),
        (&["bogus"], "den Befehl „bogus“ gibt es nicht"),
        (&["validate"], "es fehlt"),
        (
            &["validate", "--format", "pdf", "a.xml"],
            "möglich: text, json, junit",
        ),
        (
            &["validate", "--max-errors", "viele", "a.xml"],
            "„viele“ ist kein Wert",
        ),
        (
            &["validate", "--streng", "a.xml"],
            "„--streng“ ist hier nicht vorgesehen",
        ),
        (&["sample", "999999"], "ist keine Nachricht"),
        (
            &["explain", "Abschiebungsart"],
            "ist weder eine Nachricht noch ein Typ",
        ),
        (&["codes", "gibtesnicht"], "keine Codeliste heißt"),
        (&["codes", "AZR"], "passt auf"),
    ] {
        let output = xoev(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert_eq!(stdout(&output), "", "{arguments:?}");
        let text = stderr(&output);
        assert!(text.contains(expected), "{arguments:?}: {text}");
        assert_eq!(text.lines().count(), 1, "{arguments:?}: {text}");
    }
}

#[test]
fn wrong_usage_is_told_in_english_on_request() {
    for arguments in [&["--lang", "en", "bogus"][..], &["bogus", "--lang=en"]] {
        let output = xoev(arguments);
        assert_eq!(code(&output), 2);
        assert!(
            stderr(&output).contains("there is no command “bogus”"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn help_is_german_and_code_0() {
    for arguments in [
        &["--help"][..],
        &["validate", "--help"],
        &["schema", "diff", "-h"],
    ] {
        let output = xoev(arguments);
        assert_eq!(code(&output), 0);
        let text = stdout(&output);
        assert!(text.contains("Aufruf: xoev"), "{text}");
        for english in ["Usage", "Options:", "Arguments:", "Possible", "default"] {
            assert!(!text.contains(english), "{text}");
        }
    }
    let output = xoev(&["--version"]);
    assert!(stdout(&output).starts_with("xoev "), "{}", stdout(&output));
}

#[test]
fn reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_xoev"))
        .args(["codes", "Nachrichtentyp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("xoev");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("output");
    assert_eq!(code(&output), 0);
    assert_eq!(stderr(&output), "");
}
