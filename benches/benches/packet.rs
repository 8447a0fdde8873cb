//! A packet with a document of 50 MB: its content goes to a writer while the message is validated.
//! Prints how much memory that took beyond what was taken before.
//!
//! Fails if it took more than 16 MB, on systems that tell, or if the content is not the same.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use xoev_rules::Rules;
use xoev_schema::sample::Sampler;
use xoev_schema::{ElementId, Loader, SchemaSet};
use xoev_validator::{Settings, Validator};

/// Bytes of the document: a multiple of the pattern that is nearest to 50 MB.
const CONTENT: u64 = 50_000_004;
/// The most memory that may be taken, in kilobytes.
const MOST: u64 = 16 << 10;
/// The packet of documents.
const MESSAGE: &str = "Administration.Dokumentenlieferung.Paket.000040";
const FIELD: &str = "dokumentcontainer";
/// What the document consists of, and its form in base 64.
const PATTERN: &[u8; 12] = b"ABCDEFGHIJKL";
const ENCODED: &[u8; 16] = b"QUJDREVGR0hJSktM";

/// The same bytes again and again, so many in all.
struct Repeated {
    place: u64,
    end: u64,
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min((self.end - self.place) as usize);
        for byte in &mut buffer[..length] {
            *byte = ENCODED[(self.place % 16) as usize];
            self.place += 1;
        }
        Ok(length)
    }
}

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

/// The most memory that the process has taken, in kilobytes, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    // Reading XSD takes memory that would hide what is measured: the compact form is read in a
    // process of its own.
    if let Some(path) = std::env::args().skip_while(|a| a != "--run").nth(1) {
        return run(&std::fs::read(path)?);
    }
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let set = Loader::new().folder(schemas)?.load()?;
    let compact = std::env::temp_dir().join(format!("xoev-packet-{}.bin", std::process::id()));
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
    let set = SchemaSet::from_bytes(compact)?;
    let at = set.elements.iter().position(|e| e.name.local == MESSAGE);
    let id = ElementId(u32::try_from(at.ok_or("no such message")?)?);
    let sample = Sampler::new(&set).sample(id)?;
    let open = sample.find(&format!("{FIELD}>")).ok_or("no documents")? + FIELD.len() + 1;
    let close = open + sample[open..].find("</").ok_or("no end")?;
    let rules = Rules::bundled(&set);
    let validator = Validator::lazy(set);
    let content = Repeated {
        place: 0,
        end: CONTENT / 12 * 16,
    };
    let (head, tail) = (&sample.as_bytes()[..open], &sample.as_bytes()[close..]);
    let message = head.chain(content).chain(tail);

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
