//! What comes from outside: nothing makes the validator panic, grow or take forever, and the report
//! does not depend on how the bytes come.

mod common;

// What the fuzz target does, tried here so that it cannot rot.
#[path = "../../../fuzz/src/validator.rs"]
#[allow(unreachable_pub)] // It is part of a crate of its own there.
mod target;

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use xoev::Rule;
use xoev_schema::Loader;
use xoev_validator::{Judgement, Report, Settings, Validator};

const SCHEMA: &str = include_str!("hostile.xsd");

/// Everything that XML has in it.
const MESSAGE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- Anfang -->\n\
    <?ziel wert?><a:akte xmlns:a=\"urn:akte\" id='e1' zu=\"e2\" xml:lang=\"de\">\n\
    <a:ort>K&#xF6;ln</a:ort><a:notiz>a &amp; b<!-- c --> ]] d\r\ne</a:notiz >\
    <a:notiz><![CDATA[ <x> ]]]></a:notiz><a:zahl> 1 </a:zahl><a:zahl>2</a:zahl>\
    <a:bild>QUJD\nREVG</a:bild><a:text>Wort <b xmlns=\"\">und</b>\u{1F600}</a:text>\
    <a:lage><a:y>1.5</a:y><a:x>0</a:x></a:lage><akte xmlns=\"urn:akte\" id=\"e2\"><ort/></akte>\
    </a:akte><!-- Ende -->\n";

fn small() -> &'static Validator {
    static SMALL: OnceLock<Validator> = OnceLock::new();
    SMALL.get_or_init(|| {
        let loader = Loader::new().memory("akte.xsd", SCHEMA);
        Validator::new(loader.load().expect("a schema set")).expect("supported")
    })
}

fn bundled() -> &'static Validator {
    static BUNDLED: OnceLock<Validator> = OnceLock::new();
    BUNDLED.get_or_init(|| {
        let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
        let loader = Loader::new().folder(schemas).expect("the schemas");
        Validator::lazy(loader.load().expect("a schema set"))
    })
}

fn validate(bytes: impl AsRef<[u8]>) -> Report {
    target::validate(small(), bytes.as_ref())
}

/// A message of which nobody can tell whether it is valid, since a limit was reached.
fn limited(report: &Report) -> bool {
    let rules: Vec<Rule> = report.findings.iter().map(|f| f.rule()).collect();
    report.judgement == Judgement::Unknown && rules == [Rule::Limit]
}

/// An element with this in it, where an element of the schema begins.
fn akte(content: &str) -> String {
    format!("<akte xmlns=\"urn:akte\"><ort>Köln</ort>{content}</akte>")
}

/// Gives a beginning, so many times the middle, and an end, without holding it all.
fn long(head: &str, middle: &'static str, times: u64, tail: &str) -> impl Read + use<> {
    let head = io::Cursor::new(head.to_owned().into_bytes());
    let tail = io::Cursor::new(tail.to_owned().into_bytes());
    let length = times * middle.len() as u64;
    head.chain(Repeated(middle.as_bytes(), 0).take(length))
        .chain(tail)
}

struct Repeated(&'static [u8], usize);

impl Read for Repeated {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        for byte in into.iter_mut() {
            *byte = self.0[self.1];
            self.1 = (self.1 + 1) % self.0.len();
        }
        Ok(into.len())
    }
}

fn validate_long(source: impl Read) -> Report {
    small()
        .validate(source, &Settings::default())
        .expect("readable")
}

/// A few of the example messages, small ones first.
fn examples() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/nachrichten");
    let mut list: Vec<Vec<u8>> = common::sorted(&folder)
        .iter()
        .flat_map(|chapter| common::sorted(chapter))
        .filter(|path| path.extension().is_some_and(|e| e == "xml"))
        .map(|path| fs::read(path).expect("readable"))
        .collect();
    list.sort_by_key(Vec::len);
    assert!(list.len() > 30, "only {} examples", list.len());
    list
}

#[test]
fn the_message_that_is_damaged_below_is_valid() {
    let report = validate(MESSAGE);
    assert!(report.is_valid(), "{:?}", report.findings);
    assert_eq!(report.bytes, MESSAGE.len() as u64);
}

#[test]
fn a_message_cut_off_anywhere_is_not_valid() {
    let complete = MESSAGE.find("<!-- Ende").expect("the end");
    for length in 0..MESSAGE.len() {
        let report = validate(&MESSAGE.as_bytes()[..length]);
        let whole = length == complete || length == MESSAGE.len() - 1;
        assert_eq!(report.is_valid(), whole, "{length}: {:?}", report.findings);
    }
    for example in examples().iter().step_by(25) {
        let end = example.iter().rposition(|b| *b == b'>').expect("a tag");
        for length in (0..end).step_by(7) {
            let report = target::validate(bundled(), &example[..length]);
            assert!(!report.is_valid(), "{length}");
        }
    }
}

