//! The states of a received message, and which follow on which.

/// Where a received message is on its way.
///
/// ```text
///     receive
///        │
///        ├────────────> conflict ───────┬──────────────┐
///        v                              │              │
///     arrived ──┬──> release ───────────┼──> open ─────┼──> taken
///               ├───────────────────────┼──> open      │
///               ├──> test <─────────────┼──> test ─────┼──> taken
///               ├──> person ────────────┘     │        │
///               │      │ │                    │        │
///               │      │ └────────────────────┴────────┴──> declined
///               │      v                    (also open, release)
///               ├──> answer ───────────────────────────────> taken
///               └──> rejected ──┬──────────────────────────> returned
///                      ^        v
///                      └──── person
/// ```
///
/// The store keeps by constraints what can't be: a test message among those to be taken, an answer
/// without its submission, a rejection without its bytes, a final state without its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArrivalState {
    /// Stored; nobody has looked at it. Moved on by the classifier.
    Arrived,
    /// For the Fachverfahren to take, in the order of arrival. Moved on by the Fachverfahren to
    /// [`ArrivalState::Taken`], or by a person to [`ArrivalState::Declined`].
    Open,
    /// A change that somebody else made, as in the register: a person releases it to
    /// [`ArrivalState::Open`], or declines it.
    Release,
    /// Tied to a submission of the outbox. Moved on by the Fachverfahren, which confirms it.
    Answer,
    /// A test message, apart from the others. Confirmed or declined like those.
    Test,
    /// It was found faulty, and the reply that says so is stored. Moved to
    /// [`ArrivalState::Returned`] when the outbox has the reply, or to [`ArrivalState::Person`] if the
    /// outbox does not let it in.
    Rejected,
    /// It can't go on by itself. A person opens it, ties it to a submission, rejects or declines it.
    Person,
    /// It claims to be a message that was received before, and is another one. A person opens,
    /// rejects or declines it.
    Conflict,
    /// The Fachverfahren has it. Final.
    Taken,
    /// A person decided that nothing is done with it. Final.
    Declined,
    /// The outbox has the reply that rejects it. Final.
    Returned,
}

impl ArrivalState {
    /// All of them.
    pub const ALL: [ArrivalState; 11] = [
        ArrivalState::Arrived,
        ArrivalState::Open,
        ArrivalState::Release,
        ArrivalState::Answer,
        ArrivalState::Test,
        ArrivalState::Rejected,
        ArrivalState::Person,
        ArrivalState::Conflict,
        ArrivalState::Taken,
        ArrivalState::Declined,
        ArrivalState::Returned,
    ];

    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            ArrivalState::Arrived => "arrived",
            ArrivalState::Open => "open",
            ArrivalState::Release => "release",
            ArrivalState::Answer => "answer",
            ArrivalState::Test => "test",
            ArrivalState::Rejected => "rejected",
            ArrivalState::Person => "person",
            ArrivalState::Conflict => "conflict",
            ArrivalState::Taken => "taken",
            ArrivalState::Declined => "declined",
            ArrivalState::Returned => "returned",
        }
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<ArrivalState> {
        let mut all = ArrivalState::ALL.into_iter();
        all.find(|state| state.name() == name)
    }

    /// Whether nothing comes after it.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            ArrivalState::Taken | ArrivalState::Declined | ArrivalState::Returned
        )
    }

    /// Whether somebody has to look at it.
    pub const fn needs_person(self) -> bool {
        matches!(
            self,
            ArrivalState::Release | ArrivalState::Person | ArrivalState::Conflict
        )
    }

    /// Whether one state may follow on another.
    pub const fn may_become(self, next: ArrivalState) -> bool {
        use ArrivalState as S;
        match self {
            S::Arrived => matches!(
                next,
                S::Open | S::Release | S::Answer | S::Test | S::Rejected | S::Person
            ),
            S::Open | S::Test => matches!(next, S::Taken | S::Declined),
            S::Release => matches!(next, S::Open | S::Declined),
            S::Answer => matches!(next, S::Taken),
            S::Rejected => matches!(next, S::Returned | S::Person),
            S::Person => matches!(
                next,
                S::Open | S::Test | S::Answer | S::Rejected | S::Declined
            ),
            S::Conflict => matches!(next, S::Open | S::Test | S::Rejected | S::Declined),
            S::Taken | S::Declined | S::Returned => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_states() {
        for state in ArrivalState::ALL {
            assert_eq!(ArrivalState::named(state.name()), Some(state));
        }
        assert_eq!(ArrivalState::named("waiting"), None);
    }

    #[test]
    fn nothing_follows_on_a_final_state_and_something_on_all_others() {
        for state in ArrivalState::ALL {
            let mut all = ArrivalState::ALL.into_iter();
            let open = all.any(|next| state.may_become(next));
            assert_eq!(open, !state.is_final(), "{state:?}");
        }
    }

    #[test]
    fn changes_of_others_reach_nobody_without_a_person() {
        assert!(!ArrivalState::Release.may_become(ArrivalState::Taken));
        assert!(!ArrivalState::Conflict.may_become(ArrivalState::Taken));
    }
}
