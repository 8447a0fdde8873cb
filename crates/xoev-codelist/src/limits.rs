//! How much a code list may take before it is taken for an attack.

use crate::error::{CodeListError, Exceeded};

/// Limits of what is read.
///
/// The defaults leave room for the largest published lists many times over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one document; 128 MiB. Over 2 GiB nothing is read.
    pub bytes: u64,
    /// Columns of one list, and keys; 1000.
    pub columns: u64,
    /// Rows of one list; 2 million.
    pub rows: u64,
    /// Cells of one list, undefined ones included; 20 million.
    pub cells: u64,
    /// Bytes of all that is unpacked from an archive and the archives in it, and of all documents
    /// of a folder; 512 MiB.
    pub unpacked: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bytes: 128 << 20,
            columns: 1000,
            rows: 2_000_000,
            cells: 20_000_000,
            unpacked: 512 << 20,
        }
    }
}

impl Limits {
    /// Whether a document of so many bytes is read. Places in the text of a list take 31 bits.
    pub(crate) fn check_bytes(&self, file: &str, bytes: usize) -> Result<(), CodeListError> {
        let most = self.bytes.min((1 << 31) - 1);
        self.check(file, Exceeded::Bytes, bytes, most)
    }

    /// Whether there may be so many columns or keys.
    pub(crate) fn check_columns(&self, file: &str, count: usize) -> Result<(), CodeListError> {
        self.check(file, Exceeded::Columns, count, self.columns)
    }

    /// Whether there may be one row more.
    pub(crate) fn check_rows(
        &self,
        file: &str,
        rows: usize,
        columns: usize,
    ) -> Result<(), CodeListError> {
        let cells = (rows + 1).saturating_mul(columns);
        self.check(file, Exceeded::Rows, rows + 1, self.rows.min((1 << 31) - 1))?;
        self.check(file, Exceeded::Cells, cells, self.cells)
    }

    fn check(
        &self,
        file: &str,
        exceeded: Exceeded,
        count: usize,
        most: u64,
    ) -> Result<(), CodeListError> {
        if u64::try_from(count).is_ok_and(|count| count <= most) {
            return Ok(());
        }
        Err(CodeListError::TooLarge {
            file: file.to_owned(),
            exceeded,
            most,
        })
    }
}
