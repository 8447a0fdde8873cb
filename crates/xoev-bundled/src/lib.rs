//! The schema set and the code lists of this release, embedded in compact form: a program needs no
//! files and starts at once.
//!
//! ```
//! # fn main() -> Result<(), xoev_bundled::BundleError> {
//! let set = xoev_bundled::schemas()?;
//! assert!(!set.elements.is_empty());
//! let lists = xoev_bundled::code_lists()?;
//! assert!(lists.iter().count() > 50);
//! # Ok(())
//! # }
//! ```
//!
//! # Sources
//!
//! `schemas/PROVENANCE.md` in the repository names version and checksum of every file.

mod lists;

use std::io::Read as _;

use flate2::read::DeflateDecoder;
use xoev_codelist::{CodeList, CodeListError, CodeLists, Limits};
use xoev_schema::SchemaSet;

pub use lists::BundledLists;

/// The schemas, made by `build.rs`.
const SCHEMAS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/schemas.bin"));
/// The texts of the schemas, made by `build.rs`.
const TEXTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/texts.bin"));
/// The code lists, made by `build.rs`.
const CODE_LISTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/codelists.bin"));

/// What is embedded, for people.
pub const RELEASE: &str = "XAusländer 26.11";

/// Namespaces of which only a part is embedded: what the messages need.
pub const EXTRACTS: &[&str] = &["urn:xoev-de:xdomea:schema:4.0.0"];

/// What is embedded can't be read: the program was built wrongly. Tests see to it that it never
/// happens.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The archive is damaged.
    #[error("the embedded archive is not readable: {0}")]
    Archive(String),
    /// The schema set is damaged.
    #[error("the embedded schemas are not readable: {0}")]
    Schemas(String),
    /// A code list is damaged.
    #[error("an embedded code list is not readable: {0}")]
    CodeList(#[from] CodeListError),
}

/// A text that is embedded, with the name of its file, without folder and extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedText {
    /// Name.
    pub name: String,
    /// Text.
    pub text: String,
}

/// The schemas of all bundled standards.
///
/// # Errors
/// [`BundleError`] if the program was built wrongly.
pub fn schemas() -> Result<SchemaSet, BundleError> {
    SchemaSet::from_bytes(&unpack(SCHEMAS)?).map_err(|e| BundleError::Schemas(e.to_string()))
}

/// The texts of the schemas, which stand in for what other schemas only refer to.
///
/// # Errors
/// [`BundleError`] if the program was built wrongly.
pub fn schema_texts() -> Result<Vec<NamedText>, BundleError> {
    texts(TEXTS)
}

/// The code lists as they are published, in a form of lines and tabs.
///
/// # Errors
/// [`BundleError`] if the program was built wrongly.
pub fn code_list_texts() -> Result<Vec<NamedText>, BundleError> {
    texts(CODE_LISTS)
}

/// The code lists, all of them read.
///
/// # Errors
/// [`BundleError`] if the program was built wrongly.
pub fn code_lists() -> Result<CodeLists, BundleError> {
    let mut lists = CodeLists::new();
    for NamedText { name, text } in code_list_texts()? {
        lists.add(CodeList::from_tsv(&name, &text, &Limits::default())?);
    }
    Ok(lists)
}

/// Takes apart what `build.rs` put together.
fn texts(bytes: &[u8]) -> Result<Vec<NamedText>, BundleError> {
    let text =
        String::from_utf8(unpack(bytes)?).map_err(|e| BundleError::Archive(e.to_string()))?;
    let parts = text.split('\u{1}').filter_map(|part| part.split_once('\n'));
    Ok(parts
        .map(|(name, text)| NamedText {
            name: name.to_owned(),
            text: text.to_owned(),
        })
        .collect())
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, BundleError> {
    let mut out = Vec::new();
    DeflateDecoder::new(bytes)
        .read_to_end(&mut out)
        .map_err(|e| BundleError::Archive(e.to_string()))?;
    Ok(out)
}
