//! Characters that can't be seen, or that rearrange what is seen around them, are named.

/// Whether a reader would not see the character, or see others wrongly because of it. Blanks, tabs
/// and line feeds are not among them.
fn ist_verborgen(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\n' | '\t');
    control
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// The text with such characters named: `[U+202E]`.
pub(super) fn sichtbar(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match ist_verborgen(c) {
            true => out.push_str(&format!("[U+{:04X}]", u32::from(c))),
            false => out.push(c),
        }
    }
    out
}

/// As [`sichtbar`], on one line: line feeds and tabs become blanks.
pub(super) fn zeile(text: &str) -> String {
    sichtbar(&text.replace(['\n', '\t'], " "))
}

#[cfg(test)]
mod tests {
    use super::{sichtbar, zeile};

    #[test]
    fn letters_stay_and_hidden_characters_are_named() {
        assert_eq!(
            sichtbar("Ğ\u{308}\u{1b}[31m\u{202E}\n\u{FFFF}"),
            "Ğ\u{308}[U+001B][31m[U+202E]\n[U+FFFF]"
        );
        assert_eq!(zeile("a\nb\tc\r"), "a b c[U+000D]");
    }
}
