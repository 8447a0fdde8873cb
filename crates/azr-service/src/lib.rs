//! The synchronous web service of the register AZR as a transport. Its address is configuration: none
//! is published, nor is a description of the service, so that messages go either plain or in an
//! envelope of SOAP 1.2 ([`Envelope`]).
//!
//! [`RegisterService`] can do one thing, [`Transport::send_sync`]. What a call comes to decides
//! whether a message may be sent again, so every way to fail has its place in one table:
//!
//! | what happened | code | class |
//! | --- | --- | --- |
//! | no connection: refused, DNS, TLS handshake, time-out of connecting | `CONNECT` | retry later |
//! | a certificate was refused, the server's here or ours there | `CERTIFICATE` | permanent |
//! | time-out after that | `TIMEOUT` | unknown outcome |
//! | the connection broke before the answer was whole | `CONNECTION-LOST` | unknown outcome |
//! | an answer that is a message, whatever its status | | answered |
//! | 2xx without a message: empty, garbage, cut off, a SOAP fault | `ANSWER-UNREADABLE` | unknown outcome |
//! | the answer is larger than allowed | `ANSWER-TOO-LARGE` | unknown outcome |
//! | 401, 403, 407 | `HTTP-401` and so on | permanent |
//! | 404, 405, 410, 501, 505, and all of 3xx: not followed | `HTTP-404` and so on | permanent |
//! | 408, 425, 429 | `HTTP-408` and so on | retry later |
//! | 503 | `HTTP-503` | retry later; unknown outcome if [`RegisterSettings::unavailable_is_unprocessed`] says so |
//! | 400, 413, 415, 422 and the rest of 4xx | `HTTP-400` and so on | repair |
//! | 500, 502, 504 and the rest of 5xx | `HTTP-500` and so on | unknown outcome |
//! | a test to production, or the other way round; not sent | `TEST-MIXED` | permanent |
//! | the message is no XML or larger than allowed; not sent | `MESSAGE-UNREADABLE`, `MESSAGE-TOO-LARGE` | repair |
//! | files beside the message; not sent | `ATTACHMENTS` | repair |
//! | any other operation | `NOT-SUPPORTED` | permanent |
//!
//! Why 408, 425, 429 and 503 count as not processed: RFC 9110, 8470 and 6585 define them as refused
//! before processing, and a gateway that has lost the server behind it answers 502 or 504. Whoever has
//! a gateway that behaves otherwise says so in the settings.
//!
//! Connections are not kept: on one that was kept it could not be told whether the other side closed it
//! before or after it had read the message. Proxies of the environment are not used.
//!
//! ```no_run
//! use azr_service::{Envelope, RegisterService, RegisterSettings};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut settings = RegisterSettings::new("https://register.example/azr");
//! settings.envelope = Envelope::Soap12;
//! settings.roots_pem = Some(std::fs::read("roots.pem")?);
//! settings.identity_pem = Some(std::fs::read("client.pem")?);
//! settings.production = true;
//! let settings = settings.identify("990100", "m.beispiel");
//! let service = RegisterService::new(settings)?;
//! # Ok(())
//! # }
//! ```

mod message;
mod outcome;
mod settings;
mod tls;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use xoev_transport::{
    Abilities, Address, Failure, FailureClass, Parcel, Status, Transport, Waiting,
};

use message::{Message, Wrapped};

pub use settings::{Envelope, RegisterSettings, SetupError};

/// The web service of the register.
pub struct RegisterService {
    client: Client,
    url: Url,
    headers: HeaderMap,
    settings: RegisterSettings,
}

