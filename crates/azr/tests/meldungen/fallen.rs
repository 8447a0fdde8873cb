//! The traps that the standard names: builders refuse them, or make them impossible.

use azr::inhalt::{Aliaspersonalien, AngabenZurUnterbringung, Duldung, Meldestatus, Suchvermerk};
use azr::{
    Ablehnung, Aenderung, Aenderungsart, Einreichung, Fingerabdruckaenderung, Folgemeldung, Grund,
    Gruppe, Gruppenmeldung, NichtIdentisch, Personenschluessel, ReferenzId, Stelle,
    Suchvermerkbild,
};
use xauslaender::v26_11::Nachricht;
use xauslaender::v26_11::azr as typed;
use xauslaender::v26_11::codes::{CodeAZRDuldungArt, CodeAZRMeldestatusArt};
use xauslaender::xinneres::lichtbild_3::Lichtbild;
use xoev::{Language, MessageIo};

use crate::alle_gruppen::muster;
use crate::register::stellen::{self, nummer, tag, text};

pub(crate) const AZR: &str = "990309012345";

pub(crate) fn abh() -> Stelle {
    stellen::auslaenderbehoerde().expect("an office")
}

pub(crate) fn id(text: &str) -> ReferenzId {
    ReferenzId::from_local_record(text).expect("an id")
}

pub(crate) fn duldung() -> Duldung {
    Duldung {
        duldung_art: CodeAZRDuldungArt::new("16").expect("a code"),
        ereignisdatum: Some(tag("2026-05-04").expect("a day")),
        befristungsdatum: Some(tag("2026-08-03").expect("a day")),
        bescheinigungs_nummer: None,
        traegervordruck: None,
        loeschdatum: None,
        erweiterung: Vec::new(),
    }
}

pub(crate) fn meldestatus() -> Meldestatus {
    Meldestatus {
        meldestatus_art: CodeAZRMeldestatusArt::new("01").expect("a code"),
        aktenzeichen: None,
        ereignisdatum: Some(tag("2026-09-01").expect("a day")),
        erweiterung: Vec::new(),
    }
}

pub(crate) fn bild() -> Lichtbild {
    Lichtbild {
        mime_type: text("image/jpeg").expect("a text"),
        wert: xoev::builtin::Base64Binary::new(*b"\xFF\xD8\xFF"),
    }
}

pub(crate) fn folgemeldung() -> Folgemeldung {
    Folgemeldung::neu(nummer(AZR).expect("a number"))
}

/// The ids of the reasons.
pub(crate) fn gruende(result: Result<Einreichung, Ablehnung>) -> Vec<&'static str> {
    let ablehnung = result.expect_err("was refused");
    for grund in &ablehnung.gruende {
        assert!(!grund.text(Language::German).is_empty());
        assert_ne!(grund.text(Language::German), grund.text(Language::English));
    }
    ablehnung.gruende.iter().map(Grund::id).collect()
}

fn abgelehnt(meldung: &Folgemeldung) -> Vec<&'static str> {
    gruende(meldung.bauen(&abh()))
}

/// A group with content from a sample, as an addition.
fn probe(name: &str) -> Gruppenmeldung {
    let all = muster().iter();
    let found = all.clone().find(|g| g.gruppe().name == name);
    found
        .unwrap_or_else(|| panic!("no sample of {name}"))
        .clone()
}

#[test]
fn each_change_has_what_its_kind_needs_and_nothing_else() {
    let changes: [(Aenderung<Duldung>, &str, bool, bool); 5] = [
        (Aenderung::neu(duldung()), "01", false, true),
        (
            Aenderung::aktualisieren(id("abcdefg1z"), duldung()),
            "02",
            true,
            true,
        ),
        (Aenderung::loeschen(id("abcdefg1z")), "03", true, false),
        (
            Aenderung::berichtigen(id("abcdefg1z"), duldung()),
            "04",
            true,
            true,
        ),
        (
            Aenderung::berichtigend_loeschen(id("abcdefg1z")),
            "05",
            true,
            false,
        ),
    ];
    for (change, key, has_id, has_content) in changes {
        let built = folgemeldung().mit(change).bauen(&abh()).expect("built");
        let Nachricht::AnAZRAZRFolgemeldung090010(m) = built.nachricht() else {
            panic!("another message");
        };
        let Some(typed::AnAZRAZRFolgemeldung090010Sachverhalt::Duldung(fact)) = &m.sachverhalt
        else {
            panic!("another fact");
        };
        assert_eq!(fact.aenderungs_art.key(), key);
        assert_eq!(fact.referenz_id.is_some(), has_id, "{key}");
        assert_eq!(fact.duldung_fachdaten_neu.is_some(), has_content, "{key}");
        let part = &built.gruppen()[0];
        assert_eq!(part.gruppe.name, "duldung");
        assert_eq!(part.art.map(Aenderungsart::key), Some(key));
        assert_eq!(part.referenz.is_some(), has_id);
    }
}

