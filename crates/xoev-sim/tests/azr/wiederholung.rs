//! What happens to messages that come again, and to those that are refused before processing.

use azr::Inhalt;
use xoev_sim::azr::{Register, RegisterError, ViolationKind};

use crate::nachrichten::*;
use crate::urteil::gueltig;

/// The reasons of a 000002.
fn gruende(register: &Register, bytes: &[u8]) -> Vec<String> {
    let answer = register.answer(bytes);
    assert_eq!(answer.number, "000002", "{}", text(&answer));
    gueltig([&answer.bytes[..]]);
    let antwort = lesen(&answer);
    let Inhalt::Rueckweisung(r) = antwort.inhalt() else {
        panic!("no refusal");
    };
    r.gruende.iter().map(|g| g.code.clone()).collect()
}

fn neue_person() -> Nachricht {
    erstmeldung(ABH, &person("Karimi", "Nilufar", "1994-09-12", false), "")
}

#[test]
fn a_repetition_of_what_was_processed_gets_the_same_bytes_and_changes_nothing() {
    let register = register();
    let report = neue_person();
    let first = register.answer(report.bytes());
    let again = wiederholung(report.bytes(), "090009");
    for _ in 0..2 {
        let repeated = register.answer(again.bytes());
        assert_eq!(repeated.bytes, first.bytes);
        assert!(repeated.repeated && !first.repeated);
    }
    assert_eq!(register.processed(&report.uuid), 1);
    assert_eq!(register.processed(&report.uuid.to_uppercase()), 1);
    assert_eq!(register.received(&report.uuid), 3);
    assert_eq!(register.numbers().len(), 1);
    assert_eq!(register.violations(), []);
}

#[test]
fn a_repetition_of_what_never_arrived_is_processed() {
    let register = register();
    let report = neue_person();
    let answer = register.answer(wiederholung(report.bytes(), "090009").bytes());
    assert_eq!(answer.number, "090098");
    assert!(!answer.repeated);
    assert_eq!(register.processed(&report.uuid), 1);
    assert_eq!(gruende(&register, report.bytes()), ["S100"]);
}

#[test]
fn a_plain_repeat_is_refused_and_noted() {
    let register = register();
    let report = neue_person();
    register.answer(report.bytes());
    assert_eq!(gruende(&register, report.bytes()), ["S100"]);
    assert_eq!(register.processed(&report.uuid), 1);
    let violations = register.violations();
    assert_eq!(violations.len(), 1);
    assert_eq!(violations[0].kind, ViolationKind::PlainRepeat);
    assert_eq!(violations[0].uuid, report.uuid);
}

#[test]
fn a_repetition_with_other_bytes_is_noted_and_not_processed() {
    let register = register();
    let report = neue_person();
    let first = register.answer(report.bytes());
    let changed = report.xml.replace("Karimi", "Karimy");
    let answer = register.answer(wiederholung(changed.as_bytes(), "090009").bytes());
    assert_eq!(answer.bytes, first.bytes);
    assert_eq!(
        register.violations()[0].kind,
        ViolationKind::ChangedRepetition
    );
    assert_eq!(register.numbers().len(), 1);
}

#[test]
fn nested_and_wrong_repetitions_are_refused() {
    let register = register();
    let report = neue_person();
    let inner = wiederholung(report.bytes(), "090009");
    let nested = wiederholung(inner.bytes(), "000020");
    assert_eq!(gruende(&register, nested.bytes()), ["X001", "S999"]);
    assert_eq!(
        register.violations()[0].kind,
        ViolationKind::NestedRepetition
    );
    let other = wiederholung(report.bytes(), "090010");
    assert_eq!(gruende(&register, other.bytes()), ["X001", "S999"]);
    let garbage = wiederholung(b"<a", "090009");
    assert_eq!(gruende(&register, garbage.bytes()), ["X000", "S999"]);
    assert_eq!(register.processed(&report.uuid), 0);
}

#[test]
fn what_can_not_be_read_is_refused_with_its_reason() {
    let register = register();
    let xml = neue_person().xml;
    let cases: [(&str, Vec<u8>, &[&str]); 8] = [
        ("empty", Vec::new(), &["X000", "S999"]),
        (
            "cut off",
            xml.as_bytes()[..xml.len() / 2].to_vec(),
            &["X000", "S999"],
        ),
        (
            "Latin-1",
            xml.replace('ä', "\u{0}")
                .into_bytes()
                .iter()
                .map(|b| if *b == 0 { 0xE4 } else { *b })
                .collect(),
            &["S001"],
        ),
        (
            "DTD",
            xml.replacen("?>", "?><!DOCTYPE a>", 1).into_bytes(),
            &["X000", "S999"],
        ),
        (
            "not valid",
            xml.replace("<xa:sachverhalt>", "<xa:sachverhalt><xa:nie/>")
                .into_bytes(),
            &["X001", "S999"],
        ),
        (
            "other version",
            xml.replace("version=\"26.11\"", "version=\"25.11\"")
                .into_bytes(),
            &["V000"],
        ),
        (
            "other namespace",
            xml.replace("xauslaender2611", "xauslaender2511")
                .into_bytes(),
            &["V000"],
        ),
        ("no message", b"<html/>".to_vec(), &["X001", "S999"]),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(gruende(&register, &bytes), expected, "{name}");
    }
    let answer = roh("VonAZR.AZRKeinTreffer.090002", "");
    assert_eq!(gruende(&register, answer.bytes()), ["T080"]);
    assert_eq!(register.accounts(), []);
    assert_eq!(register.defects(), [""; 0]);
}

#[test]
fn tests_and_production_are_kept_apart() {
    let report = neue_person();
    let real = report.xml.replace(" test=\"Beispiel\"", "");
    let tests = register();
    assert_eq!(gruende(&tests, real.as_bytes()), ["S999"]);
    let mut settings = settings();
    settings.production = true;
    let production = Register::new(settings).expect("a register");
    assert_eq!(gruende(&production, report.bytes()), ["S999"]);
    let stored = production.answer(real.as_bytes());
    assert_eq!(stored.number, "090098");
    assert!(!text(&stored).contains(" test="));
    assert!(text(&tests.answer(report.bytes())).contains(" test=\"Beispiel\""));
}

#[test]
fn the_same_seed_and_requests_give_the_same_answers() {
    let messages = [
        neue_person(),
        erstmeldung(ABH, &person("Beh", "Dal", "1990-01-01", false), ""),
    ];
    let run = |seed| {
        let mut settings = settings();
        settings.seed = seed;
        let register = Register::new(settings).expect("a register");
        messages
            .iter()
            .map(|m| register.answer(m.bytes()).bytes)
            .collect::<Vec<_>>()
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

#[test]
fn errors_on_demand_are_given_and_count_as_processed() {
    let register = register();
    let report = neue_person();
    let error = RegisterError::new("4711", "Nur so.").at("Grundpersonalien.vorname");
    let refused = register.refuse(report.bytes(), &[error]);
    assert_eq!(refused.number, "090099");
    assert!(register.numbers().is_empty());
    let again = register.answer(wiederholung(report.bytes(), "090009").bytes());
    assert_eq!(again.bytes, refused.bytes);
}

#[test]
fn a_record_can_be_stored_under_a_number_of_choice() {
    let register = register();
    let stored = register.store("990309012345", neue_person().bytes());
    assert_eq!(id(&stored, "azrNummer"), "990309012345");
    assert_eq!(register.numbers(), ["990309012345"]);
}
