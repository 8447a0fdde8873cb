//! Well-formedness of documents and their namespaces, compared with Xerces-J.
//!
//! `data/wellformed.tsv` has a case in each line: its name, the verdict expected (`yes`, `no`, or
//! `refused` for what this library does not take by design), the verdict of Xerces-J 2.12, the
//! clause that decides where the two differ, attribute `b` and text of the element as Xerces-J
//! reports them (after `=`; only for documents of a single element), and the document. Bytes that
//! are not printable ASCII stand as `\x` with two digits.

#![allow(missing_docs)]

mod probe;

use probe::{Open, Plain};
use xoev::{AnyElement, MessageIo, ReadError};

struct Case {
    name: &'static str,
    expected: &'static str,
    xerces: &'static str,
    clause: &'static str,
    attribute: Option<Vec<u8>>,
    text: Option<Vec<u8>>,
    document: Vec<u8>,
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        rest = match after.strip_prefix('x') {
            Some(digits) => {
                bytes.push(u8::from_str_radix(&digits[..2], 16).expect("digits"));
                &digits[2..]
            }
            None => {
                bytes.push(b'\\');
                &after[1..]
            }
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

fn cases() -> Vec<Case> {
    let table = include_str!("data/wellformed.tsv");
    let value = |cell: &str| cell.strip_prefix('=').map(unescape);
    table
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [name, expected, xerces, clause, attribute, text, document] = cells[..] else {
                panic!("{line}")
            };
            let (attribute, text) = (value(attribute), value(text));
            Case {
                name,
                expected,
                xerces,
                clause,
                attribute,
                text,
                document: unescape(document),
            }
        })
        .collect()
}

fn verdict<T>(result: &std::result::Result<T, ReadError>) -> &'static str {
    match result {
        Ok(_) => "yes",
        Err(ReadError::NotWellFormed(_)) => "no",
        Err(ReadError::NotSupported(_)) => "refused",
        Err(_) => "another error",
    }
}

/// Documents that are wrong beyond being refused may be refused just as well.
fn fits(case: &Case, found: &str) -> bool {
    found == case.expected || (case.expected == "no" && found == "refused")
}

#[test]
fn verdicts_on_documents_are_those_of_xerces() {
    let mut wrong = Vec::new();
    let cases = cases();
    for case in &cases {
        let Ok(document) = std::str::from_utf8(&case.document) else {
            continue;
        };
        let found = AnyElement::from_xml(document);
        if !fits(case, verdict(&found)) {
            wrong.push(format!("{}: {document:?}: {found:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases.len() > 1500);
}

#[test]
fn verdicts_on_the_bytes_of_messages_are_those_of_xerces() {
    let mut wrong = Vec::new();
    let mut judged = 0;
    for case in cases() {
        let found = Open::from_slice(&case.document);
        // Another root element is no question of well-formedness.
        if matches!(found, Err(ReadError::Invalid(_))) {
            continue;
        }
        judged += 1;
        if !fits(&case, verdict(&found)) {
            wrong.push(format!("{}: {found:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(judged > 1300, "{judged}");
}

#[test]
fn each_difference_from_xerces_is_one_of_three() {
    for case in cases() {
        let same = (case.expected == "yes") == (case.xerces == "yes");
        let reason = match case.clause {
            "-" => same,
            // Xerces-J keeps to the names of the fourth edition.
            "XML 1.0, fifth edition, productions 4 and 4a" => case.expected == "yes" && !same,
            _ => case.expected == "refused" && !same,
        };
        assert!(reason, "{}", case.name);
    }
}

#[test]
fn values_are_normalized_as_xerces_does() {
    let mut compared = 0;
    for case in cases() {
        let Some(text) = &case.text else { continue };
        let found = Plain::from_slice(&case.document).expect(case.name);
        assert_eq!(found.text.as_bytes(), text, "{}", case.name);
        let attribute = found.attribute.as_ref().map(|a| a.as_bytes().to_vec());
        assert_eq!(attribute, case.attribute, "{}", case.name);
        let written = found.to_vec().expect(case.name);
        assert_eq!(
            Plain::from_slice(&written).expect(case.name),
            found,
            "{}",
            case.name
        );
        compared += 1;
    }
    assert!(compared > 400, "{compared}");
}

#[test]
fn open_content_comes_back_the_same() {
    for case in cases() {
        let Ok(found) = Open::from_slice(&case.document) else {
            continue;
        };
        let written = found.to_vec().expect(case.name);
        assert_eq!(
            Open::from_slice(&written).expect(case.name),
            found,
            "{}",
            case.name
        );
        for element in &found.0.inhalt().elements {
            let again = AnyElement::from_xml(&element.to_xml()).expect(case.name);
            assert_eq!(&again, element, "{}", case.name);
        }
    }
}

#[test]
fn a_document_cut_anywhere_is_not_well_formed() {
    let whole = "\u{FEFF}<?xml version=\"1.0\" encoding='UTF-8' standalone=\"yes\"?>\n<!-- ä -->\
        <?p ä?><p:a xmlns:p=\"u&amp;\" p:b = 'ä&#xE4;' c=\"\">ä&lt;<![CDATA[ä]]>]]<p:d\t/>\
        <e xmlns=''>\u{10FFFF}</e >&#x10FFFF;<!-----><?q?></p:a>\n<!-- ä --><?p?>";
    let whole = whole.replace("<!----->", "<!---->");
    AnyElement::from_xml(&whole).expect("the whole");
    let end = whole.find("</p:a>").expect("end tag") + "</p:a>".len();
    for cut in (0..whole.len()).filter(|&cut| whole.is_char_boundary(cut)) {
        let found = AnyElement::from_xml(&whole[..cut]);
        let between = [end, end + 1, whole.len() - "<?p?>".len()];
        let expected = if between.contains(&cut) { "yes" } else { "no" };
        assert_eq!(verdict(&found), expected, "{:?}: {found:?}", &whole[..cut]);
    }
    let plain = whole.replace("p:a", "a");
    for cut in 0..plain.len() {
        let found = Open::from_slice(&plain.as_bytes()[..cut]);
        assert!(matches!(verdict(&found), "yes" | "no"), "{cut}: {found:?}");
    }
}
