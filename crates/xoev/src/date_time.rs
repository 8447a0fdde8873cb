//! Dates, times and durations of XML Schema 1.0.
//!
//! All types keep their lexical form exactly: digits of a fraction with trailing zeros, `Z` as
//! different from `+00:00`, `24:00:00`. Comparison (`==`, [`Facetted::order`]) is by value. Values
//! with and without time zone have an order only where it holds in every time zone: where they are
//! more than 14 hours apart. There is no year 0000.
//!
//! [`Facetted::order`]: crate::Facetted::order

mod calendar;
mod convert;
mod date;
mod duration;
mod moment;
mod scan;
mod zone;

pub use date::{Date, GDay, GMonth, GMonthDay, GYear, GYearMonth};
pub use duration::{Duration, DurationParts};
pub use moment::{DateTime, Time};
