//! A simulator of an XTA server (XTA-WS 2.1.1) on loopback, over TLS with certificates on both sides.
//!
//! It reads requests strictly (MTOM, actions, headers, the structure of the metadata), validates
//! every message against the schemas of this release, keeps a mailbox for each reader, and does on
//! demand whatever can go wrong.
//!
//! ```
//! use xoev_sim::xta::{Fault, Operation, Settings, XtaServer};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let server = XtaServer::start(Settings::default()).await?;
//! let client = server.client()?;
//! assert!(server.urls().send.starts_with("https://127.0.0.1:"));
//! assert!(client.certificate.starts_with("-----BEGIN CERTIFICATE-----"));
//! server.next(Operation::SendMessage, Fault::code("9030"));
//! # Ok::<(), std::io::Error>(())
//! # }).unwrap();
//! ```

mod answer;
mod fault;
mod letter;
mod listen;
mod metadata;
mod node;
mod operation;
mod operations;
mod payload;
mod request;
mod state;

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use crate::pki::PemIdentity;
pub use fault::Fault;
pub use letter::Letter;
pub use operation::Operation;
pub use request::File;
pub use state::{Call, Outcome, ReportRecord};

use crate::pki::{self, Authority};
use operation::{MAILBOX, MANAGEMENT, SEND};
use state::State;

/// By which certificate the server is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerCertificate {
    /// A good one.
    #[default]
    Good,
    /// One that expired in 2020.
    Expired,
    /// One for another address.
    OtherAddress,
    /// One of an authority that clients do not know.
    OtherAuthority,
}

/// How a service takes messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Only asynchronously.
    Asynchronous,
    /// Only synchronously.
    Synchronous,
    /// Both ways.
    #[default]
    Both,
}

/// A service that a reader offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Key of the reader.
    pub reader: String,
    /// URI of the service.
    pub uri: String,
    /// How it takes messages.
    pub mode: Mode,
}

/// A message that was handed over, as who answers it synchronously sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sent {
    /// Id of the message.
    pub id: String,
    /// Key of the author.
    pub author: String,
    /// Key of the reader.
    pub reader: String,
    /// URI of the service.
    pub service: String,
    /// Code of the kind of message.
    pub message_type: String,
    /// Whether it is a test.
    pub test: bool,
    /// The message, then its attachments.
    pub files: Vec<File>,
}

/// Answers synchronous messages: the bytes of the answer, or a fault.
pub type SyncAnswer = Arc<dyn Fn(&Sent) -> Result<Vec<u8>, Fault> + Send + Sync>;

/// How the server behaves.
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Keys that have an account; empty: all.
    pub accounts: Vec<String>,
    /// Services that are offered; empty: all are, both ways.
    pub services: Vec<Service>,
    /// Answers synchronous messages; none: there are only asynchronous ones.
    pub sync: Option<SyncAnswer>,
    /// Whether messages are validated. Default: yes.
    pub validate: bool,
    /// The most bytes of a message with its attachments. Default: 40 MB.
    pub max_bytes: u64,
    /// The most entries of a page of a list. Default: 100.
    pub page: usize,
    /// How many reports of a message say that it is open, before they say more. Default: 1.
    pub open_reports: u32,
    /// Whether files are answered as base64 in the envelope, not by MTOM.
    pub inline: bool,
    /// By which certificate the server is known.
    pub certificate: ServerCertificate,
    /// The port; 0: any that is free.
    pub port: u16,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            accounts: Vec::new(),
            services: Vec::new(),
            sync: None,
            validate: true,
            max_bytes: 40_000_000,
            page: 100,
            open_reports: 1,
            inline: false,
            certificate: ServerCertificate::Good,
            port: 0,
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").finish_non_exhaustive()
    }
}

/// Addresses of the three ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Urls {
    /// `ManagementPort`
    pub management: String,
    /// `SendXtaPort`
    pub send: String,
    /// `MsgBoxPort`
    pub mailbox: String,
}

/// What all connections share.
#[derive(Debug)]
struct Inner {
    settings: Settings,
    state: Mutex<State>,
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, call: Call) {
        self.state().calls.push(call);
    }

    fn injected(&self, operation: Operation) -> Option<Fault> {
        self.state().faults.get_mut(&operation)?.pop_front()
    }
}

