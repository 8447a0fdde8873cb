//! Messages for tests: made by the sampler, edited, validated, judged.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub(crate) mod cases;
mod document;
pub(crate) mod page;

use std::path::PathBuf;
use std::sync::OnceLock;

pub(crate) use document::Document;
use xoev_rules::{CodeListSource, RuleReport, Rules};
use xoev_schema::{Loader, SchemaSet, sample::Sampler};
use xoev_validator::{Report, Settings, Validator};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The bundled schemas.
pub(crate) fn set() -> &'static SchemaSet {
    static SET: OnceLock<SchemaSet> = OnceLock::new();
    SET.get_or_init(|| {
        let schemas = root().join("schemas");
        let loader = Loader::new().catalog(schemas.join("catalog.xml"));
        let mut loader = loader.expect("the catalog");
        loader = loader.root(schemas.join("xauslaender/26.11/xinneres.xauslaender.xsd"));
        for file in ["quittung", "rueckweisung", "weiterleitung"] {
            let file = format!("xinneres/26.11/xinneres-{file}.xsd");
            loader = loader.root(schemas.join(file));
        }
        loader.load().expect("the schemas")
    })
}

/// Validates by the bundled schemas.
pub(crate) fn validator() -> &'static Validator {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    VALIDATOR.get_or_init(|| Validator::lazy(set().clone()))
}

/// The bundled rules.
pub(crate) fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| Rules::bundled(set()))
}

/// Schema and rules on a message.
pub(crate) fn judge(message: &[u8]) -> (Report, RuleReport) {
    judge_with(rules(), None, message)
}

/// As `judge`, with other rules and with code lists.
pub(crate) fn judge_with(
    rules: &Rules,
    lists: Option<&dyn CodeListSource>,
    message: &[u8],
) -> (Report, RuleReport) {
    let mut watch = rules.watch();
    if let Some(lists) = lists {
        watch = watch.lists(lists);
    }
    let settings = Settings::default();
    let report = validator().validate_with(message, &settings, &mut watch);
    let report = report.expect("memory can be read");
    let found = watch.finish(&report);
    (report, found)
}

/// A valid message of this number that breaks no rule about message heads.
pub(crate) fn message(number: &str, full: bool) -> Document {
    let suffix = format!(".{number}");
    let at = set()
        .elements
        .iter()
        .position(|e| e.name.local.ends_with(&suffix));
    let id = xoev_schema::ElementId(at.expect("a message of this number") as u32);
    let sampler = Sampler::new(set()).seed(3).full(full);
    let mut document = Document::parse(&sampler.sample(id).expect("a sample"));
    let head = "nachrichtenkopf.g2g";
    for (path, text) in [
        ("identifikation.nachricht/nachrichtentyp/code", number),
        (
            "identifikation.nachricht/nachrichtenUUID",
            "7d444840-9dc0-11d1-b245-5ffdce74fad2",
        ),
        (
            "identifikation.nachricht/erstellungszeitpunkt",
            "2026-11-02T09:30:00.000+01:00",
        ),
        ("leser/verzeichnisdienst/code", "DVDV"),
        ("leser/kennung", "azr:11000"),
        ("autor/verzeichnisdienst/code", "DVDV"),
        ("autor/kennung", "ags:09162000"),
    ] {
        document.set(&format!("{head}/{path}"), text);
    }
    let types = format!("{head}/identifikation.nachricht/nachrichtentyp");
    document.drop_if(&format!("{types}/name"));
    document.attribute("", "produktversion", "1.0");
    document
}
