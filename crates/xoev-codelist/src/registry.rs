//! All code lists that are at hand, by URI and version.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::error::CodeListError;
use crate::limits::Limits;
use crate::list::CodeList;
use crate::source::Sources;
use crate::version;

/// Code lists by URI and version. Cloning does not copy the lists.
///
/// What is added later stands for what was there before under the same URI and version, except
/// that a list without rows never stands for one with rows.
#[derive(Clone, Debug, Default)]
pub struct CodeLists {
    limits: Limits,
    by_uri: HashMap<Box<str>, Versions>,
}

/// The versions of a list.
#[derive(Clone, Debug, Default)]
struct Versions {
    by_version: HashMap<Box<str>, Arc<CodeList>>,
    /// The same, oldest first.
    ordered: Vec<Arc<CodeList>>,
}

impl CodeLists {
    /// None yet; the default limits.
    pub fn new() -> CodeLists {
        CodeLists::default()
    }

    /// None yet; these limits for what is read.
    pub fn with_limits(limits: Limits) -> CodeLists {
        CodeLists {
            limits,
            ..CodeLists::default()
        }
    }

    /// Adds a list.
    pub fn add(&mut self, list: CodeList) {
        self.add_shared(Arc::new(list));
    }

    fn add_shared(&mut self, list: Arc<CodeList>) {
        let versions = match self.by_uri.get_mut(list.uri()) {
            Some(versions) => versions,
            None => self.by_uri.entry(list.uri().into()).or_default(),
        };
        let known = versions.by_version.get(list.version());
        if known.is_some_and(|known| known.is_loaded() && !list.is_loaded()) {
            return;
        }
        versions
            .by_version
            .insert(list.version().into(), Arc::clone(&list));
        let search = |other: &Arc<CodeList>| version::compare(other.version(), list.version());
        match versions.ordered.binary_search_by(search) {
            Ok(at) => {
                if let Some(place) = versions.ordered.get_mut(at) {
                    *place = list;
                }
            }
            Err(at) => versions.ordered.insert(at, list),
        }
    }

    /// Adds the lists of a Genericode document, a table, or a zip archive with any of them, as the
    /// bytes show. `file` is named in errors. Gives the number of lists.
    ///
    /// # Errors
    ///
    /// Those of [`CodeList::from_genericode`], [`CodeList::from_tsv`] and [`CodeLists::add_path`].
    /// None of the lists is added then.
    pub fn add_bytes(&mut self, file: &str, bytes: &[u8]) -> Result<usize, CodeListError> {
        let mut sources = Sources::new(&self.limits);
        sources.bytes(file, bytes)?;
        Ok(self.add_all(sources.lists))
    }

    /// Adds the lists of a file, folder or zip archive. Gives their number.
    ///
    /// In folders and archives, and in folders and archives within them, code lists are looked for
    /// in files that end in `.xml`, `.gc`, `.tsv` or `.zip`; those that turn out to be something
    /// else are passed over, and so is what begins with a dot.
    ///
    /// # Errors
    ///
    /// [`CodeListError::Unreadable`], [`CodeListError::Archive`]; [`CodeListError::NoCodeList`] if
    /// there is no list at all; what is wrong with a list ([`CodeList::from_genericode`],
    /// [`CodeList::from_tsv`]). None of the lists is added then.
    pub fn add_path(&mut self, path: impl AsRef<Path>) -> Result<usize, CodeListError> {
        let mut sources = Sources::new(&self.limits);
        sources.path(path.as_ref())?;
        Ok(self.add_all(sources.lists))
    }

    fn add_all(&mut self, lists: Vec<CodeList>) -> usize {
        let count = lists.len();
        for list in lists {
            self.add(list);
        }
        count
    }

    /// Adds all lists of another collection.
    pub fn extend_from(&mut self, other: &CodeLists) {
        for list in other.by_uri.values().flat_map(|v| &v.ordered) {
            self.add_shared(Arc::clone(list));
        }
    }

    /// The list of this URI in this version, in constant time. It may be known without its rows:
    /// [`CodeList::is_loaded`].
    pub fn get(&self, uri: &str, version: &str) -> Option<&CodeList> {
        Some(self.by_uri.get(uri)?.by_version.get(version)?)
    }

    /// The versions of a list, oldest first; none if the URI is unknown.
    pub fn versions(&self, uri: &str) -> impl DoubleEndedIterator<Item = &CodeList> {
        let versions = self.by_uri.get(uri).into_iter();
        versions.flat_map(|v| &v.ordered).map(AsRef::as_ref)
    }

    /// The newest version of a list, in constant time. Numbers in versions count as numbers, so
    /// that 10 is newer than 9.
    pub fn newest(&self, uri: &str) -> Option<&CodeList> {
        self.by_uri.get(uri)?.ordered.last().map(AsRef::as_ref)
    }

    /// Whether any version of the list is known.
    pub fn contains(&self, uri: &str) -> bool {
        self.by_uri.contains_key(uri)
    }

    /// All lists, those of a URI together with the oldest version first.
    pub fn iter(&self) -> impl Iterator<Item = &CodeList> {
        let versions = self.by_uri.values();
        versions.flat_map(|v| &v.ordered).map(AsRef::as_ref)
    }

    /// Number of lists, each version counted.
    pub fn len(&self) -> usize {
        self.by_uri.values().map(|v| v.ordered.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_uri.is_empty()
    }
}
