//! Valid random instances of the global elements of a schema set.
//!
//! ```no_run
//! use xoev_schema::{Loader, NsId, sample::Sampler};
//!
//! let set = Loader::new().root("schema.xsd").load()?;
//! let sampler = Sampler::new(&set).seed(7).full(true);
//! if let Some(id) = set.find_element(set.namespace("urn:example").unwrap_or(NsId::NONE), "antrag") {
//!     println!("{}", sampler.sample(id)?);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod build;
mod check;
mod code;
mod height;
mod literal;
mod office;
mod pattern;
mod print;
pub(crate) mod random;
mod stuck;
mod value;

use std::collections::BTreeMap;

pub use code::CodeTable;

use crate::{ElementId, SchemaSet};
use build::Builder;
use check::Checker;
use height::Heights;
use print::Prefixes;
use stuck::Stuck;
use value::Ids;

/// Prefixes that are usual in messages where the published schema uses another one.
const USUAL_PREFIXES: &[(&str, &str)] = &[("xauslaender", "xa")];

/// Makes samples of one schema set. What is made depends on the set, the settings and nothing else.
///
/// Limits: identity constraints (`xs:key`, `xs:unique`, `xs:keyref`) are not looked at, and
/// `xsi:type` and `xsi:nil` are never written.
#[derive(Debug)]
pub struct Sampler<'a> {
    checker: Checker<'a>,
    heights: Heights,
    code_lists: BTreeMap<String, CodeTable>,
    prefixes: BTreeMap<String, String>,
    seed: u64,
    full: bool,
}

/// Why there is no sample.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SampleError {
    /// The set has no global element of this index.
    #[error("the schema set has no global element with index {}", .0.0)]
    UnknownElement(ElementId),
    /// An abstract element can't stand in a message itself.
    #[error("{0} is abstract: only the elements that substitute it can stand in a message")]
    Abstract(String),
    /// Required content that nothing satisfies.
    #[error("{path} can't be filled: {reason}")]
    Unsatisfiable {
        /// The place, outermost element first; an attribute begins with `@`.
        path: String,
        /// What the matter is.
        reason: String,
    },
}

impl<'a> Sampler<'a> {
    /// A sampler with seed 0 that leaves optional content out.
    pub fn new(set: &'a SchemaSet) -> Sampler<'a> {
        let checker = Checker::new(set);
        let heights = Heights::new(&checker);
        let usual = set.namespaces.iter().filter_map(|ns| {
            let own = ns.prefix.as_deref()?;
            let (_, usual) = USUAL_PREFIXES
                .iter()
                .find(|(published, _)| *published == own)?;
            Some((ns.uri.clone(), (*usual).to_owned()))
        });
        let prefixes = usual.collect();
        let code_lists = BTreeMap::new();
        Sampler {
            checker,
            heights,
            code_lists,
            prefixes,
            seed: 0,
            full: false,
        }
    }

    /// Sets what all choices and values follow from.
    pub fn seed(mut self, seed: u64) -> Sampler<'a> {
        self.seed = seed;
        self
    }

    /// Whether optional content is filled, too, as far as depth and size stay within bounds.
    pub fn full(mut self, full: bool) -> Sampler<'a> {
        self.full = full;
        self
    }

    /// Published code lists by URI, for code types whose keys the schema leaves open.
    pub fn code_lists(mut self, lists: BTreeMap<String, CodeTable>) -> Sampler<'a> {
        self.code_lists = lists;
        self
    }

    /// Prefix for a namespace, in place of the one that its schema uses.
    pub fn prefix(mut self, uri: &str, prefix: &str) -> Sampler<'a> {
        self.prefixes.insert(uri.to_owned(), prefix.to_owned());
        self
    }

    /// A valid instance of a global element, as an XML document.
    ///
    /// # Errors
    ///
    /// [`SampleError::Unsatisfiable`] if required content can't be filled; optional content is left
    /// out instead.
    pub fn sample(&self, id: ElementId) -> Result<String, SampleError> {
        let set = self.checker.set;
        let root = set
            .elements
            .get(id.0 as usize)
            .ok_or(SampleError::UnknownElement(id))?;
        if root.abstract_ {
            return Err(SampleError::Abstract(set.show(&root.name)));
        }
        let prefixes = Prefixes::new(set, &self.prefixes);
        let build = |forward: bool| {
            let mut builder = Builder::new(self, &prefixes, root, Ids::new(forward));
            let node = builder.element(root).map_err(Stuck::into_error)?;
            Ok((node, builder.ids.dangling()))
        };
        // A reference may have to come before what it refers to; if nothing bears the identifier in
        // the end, references are left out.
        let (node, dangling) = build(true)?;
        let node = if dangling { build(false)?.0 } else { node };
        Ok(print::document(set, &prefixes, &node))
    }
}
