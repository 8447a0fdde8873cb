//! Receiving: out of mailboxes into the inbox, and from there to where each message belongs.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;

use tracing::Span;
use tracing::field::Empty;
use xoev_administration::bauen::{Rueckweisbar, Rueckweisung, Rueckweisungsgrund, Vorlage};
use xoev_administration::einordnung::{Hindernis, einordnen};
use xoev_administration::kopf::Ereignis;
use xoev_administration::lesen::{ErhalteneErinnerung, ErhalteneWeiterleitung};
use xoev_administration::{Eingang, Einordnung, Nachrichtenkopf, Urteil, bewerten};
use xoev_directory::german_day;
use xoev_outbox::inbox::{
    Arrival, Classifier, Contents, Identity, NewArrival, Place, Received, Reply, Sorting,
};
use xoev_outbox::{
    ActionError, Failure, FailureClass, Filter, InboxError, State, StoreError, Verdict, aside,
    loggable,
};
use xoev_rules::RuleReport;
use xoev_transport::Status;
use xoev_validator::Report;

use crate::config::Environment;
use crate::router::Router;
use crate::ways::Named;

/// How many parcels are listed, and submissions asked about, at once.
const PAGE: u32 = 100;
/// So many reports that fail one after the other mean that the transport is down.
const IN_A_ROW: u32 = 5;

/// Something kept messages from being received. What was received before is stored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiveError {
    /// A transport failed. Nothing is lost: the mailbox keeps what was not acknowledged.
    #[error("the transport {transport}: {failure}")]
    Transport {
        /// Its name.
        transport: String,
        /// What failed.
        failure: Failure,
    },
    /// The inbox is at fault.
    #[error(transparent)]
    Inbox(#[from] InboxError),
    /// The store is at fault.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReceiveError {
    /// Tells the log of it: codes and classes, since the words may be those of others.
    pub(crate) fn tell(&self, at: &'static str) {
        let (transport, class) = match self {
            ReceiveError::Transport { transport, failure } => {
                (Some(transport.as_str()), Some(failure.class.name()))
            }
            ReceiveError::Inbox(_) | ReceiveError::Store(_) => (None, None),
        };
        tracing::warn!(at, transport, class, code = self.code(), "not received");
    }

    /// A code for logs.
    fn code(&self) -> String {
        match self {
            ReceiveError::Transport { failure, .. } => loggable::code(&failure.code).to_owned(),
            ReceiveError::Inbox(InboxError::Store(error)) | ReceiveError::Store(error) => {
                error.code()
            }
            ReceiveError::Inbox(_) => "inbox".to_owned(),
        }
    }
}

/// What receiving came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReceivedCount {
    /// Messages that are new.
    pub new: usize,
    /// Messages that were there before.
    pub known: usize,
    /// Messages that were put where they belong, new ones and those from before.
    pub sorted: usize,
    /// Rejections that were handed to the outbox.
    pub rejected: usize,
}

impl Router {
    /// Empties the mailbox, and puts all messages where they belong. Each is stored before the
    /// transport is told that it need not keep it any more.
    ///
    /// # Errors
    /// [`ReceiveError`]
    #[tracing::instrument(skip_all)]
    pub async fn receive(&self) -> Result<ReceivedCount, ReceiveError> {
        let mut count = ReceivedCount::default();
        // What is here already must not wait for a transport that is down.
        let fetched = self.fetch_all(&mut count).await;
        loop {
            let sorted = self.inbox().sort("router", PAGE, self).await?;
            count.sorted += sorted;
            if sorted == 0 {
                break;
            }
        }
        loop {
            let rejected = self.inbox().submit_replies(self.outbox(), PAGE).await?;
            count.rejected += rejected;
            if rejected == 0 {
                break;
            }
        }
        fetched.map(|()| count)
    }

