//! How the DVDV is reached, and as whom.

use std::fmt;
use std::time::Duration;

use jsonwebtoken::EncodingKey;

use super::Fingerprint;
use crate::german_day::{Clock, system_clock};

/// The way into the DVDV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryPath {
    /// `intern/directory`: within a data centre, without login.
    Intern,
    /// `extern/standaloneauth/directory`: with a token of the server itself.
    Standalone,
    /// `extern/bundesmasterauth/directory`: with a token of the operator of the federal master, whose
    /// address is [`Settings::token_url`].
    Bundesmaster,
}

impl EntryPath {
    /// Its part of addresses.
    pub fn path(self) -> &'static str {
        match self {
            EntryPath::Intern => "intern/directory",
            EntryPath::Standalone => "extern/standaloneauth/directory",
            EntryPath::Bundesmaster => "extern/bundesmasterauth/directory",
        }
    }

    /// The word before the token in the header `Authorization`. For the federal master it is
    /// inferred: only the standalone login is said to deviate from OpenID Connect.
    pub(super) fn scheme(self) -> &'static str {
        match self {
            EntryPath::Standalone => "EmbeddedBearer",
            EntryPath::Intern | EntryPath::Bundesmaster => "Bearer",
        }
    }
}

/// As whom we log in: by a certificate that the DVDV has for our organisation.
#[derive(Clone)]
pub struct Login {
    pub(super) fingerprint: Fingerprint,
    pub(super) key: EncodingKey,
}

impl Login {
    /// A login by the fingerprint of a certificate and its private key (RSA, as PEM).
    ///
    /// # Errors
    /// [`SettingsError::Key`]
    pub fn new(fingerprint: Fingerprint, key_pem: &[u8]) -> Result<Login, SettingsError> {
        // The error is not passed on: it could show parts of the key.
        let key = EncodingKey::from_rsa_pem(key_pem).map_err(|_| SettingsError::Key)?;
        Ok(Login { fingerprint, key })
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Login");
        shown.field("fingerprint", &self.fingerprint);
        shown.finish_non_exhaustive()
    }
}

/// How the DVDV is reached.
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Address of the server, up to and without the entry path, as
    /// `https://dvdv.example/dvdv2-backend`.
    pub url: String,
    /// Address of the substitute server. Asked only if the first one does not work, never because it
    /// does not find something.
    pub substitute: Option<String>,
    /// The way in.
    pub entry: EntryPath,
    /// As whom; not needed for [`EntryPath::Intern`].
    pub login: Option<Login>,
    /// Where tokens come from, if not from the server itself.
    pub token_url: Option<String>,
    /// For whom our assertion is (`aud`). The address of the token endpoint if left out.
    pub audience: Option<String>,
    /// Certificates of who may have issued the servers', as PEM. Needed for `https`; there are no
    /// others.
    pub roots: Option<Vec<u8>>,
    /// Address of a proxy. No other one is used, whatever the environment says.
    pub proxy: Option<String>,
    /// How long one request may take, answer included.
    pub timeout: Duration,
    /// The most bytes of an answer.
    pub max_response: usize,
    /// How long the substitute is asked first after the first server failed.
    pub prefer_substitute: Duration,
    /// The time.
    pub clock: Clock,
}

impl Settings {
    /// Settings with an address and a way in; 10 seconds for each request, 8 MB for each answer, one
    /// minute of preferring the substitute.
    pub fn new(url: impl Into<String>, entry: EntryPath) -> Settings {
        Settings {
            url: url.into(),
            substitute: None,
            entry,
            login: None,
            token_url: None,
            audience: None,
            roots: None,
            proxy: None,
            timeout: Duration::from_secs(10),
            max_response: 8 << 20,
            prefer_substitute: Duration::from_secs(60),
            clock: system_clock(),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Addresses of proxies may hold passwords; others will be refused if they do.
        f.debug_struct("Settings")
            .field("url", &without_user(&self.url))
            .field("substitute", &self.substitute.as_deref().map(without_user))
            .field("entry", &self.entry)
            .field("login", &self.login)
            .field("token_url", &self.token_url.as_deref().map(without_user))
            .field("timeout", &self.timeout)
            .field("max_response", &self.max_response)
            .finish_non_exhaustive()
    }
}

/// An address, without what stands before its last `@`.
pub(super) fn without_user(address: &str) -> &str {
    address.rsplit('@').next().unwrap_or_default()
}

/// The settings can't work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// An address is none.
    #[error("{text:?} is no address with http or https, without user, query and fragment")]
    Url {
        /// What was given.
        text: String,
    },
    /// Logging in needs encryption, but to this machine.
    #[error("{0} would be reached without encryption")]
    NotEncrypted(String),
    /// The entry needs a login.
    #[error("{path} needs a login: fingerprint and private key")]
    NoLogin {
        /// Path of the entry.
        path: &'static str,
    },
    /// The federal master's tokens have no address.
    #[error("extern/bundesmasterauth/directory needs the address of the token endpoint")]
    NoTokenUrl,
    /// The key is none.
    #[error("the private key is no RSA key as PEM")]
    Key,
    /// There are no roots for https, or they can't be read.
    #[error("https needs certificates of issuers as PEM: {0}")]
    Roots(String),
    /// The HTTP client can't be made.
    #[error("the HTTP client can't be set up: {0}")]
    Client(String),
}
