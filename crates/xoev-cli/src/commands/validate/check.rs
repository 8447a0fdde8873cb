//! What is checked: the schema, and the rules beyond it.

use std::fmt;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use xoev::Language;
use xoev_codelist::CodeLists;
use xoev_report::{Entry, Excerpts, FileReport, Layer, RuleText, Severity};
use xoev_rules::{CodeListSource, Kind, ListAnswer, RuleFinding, RuleSettings, Rules, Selection};
use xoev_schema::SchemaSet;
use xoev_validator::{Judgement, Report, Settings, Validator, Watch};

use crate::bundled::BundledLists;
use crate::cli::{Format, Lang, ValidateArgs};
use crate::failure::{Failure, cause};
use crate::{bundled, code_lists, output, schema_files};

/// Files up to so many bytes are read as a whole, which is faster.
const HELD: u64 = 4 << 20;

/// Everything that is needed to judge files.
#[derive(Debug)]
pub(super) struct Checker {
    validator: Validator,
    rules: Option<Rules>,
    lists: Lists,
    settings: Settings,
    lang: Lang,
    excerpts: bool,
}

/// The code lists at hand. Most messages need few of the bundled ones or none, which are therefore
/// read when one is asked for.
struct Lists {
    given: CodeLists,
    bundled: OnceLock<BundledLists>,
}

impl Checker {
    pub(super) fn new(args: &ValidateArgs, lang: Lang) -> Result<Checker, Failure> {
        let validator = match args.schema.as_slice() {
            // That all of it can be compiled is tested.
            [] => Validator::lazy(bundled::schemas()?),
            paths => {
                let set = schema_files::load_lending(paths, &args.catalog, lang)?;
                Validator::new(set).map_err(|error| {
                    Failure::new(
                        format!("die Schemata werden nicht unterstützt: {error}"),
                        error.to_string(),
                    )
                })?
            }
        };
        let rules = match args.schema_only {
            true => None,
            false => Some(rules(args, validator.set())?),
        };
        let mut settings = Settings::default();
        settings.max_findings = args.max_errors;
        Ok(Checker {
            validator,
            rules,
            lists: Lists {
                given: code_lists::given(&args.lists)?,
                bundled: OnceLock::new(),
            },
            settings,
            lang,
            excerpts: args.format == Format::Html && !args.no_excerpts,
        })
    }

    /// General sentences of the rules beyond the schema, for reports.
    pub(super) fn rule_texts(&self) -> Vec<RuleText> {
        let rules = self.rules.iter().flat_map(|rules| rules.rules());
        rules.map(|r| RuleText::new(r.id, r.de, r.en)).collect()
    }

    /// Judges a file. The buffer is for its content; that of the file before is overwritten.
    pub(super) fn check(&self, path: &Path, buffer: &mut Vec<u8>) -> (FileReport, Excerpts) {
        let file = path.display().to_string();
        let source = self.open(path, buffer);
        match source.and_then(|source| self.judge(&file, source)) {
            Ok(result) => result,
            Err(error) => {
                let german = cause(&error, Lang::De);
                let entry = Entry::unreadable(&error, Some(&german));
                let mut report = FileReport::unchecked(file).with(entry);
                report.set_language(self.language());
                (report, Excerpts::none())
            }
        }
    }

