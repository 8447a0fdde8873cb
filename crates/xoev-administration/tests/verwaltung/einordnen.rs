//! What incoming messages are, and which are refused for what.

use chrono::NaiveDate;
use xoev_administration::bauen::{Fehlercode, Rueckweisungsgrund};
use xoev_administration::einordnung::{Hindernis, Versionszeitraum};
use xoev_administration::{Annahme, Eingang, Einordnung, Nachrichtenkopf, Version, einordnen};

use crate::gemeinsam::*;

fn am() -> NaiveDate {
    "2026-11-22".parse().expect("a day")
}

fn annahme() -> Annahme {
    Annahme::fuer([
        "azr:990100",
        "azr:990200",
        "ags:99000100",
        "dbs:490030020000",
    ])
}

struct Lage {
    am: NaiveDate,
    synchron: bool,
    schon: bool,
    annahme: Annahme,
}

impl Default for Lage {
    fn default() -> Lage {
        Lage {
            am: am(),
            synchron: false,
            schon: false,
            annahme: annahme(),
        }
    }
}

fn was_ist(bytes: &[u8], lage: &Lage) -> Einordnung {
    let head = Nachrichtenkopf::read(bytes);
    let report = bericht(bytes);
    let eingang = Eingang {
        bytes,
        kopf: head.as_ref(),
        bericht: &report,
        regeln: None,
        am: lage.am,
        synchron: lage.synchron,
        schon_verarbeitet: lage.schon,
    };
    let is = einordnen(&eingang, &lage.annahme);
    assert_eq!(is, einordnen(&eingang, &lage.annahme));
    is
}

