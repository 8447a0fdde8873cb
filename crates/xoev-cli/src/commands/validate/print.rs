//! Verdicts as text, lines of JSON, JUnit XML or HTML.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use xoev_report::{
    Excerpts, FileReport, HtmlOptions, HtmlWriter, JsonWriter, JunitWriter, TextWriter,
};

use super::check::{Checker, named};
use crate::cli::{Format, Lang, ValidateArgs};
use crate::failure::Failure;
use crate::{bundled, output};

/// Prints verdicts in the form asked for.
pub(super) struct Printer {
    writer: Writer,
    /// What is only known at the end comes first in some forms, so that the rest waits.
    out: Option<Box<dyn Write>>,
}

enum Writer {
    Text(TextWriter<Box<dyn Write>>),
    Json(JsonWriter<Box<dyn Write>>),
    Junit(JunitWriter<File>),
    Html(Box<HtmlWriter<File>>),
}

impl Printer {
    pub(super) fn new(
        args: &ValidateArgs,
        lang: Lang,
        checker: &Checker,
    ) -> Result<Printer, Failure> {
        let out = open(args.output.as_deref())?;
        let language = lang.into();
        Ok(match args.format {
            Format::Text => Printer {
                writer: Writer::Text(TextWriter::new(out, language)),
                out: None,
            },
            Format::Json => Printer {
                writer: Writer::Json(JsonWriter::new(out, language)),
                out: None,
            },
            Format::Junit => Printer {
                writer: Writer::Junit(JunitWriter::new(tempfile::tempfile()?, language)),
                out: Some(out),
            },
            Format::Html => {
                let options = options(args, lang, checker);
                let writer = HtmlWriter::new(tempfile::tempfile()?, options);
                Printer {
                    writer: Writer::Html(Box::new(writer)),
                    out: Some(out),
                }
            }
        })
    }

    /// Takes the next verdict.
    pub(super) fn add(&mut self, report: &FileReport, excerpts: &Excerpts) -> Result<(), Failure> {
        match &mut self.writer {
            Writer::Text(writer) => writer.add(report)?,
            Writer::Json(writer) => writer.add(report)?,
            Writer::Junit(writer) => writer.add(report)?,
            Writer::Html(writer) => writer.add(report, excerpts)?,
        }
        Ok(())
    }

    /// Prints what comes after the last verdict.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let mut out = self.out.unwrap_or_else(|| Box::new(io::sink()));
        match self.writer {
            Writer::Text(writer) => writer.finish()?,
            Writer::Json(writer) => writer.finish()?,
            Writer::Junit(writer) => writer.finish(&mut out)?,
            Writer::Html(writer) => writer.finish(&mut out)?,
        };
        out.flush()?;
        Ok(())
    }
}

fn open(path: Option<&Path>) -> Result<Box<dyn Write>, Failure> {
    match path {
        Some(path) if path.as_os_str() != output::STANDARD => {
            let file = File::create(path).map_err(|error| Failure::unwritable(path, &error))?;
            Ok(Box::new(io::BufWriter::new(file)))
        }
        _ => Ok(Box::new(io::stdout())),
    }
}

/// What the head of an HTML report says.
fn options(args: &ValidateArgs, lang: Lang, checker: &Checker) -> HtmlOptions {
    let tool = format!("xoev {}", env!("CARGO_PKG_VERSION"));
    let date = chrono::Local::now().format(lang.pick("%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M"));
    let schema = match args.schema.is_empty() {
        true => format!(
            "{}: {}",
            lang.pick("mitgeliefert", "bundled"),
            bundled::RELEASE
        ),
        false => named(&args.schema),
    };
    let mut options = HtmlOptions::new(tool, date.to_string())
        .language(lang.into())
        .excerpts(!args.no_excerpts)
        .rules(checker.rule_texts())
        .setting(lang.pick("Schemata", "Schemas"), schema);
    if !args.lists.is_empty() {
        options = options.setting(lang.pick("Codelisten", "Code lists"), named(&args.lists));
    }
    if !args.off.is_empty() {
        options = options.setting(
            lang.pick("Abgeschaltet", "Switched off"),
            args.off.join(", "),
        );
    }
    if !args.only.is_empty() {
        options = options.setting(lang.pick("Nur", "Only"), args.only.join(", "));
    }
    if args.schema_only {
        let what = lang.pick("nur das Schema", "the schema only");
        options = options.setting(lang.pick("Umfang", "Scope"), what);
    }
    options.max_findings_per_file = args.max_errors;
    options
}
