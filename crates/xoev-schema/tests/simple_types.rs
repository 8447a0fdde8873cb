//! Simple types: built-in ones, facets, lists, unions, simple content.

#![cfg(feature = "xsd")]

mod common;

use common::{complex, content, fault, label, set, simple, simple_of, ty};
use xoev_schema::{Builtin, Content, Derivation, SchemaSet, TypeDef, Variety, WhiteSpace};

fn restriction(base: &str, facets: &str) -> String {
    format!(
        r#"<xs:simpleType name="T"><xs:restriction base="{base}">{facets}</xs:restriction></xs:simpleType>"#
    )
}

fn chain(set: &SchemaSet, mut ty: TypeDef) -> Vec<String> {
    let mut names = vec![label(set, &ty)];
    while let Some((base, _)) = ty.base {
        ty = set.ty(base).clone();
        names.push(label(set, &ty));
    }
    names
}

#[test]
fn built_in_types_come_with_their_bases_and_nothing_else() {
    let set = set(&restriction("xs:unsignedByte", ""));
    assert_eq!(
        chain(&set, ty(&set, "T").clone()),
        [
            "T",
            "xs:unsignedByte",
            "xs:unsignedShort",
            "xs:unsignedInt",
            "xs:unsignedLong",
            "xs:nonNegativeInteger",
            "xs:integer",
            "xs:decimal",
            "xs:anySimpleType"
        ]
    );
    assert_eq!(set.types.len(), 9);
    assert!(set.types[..8].iter().all(|ty| ty.document.is_none()));
}

#[test]
fn string_types_form_a_chain() {
    let set = set(&restriction("xs:NCName", ""));
    assert_eq!(
        chain(&set, ty(&set, "T").clone()),
        [
            "T",
            "xs:NCName",
            "xs:Name",
            "xs:token",
            "xs:normalizedString",
            "xs:string",
            "xs:anySimpleType"
        ]
    );
}

