//! What is plain goes a way of its own, and start tags are compared with those of messages before:
//! none of it shows in a report.

#[path = "../../../fuzz/src/validator.rs"]
#[allow(unreachable_pub)] // It is part of a crate of its own there.
mod target;

use std::fs;
use std::path::Path;

use xoev_schema::{Loader, SchemaSet};
use xoev_validator::{Report, Settings, Validator};

const SCHEMA: &str = r###"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    targetNamespace="urn:akte" xmlns="urn:akte" elementFormDefault="unqualified">
  <xs:complexType name="Code">
    <xs:sequence>
      <xs:element name="code" type="xs:token"/>
      <xs:element name="name" minOccurs="0"><xs:simpleType>
        <xs:restriction base="xs:string"><xs:maxLength value="6"/></xs:restriction>
      </xs:simpleType></xs:element>
    </xs:sequence>
    <xs:attribute name="liste" fixed="urn:liste"/>
    <xs:attribute name="version" type="xs:int" use="required"/>
  </xs:complexType>
  <xs:element name="akte"><xs:complexType><xs:sequence>
    <xs:element name="geschlecht" type="Code" maxOccurs="3"/>
    <xs:element name="betrag" minOccurs="0"><xs:complexType><xs:simpleContent>
      <xs:extension base="xs:decimal"><xs:attribute name="in" type="xs:NCName"/></xs:extension>
    </xs:simpleContent></xs:complexType></xs:element>
    <xs:element ref="ort" minOccurs="0"/>
    <xs:element name="unbekannt" type="xs:boolean" fixed="true" minOccurs="0"/>
    <xs:element name="aktenzeichenDerBehoerdeDieZuletztZustaendigWar" minOccurs="0">
      <xs:simpleType><xs:restriction base="xs:token">
        <xs:pattern value="[ -~]{2,}"/><xs:maxLength value="4"/>
      </xs:restriction></xs:simpleType>
    </xs:element>
    <xs:element name="seite" type="Seite" minOccurs="2" maxOccurs="70"/>
    <xs:any namespace="##other" processContents="lax" minOccurs="0"/>
  </xs:sequence></xs:complexType></xs:element>
  <xs:complexType name="Seite"><xs:choice>
    <xs:element name="vorderseite" type="xs:int"/>
    <xs:element name="vorderseiteUndRueckseite" type="xs:int"/>
  </xs:choice></xs:complexType>
  <xs:element name="ort"><xs:complexType mixed="true"><xs:sequence>
    <xs:element name="teil" type="xs:int" minOccurs="0"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"###;

const MESSAGE: &str = r#"<x:akte xmlns:x="urn:akte">
  <geschlecht liste="urn:liste" version="1">
    <code>m</code><name>Köln</name>
  </geschlecht>
  <geschlecht liste="urn:liste" version="1"><code>w</code></geschlecht>
  <betrag in="EUR">1.50</betrag>
  <x:ort>a<teil>1</teil></x:ort>
  <unbekannt>true</unbekannt>
  <aktenzeichenDerBehoerdeDieZuletztZustaendigWar>A 1</aktenzeichenDerBehoerdeDieZuletztZustaendigWar>
  <seite><vorderseite>1</vorderseite></seite>
  <seite><vorderseiteUndRueckseite>23</vorderseiteUndRueckseite></seite>
  <y:fremd xmlns:y="urn:y"/>
</x:akte>"#;

fn set() -> SchemaSet {
    let loader = Loader::new().memory("akte.xsd", SCHEMA);
    loader.load().expect("a schema set")
}

/// Settings with which nothing goes the short way.
fn long_way() -> Settings {
    let mut settings = Settings::default();
    settings.max_attributes -= 1;
    settings
}

fn assert_same(one: &Report, other: &Report, message: &[u8]) {
    let shown = String::from_utf8_lossy(message);
    assert_eq!(one.judgement, other.judgement, "{shown}");
    assert_eq!(one.findings, other.findings, "{shown}");
    assert_eq!(one.omitted, other.omitted, "{shown}");
}

/// All messages that differ from this one by a byte put in, taken out or replaced.
fn neighbours(message: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    const BYTES: &[u8] = b"<>&]/\"'=: \r\tax1";
    (0..message.len()).flat_map(move |at| {
        let replaced = BYTES.iter().map(move |byte| (at + 1, Some(*byte)));
        let inserted = BYTES.iter().map(move |byte| (at, Some(*byte)));
        let all = replaced.chain(inserted).chain([(at + 1, None)]);
        all.map(move |(rest, byte)| {
            let mut changed = message[..at].to_vec();
            changed.extend(byte);
            changed.extend(&message[rest..]);
            changed
        })
    })
}

#[test]
fn short_ways_and_what_was_seen_before_change_no_report() {
    let warm = Validator::new(set()).expect("supported");
    let message = MESSAGE.as_bytes();
    let report = target::validate(&warm, message);
    assert!(report.is_valid(), "{:?}", report.findings);
    let mut faulty = 0;
    for (at, changed) in neighbours(message).enumerate() {
        let report = warm.validate_slice(&changed, &Settings::default());
        assert_same(
            &report,
            &warm.validate_slice(&changed, &long_way()),
            &changed,
        );
        if at % 16 == 0 {
            let fresh = Validator::new(set()).expect("supported");
            assert_same(&report, &target::validate(&fresh, &changed), &changed);
        }
        faulty += usize::from(!report.is_valid());
    }
    assert!(faulty > 5_000, "{faulty}");
}

#[test]
fn messages_of_this_release_are_judged_alike_on_both_ways() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let loader = Loader::new()
        .folder(root.join("schemas"))
        .expect("the schemas");
    let validator = Validator::lazy(loader.load().expect("a schema set"));
    let mut count = 0;
    let mut open = vec![root.join("examples/nachrichten")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let message = fs::read(&path).expect("a message");
            // The second time, all start tags were seen before.
            for _ in 0..2 {
                let report = target::validate(&validator, &message);
                assert_same(
                    &report,
                    &validator.validate_slice(&message, &long_way()),
                    &message,
                );
            }
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}
