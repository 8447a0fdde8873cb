//! The file that sets a router up, as TOML: who we are, where messages are kept, where authorities are
//! found, and which transports there are.
//!
//! Names that the file does not know are errors, so that a slip of the pen does not go unnoticed.

mod check;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use serde::Deserialize;

/// The file could not be used. Its author is at fault.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It can't be read.
    #[error("{path} can't be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is no TOML, or has names or values that it may not have; the text shows the place.
    #[error("{path}: {source}")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        source: Box<toml::de::Error>,
    },
    /// A value can't be right.
    #[error("{key} = {value:?}: {expected}")]
    Value {
        /// The key, with those of its tables before it.
        key: String,
        /// The value.
        value: String,
        /// What is expected.
        expected: String,
    },
}

impl ConfigError {
    pub(crate) fn value(
        key: impl Into<String>,
        value: impl ToString,
        expected: impl ToString,
    ) -> ConfigError {
        ConfigError::Value {
            key: key.into(),
            value: value.to_string(),
            expected: expected.to_string(),
        }
    }
}

/// Everything in the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Config {
    /// Whether real messages are carried, or tests. The one never goes where the other belongs.
    pub environment: Environment,
    /// Who we are.
    pub authority: Authority,
    /// The software that makes our messages.
    #[serde(default)]
    pub product: Product,
    /// Where messages are kept.
    pub store: Store,
    /// How patient the router is.
    #[serde(default)]
    pub policy: Policy,
    /// Where authorities are found. Without it, only synchronous messages to the register can be sent.
    pub directory: Option<Directory>,
    /// Ways to others, by a name of one's own.
    #[serde(default)]
    pub transports: BTreeMap<String, Transport>,
    /// Which way which messages go.
    #[serde(default)]
    pub routes: Routes,
    /// Which errors of the register AZR say that it is not responsible: no keys are published. The
    /// message can then be sent elsewhere.
    #[serde(default)]
    pub not_responsible: Vec<ErrorRule>,
    /// Where numbers and the state of health can be asked for; nowhere without it.
    pub http: Option<Http>,
}

/// Whether real messages are carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Environment {
    /// Real messages; those marked as tests are refused.
    Production,
    /// Messages marked as tests; others are refused.
    Test,
}

/// Who we are: the author of our messages and the reader of those that come in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Authority {
    /// Key in the directory, as `azr:120000`: three letters, a colon, the id. 6 to 255 bytes.
    pub key: String,
    /// Name, for people.
    pub name: String,
    /// Category in the directory.
    pub category: Option<String>,
    /// Telephone number for questions.
    pub phone: Option<String>,
    /// E-mail address for questions.
    pub email: Option<String>,
    /// Street of the postal address.
    pub street: String,
    /// House number.
    pub number: Option<String>,
    /// Postcode: 5 digits.
    pub postcode: String,
    /// Town.
    pub town: String,
}

/// The software that makes our messages, for tracing errors.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[non_exhaustive]
pub struct Product {
    /// Its name.
    pub name: String,
    /// Its maker.
    pub vendor: String,
    /// Version and patch level.
    pub version: String,
}

