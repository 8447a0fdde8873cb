//! The gate of schema and rules, on messages of the standard.

use xoev_outbox::{Gate as _, SchemaGate};
use xoev_rules::Rules;
use xoev_validator::Validator;

const GOOD: &str =
    include_str!("../../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml");
const BAD: &str = include_str!(
    "../../../examples/nachrichten/azr/090010-folgemeldung-duldung-ungueltig-azr-nummer.xml"
);

#[test]
fn valid_messages_are_let_in_and_others_are_told_why_not() {
    let set = xoev_bundled::schemas().expect("schemas");
    let rules = Rules::bundled(&set);
    let lists = xoev_bundled::code_lists().expect("lists");
    let gate = SchemaGate::new(Validator::lazy(set), Some(rules), lists);
    let admitted = gate.admit(GOOD.as_bytes()).expect("a valid message");
    assert_eq!(admitted.message_type, "090010");
    assert_eq!(admitted.uuid.len(), 36);
    assert!(GOOD.contains(&admitted.uuid));
    let invalid = gate.admit(BAD.as_bytes()).expect_err("an invalid message");
    assert!(invalid.reasons[0].contains("azrNummer"), "{invalid}");
    // Valid by its schema, but its head names another type of message.
    let other = GOOD.replacen("<code>090010</code>", "<code>090009</code>", 1);
    assert_ne!(other, GOOD);
    let refused = gate.admit(other.as_bytes()).expect_err("a rule is broken");
    assert!(
        refused.to_string().contains("XOEV-NACHRICHTENTYP"),
        "{refused}"
    );
    assert!(gate.admit(b"").is_err());
    assert!(admitted.test);
    let real = GOOD.replacen(" test=\"Beispiel\"", "", 1);
    assert!(!gate.admit(real.as_bytes()).expect("a valid message").test);
}
