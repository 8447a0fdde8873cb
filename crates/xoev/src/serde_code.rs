//! Codes for `serde`: an object with the names of the XML parts, absent ones left out.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::code::{Code, CodeInfo};

#[derive(Serialize, Deserialize)]
#[serde(rename = "Code", deny_unknown_fields)]
struct Parts<'a> {
    code: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Cow<'a, str>>,
    #[serde(rename = "@listURI", default, skip_serializing_if = "Option::is_none")]
    list_uri: Option<Cow<'a, str>>,
    #[serde(
        rename = "@listVersionID",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    list_version: Option<Cow<'a, str>>,
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Parts {
            code: self.key().into(),
            name: self.name().map(Into::into),
            list_uri: self.written_list_uri().map(Into::into),
            list_version: self.written_list_version().map(Into::into),
        }
        .serialize(serializer)
    }
}

/// Reads a code of the given type.
///
/// # Errors
///
/// Those of the deserializer, and codes that the type does not allow.
pub fn deserialize_code<'de, D: Deserializer<'de>>(
    info: &'static CodeInfo,
    deserializer: D,
) -> Result<Code, D::Error> {
    let parts = Parts::deserialize(deserializer)?;
    Code::from_parts(
        info,
        &parts.code,
        parts.name.as_deref(),
        parts.list_uri.as_deref(),
        parts.list_version.as_deref(),
    )
    .map_err(D::Error::custom)
}
