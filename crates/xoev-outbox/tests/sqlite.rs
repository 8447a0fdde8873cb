//! The store on SQLite: the contract, and what only a file can show.

use chrono::Utc;
use xoev_outbox::{Admitted, Filter, Inserted, Mode, NewSubmission, SqlStore, Store};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().expect("a folder");
    let count = std::sync::atomic::AtomicUsize::new(0);
    xoev_outbox::contract::run(async || {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = folder.path().join(format!("outbox 100% {number}?.db"));
        SqlStore::sqlite(path).await.expect("a store")
    })
    .await;
}

fn message(number: usize) -> (NewSubmission, Admitted) {
    let new = NewSubmission {
        content: vec![b'x'; 1000],
        lane: format!("lane {number}"),
        recipient: "azr:register".to_owned(),
        mode: Mode::Sync,
        expects_answer: true,
        replaces: None,
    };
    let admitted = Admitted {
        uuid: format!("uuid {number}"),
        message_type: "090010".to_owned(),
        test: false,
    };
    (new, admitted)
}

#[tokio::test]
async fn what_was_stored_is_there_after_the_file_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("outbox.db");
    let (new, admitted) = message(1);
    let now = Utc::now();
    let store = SqlStore::sqlite(&path).await.expect("a store");
    let stored = store.insert(&new, &admitted, now, now).await;
    assert!(matches!(stored, Ok(Inserted::New(_))));
    // Not closed: the program might have been killed here.
    let again = SqlStore::sqlite(&path).await.expect("a store");
    assert_eq!(
        again.list(&Filter::default()).await.expect("a list").len(),
        1
    );
    drop(store);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("outbox.db");
    let store = SqlStore::sqlite(&path).await.expect("a store");
    let (new, admitted) = message(1);
    let now = Utc::now();
    store
        .insert(&new, &admitted, now, now)
        .await
        .expect("stored");
    for name in ["outbox.db", "outbox.db-wal"] {
        let mode = std::fs::metadata(folder.path().join(name))
            .expect("a file")
            .permissions();
        assert_eq!(mode.mode() & 0o077, 0, "{name}");
    }
}

#[tokio::test]
async fn a_file_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("brief.txt");
    std::fs::write(&path, "Sehr geehrte Damen und Herren,\n".repeat(50)).expect("written");
    assert!(SqlStore::sqlite(&path).await.is_err());
    let text = std::fs::read_to_string(&path).expect("a text");
    assert!(text.starts_with("Sehr geehrte"));
    assert!(
        SqlStore::sqlite(folder.path().join("keiner/outbox.db"))
            .await
            .is_err()
    );
}
