//! Text and attributes come back as they were, whatever characters of XML they hold, and however
//! a message writes them.

#![allow(missing_docs)]

mod probe;

use probe::{Many, Open, Plain};
use proptest::prelude::*;
use xoev::builtin::XsString;
use xoev::{AnyAttribute, AnyElement, MessageIo, Style};

/// Any character of XML 1.0, those that need care more often.
fn character() -> impl Strategy<Value = char> {
    let careful =
        "<>&'\"]-?!\r\n\t \u{85}\u{A0}\u{2028}\u{FEFF}\u{FFFD}\u{D7FF}\u{E000}\u{10FFFF}äx";
    prop_oneof![
        proptest::sample::select(careful.chars().collect::<Vec<_>>()),
        any::<char>().prop_filter("a character of XML", |c| {
            !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
        }),
    ]
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(character(), 0..100).prop_map(String::from_iter)
}

/// A piece of text as a message may write it, and what it means.
fn written_piece() -> impl Strategy<Value = (String, String)> {
    prop_oneof![
        character().prop_map(|c| (format!("&#{};", c as u32), c.to_string())),
        character().prop_map(|c| (format!("&#x{:06X};", c as u32), c.to_string())),
        text().prop_map(|t| {
            let t = t.replace("]]>", "]] >");
            (format!("<![CDATA[{t}]]>"), lines(&t))
        }),
        text().prop_map(|t| {
            let t = t.replace(['<', '&'], "").replace("]]>", "]] >");
            // At the seam of two pieces, neither a line end nor `]]>` shall arise.
            let t = format!("{t}.");
            (t.clone(), lines(&t))
        }),
        Just(("<!-- a --><?b c?>".to_owned(), String::new())),
        Just(("&lt;&gt;&amp;&quot;&apos;".to_owned(), "<>&\"'".to_owned())),
    ]
}

fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn string(text: &str) -> XsString {
    XsString::new(text).expect("any text is a string")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn text_and_attributes_come_back(content in text(), attribute in text()) {
        let message = Plain { attribute: Some(string(&attribute)), text: string(&content) };
        for indent in [false, true] {
            let mut style = Style::default();
            style.indent = indent;
            let written = message.to_vec_styled(style).expect("valid");
            prop_assert_eq!(&Plain::from_slice(&written).expect("well-formed"), &message);
        }
    }

    #[test]
    fn text_means_the_same_however_it_is_written(
        pieces in proptest::collection::vec(written_piece(), 0..8)
    ) {
        let (source, meant): (Vec<String>, Vec<String>) = pieces.into_iter().unzip();
        let document = format!("<a>{}</a>", source.concat());
        let message = Plain::from_slice(document.as_bytes()).expect("well-formed");
        prop_assert_eq!(message.text.as_str(), meant.concat());
        let open = Open::from_slice(document.as_bytes()).expect("well-formed");
        let again = Open::from_slice(&open.to_vec().expect("valid")).expect("well-formed");
        prop_assert_eq!(open, again);
    }

    #[test]
    fn open_attributes_come_back(uri in text(), value in text()) {
        // A namespace must not be empty.
        let uri = format!("u{}", uri.chars().take(50).collect::<String>());
        let attribute = AnyAttribute::new(&uri, "b", &value).expect("an attribute");
        let mut xml = String::from("<a xmlns:p=\"");
        let escape = |c: char| format!("&#{};", c as u32);
        xml.extend(uri.chars().map(escape));
        xml.push_str("\" p:b='");
        xml.extend(value.chars().map(escape));
        xml.push_str("'/>");
        let message = Open::from_slice(xml.as_bytes()).expect("well-formed");
        prop_assert_eq!(&message.0.inhalt().attributes, &vec![attribute]);
        let written = message.to_vec().expect("valid");
        prop_assert_eq!(Open::from_slice(&written).expect("well-formed"), message);
    }

    #[test]
    fn open_elements_come_back(content in text()) {
        let mut xml = String::from("<p:b xmlns:p='u' c='");
        xml.extend(content.chars().map(|c| format!("&#{};", c as u32)));
        xml.push_str("'><![CDATA[");
        xml.push_str(&content.replace("]]>", ""));
        xml.push_str("]]></p:b>");
        let message = Many(vec![AnyElement::from_xml(&xml).expect("well-formed")]);
        let written = message.to_vec().expect("valid");
        prop_assert_eq!(Many::from_slice(&written).expect("well-formed"), message);
    }
}
