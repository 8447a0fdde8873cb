//! The states of a submission, and which follow on which.

/// Where a submission is on its way.
///
/// ```text
///             submit
///               │
///               ├──────────────┐ another one of its lane is on its way
///               v              v
///   ┌──────> waiting <────── queued ───────────────┐
///   │           │ a worker takes it                │
///   │           v                                  │
///   │        sending ──> unclear (sync only; taken again as a repetition)
///   │           │                                  │
///   │  retry    ├──> delivered ──┐                 │
///   ├───────────┤     │          v                 │
///   ├───────────┼─────┘ ───────> done              │
///   │           ├──> refused ────┬──> replaced     │
///   ├───────────┼──> person ─────┤                 │
///   └───────────┴──> misdirected ┴──> withdrawn <──┘
/// ```
///
/// The store keeps by constraints what can't be: two submissions of one lane on their way, a final
/// state without its time, a worker without a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Stored; another submission of its lane is on its way. Moved to [`State::Waiting`] by the
    /// store when that one leaves the lane.
    Queued,
    /// Stored, and the first of its lane. Moved to [`State::Sending`] by the worker that takes it
    /// when it is due.
    Waiting,
    /// A worker holds it, until its lease ends. Moved on by that worker when it knows the outcome,
    /// or by the rescue after the lease.
    Sending,
    /// A synchronous call was begun and its outcome is not known. Moved to [`State::Sending`] by a
    /// worker, which sends it as a repetition of the same message, never as a new one.
    Unclear,
    /// The transport has it, an answer is due. Moved on by the answer, by the watch over deadlines
    /// to [`State::Person`], or by the transport if it says later that it failed: back to
    /// [`State::Waiting`] or [`State::Queued`] if nothing arrived and its order in the lane allows,
    /// else to a person.
    Delivered,
    /// The receiver took it. Final; but see
    /// [`Submission::may_become`](crate::Submission::may_become) for what an asynchronous receiver may
    /// still say.
    Done,
    /// The receiver answered that it does not take it. Moved to [`State::Replaced`] by a corrected
    /// submission, or to [`State::Withdrawn`] by a person.
    Refused,
    /// It can't go on by itself. Moved on by a person: retried, readdressed, replaced, withdrawn.
    Person,
    /// The receiver is not responsible. Moved on by a person, who readdresses it or hands it over.
    Misdirected,
    /// A corrected submission took its place. Final.
    Replaced,
    /// A person took it back or dealt with it in another way. Final.
    Withdrawn,
}

impl State {
    /// All of them.
    pub const ALL: [State; 11] = [
        State::Queued,
        State::Waiting,
        State::Sending,
        State::Unclear,
        State::Delivered,
        State::Done,
        State::Refused,
        State::Person,
        State::Misdirected,
        State::Replaced,
        State::Withdrawn,
    ];

    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            State::Queued => "queued",
            State::Waiting => "waiting",
            State::Sending => "sending",
            State::Unclear => "unclear",
            State::Delivered => "delivered",
            State::Done => "done",
            State::Refused => "refused",
            State::Person => "person",
            State::Misdirected => "misdirected",
            State::Replaced => "replaced",
            State::Withdrawn => "withdrawn",
        }
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether nothing comes after it.
    pub const fn is_final(self) -> bool {
        matches!(self, State::Done | State::Replaced | State::Withdrawn)
    }

    /// Whether it can be in this state only as the one of its lane that is on its way. Later ones
    /// wait for it, also while a person has it in between. A refused one lets them go: they are
    /// about other facts.
    pub const fn needs_lane(self) -> bool {
        matches!(self, State::Waiting | State::Sending | State::Unclear)
    }

    /// Whether it keeps its lane in this state if it had it.
    pub const fn keeps_lane(self) -> bool {
        self.needs_lane() || matches!(self, State::Person | State::Misdirected)
    }

    /// Whether somebody has to look at it.
    pub const fn needs_person(self) -> bool {
        matches!(self, State::Refused | State::Person | State::Misdirected)
    }

    /// Whether one state may follow on another.
    pub const fn may_become(self, next: State) -> bool {
        use State as S;
        match self {
            S::Queued => matches!(next, S::Waiting | S::Withdrawn) || next.is_outcome(),
            S::Waiting => {
                matches!(
                    next,
                    S::Waiting | S::Unclear | S::Sending | S::Person | S::Withdrawn
                ) || next.is_outcome()
            }
            S::Sending => matches!(next, S::Waiting | S::Unclear | S::Person) || next.is_outcome(),
            S::Unclear => matches!(next, S::Unclear | S::Sending | S::Person) || next.is_outcome(),
            S::Delivered => matches!(next, S::Queued | S::Waiting | S::Person) || next.is_outcome(),
            S::Person | S::Misdirected => {
                // To a person again: a transport may say more about it later.
                matches!(
                    next,
                    S::Queued | S::Waiting | S::Unclear | S::Person | S::Replaced | S::Withdrawn
                ) || next.is_outcome()
            }
            S::Refused => matches!(next, S::Replaced | S::Withdrawn),
            S::Done | S::Replaced | S::Withdrawn => false,
        }
    }

    /// What a receiver or a transport says. An answer may come late: it counts wherever the
    /// submission is by then.
    const fn is_outcome(self) -> bool {
        matches!(
            self,
            State::Delivered | State::Done | State::Refused | State::Misdirected
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_states() {
        for state in State::ALL {
            assert_eq!(State::named(state.name()), Some(state));
        }
        assert_eq!(State::named("sent"), None);
    }

    #[test]
    fn nothing_follows_on_a_final_state_and_something_on_all_others() {
        for state in State::ALL {
            let open = State::ALL.into_iter().any(|next| state.may_become(next));
            assert_eq!(open, !state.is_final(), "{state:?}");
            assert!(!(state.is_final() && state.keeps_lane()));
        }
    }

    #[test]
    fn an_unclear_submission_never_waits_for_a_plain_repeat() {
        assert!(!State::Unclear.may_become(State::Waiting));
        assert!(!State::Queued.may_become(State::Sending));
    }
}
