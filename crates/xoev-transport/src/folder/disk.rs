//! Files that are there as a whole or not at all, also after a crash.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
#[cfg(test)]
use std::sync::atomic::{AtomicUsize, Ordering};

use uuid::Uuid;

/// Every change of the disk goes through here, so that tests can stop after any of them.
#[derive(Debug)]
pub(super) struct Disk {
    #[cfg(test)]
    left: AtomicUsize,
}

impl Disk {
    pub(super) fn new() -> Disk {
        Disk {
            #[cfg(test)]
            left: AtomicUsize::new(usize::MAX),
        }
    }

    /// A disk that stops after so many changes, as if the machine had.
    #[cfg(test)]
    pub(super) fn stopping_after(changes: usize) -> Disk {
        Disk {
            left: AtomicUsize::new(changes),
        }
    }

    #[cfg(test)]
    fn change(&self) -> io::Result<()> {
        self.left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            })
            .map(|_| ())
            .map_err(|_| io::Error::other("stopped"))
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, reason = "tests stop here")]
    fn change(&self) -> io::Result<()> {
        Ok(())
    }

    /// Writes a file under a name of its own that begins with a dot, has it on the disk, and only
    /// then gives it its name.
    pub(super) fn publish(&self, folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
        let hidden = folder.join(format!(".{name}.{}.tmp", Uuid::new_v4()));
        let written = self.write(&hidden, content).and_then(|()| {
            self.change()?;
            fs::rename(&hidden, folder.join(name))
        });
        if written.is_err() && self.change().is_ok() {
            // The error tells more than whether this works.
            let _ = fs::remove_file(&hidden);
        }
        written
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.change()?;
        let mut file = File::create_new(path)?;
        let half = content.len() / 2;
        file.write_all(&content[..half])?;
        self.change()?;
        file.write_all(&content[half..])?;
        self.change()?;
        file.sync_all()
    }

    /// Makes names in a folder durable.
    pub(super) fn sync(&self, folder: &Path) -> io::Result<()> {
        self.change()?;
        File::open(folder)?.sync_all()
    }

    /// Moves a file to another folder. One that is not there is no error: it was moved before.
    pub(super) fn transfer(&self, from: &Path, to: &Path, name: &str) -> io::Result<bool> {
        self.change()?;
        match fs::rename(from.join(name), to.join(name)) {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(e) => Err(e),
        }
    }
}

/// Whether a regular file of this name is there; no link counts.
pub(super) fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|m| m.is_file())
}

/// Reads a regular file of at most so many bytes; none if there is no such file.
pub(super) fn read(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Ok(None),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    }
    let mut content = Vec::new();
    File::open(path)?
        .take(most.saturating_add(1))
        .read_to_end(&mut content)?;
    if content.len() as u64 > most {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("a file has more than {most} bytes"),
        ));
    }
    Ok(Some(content))
}
