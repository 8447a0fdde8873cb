//! What the fuzz target of the validator does with its bytes. The tests of `xoev-validator` run it,
//! so that it cannot rot.

use std::io::{self, Read};

use xoev::Language;
use xoev_validator::{Report, Settings, Validator};

/// Gives one byte at a time.
pub struct Drops<'b>(pub &'b [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = into.len().min(1);
        self.0.read(&mut into[..count])
    }
}

/// Validating never panics, whatever the bytes are, and the report does not depend on how they
/// come.
pub fn validate(validator: &Validator, bytes: &[u8]) -> Report {
    let settings = Settings::default();
    let report = validator.validate(bytes, &settings).expect("bytes");
    let dropped = validator.validate(Drops(bytes), &settings).expect("bytes");
    for again in [dropped, validator.validate_slice(bytes, &settings)] {
        assert_eq!(report.judgement, again.judgement);
        assert_eq!(report.findings, again.findings);
        assert_eq!(report.omitted, again.omitted);
        assert_eq!(report.root, again.root);
        assert_eq!(report.encoding, again.encoding);
    }
    assert_eq!(report.is_valid(), report.findings.is_empty());
    for finding in &report.findings {
        assert!(finding.violation.offset <= bytes.len());
        for language in [Language::German, Language::English] {
            let shown = finding.text(language);
            assert!(!shown.is_empty() && shown.len() < 200_000, "{shown}");
        }
    }
    report
}
