//! Binary data: `xs:base64Binary` and `xs:hexBinary`.

use std::fmt::{self, Write as _};
use std::hash::{Hash, Hasher};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::facets::Facetted;
use crate::rule::Rule;
use crate::simple::{Fault, Simple, WhiteSpace};

/// `xs:base64Binary`: bytes, which remember how their text was laid out. Comparison is by bytes.
#[derive(Clone)]
pub struct Base64Binary {
    bytes: Vec<u8>,
    layout: Layout,
}

/// Where blanks stand in the text; line ends count as blanks.
#[derive(Clone)]
enum Layout {
    /// Nowhere.
    Line,
    /// After every so many characters, as mail programs do.
    Lines(usize),
    /// Anywhere else: the text as it was.
    Text(Box<str>),
}

impl Base64Binary {
    /// Bytes, to be written without blanks.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Base64Binary {
        Base64Binary {
            bytes: bytes.into(),
            layout: Layout::Line,
        }
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, taken out.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl Layout {
    fn of(text: &str) -> Layout {
        let mut lines = text.split(' ');
        let width = lines.next().map_or(0, str::len);
        let mut rest = lines.peekable();
        if rest.peek().is_none() {
            return Layout::Line;
        }
        while let Some(line) = rest.next() {
            let last = rest.peek().is_none();
            if line.len() > width || (!last && line.len() != width) || line.is_empty() {
                return Layout::Text(text.into());
            }
        }
        Layout::Lines(width)
    }
}

impl Simple for Base64Binary {
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;

    fn parse(text: &str) -> Result<Self, Fault> {
        let layout = Layout::of(text);
        let decoded = match layout {
            Layout::Line => STANDARD.decode(text),
            _ => {
                let packed: Vec<u8> = text.bytes().filter(|b| *b != b' ').collect();
                STANDARD.decode(packed)
            }
        };
        match decoded {
            Ok(bytes) => Ok(Base64Binary { bytes, layout }),
            Err(error) => {
                let expected = format!("data in base 64 (xs:base64Binary; {error})");
                Err(Fault::new(Rule::Datatype, expected, text))
            }
        }
    }

    fn lexical<'a>(&'a self, buffer: &'a mut String) -> &'a str {
        match &self.layout {
            Layout::Text(text) => text,
            Layout::Line => {
                STANDARD.encode_string(&self.bytes, buffer);
                buffer
            }
            Layout::Lines(width) => {
                let line = STANDARD.encode(&self.bytes);
                let mut rest = line.as_str();
                while let Some((head, tail)) = rest
                    .split_at_checked(*width)
                    .filter(|(_, tail)| !tail.is_empty())
                {
                    buffer.push_str(head);
                    buffer.push(' ');
                    rest = tail;
                }
                buffer.push_str(rest);
                buffer
            }
        }
    }
}

/// `xs:hexBinary`: bytes, which remember the case of their digits. Comparison is by bytes.
#[derive(Clone)]
pub struct HexBinary {
    bytes: Vec<u8>,
    case: Case,
}

#[derive(Clone)]
enum Case {
    Upper,
    Lower,
    /// Both: the text as it was.
    Mixed(Box<str>),
}

impl HexBinary {
    /// Bytes, to be written in capitals.
    pub fn new(bytes: impl Into<Vec<u8>>) -> HexBinary {
        HexBinary {
            bytes: bytes.into(),
            case: Case::Upper,
        }
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, taken out.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|d| u8::try_from(d).ok())
}

fn decode_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|[high, low]| Some(hex_digit(*high)? << 4 | hex_digit(*low)?))
        .collect()
}

impl Simple for HexBinary {
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;

    fn parse(text: &str) -> Result<Self, Fault> {
        let Some(bytes) = decode_hex(text) else {
            let expected = "pairs of hexadecimal digits (xs:hexBinary)";
            return Err(Fault::new(Rule::Datatype, expected, text));
        };
        let lower = text.bytes().any(|b| b.is_ascii_lowercase());
        let case = match (lower, text.bytes().any(|b| b.is_ascii_uppercase())) {
            (true, true) => Case::Mixed(text.into()),
            (true, false) => Case::Lower,
            _ => Case::Upper,
        };
        Ok(HexBinary { bytes, case })
    }

    fn lexical<'a>(&'a self, buffer: &'a mut String) -> &'a str {
        if let Case::Mixed(text) = &self.case {
            return text;
        }
        let lower = matches!(self.case, Case::Lower);
        buffer.reserve(self.bytes.len() * 2);
        for byte in &self.bytes {
            // Writing to a string can't fail.
            let _ = if lower {
                write!(buffer, "{byte:02x}")
            } else {
                write!(buffer, "{byte:02X}")
            };
        }
        buffer
    }
}

macro_rules! binary_type {
    ($name:ident) => {
        impl Facetted for $name {
            fn length(&self) -> Option<usize> {
                Some(self.bytes.len())
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &$name) -> bool {
                self.bytes == other.bytes
            }
        }

        impl Eq for $name {}

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.bytes.hash(state);
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.bytes
            }
        }

        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> $name {
                $name::new(bytes)
            }
        }

        // Images have megabytes: only their size helps in a log.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(
                    f,
                    concat!(stringify!($name), "({} bytes)"),
                    self.bytes.len()
                )
            }
        }

        crate::__simple_text! { $name }
    };
}

binary_type!(Base64Binary);
binary_type!(HexBinary);
