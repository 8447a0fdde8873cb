//! The register by HTTP: a message is posted, the answer comes in the same call.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::header::{CONTENT_TYPE, HeaderMap};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use super::register::Register;
use super::seife;
use super::stoerung::{Disturbance, FaultPlan};
use crate::handshake;

/// What messages are wrapped in. No description of the register's web service is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Envelope {
    /// The message itself.
    Plain,
    /// An envelope of SOAP 1.2.
    Soap12,
    /// Either; the answer comes as the request did.
    #[default]
    Either,
}

/// How the server is set up.
#[derive(Clone)]
#[non_exhaustive]
pub struct ServerSettings {
    /// Where it listens; by default on a free port of loopback.
    pub address: SocketAddr,
    /// What messages are wrapped in.
    pub envelope: Envelope,
    /// Name of the header with the key of the authority (Behördenkennzeichen, BHKNZ). Default
    /// `X-BHKNZ`.
    pub authority_header: String,
    /// Name of the header with the user of that authority. Default `X-Benutzer`.
    pub user_header: String,
    /// Whether a request without both is refused (401). Default true.
    pub headers_required: bool,
    /// The authorities that are let in; others get 403. None: all.
    pub authorities: Option<Vec<String>>,
    /// What goes wrong.
    pub faults: FaultPlan,
    /// How long a request waits for the answer that a disturbance keeps back, before the connection
    /// is closed. Default 60 s.
    pub hold: Duration,
    /// Largest request in bytes; 413 beyond. Default 64 MiB.
    pub max_bytes: usize,
    /// For HTTPS, as [`server_config`](crate::pki::server_config) makes it; plain HTTP without.
    pub tls: Option<Arc<rustls::ServerConfig>>,
}

impl Default for ServerSettings {
    fn default() -> ServerSettings {
        ServerSettings {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            envelope: Envelope::Either,
            authority_header: "X-BHKNZ".to_owned(),
            user_header: "X-Benutzer".to_owned(),
            headers_required: true,
            authorities: None,
            faults: FaultPlan::none(),
            hold: Duration::from_secs(60),
            max_bytes: 64 << 20,
            tls: None,
        }
    }
}

impl std::fmt::Debug for ServerSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerSettings")
            .field("address", &self.address)
            .field("envelope", &self.envelope)
            .field("faults", &self.faults)
            .field("tls", &self.tls.is_some())
            .finish_non_exhaustive()
    }
}

/// A register that is served by HTTP. It stops when this is dropped.
#[derive(Debug)]
pub struct AzrServer {
    url: String,
    register: Register,
    faults: Arc<Mutex<FaultPlan>>,
    wanted: watch::Sender<bool>,
    actual: watch::Receiver<bool>,
    task: JoinHandle<()>,
}

/// What a connection needs.
struct Dienst {
    register: Register,
    settings: ServerSettings,
    faults: Arc<Mutex<FaultPlan>>,
}

/// The connection is closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("closed on purpose")]
struct Geschlossen;

impl AzrServer {
    /// Serves a register. Needs a runtime of tokio with I/O and time.
    ///
    /// # Errors
    /// If the address can't be listened on.
    pub async fn start(register: Register, settings: ServerSettings) -> io::Result<AzrServer> {
        let listener = TcpListener::bind(settings.address).await?;
        let address = listener.local_addr()?;
        let scheme = if settings.tls.is_some() {
            "https"
        } else {
            "http"
        };
        let faults = Arc::new(Mutex::new(settings.faults.clone()));
        let dienst = Arc::new(Dienst {
            register: register.clone(),
            settings,
            faults: Arc::clone(&faults),
        });
        let (wanted, wish) = watch::channel(true);
        let (fact, actual) = watch::channel(true);
        let task = tokio::spawn(bedienen(listener, address, dienst, wish, fact));
        Ok(AzrServer {
            url: format!("{scheme}://{address}/azr"),
            register,
            faults,
            wanted,
            actual,
            task,
        })
    }

