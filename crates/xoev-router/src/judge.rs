//! What the answer of a synchronous call says, and the repetition of a call without one.

use xoev_administration::bauen::{Sendungswiederholung, Vorlage};
use xoev_administration::lesen::Grund;
use xoev_administration::tabelle::{antworten_auf, beantwortet};
use xoev_administration::{Nachrichtenkopf, Nummer, Urteil, bewerten};
use xoev_outbox::{Failure, FailureClass, Outcome, Submission, Verdict};

use crate::router::Router;

/// What an answer to a message of this number says. One that can't be read, or that answers
/// something else, says nothing: the message may have been processed.
pub(crate) fn judged(asked: &str, answer: Vec<u8>) -> Outcome {
    let unknown = |code: &str, text: String| {
        Outcome::Failed(Failure::new(FailureClass::UnknownOutcome, code, text))
    };
    let verdict = match bewerten(&answer).urteil {
        Urteil::Angenommen | Urteil::Teilweise { .. } => {
            let number = Nachrichtenkopf::read(&answer).ok();
            let number = number.as_ref().and_then(Nachrichtenkopf::nummer);
            let number = number.as_ref().map_or("", Nummer::as_str);
            if !fits(number, asked) {
                return unknown("other-answer", format!("{number} does not answer {asked}"));
            }
            Verdict::Accepted
        }
        Urteil::Abgelehnt {
            gruende,
            spaeter: true,
        } => {
            // It was not processed, and the receiver says that this is not our fault.
            let class = FailureClass::RetryLater;
            return Outcome::Failed(Failure::new(class, codes(&gruende), words(&gruende)));
        }
        Urteil::Abgelehnt { .. } | Urteil::BereitsVerarbeitet => Verdict::Refused,
        Urteil::NichtZustaendig { .. } => Verdict::NotResponsible,
        Urteil::Unklar { warum } => return unknown("unclear-answer", warum),
        _ => return unknown("other-answer", format!("unexpected answer to {asked}")),
    };
    Outcome::Answered { answer, verdict }
}

/// Whether a message of this number can be the answer. Where the standard names no answer but errors,
/// any can.
fn fits(number: &str, asked: &str) -> bool {
    let is_error = |number: &str| number.ends_with("99");
    beantwortet(number, asked) || antworten_auf(asked).all(is_error)
}

fn codes(gruende: &[Grund]) -> String {
    let codes: Vec<&str> = gruende.iter().map(|g| g.code.as_str()).collect();
    codes.join(" ")
}

/// What the receiver says, for people.
pub(crate) fn words(gruende: &[Grund]) -> String {
    let text = |g: &Grund| {
        let named = g.text.as_deref().or(g.bezeichnung.as_deref());
        named.unwrap_or(&g.code).to_owned()
    };
    gruende.iter().map(text).collect::<Vec<_>>().join("; ")
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