#[test]
fn examples_give_the_same_report_byte_by_byte() {
    let mut invalid = 0;
    for example in examples() {
        let report = target::validate(bundled(), &example);
        invalid += usize::from(!report.is_valid());
    }
    assert!(invalid > 15, "only {invalid} of the examples are invalid");
}

#[test]
fn reports_on_long_messages_do_not_depend_on_how_the_bytes_come() {
    let text = "Straße 😀 ]] &amp; \r\n".repeat(20_000);
    let plain = "ä".repeat(200_000);
    let blank = " ".repeat(200_001);
    for content in [
        format!("<notiz>{text}</notiz><zahl>x</zahl>\n<zahl>1</zahl><zahl>1</zahl>"),
        format!("<notiz><![CDATA[{plain}]]></notiz>{plain}<zahl>1</zahl>"),
        format!("{blank}{plain}<notiz/>{plain}"),
        format!("<![CDATA[{plain}]]><notiz/><!--{plain}--><ort/>"),
        format!("<bild>QUJD{}-QUJD</bild>", "QUJD".repeat(100_000)),
        format!("<zahl>{plain}</zahl><zahl>\n{blank}1</zahl><fremd/>"),
        format!("<lage><x>{plain}</x>{plain}</lage>"),
        format!("<akte id='{plain}'>{blank}</akte>"),
        format!("<notiz>&#{};</notiz>", "0".repeat(5_000) + "65"),
        format!("<notiz>&{};</notiz>", "x".repeat(5_000)),
        format!("<notiz>{text}]]></notiz>"),
        format!(
            "<zahl>1</zahl>{}<notiz/>",
            "<zahl>2</zahl>\u{2028}".repeat(5_000)
        ),
    ] {
        validate(akte(&content));
    }
    for spaces in [300, 500, 1_000, 3_000] {
        let blank = " ".repeat(spaces);
        validate(format!(
            "<?xml version='1.0'{blank}encoding='UTF-8'{blank}?>{}",
            akte("")
        ));
        validate(common::utf16(
            &format!("\u{FEFF}<?xml version='1.0'{blank}?>{}", akte("")),
            true,
        ));
    }
}

/// Found by fuzzing: the line of a tag is over, and out of the window, when its fault is known.
#[test]
fn columns_do_not_depend_on_how_the_bytes_come_where_a_tag_has_several_lines() {
    let report = target::validate(bundled(), include_bytes!("found/tag-with-line-ends.xml"));
    let mut missing = report
        .findings
        .iter()
        .filter(|f| f.rule() == Rule::AttributeMissing);
    assert!(missing.any(|f| f.violation.column > 1));
}

#[test]
fn a_limit_on_values_does_not_depend_on_how_the_bytes_come() {
    let mut settings = Settings::default();
    settings.max_value = 2_500;
    for length in [2_000, 2_450, 2_600, 4_000, 10_000, 100_000] {
        for (head, tail) in [
            ("<akte xmlns='urn:akte'><ort>", "</ort></akte>"),
            ("<akte xmlns='urn:akte' id='", "'><ort/></akte>"),
            ("<akte xmlns='urn:akte' ", " id='x'><ort/></akte>"),
        ] {
            let middle = if head.ends_with(' ') { " " } else { "K" };
            let message = format!("{head}{}{tail}", middle.repeat(length));
            let bytes = message.as_bytes();
            let whole = small().validate(bytes, &settings).expect("bytes");
            let drops = small()
                .validate(target::Drops(bytes), &settings)
                .expect("bytes");
            assert_eq!(whole.findings, drops.findings, "{head} {length}");
            assert_eq!(whole.judgement, drops.judgement, "{head} {length}");
        }
    }
}

#[test]
fn what_ends_a_message_first_does_not_depend_on_how_the_bytes_come() {
    // Each has a limit of its own in it, and then something that cannot be read.
    let declaration = format!("<?xml version=\"1.0\" {}", "a ".repeat(1500));
    let reference = akte(&format!("<a:ort>&{}</a:ort>", "a".repeat(3000)));
    let name = format!("<{}/>", "a".repeat(3000));
    // What is shown of what follows is the same, too.
    for broken in [
        "<a:ort><!-- a -- b --></a:ort>",
        "<?xml ?>Text",
        "<a:ort a = 'b'c='d'/>",
        "&;",
    ] {
        let message = akte(&format!("{broken}{}", "<a:ort/>".repeat(10)));
        assert!(!validate(message).is_valid(), "{broken}");
    }
    for message in [declaration, reference, name] {
        for at in (8..message.len()).step_by(61) {
            for bad in [0, 0xFF] {
                let mut bytes = message.clone().into_bytes();
                bytes[at] = bad;
                let report = validate(bytes);
                assert!(!report.is_valid(), "{at}");
            }
        }
    }
}

