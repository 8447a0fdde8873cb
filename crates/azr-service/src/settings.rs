//! How the service is reached.

use std::fmt;
use std::time::Duration;

/// What a message is wrapped in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Envelope {
    /// The message itself.
    #[default]
    Plain,
    /// An envelope of SOAP 1.2.
    Soap12,
}

/// Settings of a [`RegisterService`](crate::RegisterService). All of it comes from the agreement with
/// the register; nothing is published.
#[derive(Clone)]
#[non_exhaustive]
pub struct RegisterSettings {
    /// Where messages are posted to, without user and password. Without encryption only for tests on
    /// this machine.
    pub url: String,
    /// What messages are wrapped in. Default: nothing.
    pub envelope: Envelope,
    /// Headers of every request, such as those that say who asks.
    pub headers: Vec<(String, String)>,
    /// Certificate chain and private key of the client, PEM.
    pub identity_pem: Option<Vec<u8>>,
    /// Certificates that the server's is checked with, PEM. Those of the system are not used.
    pub roots_pem: Option<Vec<u8>>,
    /// For the connection, TLS included. Default 10 s.
    pub connect_timeout: Duration,
    /// For everything together. Default 90 s.
    pub timeout: Duration,
    /// Largest message that is sent. Default 64 MiB.
    pub max_request_bytes: usize,
    /// Largest answer that is read. Default 256 MiB.
    pub max_answer_bytes: usize,
    /// Whether this is the register in production. It gets no tests, and one for tests gets nothing
    /// else. Default false.
    pub production: bool,
    /// Whether HTTP status 503 says that the message was not processed. Default true.
    pub unavailable_is_unprocessed: bool,
}

impl RegisterSettings {
    /// Name of the header with the key of the authority, unless agreed otherwise.
    pub const AUTHORITY_HEADER: &str = "X-BHKNZ";
    /// Name of the header with the user, unless agreed otherwise.
    pub const USER_HEADER: &str = "X-Benutzer";
    /// The longest time for everything together, unless set otherwise: 90 s.
    pub const TIMEOUT: Duration = Duration::from_secs(90);

    /// Settings for a register for tests at this address.
    pub fn new(url: impl Into<String>) -> RegisterSettings {
        RegisterSettings {
            url: url.into(),
            envelope: Envelope::Plain,
            headers: Vec::new(),
            identity_pem: None,
            roots_pem: None,
            connect_timeout: Duration::from_secs(10),
            timeout: RegisterSettings::TIMEOUT,
            max_request_bytes: 64 << 20,
            max_answer_bytes: 256 << 20,
            production: false,
            unavailable_is_unprocessed: true,
        }
    }

    /// The same for this authority (Behördenkennzeichen, six digits) and this user of it, in the
    /// usual headers. Under other names, put them into `headers`.
    pub fn identify(mut self, authority: &str, user: &str) -> RegisterSettings {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        self.headers.push(header(Self::AUTHORITY_HEADER, authority));
        self.headers.push(header(Self::USER_HEADER, user));
        self
    }
}

/// Keys and values of headers are left out.
impl fmt::Debug for RegisterSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("RegisterSettings")
            // A password in it will be refused; it is not to be seen before, either.
            .field("url", &self.url.rsplit('@').next().unwrap_or_default())
            .field("envelope", &self.envelope)
            .field("headers", &names)
            .field("identity_pem", &self.identity_pem.is_some())
            .field("roots_pem", &self.roots_pem.is_some())
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("production", &self.production)
            .finish_non_exhaustive()
    }
}

/// Settings that can't be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The address.
    #[error("the address of the register can't be used: {0}")]
    Url(String),
    /// Without encryption.
    #[error("messages go without encryption only to a register for tests on this machine")]
    NotEncrypted,
    /// Nothing to check the server with.
    #[error("no certificates are given that the server's could be checked with")]
    NoRoots,
    /// A header.
    #[error("name or value of the header {0:?} is not possible")]
    Header(String),
    /// Certificates or key.
    #[error("{0}")]
    Tls(String),
    /// The client.
    #[error("the HTTP client can't be made: {0}")]
    Client(String),
}
