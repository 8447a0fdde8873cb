//! The register as a whole: takes a request, accounts for it, answers it.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use xoev_bundled::BundleError;
use xoev_schema::SchemaSet;

use super::ablauf::{Vorgabe, schluessel};
use super::bauplan::schemas;
use super::bestand::Bestand;
use super::fehler::RegisterError;
use super::journal::{Journal, JournalError};
use super::mitteilung::Notice;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// How a register is set up.
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Tells the time; by default that of the system.
    pub clock: Clock,
    /// What numbers, ids and UUIDs follow from. The same requests at the same times get the same
    /// answers. Default 1.
    pub seed: u64,
    /// Whether this is a register of production: it refuses messages that are marked as a test; one
    /// for tests (the default) refuses those that are not.
    pub production: bool,
    /// Most records of a comparison (090021) without a period. Default 1000.
    pub max_comparison: usize,
    /// Most hits of a search. Default 100.
    pub max_hits: usize,
    /// Most bytes of a request. Default 64 MiB.
    pub max_bytes: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            clock: Arc::new(Utc::now),
            seed: 1,
            production: false,
            max_comparison: 1000,
            max_hits: 100,
            max_bytes: 64 << 20,
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("seed", &self.seed)
            .field("production", &self.production)
            .field("max_comparison", &self.max_comparison)
            .field("max_hits", &self.max_hits)
            .field("max_bytes", &self.max_bytes)
            .finish_non_exhaustive()
    }
}

/// What is embedded can't be used: the program was built wrongly. Tests see to it that it never
/// happens.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Aufbaufehler {
    /// The schemas.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The rules.
    #[error(transparent)]
    Pruefung(#[from] azr::Aufbaufehler),
}

/// An answer of the register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The message. Empty only for 090023, which nobody answers.
    pub bytes: Arc<[u8]>,
    /// Its number, as `090098`; empty if there is no message.
    pub number: String,
    /// The request was processed before; this is the answer of that time.
    pub repeated: bool,
}

/// What a client did that it must not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// UUID of the message.
    pub uuid: String,
    /// When, as `2026-11-22T03:45:00.000Z`.
    pub at: String,
    /// What.
    pub kind: ViolationKind,
}

/// The kinds of [`Violation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub enum ViolationKind {
    /// A message that was processed was sent again, not as a repetition (000020).
    PlainRepeat,
    /// A repetition (000020) holds other bytes than the message of this UUID that was processed.
    ChangedRepetition,
    /// A repetition holds a repetition.
    NestedRepetition,
}

/// What is known of a message that was processed.
pub(super) struct Konto {
    pub(super) nummer: String,
    /// Hash of its bytes.
    pub(super) anfrage: [u8; 32],
    pub(super) antwort: Answer,
    pub(super) verarbeitet: u32,
}

/// Everything that changes.
pub(super) struct Zustand {
    pub(super) bestand: Bestand,
    pub(super) konten: HashMap<String, Konto>,
    pub(super) empfangen: HashMap<String, u32>,
    pub(super) verstoesse: Vec<Violation>,
    pub(super) mitteilungen: Vec<Notice>,
    pub(super) statistiken: Vec<Vec<u8>>,
    pub(super) datenpflege: Vec<Vec<String>>,
    pub(super) maengel: Vec<String>,
    pub(super) journal: Option<Journal>,
    pub(super) laufend: u64,
}

/// The register: see the [module](super). Clones are the same register.
#[derive(Clone)]
pub struct Register {
    pub(super) settings: Arc<Settings>,
    pub(super) set: &'static SchemaSet,
    zustand: Arc<Mutex<Zustand>>,
}

