//! The verdict on one file.

use std::path::Path;

use serde::Serialize;
use xoev::{MessageType, ReadError, Violation};

use crate::cli::Lang;
use crate::failure::{Outcome, cause};
use crate::{bundled, output};

/// Identifier for files that can't be read, beside those of [`xoev::Rule`].
const UNREADABLE: &str = "xoev-io";

/// What was found out about a file. The names and their order are the contract of the JSON form.
#[derive(Debug, Serialize)]
pub(super) struct Verdict {
    pub(super) file: String,
    pub(super) valid: bool,
    /// Number of the message, as far as it is known.
    pub(super) message: Option<&'static str>,
    pub(super) errors: Vec<Objection>,
    #[serde(skip)]
    pub(super) title: &'static str,
    /// Whether the file could be judged at all.
    #[serde(skip)]
    pub(super) judged: bool,
}

/// A rule that was broken.
#[derive(Debug, Serialize)]
pub(super) struct Objection {
    pub(super) rule: &'static str,
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) text: String,
}

impl Verdict {
    /// Reads a file and judges it.
    pub(super) fn of(path: &Path, max_errors: usize, lang: Lang) -> Verdict {
        let file = path.display().to_string();
        let read = output::read(path)
            .map_err(ReadError::from)
            .and_then(|b| bundled::read(&b));
        let error = match read {
            Ok(message) => {
                let known = message.message_type();
                let mut verdict = Verdict::new(file, Some(known));
                verdict.valid = true;
                return verdict;
            }
            Err(error) => error,
        };
        let Some(violation) = error.violation() else {
            let mut verdict = Verdict::new(file, None);
            verdict.judged = false;
            verdict.errors.push(Objection::unreadable(&error, lang));
            return verdict;
        };
        let root = violation
            .path
            .steps()
            .first()
            .map(|step| step.name.as_str());
        let mut verdict = Verdict::new(file, root.and_then(bundled::message_of_element));
        // Beyond a limit the message may be valid or not.
        verdict.judged = !matches!(error, ReadError::Limit(_));
        verdict.errors.push(Objection::of(violation, lang));
        verdict.errors.truncate(max_errors);
        verdict
    }

    fn new(file: String, known: Option<&'static MessageType>) -> Verdict {
        Verdict {
            file,
            valid: false,
            message: known.map(|m| m.number),
            errors: Vec::new(),
            title: known.map_or("", |m| m.title),
            judged: true,
        }
    }

    /// What this file means for the exit code.
    pub(super) fn outcome(&self) -> Outcome {
        match (self.judged, self.valid) {
            (false, _) => Outcome::Incomplete,
            (true, false) => Outcome::Objections,
            (true, true) => Outcome::Fine,
        }
    }
}

impl Objection {
    fn of(violation: &Violation, lang: Lang) -> Objection {
        Objection {
            rule: violation.rule.id(),
            path: violation.path.to_string(),
            line: violation.line,
            column: violation.column,
            text: violation.text(lang.into()),
        }
    }

    fn unreadable(error: &ReadError, lang: Lang) -> Objection {
        let cause = match error {
            ReadError::Io(error) => cause(error, lang),
            other => other.to_string(),
        };
        let text = lang.pick(
            format!("Die Datei ist nicht lesbar: {cause}."),
            format!("the file is not readable: {cause}"),
        );
        Objection {
            rule: UNREADABLE,
            path: String::new(),
            line: 0,
            column: 0,
            text,
        }
    }
}
