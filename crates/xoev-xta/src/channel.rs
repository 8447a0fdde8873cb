//! A call: a request over HTTPS, its answer within limits of size and time.

use std::error::Error;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use xoev_transport::refused_certificate;

use crate::envelope;
use crate::error::XtaError;
use crate::fault::XtaFault;
use crate::multipart::{self, MediaType, Related};
use crate::operation::{Operation, Port};
use crate::settings::{SetupError, XtaSettings, without_user};
use crate::tls;
use crate::tree::Element;

/// The most bytes of an answer besides what the message in it takes.
const ENVELOPE: u64 = 10 * 1024 * 1024;
/// How long a connection waits for the next call. Short: one that the server has closed meanwhile
/// makes an outcome unclear.
const IDLE: Duration = Duration::from_secs(5);

/// The connections to the three ports.
#[derive(Debug)]
pub(crate) struct Channel {
    client: Client,
    management: Url,
    send: Url,
    mailbox: Url,
    answer_timeout: Duration,
    slowest: u64,
    max_bytes: u64,
}

impl Channel {
    /// Connections as the settings say; none is opened yet.
    pub(crate) fn new(settings: &XtaSettings) -> Result<Channel, SetupError> {
        let client = Client::builder()
            .use_preconfigured_tls(tls::config(settings)?)
            .https_only(true)
            .no_proxy()
            .redirect(Policy::none())
            .connect_timeout(settings.connect_timeout)
            .pool_idle_timeout(IDLE)
            .build()
            .map_err(|e| SetupError::Client(chain(&e)))?;
        let url = |port, address: &String| match Url::parse(address) {
            Ok(url) if !url.username().is_empty() || url.password().is_some() => {
                Err(SetupError::Credentials { port })
            }
            Ok(url) if url.scheme() == "https" && url.has_host() => Ok(url),
            _ => Err(SetupError::Endpoint {
                port,
                address: without_user(address).to_owned(),
            }),
        };
        Ok(Channel {
            client,
            management: url("ManagementPort", &settings.endpoints.management)?,
            send: url("SendXtaPort", &settings.endpoints.send)?,
            mailbox: url("MsgBoxPort", &settings.endpoints.mailbox)?,
            answer_timeout: settings.answer_timeout,
            slowest: settings.slowest.max(1),
            max_bytes: settings.max_bytes,
        })
    }

    /// Calls an operation and gives the answer, which is no fault.
    pub(crate) async fn call(
        &self,
        operation: Operation,
        headers: &str,
        body: &str,
        parts: &[(String, &[u8])],
    ) -> Result<Answer, XtaError> {
        let url = match operation.port() {
            Port::Management => &self.management,
            Port::Send => &self.send,
            Port::Mailbox => &self.mailbox,
        };
        let envelope = envelope::write(operation, url.as_str(), headers, body);
        let (content_type, body) = multipart::write(operation.action(), &envelope, parts);
        let limit = match operation {
            // A third more, as base64; lines may be broken.
            Operation::GetMessage | Operation::GetNextMessage | Operation::SendMessageSync => {
                ENVELOPE.saturating_add(self.max_bytes.saturating_mul(3) / 2)
            }
            _ => ENVELOPE,
        };
        let sent = body.len() as u64;
        let seconds = sent.saturating_add(limit - ENVELOPE) / self.slowest;
        let timeout = self
            .answer_timeout
            .saturating_add(Duration::from_secs(seconds));
        let exchange = async {
            let response = self
                .client
                .post(url.clone())
                .header(CONTENT_TYPE, content_type)
                .header("SOAPAction", format!("\"{}\"", operation.action()))
                .body(body)
                .send()
                .await
                .map_err(|e| failed(&e))?;
            received(response, limit).await
        };
        let received = tokio::time::timeout(timeout, exchange)
            .await
            .map_err(|_| XtaError::Lost(format!("keine Antwort in {} s", timeout.as_secs())))?;
        let (status, media, body) = received?;
        tracing::debug!(
            operation = operation.name(),
            status,
            sent,
            received = body.len(),
            "XTA call"
        );
        read(status, &media, body, operation.hands_over())
    }
}

