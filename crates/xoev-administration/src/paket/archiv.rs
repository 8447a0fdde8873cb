//! An archive of documents that came, checked before anything of it is used.

use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom, Write};

use xoev::Simple as _;
use xoev::basis::basisnachricht_g2g_1_1::UUID;
use zip::{CompressionMethod, ZipArchive};

use super::{Angekuendigt, Lieferungsgrenzen, Paketfehler};

/// Up to this size, how tightly a document or an archive is packed does not matter.
const KLEIN: u64 = 1 << 20;
/// End of the central directory, without its comment.
const ENDE: usize = 22;
/// Locator of the end of the central directory of large archives.
const WEGWEISER: u64 = 20;

/// A document in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dokument {
    /// Its UUID, in small letters.
    pub uuid: String,
    /// Its format: the extension, such as `pdf`.
    pub format: String,
    /// Its size in bytes, as the archive says it.
    pub groesse: u64,
    index: usize,
}

/// A zip archive of documents that keeps the rules: no folders, only DEFLATE and STORED, each named by
/// its UUID and format, each announced, none within another, within limits.
pub struct Dokumentarchiv<R> {
    zip: ZipArchive<R>,
    dokumente: Vec<Dokument>,
    /// Where in `dokumente` a document is, by its UUID.
    stellen: HashMap<String, usize>,
}

impl<R> std::fmt::Debug for Dokumentarchiv<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dokumentarchiv({} documents)", self.dokumente.len())
    }
}

impl<R: Read + Seek> Dokumentarchiv<R> {
    /// Opens an archive that holds exactly these documents. Its content is not unpacked yet.
    ///
    /// # Errors
    /// [`Paketfehler`]
    pub fn oeffnen(
        mut archiv: R,
        angekuendigt: &[Angekuendigt],
        grenzen: &Lieferungsgrenzen,
    ) -> Result<Dokumentarchiv<R>, Paketfehler> {
        let verzeichnis = Verzeichnis::finden(&mut archiv)?;
        if verzeichnis.bytes > grenzen.verzeichnis {
            return Err(Paketfehler::Grenze("the directory of the archive"));
        }
        if verzeichnis.eintraege > grenzen.dokumente as u64 {
            return Err(Paketfehler::Grenze("documents"));
        }
        archiv.seek(SeekFrom::Start(0))?;
        let mut zip = ZipArchive::new(archiv).map_err(|e| Paketfehler::Archiv(e.to_string()))?;
        // Entries of the same name are one for the reader.
        if zip.len() as u64 != verzeichnis.eintraege {
            return Err(Paketfehler::Archiv("two entries have the same name".into()));
        }
        let mut offen: HashMap<&str, ()> =
            angekuendigt.iter().map(|a| (a.uuid.as_str(), ())).collect();
        let mut dokumente = Vec::with_capacity(zip.len());
        let mut stellen = HashMap::with_capacity(zip.len());
        let mut bereiche = Vec::with_capacity(zip.len());
        let (mut gesamt, mut gepackt) = (0_u64, 0_u64);
        for index in 0..zip.len() {
            let (dokument, bereich) = eintrag(&mut zip, index, grenzen)?;
            gesamt = gesamt.saturating_add(dokument.groesse);
            gepackt = gepackt.saturating_add(bereich.gepackt);
            bereiche.push(bereich);
            if gesamt > grenzen.entpackt {
                return Err(Paketfehler::Grenze("the size of all documents"));
            }
            if offen.remove(dokument.uuid.as_str()).is_none() {
                return Err(Paketfehler::NichtAngekuendigt(dokument.uuid));
            }
            stellen.insert(dokument.uuid.clone(), dokumente.len());
            dokumente.push(dokument);
        }
        // Many small documents exhaust as well as a large one.
        if zu_dicht(gesamt, gepackt, grenzen) {
            return Err(Paketfehler::Grenze("how tightly the archive is packed"));
        }
        getrennt(bereiche, verzeichnis.ab)?;
        let missing = angekuendigt
            .iter()
            .find(|a| offen.contains_key(a.uuid.as_str()));
        if let Some(first) = missing {
            return Err(Paketfehler::DokumentFehlt {
                erstes: first.uuid.clone(),
                anzahl: offen.len(),
            });
        }
        Ok(Dokumentarchiv {
            zip,
            dokumente,
            stellen,
        })
    }

    /// The documents, in the order of the archive.
    pub fn dokumente(&self) -> &[Dokument] {
        &self.dokumente
    }