#[test]
fn a_submission_knows_its_message_its_person_and_its_bytes() {
    let built = folgemeldung()
        .mit(Aenderung::neu(duldung()))
        .bauen(&abh())
        .expect("built");
    assert_eq!(built.nummer(), "090010");
    let own = Personenschluessel::Azr(nummer(AZR).expect("a number"));
    assert_eq!(built.person(), Some(&own));
    let read = typed::AnAZRAZRFolgemeldung090010::from_slice(built.bytes()).expect("readable");
    let head = &read.nachrichtenkopf_g2g.identifikation_nachricht;
    assert_eq!(&head.nachrichten_uuid, built.uuid());
    assert_eq!(read.azr_nummer.as_ref().map(|n| n.as_str()), Some(AZR));
    let local = Personenschluessel::Lokal("Akte 1".to_owned());
    let other = folgemeldung()
        .mit(Aenderung::neu(duldung()))
        .fuer(local.clone());
    assert_eq!(other.bauen(&abh()).expect("built").person(), Some(&local));
}

#[test]
fn a_report_has_at_least_one_change_and_one_fact_at_most() {
    assert_eq!(abgelehnt(&folgemeldung()), ["EINREICHUNG-LEER"]);
    let two = folgemeldung()
        .mit(Aenderung::neu(duldung()))
        .mit(Aenderung::neu(meldestatus()));
    assert_eq!(abgelehnt(&two), ["EINREICHUNG-EIN-SACHVERHALT"]);
    let again = folgemeldung()
        .mit(probe("aliaspersonalien"))
        .mit(probe("aliaspersonalien"));
    assert_eq!(abgelehnt(&again), ["EINREICHUNG-GRUPPE-MEHRFACH"]);
    let beside = folgemeldung()
        .mit(probe("aliaspersonalien"))
        .mit(probe("ausweispapier"));
    assert!(beside.bauen(&abh()).is_ok());
}

#[test]
fn accommodation_does_not_go_with_a_fact() {
    let both = folgemeldung()
        .mit(probe("angabenZurUnterbringung"))
        .mit(Aenderung::neu(duldung()));
    assert_eq!(abgelehnt(&both), ["EINREICHUNG-UNTERBRINGUNG"]);
    let alone = folgemeldung().mit(Aenderung::<AngabenZurUnterbringung>::loeschen(id(
        "abcdefg1z",
    )));
    assert!(alone.bauen(&abh()).is_ok());
}

#[test]
fn all_reasons_come_at_once() {
    let all = folgemeldung()
        .mit(probe("angabenZurUnterbringung"))
        .mit(Aenderung::neu(duldung()))
        .mit(Aenderung::neu(meldestatus()))
        .mit(NichtIdentisch::Zuspeichern(nummer(AZR).expect("a number")));
    let found = abgelehnt(&all);
    assert_eq!(
        found,
        [
            "EINREICHUNG-EIN-SACHVERHALT",
            "EINREICHUNG-UNTERBRINGUNG",
            "EINREICHUNG-EIGENE-NUMMER"
        ]
    );
}

