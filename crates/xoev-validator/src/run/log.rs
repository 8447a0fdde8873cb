//! Collects findings.

use xoev::{Path, Violation};

use crate::input::Position;
use crate::report::{Finding, Judgement};
use xoev::Rule;

/// What was found so far.
#[derive(Debug)]
pub(super) struct Log {
    findings: Vec<Finding>,
    most: usize,
    pub(super) omitted: u64,
    pub(super) judgement: Judgement,
}

impl Log {
    pub(super) fn new(most: usize) -> Log {
        Log {
            findings: Vec::new(),
            most,
            omitted: 0,
            judgement: Judgement::Valid,
        }
    }

    /// How many findings there are, those that are not kept included.
    pub(super) fn count(&self) -> u64 {
        self.findings.len() as u64 + self.omitted
    }

    /// Whether the next finding would be counted only.
    pub(super) fn is_full(&self) -> bool {
        self.findings.len() >= self.most
    }

    #[cold]
    pub(super) fn add(
        &mut self,
        rule: Rule,
        path: Path,
        place: (Position, u64),
        words: (&str, &str),
        label: Option<String>,
    ) {
        let unknown = matches!(
            rule,
            Rule::Limit | Rule::NotSupported | Rule::DoctypeRefused | Rule::EncodingNotSupported
        );
        self.judgement = match (self.judgement, unknown) {
            // What was found before a limit still stands.
            (Judgement::Invalid, _) | (_, false) => Judgement::Invalid,
            (_, true) => Judgement::Unknown,
        };
        if self.is_full() {
            self.omitted += 1;
            return;
        }
        let (position, length) = place;
        let mut violation = Violation::new(rule, path, words.0, words.1);
        violation.line = position.line;
        violation.column = position.column;
        violation.offset = usize::try_from(position.offset).unwrap_or(usize::MAX);
        self.findings.push(Finding {
            violation,
            label,
            length,
        });
    }

    /// The findings in the order of the message.
    pub(super) fn into_findings(mut self) -> (Vec<Finding>, Judgement, u64) {
        self.findings.sort_by_key(|f| f.violation.offset);
        (self.findings, self.judgement, self.omitted)
    }
}
