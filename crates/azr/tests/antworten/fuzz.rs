//! Answers broken in any way never make the reader or the report fail, and keep their bytes.

use azr::{Antwort, Gesendet, fehlerbericht};
use proptest::prelude::*;
use xoev::Language;

use crate::nachrichten::{
    ANTWORT, ERSTMELDUNG, FEHLER, FOLGEMELDUNG, bestaetigung, mit_fehlertext,
};

const RUECKWEISUNG: &str =
    include_str!("../../../../examples/nachrichten/xinneres/0010-rueckweisung-gueltig.xml");

/// One change to a message.
#[derive(Clone, Debug)]
enum Eingriff {
    Byte(usize, u8),
    Einfuegen(usize, String),
    Streichen(usize, usize),
    Abschneiden(usize),
}

fn eingriff() -> impl Strategy<Value = Eingriff> {
    let markup = prop::sample::select(vec![
        "<",
        ">",
        "&",
        "&#0;",
        "&amp;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "<!DOCTYPE a>",
        "\u{202E}",
        "</xa:fehlerfall>",
        "<xa:fehlertext>",
        "<fehlerschluessel/>",
        "xmlns:xa=''",
        "\0",
        "\r",
    ]);
    let text = prop_oneof![markup.prop_map(str::to_owned), "\\PC{0,8}"];
    prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Eingriff::Byte(at, byte)),
        (any::<usize>(), text).prop_map(|(at, text)| Eingriff::Einfuegen(at, text)),
        (any::<usize>(), 0..80usize).prop_map(|(at, length)| Eingriff::Streichen(at, length)),
        any::<usize>().prop_map(Eingriff::Abschneiden),
    ]
}

fn brechen(message: &str, eingriffe: &[Eingriff]) -> Vec<u8> {
    let mut bytes = message.as_bytes().to_vec();
    for eingriff in eingriffe {
        let length = bytes.len().max(1);
        match eingriff {
            Eingriff::Byte(at, byte) => {
                if let Some(b) = bytes.get_mut(at % length) {
                    *b = *byte;
                }
            }
            Eingriff::Einfuegen(at, text) => {
                let at = (at % length).min(bytes.len());
                bytes.splice(at..at, text.bytes());
            }
            Eingriff::Streichen(at, count) => {
                let at = (at % length).min(bytes.len());
                let end = (at + count).min(bytes.len());
                bytes.drain(at..end);
            }
            Eingriff::Abschneiden(at) => bytes.truncate(at % length),
        }
    }
    bytes
}

fn antworten() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        FEHLER.to_owned(),
        ANTWORT.to_owned(),
        RUECKWEISUNG.to_owned(),
        bestaetigung(
            "<xa:azrNummer>990309012345</xa:azrNummer><xa:sachverhalt>\
             <xa:duldung.referenz.id>R</xa:duldung.referenz.id></xa:sachverhalt>",
        ),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn broken_answers_keep_their_bytes(
        message in antworten(),
        eingriffe in prop::collection::vec(eingriff(), 0..4),
    ) {
        let bytes = brechen(&message, &eingriffe);
        let antwort = Antwort::lesen(bytes.as_slice());
        prop_assert_eq!(antwort.bytes(), bytes.as_slice());
        let _ = (antwort.ergebnis(), antwort.hinweise().len(), antwort.dublette());
        let bericht = fehlerbericht(FOLGEMELDUNG.as_bytes(), &bytes, Language::German);
        let bericht = bericht.expect("the bundled schemas");
        // The words of each error stand in the report, as far as they can be seen.
        let text = bericht.text();
        for fehler in bericht.antwort().fehler() {
            let plain = |c: char| c.is_ascii_graphic() || c == ' ';
            for line in fehler.fehlertext.lines().filter(|l| l.chars().all(plain)) {
                prop_assert!(text.contains(line), "{line}");
            }
        }
        prop_assert!(bericht.html().ends_with("</html>\n"));
    }

    #[test]
    fn broken_submissions_are_looked_at(
        message in prop::sample::select(vec![FOLGEMELDUNG, ERSTMELDUNG]),
        eingriffe in prop::collection::vec(eingriff(), 0..4),
        attribut in "[A-Za-zäöü.]{0,30}",
    ) {
        let bytes = brechen(message, &eingriffe);
        let gesendet = Gesendet::lesen(&bytes).expect("the bundled schemas");
        for attribut in [attribut.as_str(), "Duldung.ereignisdatum", "Grundpersonalien.name"] {
            let _ = gesendet.zuordnen(attribut);
        }
        let bericht = fehlerbericht(&bytes, ANTWORT.as_bytes(), Language::English);
        prop_assert!(bericht.is_ok_and(|b| b.text().contains("4103")));
    }

    #[test]
    fn any_text_arrives_as_it_was_sent(text in "[ -~äöüßÄÖÜŁğ€\n\t]{0,60}", cdata in any::<bool>()) {
        let escaped = match cdata && !text.contains("]]>") {
            true => format!("<![CDATA[{text}]]>"),
            false => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        };
        let xml = mit_fehlertext(&escaped);
        for xml in [xml.clone(), xml.replace("xauslaender2611", "xauslaender2705")] {
            let antwort = Antwort::lesen(xml.into_bytes());
            prop_assert_eq!(&antwort.fehler()[0].fehlertext, &text);
        }
    }

    #[test]
    fn any_bytes_are_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let antwort = Antwort::lesen(bytes.as_slice());
        prop_assert_eq!(antwort.bytes(), bytes.as_slice());
    }
}
