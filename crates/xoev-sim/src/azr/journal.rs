//! What the register has done, in a file that only grows: a line for each thing, on the disk before
//! anybody is told.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ablauf::{Eingang, Vorgabe};
use super::register::{Answer, Aufbaufehler, Violation, ViolationKind};

/// A journal can't be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The file.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A line is not one of a journal.
    #[error("line {0} of the journal can't be read: {1}")]
    Line(usize, String),
    /// The file has something in it that is no journal.
    #[error("the file is no journal of a register")]
    NoJournal,
    /// The register itself.
    #[error(transparent)]
    Aufbau(#[from] Aufbaufehler),
}

/// How every journal begins.
const ANFANG: &[u8] = b"{\"art\":\"anfang\"";

/// A moment: microseconds since the year 1970 began.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Moment(i64);

impl From<DateTime<Utc>> for Moment {
    fn from(at: DateTime<Utc>) -> Moment {
        Moment(at.timestamp_micros())
    }
}

impl From<Moment> for DateTime<Utc> {
    fn from(at: Moment) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(at.0).unwrap_or_default()
    }
}

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "art", rename_all = "lowercase")]
pub(super) enum Zeile {
    Anfang {
        seed: u64,
    },
    Anfrage(Anfragezeile),
    Verstoss {
        uuid: String,
        zeit: String,
        was: ViolationKind,
    },
    Zusammenfuehrung {
        zeit: Moment,
        alt: String,
        neu: String,
    },
    Ueberarbeitung {
        zeit: Moment,
        azr_nummer: String,
        gruppe: String,
        behoerde: String,
    },
    Fingerabdruck {
        zeit: Moment,
        azr_nummer: String,
        behoerde: String,
    },
}

/// A request that was processed, and its answer.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Anfragezeile {
    pub(super) uuid: String,
    pub(super) nummer: String,
    pub(super) zeit: Moment,
    /// How many ids were made, with those of this request.
    pub(super) zaehler: u64,
    /// Number that a new record got from outside.
    pub(super) vorgabe: Option<String>,
    anfrage: String,
    antwort_nummer: String,
    antwort: String,
}

impl Anfragezeile {
    pub(super) fn neu(
        (uuid, nummer): (&str, &str),
        eingang: &Eingang<'_>,
        request: &[u8],
        antwort: &Answer,
        zaehler: u64,
    ) -> Anfragezeile {
        let vorgabe = match &eingang.vorgabe {
            Some(Vorgabe::Nummer(nummer)) => Some((*nummer).to_owned()),
            _ => None,
        };
        Anfragezeile {
            uuid: uuid.to_owned(),
            nummer: nummer.to_owned(),
            zeit: eingang.jetzt.into(),
            zaehler,
            vorgabe,
            anfrage: STANDARD.encode(request),
            antwort_nummer: antwort.number.clone(),
            antwort: STANDARD.encode(&antwort.bytes),
        }
    }

    /// The request and its answer.
    pub(super) fn bytes(&self) -> Result<(Vec<u8>, Answer), JournalError> {
        let decoded = |text: &str| {
            let bytes = STANDARD.decode(text);
            bytes.map_err(|e| JournalError::Line(0, e.to_string()))
        };
        let antwort = Answer {
            bytes: Arc::from(decoded(&self.antwort)?),
            number: self.antwort_nummer.clone(),
            repeated: false,
        };
        Ok((decoded(&self.anfrage)?, antwort))
    }
}

impl Zeile {
    pub(super) fn verstoss(violation: &Violation) -> Zeile {
        Zeile::Verstoss {
            uuid: violation.uuid.clone(),
            zeit: violation.at.clone(),
            was: violation.kind,
        }
    }
}

/// The open file.
pub(super) struct Journal {
    datei: File,
    seed: u64,
    /// Where the last whole line ends.
    ende: u64,
}

impl Journal {
    /// Opens a journal, or makes one with this seed, and reads its lines. A last line without end
    /// was never answered for: it is taken away.
    pub(super) fn oeffnen(path: &Path, seed: u64) -> Result<(Journal, Vec<Zeile>), JournalError> {
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false);
        let mut datei = options.open(path)?;
        // Two registers that write the same journal would each miss what the other has done.
        datei.try_lock().map_err(io::Error::from)?;
        let mut bytes = Vec::new();
        datei.read_to_end(&mut bytes)?;
        let whole = bytes
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        let mut zeilen = Vec::new();
        for (at, line) in bytes[..whole].split_inclusive(|b| *b == b'\n').enumerate() {
            let read = serde_json::from_slice(line);
            zeilen.push(read.map_err(|e| match at {
                0 => JournalError::NoJournal,
                _ => JournalError::Line(at + 1, e.to_string()),
            })?);
        }
        let mut journal = Journal {
            datei,
            seed,
            ende: whole as u64,
        };
        match zeilen.first() {
            Some(Zeile::Anfang { seed }) => journal.seed = *seed,
            Some(_) => return Err(JournalError::NoJournal),
            // A first line that was cut off begins as a journal does; anything else is not ours.
            None if !bytes.starts_with(&ANFANG[..bytes.len().min(ANFANG.len())]) => {
                return Err(JournalError::NoJournal);
            }
            None => {
                journal.anhaengen(&Zeile::Anfang { seed })?;
                if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
                    // So that the file itself is still there after a loss of power.
                    File::open(folder)?.sync_all()?;
                }
            }
        }
        Ok((journal, zeilen))
    }

    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    /// Writes a line and waits until it is on the disk. If that fails, nothing of it stays.
    pub(super) fn anhaengen(&mut self, zeile: &Zeile) -> io::Result<()> {
        let mut line = serde_json::to_vec(zeile).map_err(io::Error::other)?;
        line.push(b'\n');
        self.datei.set_len(self.ende)?;
        self.datei.seek(SeekFrom::Start(self.ende))?;
        self.datei.write_all(&line)?;
        self.datei.sync_data()?;
        self.ende += line.len() as u64;
        Ok(())
    }
}
