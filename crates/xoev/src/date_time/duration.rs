//! Durations.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::calendar::{DAY, days, days_in_month};
use crate::facets::Facetted;
use crate::rule::Rule;
use crate::simple::{Fault, Simple, WhiteSpace};

/// `xs:duration`: a span of time such as `P1Y2M` or `PT36H`, kept as it was written.
///
/// Months and days are of different length, so some durations have no order: `P1M` is neither less
/// nor more than `P30D`.
#[derive(Clone)]
pub struct Duration(Box<str>);

/// The numbers of a [`Duration`], all zero or more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DurationParts<'a> {
    /// Whether the duration goes backwards.
    pub negative: bool,
    /// Years.
    pub years: u32,
    /// Months.
    pub months: u32,
    /// Days.
    pub days: u32,
    /// Hours.
    pub hours: u32,
    /// Minutes.
    pub minutes: u32,
    /// Whole seconds.
    pub seconds: u64,
    /// Digits of the fraction of a second, as written; empty without a fraction.
    pub fraction: &'a str,
}

impl Duration {
    /// The lexical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The numbers it is made of.
    pub fn parts(&self) -> DurationParts<'_> {
        // The text was checked when it was taken.
        read(&self.0).unwrap_or_default()
    }

    /// Months, seconds and digits of the fraction, without trailing zeros; with the sign.
    fn amount(&self) -> (i64, i64, bool, &str) {
        let p = self.parts();
        let months = i64::from(p.years) * 12 + i64::from(p.months);
        let clock = (i64::from(p.hours) * 60 + i64::from(p.minutes)) * 60;
        let whole = i64::try_from(p.seconds).unwrap_or(i64::MAX);
        let seconds = (i64::from(p.days) * DAY + clock).saturating_add(whole);
        let fraction = p.fraction.trim_end_matches('0');
        let sign = if p.negative { -1 } else { 1 };
        (
            months * sign,
            seconds.saturating_mul(sign),
            p.negative && !fraction.is_empty(),
            fraction,
        )
    }
}

/// Takes a number and the designator after it, if they stand here.
fn number<'a>(text: &mut &'a str, designator: char) -> Option<Option<&'a str>> {
    let Some((digits, rest)) = text.split_once(designator) else {
        return Some(None);
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    *text = rest;
    Some(Some(digits))
}

fn whole(text: &mut &str, designator: char, any: &mut bool) -> Option<u32> {
    let Some(digits) = number(text, designator)? else {
        return Some(0);
    };
    *any = true;
    // The greatest number that validators take.
    digits
        .parse()
        .ok()
        .filter(|n| i32::try_from(*n).is_ok() && !digits.contains('.'))
}

fn read(text: &str) -> Option<DurationParts<'_>> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let text = text.strip_prefix('P')?;
    let (mut date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut any = false;
    let mut parts = DurationParts {
        negative,
        years: whole(&mut date, 'Y', &mut any)?,
        months: whole(&mut date, 'M', &mut any)?,
        days: whole(&mut date, 'D', &mut any)?,
        ..DurationParts::default()
    };
    if !date.is_empty() {
        return None;
    }
    if let Some(mut time) = time {
        // Where there is a T, something must follow.
        any = false;
        parts.hours = whole(&mut time, 'H', &mut any)?;
        parts.minutes = whole(&mut time, 'M', &mut any)?;
        if let Some(seconds) = number(&mut time, 'S')? {
            any = true;
            let (digits, fraction) = match seconds.split_once('.') {
                Some((digits, fraction)) if !fraction.is_empty() => (digits, fraction),
                Some(_) => return None,
                None => (seconds, ""),
            };
            if fraction.contains('.') {
                return None;
            }
            // Validators take `.5` for a number.
            parts.seconds = if digits.is_empty() {
                0
            } else {
                digits.parse().ok()?
            };
            parts.fraction = fraction;
        }
        if !time.is_empty() {
            return None;
        }
    }
    any.then_some(parts)
}

impl Simple for Duration {
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;

    fn parse(text: &str) -> Result<Self, Fault> {
        match read(text) {
            Some(_) => Ok(Duration(text.into())),
            None => {
                let expected = "a duration such as P1Y2M3DT4H5M6S (xs:duration)";
                Err(Fault::new(Rule::Datatype, expected, text))
            }
        }
    }

    fn lexical<'a>(&'a self, _buffer: &'a mut String) -> &'a str {
        &self.0
    }
}

/// Seconds from a reference date to that date plus the months.
fn month_seconds(year: i32, month: u8, months: i64) -> i64 {
    let index = i64::from(year) * 12 + i64::from(month) - 1;
    let target = index.saturating_add(months);
    let year = i32::try_from(target.div_euclid(12)).unwrap_or(i32::MAX);
    let month = u8::try_from(target.rem_euclid(12) + 1).unwrap_or(1);
    // All reference dates are the first of a month, which every month has.
    debug_assert!(days_in_month(year, month) >= 1);
    days(year, month, 1) * DAY
}

impl Facetted for Duration {
    fn order(&self, other: &Duration) -> Option<Ordering> {
        // The recommendation names these four dates: added to all of them, the sums must stand in
        // the same order.
        const DATES: [(i32, u8); 4] = [(1696, 9), (1697, 2), (1903, 3), (1903, 7)];
        let (a, b) = (self.amount(), other.amount());
        let fraction = match (a.2, b.2) {
            (false, false) => a.3.cmp(b.3),
            (true, true) => b.3.cmp(a.3),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        };
        let mut orders = DATES.iter().map(|(year, month)| {
            let left = month_seconds(*year, *month, a.0).saturating_add(a.1);
            let right = month_seconds(*year, *month, b.0).saturating_add(b.1);
            left.cmp(&right).then(fraction)
        });
        let first = orders.next()?;
        orders.all(|order| order == first).then_some(first)
    }
}

impl PartialEq for Duration {
    fn eq(&self, other: &Duration) -> bool {
        self.amount() == other.amount()
    }
}

impl Eq for Duration {}

impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Duration) -> Option<Ordering> {
        self.order(other)
    }
}

impl Hash for Duration {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.amount().hash(state);
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::__simple_text! { Duration }
