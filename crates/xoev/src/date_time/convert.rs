//! Conversions from and to `chrono`.
//!
//! `chrono` counts the year before year 1 as 0, XML Schema 1.0 as -1; conversions allow for that.

use std::num::NonZeroU8;

use chrono::{Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset as _};
use chrono::{TimeZone, Timelike as _};

use super::date::Date;
use super::moment::{DateTime, Fields, Moment, Time};
use super::zone::Zone;

fn year_to_chrono(year: i32) -> i32 {
    if year < 0 {
        year.saturating_add(1)
    } else {
        year
    }
}

fn year_from_chrono(year: i32) -> i32 {
    if year <= 0 {
        year.saturating_sub(1)
    } else {
        year
    }
}

/// `chrono` never has more than 31 here.
fn small(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

impl Date {
    /// The day, without time zone; none outside of what `chrono` holds.
    pub fn to_naive(&self) -> Option<NaiveDate> {
        let (month, day) = (u32::from(self.month()), u32::from(self.day()));
        NaiveDate::from_ymd_opt(year_to_chrono(self.year()), month, day)
    }
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Date {
        let year = year_from_chrono(date.year());
        Date::from_fields(year, small(date.month()), small(date.day()))
    }
}

impl DateTime {
    /// Date and time without time zone; none outside of what `chrono` holds.
    pub fn to_naive(&self) -> Option<NaiveDateTime> {
        let (month, day) = (u32::from(self.month()), u32::from(self.day()));
        let date = NaiveDate::from_ymd_opt(year_to_chrono(self.year()), month, day)?;
        // The end of a day is the beginning of the next one.
        let (date, hour) = match self.hour() {
            24 => (date.succ_opt()?, 0),
            hour => (date, hour),
        };
        let (minute, second) = (u32::from(self.minute()), u32::from(self.second()));
        date.and_hms_nano_opt(u32::from(hour), minute, second, self.nanosecond())
    }

    /// The point in time; none without time zone, or outside of what `chrono` holds.
    pub fn to_chrono(&self) -> Option<chrono::DateTime<FixedOffset>> {
        let offset = FixedOffset::east_opt(i32::from(self.zone_minutes()?) * 60)?;
        offset.from_local_datetime(&self.to_naive()?).single()
    }

    /// A point in time with exactly three digits of fraction, as message heads have it; the clock
    /// is the caller's: `DateTime::now_millis(chrono::Local::now())`.
    pub fn now_millis<Z: TimeZone>(now: chrono::DateTime<Z>) -> DateTime {
        let (local, zone) = local(&now);
        let millis = (local.nanosecond() / 1_000_000).min(999);
        DateTime(moment(local, zone, u64::from(millis), 3))
    }
}

impl<Z: TimeZone> From<chrono::DateTime<Z>> for DateTime {
    /// Only as many digits of fraction as needed.
    fn from(time: chrono::DateTime<Z>) -> DateTime {
        let (local, zone) = local(&time);
        let (fraction, digits) = shortest(local.nanosecond());
        DateTime(moment(local, zone, fraction, digits))
    }
}

impl From<NaiveDateTime> for DateTime {
    fn from(time: NaiveDateTime) -> DateTime {
        let (fraction, digits) = shortest(time.nanosecond());
        DateTime(moment(time, Zone::NONE, fraction, digits))
    }
}

impl Time {
    /// The time without time zone; `24:00:00` becomes `00:00:00`.
    pub fn to_naive(&self) -> Option<NaiveTime> {
        let (minute, second) = (u32::from(self.minute()), u32::from(self.second()));
        NaiveTime::from_hms_nano_opt(
            u32::from(self.hour()) % 24,
            minute,
            second,
            self.nanosecond(),
        )
    }
}

impl From<NaiveTime> for Time {
    fn from(time: NaiveTime) -> Time {
        let (fraction, digits) = shortest(time.nanosecond());
        let date = NaiveDate::from_ymd_opt(2000, 1, 15).unwrap_or_default();
        Time(moment(date.and_time(time), Zone::NONE, fraction, digits))
    }
}

/// Local time and time zone, in UTC where the offset is none that XML Schema can write.
fn local<Z: TimeZone>(time: &chrono::DateTime<Z>) -> (NaiveDateTime, Zone) {
    let utc = time.naive_utc();
    let seconds = time.offset().fix().local_minus_utc();
    let zone = match i16::try_from(seconds / 60) {
        Ok(0) if seconds == 0 => Some(Zone::UTC),
        Ok(minutes) if seconds % 60 == 0 => Zone::offset(minutes),
        _ => None,
    };
    let shifted = utc.checked_add_signed(chrono::TimeDelta::seconds(i64::from(seconds)));
    match (zone, shifted) {
        (Some(zone), Some(local)) => (local, zone),
        _ => (utc, Zone::UTC),
    }
}

/// A fraction in nanoseconds without trailing zeros, and its number of digits. A leap second, which
/// XML Schema 1.0 can't write, becomes the end of the second before.
fn shortest(nanoseconds: u32) -> (u64, u8) {
    let (mut fraction, mut digits) = (u64::from(nanoseconds.min(999_999_999)), 9);
    while digits > 0 && fraction % 10 == 0 {
        fraction /= 10;
        digits -= 1;
    }
    (fraction, digits)
}

fn moment(time: NaiveDateTime, zone: Zone, fraction: u64, digits: u8) -> Moment {
    Moment::Short(Fields {
        fraction,
        year: year_from_chrono(time.year()),
        zone,
        month: NonZeroU8::new(small(time.month())).unwrap_or(NonZeroU8::MIN),
        day: small(time.day()),
        hour: small(time.hour()),
        minute: small(time.minute()),
        second: small(time.second()),
        digits,
    })
}
