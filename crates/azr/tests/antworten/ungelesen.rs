//! Answers that can't be read keep their bytes, say why, and give what could be salvaged.

use azr::antwort::{Ungelesen, UngelesenArt};
use azr::{Antwort, DublettenArt, Ergebnis, Inhalt};
use xoev::{ReadError, Rule};

use crate::nachrichten::{ANTWORT, FEHLER, bestaetigung, mit_fehlertext};

/// Reads what must not be readable.
fn ungelesen(bytes: &[u8]) -> (Antwort, Ungelesen) {
    let antwort = Antwort::lesen(bytes);
    assert_eq!(antwort.bytes(), bytes);
    match antwort.inhalt() {
        Inhalt::Ungelesen(u) => {
            let u = u.clone();
            (antwort, u)
        }
        other => panic!("{other:?}"),
    }
}

fn texte(antwort: &Antwort) -> Vec<&str> {
    let all = antwort.fehler().iter();
    all.map(|f| f.fehlertext.as_str()).collect()
}

#[test]
fn another_version_of_the_standard_is_unknown_but_its_words_arrive() {
    let xml = FEHLER
        .replace("xauslaender2611", "xauslaender2705")
        .replace("26.11", "27.05");
    let (antwort, u) = ungelesen(xml.as_bytes());
    assert_eq!(u.grund.violation().map(|v| v.rule), Some(Rule::RootUnknown));
    let wurzel = u.wurzel.expect("a root element");
    assert_eq!(wurzel.name, "VonAZR.AZRFehlernachricht.090099");
    assert_eq!(wurzel.nummer.as_deref(), Some("090099"));
    assert_eq!(wurzel.version.as_deref(), Some("27.05"));
    assert_eq!(wurzel.namensraum, "http://www.osci.de/xauslaender2705");
    let same = Antwort::lesen(FEHLER.as_bytes());
    assert_eq!(antwort.fehler(), same.fehler());
    assert_eq!(antwort.ergebnis(), Ergebnis::Abgelehnt);
    assert_eq!(antwort.kopf(), same.kopf());
}

#[test]
fn an_answer_against_its_schema_gives_its_words() {
    // Typographic quotation marks are not in the character set of the texts.
    let xml = mit_fehlertext("Das Feld „Name“ ist <![CDATA[<leer>]]>. ");
    let (antwort, u) = ungelesen(xml.as_bytes());
    assert!(matches!(*u.grund, ReadError::Invalid(_)));
    assert_eq!(texte(&antwort), ["Das Feld „Name“ ist <leer>. "]);
    assert!(u.geborgen.vollstaendig);
}

#[test]
fn errors_are_found_wherever_they_stand() {
    let inhalt = "<xa:fehlertext>ohne Fall</xa:fehlertext><xa:fehlertext>noch einer</xa:fehlertext>\
                  <andere><fehlerfall><fehlerschluessel>9</fehlerschluessel>\
                  <fehlerhaftesAttribut>A.b</fehlerhaftesAttribut></fehlerfall></andere>";
    let xml = crate::nachrichten::fehlernachricht(inhalt);
    let (antwort, _) = ungelesen(xml.as_bytes());
    assert_eq!(texte(&antwort), ["ohne Fall", "noch einer", ""]);
    assert_eq!(antwort.fehler()[2].fehlerschluessel, "9");
    assert_eq!(antwort.fehler()[2].fehlerhafte_attribute, ["A.b"]);
}

#[test]
fn what_came_before_a_cut_is_kept() {
    let end = FEHLER
        .find("Bitte rufen Sie")
        .expect("a place in the second text");
    let (antwort, u) = ungelesen(&FEHLER.as_bytes()[..end]);
    assert!(matches!(*u.grund, ReadError::NotWellFormed(_)));
    assert!(!u.geborgen.vollstaendig);
    assert_eq!(antwort.fehler().len(), 2);
    assert_eq!(
        antwort.fehler()[0],
        Antwort::lesen(FEHLER.as_bytes()).fehler()[0]
    );
    assert!(antwort.fehler()[1].fehlertext.ends_with("geändert. "));
}

