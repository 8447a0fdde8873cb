//! Reading the fixed forms that dates and times are made of.

use super::calendar::days_in_month;
use super::zone::Zone;

/// The bytes that are still to be read.
pub(super) struct Scan<'a>(&'a [u8]);

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Scan<'a> {
        Scan(text.as_bytes())
    }

    /// Takes this byte, or nothing.
    pub(super) fn byte(&mut self, byte: u8) -> Option<()> {
        match self.0 {
            [first, rest @ ..] if *first == byte => {
                self.0 = rest;
                Some(())
            }
            _ => None,
        }
    }

    /// Two digits.
    pub(super) fn two(&mut self) -> Option<u8> {
        match self.0 {
            [a @ b'0'..=b'9', b @ b'0'..=b'9', rest @ ..] => {
                self.0 = rest;
                Some((a - b'0') * 10 + (b - b'0'))
            }
            _ => None,
        }
    }

    /// A year: four digits, or more without leading zeros; not zero.
    pub(super) fn year(&mut self) -> Option<i32> {
        let negative = self.byte(b'-').is_some();
        let length = self.0.iter().take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at_checked(length)?;
        if length < 4 || (length > 4 && digits.first() == Some(&b'0')) {
            return None;
        }
        // Negative, as there is one more negative number than positive ones.
        let mut year: i32 = 0;
        for digit in digits {
            year = year.checked_mul(10)?.checked_sub(i32::from(digit - b'0'))?;
        }
        self.0 = rest;
        let year = if negative { year } else { year.checked_neg()? };
        (year != 0).then_some(year)
    }

    /// A month.
    pub(super) fn month(&mut self) -> Option<u8> {
        self.two().filter(|m| (1..=12).contains(m))
    }

    /// A day of the given month.
    pub(super) fn day(&mut self, year: i32, month: u8) -> Option<u8> {
        self.two()
            .filter(|d| (1..=days_in_month(year, month)).contains(d))
    }

    /// Two hyphens, unless they begin a time zone.
    pub(super) fn dashes(&mut self) -> bool {
        let found = self.0.starts_with(b"--");
        if found {
            self.0 = self.0.get(2..).unwrap_or_default();
        }
        found
    }

    /// Digits after a decimal point; at least one.
    pub(super) fn fraction(&mut self) -> Option<&'a [u8]> {
        let length = self.0.iter().take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        (length > 0).then_some(digits)
    }

    /// The time zone, if there is one, and nothing after it.
    pub(super) fn zone(self) -> Option<Zone> {
        match self.0 {
            [] => Some(Zone::NONE),
            [b'Z'] => Some(Zone::UTC),
            [sign @ (b'+' | b'-'), rest @ ..] => {
                let mut rest = Scan(rest);
                let hours = rest.two()?;
                rest.byte(b':')?;
                let minutes = rest.two().filter(|m| *m < 60)?;
                if !rest.0.is_empty() {
                    return None;
                }
                let minutes = i16::from(hours) * 60 + i16::from(minutes);
                match (sign, minutes) {
                    (b'-', 0) => Some(Zone::MINUS_ZERO),
                    (b'-', _) => Zone::offset(-minutes),
                    _ => Zone::offset(minutes),
                }
            }
            _ => None,
        }
    }
}
