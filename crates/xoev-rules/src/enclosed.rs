//! What is enclosed in base 64: the beginning of another message, or of a zip archive.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The bytes that a beginning of base 64 stands for; white space in it is left out.
pub(crate) fn decode(head: &str) -> Vec<u8> {
    let mut text: Vec<u8> = head.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    // A text that was cut may end within a group.
    text.truncate(text.len() / 4 * 4);
    STANDARD.decode(&text).unwrap_or_default()
}

/// How many bytes a text in base 64 stands for, at least: white space in it is taken to be as
/// frequent as at its beginning. `head` is the beginning, `chars` the length of the whole text in
/// characters ([`Node::chars`](crate::Node::chars)).
pub fn least_bytes(head: &str, chars: u64) -> u64 {
    let length = head.len().max(1) as u64;
    let blank = head.bytes().filter(u8::is_ascii_whitespace).count() as u64;
    let letters = chars.saturating_mul(length - blank.min(length)) / length;
    // Two characters of padding, and one percent for lines that are shorter later on.
    (letters / 4 * 3).saturating_sub(2 + letters / 100)
}

/// The beginning of a message that another one encloses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Enclosed {
    /// The number of the message.
    pub(crate) number: String,
    /// The namespace of its root; empty for none.
    pub(crate) namespace: String,
    /// Its `nachrichtenUUID`, if it stands near the beginning.
    pub(crate) uuid: Option<String>,
}

/// Reads the beginning of an enclosed message; none if it can't be read so simply, which says
/// nothing about it.
pub(crate) fn message(head: &str) -> Option<Enclosed> {
    let bytes = decode(head);
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let text = String::from_utf8_lossy(bytes);
    let tag = first_tag(&text)?;
    let (name, attributes) = match tag.find(|c: char| c.is_whitespace() || c == '/') {
        Some(at) => tag.split_at(at),
        None => (tag, ""),
    };
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let wanted = if prefix.is_empty() {
        "xmlns".to_owned()
    } else {
        format!("xmlns:{prefix}")
    };
    let number = local.rsplit_once('.')?.1;
    Some(Enclosed {
        number: number.to_owned(),
        namespace: attribute(attributes, &wanted).unwrap_or_default(),
        uuid: between(&text, "<nachrichtenUUID>", "</nachrichtenUUID>").map(str::to_owned),
    })
}

/// Whether it is the beginning of an XML document, as far as that can be told.
pub(crate) fn is_xml(head: &str) -> bool {
    let bytes = decode(head);
    // In UTF-16, every second byte is 0; a byte order mark is fine in any encoding.
    let mut shown = bytes
        .iter()
        .filter(|b| !matches!(b, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF));
    shown.find(|b| !b.is_ascii_whitespace()) == Some(&b'<')
}

/// What stands between `<` and `>` of the first start tag.
fn first_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else {
            break;
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
    let tag = rest.strip_prefix('<')?;
    if tag.starts_with('!') {
        return None;
    }
    // A value may hold “>”.
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(q)) if c == q => quote = None,
            ('>', None) => return Some(&tag[..at]),
            _ => {}
        }
    }
    None
}

/// The value of an attribute, by its name with prefix.
fn attribute(text: &str, name: &str) -> Option<String> {
    let mut rest = text;
    loop {
        let (found, behind) = rest.split_once('=')?;
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = behind[1..].split_once(quote)?;
        if found.trim() == name {
            return Some(value.to_owned());
        }
        rest = after;
    }
}

fn between<'t>(text: &'t str, from: &str, to: &str) -> Option<&'t str> {
    let (_, behind) = text.split_once(from)?;
    Some(behind.split_once(to)?.0.trim())
}

/// What is wrong with the first entry of a zip archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ZipFault {
    /// It is no zip archive.
    NoZip,
    /// It is compressed by another method than the two allowed.
    Method(u16),
    /// Its name has folders in it.
    Folder(String),
    /// Its name is not that of a document.
    Name(String),
}

