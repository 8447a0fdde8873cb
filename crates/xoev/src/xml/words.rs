//! Bytes looked at eight at a time: most texts, names and indentations are short.

use super::is_space;

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
const BLANKS: u64 = u64::from_le_bytes([b' '; 8]);

/// Of texts longer than this, the rest is searched in another way.
const SHORT: usize = 64;

/// The place behind white space that begins at a place.
#[inline]
pub fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && is_space(bytes[at]) {
        at += 1;
        // Indentation is most of it.
        while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
            let other = u64::from_le_bytes(*word) ^ BLANKS;
            at += (other.trailing_zeros() / 8) as usize;
            if other != 0 {
                break;
            }
        }
    }
    at
}

/// How many bytes of a text stand before the first one that means more than itself: `<`, `&`, `]`
/// and carriage returns. None if there is none.
#[inline]
pub fn plain_length(bytes: &[u8]) -> Option<usize> {
    // Marks the bytes that are this one; also some behind the first of them.
    let marks = |word: u64, byte: u8| {
        let zero = word ^ (ONES * u64::from(byte));
        zero.wrapping_sub(ONES) & !zero & HIGH
    };
    let mut length = 0;
    let (short, long) = bytes.split_at(bytes.len().min(SHORT));
    let (words, rest) = short.as_chunks::<8>();
    for word in words {
        let word = u64::from_le_bytes(*word);
        let odd = marks(word, b'<') | marks(word, b'&') | marks(word, b']') | marks(word, b'\r');
        if odd != 0 {
            return Some(length + (odd.trailing_zeros() / 8) as usize);
        }
        length += 8;
    }
    let odd = |b: &u8| matches!(b, b'<' | b'&' | b']' | b'\r');
    if let Some(at) = rest.iter().position(odd) {
        return Some(length + at);
    }
    let markup = memchr::memchr3(b'<', b'&', b']', long);
    let before = &long[..markup.unwrap_or(long.len())];
    Some(SHORT + memchr::memchr(b'\r', before).or(markup)?)
}

/// Whether a text has no blanks and nothing below them. False for all texts with one, and for some
/// others.
#[inline]
pub(crate) fn is_dense(bytes: &[u8]) -> bool {
    const LEAST: u64 = ONES * (b' ' as u64 + 1);
    let (words, rest) = bytes.as_chunks::<8>();
    let below = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        word.wrapping_sub(LEAST) & !word & HIGH
    };
    words.iter().all(|word| below(word) == 0) && rest.iter().all(|byte| *byte > b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_any_length_is_passed() {
        for length in 0..40 {
            for (begin, end) in [("", "<"), ("\n", "x"), ("\t \r\n", "ä"), ("", "")] {
                let blanks = " ".repeat(length);
                let text = format!("x{begin}{blanks}{end}");
                let place = skip_space(text.as_bytes(), 1);
                assert_eq!(place, text.len() - end.len(), "{text:?}");
                let split = format!("x{begin}{blanks}\n{blanks}{end}");
                let place = skip_space(split.as_bytes(), 1);
                assert_eq!(place, split.len() - end.len(), "{split:?}");
            }
        }
        assert_eq!(skip_space(b"x", 5), 5);
    }

    #[test]
    fn texts_end_at_the_first_byte_that_means_more() {
        for byte in 0..=255u8 {
            for at in (0..20).chain([63, 64, 65, 200]) {
                for behind in [&b""[..], b"<", b"\r<", b"aaaaaaaaaa&"] {
                    let mut text = vec![b'='; at];
                    text.push(byte);
                    text.extend(behind);
                    let expected = text.iter().position(|b| b"<&]\r".contains(b));
                    assert_eq!(plain_length(&text), expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn no_text_with_white_space_is_dense() {
        for byte in 0..=255u8 {
            for at in 0..20 {
                let mut text = vec![b'!'; 19];
                text[at.min(18)] = byte;
                let dense = is_dense(&text[..at.max(1)]);
                let expected = text[..at.max(1)].iter().all(|b| *b > b' ');
                assert!(!dense || expected, "{text:?}");
                assert!(dense || !expected || byte >= 0x80, "{text:?}");
            }
        }
    }
}
