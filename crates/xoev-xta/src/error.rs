//! What goes wrong in a call, and what can be done about it.

use xoev_transport::{Failure, FailureClass};

use crate::fault::XtaFault;
use crate::operation::Operation;

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum XtaError {
    /// Nothing was sent: the message lacks what XTA demands, or is not allowed to go.
    #[error("not sent: {text}")]
    Unsendable {
        /// What is wrong, as a name.
        code: &'static str,
        /// What is wrong, in German.
        text: String,
    },
    /// Nothing was sent: there was no connection.
    #[error("no connection: {0}")]
    Connect(String),
    /// Nothing was processed: a certificate was refused, the server's by us or ours by the server.
    #[error("certificate refused: {0}")]
    Certificate(String),
    /// The request went out, at least in part, and no answer came.
    #[error("no answer: {0}")]
    Lost(String),
    /// The server answered with a fault.
    #[error("fault {} {}: {}", .0.element, .0.code.as_deref().unwrap_or("without code"), .0.text)]
    Fault(XtaFault),
    /// The server, or something before it, answered with an HTTP status and no SOAP.
    #[error("HTTP status {0}")]
    Http(u16),
    /// The server answered with success, but the answer can't be read.
    #[error("answer not readable: {0}")]
    Answer(String),
    /// The server answered that there is no such message.
    #[error("no message: {0}")]
    NoMessage(String),
    /// The content is encrypted end to end; keys are none of a transport's business.
    #[error("the content is encrypted")]
    Encrypted,
}

impl XtaError {
    /// The failure that this is after an operation: the one table of all XTA failures.
    ///
    /// | what | class when a message is handed over | class else |
    /// | --- | --- | --- |
    /// | [`XtaError::Unsendable`] | repair; permanent if the traffic is not allowed | the same |
    /// | [`XtaError::Connect`] | retry later | retry later |
    /// | [`XtaError::Certificate`] | permanent | permanent |
    /// | [`XtaError::Lost`], [`XtaError::Answer`] | unknown outcome | retry later |
    /// | [`XtaError::Fault`] | [`XtaFault::class`] | [`XtaFault::class`] |
    /// | HTTP 408, 429, 503 | retry later | retry later |
    /// | HTTP 413 | repair | repair |
    /// | other HTTP 5xx | unknown outcome | retry later |
    /// | all other HTTP | permanent | permanent |
    /// | [`XtaError::NoMessage`], [`XtaError::Encrypted`] | permanent | permanent |
    ///
    /// After an unknown outcome of [`Operation::SendMessage`], sending again with the same id is
    /// safe. Of [`Operation::SendMessageSync`] it is not.
    pub fn failure(&self, operation: Operation) -> Failure {
        let unheard = if operation.hands_over() {
            FailureClass::UnknownOutcome
        } else {
            FailureClass::RetryLater
        };
        match self {
            XtaError::Unsendable { code, text } => {
                let class = if *code == "traffic" {
                    FailureClass::Permanent
                } else {
                    FailureClass::Repair
                };
                Failure::new(class, *code, text.clone())
            }
            XtaError::Connect(text) => Failure::new(
                FailureClass::RetryLater,
                "connect",
                format!("Der XTA-Server ist nicht erreichbar: {text}"),
            ),
            XtaError::Certificate(text) => {
                Failure::new(FailureClass::Permanent, "certificate", text.clone())
            }
            XtaError::Lost(text) => Failure::new(
                unheard,
                "no-answer",
                format!("Der XTA-Server hat nicht geantwortet: {text}"),
            ),
            XtaError::Answer(text) => Failure::new(
                unheard,
                "answer",
                format!("Die Antwort des XTA-Servers ist nicht lesbar: {text}"),
            ),
            XtaError::Fault(fault) => Failure::new(
                fault.class(operation),
                fault.code.clone().unwrap_or_else(|| fault.element.clone()),
                fault.text.clone(),
            ),
            XtaError::Http(status) => {
                let class = match status {
                    408 | 429 | 503 => FailureClass::RetryLater,
                    413 => FailureClass::Repair,
                    500..=599 => unheard,
                    _ => FailureClass::Permanent,
                };
                Failure::new(
                    class,
                    format!("http-{status}"),
                    format!("Der XTA-Server antwortet mit HTTP-Status {status}."),
                )
            }
            XtaError::NoMessage(reason) => Failure::new(
                FailureClass::Permanent,
                "no-message",
                format!("Der XTA-Server hat keine solche Nachricht: {reason}"),
            ),
            XtaError::Encrypted => Failure::new(
                FailureClass::Permanent,
                "encrypted",
                "Der Inhalt ist für den Empfänger verschlüsselt.",
            ),
        }
    }
}
