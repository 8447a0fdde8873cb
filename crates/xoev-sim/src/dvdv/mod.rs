//! A DVDV server: authorities and their services out of a file, over the REST interface, version 2.
//!
//! It listens on loopback, checks every request as the description of the interface says, keeps what
//! it was asked, and fails on demand. Fingerprints of certificates are made up: the first 40 digits of
//! their SHA-256.

mod answers;
mod login;
mod question;
mod records;
mod serve;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use xoev_directory::dvdv::Fingerprint;
use xoev_directory::{Clock, FileDirectory, system_clock};

pub use records::{Fault, On, Recorded};

use records::Records;

/// A client that may log in: its fingerprint and its public key.
#[derive(Clone, Debug)]
pub struct Client {
    /// Fingerprint of its certificate.
    pub fingerprint: Fingerprint,
    /// Its public key (RSA), as PEM.
    pub public_key: Vec<u8>,
}

/// A key pair to try things out with. Everybody has it: never use it elsewhere.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TrialClient {
    /// The client as the server has it.
    pub client: Client,
    /// Its private key, as PEM.
    pub private_key: &'static [u8],
}

impl TrialClient {
    /// The key pair.
    ///
    /// # Errors
    /// If the program was built wrongly.
    pub fn new() -> Result<TrialClient, xoev_directory::dvdv::FingerprintError> {
        Ok(TrialClient {
            client: Client {
                fingerprint: "5e1f5e1f5e1f5e1f5e1f5e1f5e1f5e1f5e1f5e1f".parse()?,
                public_key: include_bytes!("client-public-key.pem").to_vec(),
            },
            private_key: include_bytes!("client-key.pem"),
        })
    }
}

/// How the server says that it does not have something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// 204
    NoContent,
    /// 404 with problem details.
    Problem,
}

/// What the server has and how it answers.
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// What it has.
    pub directory: FileDirectory,
    /// Who may log in.
    pub clients: Vec<Client>,
    /// How long its tokens are good, in seconds.
    pub token_seconds: u32,
    /// How it says that it does not have something.
    pub missing: Missing,
    /// Whether it sends other shapes than the description of the interface says, as real servers do.
    pub odd_shapes: bool,
    /// How many requests it keeps.
    pub keep: usize,
    /// The time, which decides what is valid.
    pub clock: Clock,
}

impl Settings {
    /// A server with these authorities: nobody may log in, tokens are good for a day, 204 for what is
    /// missing, shapes as described, 10,000 requests kept, the clock of the machine.
    pub fn new(directory: FileDirectory) -> Settings {
        Settings {
            directory,
            clients: Vec::new(),
            token_seconds: 86_400,
            missing: Missing::NoContent,
            odd_shapes: false,
            keep: 10_000,
            clock: system_clock(),
        }
    }
}

/// A server that runs until it is dropped.
pub struct DvdvServer {
    url: String,
    state: Arc<State>,
    task: tokio::task::JoinHandle<()>,
}

struct State {
    settings: Settings,
    url: String,
    records: Records,
    tokens: login::Tokens,
}

impl DvdvServer {
    /// Starts a server on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// If no port can be opened.
    pub async fn start(settings: Settings) -> io::Result<DvdvServer> {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}/dvdv2-backend", listener.local_addr()?);
        let state = Arc::new(State {
            records: Records::new(settings.keep),
            settings,
            url: url.clone(),
            tokens: login::Tokens::default(),
        });
        let task = tokio::spawn(serve::run(listener, state.clone()));
        Ok(DvdvServer { url, state, task })
    }

    /// Its address, up to and without the entry path.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it was asked, the oldest first.
    pub fn requests(&self) -> Vec<Recorded> {
        self.state.records.all()
    }

    /// Forgets what it was asked.
    pub fn forget_requests(&self) {
        self.state.records.clear();
    }

    /// Lets the next request fail, or the one after those that are to fail already.
    pub fn fail_once(&self, on: On, fault: Fault) {
        self.state.records.fail_once(on, fault);
    }

    /// Lets all requests fail until [`DvdvServer::recover`].
    pub fn fail_always(&self, on: On, fault: Fault) {
        self.state.records.fail_always(on, fault);
    }

    /// Ends all faults.
    pub fn recover(&self) {
        self.state.records.recover();
    }

    /// Makes all tokens that were given out invalid.
    pub fn end_tokens(&self) {
        self.state.tokens.clear();
    }

    /// Stops it; all connections end.
    pub async fn stop(mut self) {
        self.task.abort();
        // Ends at once: the task was aborted.
        let _ = (&mut self.task).await;
    }
}

impl Drop for DvdvServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The longest that anything takes.
const LONGEST: Duration = Duration::from_secs(60);
