//! Sets of permitted characters and character sequences, checked in bulk.
//!
//! This is the hot path of reading: nearly every text in a message is of a datatype of DIN 91379,
//! which is just such a set.

use crate::pattern::{CharTableSpec, in_ranges};
use crate::xml::{is_printable, printable_words};

/// A set of permitted characters, and of sequences of characters that are permitted together (a
/// base letter with combining marks). A text belongs to the table if it is made of those alone.
///
/// At each place the longest sequence is taken. That is exact if, wherever a member of the table is
/// the beginning of a longer sequence, the next character of the sequence does not begin a member;
/// [`as_char_table`](crate::pattern::as_char_table) gives only such tables.
#[derive(Debug)]
pub struct CharTable {
    bits: Bits,
    ranges: &'static [(u32, u32)],
    sequences: &'static [&'static str],
    min: u32,
    max: u32,
}

impl CharTable {
    /// A table of single characters (ranges of code points, sorted, both ends included) and
    /// sequences (sorted by code points).
    pub const fn new(
        ranges: &'static [(u32, u32)],
        sequences: &'static [&'static str],
    ) -> CharTable {
        CharTable {
            bits: Bits::new(ranges),
            ranges,
            sequences,
            min: 0,
            max: u32::MAX,
        }
    }

    /// The same table for texts of so many members (a character or a sequence counts as one);
    /// `u32::MAX` for any number.
    #[must_use]
    pub const fn times(mut self, min: u32, max: u32) -> CharTable {
        self.min = min;
        self.max = max;
        self
    }

    /// Byte offset of the first character that is not allowed where it stands; none if all are.
    pub fn first_bad(&self, text: &str) -> Option<usize> {
        self.bits.scan(self.ranges, self.sequences, text).err()
    }

    /// Whether all characters are allowed and their number is right.
    pub fn is_match(&self, text: &str) -> bool {
        self.scan(text) == Ok(true)
    }

    /// Whether the number of members is right; the offset of the first bad character as an error.
    pub(crate) fn scan(&self, text: &str) -> Result<bool, usize> {
        let joined = self.bits.scan(self.ranges, self.sequences, text)?;
        Ok(is_counted(text, joined, self.min, self.max))
    }

    /// Permitted single characters.
    pub fn ranges(&self) -> &'static [(u32, u32)] {
        self.ranges
    }

    /// Permitted sequences.
    pub fn sequences(&self) -> &'static [&'static str] {
        self.sequences
    }

    /// Whether every text of the table can stand in an XML document.
    pub(crate) const fn is_xml(&self) -> bool {
        self.bits.xml
    }
}

/// A table made at run time, from a pattern.
#[derive(Debug)]
pub(crate) struct OwnedTable {
    bits: Bits,
    spec: CharTableSpec,
}

impl OwnedTable {
    pub(crate) fn new(spec: CharTableSpec) -> OwnedTable {
        OwnedTable {
            bits: Bits::new(&spec.ranges),
            spec,
        }
    }

    /// See [`Pattern::printable`](crate::Pattern::printable).
    pub(crate) fn printable(&self) -> Option<(u32, u32)> {
        let bounds = (self.spec.min, self.spec.max.unwrap_or(u32::MAX));
        self.bits.printable.then_some(bounds)
    }

    pub(crate) fn first_bad(&self, text: &str) -> Option<usize> {
        self.bits
            .scan(&self.spec.ranges, &self.spec.sequences, text)
            .err()
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        match self
            .bits
            .scan(&self.spec.ranges, &self.spec.sequences, text)
        {
            Ok(joined) => is_counted(
                text,
                joined,
                self.spec.min,
                self.spec.max.unwrap_or(u32::MAX),
            ),
            Err(_) => false,
        }
    }
}

/// Characters that XML 1.0 allows in a document.
pub(crate) static XML: CharTable = CharTable::new(
    &[
        (0x9, 0xA),
        (0xD, 0xD),
        (0x20, 0xD7FF),
        (0xE000, 0xFFFD),
        (0x1_0000, 0x10_FFFF),
    ],
    &[],
);

fn is_counted(text: &str, joined: usize, min: u32, max: u32) -> bool {
    if min == 0 && max == u32::MAX {
        return true;
    }
    let members = text.chars().count() - joined;
    members >= min as usize && (max == u32::MAX || members <= max as usize)
}

/// How many bytes are looked at together.
const CHUNK: usize = 32;
/// How many ranges of ASCII a table may have to be tested in chunks.
const SPANS: usize = 6;

/// The single characters of a table, prepared for quick tests.
#[derive(Debug)]
struct Bits {
    /// Which bytes are permitted characters of ASCII.
    ascii: [bool; 256],
    /// One bit for each character from U+0080 to U+07FF.
    two_bytes: [u64; 30],
    /// The ranges of ASCII, first byte and number, while there are no more than `SPANS`.
    spans: [(u8, u8); SPANS],
    span_count: usize,
    /// Whether all visible characters of ASCII are permitted, and blanks.
    printable: bool,
    /// Whether all characters are allowed in XML.
    xml: bool,
}

