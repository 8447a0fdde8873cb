//! The release that is built in: typed messages, schemas and code lists. Nothing else in this
//! crate names a version.

use std::io::Read as _;

use flate2::read::DeflateDecoder;
use xoev::{MessageType, ReadError};
use xoev_schema::{ElementId, Loader, NsId, SchemaSet};

use crate::failure::Failure;

pub(crate) use xauslaender::v26_11::Nachricht;

/// The schemas, made by `build.rs`.
const SCHEMAS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/schemas.bin"));
/// The texts of the schemas, made by `build.rs`.
const TEXTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/texts.bin"));
/// The code lists, made by `build.rs`.
const CODE_LISTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/codelists.bin"));

/// What is built in, for people.
pub(crate) const RELEASE: &str = "XAusländer 26.11";

/// Namespaces of which only a part is built in: what the messages need.
pub(crate) const EXTRACTS: &[&str] = &["urn:xoev-de:xdomea:schema:4.0.0"];

/// Reads a message, checking it.
pub(crate) fn read(bytes: &[u8]) -> Result<Nachricht, ReadError> {
    Nachricht::from_slice(bytes)
}

/// A message as JSON: an object with the name of the root element as its only key.
pub(crate) fn to_json(message: &Nachricht) -> Result<Vec<u8>, String> {
    serde_json::to_vec_pretty(message).map_err(|error| error.to_string())
}

/// Reads a message from JSON, checking it.
pub(crate) fn from_json(bytes: &[u8]) -> Result<Nachricht, String> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

/// All messages, sorted by number.
pub(crate) fn messages() -> Vec<&'static MessageType> {
    let mut messages: Vec<&MessageType> = xauslaender::v26_11::MESSAGES.iter().collect();
    messages.sort_by_key(|m| (m.number, m.element));
    messages
}

/// The schemas.
pub(crate) fn schemas() -> Result<SchemaSet, Failure> {
    let set = unpack(SCHEMAS).and_then(|b| SchemaSet::from_bytes(&b).map_err(|e| e.to_string()));
    set.map_err(|error| {
        Failure::new(
            format!("die mitgelieferten Schemata sind nicht lesbar: {error}"),
            format!("the bundled schemas are not readable: {error}"),
        )
    })
}

/// The code lists: name and text of each.
pub(crate) fn code_lists() -> Result<Vec<(String, String)>, Failure> {
    texts(CODE_LISTS).map_err(|error| {
        Failure::new(
            format!("die mitgelieferten Codelisten sind nicht lesbar: {error}"),
            format!("the bundled code lists are not readable: {error}"),
        )
    })
}

/// Adds the bundled schemas to a loader, for what its documents refer to and do not bring along.
pub(crate) fn lend_schemas(mut loader: Loader) -> Loader {
    for (name, text) in texts(TEXTS).unwrap_or_default() {
        loader = loader.memory(format!("{name}.xsd"), text);
    }
    loader
}

/// Takes apart what `build.rs` put together.
fn texts(bytes: &[u8]) -> Result<Vec<(String, String)>, String> {
    let text = String::from_utf8(unpack(bytes)?).map_err(|e| e.to_string())?;
    let parts = text.split('\u{1}').filter_map(|part| part.split_once('\n'));
    Ok(parts
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect())
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    DeflateDecoder::new(bytes)
        .read_to_end(&mut out)
        .map_err(|e| e.to_string())?;
    Ok(out)
}

/// The global element of a message, by its number or its name.
pub(crate) fn find_message(set: &SchemaSet, name: &str) -> Option<ElementId> {
    let by = |fits: &dyn Fn(&str) -> bool| {
        let at = set.elements.iter().position(|e| fits(&e.name.local));
        at.and_then(|at| u32::try_from(at).ok()).map(ElementId)
    };
    by(&|local| local == name)
        .or_else(|| by(&|local| local.rsplit('.').next() == Some(name)))
        .or_else(|| by(&|local| local.eq_ignore_ascii_case(name)))
}

/// The failure of a message that is not there.
pub(crate) fn unknown_message(name: &str) -> Failure {
    Failure::new(
        format!("„{name}“ ist keine Nachricht; „xoev messages“ zeigt alle"),
        format!("“{name}” is no message; see “xoev messages”"),
    )
}

/// The URI of a namespace with its prefix, for lists of candidates.
pub(crate) fn prefix(set: &SchemaSet, ns: NsId) -> &str {
    let namespace = set.namespaces.get(usize::from(ns.0));
    namespace
        .and_then(|n| n.prefix.as_deref())
        .unwrap_or_default()
}
