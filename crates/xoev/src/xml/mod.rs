//! Characters, names, references and declarations of XML 1.0, for all who read XML here.

mod declaration;
mod names;
mod reference;
mod words;

pub use declaration::{DeclarationFault, declaration, declared_encoding};
pub(crate) use names::is_ncname_byte;
pub use names::{NameFault, NameRun, is_ncname, name_run, qualified_name};
pub use reference::{ReferenceFault, referenced};
pub use words::{begins_with, is_printable, is_visible, plain_length, skip_space};
pub(crate) use words::{is_collapsed, is_replaced, printable_words, unescaped_words, value_length};

/// Whether XML 1.0 allows a character in documents (production 2).
pub const fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Whether a byte is white space (production 3).
pub const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// How many bytes are looked at together.
const CHUNK: usize = 64;

/// Whether the bytes of a text may hold a character that XML 1.0 does not allow. False for nearly
/// all texts without one; where it is true, each character has to be looked at.
pub fn is_suspect(bytes: &[u8]) -> bool {
    // Without branches inside, so that the compiler tests all bytes of a chunk at once. What is not
    // allowed are control characters, and two that begin with 0xEF 0xBF.
    let odd = |b: u8| (b < 0x20) & (b != b'\t') & (b != b'\n') & (b != b'\r') | (b == 0xEF);
    // Other white space is rare, and not worth the time for each byte.
    let rare = |b: u8| (b < 0x20) & (b != b'\n') | (b == 0xEF);
    let (chunks, rest) = bytes.as_chunks::<CHUNK>();
    let found = chunks.iter().any(|chunk| {
        chunk.iter().fold(false, |any, b| any | rare(*b)) && chunk.iter().any(|b| odd(*b))
    }) || rest.iter().fold(false, |any, b| any | odd(*b));
    found
        && (bytes
            .iter()
            .any(|&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r'))
            || memchr::memmem::find(bytes, b"\xEF\xBF\xBE").is_some()
            || memchr::memmem::find(bytes, b"\xEF\xBF\xBF").is_some())
}
