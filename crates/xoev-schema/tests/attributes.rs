//! Attributes of complex types.

#![cfg(feature = "xsd")]

mod common;

use common::{attributes, complex, fault, label, load_all, schema_with, set};

#[test]
fn uses_and_values_are_read() {
    let set = set(r#"<xs:complexType name="T">
        <xs:attribute name="a" type="xs:string"/>
        <xs:attribute name="b" type="xs:string" use="required"/>
        <xs:attribute name="c" type="xs:string" default="x"/>
        <xs:attribute name="d" type="xs:string" fixed="y"/>
        <xs:attribute name="e" type="xs:string" use="required" fixed="z"/>
        <xs:attribute name="gone" use="prohibited"/>
      </xs:complexType>"#);
    assert_eq!(attributes(&set, "T"), ".a .b! .c~x .d=y .e!=z");
}

#[test]
fn attribute_without_type_takes_any_simple_value() {
    let set = set(r#"<xs:complexType name="T"><xs:attribute name="a"/></xs:complexType>"#);
    let a = &complex(&set, "T").attributes[0];
    assert_eq!(label(&set, set.ty(a.type_id)), "xs:anySimpleType");
}

#[test]
fn type_within_an_attribute_has_its_place() {
    let set = set(
        r#"<xs:complexType name="T"><xs:attribute name="a"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType></xs:attribute></xs:complexType>"#,
    );
    let a = &complex(&set, "T").attributes[0];
    assert_eq!(set.ty(a.type_id).place, ["T", "@a"]);
}

#[test]
fn form_decides_the_namespace() {
    let body = r#"<xs:complexType name="T">
        <xs:attribute name="a" type="xs:string"/>
        <xs:attribute name="b" type="xs:string" form="unqualified"/>
        <xs:attribute name="c" type="xs:string" form="qualified"/>
      </xs:complexType>"#;
    assert_eq!(attributes(&set(body), "T"), ".a .b c");
    let text = schema_with(r#"attributeFormDefault="qualified""#, body);
    assert_eq!(
        attributes(&load_all(&[("t.xsd", &text)]).expect("set"), "T"),
        "a .b c"
    );
}

#[test]
fn groups_and_references_are_expanded() {
    let set = set(r#"<xs:attribute name="global" type="xs:int" default="1"/>
      <xs:attributeGroup name="inner"><xs:attribute name="i"/></xs:attributeGroup>
      <xs:attributeGroup name="outer"><xs:attributeGroup ref="t:inner"/><xs:attribute name="o" use="required"/></xs:attributeGroup>
      <xs:complexType name="T"><xs:attribute name="first"/><xs:attributeGroup ref="t:outer"/><xs:attribute ref="t:global" use="required" fixed="7"/></xs:complexType>"#);
    assert_eq!(attributes(&set, "T"), ".first .i .o! global!=7");
    assert_eq!(set.attributes.len(), 1);
    assert_eq!(set.attributes[0].default.as_deref(), Some("1"));
}

#[test]
fn attribute_group_that_contains_itself_is_an_error() {
    let fault = fault(
        r#"<xs:attributeGroup name="g"><xs:attributeGroup ref="t:h"/></xs:attributeGroup>
      <xs:attributeGroup name="h"><xs:attributeGroup ref="t:g"/></xs:attributeGroup>
      <xs:complexType name="T"><xs:attributeGroup ref="t:g"/></xs:complexType>"#,
    );
    assert!(fault.contains("contains itself"), "{fault}");
}

#[test]
fn extension_inherits_and_adds() {
    let set = set(
        r#"<xs:complexType name="Base"><xs:attribute name="a"/></xs:complexType>
      <xs:complexType name="T"><xs:complexContent><xs:extension base="t:Base"><xs:attribute name="b"/></xs:extension></xs:complexContent></xs:complexType>"#,
    );
    assert_eq!(attributes(&set, "T"), ".a .b");
}

#[test]
fn extension_cannot_redeclare() {
    let fault = fault(
        r#"<xs:complexType name="Base"><xs:attribute name="a"/></xs:complexType>
      <xs:complexType name="T"><xs:complexContent><xs:extension base="t:Base"><xs:attribute name="a"/></xs:extension></xs:complexContent></xs:complexType>"#,
    );
    assert!(fault.contains("declared twice"), "{fault}");
}

#[test]
fn restriction_inherits_redeclares_and_prohibits() {
    let set = set(
        r#"<xs:complexType name="Base"><xs:attribute name="a"/><xs:attribute name="b"/><xs:attribute name="c"/><xs:anyAttribute/></xs:complexType>
      <xs:complexType name="T"><xs:complexContent><xs:restriction base="t:Base"><xs:attribute name="b" fixed="x"/><xs:attribute name="c" use="prohibited"/></xs:restriction></xs:complexContent></xs:complexType>"#,
    );
    assert_eq!(attributes(&set, "T"), ".a .b=x");
    assert!(complex(&set, "T").any_attribute.is_none());
}

#[test]
fn attributes_of_xml_itself_are_built_in() {
    let text = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
      <xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="http://www.w3.org/2001/xml.xsd"/>
      <xs:complexType name="T"><xs:attribute ref="xml:lang" use="required"/><xs:attribute ref="xml:space"/><xs:attribute ref="xml:base"/><xs:attribute ref="xml:id"/></xs:complexType>
    </xs:schema>"#;
    let set = load_all(&[("t.xsd", text)]).expect("set");
    assert_eq!(attributes(&set, "T"), "lang! space base id");
}

#[test]
fn schema_for_the_xml_namespace_is_preferred_to_the_built_in_one() {
    let text = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
      <xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="http://www.w3.org/2001/xml.xsd"/>
      <xs:complexType name="T"><xs:attribute ref="xml:lang"/></xs:complexType>
    </xs:schema>"#;
    let xml = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace"><xs:attribute name="lang" type="xs:token"/></xs:schema>"#;
    let set = load_all(&[("t.xsd", text), ("lib/xml.xsd", xml)]).expect("set");
    let lang = &complex(&set, "T").attributes[0];
    assert_eq!(label(&set, set.ty(lang.type_id)), "xs:token");
}

fn any(body: &str) -> String {
    let set = set(body);
    complex(&set, "T")
        .any_attribute
        .as_ref()
        .map(|any| common::wildcard(&set, any))
        .unwrap_or_default()
}

#[test]
fn wildcards_of_groups_are_intersected() {
    let text = any(
        r###"<xs:attributeGroup name="g"><xs:anyAttribute namespace="urn:a urn:b ##local"/></xs:attributeGroup>
      <xs:attributeGroup name="h"><xs:anyAttribute namespace="urn:b urn:c"/></xs:attributeGroup>
      <xs:complexType name="T"><xs:attributeGroup ref="t:g"/><xs:attributeGroup ref="t:h"/><xs:anyAttribute namespace="##other" processContents="lax"/></xs:complexType>"###,
    );
    assert_eq!(text, "<urn:b Lax>");
}

#[test]
fn wildcard_that_allows_nothing_is_none() {
    let text = any(
        r#"<xs:attributeGroup name="g"><xs:anyAttribute namespace="urn:a"/></xs:attributeGroup>
      <xs:complexType name="T"><xs:attributeGroup ref="t:g"/><xs:anyAttribute namespace="urn:b"/></xs:complexType>"#,
    );
    assert_eq!(text, "");
}

#[test]
fn extension_unites_wildcards() {
    let text = any(
        r###"<xs:complexType name="Base"><xs:anyAttribute namespace="##other" processContents="skip"/></xs:complexType>
      <xs:complexType name="T"><xs:complexContent><xs:extension base="t:Base"><xs:anyAttribute namespace="##targetNamespace ##local" processContents="lax"/></xs:extension></xs:complexContent></xs:complexType>"###,
    );
    assert_eq!(text, "<any Lax>");
}

#[test]
fn contradictory_values_are_errors() {
    let attribute = |attributes: &str| {
        fault(&format!(
            r#"<xs:complexType name="T"><xs:attribute name="a" {attributes}/></xs:complexType>"#
        ))
    };
    assert!(attribute(r#"default="x" fixed="y""#).contains("either a default or a fixed value"));
    assert!(
        attribute(r#"default="x" use="required""#)
            .contains("required attribute cannot have a default")
    );
}

#[test]
fn complex_type_cannot_be_that_of_an_attribute() {
    let fault = fault(
        r#"<xs:complexType name="C"/><xs:complexType name="T"><xs:attribute name="a" type="t:C"/></xs:complexType>"#,
    );
    assert!(
        fault.contains("is a complex type where only a simple one may stand"),
        "{fault}"
    );
}
