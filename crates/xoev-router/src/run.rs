//! The router at work: workers that send, and one that looks into mailboxes.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::router::Router;

/// How long a worker rests when there is nothing to send.
const IDLE: Duration = Duration::from_millis(500);

impl Router {
    /// Sends what is due, with so many workers, and looks into the mailbox after each pause, until it
    /// is told to stop. What is being sent then is finished. Returns before it is told only if one of
    /// them broke.
    pub async fn run(self: Arc<Self>, workers: u32, poll: Duration, stop: watch::Receiver<bool>) {
        let mut tasks = JoinSet::new();
        for number in 1..=workers {
            let (router, stop) = (Arc::clone(&self), stop.clone());
            let worker = format!("{} {number}", worker_name());
            tasks.spawn(async move {
                router.outbox().run(&worker, &*router, IDLE, stop).await;
            });
        }
        tasks.spawn(look_into_mailboxes(self, poll, stop));
        while let Some(ended) = tasks.join_next().await {
            // Without one of them, messages would lie there without anybody noticing.
            if let Err(error) = ended {
                let panic = error.is_panic();
                tracing::error!(panic, "a worker broke: all stop");
                return;
            }
        }
    }
}

/// Name of this process among those that share a store.
fn worker_name() -> String {
    let host = std::env::var("HOSTNAME").unwrap_or_default();
    format!("{host} {}", std::process::id()).trim().to_owned()
}

async fn look_into_mailboxes(
    router: Arc<Router>,
    pause: Duration,
    mut stop: watch::Receiver<bool>,
) {
    while !*stop.borrow() {
        match router.receive().await {
            Ok(count) if count.new > 0 => tracing::info!(new = count.new, "received"),
            Ok(_) => {}
            Err(error) => error.tell("receive"),
        }
        if let Err(error) = router.poll().await {
            error.tell("poll");
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            // Whoever could tell it to stop is gone.
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}
