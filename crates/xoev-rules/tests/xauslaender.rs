//! Rules of XAusländer on types, documents and registers, each kept and broken.

mod support;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use support::Document;
use support::cases::{Case, prove};

const UUID: &str = "0e0a7f0a-6b1f-4c0e-9d8e-0a1b2c3d4e5f";
const PERSON: &str = "identifikationPersonABHABH";

const NAME: &str = "<xa:vorname><name>Ada</name></xa:vorname>\
    <xa:familienname><name>Yilmaz</name></xa:familienname>\
    <xa:geburtsname><name>Yilmaz</name></xa:geburtsname>";

/// A person with these names.
fn names(m: &mut Document, kinds: &[&str]) {
    for old in ["nameNachPass", "nameNachEigenenAngaben"] {
        m.drop_if(&format!("{PERSON}/{old}"));
    }
    for kind in kinds.iter().rev() {
        let xml = format!("<xa:{kind}>{NAME}</xa:{kind}>");
        m.behind(&format!("{PERSON}/geburt"), &xml);
    }
}

/// A zip archive with one entry.
fn zip(name: &str) -> String {
    let mut bytes = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
    bytes.extend([0; 16]);
    bytes.extend([name.len() as u8, 0, 0, 0]);
    bytes.extend(name.as_bytes());
    STANDARD.encode(bytes)
}

fn packet(m: &mut Document) {
    m.set("paketnummer", "1");
    m.set("dokumentcontainer", &zip(&format!("{UUID}.pdf")));
}

fn documents(m: &mut Document) {
    m.fill(
        "dokument",
        &format!(
            "<xa:pfad><xa:bestandteil>Allgemein</xa:bestandteil></xa:pfad>\
            <xa:dokumentuuid>{UUID}</xa:dokumentuuid><xa:dateiname>pass.pdf</xa:dateiname>\
            <xa:dokumenttyp listVersionID=\"1\"><code>000</code></xa:dokumenttyp>\
            <xa:beschreibung>Reisepass</xa:beschreibung>\
            <xa:dokumentenposition>1</xa:dokumentenposition>"
        ),
    );
    m.twice("dokument");
    m.set(
        "dokument[2]/dokumentuuid",
        "7d444840-9dc0-11d1-b245-5ffdce74fad2",
    );
    m.set("dokument[2]/dokumentenposition", "2");
    m.set("anzahlDerPakete", "1").set("archivgroesse", "4000");
}

#[test]
fn rules_about_persons_and_reasons_are_kept_and_broken() {
    prove(&[
        Case::new(
            "XA-PERSON-NAME",
            "010101",
            |m| names(m, &["nameNachEigenenAngaben"]),
            |m| names(m, &["abweichendeNamensschreibweise"]),
        ),
        Case::new(
            "XA-PERSON-PASSNAME",
            "010101",
            |m| names(m, &["nameNachPass", "nameNachEigenenAngaben"]),
            |m| names(m, &["nameNachEigenenAngaben"]),
        ),
        Case::new(
            "XA-PERSON-PLATZHALTER",
            "010101",
            |m| {
                names(m, &["nameNachPass"]);
                let name = format!("{PERSON}/nameNachPass/geburtsname");
                m.fill(&name, "<nichtVorhanden>true</nichtVorhanden>");
            },
            |m| {
                let name = format!("{PERSON}/nameNachPass/geburtsname");
                m.fill(&name, "<name>---</name>");
            },
        ),
        Case::new(
            "XA-KOERPERGROESSE",
            "140005",
            |m| {
                m.behind(
                    "grundpersonalien",
                    "<xa:personenbeschreibung><xa:koerpergroesse>172</xa:koerpergroesse>\
                    </xa:personenbeschreibung>",
                );
            },
            |m| {
                m.set("personenbeschreibung/koerpergroesse", "2");
            },
        ),
        Case::new(
            "XA-AUSLOESER-SELBST",
            "000030",
            |m| {
                m.set("ausloeserUUID", UUID);
            },
            |m| {
                m.set("ausloeserUUID", "7D444840-9dc0-11d1-b245-5ffdce74fad2");
            },
        ),
        Case::new(
            "XA-BEGRUENDUNG",
            "010301",
            |m| {
                m.set("befristungsgrund", "");
            },
            |m| {
                m.set("befristungsgrund", "  ");
            },
        ),
        Case::new(
            "XA-BEGRUENDUNG",
            "010402",
            |m| {
                let refusal = "<xa:ablehnung><xa:begruendung>Grund</xa:begruendung></xa:ablehnung>";
                m.fill("antwortInhalt", refusal);
            },
            |m| {
                m.set("antwortInhalt/ablehnung/begruendung", " ");
            },
        ),
    ]);
}

