//! Requests to the servers: the first one, its substitute only if the first does not work.

use std::sync::Arc;
use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, RequestBuilder, Response, Url, redirect};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;

use super::answer::Reply;
use super::failure::{DvdvError, Lookup};
use super::header_words;
use super::settings::{EntryPath, Settings, SettingsError, without_user};
use super::token::{self, Token, Tokens};

/// The most bytes of a warning in a header that are read.
const LONGEST_WARNING: usize = 4096;

/// The servers and what is kept for each.
pub(super) struct Http {
    client: Client,
    servers: Vec<Server>,
    settings: Settings,
    /// When the first server failed last.
    failed: Mutex<Option<DateTime<Utc>>>,
}

struct Server {
    /// Address of the functions, with a slash at its end.
    functions: Url,
    token: Url,
    tokens: Tokens,
}

/// A call of a function.
pub(super) enum Call {
    /// With parameters, as JSON.
    Get(Option<Value>),
    /// With parameters; an empty 404 means that there is none.
    GetOr404(Value),
    /// A batch.
    Post(Value),
}

impl Http {
    pub(super) fn new(settings: Settings) -> Result<Http, SettingsError> {
        let path = settings.entry.path();
        if settings.entry != EntryPath::Intern && settings.login.is_none() {
            return Err(SettingsError::NoLogin { path });
        }
        if settings.entry == EntryPath::Bundesmaster && settings.token_url.is_none() {
            return Err(SettingsError::NoTokenUrl);
        }
        let mut servers = Vec::new();
        for base in std::iter::once(&settings.url).chain(&settings.substitute) {
            let base = url(base)?.to_string();
            let base = base.trim_end_matches('/');
            let token = match &settings.token_url {
                Some(address) => url(address)?,
                None => url(&format!("{base}/extern/standaloneauth/token"))?,
            };
            servers.push(Server {
                functions: url(&format!("{base}/{path}/v2/"))?,
                token,
                tokens: Tokens::default(),
            });
        }
        let secure = |server: &Server| {
            server.functions.scheme() == "https" || server.token.scheme() == "https"
        };
        // Without encryption, the login could be read and answers forged.
        let open = |url: &Url| {
            let host = url.host_str().unwrap_or_default();
            let here = host == "localhost" || host == "[::1]" || host.starts_with("127.");
            url.scheme() == "http" && !here
        };
        if settings.entry != EntryPath::Intern
            && let Some(server) = servers
                .iter()
                .find(|server| open(&server.functions) || open(&server.token))
        {
            return Err(SettingsError::NotEncrypted(
                server.functions.host_str().unwrap_or_default().to_owned(),
            ));
        }
        if settings.roots.is_none() && servers.iter().any(secure) {
            return Err(SettingsError::Roots("none given".to_owned()));
        }
        Ok(Http {
            client: client(&settings)?,
            servers,
            settings,
            failed: Mutex::new(None),
        })
    }