    /// Where messages are posted to.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The register.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Changes what goes wrong from now on.
    pub fn disturb(&self, change: impl FnOnce(&mut FaultPlan)) {
        change(&mut self.faults.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// An outage: nobody listens, open connections are cut. Returns when that is so.
    pub async fn pause(&self) {
        self.wanted.send_replace(false);
        let mut actual = self.actual.clone();
        // Fails only when the server has ended, which is an outage as well.
        let _ = actual.wait_for(|up| !up).await;
    }

    /// The end of an outage, at the same address. Returns when it can be reached.
    pub async fn resume(&self) {
        self.wanted.send_replace(true);
        let mut actual = self.actual.clone();
        let _ = actual.wait_for(|up| *up).await;
    }
}

impl Drop for AzrServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Takes connections, as long as it is wanted.
async fn bedienen(
    listener: TcpListener,
    address: SocketAddr,
    dienst: Arc<Dienst>,
    mut wish: watch::Receiver<bool>,
    fact: watch::Sender<bool>,
) {
    let mut listener = Some(listener);
    let mut offen = JoinSet::new();
    loop {
        let Some(open) = &listener else {
            if wish.wait_for(|up| *up).await.is_err() {
                return;
            }
            match TcpListener::bind(address).await {
                Ok(again) => {
                    listener = Some(again);
                    fact.send_replace(true);
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
            continue;
        };
        tokio::select! {
            taken = open.accept() => match taken {
                Ok((stream, _)) => {
                    offen.spawn(verbindung(stream, Arc::clone(&dienst)));
                }
                // Too many open files: wait for some to be closed.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = offen.join_next() => {}
            changed = wish.changed() => {
                if changed.is_err() {
                    return;
                }
                if !*wish.borrow_and_update() {
                    listener = None;
                    offen.shutdown().await;
                    fact.send_replace(false);
                }
            }
        }
    }
}

async fn verbindung(stream: TcpStream, dienst: Arc<Dienst>) {
    match dienst.settings.tls.clone() {
        Some(tls) => {
            if let Some(stream) = handshake::accept(&TlsAcceptor::from(tls), stream).await {
                gespraech(stream, dienst).await;
            }
        }
        None => gespraech(stream, dienst).await,
    }
}

async fn gespraech(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    dienst: Arc<Dienst>,
) {
    let service = service_fn(move |request| antworten(request, Arc::clone(&dienst)));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // Clients that go away and connections that are closed on purpose end here.
    let _ = connection.await;
}

async fn antworten(
    request: Request<Incoming>,
    dienst: Arc<Dienst>,
) -> Result<Response<Body>, Geschlossen> {
    let (parts, body) = request.into_parts();
    if parts.method != Method::POST {
        return Ok(klartext(StatusCode::METHOD_NOT_ALLOWED, "POST only"));
    }
    let settings = &dienst.settings;
    if let Some(refused) = zugang(&parts.headers, settings) {
        return Ok(refused);
    }
    let body = Body::new(body);
    let Ok(body) = to_bytes(body, settings.max_bytes).await else {
        return Ok(klartext(StatusCode::PAYLOAD_TOO_LARGE, "too large"));
    };
    let disturbance = {
        let mut plan = dienst.faults.lock().unwrap_or_else(PoisonError::into_inner);
        plan.draw()
    };
    match disturbance {
        Some(Disturbance::Refuse) => {
            return Ok(klartext(StatusCode::SERVICE_UNAVAILABLE, "Wartung"));
        }
        Some(Disturbance::Disconnect) => return Err(Geschlossen),
        Some(Disturbance::TimeoutBefore) => {
            tokio::time::sleep(settings.hold).await;
            return Err(Geschlossen);
        }
        _ => {}
    }
    let Some((message, soap)) = seife::auspacken(&body, settings.envelope) else {
        return Ok(klartext(
            StatusCode::BAD_REQUEST,
            "not the envelope that is spoken here",
        ));
    };
    let register = dienst.register.clone();
    let errors = match &disturbance {
        Some(Disturbance::Errors(errors)) => errors.clone(),
        _ => Vec::new(),
    };
    // Goes on to its end even if the client goes away, as a register does.
    let work = tokio::task::spawn_blocking(move || match errors.is_empty() {
        true => register.answer(&message),
        false => register.refuse(&message, &errors),
    });
    let Ok(answer) = work.await else {
        return Ok(klartext(StatusCode::INTERNAL_SERVER_ERROR, "defect"));
    };
    if answer.bytes.is_empty() {
        return Ok(leer(StatusCode::ACCEPTED));
    }
    let bytes = match soap {
        true => seife::einpacken(&answer.bytes),
        false => answer.bytes.to_vec(),
    };
    let kind = if soap {
        seife::MEDIENTYP
    } else {
        "application/xml; charset=utf-8"
    };
    let half = bytes.len() / 2;
    match disturbance {
        Some(Disturbance::TimeoutAfter) => {
            tokio::time::sleep(settings.hold).await;
            Err(Geschlossen)
        }
        Some(Disturbance::Garbage) => Ok(antwort(kind, Body::from(GARBAGE))),
        Some(Disturbance::Cut) => Ok(antwort(kind, Body::from(bytes[..half].to_vec()))),
        Some(Disturbance::Half) => Ok(antwort(kind, Body::new(Halb::von(bytes)))),
        Some(Disturbance::Slow(time)) => {
            tokio::time::sleep(time).await;
            Ok(antwort(kind, Body::from(bytes)))
        }
        _ => Ok(antwort(kind, Body::from(bytes))),
    }
}

/// What is no message, no XML and no text.
const GARBAGE: &[u8] = b"\x00\xFF\xFE<?\x80 no message \x00";

/// Refuses whom the headers do not let in.
fn zugang(headers: &HeaderMap, settings: &ServerSettings) -> Option<Response<Body>> {
    let of = |name: &str| {
        let value = headers.get(name)?.to_str().ok()?.trim();
        Some(value.to_owned()).filter(|v| !v.is_empty())
    };
    let authority = of(&settings.authority_header);
    let user = of(&settings.user_header);
    if settings.headers_required && (authority.is_none() || user.is_none()) {
        return Some(klartext(
            StatusCode::UNAUTHORIZED,
            "authority and user are needed",
        ));
    }
    let known = match (&settings.authorities, &authority) {
        (None, _) => true,
        (Some(all), Some(one)) => all.contains(one),
        (Some(_), None) => false,
    };
    (!known).then(|| klartext(StatusCode::FORBIDDEN, "not admitted"))
}

fn antwort(kind: &'static str, body: Body) -> Response<Body> {
    let mut out = Response::new(body);
    let value = hyper::header::HeaderValue::from_static(kind);
    out.headers_mut().insert(CONTENT_TYPE, value);
    out
}

fn klartext(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut out = antwort("text/plain; charset=utf-8", Body::from(text));
    *out.status_mut() = status;
    out
}

fn leer(status: StatusCode) -> Response<Body> {
    let mut out = Response::new(Body::empty());
    *out.status_mut() = status;
    out
}

/// A body that promises all and breaks off in the middle.
struct Halb {
    erste: Option<Bytes>,
    versprochen: u64,
}

impl Halb {
    fn von(bytes: Vec<u8>) -> Halb {
        let all = Bytes::from(bytes);
        Halb {
            erste: Some(all.slice(..all.len() / 2)),
            versprochen: all.len() as u64,
        }
    }
}

impl hyper::body::Body for Halb {
    type Data = Bytes;
    type Error = Geschlossen;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Geschlossen>>> {
        Poll::Ready(Some(match self.erste.take() {
            Some(bytes) => Ok(Frame::data(bytes)),
            None => Err(Geschlossen),
        }))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.versprochen)
    }
}
