//! The enum and the directions cover the two chapters completely.

use xasyl::{Nachricht, ReadError, Richtung};

#[test]
fn every_message_of_the_two_chapters_has_a_direction() {
    let count = xasyl::message_types()
        .map(|m| assert!(Richtung::of(m.number).is_some(), "{}", m.number))
        .count();
    assert_eq!(count, 99);
}

#[test]
fn every_message_of_the_two_chapters_is_dispatched() {
    for message in xasyl::message_types() {
        // Without content, the message is invalid, but its root element is known.
        let xml = format!(
            "<x:{} xmlns:x=\"{}\"/>",
            message.element,
            message.namespace.uri()
        );
        match Nachricht::from_slice(xml.as_bytes()) {
            Err(ReadError::Invalid(violation)) => {
                assert_eq!(
                    violation.rule,
                    xoev::Rule::AttributeMissing,
                    "{}",
                    message.element
                );
            }
            other => panic!("{}: {other:?}", message.element),
        }
    }
}

#[test]
fn a_message_of_another_chapter_is_no_asylum_message() {
    let xml = br#"<x:MBABH.Tod.030109 xmlns:x="http://www.osci.de/xauslaender2611"/>"#;
    let error = Nachricht::from_slice(xml).expect_err("not of this crate");
    assert_eq!(
        error.violation().map(|v| v.rule),
        Some(xoev::Rule::RootUnknown)
    );
}
