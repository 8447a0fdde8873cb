//! What a call came to: the table of the crate, as code.

use std::error::Error as _;

use reqwest::StatusCode;
use xoev_transport::{Failure, FailureClass, refused_certificate};

use crate::RegisterSettings;

/// A call without a whole answer.
pub(crate) fn of_error(error: &reqwest::Error) -> Failure {
    use FailureClass::{Permanent, RetryLater, UnknownOutcome};
    if let Some(text) = refused_certificate(error) {
        return Failure::new(Permanent, "CERTIFICATE", text);
    }
    let (class, code) = match error {
        e if e.is_builder() => (Permanent, "REQUEST"),
        e if e.is_connect() => (RetryLater, "CONNECT"),
        e if e.is_timeout() => (UnknownOutcome, "TIMEOUT"),
        _ => (UnknownOutcome, "CONNECTION-LOST"),
    };
    Failure::new(class, code, causes(error))
}

/// The innermost cause says most; the address of the register is no secret, but noise.
fn causes(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut text = None;
    while let Some(inner) = cause {
        text = Some(inner.to_string());
        cause = inner.source();
    }
    text.unwrap_or_else(|| "no cause is known".to_owned())
}

/// An answer that is no message. What it says instead is not repeated: it may be a part of a
/// message, with personal data.
pub(crate) fn of_status(status: StatusCode, settings: &RegisterSettings) -> Failure {
    use FailureClass::{Permanent, Repair, RetryLater, UnknownOutcome};
    let class = match status.as_u16() {
        200..=299 => {
            let text = "what came back is no message, or not all of one";
            return Failure::new(UnknownOutcome, "ANSWER-UNREADABLE", text);
        }
        408 | 425 | 429 => RetryLater,
        503 if settings.unavailable_is_unprocessed => RetryLater,
        401 | 403 | 407 | 404 | 405 | 410 | 501 | 505 | 300..=399 => Permanent,
        400..=499 => Repair,
        _ => UnknownOutcome,
    };
    let reason = status.canonical_reason().unwrap_or("no reason");
    Failure::new(class, format!("HTTP-{}", status.as_u16()), reason)
}
