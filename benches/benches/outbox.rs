//! Durable submissions for each second, beside raw inserts of one row with the same settings of the
//! database; and taking the next submission while many wait.
//!
//! Only ratios between the rows of one run mean anything.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use xoev_outbox::{
    Admitted, Change, Gate, Holder, Mode, NewSubmission, Outbox, Policy, Refusal, SqlStore, State,
    Store as _, SystemClock,
};

type Failed = Box<dyn std::error::Error>;

/// How many submissions wait, at most.
const WAITING: usize = 1_000_000;
/// How long each row of the first table is measured.
const SPAN: Duration = Duration::from_secs(2);

/// Names a message after its text: what is measured is the store.
struct Names;

impl Gate for Names {
    fn admit(&self, message: &[u8]) -> Result<Admitted, Refusal> {
        Ok(admitted(String::from_utf8_lossy(message).trim()))
    }
}

fn admitted(uuid: &str) -> Admitted {
    Admitted {
        uuid: uuid.to_owned(),
        message_type: "090010".to_owned(),
        test: false,
    }
}

/// A message of 10 kB with this name.
fn message(number: usize) -> NewSubmission {
    NewSubmission {
        content: format!("{number:>10000}").into_bytes(),
        lane: format!("lane {number}"),
        recipient: "azr:register".to_owned(),
        mode: Mode::Sync,
        expects_answer: true,
        replaces: None,
    }
}

/// How often something was done in the span, for each second.
async fn rate(mut once: impl AsyncFnMut(usize) -> Result<(), Failed>) -> Result<f64, Failed> {
    let begin = Instant::now();
    let mut count = 0;
    while begin.elapsed() < SPAN {
        once(count).await?;
        count += 1;
    }
    Ok(count as f64 / begin.elapsed().as_secs_f64())
}

async fn submissions(folder: &std::path::Path) -> Result<(), Failed> {
    let url = format!("sqlite://{}?mode=rwc", folder.join("raw.db").display());
    let mut raw = SqliteConnection::connect(&url).await?;
    raw.execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         CREATE TABLE raw (id INTEGER PRIMARY KEY, uuid TEXT UNIQUE, content BLOB)",
    )
    .await?;
    let store = SqlStore::sqlite(folder.join("outbox.db")).await?;
    let (gate, clock) = (Arc::new(Names), Arc::new(SystemClock));
    let outbox = Outbox::new(store, gate, clock, Policy::default());
    let (mut rows, mut taken) = (0.0_f64, 0.0_f64);
    // In turns, so that both see the same of what else the machine does.
    for round in 0..3 {
        let first = round * 1_000_000;
        let raw = rate(async |number| {
            let new = message(first + number);
            sqlx::query("INSERT INTO raw (uuid, content) VALUES ($1, $2)")
                .bind(new.lane)
                .bind(new.content)
                .execute(&mut raw)
                .await?;
            Ok(())
        });
        rows = rows.max(raw.await?);
        let submitted = rate(async |number| {
            outbox.submit(message(first + number)).await?;
            Ok(())
        });
        taken = taken.max(submitted.await?);
    }
    println!("raw inserts of one row: {rows:.0} for each second");
    println!(
        "submissions: {taken:.0} for each second, {:.2} of that",
        taken / rows
    );
    Ok(())
}

/// The time in which the next submission is taken and dealt with, in microseconds.
async fn next(store: &SqlStore) -> Result<f64, Failed> {
    const COUNT: u32 = 200;
    let begin = Instant::now();
    for _ in 0..COUNT {
        let now = Utc::now();
        let lease = now + TimeDelta::minutes(5);
        let taken = store.take("w", 1, lease, now).await?;
        let one = taken.first().ok_or("nothing waits")?;
        let done = Change::to(State::Done, "w");
        store
            .change(
                &one.uuid,
                Holder::of(one).ok_or("held by nobody")?,
                &done,
                now,
            )
            .await?;
    }
    Ok(begin.elapsed().as_secs_f64() * 1e6 / f64::from(COUNT))
}

/// Puts many submissions in at once, as nobody else would: through the tables.
async fn fill(path: &std::path::Path, from: usize, to: usize) -> Result<(), Failed> {
    let url = format!("sqlite://{}", path.display());
    let mut raw = SqliteConnection::connect(&url).await?;
    let sql = format!(
        "WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {to}) \
         INSERT INTO submission (uuid, message_type, lane, recipient, mode, expects_answer, test, \
         content, state, holds_lane, due, deadline, created, changed) \
         SELECT 'filled ' || i, '090010', 'filled ' || i, 'azr:register', 'sync', 1, 0, \
         zeroblob(100), 'waiting', 1, i, 4102444800000, i, i FROM n"
    );
    raw.execute(sql.as_str()).await?;
    Ok(())
}

async fn queue(folder: &std::path::Path, most: usize) -> Result<(), Failed> {
    let path = folder.join("queue.db");
    let store = SqlStore::sqlite(&path).await?;
    let mut before = 0;
    let mut first = None;
    for waiting in [1000, most / 10, most] {
        fill(&path, before, waiting).await?;
        before = waiting;
        let time = next(&store).await?;
        let least = *first.get_or_insert(time);
        println!(
            "{waiting} waiting: the next one in {time:.0} microseconds, {:.2} times that of the first row",
            time / least
        );
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failed> {
    // Cargo says so when it only tries whether benches run.
    let most = match std::env::args().any(|a| a == "--test") {
        true => WAITING / 50,
        false => WAITING,
    };
    let folder = std::env::temp_dir().join(format!("xoev-outbox-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let result = async {
        submissions(&folder).await?;
        queue(&folder, most).await
    }
    .await;
    std::fs::remove_dir_all(&folder)?;
    result
}
