//! The reading stage: from files, folders, archives or memory to parsed schema documents.
//!
//! In the order of the work: [`store`] holds what is at hand, [`archive`] searches folders and
//! unpacks archives, [`catalog`] says which document stands for which URL, [`text`] decodes,
//! [`normalise`] puts the text into plain form, [`parse`] calls the XSD parser, [`collect`]
//! follows includes and imports.

mod archive;
mod catalog;
mod collect;
mod normalise;
mod parse;
mod store;
mod tally;
mod text;
mod vocabulary;
mod xpath;

use std::path::{Path, PathBuf};

use self::archive::Found;
use self::catalog::Catalog;
use self::collect::Collector;
pub(crate) use self::collect::Raw;
use self::store::{Location, Store};
use crate::count::Account;
use crate::error::SchemaError;
use crate::model::SchemaSet;
use crate::resolve;

/// Stack for documents nested as deeply as is accepted.
const STACK: usize = 64 << 20;

/// Reads schemas and resolves them into a [`SchemaSet`].
///
/// ```no_run
/// # fn main() -> Result<(), xoev_schema::SchemaError> {
/// let set = xoev_schema::Loader::new()
///     .catalog("schemas/catalog.xml")?
///     .root("schemas/xauslaender/26.11/xinneres.xauslaender.xsd")
///     .load()?;
/// # Ok(())
/// # }
/// ```
///
/// Nothing is fetched from the network. An import or include is looked for in this order:
/// in the catalogs; at its path relative to the file that has it; under its file name among the
/// schemas of the folders, archives and memory given; under its file name beside the file that
/// has it. An import that is found in none of these is still fine if a document of its namespace
/// is read on other ways.
#[derive(Clone, Debug, Default)]
pub struct Loader {
    store: Store,
    catalog: Catalog,
    roots: Vec<Roots>,
    memory: Vec<Location>,
}

/// A request for documents to start from.
#[derive(Clone, Debug)]
enum Roots {
    /// This document.
    One(PathBuf),
    /// All of these, except parts without a namespace that others include.
    All(Vec<Location>),
    /// Those of these that no other includes or imports.
    Unreferenced(Vec<Location>),
}

impl Loader {
    /// A loader without any documents.
    pub fn new() -> Loader {
        Loader::default()
    }

    /// Adds an OASIS XML catalog (`uri`, `system`, `rewriteURI`, `rewriteSystem`, `nextCatalog`).
    /// A document in memory of this name is taken before a file.
    ///
    /// # Errors
    ///
    /// If the catalog cannot be read or is no well-formed XML.
    pub fn catalog(mut self, path: impl AsRef<Path>) -> Result<Loader, SchemaError> {
        let path = path.as_ref();
        let location = path.to_str().and_then(|name| self.store.held(name));
        let location = location.unwrap_or_else(|| Location::File(path.to_path_buf()));
        self.catalog.add(&self.store, &location)?;
        Ok(self)
    }

    /// Starts from this schema document: one in memory of this name, or a file. May be called
    /// several times.
    pub fn root(mut self, path: impl AsRef<Path>) -> Loader {
        self.roots.push(Roots::One(path.as_ref().to_path_buf()));
        self
    }

    /// Starts from all `*.xsd` in this folder and the folders in it. Files named `catalog.xml`
    /// are used as catalogs.
    ///
    /// # Errors
    ///
    /// If the folder or a catalog cannot be read.
    pub fn folder(mut self, path: impl AsRef<Path>) -> Result<Loader, SchemaError> {
        let found = archive::search_folder(path.as_ref())?;
        let schemas = self.give(found)?;
        self.roots.push(Roots::All(schemas));
        Ok(self)
    }

