//! Compares our validator with Xerces-J and libxml2 on mutants of sample messages.

mod case;
mod judges;
mod known;
mod report;
mod samples;
pub(crate) mod schemas;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Instant;

use xoev_schema::mutate::{Mutant, Mutator};
use xoev_validator::Validator;

use self::case::{Case, Origin};
use self::judges::{Libxml2, Xerces, own};
use self::report::Tally;
use self::samples::Samples;

/// What is asked for.
#[derive(Debug)]
pub(crate) struct Settings {
    count: usize,
    seed: u64,
    roots: Vec<PathBuf>,
    /// Messages that are mutated besides the samples.
    messages: Vec<PathBuf>,
    /// Names of kinds; all if there are none.
    kinds: Vec<String>,
}

/// How many messages a validator gets at once.
const BATCH: usize = 500;

impl Settings {
    /// From the command line; none if that can't be read.
    pub(crate) fn parse(arguments: &[&str]) -> Option<Settings> {
        let mut settings = Settings {
            count: 2000,
            seed: 1,
            roots: Vec::new(),
            messages: Vec::new(),
            kinds: Vec::new(),
        };
        let mut rest = arguments.iter().copied().peekable();
        while let Some(name) = rest.next() {
            match name {
                "--count" => settings.count = rest.next()?.parse().ok()?,
                "--seed" => settings.seed = rest.next()?.parse().ok()?,
                "--schema" | "--message" | "--kind" => {
                    while let Some(value) = rest.next_if(|a| !a.starts_with("--")) {
                        match name {
                            "--schema" => settings.roots.push(PathBuf::from(value)),
                            "--message" => settings.messages.push(PathBuf::from(value)),
                            _ => settings.kinds.push(value.to_owned()),
                        }
                    }
                }
                _ => return None,
            }
        }
        Some(settings)
    }
}

/// Compares, prints a table, and fails if there is a disagreement with Xerces-J that is not
/// documented.
pub(crate) fn run(root: &Path, settings: &Settings) -> Result<(), String> {
    let begin = Instant::now();
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    let target = target.join("differential");
    fs::create_dir_all(&target).map_err(|e| format!("{}: {e}", target.display()))?;
    // Names in answers of validators are compared, so that they must not have two forms.
    let target = fs::canonicalize(&target).map_err(|e| format!("{}: {e}", target.display()))?;
    let schema = schemas::load(&root.join("schemas"), &settings.roots, &target)?;
    let Some(xerces) = Xerces::start(&schema)? else {
        println!("SKIPPED: without Xerces-J and a Java compiler nothing is compared");
        return Ok(());
    };
    let libxml2 = Libxml2::find(&schema);
    if libxml2.is_none() {
        println!("SKIPPED: without xmllint nothing is compared with libxml2");
    }
    let validator = Validator::new(schema.set.clone()).map_err(|e| e.to_string())?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut samples = samples::all(&schema.set, &target.join("samples"), threads)?;
    samples.extend(samples::of_files(&settings.messages)?);
    println!(
        "{} samples of {} messages, ready after {} s",
        samples.iter().map(|s| s.texts.len()).sum::<usize>(),
        samples.len(),
        begin.elapsed().as_secs()
    );
    let mutator = settings
        .kinds
        .iter()
        .fold(Mutator::new(&schema.set), |m, kind| m.only(kind));
    let mut bench = Bench {
        validator,
        xerces,
        libxml2,
        mutator,
        samples,
        folder: target.join("batches"),
    };
    let mut tally = bench.compare(settings)?;
    tally.minimize(&mut bench)?;
    tally.save(&target.join("cases"))?;
    tally.print();
    println!("\n{} s in all", begin.elapsed().as_secs());
    match tally.undocumented() {
        0 => Ok(()),
        n => Err(format!(
            "{n} verdicts differ from those of Xerces-J and are not documented; see {}",
            target.join("cases").display()
        )),
    }
}

/// All that takes part.
struct Bench<'a> {
    validator: Validator,
    xerces: Xerces,
    libxml2: Option<Libxml2<'a>>,
    mutator: Mutator<'a>,
    samples: Vec<Samples>,
    folder: PathBuf,
}

/// Mutants with the files that they are in.
struct Batch {
    mutants: Vec<(Origin, Mutant)>,
    files: Vec<PathBuf>,
}

