//! Time zones and the order of values with and without one.

use std::cmp::Ordering;
use std::fmt;

/// A time zone as it was written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Zone(i16);

impl Zone {
    /// No time zone given.
    pub(super) const NONE: Zone = Zone(i16::MIN);
    /// `Z`
    pub(super) const UTC: Zone = Zone(i16::MIN + 1);
    /// `-00:00`
    pub(super) const MINUS_ZERO: Zone = Zone(i16::MIN + 2);
    /// The greatest distance from UTC, in minutes.
    pub(super) const MAX: i16 = 14 * 60;

    /// A distance from UTC in minutes; none if it is more than 14 hours.
    pub(super) fn offset(minutes: i16) -> Option<Zone> {
        (-Zone::MAX..=Zone::MAX)
            .contains(&minutes)
            .then_some(Zone(minutes))
    }

    /// Distance from UTC in minutes, east being positive; none without time zone.
    pub(super) fn minutes(self) -> Option<i16> {
        match self {
            Zone::NONE => None,
            Zone::UTC | Zone::MINUS_ZERO => Some(0),
            Zone(minutes) => Some(minutes),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Zone::NONE => Ok(()),
            Zone::UTC => f.write_str("Z"),
            Zone::MINUS_ZERO => f.write_str("-00:00"),
            Zone(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// A place on the time line: local seconds since an arbitrary point, with the time zone.
#[derive(Clone, Copy)]
pub(super) struct Instant {
    pub(super) local: i64,
    pub(super) zone: Zone,
}

impl Instant {
    /// Seconds in UTC; local ones without time zone.
    pub(super) fn seconds(self) -> i64 {
        self.local - i64::from(self.zone.minutes().unwrap_or(0)) * 60
    }

    /// Compares two places; `rest` is the order of what is finer than seconds.
    pub(super) fn order(self, other: Instant, rest: Ordering) -> Option<Ordering> {
        let (a, b) = (self.seconds(), other.seconds());
        let (a_known, b_known) = (self.zone != Zone::NONE, other.zone != Zone::NONE);
        if a_known == b_known {
            return Some(a.cmp(&b).then(rest));
        }
        // The one without time zone may be up to 14 hours earlier or later.
        let reach = i64::from(Zone::MAX) * 60;
        if (a + reach).cmp(&b).then(rest) == Ordering::Less {
            Some(Ordering::Less)
        } else if (a - reach).cmp(&b).then(rest) == Ordering::Greater {
            Some(Ordering::Greater)
        } else {
            None
        }
    }
}