    /// Writes a document. Its checksum is compared; what was written must not be used if that fails.
    ///
    /// # Errors
    /// [`Paketfehler`]; [`Paketfehler::Archiv`] if it is damaged, or larger than the archive says.
    pub fn entpacken(&mut self, uuid: &str, ziel: &mut impl Write) -> Result<u64, Paketfehler> {
        let found = self.stellen.get(&uuid.to_ascii_lowercase());
        let stelle = *found.ok_or_else(|| Paketfehler::Unbekannt(uuid.to_owned()))?;
        self.schreiben(stelle, ziel)
    }

    fn schreiben(&mut self, stelle: usize, ziel: &mut impl Write) -> Result<u64, Paketfehler> {
        let found = self.dokumente.get(stelle);
        let dokument = found.ok_or_else(|| Paketfehler::Unbekannt(stelle.to_string()))?;
        let entry = self.zip.by_index(dokument.index);
        let mut entry = entry.map_err(|e| Paketfehler::Archiv(e.to_string()))?;
        let most = dokument.groesse;
        let mut puffer = vec![0; 32 << 10];
        let mut written = 0_u64;
        loop {
            let count = match entry.read(&mut puffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Paketfehler::Archiv(error.to_string())),
            };
            written += count as u64;
            if written > most {
                return Err(Paketfehler::Archiv(
                    "a document is larger than it says".into(),
                ));
            }
            ziel.write_all(puffer.get(..count).unwrap_or_default())?;
        }
        match written == most {
            true => Ok(written),
            false => Err(Paketfehler::Archiv(
                "a document is smaller than it says".into(),
            )),
        }
    }

    /// Unpacks every document to nowhere: the archive is whole.
    ///
    /// # Errors
    /// [`Paketfehler::Archiv`]
    pub fn pruefen(&mut self) -> Result<(), Paketfehler> {
        for stelle in 0..self.dokumente.len() {
            self.schreiben(stelle, &mut io::sink())?;
        }
        Ok(())
    }

    /// The archive as it came.
    pub fn into_inner(self) -> R {
        self.zip.into_inner()
    }
}

/// Where in the archive an entry lies.
struct Bereich {
    /// Where its head begins.
    ab: u64,
    /// Where its packed content ends.
    bis: u64,
    /// Bytes of its packed content.
    gepackt: u64,
}

/// Checks that no entry lies within another one, or in the directory: bytes that several entries
/// share would be unpacked once for each of them.
fn getrennt(mut bereiche: Vec<Bereich>, verzeichnis: u64) -> Result<(), Paketfehler> {
    bereiche.sort_unstable_by_key(|b| b.ab);
    let next = bereiche.iter().skip(1).map(|b| b.ab).chain([verzeichnis]);
    if bereiche.iter().zip(next).any(|(b, next)| b.bis > next) {
        return Err(Paketfehler::Archiv("its entries overlap".into()));
    }
    Ok(())
}

/// Whether more comes out than any paper could be packed to.
fn zu_dicht(entpackt: u64, gepackt: u64, grenzen: &Lieferungsgrenzen) -> bool {
    entpackt > KLEIN && entpackt / grenzen.verhaeltnis.max(1) > gepackt
}

/// Checks an entry by what the directory says about it.
fn eintrag<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    index: usize,
    grenzen: &Lieferungsgrenzen,
) -> Result<(Dokument, Bereich), Paketfehler> {
    let entry = zip.by_index_raw(index);
    let entry = entry.map_err(|e| Paketfehler::Archiv(e.to_string()))?;
    let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
    let wrong = |warum| {
        Err(Paketfehler::Eintrag {
            name: name.chars().take(100).collect(),
            warum,
        })
    };
    if name.contains(['/', '\\']) || entry.is_dir() || entry.is_symlink() {
        return wrong("it is a folder, a link, or in a folder");
    }
    if entry.encrypted() {
        return wrong("it is encrypted");
    }
    if !matches!(
        entry.compression(),
        CompressionMethod::Deflated | CompressionMethod::Stored
    ) {
        return wrong("it is packed otherwise than by DEFLATE or STORED");
    }
    let (stem, format) = name.rsplit_once('.').unwrap_or((&name, ""));
    let plain = !format.is_empty() && format.bytes().all(|b| b.is_ascii_alphanumeric());
    if UUID::from_text(stem).is_err() || !plain {
        return wrong("it is not named by a UUID and a format");
    }
    let (packed, size) = (entry.compressed_size(), entry.size());
    if size > grenzen.dokument {
        return Err(Paketfehler::Grenze("the size of a document"));
    }
    let stored = entry.compression() == CompressionMethod::Stored;
    if stored && size != packed {
        return wrong("its sizes contradict each other");
    }
    if zu_dicht(size, packed, grenzen) {
        return Err(Paketfehler::Grenze("how tightly a document is packed"));
    }
    let bereich = Bereich {
        ab: entry.header_start(),
        bis: entry.data_start().saturating_add(packed),
        gepackt: packed,
    };
    let dokument = Dokument {
        uuid: stem.to_ascii_lowercase(),
        format: format.to_owned(),
        groesse: size,
        index,
    };
    Ok((dokument, bereich))
}

