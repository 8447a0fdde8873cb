//! The client: each operation of the web service as a method.

use std::collections::HashMap;
use std::sync::Mutex;

use xoev_transport::{Address, Parcel};

use crate::answer::{Availability, Fetched, Page, TransportReport};
use crate::channel::Channel;
use crate::container;
use crate::error::XtaError;
use crate::metadata::{check, check_party, write as write_metadata, write_party};
use crate::operation::Operation;
use crate::settings::{BusinessScenario, SetupError, XtaSettings};
use crate::xml::{Xml, is_writable};

/// A client of an XTA server.
///
/// Besides the operations, which are its methods, it is a
/// [`Transport`](xoev_transport::Transport). Connections are opened when needed; it can be used by
/// many tasks at once.
#[derive(Debug)]
pub struct XtaTransport {
    pub(crate) settings: XtaSettings,
    channel: Channel,
    /// By which request each message was fetched, so that it can be closed.
    pub(crate) fetched: Mutex<HashMap<(String, String), String>>,
}

impl XtaTransport {
    /// A client with these settings. Nothing is sent yet.
    ///
    /// # Errors
    /// [`SetupError`] if the settings can't be used.
    pub fn new(settings: XtaSettings) -> Result<XtaTransport, SetupError> {
        let text = |name, text: &str| {
            if text.trim().is_empty() || !is_writable(text) {
                Err(SetupError::Text(name))
            } else {
                Ok(())
            }
        };
        check_party(&settings.account).map_err(|_| SetupError::Text("the account"))?;
        match &settings.business_scenario {
            BusinessScenario::Defined {
                list_uri,
                list_version,
                code,
            } => {
                text("the list of the business scenario", list_uri)?;
                text("the version of the business scenario", list_version)?;
                text("the code of the business scenario", code)?;
            }
            BusinessScenario::Undefined(scenario) => text("the business scenario", scenario)?,
        }
        text("the list of message types", &settings.message_types.uri)?;
        text("its version", &settings.message_types.version)?;
        if let Some(profile) = &settings.service_profile {
            text("the service profile", profile)?;
        }
        Ok(XtaTransport {
            channel: Channel::new(&settings)?,
            settings,
            fetched: Mutex::default(),
        })
    }

    /// `checkAccountActive`: whether the account can be used; it can't if this is an error.
    ///
    /// # Errors
    /// [`XtaError`]
    pub async fn check_account_active(&self, author: &Address) -> Result<(), XtaError> {
        self.ask(Operation::CheckAccountActive, author, "").await?;
        Ok(())
    }

    /// `createMessageId`: an id for a message.
    ///
    /// # Errors
    /// [`XtaError`]
    pub async fn create_message_id(&self, author: &Address) -> Result<String, XtaError> {
        let answer = self.ask(Operation::CreateMessageId, author, "").await?;
        answer
            .body()?
            .text_at(&["MessageID"])
            .ok_or_else(|| XtaError::Answer("no id".to_owned()))
    }

    /// `lookupService`: whether readers offer services, by their URIs.
    ///
    /// # Errors
    /// [`XtaError`]
    pub async fn lookup_service(
        &self,
        author: &Address,
        services: &[(Address, String)],
    ) -> Result<Vec<Availability>, XtaError> {
        let mut xml = Xml::default();
        for (reader, service) in services {
            check_party(reader)?;
            writable(service)?;
        }
        xml.element("xta:LookupServiceRequest", &[], |xml| {
            for (reader, service) in services {
                xml.element("xta:LookupServiceRequestList", &[], |xml| {
                    xml.element("xta:LookupService", &[], |xml| {
                        write_party(xml, "meta:Reader", reader);
                        xml.leaf("xta:ServiceType", &[], service);
                    });
                });
            }
        });
        let body = xml.finish();
        let answer = self.ask(Operation::LookupService, author, &body).await?;
        Availability::read(&answer)
    }

    /// `getTransportReport`: what became of a message that was sent. Right after sending, its state
    /// is open as a rule.
    ///
    /// # Errors
    /// [`XtaError`]
    pub async fn get_transport_report(
        &self,
        author: &Address,
        id: &str,
    ) -> Result<TransportReport, XtaError> {
        let body = message_id(id)?;
        let answer = self
            .ask(Operation::GetTransportReport, author, &body)
            .await?;
        TransportReport::read(&answer)
    }

    /// `cancelMessage`: takes back a message that the server still
    /// [holds back](XtaSettings::hold_back).
    ///
    /// # Errors
    /// [`XtaError`]
    pub async fn cancel_message(&self, author: &Address, id: &str) -> Result<(), XtaError> {
        let body = message_id(id)?;
        self.ask(Operation::CancelMessage, author, &body).await?;
        Ok(())
    }

    /// `sendMessage`: hands over a message under an id that [`XtaTransport::create_message_id`] gave.
    ///
    /// # Errors
    /// [`XtaError`]; a fault with code 9024 if the id was used before.
    pub async fn send_message(&self, parcel: &Parcel, id: &str) -> Result<(), XtaError> {
        self.hand_over(Operation::SendMessage, parcel, id).await?;
        Ok(())
    }

    /// `sendMessageSync`: hands over a message and gives the answer to it.
    ///
    /// # Errors
    /// [`XtaError`]
    pub async fn send_message_sync(&self, parcel: &Parcel, id: &str) -> Result<Fetched, XtaError> {
        let answer = self
            .hand_over(Operation::SendMessageSync, parcel, id)
            .await?;
        Fetched::read(&answer, self.settings.max_bytes)
    }

