//! Bytes looked at eight at a time: most texts, names and indentations are short.

use super::is_space;

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
const BLANKS: u64 = u64::from_le_bytes([b' '; 8]);

/// Of texts longer than this, the rest is searched in another way.
const SHORT: usize = 64;

/// So many bytes are compared at once, where the compiler does it.
const CHUNK: usize = 16;

/// Which of the bytes is the first odd one.
#[inline(always)]
fn first(chunk: &[u8; CHUNK], odd: impl Fn(u8) -> bool) -> Option<usize> {
    let mut marks = [0; CHUNK];
    for (mark, byte) in marks.iter_mut().zip(chunk) {
        *mark = if odd(*byte) { 0xFF } else { 0 };
    }
    let marks = u128::from_le_bytes(marks);
    (marks != 0).then(|| (marks.trailing_zeros() / 8) as usize)
}

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
    let odd = |b: u8| (b == b'<') | (b == b'&') | (b == b']') | (b == b'\r');
    let mut length = 0;
    let (short, long) = bytes.split_at(bytes.len().min(SHORT));
    let (chunks, rest) = short.as_chunks::<CHUNK>();
    for chunk in chunks {
        if let Some(at) = first(chunk, odd) {
            return Some(length + at);
        }
        length += CHUNK;
    }
    if let Some(at) = rest.iter().position(|b| odd(*b)) {
        return Some(length + at);
    }
    let markup = memchr::memchr3(b'<', b'&', b']', long);
    let before = &long[..markup.unwrap_or(long.len())];
    Some(SHORT + memchr::memchr(b'\r', before).or(markup)?)
}

/// Whether bytes begin with a name. Compared in place: a call costs more than most names.
#[inline]
pub fn begins_with(bytes: &[u8], name: &[u8]) -> bool {
    let Some(bytes) = bytes.get(..name.len()) else {
        return false;
    };
    let word = |bytes: &[u8], at: usize| {
        let word = bytes.get(at..)?.first_chunk::<8>()?;
        Some(u64::from_le_bytes(*word))
    };
    let Some(last) = name.len().checked_sub(8) else {
        // Again the last ones may be compared twice.
        let half = |bytes: &[u8], at: usize| {
            let half = bytes.get(at..)?.first_chunk::<4>()?;
            Some(u32::from_le_bytes(*half))
        };
        return match name.len().checked_sub(4) {
            Some(last) => half(bytes, 0) == half(name, 0) && half(bytes, last) == half(name, last),
            None => {
                let same = |at: usize| bytes.get(at) == name.get(at);
                same(0) && same(name.len() / 2) && same(name.len().saturating_sub(1))
            }
        };
    };
    let mut at = 0;
    while at < last {
        if word(bytes, at) != word(name, at) {
            return false;
        }
        at += 8;
    }
    // The last ones may have been compared before.
    word(bytes, last) == word(name, last)
}

/// How many bytes of the value of an attribute stand before the first one that is its quote, or means
/// more than itself: `<`, `&`, white space other than blanks. None if there is none.
#[inline]
pub(crate) fn value_length(bytes: &[u8], quote: u8) -> Option<usize> {
    let odd = |b: u8| (b == quote) | (b == b'<') | (b == b'&') | (b < b' ');
    let (chunks, rest) = bytes.as_chunks::<CHUNK>();
    for (at, chunk) in chunks.iter().enumerate() {
        if let Some(odd) = first(chunk, odd) {
            return Some(CHUNK * at + odd);
        }
    }
    Some(CHUNK * chunks.len() + rest.iter().position(|b| odd(*b))?)
}

