//! Whether time per byte stays flat when messages grow: by facts in a record, and by base 64 in a packet.

use super::messages::Material;
use super::peers::Workshop;
use super::process::Process;

/// How long messages of one size took.
#[derive(Clone, Copy)]
pub(super) struct Point {
    /// Facts, or bytes of base 64.
    pub(super) size: u64,
    /// Bytes of the whole message.
    pub(super) bytes: f64,
    pub(super) nanoseconds_per_byte: f64,
}

/// One way of reading, over all sizes.
pub(super) struct Series {
    pub(super) name: &'static str,
    pub(super) points: Vec<Point>,
}

/// The ways of reading, as `compare_ours` names them.
const MODES: &[(&str, &str)] = &[
    ("typed", "typed reading"),
    ("validator", "streaming validator"),
];

/// Sizes of documents in a packet. The reader of types takes messages up to 256 MiB.
const SIZES: &[u64] = &[
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    250_000_000,
    1_000_000_000,
];
const MOST_TYPED: u64 = 250_000_000;
const MOST_QUICK: u64 = 100_000;

/// Records with ever more facts.
pub(super) fn of_facts(workshop: &Workshop<'_>, rounds: usize) -> Result<Vec<Series>, String> {
    let series = MODES.iter().map(|(mode, name)| {
        let records = workshop.material.records.iter();
        let points = records.map(|(count, list)| point(workshop, mode, *count, list, rounds));
        Ok(Series {
            name,
            points: points.collect::<Result<_, String>>()?,
        })
    });
    series.collect()
}

/// Packets with ever more base 64.
pub(super) fn of_base64(workshop: &Workshop<'_>, rounds: usize) -> Result<Vec<Series>, String> {
    let most = if workshop.quick { MOST_QUICK } else { u64::MAX };
    let material: &Material = workshop.material;
    let series = MODES.iter().map(|(mode, name)| {
        let most = if *mode == "typed" {
            most.min(MOST_TYPED)
        } else {
            most
        };
        let sizes = SIZES.iter().filter(|size| **size <= most);
        let points =
            sizes.map(|size| point(workshop, mode, *size, &material.packet(*size)?, rounds));
        Ok(Series {
            name,
            points: points.collect::<Result<_, String>>()?,
        })
    });
    series.collect()
}

/// The fastest of several rounds over one message.
fn point(
    workshop: &Workshop<'_>,
    mode: &str,
    size: u64,
    list: &std::path::Path,
    rounds: usize,
) -> Result<Point, String> {
    let log = workshop.material.folder.join("growth.log");
    let mut process = Process::start(workshop.ours(mode, list), &log)?;
    process.round(0.0)?;
    let mut best: Option<Point> = None;
    for _ in 0..rounds {
        let round = process.round(if workshop.quick { 0.0 } else { 0.3 })?;
        if round.valid != round.messages {
            return Err(format!(
                "{mode} refuses a message of size {size}: {}",
                process.complaint()
            ));
        }
        let found = Point {
            size,
            bytes: round.bytes / round.messages as f64,
            nanoseconds_per_byte: round.nanoseconds_per_byte(),
        };
        if best.is_none_or(|b| found.nanoseconds_per_byte < b.nanoseconds_per_byte) {
            best = Some(found);
        }
    }
    best.ok_or("no rounds".into())
}