/// What an error of the HTTP client means.
fn failed(error: &reqwest::Error) -> XtaError {
    if let Some(text) = refused_certificate(error) {
        return XtaError::Certificate(text);
    }
    if error.is_connect() {
        XtaError::Connect(chain(error))
    } else {
        XtaError::Lost(chain(error))
    }
}

/// An error with what caused it.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        let part = error.to_string();
        if !text.contains(&part) {
            text.push_str(": ");
            text.push_str(&part);
        }
        next = error.source();
    }
    text
}

async fn received(
    mut response: Response,
    limit: u64,
) -> Result<(u16, MediaType, Vec<u8>), XtaError> {
    let status = response.status().as_u16();
    let media = media_type(response.headers());
    let too_large = || XtaError::Answer(format!("more than {limit} bytes"));
    if response.content_length().is_some_and(|l| l > limit) {
        return Err(too_large());
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|e| failed(&e))? {
        if (body.len() + chunk.len()) as u64 > limit {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok((status, media, body))
}

fn media_type(headers: &HeaderMap) -> MediaType {
    let value = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
    MediaType::read(value.unwrap_or_default())
}

/// Reads an answer of this status and media type.
fn read(
    status: u16,
    media: &MediaType,
    body: Vec<u8>,
    hands_over: bool,
) -> Result<Answer, XtaError> {
    let success = (200..300).contains(&status);
    let unreadable = |text: String| {
        if success {
            XtaError::Answer(text)
        } else {
            XtaError::Http(status)
        }
    };
    // Whoever has a message says so in an envelope. What a gateway says by a status alone says nothing
    // about that.
    if success && body.is_empty() {
        return match hands_over {
            true => Err(XtaError::Answer("an empty answer".to_owned())),
            false => Ok(Answer::empty()),
        };
    }
    let mut parts = Vec::new();
    let root = if media.essence == "multipart/related" {
        let related = Related::read(media, &body).map_err(unreadable)?;
        let root = related
            .root()
            .ok_or_else(|| unreadable("multipart without root".to_owned()))?;
        let root = root.content(&body).map_err(unreadable)?;
        parts = related.parts;
        Element::read(&root)
    } else {
        Element::read(&body)
    };
    let envelope = root.map_err(unreadable)?;
    if envelope.name != "Envelope" {
        return Err(unreadable(format!("<{}> instead of SOAP", envelope.name)));
    }
    if let Some(fault) = envelope.at(&["Body", "Fault"]) {
        return Err(XtaError::Fault(XtaFault::read(fault)));
    }
    if !success {
        return Err(XtaError::Http(status));
    }
    if hands_over && envelope.at(&["Body"]).is_none() {
        return Err(XtaError::Answer("an envelope without a body".to_owned()));
    }
    Ok(Answer {
        envelope,
        parts,
        bytes: body,
    })
}

/// An answer that is no fault.
#[derive(Debug)]
pub(crate) struct Answer {
    envelope: Element,
    parts: Vec<multipart::Part>,
    bytes: Vec<u8>,
}

impl Answer {
    /// An answer of HTTP without SOAP: enough where nothing is to be said.
    fn empty() -> Answer {
        Answer {
            envelope: Element::default(),
            parts: Vec::new(),
            bytes: Vec::new(),
        }
    }

    /// The body of the envelope.
    pub(crate) fn body(&self) -> Result<&Element, XtaError> {
        self.envelope
            .child("Body")
            .ok_or_else(|| XtaError::Answer("no SOAP body".to_owned()))
    }

    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<&Element> {
        self.envelope.at(&["Header", name])
    }

    /// The content of a part.
    pub(crate) fn part(&self, id: &str) -> Result<Vec<u8>, XtaError> {
        let part = self.parts.iter().find(|p| p.id.as_deref() == Some(id));
        part.ok_or_else(|| XtaError::Answer(format!("part {id} is missing")))?
            .content(&self.bytes)
            .map_err(XtaError::Answer)
    }
}

#[cfg(test)]
impl Answer {
    /// The answer that bytes are, for tests.
    pub(crate) fn of(status: u16, content_type: &str, body: &[u8]) -> Result<Answer, XtaError> {
        read(status, &MediaType::read(content_type), body.to_vec(), false)
    }
}