impl Default for Product {
    fn default() -> Product {
        Product {
            name: "xoev".to_owned(),
            vendor: "xoev".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// Where messages are kept: exactly one of a file and an address.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Store {
    /// A file of SQLite.
    pub sqlite: Option<PathBuf>,
    /// The address of a database of PostgreSQL: `postgres://user:password@host/database`.
    pub postgres: Option<String>,
    /// How many connections to PostgreSQL at most.
    #[serde(default = "default_connections")]
    pub connections: u32,
}

fn yes() -> bool {
    true
}

fn default_connections() -> u32 {
    8
}

/// How patient the router is. What is left out is as the outbox has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[non_exhaustive]
pub struct Policy {
    /// How many messages are sent at once. 1 if left out.
    pub workers: Option<u32>,
    /// Seconds after the first failure until the next attempt.
    pub first_pause_seconds: Option<u32>,
    /// The longest pause between attempts, in seconds.
    pub longest_pause_seconds: Option<u32>,
    /// Seconds for which a worker may hold a message: longer than any call may take.
    pub lease_seconds: Option<u32>,
    /// Hours after which a message that can't be sent is left to a person.
    pub patience_hours: Option<u32>,
    /// Days after which an answer is overdue.
    pub answer_within_days: Option<u32>,
    /// Seconds between looks into the mailboxes. 300 if left out.
    pub poll_seconds: Option<u32>,
}

/// Where authorities are found.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    tag = "kind"
)]
#[non_exhaustive]
pub enum Directory {
    /// A file of one's own.
    File {
        /// The file, as TOML.
        path: PathBuf,
    },
    /// The DVDV over its REST interface.
    Dvdv {
        /// The address up to and without the entry path.
        url: String,
        /// The address of the substitute server.
        substitute: Option<String>,
        /// Which entry: `intern`, `standalone` or `bundesmaster`.
        #[serde(default)]
        entry: DvdvEntry,
        /// Fingerprint of the certificate by which we are known; not needed for `intern`.
        fingerprint: Option<String>,
        /// The private key of that certificate, as PEM; not needed for `intern`.
        key: Option<PathBuf>,
        /// Where tokens come from, if not from the server itself.
        token_url: Option<String>,
        /// Certificates of who may have issued the server's, as PEM.
        roots: Option<PathBuf>,
    },
}

/// The way into the DVDV.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DvdvEntry {
    /// `intern/directory`
    Intern,
    /// `extern/standaloneauth/directory`
    #[default]
    Standalone,
    /// `extern/bundesmasterauth/directory`
    Bundesmaster,
}

/// A way to others.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    tag = "kind"
)]
#[non_exhaustive]
pub enum Transport {
    /// Files, handed over to an OSCI client.
    Folder {
        /// The folder, with `ausgang` for what goes out and `eingang` for what comes in.
        path: PathBuf,
        /// Whether the OSCI client says in the folder `status` what became of each message. If it does
        /// not, what it took counts as delivered.
        #[serde(default = "yes")]
        reports: bool,
        /// Whether the OSCI client runs as another user, who shares a group with this program: files
        /// and folders are open to the group then.
        #[serde(default)]
        group: bool,
    },
    /// XTA-WS 2.1.1.
    Xta {
        /// Address of the port for management.
        management: String,
        /// Address of the port for sending.
        send: String,
        /// Address of the port for mailboxes.
        mailbox: String,
        /// Our certificate and those up to its root, as PEM.
        certificate: PathBuf,
        /// The private key of our certificate, as PEM.
        key: PathBuf,
        /// Certificates of who may have issued the server's, as PEM.
        roots: PathBuf,
        /// The business scenario, as the operator of the server says it.
        business_scenario: BusinessScenario,
        /// Name of the service profile, if the operator of the server wants one.
        service_quality: Option<String>,
        /// The most bytes of message and attachments. 40 MB if left out.
        max_bytes: Option<u64>,
        /// The longest time to get a connection, in seconds. 10 if left out.
        connect_seconds: Option<u32>,
        /// The longest time to wait for an answer, in seconds, besides what a large message takes. 60
        /// if left out.
        answer_seconds: Option<u32>,
    },
    /// The synchronous web service of the register AZR.
    Register {
        /// Its address.
        url: String,
        /// Whether messages go in an envelope of SOAP 1.2.
        #[serde(default)]
        soap: bool,
        /// Headers of HTTP that say who asks, as the operator of the register says it.
        #[serde(default)]
        headers: BTreeMap<String, String>,
        /// Our certificate and those up to its root, as PEM.
        certificate: Option<PathBuf>,
        /// The private key of our certificate, as PEM.
        key: Option<PathBuf>,
        /// Certificates of who may have issued the server's, as PEM.
        roots: Option<PathBuf>,
        /// Whether HTTP status 503 says that a message was not processed, so that it may be sent again
        /// as it is; if not, the outcome is unclear.
        #[serde(default = "yes")]
        unavailable_is_unprocessed: bool,
        /// The longest time to get a connection, in seconds. 10 if left out.
        connect_seconds: Option<u32>,
        /// The longest time for everything together, in seconds; shorter than `policy.lease-seconds`.
        /// 90 if left out.
        answer_seconds: Option<u32>,
    },
}

