//! One message of a gigabyte, a packet of documents in base 64, validated while it is made: prints
//! how much memory the process took at most.
//!
//! Fails if it took more than 64 MB, on systems that tell.

use std::process::ExitCode;
use std::time::Instant;

use xoev_benches::packet::{MESSAGE, packet, peak};
use xoev_rules::Rules;
use xoev_validator::{Settings, Validator};

/// Bytes of the document: a gigabyte in base 64.
const CONTENT: u64 = (1 << 30) / 16 * 12;
/// The most memory that may be taken, in kilobytes.
const MOST: u64 = 64 << 10;

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let set = xoev_bundled::schemas()?;
    let message = packet(&set, CONTENT)?;
    let rules = Rules::bundled(&set);
    let validator = Validator::lazy(set);
    let before = peak();
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
