//! What has to be done at a date: Quittungen that we owe, and reminders of those that we wait for.

use chrono::{DateTime, TimeDelta, Utc};

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DutyKind {
    /// We owe a Quittung (0020) for a fact of a received message, after it was processed.
    Quittung,
    /// We wait for the Quittung of a fact of a submission, and may send an Erinnerung (0021).
    Erinnerung,
}

impl DutyKind {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            DutyKind::Quittung => "quittung",
            DutyKind::Erinnerung => "erinnerung",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<DutyKind> {
        let mut all = [DutyKind::Quittung, DutyKind::Erinnerung].into_iter();
        all.find(|kind| kind.name() == name)
    }
}

/// Something to be done at a date.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Duty {
    /// Ascending in the order in which they came up.
    pub id: i64,
    /// What it is.
    pub kind: DutyKind,
    /// Id of the received message, of a [`DutyKind::Quittung`].
    pub arrival: Option<i64>,
    /// UUID of the submission, of a [`DutyKind::Erinnerung`].
    pub submission: Option<String>,
    /// Which fact of the message; empty if it has only one.
    pub subject: String,
    /// How many reminders were sent: the next one has the `erinnerungsstufe` after it.
    pub level: u32,
    /// UUID of the last reminder.
    pub reminder: Option<String>,
    /// When it has to be done; of an [`DutyKind::Erinnerung`], when the next one may be sent.
    pub due: DateTime<Utc>,
    /// When it came up.
    pub created: DateTime<Utc>,
    /// When it came to its end.
    pub ended: Option<DateTime<Utc>>,
    /// UUID of what ended it, or why it ended.
    pub ended_by: Option<String>,
}

/// What is to be done about a duty now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send the Quittung.
    Quittung,
    /// Send the reminder of this level, from 1.
    Erinnerung(u32),
    /// Enough reminders were sent: a person has to ask by other means.
    Person,
}

/// How patient the inbox is. The standard says that a Quittung is owed and that reminders may be
/// sent, but not when: these dates are our choice.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InboxPolicy {
    /// Within which time after its arrival a message has to be processed and receipted. Default 14
    /// days.
    pub quittung_within: TimeDelta,
    /// How long to wait for a Quittung before the first reminder. Default 28 days: twice what we
    /// allow ourselves.
    pub first_reminder: TimeDelta,
    /// How long to wait after each reminder. Default 14 days.
    pub next_reminder: TimeDelta,
    /// How many reminders are sent before a person has to look at it. Default 3.
    pub most_reminders: u32,
}

impl Default for InboxPolicy {
    fn default() -> InboxPolicy {
        InboxPolicy {
            quittung_within: TimeDelta::days(14),
            first_reminder: TimeDelta::days(28),
            next_reminder: TimeDelta::days(14),
            most_reminders: 3,
        }
    }
}

impl InboxPolicy {
    /// What is to be done about a duty that is due.
    pub fn step(&self, duty: &Duty) -> Step {
        match duty.kind {
            DutyKind::Quittung => Step::Quittung,
            DutyKind::Erinnerung if duty.level >= self.most_reminders => Step::Person,
            DutyKind::Erinnerung => Step::Erinnerung(duty.level.saturating_add(1)),
        }
    }
}
