//! Content of binary elements goes to writers as it is, whatever its text looks like and however its
//! bytes come, and a caller is told what it may use.

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use xoev_schema::Loader;
use xoev_validator::{
    End, ExtractError, Extraction, Judgement, Settings, Start, Text, Validator, Watch,
};

const SCHEMA: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="akte">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="titel" type="xs:string" minOccurs="0"/>
        <xs:element name="dokument" type="dokument" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="kurz" type="kurz" minOccurs="0"/>
        <xs:element name="fest" type="xs:base64Binary" fixed="QUJD" minOccurs="0"/>
        <xs:element name="wort" type="xs:string" fixed="Wort" minOccurs="0"/>
        <xs:element name="marke" type="xs:base64Binary" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
    <xs:unique name="marken"><xs:selector xpath="marke"/><xs:field xpath="."/></xs:unique>
  </xs:element>
  <xs:element name="mappe">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="titel" type="xs:string" minOccurs="0"/>
        <xs:element name="dokument" type="dokument" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="kurz" type="kurz" minOccurs="0"/>
        <xs:element name="fest" type="xs:base64Binary" fixed="QUJD" minOccurs="0"/>
        <xs:element name="wort" type="xs:string" fixed="Wort" minOccurs="0"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:complexType name="dokument">
    <xs:simpleContent>
      <xs:extension base="xs:base64Binary"><xs:attribute name="name" type="xs:string"/></xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:simpleType name="kurz">
    <xs:restriction base="xs:base64Binary">
      <xs:maxLength value="4"/><xs:pattern value="[A-Za-z0-9+/= ]*"/>
    </xs:restriction>
  </xs:simpleType>
</xs:schema>"#;

fn validator() -> Validator {
    let set = Loader::new().memory("akte.xsd", SCHEMA).load();
    Validator::new(set.expect("schema")).expect("validator")
}

/// Gives so many bytes at a time.
struct Slowly<'a>(&'a [u8], usize);

impl Read for Slowly<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(self.1);
        self.0.read(&mut buffer[..length])
    }
}

/// A writer that its owner looks at afterwards.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Extracts all that is not named `titel`, from a source that gives `step` bytes at a time.
fn extract(message: &str, step: usize) -> (Extraction, Vec<Vec<u8>>) {
    let mut written = Vec::new();
    let source = Slowly(message.as_bytes(), step);
    let extraction = validator().extract(source, &Settings::default(), None, |start| {
        assert_ne!(start.name, "titel", "only binary elements are asked about");
        let shared = Shared::default();
        written.push(shared.clone());
        Ok(Some(Box::new(shared)))
    });
    let written = written.iter().map(|shared| shared.0.borrow().clone());
    let written: Vec<Vec<u8>> = written.collect();
    let extraction = extraction.expect("extraction");
    assert_eq!(extraction.contents.len(), written.len());
    for (content, written) in extraction.contents.iter().zip(&written) {
        assert_eq!(content.bytes, written.len() as u64);
    }
    (extraction, written)
}

/// What a message with this text in its only document gives: valid, and this content.
fn gives(text: &str, content: &[u8]) {
    // The second has keys, so that values may be needed as a whole.
    for (root, step) in [("mappe", 1000), ("mappe", usize::MAX), ("akte", 1000)] {
        let document = format!("<dokument name='a'>{text}</dokument>");
        let message = format!("<{root}><titel>T</titel>{document}</{root}>");
        let (extraction, written) = extract(&message, step);
        assert_eq!(extraction.report.findings, [], "{text:.80}");
        assert!(extraction.contents[0].whole);
        assert!(written == [content], "{text:.80}: content differs");
    }
}

/// Bytes without any order.
fn bytes(count: usize) -> Vec<u8> {
    let mut state = 1u32;
    let byte = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    std::iter::repeat_with(byte).take(count).collect()
}

#[test]
fn content_of_every_length_is_the_same() {
    let (piece, held) = ((128 << 10) * 3 / 4, (256 << 10) * 3 / 4);
    let around = |n: usize| n - 3..n + 4;
    let lengths = (0..70).chain(around(6 << 10)).chain(around(48 << 10));
    for length in lengths.chain(around(piece)).chain(around(held)) {
        let content = bytes(length);
        gives(&STANDARD.encode(&content), &content);
    }
    let content = bytes(1_000_001);
    gives(&STANDARD.encode(&content), &content);
}

#[test]
fn blanks_and_line_ends_stand_anywhere() {
    for length in [57, 1000, 300_000] {
        let content = bytes(length);
        for (width, blank) in [(76, "\r\n"), (64, "\n"), (5, " \t "), (1, "&#13;\r")] {
            let text = STANDARD.encode(&content);
            let lines: Vec<&str> = (0..text.len())
                .step_by(width)
                .map(|at| &text[at..text.len().min(at + width)])
                .collect();
            gives(&format!(" {}\n", lines.join(blank)), &content);
        }
    }
}

