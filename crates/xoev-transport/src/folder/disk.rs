//! Files that are there as a whole or not at all, also after a crash.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
#[cfg(test)]
use std::sync::atomic::{AtomicUsize, Ordering};

use uuid::Uuid;

use super::FolderAccess;

/// Every change of the disk goes through here, so that tests can stop after any of them.
#[derive(Debug)]
pub(super) struct Disk {
    access: FolderAccess,
    #[cfg(test)]
    left: AtomicUsize,
}

impl Disk {
    pub(super) fn new(access: FolderAccess) -> Disk {
        Disk {
            access,
            #[cfg(test)]
            left: AtomicUsize::new(usize::MAX),
        }
    }

    /// A disk that stops after so many changes, as if the machine had.
    #[cfg(test)]
    pub(super) fn stopping_after(changes: usize) -> Disk {
        Disk {
            access: FolderAccess::Owner,
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
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        modes::of_new_file(&mut options, self.access);
        let mut file = options.open(path)?;
        modes::complete(&file, self.access)?;
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
        // The folder itself may be reached by a link of the administrator.
        modes::open_folder(&fs::canonicalize(folder)?)?.sync_all()
    }

    /// Makes a folder and those above it, as far as they are not there.
    pub(super) fn make_folder(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        if let Some(above) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            self.make_folder(above)?;
        }
        match modes::create_folder(path, self.access) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            made => made,
        }
    }

    /// Makes a folder in another one. A link in its place is refused: files would go to where
    /// somebody else wants.
    pub(super) fn make_subfolder(&self, path: &Path) -> io::Result<()> {
        self.make_folder(path)?;
        if is_folder(path) {
            return Ok(());
        }
        let text = format!("{} is a link", path.display());
        Err(io::Error::new(io::ErrorKind::NotADirectory, text))
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

/// Whether a folder of this name is there; no link counts.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|m| m.is_dir())
}

/// Reads a regular file of at most so many bytes; none if there is no such file.
pub(super) fn read(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let Some(file) = open(path)? else {
        return Ok(None);
    };
    let mut content = Vec::new();
    file.take(most.saturating_add(1))
        .read_to_end(&mut content)?;
    if content.len() as u64 > most {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("a file has more than {most} bytes"),
        ));
    }
    Ok(Some(content))
}

/// Opens a regular file; none if there is no such file. What it is is looked at after opening: before,
/// somebody else could still change it.
fn open(path: &Path) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.read(true);
    modes::neither_follow_nor_wait(&mut options);
    match options.open(path) {
        Ok(file) if file.metadata()?.is_file() => Ok(Some(file)),
        Ok(_) => Ok(None),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) if modes::is_no_file(&e) => Ok(None),
        Err(e) => Err(e),
    }
}

/// Flags and modes of Unix. Elsewhere, folders give their access to what is made in them.
#[cfg(unix)]
mod modes {
    use std::fs::{DirBuilder, File, OpenOptions, Permissions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
    use std::path::Path;

    use crate::folder::FolderAccess;

    impl FolderAccess {
        fn files(self) -> u32 {
            match self {
                FolderAccess::Owner => 0o600,
                FolderAccess::Group => 0o660,
            }
        }

        fn folders(self) -> u32 {
            match self {
                FolderAccess::Owner => 0o700,
                FolderAccess::Group => 0o770,
            }
        }
    }

    /// A link is not followed, a pipe without a writer not waited for.
    pub(super) fn neither_follow_nor_wait(options: &mut OpenOptions) {
        options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    }

    /// Whether opening failed for what a link or a socket is. `EMLINK` is what some systems say for
    /// `ELOOP`.
    pub(super) fn is_no_file(error: &io::Error) -> bool {
        let code = error.raw_os_error();
        matches!(code, Some(libc::ELOOP | libc::EMLINK | libc::ENXIO))
    }

    /// A new file is never open to more than it shall be.
    pub(super) fn of_new_file(options: &mut OpenOptions, access: FolderAccess) {
        options.mode(access.files());
    }

    /// Gives a new file what the umask took.
    pub(super) fn complete(file: &File, access: FolderAccess) -> io::Result<()> {
        file.set_permissions(Permissions::from_mode(access.files()))
    }

    /// Makes one folder.
    pub(super) fn create_folder(path: &Path, access: FolderAccess) -> io::Result<()> {
        let mode = access.folders();
        DirBuilder::new().mode(mode).create(path)?;
        let folder = open_folder(path)?;
        // Bits beyond the access are the administrator's, by way of the folder above.
        let beyond = folder.metadata()?.permissions().mode() & 0o7000;
        folder.set_permissions(Permissions::from_mode(beyond | mode))
    }

    /// Opens what has to be a folder, and no link to one.
    pub(super) fn open_folder(path: &Path) -> io::Result<File> {
        let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_DIRECTORY;
        OpenOptions::new().read(true).custom_flags(flags).open(path)
    }
}

#[cfg(not(unix))]
mod modes {
    use std::fs::{self, File, OpenOptions};
    use std::io;
    use std::path::Path;

    use crate::folder::FolderAccess;

    pub(super) fn neither_follow_nor_wait(_: &mut OpenOptions) {}

    pub(super) fn is_no_file(_: &io::Error) -> bool {
        false
    }

    pub(super) fn of_new_file(_: &mut OpenOptions, _: FolderAccess) {}

    pub(super) fn complete(_: &File, _: FolderAccess) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn create_folder(path: &Path, _: FolderAccess) -> io::Result<()> {
        fs::create_dir(path)
    }

    pub(super) fn open_folder(path: &Path) -> io::Result<File> {
        File::open(path)
    }
}

#[cfg(all(test, unix))]
#[path = "disk_tests.rs"]
mod tests;
