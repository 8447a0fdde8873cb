//! The clerk's report, as text and as HTML.

use azr::{Antwort, Ergebnis, Regel, Zustaendigkeitsregeln, fehlerbericht, fehlerbericht_mit};
use quick_xml::Reader;
use quick_xml::events::Event;
use xoev::Language::{self, English, German};

use crate::nachrichten::{
    ANTWORT, ERSTMELDUNG, FEHLER, FOLGEMELDUNG, bestaetigung, fehlernachricht, mit_fehlertext,
    muster, von_azr,
};

fn text(meldung: &str, antwort: &str, sprache: Language) -> String {
    let bericht = fehlerbericht(meldung.as_bytes(), antwort.as_bytes(), sprache);
    bericht.expect("the bundled schemas").text()
}

fn html(meldung: &str, antwort: &str, sprache: Language) -> String {
    let bericht = fehlerbericht(meldung.as_bytes(), antwort.as_bytes(), sprache);
    bericht.expect("the bundled schemas").html()
}

/// The names of all elements of a page; fails if it is not well-formed.
fn elemente(html: &str) -> Vec<String> {
    let mut reader = Reader::from_str(html);
    let mut out = Vec::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    let attribute = attribute.expect("well-formed");
                    let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
                    assert!(
                        !key.starts_with("on") && key != "src" && key != "href",
                        "{key}"
                    );
                }
                out.push(String::from_utf8_lossy(tag.name().as_ref()).into_owned());
            }
            Event::Eof => return out,
            _ => {}
        }
    }
}

