//! Kills a router at any moment, again and again, and counts afterwards: nothing may be lost, and
//! nothing be processed twice. `cargo xtask crash --rounds 100`
//!
//! The register is simulated in this program, and sometimes disturbed. What is killed is this program
//! once more, with a settings file: on SQLite one process with three workers, on PostgreSQL three
//! processes that share the store, of which one is killed each time.

#[path = "../../xoev-outbox/tests/support/server.rs"]
mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use server::Server;
use xoev_outbox::{Filter, State};
use xoev_router::config::Config;
use xoev_router::{Router, Wishes};
use xoev_sim::azr::{
    AzrServer, Disturbance, FaultPlan, Register, ServerSettings, Settings as RegisterSettings,
};

type Fallible<T> = Result<T, Box<dyn Error>>;

const PERSON: &str =
    include_str!("../../../examples/nachrichten/azr/090009-erstmeldung-gueltig.xml");
const REPORT: &str =
    include_str!("../../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml");
/// The number in the example.
const NUMBER: &str = "990309012345";
/// Persons, and so lanes.
const PERSONS: u64 = 40;
/// How long everything may take to come to its end after the last kill.
const PATIENCE: Duration = Duration::from_secs(300);
/// Marks a process that submits and sends, with its settings and the first number of its messages.
const CHILD: &str = "--child";

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    if let [mark, settings, workers, first @ ..] = arguments.as_slice()
        && mark == CHILD
    {
        let first = first.first().map(|f| f.parse()).transpose()?;
        return runtime.block_on(child(Path::new(settings), workers.parse()?, first));
    }
    let rounds = match arguments.as_slice() {
        [] => 100,
        [option, rounds] if option == "--rounds" => rounds.parse()?,
        _ => return Err("usage: crash [--rounds NUMBER]".into()),
    };
    let folder = tempfile::tempdir()?;
    runtime.block_on(sqlite(folder.path(), rounds))?;
    match Server::start() {
        Some(server) => runtime.block_on(postgres(folder.path(), &server, rounds)),
        None => {
            println!("SKIPPED: PostgreSQL is not installed");
            Ok(())
        }
    }
}

/// The process that is killed.
async fn child(settings: &Path, workers: u32, first: Option<u64>) -> Fallible<()> {
    let router = Arc::new(Router::open(&Config::read(settings)?).await?);
    let (_tell, stop) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(Arc::clone(&router).run(workers, Duration::from_secs(3600), stop));
    for number in first.into_iter().flat_map(|first| first..) {
        let message = report(number).into_bytes();
        let stored = router.submit(message, Wishes::default()).await?;
        // From now on, it must not be lost.
        writeln!(std::io::stdout(), "taken {}", stored.uuid)?;
        // Not more than the register can take, or the end of it would be long in coming.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    running.await?;
    Ok(())
}

fn uuid(number: u64) -> String {
    format!("00000000-0000-4000-8000-{number:012x}")
}

fn azr_number(person: u64) -> String {
    format!("99030901{:04}", 1000 + person)
}

fn with_uuid(example: &str, uuid: &str) -> String {
    let (before, rest) = example
        .split_once("<nachrichtenUUID>")
        .unwrap_or((example, ""));
    let (_, after) = rest.split_once("</nachrichtenUUID>").unwrap_or(("", rest));
    format!("{before}<nachrichtenUUID>{uuid}</nachrichtenUUID>{after}")
}

fn report(number: u64) -> String {
    with_uuid(REPORT, &uuid(number)).replace(NUMBER, &azr_number(number % PERSONS))
}

/// The register, with its persons, some disturbed.
async fn register() -> Fallible<AzrServer> {
    let register = Register::new(RegisterSettings::default())?;
    for person in 0..PERSONS {
        let letter = |n: u64| char::from(b'a' + (n % 26) as u8);
        let (first, second) = (letter(person), letter(person / 26 + 7));
        let name = format!("{first}{second}{first}{first}{second}");
        let report = with_uuid(PERSON, &uuid(0xFFFF_0000 + person))
            .replace("Örtürk-Łukaszewska", &name)
            .replace("1991-02-03", &format!("19{}-02-03", 50 + person));
        let answer = register.store(&azr_number(person), report.as_bytes());
        if answer.number != "090098" {
            let text = String::from_utf8_lossy(&answer.bytes).into_owned();
            return Err(format!("the register does not store a person: {text}").into());
        }
    }
    let mut settings = ServerSettings::default();
    settings.hold = Duration::from_millis(200);
    settings.faults = FaultPlan::none()
        .seed(7)
        .with_rate(Disturbance::Refuse, 0.02)
        .with_rate(Disturbance::Disconnect, 0.02)
        .with_rate(Disturbance::TimeoutAfter, 0.02)
        .with_rate(Disturbance::Half, 0.02)
        .with_rate(Disturbance::Garbage, 0.02)
        .with_rate(Disturbance::Slow(Duration::from_millis(20)), 0.2);
    Ok(AzrServer::start(register, settings).await?)
}

fn settings(folder: &Path, store: &str, register: &AzrServer) -> Fallible<std::path::PathBuf> {
    let text = format!(
        r#"
environment = "test"
[authority]
key = "azr:990100"
name = "Ausländerbehörde der Stadt Musterstadt"
email = "auslaenderbehoerde@musterstadt.example"
street = "Rathausplatz"
postcode = "00100"
town = "Musterstadt"
[store]
{store}
[policy]
first-pause-seconds = 1
longest-pause-seconds = 2
lease-seconds = 3
[transports.register]
kind = "register"
url = "{}"
headers = {{ "X-BHKNZ" = "990100", "X-Benutzer" = "xoev" }}
answer-seconds = 2
[routes]
endpoints = {{ azr = "register" }}
"#,
        register.url()
    );
    std::fs::create_dir_all(folder)?;
    let path = folder.join("xoev.toml");
    std::fs::write(&path, text)?;
    Ok(path)
}

/// A process, and what it says that it has taken.
struct Running {
    process: Child,
    taken: JoinHandle<Vec<String>>,
}

impl Running {
    fn start(settings: &Path, workers: u32, first: Option<u64>) -> Fallible<Running> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(CHILD).arg(settings).arg(workers.to_string());
        command.args(first.map(|f| f.to_string()));
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().ok_or("no output")?;
        let taken = std::thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            let uuids = lines.filter_map(|l| l.strip_prefix("taken ").map(str::to_owned));
            uuids.collect()
        });
        Ok(Running { process, taken })
    }

    /// SIGKILL. Gives what was acknowledged before.
    fn kill(mut self) -> Fallible<Vec<String>> {
        self.process.kill()?;
        self.process.wait()?;
        self.taken.join().map_err(|_| "a reader broke".into())
    }
}

