//! From the outbox to a transport: which way a submission goes, and what came of it.

use std::time::Instant;

use tracing::Span;
use tracing::field::Empty;
use xoev_administration::Nachrichtenkopf;
use xoev_directory::Route;
use xoev_outbox::{Dispatch, Failure, FailureClass, Mode, Outcome, Sender, Submission, loggable};
use xoev_transport::{Address, MessageKind, Parcel};

use crate::judge::judged;
use crate::router::Router;
use crate::ways::Named;

impl Sender for Router {
    async fn prepare(&self, submission: &Submission) -> Result<Option<String>, Failure> {
        let head = head(submission)?;
        let (_, named) = self.ways.way(&head, submission.mode)?;
        named.transport.new_id().await
    }

    #[tracing::instrument(name = "carry", skip_all, fields(
        uuid = loggable::uuid(&dispatch.submission.uuid),
        message_type = loggable::number(&dispatch.submission.message_type),
        attempt = dispatch.submission.attempts,
        transport = Empty,
    ))]
    async fn send(&self, dispatch: &Dispatch) -> Outcome {
        let submission = &dispatch.submission;
        let began = Instant::now();
        let found = head(submission).and_then(|head| {
            let (route, named) = self.ways.way(&head, submission.mode)?;
            Ok((head, route, named))
        });
        let (head, route, named) = match found {
            Ok(found) => found,
            Err(failure) => return Outcome::Failed(failure),
        };
        Span::current().record("transport", &named.name);
        let outcome = match submission.mode {
            Mode::Sync => self.call(dispatch, &head, named).await,
            Mode::Async => self.post(submission, &head, route, named).await,
        };
        let outcome = outcome.unwrap_or_else(Outcome::Failed);
        let word = match &outcome {
            Outcome::Delivered { .. } => "delivered",
            Outcome::Answered { .. } => "answered",
            Outcome::Failed(failure) => failure.class.name(),
        };
        let took = began.elapsed();
        self.metrics().sent(&named.name, word, took);
        let code = match &outcome {
            Outcome::Failed(failure) => loggable::code(&failure.code),
            _ => "",
        };
        tracing::debug!(
            outcome = word,
            code,
            seconds = took.as_secs_f64(),
            "carried"
        );
        outcome
    }
}

impl Router {
    /// Asks and waits for the answer.
    async fn call(
        &self,
        dispatch: &Dispatch,
        head: &Nachrichtenkopf,
        named: &Named,
    ) -> Result<Outcome, Failure> {
        let submission = &dispatch.submission;
        let mut parcel = self.parcel(submission, head);
        if dispatch.is_repetition() {
            parcel.content = self.repetition(submission, head)?;
        }
        let answer = named.transport.send_sync(&parcel).await?;
        Ok(judged(submission, answer.content, self.rules()))
    }

    /// Hands over; an answer comes as a message of its own.
    async fn post(
        &self,
        submission: &Submission,
        head: &Nachrichtenkopf,
        route: &Route,
        named: &Named,
    ) -> Result<Outcome, Failure> {
        let mut parcel = self.parcel(submission, head);
        parcel.service = Some(self.service(submission, head, route).await?);
        let waits = self.expect_receipts(&submission.uuid, head).await;
        waits.map_err(|e| Failure::new(FailureClass::RetryLater, "store", e.to_string()))?;
        let transport_id = named.transport.send(&parcel).await?;
        Ok(Outcome::Delivered { transport_id })
    }

    fn parcel(&self, submission: &Submission, head: &Nachrichtenkopf) -> Parcel {
        let reader = Address {
            key: submission.recipient.clone(),
            name: head.leser.as_ref().and_then(|l| l.name.clone()),
            category: None,
        };
        let content = submission.content.clone();
        let mut parcel = Parcel::new(self.own().clone(), reader, content, self.now());
        parcel.transport_id = submission.transport_id.clone();
        parcel.kind = head.nummer().map(|number| MessageKind {
            namespace: head.namensraum.clone(),
            element: head.element.clone(),
            number: number.as_str().to_owned(),
            version: head.version.as_ref().map_or("", |v| v.as_str()).to_owned(),
        });
        parcel.test = submission.test;
        parcel
    }
}

/// The head of a submission. The gate has read it before.
fn head(submission: &Submission) -> Result<Nachrichtenkopf, Failure> {
    Nachrichtenkopf::read(&submission.content)
        .map_err(|error| Failure::new(FailureClass::Repair, "unreadable", error.to_string()))
}
