//! Random changes of messages never make reading, classifying or judging panic.

use std::sync::OnceLock;

use proptest::prelude::*;
use xoev_administration::lesen::{Inhalt, Packgrenzen, eingeschlossen, kern};
use xoev_administration::paket::{Ankuendigung, Lieferungsgrenzen};
use xoev_administration::{Annahme, Eingang, Nachrichtenkopf, bewerten, einordnen};

use crate::gemeinsam::*;

fn vorrat() -> &'static [Vec<u8>] {
    static VORRAT: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    VORRAT.get_or_init(|| {
        let files = [
            "mbabh/030101-anmeldung-gueltig.xml",
            "xinneres/0010-rueckweisung-gueltig.xml",
            "azr/090099-fehlernachricht-gueltig.xml",
        ];
        let mut all: Vec<Vec<u8>> = files.into_iter().map(beispiel).collect();
        let built = crate::bauen::alle().into_iter();
        all.extend(built.map(|m| m.into_bytes()));
        all.push(aktenlieferung(2, 500, 3));
        all
    })
}

#[derive(Clone, Debug)]
enum Aenderung {
    Byte(usize, u8),
    Weg(usize, usize),
    Doppelt(usize, usize),
    Ende(usize),
    Text(usize, &'static str),
}

fn aenderung() -> impl Strategy<Value = Aenderung> {
    let texts = prop::sample::select(vec![
        "<",
        ">",
        "&",
        "&#0;",
        "&#x110000;",
        "]]>",
        "<![CDATA[",
        "<!--",
        "\"",
        "\u{feff}",
        "<!DOCTYPE a>",
        "xmlns=''",
        " test=''",
        "</",
        "/>",
        "0010",
        "000020",
        "\u{FFFE}",
        "<?xml version='1.1'?>",
    ]);
    prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(a, b)| Aenderung::Byte(a, b)),
        (any::<usize>(), 1..200usize).prop_map(|(a, n)| Aenderung::Weg(a, n)),
        (any::<usize>(), 1..400usize).prop_map(|(a, n)| Aenderung::Doppelt(a, n)),
        any::<usize>().prop_map(Aenderung::Ende),
        (any::<usize>(), texts).prop_map(|(a, t)| Aenderung::Text(a, t)),
    ]
}

fn geaendert(bytes: &[u8], all: &[Aenderung]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for one in all {
        if out.is_empty() {
            break;
        }
        let length = out.len();
        match *one {
            Aenderung::Byte(at, byte) => out[at % length] = byte,
            Aenderung::Weg(at, n) => {
                let at = at % length;
                out.drain(at..length.min(at + n));
            }
            Aenderung::Doppelt(at, n) => {
                let at = at % length;
                let piece = out[at..length.min(at + n)].to_vec();
                out.splice(at..at, piece);
            }
            Aenderung::Ende(at) => out.truncate(at % length),
            Aenderung::Text(at, text) => {
                let at = at % length;
                out.splice(at..at, text.bytes());
            }
        }
    }
    out
}

fn alles_lesen(bytes: &[u8]) {
    let head = Nachrichtenkopf::read(bytes);
    let report = bericht(bytes);
    for synchron in [false, true] {
        let eingang = Eingang {
            bytes,
            kopf: head.as_ref(),
            bericht: &report,
            regeln: None,
            am: "2026-11-22".parse().expect("a day"),
            synchron,
            schon_verarbeitet: synchron,
        };
        let _ = einordnen(&eingang, &Annahme::fuer(["azr:990100"]));
    }
    let _ = bewerten(bytes);
    let _ = Inhalt::lesen(bytes);
    let _ = eingeschlossen(bytes, Packgrenzen::default());
    let _ = kern(bytes, Packgrenzen::default());
    let _ = Ankuendigung::lesen(bytes, &Lieferungsgrenzen::default());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_messages_are_read_without_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec(aenderung(), 1..6),
    ) {
        alles_lesen(&geaendert(which.get::<Vec<u8>>(vorrat()), &changes));
    }

    #[test]
    fn random_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        alles_lesen(&bytes);
    }

    #[test]
    fn random_text_in_tags_is_read_without_panic(text in "[<>/&;a-z\"'=!? \\[\\]-]{0,200}") {
        alles_lesen(text.as_bytes());
    }
}
