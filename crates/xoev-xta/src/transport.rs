//! The client as a transport.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use xoev_transport::{
    Abilities, Address, Failure, FailureClass, Parcel, Status, Transport, Waiting,
};

use crate::client::XtaTransport;
use crate::error::XtaError;
use crate::fault::{FaultKind, ID_UNKNOWN, ID_USED};
use crate::operation::Operation;

/// The most entries that are asked for at once.
const PAGE: u32 = 100;
/// The most requests that are remembered until their messages are acknowledged.
const MOST_FETCHED: usize = 10_000;

impl XtaTransport {
    async fn id_of(&self, parcel: &Parcel) -> Result<String, Failure> {
        match &parcel.transport_id {
            Some(id) => Ok(id.clone()),
            None => self
                .create_message_id(&parcel.author)
                .await
                .map_err(|e| e.failure(Operation::CreateMessageId)),
        }
    }

    fn remember(&self, reader: &Address, id: &str, request_id: Option<String>) {
        let Ok(mut fetched) = self.fetched.lock() else {
            return;
        };
        if fetched.len() >= MOST_FETCHED {
            fetched.clear();
        }
        if let Some(request_id) = request_id {
            fetched.insert((reader.key.clone(), id.to_owned()), request_id);
        }
    }

    fn remembered(&self, reader: &Address, id: &str) -> Option<String> {
        let mut fetched = self.fetched.lock().ok()?;
        fetched.remove(&(reader.key.clone(), id.to_owned()))
    }
}

/// Whether a fault says that a request or message is not known (any more).
fn is_unknown(error: &XtaError) -> bool {
    match error {
        XtaError::Fault(fault) => {
            fault.code.as_deref() == Some(ID_UNKNOWN)
                || matches!(
                    fault.kind,
                    FaultKind::InvalidMessageId | FaultKind::ParameterIsNotValid
                )
        }
        _ => false,
    }
}

#[async_trait]
impl Transport for XtaTransport {
    fn abilities(&self) -> Abilities {
        let mut abilities = Abilities::default();
        abilities.asynchronous = true;
        abilities.synchronous = true;
        abilities.mailbox = true;
        abilities.cancel = !self.settings.hold_back.is_zero();
        abilities.max_bytes = Some(self.settings.max_bytes);
        abilities
    }

    async fn new_id(&self) -> Result<Option<String>, Failure> {
        let id = self.create_message_id(&self.settings.account).await;
        id.map(Some)
            .map_err(|e| e.failure(Operation::CreateMessageId))
    }

    /// An id that was used before counts as sent: this message was accepted then.
    async fn send(&self, parcel: &Parcel) -> Result<Option<String>, Failure> {
        let failure = |e: XtaError| e.failure(Operation::SendMessage);
        crate::metadata::check(parcel, &self.settings).map_err(failure)?;
        let id = self.id_of(parcel).await?;
        match self.send_message(parcel, &id).await {
            Ok(()) => Ok(Some(id)),
            Err(XtaError::Fault(fault)) if fault.code.as_deref() == Some(ID_USED) => {
                tracing::info!(id, "sent before");
                Ok(Some(id))
            }
            Err(error) => Err(failure(error)),
        }
    }

    async fn send_sync(&self, parcel: &Parcel) -> Result<Parcel, Failure> {
        let failure = |e: XtaError| e.failure(Operation::SendMessageSync);
        crate::metadata::check(parcel, &self.settings).map_err(failure)?;
        let id = self.id_of(parcel).await?;
        let answer = self.send_message_sync(parcel, &id).await;
        let answer = match answer {
            // It was processed; that the answer can't be read here does not undo it.
            Err(error @ (XtaError::Encrypted | XtaError::NoMessage(_))) => {
                return Err(failure(XtaError::Answer(error.to_string())));
            }
            answer => answer.map_err(failure)?,
        };
        let mut metadata = answer.metadata;
        metadata.author.get_or_insert_with(|| parcel.reader.clone());
        if metadata.in_reply_to.is_empty() {
            metadata.in_reply_to.push(id);
        }
        Ok(metadata.parcel(answer.container, &parcel.author))
    }

