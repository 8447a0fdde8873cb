//! The table format, and the lists of this repository in it.

use std::fs;
use std::path::Path;

use xoev_codelist::{CodeList, CodeListError, CodeLists, Exceeded, Fault, Limits};

const HEAD: &str = "# kennung: urn:beispiel:farbe\n# version: 2\n# name: farbe\n# herausgeber: Amt\n# key: nr\n# valid-from: 2024-05-01\n";

fn read(rest: &str) -> Result<CodeList, CodeListError> {
    CodeList::from_tsv("farbe.tsv", &format!("{HEAD}{rest}"), &Limits::default())
}

#[test]
fn statements_columns_and_rows_are_read() {
    let list = read("wert\tnr\tmeldbar-bis\r\nRot\t1\t\r\nGrün\t2\t2024\r\n").expect("list");
    assert_eq!((list.uri(), list.version()), ("urn:beispiel:farbe", "2"));
    assert_eq!(
        (list.name(), list.publisher(), list.valid_from()),
        ("farbe", "Amt", "2024-05-01")
    );
    assert_eq!((list.key_column(), list.label_column()), (1, Some(0)));
    assert_eq!(list.label("2"), Some("Grün"));
    assert_eq!(list.row("1").and_then(|row| row.get("meldbar-bis")), None);
    assert_eq!(
        list.row("2").and_then(|row| row.get("meldbar-bis")),
        Some("2024")
    );
}

#[test]
fn cells_at_the_end_of_a_row_may_be_left_out() {
    let list = read("nr\twert\tmeldbar-bis\n1\tRot\n2").expect("list");
    let cells: Vec<Vec<_>> = list.rows().map(|row| row.cells().collect()).collect();
    assert_eq!(
        cells,
        [[Some("1"), Some("Rot"), None], [Some("2"), None, None]]
    );
}

#[test]
fn skipped_list_is_known_but_not_loaded() {
    let list = read("# skipped: 560548 chars\n").expect("list");
    assert!(!list.is_loaded() && list.is_empty());
    assert_eq!(list.columns()[list.key_column()].id, "nr");
    assert_eq!(list.row("1").map(|row| row.at()), None);
}

#[test]
fn what_is_wrong_with_a_table_is_named_with_its_line() {
    for (rest, expected, at) in [
        ("wert\tx\n", Fault::UnknownColumn("nr".to_owned()), 7),
        ("nr\twert\twert\n", Fault::Repeated("wert".to_owned()), 7),
        (
            "nr\twert\n1\t2\n1\t2\t3\n",
            Fault::TooManyValues { row: 2 },
            9,
        ),
        (
            "wert\tnr\nRot\n",
            Fault::MissingValue {
                column: "nr".to_owned(),
                row: 1,
            },
            8,
        ),
    ] {
        match read(rest) {
            Err(CodeListError::Malformed { place, fault }) => {
                assert_eq!((fault, place.line), (expected, at), "{rest}");
            }
            other => panic!("{rest}: {other:?}"),
        }
    }
    let nameless = CodeList::from_tsv("a.tsv", "# version: 1\na\n1\n", &Limits::default());
    assert!(matches!(
        nameless,
        Err(CodeListError::NoCodeList { root: None, .. })
    ));
}

#[test]
fn rows_are_limited() {
    let mut limits = Limits::default();
    limits.rows = 2;
    let text = format!("{HEAD}nr\n1\n2\n3\n");
    let error = CodeList::from_tsv("farbe.tsv", &text, &limits).expect_err("an error");
    assert!(
        matches!(
            error,
            CodeListError::TooLarge {
                exceeded: Exceeded::Rows,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn all_bundled_lists_are_read_and_their_keys_are_unique() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/codelists");
    let files = fs::read_dir(&folder).expect("folder").count();
    let mut lists = CodeLists::new();
    assert_eq!(lists.add_path(&folder), Ok(files));
    assert_eq!(lists.len(), files);
    assert_eq!(lists.iter().filter(|list| !list.is_loaded()).count(), 7);
    for list in lists.iter().filter(|list| list.is_loaded()) {
        assert_eq!(list.repeated().count(), 0, "{list:?}");
        for row in list.rows() {
            assert!(row.key().is_some(), "{list:?} {row:?}");
            assert_ne!(row.label(), row.key(), "{list:?} {row:?}");
        }
    }
    let label_of = |uri: &str| {
        let list = lists.newest(uri)?;
        Some(list.columns()[list.label_column()?].id.clone())
    };
    for (uri, expected) in [
        (
            "urn:de:xauslaender:codelist:azr:artderabschiebung",
            "Kurzbeschriebung",
        ),
        ("urn:xoev-de:xauslaender:codeliste:ozg.antragsgrund", "Wert"),
        ("urn:de:xauslaender:codelist:religion", "Wert"),
    ] {
        assert_eq!(label_of(uri).as_deref(), Some(expected), "{uri}");
    }
    let list = lists
        .get("urn:de:xauslaender:codelist:azr:artderabschiebung", "10")
        .expect("list");
    assert_eq!(
        list.row("03").and_then(|row| row.get("meldbar-bis")),
        Some("31.10.2022")
    );
}
