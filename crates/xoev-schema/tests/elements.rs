//! Elements: forms, references, substitution groups, identity constraints.

#![cfg(feature = "xsd")]

mod common;

use common::{content, fault, load_all, schema_with, set};
use xoev_schema::{ConstraintKind, Content, Term};

#[test]
fn form_decides_the_namespace() {
    let body = r#"<xs:element name="global" type="xs:string"/><xs:complexType name="T"><xs:sequence>
        <xs:element name="a" type="xs:string"/>
        <xs:element name="b" type="xs:string" form="qualified"/>
        <xs:element name="c" type="xs:string" form="unqualified"/>
        <xs:element ref="t:global"/>
      </xs:sequence></xs:complexType>"#;
    assert_eq!(content(&set(body), "T"), "(a, b, .c, global)");
    let unqualified = load_all(&[("t.xsd", &schema_with("", body))]).expect("set");
    assert_eq!(content(&unqualified, "T"), "(.a, b, .c, global)");
}

#[test]
fn reference_carries_what_is_declared() {
    let set = set(
        r#"<xs:element name="g" type="xs:string" nillable="true" default="x"/>
      <xs:complexType name="T"><xs:sequence><xs:element ref="t:g" minOccurs="0"/></xs:sequence></xs:complexType>"#,
    );
    let Content::Elements(particle) = &common::complex(&set, "T").content else {
        panic!("empty")
    };
    let Term::Element(element) = &particle.term else {
        panic!("no element")
    };
    assert_eq!(
        (element.nillable, element.default.as_deref()),
        (true, Some("x"))
    );
    assert_eq!(
        element.global.map(|id| &set.element(id).name),
        Some(&element.name)
    );
    assert_eq!(set.elements[0].global, None);
}

const SUBSTITUTION: &str = r#"
  <xs:complexType name="Base" abstract="false"/>
  <xs:complexType name="Ext"><xs:complexContent><xs:extension base="t:Base"><xs:sequence><xs:element name="x"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  <xs:complexType name="Res"><xs:complexContent><xs:restriction base="t:Base"/></xs:complexContent></xs:complexType>
  <xs:element name="a" type="t:Ext" substitutionGroup="t:head"/>
  <xs:element name="b" substitutionGroup="t:a"/>
  <xs:element name="c" type="t:Res" substitutionGroup="t:head"/>
  <xs:element name="d" type="t:Res" substitutionGroup="t:c" abstract="true"/>
  <xs:complexType name="T"><xs:sequence><xs:element ref="t:head" minOccurs="0"/><xs:element name="z"/></xs:sequence></xs:complexType>"#;

fn substitutes(head: &str) -> String {
    content(&set(&format!("{SUBSTITUTION}{head}")), "T")
}

#[test]
fn reference_to_a_head_is_a_choice_of_all_that_may_stand_for_it() {
    let head = r#"<xs:element name="head" type="t:Base"/>"#;
    assert_eq!(substitutes(head), "((head | a | b | c)?, z)");
    let set = set(&format!("{SUBSTITUTION}{head}"));
    let b = set
        .elements
        .iter()
        .find(|e| e.name.local == "b")
        .expect("b");
    assert_eq!(
        b.substitutes.map(|id| set.element(id).name.local.as_str()),
        Some("a")
    );
    assert_eq!(
        set.ty(b.type_id).place,
        ["Ext"],
        "the type is that of the head"
    );
}

