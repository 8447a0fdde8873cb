//! A program that is killed at any moment loses nothing and sends nothing twice as new.
//!
//! The test runs itself as another process, which submits, sends, receives and rejects, and kills it
//! again and again. The register is a folder: to process a message is to make a file of its UUID, with
//! the id of the transport in it. A repetition finds the file, and so does an asynchronous message that
//! comes again with the same id; anything else that finds it is a message processed twice.

#[path = "support/server.rs"]
mod server;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use server::Server;
use xoev_outbox::inbox::{
    Arrival, ArrivalFilter, ArrivalState, Contents, Identity, Inbox, InboxPolicy, NewArrival,
    Place, Reply, Sorting,
};
use xoev_outbox::{
    Admitted, Dispatch, Failure, Gate, Mode, NewSubmission, Outbox, Outcome, Policy, Refusal,
    Sender, SqlStore, State, Submission, SystemClock, Verdict,
};

const ROUNDS: u64 = 12;
/// Names the store; its presence makes the test the process that is killed.
const STORE: &str = "XOEV_CRASH_STORE";
const REGISTER: &str = "XOEV_CRASH_REGISTER";
/// The first number of the messages to submit; without it, nothing is submitted.
const FIRST: &str = "XOEV_CRASH_FIRST";

/// How many ids this process has given.
static IDS: AtomicU64 = AtomicU64::new(0);

struct Register(PathBuf);

impl Register {
    /// A new id, and a file of that name beside the register.
    fn id(&self) -> (String, PathBuf) {
        let number = IDS.fetch_add(1, Ordering::Relaxed);
        let id = format!("{} {number}", std::process::id());
        let path = self.0.with_extension("given").join(&id);
        (id, path)
    }
}

impl Sender for Register {
    async fn send(&self, dispatch: &Dispatch) -> Outcome {
        let uuid = &dispatch.submission.uuid;
        let id = dispatch.submission.transport_id.clone().unwrap_or_default();
        let (_, written) = self.id();
        fs::write(&written, &id).expect("a file");
        let processed = self.0.join(uuid);
        // All of it at once: it can be killed at any moment.
        if fs::hard_link(&written, &processed).is_err() {
            let known = fs::read_to_string(&processed).expect("a file");
            let same = dispatch.submission.mode == Mode::Async && !id.is_empty() && known == id;
            if !dispatch.is_repetition() && !same {
                File::create(self.0.join(format!("{uuid} twice"))).expect("a file");
            }
        }
        // Time in which it can be killed between processing and answering.
        tokio::time::sleep(Duration::from_millis(2)).await;
        match dispatch.submission.mode {
            Mode::Async => Outcome::Delivered { transport_id: None },
            Mode::Sync => Outcome::Answered {
                answer: b"<ja/>".to_vec(),
                verdict: Verdict::Accepted,
            },
        }
    }

