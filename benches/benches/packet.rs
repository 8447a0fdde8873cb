//! A packet with a document of 50 MB: its content goes to a writer while the message is validated.
//! Prints how much memory that took beyond what was taken before.
//!
//! Fails if it took more than 16 MB, on systems that tell, or if the content is not the same.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use xoev_benches::packet::{FIELD, MESSAGE, PATTERN, packet, peak};
use xoev_rules::Rules;
use xoev_validator::{Settings, Validator};

/// Bytes of the document: a multiple of the pattern that is nearest to 50 MB.
const CONTENT: u64 = 50_000_004;
/// The most memory that may be taken, in kilobytes.
const MOST: u64 = 16 << 10;

/// Compares what is written with the document.
struct Compare<'a> {
    place: u64,
    same: &'a mut bool,
}

impl Write for Compare<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            *self.same &= *byte == PATTERN[(self.place % 12) as usize];
            self.place += 1;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let set = xoev_bundled::schemas()?;
    let message = packet(&set, CONTENT)?;
    let rules = Rules::bundled(&set);
    let validator = Validator::lazy(set);

    let before = peak();
    let begin = Instant::now();
    let mut watch = rules.watch();
    let mut same = true;
    let mut target = Some(Compare {
        place: 0,
        same: &mut same,
    });
    let result = validator.extract(message, &Settings::default(), Some(&mut watch), |start| {
        let wanted = start.name == FIELD;
        Ok(target
            .take_if(|_| wanted)
            .map(|target| Box::new(target) as _))
    })?;
    let seconds = begin.elapsed().as_secs_f64();
    let report = &result.report;
    println!(
        "{MESSAGE} of {} MB: {:?}, {:.0} MB/s",
        report.bytes / 1_000_000,
        report.judgement,
        report.bytes as f64 / 1e6 / seconds,
    );
    for finding in &report.findings {
        println!("  {}", finding.violation);
    }
    for content in &result.contents {
        println!(
            "{}: {} bytes, whole: {}",
            content.path, content.bytes, content.whole
        );
    }
    let complete = matches!(&result.contents[..], [one] if one.bytes == CONTENT && one.whole);
    if !(report.is_valid() && complete && same) {
        println!("the content is not the same");
        return Ok(ExitCode::FAILURE);
    }
    let Some((before, after)) = before.zip(peak()) else {
        println!("SKIPPED: this system does not tell how much memory was taken");
        return Ok(ExitCode::SUCCESS);
    };
    let extra = after - before;
    println!("extra memory: {extra} kB beyond {before} kB; at most {MOST} kB");
    Ok(match extra <= MOST {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
