//! Hostile input: limits hold, and errors stay small.

#![allow(missing_docs)]

mod probe;

use probe::{Many, Open, Plain, Texts};
use xoev::builtin::XsString;
use xoev::{AnyAttribute, AnyElement, Limits, MessageIo, ReadError, WriteError};

fn is_limit<T>(result: &Result<T, ReadError>) -> bool {
    matches!(result, Err(ReadError::Limit(_)))
}

fn nested(depth: usize) -> String {
    format!(
        "<a>{}{}</a>",
        "<b>".repeat(depth - 1),
        "</b>".repeat(depth - 1)
    )
}

#[test]
fn elements_nest_up_to_the_limit() {
    assert!(Open::from_slice(nested(100).as_bytes()).is_ok());
    assert!(is_limit(&Open::from_slice(nested(101).as_bytes())));
    assert!(is_limit(&Open::from_slice(
        "<a>".repeat(1 << 16).as_bytes()
    )));
    assert!(is_limit(&AnyElement::from_xml(&nested(101))));
    let mut limits = Limits::default();
    limits.max_depth = 3;
    assert!(Open::from_slice_with(nested(3).as_bytes(), limits).is_ok());
    assert!(is_limit(&Open::from_slice_with(
        nested(4).as_bytes(),
        limits
    )));
}

#[test]
fn attributes_are_counted_with_namespace_declarations() {
    let tag = |attributes: usize, declarations: usize| {
        let mut tag = String::from("<a");
        (0..attributes).for_each(|i| tag.push_str(&format!(" b{i}=''")));
        (0..declarations).for_each(|i| tag.push_str(&format!(" xmlns:b{i}='u'")));
        tag + "/>"
    };
    assert!(Open::from_slice(tag(64, 0).as_bytes()).is_ok());
    assert!(Open::from_slice(tag(32, 32).as_bytes()).is_ok());
    assert!(is_limit(&Open::from_slice(tag(65, 0).as_bytes())));
    assert!(is_limit(&Open::from_slice(tag(32, 33).as_bytes())));
    assert!(is_limit(&Open::from_slice(tag(1 << 17, 0).as_bytes())));
}

#[test]
fn declarations_in_scope_are_counted() {
    let document = |levels: usize| {
        let mut document = String::from("<a>");
        for level in 0..levels {
            document.push_str("<b");
            (0..32).for_each(|i| document.push_str(&format!(" xmlns:p{level}-{i}='u'")));
            document.push('>');
        }
        document + &"</b>".repeat(levels) + "</a>"
    };
    assert!(Open::from_slice(document(8).as_bytes()).is_ok());
    assert!(is_limit(&Open::from_slice(document(9).as_bytes())));
    // Those of elements that have ended do not count.
    let siblings = format!("<a>{}</a>", "<b xmlns:p='u'/>".repeat(1000));
    assert!(Open::from_slice(siblings.as_bytes()).is_ok());
}

#[test]
fn names_and_namespaces_are_no_longer_than_the_limit() {
    let long = "x".repeat(1001);
    let fits = &long[1..];
    for (wrap, allowed) in [
        (("<a><", "/></a>"), true),
        (("<a><p:", " xmlns:p='u'/></a>"), false),
        (("<a ", "=''/>"), true),
        (("<a><?", "?></a>"), true),
        (("<a xmlns='", "'/>"), false),
        (("<a xmlns:p='", "'/>"), true),
        (("<a xmlns:", "='u'/>"), false),
    ] {
        let document = |name: &str| format!("{}{name}{}", wrap.0, wrap.1);
        assert!(
            is_limit(&AnyElement::from_xml(&document(&long))),
            "{wrap:?}"
        );
        if allowed {
            assert!(AnyElement::from_xml(&document(fits)).is_ok(), "{wrap:?}");
        }
    }
}

#[test]
fn a_message_has_no_more_bytes_than_the_limit() {
    let mut limits = Limits::default();
    limits.max_bytes = 8;
    assert!(Plain::from_slice_with(b"<a>x</a>", limits).is_ok());
    assert!(is_limit(&Plain::from_slice_with(b"<a>xy</a>", limits)));
}

#[test]
fn small_elements_cannot_become_much_memory() {
    let mut limits = Limits::default();
    limits.max_memory = 1 << 20;
    let texts = |count: usize| format!("<a>{}</a>", "<b/>".repeat(count));
    let size = size_of::<XsString>();
    assert!(Texts::from_slice_with(texts((1 << 20) / size).as_bytes(), limits).is_ok());
    assert!(is_limit(&Texts::from_slice_with(
        texts((1 << 20) / size + 1).as_bytes(),
        limits
    )));
    assert!(Many::from_slice_with(texts(1000).as_bytes(), limits).is_ok());
    assert!(is_limit(&Many::from_slice_with(
        texts(1 << 20).as_bytes(),
        limits
    )));
}

#[test]
fn declarations_repeated_with_each_open_element_count_as_memory() {
    let uri = "u".repeat(1000);
    let mut limits = Limits::default();
    limits.max_memory = 1 << 20;
    let document = format!("<a xmlns:p='{uri}'>{}</a>", "<p:b/>".repeat(2000));
    assert!(is_limit(&Many::from_slice_with(
        document.as_bytes(),
        limits
    )));
    // What an element does not use is not kept with it.
    let document = format!("<a xmlns:p='{uri}'>{}</a>", "<b/>".repeat(2000));
    assert!(Many::from_slice_with(document.as_bytes(), limits).is_ok());
}

