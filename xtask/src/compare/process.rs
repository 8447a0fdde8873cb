//! A program that measures, as it runs: `benches/src/rounds.rs` says what is asked and answered.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// The program; ends when it is dropped.
pub(super) struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    log: PathBuf,
    /// What it says of itself.
    pub(super) version: String,
    /// How many of the faulty messages it refused.
    pub(super) refused: u64,
}

/// What one round took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    pub(super) bytes: f64,
    pub(super) seconds: f64,
    pub(super) messages: u64,
    pub(super) valid: u64,
}

impl Round {
    pub(super) fn nanoseconds_per_byte(&self) -> f64 {
        self.seconds * 1e9 / self.bytes
    }
}

impl Process {
    /// Starts it and waits until it is ready. The reason, if it does not get there.
    pub(super) fn start(mut command: Command, log: &Path) -> Result<Process, String> {
        let say = |e: std::io::Error| e.to_string();
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(log).map_err(say)?);
        let mut child = command.spawn().map_err(say)?;
        let stdin = child.stdin.take();
        let stdout = child.stdout.take().ok_or("no output")?;
        let mut process = Process {
            child,
            stdin,
            stdout: BufReader::new(stdout),
            log: log.to_owned(),
            version: String::new(),
            refused: 0,
        };
        let ready = process.answer()?;
        process.version = ready["ready"].as_str().unwrap_or_default().to_owned();
        process.refused = ready["refused"].as_u64().unwrap_or_default();
        Ok(process)
    }

    /// One round, of at least so many seconds.
    pub(super) fn round(&mut self, least: f64) -> Result<Round, String> {
        let stdin = self.stdin.as_mut().ok_or("no input")?;
        writeln!(stdin, "{least}").map_err(|e| e.to_string())?;
        let answer = self.answer()?;
        let count = |name: &str| answer[name].as_u64().ok_or(format!("no {name}: {answer}"));
        Ok(Round {
            bytes: count("bytes")? as f64,
            seconds: answer["seconds"].as_f64().ok_or("no seconds")?,
            messages: count("messages")?,
            valid: count("valid")?,
        })
    }

    fn answer(&mut self) -> Result<Value, String> {
        let mut line = String::new();
        let read = self.stdout.read_line(&mut line);
        match read {
            Ok(0) => Err(self.complaint()),
            Ok(_) => serde_json::from_str(&line).map_err(|_| format!("not understood: {line}")),
            Err(error) => Err(error.to_string()),
        }
    }

    /// The last line that it wrote to standard error.
    pub(super) fn complaint(&self) -> String {
        last_line(&fs::read(&self.log).unwrap_or_default())
    }
}

/// The last line that says something.
pub(super) fn last_line(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let line = text.lines().rev().find(|line| !line.trim().is_empty());
    line.unwrap_or("ended without a word").trim().to_owned()
}

impl Drop for Process {
    fn drop(&mut self) {
        // Without input it ends; what it says then does not matter.
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}
