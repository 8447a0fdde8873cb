//! Connections and the outline of a request: fault, login, function, record.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State as Extract;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::Response;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::question::{self, Question};
use super::records::{Fault, Recorded};
use super::{LONGEST, State, answers, login};

/// The most connections at a time.
const CONNECTIONS: usize = 256;

/// Serves until it is aborted; all connections end with it.
pub(super) async fn run(listener: TcpListener, state: Arc<State>) {
    let router: Router = Router::new().fallback(handle).with_state(state);
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        if connections.len() >= CONNECTIONS {
            connections.join_next().await;
        }
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        connections.spawn(async move {
            let http = hyper::server::conn::http1::Builder::new();
            let served = http.serve_connection(TokioIo::new(stream), service);
            // A client that goes away or stands still is no matter.
            let _ = tokio::time::timeout(LONGEST * 2, served).await;
        });
    }
}

/// An answer: status, warning, body.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) warning: Option<String>,
    pub(super) body: Option<Value>,
    /// What was wrong with the request.
    pub(super) complaint: Option<String>,
}

impl Answer {
    pub(super) fn of(body: Value) -> Answer {
        Answer {
            status: StatusCode::OK,
            warning: None,
            body: Some(body),
            complaint: None,
        }
    }

    pub(super) fn empty(status: StatusCode) -> Answer {
        Answer {
            status,
            warning: None,
            body: None,
            complaint: None,
        }
    }

    /// Problem details for a request that is at fault.
    pub(super) fn refused(status: StatusCode, kind: &str, detail: String) -> Answer {
        Answer {
            body: Some(problem(status, kind, &detail)),
            complaint: Some(detail),
            ..Answer::empty(status)
        }
    }
}

/// Problem details, as the server words them.
pub(super) fn problem(status: StatusCode, kind: &str, detail: &str) -> Value {
    json!({
        "type": format!("problems/type/{kind}"),
        "title": kind,
        "status": status.as_u16(),
        "detail": detail,
        "instance": "problems/instance/Simulator",
    })
}

async fn handle(
    Extract(state): Extract<Arc<State>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri
        .path()
        .strip_prefix("/dvdv2-backend/")
        .unwrap_or_default();
    let login = path == "extern/standaloneauth/token";
    let asked_for = path.split_once("/v2/").map_or(path, |(_, name)| name);
    let fault = state.records.fault((!login).then_some(asked_for));
    let (function, asked, answer) = if login {
        (
            "token".to_owned(),
            Value::Null,
            login::token(&state, &method, &headers, &body),
        )
    } else {
        match question::read(&state, &method, &uri, path, &headers, &body) {
            Ok(Question { function, asked }) => {
                let answer = answers::answer(&state, &function, &asked);
                (function, asked, answer)
            }
            Err(answer) => (path.to_owned(), Value::Null, answer),
        }
    };
    let complaint = answer.complaint.clone();
    let response = match fault {
        None => response(answer),
        Some(Fault::Slow(time)) => {
            tokio::time::sleep(time.min(LONGEST)).await;
            response(answer)
        }
        Some(fault) => failure(fault),
    };
    state.records.add(Recorded {
        method: method.to_string(),
        function,
        asked,
        status: response.status().as_u16(),
        complaint,
    });
    response
}

fn response(answer: Answer) -> Response {
    let kind = if answer.status.is_success() {
        "application/json; charset=utf-8"
    } else {
        "application/problem+json"
    };
    let mut response = match &answer.body {
        Some(body) => with_type(Body::from(body.to_string()), kind),
        None => Response::new(Body::empty()),
    };
    *response.status_mut() = answer.status;
    if let Some(warning) = answer.warning.and_then(|text| text.parse().ok()) {
        response.headers_mut().insert("dvdv-warning-msg", warning);
    }
    response
}

fn failure(fault: Fault) -> Response {
    let html = || with_type(Body::from("<html><body>?</body></html>"), "text/html");
    let status = |status: u16| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() =
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response
    };
    match fault {
        Fault::Down | Fault::Slow(_) => status(503),
        Fault::Status(code) => status(code),
        Fault::TokenRefused => status(401),
        Fault::Answer(answer) => response(Answer::of(answer)),
        Fault::Warning(text) => response(Answer {
            warning: Some(text),
            ..Answer::empty(StatusCode::NO_CONTENT)
        }),
        Fault::Garbage => html(),
        Fault::Html404 => {
            let mut response = html();
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
        Fault::Long(bytes) => {
            let text = format!("\"{}\"", "x".repeat(bytes.min(64 << 20)));
            with_type(Body::from(text), "application/json")
        }
    }
}

fn with_type(body: Body, kind: &'static str) -> Response {
    let mut response = Response::new(body);
    let kind = header::HeaderValue::from_static(kind);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