#[test]
fn kinds_of_change_are_those_that_the_standard_allows_for_the_group() {
    let keys = |name: &str, first: bool| -> String {
        let group = Gruppe::named(name).expect("a group");
        Aenderungsart::allowed(group, first)
            .iter()
            .map(|a| a.key())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(keys("duldung", false), "01 02 03 04 05");
    assert_eq!(keys("duldung", true), "");
    assert_eq!(keys("meldestatus", true), "01");
    assert_eq!(keys("fingerabdruck", false), "02 03 04 05");
    assert_eq!(keys("fingerabdruck", true), "");
    assert_eq!(keys("lichtbildAllgemein", false), "01 03");
    assert_eq!(keys("lichtbildZuSuchvermerk", false), "01 03");
    assert_eq!(keys("nichtIdentischMit", false), "01 03");
    assert_eq!(keys("nichtIdentischMit", true), "01");
    assert_eq!(keys("deutscheStaatsangehoerigkeit", false), "");
    let one = Fingerabdruckaenderung::loeschen(text("F1").expect("a text"));
    assert!(folgemeldung().mit(one).bauen(&abh()).is_ok());
}

#[test]
fn an_addition_becomes_an_update_only_with_an_id_and_a_deletion_loses_its_content() {
    let add: Gruppenmeldung = Aenderung::neu(duldung()).into();
    let update = Aenderungsart::Aktualisierung;
    let refused = add
        .clone()
        .umstellen(update, None)
        .expect_err("needs an id");
    assert_eq!(refused.id(), "EINREICHUNG-REFERENZ");
    let updated = add
        .clone()
        .umstellen(update, Some(id("abcdefg1z")))
        .expect("changed");
    assert_eq!(
        updated,
        Aenderung::aktualisieren(id("abcdefg1z"), duldung()).into()
    );
    let gone = add
        .umstellen(Aenderungsart::Loeschung, Some(id("abcdefg1z")))
        .expect("changed");
    assert_eq!(gone, Aenderung::<Duldung>::loeschen(id("abcdefg1z")).into());
    let refused = gone
        .umstellen(update, Some(id("abcdefg1z")))
        .expect_err("has no content");
    assert_eq!(refused.id(), "EINREICHUNG-INHALT");
}

#[test]
fn a_photo_needs_a_search_note_that_stays() {
    let note = || Suchvermerkbild::ZuDiesemSuchvermerk { bild: bild() };
    let alone = folgemeldung().mit(note());
    assert_eq!(abgelehnt(&alone), ["EINREICHUNG-SUCHVERMERK-FEHLT"]);
    assert!(
        folgemeldung()
            .mit(note())
            .mit(probe("suchvermerk"))
            .bauen(&abh())
            .is_ok()
    );
    let gone = Aenderung::<Suchvermerk>::loeschen(id("abcdefg1z"));
    let named = |text| Suchvermerkbild::Zuspeichern {
        bild: bild(),
        suchvermerk: id(text),
    };
    let same = folgemeldung().mit(named("abcdefg9x")).mit(gone.clone());
    assert_eq!(abgelehnt(&same), ["EINREICHUNG-SUCHVERMERK-GELOESCHT"]);
    let other = folgemeldung().mit(named("other-1x1")).mit(gone.clone());
    assert!(other.bauen(&abh()).is_ok());
    let none = folgemeldung().mit(note()).mit(gone);
    assert_eq!(abgelehnt(&none), ["EINREICHUNG-SUCHVERMERK-FEHLT"]);
}

#[test]
fn several_look_alikes_fit_in_one_report_but_no_number_twice() {
    let other = |n: &str| NichtIdentisch::Zuspeichern(nummer(n).expect("a number"));
    let two = folgemeldung()
        .mit(other("120309012346"))
        .mit(other("150309012347"));
    assert_eq!(two.bauen(&abh()).expect("built").gruppen().len(), 2);
    let again = folgemeldung()
        .mit(other("120309012346"))
        .mit(other("120309012346"));
    assert_eq!(abgelehnt(&again), ["EINREICHUNG-NUMMER-MEHRFACH"]);
}

#[test]
fn content_that_breaks_the_schema_is_refused_with_its_place() {
    let mut person = stellen::person("Karimi", "Nilufar", "1994-09-12").expect("a person");
    let one = person.staatsangehoerigkeit[0].clone();
    person.staatsangehoerigkeit = vec![one; 40];
    let refused = folgemeldung()
        .mit(Aenderung::neu(person))
        .bauen(&abh())
        .expect_err("too many");
    let [Grund::Schema(violation)] = &refused.gruende[..] else {
        panic!("{refused}");
    };
    assert!(
        violation.path.to_string().contains("grundpersonalien"),
        "{refused}"
    );
}

#[test]
fn an_alias_can_be_deleted_without_its_content() {
    let gone = folgemeldung().mit(Aenderung::<Aliaspersonalien>::loeschen(id("abcdefg1z")));
    let built = gone.bauen(&abh()).expect("built");
    assert!(built.gruppen()[0].referenz.is_some());
}