/// Whether bytes have no white space but single blanks between others.
#[inline]
pub(crate) fn is_collapsed(bytes: &[u8]) -> bool {
    // Most have no white space at all.
    if each_word(bytes, b'-', |word| low(word, b' ' + 1) == 0) {
        return true;
    }
    if bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
        return false;
    }
    let mut short = [b'-'; 8];
    let (words, last) = match bytes.last_chunk::<8>() {
        Some(last) => (bytes.as_chunks::<8>().0, last),
        None => {
            short[..bytes.len()].copy_from_slice(bytes);
            (&[][..], &short)
        }
    };
    let mut before = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let blanks = blanks(word);
        if has_folded(word) || blanks & (blanks << 8 | before) != 0 {
            return false;
        }
        before = blanks >> 56;
    }
    // The last ones may have been seen before.
    let last = u64::from_le_bytes(*last);
    let blanks = blanks(last);
    !has_folded(last) && blanks & (blanks << 8) == 0
}

/// Whether bytes have no white space but blanks.
#[inline]
pub(crate) fn is_replaced(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    !words
        .iter()
        .any(|word| has_folded(u64::from_le_bytes(*word)))
        && !rest.iter().any(is_folded)
}

/// Marks the bytes that are blanks, and nothing else.
#[inline]
fn blanks(word: u64) -> u64 {
    let other = word ^ BLANKS;
    !(((other & !HIGH) + !HIGH) | other | !HIGH)
}

/// Whether white space is among these bytes that would become a blank.
#[inline]
fn has_folded(word: u64) -> bool {
    low(word, b' ') != 0 && word.to_le_bytes().iter().any(is_folded)
}

fn is_folded(byte: &u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r')
}

/// How many bytes at the beginning need no escaping, neither in texts nor in attributes, in steps of
/// eight.
#[inline]
pub(crate) fn unescaped_words(bytes: &[u8]) -> usize {
    let words = bytes.as_chunks::<8>().0;
    // Marks the bytes that are this one when these bits are left out; also some behind the first.
    let marks = |word: u64, without: u8, byte: u8| {
        let zero = (word & !(ONES * u64::from(without))) ^ (ONES * u64::from(byte));
        zero.wrapping_sub(ONES) & !zero & HIGH
    };
    let odd = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        let low = low(word, b' ');
        // `"` and `&`, `<` and `>` differ in one bit each.
        low | marks(word, 4, b'"') | marks(word, 2, b'<') | marks(word, 0, 0xEF) != 0
    };
    8 * words.iter().position(odd).unwrap_or(words.len())
}

/// How many bytes at the beginning are visible characters of ASCII or blanks, in steps of eight.
#[inline]
pub(crate) fn printable_words(bytes: &[u8]) -> usize {
    let words = bytes.as_chunks::<8>().0;
    let odd = |word: &[u8; 8]| !is_printable_word(u64::from_le_bytes(*word));
    8 * words.iter().position(odd).unwrap_or(words.len())
}

/// Whether all bytes are visible characters of ASCII or blanks.
#[inline]
pub fn is_printable(bytes: &[u8]) -> bool {
    each_word(bytes, b' ', is_printable_word)
}

/// Whether all bytes are visible characters of ASCII.
#[inline]
pub fn is_visible(bytes: &[u8]) -> bool {
    each_word(bytes, b'-', |word| {
        is_printable_word(word) && low(word, b' ' + 1) == 0
    })
}

#[inline]
fn is_printable_word(word: u64) -> bool {
    // Below a blank, above `~`: the sum of the lower seven bits reaches the eighth for DEL.
    (word.wrapping_sub(BLANKS) | word | (word & !HIGH).wrapping_add(ONES)) & HIGH == 0
}

/// Marks, if there is one, bytes of ASCII below this one; also some behind the first.
#[inline]
fn low(word: u64, byte: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(byte)) & !word & HIGH
}

