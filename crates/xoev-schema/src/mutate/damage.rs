//! Damage after which a message is not well-formed, in most cases.

use super::tree::{Attribute, Element, Node};
use super::work::{Work, short};
use crate::sample::random::Random;

/// Ends the message too early.
pub(super) fn truncate(bytes: &mut Vec<u8>, random: &mut Random) -> Option<String> {
    let at = random.below(bytes.len());
    bytes.truncate(at);
    Some(format!("after {at} bytes"))
}

/// One byte is another one, missing, or there twice. Often still well-formed.
pub(super) fn byte(bytes: &mut Vec<u8>, random: &mut Random) -> Option<String> {
    let at = random.below(bytes.len());
    let now = *bytes.get(at)?;
    let what = match random.below(3) {
        0 => {
            let other = now ^ (1 << random.below(8));
            bytes.splice(at..=at, [other]);
            format!("{other:#04x} for {now:#04x}")
        }
        1 => {
            bytes.remove(at);
            format!("{now:#04x} missing")
        }
        _ => {
            bytes.insert(at, now);
            format!("{now:#04x} twice")
        }
    };
    Some(format!("{what} at {at}"))
}

/// Bytes that are no UTF-8.
pub(super) fn encoding(bytes: &mut Vec<u8>, random: &mut Random) -> Option<String> {
    const BROKEN: &[&[u8]] = &[
        b"\xff",
        b"\x80",
        b"\xc3",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xe2\x82",
        b"\xf8\x88\x80\x80\x80",
        b"\xe0\x80\xaf",
    ];
    std::str::from_utf8(bytes).ok()?;
    let broken = *random.pick(BROKEN)?;
    // Between characters, so that it is what it is.
    let mut at = random.below(bytes.len());
    while bytes.get(at).is_some_and(|b| b & 0xc0 == 0x80) {
        at += 1;
    }
    bytes.splice(at..at, broken.iter().copied());
    Some(format!("{broken:02x?} at {at}"))
}

/// What may not stand in text as it is.
const TEXTS: &[&str] = &[
    "&",
    "&x",
    "&x;",
    "&;",
    "&#;",
    "&#x;",
    "&#0;",
    "&#1;",
    "&#xD800;",
    "&#x110000;",
    "&#xFFFF;",
    "&#xFFFE;",
    "<",
    "< a/>",
    "]]>",
    "\u{1}",
    "\u{b}",
    "\u{ffff}",
    "\u{fffe}",
    "&#31;",
    "&#X41;",
    "&amp",
    "&AMP;",
    "& amp;",
    "&#12a;",
    "\u{0}",
    "<!-- -- -->",
    "<!--->",
    "<!-- x --->",
    "<!- x -->",
    "<!-- x",
    "<![CDATA[x",
    "<![cdata[x]]>",
    "<? p?>",
    "<?xml version=\"1.0\"?>",
    "<?Xml?>",
    "<?p",
    "<!DOCTYPE a>",
    "<!ELEMENT a ANY>",
    "<a",
    "</a>",
    "<1/>",
    "<a:/>",
    "<:a/>",
    "<a:b:c/>",
    "<a:1/>",
    "<>",
    "</>",
    "<a/ >",
    "<a b/>",
    "<a b=c/>",
    "<a b=\"c/>",
    "<a b=\"<\"/>",
    "<a b=\"&\"/>",
    "<a b=\"c\"d=\"e\"/>",
    "<a b=\"c\" b=\"c\"/>",
    "<a></a b>",
    "<a></ a>",
    "<a =\"b\"/>",
    "<a b==\"c\"/>",
    "<-a/>",
    "<a\u{b7}\u{d7}/>",
];

pub(super) fn text(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    let text = work.random.word(TEXTS);
    let what = work.say(&path, text);
    work.insert(&path, Node::Raw(text.to_owned()))?;
    Some(what)
}

/// The same outside of the root element, where not even text may stand.
pub(super) fn outside(work: &mut Work<'_>) -> Option<String> {
    let mut all = TEXTS.to_vec();
    all.extend([
        "x",
        "&#32;",
        "<![CDATA[]]>",
        "<a/>",
        "\u{feff}",
        "&amp;",
        "\u{a0}",
    ]);
    let text = work.random.word(&all);
    match work.random.chance(50) {
        true => work.document.prolog.push_str(text),
        false => work.document.epilog.push_str(text),
    }
    Some(short(text))
}

/// An end tag with another name.
pub(super) fn end_tag(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| !e.children.is_empty())?;
    let other = work.random.word(&["x", "", "X:x", "\u{e4}"]);
    let what = work.say(&path, &format!("ends as {other}"));
    let element = work.document.at_mut(&path)?;
    element.children.push(Node::Raw(format!("</{other}>")));
    Some(what)
}

/// What may not stand in the value of an attribute, or two attributes without white space.
pub(super) fn attribute(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e: &Element| !e.attributes.is_empty())?;
    let value = work
        .random
        .word(&["<", "&", "&x;", "&#0;", "\u{1}", "&#xFFFF;", "]]>", ">"]);
    let which = work.random.below(3);
    let attributes = &mut work.document.at_mut(&path)?.attributes;
    let attribute = attributes.first_mut()?;
    match which {
        0 => attribute.raw.push_str(value),
        1 => attribute.before = String::new(),
        _ => {
            let mut other = Attribute::new("x", "y");
            other.before = String::new();
            attributes.push(other);
        }
    }
    Some(work.say(&path, value))
}

/// The same name by two prefixes for one namespace.
pub(super) fn same_attribute(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    let attributes = &mut work.document.at_mut(&path)?.attributes;
    for (name, value) in [
        ("xmlns:p1", "urn:x"),
        ("xmlns:p2", "urn:x"),
        ("p1:a", "1"),
        ("p2:a", "2"),
    ] {
        attributes.push(Attribute::new(name, value));
    }
    Some(work.document.show(&path))
}
