//! Characters that can't be seen, or that rearrange what is seen around them.

use std::borrow::Cow;

/// Whether a reader would not see the character, or see others in a wrong order because of it.
/// Tab and line feed are not among them.
pub(crate) fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        // soft hyphen, combining grapheme joiner, Arabic letter mark, invisible letters, variants
        | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{3164}' | '\u{FFA0}' | '\u{FE00}'..='\u{FE0F}'
        // zero width and directional marks, separators, bidi embeddings, isolates
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        // byte order mark, annotations, non-characters, tags
        | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
        | '\u{E0000}'..='\u{E0FFF}'
    ) || u32::from(c) & 0xFFFE == 0xFFFE
}

/// The usual name of a character: `U+202E`.
pub(crate) fn name(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// The text with hidden characters named: `[U+202E]`.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match is_hidden(c) {
            true => out.push_str(&format!("[{}]", name(c))),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// As [`plain`], on one line.
pub fn line(text: &str) -> String {
    plain(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{line, plain};

    #[test]
    fn hidden_characters_are_named_and_letters_are_kept() {
        assert_eq!(plain("a\u{202E}b\u{1b}"), "a[U+202E]b[U+001B]");
        assert_eq!(plain("Ğ\u{308}şçй„“"), "Ğ\u{308}şçй„“");
        assert_eq!(line("a\nb\tc\rd"), "a b c d");
    }
}
