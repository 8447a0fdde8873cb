//! The traps that the standard names: builders refuse them, or make them impossible.

use azr::inhalt::{Aliaspersonalien, AngabenZurUnterbringung, Duldung, Meldestatus, Suchvermerk};
use azr::{
    Abgleichsstatistik, Ablehnung, Aenderung, Aenderungsart, Anfrage, Datenpflegeanfrage,
    Dokumentanforderung, Dokumentmeldung, Einreichung, Erstmeldung, Fingerabdruckaenderung,
    Folgemeldung, Grund, Gruppe, Gruppenmeldung, Lichtbildanforderung, MAX_DOKUMENT,
    NichtIdentisch, Personenschluessel, ReferenzId, Registerabgleichsanfrage, Stelle, Suchgrund,
    Suchvermerkbild, Unerlaesslichkeit, Vermerk, Vorabergebnis, Vorabfrage, Zeitraum,
};
use xauslaender::v26_11::Nachricht;
use xauslaender::v26_11::azr as typed;
use xauslaender::v26_11::codes::{
    CodeAZRAbrufzweck, CodeAZRDokumentenformat, CodeAZRDokumenttyp, CodeAZRDuldungArt,
    CodeAZRMeldestatusArt, CodeAZRRegisterabgleichzweck, CodeAZRSuchprofil,
};
use xauslaender::xinneres::lichtbild_3::Lichtbild;
use xoev::{Language, MessageIo};

use crate::alle_gruppen::muster;
use crate::register::Register;
use crate::register::stellen::{self, nummer, tag, text};

const AZR: &str = "990309012345";

fn abh() -> Stelle {
    stellen::auslaenderbehoerde().expect("an office")
}

