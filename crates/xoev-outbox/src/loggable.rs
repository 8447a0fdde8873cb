//! What may stand in logs: ids, numbers of messages, codes. Logs are read by people who may not know
//! whom a message is about, and what comes from outside can hold anything in any place: what does not
//! look like an id or a code is not logged as one.

/// What is logged in place of something else.
pub const WITHHELD: &str = "-";

/// A UUID, as it stands in a message: 8-4-4-4-12 hexadecimal digits.
///
/// ```
/// use xoev_outbox::loggable::{WITHHELD, uuid};
///
/// let id = "5d0f3a52-8f0e-4a51-9f0a-6f2f0a7a1c11";
/// assert_eq!(uuid(id), id);
/// assert_eq!(uuid("Frau Muster"), WITHHELD);
/// ```
pub fn uuid(text: &str) -> &str {
    let mut parts = text.split('-');
    let lengths = [8, 4, 4, 4, 12];
    let sound = lengths.into_iter().all(|length| {
        parts
            .next()
            .is_some_and(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    only(text, sound && parts.next().is_none())
}

/// The number of a message: 4 to 6 digits.
pub fn number(text: &str) -> &str {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    only(text, digits && (4..=6).contains(&text.len()))
}

/// A code: up to 40 ASCII letters, digits, `-`, `_` and `.`. An empty one stays empty.
pub fn code(text: &str) -> &str {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    only(text, text.len() <= 40 && text.bytes().all(plain))
}

/// An id that a transport gave: up to 200 ASCII characters without spaces.
pub fn transport_id(text: &str) -> &str {
    let plain = |b: u8| b.is_ascii_graphic();
    only(text, text.len() <= 200 && text.bytes().all(plain))
}

fn only(text: &str, sound: bool) -> &str {
    if sound { text } else { WITHHELD }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_id_and_no_code_is_withheld() {
        for text in [
            "",
            "5d0f3a52-8f0e-4a51-9f0a-6f2f0a7a1c1",
            "5d0f3a52-8f0e-4a51-9f0a-6f2f0a7a1c11-",
            "5d0f3a52-8f0e-4a51-9f0a-6f2f0a7a1cXX",
            "990309012345",
        ] {
            assert_eq!(uuid(text), WITHHELD, "{text}");
        }
        for text in ["", "020", "990309012345", "Muster", "00002O"] {
            assert_eq!(number(text), WITHHELD, "{text}");
        }
        assert_eq!((number("0020"), number("090010")), ("0020", "090010"));
        for text in ["Frau Muster", "unbekannt: Örnek", &"x".repeat(41)] {
            assert_eq!(code(text), WITHHELD, "{text}");
        }
        assert_eq!(
            (code("answer-overdue"), code("9032")),
            ("answer-overdue", "9032")
        );
        assert_eq!(transport_id("urn:uuid:1"), "urn:uuid:1");
        assert_eq!(transport_id("Akte Muster.xml"), WITHHELD);
    }
}
