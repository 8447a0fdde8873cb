//! Where schemas come from: files, folders, archives, catalogs, encodings.

#![cfg(feature = "xsd")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use tempfile::TempDir;
use xoev_schema::{Loader, SchemaError, SchemaSet};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ROOT: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:u="urn:u" targetNamespace="urn:t">
  <xs:import namespace="urn:u" schemaLocation="http://example.org/lib/u.xsd"/>
  <xs:element name="e" type="u:U"/>
</xs:schema>"#;
const LIB: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:u"><xs:complexType name="U"/></xs:schema>"#;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("parent")).expect("folders");
        fs::write(path, text).expect("file");
    }
    folder
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("entry");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("archive").into_inner()
}

fn catalog(entries: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">{entries}</catalog>"#
    )
}

fn files(set: &SchemaSet) -> Vec<&str> {
    set.documents.iter().map(|d| d.file.as_str()).collect()
}

fn with_catalog(entries: &str) -> Result<SchemaSet, SchemaError> {
    let folder = folder(&[
        ("a/root.xsd", ROOT),
        ("b/lib.xsd", LIB),
        ("b/catalog.xml", &catalog(entries)),
    ]);
    Loader::new()
        .catalog(folder.path().join("b/catalog.xml"))?
        .root(folder.path().join("a/root.xsd"))
        .load()
}

#[test]
fn catalog_says_which_file_stands_for_a_url() {
    for entry in [
        r#"<uri name="http://example.org/lib/u.xsd" uri="lib.xsd"/>"#,
        r#"<system systemId="http://example.org/lib/u.xsd" uri="../b/lib.xsd"/>"#,
        r#"<uri name="urn:u" uri="lib.xsd"/>"#,
        r#"<group xml:base="../b/"><uri name="http://example.org/lib/u.xsd" uri="lib.xsd"/></group>"#,
    ] {
        assert_eq!(
            files(&with_catalog(entry).expect(entry)),
            ["root.xsd", "lib.xsd"]
        );
    }
}

#[test]
fn catalog_rewrites_beginnings_of_urls() {
    let folder = folder(&[
        ("root.xsd", ROOT),
        ("lib/u.xsd", LIB),
        (
            "catalog.xml",
            &catalog(
                r#"<rewriteURI uriStartString="http://example.org/" rewritePrefix="nowhere/"/><rewriteSystem systemIdStartString="http://example.org/lib" rewritePrefix="lib"/>"#,
            ),
        ),
    ]);
    let loader = Loader::new()
        .catalog(folder.path().join("catalog.xml"))
        .expect("catalog");
    assert_eq!(
        files(
            &loader
                .root(folder.path().join("root.xsd"))
                .load()
                .expect("set")
        ),
        ["root.xsd", "u.xsd"]
    );
}

