//! Reading Genericode as XRepository delivers it, and as others write it.

mod common;

use common::{COLUMNS, ROWS, colours, document, read, with_columns, with_rows};
use xoev::Language;
use xoev_codelist::{CodeListError, Fault};

/// The fault and its line.
fn fault<T: std::fmt::Debug>(result: Result<T, CodeListError>) -> (Fault, usize) {
    match result {
        Err(CodeListError::Malformed { place, fault }) => {
            assert_eq!(place.file, "liste.xml");
            (fault, place.line)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn list_of_xrepository_is_read_with_all_its_facts() {
    let list = read(&colours("2")).expect("list");
    assert_eq!(list.uri(), "urn:beispiel:farben");
    assert_eq!(list.version(), "2");
    assert_eq!(list.version_uri(), "urn:beispiel:farben_2");
    assert_eq!(list.short_name(), "farben");
    assert_eq!(list.name(), "Farben der Beispiele");
    assert_eq!(list.publisher(), "Bundesamt für Farben");
    assert_eq!(list.valid_from(), "2024-05-01");
    let [code, text, until] = list.columns() else {
        panic!("{:?}", list.columns());
    };
    assert!(code.required && text.required && !until.required);
    assert_eq!(
        (code.id.as_str(), code.long_name.as_str()),
        ("code", "Schlüssel")
    );
    assert_eq!(
        (text.data_type.as_str(), text.language.as_str()),
        ("string", "de")
    );
    assert_eq!(until.data_type, "date");
    assert!(matches!(list.keys(), [key] if key.id == "codeKey" && key.recommended));
    assert!(list.is_loaded());
    assert_eq!(list.len(), 2);
}

#[test]
fn rows_are_found_by_key_with_all_their_columns() {
    let list = read(&colours("2")).expect("list");
    assert_eq!(list.label("01"), Some("Rot & Grün"));
    let row = list.row("02").expect("row");
    assert_eq!(
        (row.at(), row.key(), row.label()),
        (1, Some("02"), Some("Blau"))
    );
    assert_eq!(row.get("meldbar-bis"), Some("2024-12-31"));
    assert_eq!(row.get("Schlüssel"), Some("02"));
    assert_eq!(row.get("WERT"), Some("Blau"));
    assert_eq!(row.get("neu-ab"), None);
    assert!(list.contains("01") && !list.contains("1") && !list.contains(""));
    assert_eq!(list.row_by(1, "Blau").and_then(|r| r.key()), Some("02"));
    assert!(list.row_by(9, "Blau").is_none());
    let keys: Vec<_> = list.rows().map(|row| row.key()).collect();
    assert_eq!(keys, [Some("01"), Some("02")]);
}

#[test]
fn undefined_values_of_optional_columns_are_none_and_empty_ones_are_empty() {
    let list = with_rows(
        r#"<Row><Value ColumnRef="code"><SimpleValue>1</SimpleValue></Value>
            <Value ColumnRef="wert"><SimpleValue/></Value></Row>
        <Row><Value ColumnRef="code"><SimpleValue>2</SimpleValue></Value>
            <Value ColumnRef="wert"><SimpleValue></SimpleValue></Value><Value ColumnRef="meldbar-bis"/></Row>
        <Row><Value ColumnRef="code"><SimpleValue>3</SimpleValue></Value>
            <Value ColumnRef="wert"><SimpleValue>drei</SimpleValue></Value>
            <Value ColumnRef="meldbar-bis"><SimpleValue/></Value></Row>"#,
    )
    .expect("list");
    let cells: Vec<Vec<_>> = list.rows().map(|row| row.cells().collect()).collect();
    assert_eq!(
        cells,
        [
            vec![Some("1"), Some(""), None],
            vec![Some("2"), Some(""), None],
            vec![Some("3"), Some("drei"), Some("")],
        ]
    );
}

#[test]
fn value_without_column_is_for_the_one_after_the_value_before() {
    let list = with_rows(
        r#"<Row><Value><SimpleValue>1</SimpleValue></Value><Value><SimpleValue>eins</SimpleValue></Value></Row>
        <Row><Value ColumnRef="wert"><SimpleValue>zwei</SimpleValue></Value>
            <Value><SimpleValue>2024</SimpleValue></Value>
            <Value ColumnRef="code"><SimpleValue>2</SimpleValue></Value></Row>"#,
    )
    .expect("list");
    assert_eq!(list.label("1"), Some("eins"));
    let row = list.row("2").expect("row");
    assert_eq!(
        (row.label(), row.get("meldbar-bis")),
        (Some("zwei"), Some("2024"))
    );
}

#[test]
fn qualified_and_unqualified_children_are_the_same() {
    let unqualified = read(&colours("1")).expect("list");
    let default = colours("1")
        .replace("gc:", "")
        .replace("xmlns:gc=", "xmlns=");
    let mut qualified = colours("1");
    for name in [
        "Annotation",
        "Description",
        "Identification",
        "ColumnSet",
        "Column",
        "ColumnRef",
        "Key",
        "ShortName",
        "LongName",
        "Version",
        "CanonicalUri",
        "CanonicalVersionUri",
        "Agency",
        "AppInfo",
        "Data",
        "SimpleCodeList",
        "Row",
        "Value",
        "SimpleValue",
    ] {
        for end in [" ", ">"] {
            qualified = qualified.replace(&format!("<{name}{end}"), &format!("<gc:{name}{end}"));
            qualified = qualified.replace(&format!("</{name}{end}"), &format!("</gc:{name}{end}"));
        }
    }
    assert!(qualified.contains("<gc:Value ") && !qualified.contains("<Value "));
    for text in [default.replace("xmlns:=", "xmlns="), qualified] {
        let list = read(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(list.columns(), unqualified.columns());
        assert_eq!(list.keys(), unqualified.keys());
        assert_eq!(list.label("02"), Some("Blau"));
    }
}

#[test]
fn recommended_key_is_chosen_in_both_forms_and_a_schema_may_name_another() {
    let keys = |mark: &str| {
        format!(
            r#"<Column Id="alt" Use="required"/><Column Id="neu" Use="required"/>
            <Column Id="name" Use="required"/>
            <Key Id="altKey"><ColumnRef Ref="alt"/></Key>
            <Key Id="neuKey"><Annotation><AppInfo>{mark}</AppInfo></Annotation><ColumnRef Ref="neu"/></Key>"#
        )
    };
    let row = r#"<Row><Value><SimpleValue>a</SimpleValue></Value><Value><SimpleValue>n</SimpleValue></Value>
        <Value><SimpleValue>Name</SimpleValue></Value></Row>"#;
    let older = r#"<x:empfohleneCodeSpalte xmlns:x="http://xoev.de/schemata/genericode/3"/>"#;
    for mark in ["<xoev-cl-4:recommendedKeyColumn/>", older] {
        let list = with_columns(&keys(mark), row).expect("list");
        assert_eq!(list.keys().len(), 2);
        assert_eq!(list.key_column(), 1);
        assert_eq!(list.label("n"), Some("Name"));
        assert_eq!(list.key_column_for(None), 1);
        assert_eq!(list.key_column_for(Some("alt")), 0);
        assert_eq!(list.key_column_for(Some("altKey")), 0);
        assert_eq!(list.key_column_for(Some("unbekannt")), 1);
        assert!(list.row_by(0, "a").is_some() && list.row("a").is_none());
    }
    let elsewhere = r#"<x:recommendedKeyColumn xmlns:x="urn:anderswo"/>"#;
    let list = with_columns(&keys(elsewhere), row).expect("list");
    assert_eq!(list.key_column(), 0);
}

#[test]
fn key_of_several_columns_repeats_in_each_and_the_first_row_is_found() {
    let list = with_columns(
        r#"<Column Id="land" Use="required"/><Column Id="ort" Use="required"/><Column Id="name" Use="required"/>
        <Key Id="beide"><ColumnRef Ref="land"/><ColumnRef Ref="ort"/></Key>"#,
        r#"<Row><Value><SimpleValue>D</SimpleValue></Value><Value><SimpleValue>1</SimpleValue></Value>
            <Value><SimpleValue>erster</SimpleValue></Value></Row>
        <Row><Value><SimpleValue>D</SimpleValue></Value><Value><SimpleValue>2</SimpleValue></Value>
            <Value><SimpleValue>zweiter</SimpleValue></Value></Row>"#,
    )
    .expect("list");
    assert_eq!(list.keys()[0].columns, [0, 1]);
    assert_eq!(list.label("D"), Some("erster"));
    let repeated: Vec<_> = list.repeated().map(|row| row.at()).collect();
    assert_eq!(repeated, [1]);
}

#[test]
fn rows_with_the_key_of_an_earlier_row_are_told() {
    let list = with_rows(&ROWS.repeat(2)).expect("list");
    assert_eq!(list.len(), 4);
    assert_eq!(list.row("01").map(|row| row.at()), Some(0));
    assert_eq!(
        list.repeated().map(|row| row.at()).collect::<Vec<_>>(),
        [2, 3]
    );
    assert_eq!(with_rows(ROWS).expect("list").repeated().count(), 0);
}

#[test]
fn missing_required_value_names_row_column_and_line() {
    let rows = format!(
        "{ROWS}\n<Row><Value ColumnRef=\"code\"><SimpleValue>03</SimpleValue></Value></Row>"
    );
    let (found, line) = fault(with_rows(&rows));
    let column = "wert".to_owned();
    assert_eq!(found, Fault::MissingValue { column, row: 3 });
    let text = document("urn:beispiel:farben", "1", COLUMNS, &rows);
    let expected = text
        .lines()
        .position(|l| l.contains(">03<"))
        .map(|at| at + 1);
    assert_eq!(Some(line), expected);
    let undefined = r#"<Row><Value><SimpleValue>1</SimpleValue></Value><Value/></Row>"#;
    assert!(matches!(
        fault(with_rows(undefined)).0,
        Fault::MissingValue { row: 1, .. }
    ));
}

#[test]
fn errors_are_said_in_german_and_english() {
    let error = with_rows("<Row/>").expect_err("an error");
    let english = error.text(Language::English);
    assert_eq!(english, error.to_string());
    assert!(
        english.starts_with("liste.xml, line ")
            && english.ends_with("row 1 has no value for the column “code”")
    );
    let german = error.text(Language::German);
    assert!(german.starts_with("liste.xml, Zeile "), "{german}");
    assert!(
        german.ends_with("in Eintrag 1 fehlt der Wert der Spalte „code“"),
        "{german}"
    );
}

#[test]
fn complex_values_are_passed_over() {
    let list = with_rows(
        r#"<Row><Value><SimpleValue>1</SimpleValue></Value>
            <Value><ComplexValue><x:a xmlns:x="urn:x"><x:b>Text</x:b></x:a></ComplexValue></Value></Row>"#,
    )
    .expect("list");
    assert_eq!(list.row("1").map(|row| row.label()), Some(None));
}

#[test]
fn white_space_around_values_does_not_count() {
    let list = with_rows(
        "<Row><Value><SimpleValue>\n  01\n </SimpleValue></Value><Value><SimpleValue>a<!-- -->\r\n b&#9;c </SimpleValue></Value></Row>",
    )
    .expect("list");
    assert_eq!(list.label("01"), Some("a  b c"));
}

#[test]
fn what_is_wrong_with_columns_and_values_is_named() {
    let one = r#"<Column Id="a" Use="required"/>"#;
    let value = "<Value><SimpleValue>1</SimpleValue></Value>";
    let row = |content: &str| format!("<Row>{content}</Row>");
    let named = r#"<Value ColumnRef="a"><SimpleValue>1</SimpleValue></Value>"#;
    for (columns, rows, expected) in [
        (one, row(&value.repeat(2)), Fault::TooManyValues { row: 1 }),
        (one, row(&named.repeat(2)), Fault::Repeated("a".to_owned())),
        (
            one,
            row(&named.replace("\"a\"", "\"b\"")),
            Fault::UnknownColumn("b".to_owned()),
        ),
        (
            one,
            row("<Value>1</Value>"),
            Fault::Misplaced("Value".to_owned()),
        ),
        (
            one,
            row(&value.replace('1', "<b/>")),
            Fault::Misplaced("SimpleValue".to_owned()),
        ),
        (
            one,
            row(&value.replace('1', "&auml;")),
            Fault::UnknownEntity("auml".to_owned()),
        ),
        ("", String::new(), Fault::Missing("Column".to_owned())),
        (
            r#"<Column Use="required"/>"#,
            String::new(),
            Fault::Missing("Column/@Id".to_owned()),
        ),
        (
            &one.repeat(2),
            String::new(),
            Fault::Repeated("a".to_owned()),
        ),
        (
            r#"<Column Id="a"/><Key Id="k"><ColumnRef Ref="b"/></Key>"#,
            String::new(),
            Fault::UnknownColumn("b".to_owned()),
        ),
        (
            r#"<Column Id="a"/><Key Id="k"/>"#,
            String::new(),
            Fault::Missing("ColumnRef".to_owned()),
        ),
    ] {
        assert_eq!(
            fault(with_columns(columns, &rows)).0,
            expected,
            "{columns} {rows}"
        );
    }
    let nameless = colours("1").replace("CanonicalUri>", "Canonical>");
    assert_eq!(
        fault(read(&nameless)).0,
        Fault::Missing("CanonicalUri".to_owned())
    );
    assert_eq!(
        fault(read(&colours(""))).0,
        Fault::Missing("Version".to_owned())
    );
}

#[test]
fn columns_of_another_document_are_not_supported() {
    let reference =
        r#"<ColumnSetRef><CanonicalVersionUri>urn:x</CanonicalVersionUri></ColumnSetRef>"#;
    let in_set = r#"<ColumnSet><ColumnRef Id="a" ExternalRef="b"/></ColumnSet>"#;
    for (columns, name) in [(reference, "ColumnSetRef"), (in_set, "ColumnRef")] {
        let error = read(&document("urn:x", "1", columns, "")).expect_err("an error");
        assert!(
            matches!(&error, CodeListError::Unsupported { construct, .. } if construct == name),
            "{error}"
        );
        assert!(
            error
                .text(Language::German)
                .contains("wird nicht unterstützt")
        );
    }
}

#[test]
fn list_without_rows_in_the_document_is_known_but_not_loaded() {
    let text = colours("1");
    let (before, rest) = text.split_once("<SimpleCodeList>").expect("rows");
    let (_, after) = rest.split_once("</SimpleCodeList>").expect("rows");
    let list = read(&format!("{before}{after}")).expect("list");
    assert!(!list.is_loaded() && list.is_empty());
    assert!(list.row("01").is_none());
    let empty = with_rows("").expect("list");
    assert!(empty.is_loaded() && empty.is_empty());
}

#[test]
fn other_documents_are_told_by_their_root() {
    for (text, name) in [
        ("<html/>", "html"),
        ("<CodeList/>", "CodeList"),
        (
            r#"<gc:CodeListSet xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"/>"#,
            "CodeListSet",
        ),
    ] {
        let error = read(text).expect_err("an error");
        assert!(
            matches!(&error, CodeListError::NoCodeList { root: Some(root), .. } if root == name),
            "{error}"
        );
    }
}

#[test]
fn german_names_come_before_those_of_other_languages() {
    let names = r#"<LongName xml:lang="en">Colours</LongName><LongName xml:lang="de">Farben</LongName>
        <LongName xml:lang="fr">Couleurs</LongName>"#;
    let text = colours("1").replace("<LongName>Farben der Beispiele</LongName>", names);
    assert_eq!(read(&text).expect("list").name(), "Farben");
}