#[test]
fn a_reference_without_end_is_told_where_it_is() {
    for message in [
        "<ort a=\"x&lt\"/>",
        "<ort a='&#xF6' b=';'/>",
        "<ort>&lt</ort>",
    ] {
        let text = akte(message);
        let report = validate(&text);
        let found = report.findings.iter().map(|f| &f.violation);
        let told: Vec<_> = found.filter(|v| v.rule == Rule::Syntax).collect();
        assert_eq!(told.len(), 1, "{message}");
        assert_eq!(
            told[0].expected, "a reference that ends with “;”",
            "{message}"
        );
        assert_eq!(text.find('&'), Some(told[0].offset), "{message}");
    }
}

#[test]
fn a_flipped_bit_never_panics() {
    let mut still_valid = 0;
    for at in 0..MESSAGE.len() {
        for bit in 0..8 {
            let mut bytes = MESSAGE.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            still_valid += usize::from(validate(bytes).is_valid());
        }
    }
    // Bits of comments and of free text do not matter; most others do.
    let all = MESSAGE.len() * 8;
    assert!(
        still_valid > 100 && still_valid < all / 2,
        "{still_valid} of {all}"
    );
}

#[test]
fn deep_nesting_ends_at_the_limit() {
    let open = "<akte xmlns=\"urn:akte\"><ort/>";
    for depth in [101, 100_000] {
        assert!(limited(&validate_long(long(
            "",
            "<akte xmlns=\"urn:akte\"><ort/>",
            depth,
            ""
        ))));
    }
    let below = open.repeat(99) + &"</akte>".repeat(99);
    assert!(validate(below).is_valid());
}

#[test]
fn attributes_and_declarations_beyond_the_limit_end_it() {
    let mut many = String::from("<akte xmlns=\"urn:akte\"");
    for at in 0..1_000_000 {
        let _ = write!(many, " a{at}=\"\"");
    }
    many.push_str("/>");
    let report = small().validate(many.as_bytes(), &Settings::default());
    assert!(limited(&report.expect("bytes")));
    let mut settings = Settings::default();
    settings.max_attributes = 5_000;
    let report = small().validate(many.as_bytes(), &settings);
    assert!(limited(&report.expect("bytes")));
    let mut nested = String::new();
    for at in 0..99 {
        let declared = (0..50).map(|n| format!(" xmlns:p{at}x{n}='urn:{n}'"));
        let _ = write!(nested, "<akte{}>", declared.collect::<String>());
    }
    assert!(
        validate(nested)
            .findings
            .iter()
            .any(|f| f.rule() == Rule::Limit)
    );
}

#[test]
fn names_and_namespaces_beyond_the_limit_end_it() {
    let name = "n".repeat(2_000_000);
    for message in [
        format!("<{name}/>"),
        format!("<{name}"),
        format!("<a {name}=''/>"),
        format!("<a></{name}>"),
        format!("<?{name} ?><a/>"),
        format!("<a xmlns='{name}'/>"),
    ] {
        let report = small().validate(message.as_bytes(), &Settings::default());
        let report = report.expect("bytes");
        assert!(
            report.findings.iter().any(|f| f.rule() == Rule::Limit),
            "{:?}",
            report.findings
        );
    }
}

#[test]
fn comments_instructions_and_free_text_may_have_any_length() {
    let (head, tail) = ("<akte xmlns=\"urn:akte\"><ort/>", "</akte>");
    for (before, middle, after) in [
        ("<!--", "Kommentar - ", "-->"),
        ("<?ziel ", "? wert ", "?>"),
        ("", "\r\n \t", ""),
        ("<notiz>", "Text mit ä und ] und > ", "</notiz>"),
        ("<notiz><![CDATA[", "]] > <x> & ", "]]></notiz>"),
        ("<notiz>", "&#228;", "</notiz>"),
        ("<bild>", "QUJDREVG\n", "</bild>"),
        ("<text>", "<b xmlns=''>x</b> y ", "</text>"),
    ] {
        let source = long(
            &format!("{head}{before}"),
            middle,
            1 << 20,
            &format!("{after}{tail}"),
        );
        let report = validate_long(source);
        assert!(report.is_valid(), "{middle}: {:?}", report.findings);
        assert!(report.bytes > 4 << 20);
    }
}

