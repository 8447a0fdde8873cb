//! `xoev validate`: verdicts on files.
//!
//! `files` finds them, `check` judges one, `print` shows the verdicts.

mod check;
mod files;
mod print;

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use xoev_report::{Excerpts, FileReport, State};

use self::check::Checker;
use self::print::Printer;
use crate::cli::{Lang, ValidateArgs};
use crate::failure::{Failure, Outcome};

/// After this time, a progress bar tells that something is going on.
const PATIENCE: Duration = Duration::from_secs(1);

/// Validates all files on all cores; verdicts are printed in the order of the files.
pub(super) fn run(args: &ValidateArgs, lang: Lang) -> Result<Outcome, Failure> {
    let files = files::find(&args.paths);
    if files.is_empty() {
        return Err(Failure::new(
            "in den angegebenen Ordnern ist keine XML-Datei",
            "there is no XML file in the given folders",
        ));
    }
    let checker = Checker::new(args, lang)?;
    let mut printer = Printer::new(args, lang, &checker)?;
    let mut outcome = Outcome::Fine;
    in_order(&files, &checker, |(report, excerpts), progress| {
        outcome = match (outcome, outcome_of(&report, args.strict)) {
            (Outcome::Incomplete, _) | (_, Outcome::Incomplete) => Outcome::Incomplete,
            (Outcome::Objections, _) | (_, Outcome::Objections) => Outcome::Objections,
            _ => Outcome::Fine,
        };
        progress.suspend(|| printer.add(&report, &excerpts))
    })?;
    printer.finish()?;
    // The process ends here: to take the schema set apart would be a good part of a small run.
    std::mem::forget(checker);
    Ok(outcome)
}

/// What a verdict means for the exit code.
fn outcome_of(report: &FileReport, strict: bool) -> Outcome {
    match report.state() {
        State::Unchecked => Outcome::Incomplete,
        State::Invalid => Outcome::Objections,
        State::NotConformant if strict => Outcome::Objections,
        State::NotConformant | State::Conformant => Outcome::Fine,
    }
}

/// What is said about a file.
type Verdict = (FileReport, Excerpts);

/// Reads the files in parallel and hands the verdicts over in order.
fn in_order(
    files: &[PathBuf],
    checker: &Checker,
    mut take: impl FnMut(Verdict, &ProgressBar) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(files.len());
    let mut progress = Progress::new(files.len());
    std::thread::scope(|scope| {
        // A worker that is ahead waits here, so that no verdicts pile up behind a slow file.
        let (sender, receiver) = mpsc::sync_channel(workers * 4);
        for _ in 0..workers {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                let mut buffer = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = files.get(at) else { return };
                    let verdict = checker.check(path, &mut buffer);
                    // Nobody takes verdicts any more once printing has failed.
                    if sender.send((at, verdict)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (at, verdict) in receiver {
            early.insert(at, verdict);
            while let Some(verdict) = early.remove(&due) {
                due += 1;
                progress.step();
                take(verdict, &progress.bar)?;
            }
        }
        Ok(())
    })
}

/// A progress bar that appears when it takes longer, on terminals only.
struct Progress {
    bar: ProgressBar,
    began: Instant,
    count: usize,
    wanted: bool,
}

impl Progress {
    fn new(count: usize) -> Progress {
        let wanted = std::io::stderr().is_terminal();
        Progress {
            bar: ProgressBar::hidden(),
            began: Instant::now(),
            count,
            wanted,
        }
    }

    fn step(&mut self) {
        if self.wanted && self.began.elapsed() > PATIENCE {
            self.wanted = false;
            let done = self.bar.position();
            self.bar = ProgressBar::new(u64::try_from(self.count).unwrap_or(u64::MAX));
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
                self.bar.set_style(style);
            }
            self.bar.set_position(done);
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
