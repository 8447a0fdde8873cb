//! A register whose process was killed is as it was.

use std::fs;

use xoev_sim::azr::{JournalError, Register};

use crate::nachrichten::*;

#[test]
fn a_register_that_is_opened_again_knows_what_it_has_processed() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("journal");
    let open = |seed| {
        let mut settings = settings();
        settings.seed = seed;
        Register::open(&file, settings).expect("a register")
    };
    let register = open(5);
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let second = anlegen(&register, "Beh", "Dal", "1990-01-01");
    let fact = sachverhalt(&neu("duldung", &duldung("2027-02-03")));
    let report = folgemeldung(ABH, &number, &fact);
    let stored = register.answer(report.bytes());
    // Ids of refused reports are used up, too.
    assert_eq!(
        fehler(&register, &folgemeldung(ABH, "990309012345", &fact)).len(),
        1
    );
    register.answer(report.bytes());
    register.store_fingerprint(&number, ABH).expect("an id");
    register
        .change_by_other(&number, "duldung", BAMF)
        .expect("a new id");
    register.merge(&second, &number);
    let accounts = register.accounts();
    let violations = register.violations();
    let query = anfrage(&format!("<xa:azrNummer>{second}</xa:azrNummer>"));
    let body = |register: &Register, query: &Nachricht| {
        let xml = text(&register.answer(query.bytes()));
        xml[xml.find("<xa:azrNummer>").expect("a record")..].to_owned()
    };
    let record = body(&register, &query);
    drop(register);

    // The process died while it wrote: what was not answered did not happen.
    let mut bytes = fs::read(&file).expect("a journal");
    bytes.extend_from_slice(b"{\"art\":\"anfrage\",\"uuid\":");
    fs::write(&file, bytes).expect("writable");
    let register = open(6);
    assert_eq!(
        register.accounts().len(),
        accounts.len() + 1,
        "the query, too"
    );
    assert_eq!(register.violations(), violations);
    assert!(register.take_notices().is_empty());
    let query = anfrage(&format!("<xa:azrNummer>{second}</xa:azrNummer>"));
    assert_eq!(body(&register, &query), record);
    let again = register.answer(wiederholung(report.bytes(), "090010").bytes());
    assert_eq!(again.bytes, stored.bytes);
    assert_eq!(register.processed(&report.uuid), 1);
    let other = anlegen(&register, "Neu", "Anna", "2001-01-01");
    assert!(other != number && other != second);
    assert_eq!(register.defects(), [""; 0]);
}

#[test]
fn a_journal_serves_one_register_at_a_time_and_nothing_else_is_a_journal() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("journal");
    let register = Register::open(&file, settings()).expect("a register");
    assert!(matches!(
        Register::open(&file, settings()),
        Err(JournalError::Io(_))
    ));
    drop(register);
    Register::open(&file, settings()).expect("free again");
    let other = folder.path().join("other");
    fs::write(&other, "not mine\n").expect("a file");
    assert!(matches!(
        Register::open(&other, settings()),
        Err(JournalError::NoJournal)
    ));
    assert_eq!(fs::read(&other).expect("a file"), b"not mine\n");
    fs::write(&other, "not mine").expect("a file");
    assert!(matches!(
        Register::open(&other, settings()),
        Err(JournalError::NoJournal)
    ));
}
