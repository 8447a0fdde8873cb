//! The section of one file: verdict, findings, excerpts.

use xoev::Language;

use super::HtmlOptions;
use super::markup::Markup;
use super::privacy;
use crate::entry::{Entry, Severity};
use crate::excerpt::{Excerpt, ExcerptLine, Excerpts, Part};
use crate::file::{FileReport, State};
use crate::words::{self, pick};

/// How much may still be shown.
#[derive(Debug)]
pub(crate) struct Budget {
    findings: usize,
    excerpts: usize,
}

impl Budget {
    pub(crate) fn of(options: &HtmlOptions) -> Budget {
        Budget {
            findings: options.max_findings,
            excerpts: match options.excerpts {
                true => options.max_excerpts,
                false => 0,
            },
        }
    }
}

/// The class of a verdict in the style sheet.
pub(crate) fn state_class(state: State) -> &'static str {
    match state {
        State::Conformant => "valid",
        State::NotConformant => "not-conformant",
        State::Invalid => "invalid",
        State::Unchecked => "unchecked",
    }
}

pub(crate) fn section(
    number: u64,
    report: &FileReport,
    excerpts: &Excerpts,
    options: &HtmlOptions,
    budget: &mut Budget,
) -> String {
    let language = options.language;
    let entries: Vec<&Entry> = report.entries().collect();
    let shown = entries
        .len()
        .min(options.max_findings_per_file)
        .min(budget.findings);
    budget.findings -= shown;
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let all = count(entries.len()).saturating_add(report.omitted);

    let mut out = Markup::new();
    out.raw("<article class=\"file\" id=\"f").number(number);
    out.raw("\" data-findings=\"").number(all).raw("\">\n");
    let folds = all > 0;
    if folds {
        out.raw("<details open=\"open\"><summary>");
    }
    out.raw("<h3>").foreign(&report.file).raw("</h3>");
    let state = report.state();
    out.raw(" <span class=\"state ")
        .raw(state_class(state))
        .raw("\">");
    out.raw(words::state(state, language)).raw("</span>");
    if let Some(message) = &report.message {
        out.raw(" <span class=\"message\">").foreign(message);
        if let Some(title) = &report.title {
            out.raw(" ").foreign(title);
        }
        out.raw("</span>");
    }
    if !folds {
        out.raw("\n</article>\n");
        return out.into_string();
    }
    out.raw(" <span class=\"count\">");
    out.text(&words::findings(all, language))
        .raw("</span></summary>\n");
    if shown > 0 {
        out.raw("<ol class=\"findings\">\n");
        for (at, entry) in entries.iter().take(shown).enumerate() {
            let excerpt = excerpts.get(at).filter(|_| budget.excerpts > 0);
            if excerpt.is_some() {
                budget.excerpts -= 1;
            }
            finding(&mut out, entry, excerpt, options);
        }
        out.raw("</ol>\n");
    }
    let more = all - count(shown);
    if more > 0 {
        out.raw("<p class=\"more\">");
        out.text(&more_findings(more, shown == 0, language));
        out.raw("</p>\n");
    }
    out.raw("</details>\n</article>\n");
    out.into_string()
}

fn more_findings(more: u64, only_counted: bool, language: Language) -> String {
    let findings = words::findings(more, language);
    match (language, only_counted) {
        (Language::German, true) => {
            format!("{findings}, hier nur gezählt: die Höchstzahl gezeigter Befunde ist erreicht.")
        }
        (Language::German, false) => format!("Dazu {findings}, hier nur gezählt."),
        (Language::English, true) => {
            format!("{findings}, only counted here: no more findings are shown in this report.")
        }
        (Language::English, false) => format!("And {findings} more, only counted here."),
    }
}

