//! What the mutator promises, on a small schema that has a bit of everything. libxml2 judges, where
//! its command `xmllint` is installed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use xoev_schema::mutate::{Effect, Mutant, Mutator};
use xoev_schema::{Loader, SchemaSet};

const SCHEMA: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns="urn:a" targetNamespace="urn:a" elementFormDefault="qualified">
  <xs:complexType name="Person">
    <xs:sequence>
      <xs:element name="name" type="xs:string" maxOccurs="3"/>
      <xs:element name="geboren" type="xs:date" minOccurs="0"/>
      <xs:element name="kinder" type="Zahl" nillable="true"/>
      <xs:element name="deutsch" type="xs:boolean"/>
      <xs:element name="bild" type="xs:base64Binary" minOccurs="0"/>
      <xs:element name="seite" type="xs:anyURI" minOccurs="0"/>
      <xs:element name="art" type="Art" maxOccurs="unbounded"/>
      <xs:element name="leer" minOccurs="0"><xs:complexType/></xs:element>
    </xs:sequence>
    <xs:attribute name="nummer" type="xs:string" use="required"/>
    <xs:attribute name="stand" type="xs:token"/>
  </xs:complexType>
  <xs:complexType name="Kind">
    <xs:complexContent><xs:extension base="Person"/></xs:complexContent>
  </xs:complexType>
  <xs:simpleType name="Zahl">
    <xs:restriction base="xs:int"><xs:minInclusive value="0"/><xs:maxInclusive value="20"/></xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="Art">
    <xs:restriction base="xs:string">
      <xs:minLength value="1"/><xs:maxLength value="5"/>
      <xs:enumeration value="a"/><xs:enumeration value="b"/>
    </xs:restriction>
  </xs:simpleType>
  <xs:element name="liste">
    <xs:complexType>
      <xs:sequence><xs:element name="person" type="Person" maxOccurs="unbounded"/></xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>"#;

const MESSAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<a:liste xmlns:a="urn:a" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <a:person nummer="1" stand="neu &amp; ä">
    <a:name>Grün &lt; Blau</a:name>
    <a:name>Zweitname</a:name>
    <a:geboren>2000-02-29</a:geboren>
    <a:kinder>2</a:kinder>
    <a:deutsch>true</a:deutsch>
    <a:bild>AAAA</a:bild>
    <a:seite>http://example.org/</a:seite>
    <a:art>a</a:art>
    <a:leer/>
  </a:person>
  <a:person nummer="2" xsi:type="a:Person">
    <a:name>Ł</a:name>
    <a:kinder>0</a:kinder>
    <a:deutsch>0</a:deutsch>
    <a:art>b</a:art>
    <a:art>a</a:art>
  </a:person>
</a:liste>
"#;

/// The same with a default namespace.
fn with_default_namespace() -> String {
    MESSAGE
        .replace("xmlns:a", "xmlns")
        .replace("<a:", "<")
        .replace("</a:", "</")
        .replace("a:Person", "Person")
}

fn set() -> SchemaSet {
    let loader = Loader::new().memory("a.xsd", SCHEMA);
    loader.load().expect("the schema is fine")
}

fn kinds() -> Vec<(&'static str, Effect)> {
    Mutator::kinds().map(|k| (k.name, k.effect)).collect()
}

/// Mutants of one kind, of messages with prefixes and with a default namespace.
fn mutants(set: &SchemaSet, kind: &str, count: u64) -> Vec<Mutant> {
    let mutator = Mutator::new(set).only(kind).most(1);
    let messages = [MESSAGE.to_owned(), with_default_namespace()];
    let seeds = (0..count).flat_map(|seed| messages.iter().map(move |m| (m, seed)));
    seeds
        .filter_map(|(message, seed)| mutator.mutate(message, seed))
        .filter(|mutant| !mutant.changes.is_empty())
        .collect()
}

#[test]
fn a_seed_always_gives_the_same_mutant() {
    let set = set();
    let mutator = Mutator::new(&set);
    let mut different = BTreeSet::new();
    for seed in 0..300 {
        let mutant = mutator.mutate(MESSAGE, seed).expect("well-formed");
        assert_eq!(
            Some(&mutant),
            Mutator::new(&set).mutate(MESSAGE, seed).as_ref()
        );
        assert!(mutant.changes.len() <= 4, "{:?}", mutant.changes);
        different.insert(mutant.bytes);
    }
    assert!(different.len() > 270, "{}", different.len());
}

