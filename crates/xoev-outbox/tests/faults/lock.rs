//! A file of SQLite that another program holds locked for longer than anybody waits.

use std::sync::Mutex as Held;

use sqlx::{AnyConnection, Connection as _, Executor as _};
use tokio::sync::Notify;
use xoev_outbox::inbox::{ArrivalFilter, Received};
use xoev_outbox::{InboxError, StoreError, SubmitError};

use super::*;

/// Locks the store while it sends.
struct Locking<'s> {
    register: &'s Register,
    url: String,
    held: Held<Option<AnyConnection>>,
    locked: Notify,
}

impl Sender for Locking<'_> {
    async fn send(&self, dispatch: &Dispatch) -> Outcome {
        self.register.count(dispatch);
        let mut other = AnyConnection::connect(&self.url)
            .await
            .expect("a connection");
        other.execute("BEGIN IMMEDIATE").await.expect("locked");
        *self.held.lock().expect("a lock") = Some(other);
        self.locked.notify_one();
        accepted(b"<ja/>".to_vec())
    }
}

fn is_locked(error: &StoreError) -> bool {
    matches!(error, StoreError::Database(_)) && error.to_string().contains("locked")
}

#[tokio::test]
async fn a_lock_that_others_hold_loses_nothing_and_sends_nothing_twice_as_new() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("outbox.db");
    let s = setup(SqlStore::sqlite(&path).await.expect("a store"));
    let locking = Locking {
        register: &s.register,
        url: format!("sqlite://{}", path.display()),
        held: Held::new(None),
        locked: Notify::new(),
    };
    s.outbox.submit(message("sent", 100)).await.expect("taken");
    // All of them wait as long as a store waits for a lock.
    let (sent, (submitted, received, read)) =
        tokio::join!(s.outbox.work("w", 1, &locking), async {
            locking.locked.notified().await;
            tokio::join!(
                s.outbox.submit(message("other", 100)),
                s.inbox.receive(arrival("arrived", 100)),
                s.outbox.stats(),
            )
        });
    assert!(sent.as_ref().is_err_and(is_locked), "{sent:?}");
    assert!(
        matches!(&submitted, Err(SubmitError::Store(error)) if is_locked(error)),
        "{submitted:?}"
    );
    assert!(
        matches!(&received, Err(InboxError::Store(error)) if is_locked(error)),
        "{received:?}"
    );
    assert_eq!(read.expect("reading goes on").count(State::Sending), 1);
    let other = locking.held.lock().expect("a lock").take();
    other.expect("a lock").close().await.expect("closed");

    assert_eq!(s.state("other").await, None);
    let filter = ArrivalFilter::default();
    assert!(s.inbox.list(&filter).await.expect("a list").is_empty());
    s.outbox.submit(message("other", 100)).await.expect("taken");
    let received = s.inbox.receive(arrival("arrived", 100)).await;
    assert!(matches!(received, Ok(Received::New(_))), "{received:?}");
    s.was_repeated("sent").await;
    assert_eq!(s.register.came("other"), (1, 0));
}