/// Looks at the beginning of a zip archive in base 64. None is found wrong with less than a whole
/// first header.
pub(crate) fn zip_fault(head: &str) -> Option<ZipFault> {
    let bytes = decode(head);
    let magic: [u8; 4] = bytes.get(..4)?.try_into().ok()?;
    match &magic {
        b"PK\x03\x04" => {}
        // An archive without entries.
        b"PK\x05\x06" => return None,
        _ => return Some(ZipFault::NoZip),
    }
    let number = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let (method, length) = (number(8)?, number(26)?);
    let name = bytes.get(30..30 + usize::from(length))?;
    let name = String::from_utf8_lossy(name).into_owned();
    if method != 0 && method != 8 {
        return Some(ZipFault::Method(method));
    }
    if name.contains(['/', '\\']) {
        return Some(ZipFault::Folder(name));
    }
    let (stem, format) = name.rsplit_once('.').unwrap_or((&name, ""));
    (!is_uuid(stem) || format.is_empty()).then_some(ZipFault::Name(name))
}

/// Whether a text has the form of a UUID.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|g| g.len()).collect();
    let hex = |g: &&str| g.bytes().all(|b| b.is_ascii_hexdigit());
    lengths == [8, 4, 4, 4, 12] && groups.iter().all(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(bytes: impl AsRef<[u8]>) -> String {
        STANDARD.encode(bytes)
    }

    #[test]
    fn the_root_of_an_enclosed_message_is_read() {
        let text = "\u{feff}<?xml version='1.0'?><!-- > --><a:X.Y.030101 b='>' \
            xmlns:a = \"urn:a\"><k><nachrichtenUUID> 12 </nachrichtenUUID></k></a:X.Y.030101>";
        let enclosed = message(&encode(text)).expect("a message");
        assert_eq!(enclosed.number, "030101");
        assert_eq!(enclosed.namespace, "urn:a");
        assert_eq!(enclosed.uuid.as_deref(), Some("12"));
        assert_eq!(message(&encode("<!DOCTYPE a><a.1/>")), None);
        assert_eq!(message("%%%"), None);
        assert_eq!(message(&encode("<a.0030 x='1")), None);
    }

    #[test]
    fn what_begins_like_xml_is_xml() {
        assert!(is_xml(&encode("\u{feff} <a/>")));
        assert!(is_xml(&encode(b"\xFF\xFE<\0a\0/\0>\0")));
        assert!(!is_xml(&encode("PK\x03\x04")));
    }

    #[test]
    fn sizes_do_not_count_line_breaks() {
        let text = encode(vec![0_u8; 57_000]);
        assert!(least_bytes(&text, text.len() as u64) <= 57_000);
        assert!(least_bytes(&text, text.len() as u64) > 56_000);
        let lines: Vec<&str> = text
            .as_bytes()
            .chunks(76)
            .map(|l| std::str::from_utf8(l).expect("ASCII"))
            .collect();
        let lines = lines.join("\r\n");
        let least = least_bytes(&lines[..4000], lines.len() as u64);
        assert!((56_000..=57_000).contains(&least), "{least}");
    }

    #[test]
    fn the_first_entry_of_an_archive_is_judged() {
        let entry = |method: u8, name: &str| {
            let mut bytes = b"PK\x03\x04\x14\0\0\0".to_vec();
            bytes.extend([method, 0]);
            bytes.extend([0; 16]);
            bytes.extend([name.len() as u8, 0, 0, 0]);
            bytes.extend(name.as_bytes());
            bytes.resize(bytes.len().next_multiple_of(3), 0);
            zip_fault(&encode(bytes))
        };
        let good = "0b6d7b0a-6b1f-4c0e-9d8e-0a1b2c3d4e5f.pdf";
        assert_eq!(entry(8, good), None);
        assert_eq!(entry(0, good), None);
        assert_eq!(entry(12, good), Some(ZipFault::Method(12)));
        let folder = format!("akte/{good}");
        assert_eq!(entry(8, &folder), Some(ZipFault::Folder(folder.clone())));
        assert_eq!(entry(8, "a.pdf"), Some(ZipFault::Name("a.pdf".into())));
        assert_eq!(zip_fault(&encode("%PDF-1.7")), Some(ZipFault::NoZip));
        assert_eq!(zip_fault(""), None);
    }
}
