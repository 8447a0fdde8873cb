//! Submissions are judged by a stranger (libxml2), and by the rules of the standards.

use std::fs;
use std::path::Path;
use std::process::Command;

use azr::{Folgemeldung, Gruppenmeldung};

use crate::alle_gruppen::{berichte, muster};
use crate::pruefung::pruefung;
use crate::register::stellen::{self, nummer};

/// One report for each group, content and kind of change.
fn alle() -> Vec<(String, Vec<u8>)> {
    let abh = stellen::auslaenderbehoerde().expect("an office");
    let build = |one: Gruppenmeldung| {
        let kind = one.art().map_or("00", azr::Aenderungsart::key);
        let name = format!("{}-{kind}", one.gruppe().name);
        let report = Folgemeldung::neu(nummer("990309012345").expect("a number")).mit(one);
        Some((name, report.bauen(&abh).ok()?.into_bytes()))
    };
    muster()
        .iter()
        .flat_map(berichte)
        .filter_map(build)
        .collect()
}

#[test]
fn libxml2_finds_every_submission_valid() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        eprintln!("SKIPPED: xmllint is not installed (Debian: libxml2-utils)");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("meldungen");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let all = alle();
    let mut files = Vec::new();
    for (at, (name, bytes)) in all.iter().enumerate() {
        let file = folder.join(format!("{at:04}-{name}.xml"));
        fs::write(&file, bytes).expect("a file");
        files.push(file);
    }
    assert!(files.len() > 300, "{}", files.len());
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

#[test]
fn no_submission_breaks_the_schema_or_a_hard_rule_about_its_form() {
    let mut found = Vec::new();
    for (name, bytes) in alle() {
        let hard = pruefung().befunde(&bytes).into_iter().filter(|f| f.hart);
        found.extend(hard.map(|f| format!("{name}: {f}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
