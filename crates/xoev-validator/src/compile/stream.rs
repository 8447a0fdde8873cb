//! Simple types whose texts can be checked piece by piece, so that a document of any length can be
//! validated without being held: binary data and plain strings.

use xoev::faults::LengthBounds;
use xoev::{Fault, Pattern, Rule};
use xoev_schema::Builtin;

use super::simple::{Simple, Step};
use crate::extract::Sink;

/// How texts of a type are checked piece by piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Streaming {
    Base64,
    Hex,
    /// Characters and their number; whether runs of blanks count as one.
    Text {
        collapse: bool,
    },
}

impl Streaming {
    /// None if a facet needs the text as a whole.
    pub(super) fn of(builtin: Builtin, steps: &[Step]) -> Option<Streaming> {
        if steps.iter().any(Step::lists_values) {
            return None;
        }
        let mut patterns = steps.iter().map(Step::patterns).filter(|p| !p.is_empty());
        match builtin {
            Builtin::Base64Binary => patterns.next().is_none().then_some(Streaming::Base64),
            Builtin::HexBinary => patterns.next().is_none().then_some(Streaming::Hex),
            Builtin::AnySimpleType | Builtin::String => {
                let plain = |group: &[Pattern]| matches!(group, [only] if is_plain(only));
                patterns
                    .all(plain)
                    .then_some(Streaming::Text { collapse: false })
            }
            Builtin::NormalizedString | Builtin::Token => {
                let collapse = builtin == Builtin::Token;
                patterns
                    .next()
                    .is_none()
                    .then_some(Streaming::Text { collapse })
            }
            _ => None,
        }
    }
}

/// Whether a pattern looks at each character alone, with no word on their number.
fn is_plain(pattern: &Pattern) -> bool {
    let table = xoev::pattern::parse(pattern.source())
        .ok()
        .and_then(|ast| xoev::pattern::as_char_table(&ast));
    table.is_some_and(|t| t.sequences.is_empty() && t.min == 0 && t.max.is_none())
}

/// The state of a text that comes in pieces.
#[derive(Debug)]
pub(crate) struct Stream {
    kind: Streaming,
    /// Length so far: bytes or characters, as the type counts.
    length: u64,
    /// Characters of base 64 or hexadecimal digits so far.
    digits: u64,
    /// Padding seen.
    padding: u8,
    /// Value of the last digit of base 64: its lowest bits must be 0 before padding.
    last: u8,
    /// A blank that counts only if more text follows.
    blank: bool,
    fault: Option<Fault>,
}

impl Stream {
    pub(crate) fn new(kind: Streaming) -> Stream {
        Stream {
            kind,
            length: 0,
            digits: 0,
            padding: 0,
            last: 0,
            blank: false,
            fault: None,
        }
    }

    /// Takes the next piece, line ends normalized; hands on what base 64 stands for.
    pub(crate) fn push(&mut self, simple: &Simple, piece: &str, sink: Option<&mut Sink<'_>>) {
        if self.fault.is_some() {
            return;
        }
        match self.kind {
            Streaming::Base64 => self.push_base64(simple, piece, sink),
            Streaming::Hex => self.push_hex(simple, piece),
            Streaming::Text { collapse: false } => {
                self.length += piece.chars().count() as u64;
                for step in simple.steps() {
                    let bad = step.patterns().iter().find_map(|p| p.first_bad(piece));
                    if let Some(at) = bad {
                        let found = piece.get(at..).and_then(|t| t.chars().next());
                        let found = format!("U+{:04X}", found.map_or(0, |c| c as u32));
                        let expected = format!("permitted characters ({})", step.name());
                        self.fault = Some(Fault::new(Rule::Pattern, expected, &found));
                        return;
                    }
                }
            }
            Streaming::Text { collapse: true } => {
                for c in piece.chars() {
                    if matches!(c, ' ' | '\t' | '\n' | '\r') {
                        self.blank = self.length > 0;
                    } else {
                        self.length += 1 + u64::from(std::mem::take(&mut self.blank));
                    }
                }
            }
        }
    }

