//! When something is tried again, and when it is left to a person: pure functions of what was
//! kept, what came of it, and the time.

use chrono::{DateTime, TimeDelta, Utc};
use xoev_transport::{Failure, FailureClass};

use crate::state::State;
use crate::store::Horizons;
use crate::submission::{ANSWER_OVERDUE, Mode, Outcome, Submission, Verdict};

/// How patient the outbox is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// The pause after the first failure; doubled after each further one. Default 30 s.
    pub first_pause: TimeDelta,
    /// The longest pause, a day at most. Default 1 h.
    pub longest_pause: TimeDelta,
    /// For how long a failed submission is tried again, from when its lane was free for it. Then a
    /// person has to look at it. Default 24 h: after that, a disturbance is no short one.
    pub patience: TimeDelta,
    /// How long a worker may hold a submission. Default 5 min. A call is given up after four fifths
    /// of it, so that no two workers send the same submission at once, as long as senders do not
    /// block their thread and the clocks of the machines differ by less than a tenth of it.
    pub lease: TimeDelta,
    /// How long an answer may take after delivery. Then a person has to look at it. Default 7 days.
    pub answer_within: TimeDelta,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            first_pause: TimeDelta::seconds(30),
            longest_pause: TimeDelta::hours(1),
            patience: TimeDelta::hours(24),
            lease: TimeDelta::minutes(5),
            answer_within: TimeDelta::days(7),
        }
    }
}

/// What becomes of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The new state.
    pub state: State,
    /// When it may be sent, or when its answer is overdue; as it is, if none.
    pub due: Option<DateTime<Utc>>,
    /// The deadline; as it is, if none.
    pub deadline: Option<DateTime<Utc>>,
    /// Another receiver.
    pub recipient: Option<String>,
    /// The id that the transport gave; as it is, if none.
    pub transport_id: Option<String>,
    /// The transport will never deliver what it took under its id: a repeat needs another one.
    pub forget_transport_id: bool,
    /// It becomes [`State::Person`] instead, if a later one of its lane is on its way or was: sending
    /// it now would turn their order round.
    pub in_order: bool,
    /// The answer.
    pub answer: Option<Vec<u8>>,
    /// What failed.
    pub failure: Option<Failure>,
    /// Who changes it.
    pub actor: String,
    /// For the history.
    pub code: String,
    /// For the history.
    pub text: String,
}

impl Change {
    /// A change of the state alone.
    pub fn to(state: State, actor: impl Into<String>) -> Change {
        Change {
            state,
            due: None,
            deadline: None,
            recipient: None,
            transport_id: None,
            forget_transport_id: false,
            in_order: false,
            answer: None,
            failure: None,
            actor: actor.into(),
            code: String::new(),
            text: String::new(),
        }
    }

    /// What follows from an answer.
    pub fn answered(answer: Vec<u8>, verdict: Verdict, actor: impl Into<String>) -> Change {
        let state = match verdict {
            Verdict::Accepted => State::Done,
            Verdict::Refused => State::Refused,
            Verdict::NotResponsible => State::Misdirected,
        };
        let mut change = Change::to(state, actor);
        change.answer = Some(answer);
        change
    }

    /// With what is said about it in the history.
    pub fn because(mut self, code: impl Into<String>, text: impl Into<String>) -> Change {
        self.code = code.into();
        self.text = text.into();
        self
    }

    /// With a failure, which is said in the history, too.
    fn failed(mut self, failure: Failure) -> Change {
        self = self.because(failure.code.clone(), failure.text.clone());
        self.failure = Some(failure);
        self
    }

    /// With the time when it may be sent.
    pub fn due(mut self, due: DateTime<Utc>) -> Change {
        self.due = Some(due);
        self
    }
}

impl Policy {
    /// What follows from the outcome of sending.
    pub fn after(
        &self,
        submission: &Submission,
        outcome: Outcome,
        now: DateTime<Utc>,
        actor: &str,
    ) -> Change {
        match outcome {
            Outcome::Delivered { transport_id } => {
                // A transport that gave an id can be asked what became of it.
                let goes_on = submission.expects_answer || transport_id.is_some();
                let mut change = match goes_on {
                    true => Change::to(State::Delivered, actor).due(later(now, self.answer_within)),
                    false => Change::to(State::Done, actor),
                };
                change.transport_id = transport_id;
                change
            }
            Outcome::Answered { answer, verdict } => Change::answered(answer, verdict, actor),
            Outcome::Failed(failure) => self.after_failure(submission, failure, now, actor),
        }
    }

