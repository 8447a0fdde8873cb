//! Element content: flattening, groups, extension and restriction.

#![cfg(feature = "xsd")]

mod common;

use common::{content, fault, set};

fn model(body: &str) -> String {
    let set = set(&format!(
        r#"<xs:complexType name="T">{body}</xs:complexType>"#
    ));
    content(&set, "T")
}

const A: &str = r#"<xs:element name="a" type="xs:string"/>"#;
const B: &str = r#"<xs:element name="b" type="xs:string"/>"#;

#[test]
fn sequence_in_a_sequence_is_spliced_in() {
    let text = model(&format!(
        "<xs:sequence>{A}<xs:sequence>{B}<xs:sequence>{A}</xs:sequence></xs:sequence></xs:sequence>"
    ));
    assert_eq!(text, "(a, b, a)");
}

#[test]
fn sequence_that_may_repeat_is_kept() {
    let text = model(&format!(
        r#"<xs:sequence>{A}<xs:sequence minOccurs="0" maxOccurs="unbounded">{A}{B}</xs:sequence></xs:sequence>"#
    ));
    assert_eq!(text, "(a, (a, b)*)");
}

#[test]
fn single_members_stand_for_the_whole() {
    assert_eq!(model(&format!("<xs:sequence>{A}</xs:sequence>")), "a");
    assert_eq!(
        model(&format!(
            "<xs:choice><xs:sequence>{A}</xs:sequence></xs:choice>"
        )),
        "a"
    );
    assert_eq!(
        model(&format!(r#"<xs:sequence maxOccurs="5">{A}</xs:sequence>"#)),
        "a{1,5}"
    );
}

#[test]
fn numbers_of_occurrence_are_not_multiplied() {
    let text = model(
        r#"<xs:sequence minOccurs="2" maxOccurs="3"><xs:element name="a" minOccurs="0" maxOccurs="2"/></xs:sequence>"#,
    );
    assert_eq!(text, "(a{0,2}){2,3}");
}

#[test]
fn empty_particles_are_dropped() {
    assert_eq!(model("<xs:sequence/>"), "empty");
    assert_eq!(
        model("<xs:sequence><xs:sequence/><xs:choice minOccurs=\"0\"/></xs:sequence>"),
        "empty"
    );
    assert_eq!(model(""), "empty");
}

#[test]
fn empty_alternative_makes_a_choice_optional() {
    assert_eq!(
        model(&format!("<xs:choice>{A}{B}<xs:sequence/></xs:choice>")),
        "(a | b)?"
    );
}

#[test]
fn particle_that_may_not_occur_is_dropped() {
    let text = model(&format!(
        r#"<xs:choice>{A}<xs:element name="x" type="xs:string" minOccurs="0" maxOccurs="0"/>{B}</xs:choice>"#
    ));
    assert_eq!(text, "(a | b)");
}

#[test]
fn anonymous_type_of_a_dropped_particle_is_kept() {
    let set = set(r#"<xs:complexType name="T"><xs:sequence>
        <xs:element name="x" minOccurs="0" maxOccurs="0"><xs:complexType/></xs:element>
      </xs:sequence></xs:complexType>"#);
    assert!(set.types.iter().any(|ty| ty.place == ["T", "x"]));
}

#[test]
fn all_keeps_its_members() {
    let text =
        model(r#"<xs:all><xs:element name="a" minOccurs="0"/><xs:element name="b"/></xs:all>"#);
    assert_eq!(text, "(a? & b)");
}

#[test]
fn all_does_not_mix_with_other_groups() {
    let fault = fault(
        r#"<xs:group name="g"><xs:all><xs:element name="a"/><xs:element name="b"/></xs:all></xs:group>
           <xs:complexType name="T"><xs:sequence><xs:group ref="t:g"/><xs:element name="c"/></xs:sequence></xs:complexType>"#,
    );
    assert!(
        fault.contains("an all group cannot be part of another group"),
        "{fault}"
    );
}

#[test]
fn large_and_unbounded_numbers_are_read() {
    let text = model(
        r#"<xs:sequence><xs:element name="a" minOccurs="0" maxOccurs="4294967295"/><xs:element name="b" minOccurs="17" maxOccurs="unbounded"/></xs:sequence>"#,
    );
    assert_eq!(text, "(a{0,4294967295}, b{17,})");
}

#[test]
fn numbers_beyond_all_bounds_are_an_error() {
    let body = |max| {
        format!(
            r#"<xs:complexType name="T"><xs:sequence><xs:element name="a" maxOccurs="{max}"/></xs:sequence></xs:complexType>"#
        )
    };
    assert!(fault(&body("4294967296")).contains("numbers of occurrence go up to"));
    assert!(fault(&body("99999999999999999999999")).contains("not a valid schema document"));
}

#[test]
fn groups_are_expanded_at_every_depth() {
    let set = set(&format!(
        r#"<xs:group name="inner"><xs:choice>{A}{B}</xs:choice></xs:group>
           <xs:group name="outer"><xs:sequence><xs:element name="x"/><xs:group ref="t:inner" minOccurs="0"/></xs:sequence></xs:group>
           <xs:complexType name="T"><xs:sequence><xs:group ref="t:outer" maxOccurs="2"/><xs:group ref="t:outer"/></xs:sequence></xs:complexType>
           <xs:complexType name="U"><xs:group ref="t:inner"/></xs:complexType>"#
    ));
    assert_eq!(content(&set, "T"), "((x, (a | b)?){1,2}, x, (a | b)?)");
    assert_eq!(content(&set, "U"), "(a | b)");
}

#[test]
fn types_in_a_group_are_shared_by_its_uses() {
    let set = set(
        r#"<xs:group name="g"><xs:sequence><xs:element name="x"><xs:complexType/></xs:element></xs:sequence></xs:group>
           <xs:complexType name="T"><xs:group ref="t:g"/></xs:complexType>
           <xs:complexType name="U"><xs:group ref="t:g"/></xs:complexType>"#,
    );
    assert_eq!(
        set.types.iter().filter(|ty| ty.place == ["g", "x"]).count(),
        1
    );
}

#[test]
fn group_that_contains_itself_is_an_error() {
    let fault = fault(
        r#"<xs:group name="g"><xs:sequence><xs:element name="x"/><xs:group ref="t:h"/></xs:sequence></xs:group>
           <xs:group name="h"><xs:sequence><xs:group ref="t:g" minOccurs="0"/></xs:sequence></xs:group>
           <xs:complexType name="T"><xs:group ref="t:g"/></xs:complexType>"#,
    );
    assert!(fault.contains("this group contains itself"), "{fault}");
}

#[test]
fn type_may_contain_itself_through_elements() {
    let set = set(
        r#"<xs:group name="g"><xs:sequence><xs:element name="x" minOccurs="0"><xs:complexType><xs:group ref="t:g"/></xs:complexType></xs:element></xs:sequence></xs:group>
           <xs:complexType name="T"><xs:sequence><xs:element name="again" type="t:T" minOccurs="0"/><xs:group ref="t:g"/></xs:sequence></xs:complexType>"#,
    );
    assert_eq!(content(&set, "T"), "(again?, x?)");
}

#[test]
fn groups_that_grow_without_bounds_are_an_error() {
    let mut body = String::from(
        r#"<xs:group name="g0"><xs:sequence><xs:element name="a"/><xs:element name="b"/></xs:sequence></xs:group>"#,
    );
    for n in 1..30 {
        let m = n - 1;
        body.push_str(&format!(r#"<xs:group name="g{n}"><xs:sequence><xs:group ref="t:g{m}"/><xs:group ref="t:g{m}"/></xs:sequence></xs:group>"#));
    }
    body.push_str(r#"<xs:complexType name="T"><xs:group ref="t:g29"/></xs:complexType>"#);
    assert!(fault(&body).contains("expand to more than"));
}

#[test]
fn extension_has_base_content_then_its_own() {
    let set = set(&format!(
        r#"<xs:complexType name="Base"><xs:sequence>{A}</xs:sequence></xs:complexType>
           <xs:complexType name="Mid"><xs:complexContent><xs:extension base="t:Base"><xs:sequence>{B}<xs:element name="c"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
           <xs:complexType name="Last"><xs:complexContent><xs:extension base="t:Mid"><xs:choice><xs:element name="d"/><xs:element name="e"/></xs:choice></xs:extension></xs:complexContent></xs:complexType>
           <xs:complexType name="Same"><xs:complexContent><xs:extension base="t:Mid"/></xs:complexContent></xs:complexType>"#
    ));
    assert_eq!(content(&set, "Mid"), "(a, b, c)");
    assert_eq!(content(&set, "Last"), "(a, b, c, (d | e))");
    assert_eq!(content(&set, "Same"), "(a, b, c)");
}

#[test]
fn base_stands_before_what_is_derived_from_it() {
    let set = set(
        r#"<xs:complexType name="Z"><xs:complexContent><xs:extension base="t:A"/></xs:complexContent></xs:complexType>
           <xs:complexType name="A"><xs:sequence><xs:element name="z" type="t:Z" minOccurs="0"/></xs:sequence></xs:complexType>"#,
    );
    for (index, ty) in set.types.iter().enumerate() {
        assert!(
            ty.base.is_none_or(|(base, _)| (base.0 as usize) < index),
            "{:?}",
            ty.place
        );
    }
}

#[test]
fn restriction_has_exactly_what_it_says() {
    let set = set(&format!(
        r#"<xs:complexType name="Base"><xs:sequence>{A}<xs:element name="b" minOccurs="0"/></xs:sequence></xs:complexType>
           <xs:complexType name="T"><xs:complexContent><xs:restriction base="t:Base"><xs:sequence>{A}</xs:sequence></xs:restriction></xs:complexContent></xs:complexType>
           <xs:complexType name="Empty"><xs:complexContent><xs:restriction base="xs:anyType"/></xs:complexContent></xs:complexType>"#
    ));
    assert_eq!(content(&set, "T"), "a");
    assert_eq!(content(&set, "Empty"), "empty");
}

#[test]
fn all_group_cannot_be_extended() {
    let fault = fault(
        r#"<xs:complexType name="Base"><xs:all><xs:element name="a"/><xs:element name="b"/></xs:all></xs:complexType>
           <xs:complexType name="T"><xs:complexContent><xs:extension base="t:Base"><xs:sequence><xs:element name="c"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"#,
    );
    assert!(
        fault.contains("an all group can neither be extended"),
        "{fault}"
    );
}

#[test]
fn mixed_content_is_told_and_must_agree_with_the_base() {
    let base = r#"<xs:complexType name="Base" mixed="true"><xs:sequence><xs:element name="a"/></xs:sequence></xs:complexType>"#;
    let good = set(&format!(
        r#"{base}<xs:complexType name="T"><xs:complexContent mixed="true"><xs:extension base="t:Base"><xs:sequence><xs:element name="b"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
           <xs:complexType name="Same"><xs:complexContent><xs:extension base="t:Base"/></xs:complexContent></xs:complexType>"#
    ));
    assert!(common::complex(&good, "T").mixed);
    assert!(common::complex(&good, "Same").mixed);
    let fault = fault(&format!(
        r#"{base}<xs:complexType name="T"><xs:complexContent><xs:extension base="t:Base"><xs:sequence><xs:element name="b"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"#
    ));
    assert!(
        fault.contains("must be mixed exactly if its base is"),
        "{fault}"
    );
}

#[test]
fn choice_without_members_is_an_error() {
    let fault = fault(r#"<xs:complexType name="T"><xs:choice/></xs:complexType>"#);
    assert!(fault.contains("nothing can ever fulfil it"), "{fault}");
}

#[test]
fn wildcards_name_their_namespaces() {
    let any = |attributes: &str| {
        model(&format!(
            "<xs:sequence><xs:any {attributes}/></xs:sequence>"
        ))
    };
    assert_eq!(any(""), "<any Strict>");
    assert_eq!(
        any(r###"namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded""###),
        "<not urn:t Lax>*"
    );
    assert_eq!(
        any(r###"namespace="##targetNamespace  ##local urn:x" processContents="skip""###),
        "<urn:t none urn:x Skip>"
    );
}

#[test]
fn any_type_allows_everything() {
    let set = set(
        r#"<xs:element name="e"/><xs:complexType name="T"><xs:sequence><xs:element name="x"/></xs:sequence></xs:complexType>"#,
    );
    let any = set.ty(set.elements[0].type_id);
    assert_eq!((any.document, any.base), (None, None));
    assert_eq!(any.name.as_ref().map(|n| n.local.as_str()), Some("anyType"));
    let any = common::complex_of(any);
    assert!(any.mixed && any.any_attribute.is_some());
    assert_eq!(common::content_of(&set, any), "<any Lax>*");
}
