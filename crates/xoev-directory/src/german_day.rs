//! The day in Germany: directories are valid from midnight to midnight there.
//!
//! `xoev-rules` computes it, too, of what stands in messages. Neither may use the other: rules reach no
//! network, a directory knows nothing of what is in messages. The tests of both have the same moments.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};

/// Tells the time. Passed in, so that tests need not wait for tomorrow.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The clock of the machine.
pub fn system_clock() -> Clock {
    Arc::new(Utc::now)
}

/// The day in Germany at this moment.
///
/// ```
/// let late = "2026-11-01T23:30:00Z".parse().expect("a time");
/// assert_eq!(xoev_directory::german_day(late).to_string(), "2026-11-02");
/// ```
pub fn german_day(at: DateTime<Utc>) -> NaiveDate {
    german_time(at).date()
}

/// The time on German clocks.
pub fn german_time(at: DateTime<Utc>) -> NaiveDateTime {
    let utc = at.naive_utc();
    let hours = if is_summer(utc) { 2 } else { 1 };
    utc.checked_add_signed(TimeDelta::hours(hours))
        .unwrap_or(utc)
}

/// The day on which something ends at this moment: what ends at midnight ends with the day before.
pub(crate) fn last_german_day(until: DateTime<Utc>) -> NaiveDate {
    let instant = TimeDelta::nanoseconds(1);
    german_day(until.checked_sub_signed(instant).unwrap_or(until))
}

/// From the last Sunday of March to that of October, each at 01:00 UTC (Directive 2000/84/EC).
fn is_summer(utc: NaiveDateTime) -> bool {
    let switch = |month| {
        let last = NaiveDate::from_ymd_opt(utc.year(), month, 31)?;
        let past = last.weekday().num_days_from_sunday();
        last.checked_sub_days(Days::new(past.into()))?
            .and_hms_opt(1, 0, 0)
    };
    match (switch(3), switch(10)) {
        (Some(begin), Some(end)) => (begin..end).contains(&utc),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{german_day, last_german_day};

    fn day(utc: &str) -> String {
        german_day(utc.parse().expect("a time")).to_string()
    }

    #[test]
    fn the_day_changes_at_german_midnight_in_winter_and_summer() {
        assert_eq!(day("2026-12-31T22:59:59Z"), "2026-12-31");
        assert_eq!(day("2026-12-31T23:00:00Z"), "2027-01-01");
        assert_eq!(day("2026-06-30T21:59:59Z"), "2026-06-30");
        assert_eq!(day("2026-06-30T22:00:00Z"), "2026-07-01");
    }

    #[test]
    fn summer_time_switches_at_one_utc_on_the_last_sundays() {
        assert_eq!(day("2026-03-28T22:30:00Z"), "2026-03-28");
        assert_eq!(day("2026-03-29T22:30:00Z"), "2026-03-30");
        assert_eq!(day("2026-10-24T22:30:00Z"), "2026-10-25");
        assert_eq!(day("2026-10-25T22:30:00Z"), "2026-10-25");
    }

    #[test]
    fn summer_time_is_the_same_as_for_rules() {
        let hour = |utc: &str| {
            let utc: chrono::DateTime<chrono::Utc> = utc.parse().expect("a time");
            (super::german_time(utc) - utc.naive_utc()).num_hours()
        };
        for (before, first) in [
            ("2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"),
            ("2024-03-31T00:59:59Z", "2024-03-31T01:00:00Z"),
            ("2025-03-30T00:59:59Z", "2025-03-30T01:00:00Z"),
            ("2029-03-25T00:59:59Z", "2029-03-25T01:00:00Z"),
        ] {
            assert_eq!((hour(before), hour(first)), (1, 2), "{first}");
        }
        for (last, after) in [
            ("2026-10-25T00:59:59Z", "2026-10-25T01:00:00Z"),
            ("2027-10-31T00:59:59Z", "2027-10-31T01:00:00Z"),
            ("2025-10-26T00:59:59Z", "2025-10-26T01:00:00Z"),
        ] {
            assert_eq!((hour(last), hour(after)), (2, 1), "{after}");
        }
    }

    #[test]
    fn what_ends_at_midnight_ends_with_the_day_before() {
        let last = |utc: &str| last_german_day(utc.parse().expect("a time")).to_string();
        assert_eq!(last("2019-12-01T22:59:59Z"), "2019-12-01");
        assert_eq!(last("2019-12-01T23:00:00Z"), "2019-12-01");
        assert_eq!(last("2019-12-01T23:00:01Z"), "2019-12-02");
    }
}
