//! The XML declaration, the encoding, and document type declarations.

use super::work::{Work, short};
use crate::sample::random::Random;

/// Declarations that all processors take.
const GOOD: &[&str] = &[
    "",
    "<?xml version=\"1.0\"?>",
    "<?xml version='1.0' encoding='UTF-8'?>",
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone='no' ?>",
    "<?xml\tversion = \"1.0\"\nencoding =\t'UTF-8'  ?>",
];

/// Declarations that are wrong, or that leave something to the processor.
const ODD: &[&str] = &[
    "<?xml version=\"1.1\" encoding=\"UTF-8\"?>",
    "<?xml version=\"1.2\" encoding=\"UTF-8\"?>",
    "<?xml version=\"2.0\"?>",
    "<?xml version=\"1.00\"?>",
    "<?xml version=\"\"?>",
    "<?xml encoding=\"UTF-8\"?>",
    "<?xml ?>",
    "<?xml?>",
    "<?xml encoding=\"UTF-8\" version=\"1.0\"?>",
    "<?xml version=\"1.0\" standalone=\"yes\" encoding=\"UTF-8\"?>",
    "<?xml version=\"1.0\" standalone=\"maybe\"?>",
    "<?xml version=\"1.0\" standalone=\"YES\"?>",
    "<?xml version=\"1.0\"encoding=\"UTF-8\"?>",
    "<?xml version=\"1.0\" encoding=\"\"?>",
    "<?xml version=\"1.0\" encoding=\"unbekannt\"?>",
    "<?xml version=\"1.0\" encoding=\"UTF 8\"?>",
    "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
    "<?xml version=\"1.0\" encoding=\"UTF8\"?>",
    "<?xml version=\"1.0\" encoding=\"8859\"?>",
    "<?xml version=\"1.0\" x=\"y\"?>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\" encoding=\"UTF-8\"?>",
    "<?XML version=\"1.0\"?>",
    "<?xml version=1.0?>",
    "<?xml version=\"1.0' ?>",
    " <?xml version=\"1.0\"?>",
    "\n",
    "<!-- x --><?xml version=\"1.0\"?>",
    "<?xml version=\"1.0\"?><?xml version=\"1.0\"?>",
    "<?xml version=\"1.0\">",
];

fn replace(work: &mut Work<'_>, all: &[&str]) -> Option<String> {
    let declaration = work.random.word(all).to_owned();
    let prolog = &mut work.document.prolog;
    let rest = match prolog.starts_with("<?xml ") {
        true => prolog.split_once("?>")?.1.to_owned(),
        false => prolog.clone(),
    };
    *prolog = format!("{declaration}{rest}");
    Some(short(&declaration))
}

pub(super) fn declaration(work: &mut Work<'_>) -> Option<String> {
    replace(work, GOOD)
}

pub(super) fn odd_declaration(work: &mut Work<'_>) -> Option<String> {
    replace(work, ODD)
}

/// A byte order mark.
pub(super) fn mark(bytes: &mut Vec<u8>, _: &mut Random) -> Option<String> {
    if bytes.first() != Some(&b'<') {
        return None;
    }
    bytes.splice(0..0, "\u{feff}".bytes());
    Some("UTF-8".to_owned())
}

/// The text without its XML declaration; none if it is not UTF-8 any more.
fn body(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    match text.starts_with("<?xml ") {
        true => text.split_once("?>").map(|(_, body)| body),
        false => Some(text).filter(|t| t.starts_with('<')),
    }
}

/// The same message in another encoding.
pub(super) fn encoding(bytes: &mut Vec<u8>, random: &mut Random) -> Option<String> {
    let body = body(bytes)?;
    let name = random.word(&[
        "UTF-16",
        "UTF-16LE",
        "UTF-16BE",
        "ISO-8859-1",
        "US-ASCII",
        "windows-1252",
    ]);
    let with = |name: &str| format!("<?xml version=\"1.0\" encoding=\"{name}\"?>{body}");
    let wide = |text: String, units: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(units)
            .collect()
    };
    let encoded = match name {
        // The name without a byte order leaves it to the mark.
        "UTF-16" => wide(with("UTF-16"), u16::to_be_bytes),
        "UTF-16LE" => wide(with("UTF-16"), u16::to_le_bytes),
        "UTF-16BE" => wide(body.to_owned(), u16::to_be_bytes),
        "ISO-8859-1" => narrow(&with(name), 0xff)?,
        // The characters from 0x80 to 0x9f differ; they are left out.
        _ => narrow(&with(name), 0x7f)?,
    };
    *bytes = encoded;
    Some(name.to_owned())
}

/// One byte for each character up to the last that there is; references for others, which only
/// means the same in text and values of attributes.
fn narrow(text: &str, last: u32) -> Option<Vec<u8>> {
    let in_markup = text.split('<').skip(1).any(|part| {
        let tag = part.split(['>', '"', '\'']).next().unwrap_or_default();
        tag.chars().any(|c| u32::from(c) > last) || part.starts_with(['!', '?']) && !part.is_ascii()
    });
    if in_markup {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(u32::from(c)) {
            Ok(byte) if u32::from(byte) <= last => out.push(byte),
            _ => out.extend(format!("&#{};", u32::from(c)).bytes()),
        }
    }
    Some(out)
}

/// A name of an encoding that is not that of the bytes.
pub(super) fn wrong_encoding(bytes: &mut Vec<u8>, random: &mut Random) -> Option<String> {
    let body = body(bytes)?;
    let name = random.word(&[
        "ISO-8859-1",
        "US-ASCII",
        "UTF-16",
        "windows-1252",
        "UTF-32",
        "EBCDIC-CP-US",
        "Shift_JIS",
    ]);
    *bytes = format!("<?xml version=\"1.0\" encoding=\"{name}\"?>{body}").into_bytes();
    Some(name.to_owned())
}

/// Document type declarations that need no other file.
pub(super) fn doctype(work: &mut Work<'_>) -> Option<String> {
    let name = work.document.root.name.clone();
    let subset = work.random.word(&[
        "",
        " []",
        " [<!ENTITY x \"y\">]",
        " [<!ELEMENT x ANY>]",
        " [<!ATTLIST x y CDATA \"z\">]",
        " [<!-- x --><?p?>]",
        " [<!NOTATION x PUBLIC \"y\">]",
        " [<!ENTITY",
    ]);
    let declaration = format!("<!DOCTYPE {name}{subset}>");
    work.document.prolog.push_str(&declaration);
    Some(declaration)
}
