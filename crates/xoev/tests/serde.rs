//! Simple types and codes as JSON.
#![cfg(feature = "serde")]

use std::fmt::Display;
use std::str::FromStr;

use serde::{Serialize, de::DeserializeOwned};
use xoev::builtin::*;
use xoev::din91379::DatatypeC;

xoev::code_type! {
    /// A code.
    pub Ausgang = "Code.Ausgang", closed,
    OptionalFixed("urn:example:ausgang"), OptionalFixed("4"), Optional;
    "urn:example:ausgang" "4" "Ausgang" [BEWILLIGT "01" "bewilligt"]
}

fn survives<T>(text: &str, json: &str)
where
    T: Serialize + DeserializeOwned + Display + FromStr<Err = xoev::Fault>,
{
    let value: T = text.parse().expect("value");
    assert_eq!(serde_json::to_string(&value).expect("json"), json);
    let again: T = serde_json::from_str(json).expect("value");
    assert_eq!(again.to_string(), text);
}

#[test]
fn canonical_booleans_and_integers_are_json_values() {
    survives::<Boolean>("true", "true");
    survives::<Boolean>("0", "\"0\"");
    survives::<Integer>("-7", "-7");
    survives::<Integer>("007", "\"007\"");
    survives::<Integer>("12345678901234567890123", "\"12345678901234567890123\"");
    survives::<PositiveInteger>("7", "7");
}

#[test]
fn other_values_are_json_strings() {
    survives::<DatatypeC>("Müller", "\"Müller\"");
    survives::<Date>("2026-11-21Z", "\"2026-11-21Z\"");
    survives::<Decimal>("1.50", "\"1.50\"");
    survives::<Base64Binary>("YW Jj", "\"YW Jj\"");
    survives::<Duration>("P1Y", "\"P1Y\"");
}

#[test]
fn wrong_values_are_refused() {
    assert!(serde_json::from_str::<Date>("\"2026-02-30\"").is_err());
    assert!(serde_json::from_str::<DatatypeC>("7").is_err());
    assert!(serde_json::from_str::<Boolean>("1").is_err());
    assert!(serde_json::from_str::<PositiveInteger>("0").is_err());
}

#[test]
fn codes_are_objects_that_leave_out_what_is_absent() {
    let code: Ausgang = serde_json::from_str("{\"code\":\"01\"}").expect("code");
    assert_eq!(
        serde_json::to_string(&code).expect("json"),
        "{\"code\":\"01\"}"
    );
    let code = Ausgang::from(Ausgang::BEWILLIGT);
    let json = "{\"code\":\"01\",\"@listURI\":\"urn:example:ausgang\",\"@listVersionID\":\"4\"}";
    assert_eq!(serde_json::to_string(&code).expect("json"), json);
    assert_eq!(serde_json::from_str::<Ausgang>(json).expect("code"), code);
    assert!(serde_json::from_str::<Ausgang>("{\"code\":\"02\"}").is_err());
    assert!(serde_json::from_str::<Ausgang>("{\"code\":\"01\",\"x\":1}").is_err());
}