    fn open<'b>(&self, path: &Path, buffer: &'b mut Vec<u8>) -> io::Result<Source<'b>> {
        buffer.clear();
        if path.as_os_str() != output::STANDARD {
            let mut file = File::open(path)?;
            let about = file.metadata()?;
            if !about.is_file() || about.len() > HELD {
                return Ok(Source::File(file));
            }
            file.read_to_end(buffer)?;
            return Ok(Source::Memory(buffer));
        }
        match self.excerpts {
            false => Ok(Source::Input(io::stdin())),
            // Excerpts are cut from a second look.
            true => {
                io::stdin().lock().read_to_end(buffer)?;
                Ok(Source::Memory(buffer))
            }
        }
    }

    /// The verdict of the schema; `watch` is shown what it says about the elements.
    fn validate(
        &self,
        source: &mut Source<'_>,
        watch: Option<&mut dyn Watch>,
    ) -> io::Result<Report> {
        let (validator, settings) = (&self.validator, &self.settings);
        match (source, watch) {
            (Source::Memory(bytes), None) => Ok(validator.validate_slice(bytes, settings)),
            (Source::Memory(bytes), Some(watch)) => {
                Ok(validator.validate_slice_with(bytes, settings, watch))
            }
            (Source::File(file), None) => validator.validate(file, settings),
            (Source::File(file), Some(watch)) => validator.validate_with(file, settings, watch),
            (Source::Input(input), None) => validator.validate(input, settings),
            (Source::Input(input), Some(watch)) => validator.validate_with(input, settings, watch),
        }
    }

    fn judge(&self, file: &str, mut source: Source<'_>) -> io::Result<(FileReport, Excerpts)> {
        let (schema, rules) = match &self.rules {
            None => (self.validate(&mut source, None)?, None),
            Some(rules) => {
                let mut limits = RuleSettings::default();
                limits.max_findings = self.settings.max_findings;
                let mut watch = rules.watch().lists(&self.lists).settings(limits);
                let report = self.validate(&mut source, Some(&mut watch))?;
                let rules = watch.finish(&report);
                (report, Some(rules))
            }
        };
        let mut report = match schema.judgement {
            Judgement::Valid => FileReport::valid(file),
            Judgement::Invalid => FileReport::invalid(file),
            Judgement::Unknown => FileReport::unchecked(file),
        };
        if let Some((number, title)) = self.message(&schema) {
            report = report.message(number, title);
        }
        for finding in &schema.findings {
            let entry = Entry::of(&finding.violation)
                .label(finding.label.clone())
                .length(finding.length);
            report.push(entry);
        }
        report.omit(schema.omitted);
        if let Some(rules) = rules {
            for finding in rules.findings.iter().filter(|f| !f.also_schema) {
                report.push(entry(finding));
            }
            report.omit(rules.omitted);
            for note in &rules.notes {
                let name = note.id.name();
                let texts = (note.text(Language::German), note.text(Language::English));
                let entry = Entry::new(Layer::Profile, Severity::Note, name, name);
                report.push(entry.texts(texts.0, texts.1));
            }
            if rules.is_rejected() {
                report.not_conformant();
            }
        }
        report.truncate(self.settings.max_findings);
        report.set_language(self.language());
        let excerpts = match (self.excerpts, &mut source) {
            (true, Source::File(file)) => cut(&report, file, schema.encoding),
            (true, Source::Memory(bytes)) => cut(&report, &mut Cursor::new(bytes), schema.encoding),
            _ => Excerpts::none(),
        };
        Ok((report, excerpts))
    }

    /// Number and title of the message; the element's name where it has no number.
    fn message(&self, report: &Report) -> Option<(String, String)> {
        let set = self.validator.set();
        let element = set.element(report.root?);
        let name = element.name.local.as_str();
        let last = name.rsplit('.').next().unwrap_or(name);
        let number = match last.bytes().all(|b| b.is_ascii_digit()) {
            true => last,
            false => name,
        };
        let own = element.appinfo.title();
        let title = own.or_else(|| set.ty(element.type_id).appinfo.title());
        let title = title.unwrap_or_default();
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        Some((number.to_owned(), title))
    }

    fn language(&self) -> Language {
        self.lang.into()
    }
}

fn cut(report: &FileReport, source: &mut (impl Read + Seek), encoding: &str) -> Excerpts {
    Excerpts::cut(report, source, encoding)
}

/// The rules that are to be checked.
fn rules(args: &ValidateArgs, set: &SchemaSet) -> Result<Rules, Failure> {
    let mut selection = match args.only.is_empty() {
        true => Selection::all(),
        false => Selection::only(args.only.iter().map(String::as_str)),
    };
    for id in &args.off {
        selection = selection.off(id.as_str());
    }
    bundled::rules(set)?.select(selection).map_err(|error| {
        let near = match error.near.as_slice() {
            [] => "„xoev rules“ zeigt alle".to_owned(),
            near => format!("ähnlich sind {}", near.join(", ")),
        };
        Failure::new(
            format!("es gibt keine Regel „{}“; {near}", error.id),
            error.to_string(),
        )
    })
}

/// A finding of a rule beyond the schema.
fn entry(finding: &RuleFinding) -> Entry {
    let layer = match finding.layer {
        3 => Layer::Plausibility,
        _ => Layer::Profile,
    };
    let severity = match finding.kind {
        Kind::Hard => Severity::Error,
        Kind::Soft => Severity::Warning,
    };
    Entry::new(layer, severity, finding.rule, finding.rule)
        .texts(
            finding.text(Language::German),
            finding.text(Language::English),
        )
        .path(finding.path.to_string())
        .place(finding.line, finding.column, finding.offset)
        .length(finding.length)
        .expected(finding.expected.de.clone(), finding.expected.en.clone())
        .found(finding.found.clone())
}

/// Where a message is read from.
enum Source<'b> {
    File(File),
    Input(io::Stdin),
    Memory(&'b [u8]),
}

impl CodeListSource for Lists {
    fn lookup(&self, uri: &str, version: Option<&str>) -> ListAnswer<'_> {
        match self.given.lookup(uri, version) {
            ListAnswer::NotLoaded => {}
            found => return found,
        }
        // A test sees to it that the bundled lists can be read.
        let bundled = self
            .bundled
            .get_or_init(|| bundled::lazy_code_lists().unwrap_or_default());
        match bundled.of(uri) {
            Some(lists) => lists.lookup(uri, version),
            None => ListAnswer::NotLoaded,
        }
    }
}

impl fmt::Debug for Lists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lists({} given)", self.given.len())
    }
}

/// The name of a file for people.
pub(super) fn named(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    names.join(", ")
}