#[test]
fn errors_are_short_whatever_is_wrong() {
    let long = "ä".repeat(1 << 16);
    let name = "x".repeat(1000);
    let mut documents = vec![
        format!("<a>{long}"),
        format!("<a>&{long};</a>"),
        format!("<a>&{long}"),
        format!("<a b='{long}"),
        format!("<a c='{long}'/>"),
        format!("<!--{long}"),
        format!("<?p {long}"),
        format!("<a><![CDATA[{long}"),
        format!("<{long}/>"),
        format!("<a></{long}>"),
        format!("<?xml version='{long}'?><a/>"),
        format!("<?xml version='1.0' encoding='{long}'?><a/>"),
        format!(
            "<?xml version='1.0' encoding='{}'?><a/>",
            "x".repeat(1 << 16)
        ),
        format!("<{name}>"),
        format!("<{name}></a>"),
        format!("{long}<a/>"),
        format!("<a/>{long}"),
    ];
    documents.push(format!("<{name} xmlns='{name}'/>"));
    documents.push(format!("<a>{}", format!("<{name}>").repeat(90)));
    documents.push(format!(
        "<a><b xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:type='{long}'/></a>"
    ));
    for document in documents {
        let shown = document.chars().take(40).collect::<String>();
        let mut texts = Vec::new();
        texts.extend(
            Plain::from_slice(document.as_bytes())
                .err()
                .map(|e| e.to_string()),
        );
        texts.extend(
            Open::from_slice(document.as_bytes())
                .err()
                .map(|e| e.to_string()),
        );
        texts.extend(AnyElement::from_xml(&document).err().map(|e| e.to_string()));
        assert!(!texts.is_empty(), "{shown}");
        for text in texts {
            assert!(text.len() < 20_000, "{shown}: {} bytes", text.len());
        }
    }
}

#[test]
fn an_encoding_declared_without_quotes_is_an_error_in_bytes_that_are_no_utf_8() {
    let mut bytes = "<?xml version='1.0' encoding=€'x'?><a>".as_bytes().to_vec();
    bytes.push(0xFF);
    assert!(matches!(
        Plain::from_slice(&bytes),
        Err(ReadError::NotWellFormed(_))
    ));
}

#[test]
fn attributes_that_would_be_something_else_are_not_made() {
    let xsi = "http://www.w3.org/2001/XMLSchema-instance";
    let xmlns = "http://www.w3.org/2000/xmlns/";
    let reserved = [("", "xmlns"), (xmlns, "p"), (xsi, "type"), (xsi, "nil")];
    let no_names = [
        ("", ""),
        ("", "b c"),
        ("", "p:b"),
        ("u", "1b"),
        ("u", "b='1' c"),
        ("u", "b/"),
    ];
    for (uri, local) in reserved.into_iter().chain(no_names) {
        assert_eq!(AnyAttribute::new(uri, local, "v"), None, "{uri} {local}");
    }
    assert_eq!(AnyAttribute::new("u", "b", "\u{1}"), None);
    for (uri, local) in [
        ("", "b"),
        ("u", "b"),
        ("u", "Ⰰ"),
        ("u", "xmlns"),
        ("", "xml"),
    ] {
        assert!(
            AnyAttribute::new(uri, local, "v").is_some(),
            "{uri} {local}"
        );
    }
}

#[test]
fn characters_that_xml_does_not_allow_are_not_written() {
    for bad in ["\0", "\u{B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"] {
        let text = format!("ä{bad}ä");
        assert!(XsString::new(&text).is_err(), "{bad:?}");
        let text = XsString::new_unchecked(text);
        let plain = XsString::new("").expect("a string");
        let in_text = Plain {
            attribute: None,
            text: text.clone(),
        };
        let in_attribute = Plain {
            attribute: Some(text),
            text: plain,
        };
        for message in [in_text, in_attribute] {
            let result = message.to_vec();
            assert!(
                matches!(result, Err(WriteError::Invalid(_))),
                "{bad:?}: {result:?}"
            );
        }
    }
}

#[test]
fn prefixes_of_a_message_cannot_clash_with_those_of_the_writer() {
    let document = "<a xmlns:a0='u' xmlns:a1='v' a0:b='1' a1:b='2' xmlns:a2='w' b=' xmlns:a3=\"'>\
        <a0:c a1:d=''/><a2:c/>a3:</a>";
    let message = Open::from_slice(document.as_bytes()).expect("well-formed");
    let written = message.to_vec().expect("valid");
    assert_eq!(Open::from_slice(&written).expect("well-formed"), message);
    assert_eq!(message.0.inhalt().attributes.len(), 3);
}

#[test]
fn open_elements_are_equal_wherever_their_declarations_stand() {
    let outside = Many::from_slice(b"<a xmlns:p='u' xmlns='v'><p:b c='1' d=\"2\">x</p:b></a>");
    let inside = "<q:b xmlns:q='u' d='2'\n c='&#49;'><!-- c --><![CDATA[x]]></q:b>";
    let inside = AnyElement::from_xml(inside).expect("well-formed");
    // `Many` has no namespace for `a` then, so that its content alone is compared.
    assert!(outside.is_err());
    let outside = Many::from_slice(b"<a xmlns:p='u'><p:b c='1' d=\"2\">x</p:b></a>");
    assert_eq!(outside.expect("well-formed").0, [inside]);
    for other in [
        "<b d='2' c='1'>x</b>",
        "<b xmlns='u' d='2'>x</b>",
        "<b xmlns='u' d='2' c='1'>y</b>",
    ] {
        let other = AnyElement::from_xml(other).expect("well-formed");
        assert_ne!(outside_element(), other);
    }
}

fn outside_element() -> AnyElement {
    AnyElement::from_xml("<b xmlns='u' d='2' c='1'>x</b>").expect("well-formed")
}
