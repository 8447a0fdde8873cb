//! What has to be known of an XTA server and of one's own account there.

use std::fmt;
use std::time::Duration;

use xoev_transport::Address;

/// The most bytes of a container that XTA 2.1.1 lets through: 40 MB.
const MAX_BYTES: u64 = 40_000_000;

/// Where the three ports of the web service are. Each has an address of its own, `https` only, without
/// user and password.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// Port `ManagementPort`: account, ids, lookup, reports, cancelling.
    pub management: String,
    /// Port `SendXtaPort`: sending.
    pub send: String,
    /// Port `MsgBoxPort`: the mailbox.
    pub mailbox: String,
}

impl fmt::Debug for Endpoints {
    /// Shows no user or password: settings that will be refused for them may be shown before.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoints")
            .field("management", &without_user(&self.management))
            .field("send", &without_user(&self.send))
            .field("mailbox", &without_user(&self.mailbox))
            .finish()
    }
}

/// An address, without what stands before the last `@`: a path may be lost, a password never stays.
pub(crate) fn without_user(address: &str) -> &str {
    address.rsplit('@').next().unwrap_or_default()
}

/// The certificate by which the server knows this client, with its key.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// Own certificate first, then those between it and a root; PEM.
    pub certificates: Vec<u8>,
    /// Key of the own certificate, not encrypted: PKCS #8, PKCS #1 or SEC 1; PEM.
    pub key: Vec<u8>,
}

impl Identity {
    /// Certificates and key from one PEM text.
    pub fn from_pem(pem: impl Into<Vec<u8>>) -> Identity {
        let certificates = pem.into();
        Identity {
            key: certificates.clone(),
            certificates,
        }
    }
}

impl fmt::Debug for Identity {
    /// Shows nothing of the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity { .. }")
    }
}

/// The business scenario of all messages, as the operator of the server wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BusinessScenario {
    /// From a code list.
    Defined {
        /// URI of the list, as `urn:de:xta:codeliste:business.scenario`.
        list_uri: String,
        /// Version of the list.
        list_version: String,
        /// The code.
        code: String,
    },
    /// As text.
    Undefined(String),
}

/// The list that codes of message types are said to be from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageTypeList {
    /// URI of the list.
    pub uri: String,
    /// Version of the list.
    pub version: String,
}

impl Default for MessageTypeList {
    /// The list of which every name of a root element is a code.
    fn default() -> MessageTypeList {
        MessageTypeList {
            uri: "urn:de:payloadSchema:elementName".to_owned(),
            version: "1.0".to_owned(),
        }
    }
}

/// Which messages may go to the server: test messages must not get among real ones, nor the other
/// way round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Traffic {
    /// All. The server and the receivers keep tests apart by the flag.
    #[default]
    Any,
    /// Real ones only.
    Production,
    /// Test messages only.
    Test,
}

/// Settings of an [`XtaTransport`](crate::XtaTransport).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct XtaSettings {
    /// Whose account it is; used where the caller does not say for whom it asks.
    pub account: Address,
    /// Where the server is.
    pub endpoints: Endpoints,
    /// Who this client is.
    pub identity: Identity,
    /// The only certificates by which the server may be certified; PEM, at least one.
    pub roots: Vec<u8>,
    /// The business scenario of all messages.
    pub business_scenario: BusinessScenario,
    /// Name of the service profile (`ServiceQuality`), if the operator wants one.
    pub service_profile: Option<String>,
    /// The list of message types.
    pub message_types: MessageTypeList,
    /// How long the server holds a message back (`NotBefore`). XTA lets a message be cancelled only
    /// until then; zero: it goes at once and can't be cancelled.
    pub hold_back: Duration,
    /// Which messages may go.
    pub traffic: Traffic,
    /// The longest time to get a connection. Default: 10 s.
    pub connect_timeout: Duration,
    /// The longest time to wait for an answer, besides what [`XtaSettings::slowest`] adds.
    /// Default: 60 s.
    pub answer_timeout: Duration,
    /// Bytes in a second that a slow line carries at least: large messages may take longer.
    /// Default: 100 000.
    pub slowest: u64,
    /// The most bytes of message and attachments together, sent or received. Default: 40 MB.
    pub max_bytes: u64,
}

impl XtaSettings {
    /// The longest time to wait for an answer, unless set otherwise: 60 s.
    pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);

    /// Settings with the usual limits.
    pub fn new(
        account: Address,
        endpoints: Endpoints,
        identity: Identity,
        roots: impl Into<Vec<u8>>,
        business_scenario: BusinessScenario,
    ) -> XtaSettings {
        XtaSettings {
            account,
            endpoints,
            identity,
            roots: roots.into(),
            business_scenario,
            service_profile: None,
            message_types: MessageTypeList::default(),
            hold_back: Duration::ZERO,
            traffic: Traffic::Any,
            connect_timeout: Duration::from_secs(10),
            answer_timeout: XtaSettings::ANSWER_TIMEOUT,
            slowest: 100_000,
            max_bytes: MAX_BYTES,
        }
    }
}

/// Settings with which no client can be made. Whoever set it up has to correct them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// Not an address, or not `https`.
    #[error("the address of {port} is not a https address: {address}")]
    Endpoint {
        /// Which port.
        port: &'static str,
        /// What was given, without what stands before an `@`.
        address: String,
    },
    /// A user or a password in an address: it would get into logs, and the certificate says who this
    /// client is.
    #[error("the address of {port} has a user or a password in it")]
    Credentials {
        /// Which port.
        port: &'static str,
    },
    /// The own certificate or its key.
    #[error("own certificate or key: {0}")]
    Identity(String),
    /// The roots.
    #[error("roots: {0}")]
    Roots(String),
    /// A text that can't be sent, as it is empty or holds characters that XML does not have.
    #[error("{0} is empty or has characters that can't be sent")]
    Text(&'static str),
    /// The HTTP client can't be made.
    #[error("HTTP client: {0}")]
    Client(String),
}