/// The business scenario of messages over XTA: a text, or a code with its list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum BusinessScenario {
    /// A text.
    Text(String),
    /// A code.
    Code {
        /// URI of the list, as `urn:de:xta:codeliste:business.scenario`.
        list: String,
        /// Version of the list.
        version: String,
        /// The code.
        code: String,
    },
}

/// Which way which messages go.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[non_exhaustive]
pub struct Routes {
    /// Names of transports for synchronous messages, by the endpoints of the routing table: `azr`,
    /// `ersst`.
    pub endpoints: BTreeMap<String, String>,
    /// Name of the transport for asynchronous messages.
    pub asynchronous: Option<String>,
    /// Days for which an ended version of a standard is taken on.
    pub overlap_days: u32,
    /// What services are called that the routing table knows by a name only, as `mb-abh`: a part of
    /// a service, as `MBABH`, or its whole URI.
    pub services: BTreeMap<String, String>,
    /// Prefixes of keys that authorities of a role have besides those of the routing table, as
    /// `abh = ["xyz"]`.
    pub prefixes: BTreeMap<String, Vec<String>>,
}

/// An error of the register: exactly one of both.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ErrorRule {
    /// Its key (`fehlerschluessel`).
    pub key: Option<String>,
    /// Words that its text (`fehlertext`) holds.
    pub text: Option<String>,
}

/// Where numbers and the state of health can be asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Http {
    /// Address and port, as `127.0.0.1:9184`.
    pub listen: std::net::SocketAddr,
}

impl Config {
    /// Reads a file. Paths in it begin at its folder.
    ///
    /// # Errors
    /// [`ConfigError`]
    pub fn read(path: impl AsRef<Path>) -> Result<Config, ConfigError> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let mut config: Config = toml::from_str(&text).map_err(|source| ConfigError::Syntax {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        config.begin_paths_at(path.parent().unwrap_or(Path::new("")));
        config.check()?;
        Ok(config)
    }

    fn begin_paths_at(&mut self, folder: &Path) {
        let begin = |path: &mut PathBuf| *path = folder.join(&path);
        self.store.sqlite.iter_mut().for_each(begin);
        match &mut self.directory {
            Some(Directory::File { path }) => begin(path),
            Some(Directory::Dvdv { key, roots, .. }) => {
                [key, roots].into_iter().flatten().for_each(begin);
            }
            None => {}
        }
        for transport in self.transports.values_mut() {
            match transport {
                Transport::Folder { path, .. } => begin(path),
                Transport::Xta {
                    certificate,
                    key,
                    roots,
                    ..
                } => [certificate, key, roots].into_iter().for_each(begin),
                Transport::Register {
                    certificate,
                    key,
                    roots,
                    ..
                } => [certificate, key, roots]
                    .into_iter()
                    .flatten()
                    .for_each(begin),
            }
        }
    }
}

impl Policy {
    /// The policy of the outbox.
    pub fn outbox(&self) -> xoev_outbox::Policy {
        let mut policy = xoev_outbox::Policy::default();
        let set = |value: &mut TimeDelta, wanted: Option<u32>, unit: i64| {
            if let Some(wanted) = wanted {
                *value = TimeDelta::seconds(i64::from(wanted) * unit);
            }
        };
        set(&mut policy.first_pause, self.first_pause_seconds, 1);
        set(&mut policy.longest_pause, self.longest_pause_seconds, 1);
        set(&mut policy.lease, self.lease_seconds, 1);
        set(&mut policy.patience, self.patience_hours, 3600);
        set(&mut policy.answer_within, self.answer_within_days, 86_400);
        policy
    }

    /// How many messages are sent at once.
    pub fn workers(&self) -> u32 {
        self.workers.unwrap_or(1).max(1)
    }

    /// Between looks into the mailboxes.
    pub fn poll(&self) -> std::time::Duration {
        std::time::Duration::from_secs(u64::from(self.poll_seconds.unwrap_or(300).max(1)))
    }
}
