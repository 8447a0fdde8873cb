//! Rules of XInneres and of enclosed messages, each kept and broken.

mod support;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use support::Document;
use support::cases::{Case, prove};

const NOW: &str = "2026-11-02T09:30:00.000+01:00";
const EARLIER: &str = "2026-11-01T09:30:00.000+01:00";
const LIST: &str = "urn:de:xauslaender:codelist:nachrichtentyp";
const UUID: &str = "0e0a7f0a-6b1f-4c0e-9d8e-0a1b2c3d4e5f";

/// The beginning of a message in base 64.
fn enclosed(namespace: &str, name: &str) -> String {
    let head = format!("<k><nachrichtenUUID>{UUID}</nachrichtenUUID></k>");
    STANDARD.encode(format!(
        "<?xml version=\"1.0\"?><a:{name} xmlns:a=\"{namespace}\">{head}</a:{name}>"
    ))
}

fn current(name: &str) -> String {
    enclosed("http://www.osci.de/xauslaender2611", name)
}

fn kind(m: &mut Document, path: &str, code: &str) {
    m.attribute(path, "listURI", LIST);
    m.attribute(path, "listVersionID", "19");
    m.set(&format!("{path}/code"), code);
}

/// A forwarding by the author, now.
fn forwarding(m: &mut Document) {
    m.set("weiterleitendeStelle/stelle/kennung", "ags:09162000");
    m.set("weiterleitendeStelle/zeitpunkt", NOW);
    let message = current("MBABH.Hauptwohnung.030103");
    m.set("weitergeleiteteNachricht", &message);
    kind(m, "weitergeleiteteNachrichtTyp", "030103");
}

/// A forwarding that another body has forwarded before.
fn second_forwarding(m: &mut Document) {
    forwarding(m);
    m.twice("weiterleitendeStelle");
    m.set("weiterleitendeStelle/stelle/kennung", "ags:01001000");
    m.set("weiterleitendeStelle/zeitpunkt", EARLIER);
}

fn rejection(m: &mut Document) {
    m.set("rueckweisung/rueckweisungsgrund/grund/code", "X001");
}

fn repeated(m: &mut Document) {
    m.set("nachrichtentyp/code", "030103");
    m.set("nachricht", &current("MBABH.Hauptwohnung.030103"));
}

fn reminded(m: &mut Document) {
    let original = "aBHABH.Administration.Container/urspruenglicheNachricht";
    let message = current("ABHABH.Aktenversand.Anforderung.010201");
    let id = format!(
        "<xa:nachricht>{message}</xa:nachricht><xa:nachrichtenID>\
        <xa:nachrichtUUID>{UUID}</xa:nachrichtUUID>\
        <xa:nachrichtentyp><code>010201</code></xa:nachrichtentyp>\
        <xa:erstellungszeitpunkt>{EARLIER}</xa:erstellungszeitpunkt></xa:nachrichtenID>"
    );
    m.fill(original, &id);
}

#[test]
fn rules_about_rejections_are_kept_and_broken() {
    const REASON: &str = "rueckweisung/rueckweisungsgrund/grund";
    const SPECIFIC: &str = "<grundSpezifisch><fehlerbeschreibung>Warum</fehlerbeschreibung>\
        </grundSpezifisch>";
    prove(&[
        Case::new(
            "XOEV-RUECKWEISUNG-S999",
            "0010",
            |m| {
                m.set(&format!("{REASON}/code"), "S999");
                m.behind(REASON, SPECIFIC);
            },
            |m| {
                m.drop("rueckweisung/rueckweisungsgrund/grundSpezifisch");
            },
        ),
        Case::new(
            "XOEV-RUECKWEISUNG-S999",
            "000002",
            |_| {},
            |m| {
                m.set(&format!("{REASON}/code"), "S999");
            },
        ),
        Case::new("XOEV-RUECKWEISUNG-SPEZIFISCH", "0010", rejection, |m| {
            m.behind(REASON, SPECIFIC);
        }),
        Case::new(
            "XOEV-RUECKWEISUNG-INHALT",
            "0010",
            |m| {
                m.set(&format!("{REASON}/code"), "S999");
                m.behind(REASON, SPECIFIC);
            },
            |m| {
                let specific = "rueckweisung/rueckweisungsgrund/grundSpezifisch";
                m.fill(specific, "<fehlerbeschreibung/>");
            },
        ),
        Case::new("XI-0010-IDNACHRICHT", "0010", rejection, |m| {
            m.set(&format!("{REASON}/code"), "S011");
        }),
        Case::new("XI-0010-EINZELFALL", "0010", rejection, |m| {
            m.set(&format!("{REASON}/code"), "S020");
        }),
        Case::new("XI-0010-EINZELFALL", "0010", rejection, |m| {
            let case = format!(
                "<nichtVerarbeitbarerEinzelfall><identifikation.ereignis>\
                <ereignis.zeitpunkt>{EARLIER}</ereignis.zeitpunkt>\
                <ereignis.zeichen>A1</ereignis.zeichen></identifikation.ereignis>\
                <grund><grund><code>S011</code></grund></grund></nichtVerarbeitbarerEinzelfall>"
            );
            m.behind("rueckweisung/rueckweisungsgrund", &case);
        }),
        Case::new("XOEV-NACHRICHT-LEER", "0010", rejection, |m| {
            m.set("rueckweisung/nachricht", "");
        }),
        Case::new(
            "XI-0021-ERINNERUNGSSTUFE",
            "0021",
            |m| {
                m.set("erinnerungsstufe", "1");
            },
            |m| {
                m.set("erinnerungsstufe", "0");
            },
        ),
    ]);
}

