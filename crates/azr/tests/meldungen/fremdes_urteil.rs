//! Submissions are judged by a stranger (libxml2), and by the rules: those of the standards and the
//! plausibility checks of the register.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use azr::{Einreichung, Folgemeldung};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::alle_gruppen::{berichte, muster};
use crate::nachrichten::{erstmeldungen, folgemeldung, uebrige};
use crate::pruefung::pruefung;
use crate::register::stellen::{self, nummer};

/// Values of a strategy, the same ones in each run.
fn werte<S: Strategy>(strategy: S, count: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    let one = |_| strategy.new_tree(&mut runner).expect("a value").current();
    (0..count).map(one).collect()
}

/// Submissions of all messages, groups, contents and kinds of change.
fn alle() -> &'static [Einreichung] {
    static ALLE: OnceLock<Vec<Einreichung>> = OnceLock::new();
    ALLE.get_or_init(|| {
        let abh = stellen::auslaenderbehoerde().expect("an office");
        let report = || Folgemeldung::neu(nummer("990309012345").expect("a number"));
        let single = muster()
            .iter()
            .flat_map(berichte)
            .map(|one| report().mit(one));
        let several = werte(folgemeldung(), 400).into_iter();
        let reports = single.chain(several).filter_map(|r| r.bauen(&abh).ok());
        let mut all: Vec<Einreichung> = reports.collect();
        assert!(all.len() > 500, "{}", all.len());
        all.extend(erstmeldungen());
        all.extend(werte(uebrige(), 20).into_iter().flatten());
        all
    })
}

#[test]
fn every_message_to_the_register_is_among_them() {
    let found: BTreeSet<&str> = alle().iter().map(Einreichung::nummer).collect();
    let all = [
        "090001", "090005", "090007", "090009", "090010", "090012", "090021", "090023", "090040",
        "090051",
    ];
    assert_eq!(found, all.into_iter().collect());
}

#[test]
fn every_group_that_a_submission_names_is_in_its_message() {
    let mut seen = 0;
    for one in alle() {
        let message = String::from_utf8_lossy(one.bytes());
        for part in one.gruppen() {
            let element = format!(":{}>", part.gruppe.name);
            assert!(
                message.contains(&element),
                "{} has no {element}",
                one.nummer()
            );
            seen += 1;
        }
    }
    assert!(seen > 800, "{seen}");
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
    let mut files = Vec::new();
    for (at, one) in alle().iter().enumerate() {
        let file = folder.join(format!("{at:04}-{}.xml", one.nummer()));
        fs::write(&file, one.bytes()).expect("a file");
        files.push(file);
    }
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
fn no_submission_breaks_the_schema_or_a_hard_rule() {
    let mut found = Vec::new();
    for one in alle() {
        let hard = pruefung()
            .befunde(one.bytes())
            .into_iter()
            .filter(|f| f.hart);
        found.extend(hard.map(|f| format!("{}: {f}", one.nummer())));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