#[test]
fn every_kind_of_change_occurs_and_says_where() {
    let set = set();
    let names: BTreeSet<&str> = kinds().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), kinds().len(), "names are unique");
    for name in names {
        let mutants = mutants(&set, name, 20);
        assert!(!mutants.is_empty(), "{name}");
        for mutant in mutants {
            assert_eq!(mutant.changes.len(), 1);
            let change = mutant.changes.first().expect("one");
            assert_eq!(change.kind, name);
        }
    }
}

#[test]
fn some_changes_of_a_mutant_can_be_left_out() {
    let set = set();
    let mutator = Mutator::new(&set);
    let seed = (0..).find(|s| mutator.count(*s) == 3).expect("some seed");
    let all = mutator.mutate(MESSAGE, seed).expect("well-formed");
    assert_eq!(mutator.mutate_slots(MESSAGE, seed, &[0, 1, 2]), Some(all));
    let none = mutator
        .mutate_slots(MESSAGE, seed, &[])
        .expect("well-formed");
    assert_eq!(none.bytes, MESSAGE.as_bytes());
    let one = mutator
        .mutate_slots(MESSAGE, seed, &[1])
        .expect("well-formed");
    assert!(one.changes.len() <= 1);
}

#[test]
fn what_is_not_well_formed_is_left_alone() {
    let set = set();
    for text in ["", "<a>", "no message", "<!DOCTYPE a><a/>"] {
        assert_eq!(Mutator::new(&set).mutate(text, 1), None);
    }
}

/// What xmllint says about each mutant; none if it is not installed. Without a schema it says
/// whether they are well-formed.
fn refused(mutants: &[(&str, Mutant)], with_schema: bool) -> Option<Vec<bool>> {
    if Command::new("xmllint").arg("--version").output().is_err() {
        eprintln!("SKIPPED: xmllint is not installed (Debian: libxml2-utils)");
        return None;
    }
    let folder = tempfile::tempdir().expect("folder");
    let schema = folder.path().join("a.xsd");
    fs::write(&schema, SCHEMA).expect("writable");
    let judge = |at: usize, mutant: &Mutant| {
        let file = folder.path().join(format!("{at}.xml"));
        fs::write(&file, &mutant.bytes).expect("writable");
        !is_accepted(&file, with_schema.then_some(schema.as_path()))
    };
    let all = mutants.iter().enumerate();
    Some(all.map(|(at, (_, mutant))| judge(at, mutant)).collect())
}

fn is_accepted(file: &Path, schema: Option<&Path>) -> bool {
    let mut command = Command::new("xmllint");
    command.args(["--nonet", "--noout"]);
    if let Some(schema) = schema {
        command.arg("--schema").arg(schema);
    }
    let output = command.arg(file).output().expect("xmllint runs");
    // What is wrong with namespaces is an error that the exit code does not tell.
    let told = String::from_utf8_lossy(&output.stderr).contains(" error :");
    output.status.success() && !told
}

fn of_effect(set: &SchemaSet, effect: Effect) -> Vec<(&'static str, Mutant)> {
    let kinds = kinds().into_iter().filter(|(_, e)| *e == effect);
    let made = kinds.flat_map(|(name, _)| {
        let mutants = mutants(set, name, 8);
        mutants.into_iter().map(move |mutant| (name, mutant))
    });
    made.collect()
}

#[test]
fn harmless_changes_leave_a_message_valid() {
    let set = set();
    let mutants = of_effect(&set, Effect::Harmless);
    let Some(refused) = refused(&mutants, true) else {
        return;
    };
    for ((kind, mutant), refused) in mutants.iter().zip(refused) {
        let text = String::from_utf8_lossy(&mutant.bytes);
        assert!(!refused, "{kind}: {:?}\n{text}", mutant.changes);
    }
}

#[test]
fn malformed_is_what_no_parser_takes() {
    let set = set();
    let mutants = of_effect(&set, Effect::Malformed);
    let Some(refused) = refused(&mutants, false) else {
        return;
    };
    for ((kind, mutant), refused) in mutants.iter().zip(refused) {
        // A message that lacks nothing but the line end after it is complete.
        let is_complete = mutant.bytes.ends_with(b"liste>");
        assert!(refused || is_complete, "{kind}: {:?}", mutant.changes);
    }
}
