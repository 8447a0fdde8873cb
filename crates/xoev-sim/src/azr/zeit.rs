//! Times: the moment of a message, and the day in Germany.

use chrono::{
    DateTime, Datelike as _, Days, NaiveDate, NaiveDateTime, SecondsFormat, TimeDelta, Utc,
};

/// A moment as messages have it: with milliseconds and zone.
pub(super) fn zeitpunkt(jetzt: DateTime<Utc>) -> String {
    jetzt.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The day in Germany: summer time is from the last Sunday of March to that of October, each at
/// 01:00 UTC (Directive 2000/84/EC).
pub(super) fn tag(jetzt: DateTime<Utc>) -> NaiveDate {
    let utc = jetzt.naive_utc();
    let hours = if ist_sommer(utc).unwrap_or(false) {
        2
    } else {
        1
    };
    let local = utc.checked_add_signed(TimeDelta::hours(hours));
    local.unwrap_or(utc).date()
}

fn ist_sommer(utc: NaiveDateTime) -> Option<bool> {
    let switch = |month| -> Option<NaiveDateTime> {
        let last = NaiveDate::from_ymd_opt(utc.year(), month, 31)?;
        let past = last.weekday().num_days_from_sunday();
        last.checked_sub_days(Days::new(past.into()))?
            .and_hms_opt(1, 0, 0)
    };
    Some((switch(3)?..switch(10)?).contains(&utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_in_germany() {
        for (moment, day) in [
            ("2026-06-30T22:00:00Z", "2026-07-01"),
            ("2026-06-30T21:59:59Z", "2026-06-30"),
            ("2026-12-31T23:00:00Z", "2027-01-01"),
            ("2026-12-31T22:59:59Z", "2026-12-31"),
        ] {
            let moment: DateTime<Utc> = moment.parse().expect("a time");
            assert_eq!(tag(moment).to_string(), day, "{moment}");
        }
    }
}
