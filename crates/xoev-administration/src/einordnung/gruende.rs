//! What is wrong with a message, as reasons for refusing it.

use xoev::Rule;
use xoev_rules::Kind;
use xoev_validator::Judgement;

use super::{Annahme, Bedient, Eingang};
use crate::bauen::{Fehlercode, Rueckweisungsgrund};
use crate::kopf::Nachrichtenkopf;

/// All reasons that are known, in the order of transport, form, version, content.
pub(super) fn sammeln(
    eingang: &Eingang<'_>,
    kopf: &Nachrichtenkopf,
    annahme: &Annahme,
) -> Vec<Rueckweisungsgrund> {
    let mut codes: Vec<Fehlercode> = Vec::new();
    let mut add = |code: Fehlercode| {
        if !codes.contains(&code) {
            codes.push(code);
        }
    };
    let leser = kopf.leser_kennung().unwrap_or_default();
    let own = annahme.eigene.is_empty() || annahme.eigene.iter().any(|e| e == leser);
    // An invalid message without a reader is not gone astray.
    if !own && (!leser.is_empty() || eingang.bericht.is_valid()) {
        add(Fehlercode::T080);
    }
    let report = eingang.bericht;
    let broken = report.findings.iter().any(|f| nicht_wohlgeformt(f.rule()));
    if broken {
        add(Fehlercode::X000);
    }
    let garbled = report
        .findings
        .iter()
        .any(|f| matches!(f.rule(), Rule::NotUtf8 | Rule::EncodingNotSupported));
    if garbled || report.encoding != "UTF-8" {
        add(Fehlercode::S001);
    }
    let bedient = annahme.versionen.bedient(kopf, eingang.am);
    match bedient {
        Bedient::Ja | Bedient::Fremd => {}
        Bedient::NochNicht | Bedient::NichtMehr | Bedient::Unbekannt => add(Fehlercode::V000),
    }
    // The schema at hand says nothing about a version that it is not of.
    let judged = !broken && bedient != Bedient::Unbekannt;
    if judged && report.judgement == Judgement::Invalid {
        add(Fehlercode::X001);
        for finding in &report.findings {
            let path = finding.violation.path.to_string();
            match finding.rule() {
                Rule::Enumeration if path.ends_with("code") => add(Fehlercode::S011),
                Rule::AttributeFixed
                    if path.ends_with("listURI") || path.ends_with("listVersionID") =>
                {
                    add(Fehlercode::S010);
                }
                _ => {}
            }
        }
    }
    if let (true, Some(rules)) = (judged, eingang.regeln) {
        let hard = rules.findings.iter().filter(|f| f.kind == Kind::Hard);
        for finding in hard {
            match finding.rule {
                "S010" => add(Fehlercode::S010),
                "S011" => add(Fehlercode::S011),
                // Within calls there is no such code.
                "S030" if !eingang.synchron => add(Fehlercode::S030),
                _ => {}
            }
        }
    }
    codes.into_iter().map(Rueckweisungsgrund::from).collect()
}

/// Whether a rule is one of XML itself.
fn nicht_wohlgeformt(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::NotUtf8
            | Rule::Syntax
            | Rule::Character
            | Rule::TagMismatch
            | Rule::UnknownEntity
            | Rule::DuplicateAttribute
            | Rule::UndeclaredPrefix
    )
}
