//! States and times in words.

use chrono::{DateTime, Utc};
use xoev_outbox::inbox::ArrivalState;
use xoev_outbox::{State, Submission};

use super::failures;
use crate::cli::Lang;

/// A state of a submission, for people.
pub(super) fn state(state: State, lang: Lang) -> &'static str {
    match state {
        State::Queued => lang.pick("eingereiht", "queued"),
        State::Waiting => lang.pick("wartet auf das Senden", "waits to be sent"),
        State::Sending => lang.pick("wird gesendet", "is being sent"),
        State::Unclear => lang.pick(
            "Ausgang unklar, wird wiederholt",
            "outcome unclear, will be repeated",
        ),
        State::Delivered => lang.pick("übermittelt", "delivered"),
        State::Done => lang.pick("erledigt", "done"),
        State::Refused => lang.pick("abgelehnt", "refused"),
        State::Person => lang.pick("braucht einen Menschen", "needs a person"),
        State::Misdirected => lang.pick("falsche Stelle", "misdirected"),
        State::Replaced => lang.pick("ersetzt", "replaced"),
        State::Withdrawn => lang.pick("zurückgenommen", "withdrawn"),
    }
}

/// A state of a received message, for people.
pub(super) fn arrival(state: ArrivalState, lang: Lang) -> &'static str {
    match state {
        ArrivalState::Arrived => lang.pick("eingegangen", "arrived"),
        ArrivalState::Open => lang.pick("für das Fachverfahren", "for the case software"),
        ArrivalState::Release => lang.pick("wartet auf Freigabe", "waits for release"),
        ArrivalState::Answer => lang.pick("Antwort, zugeordnet", "answer, tied"),
        ArrivalState::Test => lang.pick("Test", "test"),
        ArrivalState::Rejected => lang.pick("wird zurückgewiesen", "is being rejected"),
        ArrivalState::Person => lang.pick("braucht einen Menschen", "needs a person"),
        ArrivalState::Conflict => lang.pick("Widerspruch zu anderer", "contradicts another"),
        ArrivalState::Taken => lang.pick("übernommen", "taken"),
        ArrivalState::Declined => lang.pick("nicht übernommen", "declined"),
        ArrivalState::Returned => lang.pick("zurückgewiesen", "rejected"),
    }
}

/// A time, in German local time.
pub(super) fn time(at: DateTime<Utc>) -> String {
    xoev_directory::german_time(at)
        .format("%d.%m.%Y %H:%M:%S")
        .to_string()
}

/// Why a submission is where it is; empty if there is nothing to say.
pub(super) fn why(submission: &Submission, lang: Lang) -> String {
    match &submission.failure {
        Some(failure) => failures::failure(failure, lang),
        None => String::new(),
    }
}
