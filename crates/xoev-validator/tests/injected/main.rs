//! The number of reports: a message with so many independent faults gets so many findings. One
//! cause gives one finding, and the rest is still checked against the right declarations.

mod faults;
mod message;

use std::collections::HashMap;
use std::path::Path;

use xoev::Rule;
use xoev_schema::{ElementId, Loader, sample::Sampler};
use xoev_validator::{Report, Settings, Validator};

use faults::{Fault, Inject, KINDS, Random};
use message::Message;

const CASES: usize = 1000;
/// How often a place is looked for in one message before the next kind is tried.
const ATTEMPTS: usize = 12;

/// What was counted for a kind.
#[derive(Default)]
struct Row {
    faults: usize,
    /// Alone in a message, it gave exactly one finding.
    alone: usize,
    /// It was in a message with as many findings as faults.
    together: usize,
}

struct Injector<'v> {
    validator: &'v Validator,
    random: Random,
    rows: HashMap<&'static str, Row>,
    /// Findings of faults that did not give exactly one.
    misses: Vec<String>,
}

/// What the findings say, places left out.
fn gist(report: &Report) -> Vec<(Rule, String, String)> {
    let each = report.findings.iter().map(|f| {
        let violation = &f.violation;
        (
            violation.rule,
            violation.expected.clone(),
            violation.found.clone(),
        )
    });
    let mut each: Vec<_> = each.collect();
    each.sort();
    each
}

fn findings(report: &Report) -> String {
    let each = report.findings.iter().map(|f| f.violation.to_string());
    each.collect::<Vec<_>>().join("\n      ")
}

impl Injector<'_> {
    fn judge(&self, message: &Message) -> Report {
        let text = message.print();
        let report = self
            .validator
            .validate(text.as_bytes(), &Settings::default());
        report.expect("readable")
    }

    /// Puts a fault of a kind into a message that has some already; false if there is no place.
    fn inject(
        &mut self,
        original: &Message,
        message: &mut Message,
        faults: &mut Vec<Fault>,
        (kind, inject): (&'static str, Inject),
    ) -> bool {
        let set = self.validator.set();
        for _ in 0..ATTEMPTS {
            // Most elements are no places for a kind; it costs little to ask many of them.
            let seed = self.random.0;
            let found = (0..200).find_map(|_| {
                let seed = self.random.0;
                let id = self.random.below(original.nodes.len());
                let mut alone = original.clone();
                let fault = inject(&mut alone, set, id, &mut self.random)?;
                Some((seed, id, alone, fault))
            });
            let Some((again, id, alone, mut fault)) = found else {
                self.random.0 = seed.wrapping_add(1);
                return false;
            };
            fault.kind = kind;
            if faults.iter().any(|other| clash(original, &fault, other)) {
                continue;
            }
            let report = self.judge(&alone);
            if report.is_valid() {
                continue;
            }
            fault.alone = gist(&report);
            if fault.alone.len() != 1 {
                self.misses.push(format!(
                    "{kind}, {} findings, at {}:\n      {}",
                    fault.alone.len(),
                    original.nodes[id].name,
                    findings(&report)
                ));
            }
            let mut random = Random(again);
            random.below(original.nodes.len());
            inject(message, set, id, &mut random).expect("the same place");
            faults.push(fault);
            return true;
        }
        false
    }
}

/// Whether two faults are too close to each other to be two causes.
fn clash(message: &Message, a: &Fault, b: &Fault) -> bool {
    let buried = |a: &Fault, b: &Fault| {
        let mut each = a.touched.iter().chain(&a.parents);
        each.any(|t| b.dead.iter().any(|dead| message.is_within(*t, *dead)))
    };
    a.parents.iter().any(|p| b.parents.contains(p)) || buried(a, b) || buried(b, a)
}