impl Bits {
    const fn new(ranges: &[(u32, u32)]) -> Bits {
        let mut bits = Bits {
            ascii: [false; 256],
            two_bytes: [0; 30],
            spans: [(0, 0); SPANS],
            span_count: 0,
            printable: true,
            xml: true,
        };
        let mut at = 0;
        while at < ranges.len() {
            let (low, high) = ranges[at];
            let mut code = low;
            while code <= high && code < 0x80 {
                bits.ascii[code as usize] = true;
                if !matches!(code, 0x9 | 0xA | 0xD | 0x20..) {
                    bits.xml = false;
                }
                code += 1;
            }
            while code <= high && code < 0x800 {
                bits.two_bytes[(code as usize - 0x80) / 64] |= 1 << (code % 64);
                code += 1;
            }
            if low <= 0xFFFF && high >= 0xFFFE {
                bits.xml = false;
            }
            if low < 0x80 {
                if bits.span_count < SPANS {
                    let last = if high < 0x7F { high } else { 0x7F };
                    bits.spans[bits.span_count] = (low as u8, (last - low + 1) as u8);
                }
                bits.span_count += 1;
            }
            at += 1;
        }
        let mut code = b' ';
        while code <= b'~' {
            bits.printable &= bits.ascii[code as usize];
            code += 1;
        }
        bits
    }

    fn allows(&self, ranges: &[(u32, u32)], c: char) -> bool {
        match c as u32 {
            0..0x80 => self.ascii[c as usize],
            code @ 0x80..0x800 => {
                let word = self.two_bytes.get((code as usize - 0x80) / 64);
                word.is_some_and(|w| w >> (code % 64) & 1 == 1)
            }
            code => in_ranges(ranges, code),
        }
    }

    /// How many bytes at the beginning are permitted ASCII.
    fn ascii_prefix(&self, bytes: &[u8]) -> usize {
        let mut done = 0;
        if self.printable {
            done = printable_words(bytes);
        } else if self.span_count <= SPANS && bytes.len() >= CHUNK {
            // Without branches inside, so that the compiler tests all bytes of a chunk at once.
            for chunk in bytes.as_chunks::<CHUNK>().0 {
                let mut good = [0u8; CHUNK];
                // Spans that are not used allow nothing.
                for (low, count) in self.spans {
                    for (good, byte) in good.iter_mut().zip(chunk) {
                        *good |= u8::from(byte.wrapping_sub(low) < count);
                    }
                }
                if good.iter().fold(1, |all, g| all & g) == 0 {
                    break;
                }
                done += CHUNK;
            }
        }
        let rest = bytes.get(done..).unwrap_or_default();
        done + rest
            .iter()
            .take_while(|b| self.ascii[usize::from(**b)])
            .count()
    }

    /// Walks through the text. Returns how many characters were swallowed by sequences beyond the
    /// first of each, or the offset of the first character that fits nowhere.
    fn scan<S: AsRef<str>>(
        &self,
        ranges: &[(u32, u32)],
        sequences: &[S],
        text: &str,
    ) -> Result<usize, usize> {
        // As nearly all texts.
        if self.printable && is_printable(text.as_bytes()) {
            return Ok(0);
        }
        let mut at = 0;
        // Everything before was taken by a sequence, so none can begin there.
        let mut floor = 0;
        let mut joined = 0;
        loop {
            at += self.ascii_prefix(text.as_bytes().get(at..).unwrap_or_default());
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                return Ok(joined);
            };
            if self.allows(ranges, c) {
                at += c.len_utf8();
                continue;
            }
            // The character may belong to a sequence that begins with the one before it, which is
            // allowed alone, or to one that it begins itself.
            let before = text.get(floor..at).and_then(|t| t.chars().next_back());
            let found = before
                .and_then(|b| at.checked_sub(b.len_utf8()))
                .and_then(|start| longest(sequences, text, start, at).map(|l| (start, l)))
                .or_else(|| longest(sequences, text, at, at).map(|l| (at, l)));
            let Some((start, length)) = found else {
                return Err(at);
            };
            let taken = text.get(start..start + length).unwrap_or_default();
            joined += taken.chars().count().saturating_sub(1);
            at = start + length;
            floor = at;
        }
    }
}

/// Length in bytes of the longest sequence that stands in the text at `start` and reaches beyond
/// `past`. The sequences are sorted.
fn longest<S: AsRef<str>>(sequences: &[S], text: &str, start: usize, past: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let first = rest.chars().next()?;
    let from = sequences.partition_point(|s| s.as_ref().chars().next() < Some(first));
    sequences
        .get(from..)?
        .iter()
        .map(AsRef::as_ref)
        .take_while(|s| s.starts_with(first))
        .filter(|s| start + s.len() > past && rest.starts_with(*s))
        .map(str::len)
        .max()
}