fn codes(is: &Einordnung) -> Vec<&'static str> {
    let gruende = match is {
        Einordnung::Zurueckweisen { gruende, .. } => gruende,
        Einordnung::Unlesbar(why) => match why.as_ref() {
            Hindernis::NichtRueckweisbar { gruende } | Hindernis::KeinAutor { gruende } => gruende,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    let code = |g: &Rueckweisungsgrund| match g {
        Rueckweisungsgrund::Allgemein(code) => code.as_str(),
        Rueckweisungsgrund::Spezifisch(..) => "S999",
    };
    gruende.iter().map(code).collect()
}

#[test]
fn each_kind_of_message_is_known() {
    let lage = Lage::default();
    let is = |file: &str| was_ist(&echt(file), &lage);
    let Einordnung::Fachnachricht {
        nummer, quittungen, ..
    } = is("mbabh/030101-anmeldung-gueltig.xml")
    else {
        panic!("no case");
    };
    assert_eq!((nummer.as_str(), quittungen.len()), ("030101", 0));
    assert!(matches!(
        is("xinneres/0010-rueckweisung-gueltig.xml"),
        Einordnung::Rueckweisung(_)
    ));
    assert!(matches!(
        is("xinneres/0020-quittung-gueltig.xml"),
        Einordnung::Quittung(_)
    ));
    let declared = is("administration/000030-nichtzustaendigkeit-gueltig.xml");
    assert!(matches!(declared, Einordnung::Nichtzustaendigkeit(_)));
    let answer = is("azr/090099-fehlernachricht-gueltig.xml");
    assert!(
        matches!(answer, Einordnung::Antwort { auf: None, .. }),
        "{answer:?}"
    );
    for message in crate::bauen::alle() {
        let mut lage = Lage::default();
        lage.annahme.eigene.clear();
        let is = match was_ist(message.bytes(), &lage) {
            Einordnung::Test(inner) => *inner,
            other => other,
        };
        let fits = match message.nummer() {
            "000002" | "0010" => matches!(is, Einordnung::Rueckweisung(_)),
            "0020" => matches!(is, Einordnung::Quittung(_)),
            "0021" | "010002" => matches!(is, Einordnung::Erinnerung(_)),
            "0030" => matches!(is, Einordnung::Weiterleitung(_)),
            "0031" => matches!(is, Einordnung::Abgabe(_)),
            "000030" | "0032" => matches!(is, Einordnung::Nichtzustaendigkeit(_)),
            "000020" => matches!(is, Einordnung::Sendungswiederholung { .. }),
            _ => false,
        };
        assert!(fits, "{}: {is:?}", message.nummer());
    }
}

#[test]
fn receipts_that_are_due_are_named() {
    let file = aktenlieferung(1, 100, 1);
    let Einordnung::Fachnachricht {
        quittungen, nummer, ..
    } = was_ist(&file, &Lage::default())
    else {
        panic!("no case");
    };
    assert_eq!(
        (nummer.as_str(), quittungen[0].zeichen.as_str()),
        ("010206", "Akte 1")
    );
}

#[test]
fn changes_of_the_register_wait_for_a_release() {
    let bytes = echt("azr/090099-fehlernachricht-gueltig.xml");
    // A head is enough to know what it is; the schema is asked before.
    let renamed = mit(
        &bytes,
        "VonAZR.AZRFehlernachricht.090099",
        "VonAZR.AZRMitteilungZuDatenaenderung.090030",
    );
    let head = kopf(&renamed);
    let valid = bericht(&bytes);
    let eingang = Eingang {
        bytes: &renamed,
        kopf: Ok(&head),
        bericht: &valid,
        regeln: None,
        am: am(),
        synchron: false,
        schon_verarbeitet: false,
    };
    let is = einordnen(&eingang, &annahme());
    assert!(matches!(is, Einordnung::Registeraenderung { nummer } if nummer == "090030"));
}

#[test]
fn packets_name_their_delivery() {
    use xoev_administration::paket::Paketart;
    let archive = crate::pakete::archiv(&[9_000]);
    for art in [Paketart::Akte, Paketart::Dokumentenlieferung] {
        let one = crate::pakete::lieferung(art, &archive, 1, 8_000);
        let mut lage = Lage::default();
        lage.annahme.eigene.push("azr:990300".into());
        let Einordnung::Dokumentpaket {
            nummer,
            lieferung,
            paketnummer,
        } = was_ist(&one.pakete[1], &lage)
        else {
            panic!("no packet");
        };
        assert_eq!(nummer.as_str(), art.nummer());
        assert_eq!(lieferung.as_deref(), Some(one.ankuendigung.uuid.as_str()));
        assert_eq!(paketnummer.as_deref(), Some("2"));
    }
}

#[test]
fn tests_are_told_from_real_messages() {
    let lage = Lage::default();
    for file in [
        "mbabh/030101-anmeldung-gueltig.xml",
        "xinneres/0010-rueckweisung-gueltig.xml",
    ] {
        let real = was_ist(&echt(file), &lage);
        assert_eq!(
            was_ist(&beispiel(file), &lage),
            Einordnung::Test(Box::new(real))
        );
    }
    let empty = mit(
        &beispiel("mbabh/030101-anmeldung-gueltig.xml"),
        "test=\"Beispiel\"",
        "test=\"\"",
    );
    assert!(matches!(was_ist(&empty, &lage), Einordnung::Test(_)));
}

#[test]
fn faults_are_refused_with_all_reasons() {
    let lage = Lage::default();
    let good = echt("mbabh/030101-anmeldung-gueltig.xml");
    let check = |bytes: &[u8], expected: &[&str]| {
        let is = was_ist(bytes, &lage);
        assert!(
            matches!(
                is,
                Einordnung::Zurueckweisen {
                    synchron: false,
                    ..
                }
            ),
            "{is:?}"
        );
        assert_eq!(codes(&is), expected);
    };
    check(&mit(&good, "</xa:MBABH.Anmeldung.030101>", ""), &["X000"]);
    check(&mit(&good, "<autor>", "<autor><x/>"), &["X001"]);
    check(&mit(&good, "azr:990200", "azr:990999"), &["T080"]);
    check(
        &mit(
            &mit(&good, "azr:990200", "azr:990999"),
            "<autor>",
            "<autor><x/>",
        ),
        &["T080", "X001"],
    );
    let old = mit(&good, "xauslaender2611", "xauslaender2605");
    check(&mit(&old, "26.11", "26.05"), &["V000"]);
    let list = "urn:de:xauslaender:codelist:nachrichtentyp";
    check(&mit(&good, list, "urn:x:andere"), &["X001", "S010"]);
    check(
        &mit(&good, "<code>030101</code>", "<code>999999</code>"),
        &["X001", "S011"],
    );
    let text = String::from_utf8(good.clone()).expect("UTF-8");
    let latin: Vec<u8> = text
        .replace("UTF-8", "ISO-8859-1")
        .chars()
        .map(|c| u8::try_from(c).unwrap_or(b'?'))
        .collect();
    let is = was_ist(&latin, &lage);
    assert!(codes(&is).contains(&"S001"), "{is:?}");
    let latin_without_saying = mit_bytes(&latin, "ISO-8859-1", "UTF-8");
    assert_eq!(
        codes(&was_ist(&latin_without_saying, &lage)),
        ["X000", "S001"]
    );
}

fn mit_bytes(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = bytes
        .windows(from.len())
        .position(|w| w == from.as_bytes())
        .expect("a place");
    let mut out = bytes[..at].to_vec();
    out.extend(to.as_bytes());
    out.extend(&bytes[at + from.len()..]);
    out
}

#[test]
fn versions_count_by_the_day() {
    let good = echt("mbabh/030101-anmeldung-gueltig.xml");
    let mut lage = Lage {
        am: "2026-10-31".parse().expect("a day"),
        ..Lage::default()
    };
    assert_eq!(codes(&was_ist(&good, &lage)), ["V000"]);
    lage.annahme.versionen = lage.annahme.versionen.mit(Versionszeitraum {
        standard: "XAusländer".into(),
        version: Version::new("26.11"),
        namensraum: "http://www.osci.de/xauslaender2611".into(),
        ab: Some("2026-11-01".parse().expect("a day")),
        bis: Some("2027-04-30".parse().expect("a day")),
    });
    lage.am = "2027-05-01".parse().expect("a day");
    assert_eq!(codes(&was_ist(&good, &lage)), ["V000"]);
    lage.annahme.versionen = lage.annahme.versionen.ueberlappung(1);
    assert!(matches!(
        was_ist(&good, &lage),
        Einordnung::Fachnachricht { .. }
    ));
}

#[test]
fn what_was_processed_before_is_refused_unless_it_is_never_refused() {
    let lage = Lage {
        schon: true,
        ..Lage::default()
    };
    let is = was_ist(&echt("mbabh/030101-anmeldung-gueltig.xml"), &lage);
    assert_eq!(codes(&is), ["S100"]);
    let receipt = was_ist(&echt("xinneres/0020-quittung-gueltig.xml"), &lage);
    assert!(matches!(receipt, Einordnung::Quittung(_)));
}

#[test]
fn broken_refusals_receipts_and_reminders_go_to_a_person() {
    let lage = Lage::default();
    let old = was_ist(
        &echt("xinneres/0010-rueckweisung-ungueltig-namensraum.xml"),
        &lage,
    );
    let Einordnung::Unlesbar(why) = &old else {
        panic!("{old:?}");
    };
    assert!(matches!(**why, Hindernis::NichtRueckweisbar { .. }));
    assert_eq!(codes(&old), ["V000"]);
    let broken = was_ist(
        &echt("xinneres/0020-quittung-ungueltig-nicht-wohlgeformt.xml"),
        &lage,
    );
    assert_eq!(codes(&broken), ["X000"]);
    let astray = mit(
        &echt("xinneres/0020-quittung-gueltig.xml"),
        "ags:99000100",
        "ags:99000900",
    );
    assert_eq!(codes(&was_ist(&astray, &lage)), ["T080"]);
}

#[test]
fn a_call_is_refused_within_the_call() {
    let lage = Lage {
        synchron: true,
        ..Lage::default()
    };
    let bytes = echt("azr/090010-folgemeldung-duldung-ungueltig-azr-nummer.xml");
    let is = was_ist(&bytes, &lage);
    assert!(
        matches!(&is, Einordnung::Zurueckweisen { synchron: true, .. }),
        "{is:?}"
    );
    assert!(codes(&is).contains(&Fehlercode::X001.as_str()));
}

#[test]
fn what_nobody_can_judge_or_answer_goes_to_a_person() {
    let lage = Lage::default();
    let is = was_ist(b"no message", &lage);
    assert!(
        matches!(&is, Einordnung::Unlesbar(why) if matches!(**why, Hindernis::KeineNachricht(_)))
    );
    let good = echt("mbabh/030101-anmeldung-gueltig.xml");
    let cut = good
        .windows(7)
        .position(|w| w == b"<autor>")
        .expect("an author");
    let is = was_ist(&good[..cut], &lage);
    assert!(
        matches!(&is, Einordnung::Unlesbar(why) if matches!(**why, Hindernis::KeinAutor { .. }))
    );
    let doctype = mit_bytes(&good, "<xa:MBABH", "<!DOCTYPE x>\n<xa:MBABH");
    let is = was_ist(&doctype, &lage);
    assert!(
        matches!(&is, Einordnung::Unlesbar(why) if matches!(**why, Hindernis::Unbeurteilt)),
        "{is:?}"
    );
    let foreign = was_ist(b"<html/>", &lage);
    assert_eq!(codes(&foreign), ["X001"]);
}