    /// `getStatusList`: the first page of what waits for a reader and was not closed. With ids: only
    /// these.
    ///
    /// # Errors
    /// [`XtaError`]
    pub async fn get_status_list(
        &self,
        reader: &Address,
        ids: &[&str],
        most: u32,
    ) -> Result<Page, XtaError> {
        let selector = selector(ids)?;
        let most = most.max(1).to_string();
        let attributes = [
            ("maxListItems", most.as_str()),
            ("ListForm", "MessageMetaData"),
        ];
        let mut xml = Xml::default();
        xml.element("osci:MsgBoxStatusListRequest", &attributes, |xml| {
            xml.raw(&selector);
        });
        let body = xml.finish();
        Page::read(&self.ask(Operation::GetStatusList, reader, &body).await?)
    }

    /// `getNextStatusList`: the next page.
    ///
    /// # Errors
    /// [`XtaError`]
    pub async fn get_next_status_list(
        &self,
        reader: &Address,
        request_id: &str,
    ) -> Result<Page, XtaError> {
        let body = continued("osci:MsgBoxGetNextRequest", request_id, &[])?;
        let answer = self
            .ask(Operation::GetNextStatusList, reader, &body)
            .await?;
        Page::read(&answer)
    }

    /// `getMessage`: a message by its id, or the first one that waits. It stays in the mailbox until
    /// it is closed.
    ///
    /// # Errors
    /// [`XtaError`]
    pub async fn get_message(
        &self,
        reader: &Address,
        id: Option<&str>,
    ) -> Result<Fetched, XtaError> {
        let selector = match id {
            Some(id) => selector(&[id])?,
            None => selector(&[])?,
        };
        let mut xml = Xml::default();
        xml.element("osci:MsgBoxFetchRequest", &[], |xml| xml.raw(&selector));
        let body = xml.finish();
        let answer = self.ask(Operation::GetMessage, reader, &body).await?;
        Fetched::read(&answer, self.settings.max_bytes)
    }

    /// `getNextMessage`: the next message, and says which ones were stored meanwhile.
    ///
    /// # Errors
    /// [`XtaError`]
    pub async fn get_next_message(
        &self,
        reader: &Address,
        request_id: &str,
        stored: &[&str],
    ) -> Result<Fetched, XtaError> {
        let body = continued("osci:MsgBoxGetNextRequest", request_id, stored)?;
        let answer = self.ask(Operation::GetNextMessage, reader, &body).await?;
        Fetched::read(&answer, self.settings.max_bytes)
    }

    /// `close`: says which messages were stored; they count as collected from now on.
    ///
    /// # Errors
    /// [`XtaError`]
    pub async fn close(
        &self,
        reader: &Address,
        request_id: &str,
        stored: &[&str],
    ) -> Result<(), XtaError> {
        let body = continued("osci:MsgBoxCloseRequest", request_id, stored)?;
        self.ask(Operation::Close, reader, &body).await?;
        Ok(())
    }

    async fn ask(
        &self,
        operation: Operation,
        author: &Address,
        body: &str,
    ) -> Result<crate::channel::Answer, XtaError> {
        check_party(author)?;
        let mut headers = Xml::default();
        write_party(&mut headers, "meta:Author", author);
        self.channel
            .call(operation, &headers.finish(), body, &[])
            .await
    }

    async fn hand_over(
        &self,
        operation: Operation,
        parcel: &Parcel,
        id: &str,
    ) -> Result<crate::channel::Answer, XtaError> {
        check(parcel, &self.settings)?;
        writable(id)?;
        let mut headers = Xml::default();
        write_metadata(&mut headers, parcel, id, &self.settings);
        let (body, parts) = container::write(parcel)?;
        self.channel
            .call(operation, &headers.finish(), &body, &parts)
            .await
    }
}

fn writable(text: &str) -> Result<(), XtaError> {
    if text.trim().is_empty() || !is_writable(text) {
        return Err(XtaError::Unsendable {
            code: "id",
            text: "Eine Kennung fehlt oder hat unzulässige Zeichen.".to_owned(),
        });
    }
    Ok(())
}

fn message_id(id: &str) -> Result<String, XtaError> {
    writable(id)?;
    let mut xml = Xml::default();
    xml.leaf("wsa:MessageID", &[], id);
    Ok(xml.finish())
}

/// Selects messages that were not closed: all, or those of these ids.
fn selector(ids: &[&str]) -> Result<String, XtaError> {
    let mut xml = Xml::default();
    for id in ids {
        writable(id)?;
    }
    xml.element("osci:MsgSelector", &[("newEntry", "true")], |xml| {
        for id in ids {
            xml.leaf("wsa:MessageID", &[], id);
        }
    });
    Ok(xml.finish())
}

/// A request that goes on where another one was.
fn continued(element: &str, request_id: &str, stored: &[&str]) -> Result<String, XtaError> {
    writable(request_id)?;
    for id in stored {
        writable(id)?;
    }
    let mut xml = Xml::default();
    xml.element(element, &[("MsgBoxRequestID", request_id)], |xml| {
        for id in stored {
            xml.leaf("osci:LastMsgReceived", &[], id);
        }
    });
    Ok(xml.finish())
}