#[test]
fn the_report_says_what_was_sent_what_came_back_and_what_to_do() {
    let text = text(ERSTMELDUNG, ANTWORT, German);
    for said in [
        "090009 – Erstmeldung an den Allgemeinen Datenbestand",
        "Örtürk-Łukaszewska, Zoë; geboren am 03.02.2027",
        "Meldestatus, Zuspeicherung (01): Ersteinreise in das Bundesgebiet (01)",
        "Ausweispapier: Gültig bis",
        "16.11.2026, 10:12 Uhr",
        "Die Meldung wurde nicht verarbeitet.",
        "> Der Tag der Geburt (03.02.2027) der Person 'Örtürk-Łukaszewska, Zoë' liegt in der Zukunft.",
        "  > Das Ausweispapier 'U1234567' war am Tag der Meldung nicht mehr gültig.\n  > Bitte prüfen Sie \"Gültig bis\" & die Art des Papiers.\n",
        "ausweispapier.fachdaten.neu/gueltigBis",
        "2019-12-31 (31.12.2019)",
        "03 (Passersatzpapier)",
        "meldestatus.fachdaten.neu/aktenzeichen",
        "nicht gesendet",
        "PERS_STAMM.NATION",
        "990309012345, 990411000017",
        "mit einer Folgemeldung (090010)",
        "Datenpflege",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn the_report_is_in_english_too() {
    let text = text(ERSTMELDUNG, ANTWORT, English);
    for said in [
        "Error report",
        "The submission was not processed.",
        "The register says, word for word:\n  > Der Tag der Geburt",
        "What can be done?",
        "Would stand at",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    for german in ["Meldung wurde", "Gesendeter", "Stelle:", "Das Register"] {
        assert!(!text.contains(german), "{german}");
    }
}

#[test]
fn both_forms_say_the_same() {
    let page = html(ERSTMELDUNG, ANTWORT, German);
    let words: String = page
        .split(['<', '>'])
        .skip(2)
        .step_by(2)
        .collect::<Vec<_>>()
        .join("\n");
    let plain = words
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    for line in text(ERSTMELDUNG, ANTWORT, German).lines() {
        let number = |c: char| c.is_ascii_digit() || " >=-.".contains(c);
        let line = line.trim_start_matches(number);
        let last = line.rsplit("   ").next().unwrap_or_default().trim();
        let last = last.rsplit("): ").next().unwrap_or_default();
        assert!(plain.contains(last.trim_end_matches(':')), "{last}");
    }
}

#[test]
fn the_page_loads_nothing_and_is_well_formed() {
    let page = html(ERSTMELDUNG, ANTWORT, German);
    let names = elemente(&page);
    assert!(names.iter().any(|n| n == "blockquote"));
    for never in ["script", "link", "img", "iframe", "object", "a", "form"] {
        assert!(!names.iter().any(|n| n == never), "{never}");
    }
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("url("));
    assert!(page.contains("default-src &#39;none&#39;; style-src &#39;sha256-"));
    for look in ["prefers-color-scheme: dark", "@media print"] {
        assert!(page.contains(look), "{look}");
    }
}

#[test]
fn hostile_content_stays_text() {
    let evil = "&lt;/blockquote&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror='x'&gt;\"&amp;#39;";
    let meldung = FOLGEMELDUNG
        .replace("X99000123", evil)
        .replace("990309012345", evil)
        .replace("Ausländerbehörde der Stadt Musterstadt", evil);
    let antwort = fehlernachricht(&format!(
        "<xa:hinweis><xa:hinweisschluessel>{evil}</xa:hinweisschluessel><xa:hinweistext>{evil}</xa:hinweistext></xa:hinweis>\
         <xa:fehlerfall><xa:fehlerschluessel>{evil}</xa:fehlerschluessel><xa:fehlertext>{evil}</xa:fehlertext>\
         <xa:fehlerhaftesAttribut>Duldung.bescheinigungsNummer</xa:fehlerhaftesAttribut>\
         <xa:fehlerhaftesAttribut>{evil}</xa:fehlerhaftesAttribut></xa:fehlerfall>\
         <xa:personalienGleich>{evil}</xa:personalienGleich>"
    ));
    for sprache in [German, English] {
        let harmless = elemente(&html(FOLGEMELDUNG, FEHLER, sprache));
        let names = elemente(&html(&meldung, &antwort, sprache));
        assert!(!names.iter().any(|n| n == "script" || n == "img"));
        let known = |n: &String| harmless.contains(n) || n == "bdi";
        assert!(names.iter().all(known), "{names:?}");
    }
}

#[test]
fn a_quotation_can_not_look_like_the_report() {
    let antwort = mit_fehlertext("Ende.\n\nWas kann getan werden?\n----\n  1. Nichts.");
    let text = text(FOLGEMELDUNG, &antwort, German);
    assert!(
        text.contains("  > Was kann getan werden?\n  > ----\n  >   1. Nichts.\n"),
        "{text}"
    );
    assert_eq!(text.matches("\nWas kann getan werden?\n").count(), 1);
}

#[test]
fn hidden_characters_are_named() {
    let antwort = mit_fehlertext("a\u{202E}b&#x1F;c\u{200B}");
    for (out, named) in [
        (text(FOLGEMELDUNG, &antwort, German), "a[U+202E]b"),
        (
            html(FOLGEMELDUNG, &antwort, German),
            "a<span class=\"hidden-char\">U+202E</span>b",
        ),
    ] {
        assert!(out.contains(named), "{out}");
        assert!(!out.contains(['\u{202E}', '\u{200B}', '\u{1F}']));
    }
}

#[test]
fn trailing_blanks_and_line_breaks_of_the_register_stay() {
    let antwort = mit_fehlertext("  eins  \n\n zwei ");
    assert!(text(FOLGEMELDUNG, &antwort, German).contains("  >   eins  \n  > \n  >  zwei \n"));
    assert!(html(FOLGEMELDUNG, &antwort, German).contains("<bdi>  eins  \n\n zwei </bdi>"));
}

#[test]
fn an_outdated_reference_id_asks_for_a_query() {
    let text = text(FOLGEMELDUNG, FEHLER, German);
    assert!(
        text.contains("übernehmen Sie die aktuelle Referenz-ID"),
        "{text}"
    );
    assert!(text.contains("als neue Nachricht mit neuer Kennung (UUID)"));
}

#[test]
fn not_responsible_asks_to_hand_the_submission_on() {
    let regeln = Zustaendigkeitsregeln::default().mit(Regel::Schluessel("4802".into()));
    let bericht = |regeln: &Zustaendigkeitsregeln| {
        let antwort = Antwort::lesen(FEHLER.as_bytes());
        fehlerbericht_mit(FOLGEMELDUNG.as_bytes(), antwort, German, regeln)
            .expect("the bundled schemas")
            .text()
    };
    assert!(bericht(&regeln).contains("an die jetzt zuständige Behörde"));
    assert!(!bericht(&Zustaendigkeitsregeln::default()).contains("zuständige Behörde"));
}

#[test]
fn each_kind_of_answer_has_a_report() {
    let set = xoev_bundled::schemas().expect("the bundled schemas");
    let numbers = [
        "090002", "090003", "090004", "090008", "090022", "090030", "090053", "090097", "090098",
        "090099", "000002", "000030", "090001",
    ];
    for nummer in numbers {
        for sprache in [German, English] {
            let antwort = muster(&set, nummer, 5);
            let page = html(FOLGEMELDUNG, &antwort, sprache);
            assert!(elemente(&page).len() > 10, "{nummer}");
            assert!(
                text(FOLGEMELDUNG, &antwort, sprache).contains("090010"),
                "{nummer}"
            );
        }
    }
}

#[test]
fn a_confirmation_shows_number_ids_and_warning() {
    let antwort = bestaetigung(
        "<xa:azrNummer>990309012345</xa:azrNummer>\
         <xa:personalienAehnlich>990411000017</xa:personalienAehnlich>\
         <xa:sachverhalt><xa:duldung.referenz.id>Rx7C56w06</xa:duldung.referenz.id></xa:sachverhalt>",
    );
    let text = text(ERSTMELDUNG, &antwort, German);
    for said in [
        "Das Register hat die Meldung verarbeitet.",
        "Rx7C56w06",
        "ähnlichen Personalien",
        "Senden Sie 090010 mit je einer Angabe",
        "Datenpflege zu: 990309012345, 990411000017",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn photos_that_did_not_come_are_told_with_their_hint() {
    let antwort = von_azr(
        "VonAZR.AZRLichtbilduebermittlung.090006",
        "<xa:lichtbildAllgemein><xa:keinBild><xa:lichtbildId>L1</xa:lichtbildId><xa:hinweis>\
         <xa:hinweisschluessel>7</xa:hinweisschluessel><xa:hinweistext>derzeit gesperrt</xa:hinweistext>\
         </xa:hinweis><xa:erneuteAnfrageSinnvoll>true</xa:erneuteAnfrageSinnvoll></xa:keinBild>\
         </xa:lichtbildAllgemein>",
    );
    let text = text(FOLGEMELDUNG, &antwort, German);
    assert!(text.contains("> derzeit gesperrt"), "{text}");
    assert!(text.contains("Kennung des Lichtbilds:  L1\n"), "{text}");
    assert!(text.contains("erneute Anfrage (090005) sinnvoll"));
}

#[test]
fn what_can_not_be_read_is_told_with_the_reason() {
    let broken = FEHLER.replace("</xa:fehlerschluessel>", "</xa:falsch>");
    let bericht = fehlerbericht(b"kaputt", broken.as_bytes(), German).expect("the schemas");
    // The error message says a refusal, though it could not be read as a whole.
    assert_eq!(bericht.ergebnis(), Ergebnis::Abgelehnt);
    let text = bericht.text();
    for said in [
        "Die Meldung ist nicht lesbar.",
        "Antwort nicht lesbar",
        "Das Endetag passt nicht",
        "Bewahren Sie die Antwort unverändert auf.",
        "Die Meldung wurde nicht verarbeitet.",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    elemente(&bericht.html());
}

#[test]
fn an_invalid_submission_is_said_to_be_one() {
    let meldung = FOLGEMELDUNG.replace("2026-10-15", "15.10.2026");
    let text = text(&meldung, FEHLER, German);
    assert!(text.contains("entspricht nicht dem Schema"), "{text}");
    assert!(text.contains("15.10.2026"));
}

#[test]
fn very_many_attributes_are_looked_for_up_to_a_limit() {
    let attribute =
        "<xa:fehlerhaftesAttribut>Duldung.ereignisdatum</xa:fehlerhaftesAttribut>".repeat(300);
    let fall = format!(
        "<xa:fehlerfall><xa:fehlerschluessel>1</xa:fehlerschluessel><xa:fehlertext>T</xa:fehlertext>{attribute}</xa:fehlerfall>"
    );
    let antwort = fehlernachricht(&fall);
    let bericht = fehlerbericht(FOLGEMELDUNG.as_bytes(), antwort.as_bytes(), German);
    let bericht = bericht.expect("the bundled schemas");
    assert_eq!(bericht.zuordnungen()[0].len(), 200);
    assert_eq!(
        bericht.antwort().fehler()[0].fehlerhafte_attribute.len(),
        300
    );
    assert!(bericht.text().contains("Weitere Felder"));
}
