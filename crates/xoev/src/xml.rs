//! Characters and names of XML 1.0, for readers of other kinds.

/// Whether XML 1.0 allows a character in documents (production 2).
pub fn is_char(c: char) -> bool {
    crate::reader::is_xml_char(c)
}

/// Whether a text is a name without colon (production 4 of Namespaces in XML 1.0, third edition).
pub fn is_ncname(text: &str) -> bool {
    crate::reader::is_ncname(text)
}

/// How many bytes are looked at together.
const CHUNK: usize = 64;

/// Whether the bytes of a text may hold a character that XML 1.0 does not allow. False for nearly
/// all texts without one; where it is true, each character has to be looked at.
pub fn is_suspect(bytes: &[u8]) -> bool {
    // Without branches inside, so that the compiler tests all bytes of a chunk at once. What is not
    // allowed are control characters, and two that begin with 0xEF 0xBF.
    let odd = |b: u8| (b < 0x20) & (b != b'\t') & (b != b'\n') & (b != b'\r') | (b == 0xEF);
    let (chunks, rest) = bytes.as_chunks::<CHUNK>();
    let found = chunks
        .iter()
        .any(|chunk| chunk.iter().fold(false, |any, b| any | odd(*b)))
        || rest.iter().fold(false, |any, b| any | odd(*b));
    found
        && (bytes
            .iter()
            .any(|&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r'))
            || memchr::memmem::find(bytes, b"\xEF\xBF\xBE").is_some()
            || memchr::memmem::find(bytes, b"\xEF\xBF\xBF").is_some())
}
