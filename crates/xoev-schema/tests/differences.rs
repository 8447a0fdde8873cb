//! What differs between two sets.

#![cfg(feature = "xsd")]

mod common;

use common::{load_all, schema, set};
use xoev_schema::diff::{Labels, equality, release};

fn differences(left: &str, right: &str) -> Vec<String> {
    equality(&set(left), &set(right))
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn fields(body: &str) -> String {
    format!(r#"<xs:complexType name="T"><xs:sequence>{body}</xs:sequence></xs:complexType>"#)
}

/// What differs between two types `T` with these elements.
fn in_type(left: &str, right: &str) -> Vec<String> {
    differences(&fields(left), &fields(right))
}

#[test]
fn annotations_prefixes_file_names_and_order_of_definitions_do_not_matter() {
    let left = schema(
        r#"<xs:element name="e" type="t:T"><xs:annotation><xs:appinfo><title>x</title></xs:appinfo></xs:annotation></xs:element>
           <xs:complexType name="T"><xs:sequence><xs:element name="a" type="t:S"/></xs:sequence></xs:complexType>
           <xs:simpleType name="S"><xs:restriction base="xs:string"><xs:enumeration value="1"/><xs:enumeration value="2"/></xs:restriction></xs:simpleType>"#,
    );
    let right = r#"<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t">
        <s:simpleType name="S"><s:restriction base="s:string"><s:enumeration value="2"/><s:enumeration value="1"/></s:restriction></s:simpleType>
        <s:group name="g"><s:sequence><s:element name="a" type="S" form="qualified"/></s:sequence></s:group>
        <s:complexType name="T"><s:group ref="g"/></s:complexType>
        <s:element name="e" type="T"/></s:schema>"#;
    let left = load_all(&[("left.xsd", &left)]).expect("left");
    let right = load_all(&[("other/right.xsd", right)]).expect("right");
    assert_eq!(equality(&left, &right), []);
    assert!(release(&left, &right, Labels::Ignore).is_empty());
}

#[test]
fn definitions_that_come_and_go_are_told() {
    let found = differences(
        r#"<xs:element name="m1"/><xs:complexType name="A"/><xs:attribute name="x"/>"#,
        r#"<xs:element name="m2"/><xs:complexType name="B"/><xs:attribute name="y"/>"#,
    );
    assert_eq!(
        found,
        [
            "message m1 removed",
            "message m2 added",
            "global attribute x removed",
            "global attribute y added",
            "type A removed",
            "type B added"
        ]
    );
}

#[test]
fn fields_are_matched_by_name() {
    assert_eq!(
        in_type(
            r#"<xs:element name="a"/><xs:element name="b"/>"#,
            r#"<xs:element name="a"/><xs:element name="c" minOccurs="0" maxOccurs="unbounded"/>"#
        ),
        ["T: element b (1) removed", "T: element c (0..n) added"]
    );
}

#[test]
fn cardinality_counts_the_groups_around_a_field() {
    assert_eq!(
        in_type(
            r#"<xs:element name="a"/><xs:element name="b"/>"#,
            r#"<xs:element name="a" minOccurs="0" maxOccurs="3"/><xs:element name="b"/>"#
        ),
        ["T / a: cardinality changed from 1 to 0..3"]
    );
    assert_eq!(
        in_type(
            r#"<xs:element name="a"/><xs:element name="b"/>"#,
            r#"<xs:element name="a"/><xs:sequence minOccurs="0" maxOccurs="2"><xs:element name="b"/></xs:sequence>"#
        ),
        ["T / b: cardinality changed from 1 to 0..2"]
    );
}

#[test]
fn order_and_nesting_are_structure() {
    let (a, b, c) = (
        r#"<xs:element name="a"/>"#,
        r#"<xs:element name="b"/>"#,
        r#"<xs:element name="c"/>"#,
    );
    assert_eq!(
        in_type(&format!("{a}{b}"), &format!("{b}{a}")),
        ["T: structure changed from (a, b) to (b, a)"]
    );
    let choice = |members: &str| format!("<xs:choice>{members}</xs:choice>");
    assert_eq!(
        in_type(
            &choice(&format!("{a}{b}{c}")),
            &choice(&format!(
                "{a}<xs:sequence minOccurs=\"0\">{b}{c}</xs:sequence>"
            ))
        ),
        ["T: structure changed from (a | b | c) to (a | (b, c)?)"]
    );
    assert_eq!(
        in_type(
            &format!("<xs:sequence minOccurs=\"0\">{a}{b}</xs:sequence>{c}"),
            &format!(
                "<xs:element name=\"a\" minOccurs=\"0\"/><xs:element name=\"b\" minOccurs=\"0\"/>{c}"
            )
        ),
        ["T: structure changed from ((a, b)?, c) to (a?, b?, c)"]
    );
}

#[test]
fn several_fields_of_one_name_are_told_apart_by_their_number() {
    let a = r#"<xs:element name="a" type="xs:string"/>"#;
    assert_eq!(
        in_type(
            &format!("{a}<xs:element name=\"b\"/>{a}"),
            &format!("{a}<xs:element name=\"b\"/>")
        ),
        ["T: element a (1) removed"]
    );
}

#[test]
fn everything_about_a_field_is_compared() {
    let field = |attributes: &str| {
        in_type(
            r#"<xs:element name="a" type="xs:string"/>"#,
            &format!(r#"<xs:element name="a" {attributes}/>"#),
        )
    };
    assert_eq!(
        field(r#"type="xs:token""#),
        ["T / a: value type changed from string to token"]
    );
    assert_eq!(
        field(r#"type="xs:string" nillable="true""#),
        ["T / a: nillable changed from false to true"]
    );
    assert_eq!(
        field(r#"type="xs:string" default="x""#),
        ["T / a: default value x added"]
    );
    assert_eq!(
        field(r#"type="xs:string" fixed="x""#),
        ["T / a: fixed value x added"]
    );
    assert_eq!(
        field(r#"type="xs:string" form="unqualified""#),
        ["T / a: namespace of the name changed from urn:t to none"]
    );
}

#[test]
fn types_without_name_are_compared_in_their_place() {
    let field = |length| {
        format!(
            r#"<xs:element name="x"><xs:complexType><xs:sequence><xs:element name="y"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="{length}"/></xs:restriction></xs:simpleType></xs:element></xs:sequence></xs:complexType></xs:element>"#
        )
    };
    assert_eq!(
        in_type(&field(3), &field(4)),
        ["T / x / y: facet maxLength changed from 3 to 4"]
    );
    assert_eq!(
        in_type(&field(3), r#"<xs:element name="x" type="xs:int"/>"#),
        ["T / x: value type changed from a type without name to int"]
    );
}

#[test]
fn attributes_are_compared() {
    let with =
        |attributes: &str| format!(r#"<xs:complexType name="T">{attributes}</xs:complexType>"#);
    let one = |left: &str, right: &str| differences(&with(left), &with(right));
    let a = r#"<xs:attribute name="a" type="xs:string"/>"#;
    assert_eq!(one(a, ""), ["T: attribute a (0..1) removed"]);
    assert_eq!(one("", a), ["T: attribute a (0..1) added"]);
    assert_eq!(
        one(
            a,
            r#"<xs:attribute name="a" type="xs:string" use="required"/>"#
        ),
        ["T / @a: cardinality changed from 0..1 to 1"]
    );
    assert_eq!(
        one(a, r#"<xs:attribute name="a" type="xs:int" fixed="1"/>"#),
        [
            "T / @a: value type changed from string to int",
            "T / @a: fixed value 1 added"
        ]
    );
    assert_eq!(
        one("", "<xs:anyAttribute/>"),
        ["T: wildcard attributes <any> added"]
    );
}

#[test]
fn facets_and_values_are_compared() {
    let with = |facets: &str| {
        format!(
            r#"<xs:simpleType name="S"><xs:restriction base="xs:string">{facets}</xs:restriction></xs:simpleType>"#
        )
    };
    let one = |left: &str, right: &str| differences(&with(left), &with(right));
    assert_eq!(
        one(
            r#"<xs:minLength value="1"/>"#,
            r#"<xs:minLength value="2"/><xs:whiteSpace value="collapse"/>"#
        ),
        [
            "S: facet minLength changed from 1 to 2",
            "S: facet whiteSpace collapse added"
        ]
    );
    assert_eq!(
        one(
            r#"<xs:pattern value="a"/><xs:pattern value="b"/>"#,
            r#"<xs:pattern value="b"/><xs:pattern value="a"/>"#
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        one(r#"<xs:pattern value="a"/>"#, r#"<xs:pattern value="b"/>"#),
        ["S: facet pattern changed from a to b"]
    );
    assert_eq!(
        one(
            r#"<xs:enumeration value="1"/><xs:enumeration value="2"/>"#,
            r#"<xs:enumeration value="2"/><xs:enumeration value="3"/>"#
        ),
        ["S: value 1 removed", "S: value 3 added"]
    );
    assert_eq!(
        one(
            "",
            r#"<xs:enumeration value="2"/><xs:enumeration value="3"/>"#
        ),
        ["S: facet enumeration 2, 3 added"]
    );
}

#[test]
fn lists_unions_bases_and_flags_are_compared() {
    let s = |body: &str| format!(r#"<xs:simpleType name="S">{body}</xs:simpleType>"#);
    let found = differences(
        &s(r#"<xs:list itemType="xs:int"/>"#),
        &s(r#"<xs:list itemType="xs:date"/>"#),
    );
    assert_eq!(found, ["S / #item: value type changed from int to date"]);
    let found = differences(
        &s(r#"<xs:union memberTypes="xs:int xs:date"/>"#),
        &s(r#"<xs:union memberTypes="xs:int"/>"#),
    );
    assert_eq!(
        found,
        ["S: value type changed from union of int, date to union of int"]
    );
    let found = differences(
        &s(r#"<xs:restriction base="xs:token"/>"#),
        &s(r#"<xs:restriction base="xs:string"/>"#),
    );
    assert_eq!(
        found,
        [
            "S: base type changed from restriction of token to restriction of string",
            "S: value type changed from xs:token to xs:string"
        ]
    );
    let found = differences(
        r#"<xs:complexType name="T"/>"#,
        r#"<xs:complexType name="T" abstract="true" mixed="true"/>"#,
    );
    assert_eq!(
        found,
        [
            "T: abstract changed from false to true",
            "T: mixed content changed from false to true"
        ]
    );
    let found = differences(
        r#"<xs:complexType name="T"/>"#,
        &s("")
            .replace("name=\"S\"", "name=\"T\"")
            .replace("></xs", "><xs:restriction base=\"xs:int\"/></xs"),
    );
    assert!(
        found.contains(&"T: kind of content changed from complex type to simple type".to_owned()),
        "{found:?}"
    );
}

#[test]
fn wildcards_and_constraints_are_compared() {
    assert_eq!(
        in_type(
            r###"<xs:element name="a"/><xs:any namespace="##other"/>"###,
            r###"<xs:element name="a"/><xs:any namespace="##other" processContents="lax"/>"###
        ),
        ["T: structure changed from (a, <any not in urn:t>) to (a, <any not in urn:t, lax>)"]
    );
    let key = |field: &str| {
        format!(
            r#"<xs:element name="m"><xs:complexType/><xs:key name="k"><xs:selector xpath="t:x"/><xs:field xpath="{field}"/></xs:key></xs:element>"#
        )
    };
    assert_eq!(
        differences(&key("@a"), &key("@b")),
        [
            "m: identity constraint key k: {urn:t}x (@a) removed",
            "m: identity constraint key k: {urn:t}x (@b) added"
        ]
    );
}

#[test]
fn substitution_groups_are_compared() {
    let found = differences(
        r#"<xs:element name="h"/><xs:element name="m" substitutionGroup="t:h"/>"#,
        r#"<xs:element name="h"/><xs:element name="m"/>"#,
    );
    assert_eq!(found, ["m: substitution group h removed"]);
}

#[test]
fn inherited_differences_are_told_at_the_base_only() {
    let with = |base: &str, own: &str| {
        format!(
            r#"<xs:complexType name="Base"><xs:sequence>{base}</xs:sequence></xs:complexType>
               <xs:element name="m"><xs:complexType><xs:complexContent><xs:extension base="t:Base"><xs:sequence>{own}</xs:sequence></xs:extension></xs:complexContent></xs:complexType></xs:element>"#
        )
    };
    let (a, b, c) = (
        r#"<xs:element name="a"/>"#,
        r#"<xs:element name="b"/>"#,
        r#"<xs:element name="c"/>"#,
    );
    assert_eq!(
        differences(&with(a, c), &with(&format!("{a}{b}"), c)),
        ["Base: element b (1) added"]
    );
    assert_eq!(
        differences(&with(a, b), &with(a, c)),
        ["m: element b (1) removed", "m: element c (1) added"]
    );
    assert_eq!(
        differences(&with(&format!("{a}{b}"), c), &with(&format!("{b}{a}"), c)),
        ["Base: structure changed from (a, b) to (b, a)"]
    );
}

#[test]
fn types_that_contain_themselves_are_compared_once() {
    let body = |length| {
        format!(
            r#"<xs:group name="g"><xs:sequence><xs:element name="x" minOccurs="0"><xs:complexType><xs:sequence><xs:group ref="t:g"/></xs:sequence><xs:attribute name="a" fixed="{length}"/></xs:complexType></xs:element></xs:sequence></xs:group>
           <xs:complexType name="T"><xs:group ref="t:g"/></xs:complexType>"#
        )
    };
    assert_eq!(
        differences(&body(1), &body(2)),
        ["T / x / @a: fixed value changed from 1 to 2"]
    );
}
