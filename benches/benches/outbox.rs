//! Durable submissions for each second, beside raw inserts of one row with the same settings of the
//! database; and taking the next submission while many wait. On SQLite, and on a server of PostgreSQL
//! with its usual settings, if one is installed.
//!
//! Only ratios between the rows of one run mean anything.

#[path = "../../crates/xoev-outbox/tests/support/server.rs"]
mod server;

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use server::Server;
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};
use xoev_outbox::{
    Admitted, Change, Gate, Holder, Mode, NewSubmission, Outbox, Policy, Refusal, SqlStore, State,
    Store as _, SystemClock,
};

type Failed = Box<dyn std::error::Error>;

/// How much is measured.
#[derive(Clone, Copy)]
struct Scale {
    /// How many submissions wait, at most.
    waiting: usize,
    /// How long each row of the first table is measured in each round.
    span: Duration,
    rounds: usize,
}

/// What is measured.
const WHOLE: Scale = Scale {
    waiting: 1_000_000,
    span: Duration::from_secs(2),
    rounds: 3,
};
/// What shows that all of it runs.
const QUICK: Scale = Scale {
    waiting: 10_000,
    span: Duration::from_millis(50),
    rounds: 1,
};

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
async fn rate(
    span: Duration,
    mut once: impl AsyncFnMut(usize) -> Result<(), Failed>,
) -> Result<f64, Failed> {
    let begin = Instant::now();
    let mut count = 0;
    while begin.elapsed() < span {
        once(count).await?;
        count += 1;
    }
    Ok(count as f64 / begin.elapsed().as_secs_f64())
}

/// Puts one row into a table of text and bytes, durably.
trait Raw {
    async fn insert(&mut self, new: NewSubmission) -> Result<(), Failed>;
}

impl Raw for SqliteConnection {
    async fn insert(&mut self, new: NewSubmission) -> Result<(), Failed> {
        sqlx::query("INSERT INTO raw (uuid, content) VALUES ($1, $2)")
            .bind(new.lane)
            .bind(new.content)
            .execute(self)
            .await?;
        Ok(())
    }
}

impl Raw for PgConnection {
    async fn insert(&mut self, new: NewSubmission) -> Result<(), Failed> {
        sqlx::query("INSERT INTO raw (uuid, content) VALUES ($1, $2)")
            .bind(new.lane)
            .bind(new.content)
            .execute(self)
            .await?;
        Ok(())
    }
}

async fn submissions(
    name: &str,
    mut raw: impl Raw,
    store: SqlStore,
    scale: Scale,
) -> Result<(), Failed> {
    let (gate, clock) = (Arc::new(Names), Arc::new(SystemClock));
    let outbox = Outbox::new(store, gate, clock, Policy::default());
    let (mut rows, mut taken) = (0.0_f64, 0.0_f64);
    // In turns, so that both see the same of what else the machine does.
    for round in 0..scale.rounds {
        let first = round * 1_000_000;
        let inserted = rate(scale.span, async |number| {
            raw.insert(message(first + number)).await
        });
        rows = rows.max(inserted.await?);
        let submitted = rate(scale.span, async |number| {
            outbox.submit(message(first + number)).await?;
            Ok(())
        });
        taken = taken.max(submitted.await?);
    }
    println!("{name}: raw inserts of one row: {rows:.0} for each second");
    println!(
        "{name}: submissions: {taken:.0} for each second, {:.2} of that",
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
fn filling(numbers: &str, bytes: &str) -> String {
    format!(
        "{numbers} INSERT INTO submission (uuid, message_type, lane, recipient, mode, \
         expects_answer, test, content, state, first_state, holds_lane, due, deadline, created, changed) \
         SELECT 'filled ' || i, '090010', 'filled ' || i, 'azr:register', 'sync', 1, 0, \
         {bytes}, 'waiting', 'waiting', 1, i, 4102444800000, i, i FROM n"
    )
}

async fn queue(
    name: &str,
    store: &SqlStore,
    scale: Scale,
    mut fill: impl AsyncFnMut(usize, usize) -> Result<(), Failed>,
) -> Result<(), Failed> {
    let mut before = 0;
    let mut first = None;
    for waiting in [1000, scale.waiting / 10, scale.waiting] {
        if waiting > before {
            fill(before, waiting).await?;
            before = waiting;
        }
        let time = next(store).await?;
        let least = *first.get_or_insert(time);
        println!(
            "{name}: {waiting} waiting: the next one in {time:.0} microseconds, {:.2} times that of the first row",
            time / least
        );
    }
    Ok(())
}

async fn sqlite(folder: &std::path::Path, scale: Scale) -> Result<(), Failed> {
    let url = format!("sqlite://{}?mode=rwc", folder.join("raw.db").display());
    let mut raw = SqliteConnection::connect(&url).await?;
    raw.execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         CREATE TABLE raw (id INTEGER PRIMARY KEY, uuid TEXT UNIQUE, content BLOB)",
    )
    .await?;
    let store = SqlStore::sqlite(folder.join("outbox.db")).await?;
    submissions("SQLite", raw, store, scale).await?;
    let path = folder.join("queue.db");
    let store = SqlStore::sqlite(&path).await?;
    let mut filling_in = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await?;
    queue("SQLite", &store, scale, async |from, to| {
        let numbers = format!(
            "WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {to})"
        );
        let sql = filling(&numbers, "zeroblob(100)");
        filling_in.execute(sql.as_str()).await?;
        Ok(())
    })
    .await
}

async fn postgres(scale: Scale) -> Result<(), Failed> {
    // It says so if there is none.
    let Some(server) = Server::start() else {
        return Ok(());
    };
    let url = server.database("bench");
    let mut raw = PgConnection::connect(&url).await?;
    raw.execute(
        "CREATE TABLE raw (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, uuid TEXT UNIQUE, \
         content BYTEA)",
    )
    .await?;
    submissions("PostgreSQL", raw, SqlStore::postgres(&url, 4).await?, scale).await?;
    let url = server.database("queue");
    let store = SqlStore::postgres(&url, 4).await?;
    let mut filling_in = PgConnection::connect(&url).await?;
    queue("PostgreSQL", &store, scale, async |from, to| {
        let numbers = format!("WITH n(i) AS (SELECT generate_series({from}::BIGINT, {to} - 1))");
        let sql = filling(&numbers, "decode(repeat('00', 100), 'hex')");
        filling_in.execute(sql.as_str()).await?;
        // As the server does by itself after a while.
        filling_in.execute("VACUUM ANALYZE submission").await?;
        Ok(())
    })
    .await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failed> {
    // Cargo says so when it only tries whether benches run.
    let scale = match std::env::args().any(|a| a == "--test") {
        true => QUICK,
        false => WHOLE,
    };
    let folder = std::env::temp_dir().join(format!("xoev-outbox-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let result = sqlite(&folder, scale).await;
    std::fs::remove_dir_all(&folder)?;
    result?;
    postgres(scale).await
}