#[test]
fn other_encodings_are_no_reason_to_lose_an_error() {
    let declared = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>";
    let xml = format!("{declared}{}", mit_fehlertext("Prüfen: Müller"));
    let latin: Vec<u8> = xml.chars().map(|c| c as u32 as u8).collect();
    let (antwort, u) = ungelesen(&latin);
    assert!(u.grund.violation().is_some());
    assert_eq!(texte(&antwort), ["Prüfen: Müller"]);
}

#[test]
fn numbers_and_ids_are_salvaged_too() {
    let xml = bestaetigung(
        "<xa:azrNummer>990309012345</xa:azrNummer><xa:unbekannt/>\
         <xa:sachverhalt><xa:bvaVerfahrensnnummer.referenz.id>Rx7C56w06</xa:bvaVerfahrensnnummer.referenz.id>\
         </xa:sachverhalt>",
    );
    let (antwort, u) = ungelesen(xml.as_bytes());
    assert_eq!(u.geborgen.azr_nummer.as_deref(), Some("990309012345"));
    assert_eq!(u.geborgen.referenzen[0].gruppe.name, "bvaVerfahrensnummer");
    // Perhaps it was stored, perhaps not: somebody has to look.
    assert_eq!(antwort.ergebnis(), Ergebnis::Unbekannt);
    let broken = ANTWORT.replace("</xa:VonAZR.AZRFehlernachricht.090099>", "");
    let (antwort, _) = ungelesen(broken.as_bytes());
    let dublette = antwort.dublette().expect("a finding");
    assert_eq!(
        (dublette.art, dublette.azr_nummern.len()),
        (DublettenArt::Gleich, 2)
    );
}

#[test]
fn reasons_of_a_broken_refusal_are_salvaged() {
    let rueckweisung =
        include_str!("../../../../examples/nachrichten/xinneres/0010-rueckweisung-gueltig.xml");
    let xml = rueckweisung.replace(
        "</rueckweisungsgrund>",
        "<grundSpezifisch><fehlerbeschreibung>„so nicht“</fehlerbeschreibung></grundSpezifisch></rueckweisungsgrund>",
    );
    let (antwort, u) = ungelesen(xml.as_bytes());
    let gruende = &u.geborgen.rueckweisungsgruende;
    assert_eq!(gruende[0].code, "X001");
    assert_eq!(
        gruende[0].spezifisch[0].beschreibung.as_deref(),
        Some("„so nicht“")
    );
    assert_eq!(antwort.ergebnis(), Ergebnis::Unbekannt);
}

#[test]
fn the_reason_is_told_by_who_has_to_act() {
    let art = |bytes: &[u8]| ungelesen(bytes).1.art();
    let other = FEHLER.replace("xauslaender2611", "xauslaender2705");
    let unknown = FEHLER.replace("AZRFehlernachricht.090099", "AZRNeu.090095");
    let broken = FEHLER.replace("</xa:fehlerschluessel>", "</xa:fehlertext>");
    assert_eq!(art(other.as_bytes()), UngelesenArt::UnbekannteVersion);
    assert_eq!(art(unknown.as_bytes()), UngelesenArt::UnbekannteNachricht);
    assert_eq!(art(broken.as_bytes()), UngelesenArt::NichtWohlgeformt);
    assert_eq!(
        art(mit_fehlertext("„“").as_bytes()),
        UngelesenArt::Ungueltig
    );
    assert_eq!(art(b"<!DOCTYPE a><a/>"), UngelesenArt::Abgewiesen);
    let limits = {
        let mut limits = xoev::Limits::default();
        limits.max_bytes = 100;
        limits
    };
    let antwort = Antwort::lesen_mit(FEHLER.as_bytes(), limits);
    assert!(
        matches!(antwort.inhalt(), Inhalt::Ungelesen(u) if u.art() == UngelesenArt::Abgewiesen)
    );
    assert_eq!(antwort.fehler().len(), 2);
}

#[test]
fn what_is_no_message_at_all_keeps_its_bytes() {
    for bytes in [
        &b""[..],
        b"\0\xFF",
        b"502 Bad Gateway",
        b"<html><body>x</body></html>",
    ] {
        let (antwort, u) = ungelesen(bytes);
        assert!(antwort.fehler().is_empty() && antwort.kopf().is_none());
        assert_eq!(antwort.ergebnis(), Ergebnis::Unbekannt);
        assert!(u.geborgen.referenzen.is_empty());
    }
}