#[test]
fn catalog_names_a_next_one() {
    let folder = folder(&[
        ("root.xsd", ROOT),
        ("more/lib.xsd", LIB),
        (
            "catalog.xml",
            &catalog(r#"<nextCatalog catalog="more/catalog.xml"/>"#),
        ),
        (
            "more/catalog.xml",
            &catalog(
                r#"<uri name="http://example.org/lib/u.xsd" uri="lib.xsd"/><nextCatalog catalog="../catalog.xml"/>"#,
            ),
        ),
    ]);
    let loader = Loader::new()
        .catalog(folder.path().join("catalog.xml"))
        .expect("catalog");
    assert_eq!(
        loader
            .root(folder.path().join("root.xsd"))
            .load()
            .expect("set")
            .documents
            .len(),
        2
    );
}

#[test]
fn catalog_that_leads_nowhere_is_an_error_with_the_file() {
    let fault = with_catalog(r#"<uri name="http://example.org/lib/u.xsd" uri="gone.xsd"/>"#)
        .expect_err("fault");
    assert!(
        matches!(&fault, SchemaError::Unreadable { file, .. } if file.ends_with("gone.xsd")),
        "{fault}"
    );
    let fault = with_catalog(
        r#"<uri name="http://example.org/lib/u.xsd" uri="http://example.net/u.xsd"/>"#,
    )
    .expect_err("fault");
    assert!(
        matches!(&fault, SchemaError::MissingDocument { .. }),
        "{fault}"
    );
    let fault = with_catalog("<uri name=\"x\"/>").expect_err("fault");
    assert!(fault.to_string().contains("uri without uri"), "{fault}");
    let fault = with_catalog("<uri").expect_err("fault");
    assert!(matches!(&fault, SchemaError::Malformed { .. }), "{fault}");
}

#[test]
fn file_of_the_same_name_beside_the_importing_one_is_taken() {
    let folder = folder(&[("root.xsd", ROOT), ("u.xsd", LIB)]);
    assert_eq!(
        Loader::new()
            .root(folder.path().join("root.xsd"))
            .load()
            .expect("set")
            .documents
            .len(),
        2
    );
}

#[test]
fn folder_gives_all_schemas_and_its_catalog() {
    let other = ROOT
        .replace("urn:t", "urn:other")
        .replace("http://example.org/lib/u.xsd", "urn:x:file:u.xsd");
    let found = folder(&[
        ("root.xsd", ROOT),
        ("deep/er/u.xsd", LIB),
        ("z/other.xsd", &other),
        ("note.txt", "x"),
    ]);
    let set = Loader::new()
        .folder(found.path())
        .expect("folder")
        .load()
        .expect("set");
    let mut names = files(&set);
    names.sort_unstable();
    assert_eq!(names, ["other.xsd", "root.xsd", "u.xsd"]);
    let catalogued = folder(&[
        ("root.xsd", ROOT),
        ("lib.xsd", LIB),
        (
            "catalog.xml",
            &catalog(r#"<uri name="http://example.org/lib/u.xsd" uri="lib.xsd"/>"#),
        ),
    ]);
    assert_eq!(
        Loader::new()
            .folder(catalogued.path())
            .expect("folder")
            .load()
            .expect("set")
            .documents
            .len(),
        2
    );
}

#[test]
fn part_without_namespace_is_no_root_of_a_folder() {
    let root = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t"><xs:include schemaLocation="a-part.xsd"/><xs:complexType name="T"/></xs:schema>"#;
    let part = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="e" type="T"/></xs:schema>"#;
    let folder = folder(&[("root.xsd", root), ("a-part.xsd", part)]);
    assert_eq!(
        Loader::new()
            .folder(folder.path())
            .expect("folder")
            .load()
            .expect("set")
            .documents
            .len(),
        2
    );
}

#[test]
fn archive_starts_from_what_nothing_refers_to() {
    let inner = archive(&[("lib/u.xsd", LIB.as_bytes())]);
    let outer = archive(&[
        ("std/a/schema.txt", b"no schema"),
        ("std/lib.zip", &inner),
        ("std/a/root.xsd", ROOT.as_bytes()),
    ]);
    let folder = TempDir::new().expect("folder");
    let path = folder.path().join("release.zip");
    fs::write(&path, outer).expect("file");
    let set = Loader::new().zip(&path).expect("zip").load().expect("set");
    assert_eq!(files(&set), ["root.xsd", "u.xsd"]);
}

#[test]
fn archive_of_documents_in_a_circle_is_read() {
    let document = |name: &str, other: &str| {
        format!(
            r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t"><xs:include schemaLocation="{other}.xsd"/><xs:complexType name="{name}"/></xs:schema>"#
        )
    };
    let bytes = archive(&[
        ("a.xsd", document("a", "b").as_bytes()),
        ("b.xsd", document("b", "a").as_bytes()),
    ]);
    let folder = TempDir::new().expect("folder");
    let path = folder.path().join("circle.zip");
    fs::write(&path, bytes).expect("file");
    assert_eq!(
        Loader::new()
            .zip(&path)
            .expect("zip")
            .load()
            .expect("set")
            .documents
            .len(),
        2
    );
}

#[test]
fn archive_that_is_none_is_an_error() {
    let folder = folder(&[("x.zip", "no archive")]);
    let fault = Loader::new()
        .zip(folder.path().join("x.zip"))
        .expect_err("fault");
    assert!(matches!(fault, SchemaError::Unreadable { .. }), "{fault}");
}

#[test]
fn different_files_of_the_same_name_are_not_guessed_between() {
    let changed = LIB.replace(
        "<xs:complexType name=\"U\"/>",
        "<xs:complexType name=\"U\"/><xs:complexType name=\"V\"/>",
    );
    let fault = Loader::new()
        .memory("root.xsd", ROOT)
        .memory("a/u.xsd", LIB)
        .memory("b/u.xsd", changed.as_bytes())
        .root("root.xsd")
        .load()
        .expect_err("fault");
    assert!(
        fault
            .to_string()
            .contains("both a/u.xsd and b/u.xsd could be meant"),
        "{fault}"
    );
    let twice = Loader::new()
        .memory("root.xsd", ROOT)
        .memory("a/u.xsd", LIB)
        .memory("b/u.xsd", LIB)
        .root("root.xsd");
    assert_eq!(twice.load().expect("set").documents.len(), 2);
}

#[test]
fn memory_has_folders_catalogs_and_roots() {
    let loader = Loader::new()
        .memory("s/a/root.xsd", ROOT)
        .memory("s/b/lib.xsd", LIB)
        .memory(
            "s/catalog.xml",
            catalog(r#"<uri name="http://example.org/lib/u.xsd" uri="b/lib.xsd"/>"#),
        );
    let named = loader
        .clone()
        .catalog("s/catalog.xml")
        .expect("catalog")
        .root("s/a/root.xsd");
    assert_eq!(files(&named.load().expect("set")), ["root.xsd", "lib.xsd"]);
    let unnamed = loader.catalog("s/catalog.xml").expect("catalog");
    assert_eq!(
        files(&unnamed.load().expect("set")),
        ["root.xsd", "lib.xsd"]
    );
}

#[test]
fn several_roots_make_one_set() {
    let other = LIB.replace("urn:u", "urn:other");
    let set = Loader::new()
        .memory("u.xsd", LIB)
        .memory("o.xsd", other)
        .root("u.xsd")
        .root("o.xsd")
        .root("u.xsd")
        .load();
    assert_eq!(files(&set.expect("set")), ["u.xsd", "o.xsd"]);
}

#[test]
fn nothing_to_read_is_an_error() {
    for fault in [
        Loader::new().load().expect_err("fault"),
        Loader::new().root("gone.xsd").load().expect_err("fault"),
        Loader::new().folder("gone").expect_err("fault"),
        Loader::new().catalog("gone.xml").expect_err("fault"),
        xoev_schema::load(Path::new("gone.xsd"), None).expect_err("fault"),
    ] {
        assert!(matches!(fault, SchemaError::Unreadable { .. }), "{fault}");
    }
}

fn title(bytes: &[u8]) -> Result<String, SchemaError> {
    let set = Loader::new().memory("t.xsd", bytes).root("t.xsd").load()?;
    Ok(set.documents[0].version.clone().unwrap_or_default())
}

#[test]
fn encodings_and_byte_order_marks_are_dealt_with() {
    let text = |encoding: &str| {
        format!(
            r#"<?xml version="1.0"{encoding}?><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" version="Straße"/>"#
        )
    };
    let utf8 = text("");
    let with_mark = [&b"\xEF\xBB\xBF"[..], utf8.as_bytes()].concat();
    let latin1: Vec<u8> = text(" encoding='ISO-8859-1'")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("Latin-1"))
        .collect();
    let utf16: Vec<u8> = [0xFFFE]
        .into_iter()
        .map(u16::swap_bytes)
        .chain(text(" encoding=\"UTF-16\"").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [utf8.as_bytes(), &with_mark, &latin1, &utf16] {
        assert_eq!(title(bytes).expect("title"), "Straße");
    }
    let fault = title(
        &text("")
            .into_bytes()
            .into_iter()
            .map(|b| if b == 0xC3 { 0xFF } else { b })
            .collect::<Vec<_>>(),
    )
    .expect_err("fault");
    assert!(
        fault.to_string().contains("its bytes are not UTF-8"),
        "{fault}"
    );
    let fault = title(text(" encoding=\"klingon\"").as_bytes()).expect_err("fault");
    assert!(
        fault.to_string().contains("unknown encoding klingon"),
        "{fault}"
    );
}
