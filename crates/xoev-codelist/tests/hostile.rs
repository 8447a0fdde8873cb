//! What comes from outside: nothing makes the reader panic, grow or take forever.

mod common;

// What the fuzz target does, tried here so that it cannot rot.
#[path = "../../../fuzz/src/code_lists.rs"]
#[allow(unreachable_pub)] // It is part of a crate of its own there.
mod target;

use std::fmt::Write as _;

use common::{archive, colours, read};
use proptest::prelude::*;
use target::code_lists as take_in;
use xoev_codelist::{CodeList, CodeListError, CodeLists, Exceeded, Fault, Limits};

fn malformed(text: &str) -> Fault {
    match read(text) {
        Err(CodeListError::Malformed { fault, .. }) => fault,
        other => panic!("{other:?}"),
    }
}

fn exceeded<T: std::fmt::Debug>(result: Result<T, CodeListError>) -> Exceeded {
    match result {
        Err(CodeListError::TooLarge { exceeded, .. }) => exceeded,
        other => panic!("{other:?}"),
    }
}

#[test]
fn document_type_declarations_are_refused() {
    let doctype = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<gc:CodeList";
    let text = colours("1").replace("<gc:CodeList", doctype);
    assert_eq!(malformed(&text), Fault::Doctype);
}

#[test]
fn what_is_no_xml_is_refused() {
    let whole = colours("1");
    let cut = &whole[..whole.len() / 2];
    assert!(matches!(malformed(cut), Fault::Truncated | Fault::Syntax));
    assert_eq!(malformed(""), Fault::Truncated);
    assert_eq!(malformed("Text"), Fault::Syntax);
    assert_eq!(malformed(&whole.replace("Blau", "\u{1}")), Fault::Syntax);
    assert_eq!(malformed(&whole.replace("&amp;", "&#0;")), Fault::Syntax);
    assert_eq!(malformed(&format!("{whole}<b/>")), Fault::Syntax);
    let crossed = whole.replace("</Identification>", "</Identifikation>");
    let (expected, found) = ("Identification".to_owned(), "Identifikation".to_owned());
    assert_eq!(malformed(&crossed), Fault::TagMismatch { expected, found });
}

#[test]
fn other_encodings_than_utf8_are_refused() {
    let declared = colours("1").replace("\"UTF-8\"", "\"ISO-8859-1\"");
    assert_eq!(malformed(&declared), Fault::NotUtf8);
    let mut bytes = colours("1").into_bytes();
    let at = bytes.windows(4).position(|w| w == b"Blau").expect("a text");
    bytes[at] = 0xff;
    let result = CodeList::from_genericode("liste.xml", &bytes, &Limits::default());
    assert!(
        matches!(&result, Err(CodeListError::Malformed { fault: Fault::NotUtf8, place }) if place.line > 20),
        "{result:?}"
    );
}

#[test]
fn byte_order_mark_is_allowed() {
    let mut lists = CodeLists::new();
    let text = format!("\u{feff}{}", colours("1"));
    assert_eq!(lists.add_bytes("liste.xml", text.as_bytes()), Ok(1));
}

#[test]
fn limits_hold() {
    let text = colours("1");
    let with = |change: &dyn Fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        CodeList::from_genericode("liste.xml", text.as_bytes(), &limits)
    };
    assert_eq!(exceeded(with(&|l| l.bytes = 500)), Exceeded::Bytes);
    assert_eq!(exceeded(with(&|l| l.rows = 1)), Exceeded::Rows);
    assert_eq!(exceeded(with(&|l| l.cells = 5)), Exceeded::Cells);
    assert_eq!(exceeded(with(&|l| l.columns = 2)), Exceeded::Columns);
    assert!(with(&|l| (l.rows, l.cells, l.columns) = (2, 6, 3)).is_ok());
}

