//! The Gregorian calendar, extended to all years.

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// Whether the year has a 29th of February.
pub(super) fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days of a month from 1 to 12.
pub(super) fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since a point far in the past, as if there were a year zero: only order and distance
/// matter.
pub(super) fn days(year: i32, month: u8, day: u8) -> i64 {
    // With years that begin in March, leap days come last and months have a regular length.
    let (year, month) = (i64::from(year), i64::from(month));
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + i64::from(day) - 1
}