#[test]
fn every_built_in_type_resolves() {
    for builtin in Builtin::ALL {
        let set = set(&format!(r#"<xs:element name="e" type="{builtin}"/>"#));
        let ty = set.ty(set.elements[0].type_id);
        assert_eq!(label(&set, ty), builtin.to_string());
        let end = chain(&set, ty.clone()).pop();
        assert_eq!(end.as_deref(), Some("xs:anySimpleType"));
    }
}

#[test]
fn built_in_lists_cannot_be_empty() {
    let set = set(&restriction("xs:NMTOKENS", r#"<xs:maxLength value="3"/>"#));
    let Variety::List(item) = simple(&set, "T").variety else {
        panic!("no list")
    };
    assert_eq!(label(&set, set.ty(item)), "xs:NMTOKEN");
    let facets: Vec<_> = set
        .facet_chain(
            set.find_type(set.namespace("urn:t").expect("ns"), "T")
                .expect("T"),
        )
        .map(|f| (f.min_length, f.max_length))
        .collect();
    assert_eq!(facets, [(None, Some(3)), (Some(1), None)]);
}

#[test]
fn every_facet_is_read() {
    let set = set(
        r#"<xs:simpleType name="Text"><xs:restriction base="xs:string">
          <xs:minLength value=" 1 "/><xs:maxLength value="18446744073709551615"/>
          <xs:pattern value="a"/><xs:pattern value="b|c"/><xs:whiteSpace value="replace"/>
          <xs:enumeration value="a"/><xs:enumeration value="b"/>
        </xs:restriction></xs:simpleType>
        <xs:simpleType name="Fixed"><xs:restriction base="xs:string"><xs:length value="7"/></xs:restriction></xs:simpleType>
        <xs:simpleType name="Number"><xs:restriction base="xs:decimal">
          <xs:totalDigits value="5"/><xs:fractionDigits value="2"/><xs:minInclusive value="-1.5"/><xs:maxExclusive value="99"/>
        </xs:restriction></xs:simpleType>
        <xs:simpleType name="Other"><xs:restriction base="xs:decimal"><xs:minExclusive value="1"/><xs:maxInclusive value="2"/></xs:restriction></xs:simpleType>"#,
    );
    let text = &simple(&set, "Text").facets;
    assert_eq!(
        (text.min_length, text.max_length),
        (Some(1), Some(u64::MAX))
    );
    assert_eq!(text.patterns, ["a", "b|c"]);
    assert_eq!(text.white_space, Some(WhiteSpace::Replace));
    assert_eq!(
        text.enumeration
            .iter()
            .map(|v| v.value.as_str())
            .collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert_eq!(simple(&set, "Fixed").facets.length, Some(7));
    let number = &simple(&set, "Number").facets;
    assert_eq!(
        (number.total_digits, number.fraction_digits),
        (Some(5), Some(2))
    );
    assert_eq!(number.min_inclusive.as_deref(), Some("-1.5"));
    assert_eq!(number.max_exclusive.as_deref(), Some("99"));
    let other = &simple(&set, "Other").facets;
    assert_eq!(
        (
            other.min_exclusive.as_deref(),
            other.max_inclusive.as_deref()
        ),
        (Some("1"), Some("2"))
    );
}

#[test]
fn facets_belong_to_their_step() {
    let set = set(&format!(
        r#"{}<xs:simpleType name="U"><xs:restriction base="t:T"><xs:minLength value="2"/></xs:restriction></xs:simpleType>"#,
        restriction("xs:token", r#"<xs:maxLength value="5"/>"#)
    ));
    let u = simple(&set, "U");
    assert_eq!((u.facets.min_length, u.facets.max_length), (Some(2), None));
    assert_eq!(u.variety, Variety::Atomic(Builtin::Token));
    let id = set
        .find_type(set.namespace("urn:t").expect("ns"), "U")
        .expect("U");
    assert_eq!(set.white_space(id), WhiteSpace::Collapse);
}

#[test]
fn contradictory_facets_are_errors() {
    let text = |facets| fault(&restriction("xs:string", facets));
    assert!(
        text(r#"<xs:minLength value="3"/><xs:maxLength value="2"/>"#)
            .contains("minLength is greater than maxLength")
    );
    assert!(text(r#"<xs:length value="3"/><xs:length value="3"/>"#).contains("given twice"));
    assert!(text(r#"<xs:length value="x"/>"#).contains("no fitting number"));
    assert!(text(r#"<xs:whiteSpace value="x"/>"#).contains("whiteSpace x is unknown"));
    let number = |facets| fault(&restriction("xs:decimal", facets));
    assert!(
        number(r#"<xs:minInclusive value="1"/><xs:minExclusive value="1"/>"#)
            .contains("exclude each other")
    );
    assert!(
        number(r#"<xs:totalDigits value="1"/><xs:fractionDigits value="2"/>"#)
            .contains("greater than totalDigits")
    );
}

#[test]
fn lists_and_unions_may_have_types_within_them() {
    let set = set(
        r#"<xs:simpleType name="L"><xs:list><xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType></xs:list></xs:simpleType>
           <xs:simpleType name="M"><xs:list itemType="t:L2"/></xs:simpleType>
           <xs:simpleType name="L2"><xs:restriction base="xs:date"/></xs:simpleType>
           <xs:simpleType name="U"><xs:union memberTypes="t:L2
             xs:int"><xs:simpleType><xs:restriction base="xs:string"/></xs:simpleType></xs:union></xs:simpleType>"#,
    );
    let Variety::List(item) = simple(&set, "L").variety else {
        panic!("no list")
    };
    assert_eq!(set.ty(item).place, ["L", "#item"]);
    let any_simple = ty(&set, "L").base.expect("base");
    assert_eq!(
        (label(&set, set.ty(any_simple.0)).as_str(), any_simple.1),
        ("xs:anySimpleType", Derivation::List)
    );
    let Variety::Union(members) = &simple(&set, "U").variety else {
        panic!("no union")
    };
    let members: Vec<String> = members.iter().map(|m| label(&set, set.ty(*m))).collect();
    assert_eq!(members, ["L2", "xs:int", "U/#member1"]);
}

#[test]
fn restriction_may_have_its_base_within_it() {
    let set = set(
        r#"<xs:simpleType name="T"><xs:restriction><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType><xs:maxLength value="2"/></xs:restriction></xs:simpleType>"#,
    );
    let base = ty(&set, "T").base.expect("base").0;
    assert_eq!(set.ty(base).place, ["T", "#base"]);
    assert!(matches!(simple(&set, "T").variety, Variety::List(_)));
}

#[test]
fn type_derived_from_itself_is_an_error() {
    let list = fault(
        r#"<xs:simpleType name="A"><xs:list itemType="t:B"/></xs:simpleType><xs:simpleType name="B"><xs:restriction base="t:A"/></xs:simpleType>"#,
    );
    assert!(list.contains("is derived from itself"), "{list}");
    let complex = fault(
        r#"<xs:complexType name="A"><xs:complexContent><xs:extension base="t:B"/></xs:complexContent></xs:complexType>
           <xs:complexType name="B"><xs:complexContent><xs:extension base="t:A"/></xs:complexContent></xs:complexType>"#,
    );
    assert!(complex.contains("is derived from itself"), "{complex}");
    let simple = fault(
        r#"<xs:complexType name="A"><xs:simpleContent><xs:extension base="t:B"/></xs:simpleContent></xs:complexType>
           <xs:complexType name="B"><xs:simpleContent><xs:restriction base="t:A"><xs:length value="1"/></xs:restriction></xs:simpleContent></xs:complexType>"#,
    );
    assert!(simple.contains("is derived from itself"), "{simple}");
}

const SIMPLE_CONTENT: &str = r#"
  <xs:complexType name="Base"><xs:simpleContent><xs:extension base="xs:token"><xs:attribute name="a"/></xs:extension></xs:simpleContent></xs:complexType>
  <xs:complexType name="More"><xs:simpleContent><xs:extension base="t:Base"><xs:attribute name="b"/></xs:extension></xs:simpleContent></xs:complexType>
  <xs:complexType name="Short"><xs:simpleContent><xs:restriction base="t:More"><xs:maxLength value="3"/></xs:restriction></xs:simpleContent></xs:complexType>
  <xs:complexType name="Inner"><xs:simpleContent><xs:restriction base="t:More"><xs:simpleType><xs:restriction base="xs:token"><xs:length value="2"/></xs:restriction></xs:simpleType></xs:restriction></xs:simpleContent></xs:complexType>
  <xs:complexType name="Both"><xs:simpleContent><xs:restriction base="t:Short"><xs:pattern value="x*"/><xs:attribute name="b" use="prohibited"/></xs:restriction></xs:simpleContent></xs:complexType>"#;

#[test]
fn simple_content_is_extended_and_restricted() {
    let set = set(SIMPLE_CONTENT);
    assert_eq!(content(&set, "Base"), "text of xs:token");
    assert_eq!(content(&set, "More"), "text of xs:token");
    assert_eq!(content(&set, "Short"), "text of Short/#content");
    assert_eq!(content(&set, "Inner"), "text of Inner/#base");
    assert_eq!(common::attributes(&set, "More"), ".a .b");
    assert_eq!(common::attributes(&set, "Both"), ".a");
}

#[test]
fn facets_of_simple_content_imply_a_type() {
    let set = set(SIMPLE_CONTENT);
    let Content::Simple(id) = complex(&set, "Both").content else {
        panic!("no simple content")
    };
    let implied = set.ty(id);
    assert_eq!(simple_of(implied).facets.patterns, ["x*"]);
    assert_eq!(chain(&set, implied.clone())[1], "Short/#content");
    assert_eq!(chain(&set, implied.clone())[2], "xs:token");
}

#[test]
fn simple_and_complex_content_do_not_mix() {
    let text = fault(
        r#"<xs:complexType name="C"><xs:sequence/></xs:complexType>
      <xs:complexType name="T"><xs:simpleContent><xs:extension base="t:C"/></xs:simpleContent></xs:complexType>"#,
    );
    assert!(
        text.contains("has simple content, but is derived from a type without"),
        "{text}"
    );
    let text = fault(&format!(
        r#"{SIMPLE_CONTENT}<xs:complexType name="T"><xs:complexContent><xs:extension base="t:Base"><xs:sequence><xs:element name="x"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"#
    ));
    assert!(
        text.contains("extends simple content by elements"),
        "{text}"
    );
    let text = fault(
        r#"<xs:complexType name="T"><xs:complexContent><xs:extension base="xs:string"/></xs:complexContent></xs:complexType>"#,
    );
    assert!(
        text.contains("is a simple type, but the base of complex content"),
        "{text}"
    );
    let text = fault(
        r#"<xs:complexType name="C"/><xs:simpleType name="T"><xs:restriction base="t:C"/></xs:simpleType>"#,
    );
    assert!(text.contains("is derived from a complex one"), "{text}");
}