#[test]
fn abstract_head_is_left_out() {
    assert_eq!(
        substitutes(r#"<xs:element name="head" type="t:Base" abstract="true"/>"#),
        "((a | b | c)?, z)"
    );
}

#[test]
fn blocked_substitutions_are_left_out() {
    let head = |block: &str| {
        substitutes(&format!(
            r#"<xs:element name="head" type="t:Base" block="{block}"/>"#
        ))
    };
    assert_eq!(head("substitution"), "(head?, z)");
    assert_eq!(head("#all"), "(head?, z)");
    assert_eq!(head("extension"), "((head | c)?, z)");
    assert_eq!(head("restriction  list"), "((head | a | b)?, z)");
}

#[test]
fn final_head_allows_no_substitution() {
    let text = fault(&format!(
        r#"{SUBSTITUTION}<xs:element name="head" type="t:Base" final="restriction"/>"#
    ));
    assert!(
        text.contains("is final and allows no such substitution"),
        "{text}"
    );
}

#[test]
fn substitute_of_a_foreign_type_is_an_error() {
    let text = fault(
        r#"<xs:element name="head" type="xs:int"/><xs:element name="a" type="xs:date" substitutionGroup="t:head"/>"#,
    );
    assert!(
        text.contains("its type is not derived from that of"),
        "{text}"
    );
}

#[test]
fn anything_may_stand_for_a_head_of_any_type() {
    let set = set(
        r#"<xs:element name="head"/><xs:element name="a" type="xs:date" substitutionGroup="t:head"/>
      <xs:complexType name="T"><xs:sequence><xs:element ref="t:head"/></xs:sequence></xs:complexType>"#,
    );
    assert_eq!(content(&set, "T"), "(head | a)");
}

#[test]
fn circular_substitution_is_an_error() {
    for types in ["", r#"type="xs:string""#] {
        let text = fault(&format!(
            r#"<xs:element name="a" {types} substitutionGroup="t:b"/><xs:element name="b" {types} substitutionGroup="t:a"/>"#
        ));
        assert!(text.contains("leads back to itself"), "{text}");
    }
}

#[test]
fn abstract_element_without_substitutes_stands_only_where_nothing_else_may() {
    let head = r#"<xs:element name="head" type="xs:string" abstract="true"/>"#;
    let body = |group, min| {
        format!(
            r#"{head}<xs:complexType name="T"><xs:{group}><xs:element ref="t:head" minOccurs="{min}"/><xs:element name="z"/></xs:{group}></xs:complexType>"#
        )
    };
    assert_eq!(content(&set(&body("sequence", 0)), "T"), "z");
    assert_eq!(content(&set(&body("choice", 1)), "T"), "z");
    assert_eq!(content(&set(&body("choice", 0)), "T"), "z?");
    // Profiles of large standards have such types, which no message can use.
    let required = set(&body("sequence", 1));
    let Content::Elements(particle) = &common::complex(&required, "T").content else {
        panic!("no elements");
    };
    let Term::Sequence(members) = &particle.term else {
        panic!("no sequence");
    };
    assert!(matches!(&members[0].term, Term::Element(head) if head.abstract_));
}

#[test]
fn abstract_type_without_descendants_may_be_required() {
    let set = set(
        r#"<xs:complexType name="A" abstract="true"/><xs:complexType name="T"><xs:sequence><xs:element name="x" type="t:A"/></xs:sequence></xs:complexType>"#,
    );
    assert!(common::complex(&set, "A").abstract_);
}

#[test]
fn anonymous_types_have_their_place_at_every_depth() {
    let set = set(
        r#"<xs:element name="m"><xs:complexType><xs:sequence><xs:element name="x"><xs:complexType><xs:choice>
        <xs:element name="y"><xs:simpleType><xs:list><xs:simpleType><xs:union memberTypes="xs:int"><xs:simpleType><xs:restriction base="xs:string"/></xs:simpleType></xs:union></xs:simpleType></xs:list></xs:simpleType></xs:element>
      </xs:choice></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>"#,
    );
    let mut places: Vec<String> = set
        .types
        .iter()
        .filter(|ty| ty.name.is_none())
        .map(|ty| ty.place.join("/"))
        .collect();
    places.sort();
    assert_eq!(
        places,
        ["m", "m/x", "m/x/y", "m/x/y/#item", "m/x/y/#item/#member1"]
    );
}

#[test]
fn identity_constraints_are_kept_with_full_names() {
    let set = set(
        r#"<xs:element name="m"><xs:complexType><xs:sequence><xs:element name="x" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
        <xs:key name="k"><xs:selector xpath=".//t:x | child::t:y"/><xs:field xpath="@id"/><xs:field xpath="t:a/*/t:b"/></xs:key>
        <xs:keyref name="r" refer="t:k"><xs:selector xpath="t:x"/><xs:field xpath="@a"/><xs:field xpath="@b"/></xs:keyref>
        <xs:unique name="u"><xs:selector xpath="plain"/><xs:field xpath="."/></xs:unique>
      </xs:element>"#,
    );
    let constraints = &set.elements[0].constraints;
    let kinds: Vec<_> = constraints.iter().map(|c| c.kind).collect();
    assert_eq!(
        kinds,
        [
            ConstraintKind::Key,
            ConstraintKind::Keyref,
            ConstraintKind::Unique
        ]
    );
    assert_eq!(constraints[0].selector, ".//{urn:t}x | child::{urn:t}y");
    assert_eq!(constraints[0].fields, ["@id", "{urn:t}a/*/{urn:t}b"]);
    assert_eq!(
        constraints[1]
            .refer
            .as_ref()
            .map(|r| set.show(r))
            .as_deref(),
        Some("{urn:t}k")
    );
    assert_eq!(
        (
            constraints[2].selector.as_str(),
            constraints[2].fields[0].as_str()
        ),
        ("plain", ".")
    );
}
