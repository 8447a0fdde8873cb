//! The report as lines of JSON, for programs.

use std::borrow::Cow;
use std::io::{self, Write};

use xoev::Language;

use crate::counts::Counts;
use crate::file::FileReport;

/// Writes each report as an object on one line; its keys are the fields of [`FileReport`].
#[derive(Debug)]
pub struct JsonWriter<W> {
    out: W,
    language: Language,
    counts: Counts,
}

impl<W: Write> JsonWriter<W> {
    /// Writes to `out`. `text` of the findings is in the language given.
    pub fn new(out: W, language: Language) -> JsonWriter<W> {
        JsonWriter {
            out,
            language,
            counts: Counts::new(),
        }
    }

    /// Writes the next report.
    ///
    /// # Errors
    ///
    /// If it can't be written.
    pub fn add(&mut self, report: &FileReport) -> io::Result<()> {
        self.counts.add(report);
        let mut report = Cow::Borrowed(report);
        let mut entries = report.entries();
        if entries.any(|e| e.text != e.text_in(self.language)) {
            drop(entries);
            report.to_mut().set_language(self.language);
        }
        serde_json::to_writer(&mut self.out, &report)?;
        self.out.write_all(b"\n")
    }

    /// Hands over what is still on its way.
    ///
    /// # Errors
    ///
    /// If it can't be written.
    pub fn finish(mut self) -> io::Result<Counts> {
        self.out.flush()?;
        Ok(self.counts)
    }
}