#[test]
fn rules_about_documents_are_kept_and_broken() {
    prove(&[
        Case::new("XA-PAKETANZAHL", "010206", documents, |m| {
            m.set("anzahlDerPakete", "0");
        }),
        Case::new("XA-ARCHIVGROESSE", "010206", documents, |m| {
            m.set("archivgroesse", "-1");
        }),
        Case::new("XA-PAKET-NUMMER", "010207", packet, |m| {
            m.set("paketnummer", "0");
        }),
        Case::new("XA-PAKET-NUMMER", "000040", packet, |m| {
            m.set("paketnummer", "-1");
        }),
        Case::new("XA-DOKUMENTCONTAINER", "010207", packet, |m| {
            m.set("dokumentcontainer", &zip("akte/a.pdf"));
        }),
        Case::new(
            "XA-DOKUMENTCONTAINER",
            "000040",
            |m| {
                // Only the first packet begins like an archive.
                m.set("paketnummer", "2");
                m.set("dokumentcontainer", "AAAA");
            },
            |m| {
                m.set("paketnummer", "1");
                m.set("dokumentcontainer", &STANDARD.encode("%PDF-1.7"));
            },
        ),
        Case::new("XA-DOKUMENT-PFAD", "010206", documents, |m| {
            m.set("dokument/pfad/bestandteil", "Akte/Allgemein");
        }),
        Case::new("XA-DOKUMENT-UUID", "010206", documents, |m| {
            m.set("dokument[2]/dokumentuuid", &UUID.to_uppercase());
        }),
        Case::new("XA-DOKUMENT-DATEINAME", "010206", documents, |m| {
            m.set("dokument/dateiname", "pass");
        }),
        Case::new("XA-DOKUMENT-FORMAT", "010206", documents, |m| {
            m.set("dokument/dateiname", "pass.docx");
        }),
        Case::new("XA-DOKUMENT-BESCHREIBUNG", "010206", documents, |m| {
            m.set("dokument/beschreibung", "Dokument 1");
        }),
        Case::new("XA-DOKUMENT-POSITION", "010206", documents, |m| {
            m.set("dokument[2]/dokumentenposition", "01");
        }),
        Case::new(
            "XA-ANTWORT-AUSLOESER",
            "010203",
            |m| {
                let xml = format!("<xa:ausloeserUUID>{UUID}</xa:ausloeserUUID>");
                m.behind("anschrift.autor", &xml);
            },
            |m| {
                m.drop("ausloeserUUID");
            },
        ),
        Case::new(
            "XA-010303-GUELTIGAB",
            "010303",
            |m| {
                let xml = "<xa:zustimmung><xa:gueltigAb>2027-01-01</xa:gueltigAb></xa:zustimmung>";
                m.fill("entscheidung", xml);
            },
            |m| {
                m.drop("entscheidung/zustimmung/gueltigAb");
            },
        ),
    ]);
}

fn blocks(m: &mut Document) {
    m.fill(
        "aenderung",
        "<xa:vorher><xa:mbauskunftssperre><code>3</code></xa:mbauskunftssperre></xa:vorher>",
    );
}

fn refusal(m: &mut Document) {
    m.drop_if("ausloeserUUID");
    m.behind(
        "identifikation.ereignis",
        &format!("<xa:ausloeserUUID>{UUID}</xa:ausloeserUUID>"),
    );
    m.fill(
        "identifikationNachricht",
        &format!(
            "<xa:nachrichtentyp><code>020104</code></xa:nachrichtentyp>\
            <xa:erstellungszeitpunkt>2026-11-01T09:30:00.000+01:00</xa:erstellungszeitpunkt>\
            <xa:ausloeserUUID>{}</xa:ausloeserUUID>",
            UUID.to_uppercase()
        ),
    );
    m.set("ablehnungsgrund/code", "01");
}

fn proof(m: &mut Document) {
    let document = format!(
        "<xa:anlageNachweisdokument><xa:inhalt>{}</xa:inhalt>\
        <xa:format><code>1</code></xa:format></xa:anlageNachweisdokument>",
        STANDARD.encode("%PDF-1.7 ")
    );
    m.fill("nachweis", &document);
}

