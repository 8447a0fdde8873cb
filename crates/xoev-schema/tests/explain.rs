//! Trees of elements and types, as data and as text.

use xoev_schema::explain::{
    Cardinality, Cut, Entry, Fact, Kind, Language, explain_element, explain_type, render,
};
use xoev_schema::{ElementId, Loader, SchemaSet, TypeId};

const SCHEMA: &str = r###"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:fall" targetNamespace="urn:fall" elementFormDefault="qualified">
  <xs:simpleType name="Zeichen"><xs:restriction base="xs:token">
    <xs:pattern value="[A-Z]{2}"/><xs:minLength value="2"/><xs:maxLength value="9"/>
  </xs:restriction></xs:simpleType>
  <xs:simpleType name="Ausgang"><xs:restriction base="xs:token">
    <xs:enumeration value="1"><xs:annotation><xs:appinfo><Wert>erledigt</Wert></xs:appinfo></xs:annotation></xs:enumeration>
    <xs:enumeration value="2"/>
  </xs:restriction></xs:simpleType>
  <xs:complexType name="Person"><xs:sequence>
    <xs:element name="name" type="xs:string"/>
    <xs:element name="kind" type="f:Person" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType>
  <xs:element name="Fall.4711">
    <xs:annotation><xs:appinfo><title>Ein Fall</title><autor>Amt</autor><leser>Bürger</leser></xs:appinfo></xs:annotation>
    <xs:complexType><xs:sequence>
      <xs:element name="zeichen" type="f:Zeichen"/>
      <xs:choice minOccurs="0">
        <xs:element name="ausgang" type="f:Ausgang"/>
        <xs:sequence><xs:element name="von" type="xs:date"/><xs:element name="bis" type="xs:date"/></xs:sequence>
      </xs:choice>
      <xs:element name="antragsteller" type="f:Person"/>
      <xs:element name="vertreter" type="f:Person"/>
      <xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="3"/>
    </xs:sequence><xs:attribute name="version" type="xs:token" fixed="1.0" use="required"/></xs:complexType>
  </xs:element>
</xs:schema>"###;

fn set() -> SchemaSet {
    Loader::new()
        .memory("fall.xsd", SCHEMA)
        .root("fall.xsd")
        .load()
        .expect("load")
}

fn tree() -> Entry {
    explain_element(&set(), ElementId(0)).expect("element")
}

fn child<'a>(entry: &'a Entry, name: &str) -> &'a Entry {
    entry.children.iter().find(|c| c.name == name).expect(name)
}

#[test]
fn message_tells_title_and_notes() {
    let tree = tree();
    assert_eq!(tree.kind, Kind::Root);
    assert_eq!(tree.title.as_deref(), Some("Ein Fall"));
    let note = |path: &str| {
        tree.notes
            .iter()
            .find(|(p, _)| p == path)
            .map(|(_, t)| t.as_str())
    };
    assert_eq!(note("autor"), Some("Amt"));
    assert_eq!(note("leser"), Some("Bürger"));
    assert_eq!(note("#namespace"), Some("urn:fall"));
    assert_eq!(note("#file"), Some("fall.xsd"));
}

#[test]
fn facets_are_facts() {
    let tree = tree();
    let sign = child(&tree, "zeichen");
    assert_eq!(sign.type_name.as_deref(), Some("f:Zeichen"));
    assert_eq!(sign.cardinality, Cardinality::ONE);
    let length = Fact::Length {
        min: Some(2),
        max: Some(9),
    };
    assert!(sign.facts.contains(&length), "{:?}", sign.facts);
    let pattern = Fact::Pattern(vec!["[A-Z]{2}".into()]);
    assert!(sign.facts.contains(&pattern), "{:?}", sign.facts);
    let version = child(&tree, "version");
    assert_eq!(version.kind, Kind::Attribute);
    assert!(version.facts.contains(&Fact::Fixed("1.0".into())));
}

#[test]
fn choices_keep_their_branches_together() {
    let tree = tree();
    let choice = tree
        .children
        .iter()
        .find(|c| c.kind == Kind::Choice)
        .expect("choice");
    assert_eq!(choice.cardinality.to_string(), "0..1");
    let kinds: Vec<Kind> = choice.children.iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [Kind::Element, Kind::Sequence]);
    let outcome = child(choice, "ausgang");
    let values = [("1".into(), Some("erledigt".into())), ("2".into(), None)];
    assert_eq!(outcome.values, values);
    let names: Vec<&str> = choice.children[1]
        .children
        .iter()
        .map(|c| c.name.as_str())
        .collect();
    assert_eq!(names, ["von", "bis"]);
}

#[test]
fn recursion_and_repetition_are_cut() {
    let tree = tree();
    let first = child(&tree, "antragsteller");
    assert_eq!(first.cut, None);
    assert_eq!(child(first, "kind").cut, Some(Cut::Recursion));
    assert_eq!(child(first, "kind").cardinality.to_string(), "0..n");
    assert_eq!(child(&tree, "vertreter").cut, Some(Cut::ShownAbove));
}

#[test]
fn text_has_lines_and_words_of_the_language() {
    let german = render(&tree(), Language::German);
    assert_eq!(
        german,
        "\
Fall.4711 – Ein Fall
Autor: Amt
Leser: Bürger
Namensraum: urn:fall
Datei: fall.xsd
├── @version [1] xs:token (immer „1.0“)
├── zeichen [1] f:Zeichen (xs:token; Muster [A-Z]{2}; 2 bis 9 Zeichen)
├── Auswahl [0..1]
│   ├── ausgang [1] f:Ausgang (xs:token)
│   │   ├── 1 = erledigt
│   │   └── 2
│   └── Folge [1]
│       ├── von [1] xs:date
│       └── bis [1] xs:date
├── antragsteller [1] f:Person
│   ├── name [1] xs:string
│   └── kind [0..n] f:Person … enthält sich selbst, siehe oben
├── vertreter [1] f:Person … Inhalt wie oben
└── beliebiges Element [0..3] (aus ##other (urn:fall))
"
    );
    let english = render(&tree(), Language::English);
    assert!(english.contains("├── choice [0..1]"), "{english}");
    assert!(
        english.contains("pattern [A-Z]{2}; 2 to 9 characters"),
        "{english}"
    );
}

#[test]
fn types_are_explained_by_themselves() {
    let set = set();
    let ns = set.namespace("urn:fall").expect("namespace");
    let id = set.find_type(ns, "Person").expect("type");
    let text = render(&explain_type(&set, id).expect("tree"), Language::German);
    assert!(
        text.starts_with("Person\nNamensraum: urn:fall\nDatei: fall.xsd\n├── name"),
        "{text}"
    );
    assert_eq!(explain_type(&set, TypeId(u32::MAX)), None);
    assert_eq!(explain_element(&set, ElementId(u32::MAX)), None);
}
