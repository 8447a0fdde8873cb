//! When a mailbox was last emptied: one that is not looked into any more is silent otherwise.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, SecondsFormat, Utc};

/// The mailbox of a transport.
#[derive(Debug)]
pub(crate) struct Mailbox {
    /// Name of the transport.
    name: String,
    /// When it was last empty, or all that was in it was stored.
    emptied: Mutex<Option<DateTime<Utc>>>,
}

impl Mailbox {
    pub(crate) fn of(name: &str) -> Mailbox {
        Mailbox {
            name: name.to_owned(),
            emptied: Mutex::new(None),
        }
    }

    /// All that was in it is stored now.
    pub(crate) fn is_empty_at(&self, now: DateTime<Utc>) {
        // Nothing can panic while it is held.
        *self.emptied.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// When it was last emptied with success by this program.
    pub(crate) fn emptied(&self) -> Option<DateTime<Utc>> {
        *self.emptied.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line about it.
    pub(crate) fn line(&self, now: DateTime<Utc>) -> String {
        let name = &self.name;
        match self.emptied() {
            Some(at) => {
                let ago = (now - at).num_seconds().max(0);
                let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
                format!("mailbox {name}: last emptied {at}, {ago} s ago\n")
            }
            None => format!("mailbox {name}: not emptied since the start\n"),
        }
    }
}
