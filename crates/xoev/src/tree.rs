//! Messages in other formats: the mapping that `serde` sees.
//!
//! An element becomes an object (or just its text), keyed by the names of the schema; attributes
//! have `@` before their name; what may be repeated is always a list; text beside attributes stands
//! under `#text`, wildcard content as XML under `#any`, repeated groups as lists under `#1`, `#2`
//! and so on, mixed content is XML. The mapping is the same for all types, so that none of the
//! generated types needs code of its own for it: the calls that write XML fill a tree instead, and
//! those that read XML take it from there.

use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::element::{Element, Group};
use crate::limits::Limits;
use crate::name::Schema;
use crate::reader::{Reader, Stop};
use crate::simple::Kind;
use crate::writer::Writer;

/// A value in the data model that formats share.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Text as a value: canonical booleans and integers of types that have them become such.
    pub(crate) fn of_text(kind: Kind, text: &str) -> Value {
        match (kind, text) {
            (Kind::Boolean, "true") => Value::Bool(true),
            (Kind::Boolean, "false") => Value::Bool(false),
            (Kind::Number, text) => match text.parse::<i64>() {
                Ok(number) if number.to_string() == text => Value::Number(number),
                _ => Value::Text(text.to_owned()),
            },
            _ => Value::Text(text.to_owned()),
        }
    }

    /// The text that a scalar stands for.
    pub(crate) fn text(&self) -> Option<std::borrow::Cow<'_, str>> {
        match self {
            Value::Text(text) => Some(text.into()),
            Value::Bool(value) => Some(if *value { "true" } else { "false" }.into()),
            Value::Number(number) => Some(number.to_string().into()),
            Value::Null | Value::List(_) | Value::Object(_) => None,
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(number) => serializer.serialize_i64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(list) => {
                let mut seq = serializer.serialize_seq(Some(list.len()))?;
                list.iter()
                    .try_for_each(|item| seq.serialize_element(item))?;
                seq.end()
            }
            Value::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                entries
                    .iter()
                    .try_for_each(|(key, value)| map.serialize_entry(key, value))?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object, a list, a text, a whole number or a truth value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| Value::Text(value.to_string()), Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries: Vec<(String, Value)> = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            if entries.iter().any(|(known, _)| *known == key) {
                return Err(A::Error::custom(format!(
                    "the key {key} stands twice in one object"
                )));
            }
            entries.push((key, value));
        }
        Ok(Value::Object(entries))
    }
}

/// Writes an element to any format.
///
/// # Errors
/// Those of the serializer; and values that break their schema.
pub fn serialize_element<T: Element, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    use serde::ser::Error as _;
    let tree = Writer::fill_tree(|writer| {
        value.attributes(writer)?;
        value.content(writer)
    });
    tree.map_err(S::Error::custom)?.serialize(serializer)
}

/// Writes a group to any format.
///
/// # Errors
/// As [`serialize_element`].
pub fn serialize_group<G: Group, S: Serializer>(
    group: &G,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    use serde::ser::Error as _;
    let tree = Writer::fill_tree(|writer| group.write(writer));
    tree.map_err(S::Error::custom)?.serialize(serializer)
}

/// Reads an element from a format that describes itself, such as JSON.
///
/// # Errors
/// Those of the deserializer; and values that break their schema, with their path.
pub fn deserialize_element<'de, T: Element, D: Deserializer<'de>>(
    schema: &'static Schema,
    deserializer: D,
) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let mut reader = Reader::over_tree(&value, schema, Limits::default()).map_err(custom)?;
    T::read(&mut reader).map_err(custom)
}

/// Reads a group from a format that describes itself.
///
/// # Errors
/// As [`deserialize_element`].
pub fn deserialize_group<'de, G: Group, D: Deserializer<'de>>(
    schema: &'static Schema,
    deserializer: D,
) -> Result<G, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let mut reader = Reader::over_tree(&value, schema, Limits::default()).map_err(custom)?;
    let group = G::read(&mut reader).map_err(custom)?;
    reader.end().map_err(custom)?;
    Ok(group)
}

fn custom<E: serde::de::Error>(stop: Stop) -> E {
    let mut violation = stop.into_violation("");
    // There is no text that it could point into.
    violation.line = 0;
    E::custom(violation)
}

/// Writes a message whose type its enum knows: an object with the element name as its only key.
///
/// # Errors
/// Those of the serializer.
pub fn serialize_named<T: Serialize, S: Serializer>(
    name: &'static str,
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(name, value)?;
    map.end()
}

/// How [`deserialize_named`] reads the value of a key.
pub(crate) type NamedBranch<T> = (
    &'static str,
    fn(&mut Reader<'_>) -> crate::reader::Result<T>,
);

/// Reads a message from an object with the element name as its only key.
///
/// # Errors
/// As [`deserialize_element`]; and names that no branch has.
pub fn deserialize_named<'de, T, D: Deserializer<'de>>(
    schema: &'static Schema,
    branches: &[NamedBranch<T>],
    deserializer: D,
) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let Value::Object(entries) = &value else {
        return Err(D::Error::custom(
            "expected an object with the name of a message as its key",
        ));
    };
    let [(name, inner)] = entries.as_slice() else {
        return Err(D::Error::custom(
            "expected exactly one key, the name of a message",
        ));
    };
    let Some((_, read)) = branches.iter().find(|(branch, _)| branch == name) else {
        return Err(D::Error::custom(format!("“{name}” is no known message")));
    };
    let mut reader = Reader::over_tree(inner, schema, Limits::default()).map_err(custom)?;
    read(&mut reader).map_err(|stop| custom(stop.at_root(name)))
}
