//! What other programs say: libxml2 judges the examples and the pages, where its command `xmllint` is
//! installed.

use std::fs;
use std::path::Path;
use std::process::Command;

use azr::{Antwort, fehlerbericht};
use xoev::Language;

use crate::nachrichten::{ANTWORT, ERSTMELDUNG, FEHLER, FOLGEMELDUNG, mit_fehlertext};

/// Runs xmllint on a file, with the repository's catalog of schemas; none if it is not installed.
fn xmllint(arguments: &[&str], file: &Path) -> Option<(bool, String)> {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let output = Command::new("xmllint")
        .args(["--nonet", "--noout"])
        .args(arguments)
        .arg(file)
        .env("XML_CATALOG_FILES", schemas.join("catalog.xml"))
        .current_dir(&schemas)
        .output();
    let Ok(output) = output else {
        eprintln!("SKIPPED: xmllint is not installed (Debian: libxml2-utils)");
        return None;
    };
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    Some((output.status.success(), told))
}

#[test]
fn the_examples_are_valid() {
    let folder = tempfile::tempdir().expect("folder");
    let schema = "xauslaender/26.11/xauslaender-nachrichten-azr.xsd";
    for (name, xml) in [("090009", ERSTMELDUNG), ("090099", ANTWORT)] {
        let file = folder.path().join(name);
        fs::write(&file, xml).expect("writable");
        if let Some((valid, told)) = xmllint(&["--schema", schema], &file) {
            assert!(valid, "{name}: {told}");
        }
    }
}

#[test]
fn pages_are_well_formed() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("bericht.html");
    let hostile = FEHLER.replace("Bitte", "&lt;script&gt;]]&gt;&amp;amp;");
    for (meldung, antwort) in [(ERSTMELDUNG, ANTWORT), (FOLGEMELDUNG, &hostile), ("", "")] {
        let bericht = fehlerbericht(meldung.as_bytes(), antwort.as_bytes(), Language::German);
        fs::write(&file, bericht.expect("the bundled schemas").html()).expect("writable");
        if let Some((sound, told)) = xmllint(&[], &file) {
            assert!(sound && told.is_empty(), "{told}");
        }
    }
}

#[test]
fn another_xml_reader_takes_the_same_words_from_a_message() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("antwort.xml");
    for sent in [
        "  Ğülşah C\u{328}\u{306} &lt;b&gt; &amp;amp; &quot;&#xE4;&apos;  ",
        "eins\r\nzwei\rdrei\n\n&#13;&#10;\t",
        "<![CDATA[ <b>&amp;</b> ]]>vor<!-- nicht gesagt -->nach<?auch nicht?> ",
        "&#32;]]&gt;<![CDATA[]]>",
    ] {
        let xml = mit_fehlertext(sent);
        fs::write(&file, &xml).expect("writable");
        let output = Command::new("xmllint")
            .args([
                "--nonet",
                "--xpath",
                "string(//*[local-name()='fehlertext'])",
            ])
            .arg(&file)
            .output();
        let Ok(output) = output else {
            eprintln!("SKIPPED: xmllint is not installed (Debian: libxml2-utils)");
            return;
        };
        let told = output.stdout.strip_suffix(b"\n").unwrap_or(&output.stdout);
        // As the typed reader has it, and as it is salvaged from an unknown version.
        for xml in [
            xml.clone(),
            xml.replace("xauslaender2611", "xauslaender2705"),
        ] {
            let antwort = Antwort::lesen(xml.into_bytes());
            assert_eq!(antwort.fehler()[0].fehlertext.as_bytes(), told, "{sent}");
        }
    }
}
