//! Findings by rule, in bounded memory.

use std::collections::{BTreeMap, BTreeSet};

use crate::entry::{Entry, Layer, Severity};
use crate::file::FileReport;

/// Rules that are told apart. There are some hundred; a flood of others shares one line.
const MOST_RULES: usize = 1000;
/// Files that are named for a rule.
const MOST_FILES: usize = 5;

/// Findings by rule.
#[derive(Debug, Default)]
pub(crate) struct Statistics {
    pub(crate) rules: BTreeMap<(Layer, String), RuleCount>,
    /// Findings of rules beyond those that are told apart.
    pub(crate) others: u64,
}

/// How often and where a rule was broken.
#[derive(Debug)]
pub(crate) struct RuleCount {
    pub(crate) name: String,
    /// The first finding, for rules without a general sentence.
    pub(crate) example: Entry,
    pub(crate) findings: [u64; Severity::ALL.len()],
    pub(crate) files: u64,
    /// The first files: number of the section, and name.
    pub(crate) first: Vec<(u64, String)>,
}

impl RuleCount {
    pub(crate) fn all(&self) -> u64 {
        self.findings.iter().sum()
    }
}

impl Statistics {
    /// Counts the findings of a file, and remembers it if it has a section.
    pub(crate) fn add(&mut self, report: &FileReport, section: Option<u64>) {
        let mut seen = BTreeSet::new();
        for entry in report.entries() {
            let key = (entry.layer, entry.rule.clone());
            if self.rules.len() >= MOST_RULES && !self.rules.contains_key(&key) {
                self.others += 1;
                continue;
            }
            let first_here = seen.insert(key.clone());
            let count = self.rules.entry(key).or_insert_with(|| RuleCount {
                name: entry.name.clone(),
                example: entry.clone(),
                findings: Default::default(),
                files: 0,
                first: Vec::new(),
            });
            count.findings[entry.severity as usize] += 1;
            if first_here {
                count.files += 1;
                if let Some(section) = section.filter(|_| count.first.len() < MOST_FILES) {
                    count.first.push((section, report.file.clone()));
                }
            }
        }
    }

    /// The rules, those with most findings first.
    pub(crate) fn by_frequency(&self) -> Vec<(Layer, &str, &RuleCount)> {
        let mut all: Vec<_> = self
            .rules
            .iter()
            .map(|((layer, rule), count)| (*layer, rule.as_str(), count))
            .collect();
        all.sort_by_key(|(_, _, count)| std::cmp::Reverse(count.all()));
        all
    }
}