#[test]
fn padding_ends_content() {
    gives("", b"");
    gives(" ", b"");
    gives("QQ==", b"A");
    gives("Q Q = =", b"A");
    gives("QUI=\n", b"AB");
    gives("QUJD", b"ABC");
}

#[test]
fn references_sections_and_comments_are_resolved() {
    gives(
        "QU&#74;D<!-- x -->RE<![CDATA[VG]]>&#x52;<?pi?>0h<![CDATA[]]>J",
        b"ABCDEFGHI",
    );
    gives("<![CDATA[QQ]]>==", b"A");
}

#[test]
fn each_element_has_its_own_writer_and_may_be_left_out() {
    let message = "<mappe><dokument name='a'>QUJD</dokument><dokument name='b'>REVG</dokument>\
                   <dokument name='a'/><dokument name='a'>R0g=</dokument></mappe>";
    let mut written = Vec::new();
    let extraction = validator().extract(
        message.as_bytes(),
        &Settings::default(),
        None,
        |start: &Start<'_>| {
            if start.attribute("name") != Some("a") {
                return Ok(None);
            }
            let shared = Shared::default();
            written.push(shared.clone());
            Ok(Some(Box::new(shared)))
        },
    );
    let extraction = extraction.expect("extraction");
    assert!(extraction.report.is_valid());
    let paths: Vec<String> = extraction
        .contents
        .iter()
        .map(|c| c.path.to_string())
        .collect();
    assert_eq!(
        paths,
        [
            "/mappe/dokument[1]",
            "/mappe/dokument[3]",
            "/mappe/dokument[4]"
        ]
    );
    let written: Vec<Vec<u8>> = written.iter().map(|w| w.0.borrow().clone()).collect();
    assert_eq!(written, [b"ABC".to_vec(), b"".to_vec(), b"GH".to_vec()]);
}

#[test]
fn broken_content_is_written_up_to_the_fault() {
    let long = "QUJD".repeat(100_000);
    for (text, content) in [
        ("QUJDRE?G".to_owned(), "ABC".to_owned()),
        ("QUJDREVGR".to_owned(), "ABCDEF".to_owned()),
        ("QUJDRR==QUJD".to_owned(), "ABC".to_owned()),
        (format!("{long}*{long}"), "ABC".repeat(100_000)),
    ] {
        let message = format!("<mappe><dokument>{text}</dokument></mappe>");
        let expected = validator().validate(message.as_bytes(), &Settings::default());
        let expected = expected.expect("report");
        for step in [7, usize::MAX] {
            let (extraction, written) = extract(&message, step);
            assert_eq!(extraction.report.judgement, Judgement::Invalid);
            assert!(!extraction.contents[0].whole);
            assert!(written == [content.as_bytes()], "{text:.80}");
            let rules = |report: &xoev_validator::Report| -> Vec<_> {
                let of = |f: &xoev_validator::Finding| (f.rule(), f.violation.offset, f.length);
                report.findings.iter().map(of).collect()
            };
            assert_eq!(rules(&extraction.report), rules(&expected));
        }
    }
}

#[test]
fn content_with_a_child_is_not_whole() {
    let (extraction, written) =
        extract("<mappe><dokument>QUJD<x>REVG</x>REVG</dokument></mappe>", 7);
    assert!(!extraction.report.is_valid() && !extraction.contents[0].whole);
    assert_eq!(written, [b"ABC"]);
}

#[test]
fn content_that_is_cut_off_is_not_whole() {
    let (extraction, written) = extract("<mappe><dokument>QUJDRE", 7);
    assert!(!extraction.report.is_valid() && !extraction.contents[0].whole);
    assert_eq!(written, [b"ABC"]);
}

#[test]
fn whole_content_of_an_invalid_message_is_said_to_be_so() {
    let (extraction, written) = extract("<mappe><dokument>QUJD</dokument><unbekannt/></mappe>", 7);
    assert!(!extraction.report.is_valid() && extraction.contents[0].whole);
    assert_eq!(written, [b"ABC"]);
}

