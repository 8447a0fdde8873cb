//! The processes of the examples, run as tests.

use std::error::Error;

#[path = "../../examples/aufenthaltserlaubnis.rs"]
#[allow(dead_code, reason = "the example has a main function, too")]
mod aufenthaltserlaubnis;
#[path = "../../examples/duldung.rs"]
#[allow(dead_code, reason = "the example has a main function, too")]
mod duldung;
#[path = "../../examples/niederlassungserlaubnis.rs"]
#[allow(dead_code, reason = "the example has a main function, too")]
mod niederlassungserlaubnis;

/// What a process prints.
fn gesagt(ablauf: impl FnOnce(&mut Vec<u8>) -> Result<(), Box<dyn Error>>) -> String {
    let mut out = Vec::new();
    let result = ablauf(&mut out);
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(result.is_ok(), "{result:?} after\n{text}");
    text
}

#[test]
fn a_toleration_reaches_the_register_for_mother_and_children_in_spite_of_an_error() {
    use duldung::register::{Register, VERALTET};
    let mut register = Register::neu().expect("a register");
    let text = gesagt(|out| duldung::ablauf(out, &mut register));
    assert!(text.contains(VERALTET), "not word for word:\n{text}");
    assert!(text.contains("Verlängerung: Unvollstaendig"), "{text}");
    assert!(text.contains("Verlängerung: Vollstaendig"), "{text}");
    for person in ["990309012345", "120309012346", "150309012347"] {
        assert_eq!(register.anzahl(person, "duldung"), 1, "{person}");
        assert_eq!(register.anzahl(person, "abschiebung"), 1, "{person}");
    }
    assert_eq!(register.anzahl("990309012345", "asylstatus"), 2);
}

#[test]
fn a_residence_permit_begins_with_a_first_report_that_is_repaired() {
    use aufenthaltserlaubnis::register::{GLEICH, Register};
    let mut register = Register::neu().expect("a register");
    let text = gesagt(|out| aufenthaltserlaubnis::ablauf(out, &mut register));
    assert!(text.contains(GLEICH), "not word for word:\n{text}");
    assert_eq!(register.akten.len(), 2, "{text}");
    let new = register
        .akten
        .keys()
        .find(|n| *n != "940912010815")
        .expect("a new record");
    assert_eq!(register.anzahl(new, "aufenthaltsstatus"), 2);
    assert_eq!(register.anzahl(new, "entscheidungBA"), 1);
    assert_eq!(register.anzahl(new, "aufenthaltserlaubnis"), 1);
}

#[test]
fn a_settlement_permit_follows_the_record_to_its_new_number() {
    use niederlassungserlaubnis::register::Register;
    let mut register = Register::neu().expect("a register");
    let text = gesagt(|out| niederlassungserlaubnis::ablauf(out, &mut register));
    assert!(
        text.contains("AZR-Nummer 880601010001 heißt jetzt 880601010002"),
        "{text}"
    );
    assert!(text.contains("seit 2020-10-05"), "{text}");
    assert_eq!(register.anzahl("880601010002", "aufenthaltsstatus"), 2);
    assert_eq!(
        register.anzahl("880601010002", "niederlassungserlaubnis"),
        1
    );
}
