//! What the answer of a synchronous call says, and the repetition of a call without one.

use azr::{Antwort, Ergebnis, Inhalt};
use xoev_administration::bauen::{Sendungswiederholung, Vorlage};
use xoev_administration::tabelle::{Rolle, beantwortet, rolle};
use xoev_administration::{Nachrichtenkopf, Nummer};
use xoev_outbox::{Failure, FailureClass, Outcome, Submission, Verdict};

use crate::router::Router;

/// What an answer to a message of this number says. One that can't be read, or that answers
/// something else, says nothing: the message may have been processed.
pub(crate) fn judged(asked: &str, answer: Vec<u8>) -> Outcome {
    let head = Nachrichtenkopf::read(&answer).ok();
    let number = head.as_ref().and_then(Nachrichtenkopf::nummer);
    let number = number.as_ref().map_or("", Nummer::as_str);
    let verdict = match rolle(number) {
        Rolle::Rueckweisung => match refused(&answer) {
            Ok(verdict) => verdict,
            Err(failure) => return Outcome::Failed(failure),
        },
        Rolle::Nichtzustaendigkeit => Verdict::NotResponsible,
        // Error messages of a chapter refuse all of its messages.
        _ if is_error_message(number) => match by_register(&answer) {
            Some(verdict) => verdict,
            None => Verdict::Refused,
        },
        Rolle::Antwort if beantwortet(number, asked) => match by_register(&answer) {
            Some(verdict) => verdict,
            None => Verdict::Accepted,
        },
        _ => return Outcome::Failed(unexpected(number, asked)),
    };
    Outcome::Answered { answer, verdict }
}

/// 090099, 100099, 140099.
fn is_error_message(number: &str) -> bool {
    number.len() == 6 && number.ends_with("0099")
}

fn refused(answer: &[u8]) -> Result<Verdict, Failure> {
    let read = Antwort::lesen(answer);
    match read.inhalt() {
        // The receiver says that it did not process it, and why: it was not able to.
        Inhalt::Rueckweisung(refusal) if refusal.erneut_sinnvoll() => Err(Failure::new(
            FailureClass::RetryLater,
            "T200",
            refusal
                .gruende
                .iter()
                .map(|g| g.code.as_str())
                .collect::<Vec<_>>()
                .join("; "),
        )),
        _ => Ok(Verdict::Refused),
    }
}

/// What an answer of the register AZR says; none if it is of somebody else.
fn by_register(answer: &[u8]) -> Option<Verdict> {
    let read = Antwort::lesen(answer);
    match read.ergebnis() {
        Ergebnis::Angenommen | Ergebnis::Teilweise => Some(Verdict::Accepted),
        Ergebnis::Abgelehnt | Ergebnis::BereitsVerarbeitet => Some(Verdict::Refused),
        Ergebnis::Unbekannt => None,
    }
}

fn unexpected(number: &str, asked: &str) -> Failure {
    let text = match number {
        "" => format!("what came back for {asked} can't be read"),
        number => format!("{number} does not answer {asked}"),
    };
    Failure::new(FailureClass::UnknownOutcome, "unexpected-answer", text)
}

impl Router {
    /// The submission enclosed in a repetition (000020).
    pub(crate) fn repetition(
        &self,
        submission: &Submission,
        head: &Nachrichtenkopf,
    ) -> Result<Vec<u8>, Failure> {
        let original = Vorlage::gueltig(&submission.content, head);
        let built = Sendungswiederholung::neu(original)
            .and_then(|r| r.bauen(self.author(), self.time_for_messages()));
        match built {
            Ok(message) => Ok(message.into_bytes()),
            // Whether the original was processed can't be found out by sending any more.
            Err(error) => Err(Failure::new(
                FailureClass::Permanent,
                "no-repetition",
                error.to_string(),
            )),
        }
    }
}
