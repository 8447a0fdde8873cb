//! Where messages are looked at: large ones not on the threads that carry calls.

use std::thread::ThreadId;

use super::*;

/// Lets everything in, and keeps on which thread it was asked.
#[derive(Default)]
struct Where(Mutex<Vec<ThreadId>>);

impl Gate for Where {
    fn admit(&self, message: &[u8]) -> Result<Admitted, Refusal> {
        let here = std::thread::current().id();
        self.0.lock().expect("a lock").push(here);
        Names.admit(message)
    }
}

#[tokio::test]
async fn only_a_large_message_is_looked_at_on_another_thread() {
    let gate = Arc::new(Where::default());
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqlStore::sqlite(folder.path().join("outbox.db")).await;
    let clock = Arc::new(xoev_outbox::SystemClock);
    let outbox = Outbox::new(
        store.expect("a store"),
        gate.clone(),
        clock,
        Policy::default(),
    );
    for (uuid, size) in [("small", 60_000), ("large", 70_000)] {
        let submitted = outbox
            .submit(NewSubmission {
                content: format!("{uuid} {}", " ".repeat(size)).into_bytes(),
                lane: uuid.to_owned(),
                recipient: "azr:register".to_owned(),
                mode: Mode::Sync,
                expects_answer: true,
                replaces: None,
            })
            .await;
        // Moved to the other thread and back, it is whole.
        assert!(submitted.expect("taken").content.len() > size);
    }
    let here = std::thread::current().id();
    let asked = gate.0.lock().expect("a lock").clone();
    let elsewhere: Vec<bool> = asked.iter().map(|thread| *thread != here).collect();
    assert_eq!(elsewhere, [false, true]);
}
