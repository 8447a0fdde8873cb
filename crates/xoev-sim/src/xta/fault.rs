//! What the server can be told to do wrong.

use std::time::Duration;

/// What happens instead of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// A fault of XTA. Nothing is processed.
    Exception {
        /// Name of the element in the detail, as `PermissionDeniedException`.
        element: String,
        /// The code.
        code: String,
        /// The text.
        text: String,
    },
    /// A SOAP fault without a detail. Nothing is processed.
    Soap {
        /// Whether the sender is at fault, not the receiver.
        sender: bool,
        /// The text.
        reason: String,
    },
    /// An HTTP status without SOAP. Nothing is processed.
    Status(u16),
    /// The connection is closed without an answer. Nothing was processed.
    DropBefore,
    /// The connection is closed without an answer, after the message was processed.
    DropAfter,
    /// Success, with something that is not SOAP. The message was processed.
    Garbage,
    /// Success, with half of the answer. The message was processed.
    Truncated,
    /// The answer comes late.
    Slow(Duration),
}

/// Codes of XTA with the elements that carry them.
const CODES: &[(&str, &str, &str)] = &[
    (
        "9000",
        "XTAWSTechnicalProblemException",
        "Nicht näher bezeichnet",
    ),
    ("9010", "PermissionDeniedException", "Zertifikat abgelaufen"),
    ("9011", "PermissionDeniedException", "Konto gesperrt"),
    ("9012", "PermissionDeniedException", "Konto unbekannt"),
    ("9013", "PermissionDeniedException", "Dienst nicht gebucht"),
    (
        "9014",
        "PermissionDeniedException",
        "Zertifikat gehört einem anderen Absender",
    ),
    ("9020", "ParameterIsNotValidException", "Parameter fehlen"),
    ("9021", "ParameterIsNotValidException", "Keine URI"),
    (
        "9022",
        "ParameterIsNotValidException",
        "Parameter passen nicht zueinander",
    ),
    ("9023", "ParameterIsNotValidException", "Nachricht zu groß"),
    (
        "9024",
        "ParameterIsNotValidException",
        "MessageID schon vergeben",
    ),
    ("9030", "XTAWSTechnicalProblemException", "Fehler im Server"),
    (
        "9031",
        "XTAWSTechnicalProblemException",
        "Fehler im Verzeichnisdienst",
    ),
    (
        "9032",
        "XTAWSTechnicalProblemException",
        "Fehler bei der Zustellung",
    ),
    (
        "9050",
        "MessageSchemaViolationException",
        "Nicht schemakonform",
    ),
    (
        "9051",
        "MessageSchemaViolationException",
        "Falsche Zeichenkodierung",
    ),
    (
        "9052",
        "MessageSchemaViolationException",
        "Service-Profil verletzt",
    ),
    (
        "9060",
        "MessageVirusDetectionException",
        "Schadsoftware gefunden",
    ),
    ("9070", "InvalidMessageIDException", "MessageID unbekannt"),
    ("9080", "SyncAsyncException", "Nur asynchron"),
    ("9081", "SyncAsyncException", "Nur synchron"),
    (
        "9100",
        "CancelDeniedException",
        "Termin NotBefore verstrichen",
    ),
    ("9101", "CancelDeniedException", "Ohne NotBefore"),
];

impl Fault {
    /// All codes of the list of XTA 2.1.1.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        CODES.iter().map(|(code, _, _)| *code)
    }

    /// The fault that carries a code; a technical problem for codes that are not of the list.
    pub fn code(code: &str) -> Fault {
        let row = CODES.iter().find(|(c, _, _)| *c == code);
        let (_, element, text) =
            row.unwrap_or(&("", "XTAWSTechnicalProblemException", "Unbekannt"));
        Fault::Exception {
            element: (*element).to_owned(),
            code: code.to_owned(),
            text: (*text).to_owned(),
        }
    }

    /// The same with another text.
    #[must_use]
    pub fn saying(self, said: impl Into<String>) -> Fault {
        match self {
            Fault::Exception { element, code, .. } => Fault::Exception {
                element,
                code,
                text: said.into(),
            },
            other => other,
        }
    }

    /// The same with another name of its element, as `PermissionDenied`.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Fault {
        match self {
            Fault::Exception { code, text, .. } => Fault::Exception {
                element: name.into(),
                code,
                text,
            },
            other => other,
        }
    }
}
