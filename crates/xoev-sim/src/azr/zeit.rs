//! Times: the moment of a message. The day in Germany is that of the directory.

use chrono::{DateTime, SecondsFormat, Utc};

pub(super) use xoev_directory::german_day as tag;

/// A moment as messages have it: with milliseconds and zone.
pub(super) fn zeitpunkt(jetzt: DateTime<Utc>) -> String {
    jetzt.to_rfc3339_opts(SecondsFormat::Millis, true)
}