    fn after_failure(
        &self,
        submission: &Submission,
        failure: Failure,
        now: DateTime<Utc>,
        actor: &str,
    ) -> Change {
        let again = match (failure.class, submission.mode) {
            (FailureClass::Repair | FailureClass::Permanent, _) => {
                return Change::to(State::Person, actor).failed(failure);
            }
            (FailureClass::Readdress, _) => {
                return Change::to(State::Misdirected, actor).failed(failure);
            }
            (FailureClass::UnknownOutcome, Mode::Sync) => State::Unclear,
            // The transport knows an asynchronous message by its id: it takes it once.
            (FailureClass::UnknownOutcome, Mode::Async) => State::Waiting,
            (FailureClass::RetryLater, _) if submission.repetition => State::Unclear,
            (FailureClass::RetryLater, _) => State::Waiting,
        };
        let due = later(now, self.pause(submission));
        if due > submission.deadline {
            return Change::to(State::Person, actor).failed(failure);
        }
        Change::to(again, actor).failed(failure).due(due)
    }

    /// What follows when a worker was lost: nobody knows how far it came.
    pub fn after_lost_worker(&self, submission: &Submission, now: DateTime<Utc>) -> Change {
        let failure = Failure {
            class: FailureClass::UnknownOutcome,
            code: "worker-lost".to_owned(),
            text: submission.worker.clone().unwrap_or_default(),
        };
        self.after_failure(submission, failure, now, "outbox")
    }

    /// What follows when the transport says of a delivered submission that it failed after all.
    ///
    /// What certainly did not arrive may be sent again by itself, under another id of the transport,
    /// unless that would turn the order of its lane round. What may have arrived may not: the
    /// transport has taken its id, and under another id it would be sent twice.
    pub fn after_undelivered(
        &self,
        submission: &Submission,
        failure: Failure,
        now: DateTime<Utc>,
    ) -> Change {
        if failure.class == FailureClass::UnknownOutcome {
            return Change::to(State::Person, "outbox").failed(failure);
        }
        let mut change = self.after_failure(submission, failure, now, "outbox");
        change.forget_transport_id = true;
        change.in_order = change.state == State::Waiting;
        change
    }

    /// How far ahead times can lie that were set by a right clock, or by one a day wrong where
    /// somebody may be at work.
    pub fn horizons(&self, now: DateTime<Utc>) -> Horizons {
        let doubled = self.lease.checked_mul(2).unwrap_or(TimeDelta::MAX);
        let longest = self.longest_pause.min(TimeDelta::days(1));
        Horizons {
            due: later(later(now, longest), self.lease),
            lease: later(now, doubled.max(TimeDelta::days(1))),
            answer: later(later(now, self.answer_within), TimeDelta::days(1)),
        }
    }

    /// What follows when its time lies so far ahead that the clock must have been set back: it is set
    /// anew. Who holds it for so long is taken for lost.
    pub fn after_clock_set_back(&self, submission: &Submission, now: DateTime<Utc>) -> Change {
        let deadline = submission.deadline.min(later(now, self.patience));
        let mut change = match submission.state {
            State::Sending => {
                let mut right = submission.clone();
                right.deadline = deadline;
                self.after_lost_worker(&right, now)
            }
            state => {
                let due = match state {
                    State::Delivered => later(now, self.answer_within),
                    _ => now,
                };
                let mut change = Change::to(state, "outbox").due(due);
                change.failure = submission.failure.clone();
                change.because("clock-set-back", "")
            }
        };
        change.deadline = Some(deadline);
        change
    }

    /// What follows when an answer is overdue.
    pub fn after_missing_answer(&self) -> Change {
        Change::to(State::Person, "outbox").failed(Failure {
            class: FailureClass::UnknownOutcome,
            code: ANSWER_OVERDUE.to_owned(),
            text: String::new(),
        })
    }

    /// The pause before the next attempt. A tenth of it depends on the message, so that not all
    /// come back at once after an outage.
    fn pause(&self, submission: &Submission) -> TimeDelta {
        let doublings = submission.attempts.saturating_sub(1).min(30);
        // A day at most, so that no sum of times can overflow.
        let longest = self.longest_pause.min(TimeDelta::days(1));
        let pause = self
            .first_pause
            .checked_mul(1 << doublings)
            .unwrap_or(longest)
            .min(longest);
        let spread = submission.uuid.bytes().fold(0_i64, |sum, b| {
            (sum * 31 + i64::from(b) + i64::from(submission.attempts)) % 100
        });
        let spread = TimeDelta::milliseconds(pause.num_milliseconds() / 1000 * spread);
        (pause + spread).min(longest)
    }
}

/// A time later by so much; the last there is if that is too much.
pub(crate) fn later(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_add_signed(by)
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}