#[test]
fn rules_about_forwarding_are_kept_and_broken() {
    prove(&[
        Case::new("XI-0030-ERSTELLER", "0030", forwarding, |m| {
            m.set("weiterleitendeStelle/stelle/kennung", "ags:01001000");
        }),
        Case::new("XI-0030-REIHENFOLGE", "0030", second_forwarding, |m| {
            m.set("weiterleitendeStelle[1]/zeitpunkt", NOW);
            m.set("weiterleitendeStelle[2]/zeitpunkt", EARLIER);
        }),
        Case::new("XI-0030-ZEITPUNKT", "0030", second_forwarding, |m| {
            m.set("weiterleitendeStelle[2]/zeitpunkt", EARLIER);
        }),
        Case::new("XI-0030-VERSCHACHTELT", "0030", forwarding, |m| {
            let message = enclosed(
                "http://www.osci.de/xinneres/weiterleitung/7",
                "weiterleitung.weiterleitung.0030",
            );
            m.set("weitergeleiteteNachricht", &message);
        }),
        Case::new("XI-0030-NACHRICHTENTYP", "0030", forwarding, |m| {
            m.set("weitergeleiteteNachrichtTyp/code", "030104");
        }),
        Case::new("XOEV-NACHRICHT-XML", "0030", forwarding, |m| {
            m.set("weitergeleiteteNachricht", &STANDARD.encode("PK\x03\x04"));
        }),
        // What may have no event must not have one, what has to have one has.
        Case::new(
            "XI-0031-EREIGNIS",
            "0031",
            |m| kind(m, "weitergeleiteteNachricht/nachrichtentyp", "010101"),
            |m| {
                let event = format!(
                    "<weitergeleitetesEreignis><ereignis.zeitpunkt>{EARLIER}</ereignis.zeitpunkt>\
                    <ereignis.zeichen>A1</ereignis.zeichen></weitergeleitetesEreignis>"
                );
                m.behind("weitergeleiteteNachricht", &event);
            },
        ),
        Case::new(
            "XI-0031-EREIGNIS",
            "0032",
            |m| {
                kind(
                    m,
                    "zustaendigkeit.ungeklaert.nachricht/nachrichtentyp",
                    "010101",
                )
            },
            |m| {
                kind(
                    m,
                    "zustaendigkeit.ungeklaert.nachricht/nachrichtentyp",
                    "030103",
                )
            },
        ),
        Case::new(
            "XI-0032-ERSTELLER",
            "0032",
            |m| {
                let body = format!(
                    "<weiterleitendeStelle><stelle><verzeichnisdienst listVersionID=\"1\">\
                    <code>DVDV</code></verzeichnisdienst><kennung>ags:01001000</kennung>\
                    <name>Amt</name><erreichbarkeit><kanal listVersionID=\"1\"><code>01</code>\
                    </kanal><kennung>amt@example.org</kennung></erreichbarkeit></stelle>\
                    <zeitpunkt>{EARLIER}</zeitpunkt></weiterleitendeStelle>"
                );
                m.behind("anschrift.autor", &body);
            },
            |m| {
                m.set("weiterleitendeStelle/stelle/kennung", "ags:09162000");
            },
        ),
    ]);
}

#[test]
fn rules_about_enclosed_messages_are_kept_and_broken() {
    prove(&[
        Case::new("XA-000020-VERSCHACHTELT", "000020", repeated, |m| {
            m.set("nachrichtentyp/code", "000020");
        }),
        Case::new("XA-000020-NACHRICHTENTYP", "000020", repeated, |m| {
            m.set("nachrichtentyp/code", "030104");
        }),
        Case::new("XA-BEIGEFUEGTE-VERSION", "000020", repeated, |m| {
            let old = enclosed("http://www.osci.de/xauslaender2511", "MBABH.X.030103");
            m.set("nachricht", &old);
        }),
        Case::new("XOEV-NACHRICHT-LEER", "000020", repeated, |m| {
            m.set("nachricht", "");
        }),
        Case::new("XA-010002-NACHRICHTENID", "010002", reminded, |m| {
            let id = "aBHABH.Administration.Container/urspruenglicheNachricht/nachrichtenID";
            m.set(&format!("{id}/nachrichtentyp/code"), "010301");
        }),
        Case::new("XA-010002-NACHRICHTENID", "010002", reminded, |m| {
            let id = "aBHABH.Administration.Container/urspruenglicheNachricht/nachrichtenID";
            m.set(
                &format!("{id}/nachrichtUUID"),
                "7d444840-9dc0-11d1-b245-5ffdce74fad2",
            );
        }),
    ]);
}