/// A running server. It stops when this is dropped.
pub struct XtaServer {
    inner: Arc<Inner>,
    address: SocketAddr,
    clients: Authority,
    roots: String,
    task: JoinHandle<()>,
}

impl fmt::Debug for XtaServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("XtaServer")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Drop for XtaServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl XtaServer {
    /// Makes certificates and listens on loopback.
    ///
    /// # Errors
    /// If there is no port or certificates can't be made.
    pub async fn start(settings: Settings) -> io::Result<XtaServer> {
        let servers = Authority::new("XTA-Simulator: Server")?;
        let clients = Authority::new("XTA-Simulator: Clients")?;
        let (authority, address, expired) = match settings.certificate {
            ServerCertificate::Good => (None, "127.0.0.1", false),
            ServerCertificate::Expired => (None, "127.0.0.1", true),
            ServerCertificate::OtherAddress => (None, "xta.example.org", false),
            ServerCertificate::OtherAuthority => {
                (Some(Authority::new("other")?), "127.0.0.1", false)
            }
        };
        let issuer = authority.as_ref().unwrap_or(&servers);
        let identity = issuer.issue("XTA-Simulator", Some(address), expired)?;
        let tls = pki::server_config(&identity, Some(&clients))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port)).await?;
        let address = listener.local_addr()?;
        let inner = Arc::new(Inner {
            settings,
            state: Mutex::default(),
        });
        Ok(XtaServer {
            task: tokio::spawn(listen::serve(listener, tls, Arc::clone(&inner))),
            inner,
            address,
            clients,
            roots: servers.pem(),
        })
    }

    /// Where the three ports are.
    pub fn urls(&self) -> Urls {
        let url = |path| format!("https://{}{path}", self.address);
        Urls {
            management: url(MANAGEMENT),
            send: url(SEND),
            mailbox: url(MAILBOX),
        }
    }

    /// The certificate by which clients know the server, as PEM.
    pub fn roots(&self) -> &str {
        &self.roots
    }

    /// A certificate by which the server lets a client in.
    ///
    /// # Errors
    /// If it can't be made.
    pub fn client(&self) -> io::Result<PemIdentity> {
        self.clients.issue("XTA-Client", None, false)
    }

    /// A certificate that expired in 2020.
    ///
    /// # Errors
    /// If it can't be made.
    pub fn expired_client(&self) -> io::Result<PemIdentity> {
        self.clients.issue("XTA-Client", None, true)
    }

    /// A certificate of an authority that the server does not know.
    ///
    /// # Errors
    /// If it can't be made.
    pub fn foreign_client(&self) -> io::Result<PemIdentity> {
        Authority::new("foreign")?.issue("XTA-Client", None, false)
    }

    /// What happens at the next call of an operation that nothing is planned for yet.
    pub fn next(&self, operation: Operation, fault: Fault) {
        let mut state = self.inner.state();
        state.faults.entry(operation).or_default().push_back(fault);
    }

    /// All calls so far, in their order.
    pub fn calls(&self) -> Vec<Call> {
        self.inner.state().calls.clone()
    }

    /// What the reports of a message say in the end. Gives whether there is such a message.
    pub fn set_outcome(&self, id: &str, outcome: Outcome) -> bool {
        let mut state = self.inner.state();
        let message = state.messages.iter_mut().find(|m| m.id == id);
        message.map(|m| m.outcome = outcome).is_some()
    }

    /// Sets the clock of the server ahead.
    pub fn advance(&self, time: TimeDelta) {
        let mut state = self.inner.state();
        state.ahead += time;
    }

    /// Forgets where lists go on, as a server does after a while.
    pub fn forget_requests(&self) {
        self.inner.state().iterations.clear();
    }

    /// Puts a message into a mailbox, as another authority would. Gives its id.
    ///
    /// # Errors
    /// If the message is not valid, and messages are validated.
    pub fn deliver(&self, letter: Letter) -> Result<String, String> {
        if self.inner.settings.validate {
            payload::check(&letter.message)?;
        }
        let (id, metadata, files) = letter.open()?;
        self.inner.state().take_in(metadata, files);
        Ok(id)
    }
}
