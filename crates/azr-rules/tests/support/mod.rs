//! Messages for tests: made by the sampler, edited, validated, judged with the rules of both layers
//! and the bundled code lists.

#![allow(dead_code, reason = "each test file uses a part of it")]

#[path = "../../../xoev-rules/tests/support/cases.rs"]
pub(crate) mod cases;
#[path = "../../../xoev-rules/tests/support/document.rs"]
mod document;
#[path = "../../../xoev-rules/tests/support/page.rs"]
pub(crate) mod page;

use std::path::PathBuf;
use std::sync::OnceLock;

pub(crate) use document::Document;
use xoev_codelist::{CodeList, CodeLists, Limits};
use xoev_rules::{RuleReport, RuleSettings, Rules};
use xoev_schema::{ElementId, SchemaSet, sample::Sampler};
use xoev_validator::{Report, Settings, Validator};

/// The AZR number of the person in all messages here.
pub(crate) const AZR: &str = "990309012345";

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The bundled schemas.
pub(crate) fn set() -> &'static SchemaSet {
    validator().set()
}

fn validator() -> &'static Validator {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    VALIDATOR.get_or_init(|| Validator::lazy(xoev_bundled::schemas().expect("the schemas")))
}

/// The rules of the second and third layer.
pub(crate) fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| azr_rules::rules(set()).expect("the rules"))
}

/// The bundled lists, and a catalogue of languages.
pub(crate) fn lists() -> &'static CodeLists {
    static LISTS: OnceLock<CodeLists> = OnceLock::new();
    LISTS.get_or_init(|| {
        let mut lists = xoev_bundled::code_lists().expect("the lists");
        let languages = "# kennung: urn:xoev-de:xauslaender:codeliste:sprachenkatalog\n\
            # version: 1\n# name: sprachenkatalog\n# key: code\n\
            code\tBezeichnung\tMaris-Code\tAZR-KDS-Code\n\
            ara\tArabisch\tAR\t01\n\
            bar\tBairisch\t\t\n";
        let languages = CodeList::from_tsv("sprachenkatalog", languages, &Limits::default());
        lists.add(languages.expect("a list"));
        lists
    })
}

/// Schema and rules on a message.
pub(crate) fn judge(message: &[u8]) -> (Report, RuleReport) {
    judge_with(rules(), RuleSettings::default(), message)
}

/// As `judge`, with other rules or settings.
pub(crate) fn judge_with(
    rules: &Rules,
    settings: RuleSettings,
    message: &[u8],
) -> (Report, RuleReport) {
    let mut watch = rules.watch().lists(lists()).settings(settings);
    let report = validator().validate_with(message, &Settings::default(), &mut watch);
    let report = report.expect("memory can be read");
    let found = watch.finish(&report);
    (report, found)
}

/// A valid message of this number, created on 2026-11-02.
pub(crate) fn message(number: &str, full: bool) -> Document {
    let suffix = format!(".{number}");
    let mut elements = set().elements.iter();
    let at = elements.position(|e| e.name.local.ends_with(&suffix));
    let id = ElementId(at.expect("a message of this number") as u32);
    let sampler = Sampler::new(set()).seed(3).full(full);
    let mut document = Document::parse(&sampler.sample(id).expect("a sample"));
    let identity = "nachrichtenkopf.g2g/identifikation.nachricht";
    let created = format!("{identity}/erstellungszeitpunkt");
    document.set(&created, "2026-11-02T09:30:00.000+01:00");
    document
}

/// Gives the smallest later report (090010) an AZR number and this content.
pub(crate) fn report(m: &mut Document, content: &str) {
    let number = format!("<xa:azrNummer>{AZR}</xa:azrNummer>");
    m.behind("durchfuehrendeBehoerde", &format!("{number}{content}"));
}

/// Gives the smallest later report (090010) an AZR number and this fact.
pub(crate) fn fact(m: &mut Document, group: &str) {
    report(m, &format!("<xa:sachverhalt>{group}</xa:sachverhalt>"));
}

/// A group: its name, the kind of change, the reference (none if empty), the element with the new
/// content, and what is in it (none if empty).
pub(crate) fn group(name: &str, kind: &str, id: &str, wrapper: &str, content: &str) -> String {
    let change = format!("<xa:aenderungsArt><code>{kind}</code></xa:aenderungsArt>");
    let id = match id {
        "" => String::new(),
        id => text("referenz.id", id),
    };
    let content = match content {
        "" => String::new(),
        content => format!("<xa:{wrapper}.fachdaten.neu>{content}</xa:{wrapper}.fachdaten.neu>"),
    };
    format!("<xa:{name}>{change}{id}{content}</xa:{name}>")
}

/// A new group whose element with the new content has its name.
pub(crate) fn new(name: &str, content: &str) -> String {
    group(name, "01", "", name, content)
}

/// An element with text.
pub(crate) fn text(name: &str, text: &str) -> String {
    format!("<xa:{name}>{text}</xa:{name}>")
}

/// An element with a code.
pub(crate) fn code(name: &str, version: &str, key: &str) -> String {
    format!("<xa:{name} listVersionID=\"{version}\"><code>{key}</code></xa:{name}>")
}

/// An element with a state.
pub(crate) fn state(name: &str, key: &str) -> String {
    format!(
        "<xa:{name}>{}</xa:{name}>",
        code("staatsangehoerigkeit", "1", key)
    )
}
