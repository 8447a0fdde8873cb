//! Reading JSON leniently: servers send lists where one was announced, one where a list was, and null
//! for anything.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::failure::DvdvError;
use crate::german_day::{german_day, last_german_day};

/// A text; a number counts as one.
pub(super) fn text(value: &Value, name: &str) -> Option<String> {
    match value.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The values of a list, without nulls; one value counts as a list of one.
pub(super) fn list(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(values)) => values.iter().filter(|v| !v.is_null()).collect(),
        Some(one) => vec![one],
    }
}

/// A value as an object; a list of one counts as its value.
pub(super) fn object<'a>(value: &'a Value, what: &str) -> Result<&'a Value, DvdvError> {
    let value = match value {
        Value::Array(values) if values.len() == 1 => &values[0],
        other => other,
    };
    if value.is_object() {
        Ok(value)
    } else {
        Err(DvdvError::malformed(format!("{what} is no object")))
    }
}

/// Texts in a list, or under this name in its objects.
pub(super) fn texts(value: &Value, name: &str) -> Result<Vec<String>, DvdvError> {
    let values = list(Some(value)).into_iter();
    let read = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        object => text(object, name)
            .ok_or_else(|| DvdvError::malformed(format!("a list with something else than {name}"))),
    };
    values.map(read).collect()
}

/// The first day of something that begins at a moment.
pub(super) fn first_day(value: &Value, name: &str) -> Result<Option<NaiveDate>, DvdvError> {
    day(value, name, german_day)
}

/// The last day of something that ends at a moment.
pub(super) fn last_day(value: &Value, name: &str) -> Result<Option<NaiveDate>, DvdvError> {
    day(value, name, last_german_day)
}

/// A day in Germany. Something that is there and can't be read is an error: taken as absent, it
/// would make an expired service valid for ever.
fn day(
    value: &Value,
    name: &str,
    of: fn(DateTime<Utc>) -> NaiveDate,
) -> Result<Option<NaiveDate>, DvdvError> {
    let unreadable = || DvdvError::malformed(format!("{name} is no time"));
    match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => {
            if let Ok(moment) = text.parse::<DateTime<Utc>>() {
                return Ok(Some(of(moment)));
            }
            text.parse().map(Some).map_err(|_| unreadable())
        }
        // Some servers write moments as milliseconds since 1970.
        Some(Value::Number(number)) => {
            let moment = number.as_i64().and_then(DateTime::from_timestamp_millis);
            moment.map(of).map(Some).ok_or_else(unreadable)
        }
        Some(_) => Err(unreadable()),
    }
}
