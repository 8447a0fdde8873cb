//! Encoded words of RFC 2047, in which the DVDV sends warnings in headers.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// The text of a header. What is no encoded word, or a broken one, stays as it is.
pub(super) fn decode(header: &str) -> String {
    let mut text = String::new();
    let mut rest = header;
    let mut after_word = false;
    while let Some(at) = rest.find("=?") {
        let (plain, word) = rest.split_at(at);
        let Some((decoded, length)) = encoded_word(word) else {
            text.push_str(plain);
            text.push_str("=?");
            rest = &word[2..];
            after_word = false;
            continue;
        };
        // White space between two encoded words is no text.
        if !(after_word && plain.trim().is_empty()) {
            text.push_str(plain);
        }
        text.push_str(&decoded);
        rest = &word[length..];
        after_word = true;
    }
    text.push_str(rest);
    text
}

/// The encoded word at the beginning of a text, with its length in bytes. No part of one has a
/// question mark in it, so that each attempt ends at the fourth one: the whole takes linear time.
fn encoded_word(word: &str) -> Option<(String, usize)> {
    let inner = word.strip_prefix("=?")?;
    let (charset, rest) = inner.split_once('?')?;
    let (encoding, rest) = rest.split_once('?')?;
    let (content, rest) = rest.split_once('?')?;
    let rest = rest.strip_prefix('=')?;
    let bytes = match encoding {
        "B" | "b" => BASE64_STANDARD.decode(content).ok()?,
        "Q" | "q" => quoted(content)?,
        _ => return None,
    };
    // A language may follow the charset.
    let charset = charset.split('*').next().unwrap_or_default();
    let text = match charset.to_ascii_lowercase().as_str() {
        "utf-8" | "us-ascii" => String::from_utf8(bytes).ok()?,
        "iso-8859-1" => bytes.into_iter().map(char::from).collect(),
        _ => return None,
    };
    Some((text, word.len() - rest.len()))
}

fn quoted(content: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = content.bytes();
    while let Some(b) = rest.next() {
        bytes.push(match b {
            b'_' => b' ',
            b'=' => {
                let digit = |b: u8| char::from(b).to_digit(16);
                let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        });
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn encoded_words_are_decoded_and_joined() {
        assert_eq!(
            decode("=?UTF-8?Q?Dienst_ung=C3=BCltig?="),
            "Dienst ungültig"
        );
        assert_eq!(
            decode("=?utf-8?B?RGllbnN0?= =?iso-8859-1?q?=FC?="),
            "Dienstü"
        );
        assert_eq!(decode("a =?UTF-8?Q?b?= c"), "a b c");
        assert_eq!(decode("=?UTF-8*de?Q?b?="), "b");
    }

    #[test]
    fn what_is_no_encoded_word_stays() {
        for text in [
            "",
            "abgelaufen",
            "=?",
            "=?UTF-8?Q?offen",
            "=?x?Q?a?=",
            "=?UTF-8?B?*?=",
            "=?UTF-8?Q?=F?=",
        ] {
            assert_eq!(decode(text), text);
        }
    }

    #[test]
    fn any_number_of_beginnings_without_an_end_takes_linear_time() {
        let text = "=?utf-8?Q?a ".repeat(400_000);
        let begin = std::time::Instant::now();
        assert_eq!(decode(&text), text);
        // Going to the end from each beginning takes minutes.
        assert!(begin.elapsed() < std::time::Duration::from_secs(10));
    }
}
