//! A PostgreSQL server of one's own, on a socket in a folder, for as long as a test runs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many programs were run.
static RUNS: AtomicUsize = AtomicUsize::new(0);

pub(crate) struct Server {
    bin: PathBuf,
    folder: PathBuf,
    as_user: Option<&'static str>,
}

#[allow(dead_code, reason = "each test uses a part of it")]
impl Server {
    /// Starts a server; says so if there is none. One that is installed has to start.
    pub(crate) fn start() -> Option<Server> {
        let Some(bin) = bin() else {
            println!("SKIPPED: PostgreSQL is not installed");
            return None;
        };
        Some(Server::start_in(bin).expect("a server"))
    }

    fn start_in(bin: PathBuf) -> Result<Server, String> {
        // It refuses to run as the administrator.
        let id = Command::new("id").arg("-u").output();
        let root = id.is_ok_and(|o| o.stdout.trim_ascii() == b"0");
        let mut server = Server {
            bin,
            folder: PathBuf::new(),
            as_user: root.then_some("postgres"),
        };
        let made = server.run("mktemp", &["-d"])?;
        server.folder = PathBuf::from(made.trim());
        let folder = made.trim().to_owned();
        let data = format!("{folder}/data");
        let initdb = server.bin.join("initdb");
        server.run(
            &initdb.to_string_lossy(),
            &[
                "-D",
                &data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ],
        )?;
        let options = format!("-c listen_addresses= -c max_connections=100 -k {folder}");
        server.control(&[
            "-w",
            "-l",
            &format!("{folder}/log"),
            "-o",
            &options,
            "start",
        ])?;
        Ok(server)
    }

    /// Makes a database and gives its address.
    pub(crate) fn database(&self, name: &str) -> String {
        let folder = self.folder.to_string_lossy();
        let createdb = self.bin.join("createdb");
        self.run(
            &createdb.to_string_lossy(),
            &["-h", &folder, "-U", "postgres", name],
        )
        .expect("a database");
        format!("postgres://postgres@localhost/{name}?host={folder}")
    }

    /// Stops it as a power failure would.
    pub(crate) fn crash(&self) {
        let _ = self.control(&["-m", "immediate", "stop"]);
    }

    /// Starts it again.
    pub(crate) fn restart(&self) {
        self.up().expect("a server");
    }

    fn up(&self) -> Result<String, String> {
        let folder = self.folder.to_string_lossy();
        let options = format!("-c listen_addresses= -c max_connections=100 -k {folder}");
        let log = format!("{folder}/log");
        self.control(&["-w", "-l", &log, "-o", &options, "start"])
    }

    fn control(&self, arguments: &[&str]) -> Result<String, String> {
        let data = self.folder.join("data");
        let mut all = vec!["-D".to_owned(), data.to_string_lossy().into_owned()];
        all.extend(arguments.iter().map(|a| (*a).to_owned()));
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        self.run(&self.bin.join("pg_ctl").to_string_lossy(), &all)
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<String, String> {
        let mut command = match self.as_user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--", program]);
                command
            }
            None => Command::new(program),
        };
        // What a server inherits, it keeps open: a pipe would never end.
        let number = RUNS.fetch_add(1, Ordering::Relaxed);
        let name = format!("xoev-server-{}-{number}.log", std::process::id());
        let log = std::env::temp_dir().join(name);
        let output = std::fs::File::create(&log).map_err(|e| e.to_string())?;
        let status = command
            .args(arguments)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(output.try_clone().map_err(|e| e.to_string())?)
            .stderr(output)
            .status()
            .map_err(|e| format!("{program}: {e}"))?;
        let text = std::fs::read_to_string(&log).unwrap_or_default();
        let _ = std::fs::remove_file(&log);
        match status.success() {
            true => Ok(text),
            false => Err(format!("{program}: {text}")),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.crash();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Where the programs of PostgreSQL are: the newest that Debian installed, or in the search path.
fn bin() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|e| e.path().join("bin")).collect())
        .unwrap_or_default();
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.sort();
    found.reverse();
    found.extend(std::env::split_paths(&path));
    found
        .into_iter()
        .find(|folder| has(folder, "initdb") && has(folder, "createdb"))
}

fn has(folder: &Path, program: &str) -> bool {
    folder.join(program).is_file()
}
