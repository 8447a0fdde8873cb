//! Encodings: how bytes become text.

use encoding_rs::{Decoder, DecoderResult};

/// How the bytes of a message are decoded.
pub(crate) enum Decoding {
    Utf8,
    /// Each byte is the character of its number, up to this one: ISO-8859-1, US-ASCII. The encoding
    /// standard of the web takes both for windows-1252, which differs.
    Bytes(&'static str, u8),
    Other(Box<Decoder>),
}

/// Labels of encodings whose bytes are the numbers of their characters.
const LATIN: &[&str] = &[
    "iso-8859-1",
    "iso_8859-1",
    "iso_8859-1:1987",
    "latin1",
    "l1",
    "cp819",
];
const ASCII: &[&str] = &[
    "us-ascii",
    "ascii",
    "ansi_x3.4-1968",
    "iso646-us",
    "cp367",
    "us",
];

impl Decoding {
    /// The encoding of this name; none if it is not known.
    pub(crate) fn named(name: &str) -> Option<Decoding> {
        let is = |labels: &[&str]| labels.iter().any(|l| l.eq_ignore_ascii_case(name));
        if is(LATIN) {
            return Some(Decoding::Bytes("ISO-8859-1", 0xFF));
        }
        if is(ASCII) {
            return Some(Decoding::Bytes("US-ASCII", 0x7F));
        }
        encoding_rs::Encoding::for_label(name.as_bytes()).map(Decoding::of)
    }

    pub(crate) fn of(encoding: &'static encoding_rs::Encoding) -> Decoding {
        match encoding == encoding_rs::UTF_8 {
            true => Decoding::Utf8,
            false => Decoding::Other(Box::new(encoding.new_decoder_without_bom_handling())),
        }
    }

    /// Its name, by the encoding standard of the web where that has it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Decoding::Utf8 => "UTF-8",
            Decoding::Bytes(name, _) => name,
            Decoding::Other(decoder) => decoder.encoding().name(),
        }
    }

    /// What the first bytes of a message say (XML 1.0, appendix F), with the length of a byte order
    /// mark.
    pub(crate) fn detect(head: &[u8]) -> (Decoding, usize) {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => (Decoding::Utf8, 3),
            [0xFE, 0xFF, ..] => (Decoding::of(encoding_rs::UTF_16BE), 2),
            [0xFF, 0xFE, ..] => (Decoding::of(encoding_rs::UTF_16LE), 2),
            [0, b'<', ..] => (Decoding::of(encoding_rs::UTF_16BE), 0),
            [b'<', 0, ..] => (Decoding::of(encoding_rs::UTF_16LE), 0),
            _ => {
                let named = xoev::xml::declared_encoding(head).and_then(Decoding::named);
                // What says UTF-16 in single bytes is wrong about itself.
                let named = named.filter(Decoding::is_like_ascii);
                (named.unwrap_or(Decoding::Utf8), 0)
            }
        }
    }

    /// Whether markup looks as in ASCII, so that a declaration in single bytes can be true.
    pub(crate) fn is_like_ascii(&self) -> bool {
        match self {
            Decoding::Utf8 | Decoding::Bytes(..) => true,
            Decoding::Other(decoder) => decoder.encoding().is_ascii_compatible(),
        }
    }

    /// Appends the text of bytes; `last` tells that no more will come. Returns how many bytes were
    /// taken, and if something is no text of this encoding, how many bytes before their end it
    /// begins.
    pub(crate) fn decode(
        &mut self,
        bytes: &[u8],
        last: bool,
        text: &mut String,
    ) -> (usize, Option<u8>) {
        match self {
            Decoding::Utf8 => match std::str::from_utf8(bytes) {
                Ok(good) => {
                    text.push_str(good);
                    (bytes.len(), None)
                }
                Err(error) => {
                    let good = error.valid_up_to();
                    text.push_str(std::str::from_utf8(&bytes[..good]).unwrap_or_default());
                    let broken = error.error_len().is_some() || last;
                    (good, broken.then_some(0))
                }
            },
            Decoding::Bytes(_, most) => {
                let good = bytes.iter().position(|b| *b > *most).unwrap_or(bytes.len());
                text.extend(bytes[..good].iter().map(|b| char::from(*b)));
                (good, (good < bytes.len()).then_some(0))
            }
            Decoding::Other(decoder) => {
                let mut taken = 0;
                loop {
                    text.reserve(bytes.len() + 64);
                    let rest = &bytes[taken..];
                    let (result, count) =
                        decoder.decode_to_string_without_replacement(rest, text, last);
                    taken += count;
                    match result {
                        DecoderResult::InputEmpty => return (taken, None),
                        DecoderResult::OutputFull => {}
                        DecoderResult::Malformed(length, after) => {
                            return (taken, Some(length + after));
                        }
                    }
                }
            }
        }
    }

    /// How many bytes a text had before it was decoded. Encodings in which a text can be written
    /// in several ways are taken to write it in the usual one.
    pub(crate) fn length(&self, text: &str) -> u64 {
        let bytes = match self {
            Decoding::Utf8 => text.len(),
            Decoding::Bytes(..) => text.chars().count(),
            Decoding::Other(decoder) => {
                let encoding = decoder.encoding();
                match encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE {
                    true => 2 * text.encode_utf16().count(),
                    false => encoding.encode(text).0.len(),
                }
            }
        };
        bytes as u64
    }
}
