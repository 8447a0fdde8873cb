//! The router as its users see it: handing over, sending, receiving, numbers.

use std::fmt;
use std::sync::Arc;

use azr::Zustaendigkeitsregeln;
use chrono::{DateTime, FixedOffset, Utc};
use xauslaender::Absender;
use xoev_administration::einordnung::Versionen;
use xoev_administration::{Annahme, Nachrichtenkopf, Unlesbar};
use xoev_codelist::CodeLists;
use xoev_outbox::inbox::{Inbox, InboxPolicy};
use xoev_outbox::{
    Clock, InboxError, NewSubmission, Outbox, Policy, SchemaGate, SqlStore, StoreError, Submission,
    SubmitError, aside,
};
use xoev_transport::Address;

use crate::config::Environment;
use crate::lane::lane_of;
use crate::mailbox::Mailbox;
use crate::metrics::{Levels, Metrics};
use crate::ways::{NoWay, Ways};

/// What a router is made of.
pub struct Parts {
    /// Whether real messages are carried, or tests.
    pub environment: Environment,
    /// The author of messages that the router makes itself, and the reader of those that come in.
    pub author: Absender,
    /// Category of the author in the directory.
    pub category: Option<String>,
    /// Where messages are kept.
    pub store: SqlStore,
    /// What looks at messages, those that go out and those that come in.
    pub gate: Arc<SchemaGate<CodeLists>>,
    /// Which incoming messages are taken, besides that they have to be for the author.
    pub versions: Versionen,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How patient the outbox is.
    pub policy: Policy,
    /// How patient the inbox is.
    pub inbox_policy: InboxPolicy,
    /// Which errors of the register say that it is not responsible.
    pub not_responsible: Zustaendigkeitsregeln,
    /// The ways to others.
    pub ways: Ways,
}

/// Takes messages, finds their ways, sends them, ties answers to them, and receives what others send.
pub struct Router {
    environment: Environment,
    author: Absender,
    own: Address,
    outbox: Outbox<SqlStore>,
    inbox: Inbox<SqlStore>,
    clock: Arc<dyn Clock>,
    gate: Arc<SchemaGate<CodeLists>>,
    annahme: Annahme,
    pub(crate) ways: Ways,
    not_responsible: Zustaendigkeitsregeln,
    metrics: Metrics,
    mailbox: Option<Mailbox>,
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router")
            .field("environment", &self.environment)
            .field("own", &self.own.key)
            .field("ways", &self.ways)
            .finish_non_exhaustive()
    }
}

/// What the caller says of a message besides its content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wishes {
    /// Whose order it belongs to: messages of one lane go one after the other. If none, that of the
    /// first AZR number in the message; a message without any has a lane of its own.
    pub lane: Option<String>,
    /// Whether an answer is awaited, so that one that does not come is a matter for a person. If
    /// none: whether it goes synchronously.
    pub expects_answer: Option<bool>,
    /// UUID of the submission whose place it takes.
    pub replaces: Option<String>,
}

/// A message was not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RouterError {
    /// The message is at fault: its head can't be read.
    #[error("the message can't be read: {0}")]
    Unreadable(#[from] Unlesbar),
    /// The message is at fault, or the settings are: there is no way for it.
    #[error(transparent)]
    NoWay(#[from] NoWay),
    /// The message is a test and the environment is not, or the other way round.
    #[error("the message is {}, the environment is for {}", kind(*.test), kind(!.test))]
    Environment {
        /// Whether the message says that it is a test.
        test: bool,
    },
    /// The message is not from us: its answers would go elsewhere.
    #[error("the author of the message is {0:?}, not the authority of the settings")]
    Author(String),
    /// The submission can't be sent to another reader.
    #[error(
        "the submission {0} can't be sent to another reader: it is not there, goes synchronously, is not with a person, or may have arrived"
    )]
    NotReaddressable(String),
    /// The outbox did not take it.
    #[error(transparent)]
    Submit(#[from] SubmitError),
    /// The store is at fault. The message may have been stored.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn kind(test: bool) -> &'static str {
    if test { "a test" } else { "a real message" }
}

impl Router {
    /// A router of these parts.
    pub fn new(parts: Parts) -> Router {
        let own = Address {
            key: parts.author.autor.kennung.as_str().to_owned(),
            name: Some(parts.author.autor.name.as_str().to_owned()),
            category: parts.category,
        };
        let mailbox = parts.ways.asynchronous.as_ref();
        let mailbox = mailbox.filter(|named| named.transport.abilities().mailbox);
        let mailbox = mailbox.map(|named| Mailbox::of(&named.name));
        let mut annahme = Annahme::fuer([own.key.as_str()]);
        annahme.versionen = parts.versions;
        let store = parts.store;
        let clock = parts.clock;
        Router {
            environment: parts.environment,
            author: parts.author,
            own,
            outbox: Outbox::new(
                store.clone(),
                parts.gate.clone(),
                Arc::clone(&clock),
                parts.policy,
            ),
            inbox: Inbox::new(store, Arc::clone(&clock), parts.inbox_policy),
            clock,
            gate: parts.gate,
            annahme,
            ways: parts.ways,
            not_responsible: parts.not_responsible,
            metrics: Metrics::default(),
            mailbox,
        }
    }