impl std::fmt::Debug for RegisterService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegisterService")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl RegisterService {
    /// A client of the register. Nothing is sent yet.
    ///
    /// # Errors
    /// [`SetupError`] if the settings can't be used.
    pub fn new(settings: RegisterSettings) -> Result<RegisterService, SetupError> {
        let url = Url::parse(&settings.url).map_err(|e| SetupError::Url(e.to_string()))?;
        // It would get into logs. Whoever needs it as a header says so in `headers`.
        if !url.username().is_empty() || url.password().is_some() {
            let text = "it has a user or a password in it";
            return Err(SetupError::Url(text.to_owned()));
        }
        match url.scheme() {
            "https" if settings.roots_pem.is_none() => return Err(SetupError::NoRoots),
            "https" => {}
            // Never personal data without encryption, except on this machine.
            "http" if !settings.production && is_loopback(&url) => {}
            "http" => return Err(SetupError::NotEncrypted),
            other => return Err(SetupError::Url(format!("scheme {other}"))),
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &settings.headers {
            let wrong = || SetupError::Header(name.clone());
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
            let mut value = HeaderValue::from_str(value).map_err(|_| wrong())?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        let tls = tls::config(
            settings.roots_pem.as_deref(),
            settings.identity_pem.as_deref(),
        )?;
        let client = Client::builder()
            .use_preconfigured_tls(tls)
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.timeout)
            .redirect(Policy::none())
            .pool_max_idle_per_host(0)
            .http1_only()
            .no_proxy()
            .build()
            .map_err(|e| SetupError::Client(e.to_string()))?;
        Ok(RegisterService {
            client,
            url,
            headers,
            settings,
        })
    }

    /// What keeps a parcel from being sent.
    fn check_parcel(&self, parcel: &Parcel) -> Result<Message, Failure> {
        use FailureClass::{Permanent, Repair};
        if !parcel.attachments.is_empty() {
            let text = "the register takes a message only";
            return Err(Failure::new(Repair, "ATTACHMENTS", text));
        }
        let size = parcel.content.len();
        if size > self.settings.max_request_bytes {
            let text = format!("{size} of {} bytes", self.settings.max_request_bytes);
            return Err(Failure::new(Repair, "MESSAGE-TOO-LARGE", text));
        }
        let Some(message) = message::read(&parcel.content) else {
            let text = "the message is no well-formed XML with a root of the standard";
            return Err(Failure::new(Repair, "MESSAGE-UNREADABLE", text));
        };
        let test = parcel.test || message.test;
        if test == self.settings.production || parcel.test != message.test {
            let text = match (self.settings.production, parcel.test == message.test) {
                (true, true) => "a test message is not sent to production",
                (false, true) => "only test messages are sent to a register for tests",
                (_, false) => "message and parcel differ in whether this is a test",
            };
            return Err(Failure::new(Permanent, "TEST-MIXED", text));
        }
        Ok(message)
    }

    async fn post(&self, parcel: &Parcel) -> Result<(StatusCode, Vec<u8>), Failure> {
        let (kind, body) = match self.settings.envelope {
            Envelope::Plain => ("application/xml; charset=utf-8", parcel.content.clone()),
            Envelope::Soap12 => (message::SOAP_TYPE, message::wrap(&parcel.content)),
        };
        let request = self.client.post(self.url.clone());
        let request = request
            .headers(self.headers.clone())
            .header(CONTENT_TYPE, kind);
        let sent = request.header(ACCEPT, kind).body(body).send().await;
        let response = sent.map_err(|e| outcome::of_error(&e))?;
        let status = response.status();
        Ok((status, self.body(response).await?))
    }

    /// The body of an answer, as far as it may be large.
    async fn body(&self, mut response: Response) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| outcome::of_error(&e))? {
            if body.len() + chunk.len() > self.settings.max_answer_bytes {
                let text = format!("over {} bytes", self.settings.max_answer_bytes);
                let class = FailureClass::UnknownOutcome;
                return Err(Failure::new(class, "ANSWER-TOO-LARGE", text));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// The message that an answer holds.
    fn answer(&self, body: &[u8]) -> Option<(Vec<u8>, Message)> {
        let content = match (self.settings.envelope, message::unwrap(body)) {
            (Envelope::Plain, Wrapped::Not) => body.to_vec(),
            (Envelope::Soap12, Wrapped::Message(content)) => content,
            _ => return None,
        };
        let message = message::read(&content)?;
        Some((content, message))
    }
}

/// Whether an address can only be of this machine.
fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let address: Result<std::net::IpAddr, _> = bare.parse();
    bare == "localhost" || address.is_ok_and(|a| a.is_loopback())
}

fn not_supported(operation: &str) -> Failure {
    let text = format!("the register's web service has no {operation}");
    Failure::new(FailureClass::Permanent, "NOT-SUPPORTED", text)
}

#[async_trait]
impl Transport for RegisterService {
    fn abilities(&self) -> Abilities {
        let mut abilities = Abilities::default();
        abilities.synchronous = true;
        abilities.max_bytes = Some(self.settings.max_request_bytes as u64);
        abilities
    }

    async fn new_id(&self) -> Result<Option<String>, Failure> {
        Ok(None)
    }

    async fn send(&self, _: &Parcel) -> Result<Option<String>, Failure> {
        Err(not_supported("asynchronous sending"))
    }

    /// # Errors
    /// See the table of the [crate](crate).
    async fn send_sync(&self, parcel: &Parcel) -> Result<Parcel, Failure> {
        let message = self.check_parcel(parcel)?;
        let number = message.kind.number.as_str();
        let (status, body) = match self.post(parcel).await {
            Ok(answer) => answer,
            Err(failure) => {
                let (class, code) = (failure.class.name(), failure.code.as_str());
                tracing::warn!(number, class, code, "register not reached or not heard");
                return Err(failure);
            }
        };
        let bytes = body.len();
        let http = status.as_u16();
        let Some((content, answer)) = self.answer(&body) else {
            let failure = outcome::of_status(status, &self.settings);
            let (class, code) = (failure.class.name(), failure.code.as_str());
            tracing::warn!(
                number,
                http,
                bytes,
                class,
                code,
                "register answered no message"
            );
            return Err(failure);
        };
        tracing::info!(
            number,
            http,
            bytes,
            answer = answer.kind.number,
            "register answered"
        );
        let created = answer.created.unwrap_or(parcel.created);
        let mut out = Parcel::new(
            parcel.reader.clone(),
            parcel.author.clone(),
            content,
            created,
        );
        out.kind = Some(answer.kind);
        out.test = answer.test;
        out.in_reply_to.extend(parcel.transport_id.clone());
        Ok(out)
    }

    async fn list(&self, _: &Address, _: u32) -> Result<Vec<Waiting>, Failure> {
        Err(not_supported("mailbox"))
    }

    async fn fetch(&self, _: &Address, _: &str) -> Result<Parcel, Failure> {
        Err(not_supported("mailbox"))
    }

    async fn acknowledge(&self, _: &Address, _: &str) -> Result<(), Failure> {
        Err(not_supported("mailbox"))
    }

    async fn status(&self, _: &Address, _: &str) -> Result<Status, Failure> {
        Err(not_supported("status"))
    }

    async fn cancel(&self, _: &Address, _: &str, _: DateTime<Utc>) -> Result<(), Failure> {
        Err(not_supported("taking back"))
    }

    async fn lookup(&self, _: &Address, _: &Address, _: &str) -> Result<bool, Failure> {
        Err(not_supported("look-up"))
    }

    async fn check(&self, _: &Address) -> Result<(), Failure> {
        Err(not_supported("check of accounts"))
    }
}
