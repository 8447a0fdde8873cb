//! Whose fault it is, and where.

#![cfg(feature = "xsd")]

mod common;

use common::{fault, load};
use xoev_schema::{Loader, Place, Referent, SchemaError};

fn unresolved(body: &str) -> (Place, Referent, String) {
    match load(body).expect_err("a fault") {
        SchemaError::Unresolved {
            place,
            referent,
            name,
            ..
        } => (place, referent, name),
        other => panic!("{other}"),
    }
}

#[test]
fn unresolved_references_are_told_with_place_and_name() {
    let (place, referent, name) = unresolved(
        r#"<xs:complexType name="T"><xs:sequence><xs:element name="x"><xs:complexType><xs:sequence><xs:element name="y" type="t:Gone"/></xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType>"#,
    );
    assert_eq!(
        (place.file.as_str(), referent, name.as_str()),
        ("t.xsd", Referent::Type, "{urn:t}Gone")
    );
    assert_eq!(place.chain, ["T", "x", "y"]);
    let cases = [
        (
            r#"<xs:complexType name="T"><xs:sequence><xs:element ref="t:gone"/></xs:sequence></xs:complexType>"#,
            Referent::Element,
        ),
        (
            r#"<xs:complexType name="T"><xs:attribute ref="t:gone"/></xs:complexType>"#,
            Referent::Attribute,
        ),
        (
            r#"<xs:complexType name="T"><xs:group ref="t:gone"/></xs:complexType>"#,
            Referent::Group,
        ),
        (
            r#"<xs:complexType name="T"><xs:attributeGroup ref="t:gone"/></xs:complexType>"#,
            Referent::AttributeGroup,
        ),
        (
            r#"<xs:complexType name="T"><xs:complexContent><xs:extension base="t:gone"/></xs:complexContent></xs:complexType>"#,
            Referent::Type,
        ),
        (
            r#"<xs:element name="e" substitutionGroup="t:gone"/>"#,
            Referent::Element,
        ),
        (
            r#"<xs:simpleType name="T"><xs:list itemType="t:gone"/></xs:simpleType>"#,
            Referent::Type,
        ),
        (
            r#"<xs:simpleType name="T"><xs:union memberTypes="xs:int t:gone"/></xs:simpleType>"#,
            Referent::Type,
        ),
    ];
    for (body, expected) in cases {
        let (_, referent, name) = unresolved(body);
        assert_eq!(
            (referent, name.as_str()),
            (expected, "{urn:t}gone"),
            "{body}"
        );
    }
}