#[test]
fn deep_documents_and_many_namespaces_are_refused() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let text = colours("1").replace("<AppInfo>", &format!("<AppInfo>{deep}"));
    assert_eq!(exceeded(read(&text)), Exceeded::Depth);
    let mut many = String::new();
    for number in 0..10_000 {
        let _ = write!(many, " xmlns:n{number}='urn:{number}'");
    }
    let text = colours("1").replace("<AppInfo>", &format!("<AppInfo{many}>"));
    assert_eq!(exceeded(read(&text)), Exceeded::Namespaces);
}

#[test]
fn archives_that_grow_are_refused() {
    let mut limits = Limits::default();
    limits.unpacked = 1 << 20;
    let bomb = archive(&[
        ("a.xml", &vec![b' '; 3 << 20]),
        ("b.xml", colours("1").as_bytes()),
    ]);
    assert!(bomb.len() < 1 << 15);
    let mut lists = CodeLists::with_limits(limits);
    assert_eq!(
        exceeded(lists.add_bytes("bombe.zip", &bomb)),
        Exceeded::Unpacked
    );
    let mut nested = archive(&[("a.xml", colours("1").as_bytes())]);
    for _ in 0..4 {
        nested = archive(&[("a.zip", &nested)]);
    }
    assert_eq!(lists.add_bytes("tief.zip", &nested), Ok(1));
    let deeper = archive(&[("a.zip", &nested)]);
    assert_eq!(
        exceeded(lists.add_bytes("tiefer.zip", &deeper)),
        Exceeded::Archives
    );
}

#[test]
fn fuzz_target_finds_nothing_in_lists_that_are_fine() {
    take_in(include_bytes!("lists/tierarten_3.xml"));
    take_in(colours("1").as_bytes());
    take_in(&archive(&[("a.xml", colours("1").as_bytes())]));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        take_in(&bytes);
    }

    #[test]
    fn no_change_to_a_document_makes_it_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = colours("1").into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        take_in(&bytes);
    }

    #[test]
    fn no_order_of_parts_makes_it_panic(
        parts in proptest::collection::vec(prop::sample::select(PARTS.to_vec()), 0..40),
    ) {
        let open = "<gc:CodeList xmlns:gc=\"http://docs.oasis-open.org/codelist/ns/genericode/1.0/\">";
        take_in(format!("{open}{}", parts.concat()).as_bytes());
    }

    #[test]
    fn no_table_makes_it_panic(text in "(# (kennung|version|key|skipped): ?[a-c]?\n){0,6}([a-c\t#]{0,5}\n){0,5}") {
        take_in(text.as_bytes());
    }

    #[test]
    fn no_change_to_an_archive_makes_it_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
    ) {
        let mut bytes = archive(&[("a.xml", colours("1").as_bytes()), ("b.tsv", b"# kennung: x")]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        take_in(&bytes);
    }
}

const PARTS: &[&str] = &[
    "<Identification><Version>1</Version><CanonicalUri>u</CanonicalUri></Identification>",
    "<Identification>",
    "</Identification>",
    "<Version>1</Version>",
    "<CanonicalUri>u</CanonicalUri>",
    "<ColumnSet>",
    "</ColumnSet>",
    "<Column Id='a'/>",
    "<Column Id=\"b\" Use=\"required\"/>",
    "<Column Id='",
    "<Key Id='k'><ColumnRef Ref='a'/></Key>",
    "<Key>",
    "</Key>",
    "<Annotation>",
    "</Annotation>",
    "<AppInfo>",
    "<SimpleCodeList>",
    "</SimpleCodeList>",
    "<Row>",
    "</Row>",
    "<Value ColumnRef='a'>",
    "<Value>",
    "</Value>",
    "<SimpleValue>",
    "</SimpleValue>",
    "<SimpleValue/>",
    "<ComplexValue/>",
    "text",
    " \n",
    "&amp;",
    "&#55296;",
    "&x;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?x?>",
    "<!DOCTYPE x>",
    "</gc:CodeList>",
];
