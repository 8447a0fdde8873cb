//! Simple types for `serde`: text, except that canonical booleans and integers are written as such.

use std::fmt;
use std::marker::PhantomData;

use serde::de::Visitor;
use serde::{Deserializer, Serializer};

use crate::simple::{Kind, Simple};

/// Writes a value.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<T: Simple, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut buffer = String::new();
    let text = value.lexical(&mut buffer);
    match (T::KIND, text) {
        (Kind::Boolean, "true") => serializer.serialize_bool(true),
        (Kind::Boolean, "false") => serializer.serialize_bool(false),
        (Kind::Number, text) => match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => serializer.serialize_i64(number),
            _ => serializer.serialize_str(text),
        },
        (_, text) => serializer.serialize_str(text),
    }
}

/// Reads a value from text; where the type has them, from booleans and integers too.
///
/// # Errors
///
/// Those of the deserializer, and texts that are no value of the type.
pub fn deserialize<'de, T: Simple, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    match T::KIND {
        Kind::Text => deserializer.deserialize_str(TextVisitor(PhantomData)),
        // Only formats that describe themselves have both.
        _ if deserializer.is_human_readable() => {
            deserializer.deserialize_any(TextVisitor(PhantomData))
        }
        Kind::Boolean | Kind::Number => deserializer.deserialize_str(TextVisitor(PhantomData)),
    }
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: Simple> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a value")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text).map_err(E::custom)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<T, E> {
        match T::KIND {
            Kind::Boolean => self.visit_str(if value { "true" } else { "false" }),
            _ => Err(E::custom("a boolean where none is allowed")),
        }
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<T, E> {
        match T::KIND {
            Kind::Number => self.visit_str(&value.to_string()),
            _ => Err(E::custom("a number where none is allowed")),
        }
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<T, E> {
        match T::KIND {
            Kind::Number => self.visit_str(&value.to_string()),
            _ => Err(E::custom("a number where none is allowed")),
        }
    }
}
