//! All groups: contents from samples of the schema, every kind of change, through builders.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use azr::{Aenderungsart, Folgemeldung, Gruppe, Gruppenmeldung, ReferenzId};
use proptest::prelude::*;
use xauslaender::v26_11::azr::AnAZRAZRFolgemeldung090010;
use xoev::MessageIo;
use xoev_schema::sample::{CodeTable, Sampler};
use xoev_schema::{ElementId, SchemaSet};

use crate::register::stellen::{self, nummer};

const XAUSLAENDER: &str = "http://www.osci.de/xauslaender2611";

/// One addition of each kind of content, from samples.
pub(crate) fn muster() -> &'static [Gruppenmeldung] {
    static MUSTER: OnceLock<Vec<Gruppenmeldung>> = OnceLock::new();
    MUSTER.get_or_init(|| {
        let set = xoev_bundled::schemas().expect("schemas");
        let element = folgemeldung(&set);
        let mut found: BTreeMap<&str, Vec<Gruppenmeldung>> = BTreeMap::new();
        let mut sampler = Sampler::new(&set).code_lists(lists());
        for seed in 0..1500 {
            sampler = sampler.seed(seed).full(seed % 2 == 0);
            let text = sampler.sample(element).expect("a sample");
            let message = AnAZRAZRFolgemeldung090010::from_slice(text.as_bytes()).expect("valid");
            let Some(report) = Folgemeldung::aus_nachricht(&message) else {
                continue;
            };
            for group in report.gruppen() {
                let some = found.entry(group.gruppe().name).or_default();
                if some.len() < 3 {
                    some.extend(neu(group));
                }
            }
            if found.len() == Gruppe::all().len() && found.values().all(|v| v.len() >= 2) {
                break;
            }
        }
        found.into_values().flatten().collect()
    })
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
            let mut report = Folgemeldung::neu(nummer("990309012345").expect("a number"));
            if name == "lichtbildZuSuchvermerk" && one.referenz().is_none() {
                continue;
            }
            report = report.mit(one.clone());
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
    fn any_set_of_groups_is_valid_or_refused(
        picks in prop::collection::vec((0usize..10_000, 0usize..5), 0..5),
    ) {
        let abh = stellen::auslaenderbehoerde().expect("an office");
        let mut report = Folgemeldung::neu(nummer("990309012345").expect("a number"));
        for (group, kind) in picks {
            let group = &muster()[group % muster().len()];
            let all = berichte(group);
            report = report.mit(all[kind % all.len()].clone());
        }
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
