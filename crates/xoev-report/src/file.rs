//! What was found out about one file.

use serde::{Deserialize, Serialize};
use xoev::Language;

use crate::entry::{Entry, Layer, Severity};

/// What was found out about one file.
///
/// The first four names and their order are the contract of the JSON form since its first version;
/// the others were added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileReport {
    /// The file, as it was named.
    pub file: String,
    /// Valid by the schema, whatever the other layers say.
    pub valid: bool,
    /// Number of the message, as far as it is known.
    pub message: Option<String>,
    /// Errors and warnings of all layers.
    pub errors: Vec<Entry>,
    /// Valid, and no hard rule of the other layers is broken.
    pub conformant: bool,
    /// Notes of all layers.
    pub notes: Vec<Entry>,
    /// How many more findings there were than are listed.
    pub omitted: u64,
    /// Title of the message, as far as it is known.
    pub title: Option<String>,
    /// Whether the file could be judged at all.
    pub judged: bool,
}

/// The verdict on a file in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Valid, and no hard rule of the other layers is broken.
    Conformant,
    /// Valid by the schema, but a hard rule of another layer is broken.
    NotConformant,
    /// Not valid.
    Invalid,
    /// Not known, since the file could not be read or a limit was reached.
    Unchecked,
}

impl State {
    /// All, best first.
    pub const ALL: [State; 4] = [
        State::Conformant,
        State::NotConformant,
        State::Invalid,
        State::Unchecked,
    ];
}

impl FileReport {
    /// A file that is valid by the schema.
    pub fn valid(file: impl Into<String>) -> FileReport {
        FileReport {
            file: file.into(),
            valid: true,
            message: None,
            errors: Vec::new(),
            conformant: true,
            notes: Vec::new(),
            omitted: 0,
            title: None,
            judged: true,
        }
    }

    /// A file that is not well-formed or not valid by the schema.
    pub fn invalid(file: impl Into<String>) -> FileReport {
        let mut report = FileReport::valid(file);
        (report.valid, report.conformant) = (false, false);
        report
    }

    /// A file that could not be judged.
    pub fn unchecked(file: impl Into<String>) -> FileReport {
        let mut report = FileReport::invalid(file);
        report.judged = false;
        report
    }

    /// Which message it is.
    #[must_use]
    pub fn message(mut self, number: impl Into<String>, title: impl Into<String>) -> FileReport {
        self.message = Some(number.into());
        self.title = Some(title.into());
        self
    }

    /// Adds a finding: see [`FileReport::push`].
    #[must_use]
    pub fn with(mut self, entry: Entry) -> FileReport {
        self.push(entry);
        self
    }

    /// Adds a finding. An error makes the file not conformant; one of the schema makes it invalid.
    pub fn push(&mut self, entry: Entry) {
        match (entry.severity, entry.layer) {
            (Severity::Note, _) => return self.notes.push(entry),
            (Severity::Error, Layer::Schema) => (self.valid, self.conformant) = (false, false),
            (Severity::Error, _) => self.conformant = false,
            (Severity::Warning, _) => {}
        }
        self.errors.push(entry);
    }

    /// Counts findings that are not listed. [`FileReport::not_conformant`] tells if hard rules were
    /// among them.
    pub fn omit(&mut self, findings: u64) {
        self.omitted = self.omitted.saturating_add(findings);
    }

    /// A hard rule of the other layers is broken, though it may not be listed.
    pub fn not_conformant(&mut self) {
        self.conformant = false;
    }

    /// Lists at most so many errors and warnings, and as many notes; counts the others.
    pub fn truncate(&mut self, most: usize) {
        for list in [&mut self.errors, &mut self.notes] {
            let more = list.len().saturating_sub(most);
            list.truncate(most);
            self.omitted = self
                .omitted
                .saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
        }
    }

    /// The language of [`Entry::text`]; German until then.
    pub fn set_language(&mut self, language: Language) {
        for entry in self.errors.iter_mut().chain(&mut self.notes) {
            entry.text = entry.text_in(language).to_owned();
        }
    }

    /// Errors and warnings, then notes.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.errors.iter().chain(&self.notes)
    }

    /// The verdict in one word.
    pub fn state(&self) -> State {
        match (self.judged, self.valid, self.conformant) {
            (false, _, _) => State::Unchecked,
            (true, false, _) => State::Invalid,
            (true, true, false) => State::NotConformant,
            (true, true, true) => State::Conformant,
        }
    }
}
