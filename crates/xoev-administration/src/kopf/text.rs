//! Bytes become text, in whatever encoding a message claims or seems to have.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much of a message in another encoding than UTF-8 is decoded. Such a message is refused as a
/// whole; only its head is of interest.
const MAX_FREMD: usize = 1 << 20;

/// The text of a message, and whether something in it was no text.
pub(super) fn text(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let (encoding, bytes) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (UTF_8, rest),
        [0xFF, 0xFE, rest @ ..] => (UTF_16LE, rest),
        [0xFE, 0xFF, rest @ ..] => (UTF_16BE, rest),
        [b'<', 0, ..] => (UTF_16LE, bytes),
        [0, b'<', ..] => (UTF_16BE, bytes),
        _ => (erklaert(bytes).unwrap_or(UTF_8), bytes),
    };
    if encoding == UTF_8 {
        return utf8(bytes);
    }
    let (text, broken) =
        encoding.decode_without_bom_handling(bytes.get(..MAX_FREMD).unwrap_or(bytes));
    (text, broken || bytes.len() > MAX_FREMD)
}

/// UTF-8; what is none is taken for windows-1252 if it comes early, and ends the text else.
fn utf8(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(error) if error.valid_up_to() < MAX_FREMD => {
            let mut text = String::new();
            for chunk in bytes.get(..MAX_FREMD).unwrap_or(bytes).utf8_chunks() {
                text.push_str(chunk.valid());
                let (other, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
                text.push_str(&other);
            }
            (Cow::Owned(text), true)
        }
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let text = std::str::from_utf8(valid).unwrap_or_default();
            (Cow::Borrowed(text), true)
        }
    }
}

/// The encoding that an XML declaration names.
fn erklaert(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..200).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let declaration = head.strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start();
    let value = value.strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.get(1..)?.split_once(quote)?.0;
    // Bytes in single steps can't be an encoding in double ones.
    Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible())
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn the_encoding_is_that_of_the_mark_or_the_declaration() {
        let declared = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>M\xFCller</a>";
        assert!(text(declared).0.ends_with("Müller</a>"));
        let mut wide = vec![0xFE, 0xFF];
        wide.extend("<a>Mül</a>".encode_utf16().flat_map(u16::to_be_bytes));
        assert_eq!(text(&wide).0, "<a>Mül</a>");
        assert_eq!(text(&wide[2..]).0, "<a>Mül</a>");
        assert_eq!(text("\u{feff}<ä/>".as_bytes()), ("<ä/>".into(), false));
        let (mixed, broken) = text(b"<a>M\xC3\xBCller \xFC</a>");
        assert!(broken && mixed == "<a>Müller ü</a>");
    }
}
