//! Receipts that we owe (Quittung, 0020), and reminders of those that we wait for (Erinnerung, 0021).

use std::num::NonZeroU32;

use xoev_administration::Nachrichtenkopf;
use xoev_administration::bauen::{
    Baufehler, Quittung, Quittungserinnerung, Verwaltungsnachricht, Vorlage,
};
use xoev_administration::lesen::Inhalt;
use xoev_outbox::inbox::{Duty, DutyKind, Step};
use xoev_outbox::{InboxError, StoreError, SubmitError};

use crate::identity::uuid_about;
use crate::readdress::under;
use crate::router::{Router, RouterError, Wishes};

/// A message that the outbox has.
struct Handed {
    uuid: String,
    /// It had it before.
    before: bool,
}

impl Handed {
    /// Its UUID, if it was noted. What was there before may have been noted then.
    fn noted(self, noted: Result<(), InboxError>) -> Result<String, InboxError> {
        match noted {
            Err(InboxError::NoDuty(_)) if self.before => Ok(self.uuid),
            noted => noted.map(|()| self.uuid),
        }
    }
}

/// The most duties that are looked through at once.
const PAGE: u32 = 1000;

/// A receipt or a reminder could not be sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DutyError {
    /// There is nothing to be done: no such duty, or it came to its end.
    #[error("no such receipt or reminder is due")]
    NotDue,
    /// Enough reminders were sent: a person has to ask by other means.
    #[error("{0} reminders were sent without an answer: ask by other means")]
    Person(u32),
    /// The message that it is about does not allow it.
    #[error(transparent)]
    Build(#[from] Baufehler),
    /// The message that was made can't be given its UUID. The program was built wrongly.
    #[error("the message has no place for its UUID")]
    NoUuid,
    /// The message was not taken for sending.
    #[error(transparent)]
    Send(#[from] RouterError),
    /// The inbox is at fault.
    #[error(transparent)]
    Inbox(#[from] InboxError),
    /// The store is at fault.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Router {
    /// What is owed and what may be reminded of, by now.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn due(&self) -> Result<Vec<Duty>, StoreError> {
        self.inbox().duties(self.now(), 0, PAGE).await
    }

    /// Sends the receipts that a received message asks for, after its facts were processed: one for
    /// each fact, or for the fact with this sign alone. Gives the UUIDs of the receipts.
    ///
    /// # Errors
    /// [`DutyError`]. A receipt that was handed over before the error goes out all the same.
    #[tracing::instrument(skip_all, fields(id = arrival))]
    pub async fn acknowledge(
        &self,
        arrival: i64,
        fact: Option<&str>,
    ) -> Result<Vec<String>, DutyError> {
        let message = self.inbox().read(arrival).await?.ok_or(DutyError::NotDue)?;
        let mut message = message.message;
        let mut head = Nachrichtenkopf::read(&message).map_err(RouterError::from)?;
        // A message that was passed on to us asks for its receipts itself.
        if let Ok(Inhalt::Weiterleitung(passed_on)) = Inhalt::lesen(&message) {
            message = passed_on.original;
            head = passed_on.kopf;
        }
        let receipts = Quittung::faellige(Vorlage::gueltig(&message, &head))?;
        let duties = self.all_duties().await?;
        let mut sent = Vec::new();
        for receipt in receipts {
            let sign = &receipt.ereignis().zeichen;
            if fact.is_some_and(|fact| fact != sign) {
                continue;
            }
            let mut duties = duties.iter();
            let duty = duties.find(|d| {
                d.kind == DutyKind::Quittung && d.arrival == Some(arrival) && d.subject == *sign
            });
            let Some(duty) = duty else { continue };
            let built = receipt.bauen(self.author(), self.time_for_messages())?;
            // Its digits may be written in two ways, and mean the same.
            let original = head.uuid.as_deref().unwrap_or_default().to_lowercase();
            let handed = self.hand_over(&built, &[&original, sign]).await?;
            let noted = self.inbox().fulfilled(duty.id, &handed.uuid).await;
            sent.push(handed.noted(noted)?);
        }
        match sent.is_empty() {
            true => Err(DutyError::NotDue),
            false => Ok(sent),
        }
    }

    /// Sends the next reminder of a receipt that did not come. Gives its UUID.
    ///
    /// # Errors
    /// [`DutyError`]
    #[tracing::instrument(skip_all, fields(duty = duty))]
    pub async fn remind(&self, duty: i64) -> Result<String, DutyError> {
        let duties = self.all_duties().await?;
        let duty = duties.into_iter().find(|d| d.id == duty);
        let duty = duty.ok_or(DutyError::NotDue)?;
        let (Some(uuid), DutyKind::Erinnerung) = (&duty.submission, duty.kind) else {
            return Err(DutyError::NotDue);
        };
        let level = match self.inbox().policy().step(&duty) {
            Step::Erinnerung(level) => NonZeroU32::new(level).ok_or(DutyError::NotDue)?,
            _ => return Err(DutyError::Person(duty.level)),
        };
        let found = self.outbox().get(uuid).await?.ok_or(DutyError::NotDue)?;
        let head = Nachrichtenkopf::read(&found.content).map_err(RouterError::from)?;
        let mut events = head.quittungsrelevant.iter();
        let event = events.find(|e| e.zeichen == duty.subject);
        let event = event.ok_or(DutyError::NotDue)?;
        let sent = Vorlage::gueltig(&found.content, &head);
        let reminder = Quittungserinnerung::neu(sent, event, level)?;
        let built = reminder.bauen(self.author(), self.time_for_messages())?;
        let about = [uuid.as_str(), &duty.subject, &level.to_string()];
        let handed = self.hand_over(&built, &about).await?;
        let noted = self
            .inbox()
            .reminded(duty.id, level.get(), &handed.uuid)
            .await;
        Ok(handed.noted(noted)?)
    }

    /// Hands a message over to the outbox, under a UUID that follows from what it is about: what was
    /// handed over before, and could not be noted, is not sent again.
    async fn hand_over(
        &self,
        built: &Verwaltungsnachricht,
        about: &[&str],
    ) -> Result<Handed, DutyError> {
        let mut things = vec![self.own().key.as_str(), built.leser(), built.nummer()];
        things.extend(about);
        let uuid = uuid_about(&things);
        let message = under(built.bytes(), &uuid).ok_or(DutyError::NoUuid)?;
        match self.submit(message, Wishes::default()).await {
            Ok(_) => Ok(Handed {
                uuid,
                before: false,
            }),
            Err(RouterError::Submit(SubmitError::Duplicate { .. })) => {
                Ok(Handed { uuid, before: true })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// All that did not come to an end, due or not.
    async fn all_duties(&self) -> Result<Vec<Duty>, StoreError> {
        let mut all = Vec::new();
        loop {
            let after = all.last().map_or(0, |d: &Duty| d.id);
            let latest = chrono::DateTime::<chrono::Utc>::MAX_UTC;
            let page = self.inbox().duties(latest, after, PAGE).await?;
            let full = page.len() == PAGE as usize;
            all.extend(page);
            if !full {
                return Ok(all);
            }
        }
    }
}
