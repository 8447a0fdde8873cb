//! The typed reader, the validator by schema sets and the writer judge every message alike.
//!
//! Changed messages of all types go through all three. What is allowed to differ is named in
//! [`EXCEPTIONS`] and in `docs/DEVIATIONS.md`.

use std::collections::BTreeMap;
use std::path::Path;

use xauslaender::v26_11::{Nachricht, abhabh, asyl};
use xoev::{MessageIo, ReadError, Rule, Violation};
use xoev_schema::mutate::Mutator;
use xoev_schema::sample::Sampler;
use xoev_schema::{ElementId, Loader, SchemaSet};
use xoev_validator::{Judgement, Report, Settings, Validator};

/// How many changed messages are made of each type of message; `XOEV_AGREEMENT` asks for more.
fn rounds() -> u64 {
    let asked = std::env::var("XOEV_AGREEMENT").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(6)
}

/// Rules by which the typed reader says that it can't tell, where the validator can.
const EXCEPTIONS: &[Rule] = &[
    // `xsi:type` with another type than the declared one.
    Rule::NotSupported,
    // Encodings other than UTF-8, which the validator decodes.
    Rule::EncodingNotSupported,
    Rule::DoctypeRefused,
    Rule::Limit,
];

fn set() -> SchemaSet {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let loader = Loader::new().folder(schemas).expect("the schemas");
    loader.load().expect("a schema set")
}

fn validate(validator: &Validator, bytes: &[u8]) -> Report {
    validator
        .validate(bytes, &Settings::default())
        .expect("bytes in memory can be read")
}

/// Rules that say the same of a place in other words.
fn family(rule: Rule) -> &'static str {
    match rule {
        Rule::ElementUnexpected
        | Rule::ElementMissing
        | Rule::TooManyElements
        | Rule::WildcardUndeclared => "cvc-complex-type.2.4",
        Rule::Syntax | Rule::Character | Rule::TagMismatch | Rule::UnknownEntity => "xml",
        rule => rule.id(),
    }
}

/// Whether one of the findings is what the reader stopped at.
fn names_the_same(report: &Report, violation: &Violation) -> bool {
    report.findings.iter().any(|finding| {
        let other = &finding.violation;
        other.line == violation.line && family(other.rule) == family(violation.rule)
    })
}

#[test]
fn reader_validator_and_writer_agree_on_changed_messages() {
    let set = set();
    let validator = Validator::new(set.clone()).expect("all is supported");
    let mutator = Mutator::new(&set);
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut elsewhere = Vec::new();
    for (at, element) in set.elements.iter().enumerate() {
        let id = ElementId(u32::try_from(at).expect("few elements"));
        for round in 0..rounds() {
            let sampler = Sampler::new(&set).seed(round / 4).full(round % 2 == 1);
            let Ok(message) = sampler.sample(id) else {
                continue;
            };
            let Some(mutant) = mutator.mutate(&message, round) else {
                continue;
            };
            let report = validate(&validator, &mutant.bytes);
            let name = || format!("{} round {round} {:?}", element.name.local, mutant.changes);
            match Nachricht::from_slice(&mutant.bytes) {
                Ok(typed) => {
                    *counts.entry("valid").or_default() += 1;
                    if report.judgement != Judgement::Valid {
                        wrong.push(format!("{}: reader valid, {:?}", name(), report.findings));
                        continue;
                    }
                    let written = typed.to_vec().expect("what was read can be written");
                    let again = validate(&validator, &written);
                    if !again.is_valid() {
                        wrong.push(format!("{}: written {:?}", name(), again.findings));
                    }
                }
                Err(error) => {
                    let violation = error.violation().expect("bytes in memory can be read");
                    if EXCEPTIONS.contains(&violation.rule) {
                        *counts.entry("not told by the reader").or_default() += 1;
                        continue;
                    }
                    assert!(
                        matches!(error, ReadError::Invalid(_) | ReadError::NotWellFormed(_)),
                        "{error}"
                    );
                    *counts.entry("invalid").or_default() += 1;
                    if report.judgement != Judgement::Invalid {
                        wrong.push(format!("{}: reader {error}", name()));
                    } else if !names_the_same(&report, violation) {
                        elsewhere.push(format!(
                            "{}: reader {error}; {:?}",
                            name(),
                            report.findings
                        ));
                    }
                }
            }
        }
    }
    println!("{counts:?}, {} at another place", elsewhere.len());
    for line in elsewhere.iter().take(20) {
        println!("  {line}");
    }
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let count = |what: &str| counts.get(what).copied().unwrap_or(0);
    assert!(count("valid") > 400 && count("invalid") > 800, "{counts:?}");
    assert!(
        (elsewhere.len() as u64) * 100 <= count("invalid"),
        "{} of {} at another place:\n{}",
        elsewhere.len(),
        count("invalid"),
        elsewhere.join("\n")
    );
}

/// Reads a sample as a typed message, changes the value, and compares the writer's verdict on it with
/// the validator's on what is written without checks.
fn compare<M: MessageIo>(set: &SchemaSet, validator: &Validator, change: impl Fn(&mut M)) -> bool {
    let at = set.elements.iter().position(|e| e.name.local == M::NAME);
    let id = ElementId(u32::try_from(at.expect("a message")).expect("few elements"));
    let sample = Sampler::new(set).full(true).sample(id).expect("a sample");
    let mut value = M::from_slice(sample.as_bytes()).expect("a valid sample");
    change(&mut value);
    let unchecked = value.to_vec_unchecked();
    let report = validate(validator, &unchecked);
    let written = value.to_vec();
    assert_eq!(
        written.is_ok(),
        report.is_valid(),
        "{}: writer {:?}, validator {:?}",
        M::NAME,
        written.err(),
        report.findings
    );
    if let Err(error) = written {
        let violation = error.violation().expect("memory can be written");
        let same = |f: &xoev_validator::Finding| family(f.rule()) == family(violation.rule);
        assert!(
            report.findings.iter().any(same),
            "{error}: {:?}",
            report.findings
        );
        return false;
    }
    true
}

#[test]
fn writer_and_validator_agree_on_values_that_break_their_schema() {
    let set = set();
    let validator = Validator::new(set.clone()).expect("all is supported");
    type Ende = asyl::AsylAbschlussmitteilung110204;
    type Termin = asyl::AsylAnforderungTerminvorschlag110605;
    type Akte = abhabh::ABHABHAktenversandAntwortAufAnforderung010202;
    assert!(compare::<Ende>(&set, &validator, |_| {}));
    assert!(!compare::<Ende>(&set, &validator, |m| m.person.clear()));
    assert!(!compare::<Ende>(&set, &validator, |m| m
        .abschlusssachverhalt
        .clear()));
    assert!(compare::<Ende>(&set, &validator, |m| {
        let first = m.person[0].clone();
        m.person.extend([first.clone(), first]);
    }));
    assert!(compare::<Termin>(&set, &validator, |_| {}));
    assert!(!compare::<Termin>(&set, &validator, |m| m.person.clear()));
    assert!(!compare::<Akte>(&set, &validator, |m| {
        m.identifikation_person_abhabh.staatsangehoerigkeit.clear();
    }));
    assert!(!compare::<Akte>(&set, &validator, |m| {
        let list = &mut m.identifikation_person_abhabh.staatsangehoerigkeit;
        let first = list[0].clone();
        list.resize(5, first);
    }));
    assert!(compare::<Akte>(&set, &validator, |m| {
        let list = &mut m.identifikation_person_abhabh.staatsangehoerigkeit;
        let first = list[0].clone();
        list.resize(4, first);
    }));
}