#[test]
fn facets_fixed_values_and_keys_are_checked_as_ever() {
    for (root, inner, valid, content) in [
        ("akte", "<kurz>QUJD</kurz>", true, vec!["ABC"]),
        ("mappe", "<kurz>QUJD</kurz>", true, vec!["ABC"]),
        ("mappe", "<kurz>QUJD\nRA==</kurz>", true, vec!["ABCD"]),
        ("akte", "<kurz>QUJDREVG</kurz>", false, vec![""]),
        ("mappe", "<kurz>QUJDREVG</kurz>", false, vec![""]),
        ("mappe", "<fest>QUJD</fest>", true, vec!["ABC"]),
        ("mappe", "<fest> QUJD</fest>", true, vec!["ABC"]),
        ("mappe", "<fest/>", true, vec!["ABC"]),
        ("mappe", "<fest>REVG</fest>", false, vec![""]),
        (
            "akte",
            "<marke>QUJD</marke><marke>REVG</marke>",
            true,
            vec!["ABC", "DEF"],
        ),
        (
            "akte",
            "<marke>QUJD</marke><marke>QUJD</marke>",
            false,
            vec!["ABC", "ABC"],
        ),
    ] {
        let message = format!("<{root}>{inner}</{root}>");
        let (extraction, written) = extract(&message, 3);
        assert_eq!(extraction.report.is_valid(), valid, "{message}");
        let content: Vec<&[u8]> = content.iter().map(|c| c.as_bytes()).collect();
        assert_eq!(written, content, "{message}");
        let report = validator().validate(message.as_bytes(), &Settings::default());
        assert_eq!(report.expect("report").is_valid(), valid, "{message}");
    }
}

#[test]
fn content_longer_than_its_type_allows_is_written_and_not_whole() {
    let schema = SCHEMA.replace(r#"<xs:pattern value="[A-Za-z0-9+/= ]*"/>"#, "");
    let set = Loader::new().memory("akte.xsd", schema).load();
    let validator = Validator::new(set.expect("schema")).expect("validator");
    let mut content = Vec::new();
    let mut target = Some(&mut content);
    let extraction = validator.extract(
        b"<mappe><kurz>QUJDREVG</kurz></mappe>".as_slice(),
        &Settings::default(),
        None,
        |_| Ok(target.take().map(|target| Box::new(target) as _)),
    );
    let extraction = extraction.expect("extraction");
    assert!(!extraction.report.is_valid() && !extraction.contents[0].whole);
    assert_eq!(content, b"ABCDEF");
}

#[test]
fn long_text_that_is_not_the_fixed_value_is_found() {
    let message = format!("<mappe><wort>{}</wort></mappe>", "Wort".repeat(100_000));
    let report = validator().validate(message.as_bytes(), &Settings::default());
    let report = report.expect("report");
    assert_eq!(report.findings[0].rule(), xoev::Rule::ElementFixed);
}

#[test]
fn failing_writers_come_back() {
    /// Takes so many bytes.
    struct Full(usize);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let length = bytes.len().min(self.0);
            self.0 -= length;
            match length {
                0 => Err(io::ErrorKind::StorageFull.into()),
                _ => Ok(length),
            }
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    for (length, room) in [(3, 0), (1_000_000, 10), (1_000_000, 900_000)] {
        let content = STANDARD.encode(bytes(length));
        let message = format!("<mappe><dokument>{content}</dokument></mappe>");
        let result = validator().extract(message.as_bytes(), &Settings::default(), None, |_| {
            Ok(Some(Box::new(Full(room))))
        });
        let Err(ExtractError::Write { path, bytes, error }) = result else {
            panic!("{result:?}");
        };
        assert_eq!(path.to_string(), "/mappe/dokument[1]");
        assert!(bytes <= room as u64);
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}

#[test]
fn places_that_cannot_be_opened_come_back() {
    let message = "<mappe><dokument>QUJD</dokument></mappe>";
    let result = validator().extract(message.as_bytes(), &Settings::default(), None, |_| {
        Err(io::ErrorKind::PermissionDenied.into())
    });
    let Err(ExtractError::Write {
        error, bytes: 0, ..
    }) = result
    else {
        panic!("{result:?}");
    };
    assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
}

#[test]
fn sources_that_fail_are_told_from_writers() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    let source = b"<mappe><dokument>QUJD".as_slice().chain(Broken);
    let result = validator().extract(source, &Settings::default(), None, |_| Ok(None));
    assert!(matches!(result, Err(ExtractError::Read(_))), "{result:?}");
}

#[test]
fn a_watcher_sees_the_same_elements_and_the_beginning_of_texts() {
    #[derive(Default)]
    struct Seen(Vec<String>);
    impl Watch for Seen {
        fn start(&mut self, start: &Start<'_>) {
            self.0.push(start.name.to_owned());
        }
        fn end(&mut self, end: &End<'_>) {
            if let Text::Cut { head, chars } = end.text {
                self.0.push(format!("{head} {chars}"));
            }
        }
    }
    let message = "<mappe><titel>T</titel><dokument>QUJD</dokument></mappe>";
    let mut seen = Seen::default();
    let extraction = validator().extract(
        message.as_bytes(),
        &Settings::default(),
        Some(&mut seen),
        |_| Ok(Some(Box::new(io::sink()))),
    );
    assert!(extraction.expect("extraction").report.is_valid());
    assert_eq!(seen.0, ["mappe", "titel", "dokument", "QUJD 4"]);
}
