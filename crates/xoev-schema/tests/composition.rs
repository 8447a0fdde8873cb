//! Several documents: includes, imports, redefinitions.

#![cfg(feature = "xsd")]

mod common;

use common::{attributes, content, load_all};
use xoev_schema::{SchemaError, SchemaSet};

fn xsd(attributes: &str, body: &str) -> String {
    format!(
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" {attributes}>{body}</xs:schema>"#
    )
}

fn t(body: &str) -> String {
    xsd(
        r#"xmlns:t="urn:t" xmlns:u="urn:u" targetNamespace="urn:t""#,
        body,
    )
}

fn u(body: &str) -> String {
    xsd(
        r#"xmlns:t="urn:t" xmlns:u="urn:u" targetNamespace="urn:u""#,
        body,
    )
}

fn load(documents: &[(&str, &str)]) -> SchemaSet {
    load_all(documents).unwrap_or_else(|e| panic!("{e}"))
}

fn fault(documents: &[(&str, &str)]) -> SchemaError {
    load_all(documents).expect_err("a fault")
}

fn files(set: &SchemaSet) -> Vec<&str> {
    set.documents.iter().map(|d| d.file.as_str()).collect()
}

#[test]
fn includes_and_imports_may_go_in_circles() {
    let a = t(
        r#"<xs:include schemaLocation="b.xsd"/><xs:import namespace="urn:u" schemaLocation="c.xsd"/><xs:complexType name="A"><xs:sequence><xs:element name="b" type="t:B"/></xs:sequence></xs:complexType>"#,
    );
    let b = t(
        r#"<xs:include schemaLocation="a.xsd"/><xs:complexType name="B"><xs:sequence><xs:element name="c" type="u:C"/></xs:sequence></xs:complexType>"#,
    );
    let c = u(
        r#"<xs:import namespace="urn:t" schemaLocation="./b.xsd"/><xs:complexType name="C"><xs:sequence><xs:element name="a" type="t:A" minOccurs="0"/></xs:sequence></xs:complexType>"#,
    );
    let set = load(&[("a.xsd", &a), ("b.xsd", &b), ("c.xsd", &c)]);
    assert_eq!(files(&set), ["a.xsd", "b.xsd", "c.xsd"]);
}

