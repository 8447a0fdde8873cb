//! Where schema documents come from: files, and documents held in memory (given as bytes or
//! unpacked from an archive).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use url::Url;

use crate::error::SchemaError;

/// The place of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Location {
    /// A file.
    File(PathBuf),
    /// A document in memory, by its name with `/` between folders.
    Memory(String),
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::File(path) => write!(f, "{}", path.display()),
            Location::Memory(name) => f.write_str(name),
        }
    }
}

impl Location {
    /// The name without folders.
    pub(super) fn file_name(&self) -> String {
        match self {
            Location::File(path) => path
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default(),
            Location::Memory(name) => last_segment(name).to_owned(),
        }
    }

    /// The document that a reference in this document means, if it is one that could be at hand:
    /// a relative path, an absolute one or a `file:` URL.
    pub(super) fn join(&self, reference: &str) -> Option<Location> {
        let reference = reference.split('#').next().unwrap_or_default();
        if let Some(scheme) = scheme(reference) {
            if !scheme.eq_ignore_ascii_case("file") {
                return None;
            }
            return Url::parse(reference)
                .ok()?
                .to_file_path()
                .ok()
                .map(Location::File);
        }
        let reference = unescape(reference).replace('\\', "/");
        match self {
            Location::File(path) => {
                let folder = path.parent().unwrap_or(std::path::Path::new(""));
                Some(Location::File(folder.join(reference)))
            }
            Location::Memory(name) => {
                let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
                let folder = if reference.starts_with('/') {
                    ""
                } else {
                    folder
                };
                let mut steps = Vec::new();
                for step in folder.split('/').chain(reference.split('/')) {
                    match step {
                        "" | "." => {}
                        ".." => {
                            steps.pop()?;
                        }
                        step => steps.push(step),
                    }
                }
                Some(Location::Memory(steps.join("/")))
            }
        }
    }
}

/// The file name that a location ends in: the last segment of a path, URL or URN.
pub(super) fn file_name_of(location: &str) -> String {
    let location = location.split(['#', '?']).next().unwrap_or_default();
    unescape(last_segment(location))
}

fn last_segment(name: &str) -> &str {
    name.rsplit(['/', '\\', ':']).next().unwrap_or(name)
}

/// The scheme of an absolute URL or URN. A single letter is a drive, not a scheme.
fn scheme(reference: &str) -> Option<&str> {
    let (scheme, _) = reference.split_once(':')?;
    let mut characters = scheme.chars();
    let fits = scheme.len() > 1
        && characters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    fits.then_some(scheme)
}

/// Undoes the percent-encoding of a path; what is no valid encoding stays.
fn unescape(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &rest[3..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

/// All documents at hand.
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    memory: BTreeMap<String, Vec<u8>>,
    /// Schema documents of the folders, archives and memory given: imports may mean them by their
    /// file name alone.
    given: Vec<Location>,
}

impl Store {
    /// Holds a document in memory.
    pub(super) fn hold(&mut self, name: &str, bytes: Vec<u8>) -> Location {
        let location = match Location::Memory(String::new()).join(name) {
            Some(Location::Memory(plain)) => plain,
            _ => name.to_owned(),
        };
        self.memory.insert(location.clone(), bytes);
        let location = Location::Memory(location);
        if is_schema(&location) {
            self.give(location.clone());
        }
        location
    }

    /// Makes a schema document known by its file name.
    pub(super) fn give(&mut self, location: Location) {
        if !self.given.contains(&location) {
            self.given.push(location);
        }
    }

    /// The document in memory with this name.
    pub(super) fn held(&self, name: &str) -> Option<Location> {
        match Location::Memory(String::new()).join(name)? {
            Location::Memory(name) if self.memory.contains_key(&name) => {
                Some(Location::Memory(name))
            }
            _ => None,
        }
    }

    /// Whether the document is there.
    pub(super) fn has(&self, location: &Location) -> bool {
        match location {
            Location::File(path) => path.is_file(),
            Location::Memory(name) => self.memory.contains_key(name),
        }
    }

    /// The schema documents given that have this file name.
    pub(super) fn named(&self, file_name: &str) -> impl Iterator<Item = &Location> {
        self.given
            .iter()
            .filter(move |l| l.file_name() == file_name)
    }

    /// The bytes of a document.
    pub(super) fn read(&self, location: &Location) -> Result<Cow<'_, [u8]>, SchemaError> {
        let reason = match location {
            Location::File(path) => match std::fs::read(path) {
                Ok(bytes) => return Ok(Cow::Owned(bytes)),
                Err(error) => error.to_string(),
            },
            Location::Memory(name) => match self.memory.get(name) {
                Some(bytes) => return Ok(Cow::Borrowed(bytes)),
                None => "no document of this name was given".to_owned(),
            },
        };
        Err(SchemaError::Unreadable {
            file: location.to_string(),
            reason,
        })
    }

    /// One spelling for each file, so that the same file is not read twice.
    pub(super) fn canonical(location: &Location) -> Location {
        match location {
            Location::File(path) => {
                Location::File(path.canonicalize().unwrap_or_else(|_| path.clone()))
            }
            Location::Memory(_) => location.clone(),
        }
    }
}

/// Whether the name says that this is a schema document.
pub(super) fn is_schema(location: &Location) -> bool {
    location.file_name().to_ascii_lowercase().ends_with(".xsd")
}

/// Whether the name says that this is a catalog.
pub(super) fn is_catalog(location: &Location) -> bool {
    location.file_name().eq_ignore_ascii_case("catalog.xml")
}
