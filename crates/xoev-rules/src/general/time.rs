//! Points in time as messages write them.

use chrono::{DateTime, NaiveDateTime};

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

#[cfg(test)]
mod tests {
    use super::*;

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
