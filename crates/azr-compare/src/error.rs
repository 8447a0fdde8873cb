//! What can go wrong with a comparison, by whose fault it is.

use azr::darstellung::DarstellungError;
use xoev::{Fault, WriteError};
use xoev_bundled::BundleError;

/// Why there is no comparison.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VergleichError {
    /// The local record can't be read. Fault of the local data.
    #[error("the local record: {0}")]
    Lokal(#[source] LeseFehler),
    /// The answer of the register can't be read. Fault of whoever saved it.
    #[error("the record of the register: {0}")]
    Auskunft(#[source] LeseFehler),
    /// The program was built wrongly.
    #[error(transparent)]
    Programm(#[from] BundleError),
}

/// Why a record can't be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LeseFehler {
    /// The message is no XML, or too large.
    #[error(transparent)]
    Nachricht(#[from] DarstellungError),
    /// The message is not a whole record (090004).
    #[error("expected VonAZR.AZRGesamtauskunft.090004, found {0}")]
    AndereNachricht(String),
    /// The typed message breaks its schema.
    #[error("the message can't be written: {0}")]
    Ungueltig(#[from] WriteError),
    /// Neither XML nor JSON.
    #[error("neither XML nor JSON in UTF-8")]
    UnbekanntesFormat,
    /// The JSON text is not well-formed.
    #[error("no JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A key that the format does not have.
    #[error("{pfad}: there is no such field")]
    UnbekanntesFeld {
        /// Where, as a path of keys.
        pfad: String,
    },
    /// A value of another kind.
    #[error("{pfad}: expected {erwartet}")]
    FalscheArt {
        /// Where, as a path of keys.
        pfad: String,
        /// What should be there.
        erwartet: &'static str,
    },
}

/// Why there are no messages of a comparison of registers.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AbgleichError {
    /// An AZR number or id of the local data that the schema does not let into messages. Fault of
    /// the local data.
    #[error("{wert:?} can't be sent: {fehler}")]
    Wert {
        /// The value.
        wert: String,
        /// What is wrong with it.
        fehler: Fault,
    },
    /// The head does not suit the message. Fault of the caller.
    #[error("the head of the message: {0}")]
    Kopf(Fault),
}
