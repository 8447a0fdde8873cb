//! `xoev generate` and `xoev schema diff`

use std::fs;
use std::path::{Path, PathBuf};

use crate::{at, code, stderr, stdout, xoev};

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas")
}

/// A copy of the schemas, with one text replaced in one file.
fn changed(file: &str, from: &str, to: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    copy(&schemas(), folder.path());
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).expect("schema");
    assert!(text.contains(from), "{from}");
    fs::write(&path, text.replace(from, to)).expect("write");
    folder
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("folder") {
        let path = entry.expect("entry").path();
        let target = to.join(path.file_name().expect("name"));
        if path.is_dir() {
            fs::create_dir(&target).expect("folder");
            copy(&path, &target);
        } else if path.extension().is_some_and(|e| e != "tsv") {
            fs::copy(&path, &target).expect("copy");
        }
    }
}

const AZR: &str = "xauslaender/26.11/xauslaender-nachrichten-azr.xsd";

#[test]
fn bundled_schemas_equal_those_of_the_repository() {
    let output = xoev(&["schema", "diff", &schemas().display().to_string()]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    assert!(stdout(&output).contains("21 Namensräume verglichen, 0 Unterschiede"));
}

#[test]
fn difference_to_an_official_package_is_named_with_its_place() {
    let official = changed(
        AZR,
        "<xs:element name=\"fehlertext\" type=\"din91379:datatypeC\"/>",
        "<xs:element name=\"fehlertext\" type=\"din91379:datatypeC\" minOccurs=\"0\"/>",
    );
    let path = official.path().display().to_string();
    let output = xoev(&["schema", "diff", &path]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    assert!(
        text.contains("AZR.Fehler / fehlertext: Häufigkeit geändert von 1 in 0..1"),
        "{text}"
    );
    let english = stdout(&xoev(&["schema", "diff", "--lang", "en", &path]));
    assert!(
        english.contains("cardinality changed from 1 to 0..1"),
        "{english}"
    );
}

#[test]
fn annotations_and_prefixes_are_no_difference() {
    let official = changed(
        AZR,
        "<title>AZR-Fehler</title>",
        "<title>Anderer Titel</title>",
    );
    let path = official.path().join(AZR);
    let text = fs::read_to_string(&path).expect("schema");
    let text = text
        .replace("xmlns:xida=", "xmlns:datum=")
        .replace("\"xida:", "\"datum:");
    fs::write(&path, text).expect("write");
    let output = xoev(&["schema", "diff", &official.path().display().to_string()]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
}

#[test]
fn package_of_one_standard_is_compared_with_that_only() {
    let path = schemas().join("xinneres").display().to_string();
    let output = xoev(&["schema", "diff", &path]);
    assert_eq!(code(&output), 0, "{}{}", stdout(&output), stderr(&output));
    assert!(
        stderr(&output).contains("mitgelieferten Schemata ergänzt"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn foreign_package_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    fs::write(
        folder.path().join("fremd.xsd"),
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:fremd\">\
         <xs:element name=\"a\" type=\"xs:string\"/></xs:schema>",
    )
    .expect("write");
    let output = xoev(&["schema", "diff", &folder.path().display().to_string()]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("keinen Namensraum"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn two_releases_give_a_report() {
    let new = changed(
        AZR,
        "<xs:element name=\"fehlertext\" type=\"din91379:datatypeC\"/>",
        "<xs:element name=\"fehlertext\" type=\"din91379:datatypeC\"/>\
         <xs:element name=\"abhilfe\" type=\"din91379:datatypeC\" minOccurs=\"0\"/>",
    );
    let (old, new) = (
        schemas().display().to_string(),
        new.path().display().to_string(),
    );
    let output = xoev(&["schema", "diff", &old, &new]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    assert!(
        text.contains("Felder (") && text.contains("abhilfe"),
        "{text}"
    );
    let output = xoev(&["schema", "diff", &old, &old]);
    assert_eq!(
        (code(&output), stdout(&output).as_str()),
        (0, "Keine Unterschiede.\n")
    );
}

#[test]
fn missing_schemas_are_code_2() {
    let output = xoev(&["schema", "diff", "gibt-es-nicht"]);
    assert_eq!(code(&output), 2);
    let output = xoev(&[
        "generate",
        "--schema",
        "gibt-es-nicht.xsd",
        "--out",
        "nirgends",
    ]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("gibt-es-nicht.xsd"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn generate_writes_modules() {
    let folder = tempfile::tempdir().expect("folder");
    let (catalog, root) = (
        schemas().join("catalog.xml").display().to_string(),
        schemas()
            .join("xinneres/26.11/xinneres-quittung.xsd")
            .display()
            .to_string(),
    );
    let out = at(folder.path(), "typen");
    let output = xoev(&[
        "generate",
        "--schema",
        &root,
        "--catalog",
        &catalog,
        "--out",
        &out,
    ]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(Path::new(&out).join("mod.rs").exists());
}

#[test]
fn generate_repeats_the_code_of_the_repository() {
    let folder = tempfile::tempdir().expect("folder");
    let settings = schemas().join("xauslaender.toml").display().to_string();
    let out = folder.path().display().to_string();
    let output = xoev(&["generate", "--config", &settings, "--out", &out]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let committed = schemas().join("../crates/xauslaender/src/generated");
    let (made, committed) = (files(folder.path()), files(&committed));
    let names = |files: &[(PathBuf, String)]| -> Vec<PathBuf> {
        files.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&made), names(&committed));
    let stale = made.iter().zip(&committed).find(|(a, b)| a != b);
    assert!(
        stale.is_none(),
        "{:?} differs; run `cargo xtask codegen`",
        stale.map(|(a, _)| &a.0)
    );
}

/// All files below a folder with their texts, sorted.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut all = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("folder") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("below").to_path_buf();
            all.push((name, fs::read_to_string(&path).expect("text")));
        }
    }
    all.sort();
    all
}
