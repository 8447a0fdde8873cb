//! Files, folders and zip archives as sources of code lists.

use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::Path;

use zip::ZipArchive;

use crate::error::{CodeListError, Exceeded};
use crate::limits::Limits;
use crate::list::CodeList;

/// Archives within archives beyond this are not opened.
const DEEPEST: usize = 4;

/// Reads code lists from wherever they are.
pub(crate) struct Sources<'l> {
    limits: &'l Limits,
    /// How many bytes may still be read.
    left: u64,
    pub(crate) lists: Vec<CodeList>,
}

/// What a file may be, by the end of its name.
fn may_hold_lists(name: &str) -> bool {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let lower = name.to_ascii_lowercase();
    let fits = [".xml", ".gc", ".tsv", ".zip"]
        .iter()
        .any(|end| lower.ends_with(end));
    // Names with a dot before them are what file managers leave behind.
    fits && !name.starts_with('.')
}

impl<'l> Sources<'l> {
    pub(crate) fn new(limits: &'l Limits) -> Sources<'l> {
        Sources {
            limits,
            left: limits.unpacked,
            lists: Vec::new(),
        }
    }

    /// A document or archive that was named.
    pub(crate) fn bytes(&mut self, file: &str, bytes: &[u8]) -> Result<(), CodeListError> {
        match bytes.starts_with(b"PK") {
            true => {
                self.archive(file, bytes, 0)?;
                self.any_in(file)
            }
            false => self.document(file, bytes),
        }
    }

    /// A file, folder or archive that was named.
    pub(crate) fn path(&mut self, path: &Path) -> Result<(), CodeListError> {
        let file = path.display().to_string();
        let about = fs::metadata(path).map_err(|error| unreadable(&file, &error))?;
        if about.is_dir() {
            self.folder(path)?;
            return self.any_in(&file);
        }
        let bytes = self.read(path)?;
        self.bytes(&file, &bytes)
    }

    fn any_in(&self, file: &str) -> Result<(), CodeListError> {
        match self.lists.is_empty() {
            true => Err(CodeListError::NoCodeList {
                file: file.to_owned(),
                root: None,
            }),
            false => Ok(()),
        }
    }

    fn folder(&mut self, folder: &Path) -> Result<(), CodeListError> {
        let mut folders = vec![folder.to_path_buf()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            let name = folder.display().to_string();
            let entries = fs::read_dir(&folder).map_err(|error| unreadable(&name, &error))?;
            for entry in entries {
                let entry = entry.map_err(|error| unreadable(&name, &error))?;
                let kind = entry
                    .file_type()
                    .map_err(|error| unreadable(&name, &error))?;
                // Links to folders are not followed, since they may lead in circles.
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if may_hold_lists(&entry.file_name().to_string_lossy())
                    && fs::metadata(entry.path()).is_ok_and(|about| about.is_file())
                {
                    files.push(entry.path());
                }
            }
        }
        // The later of two equal lists counts, so the order must not depend on the file system.
        files.sort();
        for path in files {
            let bytes = self.read(&path)?;
            self.found(&path.display().to_string(), &bytes, 0)?;
        }
        Ok(())
    }

    /// A document or archive that stands in a folder or archive: it may be something else.
    fn found(&mut self, file: &str, bytes: &[u8], depth: usize) -> Result<(), CodeListError> {
        if bytes.starts_with(b"PK") {
            return self.archive(file, bytes, depth);
        }
        match self.document(file, bytes) {
            Err(CodeListError::NoCodeList { .. }) => Ok(()),
            other => other,
        }
    }

    fn document(&mut self, file: &str, bytes: &[u8]) -> Result<(), CodeListError> {
        let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let list = match (start.first(), std::str::from_utf8(bytes)) {
            (Some(b'#'), Ok(text)) => CodeList::from_tsv(file, text, self.limits)?,
            _ => CodeList::from_genericode(file, bytes, self.limits)?,
        };
        self.lists.push(list);
        Ok(())
    }

    fn archive(&mut self, file: &str, bytes: &[u8], depth: usize) -> Result<(), CodeListError> {
        if depth > DEEPEST {
            return Err(too_large(file, Exceeded::Archives, DEEPEST as u64));
        }
        let broken = |file: &str, reason: String| CodeListError::Archive {
            file: file.to_owned(),
            reason,
        };
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(file, error.to_string()))?;
        for index in 0..archive.len() {
            // What is not needed may be packed in any way.
            if !archive.name_for_index(index).is_some_and(may_hold_lists) {
                continue;
            }
            let entry = archive
                .by_index(index)
                .map_err(|error| broken(file, error.to_string()))?;
            if !entry.is_file() {
                continue;
            }
            let inner = format!("{file}/{}", entry.name().replace('\\', "/"));
            let content = self
                .take(&inner, entry)?
                .map_err(|error| broken(&inner, error.to_string()))?;
            self.found(&inner, &content, depth + 1)?;
        }
        Ok(())
    }

    fn read(&mut self, path: &Path) -> Result<Vec<u8>, CodeListError> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| unreadable(&name, &error))?;
        self.take(&name, file)?
            .map_err(|error| unreadable(&name, &error))
    }

    /// Reads everything, as long as it is within the limit for all sources together.
    fn take(
        &mut self,
        file: &str,
        source: impl Read,
    ) -> Result<io::Result<Vec<u8>>, CodeListError> {
        let mut content = Vec::new();
        let mut source = source.take(self.left.saturating_add(1));
        if let Err(error) = source.read_to_end(&mut content) {
            return Ok(Err(error));
        }
        let left = self.left.checked_sub(content.len() as u64);
        self.left =
            left.ok_or_else(|| too_large(file, Exceeded::Unpacked, self.limits.unpacked))?;
        Ok(Ok(content))
    }
}

fn unreadable(file: &str, error: &io::Error) -> CodeListError {
    CodeListError::Unreadable {
        file: file.to_owned(),
        kind: error.kind(),
        reason: error.to_string(),
    }
}

fn too_large(file: &str, exceeded: Exceeded, most: u64) -> CodeListError {
    CodeListError::TooLarge {
        file: file.to_owned(),
        exceeded,
        most,
    }
}
