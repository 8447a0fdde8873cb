//! What the fuzz targets do with their bytes. The test `fuzz_targets` of `xauslaender` runs it on
//! the example messages, so that it cannot rot.

use xauslaender::v26_11::Nachricht;
use xoev::builtin::*;
use xoev::{AnyElement, Simple, Style, din91379};

/// Reading never panics, whatever the bytes are.
pub fn nachricht(bytes: &[u8]) {
    if let Err(error) = Nachricht::from_slice(bytes) {
        let shown = error.to_string();
        assert!(shown.len() < 200_000, "a message of {} bytes", shown.len());
    }
}

/// What was read can be written, and is the same when read again.
pub fn round_trip(bytes: &[u8]) {
    let Ok(message) = Nachricht::from_slice(bytes) else {
        return;
    };
    let written = message.to_vec().expect("what was read can be written");
    let again = Nachricht::from_slice(&written).expect("what was written can be read");
    assert!(message == again, "{message:?}\nbecame\n{again:?}");
    let twice = again.to_vec().expect("what was read can be written");
    let third = Nachricht::from_slice(&twice).expect("what was written can be read");
    assert!(again == third, "{again:?}\nbecame\n{third:?}");
    let mut style = Style::default();
    style.indent = true;
    let indented = message
        .to_vec_styled(style)
        .expect("what was read can be written");
    let again = Nachricht::from_slice(&indented).expect("what was written can be read");
    assert!(message == again, "{message:?}\nbecame\n{again:?}");
}

/// An open element comes back the same.
pub fn any_element(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(element) = AnyElement::from_xml(text) else {
        return;
    };
    let written = element.to_xml();
    let again = AnyElement::from_xml(&written).expect("what was written can be read");
    assert!(element == again, "{element:?}\nbecame\n{again:?}");
    assert_eq!(written, again.to_xml());
    assert_eq!(element.local_name(), again.local_name());
    assert_eq!(element.namespace(), again.namespace());
}

/// The first byte chooses a type; the rest is text for it. A value has a lexical form, and that is
/// read as the same value.
pub fn simple_types(bytes: &[u8]) {
    let Some((selector, rest)) = bytes.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(rest);
    CHECKS[usize::from(*selector) % CHECKS.len()](&text);
}

fn check<T: Simple + std::fmt::Debug>(text: &str) {
    let Ok(value) = T::from_text(text) else {
        return;
    };
    let mut buffer = String::new();
    let lexical = value.lexical(&mut buffer).to_owned();
    match T::from_text(&lexical) {
        Ok(again) => assert!(value == again, "{value:?} became {again:?} by {lexical:?}"),
        Err(fault) => panic!("{value:?} is written as {lexical:?}: {fault:?}"),
    }
}

macro_rules! checks {
    ($($type:ty)*) => {
        /// One check for each type.
        pub const CHECKS: &[fn(&str)] = &[$(check::<$type>,)*];
    };
}

checks! {
    XsString AnySimpleType NormalizedString Token AnyUri Language Name NcName NmToken NmTokens Id
    IdRef IdRefs Entity Entities QName Notation Base64Binary HexBinary Boolean Date DateTime Time
    Duration GDay GMonth GMonthDay GYear GYearMonth Decimal Float Double Integer Byte Short Int
    Long UnsignedByte UnsignedShort UnsignedInt UnsignedLong NegativeInteger NonNegativeInteger
    NonPositiveInteger PositiveInteger din91379::DatatypeA din91379::DatatypeB
    din91379::DatatypeC din91379::DatatypeD din91379::DatatypeE
}
