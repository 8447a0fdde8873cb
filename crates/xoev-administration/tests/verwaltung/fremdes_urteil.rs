//! Messages about messages are judged by a stranger (libxml2), by the own validator, and by the rules.

use std::fs;
use std::path::Path;
use std::process::Command;

use xoev_administration::paket::{Ankuendigende, Paketart, Teilung};
use xoev_rules::{Kind, Rules};
use xoev_validator::Settings;

use crate::gemeinsam::*;

/// All messages that this crate makes, packets among them.
fn alle() -> Vec<(String, Vec<u8>)> {
    let built = crate::bauen::alle().into_iter();
    let mut all: Vec<(String, Vec<u8>)> = built
        .map(|m| (m.nummer().to_owned(), m.into_bytes()))
        .collect();
    let content = crate::pakete::archiv(&[7_000, 13_000]);
    let size = content.len() as u64;
    let announcing = kopf(&aktenlieferung(1, 100, 1));
    let reference = xoev_administration::bezug::Nachrichtenbezug::von(&announcing).expect("one");
    for (kind, announced) in [
        (
            Paketart::Akte,
            Ankuendigende::Aktenlieferung(reference.uuid.clone()),
        ),
        (
            Paketart::Dokumentenlieferung,
            Ankuendigende::Fachnachricht(reference.clone()),
        ),
    ] {
        let plan =
            Teilung::planen(kind, &absender(), &andere(), size, Some(10_000)).expect("a plan");
        for number in 1..=plan.anzahl() {
            let packet = plan.paket(number, &announced, jetzt()).expect("a packet");
            let mut bytes = Vec::new();
            packet
                .schreiben(&mut std::io::Cursor::new(&content), &mut bytes)
                .expect("written");
            all.push((kind.nummer().to_owned(), bytes));
        }
    }
    all.push(("010206".to_owned(), aktenlieferung(1, 100, 1)));
    assert!(all.len() > 18, "{}", all.len());
    all
}

#[test]
fn libxml2_finds_every_message_valid() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        eprintln!("SKIPPED: xmllint is not installed (Debian: libxml2-utils)");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("verwaltung");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let mut files = Vec::new();
    for (at, (number, bytes)) in alle().iter().enumerate() {
        let file = folder.join(format!("{at:03}-{number}.xml"));
        fs::write(&file, bytes).expect("a file");
        files.push(file);
    }
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let schemas = schemas.canonicalize().expect("schemas");
    // Each module of the base has a schema of its own.
    for (number, schema) in [
        ("0010", "xinneres/26.11/xinneres-rueckweisung.xsd"),
        ("002", "xinneres/26.11/xinneres-quittung.xsd"),
        ("003", "xinneres/26.11/xinneres-weiterleitung.xsd"),
        ("", "xauslaender/26.11/xinneres.xauslaender.xsd"),
    ] {
        let base = |name: &str| name.len() == "000-0010.xml".len();
        let (these, rest): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| {
            let name = file
                .file_name()
                .and_then(|n| n.to_str())
                .unwrap_or_default();
            number.is_empty() || base(name) && name[4..].starts_with(number)
        });
        files = rest;
        assert!(!these.is_empty(), "{schema}");
        let output = Command::new("xmllint")
            .env("XML_CATALOG_FILES", schemas.join("catalog.xml"))
            .args(["--nonet", "--noout", "--schema"])
            .arg(schemas.join(schema))
            .args(&these)
            .output()
            .expect("xmllint runs");
        let report = String::from_utf8_lossy(&output.stderr);
        let (valid, other): (Vec<&str>, Vec<&str>) =
            report.lines().partition(|l| l.ends_with(" validates"));
        assert_eq!(valid.len(), these.len(), "{}", other.join("\n"));
    }
    assert!(files.is_empty());
}

#[test]
fn no_message_breaks_the_schema_or_a_hard_rule() {
    let rules = Rules::bundled(validator().set());
    let mut found = Vec::new();
    for (number, bytes) in alle() {
        let mut watch = rules.watch();
        let report = validator().validate_with(bytes.as_slice(), &Settings::default(), &mut watch);
        let report = report.expect("memory can be read");
        assert!(report.is_valid(), "{number}: {:?}", report.findings);
        let all = watch.finish(&report).findings;
        let hard = all.iter().filter(|f| f.kind == Kind::Hard);
        found.extend(hard.map(|f| {
            format!(
                "{number}: {} {}: {}",
                f.rule,
                f.path,
                f.text(Default::default())
            )
        }));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
