//! What the server was asked, and what is to fail.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use serde_json::Value;

/// A request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Recorded {
    /// Method of HTTP.
    pub method: String,
    /// The function, as `findservicedescription` or `batch/verifycategory`; `token` for the login.
    pub function: String,
    /// What was asked, as JSON; null for functions without parameters and for the login.
    pub asked: Value,
    /// The status that was answered.
    pub status: u16,
    /// What was wrong with the request, if anything.
    pub complaint: Option<String>,
}

/// What can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The login.
    Token,
    /// All functions of the directory.
    Functions,
    /// One function, as `findservicedescription` or `batch/verifycategory`.
    Function(&'static str),
}

impl On {
    /// Whether a request for a function is meant; none: the login.
    fn covers(self, function: Option<&str>) -> bool {
        match self {
            On::Token => function.is_none(),
            On::Functions => function.is_some(),
            On::Function(name) => function == Some(name),
        }
    }
}

/// How it fails.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// 503 without a body.
    Down,
    /// Any status, without a body.
    Status(u16),
    /// A good answer after this time; at most 60 seconds.
    Slow(Duration),
    /// 200 with a page of HTML.
    Garbage,
    /// 404 with a page of HTML, as of a proxy.
    Html404,
    /// 200 with JSON of so many bytes, that means nothing.
    Long(usize),
    /// 200 with this JSON, whatever was asked.
    Answer(Value),
    /// 204 with this text as the header `dvdv-warning-msg`.
    Warning(String),
    /// 401, although the token is good.
    TokenRefused,
}

pub(super) struct Records {
    inner: Mutex<Inner>,
    keep: usize,
}

#[derive(Default)]
struct Inner {
    requests: VecDeque<Recorded>,
    once: VecDeque<(On, Fault)>,
    always: Vec<(On, Fault)>,
}

impl Records {
    pub(super) fn new(keep: usize) -> Records {
        Records {
            inner: Mutex::default(),
            keep,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing can panic while it is held.
        self.inner
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    pub(super) fn add(&self, recorded: Recorded) {
        let mut inner = self.lock();
        inner.requests.push_back(recorded);
        while inner.requests.len() > self.keep {
            inner.requests.pop_front();
        }
    }

    pub(super) fn all(&self) -> Vec<Recorded> {
        self.lock().requests.iter().cloned().collect()
    }

    pub(super) fn clear(&self) {
        self.lock().requests.clear();
    }

    pub(super) fn fail_once(&self, on: On, fault: Fault) {
        self.lock().once.push_back((on, fault));
    }

    pub(super) fn fail_always(&self, on: On, fault: Fault) {
        let mut inner = self.lock();
        inner.always.retain(|(known, _)| *known != on);
        inner.always.push((on, fault));
    }

    pub(super) fn recover(&self) {
        let mut inner = self.lock();
        inner.once.clear();
        inner.always.clear();
    }

    /// How a request for a function fails, if it does; without a function: a login.
    pub(super) fn fault(&self, function: Option<&str>) -> Option<Fault> {
        let mut inner = self.lock();
        let next = inner.once.iter().position(|(on, _)| on.covers(function));
        if let Some((_, fault)) = next.and_then(|at| inner.once.remove(at)) {
            return Some(fault);
        }
        let always = inner.always.iter().find(|(on, _)| on.covers(function));
        always.map(|(_, fault)| fault.clone())
    }
}
