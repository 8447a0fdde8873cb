//! Folders and zip archives as sources of schema documents.

use std::io::{Cursor, Read};
use std::path::Path;

use zip::ZipArchive;

use super::store::{Location, Store, is_catalog, is_schema};
use crate::error::SchemaError;

/// What all schemas of an archive may take unpacked. A release of a standard takes a few
/// megabytes; more is taken for an attack.
const LARGEST: u64 = 256 << 20;
/// Archives within archives beyond this are not opened.
const DEEPEST: usize = 4;

/// The schema documents and catalogs of a folder or archive.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) schemas: Vec<Location>,
    pub(super) catalogs: Vec<Location>,
}

/// Finds all schemas and catalogs in a folder and the folders in it.
pub(super) fn search_folder(folder: &Path) -> Result<Found, SchemaError> {
    let mut found = Found::default();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let unreadable = |error: std::io::Error| SchemaError::Unreadable {
            file: folder.display().to_string(),
            reason: error.to_string(),
        };
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            // Links to folders are not followed, since they may lead in circles.
            if entry.file_type().map_err(unreadable)?.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let location = Location::File(entry.path());
            if is_schema(&location) {
                found.schemas.push(location);
            } else if is_catalog(&location) {
                found.catalogs.push(location);
            }
        }
    }
    found.schemas.sort();
    found.catalogs.sort();
    Ok(found)
}

/// Unpacks the schemas and catalogs of an archive, and of archives in it, into the store.
pub(super) fn unpack(store: &mut Store, path: &Path) -> Result<Found, SchemaError> {
    let file = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|e| SchemaError::Unreadable {
        file: file.clone(),
        reason: e.to_string(),
    })?;
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or(file);
    let mut unpacking = Unpacking {
        store,
        found: Found::default(),
        left: LARGEST,
    };
    unpacking.archive(&name, bytes, 0)?;
    let mut found = unpacking.found;
    found.schemas.sort();
    found.catalogs.sort();
    Ok(found)
}

struct Unpacking<'s> {
    store: &'s mut Store,
    found: Found,
    left: u64,
}

impl Unpacking<'_> {
    fn archive(&mut self, name: &str, bytes: Vec<u8>, depth: usize) -> Result<(), SchemaError> {
        let unreadable = |reason: String| SchemaError::Unreadable {
            file: name.to_owned(),
            reason,
        };
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|e| unreadable(e.to_string()))?;
        for index in 0..archive.len() {
            let mut entry = archive
                .by_index(index)
                .map_err(|e| unreadable(e.to_string()))?;
            let inner = format!("{name}/{}", entry.name().replace('\\', "/"));
            let location = Location::Memory(inner.clone());
            let is_archive = inner.to_ascii_lowercase().ends_with(".zip");
            if !entry.is_file() || !(is_archive || is_schema(&location) || is_catalog(&location)) {
                continue;
            }
            let mut content = Vec::new();
            let read = (&mut entry)
                .take(self.left + 1)
                .read_to_end(&mut content)
                .map_err(|e| unreadable(format!("{}: {e}", entry.name())))?;
            self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
                unreadable(format!("its schemas take more than {} MB", LARGEST >> 20))
            })?;
            if is_archive {
                if depth >= DEEPEST {
                    return Err(unreadable(format!(
                        "archives are nested more than {DEEPEST} deep"
                    )));
                }
                self.archive(&inner, content, depth + 1)?;
                continue;
            }
            let location = self.store.hold(&inner, content);
            if is_schema(&location) {
                self.found.schemas.push(location);
            } else {
                self.found.catalogs.push(location);
            }
        }
        Ok(())
    }
}
