//! Connections: TLS with a certificate of the client, HTTP, and what was to go wrong.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderName};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request as HttpRequest, Response};
use hyper_util::rt::TokioIo;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::Inner;
use super::answer::{HttpAnswer, fault};
use super::fault::Fault;
use super::operations::process;
use super::request::Request;
use super::state::Call;
use crate::handshake;

/// More than any request may have.
const MOST: usize = 200 * 1024 * 1024;

/// Serves connections until it is dropped.
pub(super) async fn serve(listener: TcpListener, tls: Arc<ServerConfig>, inner: Arc<Inner>) {
    let acceptor = TlsAcceptor::from(tls);
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
        };
        match accepted {
            Ok((stream, _)) => {
                let served = connection(stream, acceptor.clone(), Arc::clone(&inner));
                connections.spawn(served);
            }
            Err(error) => {
                tracing::warn!(%error, "no connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, acceptor: TlsAcceptor, inner: Arc<Inner>) {
    let Some(stream) = handshake::accept(&acceptor, stream).await else {
        return;
    };
    let service = service_fn(move |request| {
        let inner = Arc::clone(&inner);
        async move { answer(request, &inner).await }
    });
    let served = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    if let Err(error) = served.await {
        tracing::debug!(%error, "connection ended");
    }
}

async fn answer(request: HttpRequest<Incoming>, inner: &Inner) -> io::Result<Response<Body>> {
    let path = request.uri().path().to_owned();
    let header = |name: &HeaderName| {
        let value = request.headers().get(name);
        value.and_then(|v| v.to_str().ok()).map(str::to_owned)
    };
    let content_type = header(&CONTENT_TYPE).unwrap_or_default();
    let soap_action = header(&HeaderName::from_static("soapaction"));
    let body = to_bytes(Body::new(request.into_body()), MOST)
        .await
        .map_err(io::Error::other)?;
    let read = Request::read(&path, &content_type, soap_action.as_deref(), &body);
    let answer = match read {
        Ok(request) => processed(&request, inner).await?,
        Err(reason) => {
            inner.record(Call {
                operation: None,
                author: String::new(),
                message_id: String::new(),
                envelope: reason.clone(),
            });
            fault(&Fault::Soap {
                sender: true,
                reason,
            })
        }
    };
    Response::builder()
        .status(answer.status)
        .header(CONTENT_TYPE, answer.content_type)
        .body(Body::from(answer.body))
        .map_err(io::Error::other)
}

/// Processes a request, unless something else was to happen. An error closes the connection.
async fn processed(request: &Request, inner: &Inner) -> io::Result<HttpAnswer> {
    let metadata = request.metadata.as_ref();
    let message_id = metadata.map_or(request.body.text.trim(), |m| {
        m.text_at(&["MsgIdentification", "MessageID"])
    });
    inner.record(Call {
        operation: Some(request.operation),
        author: request.author.clone(),
        message_id: message_id.to_owned(),
        envelope: request.envelope.clone(),
    });
    let injected = inner.injected(request.operation);
    let cut = || io::Error::other("cut, as was told");
    match &injected {
        Some(told @ (Fault::Exception { .. } | Fault::Soap { .. } | Fault::Status(_))) => {
            return Ok(fault(told));
        }
        Some(Fault::DropBefore) => return Err(cut()),
        Some(Fault::Slow(time)) => tokio::time::sleep(*time).await,
        _ => {}
    }
    let result = process(&inner.settings, &mut inner.state(), request);
    let mut answer = match result {
        Ok(answer) => answer.write(request, inner.settings.inline),
        Err(refused) => fault(&refused),
    };
    match injected {
        Some(Fault::DropAfter) => return Err(cut()),
        Some(Fault::Garbage) => {
            answer.status = 200;
            answer.body = b"\x00\xff<html>".to_vec();
        }
        Some(Fault::Truncated) => {
            answer.status = 200;
            answer.body.truncate(answer.body.len() / 2);
        }
        _ => {}
    }
    Ok(answer)
}
