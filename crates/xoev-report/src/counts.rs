//! How many files and findings there were.

use crate::entry::{Entry, Layer, Severity};
use crate::file::{FileReport, State};

/// How many files and findings there were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    states: [u64; State::ALL.len()],
    findings: [[u64; Severity::ALL.len()]; Layer::ALL.len()],
    omitted: u64,
}

impl Counts {
    /// Nothing yet.
    pub fn new() -> Counts {
        Counts::default()
    }

    /// Counts a file and its findings.
    pub fn add(&mut self, report: &FileReport) {
        self.states[report.state() as usize] += 1;
        for entry in report.entries() {
            self.add_entry(entry);
        }
        self.omitted = self.omitted.saturating_add(report.omitted);
    }

    fn add_entry(&mut self, entry: &Entry) {
        self.findings[entry.layer as usize][entry.severity as usize] += 1;
    }

    /// All files.
    pub fn files(&self) -> u64 {
        self.states.iter().sum()
    }

    /// Files with this verdict.
    pub fn state(&self, state: State) -> u64 {
        self.states[state as usize]
    }

    /// Files that are valid by the schema, conformant or not.
    pub fn valid(&self) -> u64 {
        self.state(State::Conformant) + self.state(State::NotConformant)
    }

    /// Listed findings of a layer and a severity.
    pub fn findings(&self, layer: Layer, severity: Severity) -> u64 {
        self.findings[layer as usize][severity as usize]
    }

    /// All listed findings.
    pub fn all_findings(&self) -> u64 {
        self.findings.iter().flatten().sum()
    }

    /// Findings that were not listed by the validator.
    pub fn omitted(&self) -> u64 {
        self.omitted
    }
}