/// What the end of an archive says about its directory.
struct Verzeichnis {
    eintraege: u64,
    bytes: u64,
    /// Where it begins.
    ab: u64,
    /// Where it has to end.
    bis: u64,
}

impl Verzeichnis {
    /// Looks for the end of the directory before anything is held in memory. It must be at exactly one
    /// place, so that all readers see the same archive.
    fn finden(archiv: &mut (impl Read + Seek)) -> Result<Verzeichnis, Paketfehler> {
        let length = archiv.seek(SeekFrom::End(0))?;
        let tail_length = length.min((ENDE + usize::from(u16::MAX)) as u64);
        let begin = length - tail_length;
        archiv.seek(SeekFrom::Start(begin))?;
        let mut tail = Vec::new();
        archiv.take(tail_length).read_to_end(&mut tail)?;
        let fits = |at: &usize| {
            let here = tail.get(*at..).unwrap_or_default();
            here.starts_with(b"PK\x05\x06")
                && zahl(here, 20, 2).is_some_and(|c| here.len() as u64 == ENDE as u64 + c)
        };
        let mut places = (0..tail.len()).filter(fits);
        let at = match (places.next(), places.next()) {
            (Some(at), None) => at,
            (None, _) => return Err(Paketfehler::Archiv("it is no zip archive".into())),
            _ => return Err(Paketfehler::Archiv("it has several ends".into())),
        };
        let end = tail.get(at..).unwrap_or_default();
        let whole = || Paketfehler::Archiv("its end is cut off".into());
        let eintraege = zahl(end, 10, 2).ok_or_else(whole)?;
        let bytes = zahl(end, 12, 4).ok_or_else(whole)?;
        let large =
            eintraege == 0xFFFF || bytes == 0xFFFF_FFFF || zahl(end, 16, 4) == Some(0xFFFF_FFFF);
        let at = begin + at as u64;
        let klein = Verzeichnis {
            eintraege,
            bytes,
            ab: zahl(end, 16, 4).ok_or_else(whole)?,
            bis: at,
        };
        let found = match large && at >= WEGWEISER {
            true => Verzeichnis::gross(archiv, at - WEGWEISER, klein)?,
            false => klein,
        };
        // Nothing stands before the archive, nor between its directory and the end.
        if found.ab.checked_add(found.bytes) != Some(found.bis) {
            return Err(Paketfehler::Archiv(
                "its directory is not at its end".into(),
            ));
        }
        Ok(found)
    }

    /// The end of a large archive, by its locator; without one, the archive just is at the limit.
    fn gross(
        archiv: &mut (impl Read + Seek),
        at: u64,
        klein: Verzeichnis,
    ) -> Result<Verzeichnis, Paketfehler> {
        let mut locator = [0; WEGWEISER as usize];
        archiv.seek(SeekFrom::Start(at))?;
        archiv.read_exact(&mut locator)?;
        if !locator.starts_with(b"PK\x06\x07") {
            return Ok(klein);
        }
        let mut end = [0; 56];
        let bis = zahl(&locator, 8, 8).unwrap_or(u64::MAX);
        archiv.seek(SeekFrom::Start(bis.min(at)))?;
        let read = archiv.read_exact(&mut end);
        if read.is_err() || !end.starts_with(b"PK\x06\x06") {
            return Err(Paketfehler::Archiv("its end is damaged".into()));
        }
        // Its length counts from behind itself.
        let length = zahl(&end, 4, 8).and_then(|l| l.checked_add(12));
        if length.and_then(|l| l.checked_add(bis)) != Some(at) {
            return Err(Paketfehler::Archiv("its end is damaged".into()));
        }
        Ok(Verzeichnis {
            eintraege: zahl(&end, 32, 8).unwrap_or(u64::MAX),
            bytes: zahl(&end, 40, 8).unwrap_or(u64::MAX),
            ab: zahl(&end, 48, 8).unwrap_or(u64::MAX),
            bis,
        })
    }
}

/// A number of so many bytes, the least first.
fn zahl(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let digits = bytes.get(at..at + length)?.iter().rev();
    Some(digits.fold(0, |sum, digit| sum << 8 | u64::from(*digit)))
}
