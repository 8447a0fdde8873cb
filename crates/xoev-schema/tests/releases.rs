//! Reports on what a release of a standard changes.
#![cfg(feature = "xsd")]

mod common;

use common::{load_all, schema_with, set};
use xoev_schema::SchemaSet;
use xoev_schema::diff::{Aspect, Group, Labels, ReleaseReport, equality, release};

/// Two documents of a standard in a version.
fn standard(version: &str, lib: &str, body: &str) -> SchemaSet {
    let root = format!(
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:s="http://example.org/standard{version}" xmlns:l="http://example.org/lib/{lib}" targetNamespace="http://example.org/standard{version}" version="{version}" elementFormDefault="qualified">
           <xs:import namespace="http://example.org/lib/{lib}" schemaLocation="lib.xsd"/>
           <xs:element name="m1"><xs:complexType><xs:sequence><xs:element name="l" type="l:L"/></xs:sequence></xs:complexType></xs:element>{body}</xs:schema>"#
    );
    let lib = format!(
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://example.org/lib/{lib}" elementFormDefault="qualified"><xs:complexType name="L"><xs:sequence><xs:element name="x"/><xs:any namespace="http://example.org/standard{version}/extension"/></xs:sequence></xs:complexType></xs:schema>"#
    );
    load_all(&[("root.xsd", &root), ("lib.xsd", &lib)]).expect("set")
}

fn lines(report: &ReleaseReport, group: Group) -> Vec<String> {
    report.group(group).map(ToString::to_string).collect()
}

#[test]
fn release_matches_namespaces_that_differ_in_their_version() {
    let report = release(
        &standard("2605", "6", ""),
        &standard("2611", "7", ""),
        Labels::Ignore,
    );
    assert_eq!(
        lines(&report, Group::Namespaces),
        [
            "namespace changed from http://example.org/standard2605 to http://example.org/standard2611",
            "namespace changed from http://example.org/lib/6 to http://example.org/lib/7",
            "namespace changed from http://example.org/standard2605/extension to http://example.org/standard2611/extension",
            "http://example.org/standard2611: version changed from 2605 to 2611",
        ]
    );
    assert_eq!(report.differences.len(), 4, "{report}");
    let strict = equality(&standard("2605", "6", ""), &standard("2611", "7", ""));
    assert!(
        strict.iter().any(|d| d.aspect == Aspect::Message),
        "by their names nothing is the same"
    );
}

#[test]
fn release_prefers_the_namespace_with_the_same_names() {
    let two = |first: &str, second: &str| {
        let lib = |version: &str, name: &str| {
            format!(
                r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:lib:{version}"><xs:complexType name="{name}"/></xs:schema>"#
            )
        };
        let root = schema_with(
            "",
            &format!(
                r#"<xs:import namespace="urn:lib:{first}" schemaLocation="a.xsd"/><xs:import namespace="urn:lib:{second}" schemaLocation="b.xsd"/>"#
            ),
        );
        load_all(&[
            ("t.xsd", &root),
            ("a.xsd", &lib(first, "A")),
            ("b.xsd", &lib(second, "B")),
        ])
        .expect("set")
    };
    let report = release(&two("1", "2"), &two("4", "3"), Labels::Ignore);
    assert_eq!(
        lines(&report, Group::Namespaces),
        [
            "namespace changed from urn:lib:1 to urn:lib:4",
            "namespace changed from urn:lib:2 to urn:lib:3"
        ]
    );
    assert_eq!(report.differences.len(), 2, "{report}");
}

fn code(uri: &str, version: &str) -> String {
    format!(
        r#"<xs:complexType name="Code"><xs:attribute name="listURI" type="xs:anyURI" fixed="{uri}"/><xs:attribute name="listVersionID" type="xs:string" fixed="{version}"/></xs:complexType>"#
    )
}

#[test]
fn release_tells_code_lists_that_changed() {
    let versions = release(
        &set(&code("urn:list", "1")),
        &set(&code("urn:list", "2")),
        Labels::Ignore,
    );
    assert_eq!(
        versions
            .code_lists
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["urn:list changed from version 1 to version 2"]
    );
    assert_eq!(
        lines(&versions, Group::CodeLists),
        ["Code / @listVersionID: fixed value changed from 1 to 2"]
    );
    let lists = release(
        &set(&code("urn:a", "1")),
        &set(&code("urn:b", "1")),
        Labels::Ignore,
    );
    assert_eq!(
        lists
            .code_lists
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["urn:a removed (version 1)", "urn:b added (version 1)"]
    );
}

#[test]
fn release_compares_labels_on_request_only() {
    let with = |title: &str| {
        set(&format!(
            r#"<xs:simpleType name="S"><xs:annotation><xs:appinfo><title>{title}</title></xs:appinfo></xs:annotation><xs:restriction base="xs:string"><xs:enumeration value="1"><xs:annotation><xs:appinfo><Wert>{title}</Wert></xs:appinfo></xs:annotation></xs:enumeration></xs:restriction></xs:simpleType>"#
        ))
    };
    assert!(release(&with("a"), &with("b"), Labels::Ignore).is_empty());
    let report = release(&with("a"), &with("b"), Labels::Compare);
    assert_eq!(
        lines(&report, Group::Labels),
        [
            "S / 1: label changed from a to b",
            "S: label changed from a to b"
        ]
    );
}

#[test]
fn report_is_sorted_into_groups() {
    let old = standard("2605", "6", r#"<xs:element name="m2" type="xs:string"/>"#);
    let new = standard("2611", "6", r#"<xs:element name="m3" type="xs:string"/>"#);
    let text = release(&old, &new, Labels::Ignore).to_string();
    let headings: Vec<&str> = text
        .lines()
        .filter(|l| !l.starts_with(' ') && !l.is_empty())
        .collect();
    assert_eq!(headings, ["Namespaces (3)", "Messages (2)"]);
    assert!(text.contains("  message m3 added"), "{text}");
    assert_eq!(ReleaseReport::default().to_string(), "No differences.\n");
}
