//! Nothing of a schema's text is lost on the way through the parser.

#![cfg(feature = "xsd")]

mod common;

use xoev_schema::Loader;

use common::{fault, load_all, schema, set, simple, ty};

#[test]
fn patterns_keep_white_space_and_character_references() {
    let set = set(
        "<xs:simpleType name=\"T\"><xs:restriction base=\"xs:string\">\
         <xs:pattern value=\"  a b  \"/><xs:pattern value=\"[^&#xA;&#x9;&#13;]*\"/>\
         <xs:pattern value=\"&lt;&amp;&quot;&gt;&apos;\"/><xs:pattern value=\"line\nbreak\ttab\"/>\
         </xs:restriction></xs:simpleType>",
    );
    assert_eq!(
        simple(&set, "T").facets.patterns,
        ["  a b  ", "[^\n\t\r]*", "<&\">'", "line break tab"]
    );
}

#[test]
fn enumerated_values_keep_their_order_white_space_and_labels() {
    let set = set(r#"<xs:simpleType name="T"><xs:restriction base="xs:string">
          <xs:enumeration value="z"><xs:annotation><xs:appinfo><Wert> Erster  Wert &amp; mehr </Wert></xs:appinfo></xs:annotation></xs:enumeration>
          <xs:enumeration value=" a "/>
          <xs:enumeration value=""><xs:annotation><xs:documentation>Leer</xs:documentation></xs:annotation></xs:enumeration>
        </xs:restriction></xs:simpleType>"#);
    let values: Vec<_> = simple(&set, "T")
        .facets
        .enumeration
        .iter()
        .map(|v| (v.value.as_str(), v.label.as_deref()))
        .collect();
    assert_eq!(
        values,
        [
            ("z", Some("Erster  Wert & mehr")),
            (" a ", None),
            ("", Some("Leer"))
        ]
    );
}

#[test]
fn appinfo_keeps_its_tree_in_order() {
    let set = set(r#"<xs:complexType name="T"><xs:annotation>
          <xs:documentation>Ein <b>fetter</b> Text.</xs:documentation>
          <xs:appinfo source="urn:x">
            <title>A &#x26; B<!-- dropped --> C</title>
            <x:codeliste xmlns:x="urn:x" art="&quot;1&quot;"><x:kennung>k1</x:kennung><leer/></x:codeliste>
            <autor>eins</autor><autor><![CDATA[<zwei>]]></autor>
          </xs:appinfo>
          <xs:appinfo>text alone</xs:appinfo>
        </xs:annotation></xs:complexType>"#);
    let pairs: Vec<(&str, &str)> = ty(&set, "T")
        .appinfo
        .0
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    assert_eq!(
        pairs,
        [
            ("#documentation", "Ein fetter Text."),
            ("title", "A & B C"),
            ("codeliste/@art", "\"1\""),
            ("codeliste/kennung", "k1"),
            ("codeliste/leer", ""),
            ("autor", "eins"),
            ("autor", "<zwei>"),
            ("#text", "text alone"),
        ]
    );
    assert_eq!(
        ty(&set, "T").appinfo.all("autor").collect::<Vec<_>>(),
        ["eins", "<zwei>"]
    );
}

#[test]
fn annotations_of_all_components_are_kept() {
    let note = |text: &str| {
        format!("<xs:annotation><xs:appinfo><title>{text}</title></xs:appinfo></xs:annotation>")
    };
    let body = format!(
        r#"{}<xs:element name="e">{}<xs:complexType>{}<xs:sequence><xs:element name="x" type="xs:string">{}</xs:element></xs:sequence>
           <xs:attribute name="a" type="xs:string">{}</xs:attribute></xs:complexType></xs:element>"#,
        note("schema"),
        note("global"),
        note("type"),
        note("local"),
        note("attribute")
    );
    let set = set(&body);
    assert_eq!(set.documents[0].appinfo.first("title"), Some("schema"));
    assert_eq!(set.elements[0].appinfo.first("title"), Some("global"));
    let ty = set.ty(set.elements[0].type_id);
    assert_eq!(ty.appinfo.first("title"), Some("type"));
    let complex = common::complex_of(ty);
    assert_eq!(
        complex.attributes[0].appinfo.first("title"),
        Some("attribute")
    );
    let xoev_schema::Content::Elements(particle) = &complex.content else {
        panic!("empty")
    };
    let xoev_schema::Term::Element(x) = &particle.term else {
        panic!("no element")
    };
    assert_eq!(x.appinfo.first("title"), Some("local"));
}

#[test]
fn default_and_fixed_values_keep_their_white_space() {
    let set = set(
        r#"<xs:element name="a" type="xs:string" default=" x &#xA; y "/><xs:element name="b" type="xs:string" fixed=""/>"#,
    );
    assert_eq!(set.elements[0].default.as_deref(), Some(" x \n y "));
    assert_eq!(set.elements[1].fixed.as_deref(), Some(""));
}

#[test]
fn white_space_around_names_and_numbers_does_not_matter() {
    let set = set(
        "<xs:element name=\" e \" type=\"\n xs:string \" nillable=\" true \"/>\
         <xs:complexType name=\"T\"><xs:sequence><xs:element ref=\" t:e \" minOccurs=\" 0 \" maxOccurs=\" unbounded \"/></xs:sequence></xs:complexType>",
    );
    assert!(set.elements[0].nillable);
    assert_eq!(common::content(&set, "T"), "e*");
}

#[test]
fn comments_and_processing_instructions_may_stand_anywhere() {
    let set = set(
        r#"<!-- a --><?p i?><xs:complexType name="T"><!-- b --><xs:annotation><!-- c --><xs:appinfo/><!-- d --></xs:annotation>
           <!-- e --><xs:sequence><!-- f --><xs:element name="x"><!-- g --></xs:element><?p i?></xs:sequence><!-- h --></xs:complexType>"#,
    );
    assert_eq!(common::content(&set, "T"), "x");
}

#[test]
fn foreign_attributes_and_ids_are_passed_over() {
    let set = set(
        r#"<xs:complexType id="i" name="T" xmlns:f="urn:f" f:note="x" xml:lang="de"><xs:sequence id="s" f:more="y"/></xs:complexType>"#,
    );
    assert_eq!(common::content(&set, "T"), "empty");
}

#[test]
fn misspelt_attributes_and_elements_are_errors_and_not_passed_over() {
    let text = fault(
        r#"<xs:complexType name="T"><xs:sequence><xs:element name="x" minOccur="0"/></xs:sequence></xs:complexType>"#,
    );
    assert!(
        text.contains("t.xsd, line 3") && text.contains("xs:element has no attribute minOccur"),
        "{text}"
    );
    assert!(fault("<xs:complextype/>").contains("complextype is no element of XML Schema"));
    assert!(fault(r#"<element name="x"/>"#).contains("element is no element of XML Schema"));
    assert!(
        fault(r#"<xs:complexType name="T">text</xs:complexType>"#)
            .contains("text where none may stand")
    );
    assert!(
        fault(r#"<xs:complexType name="T">&amp;</xs:complexType>"#)
            .contains("text where none may stand")
    );
    assert!(
        fault(r#"<xs:complexType name="T"><xs:pattern value="x"/></xs:complexType>"#)
            .contains("not a valid schema document")
    );
}

#[test]
fn entities_of_the_document_type_are_resolved_and_unknown_ones_are_errors() {
    let with = |name: &str| {
        format!(
            r#"<?xml version="1.0"?><!DOCTYPE xs:schema PUBLIC "-//W3C//DTD XMLSCHEMA 200102//EN" "http://www.w3.org/2001/XMLSchema.dtd" [
              <!ATTLIST xs:schema xmlns:t CDATA #FIXED "urn:t"> <!ENTITY uri "urn:t"> <!ENTITY % p ''> ]>
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="&{name};"><xs:element name="e" type="xs:string"/></xs:schema>"#
        )
    };
    let set = load_all(&[("t.xsd", &with("uri"))]).expect("set");
    assert_eq!(set.uri(set.elements[0].name.ns), "urn:t");
    let text = load_all(&[("t.xsd", &with("other"))])
        .expect_err("fault")
        .to_string();
    assert!(
        text.contains("the entity &other; is not declared"),
        "{text}"
    );
}

#[test]
fn prefix_of_the_namespace_and_version_of_the_document_are_kept() {
    let text = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" xmlns:own="urn:t" targetNamespace="urn:t" version="1.2"/>"#;
    let set = load_all(&[("folder/t.xsd", text)]).expect("set");
    assert_eq!(set.documents[0].file, "t.xsd");
    assert_eq!(set.documents[0].version.as_deref(), Some("1.2"));
    assert_eq!(
        set.namespaces[usize::from(set.documents[0].namespace.0)]
            .prefix
            .as_deref(),
        Some("own")
    );
}

#[test]
fn definitions_are_counted_per_document() {
    let text = schema(
        r#"<xs:element name="e"><xs:complexType><xs:simpleContent><xs:extension base="t:S"/></xs:simpleContent></xs:complexType></xs:element>
           <xs:simpleType name="S"><xs:union memberTypes="xs:int"><xs:simpleType><xs:restriction base="xs:string"/></xs:simpleType></xs:union></xs:simpleType>
           <xs:complexType name="C"><xs:simpleContent><xs:extension base="xs:string"/></xs:simpleContent></xs:complexType>
           <xs:complexType name="R"><xs:simpleContent><xs:restriction base="t:C"><xs:length value="1"/></xs:restriction></xs:simpleContent></xs:complexType>"#,
    );
    let loader = Loader::new().memory("t.xsd", text).root("t.xsd");
    let (set, accounts) = loader.load_with_accounts().expect("set");
    let counts = set.definitions()[0].named().map(|(_, n)| n);
    assert_eq!(counts, [1, 2, 1, 1, 1]);
    assert_eq!(
        (accounts[0].file.as_str(), accounts[0].read),
        ("t.xsd", accounts[0].kept)
    );
    assert_eq!(accounts[0].kept, set.definitions()[0]);
}

#[test]
fn xml_schema_may_be_the_default_namespace() {
    let text = r#"<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
      <element name="e" type="t:T"/><complexType name="T"><simpleContent><extension base="base64Binary"><attribute name="Id" type="ID" use="optional"/></extension></simpleContent></complexType>
    </schema>"#;
    let set = load_all(&[("t.xsd", text)]).expect("set");
    assert_eq!(common::content(&set, "T"), "text of xs:base64Binary");
}