/// The mutants of a range of numbers, in files.
fn batch(
    mutator: &Mutator<'_>,
    samples: &[Samples],
    seed: u64,
    numbers: std::ops::Range<usize>,
    folder: &Path,
) -> Result<Batch, String> {
    let folder = folder.join(numbers.start.to_string());
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut batch = Batch {
        mutants: Vec::new(),
        files: Vec::new(),
    };
    for number in numbers {
        let Some(origin) = Origin::of(number, seed, samples) else {
            continue;
        };
        let text = origin.text(samples).unwrap_or_default();
        let Some(mutant) = mutator.mutate(text, origin.seed) else {
            return Err(format!("the sample {} is not well-formed", origin.name()));
        };
        let file = folder.join(format!("{number}.xml"));
        fs::write(&file, &mutant.bytes).map_err(|e| format!("{}: {e}", file.display()))?;
        batch.mutants.push((origin, mutant));
        batch.files.push(file);
    }
    Ok(batch)
}

impl Bench<'_> {
    /// Makes mutants and has them judged. The next ones are made meanwhile.
    fn compare(&mut self, settings: &Settings) -> Result<Tally, String> {
        let mut tally = Tally::new(settings.seed);
        let Bench {
            validator,
            xerces,
            libxml2,
            mutator,
            samples,
            folder,
        } = self;
        let (mutator, samples, folder) = (&*mutator, &*samples, &*folder);
        let (sender, receiver) = mpsc::sync_channel(1);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for start in (0..settings.count).step_by(BATCH) {
                    let numbers = start..settings.count.min(start + BATCH);
                    let made = batch(mutator, samples, settings.seed, numbers, folder);
                    if sender.send(made).is_err() {
                        return;
                    }
                }
            });
            for made in receiver {
                let Batch { mutants, files } = made?;
                let (xerces, libxml2, own) = std::thread::scope(|scope| {
                    let xerces = scope.spawn(|| xerces.judge(&files));
                    let libxml2 = libxml2.as_ref().map(|l| scope.spawn(|| l.judge(&files)));
                    let own: Vec<_> = mutants
                        .iter()
                        .map(|(_, mutant)| own(validator, &mutant.bytes))
                        .collect();
                    let xerces = xerces.join().map_err(|_| "Xerces-J's thread ended")?;
                    let libxml2 = libxml2.map(|l| l.join().map_err(|_| "libxml2's thread ended"));
                    Ok::<_, String>((xerces?, libxml2.transpose()?.transpose()?, own))
                })?;
                let mut libxml2 = libxml2.map(Vec::into_iter);
                for (((origin, mutant), xerces), own) in mutants.into_iter().zip(xerces).zip(own) {
                    let libxml2 = libxml2.as_mut().and_then(Iterator::next);
                    tally.add(Case {
                        origin,
                        mutant,
                        own,
                        xerces,
                        libxml2,
                    });
                }
                if let Some(folder) = files.first().and_then(|f| f.parent()) {
                    fs::remove_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
                }
            }
            Ok(tally)
        })
    }

    /// The same mutant with fewer changes, as long as the validators disagree in the same way.
    fn minimize(&mut self, case: &Case) -> Result<Case, String> {
        let text = case.origin.text(&self.samples).unwrap_or_default();
        let count = self.mutator.count(case.origin.seed) as u32;
        let mut subsets: Vec<u32> = (1..1_u32 << count).collect();
        subsets.sort_by_key(|bits| bits.count_ones());
        let made: Vec<Mutant> = subsets
            .iter()
            .filter_map(|bits| {
                let slots: Vec<usize> = (0..count as usize)
                    .filter(|slot| bits & (1 << slot) != 0)
                    .collect();
                self.mutator.mutate_slots(text, case.origin.seed, &slots)
            })
            .collect();
        let folder = self.folder.join("smaller");
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let mut files = Vec::new();
        for (at, mutant) in made.iter().enumerate() {
            let file = folder.join(format!("{at}.xml"));
            fs::write(&file, &mutant.bytes).map_err(|e| format!("{}: {e}", file.display()))?;
            files.push(file);
        }
        let xerces = self.xerces.judge(&files)?;
        let libxml2 = self.libxml2.as_ref().map(|l| l.judge(&files)).transpose()?;
        let mut libxml2 = libxml2.map(Vec::into_iter);
        for (mutant, xerces) in made.into_iter().zip(xerces) {
            let smaller = Case {
                origin: case.origin.clone(),
                own: own(&self.validator, &mutant.bytes),
                mutant,
                xerces,
                libxml2: libxml2.as_mut().and_then(Iterator::next),
            };
            if smaller.class() == case.class() {
                return Ok(smaller);
            }
        }
        Ok(case.clone())
    }
}

/// Counts by name.
type Counts = BTreeMap<String, usize>;
