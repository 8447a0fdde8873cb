//! One measure for several persons.

use azr::{Betroffener, Gesamtstand, Massnahme, Stand};

use crate::fallen::{duldung, folgemeldung};
use crate::pruefung::pruefung;
use crate::register::stellen::{self, nummer};

const FAMILIE: [&str; 3] = ["990309012345", "120309012346", "150309012347"];

fn familie() -> Vec<Betroffener> {
    let all = FAMILIE.iter().map(|n| Betroffener {
        azr_nummer: nummer(n).expect("a number"),
        eintrag: None,
    });
    all.collect()
}

fn massnahme() -> Massnahme {
    let abh = stellen::auslaenderbehoerde().expect("an office");
    Massnahme::anwenden(&abh, &duldung(), &familie()).expect("built")
}

#[test]
fn a_measure_gives_each_person_a_submission_in_order_and_of_one_kin() {
    let measure = massnahme();
    let persons: Vec<String> = measure
        .einreichungen()
        .iter()
        .filter_map(|e| Some(e.person()?.to_string()))
        .collect();
    assert_eq!(persons, FAMILIE);
    for (at, one) in measure.einreichungen().iter().enumerate() {
        let kin = one.zugehoerigkeit().expect("belongs to a measure");
        assert_eq!(&kin.massnahme, measure.id());
        assert_eq!((kin.stelle, kin.anzahl), (at + 1, 3));
    }
    let mut ids: Vec<&str> = measure
        .einreichungen()
        .iter()
        .map(|e| e.uuid().as_str())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[test]
fn a_measure_is_complete_when_all_are_confirmed_and_tells_when_one_is_not() {
    let mut measure = massnahme();
    let ids: Vec<_> = measure
        .einreichungen()
        .iter()
        .map(|e| e.uuid().clone())
        .collect();
    assert_eq!(measure.stand(), Gesamtstand::Offen);
    assert!(measure.vermerken(&ids[0], Stand::Bestaetigt));
    assert_eq!(measure.stand(), Gesamtstand::Offen);
    assert!(measure.vermerken(&ids[1], Stand::Abgelehnt));
    assert_eq!(measure.stand(), Gesamtstand::Unvollstaendig);
    assert!(measure.vermerken(&ids[2], Stand::Bestaetigt));
    let abh = stellen::auslaenderbehoerde().expect("an office");
    let again = folgemeldung()
        .mit(azr::Aenderung::neu(duldung()))
        .bauen(&abh)
        .expect("built");
    let new = again.uuid().clone();
    assert!(measure.ersetzen(&ids[1], again).is_ok());
    assert_eq!(measure.stand(), Gesamtstand::Offen);
    assert_eq!(measure.stand_von(&new), Some(Stand::Offen));
    assert_eq!(measure.stand_von(&ids[1]), None);
    assert!(measure.vermerken(&new, Stand::Bestaetigt));
    assert_eq!(measure.stand(), Gesamtstand::Vollstaendig);
    assert!(!measure.vermerken(&ids[1], Stand::Bestaetigt));
    let kin = measure.einreichungen()[1]
        .zugehoerigkeit()
        .expect("belongs to it");
    assert_eq!(kin.stelle, 2);
    for id in [&ids[0], &new, &ids[2]] {
        measure.vermerken(id, Stand::Abgelehnt);
    }
    assert_eq!(measure.stand(), Gesamtstand::Gescheitert);
}

#[test]
fn a_measure_is_checked_as_a_whole() {
    let mut good = massnahme();
    good.pruefen(pruefung(), &[]).expect("passes");
    assert!(
        good.einreichungen()
            .iter()
            .all(|e| e.pruefvermerk().is_some())
    );
    let mut abh = stellen::auslaenderbehoerde().expect("an office");
    abh.absender.autor.kennung = stellen::text("ohne Präfix").expect("a text");
    let mut bad = Massnahme::anwenden(&abh, &duldung(), &familie()).expect("built");
    let kept = bad.pruefen(pruefung(), &[]).expect_err("kept back");
    assert_eq!(kept.len(), 3);
    assert!(
        bad.einreichungen()
            .iter()
            .all(|e| e.pruefvermerk().is_none())
    );
}

#[test]
fn a_measure_is_not_built_for_nobody_or_twice_for_one_person() {
    let abh = stellen::auslaenderbehoerde().expect("an office");
    let ids = |persons: &[Betroffener]| -> Vec<&'static str> {
        let refused = Massnahme::anwenden(&abh, &duldung(), persons).expect_err("refused");
        refused.gruende.iter().map(azr::Grund::id).collect()
    };
    assert_eq!(ids(&[]), ["EINREICHUNG-KEINE-PERSON"]);
    let mut twice = familie();
    twice[2] = twice[0].clone();
    assert_eq!(ids(&twice), ["EINREICHUNG-NUMMER-MEHRFACH"]);
}
