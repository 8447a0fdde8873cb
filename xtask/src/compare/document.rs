//! What was measured as text: tables for the terminal and for `docs/PERFORMANCE.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::curve::short;
use super::growth::Series;
use super::process::Round;

/// A peer that took part.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) version: String,
    pub(super) does: &'static str,
    /// How many faulty messages it refused.
    pub(super) refused: u64,
    pub(super) rounds: Vec<Round>,
}

impl Row {
    /// Megabytes per second, in the fastest round and in the middle one.
    fn speeds(&self) -> (f64, f64) {
        let mut speeds: Vec<f64> = self
            .rounds
            .iter()
            .map(|r| r.bytes / r.seconds / 1e6)
            .collect();
        speeds.sort_by(f64::total_cmp);
        let middle = speeds.get(speeds.len() / 2).copied().unwrap_or_default();
        (speeds.last().copied().unwrap_or_default(), middle)
    }
}

/// The table of peers; the first row is what the others are compared with.
pub(super) fn peers(rows: &[Row], faulty: usize) -> String {
    let mut out = "| what | version | does | faults refused | MB per processor second, fastest round | median | typed reading is so many times as fast |\n\
        | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    let first = rows.first().map_or((0.0, 0.0), Row::speeds);
    for row in rows {
        let (best, middle) = row.speeds();
        let refused = match row.name {
            "ours, writing" => "-".to_owned(),
            _ => format!("{} of {faulty}", row.refused),
        };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {refused} | {} | {} | {} |",
            row.name,
            row.version,
            row.does,
            digits(best),
            digits(middle),
            digits(first.0 / best),
        );
    }
    out
}

/// Which speeds are to be in which ratio: what, beside what, and how many times as fast at least.
const GOALS: &[(&str, &str, f64)] = &[
    ("ours, typed reading", "quick-xml NsReader", 1.0),
    ("ours, typed reading", "libxml2", 5.0),
    ("ours, typed reading", "Xerces-J", 15.0),
    ("ours, writing", "ours, typed reading", 2.0),
    ("ours, streaming validator", "ours, typed reading", 1.2),
];

/// The table of goals that are ratios between rows.
pub(super) fn goals(rows: &[Row]) -> String {
    let mut out = "| what | beside | goal | measured |\n| --- | --- | --- | --- |\n".to_owned();
    let speed = |name: &str| rows.iter().find(|r| r.name == name).map(|r| r.speeds().0);
    for (what, beside, goal) in GOALS {
        let measured = match speed(what).zip(speed(beside)) {
            Some((what, beside)) => {
                let ratio = what / beside;
                let verdict = if ratio < *goal { "missed" } else { "met" };
                format!("{}, {verdict}", digits(ratio))
            }
            None => "was not there".to_owned(),
        };
        let _ = writeln!(out, "| {what} | {beside} | {goal:.1} | {measured} |");
    }
    out
}

/// The table of growing messages.
pub(super) fn growth(unit: &str, series: &[Series]) -> String {
    let mut out = format!("| {unit} | bytes of the message |");
    for one in series {
        let _ = write!(out, " {}, ns/byte |", one.name);
    }
    out += "\n| --- | --- |";
    out += &" --- |".repeat(series.len());
    out.push('\n');
    let longest = series.iter().max_by_key(|s| s.points.len());
    for (at, point) in longest.map_or(&[][..], |s| &s.points).iter().enumerate() {
        let _ = write!(out, "| {} | {:.0} |", short(point.size), point.bytes);
        for one in series {
            match one.points.get(at) {
                Some(point) => {
                    let _ = write!(out, " {:.3} |", point.nanoseconds_per_byte);
                }
                None => out += " - |",
            }
        }
        out.push('\n');
    }
    out
}

/// Three digits are more than a busy machine can promise.
fn digits(value: f64) -> String {
    match value {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    }
}

/// The machine and the versions, as a list.
pub(super) fn machine(load: &(String, String)) -> String {
    let file = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let processor = file("/proc/cpuinfo");
    let processor = processor.lines().find_map(|l| l.strip_prefix("model name"));
    let processor = processor.map_or("unknown processor", |l| {
        l.trim_start_matches([' ', '\t', ':'])
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let system = file("/etc/os-release");
    let system = system.lines().find_map(|l| l.strip_prefix("PRETTY_NAME="));
    let system = system.unwrap_or("unknown system").trim_matches('"');
    format!(
        "- {processor}, {cores} cores, {system}; load of the machine (1, 5, 15 minutes) {} before, {} after\n\
         - {}; {}; {}; {}\n",
        load.0,
        load.1,
        said("rustc", "--version"),
        said("cc", "--version"),
        said("java", "-version"),
        said("python3", "--version"),
    )
}

/// The load of the machine: others on it make figures worse.
pub(super) fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').take(3).collect::<Vec<_>>().join(", ")
}

/// The first line of what a program says of its version.
fn said(program: &str, argument: &str) -> String {
    let output = Command::new(program).arg(argument).output();
    let text = output
        .map(|o| [o.stdout, o.stderr].concat())
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.lines()
        .next()
        .unwrap_or(&format!("no {program}"))
        .to_owned()
}

const BEGIN: &str = "<!-- cargo xtask compare: begin -->\n";
const END: &str = "<!-- cargo xtask compare: end -->";

/// Puts the text between the marks of a document.
pub(super) fn write(document: &Path, text: &str) -> Result<(), String> {
    let say = |e: &dyn std::fmt::Display| format!("{}: {e}", document.display());
    let old = fs::read_to_string(document).map_err(|e| say(&e))?;
    let marks = old.split_once(BEGIN).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some((before, after))
    });
    let (before, after) = marks.ok_or_else(|| say(&"the marks are missing"))?;
    fs::write(document, format!("{before}{BEGIN}{text}{END}{after}")).map_err(|e| say(&e))
}