#[test]
fn unknown_prefixes_and_namespaces_are_told() {
    let (_, referent, name) = unresolved(r#"<xs:element name="e" type="zz:T"/>"#);
    assert_eq!((referent, name.as_str()), (Referent::Prefix, "zz"));
    let text = fault(r#"<xs:element xmlns:o="urn:o" name="e" type="o:T"/>"#);
    assert!(text.contains("type {urn:o}T is not defined (no document of this namespace was read; is an import missing?)"), "{text}");
    let (_, _, name) = unresolved(r#"<xs:element name="e" type="T"/>"#);
    assert_eq!(name, "T", "an unprefixed name is in no namespace");
    let (_, _, name) = unresolved(r#"<xs:element name="e" type="xs:text"/>"#);
    assert_eq!(name, "{http://www.w3.org/2001/XMLSchema}text");
}

#[test]
fn duplicates_of_every_kind_are_errors() {
    for (kind, definition) in [
        ("element", r#"<xs:element name="x"/>"#),
        ("attribute", r#"<xs:attribute name="x"/>"#),
        ("type", r#"<xs:complexType name="x"/>"#),
        ("group", r#"<xs:group name="x"><xs:sequence/></xs:group>"#),
        ("attribute group", r#"<xs:attributeGroup name="x"/>"#),
    ] {
        let text = fault(&format!("{definition}{definition}"));
        assert!(
            text.contains(&format!("{{urn:t}}x: this {kind} is defined twice")),
            "{text}"
        );
    }
}

#[test]
fn components_that_say_two_things_are_errors() {
    for (body, reason) in [
        (
            r#"<xs:element name="e" type="xs:int"><xs:complexType/></xs:element>"#,
            "either a type attribute or one type in it",
        ),
        (
            r#"<xs:element name="e" default="a" fixed="b"/>"#,
            "either a default or a fixed value",
        ),
        (
            r#"<xs:complexType name="T"><xs:sequence><xs:element/></xs:sequence></xs:complexType>"#,
            "either a name or a ref",
        ),
        (
            r#"<xs:element name="g"/><xs:complexType name="T"><xs:sequence><xs:element ref="t:g"><xs:complexType/></xs:element></xs:sequence></xs:complexType>"#,
            "no type or constraints of its own",
        ),
        (
            r#"<xs:complexType name="T"><xs:sequence/><xs:sequence/></xs:complexType>"#,
            "one sequence, choice, all or group at most",
        ),
        (
            r#"<xs:complexType name="T"><xs:complexContent><xs:extension base="xs:anyType"/></xs:complexContent><xs:attribute name="a"/></xs:complexType>"#,
            "and nothing else",
        ),
        (
            r#"<xs:complexType name="T"><xs:attribute/></xs:complexType>"#,
            "either a name or a ref",
        ),
        (
            r#"<xs:simpleType name="T"/>"#,
            "a restriction, a list or a union",
        ),
        (
            r#"<xs:simpleType name="T"><xs:restriction/></xs:simpleType>"#,
            "either a base or a simple type in it",
        ),
        (
            r#"<xs:simpleType name="T"><xs:union/></xs:simpleType>"#,
            "at least one member type",
        ),
        (
            r#"<xs:complexType name="T"><xs:sequence><xs:element name="x" minOccurs="2"/></xs:sequence></xs:complexType>"#,
            "minOccurs 2 is greater than maxOccurs",
        ),
        (r#"<xs:complexType/>"#, "a global type has no name"),
        (r#"<xs:element/>"#, "a global element has no name"),
    ] {
        let text = fault(body);
        assert!(text.contains(reason), "{text}");
    }
}

#[test]
fn constructs_of_xml_schema_1_1_are_not_supported() {
    for body in [
        r#"<xs:complexType name="T"><xs:assert test="true()"/></xs:complexType>"#,
        r#"<xs:simpleType name="T"><xs:restriction base="xs:int"><xs:assertion test="true()"/></xs:restriction></xs:simpleType>"#,
        r#"<xs:simpleType name="T"><xs:restriction base="xs:date"><xs:explicitTimezone value="optional"/></xs:restriction></xs:simpleType>"#,
        r#"<xs:element name="e"><xs:alternative type="xs:int"/></xs:element>"#,
        r#"<xs:complexType name="T"><xs:openContent><xs:any/></xs:openContent></xs:complexType>"#,
        r#"<xs:defaultOpenContent><xs:any/></xs:defaultOpenContent>"#,
        r#"<xs:override schemaLocation="x.xsd"/>"#,
        r#"<xs:complexType name="T" defaultAttributesApply="false"/>"#,
        r#"<xs:complexType name="T"><xs:sequence><xs:any notNamespace="urn:x"/></xs:sequence></xs:complexType>"#,
        r#"<xs:complexType name="T"><xs:attribute name="a" inheritable="true"/></xs:complexType>"#,
        r#"<xs:element xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning" name="e" vc:minVersion="1.1"/>"#,
    ] {
        let fault = load(body).expect_err("a fault");
        let place = match &fault {
            SchemaError::Unsupported { place, .. } => place,
            other => panic!("{other}"),
        };
        assert_eq!(
            (place.file.as_str(), place.line),
            ("t.xsd", Some(3)),
            "{fault}"
        );
        assert!(fault.to_string().contains("XML Schema 1.1"), "{fault}");
    }
}

fn malformed(text: &str) -> String {
    match Loader::new()
        .memory("bad.xsd", text)
        .root("bad.xsd")
        .load()
        .expect_err("a fault")
    {
        fault @ SchemaError::Malformed { .. } => fault.to_string(),
        other => panic!("{other}"),
    }
}

#[test]
fn what_is_no_schema_is_told_with_its_line() {
    let schema = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">"#;
    assert!(malformed("").contains("the file has no element"));
    assert!(malformed("no xml at all").contains("text where none may stand"));
    assert!(malformed("<html/>").contains("the root element is html, not xs:schema"));
    assert!(malformed(schema).contains("the file ends within schema"));
    assert!(malformed(&format!("{schema}\n\n<xs:element></xs:schema>")).contains("line 3"));
    assert!(malformed(&format!("{schema}</xs:schema><x/>")).contains("more than one root element"));
    assert!(
        malformed(&format!("{schema}<a:b/></xs:schema>")).contains("the prefix a is not declared")
    );
    assert!(
        malformed(&format!(
            "{schema}<xs:element name=\"a\" name=\"b\"/></xs:schema>"
        ))
        .contains("bad.xsd, line 1")
    );
    assert!(
        malformed(&format!(
            "{schema}\n<xs:element name=\"a\" nillable=\"maybe\"/></xs:schema>"
        ))
        .contains("line 2")
    );
    assert!(
        malformed(&format!("{schema}<xs:element name=\"a&b\"/></xs:schema>"))
            .contains("& without ;")
    );
}

#[test]
fn nesting_without_end_is_an_error() {
    let deep = "<xs:sequence>".repeat(5000);
    let text = fault(&format!(r#"<xs:complexType name="T">{deep}"#));
    assert!(text.contains("nested more than"), "{text}");
}
