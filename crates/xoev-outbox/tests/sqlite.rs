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

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sqlite_keeps_the_contract_of_the_inbox() {
    let folder = tempfile::tempdir().expect("a folder");
    let count = std::sync::atomic::AtomicUsize::new(0);
    xoev_outbox::contract::inbox::run(async || {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = folder.path().join(format!("inbox {number}.db"));
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

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn programs_that_begin_at_once_do_not_stand_in_each_others_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..24 {
        let path = folder.path().join(format!("outbox {}.db", number / 8));
        tasks.spawn(SqlStore::sqlite(path));
    }
    while let Some(opened) = tasks.join_next().await {
        opened.expect("a task that ends").expect("a store");
    }
}

#[tokio::test]
async fn files_may_have_any_name() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("unter")).expect("a folder");
    let names = [
        "Akte[1].db",
        "a:b.db",
        "50% #1 ?x=y.db",
        "Ä&\\.db",
        "unter/../oben.db",
    ];
    for name in names {
        let path = folder.path().join(name);
        SqlStore::sqlite(&path).await.expect(name);
        assert!(
            std::fs::metadata(&path).expect("a file").len() > 0,
            "{name}"
        );
    }
    let files = std::fs::read_dir(folder.path()).expect("a folder");
    let made = files.filter(|e| {
        e.as_ref()
            .is_ok_and(|e| e.path().extension().is_some_and(|x| x == "db"))
    });
    assert_eq!(made.count(), names.len());
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_others_could_read_is_closed_to_them() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("outbox.db");
    std::fs::write(&path, "").expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("rights");
    SqlStore::sqlite(&path).await.expect("a store");
    let mode = std::fs::metadata(&path)
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0);
}