#[test]
fn rules_about_registers_are_kept_and_broken() {
    prove(&[
        Case::new(
            "XA-030201-FALLID",
            "030201",
            |m| {
                m.set("person.MBABH/fallID", "7");
                m.twice("person.MBABH");
                m.set("person.MBABH[2]/fallID", "8");
            },
            |m| {
                m.set("person.MBABH[2]/fallID", "+07");
            },
        ),
        Case::new(
            "XA-VERTRETER-ANSCHRIFT",
            "030107",
            |m| {
                let home = "<xa:anschrift><gebaeude><postleitzahl>80331</postleitzahl>\
                    <strasse>Marienplatz</strasse><wohnort>München</wohnort></gebaeude></xa:anschrift>";
                let person = "gesetzlVertreter.MBABH";
                for old in ["artDerVertretung", "anschrift", "erreichbarkeit"] {
                    m.drop_if(&format!("{person}/{old}"));
                }
                m.before(&format!("{person}/nameVertreter"), home);
            },
            |m| {
                m.drop("gesetzlVertreter.MBABH/anschrift");
            },
        ),
        Case::new("XA-030112-AENDERUNG", "030112", blocks, |m| {
            m.fill("aenderung", "");
        }),
        Case::new("XA-030112-DAUERHAFT", "030112", blocks, |m| {
            m.set("aenderung/vorher/mbauskunftssperre/code", "12");
        }),
        Case::new("XA-030301-AUSLOESER", "030301", refusal, |m| {
            m.set("ausloeserUUID", "7d444840-9dc0-11d1-b245-5ffdce74fad3");
        }),
        Case::new("XA-030301-NACHRICHTENTYP", "030301", refusal, |m| {
            m.set("identifikationNachricht/nachrichtentyp/code", "010101");
        }),
        Case::new("XA-030301-BEMERKUNG", "030301", refusal, |m| {
            m.drop_if("bemerkung");
            m.set("ablehnungsgrund/code", "06");
        }),
        Case::new(
            "XA-ABHMB-ERINNERUNG",
            "020101",
            |m| {
                m.set("erinnerung", "true");
                let xml = format!("<xa:ausloeserUUID>{UUID}</xa:ausloeserUUID>");
                m.behind("anschrift.autor", &xml);
            },
            |m| {
                m.drop("ausloeserUUID");
            },
        ),
        Case::new(
            "XA-ABHMB-DEUTSCHES-RECHT",
            "020101",
            |m| {
                let person = "identifikationPerson.ABHMB";
                m.fill(&format!("{person}/familienname"), "<name>Muller</name>");
                let german = "<xa:familiennameNachDeutschemRecht><name>Müller</name>\
                    </xa:familiennameNachDeutschemRecht>";
                m.behind(&format!("{person}/staatsangehoerigkeit"), german);
            },
            |m| {
                let german = "identifikationPerson.ABHMB/familiennameNachDeutschemRecht";
                m.set(&format!("{german}/name"), "Muller");
            },
        ),
        Case::new("XA-NACHWEIS-GROESSE", "020104", proof, |m| {
            let mut bytes = b"%PDF-1.7".to_vec();
            bytes.resize(3_300_000, b' ');
            m.set(
                "nachweis/anlageNachweisdokument/inhalt",
                &STANDARD.encode(bytes),
            );
        }),
        Case::new("XA-NACHWEIS-FORMAT", "020104", proof, |m| {
            m.set("nachweis/anlageNachweisdokument/format/code", "2");
        }),
        Case::new("XA-NACHWEIS-FEHLT", "020104", proof, |m| {
            m.fill("nachweis", "");
        }),
        Case::new(
            "XA-020114-ANLASS",
            "020114",
            |m| {
                m.set("anlass/code", "3");
                let xml = "<xa:azrNummerGeaendert>131130705543</xa:azrNummerGeaendert>";
                m.behind("identifikationPersonAnschrift.ABHMB", xml);
            },
            |m| {
                m.set("anlass/code", "2");
            },
        ),
        Case::new(
            "XA-020114-AZRNUMMER",
            "020114",
            |m| {
                m.set("anlass/code", "3");
            },
            |m| {
                m.set("anlass/code", "2");
            },
        ),
    ]);
}
