//! Numbers and the state of health over HTTP, for those who run a router. Nothing there is personal.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::router::Router;

/// Listens on an address.
///
/// # Errors
/// If it can't be listened on.
pub async fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let listener = TcpListener::bind(address).await?;
    tracing::info!(address = %listener.local_addr()?, "metrics and health");
    Ok(listener)
}

/// How much of the port one caller can take: it needs no login, and whoever reaches it must not be
/// able to hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpLimits {
    /// How many connections are served at the same time; more wait. Default 32.
    pub connections: u32,
    /// How long the head of a request may take. Default 5 s.
    pub head: Duration,
    /// How long a connection may take in all: there is one request on each. Default 30 s.
    pub whole: Duration,
}

impl Default for HttpLimits {
    fn default() -> HttpLimits {
        HttpLimits {
            connections: 32,
            head: Duration::from_secs(5),
            whole: Duration::from_secs(30),
        }
    }
}

/// The most bytes of the head of a request.
const HEAD_MAX: usize = 16 * 1024;
/// How long nothing is accepted after that failed: mostly there are too many open files.
const AFTER_FAILURE: Duration = Duration::from_millis(200);

/// Answers `/metrics` (the text form of Prometheus) and `/health` until it is told to stop.
///
/// `/health` is 200 as long as the store works, else 503, with a line that says what is the matter.
/// For each mailbox there is a line that says when it was last emptied with success by this program:
/// whether that is long ago, the caller has to judge.
///
/// # Errors
/// None so far: a connection that can't be accepted is told to `tracing`.
pub async fn serve(
    router: Arc<Router>,
    listener: TcpListener,
    limits: HttpLimits,
    mut stop: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let app = axum::Router::new()
        .route("/metrics", get(metrics))
        .route("/health", get(health))
        .with_state(router);
    let app = TowerToHyperService::new(app);
    let most = usize::try_from(limits.connections).unwrap_or(1).max(1);
    let free = Arc::new(Semaphore::new(most));
    let mut open = JoinSet::new();
    while !*stop.borrow() {
        let next = async {
            // Never closed: there is always a permit in the end.
            let permit = Arc::clone(&free).acquire_owned().await;
            (listener.accept().await, permit)
        };
        let (accepted, permit) = tokio::select! {
            next = next => next,
            // Whoever could tell it to stop is gone.
            changed = stop.changed() => match changed {
                Ok(()) => continue,
                Err(_) => break,
            },
        };
        while open.try_join_next().is_some() {}
        let Ok((stream, _)) = accepted else {
            tracing::warn!("no connection");
            tokio::time::sleep(AFTER_FAILURE).await;
            continue;
        };
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head)
            .max_buf_size(HEAD_MAX)
            .keep_alive(false)
            .serve_connection(TokioIo::new(stream), app.clone());
        open.spawn(async move {
            // A caller that breaks off or is too slow is no matter of ours.
            let _ = tokio::time::timeout(limits.whole, served).await;
            drop(permit);
        });
    }
    drop(listener);
    while open.join_next().await.is_some() {}
    Ok(())
}

async fn metrics(State(router): State<Arc<Router>>) -> impl IntoResponse {
    match router.levels().await {
        Ok(levels) => (
            StatusCode::OK,
            [(
                header::CONTENT_TYPE,
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
            )],
            router.metrics().text(&levels),
        ),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
            "the store does not work\n".to_owned(),
        ),
    }
}

async fn health(State(router): State<Arc<Router>>) -> impl IntoResponse {
    match router.levels().await {
        Ok(levels) => {
            let mut text = format!("ok, oldest waiting {:.0} s\n", levels.oldest_seconds);
            if let Some(mailbox) = router.mailbox() {
                text.push_str(&mailbox.line(router.now()));
            }
            (StatusCode::OK, text)
        }
        // The text of the error may hold an address with a password.
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the store does not work\n".to_owned(),
        ),
    }
}
