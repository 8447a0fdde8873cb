//! Numbers and the state of health over HTTP, for those who run a router. Nothing there is personal.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch;

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

/// Answers `/metrics` (the text form of Prometheus) and `/health` until it is told to stop. `/health` is
/// 200 as long as the store works, else 503, with a line that says what is the matter.
///
/// # Errors
/// If the listener breaks.
pub async fn serve(
    router: Arc<Router>,
    listener: TcpListener,
    mut stop: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let app = axum::Router::new()
        .route("/metrics", get(metrics))
        .route("/health", get(health))
        .with_state(router);
    let stopped = async move { while !*stop.borrow() && stop.changed().await.is_ok() {} };
    axum::serve(listener, app)
        .with_graceful_shutdown(stopped)
        .await
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
        Ok(levels) => (
            StatusCode::OK,
            format!("ok, oldest waiting {:.0} s\n", levels.oldest_seconds),
        ),
        // The text of the error may hold an address with a password.
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the store does not work\n".to_owned(),
        ),
    }
}
