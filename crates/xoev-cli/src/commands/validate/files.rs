//! Which files are meant.

use std::fs;
use std::path::{Path, PathBuf};

/// All files: those that are named, and the XML files in folders, sorted. What can't be looked at
/// is kept as it is named, so that reading it tells why.
pub(super) fn find(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => walk(path, &mut files),
            false => files.push(path.clone()),
        }
    }
    files
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).and_then(|entries| {
        entries
            .map(|entry| entry.map(|e| e.path()))
            .collect::<Result<Vec<_>, _>>()
    });
    let Ok(mut entries) = entries else {
        return files.push(folder.to_path_buf());
    };
    entries.sort();
    for path in entries {
        // Links to folders are not followed: they may lead back.
        let is_folder = path.is_dir() && !path.is_symlink();
        let is_xml = path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("xml"));
        if is_folder {
            walk(&path, files);
        } else if is_xml && !path.is_dir() {
            files.push(path);
        }
    }
}
