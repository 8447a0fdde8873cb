//! Cases: a message that keeps a rule, and the same one changed so that it breaks it.

use std::collections::BTreeMap;

use xoev_rules::Kind;
use xoev_validator::Judgement;

use super::{Document, judge, message, rules};

/// A message that keeps a rule, and what breaks it.
pub(crate) struct Case {
    rule: &'static str,
    number: &'static str,
    full: bool,
    keep: fn(&mut Document),
    wreck: fn(&mut Document),
    schema: bool,
}

impl Case {
    /// A rule; the number of a message; what makes a sample of it keep the rule; what breaks it.
    pub(crate) fn new(
        rule: &'static str,
        number: &'static str,
        keep: fn(&mut Document),
        wreck: fn(&mut Document),
    ) -> Case {
        Case {
            rule,
            number,
            full: false,
            keep,
            wreck,
            schema: false,
        }
    }

    /// The schema forbids it, too.
    pub(crate) fn with_schema(mut self) -> Case {
        self.schema = true;
        self
    }

    /// From a sample with optional content.
    pub(crate) fn full(mut self) -> Case {
        self.full = true;
        self
    }
}

/// Fails with all cases in which a rule is not found kept and then broken.
pub(crate) fn prove(cases: &[Case]) {
    let kinds: BTreeMap<&str, Kind> = rules().rules().iter().map(|r| (r.id, r.kind)).collect();
    let mut wrong = Vec::new();
    for case in cases {
        let (rule, number) = (case.rule, case.number);
        let mut document = message(number, case.full);
        (case.keep)(&mut document);
        let kept = document.xml();
        let (report, found) = judge(kept.as_bytes());
        if report.judgement != Judgement::Valid {
            let faults: Vec<String> = report
                .findings
                .iter()
                .map(|f| f.violation.to_string())
                .collect();
            wrong.push(format!("{rule} {number}: not valid: {faults:?}"));
        }
        for finding in found.findings.iter().filter(|f| f.rule == rule) {
            let text = finding.text(xoev::Language::English);
            wrong.push(format!(
                "{rule} {number}: kept, but {text} at {}",
                finding.path
            ));
        }
        (case.wreck)(&mut document);
        let broken = document.xml();
        let (report, found) = judge(broken.as_bytes());
        if (report.judgement == Judgement::Valid) == case.schema {
            wrong.push(format!("{rule} {number}: {:?}", report.judgement));
        }
        let of_rule: Vec<_> = found.findings.iter().filter(|f| f.rule == rule).collect();
        let [finding] = of_rule[..] else {
            wrong.push(format!("{rule} {number}: found {} times", of_rule.len()));
            continue;
        };
        assert_eq!(finding.kind, kinds[rule], "{rule}");
        assert_eq!(finding.also_schema, case.schema, "{rule}");
        let offset = usize::try_from(finding.offset).expect("an offset");
        if !broken[offset..].starts_with('<') {
            wrong.push(format!("{rule} {number}: offset {offset} is no start tag"));
        }
        let last = finding.path.steps().last().expect("a path");
        let tag: String = broken[offset + 1..].chars().take(60).collect();
        if !tag.contains(last.name.as_str()) {
            wrong.push(format!("{rule} {number}: {} is not at {tag}", finding.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
