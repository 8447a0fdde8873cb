//! A program that is killed at any moment loses nothing and sends nothing twice as new.
//!
//! The test runs itself as another process, which submits and sends, and kills it again and again.
//! The register is a folder: to process a message is to make a file of its UUID. A repetition finds
//! the file; anything else that finds it is a message processed twice.

#[path = "support/server.rs"]
mod server;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use server::Server;
use xoev_outbox::{
    Admitted, Dispatch, Gate, Mode, NewSubmission, Outbox, Outcome, Policy, Refusal, Sender,
    SqlStore, State, SystemClock, Verdict,
};

const ROUNDS: u64 = 12;
/// Names the store; its presence makes the test the process that is killed.
const STORE: &str = "XOEV_CRASH_STORE";
const REGISTER: &str = "XOEV_CRASH_REGISTER";
/// The first number of the messages to submit; without it, nothing is submitted.
const FIRST: &str = "XOEV_CRASH_FIRST";

struct Register(PathBuf);

impl Sender for Register {
    async fn send(&self, dispatch: &Dispatch) -> Outcome {
        let uuid = &dispatch.submission.uuid;
        match File::create_new(self.0.join(uuid)) {
            Ok(file) => file.sync_all().expect("a disk"),
            Err(_) if dispatch.is_repetition() => {}
            Err(_) => {
                File::create(self.0.join(format!("{uuid} twice"))).expect("a file");
            }
        }
        // Time in which it can be killed between processing and answering.
        tokio::time::sleep(Duration::from_millis(2)).await;
        Outcome::Answered {
            answer: b"<ja/>".to_vec(),
            verdict: Verdict::Accepted,
        }
    }
}

struct Names;

impl Gate for Names {
    fn admit(&self, message: &[u8]) -> Result<Admitted, Refusal> {
        Ok(Admitted {
            uuid: String::from_utf8_lossy(message).into_owned(),
            message_type: "090010".to_owned(),
            test: false,
        })
    }
}

async fn open(store: &str) -> Outbox<SqlStore> {
    let store = match store.starts_with("postgres:") {
        true => SqlStore::postgres(store, 4).await,
        false => SqlStore::sqlite(store).await,
    };
    let mut policy = Policy::default();
    policy.first_pause = TimeDelta::milliseconds(5);
    policy.lease = TimeDelta::milliseconds(500);
    Outbox::new(
        store.expect("a store"),
        Arc::new(Names),
        Arc::new(SystemClock),
        policy,
    )
}

/// The process that is killed: three workers, and somebody who submits.
async fn work(store: &str) {
    let outbox = open(store).await;
    let register = PathBuf::from(std::env::var_os(REGISTER).expect("a register"));
    let (_tell, stop) = tokio::sync::watch::channel(false);
    for worker in 0..3 {
        let (outbox, stop) = (outbox.clone(), stop.clone());
        let register = Register(register.clone());
        let name = format!("{} {worker}", std::process::id());
        tokio::spawn(async move {
            outbox
                .run(&name, &register, Duration::from_millis(5), stop)
                .await;
        });
    }
    let first: Option<u64> = std::env::var(FIRST).ok().and_then(|n| n.parse().ok());
    for number in first.into_iter().flat_map(|first| first..) {
        let submitted = outbox.submit(NewSubmission {
            content: format!("message {number:08}").into_bytes(),
            lane: format!("lane {}", number % 5),
            recipient: "azr:register".to_owned(),
            mode: Mode::Sync,
            expects_answer: true,
            replaces: None,
        });
        let submitted = submitted.await.expect("taken");
        // From now on, it must not be lost.
        println!("taken {}", submitted.uuid);
    }
    std::future::pending::<()>().await;
}

/// Starts the process; the lines that it prints are what was acknowledged.
fn start(store: &str, register: &Path, first: Option<u64>) -> std::process::Child {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command
        .args(["--exact", "killed_programs_lose_nothing", "--nocapture"])
        .env(STORE, store)
        .env(REGISTER, register)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    if let Some(first) = first {
        command.env(FIRST, first.to_string());
    }
    command.spawn().expect("a process")
}

async fn rounds(store: &str, register: &Path) {
    fs::create_dir_all(register).expect("a folder");
    let mut taken = BTreeSet::new();
    for round in 0..ROUNDS {
        let mut child = start(store, register, Some(round * 1_000_000));
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let reader = std::thread::spawn(move || {
            let lines = output.lines().map_while(Result::ok);
            lines
                .filter_map(|l| l.split_once("taken ").map(|(_, uuid)| uuid.to_owned()))
                .collect::<Vec<_>>()
        });
        // At another moment each time.
        std::thread::sleep(Duration::from_millis(150 + round * 37 % 200));
        child.kill().expect("killed");
        child.wait().expect("ended");
        taken.extend(reader.join().expect("lines"));
    }
    let mut last = start(store, register, None);
    let outbox = open(store).await;
    let begin = Instant::now();
    let open = [
        State::Queued,
        State::Waiting,
        State::Sending,
        State::Unclear,
    ];
    loop {
        let stats = outbox.stats().await.expect("numbers");
        if open.iter().all(|state| stats.count(*state) == 0) {
            break;
        }
        assert!(begin.elapsed() < Duration::from_secs(120), "{stats:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    last.kill().expect("killed");
    last.wait().expect("ended");
    let stats = outbox.stats().await.expect("numbers");
    let processed: BTreeSet<String> = fs::read_dir(register)
        .expect("a folder")
        .map(|e| {
            e.expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let twice: Vec<_> = processed.iter().filter(|n| n.ends_with("twice")).collect();
    assert!(twice.is_empty(), "processed twice: {twice:?}");
    let lost: Vec<_> = taken.difference(&processed).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    // Stored and not acknowledged any more may be some; nothing else was made up.
    assert_eq!(stats.count(State::Done), processed.len() as u64);
    assert_eq!(stats.states.len(), 1, "{stats:?}");
    assert!(
        taken.len() > 20,
        "hardly anything was submitted: {}",
        taken.len()
    );
    let mut out = std::io::stdout().lock();
    let _ = writeln!(
        out,
        "{ROUNDS} times killed: {} taken, {} processed once, none lost",
        taken.len(),
        processed.len()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_programs_lose_nothing() {
    if let Ok(store) = std::env::var(STORE) {
        return work(&store).await;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("outbox.db");
    rounds(&store.to_string_lossy(), &folder.path().join("register")).await;
    let Some(server) = Server::start() else {
        return;
    };
    rounds(
        &server.database("outbox"),
        &folder.path().join("register of postgres"),
    )
    .await;
}
