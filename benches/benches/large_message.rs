//! One message of a gigabyte, a packet of documents in base 64, validated while it is made: prints
//! how much memory the process took at most.
//!
//! Fails if it took more than 64 MB, on systems that tell.

use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use xoev_rules::Rules;
use xoev_schema::sample::Sampler;
use xoev_schema::{ElementId, Loader};
use xoev_validator::{Settings, Validator};

/// Bytes of base 64 in the message.
const CONTENT: u64 = 1 << 30;
/// The most memory that may be taken, in kilobytes.
const MOST: u64 = 64 << 10;
/// The packet of documents.
const MESSAGE: &str = "Administration.Dokumentenlieferung.Paket.000040";
const FIELD: &str = "dokumentcontainer";

/// The message: what stands before the documents, so many characters of base 64, the rest.
struct Message<'a> {
    head: &'a [u8],
    left: u64,
    tail: &'a [u8],
}

impl Read for Message<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.head.is_empty() {
            return self.head.read(buffer);
        }
        if self.left == 0 {
            return self.tail.read(buffer);
        }
        let length = usize::try_from(self.left).unwrap_or(usize::MAX);
        let length = length.min(buffer.len());
        let place = CONTENT - self.left;
        for (at, byte) in buffer[..length].iter_mut().enumerate() {
            *byte = b"QUJDREVGR0hJSktM"[(place as usize + at) % 16];
        }
        self.left -= length as u64;
        Ok(length)
    }
}

/// The most memory that the process has taken, in kilobytes, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    // Reading XSD takes memory that has nothing to do with the message: the compact form is read,
    // as the command does it, in a process of its own.
    let compact = std::env::temp_dir().join(format!("xoev-large-{}.bin", std::process::id()));
    if let Some(path) = std::env::args().skip_while(|a| a != "--run").nth(1) {
        return run(&std::fs::read(path)?);
    }
    let set = Loader::new().folder(schemas)?.load()?;
    std::fs::write(&compact, set.to_bytes()?)?;
    let status = std::process::Command::new(std::env::current_exe()?)
        .arg("--run")
        .arg(&compact)
        .status();
    std::fs::remove_file(&compact)?;
    Ok(match status?.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

fn run(compact: &[u8]) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let set = xoev_schema::SchemaSet::from_bytes(compact)?;
    let at = set.elements.iter().position(|e| e.name.local == MESSAGE);
    let id = ElementId(u32::try_from(at.ok_or("no such message")?)?);
    let sample = Sampler::new(&set).sample(id)?;
    let open = sample.find(&format!("{FIELD}>")).ok_or("no documents")? + FIELD.len() + 1;
    let close = open + sample[open..].find("</").ok_or("no end")?;
    let rules = Rules::bundled(&set);
    let validator = Validator::lazy(set);
    let before = peak();
    let message = Message {
        head: &sample.as_bytes()[..open],
        left: CONTENT,
        tail: &sample.as_bytes()[close..],
    };
    let begin = Instant::now();
    let mut watch = rules.watch();
    let report = validator.validate_with(message, &Settings::default(), &mut watch)?;
    let seconds = begin.elapsed().as_secs_f64();
    let findings = watch.finish(&report).findings.len();
    println!(
        "{MESSAGE} of {} MB: {:?}, {findings} findings of rules, {:.0} MB/s",
        report.bytes / 1_000_000,
        report.judgement,
        report.bytes as f64 / 1e6 / seconds,
    );
    for finding in &report.findings {
        println!("  {}", finding.violation);
    }
    let Some((before, after)) = before.zip(peak()) else {
        println!("SKIPPED: this system does not tell how much memory was taken");
        return Ok(ExitCode::SUCCESS);
    };
    println!(
        "peak memory: {} kB before, {after} kB after; at most {MOST} kB",
        before
    );
    match report.is_valid() && after <= MOST {
        true => Ok(ExitCode::SUCCESS),
        false => Ok(ExitCode::FAILURE),
    }
}