    /// Takes a message. When this returns, it was found valid, it has a way, and it is stored for
    /// good; it will be sent, or be on the list of a person.
    ///
    /// # Errors
    /// [`RouterError`]; then nothing was stored, but see [`Outbox::submit`].
    pub async fn submit(
        &self,
        message: Vec<u8>,
        wishes: Wishes,
    ) -> Result<Submission, RouterError> {
        let head = Nachrichtenkopf::read(&message)?;
        let test = head.ist_test();
        if test != (self.environment == Environment::Test) {
            return Err(RouterError::Environment { test });
        }
        let (_, mode) = self.ways.route(&head)?;
        self.ways.way(&head, mode).map_err(NoWay::Transport)?;
        let author = head.autor_kennung().unwrap_or_default();
        if author != self.own.key {
            return Err(RouterError::Author(author.to_owned()));
        }
        // What takes the place of another one goes in its lane.
        let mut lane = wishes.lane;
        if let (None, Some(uuid)) = (&lane, &wishes.replaces) {
            lane = self.outbox.get(uuid).await?.map(|old| old.lane);
        }
        let (lane, message) = match lane {
            Some(lane) => (Some(lane), message),
            None => {
                let read = aside(message.len(), move || (lane_of(&message), message));
                read.await.map_err(StoreError::from)?
            }
        };
        let lane = lane.unwrap_or_else(|| {
            let uuid = head.uuid.as_deref().unwrap_or_default();
            format!("message {uuid}")
        });
        let recipient = head.leser_kennung().unwrap_or_default().to_owned();
        let new = NewSubmission {
            content: message,
            lane,
            recipient,
            mode,
            expects_answer: wishes.expects_answer.unwrap_or(false),
            replaces: wishes.replaces,
        };
        let stored = self.outbox.submit(new).await?;
        self.expect_receipts(&stored.uuid, &head).await?;
        Ok(stored)
    }

    /// Remembers for which facts of a message a receipt (0020) has to come. Doing it again changes
    /// nothing.
    pub(crate) async fn expect_receipts(
        &self,
        uuid: &str,
        head: &Nachrichtenkopf,
    ) -> Result<(), StoreError> {
        for event in &head.quittungsrelevant {
            // There is such a submission: it was stored a moment ago.
            if let Err(InboxError::Store(error)) = self.inbox.expect(uuid, &event.zeichen).await {
                return Err(error);
            }
        }
        Ok(())
    }

    /// What was handed over, and what became of it.
    pub fn outbox(&self) -> &Outbox<SqlStore> {
        &self.outbox
    }

    /// What was received.
    pub fn inbox(&self) -> &Inbox<SqlStore> {
        &self.inbox
    }

    /// What is counted.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The ways to others.
    pub fn ways(&self) -> &Ways {
        &self.ways
    }

    /// Who we are.
    pub fn own(&self) -> &Address {
        &self.own
    }

    /// The author of messages that the router makes itself.
    pub fn author(&self) -> &Absender {
        &self.author
    }

    pub(crate) fn gate(&self) -> &Arc<SchemaGate<CodeLists>> {
        &self.gate
    }

    pub(crate) fn annahme(&self) -> &Annahme {
        &self.annahme
    }

    pub(crate) fn rules(&self) -> &Zustaendigkeitsregeln {
        &self.not_responsible
    }

    /// Whether only tests are carried.
    pub fn is_for_tests(&self) -> bool {
        self.environment == Environment::Test
    }

    pub(crate) fn environment(&self) -> Environment {
        self.environment
    }

    /// The time now.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The time now, as messages say it.
    pub(crate) fn time_for_messages(&self) -> DateTime<FixedOffset> {
        let now = self.now();
        let offset = xoev_directory::german_time(now) - now.naive_utc();
        let seconds = i32::try_from(offset.num_seconds()).unwrap_or(0);
        match FixedOffset::east_opt(seconds) {
            Some(offset) => now.with_timezone(&offset),
            None => now.fixed_offset(),
        }
    }

    /// The mailbox that is emptied, if there is one.
    pub(crate) fn mailbox(&self) -> Option<&Mailbox> {
        self.mailbox.as_ref()
    }

    /// The numbers of the queues.
    pub(crate) async fn levels(&self) -> Result<Levels, StoreError> {
        let outbox = self.outbox.stats().await?;
        let inbox = self.inbox.stats().await?;
        let age = outbox.oldest.map(|oldest| self.now() - oldest);
        Ok(Levels {
            outbox: xoev_outbox::State::ALL
                .into_iter()
                .map(|state| (state.name(), outbox.count(state)))
                .collect(),
            inbox: xoev_outbox::inbox::ArrivalState::ALL
                .into_iter()
                .map(|state| (state.name(), inbox.count(state)))
                .collect(),
            oldest_seconds: age.map_or(0.0, |age| age.num_milliseconds().max(0) as f64 / 1000.0),
            duties_overdue: inbox.overdue,
            emptied: self.mailbox().and_then(|mailbox| {
                let at = mailbox.emptied()?;
                Some((mailbox.name().to_owned(), at.timestamp()))
            }),
        })
    }
}
