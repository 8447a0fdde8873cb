//! Dates and their parts.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};
use std::hash::{Hash, Hasher};

use super::calendar::{DAY, days, days_in_month};
use super::scan::Scan;
use super::zone::{Instant, Zone};
use crate::facets::Facetted;
use crate::rule::Rule;
use crate::simple::{Fault, Simple, WhiteSpace};

/// Writes a year: at least four digits.
pub(super) struct Year(pub(super) i32);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}", self.0.unsigned_abs())
    }
}

/// `xs:date`: a day of the calendar, perhaps with a time zone.
#[derive(Clone, Copy)]
pub struct Date {
    year: i32,
    zone: Zone,
    month: u8,
    day: u8,
}

/// `xs:gYear`: a year.
#[derive(Clone, Copy)]
pub struct GYear {
    year: i32,
    zone: Zone,
}

/// `xs:gYearMonth`: a month of a year.
#[derive(Clone, Copy)]
pub struct GYearMonth {
    year: i32,
    zone: Zone,
    month: u8,
}

/// `xs:gMonth`: a month of every year.
#[derive(Clone, Copy)]
pub struct GMonth {
    zone: Zone,
    month: u8,
    /// Written `--05--`, as the first edition of the recommendation had it by mistake.
    old_form: bool,
}

/// `xs:gMonthDay`: a day of every year.
#[derive(Clone, Copy)]
pub struct GMonthDay {
    zone: Zone,
    month: u8,
    day: u8,
}

/// `xs:gDay`: a day of every month.
#[derive(Clone, Copy)]
pub struct GDay {
    zone: Zone,
    day: u8,
}

const _: () = assert!(size_of::<Date>() <= 16);

/// A leap year, so that the 29th of February has a place.
const ANY_YEAR: i32 = 2000;

