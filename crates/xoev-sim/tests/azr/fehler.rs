//! Reports that the register refuses: 090099, and nothing is stored.

use crate::nachrichten::*;
use crate::urteil::gueltig;

#[test]
fn unknown_and_mistyped_numbers_are_told_apart() {
    let register = register();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let fact = sachverhalt(&neu("duldung", &duldung("2027-02-03")));
    let wrong = |at: usize| {
        let mut digits: Vec<u8> = number.bytes().collect();
        digits[at] = b'0' + (digits[at] - b'0' + 1) % 10;
        String::from_utf8(digits).expect("digits")
    };
    assert_eq!(
        fehler(&register, &folgemeldung(ABH, &wrong(11), &fact)),
        ["1002"]
    );
    // A number that could be one: another register has it.
    let other = crate::nachrichten::register();
    anlegen(&other, "Beh", "Dal", "1990-01-01");
    let stranger = anlegen(&other, "Alef", "Dal", "1990-01-01");
    assert_eq!(
        fehler(&register, &folgemeldung(ABH, &stranger, &fact)),
        ["1001"]
    );
    let none = von(ABH, "AnAZR.AZRFolgemeldung.090010", &fact);
    assert_eq!(fehler(&register, &none), ["1003"]);
    assert_eq!(fehler(&register, &folgemeldung(ABH, &number, "")), ["1201"]);
}

#[test]
fn changes_need_the_current_id_of_an_entry_that_is_there() {
    let register = register();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let send = |kind: &str, id: Option<&str>, content: &str| {
        let fact = sachverhalt(&aendern("duldung", kind, id, content));
        folgemeldung(ABH, &number, &fact)
    };
    let content = duldung("2027-02-03");
    let stored = register.answer(send("01", None, &content).bytes());
    let known = id(&stored, "duldung.referenz.id");
    let changed = register.answer(send("02", Some(&known), &content).bytes());
    let current = id(&changed, "duldung.referenz.id");
    assert_eq!(known[..7], current[..7]);
    assert_ne!(known, current);
    let cases = [
        ("02", Some(&known), &content[..], "2103"),
        ("03", Some(&known), "", "2103"),
        ("02", None, &content[..], "2101"),
        ("05", None, "", "2101"),
        ("02", Some(&current), "", "2105"),
        ("01", None, "", "2105"),
    ];
    for (kind, id, content, expected) in cases {
        let report = send(kind, id.map(String::as_str), content);
        assert_eq!(fehler(&register, &report), [expected], "{kind} {id:?}");
    }
    let stranger = "Zz7C56w06";
    assert_eq!(
        fehler(&register, &send("04", Some(stranger), &content)),
        ["2102"]
    );
    assert_eq!(fehler(&register, &send("03", Some(stranger), "")), ["2104"]);
    let gone = register.answer(send("03", Some(&current), "").bytes());
    assert_eq!(gone.number, "090098");
    assert!(!text(&gone).contains("duldung.referenz.id"));
    assert_eq!(fehler(&register, &send("03", Some(&current), "")), ["2104"]);
}

#[test]
fn hard_rules_are_errors_with_their_place() {
    let register = register();
    let report = erstmeldung(ABH, &person("Karimi", "Nilufar", "1994-09-12", false), "");
    // Key 999 is no state of birth.
    let wrong = report
        .xml
        .replacen("<code>423</code>", "<code>999</code>", 1);
    let answer = register.answer(wrong.as_bytes());
    assert_eq!(answer.number, "090099", "{}", text(&answer));
    let antwort = lesen(&answer);
    let error = &antwort.fehler()[0];
    assert!(error.fehlerschluessel.starts_with('3'), "{error}");
    assert!(error.fehlertext.contains("999"), "{error}");
    let named = &error.fehlerhafte_attribute[0];
    assert!(named.starts_with("Grundpersonalien."), "{named}");
    assert!(register.numbers().is_empty());
    gueltig([&answer.bytes[..]]);
}

#[test]
fn a_report_with_one_fault_changes_nothing() {
    let register = register();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let query = || anfrage(&format!("<xa:azrNummer>{number}</xa:azrNummer>"));
    let entries = |xml: String| xml.matches("referenz.id>").count();
    let before = entries(text(&register.answer(query().bytes())));
    let name = format!(
        "<xa:name><name>Rahmani</name></xa:name>{}",
        code("namensart", "anderername", "2", "01")
    );
    let content = format!(
        "<xa:weiterePersonalien>{}</xa:weiterePersonalien>{}",
        neu("andererName", &name),
        sachverhalt(&aendern("duldung", "03", Some("Zz7C56w06"), ""))
    );
    assert_eq!(
        fehler(&register, &folgemeldung(ABH, &number, &content)),
        ["2104"]
    );
    assert_eq!(entries(text(&register.answer(query().bytes()))), before);
}