    async fn fetch_all(&self, count: &mut ReceivedCount) -> Result<(), ReceiveError> {
        let Some(named) = &self.ways().asynchronous else {
            return Ok(());
        };
        let transport = &named.transport;
        if !transport.abilities().mailbox {
            return Ok(());
        }
        let failed = |failure| ReceiveError::Transport {
            transport: named.name.clone(),
            failure,
        };
        // The first failure; one parcel must not keep back those behind it.
        let mut first = None;
        let (mut done, mut kept) = (HashSet::new(), HashSet::new());
        loop {
            // Those that can't be fetched stay in the list: behind them are others.
            let most = PAGE.saturating_add(u32::try_from(kept.len()).unwrap_or(u32::MAX));
            let page = transport.list(self.own(), most).await.map_err(failed)?;
            let mut progress = false;
            for waiting in page {
                let id = waiting.transport_id;
                if done.contains(&id) || kept.contains(&id) {
                    continue;
                }
                progress = true;
                match self.fetch(named, &id, count).await {
                    Ok(()) => drop(done.insert(id)),
                    Err(ReceiveError::Inbox(InboxError::Store(error))) => return Err(error.into()),
                    Err(error) => {
                        error.tell("fetch");
                        first = first.or(Some(error));
                        kept.insert(id);
                    }
                }
            }
            if !progress {
                if let (None, Some(mailbox)) = (&first, self.mailbox()) {
                    mailbox.is_empty_at(self.now());
                }
                return first.map_or(Ok(()), Err);
            }
        }
    }

    /// One parcel: fetched, stored, acknowledged.
    #[tracing::instrument(skip_all, fields(
        transport = named.name,
        transport_id = loggable::transport_id(id),
        uuid = Empty,
        message_type = Empty,
    ))]
    async fn fetch(
        &self,
        named: &Named,
        id: &str,
        count: &mut ReceivedCount,
    ) -> Result<(), ReceiveError> {
        let failed = |failure| ReceiveError::Transport {
            transport: named.name.clone(),
            failure,
        };
        let parcel = named
            .transport
            .fetch(self.own(), id)
            .await
            .map_err(failed)?;
        let identity = Nachrichtenkopf::read(&parcel.content).ok();
        let identity = identity.as_ref().and_then(identity_of);
        if let Some(identity) = &identity {
            let span = Span::current();
            span.record("uuid", loggable::uuid(&identity.uuid));
            span.record("message_type", loggable::number(&identity.message_type));
        }
        let arrival = NewArrival::parcel(&named.name, id, parcel).identified(identity);
        match self.inbox().receive(arrival).await? {
            Received::Duplicate(_) => count.known += 1,
            _ => count.new += 1,
        }
        self.metrics().received(&named.name);
        named
            .transport
            .acknowledge(self.own(), id)
            .await
            .map_err(failed)
    }

    /// Asks the transport what became of submissions that it took, and keeps what it says. Says how
    /// many came to another state.
    ///
    /// # Errors
    /// [`ReceiveError`]
    #[tracing::instrument(skip_all)]
    pub async fn poll(&self) -> Result<usize, ReceiveError> {
        let Some(named) = &self.ways().asynchronous else {
            return Ok(0);
        };
        let stopped = |failure: Option<Failure>| ReceiveError::Transport {
            transport: named.name.clone(),
            failure: failure.unwrap_or_else(|| Failure::new(FailureClass::RetryLater, "", "")),
        };
        let (mut changed, mut failures, mut first) = (0, 0, None);
        // Those that a person looks at since the answer is overdue, too.
        let mut filter = Filter::states(&[State::Delivered, State::Person]);
        filter.limit = PAGE;
        loop {
            let page = self.outbox().list(&filter).await?;
            for submission in &page {
                let id = submission.transport_id.as_ref();
                let Some(id) = id.filter(|_| submission.awaits_report()) else {
                    continue;
                };
                let uuid = &submission.uuid;
                let status = match named.transport.status(self.own(), id).await {
                    Ok(status) => status,
                    // A report that is gone must not keep those behind it waiting.
                    Err(failure) => {
                        let (class, code) = (failure.class.name(), loggable::code(&failure.code));
                        tracing::warn!(uuid = loggable::uuid(uuid), class, code, "no report");
                        first = first.or(Some(failure));
                        failures += 1;
                        if failures >= IN_A_ROW {
                            return Err(stopped(first));
                        }
                        continue;
                    }
                };
                failures = 0;
                let moved = match status {
                    Status::Delivered { .. } => self.outbox().arrived(uuid).await,
                    Status::Failed(failure) => {
                        self.outbox().undelivered(uuid, failure).await.map(|_| true)
                    }
                    _ => Ok(false),
                };
                match moved {
                    Ok(moved) => changed += usize::from(moved),
                    // An answer was faster.
                    Err(ActionError::NotPossible { .. }) => {}
                    Err(ActionError::Store(error)) => return Err(error.into()),
                    // It is not there any more.
                    Err(ActionError::Unknown(_)) => {}
                }
            }
            match page.last() {
                Some(last) if page.len() == PAGE as usize => filter.after = last.id,
                _ if first.is_some() => return Err(stopped(first)),
                _ => return Ok(changed),
            }
        }
    }
}

