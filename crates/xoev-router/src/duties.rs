//! Receipts that we owe (Quittung, 0020), and reminders of those that we wait for (Erinnerung, 0021).

use std::num::NonZeroU32;

use xoev_administration::Nachrichtenkopf;
use xoev_administration::bauen::{
    Baufehler, Quittung, Quittungserinnerung, Verwaltungsnachricht, Vorlage,
};
use xoev_administration::lesen::Inhalt;
use xoev_outbox::inbox::{Duty, DutyKind, Step};
use xoev_outbox::{InboxError, StoreError};

use crate::router::{Router, RouterError, Wishes};

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
            let uuid = self.hand_over(built).await?;
            self.inbox().fulfilled(duty.id, &uuid).await?;
            sent.push(uuid);
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
        let uuid = self.hand_over(built).await?;
        self.inbox().reminded(duty.id, level.get(), &uuid).await?;
        Ok(uuid)
    }

    async fn hand_over(&self, built: Verwaltungsnachricht) -> Result<String, RouterError> {
        let stored = self.submit(built.into_bytes(), Wishes::default()).await?;
        Ok(stored.uuid)
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