    fn push_base64(&mut self, simple: &Simple, piece: &str, mut sink: Option<&mut Sink<'_>>) {
        let bytes = piece.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            // Whole blocks without blanks and padding, tested without branches inside.
            if self.padding == 0 {
                let mut chunks = bytes[at..].chunks_exact(32);
                let good = chunks.by_ref().take_while(|chunk| {
                    chunk
                        .iter()
                        .fold(true, |all, b| all & (DIGIT[*b as usize] < 64))
                });
                let done = good.count() * 32;
                if done > 0 {
                    if let Some(sink) = &mut sink {
                        sink.digits(bytes[at..at + done].iter().map(|b| DIGIT[*b as usize]));
                    }
                    self.digits += done as u64;
                    self.last = DIGIT[bytes[at + done - 1] as usize];
                    at += done;
                    continue;
                }
            }
            let b = bytes[at];
            at += 1;
            match DIGIT[b as usize] {
                BLANK => {}
                PAD if self.padding < 2 => self.padding += 1,
                digit if digit < 64 && self.padding == 0 => {
                    self.digits += 1;
                    self.last = digit;
                    if let Some(sink) = &mut sink {
                        sink.digits([digit]);
                    }
                }
                _ => {
                    let found = piece.get(at - 1..).and_then(|t| t.chars().next());
                    let found = found.map_or_else(String::new, |c| c.to_string());
                    self.fault = Some(not_base64(simple, &found));
                    return;
                }
            }
        }
    }

    fn push_hex(&mut self, simple: &Simple, piece: &str) {
        for b in piece.bytes() {
            match b {
                b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' if !self.blank => self.digits += 1,
                b' ' | b'\t' | b'\n' | b'\r' => self.blank = self.digits > 0,
                _ => {
                    let expected = format!("pairs of hexadecimal digits ({})", simple.name);
                    let found = char::from(b).to_string();
                    self.fault = Some(Fault::new(Rule::Datatype, expected, &found));
                    return;
                }
            }
        }
    }

    /// The text has ended.
    pub(crate) fn finish(mut self, simple: &Simple) -> Result<(), Fault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let unit = match self.kind {
            Streaming::Base64 => {
                let sound = match (self.digits % 4, self.padding) {
                    (0, 0) => true,
                    (2, 2) => self.last.is_multiple_of(16),
                    (3, 1) => self.last.is_multiple_of(4),
                    _ => false,
                };
                if !sound {
                    return Err(not_base64(simple, "…"));
                }
                self.length = self.digits * 3 / 4;
                "bytes or items"
            }
            Streaming::Hex => {
                if !self.digits.is_multiple_of(2) {
                    let expected = format!("pairs of hexadecimal digits ({})", simple.name);
                    return Err(Fault::new(Rule::Datatype, expected, "…"));
                }
                self.length = self.digits / 2;
                "bytes or items"
            }
            Streaming::Text { .. } => "characters",
        };
        for step in simple.steps() {
            check_bounds(step, self.length, unit)?;
        }
        Ok(())
    }
}

fn check_bounds(step: &Step, length: u64, unit: &str) -> Result<(), Fault> {
    let LengthBounds { exact, min, max } = step.bounds();
    let broken = [
        (
            exact,
            Rule::Length,
            "exactly",
            exact.is_some_and(|n| length != u64::from(n)),
        ),
        (
            min,
            Rule::MinLength,
            "at least",
            min.is_some_and(|n| length < u64::from(n)),
        ),
        (
            max,
            Rule::MaxLength,
            "at most",
            max.is_some_and(|n| length > u64::from(n)),
        ),
    ];
    match broken.into_iter().find(|(.., broken)| *broken) {
        Some((Some(bound), rule, how, _)) => {
            let expected = format!("{how} {bound} {unit} ({})", step.name());
            Err(Fault::new(rule, expected, &format!("{length} {unit}")))
        }
        _ => Ok(()),
    }
}

fn not_base64(simple: &Simple, found: &str) -> Fault {
    let expected = format!("data in base 64 ({})", simple.name);
    Fault::new(Rule::Datatype, expected, found)
}

const BLANK: u8 = 0xFD;
const PAD: u8 = 0xFE;
const BAD: u8 = 0xFF;

/// Values of the digits of base 64.
const DIGIT: [u8; 256] = {
    let mut table = [BAD; 256];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut at = 0;
    while at < alphabet.len() {
        table[alphabet[at] as usize] = at as u8;
        at += 1;
    }
    table[b'=' as usize] = PAD;
    table[b' ' as usize] = BLANK;
    table[b'\t' as usize] = BLANK;
    table[b'\n' as usize] = BLANK;
    table[b'\r' as usize] = BLANK;
    table
};