/// What the inbox has to know of a message.
fn identity_of(head: &Nachrichtenkopf) -> Option<Identity> {
    Some(Identity {
        uuid: head.uuid.clone()?,
        message_type: head.nummer()?.as_str().to_owned(),
        test: head.ist_test(),
    })
}

impl Classifier for Router {
    async fn classify(&self, arrival: &Arrival, contents: &Contents) -> Sorting {
        self.sorting(arrival, &contents.message).await
    }
}

impl Router {
    /// What the schema and the rules say of a message.
    async fn examine(&self, message: &[u8]) -> io::Result<(Report, Option<RuleReport>)> {
        let (gate, message) = (Arc::clone(self.gate()), message.to_vec());
        aside(message.len(), move || gate.examine(&message)).await?
    }

    async fn sorting(&self, arrival: &Arrival, message: &[u8]) -> Sorting {
        let head = Nachrichtenkopf::read(message);
        let examined = self.examine(message).await;
        let (report, rules) = match &examined {
            Ok((report, rules)) => (report, rules.as_ref()),
            Err(error) => return to_person("unexamined", error.to_string()),
        };
        let eingang = Eingang {
            bytes: message,
            kopf: head.as_ref(),
            bericht: report,
            regeln: rules,
            am: german_day(arrival.received),
            synchron: false,
            schon_verarbeitet: false,
        };
        let is = einordnen(&eingang, self.annahme());
        let is = match (self.environment(), is) {
            (Environment::Test, Einordnung::Test(inner)) => *inner,
            (Environment::Production, Einordnung::Test(_)) => return Sorting::to(Place::Test),
            (Environment::Production, is) if !arrival.test => is,
            // The outside says that it is a test, the message does not.
            (Environment::Production, _) => return to_person("test-outside-only", ""),
            (Environment::Test, is @ Einordnung::Unlesbar(_)) => is,
            (Environment::Test, _) => return to_person("no-test", "environment is for tests"),
        };
        let vorlage = Vorlage {
            bytes: message,
            kopf: head.as_ref().ok(),
            gueltig: report.is_valid(),
        };
        self.place(arrival, vorlage, is).await
    }

    async fn place(&self, arrival: &Arrival, message: Vorlage<'_>, is: Einordnung) -> Sorting {
        match is {
            Einordnung::Fachnachricht {
                quittungen,
                erinnerung,
                ..
            } => {
                let code = if erinnerung { "reminder" } else { "" };
                owed(Sorting::to(Place::Open).because(code, ""), &quittungen)
            }
            Einordnung::Antwort {
                auf, quittungen, ..
            } => {
                // Some answers name no message: the Fachverfahren knows the case.
                let tied = auf.is_some() || !arrival.in_reply_to.is_empty();
                let place = match (tied, verdict(message.bytes)) {
                    (false, _) => Place::Open,
                    (true, None) => return to_person("unclear-answer", ""),
                    (true, verdict) => answer(auf, verdict, None),
                };
                owed(Sorting::to(place).because("answer", ""), &quittungen)
            }
            Einordnung::Rueckweisung(r) => {
                let place = answer(r.auf.map(|a| a.uuid), Some(Verdict::Refused), None);
                Sorting::to(place).because("rejected", crate::judge::words(&r.gruende))
            }
            Einordnung::Nichtzustaendigkeit(n) => {
                let place = answer(Some(n.auf), Some(Verdict::NotResponsible), None);
                let key = n.zustaendig.and_then(|z| z.kennung).unwrap_or_default();
                Sorting::to(place).because("not-responsible", key)
            }
            Einordnung::Quittung(q) => {
                let subject = Some(q.ursprungsereignis.zeichen);
                Sorting::to(answer(Some(q.auf.uuid), None, subject)).because("receipt", "")
            }
            // An answer will come from there; the Fachverfahren should know from whom.
            Einordnung::Abgabe(a) => {
                let key = a.an.kennung.unwrap_or_default();
                Sorting::to(Place::Open).because("passed-on", key)
            }
            Einordnung::Erinnerung(e) => {
                let level = match *e {
                    ErhalteneErinnerung::Quittung { stufe, .. } => stufe.to_string(),
                    _ => String::new(),
                };
                Sorting::to(Place::Open).because("reminder", level)
            }
            Einordnung::Weiterleitung(w) => self.passed_on(&w).await,
            Einordnung::Dokumentpaket { .. } => Sorting::to(Place::Open).because("packet", ""),
            Einordnung::Registeraenderung { .. } => Sorting::to(Place::Release),
            Einordnung::Zurueckweisen { gruende, .. } => self.rejected(arrival, message, gruende),
            Einordnung::Unlesbar(obstacle) => match *obstacle {
                // The transport knows who sent it.
                Hindernis::KeinAutor { gruende } if arrival.sender.is_some() => {
                    self.rejected(arrival, message, gruende)
                }
                Hindernis::KeineNachricht(error) => to_person("no-message", error.to_string()),
                Hindernis::Unbeurteilt => to_person("unjudged", ""),
                Hindernis::NichtRueckweisbar { gruende } => {
                    to_person("faulty-never-rejected", gruende.len().to_string())
                }
                Hindernis::KeinAutor { .. } => to_person("no-author", ""),
                Hindernis::Inhalt { warum } => to_person("content", warum),
                _ => to_person("obstacle", ""),
            },
            // A repetition belongs into a call; tests were dealt with before.
            _ => to_person("unexpected", ""),
        }
    }

