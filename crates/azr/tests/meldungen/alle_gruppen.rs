//! All groups: contents from samples of the schema, every kind of change, through builders.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use azr::{
    Aenderungsart, Folgemeldung, Gruppe, Gruppenmeldung, Lichtbildaenderung, ReferenzId,
    Suchvermerkbild,
};
use proptest::prelude::*;
use xauslaender::v26_11::azr::AnAZRAZRFolgemeldung090010;
use xoev::MessageIo;
use xoev_schema::sample::{CodeTable, Sampler};
use xoev_schema::{ElementId, SchemaSet};

use crate::fallen::bild;
use crate::pruefung::pruefung;
use crate::register::stellen::{self, nummer, text};

const XAUSLAENDER: &str = "http://www.osci.de/xauslaender2611";

/// Contents of all groups as additions, from samples, as far as they break no hard rule: samples know
/// the schema only.
pub(crate) fn muster() -> &'static [Gruppenmeldung] {
    static MUSTER: OnceLock<Vec<Gruppenmeldung>> = OnceLock::new();
    MUSTER.get_or_init(|| {
        let set = xoev_bundled::schemas().expect("schemas");
        let element = folgemeldung(&set);
        let mut found: BTreeMap<&str, Vec<Gruppenmeldung>> = BTreeMap::new();
        let mut sampler = Sampler::new(&set).code_lists(lists());
        for seed in 0..4000 {
            sampler = sampler.seed(seed).full(seed % 2 == 0);
            let sample = plausibel(&sampler.sample(element).expect("a sample"));
            let message = AnAZRAZRFolgemeldung090010::from_slice(sample.as_bytes()).expect("valid");
            let Some(report) = Folgemeldung::aus_nachricht(&message) else {
                continue;
            };
            for group in report.gruppen().iter().chain(&bilder()) {
                let some = found.entry(group.gruppe().name).or_default();
                if some.len() < 3 {
                    some.extend(neu(group).filter(passt));
                }
            }
            if found.len() == Gruppe::all().len() && found.values().all(|v| v.len() >= 2) {
                break;
            }
        }
        found.into_values().flatten().collect()
    })
}

/// Photos, whose ids and content exclude each other, which samples do not know.
fn bilder() -> [Gruppenmeldung; 4] {
    let photo = || text("P1").expect("a text");
    let add = Lichtbildaenderung::Zuspeichern {
        bild: bild(),
        loeschdatum: None,
    };
    let note = Suchvermerkbild::Zuspeichern {
        bild: bild(),
        suchvermerk: id(),
    };
    let no_note = Suchvermerkbild::Loeschen {
        suchvermerk: id(),
        lichtbild_id: Some(photo()),
    };
    let lichtbild_id = photo();
    [
        add.into(),
        Lichtbildaenderung::Loeschen { lichtbild_id }.into(),
        note.into(),
        no_note.into(),
    ]
}

/// Whether a report with it alone breaks no hard rule.
fn passt(group: &Gruppenmeldung) -> bool {
    let abh = stellen::auslaenderbehoerde().expect("an office");
    let report = Folgemeldung::neu(nummer("990309012345").expect("a number")).mit(group.clone());
    let built = report.bauen(&abh);
    built.is_ok_and(|built| pruefung().befunde(built.bytes()).iter().all(|f| !f.hart))
}

