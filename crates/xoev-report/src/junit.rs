//! The report as JUnit XML, for build servers.

use std::io::{self, Write};

use xoev::Language;

use crate::counts::Counts;
use crate::entry::{Entry, Severity};
use crate::file::{FileReport, State};
use crate::spool::{self, Spool};
use crate::words::{self, pick};

/// Writes one test case for each file: a failure if it is invalid or not conformant, an error if
/// it could not be judged. Warnings and notes are output of the case.
#[derive(Debug)]
pub struct JunitWriter<S> {
    spool: S,
    language: Language,
    counts: Counts,
}

impl<S: Spool> JunitWriter<S> {
    /// The cases wait in the spool, since the counts come first.
    pub fn new(spool: S, language: Language) -> JunitWriter<S> {
        JunitWriter {
            spool,
            language,
            counts: Counts::new(),
        }
    }

    /// Takes the next report.
    ///
    /// # Errors
    ///
    /// If the spool can't be written.
    pub fn add(&mut self, report: &FileReport) -> io::Result<()> {
        self.counts.add(report);
        self.spool.write_all(case(report, self.language).as_bytes())
    }

    /// Writes the document.
    ///
    /// # Errors
    ///
    /// If it can't be written, or the spool can't be read.
    pub fn finish(self, out: &mut (impl Write + ?Sized)) -> io::Result<Counts> {
        let counts = &self.counts;
        let numbers = format!(
            "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
            counts.files(),
            counts.state(State::Invalid) + counts.state(State::NotConformant),
            counts.state(State::Unchecked),
        );
        write!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {numbers}>\n\
             <testsuite name=\"xoev validate\" {numbers}>\n"
        )?;
        spool::copy(self.spool, out)?;
        out.write_all(b"</testsuite>\n</testsuites>\n")?;
        out.flush()?;
        Ok(self.counts)
    }
}

fn case(report: &FileReport, language: Language) -> String {
    let class = escape(report.message.as_deref().unwrap_or("xoev"));
    let file = escape(&report.file);
    let mut out = format!("<testcase name=\"{file}\" classname=\"{class}\"");
    let (errors, others): (Vec<&Entry>, Vec<&Entry>) = report
        .entries()
        .partition(|e| e.severity == Severity::Error);
    let tag = match report.state() {
        State::Conformant => None,
        State::NotConformant | State::Invalid => Some("failure"),
        State::Unchecked => Some("error"),
    };
    let more = (report.omitted > 0).then(|| {
        let more = report.omitted;
        pick(
            language,
            format!("… und {more} weitere Befunde"),
            format!("… and {more} more findings"),
        )
    });
    let mut inner = String::new();
    if let Some(tag) = tag {
        // The common schema of JUnit allows one failure for each case.
        let lines = errors.iter().map(|e| line(report, e, language));
        let details: Vec<String> = lines.chain(more.clone()).collect();
        let (rule, text) = errors
            .first()
            .map_or(("", ""), |e| (e.rule.as_str(), e.text_in(language)));
        inner.push_str(&format!(
            "<{tag} type=\"{}\" message=\"{}\">{}</{tag}>\n",
            escape(rule),
            escape(text),
            escape(&details.join("\n"))
        ));
    }
    let lines = others.iter().map(|e| {
        let word = words::severity(e.severity, language);
        format!("{word}: {}", line(report, e, language))
    });
    let output: Vec<String> = lines.chain(more.filter(|_| tag.is_none())).collect();
    if !output.is_empty() {
        inner.push_str(&format!(
            "<system-out>{}</system-out>\n",
            escape(&output.join("\n"))
        ));
    }
    match inner.is_empty() {
        true => out.push_str("/>\n"),
        false => out.push_str(&format!(">\n{inner}</testcase>\n")),
    }
    out
}

fn line(report: &FileReport, entry: &Entry, language: Language) -> String {
    format!(
        "{}:{}:{}: {} {} [{}]",
        report.file,
        entry.line,
        entry.column,
        entry.labelled(language),
        entry.path,
        entry.rule
    )
}

/// Text for elements and attributes; characters that XML can't carry become a replacement.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn control_characters_do_not_break_the_report() {
        assert_eq!(escape("a\u{1}<\n\"&"), "a\u{FFFD}&lt;&#10;&quot;&amp;");
    }
}