/// Between 100 and 400 ms, another time in each round.
fn moment(round: u64) -> Duration {
    Duration::from_millis(100 + round.wrapping_mul(2_654_435_761) % 300)
}

async fn sqlite(folder: &Path, rounds: u64) -> Fallible<()> {
    let register = register().await?;
    let settings = settings(&folder.join("sqlite"), "sqlite = \"outbox.db\"", &register)?;
    let mut taken = BTreeSet::new();
    for round in 0..rounds {
        let running = Running::start(&settings, 3, Some(round * 1_000_000))?;
        tokio::time::sleep(moment(round)).await;
        taken.extend(running.kill()?);
    }
    let last = Running::start(&settings, 3, None)?;
    let counted = count("SQLite", rounds, &settings, &register, &taken).await;
    last.kill()?;
    counted
}

async fn postgres(folder: &Path, server: &Server, rounds: u64) -> Fallible<()> {
    let register = register().await?;
    let store = format!(
        "postgres = \"{}\"\nconnections = 3",
        server.database("crash")
    );
    let settings = settings(&folder.join("postgres"), &store, &register)?;
    let mut taken = BTreeSet::new();
    let mut running = Vec::new();
    for number in 0..3 {
        running.push(Running::start(&settings, 1, Some(number * 1_000_000))?);
    }
    for round in 0..rounds {
        tokio::time::sleep(moment(round)).await;
        let at = usize::try_from(round % 3)?;
        taken.extend(running.remove(at).kill()?);
        let first = (round + 3) * 1_000_000;
        running.insert(at, Running::start(&settings, 1, Some(first))?);
    }
    for process in running {
        taken.extend(process.kill()?);
    }
    let last = Running::start(&settings, 3, None)?;
    let counted = count("PostgreSQL", rounds, &settings, &register, &taken).await;
    last.kill()?;
    counted
}

/// Waits until everything came to its end, and counts.
async fn count(
    name: &str,
    rounds: u64,
    settings: &Path,
    register: &AzrServer,
    taken: &BTreeSet<String>,
) -> Fallible<()> {
    let router = Router::open(&Config::read(settings)?).await?;
    let began = Instant::now();
    let open = [
        State::Queued,
        State::Waiting,
        State::Sending,
        State::Unclear,
    ];
    loop {
        let stats = router.outbox().stats().await?;
        if open.iter().all(|state| stats.count(*state) == 0) {
            break;
        }
        if began.elapsed() > PATIENCE {
            return Err(format!("{name}: not at its end: {:?}", stats.states).into());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mut states: BTreeMap<&str, u64> = BTreeMap::new();
    let mut stored = BTreeSet::new();
    let (mut without_answer, mut repeated, mut wrong) = (Vec::new(), 0, Vec::new());
    let mut filter = Filter::default();
    loop {
        let page = router.outbox().list(&filter).await?;
        let Some(last) = page.last() else { break };
        filter.after = last.id;
        for submission in page {
            *states.entry(submission.state.name()).or_default() += 1;
            repeated += u64::from(submission.repetition);
            let processed = register.register().processed(&submission.uuid);
            if submission.answer.is_none() {
                without_answer.push(submission.uuid.clone());
            }
            if processed != 1 {
                wrong.push(format!("{} {processed} times", submission.uuid));
            }
            stored.insert(submission.uuid);
        }
    }
    let lost: Vec<_> = taken.difference(&stored).collect();
    let violations = register.register().violations();
    let defects = register.register().defects();
    println!(
        "{name}: {rounds} kills, {} acknowledged, {} stored: {states:?}; {repeated} sent as \
         repetitions; {} lost, {} not processed exactly once, {} without an answer, {} plain \
         repeats of processed ones",
        taken.len(),
        stored.len(),
        lost.len(),
        wrong.len(),
        without_answer.len(),
        violations.len(),
    );
    for (what, found) in [
        ("lost", format!("{lost:?}")),
        ("processed wrongly", format!("{wrong:?}")),
        ("without an answer", format!("{without_answer:?}")),
        ("repeated", format!("{violations:?}")),
        ("defects of the simulator", format!("{defects:?}")),
    ] {
        if found != "[]" {
            return Err(format!("{name}: {what}: {found}").into());
        }
    }
    if states.len() != 1 || !states.contains_key("done") {
        return Err(format!("{name}: not all are done: {states:?}").into());
    }
    if taken.len() < usize::try_from(rounds)? {
        return Err(format!("{name}: hardly anything was submitted: {}", taken.len()).into());
    }
    Ok(())
}
