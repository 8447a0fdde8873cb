//! What has no counterpart in generated code is said clearly before any code is written.

use xoev_codegen::{CodegenError, Config, generate};
use xoev_schema::Loader;

fn outcome(body: &str) -> Result<(), String> {
    let schema = format!(
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">{body}</xs:schema>"#
    );
    let set = Loader::new()
        .memory("t.xsd", schema)
        .load()
        .map_err(|e| e.to_string())?;
    match generate(&set, &Config::new()) {
        Ok(_) => Ok(()),
        Err(error @ CodegenError::NotSupported { .. }) => Err(error.to_string()),
        Err(error) => panic!("{body}: {error}"),
    }
}

fn refused(body: &str) -> String {
    outcome(body).expect_err("must be refused")
}

#[test]
fn value_of_mixed_content_is_not_supported() {
    let mixed = r#"<xs:complexType name="M" mixed="true"><xs:sequence><xs:element name="a" type="xs:int" minOccurs="0"/></xs:sequence></xs:complexType>"#;
    for value in ["default", "fixed"] {
        let error = refused(&format!(
            r#"{mixed}<xs:element name="w"><xs:complexType><xs:sequence><xs:element name="m" type="t:M" {value}="x"/></xs:sequence></xs:complexType></xs:element>"#
        ));
        assert_eq!(
            error,
            "w: a default or fixed value of mixed content is not supported"
        );
    }
    let error = refused(&format!(
        r#"{mixed}<xs:element name="w" type="t:M" fixed="x"/>"#
    ));
    assert_eq!(
        error,
        "w: a default or fixed value of mixed content is not supported"
    );
}

#[test]
fn group_that_may_swallow_its_next_occurrence_is_not_supported() {
    let group = |min: u32, between: &str| {
        format!(
            r#"<xs:complexType name="T"><xs:sequence minOccurs="{min}" maxOccurs="3">
              <xs:element name="a" type="xs:int" maxOccurs="2"/>{between}</xs:sequence></xs:complexType>"#
        )
    };
    let optional = r#"<xs:element name="b" type="xs:int" minOccurs="0"/>"#;
    let required = r#"<xs:element name="b" type="xs:int"/>"#;
    let error = refused(&group(2, optional));
    assert_eq!(
        error,
        "T: a group that must be repeated and begins as it may end is not supported"
    );
    assert_eq!(outcome(&group(1, optional)), Ok(()));
    assert_eq!(outcome(&group(2, required)), Ok(()));
}

#[test]
fn pattern_that_is_no_regular_expression_is_named_with_its_type() {
    let error = refused_by_any(
        r#"<xs:simpleType name="P"><xs:restriction base="xs:string"><xs:pattern value="(a"/></xs:restriction></xs:simpleType>"#,
    );
    assert!(error.contains("(a") && error.contains('P'), "{error}");
}

fn refused_by_any(body: &str) -> String {
    let schema = format!(
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">{body}</xs:schema>"#
    );
    match Loader::new().memory("t.xsd", schema).load() {
        Err(error) => error.to_string(),
        Ok(set) => generate(&set, &Config::new())
            .expect_err("must be refused")
            .to_string(),
    }
}

#[test]
fn code_is_the_same_from_run_to_run() {
    for quirk in crate::quirks().iter().take(12) {
        let make = || {
            let mut loader = Loader::new();
            let catalog = quirk.join("catalog.xml");
            if catalog.exists() {
                loader = loader.catalog(catalog).expect("catalog");
            }
            let set = loader.root(quirk.join("schema.xsd")).load().expect("set");
            generate(&set, &Config::new()).expect("code")
        };
        assert_eq!(make().files(), make().files(), "{}", quirk.display());
    }
}
