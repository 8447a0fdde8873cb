//! Queries, and the first report that needs one.

use azr::{
    Aenderung, Anfrage, Antwort, Erstmeldung, Grund, Personenschluessel, Suchgrund, Vermerk,
    Vorabergebnis, Vorabfrage,
};
use xauslaender::v26_11::azr as typed;
use xauslaender::v26_11::codes::CodeAZRSuchprofil;
use xoev::MessageIo;

use crate::fallen::{AZR, abh, bild, duldung, folgemeldung, gruende, meldestatus};
use crate::nachrichten::{kein_treffer, zweck};
use crate::register::Register;
use crate::register::stellen::{self, nummer, text};

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
    let answer = Antwort::lesen(answer);
    let other = folgemeldung()
        .mit(Aenderung::neu(duldung()))
        .bauen(&abh())
        .expect("built");
    let wrong = Vorabfrage::auswerten(&other, &answer).expect_err("no query");
    assert_eq!(wrong.id(), "EINREICHUNG-VORABFRAGE");
    let nothing = Antwort::lesen(&b"<html>Bad Gateway</html>"[..]);
    assert_eq!(
        Vorabfrage::auswerten(&query, &nothing),
        Err(Grund::KeineAuskunft)
    );
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
    let nobody = Erstmeldung::neu(" ", kein_treffer(), person.clone(), meldestatus());
    assert_eq!(gruende(nobody.bauen(&abh())), ["EINREICHUNG-SCHLUESSEL"]);
    let first = Erstmeldung::neu("Akte 1", kein_treffer(), person, meldestatus());
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
fn records_with_equal_data_are_hits_that_somebody_has_to_look_at() {
    let person = stellen::person("Karimi", "Nilufar", "1994-09-12").expect("a person");
    let mut register = Register::neu().expect("a register");
    register.anlegen("940912010815", person.clone());
    let first = Erstmeldung::neu("Akte 1", kein_treffer(), person, meldestatus());
    let built = first.bauen(&abh()).expect("built");
    let answer = Antwort::lesen(register.empfangen(built.bytes()).expect("an answer"));
    let hits = kein_treffer().nach_ablehnung(&answer).expect("hits");
    let number = nummer("940912010815").expect("a number");
    assert_eq!(hits.nummern(), std::slice::from_ref(&number));
    let confirmed = hits
        .andere_personen(&[number], "Martina Beispiel")
        .expect("confirmed");
    // The same records are not asked about twice.
    let again = confirmed.clone().nach_ablehnung(&answer).expect("hits");
    assert!(again.nummern().is_empty());
    let built = first
        .mit_vorabfrage(confirmed)
        .bauen(&abh())
        .expect("built");
    let answer = Antwort::lesen(register.empfangen(built.bytes()).expect("an answer"));
    assert!(answer.fehler().is_empty());
    let nothing = Antwort::lesen(&b"<a/>"[..]);
    assert_eq!(
        kein_treffer().nach_ablehnung(&nothing),
        Err(Grund::KeineAuskunft)
    );
}