impl fmt::Debug for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Register")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Register {
    /// An empty register.
    ///
    /// # Errors
    /// [`Aufbaufehler`] if the program was built wrongly.
    pub fn new(settings: Settings) -> Result<Register, Aufbaufehler> {
        let seed = settings.seed;
        Ok(Register {
            settings: Arc::new(settings),
            set: schemas()?,
            zustand: Arc::new(Mutex::new(Zustand {
                bestand: Bestand::neu(seed),
                konten: HashMap::new(),
                empfangen: HashMap::new(),
                verstoesse: Vec::new(),
                mitteilungen: Vec::new(),
                statistiken: Vec::new(),
                datenpflege: Vec::new(),
                maengel: Vec::new(),
                journal: None,
                laufend: 0,
            })),
        })
    }

    /// A register whose requests and answers are kept in a file: after a crash it is as it was, and
    /// knows what it has processed. Each request is on the disk before it is answered. A file that
    /// is not there is made; the seed of one that is there counts.
    ///
    /// # Errors
    /// [`JournalError`]
    pub fn open(path: impl AsRef<Path>, mut settings: Settings) -> Result<Register, JournalError> {
        let (journal, zeilen) = Journal::oeffnen(path.as_ref(), settings.seed)?;
        settings.seed = journal.seed();
        let register = Register::new(settings)?;
        for zeile in zeilen {
            register.wiederholen(zeile)?;
        }
        register.lock().journal = Some(journal);
        Ok(register)
    }

    /// Answers a request: see the [module](super).
    pub fn answer(&self, request: &[u8]) -> Answer {
        let jetzt = (self.settings.clock)();
        self.beantworten(&mut self.lock(), request, jetzt, None)
    }

    /// Answers a request with these errors (090099) instead of processing it. It counts as
    /// processed: a repetition gets the same answer.
    pub fn refuse(&self, request: &[u8], errors: &[RegisterError]) -> Answer {
        let jetzt = (self.settings.clock)();
        let vorgabe = Vorgabe::Fehler(errors);
        self.beantworten(&mut self.lock(), request, jetzt, Some(vorgabe))
    }

    /// Stores a first report (090009) under an AZR number of the caller's choice, so that a record
    /// exists before anything begins. Gives the answer that the report would have got.
    pub fn store(&self, azr_nummer: &str, first_report: &[u8]) -> Answer {
        let jetzt = (self.settings.clock)();
        let vorgabe = Vorgabe::Nummer(azr_nummer);
        self.beantworten(&mut self.lock(), first_report, jetzt, Some(vorgabe))
    }

    /// How often the message of this UUID was processed: 0 or 1, if the register is in order.
    pub fn processed(&self, uuid: &str) -> u32 {
        let state = self.lock();
        let account = state.konten.get(&schluessel(uuid));
        account.map_or(0, |k| k.verarbeitet)
    }

    /// How often the message of this UUID came in, plain or in a repetition, processed or not. A
    /// register that was opened again knows of what was processed only.
    pub fn received(&self, uuid: &str) -> u32 {
        let state = self.lock();
        let count = state.empfangen.get(&schluessel(uuid));
        count.copied().unwrap_or(0)
    }

    /// All messages that were processed: UUID, number, how often; by UUID.
    pub fn accounts(&self) -> Vec<(String, String, u32)> {
        let state = self.lock();
        let all = state.konten.iter();
        let mut out: Vec<_> = all
            .map(|(uuid, k)| (uuid.clone(), k.nummer.clone(), k.verarbeitet))
            .collect();
        out.sort();
        out
    }

    /// What clients did that they must not do, in order.
    pub fn violations(&self) -> Vec<Violation> {
        self.lock().verstoesse.clone()
    }

    /// Answers that the simulator could not give as it meant to, and why: defects of its own. The
    /// client got a 000002 with T200, and nothing was processed.
    pub fn defects(&self) -> Vec<String> {
        self.lock().maengel.clone()
    }

    /// The AZR numbers of all records, in order.
    pub fn numbers(&self) -> Vec<String> {
        self.lock().bestand.akten.keys().cloned().collect()
    }

    /// Notices of changes (090030) since the last call, the oldest first.
    pub fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut self.lock().mitteilungen)
    }

    /// Statistics of comparisons (090023) that came in, the oldest first.
    pub fn statistics(&self) -> Vec<Vec<u8>> {
        self.lock().statistiken.clone()
    }

    /// Records that were asked to be merged (090040), the oldest first.
    pub fn care_requests(&self) -> Vec<Vec<String>> {
        self.lock().datenpflege.clone()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Zustand> {
        self.zustand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
