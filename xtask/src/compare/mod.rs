//! Compares reading and validating with other tools on the same messages, on one thread each and in
//! turns, and looks whether time per byte stays flat when messages grow.

mod curve;
mod document;
mod growth;
mod messages;
mod peers;
mod process;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use self::document::Row;
use self::messages::Material;
use self::peers::{Group, PEERS, Peer, Workshop};
use self::process::Process;

/// What is asked for.
#[derive(Debug)]
pub(crate) struct Settings {
    /// A folder with messages, in place of samples of all types.
    messages: Option<PathBuf>,
    rounds: usize,
    /// Only whether everything runs: few messages, nothing written.
    quick: bool,
}

impl Settings {
    /// From the command line; none if that can't be read.
    pub(crate) fn parse(arguments: &[&str]) -> Option<Settings> {
        let mut settings = Settings {
            messages: None,
            rounds: 20,
            quick: false,
        };
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            match *name {
                "--messages" => settings.messages = Some(PathBuf::from(rest.next()?)),
                "--rounds" => settings.rounds = rest.next()?.parse().ok().filter(|n| *n > 0)?,
                "--quick" => settings.quick = true,
                _ => return None,
            }
        }
        if settings.quick {
            settings.rounds = 1;
        }
        Some(settings)
    }
}

/// Least seconds of a round. Short, so that some meet no other work of the machine.
const ROUND: f64 = 0.25;
/// Programs whose passes take longer than this many seconds are in every `SELDOM`th round only.
const SLOW: f64 = 1.0;
const SELDOM: usize = 5;
/// Rounds over messages that grow, at most.
const GROWTH: usize = 5;

/// Measures, prints tables, and writes them into `docs/PERFORMANCE.md`.
///
/// Fails if a program that ought to know refuses a message; a peer that can't be had is no failure.
pub(crate) fn run(root: &Path, settings: &Settings) -> Result<(), String> {
    let output = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    let target = output.join("compare");
    fs::create_dir_all(&target).map_err(|e| format!("{}: {e}", target.display()))?;
    let target = fs::canonicalize(&target).map_err(|e| e.to_string())?;
    build(root, &target, settings.quick)?;
    let material = Material::make(root, &target, settings)?;
    let workshop = Workshop {
        root,
        material: &material,
        quick: settings.quick,
        programs: output.join("release"),
    };
    println!(
        "{} messages, {:.1} MB",
        material.count,
        material.bytes as f64 / 1e6
    );
    let before = document::load();
    let mut skipped = Vec::new();
    let rows = measure(&workshop, settings, &mut skipped)?;
    let facts = growth::of_facts(&workshop, settings.rounds.min(GROWTH))?;
    let base64 = growth::of_base64(&workshop, settings.rounds.min(GROWTH))?;
    let load = (before, document::load());

    let mut text = format!("### Machine and versions\n\n{}", document::machine(&load));
    let source = match &settings.messages {
        Some(_) => "from a folder",
        None => "samples of every type of message, one with required content only and one with all",
    };
    text += &format!(
        "- {} messages, {:.1} MB ({source}); {} rounds in turns, of at least {ROUND} s and one pass each, slow programs in every {SELDOM}th\n",
        material.count,
        material.bytes as f64 / 1e6,
        settings.rounds,
    );
    for (heading, rows) in [("Peers", &rows.0), ("Types written by hand", &rows.1)] {
        text += &format!(
            "\n### {heading}\n\n{}",
            document::peers(rows, material.faulty)
        );
    }
    for reason in &skipped {
        text += &format!("\n- {reason}");
    }
    text += &format!(
        "\n\n### Goals that are ratios of speeds\n\n{}",
        document::goals(&rows.0)
    );
    let curves = [
        (
            "Growth: facts in one record",
            "facts",
            "performance-facts.svg",
            &facts,
        ),
        (
            "Growth: base 64 in one packet",
            "bytes of base 64",
            "performance-base64.svg",
            &base64,
        ),
    ];
    for (heading, axis, file, series) in &curves {
        text += &format!("\n### {heading}\n\n{}", document::growth(axis, series));
        text += &format!("\n![{heading}]({file})\n");
    }
    println!("\n{text}");
    if !settings.quick {
        for (heading, axis, file, series) in curves {
            let picture = curve::draw(heading, axis, series);
            fs::write(root.join("docs").join(file), picture).map_err(|e| e.to_string())?;
        }
        document::write(&root.join("docs/PERFORMANCE.md"), &text)?;
    }
    Ok(())
}

