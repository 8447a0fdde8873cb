//! Verdicts as text, as lines of JSON, or as JUnit XML.

use std::io::{self, Write as _};

use super::junit;
use super::verdict::Verdict;
use crate::cli::{Format, Lang};
use crate::failure::Failure;

/// Prints verdicts in the form asked for.
pub(super) struct Printer {
    format: Format,
    lang: Lang,
    total: usize,
    counts: Counts,
    /// JUnit wants the counts at the beginning, so the verdicts wait.
    kept: Vec<Verdict>,
}

#[derive(Default)]
struct Counts {
    valid: usize,
    invalid: usize,
    unjudged: usize,
}

impl Printer {
    pub(super) fn new(format: Format, lang: Lang, total: usize) -> Printer {
        Printer {
            format,
            lang,
            total,
            counts: Counts::default(),
            kept: Vec::new(),
        }
    }

    /// Takes the next verdict.
    pub(super) fn add(&mut self, verdict: Verdict) -> Result<(), Failure> {
        match (verdict.judged, verdict.valid) {
            (false, _) => self.counts.unjudged += 1,
            (true, false) => self.counts.invalid += 1,
            (true, true) => self.counts.valid += 1,
        }
        let mut out = io::stdout().lock();
        match self.format {
            Format::Text => out.write_all(self.text(&verdict).as_bytes())?,
            Format::Json => {
                let line = serde_json::to_string(&verdict).map_err(io::Error::from)?;
                writeln!(out, "{line}")?;
            }
            Format::Junit => self.kept.push(verdict),
        }
        Ok(())
    }

    /// Prints what comes after the last verdict.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match self.format {
            Format::Text if self.total > 1 => writeln!(out, "{}", self.summary())?,
            Format::Junit => out.write_all(junit::document(&self.kept).as_bytes())?,
            Format::Text | Format::Json => {}
        }
        out.flush()?;
        Ok(())
    }

    fn text(&self, verdict: &Verdict) -> String {
        let state = match (verdict.judged, verdict.valid) {
            (true, true) => self.lang.pick("gültig", "valid"),
            (true, false) => self.lang.pick("ungültig", "not valid"),
            (false, _) => self.lang.pick("nicht geprüft", "not checked"),
        };
        let mut text = format!("{}: {state}", verdict.file);
        if let Some(number) = verdict.message {
            text.push_str(&format!(" ({number} {})", verdict.title));
        }
        text.push('\n');
        for error in &verdict.errors {
            text.push_str("  ");
            if error.line > 0 {
                let (line, column) = self.lang.pick(("Zeile", "Spalte"), ("line", "column"));
                text.push_str(&format!(
                    "{line} {}, {column} {}: ",
                    error.line, error.column
                ));
            }
            // What was found may hold line breaks; the lines here have a meaning.
            let words = error.text.replace(['\n', '\r', '\t'], " ");
            text.push_str(&format!("{words}\n    "));
            if !error.path.is_empty() {
                text.push_str(&format!("{} ", error.path));
            }
            text.push_str(&format!("[{}]\n", error.rule));
        }
        text
    }

    fn summary(&self) -> String {
        let Counts {
            valid,
            invalid,
            unjudged,
        } = self.counts;
        let total = self.total;
        let mut text = self.lang.pick(
            format!("{total} Dateien: {valid} gültig, {invalid} ungültig"),
            format!("{total} files: {valid} valid, {invalid} not valid"),
        );
        if unjudged > 0 {
            text.push_str(&self.lang.pick(
                format!(", {unjudged} nicht geprüft"),
                format!(", {unjudged} not checked"),
            ));
        }
        text
    }
}
