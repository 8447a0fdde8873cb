//! Times, with and without a date.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};
use std::hash::{Hash, Hasher};
use std::num::NonZeroU8;

use super::calendar::{DAY, days, days_in_month};
use super::date::Year;
use super::scan::Scan;
use super::zone::{Instant, Zone};
use crate::facets::Facetted;
use crate::rule::Rule;
use crate::simple::{Fault, Simple, WhiteSpace};

/// `xs:dateTime`: a date and time, perhaps with a time zone.
#[derive(Clone)]
pub struct DateTime(pub(super) Moment);

/// `xs:time`: a time of every day, perhaps with a time zone.
#[derive(Clone)]
pub struct Time(pub(super) Moment);

/// How many digits of a fraction are kept as a number.
pub(super) const DIGITS_MAX: usize = 18;

/// A date and time; a time alone has an arbitrary date.
#[derive(Clone)]
pub(super) enum Moment {
    Short(Fields),
    /// More digits in the fraction than a number holds.
    Long(Box<(Fields, Box<str>)>),
}

#[derive(Clone, Copy)]
pub(super) struct Fields {
    /// The first digits of the fraction as a number.
    pub(super) fraction: u64,
    pub(super) year: i32,
    pub(super) zone: Zone,
    /// Never zero, which leaves the compiler a value to tell the two kinds of moment apart.
    pub(super) month: NonZeroU8,
    pub(super) day: u8,
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    /// How many digits `fraction` has; zero without a fraction.
    pub(super) digits: u8,
}

const _: () = assert!(size_of::<Moment>() <= 24);

impl Moment {
    pub(super) fn fields(&self) -> &Fields {
        match self {
            Moment::Short(fields) => fields,
            Moment::Long(parts) => &parts.0,
        }
    }

    /// Digits of the fraction beyond those in the fields.
    fn tail(&self) -> &str {
        match self {
            Moment::Short(_) => "",
            Moment::Long(parts) => &parts.1,
        }
    }

    /// Reads time and time zone for the given date.
    fn read(mut scan: Scan<'_>, year: i32, month: u8, day: u8) -> Option<Moment> {
        let hour = scan.two()?;
        scan.byte(b':')?;
        let minute = scan.two().filter(|m| *m < 60)?;
        scan.byte(b':')?;
        let second = scan.two().filter(|s| *s < 60)?;
        let all = match scan.byte(b'.') {
            Some(()) => scan.fraction()?,
            None => &[],
        };
        let (head, tail) = all.split_at(all.len().min(DIGITS_MAX));
        let fraction = head.iter().fold(0, |f, b| f * 10 + u64::from(b - b'0'));
        let is_end_of_day =
            || hour == 24 && minute == 0 && second == 0 && all.iter().all(|b| *b == b'0');
        if hour > 23 && !is_end_of_day() {
            return None;
        }
        let fields = Fields {
            fraction,
            year,
            zone: scan.zone()?,
            month: NonZeroU8::new(month)?,
            day,
            hour,
            minute,
            second,
            digits: u8::try_from(head.len()).ok()?,
        };
        if tail.is_empty() {
            return Some(Moment::Short(fields));
        }
        let tail = tail.iter().copied().map(char::from).collect::<String>();
        Some(Moment::Long(Box::new((fields, tail.into()))))
    }

    fn write_time(&self, out: &mut String) {
        let f = self.fields();
        // Writing to a string can't fail.
        let _ = write!(out, "{:02}:{:02}:{:02}", f.hour, f.minute, f.second);
        if f.digits > 0 {
            let width = usize::from(f.digits);
            let _ = write!(out, ".{:0width$}{}", f.fraction, self.tail());
        }
        let _ = write!(out, "{}", f.zone);
    }

    /// Seconds since midnight.
    fn clock(&self) -> i64 {
        let f = self.fields();
        (i64::from(f.hour) * 60 + i64::from(f.minute)) * 60 + i64::from(f.second)
    }

    /// The place of a date and time.
    fn of_date(&self) -> Instant {
        let f = self.fields();
        let local = days(f.year, f.month.get(), f.day) * DAY + self.clock();
        Instant {
            local,
            zone: f.zone,
        }
    }

    /// The place of a time of every day. As validators have it, a time that falls on another day in
    /// UTC comes back to the same day, while `24:00:00Z` stays the end of its day.
    fn of_time(&self) -> Instant {
        let zone = self.fields().zone;
        match zone {
            Zone::NONE | Zone::UTC => Instant {
                local: self.clock(),
                zone,
            },
            _ => {
                let seconds = Instant {
                    local: self.clock(),
                    zone,
                }
                .seconds();
                Instant {
                    local: seconds.rem_euclid(DAY),
                    zone: Zone::UTC,
                }
            }
        }
    }

