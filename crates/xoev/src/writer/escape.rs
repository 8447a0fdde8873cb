//! Escaping of text and attribute values.

use crate::xml::unescaped_words;

const TEXT: u8 = 1;
const ATTRIBUTE: u8 = 2;
/// Perhaps no character of XML.
const DOUBTFUL: u8 = 4;

const SPECIAL: [u8; 256] = {
    let mut special = [0; 256];
    let mut control = 0;
    while control < 0x20 {
        special[control] = TEXT | ATTRIBUTE | DOUBTFUL;
        control += 1;
    }
    special[b'&' as usize] = TEXT | ATTRIBUTE;
    special[b'<' as usize] = TEXT | ATTRIBUTE;
    special[b'>' as usize] = TEXT;
    // A bare carriage return would come back as line feed.
    special[b'\r' as usize] = TEXT | ATTRIBUTE;
    special[b'"' as usize] = ATTRIBUTE;
    // Both would come back as a blank.
    special[b'\n' as usize] = ATTRIBUTE;
    special[b'\t' as usize] = ATTRIBUTE;
    // The first byte of U+FFFE and U+FFFF, and of many characters that are fine.
    special[0xEF] = TEXT | ATTRIBUTE | DOUBTFUL;
    special
};

/// Writes text; returns whether all of its characters are allowed in XML. Those that are not are
/// written all the same.
pub(crate) fn escape_text(text: &str, out: &mut String) -> bool {
    escape(text, TEXT, out)
}

/// As [`escape_text`], for the value of an attribute.
pub(crate) fn escape_attribute(text: &str, out: &mut String) -> bool {
    escape(text, ATTRIBUTE, out)
}

#[inline(never)]
fn escape(text: &str, kind: u8, out: &mut String) -> bool {
    let bytes = text.as_bytes();
    let mut done = 0;
    let mut sound = true;
    let plain = unescaped_words(bytes);
    for (i, &byte) in bytes.iter().enumerate().skip(plain) {
        if SPECIAL[byte as usize] & kind != 0 {
            if SPECIAL[byte as usize] & DOUBTFUL != 0 {
                sound &= byte == 0xEF && !matches!(bytes[i + 1..], [0xBF, 0xBE | 0xBF, ..]);
                continue;
            }
            out.push_str(&text[done..i]);
            out.push_str(match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\r' => "&#13;",
                b'\n' => "&#10;",
                _ => "&#9;",
            });
            done = i + 1;
        }
    }
    out.push_str(&text[done..]);
    sound
}