/// The sample with values that the schema leaves open and the register does not.
fn plausibel(sample: &str) -> String {
    let sample = ohne_gueltig(sample);
    let mut out = String::with_capacity(sample.len());
    let mut rest = &sample[..];
    while let Some(at) = rest.find('>') {
        let (tag, after) = rest.split_at(at + 1);
        out.push_str(tag);
        rest = after;
        let name = tag.rsplit('<').next().unwrap_or_default();
        let value = match name.trim_end_matches('>').rsplit(':').next() {
            Some(id) if id.ends_with(".id") && !name.starts_with('/') => "Rx7C56w06",
            Some("monate") if !name.starts_with('/') => "7",
            _ => continue,
        };
        let end = rest.find('<').unwrap_or(0);
        out.push_str(value);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Without the elements that only corrections may have.
fn ohne_gueltig(sample: &str) -> String {
    let mut out = String::with_capacity(sample.len());
    for part in sample.split_inclusive('>') {
        let inside = part.ends_with("gueltig>");
        let keep = part.find('<').filter(|_| inside);
        out.push_str(keep.map_or(part, |_| ""));
    }
    out
}

/// As an addition, if the sample has content; groups of other patterns as they are, if they may be.
fn neu(group: &Gruppenmeldung) -> Option<Gruppenmeldung> {
    if group.gruppe().fachdaten.is_some() {
        return group
            .clone()
            .umstellen(Aenderungsart::Zuspeicherung, None)
            .ok();
    }
    let allowed = Aenderungsart::allowed(group.gruppe(), false);
    let fits = group.art().is_none_or(|art| allowed.contains(&art));
    fits.then(|| group.clone())
}

fn folgemeldung(set: &SchemaSet) -> ElementId {
    let ns = set.namespace(XAUSLAENDER).expect("a namespace");
    set.find_element(ns, "AnAZR.AZRFolgemeldung.090010")
        .expect("a message")
}

/// The published code lists, so that open codes have keys that exist.
fn lists() -> BTreeMap<String, CodeTable> {
    let all = xoev_bundled::code_lists().expect("code lists");
    let tables = all.iter().map(|list| {
        let rows = list.rows().filter_map(|row| {
            let key = row.key()?.to_owned();
            Some((key, row.label().unwrap_or_default().to_owned()))
        });
        let table = CodeTable {
            version: list.version().to_owned(),
            rows: rows.collect(),
        };
        (list.uri().to_owned(), table)
    });
    tables.filter(|(_, t)| !t.rows.is_empty()).collect()
}

fn id() -> ReferenzId {
    ReferenzId::from_local_record("Rx7C56w06").expect("an id")
}

/// The reports that a group can be in: one for each kind of change that it has.
pub(crate) fn berichte(group: &Gruppenmeldung) -> Vec<Gruppenmeldung> {
    if group.gruppe().fachdaten.is_none() {
        return vec![group.clone()];
    }
    let kinds = Aenderungsart::allowed(group.gruppe(), false);
    let all = kinds
        .iter()
        .map(|art| group.clone().umstellen(*art, Some(id())));
    all.map(|one| one.expect("content and id are there"))
        .collect()
}

#[test]
fn samples_have_all_groups() {
    let found: BTreeSet<&str> = muster().iter().map(|g| g.gruppe().name).collect();
    let all: BTreeSet<&str> = Gruppe::all().iter().map(|g| g.name).collect();
    let missing: Vec<_> = all.difference(&found).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_group_can_be_reported_with_each_kind_of_change_and_reads_back_the_same() {
    let abh = stellen::auslaenderbehoerde().expect("an office");
    for group in muster() {
        for one in berichte(group) {
            let name = one.gruppe().name;
            let report = Folgemeldung::neu(nummer("990309012345").expect("a number"));
            let report = report.mit(one.clone());
            let built = report.bauen(&abh).unwrap_or_else(|e| panic!("{name}: {e}"));
            let read = AnAZRAZRFolgemeldung090010::from_slice(built.bytes()).expect("valid");
            let again = Folgemeldung::aus_nachricht(&read).expect("has a number");
            assert_eq!(again.gruppen(), [one], "{name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any set of groups either is a valid message or is refused for a reason of the builder.
    #[test]
    fn any_set_of_groups_is_valid_or_refused(report in crate::nachrichten::folgemeldung()) {
        let abh = stellen::auslaenderbehoerde().expect("an office");
        match report.bauen(&abh) {
            Ok(built) => {
                let read = AnAZRAZRFolgemeldung090010::from_slice(built.bytes());
                prop_assert!(read.is_ok(), "{:?}", read.err());
                prop_assert_eq!(built.gruppen().len(), report.gruppen().len());
            }
            Err(refused) => {
                prop_assert!(!refused.gruende.is_empty());
                let schema = refused.gruende.iter().any(|g| g.id() == "EINREICHUNG-SCHEMA");
                prop_assert!(!schema, "{}", refused);
            }
        }
    }
}
