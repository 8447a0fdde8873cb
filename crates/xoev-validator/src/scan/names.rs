//! Qualified names (XML 1.0, fifth edition; Namespaces in XML 1.0).

use std::io::Read;
use std::ops::Range;

use xoev::Rule;

use super::{Lack, Parsed, Scanner, syntax};
use crate::fatal::Fatal;

const NAME: u8 = 1;
const START: u8 = 2;
const COLON: u8 = 4;
const WIDE: u8 = 8;

/// Classes of the bytes in a name.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut b = 0;
    while b < 256 {
        class[b] = match b as u8 {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => NAME | START,
            b'0'..=b'9' | b'-' | b'.' => NAME,
            b':' => NAME | COLON,
            0x80.. => NAME | START | WIDE,
            _ => 0,
        };
        b += 1;
    }
    class
};

impl<R: Read> Scanner<R> {
    /// A qualified name: at most one colon, not at either end. Also tells where its local part
    /// begins.
    #[inline]
    pub(super) fn name(&self, text: &str, start: usize) -> Parsed<(Range<usize>, usize)> {
        let bytes = text.as_bytes();
        let mut end = start;
        let mut seen = 0;
        let mut local = start;
        while let Some(&byte) = bytes.get(end) {
            let class = CLASS[byte as usize];
            if class == 0 {
                break;
            }
            end += 1;
            if byte == b':' && local == start {
                local = end;
            } else {
                seen |= class;
            }
        }
        let sound = |at: usize| {
            bytes
                .get(at)
                .is_some_and(|b| CLASS[*b as usize] & START != 0)
        };
        let plain = end < bytes.len()
            && end - start <= self.settings.max_name
            && seen & (WIDE | COLON) == 0
            && end > local
            && sound(start)
            && sound(local)
            && local != start + 1;
        match plain {
            true => Ok((start..end, local)),
            false => self.odd_name(text, start, end),
        }
    }

    /// A name with other characters than those of ASCII, or none.
    #[cold]
    pub(super) fn odd_name(
        &self,
        text: &str,
        start: usize,
        end: usize,
    ) -> Parsed<(Range<usize>, usize)> {
        let bytes = text.as_bytes();
        if end == bytes.len() && end - start <= self.settings.max_name {
            return Err(Lack::More);
        }
        if end == start || CLASS[bytes[start] as usize] & START == 0 {
            return Err(syntax(text, "a name", start).into());
        }
        if end - start > self.settings.max_name {
            let limit = format!("{} bytes in a name", self.settings.max_name);
            return Err(Fatal::new(Rule::Limit, limit, "a longer one", start).into());
        }
        let name = &text[start..end];
        let (prefix, local) = name.split_once(':').unwrap_or(("a", name));
        if !xoev::xml::is_ncname(prefix) || !xoev::xml::is_ncname(local) {
            return Err(syntax(text, "a name with at most one colon", start).into());
        }
        Ok((start..end, end - local.len()))
    }
}
