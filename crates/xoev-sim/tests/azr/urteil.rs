//! What another program says of answers: libxml2, where its command `xmllint` is installed.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Fails unless libxml2 finds all of these messages valid.
pub(crate) fn gueltig<'a>(messages: impl IntoIterator<Item = &'a [u8]>) {
    if Command::new("xmllint").arg("--version").output().is_err() {
        eprintln!("SKIPPED: xmllint is not installed (Debian: libxml2-utils)");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = Vec::new();
    for (at, message) in messages.into_iter().enumerate() {
        let file = folder.path().join(format!("{at:05}.xml"));
        fs::write(&file, message).expect("a file");
        files.push(file);
    }
    assert!(!files.is_empty());
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let schemas = schemas.canonicalize().expect("schemas");
    let output = Command::new("xmllint")
        .env("XML_CATALOG_FILES", schemas.join("catalog.xml"))
        .args(["--nonet", "--noout", "--schema"])
        .arg(schemas.join("xauslaender/26.11/xinneres.xauslaender.xsd"))
        .args(&files)
        .output()
        .expect("xmllint runs");
    let report = String::from_utf8_lossy(&output.stderr);
    let (valid, other): (Vec<&str>, Vec<&str>) =
        report.lines().partition(|l| l.ends_with(" validates"));
    assert_eq!(valid.len(), files.len(), "{}", other.join("\n"));
}