/// Builds what is ours, and the peers in Rust.
fn build(root: &Path, target: &Path, quick: bool) -> Result<(), String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    // Together with the command, so that the large crate is built once, with the features for both.
    let mut ours = Command::new(&cargo);
    ours.current_dir(root);
    ours.args([
        "build",
        "--release",
        "--quiet",
        "-p",
        "xoev-cli",
        "-p",
        "xoev-benches",
    ]);
    if !ours.status().is_ok_and(|s| s.success()) {
        return Err("xoev-benches can't be built".into());
    }
    let mut peers = Command::new(&cargo);
    peers.current_dir(root.join("benches/peers/rust"));
    peers.args(["build", "--release", "--quiet", "--locked"]);
    peers.env("CARGO_TARGET_DIR", target.join("rust"));
    if quick {
        peers.arg("--no-default-features");
    }
    // Without the network there may be no crates: whoever needs them is skipped then.
    if !peers.status().is_ok_and(|s| s.success()) {
        let _ = fs::remove_file(target.join("rust/release/xoev-peers"));
    }
    Ok(())
}

/// Rows of both groups: all messages, and those that have types written by hand.
fn measure(
    workshop: &Workshop<'_>,
    settings: &Settings,
    skipped: &mut Vec<String>,
) -> Result<(Vec<Row>, Vec<Row>), String> {
    // Building and reading schemas takes longest; all peers do it at once.
    let started: Vec<Result<Process, String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = PEERS
            .iter()
            .map(|p| scope.spawn(|| p.start(workshop)))
            .collect();
        let ended = threads.into_iter().map(|t| t.join());
        ended
            .map(|e| e.unwrap_or(Err("its thread ended".into())))
            .collect()
    });
    let place = format!("{}/", workshop.material.folder.display());
    let mut skip = |peer: &Peer, why: &str| {
        let line = format!("SKIPPED: {}: {}", peer.name, why.replace(&place, ""));
        println!("{line}");
        skipped.push(line);
    };
    let mut running: Vec<(&Peer, Process, Row)> = Vec::new();
    for (peer, process) in PEERS.iter().zip(started) {
        let mut process = match process {
            Ok(process) => process,
            Err(why) => {
                skip(peer, &why);
                continue;
            }
        };
        let round = process.round(if settings.quick { 0.0 } else { peer.warm_up })?;
        if round.valid < round.messages {
            let share = 100.0 - 100.0 * round.valid as f64 / round.messages as f64;
            let complaint = process.complaint();
            let why = format!("refuses {share:.0} % of the valid messages: {complaint}");
            if peer.trusted {
                return Err(format!("{} {why}", peer.name));
            }
            skip(peer, &why);
            continue;
        }
        let row = Row {
            name: peer.name,
            version: process.version.clone(),
            does: peer.does,
            refused: process.refused,
            rounds: Vec::new(),
        };
        running.push((peer, process, row));
    }
    for round in 1..=settings.rounds {
        println!(
            "round {round} of {}, {} programs",
            settings.rounds,
            running.len()
        );
        for (_, process, row) in &mut running {
            let is_slow = row.rounds.first().is_some_and(|first| first.seconds > SLOW);
            if is_slow && round % SELDOM != 0 {
                continue;
            }
            row.rounds
                .push(process.round(if settings.quick { 0.0 } else { ROUND })?);
        }
    }
    let (all, by_hand): (Vec<_>, Vec<_>) = running
        .into_iter()
        .partition(|(p, _, _)| p.group == Group::All);
    let rows =
        |group: Vec<(&Peer, Process, Row)>| group.into_iter().map(|(_, _, row)| row).collect();
    Ok((rows(all), rows(by_hand)))
}
