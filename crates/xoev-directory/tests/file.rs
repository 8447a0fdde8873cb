//! The directory in a file.

use chrono::NaiveDate;
use xoev_directory::{Directory, DirectoryError, ElementKind, FileDirectory, FileError};

const TEXT: &str = r#"
[[organisation]]
keys = ["azr:120000", "ags:01999001"]
name = "Ausländerbehörde Musterstadt"
category = "Ausländerbehörde"
fingerprints = ["02:72:C5:6C:97:42:A6:25:01:32:9A:3A:A7:89:74:F1:60:5C:92:A2"]

[[organisation.service]]
uri = "urn:beispiel:dienst"
from = 2026-11-01
until = 2027-04-30

[[organisation.service.element]]
kind = "OSCI_ADDRESSEE"
name = "Postfach"
value = "https://postfach.example/"

[[organisation.service]]
uri = "urn:beispiel:dienst"
from = 2027-06-01

[[organisation.service.element]]
kind = "EIGENES"
name = "Zweites"
value = "x"
"#;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

async fn find(key: &str, service: &str, on: &str) -> Result<xoev_directory::Entry, DirectoryError> {
    let directory = FileDirectory::parse(TEXT).expect("sound");
    directory.find(key, service, day(on)).await
}

#[tokio::test]
async fn an_authority_is_found_by_each_of_its_keys() {
    for key in ["azr:120000", "ags:01999001"] {
        let entry = find(key, "urn:beispiel:dienst", "2026-11-01")
            .await
            .expect("offered");
        assert_eq!(entry.key, key);
        assert_eq!(entry.category.as_deref(), Some("Ausländerbehörde"));
        assert_eq!(entry.elements[0].kind, ElementKind::OsciAddressee);
        assert_eq!(entry.until, Some(day("2027-04-30")));
    }
}

#[tokio::test]
async fn the_service_of_the_day_is_found() {
    let entry = find("azr:120000", "urn:beispiel:dienst", "2027-06-01")
        .await
        .expect("offered");
    assert_eq!(
        entry.elements[0].kind,
        ElementKind::Other("EIGENES".to_owned())
    );
    for between in ["2026-10-31", "2027-05-01", "2027-05-31"] {
        let refused = find("azr:120000", "urn:beispiel:dienst", between).await;
        assert!(
            matches!(refused, Err(DirectoryError::ServiceExpired { .. })),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn unknown_authorities_services_and_keys_are_told_apart() {
    let unknown = find("azr:130000", "urn:beispiel:dienst", "2027-01-01").await;
    assert!(matches!(
        unknown,
        Err(DirectoryError::OrganisationUnknown { .. })
    ));
    let unknown = find("azr:120000", "urn:beispiel:anderer", "2027-01-01").await;
    assert!(matches!(
        unknown,
        Err(DirectoryError::ServiceUnknown { .. })
    ));
    let unknown = find("AZR120000", "urn:beispiel:dienst", "2027-01-01").await;
    assert!(matches!(unknown, Err(DirectoryError::Key { .. })));
}

#[test]
fn faults_are_told_with_their_line() {
    for (from, to, line, told) in [
        ("name = \"Aus", "nme = \"Aus", 4, "unknown field `nme`"),
        ("\"azr:120000\"", "\"azr\"", 3, "is no key"),
        (
            "\"azr:120000\", ",
            "\"ags:01999001\", ",
            3,
            "an organisation above",
        ),
        ("02:72:C5", "02:72", 6, "40 hexadecimal digits"),
        (
            "until = 2027-04-30",
            "until = 2026-10-31",
            11,
            "ends before it begins",
        ),
        (
            "from = 2026-11-01",
            "from = 2026-11-01T10:00:00",
            10,
            "a day is needed",
        ),
        ("from = 2026-11-01", "from = 2026-13-01", 10, ""),
        (
            "uri = \"urn:beispiel:dienst\"\nfrom = 2026",
            "uri = \"urn\"\nfrom = 2026",
            9,
            "9 to 1000",
        ),
        (
            "kind = \"OSCI_ADDRESSEE\"",
            "kind = \"\"",
            14,
            "needs a kind",
        ),
        ("[[organisation]]", "[[organisation]", 2, ""),
    ] {
        let text = TEXT.replacen(from, to, 1);
        assert_ne!(text, TEXT, "{from}");
        let error = FileDirectory::parse(&text).expect_err(from);
        let FileError::Content { line: at, text, .. } = &error else {
            panic!("{error:?}");
        };
        assert_eq!(*at, line, "{error}");
        assert!(text.contains(told), "{error}");
    }
}

#[test]
fn a_file_is_named_in_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("verzeichnis.toml");
    let missing = FileDirectory::read(&path).expect_err("not there");
    assert!(matches!(missing, FileError::Unreadable { .. }));
    std::fs::write(&path, "\nx = 1").expect("written");
    let error = FileDirectory::read(&path)
        .expect_err("at fault")
        .to_string();
    let begin = format!("{}, line 2: ", path.display());
    assert!(error.starts_with(&begin), "{error}");
    std::fs::write(&path, TEXT).expect("written");
    let organisations = FileDirectory::read(&path).expect("sound");
    assert_eq!(organisations.organisations().len(), 1);
}
