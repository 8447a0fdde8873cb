//! The form that programs carry.

#![cfg(feature = "xsd")]

mod common;

use common::set;
use xoev_schema::{CompactError, SchemaSet, TypeId};

fn sample() -> SchemaSet {
    set(
        r#"<xs:element name="e" type="t:T"/><xs:complexType name="T"><xs:sequence><xs:element name="x" type="xs:int"/><xs:any/></xs:sequence><xs:attribute name="a" use="required"/></xs:complexType>"#,
    )
}

#[test]
fn set_comes_back_as_it_was() {
    let set = sample();
    let bytes = set.to_bytes().expect("bytes");
    assert_eq!(SchemaSet::from_bytes(&bytes), Ok(set));
    let empty = SchemaSet::default();
    assert_eq!(
        SchemaSet::from_bytes(&empty.to_bytes().expect("bytes")),
        Ok(empty)
    );
}

#[test]
fn other_bytes_are_told_apart() {
    let bytes = sample().to_bytes().expect("bytes");
    assert_eq!(
        SchemaSet::from_bytes(b"something else"),
        Err(CompactError::NotASet)
    );
    assert_eq!(SchemaSet::from_bytes(b""), Err(CompactError::NotASet));
    let mut later = bytes.clone();
    later[7] = 99;
    assert_eq!(
        SchemaSet::from_bytes(&later),
        Err(CompactError::OtherVersion { found: 99 })
    );
}

#[test]
fn every_cut_and_every_changed_byte_is_noticed() {
    let bytes = sample().to_bytes().expect("bytes");
    for length in 0..bytes.len() {
        assert!(SchemaSet::from_bytes(&bytes[..length]).is_err());
    }
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x15;
        assert!(SchemaSet::from_bytes(&changed).is_err(), "byte {at}");
    }
}

#[test]
fn set_that_refers_to_parts_it_lacks_is_not_handed_out() {
    let mut set = sample();
    set.elements[0].type_id = TypeId(1000);
    let fault = SchemaSet::from_bytes(&set.to_bytes().expect("bytes")).expect_err("fault");
    assert!(matches!(fault, CompactError::Damaged(_)), "{fault}");
}
