//! The release that is built in: typed messages, schemas and code lists. Nothing else in this
//! crate names a version.

use xoev::{MessageType, ReadError};
use xoev_bundled::BundleError;
use xoev_codelist::CodeLists;
use xoev_rules::Rules;
use xoev_schema::{ElementId, Loader, NsId, SchemaSet};

use crate::failure::Failure;

pub(crate) use xauslaender::v26_11::Nachricht;

pub(crate) use xoev_bundled::{BundledLists, EXTRACTS, NamedText, RELEASE};

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
    xoev_bundled::schemas().map_err(damaged)
}

/// The rules beyond the schema: of the standards, and of the register AZR.
pub(crate) fn rules(set: &SchemaSet) -> Result<Rules, Failure> {
    azr_rules::rules(set).map_err(|error| {
        Failure::new(
            format!("die Regeln passen nicht zusammen: {error}"),
            format!("the rules do not fit together: {error}"),
        )
    })
}

/// The code lists as texts.
pub(crate) fn code_list_texts() -> Result<Vec<NamedText>, Failure> {
    xoev_bundled::code_list_texts().map_err(damaged)
}

/// The code lists.
pub(crate) fn code_lists() -> Result<CodeLists, Failure> {
    xoev_bundled::code_lists().map_err(damaged)
}

/// The code lists, each read when it is asked for.
pub(crate) fn lazy_code_lists() -> Result<BundledLists, Failure> {
    BundledLists::new().map_err(damaged)
}

pub(crate) fn damaged(error: BundleError) -> Failure {
    Failure::new(
        format!("was in das Programm eingebaut ist, ist nicht lesbar: {error}"),
        format!("what is built into the program is not readable: {error}"),
    )
}

/// Adds the bundled schemas to a loader, for what its documents refer to and do not bring along.
pub(crate) fn lend_schemas(mut loader: Loader) -> Loader {
    for NamedText { name, text } in xoev_bundled::schema_texts().unwrap_or_default() {
        loader = loader.memory(format!("{name}.xsd"), text);
    }
    loader
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
