//! Dates of which only a part may be known, as German registers have them.

use std::cmp::Ordering;
use std::fmt;

use crate::builtin::{Date, GYear, GYearMonth};
use crate::rule::Rule;
use crate::simple::{Fault, Simple as _};

/// A date of which the day, or day and month, or everything may be unknown.
///
/// Time zones play no role: registers have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Teildatum {
    /// The day is known.
    Tag(Date),
    /// Month and year are known.
    Monat(GYearMonth),
    /// Only the year is known.
    Jahr(GYear),
    /// Nothing is known.
    Unbekannt,
}

/// Year, month and day, for comparison.
type Day = (i32, u8, u8);

impl Teildatum {
    /// Reads `1980-03-21`, `1980-03` or `1980`; the empty text is an unknown date.
    ///
    /// # Errors
    ///
    /// If the text has none of these forms, or there is no such day.
    pub fn from_iso(text: &str) -> Result<Teildatum, Fault> {
        if text.is_empty() {
            return Ok(Teildatum::Unbekannt);
        }
        if let Ok(day) = Date::parse(text) {
            return Ok(Teildatum::Tag(day));
        }
        if let Ok(month) = GYearMonth::parse(text) {
            return Ok(Teildatum::Monat(month));
        }
        GYear::parse(text).map(Teildatum::Jahr).map_err(|_| {
            Fault::new(
                Rule::Datatype,
                "a date such as 1980-03-21, 1980-03 or 1980",
                text,
            )
        })
    }

    /// `1980-03-21`, `1980-03` or `1980`; none if nothing is known.
    pub fn iso(&self) -> Option<String> {
        match self {
            Teildatum::Tag(day) => Some(day.to_string()),
            Teildatum::Monat(month) => Some(month.to_string()),
            Teildatum::Jahr(year) => Some(year.to_string()),
            Teildatum::Unbekannt => None,
        }
    }

    /// The day, if it is known.
    pub fn tag(&self) -> Option<Date> {
        match self {
            Teildatum::Tag(day) => Some(*day),
            _ => None,
        }
    }

    /// The year, if it is known.
    pub fn jahr(&self) -> Option<i32> {
        self.range().map(|(first, _)| first.0)
    }

    /// The first and last day that the date may be; none if nothing is known.
    pub fn grenzen(&self) -> Option<(Date, Date)> {
        let (first, last) = self.range()?;
        let date = |(year, month, day): Day| {
            // The last day of a month is the last one that exists.
            (28..=day)
                .rev()
                .chain([day])
                .find_map(|day| Date::new(year, month, day))
        };
        Some((date(first)?, date(last)?))
    }

    /// First and last day; the last day of a month is always given as 31, which changes nothing
    /// in comparisons.
    fn range(&self) -> Option<(Day, Day)> {
        match self {
            Teildatum::Tag(d) => {
                let day = (d.year(), d.month(), d.day());
                Some((day, day))
            }
            Teildatum::Monat(m) => Some(((m.year(), m.month(), 1), (m.year(), m.month(), 31))),
            Teildatum::Jahr(y) => Some(((y.year(), 1, 1), (y.year(), 12, 31))),
            Teildatum::Unbekannt => None,
        }
    }

    /// Whether both may be the same day: `1980` and `1980-03` may, `1980-04` and `1980-03-21` may
    /// not. An unknown date may be any day.
    pub fn may_equal(&self, other: &Teildatum) -> bool {
        match (self.range(), other.range()) {
            (Some((first, last)), Some((other_first, other_last))) => {
                first <= other_last && other_first <= last
            }
            _ => true,
        }
    }

    /// Order in time, where what is known suffices to tell: less if every day that this date may be
    /// is before every day that the other one may be. Equal only for two known days.
    pub fn order(&self, other: &Teildatum) -> Option<Ordering> {
        let ((first, last), (other_first, other_last)) = (self.range()?, other.range()?);
        if last < other_first {
            return Some(Ordering::Less);
        }
        if first > other_last {
            return Some(Ordering::Greater);
        }
        let both_known = first == last && other_first == other_last;
        both_known.then_some(Ordering::Equal)
    }

    /// How much is known, from 0 (nothing) to 3 (the day).
    pub fn genauigkeit(&self) -> u8 {
        match self {
            Teildatum::Tag(_) => 3,
            Teildatum::Monat(_) => 2,
            Teildatum::Jahr(_) => 1,
            Teildatum::Unbekannt => 0,
        }
    }
}

/// As written in German: `21.03.1980`, `03.1980`, `1980`, `unbekannt`.
impl fmt::Display for Teildatum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Teildatum::Tag(d) => format!("{:02}.{:02}.{:04}", d.day(), d.month(), d.year()),
            Teildatum::Monat(m) => format!("{:02}.{:04}", m.month(), m.year()),
            Teildatum::Jahr(y) => format!("{:04}", y.year()),
            Teildatum::Unbekannt => "unbekannt".to_owned(),
        };
        f.pad(&text)
    }
}

impl From<Date> for Teildatum {
    fn from(day: Date) -> Teildatum {
        Teildatum::Tag(day)
    }
}

impl From<GYearMonth> for Teildatum {
    fn from(month: GYearMonth) -> Teildatum {
        Teildatum::Monat(month)
    }
}

impl From<GYear> for Teildatum {
    fn from(year: GYear) -> Teildatum {
        Teildatum::Jahr(year)
    }
}