macro_rules! date_type {
    (
        $name:ident, $expected:literal, |$scan:ident| $parse:block,
        |$this:ident, $out:ident| $write:expr, $day:expr
    ) => {
        impl $name {
            fn read(text: &str) -> Option<$name> {
                let mut $scan = Scan::new(text);
                $parse
            }

            fn instant(&self) -> Instant {
                let $this = self;
                Instant {
                    local: $day * DAY,
                    zone: $this.zone,
                }
            }

            /// Distance of the time zone from UTC in minutes, east being positive; none without
            /// time zone.
            pub fn zone_minutes(&self) -> Option<i16> {
                self.zone.minutes()
            }
        }

        impl Simple for $name {
            const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;

            fn parse(text: &str) -> Result<Self, Fault> {
                $name::read(text).ok_or_else(|| Fault::new(Rule::Datatype, $expected, text))
            }

            fn lexical<'a>(&'a self, $out: &'a mut String) -> &'a str {
                let $this = self;
                // Writing to a string can't fail.
                let _ = $write;
                let _ = write!($out, "{}", $this.zone);
                $out
            }
        }

        impl Facetted for $name {
            fn order(&self, other: &$name) -> Option<Ordering> {
                self.instant().order(other.instant(), Ordering::Equal)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &$name) -> bool {
                self.order(other) == Some(Ordering::Equal)
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &$name) -> Option<Ordering> {
                self.order(other)
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                (self.instant().seconds(), self.zone == Zone::NONE).hash(state);
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        crate::__simple_text! { $name }
    };
}

date_type!(
    Date,
    "a date such as 2026-11-21 (xs:date)",
    |scan| {
        let year = scan.year()?;
        scan.byte(b'-')?;
        let month = scan.month()?;
        scan.byte(b'-')?;
        let day = scan.day(year, month)?;
        Some(Date {
            year,
            month,
            day,
            zone: scan.zone()?,
        })
    },
    |this, out| write!(out, "{}-{:02}-{:02}", Year(this.year), this.month, this.day),
    days(this.year, this.month, this.day)
);

date_type!(
    GYear,
    "a year such as 2026 (xs:gYear)",
    |scan| {
        let year = scan.year()?;
        Some(GYear {
            year,
            zone: scan.zone()?,
        })
    },
    |this, out| write!(out, "{}", Year(this.year)),
    days(this.year, 1, 1)
);

date_type!(
    GYearMonth,
    "a month of a year such as 2026-11 (xs:gYearMonth)",
    |scan| {
        let year = scan.year()?;
        scan.byte(b'-')?;
        let month = scan.month()?;
        Some(GYearMonth {
            year,
            month,
            zone: scan.zone()?,
        })
    },
    |this, out| write!(out, "{}-{:02}", Year(this.year), this.month),
    days(this.year, this.month, 1)
);

date_type!(
    GMonth,
    "a month such as --11 (xs:gMonth)",
    |scan| {
        scan.byte(b'-')?;
        scan.byte(b'-')?;
        let month = scan.month()?;
        let old_form = scan.dashes();
        Some(GMonth {
            month,
            old_form,
            zone: scan.zone()?,
        })
    },
    |this, out| write!(
        out,
        "--{:02}{}",
        this.month,
        if this.old_form { "--" } else { "" }
    ),
    days(ANY_YEAR, this.month, 1)
);

date_type!(
    GMonthDay,
    "a month and day such as --11-21 (xs:gMonthDay)",
    |scan| {
        scan.byte(b'-')?;
        scan.byte(b'-')?;
        let month = scan.month()?;
        scan.byte(b'-')?;
        let day = scan.day(ANY_YEAR, month)?;
        Some(GMonthDay {
            month,
            day,
            zone: scan.zone()?,
        })
    },
    |this, out| write!(out, "--{:02}-{:02}", this.month, this.day),
    days(ANY_YEAR, this.month, this.day)
);

date_type!(
    GDay,
    "a day such as ---21 (xs:gDay)",
    |scan| {
        scan.byte(b'-')?;
        scan.byte(b'-')?;
        scan.byte(b'-')?;
        let day = scan.day(ANY_YEAR, 1)?;
        Some(GDay {
            day,
            zone: scan.zone()?,
        })
    },
    |this, out| write!(out, "---{:02}", this.day),
    days(ANY_YEAR, 1, this.day)
);

impl Date {
    /// A day without time zone; none if there is no such day. There is no year 0.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let exists = year != 0
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        exists.then_some(Date {
            year,
            month,
            day,
            zone: Zone::NONE,
        })
    }

    /// A day that is known to exist, without time zone.
    pub(super) fn from_fields(year: i32, month: u8, day: u8) -> Date {
        Date {
            year,
            month,
            day,
            zone: Zone::NONE,
        }
    }

    /// The year; negative before our era.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// The month, from 1 to 12.
    pub fn month(&self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(&self) -> u8 {
        self.day
    }
}

impl GYear {
    /// A year without time zone; none for zero.
    pub fn new(year: i32) -> Option<GYear> {
        (year != 0).then_some(GYear {
            year,
            zone: Zone::NONE,
        })
    }

    /// The year; negative before our era.
    pub fn year(&self) -> i32 {
        self.year
    }
}

impl GYearMonth {
    /// A month without time zone; none if there is no such month.
    pub fn new(year: i32, month: u8) -> Option<GYearMonth> {
        let exists = year != 0 && (1..=12).contains(&month);
        exists.then_some(GYearMonth {
            year,
            month,
            zone: Zone::NONE,
        })
    }

    /// The year; negative before our era.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// The month, from 1 to 12.
    pub fn month(&self) -> u8 {
        self.month
    }
}

impl GMonth {
    /// The month, from 1 to 12.
    pub fn month(&self) -> u8 {
        self.month
    }
}

impl GMonthDay {
    /// The month, from 1 to 12.
    pub fn month(&self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(&self) -> u8 {
        self.day
    }
}

impl GDay {
    /// The day of the month, from 1.
    pub fn day(&self) -> u8 {
        self.day
    }
}
