//! Points in time as messages write them.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta};

/// A point in time with its precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Milliseconds since 1970; for one without time zone, as if it were UTC.
    pub(crate) millis: i64,
    /// It has a time zone.
    pub(crate) zone: bool,
    /// How many digits its fraction of a second has.
    pub(crate) digits: usize,
}

impl Moment {
    /// Whether it is given as exactly as events have to be.
    pub(crate) fn is_exact(&self) -> bool {
        self.zone && self.digits >= 3
    }

    /// How far apart two moments are, in milliseconds; none if they can't be compared.
    pub(crate) fn apart(self, other: Moment) -> Option<i64> {
        (self.zone == other.zone).then(|| self.millis - other.millis)
    }
}

/// Reads a value of type `xs:dateTime`; none if it is not one, which is the schema's matter.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let (date, time) = text.split_once('T')?;
    let at = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let digits = time[..at].split_once('.').map_or(0, |(_, f)| f.len());
    let zone = at < time.len();
    let millis = if zone {
        DateTime::parse_from_rfc3339(text).ok()?.timestamp_millis()
    } else {
        let text = format!("{date} {time}");
        let naive = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f").ok()?;
        naive.and_utc().timestamp_millis()
    };
    Some(Moment {
        millis,
        zone,
        digits,
    })
}

/// The day in Germany of a value of type `xs:dateTime`; none if it is not one. A time without zone
/// is taken as local.
pub(crate) fn german_day(text: &str) -> Option<NaiveDate> {
    let (day, time) = text.split_once('T')?;
    let mut day: NaiveDate = day.parse().ok()?;
    let at = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(at);
    let mut clock = clock.to_owned();
    // The end of a day, which is the beginning of the next.
    if let Some(rest) = clock.strip_prefix("24:") {
        clock = format!("00:{rest}");
        day = day.succ_opt()?;
    }
    if zone.is_empty() {
        return Some(day);
    }
    let utc = DateTime::parse_from_rfc3339(&format!("{day}T{clock}{zone}"));
    let utc = utc.ok()?.naive_utc();
    let hours = if is_summer(utc)? { 2 } else { 1 };
    let local = utc.checked_add_signed(TimeDelta::hours(hours))?;
    Some(local.date())
}

/// Whether Germany has summer time: from the last Sunday of March to that of October, each at 01:00
/// UTC (Directive 2000/84/EC).
fn is_summer(utc: NaiveDateTime) -> Option<bool> {
    let switch = |month| {
        let last = NaiveDate::from_ymd_opt(utc.year(), month, 31)?;
        let past = last.weekday().num_days_from_sunday();
        let sunday = last.checked_sub_days(Days::new(past.into()))?;
        sunday.and_hms_opt(1, 0, 0)
    };
    Some((switch(3)?..switch(10)?).contains(&utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_day(text: &str, day: &str) {
        assert_eq!(german_day(text), day.parse().ok(), "{text}");
    }

    #[test]
    fn the_day_of_a_moment_is_that_in_germany() {
        is_day("2022-10-31T23:30:00Z", "2022-11-01");
        is_day("2022-10-31T22:59:59.999Z", "2022-10-31");
        is_day("2022-10-31T23:30:00+01:00", "2022-10-31");
        is_day("2022-11-01T05:00:00+14:00", "2022-10-31");
        is_day("2022-10-31T20:00:00-05:00", "2022-11-01");
        is_day("2024-02-29T23:00:00Z", "2024-03-01");
        is_day("2024-02-28T23:00:00Z", "2024-02-29");
        is_day("2026-12-31T23:00:00Z", "2027-01-01");
        is_day("2026-06-30T22:00:00Z", "2026-07-01");
        is_day("2026-06-30T21:59:59Z", "2026-06-30");
    }

    #[test]
    fn summer_time_begins_and_ends_on_the_last_sundays_at_one_utc() {
        let is_summer = |text: &str| is_summer(text.parse().expect("a time")).expect("a year");
        // The 31st is a Sunday in March 2024, and no day of that week is left after it.
        for (before, first) in [
            ("2026-03-29T00:59:59", "2026-03-29T01:00:00"),
            ("2024-03-31T00:59:59", "2024-03-31T01:00:00"),
            ("2025-03-30T00:59:59", "2025-03-30T01:00:00"),
            ("2029-03-25T00:59:59", "2029-03-25T01:00:00"),
        ] {
            assert!(!is_summer(before) && is_summer(first), "{first}");
        }
        for (last, after) in [
            ("2026-10-25T00:59:59", "2026-10-25T01:00:00"),
            ("2027-10-31T00:59:59", "2027-10-31T01:00:00"),
            ("2025-10-26T00:59:59", "2025-10-26T01:00:00"),
        ] {
            assert!(is_summer(last) && !is_summer(after), "{after}");
        }
    }

    #[test]
    fn days_around_both_switches_are_those_of_the_clock() {
        is_day("2026-03-28T22:30:00Z", "2026-03-28");
        is_day("2026-03-28T23:00:00Z", "2026-03-29");
        is_day("2026-03-29T21:59:59Z", "2026-03-29");
        is_day("2026-03-29T22:00:00Z", "2026-03-30");
        is_day("2026-10-24T21:59:59Z", "2026-10-24");
        is_day("2026-10-24T22:00:00Z", "2026-10-25");
        is_day("2026-10-25T22:30:00Z", "2026-10-25");
        is_day("2026-10-25T23:00:00Z", "2026-10-26");
    }

    #[test]
    fn a_time_without_zone_is_local_and_midnight_may_end_a_day() {
        is_day("2022-10-31T23:59:59.999", "2022-10-31");
        is_day("2022-10-31T00:00:00", "2022-10-31");
        is_day("2022-10-31T24:00:00", "2022-11-01");
        is_day("2022-10-31T24:00:00+01:00", "2022-11-01");
        is_day("2022-10-31T24:00:00+03:00", "2022-10-31");
        // A second that is put in, at the end of a year.
        is_day("2016-12-31T23:59:60Z", "2017-01-01");
    }

    #[test]
    fn what_is_no_moment_has_no_day() {
        for text in [
            "",
            "gestern",
            "2022-10-31",
            "2022-02-30T10:00:00Z",
            "2022-10-31T25:00:00Z",
        ] {
            assert_eq!(german_day(text), None, "{text}");
        }
        assert_eq!(german_day("99999999-10-31T10:00:00Z"), None);
    }

    #[test]
    fn moments_are_compared_across_time_zones() {
        let a = moment("2026-11-02T10:00:00.120+01:00").expect("a moment");
        let b = moment("2026-11-02T09:00:00.12Z").expect("a moment");
        assert_eq!(a.apart(b), Some(0));
        assert!(a.is_exact());
        assert!(!b.is_exact());
        let naive = moment("2026-11-02T09:00:00.120").expect("a moment");
        assert!(!naive.is_exact());
        assert_eq!(a.apart(naive), None);
        assert_eq!(moment("yesterday"), None);
        assert_eq!(moment("2026-11-02T10:00"), None);
    }
}
