//! Counts of agreement and disagreement, with the smallest examples.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use xoev_schema::mutate::{Effect, Mutator};

use super::case::Case;
use super::judges::Outcome;
use super::known::{self, Known};
use super::{Bench, Counts};

/// How many examples of a class are kept.
const EXAMPLES: usize = 5;

/// Disagreements of one class.
#[derive(Default)]
struct Class {
    count: usize,
    /// The smallest ones, smallest first.
    examples: Vec<Case>,
}

impl Class {
    fn add(&mut self, case: Case) {
        self.count += 1;
        self.examples.push(case);
        // Few changes are easier to understand than few bytes.
        self.examples
            .sort_by_key(|c| (c.mutant.changes.len(), c.mutant.bytes.len()));
        self.examples.truncate(EXAMPLES);
    }
}

type Classes = BTreeMap<String, Class>;

/// What came out so far.
pub(super) struct Tally {
    seed: u64,
    /// Verdicts of Xerces-J, and how many of them are also ours and those of libxml2.
    verdicts: BTreeMap<Outcome, [usize; 3]>,
    kinds: Counts,
    documented: BTreeMap<&'static str, (usize, &'static str)>,
    undocumented: Classes,
    libxml2_known: BTreeMap<&'static str, (usize, &'static str)>,
    libxml2: Classes,
    with_libxml2: bool,
    /// Changes that must do no harm, and those after which Xerces-J refuses the message.
    harmless: BTreeSet<&'static str>,
    harmed: Classes,
}

impl Tally {
    pub(super) fn new(seed: u64) -> Tally {
        Tally {
            seed,
            verdicts: BTreeMap::new(),
            kinds: Counts::new(),
            documented: BTreeMap::new(),
            undocumented: Classes::new(),
            libxml2_known: BTreeMap::new(),
            libxml2: Classes::new(),
            with_libxml2: false,
            harmless: Mutator::kinds()
                .filter(|kind| kind.effect == Effect::Harmless)
                .map(|kind| kind.name)
                .collect(),
            harmed: Classes::new(),
        }
    }

    pub(super) fn add(&mut self, case: Case) {
        let row = self.verdicts.entry(case.xerces.outcome).or_default();
        row[0] += 1;
        row[1] += usize::from(case.class().is_none());
        row[2] += usize::from(case.libxml2.is_some() && case.libxml2_class().is_none());
        self.with_libxml2 |= case.libxml2.is_some();
        for change in &case.mutant.changes {
            *self.kinds.entry(change.kind.to_owned()).or_default() += 1;
        }
        let mut changes = case.mutant.changes.iter();
        if changes.all(|c| self.harmless.contains(c.kind)) && case.xerces.outcome != Outcome::Valid
        {
            let class = case.xerces.message.clone();
            self.harmed.entry(class).or_default().add(case.clone());
        }
        if let Some(class) = case.libxml2_class() {
            match known::find(known::LIBXML2, &case) {
                Some(known) => count(&mut self.libxml2_known, known),
                None => self.libxml2.entry(class).or_default().add(case.clone()),
            }
        }
        if let Some(class) = case.class() {
            match known::find(known::OURS, &case) {
                Some(known) => count(&mut self.documented, known),
                None => self.undocumented.entry(class).or_default().add(case),
            }
        }
    }

    /// Leaves out changes that do not matter.
    pub(super) fn minimize(&mut self, bench: &mut Bench<'_>) -> Result<(), String> {
        for class in self.undocumented.values_mut() {
            for example in &mut class.examples {
                *example = bench.minimize(example)?;
            }
            class
                .examples
                .sort_by_key(|c| (c.mutant.changes.len(), c.mutant.bytes.len()));
        }
        Ok(())
    }

    /// How many disagreements with Xerces-J are not documented.
    pub(super) fn undocumented(&self) -> usize {
        self.undocumented.values().map(|class| class.count).sum()
    }

    /// Writes the examples into a folder, each with what the validators say.
    pub(super) fn save(&self, folder: &Path) -> Result<(), String> {
        let write = |path: &Path, bytes: &[u8]| {
            fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))
        };
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        }
        for (name, classes) in [("ours", &self.undocumented), ("libxml2", &self.libxml2)] {
            let folder = folder.join(name);
            fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
            for (class, found) in classes {
                for case in &found.examples {
                    let name = case.origin.name();
                    let text = format!("{class}\n{}", describe(case));
                    write(&folder.join(format!("{name}.xml")), &case.mutant.bytes)?;
                    write(&folder.join(format!("{name}.txt")), text.as_bytes())?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn print(&self) {
        let all: usize = self.verdicts.values().map(|row| row[0]).sum();
        println!("\n{all} mutants, seed {}", self.seed);
        println!(
            "{:<20}{:>10}{:>16}{:>16}",
            "Xerces-J", "mutants", "ours agrees", "libxml2 agrees"
        );
        for (outcome, [count, own, libxml2]) in &self.verdicts {
            let libxml2 = match self.with_libxml2 {
                true => libxml2.to_string(),
                false => "-".to_owned(),
            };
            println!("{:<20}{count:>10}{own:>16}{libxml2:>16}", outcome.name());
        }
        print_known(
            "libxml2 disagrees with Xerces-J, known:",
            &self.libxml2_known,
        );
        print_classes("libxml2 disagrees with Xerces-J:", &self.libxml2, false);
        print_known(
            "ours disagrees with Xerces-J, documented:",
            &self.documented,
        );
        print_classes(
            "ours disagrees with Xerces-J, not documented:",
            &self.undocumented,
            true,
        );
    }
}

fn count(counts: &mut BTreeMap<&'static str, (usize, &'static str)>, known: &'static Known) {
    counts.entry(known.name).or_insert((0, known.clause)).0 += 1;
}

fn print_known(title: &str, counts: &BTreeMap<&str, (usize, &str)>) {
    if !counts.is_empty() {
        println!("\n{title}");
    }
    for (name, (count, clause)) in counts {
        println!("{count:>8}  {name} ({clause})");
    }
}

fn print_classes(title: &str, classes: &Classes, examples: bool) {
    if !classes.is_empty() {
        println!("\n{title}");
    }
    let mut sorted: Vec<(&String, &Class)> = classes.iter().collect();
    sorted.sort_by_key(|(_, class)| std::cmp::Reverse(class.count));
    for (name, class) in sorted {
        println!("{:>8}  {name}", class.count);
        for case in class.examples.iter().take(1) {
            match examples {
                true => print!("{}", indented(&describe(case))),
                false => println!("          {}", case.changes().join("; ")),
            }
        }
    }
}

fn indented(text: &str) -> String {
    text.lines()
        .map(|line| format!("          {line}\n"))
        .collect()
}

/// A case in some lines.
fn describe(case: &Case) -> String {
    let mut out = format!(
        "{}.xml, {} bytes\n",
        case.origin.name(),
        case.mutant.bytes.len()
    );
    for change in case.changes() {
        out.push_str(&format!("  {change}\n"));
    }
    let libxml2 = case.libxml2.as_ref().map(|verdict| ("libxml2", verdict));
    let verdicts = [("Xerces-J", &case.xerces), ("ours", &case.own)];
    for (name, verdict) in verdicts.into_iter().chain(libxml2) {
        let message: String = verdict.message.chars().take(400).collect();
        let message: String = message.chars().map(visible).collect();
        out.push_str(&format!("  {name}: {} {message}\n", verdict.outcome.name()));
    }
    out
}

/// Messages quote what mutants hold, which is not always fit for a terminal.
fn visible(c: char) -> char {
    if c.is_control() { '\u{fffd}' } else { c }
}