    /// The time of the settings' clock.
    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.settings.clock)()
    }

    /// Calls a function. The substitute is asked if a server does not work, not if it says no.
    pub(super) async fn call(
        &self,
        function: &str,
        call: &Call,
    ) -> Result<Lookup<Value>, DvdvError> {
        let mut order: Vec<usize> = (0..self.servers.len()).collect();
        if self.prefers_substitute() {
            order.reverse();
        }
        let mut last = DvdvError::down("setup", "there is no server");
        for at in order {
            match self.ask(&self.servers[at], function, call).await {
                Err(error @ DvdvError::Down { .. }) => {
                    let code = error.loggable();
                    tracing::warn!(function, server = at, code, "DVDV server does not work");
                    if at == 0 {
                        self.note_first(Some(self.now()));
                    }
                    last = error;
                }
                answer => {
                    if at == 0 {
                        self.note_first(None);
                    }
                    return answer;
                }
            }
        }
        Err(last)
    }

    fn prefers_substitute(&self) -> bool {
        let failed = self.failed.lock().unwrap_or_else(|e| e.into_inner());
        let hold = TimeDelta::from_std(self.settings.prefer_substitute).unwrap_or(TimeDelta::MAX);
        failed.is_some_and(|at| (TimeDelta::zero()..hold).contains(&(self.now() - at)))
    }

    fn note_first(&self, failed: Option<DateTime<Utc>>) {
        *self.failed.lock().unwrap_or_else(|e| e.into_inner()) = failed;
    }

    async fn ask(
        &self,
        server: &Server,
        function: &str,
        call: &Call,
    ) -> Result<Lookup<Value>, DvdvError> {
        let read = |reply: Reply| match call {
            Call::GetOr404(_) => reply.read_or_empty_404(),
            Call::Get(_) | Call::Post(_) => reply.read(),
        };
        let Some(token) = self.token(server).await? else {
            return read(self.request(server, function, call, None).await?);
        };
        let reply = self.request(server, function, call, Some(&token)).await?;
        if reply.status != 401 {
            return read(reply);
        }
        // It may have ended early: once more with a new one.
        server.tokens.drop_refused(&token).await;
        let token = self.token(server).await?;
        read(self.request(server, function, call, token.as_ref()).await?)
    }

    /// The token for a server; none where no login is needed.
    async fn token(&self, server: &Server) -> Result<Option<Token>, DvdvError> {
        let (EntryPath::Standalone | EntryPath::Bundesmaster, Some(login)) =
            (self.settings.entry, &self.settings.login)
        else {
            return Ok(None);
        };
        let now = self.now();
        let fresh = async {
            let address = server.token.as_str();
            let audience = self.settings.audience.as_deref().unwrap_or(address);
            let body = token::request(login, audience, now)?;
            let request = self.client.post(server.token.clone());
            let form = HeaderValue::from_static("application/x-www-form-urlencoded");
            let reply = self
                .send(request.header(CONTENT_TYPE, form).body(body))
                .await?;
            token::read(reply, self.settings.entry.scheme(), now)
        };
        server.tokens.get(now, fresh).await.map(Some)
    }

    async fn request(
        &self,
        server: &Server,
        function: &str,
        call: &Call,
        token: Option<&Token>,
    ) -> Result<Reply, DvdvError> {
        let mut url = server.functions.join(function);
        if let (Ok(url), Call::Get(Some(parameters)) | Call::GetOr404(parameters)) =
            (&mut url, call)
        {
            let json = parameters.to_string();
            url.query_pairs_mut().append_pair("request_json", &json);
        }
        let url = url.map_err(|e| DvdvError::down("setup", e.to_string()))?;
        let mut request = match call {
            Call::Get(_) | Call::GetOr404(_) => self.client.get(url),
            Call::Post(body) => {
                let json = HeaderValue::from_static("application/json; charset=utf-8");
                let request = self.client.post(url).header(CONTENT_TYPE, json);
                request.body(body.to_string())
            }
        };
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, token.header.clone());
        }
        self.send(request).await
    }

    async fn send(&self, request: RequestBuilder) -> Result<Reply, DvdvError> {
        let json = HeaderValue::from_static("application/json, application/problem+json");
        let response = request.header(ACCEPT, json).send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let warning = response.headers().get("dvdv-warning-msg");
        let warning = warning.map(|value| {
            let value = value.as_bytes();
            let value = &value[..value.len().min(LONGEST_WARNING)];
            let text = header_words::decode(&String::from_utf8_lossy(value));
            text.chars().take(1000).collect()
        });
        let body = self.body(response).await?;
        Ok(Reply {
            status,
            warning,
            body,
        })
    }

    /// The body, as far as it may be long.
    async fn body(&self, mut response: Response) -> Result<Vec<u8>, DvdvError> {
        let most = self.settings.max_response;
        let too_long = || DvdvError::malformed(format!("an answer of more than {most} bytes"));
        if response.content_length().is_some_and(|n| n > most as u64) {
            return Err(too_long());
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > most {
                return Err(too_long());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// A failure of the network, without the address: it holds what was asked.
fn failed(error: reqwest::Error) -> DvdvError {
    let code = if error.is_timeout() {
        "timeout"
    } else if error.is_connect() {
        "connect"
    } else {
        "network"
    };
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    DvdvError::down(code, text)
}

fn url(text: &str) -> Result<Url, SettingsError> {
    let sound = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
    };
    // The parser makes a host of what follows any number of slashes.
    let (_, rest) = text.split_once("://").unwrap_or_default();
    let begun = rest.starts_with(|c: char| c != '/');
    let url = Url::parse(text).ok().filter(|url| begun && sound(url));
    url.ok_or_else(|| SettingsError::Url {
        // Not the whole of it: it may hold a password, which may hold an `@`.
        text: without_user(text).to_owned(),
    })
}

fn client(settings: &Settings) -> Result<Client, SettingsError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(settings.roots.as_deref().unwrap_or_default())
    {
        let certificate = certificate.map_err(|e| SettingsError::Roots(e.to_string()))?;
        let added = roots.add(certificate);
        added.map_err(|e| SettingsError::Roots(e.to_string()))?;
    }
    if settings.roots.is_some() && roots.is_empty() {
        return Err(SettingsError::Roots("no certificate in it".to_owned()));
    }
    let client = |e: &dyn std::fmt::Display| SettingsError::Client(e.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| client(&e))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let mut builder = Client::builder()
        .use_preconfigured_tls(tls)
        // A redirection would carry the token elsewhere.
        .redirect(redirect::Policy::none())
        .no_proxy()
        .timeout(settings.timeout)
        .user_agent(concat!("xoev-directory/", env!("CARGO_PKG_VERSION")));
    if let Some(address) = &settings.proxy {
        let proxy = reqwest::Proxy::all(address);
        builder = builder.proxy(proxy.map_err(|e| client(&e.without_url()))?);
    }
    builder.build().map_err(|e| client(&e))
}