    async fn list(&self, reader: &Address, limit: u32) -> Result<Vec<Waiting>, Failure> {
        let first = self
            .get_status_list(reader, &[], limit.min(PAGE))
            .await
            .map_err(|e| e.failure(Operation::GetStatusList))?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut entries = first.entries;
        let mut next = first.request_id.filter(|_| first.pending > 0);
        while let Some(request_id) = next.take().filter(|_| entries.len() < limit) {
            let page = self
                .get_next_status_list(reader, &request_id)
                .await
                .map_err(|e| e.failure(Operation::GetNextStatusList))?;
            // A page without anything new would never end.
            if !page.entries.is_empty() && page.pending > 0 {
                next = page.request_id.or(Some(request_id));
            }
            entries.extend(page.entries);
        }
        if entries.iter().all(|e| e.delivery.is_some()) {
            entries.sort_by_key(|e| e.delivery);
        }
        entries.truncate(limit);
        Ok(entries.iter().filter_map(|e| e.waiting()).collect())
    }

    async fn fetch(&self, reader: &Address, transport_id: &str) -> Result<Parcel, Failure> {
        let fetched = self
            .get_message(reader, Some(transport_id))
            .await
            .map_err(|e| e.failure(Operation::GetMessage))?;
        let mut metadata = fetched.metadata;
        let id = metadata
            .message_id
            .get_or_insert_with(|| transport_id.to_owned());
        if id != transport_id {
            let error = XtaError::Answer("another message than the one asked for".to_owned());
            return Err(error.failure(Operation::GetMessage));
        }
        self.remember(reader, transport_id, fetched.request_id);
        Ok(metadata.parcel(fetched.container, reader))
    }

    async fn acknowledge(&self, reader: &Address, transport_id: &str) -> Result<(), Failure> {
        if let Some(request_id) = self.remembered(reader, transport_id) {
            match self.close(reader, &request_id, &[transport_id]).await {
                Ok(()) => return Ok(()),
                Err(error) if is_unknown(&error) => {}
                Err(error) => {
                    self.remember(reader, transport_id, Some(request_id));
                    return Err(error.failure(Operation::Close));
                }
            }
        }
        // Fetched by an earlier run of the program, or closed already: the mailbox knows.
        let page = match self.get_status_list(reader, &[transport_id], 1).await {
            Ok(page) => page,
            Err(error) if is_unknown(&error) => return Ok(()),
            Err(error) => return Err(error.failure(Operation::GetStatusList)),
        };
        let waits = page
            .entries
            .iter()
            .any(|e| e.message_id.as_deref() == Some(transport_id));
        if !waits {
            return Ok(());
        }
        let Some(request_id) = page.request_id else {
            let error = XtaError::Answer("a list without the id of the request".to_owned());
            return Err(error.failure(Operation::GetStatusList));
        };
        self.close(reader, &request_id, &[transport_id])
            .await
            .map_err(|e| e.failure(Operation::Close))
    }

    async fn status(&self, author: &Address, transport_id: &str) -> Result<Status, Failure> {
        let report = self
            .get_transport_report(author, transport_id)
            .await
            .map_err(|e| e.failure(Operation::GetTransportReport))?;
        Ok(report.status())
    }

    /// The server refuses it unless the message was
    /// [held back](crate::XtaSettings::hold_back) and still is; a time in the past is refused before
    /// asking.
    async fn cancel(
        &self,
        author: &Address,
        transport_id: &str,
        not_before: DateTime<Utc>,
    ) -> Result<(), Failure> {
        if not_before <= Utc::now() {
            return Err(Failure::new(
                FailureClass::Permanent,
                "9100",
                "Die Frist, bis zu der die Nachricht zurückgezogen werden kann, ist vorbei.",
            ));
        }
        self.cancel_message(author, transport_id)
            .await
            .map_err(|e| e.failure(Operation::CancelMessage))
    }

    async fn lookup(
        &self,
        author: &Address,
        reader: &Address,
        service: &str,
    ) -> Result<bool, Failure> {
        let services = [(reader.clone(), service.to_owned())];
        let results = self
            .lookup_service(author, &services)
            .await
            .map_err(|e| e.failure(Operation::LookupService))?;
        let available = results.first().and_then(|r| r.available);
        available.ok_or_else(|| {
            Failure::new(
                FailureClass::RetryLater,
                "service-unknown",
                "Der XTA-Server weiß nicht, ob der Empfänger den Dienst anbietet.",
            )
        })
    }

    async fn check(&self, author: &Address) -> Result<(), Failure> {
        self.check_account_active(author)
            .await
            .map_err(|e| e.failure(Operation::CheckAccountActive))
    }
}
