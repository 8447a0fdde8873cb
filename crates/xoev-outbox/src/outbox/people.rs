//! What people can do with a submission.

use super::{Outbox, RECIPIENT_MAX};
use crate::error::ActionError;
use crate::loggable;
use crate::policy::{Change, later};
use crate::state::State;
use crate::store::{Holder, Store};
use crate::submission::Submission;

impl<S: Store> Outbox<S> {
    /// Carries out what a person decided, if that is possible.
    pub(super) async fn act(
        &self,
        uuid: &str,
        possible: impl Fn(&Submission) -> bool,
        change: impl Fn(&Submission) -> Change,
    ) -> Result<Submission, ActionError> {
        let found = self.known(uuid).await?;
        if possible(&found) {
            let change = change(&found);
            let holder = Holder::In(found.state);
            if self.store.change(uuid, holder, &change, self.now()).await? {
                let state = change.state.name();
                tracing::info!(uuid = loggable::uuid(uuid), state, "acted");
                return self.known(uuid).await;
            }
        }
        Err(self.not_possible(uuid).await?)
    }

    /// Sends it again now, with new patience. What may have been processed is sent as a repetition.
    ///
    /// # Errors
    /// [`ActionError`] if it is not waiting, unclear or with a person.
    pub async fn retry(&self, uuid: &str, who: &str) -> Result<Submission, ActionError> {
        let possible = |found: &Submission| {
            matches!(
                found.state,
                State::Waiting | State::Unclear | State::Person | State::Misdirected
            )
        };
        self.act(uuid, possible, |found| self.again(found, who, "retry"))
            .await
    }

    fn again(&self, found: &Submission, who: &str, code: &str) -> Change {
        let state = match found.repetition {
            true => State::Unclear,
            false => State::Waiting,
        };
        let now = self.now();
        let mut change = Change::to(state, who).because(code, "").due(now);
        change.deadline = Some(later(now, self.policy.patience));
        change
    }

    /// Sends it to another receiver.
    ///
    /// # Errors
    /// [`ActionError`] if it is not with a person, if the first receiver may have processed it and
    /// has not said that another one is responsible, or if the receiver's key is empty or too long.
    pub async fn readdress(
        &self,
        uuid: &str,
        recipient: &str,
        who: &str,
    ) -> Result<Submission, ActionError> {
        let sound = (1..=RECIPIENT_MAX).contains(&recipient.len()) && !recipient.contains('\0');
        let possible = |found: &Submission| match found.state {
            State::Misdirected => sound,
            State::Person => sound && !found.may_have_arrived(),
            _ => false,
        };
        self.act(uuid, possible, |found| {
            let mut change = self.again(found, who, "readdressed");
            // The new receiver never got it: it is no repetition for that one.
            change.state = State::Waiting;
            change.text = format!("{} -> {recipient}", found.recipient);
            change.recipient = Some(recipient.to_owned());
            change
        })
        .await
    }

    /// Takes it back, or marks it as dealt with, with a reason.
    ///
    /// # Errors
    /// [`ActionError`] if it may have arrived and is not with a person.
    pub async fn withdraw(
        &self,
        uuid: &str,
        who: &str,
        reason: &str,
    ) -> Result<Submission, ActionError> {
        let possible = |found: &Submission| match found.state {
            State::Queued | State::Waiting => !found.may_have_arrived(),
            State::Person | State::Misdirected | State::Refused => true,
            _ => false,
        };
        self.act(uuid, possible, |_| {
            Change::to(State::Withdrawn, who).because("withdrawn", reason)
        })
        .await
    }
}
