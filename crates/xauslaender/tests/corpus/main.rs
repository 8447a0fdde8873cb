//! Messages from elsewhere: those that two independent validators accept must come back the same,
//! and the verdict on mutated ones must be that of Xerces-J.
//!
//! The folder is named by the environment variable `XOEV_CORPUS` (with `valid/*/*.xml`, `mutated/*.xml`
//! and `verdicts.tsv`); without it these tests say so and do nothing.

mod canonical;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xauslaender::v26_11::Nachricht;

fn corpus() -> Option<PathBuf> {
    match std::env::var_os("XOEV_CORPUS") {
        Some(folder) => Some(PathBuf::from(folder)),
        None => {
            eprintln!("SKIPPED: XOEV_CORPUS names no folder with messages");
            None
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("readable folder").path())
        .filter(|path| path.extension().is_some_and(|e| e == "xml"))
        .collect();
    list.sort();
    list
}

#[test]
fn valid_messages_come_back_canonically_equal() {
    let Some(corpus) = corpus() else { return };
    let mut count = 0;
    let mut failures = Vec::new();
    for kind in ["min", "mix", "max"] {
        for path in files(&corpus.join("valid").join(kind)) {
            count += 1;
            let bytes = fs::read(&path).expect("readable file");
            let name = path.display();
            match Nachricht::from_slice(&bytes) {
                Err(error) => failures.push(format!("{name}: {error}")),
                Ok(message) => match message.to_vec() {
                    Err(error) => failures.push(format!("{name}: {error}")),
                    Ok(written) => {
                        if let Err(difference) = canonical::compare(&bytes, &written) {
                            failures.push(format!("{name}: {difference}"));
                        }
                        let again = Nachricht::from_slice(&written).expect("own output is read");
                        assert_eq!(message, again, "{name}");
                    }
                },
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {count}:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(count >= 900, "only {count} messages found");
    println!("{count} messages read, written and compared");
}

/// The places where Xerces-J and libxml2 differ, with the clause that decides.
const DECIDED: &[(&str, bool, &str)] = &[
    (
        "Asyl.AsylantragstellungKind.110106.7-0.m7-1.space.xml",
        true,
        "XSD 1.0 Part 1, cvc-elt.5.2.2.2.2: the actual value of xs:boolean equals the fixed one; blanks are collapsed before",
    ),
    (
        "GEAS.Asyl.Prognosemeldung.170201.7-0.m7-3.space.xml",
        true,
        "XSD 1.0 Part 1, cvc-elt.5.2.2.2.2: the actual value of xs:boolean equals the fixed one; blanks are collapsed before",
    ),
    (
        "NKS.ErteilungAufenthaltstitelMobileForscherUndICT.120109.7-0.m7-0.space.xml",
        true,
        "XSD 1.0 Part 2, 4.3.6: whiteSpace of xs:dateTime is fixed to collapse, so that blanks around a value are dropped",
    ),
];

#[test]
fn verdicts_on_mutated_messages_equal_those_of_xerces() {
    let Some(corpus) = corpus() else { return };
    let table = fs::read_to_string(corpus.join("verdicts.tsv")).expect("verdicts");
    let mut failures = Vec::new();
    let mut counts: BTreeMap<bool, usize> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [file, xerces, libxml2, ..] = cells.as_slice() else {
            continue;
        };
        let bytes = fs::read(corpus.join("mutated").join(file)).expect("readable file");
        let result = Nachricht::from_slice(&bytes);
        let expected = if xerces == libxml2 {
            *xerces == "valid"
        } else {
            match DECIDED.iter().find(|(name, ..)| name == file) {
                Some((_, verdict, _)) => *verdict,
                None => *xerces == "valid",
            }
        };
        *counts.entry(expected).or_default() += 1;
        if result.is_ok() != expected {
            let found = result.err().map_or("valid".into(), |e| e.to_string());
            failures.push(format!(
                "{file}: expected {expected}: {found}\n    {}",
                cells.last().unwrap_or(&"")
            ));
        }
    }
    println!("verdicts: {counts:?}");
    assert!(
        failures.is_empty(),
        "{}:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(counts.values().sum::<usize>() > 1200);
}

/// Needs the feature `serde`.
#[cfg(feature = "serde")]
#[test]
fn messages_come_back_equal_through_json() {
    let Some(corpus) = corpus() else { return };
    let mut count = 0;
    for kind in ["min", "mix", "max"] {
        for path in files(&corpus.join("valid").join(kind)) {
            let bytes = fs::read(&path).expect("readable file");
            let message = Nachricht::from_slice(&bytes).expect("valid message");
            let json = serde_json::to_string(&message).expect("a message becomes JSON");
            let again: Nachricht = serde_json::from_str(&json)
                .unwrap_or_else(|e| panic!("{}: {e}\n{json}", path.display()));
            assert_eq!(message, again, "{}", path.display());
            count += 1;
        }
    }
    assert!(count >= 900, "only {count} messages found");
}

#[test]
fn written_messages_are_valid_for_libxml2() {
    let Some(corpus) = corpus() else { return };
    if Command::new("xmllint").arg("--version").output().is_err() {
        eprintln!("SKIPPED: xmllint (libxml2) is not installed");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("written");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("temporary folder");
    let mut count = 0;
    for kind in ["min", "mix", "max"] {
        for path in files(&corpus.join("valid").join(kind)) {
            let bytes = fs::read(&path).expect("readable file");
            let message = Nachricht::from_slice(&bytes).expect("valid message");
            let name = format!(
                "{kind}-{}",
                path.file_name().unwrap_or_default().to_string_lossy()
            );
            fs::write(folder.join(name), message.to_vec().expect("valid value")).expect("written");
            count += 1;
        }
    }
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let schemas = schemas
        .canonicalize()
        .expect("the schemas of this repository");
    let output = Command::new("xmllint")
        .env("XML_CATALOG_FILES", schemas.join("catalog.xml"))
        .args(["--nonet", "--noout", "--schema"])
        .arg(driver(&schemas, &folder))
        .args(files(&folder))
        .output()
        .expect("xmllint runs");
    let text = String::from_utf8_lossy(&output.stderr);
    let valid = text.lines().filter(|l| l.ends_with(" validates")).count();
    let failures: Vec<&str> = text
        .lines()
        .filter(|l| !l.ends_with(" validates"))
        .take(20)
        .collect();
    assert!(
        output.status.success() && valid == count,
        "{valid} of {count}:\n{}",
        failures.join("\n")
    );
    println!("{count} written messages are valid for libxml2");
}

/// A schema that brings all namespaces with messages together.
fn driver(schemas: &Path, folder: &Path) -> PathBuf {
    const ROOTS: &[(&str, &str)] = &[
        (
            "http://www.osci.de/xauslaender2611",
            "xauslaender/26.11/xinneres.xauslaender.xsd",
        ),
        (
            "http://www.osci.de/xinneres/rueckweisung/6",
            "xinneres/26.11/xinneres-rueckweisung.xsd",
        ),
        (
            "http://www.osci.de/xinneres/quittung/5",
            "xinneres/26.11/xinneres-quittung.xsd",
        ),
        (
            "http://www.osci.de/xinneres/weiterleitung/7",
            "xinneres/26.11/xinneres-weiterleitung.xsd",
        ),
    ];
    let imports: String = ROOTS
        .iter()
        .map(|(uri, file)| {
            let file = schemas.join(file);
            format!(
                "<xs:import namespace=\"{uri}\" schemaLocation=\"{}\"/>",
                file.display()
            )
        })
        .collect();
    let text =
        format!("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">{imports}</xs:schema>");
    let path = folder.join("driver.xsd");
    fs::write(&path, text).expect("written");
    path
}
