//! Versions of the standard: their names, their time, and the one that a recipient offers.

mod calendar;
mod choose;

use std::fmt;
use std::str::FromStr;

pub use calendar::{Calendar, Validity};
pub use choose::{ChooseError, Destination, Query, Tried, choose};

/// A version of XAusländer: `26.11`, with a letter after a correction (`26.11a`), formerly `1.21.1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(String);

/// A text is no version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no version like 26.11, 26.11a or 1.21.1")]
pub struct VersionError(String);

impl Version {
    /// The version as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands for it in URIs of services: digits without points, as `2611`, `2611a`, `1211`.
    pub fn token(&self) -> String {
        self.0.replace('.', "")
    }

    /// Year (of four digits) and month in the name of a calendar version; none for older ones.
    pub(crate) fn month(&self) -> Option<(i32, u32)> {
        let digits = self.0.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let (year, month) = digits.split_once('.')?;
        if year.len() != 2 || month.len() != 2 {
            return None;
        }
        let (year, month): (i32, u32) = (year.parse().ok()?, month.parse().ok()?);
        (1..=12).contains(&month).then_some((2000 + year, month))
    }
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Version, VersionError> {
        let digits = text.strip_suffix(|c: char| c.is_ascii_lowercase());
        let parts: Vec<&str> = digits.unwrap_or(text).split('.').collect();
        let number = |p: &&str| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
        if matches!(parts.len(), 2 | 3) && parts.iter().all(number) {
            Ok(Version(text.to_owned()))
        } else {
            Err(VersionError(text.chars().take(40).collect()))
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn the_token_of_a_version_is_that_of_published_services() {
        for (version, token) in [
            ("26.11", "2611"),
            ("25.11a", "2511a"),
            ("1.21.1", "1211"),
            ("1.18.0", "1180"),
            ("1.10.0", "1100"),
        ] {
            let version: Version = version.parse().expect("a version");
            assert_eq!(version.token(), token);
        }
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for bad in [
            "", "26", "26.11aa", "26.", ".11", "26.111", "1.2.3.4", "26.11A", "a.b", "26.11 ",
        ] {
            assert!(bad.parse::<Version>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn only_names_of_calendar_versions_tell_a_month() {
        let month = |text: &str| text.parse::<Version>().expect("a version").month();
        assert_eq!(month("26.11"), Some((2026, 11)));
        assert_eq!(month("27.05b"), Some((2027, 5)));
        assert_eq!(month("26.13"), None);
        assert_eq!(month("1.18.0"), None);
    }
}