    /// The fraction in a form that compares: eighteen digits as a number, then the others.
    fn fraction(&self) -> (u64, &str) {
        let f = self.fields();
        let missing = (DIGITS_MAX as u32).saturating_sub(u32::from(f.digits));
        (
            f.fraction.saturating_mul(10u64.pow(missing)),
            self.tail().trim_end_matches('0'),
        )
    }

    /// Nanoseconds; further digits are cut off.
    pub(super) fn nanoseconds(&self) -> u32 {
        u32::try_from(self.fraction().0 / 1_000_000_000).unwrap_or(0)
    }
}

macro_rules! moment_type {
    ($name:ident, $instant:ident) => {
        impl $name {
            /// The hour, from 0 to 24 (which is only written as `24:00:00`, the end of the day).
            pub fn hour(&self) -> u8 {
                self.0.fields().hour
            }

            /// The minute.
            pub fn minute(&self) -> u8 {
                self.0.fields().minute
            }

            /// The second, from 0 to 59.
            pub fn second(&self) -> u8 {
                self.0.fields().second
            }

            /// The fraction of the second in nanoseconds; further digits are cut off.
            pub fn nanosecond(&self) -> u32 {
                self.0.nanoseconds()
            }

            /// Distance of the time zone from UTC in minutes, east being positive; none without
            /// time zone.
            pub fn zone_minutes(&self) -> Option<i16> {
                self.0.fields().zone.minutes()
            }
        }

        impl Facetted for $name {
            fn order(&self, other: &$name) -> Option<Ordering> {
                let fraction = self.0.fraction().cmp(&other.0.fraction());
                self.0.$instant().order(other.0.$instant(), fraction)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &$name) -> bool {
                self.order(other) == Some(Ordering::Equal)
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &$name) -> Option<Ordering> {
                self.order(other)
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                let place = self.0.$instant();
                (place.seconds(), place.zone == Zone::NONE, self.0.fraction()).hash(state);
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        crate::__simple_text! { $name }
    };
}

moment_type!(DateTime, of_date);
moment_type!(Time, of_time);

impl Simple for DateTime {
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;

    fn parse(text: &str) -> Result<Self, Fault> {
        let read = || {
            let mut scan = Scan::new(text);
            let year = scan.year()?;
            scan.byte(b'-')?;
            let month = scan.month()?;
            scan.byte(b'-')?;
            let day = scan.day(year, month)?;
            scan.byte(b'T')?;
            Moment::read(scan, year, month, day)
        };
        read().map(DateTime).ok_or_else(|| {
            let expected = "a date and time such as 2026-11-21T08:30:00+01:00 (xs:dateTime)";
            Fault::new(Rule::Datatype, expected, text)
        })
    }

    fn lexical<'a>(&'a self, buffer: &'a mut String) -> &'a str {
        let f = self.0.fields();
        let _ = write!(buffer, "{}-{:02}-{:02}T", Year(f.year), f.month, f.day);
        self.0.write_time(buffer);
        buffer
    }
}

impl Simple for Time {
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;

    fn parse(text: &str) -> Result<Self, Fault> {
        Moment::read(Scan::new(text), 2000, 1, 15)
            .map(Time)
            .ok_or_else(|| Fault::new(Rule::Datatype, "a time such as 08:30:00 (xs:time)", text))
    }

    fn lexical<'a>(&'a self, buffer: &'a mut String) -> &'a str {
        self.0.write_time(buffer);
        buffer
    }
}

impl DateTime {
    /// A date and time without fraction and time zone; none if there is no such time.
    pub fn new(year: i32, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Option<Self> {
        let exists = year != 0
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        let month = NonZeroU8::new(month).filter(|_| exists)?;
        let zone = Zone::NONE;
        let fields = Fields {
            fraction: 0,
            year,
            zone,
            month,
            day,
            hour,
            minute,
            second,
            digits: 0,
        };
        Some(DateTime(Moment::Short(fields)))
    }

    /// The year; negative before our era.
    pub fn year(&self) -> i32 {
        self.0.fields().year
    }

    /// The month, from 1 to 12.
    pub fn month(&self) -> u8 {
        self.0.fields().month.get()
    }

    /// The day of the month, from 1.
    pub fn day(&self) -> u8 {
        self.0.fields().day
    }
}
