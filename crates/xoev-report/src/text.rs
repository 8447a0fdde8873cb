//! The report as text for people at a terminal.

use std::collections::BTreeMap;
use std::io::{self, Write};

use xoev::Language;

use crate::counts::Counts;
use crate::entry::{Entry, Severity};
use crate::file::FileReport;
use crate::visible;
use crate::words::{self, pick};

/// Writes reports as text: each file with its findings, then the notes about files as a whole, each once
/// with the number of files that it is about, and a summary.
#[derive(Debug)]
pub struct TextWriter<W> {
    out: W,
    language: Language,
    counts: Counts,
    /// Notes without a place, with the number of files.
    notes: BTreeMap<String, u64>,
    /// Further notes than can be held.
    more_notes: bool,
}

/// How many different notes are shown.
const NOTES: usize = 200;

impl<W: Write> TextWriter<W> {
    /// Writes to `out`.
    pub fn new(out: W, language: Language) -> TextWriter<W> {
        TextWriter {
            out,
            language,
            counts: Counts::new(),
            notes: BTreeMap::new(),
            more_notes: false,
        }
    }

    /// Writes the next report.
    ///
    /// # Errors
    ///
    /// If it can't be written.
    pub fn add(&mut self, report: &FileReport) -> io::Result<()> {
        self.counts.add(report);
        for entry in report.notes.iter().filter(|e| e.line == 0) {
            let text = visible::line(&entry.labelled(self.language));
            match self.notes.len() < NOTES || self.notes.contains_key(&text) {
                true => *self.notes.entry(text).or_default() += 1,
                false => self.more_notes = true,
            }
        }
        self.out.write_all(file(report, self.language).as_bytes())
    }

    /// Writes the notes, and the summary if there was more than one file.
    ///
    /// # Errors
    ///
    /// If it can't be written.
    pub fn finish(mut self) -> io::Result<Counts> {
        for (note, files) in &self.notes {
            let lead = words::severity(Severity::Note, self.language);
            let files = match files {
                1 => String::new(),
                n => pick(
                    self.language,
                    format!(" ({n} Dateien)"),
                    format!(" ({n} files)"),
                ),
            };
            writeln!(self.out, "{lead}: {note}{files}")?;
        }
        if self.more_notes {
            let more = pick(self.language, "… und weitere Hinweise", "… and more notes");
            writeln!(self.out, "{more}")?;
        }
        if self.counts.files() > 1 {
            writeln!(self.out, "{}", words::summary(&self.counts, self.language))?;
        }
        self.out.flush()?;
        Ok(self.counts)
    }
}

fn file(report: &FileReport, language: Language) -> String {
    let state = words::state(report.state(), language);
    let mut text = format!("{}: {state}", visible::line(&report.file));
    if let Some(number) = &report.message {
        let title = report.title.as_deref().unwrap_or_default();
        let message = visible::line(format!("{number} {title}").trim_end());
        text.push_str(&format!(" ({message})"));
    }
    text.push('\n');
    let placed = report.notes.iter().filter(|e| e.line > 0);
    for entry in report.errors.iter().chain(placed) {
        finding(&mut text, entry, language);
    }
    if report.omitted > 0 {
        let more = report.omitted;
        text.push_str(&pick(
            language,
            format!("  … und {more} weitere Befunde\n"),
            format!("  … and {more} more findings\n"),
        ));
    }
    text
}

fn finding(text: &mut String, entry: &Entry, language: Language) {
    text.push_str("  ");
    if entry.line > 0 {
        let (line, column) = pick(language, ("Zeile", "Spalte"), ("line", "column"));
        text.push_str(&format!(
            "{line} {}, {column} {}: ",
            entry.line, entry.column
        ));
    }
    if entry.severity != Severity::Error {
        text.push_str(words::severity(entry.severity, language));
        text.push_str(": ");
    }
    // What was found may hold line breaks and control codes of terminals; the lines here have a
    // meaning.
    let sentence = visible::line(&entry.labelled(language));
    text.push_str(&format!("{sentence}\n    "));
    if !entry.path.is_empty() {
        text.push_str(&format!("{} ", visible::line(&entry.path)));
    }
    text.push_str(&format!("[{}]\n", visible::line(&entry.rule)));
}