    async fn prepare(&self, _: &Submission) -> Result<Option<String>, Failure> {
        Ok(Some(self.id().0))
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

/// Rejects everything.
fn reject(arrival: &Arrival, _: &Contents) -> Sorting {
    let uuid = arrival.uuid.as_deref().unwrap_or_default();
    Sorting::to(Place::Rejected(Reply {
        content: format!("reply {uuid}").into_bytes(),
        lane: format!("reply {}", arrival.id % 3),
        recipient: "ags:01999001".to_owned(),
    }))
}

/// Receives messages, and lets others reject them.
async fn receive(inbox: Inbox<SqlStore>, outbox: Outbox<SqlStore>, first: Option<u64>) {
    let replies = inbox.clone();
    tokio::spawn(async move {
        loop {
            replies.sort("sorter", 10, &reject).await.expect("sorted");
            replies.submit_replies(&outbox, 10).await.expect("replied");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    for number in first.into_iter().flat_map(|first| first..) {
        let uuid = format!("arrival {number:08}");
        let new = NewArrival::new("folder", &uuid, uuid.clone().into_bytes());
        let received = inbox.receive(new.identified(Some(Identity {
            uuid: uuid.clone(),
            message_type: "090030".to_owned(),
            test: false,
        })));
        received.await.expect("stored");
        // From now on, it must not be lost.
        println!("received {uuid}");
        tokio::time::sleep(Duration::from_millis(2)).await;
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

fn inbox(outbox: &Outbox<SqlStore>) -> Inbox<SqlStore> {
    let store = outbox.store().clone();
    Inbox::new(store, Arc::new(SystemClock), InboxPolicy::default())
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
    let inbox = inbox(&outbox);
    tokio::spawn(receive(inbox, outbox.clone(), first));
    for number in first.into_iter().flat_map(|first| first..) {
        let submitted = outbox.submit(NewSubmission {
            content: format!("message {number:08}").into_bytes(),
            lane: format!("lane {}", number % 5),
            recipient: "azr:register".to_owned(),
            mode: match number % 2 {
                0 => Mode::Sync,
                _ => Mode::Async,
            },
            expects_answer: false,
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
    fs::create_dir_all(register.with_extension("given")).expect("a folder");
    // Making the tables may take longer than the process lives.
    open(store).await.store().close().await;
    let mut taken = BTreeSet::new();
    let mut received = BTreeSet::new();
    for round in 0..ROUNDS {
        let mut child = start(store, register, Some(round * 1_000_000));
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let reader = std::thread::spawn(move || {
            let lines = output.lines().map_while(Result::ok);
            // The first one comes behind what the test itself says.
            let after = |line: &str, word: &str| {
                let found = line.split_once(word);
                found.map(|(_, uuid)| uuid.to_owned())
            };
            let (mut taken, mut received) = (Vec::new(), Vec::new());
            for line in lines {
                taken.extend(after(&line, "taken "));
                received.extend(after(&line, "received "));
            }
            (taken, received)
        });
        // At another moment each time.
        std::thread::sleep(Duration::from_millis(150 + round * 37 % 200));
        child.kill().expect("killed");
        child.wait().expect("ended");
        let (some, arrivals) = reader.join().expect("lines");
        taken.extend(some);
        received.extend(arrivals);
    }
    let mut last = start(store, register, None);
    let outbox = open(store).await;
    let inbox = inbox(&outbox);
    let begin = Instant::now();
    let open = [
        State::Queued,
        State::Waiting,
        State::Sending,
        State::Unclear,
    ];
    loop {
        let arrivals = inbox.stats().await.expect("numbers");
        let stats = outbox.stats().await.expect("numbers");
        if open.iter().all(|state| stats.count(*state) == 0) && arrivals.oldest.is_none() {
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
    let mut returned = BTreeSet::new();
    let mut filter = ArrivalFilter::states(&[ArrivalState::Returned]);
    loop {
        let page = inbox.list(&filter).await.expect("a list");
        let Some(last) = page.last() else { break };
        filter.after = last.id;
        returned.extend(page.into_iter().filter_map(|a| a.uuid));
    }
    let lost: Vec<_> = received.difference(&returned).collect();
    assert!(lost.is_empty(), "received and lost: {lost:?}");
    assert!(
        returned
            .iter()
            .all(|uuid| processed.contains(&format!("reply {uuid}")))
    );
    let replies = processed.iter().filter(|p| p.starts_with("reply ")).count();
    assert_eq!(replies, returned.len(), "one reply for each");
    assert!(
        received.len() > 20,
        "hardly anything was received: {}",
        received.len()
    );
    assert!(
        taken.len() > 20,
        "hardly anything was submitted: {}",
        taken.len()
    );
    let mut out = std::io::stdout().lock();
    let _ = writeln!(
        out,
        "{ROUNDS} times killed: {} taken, {} received and rejected, {} processed once, none lost",
        taken.len(),
        received.len(),
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
