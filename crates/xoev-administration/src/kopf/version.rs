//! Versions as messages state them: kept as text, since modules and schemas count differently.

use std::fmt;

use chrono::NaiveDate;

/// The attribute `version` of a message, as written: `26.11` for a module, `6` for a schema of the
/// base module, `2511a` or `1211` as they stand in services of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Version(String);

/// What a version counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Versionsform {
    /// Year and month of a module: `26.11`, `2511a`.
    Kalender {
        /// Year, as `2026`.
        jahr: i32,
        /// Month, from 1.
        monat: u32,
        /// Letter of a correction.
        korrektur: Option<char>,
    },
    /// A release of a module before it counted by the calendar: `1211` is 1.21.1.
    Ausgabe(String),
    /// The schema of a base module: `6`.
    Schema(u32),
    /// Something else.
    Andere,
}

impl Version {
    /// A version from its text.
    pub fn new(text: impl Into<String>) -> Version {
        Version(text.into())
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it counts.
    pub fn form(&self) -> Versionsform {
        let text = self.0.as_str();
        if let (1..=3, Ok(number)) = (text.len(), text.parse()) {
            return Versionsform::Schema(number);
        }
        let bare = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let mut letters = text[bare.len()..].chars();
        let korrektur = letters.next();
        let digits: String = match bare.split_once('.') {
            Some((year, month)) if year.len() == 2 && month.len() == 2 => [year, month].concat(),
            Some(_) => return Versionsform::Andere,
            None => bare.to_owned(),
        };
        let four = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
        if !four || letters.next().is_some() {
            return Versionsform::Andere;
        }
        let jahr = digits[..2].parse().unwrap_or(0);
        let monat = digits[2..].parse().unwrap_or(0);
        match (jahr, monat) {
            (22.., 5 | 11) => Versionsform::Kalender {
                jahr: 2000 + jahr,
                monat,
                korrektur,
            },
            _ => Versionsform::Ausgabe(digits),
        }
    }

    /// The day from which a version that counts by the calendar is in effect: 1 May or 1 November.
    pub fn wirksam_ab(&self) -> Option<NaiveDate> {
        match self.form() {
            Versionsform::Kalender { jahr, monat, .. } => NaiveDate::from_ymd_opt(jahr, monat, 1),
            _ => None,
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
    use super::{Version, Versionsform};

    #[test]
    fn modules_and_schemas_are_told_apart() {
        let kalender = |jahr, monat, korrektur| Versionsform::Kalender {
            jahr,
            monat,
            korrektur,
        };
        for (text, form) in [
            ("26.11", kalender(2026, 11, None)),
            ("2511a", kalender(2025, 11, Some('a'))),
            ("2605", kalender(2026, 5, None)),
            ("1211", Versionsform::Ausgabe("1211".to_owned())),
            ("6", Versionsform::Schema(6)),
            ("1.21.1", Versionsform::Andere),
            ("2511ab", Versionsform::Andere),
            ("", Versionsform::Andere),
            ("ü.11", Versionsform::Andere),
            ("26.11.", Versionsform::Andere),
        ] {
            assert_eq!(Version::new(text).form(), form, "{text}");
        }
    }

    #[test]
    fn versions_by_the_calendar_begin_on_the_first_of_their_month() {
        let day = Version::new("26.11").wirksam_ab().expect("a day");
        assert_eq!(day.to_string(), "2026-11-01");
        assert_eq!(Version::new("7").wirksam_ab(), None);
    }
}
