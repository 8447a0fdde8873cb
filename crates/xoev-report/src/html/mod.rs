//! The report as one HTML file that can be mailed: no other file, no network, no clock.
//!
//! The page is put together by hand. The libraries for templates that were looked at (`askama`,
//! `maud`) escape what is needed for HTML. Here, every text has to have its hidden characters made
//! visible as well, so that all texts pass through [`Markup`] anyway, and a dozen small
//! pieces of a page are not worth a macro.
//!
//! The page is well-formed XML, too, so that tests can check with an XML parser that no text of a
//! message breaks out of its place. It works without its script: everything is shown, and the
//! script adds the filter.

mod head;
mod markup;
mod policy;
mod privacy;
mod section;
mod statistics;

use std::io::{self, Write};

use xoev::Language;

use crate::counts::Counts;
use crate::excerpt::Excerpts;
use crate::file::FileReport;
use crate::rules::RuleText;
use crate::spool::{self, Spool};

pub use self::markup::Markup;
pub use self::policy::content_security_policy;
use self::section::Budget;
use self::statistics::Statistics;

/// What an HTML report says beside the findings, and how much of them it shows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HtmlOptions {
    /// Name and version of the program.
    pub tool: String,
    /// When the report was made, as it is to be shown.
    pub date: String,
    /// How the files were validated: names and values, as they are to be shown.
    pub settings: Vec<(String, String)>,
    /// Language of all texts. Default German.
    pub language: Language,
    /// Whether values of the messages are shown: lines of the files, and what was found. Without
    /// them, a report holds names of files and elements, places and rules. Default true.
    pub excerpts: bool,
    /// General sentences of rules beyond the schema.
    pub rules: Vec<RuleText>,
    /// Findings of one file that are shown. Default 100.
    pub max_findings_per_file: usize,
    /// Findings that are shown in all. Default 10 000.
    pub max_findings: usize,
    /// Excerpts that are shown in all. Default 2 000.
    pub max_excerpts: usize,
    /// Files that are listed. Default 20 000.
    pub max_files: u64,
}

impl HtmlOptions {
    /// Everything is shown, in German.
    pub fn new(tool: impl Into<String>, date: impl Into<String>) -> HtmlOptions {
        HtmlOptions {
            tool: tool.into(),
            date: date.into(),
            settings: Vec::new(),
            language: Language::German,
            excerpts: true,
            rules: Vec::new(),
            max_findings_per_file: 100,
            max_findings: 10_000,
            max_excerpts: 2_000,
            max_files: 20_000,
        }
    }

    /// Adds a setting that the head of the report shows.
    #[must_use]
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> HtmlOptions {
        self.settings.push((name.into(), value.into()));
        self
    }

    /// The language of all texts.
    #[must_use]
    pub fn language(mut self, language: Language) -> HtmlOptions {
        self.language = language;
        self
    }

    /// Whether values of the messages are shown.
    #[must_use]
    pub fn excerpts(mut self, shown: bool) -> HtmlOptions {
        self.excerpts = shown;
        self
    }

    /// General sentences of rules beyond the schema.
    #[must_use]
    pub fn rules(mut self, rules: impl IntoIterator<Item = RuleText>) -> HtmlOptions {
        self.rules.extend(rules);
        self
    }
}

/// Writes one HTML file.
#[derive(Debug)]
pub struct HtmlWriter<S> {
    spool: S,
    options: HtmlOptions,
    counts: Counts,
    statistics: Statistics,
    budget: Budget,
}

impl<S: Spool> HtmlWriter<S> {
    /// The sections of the files wait in the spool, since the summary comes first.
    pub fn new(spool: S, options: HtmlOptions) -> HtmlWriter<S> {
        HtmlWriter {
            spool,
            budget: Budget::of(&options),
            options,
            counts: Counts::new(),
            statistics: Statistics::default(),
        }
    }

    /// Takes the next report, with the excerpts of its findings.
    ///
    /// # Errors
    ///
    /// If the spool can't be written.
    pub fn add(&mut self, report: &FileReport, excerpts: &Excerpts) -> io::Result<()> {
        self.counts.add(report);
        let number = self.counts.files();
        let listed = number <= self.options.max_files;
        self.statistics.add(report, listed.then_some(number));
        if !listed {
            return Ok(());
        }
        let section = section::section(number, report, excerpts, &self.options, &mut self.budget);
        self.spool.write_all(section.as_bytes())
    }

    /// Writes the file.
    ///
    /// # Errors
    ///
    /// If it can't be written, or the spool can't be read.
    pub fn finish(self, out: &mut (impl Write + ?Sized)) -> io::Result<Counts> {
        let before = head::before_files(&self.options, &self.counts, &self.statistics);
        out.write_all(before.as_bytes())?;
        spool::copy(self.spool, out)?;
        out.write_all(head::after_files(&self.options, &self.counts).as_bytes())?;
        out.flush()?;
        Ok(self.counts)
    }
}
