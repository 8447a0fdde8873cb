//! Lists from files, folders and archives, found by URI and version.

mod common;

use std::fs;

use common::{archive, colours, document, read};
use xoev_codelist::{CodeList, CodeListError, CodeLists, Limits};

const URI: &str = "urn:beispiel:farben";

fn versions(lists: &CodeLists, uri: &str) -> Vec<String> {
    lists
        .versions(uri)
        .map(|list| list.version().to_owned())
        .collect()
}

#[test]
fn lists_are_found_by_uri_and_version_and_the_newest_is_known() {
    let mut lists = CodeLists::new();
    for version in ["10", "9", "9.1", "1"] {
        lists.add(read(&colours(version)).expect("list"));
    }
    assert_eq!(lists.len(), 4);
    assert_eq!(versions(&lists, URI), ["1", "9", "9.1", "10"]);
    assert_eq!(lists.newest(URI).map(CodeList::version), Some("10"));
    assert!(lists.get(URI, "9").is_some() && lists.get(URI, "8").is_none());
    assert!(lists.contains(URI) && !lists.contains("urn:beispiel"));
    assert!(lists.get("urn:beispiel", "9").is_none() && lists.newest("urn:beispiel").is_none());
    assert_eq!(lists.versions("urn:beispiel").count(), 0);
    assert_eq!(lists.iter().count(), 4);
}

#[test]
fn later_list_stands_for_an_earlier_one_but_never_without_rows_for_one_with_rows() {
    let table = |rows: &str| format!("# kennung: {URI}\n# version: 1\n# key: code\n{rows}");
    let read = |text: &str| CodeList::from_tsv("a.tsv", text, &Limits::default()).expect("list");
    let label = |lists: &CodeLists| {
        lists
            .get(URI, "1")
            .and_then(|l| l.label("1"))
            .map(str::to_owned)
    };
    let mut lists = CodeLists::new();
    lists.add(read(&table("# skipped: too large\n")));
    assert_eq!(lists.get(URI, "1").map(CodeList::is_loaded), Some(false));
    for (rows, expected) in [
        ("code\twert\n1\talt\n", "alt"),
        ("code\twert\n1\tneu\n", "neu"),
        ("# skipped: too large\n", "neu"),
    ] {
        lists.add(read(&table(rows)));
        assert_eq!(label(&lists).as_deref(), Some(expected));
        assert_eq!(lists.newest(URI).and_then(|l| l.label("1")), Some(expected));
        assert_eq!(lists.len(), 1);
    }
}

#[test]
fn archive_with_folders_and_archives_gives_all_its_lists() {
    let inner = archive(&[("c.xml", colours("3").as_bytes())]);
    let bytes = archive(&[
        ("liesmich.txt", b"kein XML"),
        ("a.xml", colours("1").as_bytes()),
        ("codelisten/tief/b.gc", colours("2").as_bytes()),
        ("codelisten/mehr.zip", &inner),
        ("schema/x.xsd", b"<xs:schema xmlns:xs='urn:x'/>"),
        ("schema/catalog.xml", b"<!DOCTYPE catalog><catalog/>"),
        ("__MACOSX/._a.xml", b"\x00\x05\x16\x07"),
        (
            "tabelle.tsv",
            b"# kennung: urn:beispiel:tabelle\n# version: 1\n# key: a\na\tb\n1\t2\n",
        ),
    ]);
    let mut lists = CodeLists::new();
    assert_eq!(lists.add_bytes("paket.zip", &bytes), Ok(4));
    assert_eq!(versions(&lists, URI), ["1", "2", "3"]);
    assert!(lists.get("urn:beispiel:tabelle", "1").is_some());

    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("paket.zip");
    fs::write(&path, &bytes).expect("write");
    assert_eq!(CodeLists::new().add_path(&path), Ok(4));
    assert_eq!(CodeLists::new().add_path(folder.path()), Ok(4));
}

#[test]
fn folder_is_searched_to_its_depth_and_other_files_are_passed_over() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("a/b")).expect("folder");
    fs::write(at("a/b/eins.xml"), colours("1")).expect("write");
    fs::write(at("zwei.XML"), colours("2")).expect("write");
    fs::write(at("a/nachricht.xml"), "<nachricht/>").expect("write");
    fs::write(at("a/kopie.bak"), colours("3")).expect("write");
    fs::write(at("a/tabelle.tsv"), "# eine andere\nx\ty\n").expect("write");
    let mut lists = CodeLists::new();
    assert_eq!(lists.add_path(folder.path()), Ok(2));
    assert_eq!(versions(&lists, URI), ["1", "2"]);
}

#[test]
fn nothing_is_added_where_one_list_is_wrong_and_the_error_names_the_file() {
    let wrong = document("urn:x", "1", common::COLUMNS, "<Row/>");
    let bytes = archive(&[
        ("a.xml", colours("1").as_bytes()),
        ("ordner/b.xml", wrong.as_bytes()),
    ]);
    let mut lists = CodeLists::new();
    let error = lists.add_bytes("paket.zip", &bytes).expect_err("an error");
    assert!(
        error
            .to_string()
            .starts_with("paket.zip/ordner/b.xml, line "),
        "{error}"
    );
    assert!(lists.is_empty());
}

#[test]
fn what_holds_no_list_is_said_to() {
    let folder = tempfile::tempdir().expect("folder");
    fs::write(folder.path().join("nachricht.xml"), "<nachricht/>").expect("write");
    let mut lists = CodeLists::new();
    for result in [
        lists.add_path(folder.path()),
        lists.add_path(folder.path().join("nachricht.xml")),
        lists.add_bytes("leer.zip", &archive(&[])),
        lists.add_bytes("andere.tsv", b"# andere: ja\nx\ty\n"),
    ] {
        assert!(
            matches!(result, Err(CodeListError::NoCodeList { .. })),
            "{result:?}"
        );
    }
    let missing = lists.add_path(folder.path().join("fehlt.xml"));
    let error = missing.expect_err("an error");
    assert!(
        error
            .text(xoev::Language::German)
            .ends_with("nicht vorhanden"),
        "{error}"
    );
    let broken = lists.add_bytes("kaputt.zip", b"PK\x03\x04kaputt");
    assert!(
        matches!(broken, Err(CodeListError::Archive { .. })),
        "{broken:?}"
    );
}

#[test]
fn collections_are_joined_without_copying_lists() {
    let mut first = CodeLists::new();
    first.add(read(&colours("1")).expect("list"));
    let mut second = CodeLists::new();
    second.add(read(&colours("2")).expect("list"));
    second.extend_from(&first);
    assert_eq!(versions(&second, URI), ["1", "2"]);
    let one = |lists: &CodeLists| lists.get(URI, "1").map(std::ptr::from_ref);
    assert_eq!(one(&first), one(&second));
    assert_eq!(one(&first.clone()), one(&first));
}

#[test]
fn file_of_xrepository_is_read_from_disk() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lists/tierarten_3.xml");
    let mut lists = CodeLists::new();
    assert_eq!(lists.add_path(path), Ok(1));
    let list = lists
        .newest("urn:beispiel:codeliste:tierarten")
        .expect("list");
    assert_eq!(list.label("02"), Some("Dodo & Verwandte"));
    let row = list.row("02").expect("row");
    assert_eq!(row.get("meldbar-bis"), Some("31.12.1690"));
    assert_eq!(
        list.row_by(list.key_column_for(Some("latein")), "Raphus cucullatus")
            .map(|r| r.at()),
        Some(1)
    );
}
