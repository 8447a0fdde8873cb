//! Where a report waits until what comes before it is known.

use std::io::{self, Read, Seek, SeekFrom, Write};

/// Where a report waits until what comes before it is known: a temporary file, or
/// `Cursor<Vec<u8>>` for a small one. It has to be empty.
pub trait Spool: Read + Write + Seek {}

impl<T: Read + Write + Seek> Spool for T {}

/// Copies all that was written.
pub(crate) fn copy(mut spool: impl Spool, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
    spool.flush()?;
    spool.seek(SeekFrom::Start(0))?;
    io::copy(&mut spool, out)?;
    Ok(())
}
