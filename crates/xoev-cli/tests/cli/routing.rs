//! `xoev demo`, and `xoev sim` with what sends to it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::{at, code, stderr, stdout, xoev};

const REPORT: &str = "../../examples/nachrichten/azr/090009-erstmeldung-gueltig.xml";
const REPORT_UUID: &str = "5d0f3a52-8f0e-4a51-9f0a-6f2f0a7a1c11";
const TOLERATION: &str = "../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml";
const TOLERATION_UUID: &str = "0d0aa209-b31d-439e-a4e5-b882fdb3f96f";
const REQUEST: &str = "../../examples/nachrichten/abhabh/010201-aktenanforderung-gueltig.xml";

/// The simulators, whose output stays open; they end when this is dropped.
struct Simulators(Child, BufReader<ChildStdout>);

impl Simulators {
    /// Starts them, and waits until they can be reached.
    fn start(folder: &Path) -> Simulators {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xoev"))
            .args(["sim", &folder.display().to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .expect("xoev");
        let out = BufReader::new(child.stdout.take().expect("stdout"));
        let mut simulators = Simulators(child, out);
        let lines = simulators.1.by_ref().lines().map_while(Result::ok);
        let mut lines = lines.skip_while(|line| !line.starts_with("Einstellungen: "));
        assert!(lines.next().is_some(), "it ended before it was ready");
        drop(lines);
        simulators
    }
}

impl Drop for Simulators {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_demonstration_shows_each_kind_of_end() {
    let output = xoev(&["demo"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    for word in [
        "AZR-Nummer: ",
        "Duldung: ",
        "Das Register sagt wörtlich:",
        "Stelle:                  /AnAZR.AZRFolgemeldung.090010/azrNummer",
        "wartet auf das Senden: ",
        "Ausgang unklar, wird wiederholt: ",
        "Das Register hat die Meldung 1-mal verarbeitet.",
        "wartet auf das Senden: Das Register ist nicht erreichbar.",
        "braucht einen Menschen: Die Stelle ist die richtige",
        "azr:990300 nimmt 010201 nicht in 26.11 an; angeboten: 26.05",
        "090030 ",
        "010201 zurückgewiesen Die Rückweisung ist zum Senden übergeben. [returned]",
    ] {
        assert!(text.contains(word), "{word}\n{text}");
    }
    let english = stdout(&xoev(&["demo", "--lang", "en"]));
    assert!(
        english.contains("has processed the report 1 time"),
        "{english}"
    );
}

#[test]
fn what_the_demonstration_leaves_can_be_looked_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = xoev(&["demo", "--keep", &folder.path().display().to_string()]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let settings = at(folder.path(), "xoev.toml");
    let listed = xoev(&["outbox", "list", "--config", &settings, "--troubled"]);
    assert_eq!(code(&listed), 0, "{}", stderr(&listed));
    let text = stdout(&listed);
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(
        text.contains("abgelehnt") && text.contains("braucht einen Menschen"),
        "{text}"
    );
    let tests = xoev(&["inbox", "list", "--config", &settings, "--tests"]);
    assert_eq!(stdout(&tests).lines().count(), 2, "{}", stdout(&tests));
}

#[test]
fn messages_are_sent_to_the_simulators_and_looked_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let _simulators = Simulators::start(folder.path());
    let settings = at(folder.path(), "xoev.toml");
    let config = ["--config", &settings];

    let sent = xoev(&[&["send"], &config[..], &[REPORT]].concat());
    assert_eq!(code(&sent), 0, "{}{}", stdout(&sent), stderr(&sent));
    assert!(stdout(&sent).contains("erledigt"), "{}", stdout(&sent));

    // Handed over once more: it is known, and not sent again.
    let again = xoev(&[&["send"], &config[..], &[REPORT]].concat());
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    assert!(stdout(&again).contains("erledigt"), "{}", stdout(&again));

    let refused = xoev(&[&["send"], &config[..], &[TOLERATION]].concat());
    assert_eq!(code(&refused), 1, "{}", stderr(&refused));
    let text = stdout(&refused);
    assert!(text.contains("Das Register sagt wörtlich:"), "{text}");

    let shown = xoev(&[&["outbox", "show"], &config[..], &[REPORT_UUID]].concat());
    assert_eq!(code(&shown), 0, "{}", stderr(&shown));
    assert!(
        stdout(&shown).contains("wird gesendet"),
        "{}",
        stdout(&shown)
    );
    let answer = xoev(&[&["outbox", "show", "--answer"], &config[..], &[REPORT_UUID]].concat());
    assert!(stdout(&answer).contains("090098"), "{}", stdout(&answer));
    let message = xoev(
        &[
            &["outbox", "show", "--message"],
            &config[..],
            &[REPORT_UUID],
        ]
        .concat(),
    );
    assert_eq!(message.stdout, std::fs::read(REPORT).expect("the example"));

    let taken = xoev(
        &[
            &["outbox", "withdraw"],
            &config[..],
            &[TOLERATION_UUID, "geklärt"],
        ]
        .concat(),
    );
    assert_eq!(code(&taken), 0, "{}", stderr(&taken));
    let done = xoev(&[&["outbox", "retry"], &config[..], &[REPORT_UUID]].concat());
    assert_eq!(code(&done), 1, "what is done is not sent again");
    assert!(stderr(&done).contains("nicht möglich"), "{}", stderr(&done));

    let sent = xoev(&[&["send"], &config[..], &[REQUEST]].concat());
    assert!(stdout(&sent).contains("übermittelt"), "{}", stdout(&sent));
    let received = xoev(&[&["receive"], &config[..]].concat());
    assert_eq!(code(&received), 0, "{}", stderr(&received));
    assert!(stdout(&received).contains("0 neu"), "{}", stdout(&received));
    let stats = xoev(&[&["outbox", "stats"], &config[..]].concat());
    assert!(stdout(&stats).contains("erledigt"), "{}", stdout(&stats));
}

#[test]
fn an_invalid_message_is_not_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let _simulators = Simulators::start(folder.path());
    let settings = at(folder.path(), "xoev.toml");
    let invalid =
        "../../examples/nachrichten/azr/090010-folgemeldung-duldung-ungueltig-azr-nummer.xml";
    let output = xoev(&["send", "--config", &settings, invalid]);
    assert_eq!(code(&output), 1);
    assert!(
        stdout(&output).contains("nicht angenommen"),
        "{}",
        stdout(&output)
    );
    let listed = xoev(&["outbox", "list", "--config", &settings]);
    assert_eq!(stdout(&listed), "");
}

#[test]
fn settings_that_are_wrong_are_told_in_one_line_with_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = xoev(&[
        "outbox",
        "list",
        "--config",
        &at(folder.path(), "xoev.toml"),
    ]);
    assert_eq!(code(&missing), 2);
    assert!(
        stderr(&missing).contains("Einstellungen sind falsch"),
        "{}",
        stderr(&missing)
    );
    std::fs::write(folder.path().join("xoev.toml"), "environment = \"prod\"\n").expect("written");
    let wrong = xoev(&["send", "--config", &at(folder.path(), "xoev.toml"), REPORT]);
    assert_eq!(code(&wrong), 2);
    assert!(stderr(&wrong).contains("line 1"), "{}", stderr(&wrong));
}