fn id(text: &str) -> ReferenzId {
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

fn meldestatus() -> Meldestatus {
    Meldestatus {
        meldestatus_art: CodeAZRMeldestatusArt::new("01").expect("a code"),
        aktenzeichen: None,
        ereignisdatum: Some(tag("2026-09-01").expect("a day")),
        erweiterung: Vec::new(),
    }
}

fn bild() -> Lichtbild {
    Lichtbild {
        mime_type: text("image/jpeg").expect("a text"),
        wert: xoev::builtin::Base64Binary::new(*b"\xFF\xD8\xFF"),
    }
}

pub(crate) fn folgemeldung() -> Folgemeldung {
    Folgemeldung::neu(nummer(AZR).expect("a number"))
}

/// The ids of the reasons.
fn gruende(result: Result<Einreichung, Ablehnung>) -> Vec<&'static str> {
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
fn a_document_has_its_size_and_its_notes_within_bounds() {
    let store = |typ: &str, bytes: usize, notes: usize| {
        let typ = CodeAZRDokumenttyp::new(typ).expect("a code");
        let format = CodeAZRDokumentenformat::from(CodeAZRDokumentenformat::APPLICATION_PDF);
        let number = nummer(AZR).expect("a number");
        let one =
            Dokumentmeldung::speichern(number, typ, format, vec![b'x'; bytes], id("abcdefg1z"));
        one.notizen(text(&"n".repeat(notes)).expect("a text"))
            .bauen(&abh())
    };
    assert_eq!(gruende(store("1", 0, 1)), ["EINREICHUNG-DOKUMENT-LEER"]);
    assert!(store("1", MAX_DOKUMENT, 2000).is_ok());
    assert_eq!(
        gruende(store("1", MAX_DOKUMENT + 1, 2001)),
        ["EINREICHUNG-DOKUMENT-GROESSE", "EINREICHUNG-NOTIZEN"]
    );
    // The limit of the notes is stated for orders only.
    assert!(store("4", 1, 2001).is_ok());
}

#[test]
fn a_document_is_stored_with_its_fact_and_deleted_by_its_id() {
    let typ = || CodeAZRDokumenttyp::new("4").expect("a code");
    let gone = Dokumentmeldung::loeschen(
        nummer(AZR).expect("a number"),
        typ(),
        text("D1").expect("a text"),
    );
    let built = gone.bauen(&abh()).expect("built");
    let m = typed::AnAZRAZRDokumentmeldung090012::from_slice(built.bytes()).expect("readable");
    assert_eq!(m.aenderungs_art.key(), "03");
    assert!(m.dokument_id.is_some() && m.dokument.is_none());
    assert!(m.referenz_auf_sachverhalt_id.is_none() && m.datenformat.is_none());
}

#[test]
fn nothing_says_that_a_document_is_indispensable_unless_somebody_does() {
    let ask = || Dokumentanforderung::neu(text("D1").expect("a text"));
    let read = |built: &Einreichung| {
        typed::AnAZRAZRDokumentanforderung090007::from_slice(built.bytes()).expect("readable")
    };
    let plain = ask().bauen(&abh()).expect("built");
    assert_eq!(read(&plain).bestaetigung_unerlaesslichkeit, None);
    assert!(plain.vermerke().is_empty());
    assert_eq!(
        Unerlaesslichkeit::bestaetigt_von(" "),
        Err(Grund::PersonFehlt)
    );
    let who = Unerlaesslichkeit::bestaetigt_von("Martina Beispiel").expect("a name");
    let built = ask().unerlaesslich(who).bauen(&abh()).expect("built");
    assert!(read(&built).bestaetigung_unerlaesslichkeit.is_some());
    let wer = "Martina Beispiel".to_owned();
    assert_eq!(built.vermerke(), [Vermerk::Unerlaesslich { wer }]);
    let sent = String::from_utf8(built.into_bytes()).expect("UTF-8");
    assert!(!sent.contains("Martina Beispiel"));
}

fn zweck() -> CodeAZRAbrufzweck {
    CodeAZRAbrufzweck::from(CodeAZRAbrufzweck::C_01)
}

#[test]
fn a_query_by_a_paper_alone_records_why_and_asks_for_no_more_than_said() {
    let number = text("C01X00T47").expect("a text");
    let query = Anfrage::nach_passnummer(number, Suchgrund::ZweifelAnEchtheit, zweck());
    let built = query.bauen(&abh()).expect("built");
    assert_eq!(
        built.vermerke(),
        [Vermerk::Suchgrund(Suchgrund::ZweifelAnEchtheit)]
    );
    let m = typed::AnAZRAZRAnfrage090001::from_slice(built.bytes()).expect("readable");
    let flags = [
        m.lieferung_frueherer_namen,
        m.lieferung_suchvermerke,
        m.lieferung_historie,
    ];
    assert!(flags.iter().all(|f| f.to_string() == "false"), "{flags:?}");
}

#[test]
fn smaller_messages_refuse_what_they_can_not_say() {
    let none = Lichtbildanforderung::neu([]).bauen(&abh());
    assert_eq!(gruende(none), ["EINREICHUNG-LICHTBILD"]);
    let one = || nummer(AZR).expect("a number");
    let same = Datenpflegeanfrage::mehrfacherfassung([one(), one()]).bauen(&abh());
    assert_eq!(gruende(same), ["EINREICHUNG-NUMMER-MEHRFACH"]);
    let single = Datenpflegeanfrage::mehrfacherfassung([one()]).bauen(&abh());
    assert_eq!(gruende(single), ["EINREICHUNG-ZWEI-NUMMERN"]);
    let zweck = || CodeAZRRegisterabgleichzweck::from(CodeAZRRegisterabgleichzweck::C_01);
    let day = |text| tag(text).expect("a day");
    let period = Zeitraum::VonBis(day("2026-02-01"), day("2026-01-31"));
    let back = Registerabgleichsanfrage::neu(zweck(), period).bauen(&abh());
    assert_eq!(gruende(back), ["EINREICHUNG-ZEITRAUM"]);
    let one_day = Zeitraum::VonBis(day("2026-02-01"), day("2026-02-01"));
    assert!(
        Registerabgleichsanfrage::neu(zweck(), one_day)
            .bauen(&abh())
            .is_ok()
    );
}

#[test]
fn a_package_of_statistics_has_each_number_once_and_repeats_the_uuid() {
    let bamf = stellen::bamf().expect("an office");
    let head = bamf
        .absender
        .kopf_an(stellen::register().expect("a reader"));
    let zweck = CodeAZRRegisterabgleichzweck::from(CodeAZRRegisterabgleichzweck::C_01);
    let ask =
        typed::VonBAMFAZRRegisterabgleichsveranlassung090020::neu(head, zweck).expect("090020");
    let reader = || stellen::register().expect("a reader");
    let number = |at: u32| nummer(&format!("990309{at:06}")).expect("a number");
    let mut package = Abgleichsstatistik::neu(&ask, 1, true);
    package.nicht_in_a_datei = (0..50_000).map(number).collect();
    let built = package.bauen(&abh(), reader()).expect("built");
    let m = typed::AnBAMFAZRRegisterabgleichsstatistik090023::from_slice(built.bytes())
        .expect("readable");
    let uuid = &ask
        .nachrichtenkopf_g2g
        .identifikation_nachricht
        .nachrichten_uuid;
    assert_eq!(&m.ausloeser_uuid, uuid);
    package.nicht_in_abgleichsdaten = vec![number(7)];
    assert_eq!(
        gruende(package.bauen(&abh(), reader())),
        ["EINREICHUNG-NUMMER-MEHRFACH", "EINREICHUNG-PAKET-GROESSE"]
    );
    let zero = Abgleichsstatistik::neu(&ask, 0, false).bauen(&abh(), reader());
    assert_eq!(gruende(zero), ["EINREICHUNG-PAKETNUMMER"]);
}

#[test]
fn a_first_report_needs_a_query_whose_hits_somebody_has_looked_at() {
    let person = stellen::person("Karimi", "Nilufar", "1994-09-12").expect("a person");
    let profile = CodeAZRSuchprofil::from(CodeAZRSuchprofil::C_N);
    let query = Anfrage::nach_personalien(&person, profile, zweck())
        .bauen(&abh())
        .expect("built");
    let mut register = Register::neu().expect("a register");
    register.anlegen("940912010815", person.clone());
    register.anlegen("940912010816", person.clone());
    let answer = register.empfangen(query.bytes()).expect("an answer");
    let answer = Nachricht::from_slice(&answer).expect("readable");
    let other = folgemeldung()
        .mit(Aenderung::neu(duldung()))
        .bauen(&abh())
        .expect("built");
    let wrong = Vorabfrage::auswerten(&other, &answer).expect_err("no query");
    assert_eq!(wrong.id(), "EINREICHUNG-VORABFRAGE");
    let Vorabergebnis::Treffer(hits) = Vorabfrage::auswerten(&query, &answer).expect("a result")
    else {
        panic!("there were hits");
    };
    let both = hits.nummern().to_vec();
    assert_eq!(both.len(), 2);
    let open = hits.clone().andere_personen(&both[..1], "Martina Beispiel");
    assert_eq!(open, Err(Grund::TrefferOffen(both[1..].to_vec())));
    let stranger = nummer(AZR).expect("a number");
    let unknown = hits
        .clone()
        .andere_personen(std::slice::from_ref(&stranger), "Martina Beispiel");
    assert_eq!(unknown, Err(Grund::KeinTreffer(stranger)));
    assert_eq!(
        hits.clone().andere_personen(&both, ""),
        Err(Grund::PersonFehlt)
    );
    let query_done = hits
        .andere_personen(&both, "Martina Beispiel")
        .expect("confirmed");
    let first = Erstmeldung::neu("Akte 1", query_done, person, meldestatus());
    let built = first.bauen(&abh()).expect("built");
    let m = typed::AnAZRAZRErstmeldung090009::from_slice(built.bytes()).expect("readable");
    let kinds: Vec<&str> = m
        .nicht_identisch_mit
        .iter()
        .map(|n| n.aenderungs_art.key())
        .collect();
    assert_eq!(kinds, ["01", "01"]);
    assert_eq!(built.vermerke().len(), 2);
    assert_eq!(
        built.person(),
        Some(&Personenschluessel::Lokal("Akte 1".to_owned()))
    );
    let sent = String::from_utf8(built.into_bytes()).expect("UTF-8");
    assert!(!sent.contains("Akte 1"));
}

#[test]
fn a_first_report_has_each_group_once_and_a_photo_only_to_its_own_search_note() {
    let person = stellen::person("Karimi", "Nilufar", "1994-09-12").expect("a person");
    let profile = CodeAZRSuchprofil::from(CodeAZRSuchprofil::C_N);
    let query = Anfrage::nach_personalien(&person, profile, zweck())
        .bauen(&abh())
        .expect("built");
    let mut register = Register::neu().expect("a register");
    let answer = register.empfangen(query.bytes()).expect("an answer");
    let answer = Nachricht::from_slice(&answer).expect("readable");
    let Vorabergebnis::KeinTreffer(none) =
        Vorabfrage::auswerten(&query, &answer).expect("a result")
    else {
        panic!("there was no hit");
    };
    let first = Erstmeldung::neu("Akte 1", none, person, meldestatus());
    let photo = first.clone().mit_suchvermerkbild(bild());
    assert_eq!(
        gruende(photo.bauen(&abh())),
        ["EINREICHUNG-SUCHVERMERK-FEHLT"]
    );
    let twice = first
        .clone()
        .mit_lichtbild(bild(), None)
        .mit_lichtbild(bild(), None);
    assert_eq!(
        gruende(twice.bauen(&abh())),
        ["EINREICHUNG-GRUPPE-MEHRFACH"]
    );
    assert!(first.mit_lichtbild(bild(), None).bauen(&abh()).is_ok());
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
