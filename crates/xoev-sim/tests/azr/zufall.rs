//! Random valid requests always get a valid answer, and damaged ones never harm.

use std::collections::BTreeMap;

use xoev_schema::SchemaSet;
use xoev_schema::sample::Sampler;
use xoev_sim::azr::Answer;

use crate::gruppen::{lists, plausibel};
use crate::nachrichten::{anlegen, lesen, register, text};
use crate::urteil::gueltig;

const MESSAGES: &[&str] = &[
    "AnAZR.AZRAnfrage.090001",
    "AnAZR.AZRLichtbildanforderung.090005",
    "AnAZR.AZRDokumentanforderung.090007",
    "AnAZR.AZRErstmeldung.090009",
    "AnAZR.AZRFolgemeldung.090010",
    "AnAZR.AZRDokumentmeldung.090012",
    "AnAZR.AZRRegisterabgleichsanfrage.090021",
    "AnBAMF.AZRRegisterabgleichsstatistik.090023",
    "AnAZR.AZRDatenpflegeAnfrage.090040",
    "AnAZR.AZRVerpflichtungsgeberAnfrage.090051",
];

/// Samples of all messages, as tests.
fn samples(seeds: u64) -> Vec<(&'static str, String)> {
    let set: SchemaSet = xoev_bundled::schemas().expect("schemas");
    let ns = set
        .namespace("http://www.osci.de/xauslaender2611")
        .expect("a namespace");
    let mut out = Vec::new();
    let mut sampler = Sampler::new(&set).code_lists(lists());
    for seed in 0..seeds {
        sampler = sampler.seed(seed).full(seed % 2 == 1);
        for name in MESSAGES {
            let id = set.find_element(ns, name).expect("a message");
            let xml = plausibel(&sampler.sample(id).expect("a sample"), "Rx7C56w06");
            let xml = match xml.contains(" test=") {
                true => xml,
                false => xml.replacen(" version=\"26.11\"", " test=\"x\" version=\"26.11\"", 1),
            };
            out.push((*name, xml));
        }
    }
    out
}

#[test]
fn random_valid_requests_get_valid_answers() {
    let register = register();
    let mut answers: Vec<Answer> = Vec::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    for (name, xml) in samples(24) {
        // So that what is asked for or changed is there.
        let xml = match xml.split_once(":azrNummer>") {
            Some((head, tail)) => {
                let end = tail.find('<').expect("an end");
                format!("{head}:azrNummer>{number}{}", &tail[end..])
            }
            None => xml,
        };
        let answer = register.answer(xml.as_bytes());
        *kinds.entry(answer.number.clone()).or_default() += 1;
        if name.ends_with("090023") && answer.bytes.is_empty() {
            continue;
        }
        assert_ne!(answer.number, "000002", "{name}: {}", text(&answer));
        lesen(&answer);
        answers.push(answer);
    }
    assert_eq!(register.defects(), [""; 0]);
    // Samples know neither ids nor rules, so that most reports are refused; that all groups are
    // accepted is another test.
    let expected = ["090002", "090004", "090006", "090022", "090099"];
    assert!(
        expected.iter().all(|number| kinds.contains_key(*number)),
        "{kinds:?}"
    );
    gueltig(answers.iter().map(|a| &a.bytes[..]));
}

#[test]
fn damaged_requests_get_an_answer_and_never_harm() {
    let register = register();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let mut answers = Vec::new();
    for (_, xml) in samples(6) {
        for _ in 0..6 {
            let mut bytes = xml.clone().into_bytes();
            for _ in 0..=random(3) {
                let at = random(bytes.len());
                match random(5) {
                    0 => bytes.truncate(at),
                    1 => bytes[at] = random(256) as u8,
                    2 => drop(bytes.remove(at)),
                    3 => bytes.insert(at, b"<>&\"\0\xFF"[random(6)]),
                    _ => {
                        let end = (at + random(200)).min(bytes.len());
                        let copy = bytes[at..end].to_vec();
                        bytes.splice(at..at, copy);
                    }
                }
                if bytes.is_empty() {
                    break;
                }
            }
            let answer = register.answer(&bytes);
            assert!(!answer.number.is_empty() || answer.bytes.is_empty());
            answers.push(answer);
        }
    }
    assert_eq!(register.defects(), [""; 0]);
    let given = answers.iter().filter(|a| !a.bytes.is_empty());
    gueltig(given.map(|a| &a.bytes[..]));
}
