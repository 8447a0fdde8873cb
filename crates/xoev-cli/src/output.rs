//! Files in and out, with `-` for the standard streams.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use crate::failure::Failure;

/// The name that stands for the standard streams.
pub(crate) const STANDARD: &str = "-";

/// Greatest size of a file that is read: what the reader takes, and one byte by which it notices
/// the excess.
fn most() -> u64 {
    let limit = xoev::Limits::default().max_bytes;
    u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1)
}

/// Reads a file, or standard input.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match path.as_os_str() == STANDARD {
        true => io::stdin().lock().take(most()).read_to_end(&mut bytes)?,
        false => fs::File::open(path)?.take(most()).read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}

/// Writes to a file, or to standard output if there is none.
pub(crate) fn write(path: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    match path {
        Some(path) if path.as_os_str() != STANDARD => {
            fs::write(path, bytes).map_err(|error| Failure::unwritable(path, &error))
        }
        _ => {
            let mut out = io::stdout().lock();
            out.write_all(bytes)?;
            out.flush()?;
            Ok(())
        }
    }
}