/// Whether something holds for all bytes, asked of eight at a time: the last ones may be asked of
/// twice, and where there are fewer than eight, the rest is filled up.
#[inline(always)]
fn each_word(bytes: &[u8], filling: u8, holds: impl Fn(u64) -> bool) -> bool {
    let Some(last) = bytes.last_chunk::<8>() else {
        let mut short = [filling; 8];
        for (to, from) in short.iter_mut().zip(bytes) {
            *to = *from;
        }
        return holds(u64::from_le_bytes(short));
    };
    let words = bytes.as_chunks::<8>().0;
    words.iter().all(|word| holds(u64::from_le_bytes(*word))) && holds(u64::from_le_bytes(*last))
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
    fn names_are_compared_to_their_end() {
        let name: Vec<u8> = (b'a'..=b'z').collect();
        for length in 0..=name.len() {
            let name = &name[..length];
            assert!(begins_with(name, name));
            assert!(begins_with(&[name, b">"].concat(), name));
            for at in 0..length {
                let mut other = [name, b"more"].concat();
                other[at] = b'-';
                assert!(!begins_with(&other, name), "{at} of {length}");
                assert!(!begins_with(&name[..at], name), "{at} of {length}");
            }
        }
    }

    #[test]
    fn values_end_at_the_first_byte_that_means_more() {
        for quote in [b'"', b'\''] {
            for byte in 0..=255u8 {
                for at in 0..20 {
                    for behind in [&b""[..], b"\"", b"'\"<", b"aaaaaaaaaa&"] {
                        let mut value = vec![b'='; at];
                        value.push(byte);
                        value.extend(behind);
                        let odd = |b: &u8| *b == quote || matches!(b, b'<' | b'&' | 0..b' ');
                        let expected = value.iter().position(odd);
                        assert_eq!(value_length(&value, quote), expected, "{value:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn texts_are_collapsed_without_white_space_but_single_blanks_inside() {
        let judge = |text: &str| {
            let words: Vec<&str> = text.split([' ', '\t', '\n', '\r']).collect();
            !text.contains(['\t', '\n', '\r'])
                && (text.is_empty() || words.iter().all(|word| !word.is_empty()))
        };
        for first in 0..20 {
            for second in 0..20 {
                for odd in [" ", "\t", "\n", "\r", "\u{1}", "!", "ä", "\u{A0}"] {
                    let mut text = "aaaaaaaaaaaaaaaaaaa".to_owned();
                    text.insert_str(first, odd);
                    text.insert(second.min(first), ' ');
                    for text in [
                        &text[..],
                        text.trim_start(),
                        text.trim(),
                        &text.replace(' ', "ß"),
                    ] {
                        assert_eq!(is_collapsed(text.as_bytes()), judge(text), "{text:?}");
                        let blanks_only = !text.contains(['\t', '\n', '\r']);
                        assert_eq!(is_replaced(text.as_bytes()), blanks_only, "{text:?}");
                    }
                }
            }
        }
        assert!(is_collapsed(b""));
    }

    #[test]
    fn what_may_need_escaping_ends_the_steps() {
        for byte in 0..=255u8 {
            for at in 0..20 {
                let mut text = vec![b'~'; 20];
                text[at] = byte;
                let odd = matches!(byte, 0..b' ' | b'"' | b'&' | b'<' | b'>' | 0xEF);
                let expected = match odd {
                    false => 16,
                    true => (at / 8 * 8).min(16),
                };
                assert_eq!(unescaped_words(&text), expected, "{byte} at {at}");
            }
        }
    }

    #[test]
    fn visible_ascii_is_counted_in_steps_of_eight() {
        for byte in 0..=255u8 {
            for at in 0..20 {
                let mut text = vec![b'~'; 20];
                text[at] = byte;
                let visible = matches!(byte, b' '..=b'~');
                for length in 0..=text.len() {
                    let expected = visible || length <= at;
                    let text = &text[..length];
                    assert_eq!(is_printable(text), expected, "{byte} at {at}");
                    let expected = expected && (byte != b' ' || length <= at);
                    assert_eq!(is_visible(text), expected, "{byte} at {at}");
                }
                let expected = match visible {
                    true => 16,
                    false => (at / 8 * 8).min(16),
                };
                assert_eq!(printable_words(&text), expected, "{byte} at {at}");
            }
        }
    }
}