#[test]
fn each_of_several_faults_gives_one_finding() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let loader = Loader::new().folder(schemas).expect("the schemas");
    let validator = Validator::lazy(loader.load().expect("a schema set"));
    let set = validator.set();
    let all: Vec<ElementId> = (0..set.elements.len())
        .map(|at| ElementId(u32::try_from(at).expect("few")))
        .filter(|id| !set.element(*id).abstract_)
        .collect();
    let mut injector = Injector {
        validator: &validator,
        random: Random(2026),
        rows: HashMap::new(),
        misses: Vec::new(),
    };
    let mut cases = 0;
    let mut exact = 0;
    // Each fault is reported as if it were alone.
    let mut same = 0;
    let mut used = vec![false; all.len()];
    let mut per_count = [(0, 0); 5];
    let mut wrong = Vec::new();
    let mut turn = 0;
    while cases < CASES {
        let at = turn * 7 % all.len();
        let full = (turn / all.len()).is_multiple_of(2);
        turn += 1;
        assert!(turn < 20 * CASES, "only {cases} cases were found");
        let sampler = Sampler::new(set).full(full).seed(turn as u64);
        let Ok(text) = sampler.sample(all[at]) else {
            continue;
        };
        let Some(original) = Message::parse(&validator, &text) else {
            continue;
        };
        let count = cases % 5 + 1;
        let mut message = original.clone();
        let mut faults = Vec::new();
        let mut kinds = KINDS.to_vec();
        // The rarest first, so that all kinds are used evenly; in no fixed company.
        kinds.sort_by_cached_key(|(kind, _)| {
            let faults = injector.rows.get(kind).map_or(0, |row| row.faults);
            (faults, injector.random.below(1000))
        });
        for kind in kinds {
            if faults.len() == count {
                break;
            }
            injector.inject(&original, &mut message, &mut faults, kind);
        }
        if faults.len() < count {
            continue;
        }
        let report = injector.judge(&message);
        cases += 1;
        used[at] = true;
        let (tried, good) = &mut per_count[count - 1];
        *tried += 1;
        assert!(!report.findings.is_empty(), "{faults:?}");
        assert_eq!(report.omitted, 0);
        let all_found = report.findings.len() == count;
        for fault in &faults {
            let row = injector.rows.entry(fault.kind).or_default();
            row.faults += 1;
            row.alone += usize::from(fault.alone.len() == 1);
            row.together += usize::from(all_found);
        }
        let mut wanted: Vec<_> = faults.iter().flat_map(|f| f.alone.clone()).collect();
        wanted.sort();
        same += usize::from(gist(&report) == wanted);
        if all_found {
            exact += 1;
            *good += 1;
        } else {
            let kinds: Vec<_> = faults.iter().map(|f| f.kind).collect();
            wrong.push(format!(
                "{count} faults, {} findings: {kinds:?}\n      {}",
                report.findings.len(),
                findings(&report)
            ));
        }
    }
    let used = used.iter().filter(|used| **used).count();
    println!("{same} of {cases} cases say the same of each fault as alone");
    println!(
        "{exact} of {cases} cases exact, in {used} of {} messages",
        all.len()
    );
    for (count, (tried, good)) in per_count.iter().enumerate() {
        println!("  {} faults: {good} of {tried}", count + 1);
    }
    println!(
        "{:30} {:>6} {:>8} {:>9}",
        "kind", "faults", "alone", "together"
    );
    let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
    for (kind, _) in KINDS {
        let row = injector.rows.get(kind).expect("used");
        let (alone, together) = (
            share(row.alone, row.faults),
            share(row.together, row.faults),
        );
        println!("{kind:30} {:6} {alone:7.1}% {together:8.1}%", row.faults);
    }
    println!("misses of single faults: {}", injector.misses.len());
    for miss in injector.misses.iter().take(60) {
        println!("   {miss}");
    }
    println!("misses of cases: {}", wrong.len());
    for miss in wrong.iter().take(20) {
        println!("   {miss}");
    }
    assert!(exact * 100 >= cases * 95, "{exact} of {cases} cases");
    assert!(same * 100 >= cases * 95, "{same} of {cases} cases");
    for (kind, _) in KINDS {
        let row = injector.rows.get(kind).expect("used");
        assert!(row.faults >= 50, "{kind}: only {} faults", row.faults);
        assert!(row.alone * 100 >= row.faults * 97, "{kind}");
    }
}
