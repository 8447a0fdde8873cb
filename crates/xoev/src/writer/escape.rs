//! Escaping of text and attribute values.

const TEXT: u8 = 1;
const ATTRIBUTE: u8 = 2;

const SPECIAL: [u8; 256] = {
    let mut special = [0; 256];
    special[b'&' as usize] = TEXT | ATTRIBUTE;
    special[b'<' as usize] = TEXT | ATTRIBUTE;
    special[b'>' as usize] = TEXT;
    // A bare carriage return would come back as line feed.
    special[b'\r' as usize] = TEXT | ATTRIBUTE;
    special[b'"' as usize] = ATTRIBUTE;
    // Both would come back as a blank.
    special[b'\n' as usize] = ATTRIBUTE;
    special[b'\t' as usize] = ATTRIBUTE;
    special
};

pub(super) fn escape_text(text: &str, out: &mut String) {
    escape(text, TEXT, out);
}

pub(crate) fn escape_attribute(text: &str, out: &mut String) {
    escape(text, ATTRIBUTE, out);
}

#[inline(never)]
fn escape(text: &str, kind: u8, out: &mut String) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for (i, &byte) in bytes.iter().enumerate() {
        if SPECIAL[byte as usize] & kind != 0 {
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
}
