//! Stores that fail: a full disk, a lock that somebody else holds, connections that are cut, a server
//! that stops, a store that can only be read. Each time: the error says so, nothing is acknowledged
//! that is not stored, nothing is sent twice as new, and work goes on afterwards.

mod connection;
mod disk;
mod lock;
#[path = "../support/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta};
use xoev_outbox::inbox::{Identity, Inbox, InboxPolicy, NewArrival};
use xoev_outbox::{
    Admitted, Dispatch, Gate, ManualClock, Mode, NewSubmission, Outbox, Outcome, Policy, Refusal,
    Sender, SqlStore, State, Verdict,
};

/// Names a message after its first word.
struct Names;

impl Gate for Names {
    fn admit(&self, message: &[u8]) -> Result<Admitted, Refusal> {
        let text = String::from_utf8_lossy(message);
        Ok(Admitted {
            uuid: text.split(' ').next().unwrap_or_default().to_owned(),
            message_type: "090010".to_owned(),
            test: false,
        })
    }
}

struct Setup {
    outbox: Outbox<SqlStore>,
    inbox: Inbox<SqlStore>,
    clock: Arc<ManualClock>,
    register: Register,
}

fn setup(store: SqlStore) -> Setup {
    let now = DateTime::from_timestamp_millis(1_795_000_000_000).expect("a time");
    let clock = Arc::new(ManualClock::new(now));
    let (gate, policy) = (Arc::new(Names), Policy::default());
    Setup {
        outbox: Outbox::new(store.clone(), gate, clock.clone(), policy),
        inbox: Inbox::new(store, clock.clone(), InboxPolicy::default()),
        clock,
        register: Register::default(),
    }
}

/// A synchronous message in a lane of its own, of this size.
fn message(uuid: &str, size: usize) -> NewSubmission {
    NewSubmission {
        content: format!("{uuid:size$} ").into_bytes(),
        lane: format!("lane {uuid}"),
        recipient: "azr:register".to_owned(),
        mode: Mode::Sync,
        expects_answer: true,
        replaces: None,
    }
}

fn arrival(uuid: &str, size: usize) -> NewArrival {
    NewArrival::new("xta", format!("urn:{uuid}"), vec![b'x'; size]).identified(Some(Identity {
        uuid: uuid.to_owned(),
        message_type: "090030".to_owned(),
        test: false,
    }))
}

/// Accepts everything, and counts how often each message came as new and as a repetition.
#[derive(Default)]
struct Register(Mutex<BTreeMap<String, (usize, usize)>>);

impl Register {
    fn count(&self, dispatch: &Dispatch) {
        let mut all = self.0.lock().expect("a lock");
        let (new, repeated) = all.entry(dispatch.submission.uuid.clone()).or_default();
        match dispatch.is_repetition() {
            true => *repeated += 1,
            false => *new += 1,
        }
    }

    /// How often a message came as new, and as a repetition.
    fn came(&self, uuid: &str) -> (usize, usize) {
        let all = self.0.lock().expect("a lock");
        all.get(uuid).copied().unwrap_or_default()
    }
}

fn accepted(answer: Vec<u8>) -> Outcome {
    Outcome::Answered {
        answer,
        verdict: Verdict::Accepted,
    }
}

impl Sender for Register {
    async fn send(&self, dispatch: &Dispatch) -> Outcome {
        self.count(dispatch);
        accepted(b"<ja/>".to_vec())
    }
}

impl Setup {
    async fn state(&self, uuid: &str) -> Option<State> {
        let found = self.outbox.get(uuid).await.expect("a store that works");
        found.map(|s| s.state)
    }

    /// Lets time pass, until all that was handed over came to its end.
    async fn finish(&self) {
        for _ in 0..20 {
            self.clock.advance(TimeDelta::minutes(6));
            self.outbox.rescue().await.expect("a store that works");
            while self
                .outbox
                .work("last", 10, &self.register)
                .await
                .expect("a store")
                > 0
            {}
        }
        let stats = self.outbox.stats().await.expect("a store that works");
        assert!(
            stats.states.iter().all(|(state, _)| *state == State::Done),
            "{stats:?}"
        );
    }

    /// It was sent once as new, and then only as a repetition.
    async fn was_repeated(&self, uuid: &str) {
        self.finish().await;
        assert_eq!(self.register.came(uuid), (1, 1));
        assert_eq!(self.state(uuid).await, Some(State::Done));
    }
}