#[test]
fn values_that_are_needed_as_a_whole_end_at_the_limit() {
    let (head, tail) = ("<akte xmlns=\"urn:akte\"><ort>", "</ort></akte>");
    assert!(limited(&validate_long(long(head, "Köln ", 8 << 20, tail))));
    let attribute = long("<akte xmlns=\"urn:akte\" id=\"", "kennung", 8 << 20, "\"/>");
    assert!(limited(&validate_long(attribute)));
    // One that is not that long is a wrong value, and is not shown as a whole.
    let report = validate_long(long(head, "Köln ", 1 << 20, tail));
    let finding = report.findings.first().expect("a finding");
    assert_eq!(finding.rule(), Rule::Enumeration);
    assert!(finding.violation.found.chars().count() < 200);
}

#[test]
fn document_types_are_refused_before_they_do_anything() {
    let mut bomb = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE akte [\n<!ENTITY e0 \"ha\">\n");
    for at in 1..30 {
        let of = format!("&e{};", at - 1).repeat(10);
        let _ = writeln!(bomb, "<!ENTITY e{at} \"{of}\">");
    }
    bomb.push_str("]>\n<akte xmlns=\"urn:akte\"><ort>&e29;</ort></akte>");
    for message in [
        bomb.as_str(),
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
    ] {
        let report = validate(message);
        let rules: Vec<Rule> = report.findings.iter().map(|f| f.rule()).collect();
        assert_eq!(rules, [Rule::DoctypeRefused]);
        assert_eq!(report.judgement, Judgement::Unknown);
    }
}

#[test]
fn many_children_in_wrong_order_are_told_of_in_time() {
    // All of them at the wrong place, in one element and in many.
    let swapped = "<zahl>x</zahl><notiz/>".repeat(50_000);
    let report = validate_long(akte(&swapped).as_bytes());
    assert_eq!(report.findings.len(), Settings::default().max_findings);
    assert!(report.omitted >= 49_000, "{}", report.omitted);
    let inner = format!(
        "<akte>{}</akte>",
        "<bild/><zahl>1</zahl><notiz/>".repeat(20)
    );
    let report = validate_long(akte(&inner.repeat(10_000)).as_bytes());
    assert!(report.omitted >= 10_000, "{}", report.omitted);
    let unknown = "<fremd/>".repeat(100_000);
    let report = validate_long(akte(&unknown).as_bytes());
    assert!(!report.is_valid());
}

#[test]
fn a_source_that_fails_gives_its_error() {
    struct Broken(bool);
    impl Read for Broken {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            // An interruption is none.
            match std::mem::replace(&mut self.0, true) {
                false => Err(io::ErrorKind::Interrupted.into()),
                true if into.is_empty() => Ok(0),
                true => Err(io::ErrorKind::BrokenPipe.into()),
            }
        }
    }
    for cut in [0, 1, 30, MESSAGE.len() / 2, MESSAGE.len() - 20] {
        let source = MESSAGE.as_bytes()[..cut].chain(Broken(false));
        let error = small().validate(source, &Settings::default());
        let error = error.expect_err("the source fails");
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}

proptest! {
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        validate(bytes);
    }

    #[test]
    fn any_markup(pieces in proptest::collection::vec(piece(), 0..40)) {
        validate(pieces.concat());
    }

    #[test]
    fn any_place_cut_out(start in 0..MESSAGE.len(), length in 0..40_usize, piece in piece()) {
        let end = (start + length).min(MESSAGE.len());
        let bytes = MESSAGE.as_bytes();
        validate([&bytes[..start], piece.as_bytes(), &bytes[end..]].concat());
    }
}

/// Pieces of messages.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(vec![
            "<akte xmlns='urn:akte'>",
            "</akte>",
            "<ort>",
            "</ort>",
            "<ort/>",
            "<zahl>1</zahl>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?x ",
            "?>",
            "&#x41;",
            "&amp;",
            "&",
            "<",
            ">",
            "\"",
            " xmlns:p='urn:p'",
            "<p:q>",
            "<text>",
            "</text>",
            "<lage>",
            "<x>1</x>",
            "<y/>",
            "\r\n",
            " xsi:type='p:q'",
            " xsi:nil='true'",
            "<bild>QUI=</bild>",
            "\u{FEFF}",
            "<?xml version='1.0'?>",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
    ]
}
