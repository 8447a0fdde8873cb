//! What the answer of a synchronous call says, and the repetition of a call without one.

use azr::{Antwort, Zustaendigkeitsregeln};
use xoev_administration::bauen::{Sendungswiederholung, Vorlage};
use xoev_administration::lesen::Grund;
use xoev_administration::tabelle::{antworten_auf, beantwortet};
use xoev_administration::{Nachrichtenkopf, Nummer, Urteil, bewerten};
use xoev_outbox::{Failure, FailureClass, Outcome, Submission, Verdict};

use crate::router::Router;

/// What the answer to a submission says. One that can't be read, or that answers something else, says
/// nothing: the message may have been processed.
pub(crate) fn judged(
    submission: &Submission,
    answer: Vec<u8>,
    rules: &Zustaendigkeitsregeln,
) -> Outcome {
    let asked = submission.message_type.as_str();
    let unknown = |code: &str, text: String| {
        Outcome::Failed(Failure::new(FailureClass::UnknownOutcome, code, text))
    };
    let head = Nachrichtenkopf::read(&answer).ok();
    if head
        .as_ref()
        .is_some_and(|h| h.ist_test() != submission.test)
    {
        return unknown(
            "test-mixed",
            "a test was answered by production, or vice versa".to_owned(),
        );
    }
    let judgement = bewerten(&answer);
    // A refusal of the repetition as such says nothing of what is in it.
    if let Some(uuid) = &judgement.auf
        && !uuid.eq_ignore_ascii_case(&submission.uuid)
    {
        return unknown("other-answer", format!("it is about the message {uuid}"));
    }
    let verdict = match judgement.urteil {
        Urteil::Angenommen | Urteil::Teilweise { .. } => {
            let number = head.as_ref().and_then(Nachrichtenkopf::nummer);
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
            // To be sent again later, as a repetition.
            return unknown(&codes(&gruende), words(&gruende));
        }
        // It was processed, and its answer is with the receiver: the repetition fetches it. If the
        // repetition can't, only people can.
        Urteil::BereitsVerarbeitet if submission.repetition => {
            let class = FailureClass::Permanent;
            let text = "processed before, and the answer is not given again";
            return Outcome::Failed(Failure::new(class, "S100", text));
        }
        Urteil::BereitsVerarbeitet => return unknown("S100", "processed before".to_owned()),
        Urteil::Abgelehnt { .. } if not_responsible(&answer, rules) => Verdict::NotResponsible,
        Urteil::Abgelehnt { .. } => Verdict::Refused,
        Urteil::NichtZustaendig { .. } => Verdict::NotResponsible,
        Urteil::Unklar { warum } => return unknown("unclear-answer", warum),
        _ => return unknown("other-answer", format!("unexpected answer to {asked}")),
    };
    Outcome::Answered { answer, verdict }
}

/// Whether an error of the register says "not responsible", by the rules of the settings: no keys of
/// errors are published.
fn not_responsible(answer: &[u8], rules: &Zustaendigkeitsregeln) -> bool {
    !rules.regeln().is_empty() && Antwort::lesen(answer).nicht_zustaendig(rules).is_some()
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
