//! A server of PostgreSQL that cuts connections, stops, or lets nobody write.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sqlx::{AnyConnection, Connection as _, Executor as _};
use xoev_outbox::inbox::{ArrivalFilter, Received};
use xoev_outbox::{InboxError, StoreError, SubmitError};

use super::server::Server;
use super::*;

/// Ends all other connections to the database.
const CUT: &str = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn connections_that_are_cut_lose_nothing_that_was_acknowledged() {
    let Some(server) = Server::start() else {
        return;
    };
    let url = server.database("cut");
    let s = Arc::new(setup(SqlStore::postgres(&url, 6).await.expect("a store")));
    let (tell, stop) = tokio::sync::watch::channel(false);
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let mut submitting = tokio::task::JoinSet::new();
    for task in 0..3 {
        let (s, stop) = (Arc::clone(&s), stop.clone());
        let acknowledged = Arc::clone(&acknowledged);
        submitting.spawn(async move {
            let (mut taken, mut failed) = (Vec::new(), 0);
            for number in 0.. {
                if *stop.borrow() {
                    break;
                }
                let known = taken.len();
                let uuid = format!("{task}-{number}");
                match s.outbox.submit(message(&uuid, 1000)).await {
                    Ok(stored) => taken.push(stored.uuid),
                    Err(SubmitError::Store(StoreError::Database(_))) => failed += 1,
                    Err(error) => panic!("another error: {error}"),
                }
                match s.inbox.receive(arrival(&uuid, 1000)).await {
                    Ok(received) => taken.push(format!("arrived {}", received.id())),
                    Err(InboxError::Store(StoreError::Database(_))) => failed += 1,
                    Err(error) => panic!("another error: {error}"),
                }
                acknowledged.fetch_add(taken.len() - known, Ordering::Relaxed);
            }
            (taken, failed)
        });
    }
    let mut working = tokio::task::JoinSet::new();
    for task in 0..2 {
        let (s, stop) = (Arc::clone(&s), stop.clone());
        working.spawn(async move {
            while !*stop.borrow() {
                let name = format!("w{task}");
                if let Err(error) = s.outbox.work(&name, 10, &s.register).await {
                    assert!(matches!(error, StoreError::Database(_)), "{error}");
                }
            }
        });
    }
    let mut other = AnyConnection::connect(&url).await.expect("a connection");
    // Each time a few more were acknowledged, so that there is something to lose.
    for cut in 1..=15 {
        while acknowledged.load(Ordering::Relaxed) < cut * 4 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        other.execute(CUT).await.expect("cut");
    }
    tell.send(true).expect("somebody listens");
    let (mut taken, mut failed) = (Vec::new(), 0);
    while let Some(done) = submitting.join_next().await {
        let (some, errors) = done.expect("a task that ends");
        taken.extend(some);
        failed += errors;
    }
    while let Some(done) = working.join_next().await {
        done.expect("a task that ends");
    }
    assert!(
        failed > 0 && taken.len() >= 60,
        "{failed} failed, {} taken",
        taken.len()
    );
    until_asked().await;
    s.finish().await;
    for name in &taken {
        match name.strip_prefix("arrived ") {
            None => assert_eq!(s.state(name).await, Some(State::Done), "{name}"),
            Some(id) => {
                let id = id.parse().expect("a number");
                let found = s.inbox.get(id).await.expect("a store that works");
                assert!(found.is_some(), "arrival {id} was acknowledged");
            }
        }
    }
    let all = s.register.0.lock().expect("a lock");
    let twice: Vec<_> = all.iter().filter(|(_, (new, _))| *new > 1).collect();
    assert!(twice.is_empty(), "sent twice as new: {twice:?}");
}

/// Until the store asks its connections whether they are alive, before it uses them.
async fn until_asked() {
    tokio::time::sleep(Duration::from_millis(150)).await;
}

/// Stops the server while it sends.
struct Stopping<'s>(&'s Register, &'s Server);

impl Sender for Stopping<'_> {
    async fn send(&self, dispatch: &Dispatch) -> Outcome {
        self.0.count(dispatch);
        self.1.crash();
        accepted(b"<ja/>".to_vec())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_during_a_call_leaves_a_repetition() {
    let Some(server) = Server::start() else {
        return;
    };
    let url = server.database("stop");
    let s = setup(SqlStore::postgres(&url, 2).await.expect("a store"));
    s.outbox.submit(message("sent", 100)).await.expect("taken");
    let sent = s.outbox.work("w", 1, &Stopping(&s.register, &server)).await;
    assert!(matches!(sent, Err(StoreError::Database(_))), "{sent:?}");
    let received = s.inbox.receive(arrival("arrived", 100)).await;
    assert!(
        matches!(received, Err(InboxError::Store(StoreError::Database(_)))),
        "{received:?}"
    );
    server.restart();
    let received = s.inbox.receive(arrival("arrived", 100)).await;
    assert!(matches!(received, Ok(Received::New(_))), "{received:?}");
    s.was_repeated("sent").await;
}

#[tokio::test]
async fn a_server_that_lets_nobody_write_acknowledges_nothing() {
    let Some(server) = Server::start() else {
        return;
    };
    let url = server.database("readonly");
    let s = setup(SqlStore::postgres(&url, 2).await.expect("a store"));
    let mut other = AnyConnection::connect(&url).await.expect("a connection");
    let mut allow = async |how: &str| {
        // A server that stands in for another one is so until that one is back.
        let sql = format!("ALTER DATABASE readonly SET default_transaction_read_only = {how}");
        other
            .execute("SET default_transaction_read_only = off")
            .await
            .expect("set");
        other.execute(sql.as_str()).await.expect("set");
        other.execute(CUT).await.expect("cut");
        until_asked().await;
    };
    allow("on").await;
    let submitted = s.outbox.submit(message("a", 100)).await;
    let Err(SubmitError::Store(error)) = submitted else {
        panic!("{submitted:?}");
    };
    assert!(error.to_string().contains("read-only"), "{error}");
    assert!(s.inbox.receive(arrival("a", 100)).await.is_err());
    assert!(s.outbox.work("w", 1, &s.register).await.is_err());
    allow("off").await;
    assert_eq!(s.state("a").await, None);
    let filter = ArrivalFilter::default();
    assert!(s.inbox.list(&filter).await.expect("a list").is_empty());
    s.outbox.submit(message("a", 100)).await.expect("taken");
    s.finish().await;
    assert_eq!(s.register.came("a"), (1, 0));
}
