//! Which versions are valid when.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::Version;
use crate::route::TableError;

const RELEASES: &str = include_str!("../../data/releases.tsv");

/// Whether a version is valid on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// It is not yet: it is valid from this day on.
    Later(NaiveDate),
    /// It is the one that is valid.
    Valid,
    /// Another one took its place, but it is taken until this day.
    Overlap {
        /// The last day.
        until: NaiveDate,
    },
    /// It was valid until this day, the overlap included.
    Ended(NaiveDate),
    /// The calendar does not have it.
    Unknown,
}

/// Days from which versions are valid. A version ends on the day before the next one begins; for
/// some more days it may still be sent and taken, the overlap. How long that is, no public text of
/// the standard says: without configuration it is no day.
///
/// Versions begin on 1 May and 1 November. The names of calendar versions say the day: `26.11` is
/// valid from 2026-11-01.
///
/// ```
/// use xoev_directory::{Calendar, Validity};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut calendar = Calendar::bundled()?.with_overlap(14);
/// calendar.add("27.05".parse()?, "2027-05-01".parse()?);
/// let version = "26.11".parse()?;
/// assert_eq!(calendar.validity(&version, "2027-04-30".parse()?), Validity::Valid);
/// let until = "2027-05-14".parse()?;
/// assert_eq!(calendar.validity(&version, "2027-05-01".parse()?), Validity::Overlap { until });
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// First days, with the versions that begin then.
    releases: BTreeMap<NaiveDate, Vec<Version>>,
    overlap: u32,
}

impl Calendar {
    /// The releases whose days are known. More can be [added](Calendar::add).
    ///
    /// # Errors
    /// [`TableError`] if the program was built wrongly.
    pub fn bundled() -> Result<Calendar, TableError> {
        let mut calendar = Calendar::default();
        for (at, line) in RELEASES.lines().enumerate().skip(1) {
            let mut cells = line.split('\t');
            let version = cells.next().and_then(|text| text.parse().ok());
            let from = cells.next().and_then(|text| text.parse().ok());
            let (Some(version), Some(from)) = (version, from) else {
                return Err(TableError::Row {
                    table: "releases",
                    line: at + 1,
                    text: "a version and its first day are needed".to_owned(),
                });
            };
            calendar.add(version, from);
        }
        Ok(calendar)
    }

    /// The same with so many days for which an ended version is still good.
    #[must_use]
    pub fn with_overlap(mut self, days: u32) -> Calendar {
        self.overlap = days;
        self
    }

    /// Adds a version with its first day, or moves it there.
    pub fn add(&mut self, version: Version, from: NaiveDate) {
        self.releases.retain(|_, versions| {
            versions.retain(|known| *known != version);
            !versions.is_empty()
        });
        self.releases.entry(from).or_default().push(version);
    }

    /// Adds a calendar version from the first day of the month in its name. Gives false for other
    /// versions, which do not tell their day.
    pub fn add_by_name(&mut self, version: Version) -> bool {
        let first = version
            .month()
            .and_then(|(y, m)| NaiveDate::from_ymd_opt(y, m, 1));
        match first {
            Some(from) => {
                self.add(version, from);
                true
            }
            None => false,
        }
    }

    /// The first day of a version.
    pub fn begin(&self, version: &Version) -> Option<NaiveDate> {
        let mut releases = self.releases.iter();
        releases.find_map(|(from, versions)| versions.contains(version).then_some(*from))
    }

    /// Whether a version is valid on a day.
    pub fn validity(&self, version: &Version, on: NaiveDate) -> Validity {
        let Some(from) = self.begin(version) else {
            return Validity::Unknown;
        };
        if on < from {
            return Validity::Later(from);
        }
        let after = self.releases.range(from..).nth(1).map(|(next, _)| *next);
        let Some(next) = after.filter(|next| *next <= on) else {
            return Validity::Valid;
        };
        // The day before the next one, and so many more; days without end if there is no such day.
        let until = next
            .pred_opt()
            .and_then(|last| last.checked_add_days(Days::new(self.overlap.into())))
            .unwrap_or(NaiveDate::MAX);
        if on <= until {
            Validity::Overlap { until }
        } else {
            Validity::Ended(until)
        }
    }

    /// The versions that may be sent on a day, the newest first.
    pub fn valid_on(&self, on: NaiveDate) -> Vec<Version> {
        let versions = self
            .releases
            .range(..=on)
            .rev()
            .flat_map(|(_, v)| v.iter().rev());
        let good = |version: &&Version| {
            matches!(
                self.validity(version, on),
                Validity::Valid | Validity::Overlap { .. }
            )
        };
        versions.filter(good).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Calendar, Validity, Version};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn version(text: &str) -> Version {
        text.parse().expect("a version")
    }

    fn calendar() -> Calendar {
        let mut calendar = Calendar::default();
        for name in ["26.05", "26.11", "27.05"] {
            assert!(calendar.add_by_name(version(name)));
        }
        calendar
    }

    #[test]
    fn a_version_is_valid_from_its_first_day_to_the_eve_of_the_next() {
        let calendar = calendar();
        let of = |on: &str| calendar.validity(&version("26.11"), day(on));
        assert_eq!(of("2026-10-31"), Validity::Later(day("2026-11-01")));
        assert_eq!(of("2026-11-01"), Validity::Valid);
        assert_eq!(of("2027-04-30"), Validity::Valid);
        assert_eq!(of("2027-05-01"), Validity::Ended(day("2027-04-30")));
        assert_eq!(
            calendar.validity(&version("27.05"), day("2099-01-01")),
            Validity::Valid
        );
        assert_eq!(
            calendar.validity(&version("1.2.3"), day("2027-01-01")),
            Validity::Unknown
        );
    }

    #[test]
    fn an_ended_version_is_good_for_the_days_of_the_overlap() {
        let calendar = calendar().with_overlap(10);
        let until = day("2027-05-10");
        let of = |on: &str| calendar.validity(&version("26.11"), day(on));
        assert_eq!(of("2027-05-01"), Validity::Overlap { until });
        assert_eq!(of("2027-05-10"), Validity::Overlap { until });
        assert_eq!(of("2027-05-11"), Validity::Ended(until));
        let names = |on: &str| {
            let valid = calendar.valid_on(day(on));
            valid.iter().map(Version::to_string).collect::<Vec<_>>()
        };
        assert_eq!(names("2027-05-05"), ["27.05", "26.11"]);
        assert_eq!(names("2027-06-01"), ["27.05"]);
        assert_eq!(names("2026-04-30"), [""; 0]);
    }

    #[test]
    fn an_overlap_without_end_does_not_overflow() {
        let calendar = calendar().with_overlap(u32::MAX);
        let of = calendar.validity(&version("26.05"), day("2099-01-01"));
        assert!(matches!(of, Validity::Overlap { .. }), "{of:?}");
    }

    #[test]
    fn a_correction_of_the_same_day_stands_beside_its_version() {
        let mut calendar = calendar();
        calendar.add_by_name(version("26.11a"));
        let valid = calendar.valid_on(day("2026-12-01"));
        assert_eq!(valid, [version("26.11a"), version("26.11")]);
    }

    #[test]
    fn the_bundled_release_begins_on_the_first_of_its_month() {
        let calendar = Calendar::bundled().expect("sound");
        assert_eq!(calendar.begin(&version("26.11")), Some(day("2026-11-01")));
        assert_eq!(calendar.valid_on(day("2026-11-22")), [version("26.11")]);
    }
}