fn finding(out: &mut Markup, entry: &Entry, excerpt: Option<&Excerpt>, options: &HtmlOptions) {
    let language = options.language;
    let shown = privacy::shown(entry, options);
    out.raw("<li class=\"finding ")
        .raw(entry.severity.name())
        .raw("\" data-layer=\"");
    out.number(entry.layer.number()).raw("\" data-severity=\"");
    out.raw(entry.severity.name())
        .raw("\"")
        .attribute("data-rule", &entry.rule)
        .raw(">\n");

    out.raw("<p class=\"sentence\"><span class=\"severity ")
        .raw(entry.severity.name())
        .raw("\">");
    out.raw(capital(entry.severity, language)).raw("</span> ");
    // Sentences of the English messages begin in lower case, as those of compilers do.
    out.foreign(&shown.sentence)
        .raw("</p>\n<dl class=\"facts\">\n");

    if let Some(label) = &entry.label {
        term(out, pick(language, "Feld", "Field"));
        // Labels come from the schema, which is German.
        out.raw("<dd lang=\"de\">")
            .foreign(label)
            .raw("</dd></div>\n");
    }
    if !entry.path.is_empty() {
        term(out, pick(language, "Pfad", "Path"));
        code(out, &entry.path);
    }
    if entry.line > 0 {
        term(out, pick(language, "Stelle", "Place"));
        let (line, column) = pick(language, ("Zeile ", ", Spalte "), ("line ", ", column "));
        out.raw("<dd>")
            .raw(line)
            .number(entry.line)
            .raw(column)
            .number(entry.column);
        out.raw("</dd></div>\n");
    }
    term(out, pick(language, "Regel", "Rule"));
    out.raw("<dd><code>").text(&entry.rule).raw("</code> ");
    out.text(&entry.name).raw(" <span class=\"layer\">(");
    out.raw(words::layer(entry.layer, language))
        .raw(")</span></dd></div>\n");
    if let Some(expected) = shown.expected {
        term(out, pick(language, "Erwartet", "Expected"));
        out.raw("<dd>").foreign(expected).raw("</dd></div>\n");
    }
    if let Some(found) = shown.found {
        term(out, pick(language, "Gefunden", "Found"));
        code(out, found);
    }
    out.raw("</dl>\n");
    if let Some(excerpt) = excerpt {
        figure(out, excerpt, language);
    }
    out.raw("</li>\n");
}

fn term(out: &mut Markup, name: &'static str) {
    out.raw("<div><dt>").raw(name).raw("</dt>");
}

fn code(out: &mut Markup, text: &str) {
    out.raw("<dd><code>")
        .foreign(text)
        .raw("</code></dd></div>\n");
}

/// A severity at the beginning of a line.
pub(crate) fn capital(severity: Severity, language: Language) -> &'static str {
    let english = match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
    };
    pick(language, words::severity(severity, language), english)
}

fn figure(out: &mut Markup, excerpt: &Excerpt, language: Language) {
    let caption = pick(language, "Auszug aus der Datei", "Excerpt of the file");
    // Long lines scroll sideways, which has to be possible with the keyboard.
    out.raw("<pre class=\"excerpt\" tabindex=\"0\" role=\"region\"");
    out.attribute("aria-label", caption)
        .raw("><code translate=\"no\">");
    for line in &excerpt.lines {
        source_line(out, line, language);
    }
    out.raw("</code></pre>\n");
}

fn source_line(out: &mut Markup, line: &ExcerptLine, language: Language) {
    const MORE: &str = "<span class=\"cut\">…</span>";
    let faulty = line.parts.iter().any(|part| part.marked);
    out.raw(match faulty {
        true => "<span class=\"line faulty\"><span class=\"number\">",
        false => "<span class=\"line\"><span class=\"number\">",
    });
    if let Some(number) = line.number {
        out.number(number);
    }
    out.raw("</span> <bdi>");
    if line.cut_before {
        out.raw(MORE);
    }
    for part in &line.parts {
        part_of_line(out, part, language);
    }
    if line.cut_after {
        out.raw(MORE);
    }
    // The line feed is within, where a block does not show it; without the style sheet, it counts.
    out.raw("</bdi>\n</span>");
}

fn part_of_line(out: &mut Markup, part: &Part, language: Language) {
    if !part.marked {
        out.text(&part.text);
    } else if part.text.is_empty() {
        let here = pick(language, "hier fehlt etwas", "something is missing here");
        out.raw("<mark class=\"gap\"")
            .attribute("title", here)
            .raw(">▸◂</mark>");
    } else {
        out.raw("<mark>").text(&part.text).raw("</mark>");
    }
}
