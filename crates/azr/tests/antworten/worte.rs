//! The register's words arrive as they were sent.

use azr::{Antwort, DublettenArt, Ergebnis, Inhalt};

use crate::nachrichten::{ANTWORT, FEHLER, bestaetigung, fehlernachricht, mit_fehlertext};

/// The text of the only error.
fn text(xml: &str) -> String {
    let antwort = Antwort::lesen(xml.as_bytes());
    assert!(matches!(antwort.inhalt(), Inhalt::Fehler(_)), "{antwort:?}");
    assert_eq!(antwort.fehler().len(), 1);
    antwort.fehler()[0].fehlertext.clone()
}

#[test]
fn every_byte_of_an_error_text_arrives() {
    // Letters of DIN 91379, some of them with combining signs.
    let letters = "Ğülşah Ñandú Łódź ẞ ÅÆØ Ș Ț ħ ʾ ’ € C\u{328}\u{306} Z\u{327} L\u{325}\u{304}";
    for sent in [
        letters,
        "  vorn und hinten Blanks  ",
        "erste Zeile\nzweite\tZeile\n\n",
        "",
        " ",
    ] {
        assert_eq!(text(&mit_fehlertext(sent)).as_bytes(), sent.as_bytes());
    }
}

#[test]
fn references_cdata_and_comments_become_what_they_stand_for() {
    for (sent, meant) in [
        ("a&lt;b&gt;&amp;&quot;&apos;&#228;&#x20AC;", "a<b>&\"'ä€"),
        ("<![CDATA[ <b>&amp;</b> ]]>", " <b>&amp;</b> "),
        ("vor<!-- nicht gesagt -->nach<?auch nicht?> ", "vornach "),
        // A carriage return of the sender survives as a reference only: XML makes line ends uniform.
        ("a&#13;&#10;b\r\nc\rd", "a\r\nb\nc\nd"),
    ] {
        assert_eq!(text(&mit_fehlertext(sent)).as_bytes(), meant.as_bytes());
    }
}

#[test]
fn keys_and_attributes_are_not_changed_either() {
    let xml = fehlernachricht(
        "<xa:fehlerfall><xa:fehlerschluessel> 4711 </xa:fehlerschluessel>\
         <xa:fehlertext>T</xa:fehlertext>\
         <xa:fehlerhaftesAttribut>Duldung.ereignisdatum </xa:fehlerhaftesAttribut>\
         <xa:fehlerhaftesAttribut/></xa:fehlerfall>",
    );
    let antwort = Antwort::lesen(xml.as_bytes());
    let fehler = &antwort.fehler()[0];
    assert_eq!(fehler.fehlerschluessel, " 4711 ");
    assert_eq!(fehler.fehlerhafte_attribute, ["Duldung.ereignisdatum ", ""]);
    assert_eq!(fehler.to_string(), " 4711 : T [Duldung.ereignisdatum , ]");
}

#[test]
fn all_errors_arrive_in_their_order() {
    let antwort = Antwort::lesen(FEHLER.as_bytes());
    let keys: Vec<&str> = antwort
        .fehler()
        .iter()
        .map(|f| f.fehlerschluessel.as_str())
        .collect();
    assert_eq!(keys, ["4711", "4802"]);
    for fehler in antwort.fehler() {
        assert!(FEHLER.contains(&format!("<xa:fehlertext>{}<", fehler.fehlertext)));
    }
    assert_eq!(antwort.ergebnis(), Ergebnis::Abgelehnt);
    let error: &dyn std::error::Error = &antwort.fehler()[1];
    assert!(
        error
            .to_string()
            .starts_with("4802: Die übermittelte ReferenzId")
    );
}

#[test]
fn equal_personal_data_are_a_finding_of_their_own() {
    let antwort = Antwort::lesen(ANTWORT.as_bytes());
    let dublette = antwort.dublette().expect("a finding");
    assert_eq!(dublette.art, DublettenArt::Gleich);
    assert_eq!(dublette.azr_nummern, ["990309012345", "990411000017"]);
    assert_eq!(dublette.auswege(None).len(), 3);
    assert_eq!(Antwort::lesen(FEHLER.as_bytes()).dublette(), None);
}

#[test]
fn similar_personal_data_are_a_warning() {
    let xml = bestaetigung(
        "<xa:azrNummer>990309012345</xa:azrNummer>\
         <xa:personalienAehnlich>990411000017</xa:personalienAehnlich>",
    );
    let antwort = Antwort::lesen(xml.as_bytes());
    assert_eq!(antwort.ergebnis(), Ergebnis::Angenommen);
    let dublette = antwort.dublette().expect("a warning");
    assert_eq!(dublette.art, DublettenArt::Aehnlich);
    assert_eq!(dublette.azr_nummern, ["990411000017"]);
}