    /// Starts from all `*.xsd` in this zip archive, and in archives within it, that no other
    /// document includes or imports. Files named `catalog.xml` are used as catalogs.
    ///
    /// # Errors
    ///
    /// If the archive or a catalog cannot be read.
    pub fn zip(mut self, path: impl AsRef<Path>) -> Result<Loader, SchemaError> {
        let found = archive::unpack(&mut self.store, path.as_ref())?;
        let schemas = self.give(found)?;
        self.roots.push(Roots::Unreferenced(schemas));
        Ok(self)
    }

    /// Holds a document in memory. The name may have folders, against which relative locations
    /// are resolved. If no root is given by any other means, all documents in memory that no
    /// other includes or imports are roots.
    ///
    /// A catalog in memory takes effect when it is named to [`Loader::catalog`].
    pub fn memory(mut self, name: impl AsRef<str>, bytes: impl Into<Vec<u8>>) -> Loader {
        let location = self.store.hold(name.as_ref(), bytes.into());
        if store::is_schema(&location) {
            self.memory.push(location);
        }
        self
    }

    /// Reads and resolves.
    ///
    /// # Errors
    ///
    /// If a document is missing, malformed, contradictory or beyond what is supported; see
    /// [`SchemaError`].
    pub fn load(self) -> Result<SchemaSet, SchemaError> {
        self.load_with_accounts().map(|(set, _)| set)
    }

    /// As [`Loader::load`], with the numbers of definitions in each document and in the model, in
    /// the order of [`SchemaSet::documents`]. They always agree, since loading fails otherwise.
    ///
    /// # Errors
    ///
    /// As [`Loader::load`].
    pub fn load_with_accounts(self) -> Result<(SchemaSet, Vec<Account>), SchemaError> {
        // The parser descends by recursion, and anonymous types may be nested deeply: more than the
        // stack of a thread holds that a build script or a test may run in.
        std::thread::scope(|scope| {
            let work = std::thread::Builder::new().stack_size(STACK);
            match work.spawn_scoped(scope, || self.load_here()) {
                Ok(thread) => thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                Err(_) => self.load_here(),
            }
        })
    }

    fn load_here(&self) -> Result<(SchemaSet, Vec<Account>), SchemaError> {
        let mut collector = Collector::new(&self.store, &self.catalog);
        let mut roots = Vec::new();
        for request in &self.roots {
            match request {
                Roots::One(path) => {
                    let held = path.to_str().and_then(|name| self.store.held(name));
                    roots.push(held.unwrap_or_else(|| Location::File(path.clone())));
                }
                Roots::All(locations) => roots.extend(collector.self_contained(locations)?),
                Roots::Unreferenced(locations) => {
                    roots.extend(collector.unreferenced(locations)?);
                }
            }
        }
        if self.roots.is_empty() {
            roots = collector.unreferenced(&self.memory)?;
        }
        if roots.is_empty() {
            return Err(SchemaError::Unreadable {
                file: "schemas".to_owned(),
                reason: "no schema document was given".to_owned(),
            });
        }
        let documents = collector.collect(&roots)?;
        let set = resolve::resolve(&documents)?;
        let account = |(raw, kept): (&Raw, _)| Account {
            file: raw.parsed.file.clone(),
            read: raw.parsed.tally.definitions,
            kept,
        };
        let accounts = documents
            .iter()
            .zip(set.definitions())
            .map(account)
            .collect();
        Ok((set, accounts))
    }

    fn give(&mut self, found: Found) -> Result<Vec<Location>, SchemaError> {
        for catalog in &found.catalogs {
            self.catalog.add(&self.store, catalog)?;
        }
        for schema in &found.schemas {
            self.store.give(schema.clone());
        }
        Ok(found.schemas)
    }
}

/// Reads and resolves the schemas that start from one file, with an optional catalog.
///
/// # Errors
///
/// As [`Loader::load`].
pub fn load(root: impl AsRef<Path>, catalog: Option<&Path>) -> Result<SchemaSet, SchemaError> {
    let mut loader = Loader::new();
    if let Some(catalog) = catalog {
        loader = loader.catalog(catalog)?;
    }
    loader.root(root).load()
}
