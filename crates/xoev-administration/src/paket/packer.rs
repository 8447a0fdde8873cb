//! The archive of documents, written as the standard wants it.

use std::collections::HashSet;
use std::io::{self, Read, Seek, Write};

use xoev::basis::basisnachricht_g2g_1_1::UUID;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Teilungsfehler;

/// How a document is packed. The standard allows no other way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Verfahren {
    /// Packed (DEFLATE).
    #[default]
    Deflate,
    /// As it is (STORED), which is faster for what is packed already, such as JPG.
    Stored,
}

/// Writes a zip archive of documents: no folders, each named by its UUID and format.
///
/// ```
/// use std::io::Cursor;
/// use xoev::Simple;
/// use xoev::basis::basisnachricht_g2g_1_1::UUID;
/// use xoev_administration::paket::{Packer, Verfahren};
///
/// let mut packer = Packer::neu(Cursor::new(Vec::new()));
/// let uuid = UUID::from_text("5da62d25-01a6-4951-ae4e-24593294b601")?;
/// packer.dokument(&uuid, "pdf", &b"%PDF-1.7"[..], Verfahren::Deflate)?;
/// let (archiv, bytes) = packer.fertig()?;
/// assert_eq!(archiv.get_ref().len() as u64, bytes);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Packer<W: Write + Seek> {
    zip: ZipWriter<W>,
    uuids: HashSet<String>,
}

impl<W: Write + Seek> std::fmt::Debug for Packer<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Packer({} documents)", self.uuids.len())
    }
}

impl<W: Write + Seek> Packer<W> {
    /// An archive without documents, written to the beginning of this.
    pub fn neu(ziel: W) -> Packer<W> {
        Packer {
            zip: ZipWriter::new(ziel),
            uuids: HashSet::new(),
        }
    }

    /// Adds a document of less than 4 GiB. `format` is its extension, such as `pdf`.
    ///
    /// # Errors
    /// [`Teilungsfehler`]
    pub fn dokument(
        &mut self,
        uuid: &UUID,
        format: &str,
        mut inhalt: impl Read,
        verfahren: Verfahren,
    ) -> Result<(), Teilungsfehler> {
        let plain = format.bytes().all(|b| b.is_ascii_alphanumeric());
        if !plain || !(1..=10).contains(&format.len()) {
            return Err(Teilungsfehler::Format(format.to_owned()));
        }
        if !self.uuids.insert(uuid.as_str().to_ascii_lowercase()) {
            return Err(Teilungsfehler::Doppelt(uuid.as_str().to_owned()));
        }
        let options = SimpleFileOptions::default().compression_method(match verfahren {
            Verfahren::Deflate => CompressionMethod::Deflated,
            Verfahren::Stored => CompressionMethod::Stored,
        });
        let name = format!("{}.{format}", uuid.as_str());
        self.zip.start_file(name, options)?;
        io::copy(&mut inhalt, &mut self.zip)?;
        Ok(())
    }

    /// The archive, and its size in bytes.
    ///
    /// # Errors
    /// [`Teilungsfehler`]
    pub fn fertig(self) -> Result<(W, u64), Teilungsfehler> {
        let mut ziel = self.zip.finish()?;
        let bytes = ziel.stream_position()?;
        ziel.flush()?;
        Ok((ziel, bytes))
    }
}
