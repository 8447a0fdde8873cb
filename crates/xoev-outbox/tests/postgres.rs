//! The store on PostgreSQL: the contract against a real server, and what happens when that goes
//! away. Skipped aloud where PostgreSQL is not installed.

#[path = "support/server.rs"]
mod server;

use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::Utc;
use server::Server;
use xoev_outbox::{Admitted, Filter, Inserted, Mode, NewSubmission, SqlStore, Store, StoreError};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn postgres_keeps_the_contract() {
    let Some(server) = Server::start() else {
        return;
    };
    let count = AtomicUsize::new(0);
    xoev_outbox::contract::run(async || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        let url = server.database(&format!("outbox{number}"));
        SqlStore::postgres(&url, 8).await.expect("a store")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn postgres_keeps_the_contract_of_the_inbox() {
    let Some(server) = Server::start() else {
        return;
    };
    let count = AtomicUsize::new(0);
    xoev_outbox::contract::inbox::run(async || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        let url = server.database(&format!("inbox{number}"));
        SqlStore::postgres(&url, 8).await.expect("a store")
    })
    .await;
}

#[tokio::test]
async fn a_server_that_goes_away_loses_nothing_and_is_found_again() {
    let Some(server) = Server::start() else {
        return;
    };
    let store = SqlStore::postgres(&server.database("outbox"), 2)
        .await
        .expect("a store");
    let new = NewSubmission {
        content: b"<a/>".to_vec(),
        lane: "a".to_owned(),
        recipient: "azr:register".to_owned(),
        mode: Mode::Async,
        expects_answer: false,
        replaces: None,
    };
    let admitted = |number: usize| Admitted {
        uuid: format!("uuid {number}"),
        message_type: "090010".to_owned(),
        test: false,
    };
    let now = Utc::now();
    let first = store.insert(&new, &admitted(1), now, now).await;
    assert!(matches!(first, Ok(Inserted::New(_))));
    server.crash();
    let lost = store.insert(&new, &admitted(2), now, now).await;
    assert!(matches!(lost, Err(StoreError::Database(_))), "{lost:?}");
    server.restart();
    let again = store.insert(&new, &admitted(3), now, now).await;
    assert!(matches!(again, Ok(Inserted::New(_))), "{again:?}");
    let all = store.list(&Filter::default()).await.expect("a list");
    let uuids: Vec<&str> = all.iter().map(|s| s.uuid.as_str()).collect();
    assert_eq!(
        uuids,
        ["uuid 1", "uuid 3"],
        "what was acknowledged, and nothing else"
    );
}