    /// A message that another authority passed on to us: what is in it has to be sound, too.
    async fn passed_on(&self, passed: &ErhalteneWeiterleitung) -> Sorting {
        if passed.kopf.ist_test() != self.is_for_tests() {
            return to_person("passed-on-test", "");
        }
        let author = passed.kopf.autor_kennung();
        if author != passed.ausloesende_stelle.kennung.as_deref() {
            return to_person("passed-on-author", author.unwrap_or_default());
        }
        match self.examine(&passed.original).await {
            Ok((report, _)) if report.is_valid() => owed(
                Sorting::to(Place::Open).because("passed-on-to-us", ""),
                &passed.kopf.quittungsrelevant,
            ),
            _ => to_person("passed-on-invalid", ""),
        }
    }

    /// A rejection (0010), which goes out through the outbox.
    fn rejected(
        &self,
        arrival: &Arrival,
        message: Vorlage<'_>,
        reasons: Vec<Rueckweisungsgrund>,
    ) -> Sorting {
        let refusable = match Rueckweisbar::pruefen(message) {
            Ok(refusable) => refusable,
            Err(error) => return to_person("not-rejected", error.to_string()),
        };
        let mut refusal = Rueckweisung::neu(refusable, reasons);
        let author = message.kopf.and_then(Nachrichtenkopf::autor_kennung);
        let author = author.filter(|author| !author.is_empty());
        // A rejection goes to who sent the message, not to whom it names.
        if let (Some(author), Some(sender)) = (author, &arrival.sender)
            && author != sender
        {
            return to_person("author-not-sender", sender);
        }
        if let (None, Some(sender)) = (author, &arrival.sender) {
            match xauslaender::behoerde_im_dvdv(sender, sender, crate::author::VERZEICHNISDIENST) {
                Ok(sender) => refusal = refusal.an(sender),
                Err(fault) => return to_person("not-rejected", fault.expected()),
            }
        }
        match refusal.asynchron(self.author(), self.time_for_messages()) {
            Ok(built) => {
                let reply = Reply {
                    lane: format!("rejection {}", built.uuid().as_str()),
                    recipient: built.leser().to_owned(),
                    content: built.into_bytes(),
                };
                Sorting::to(Place::Rejected(reply)).because("rejected-by-us", "")
            }
            Err(error) => to_person("not-rejected", error.to_string()),
        }
    }
}

fn to_person(code: &str, text: impl Into<String>) -> Sorting {
    Sorting::to(Place::Person).because(code, text)
}

fn answer(uuid: Option<String>, verdict: Option<Verdict>, subject: Option<String>) -> Place {
    Place::Answer {
        uuid,
        verdict,
        subject,
    }
}

fn verdict(answer: &[u8]) -> Option<Verdict> {
    match bewerten(answer).urteil {
        Urteil::Angenommen | Urteil::Teilweise { .. } => Some(Verdict::Accepted),
        Urteil::Abgelehnt { .. } | Urteil::BereitsVerarbeitet => Some(Verdict::Refused),
        Urteil::NichtZustaendig { .. } => Some(Verdict::NotResponsible),
        _ => None,
    }
}

fn owed(sorting: Sorting, events: &[Ereignis]) -> Sorting {
    let all = events.iter();
    all.fold(sorting, |sorting, event| sorting.quittung(&event.zeichen))
}