#[test]
fn the_same_document_under_several_names_counts_once() {
    let a = t(
        r#"<xs:include schemaLocation="x/b.xsd"/><xs:include schemaLocation="y/../x/b.xsd"/><xs:include schemaLocation="copy.xsd"/>"#,
    );
    let b = t(r#"<xs:complexType name="B"/>"#);
    let copy = format!("<!-- a copy -->\r\n{b}");
    let set = load(&[
        ("a.xsd", &a),
        ("x/b.xsd", &b),
        ("copy.xsd", &copy.replace("<!-- a copy -->\r\n", "")),
    ]);
    assert_eq!(set.documents.len(), 2);
}

#[test]
fn included_document_without_namespace_takes_that_of_the_including_one() {
    let a = t(
        r#"<xs:include schemaLocation="part.xsd"/><xs:complexType name="A"><xs:sequence><xs:element name="p" type="t:P"/></xs:sequence></xs:complexType>"#,
    );
    let part = xsd(
        r#"elementFormDefault="qualified""#,
        r#"<xs:include schemaLocation="part2.xsd"/><xs:complexType name="P"><xs:group ref="G"/><xs:attribute ref="at"/></xs:complexType><xs:group name="G"><xs:sequence><xs:element ref="E"/><xs:element name="q" type="S"/></xs:sequence></xs:group>"#,
    );
    let part2 = xsd(
        "",
        r#"<xs:simpleType name="S"><xs:restriction base="xs:string"/></xs:simpleType><xs:element name="E" type="S"/><xs:attribute name="at" type="S"/>"#,
    );
    let set = load(&[("a.xsd", &a), ("part.xsd", &part), ("part2.xsd", &part2)]);
    assert_eq!(content(&set, "P"), "(E, q)");
    assert_eq!(attributes(&set, "P"), "at");
    assert!(
        set.documents
            .iter()
            .all(|d| set.uri(d.namespace) == "urn:t")
    );
}

#[test]
fn document_without_namespace_may_be_part_of_several_namespaces() {
    let a = t(
        r#"<xs:include schemaLocation="part.xsd"/><xs:import namespace="urn:u" schemaLocation="b.xsd"/>"#,
    );
    let b = u(r#"<xs:include schemaLocation="part.xsd"/>"#);
    let part = xsd(
        "",
        r#"<xs:complexType name="P"><xs:sequence><xs:element name="again" type="P" minOccurs="0"/></xs:sequence></xs:complexType>"#,
    );
    let set = load(&[("a.xsd", &a), ("b.xsd", &b), ("part.xsd", &part)]);
    for uri in ["urn:t", "urn:u"] {
        let ns = set.namespace(uri).expect("namespace");
        assert!(set.find_type(ns, "P").is_some());
    }
    assert_eq!(set.documents.len(), 4);
}

#[test]
fn document_without_namespace_can_be_imported_and_keeps_none() {
    let a = t(
        r#"<xs:import schemaLocation="none.xsd"/><xs:complexType name="A"><xs:sequence><xs:element ref="n"/></xs:sequence></xs:complexType>"#,
    );
    let none = xsd(
        "",
        r#"<xs:include schemaLocation="none2.xsd"/><xs:element name="n" type="N"/>"#,
    );
    let none2 = xsd(
        "",
        r#"<xs:simpleType name="N"><xs:restriction base="xs:string"/></xs:simpleType>"#,
    );
    let set = load(&[("a.xsd", &a), ("none.xsd", &none), ("none2.xsd", &none2)]);
    assert_eq!(content(&set, "A"), ".n");
}

#[test]
fn import_without_location_is_met_by_another_import() {
    let a = t(
        r#"<xs:include schemaLocation="b.xsd"/><xs:import namespace="urn:u"/><xs:complexType name="A"><xs:sequence><xs:element name="c" type="u:C"/></xs:sequence></xs:complexType>"#,
    );
    let b = t(r#"<xs:import namespace="urn:u" schemaLocation="c.xsd"/>"#);
    let c = u(r#"<xs:complexType name="C"/>"#);
    assert_eq!(
        load(&[("a.xsd", &a), ("b.xsd", &b), ("c.xsd", &c)])
            .documents
            .len(),
        3
    );
}

#[test]
fn import_that_is_not_found_is_met_by_a_document_of_its_namespace() {
    let a = t(
        r#"<xs:import namespace="urn:u" schemaLocation="http://example.org/elsewhere/u.xsd"/><xs:include schemaLocation="b.xsd"/>"#,
    );
    let b = t(r#"<xs:import namespace="urn:u" schemaLocation="c.xsd"/>"#);
    let c = u("");
    assert_eq!(
        load(&[("a.xsd", &a), ("b.xsd", &b), ("c.xsd", &c)])
            .documents
            .len(),
        3
    );
}

#[test]
fn import_without_location_only_matters_where_it_is_needed() {
    let import = r#"<xs:import namespace="urn:u"/>"#;
    load(&[("a.xsd", &t(import))]);
    let a = t(&format!(
        r#"{import}<xs:complexType name="A"><xs:sequence><xs:element name="c" type="u:C"/></xs:sequence></xs:complexType>"#
    ));
    let fault = fault(&[("a.xsd", &a)]);
    assert!(
        matches!(&fault, SchemaError::Unresolved { name, place, .. } if name == "{urn:u}C" && place.chain == ["A", "c"]),
        "{fault}"
    );
}

#[test]
fn missing_document_is_named_with_the_way_out() {
    let a = t(r#"<xs:import namespace="urn:u" schemaLocation="http://example.org/u.xsd"/>"#);
    let fault = fault(&[("folder/a.xsd", &a)]);
    assert_eq!(
        fault,
        SchemaError::MissingDocument {
            importer: "folder/a.xsd".into(),
            location: "http://example.org/u.xsd".into(),
            namespace: Some("urn:u".into()),
        }
    );
    let text = fault.to_string();
    assert!(
        text.contains("add a `uri` entry for it to the catalog"),
        "{text}"
    );
}

#[test]
fn missing_include_is_an_error_at_once() {
    let fault = fault(&[("a.xsd", &t(r#"<xs:include schemaLocation="b.xsd"/>"#))]);
    assert!(
        matches!(
            fault,
            SchemaError::MissingDocument {
                namespace: None,
                ..
            }
        ),
        "{fault}"
    );
}

#[test]
fn wrong_namespaces_are_errors() {
    let included = fault(&[
        ("a.xsd", &t(r#"<xs:include schemaLocation="b.xsd"/>"#)),
        ("b.xsd", &u("")),
    ]);
    assert!(
        included
            .to_string()
            .contains("is included, but has the namespace urn:u instead of urn:t"),
        "{included}"
    );
    let imported = fault(&[
        (
            "a.xsd",
            &t(r#"<xs:import namespace="urn:v" schemaLocation="b.xsd"/>"#),
        ),
        ("b.xsd", &u("")),
    ]);
    assert!(
        imported
            .to_string()
            .contains("is imported for the namespace urn:v, but has urn:u"),
        "{imported}"
    );
    let own = fault(&[
        (
            "a.xsd",
            &t(r#"<xs:import namespace="urn:t" schemaLocation="b.xsd"/>"#),
        ),
        ("b.xsd", &t("")),
    ]);
    assert!(
        own.to_string().contains("cannot import its own namespace"),
        "{own}"
    );
}

#[test]
fn namespaces_of_xml_schema_need_no_document() {
    let text = t(
        r#"<xs:import namespace="http://www.w3.org/2001/XMLSchema-instance" schemaLocation="http://www.w3.org/2001/XMLSchema-instance"/><xs:import namespace="http://www.w3.org/2001/XMLSchema"/>"#,
    );
    load(&[("a.xsd", &text)]);
}

#[test]
fn definitions_of_one_name_in_two_documents_are_an_error() {
    let a = t(r#"<xs:include schemaLocation="b.xsd"/><xs:complexType name="X"/>"#);
    let b = t(r#"<xs:simpleType name="X"><xs:restriction base="xs:string"/></xs:simpleType>"#);
    let fault = fault(&[("a.xsd", &a), ("b.xsd", &b)]).to_string();
    assert!(
        fault
            .contains("{urn:t}X: this type is defined twice; the first definition stands in a.xsd"),
        "{fault}"
    );
}

const REDEFINED: &str = r#"
  <xs:complexType name="C"><xs:sequence><xs:element name="a"/></xs:sequence></xs:complexType>
  <xs:simpleType name="S"><xs:restriction base="xs:string"/></xs:simpleType>
  <xs:complexType name="V"><xs:simpleContent><xs:extension base="xs:string"/></xs:simpleContent></xs:complexType>
  <xs:group name="G"><xs:sequence><xs:element name="g"/></xs:sequence></xs:group>
  <xs:attributeGroup name="A"><xs:attribute name="x"/></xs:attributeGroup>
  <xs:complexType name="User"><xs:sequence><xs:element name="c" type="t:C"/><xs:group ref="t:G"/></xs:sequence><xs:attributeGroup ref="t:A"/></xs:complexType>"#;

#[test]
fn redefinitions_build_upon_what_they_replace() {
    let a = t(r#"<xs:redefine schemaLocation="b.xsd">
        <xs:complexType name="C"><xs:complexContent><xs:extension base="t:C"><xs:sequence><xs:element name="b"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
        <xs:simpleType name="S"><xs:restriction base="t:S"><xs:maxLength value="3"/></xs:restriction></xs:simpleType>
        <xs:complexType name="V"><xs:simpleContent><xs:restriction base="t:V"><xs:length value="1"/></xs:restriction></xs:simpleContent></xs:complexType>
        <xs:group name="G"><xs:sequence><xs:group ref="t:G"/><xs:element name="h"/></xs:sequence></xs:group>
        <xs:attributeGroup name="A"><xs:attributeGroup ref="t:A"/><xs:attribute name="y"/></xs:attributeGroup>
      </xs:redefine>"#);
    let set = load(&[("a.xsd", &a), ("b.xsd", &t(REDEFINED))]);
    assert_eq!(content(&set, "C"), "(.a, .b)");
    assert_eq!(content(&set, "User"), "(.c, .g, .h)");
    assert_eq!(attributes(&set, "User"), ".x .y");
    assert_eq!(content(&set, "V"), "text of V/#content");
    let s = common::ty(&set, "S");
    assert_eq!(set.ty(s.base.expect("base").0).place, ["S", "#redefined"]);
}

#[test]
fn redefinition_of_nothing_is_an_error() {
    let a = t(
        r#"<xs:redefine schemaLocation="b.xsd"><xs:complexType name="X"><xs:complexContent><xs:extension base="t:X"/></xs:complexContent></xs:complexType></xs:redefine>"#,
    );
    let fault = fault(&[("a.xsd", &a), ("b.xsd", &t(REDEFINED))]).to_string();
    assert!(
        fault.contains("is redefined, but the redefined document does not define it"),
        "{fault}"
    );
}
