//! Rules for all messages, each kept and broken.

mod support;

use support::cases::{Case, prove};

const UUID: &str = "nachrichtenkopf.g2g/identifikation.nachricht/nachrichtenUUID";
const TIME: &str = "identifikation.ereignis/ereignis.zeitpunkt";
const SIGN: &str = "identifikation.ereignis/ereignis.zeichen";
const GOOD: &str = "2026-11-02T09:29:00.000+01:00";

/// A receipt-relevant fact beside the event of the message itself.
const BLOCKS: &str = "<xa:auskunftssperren><xa:auskunftssperre><xa:mbauskunftssperre>\
    <code>3</code></xa:mbauskunftssperre></xa:auskunftssperre>\
    <xa:identifikation.quittungsrelevanterSachverhalt>\
    <ereignis.zeitpunkt>2026-11-02T09:28:00.000+01:00</ereignis.zeitpunkt>\
    <ereignis.zeichen>B2</ereignis.zeichen>\
    </xa:identifikation.quittungsrelevanterSachverhalt></xa:auskunftssperren>";

const FACT: &str =
    "auskunftssperren/identifikation.quittungsrelevanterSachverhalt/ereignis.zeichen";

fn event(m: &mut support::Document) {
    m.set(TIME, GOOD).set(SIGN, "A1");
}

#[test]
fn rules_for_all_messages_are_kept_and_broken() {
    prove(&[
        Case::new(
            "S010",
            "020114",
            |_| {},
            |m| {
                m.attribute("anlass", "listURI", "urn:beispiel:andere");
            },
        )
        .with_schema(),
        Case::new(
            "S010",
            "020114",
            |_| {},
            |m| {
                m.attribute("anlass", "listVersionID", "3");
            },
        )
        .with_schema(),
        Case::new(
            "S010",
            "020104",
            |_| {},
            |m| {
                m.attribute(
                    "nachrichtenkopf.g2g/leser/verzeichnisdienst",
                    "listVersionID",
                    " ",
                );
            },
        ),
        Case::new(
            "S010",
            "0021",
            |_| {},
            |m| {
                m.attribute("ursprungsnachricht/nachrichtentyp", "listURI", "");
            },
        ),
        Case::new(
            "S011",
            "020114",
            |_| {},
            |m| {
                m.set("anlass/code", "7");
            },
        )
        .with_schema(),
        // A type without keys of its own refers to a list that another type enumerates.
        Case::new(
            "S011",
            "0021",
            |m| {
                let kind = "ursprungsnachricht/nachrichtentyp";
                m.attribute(
                    kind,
                    "listURI",
                    "urn:de:xauslaender:codelist:nachrichtentyp",
                );
                m.attribute(kind, "listVersionID", "19");
                m.set(&format!("{kind}/code"), "030101");
            },
            |m| {
                m.set("ursprungsnachricht/nachrichtentyp/code", "039999");
            },
        ),
        Case::new(
            "S030",
            "010101",
            |_| {},
            |m| {
                m.set("aktenzeichenAnbietendeABH", "");
            },
        ),
        Case::new(
            "XA-LEER-SYNCHRON",
            "090004",
            |_| {},
            |m| {
                m.set("nachrichtenkopf.g2g/autor/name", "");
            },
        ),
        Case::new(
            "XOEV-CODE-NAME",
            "020114",
            |m| {
                m.fill(
                    "anlass",
                    "<code>1</code><name>Eintragung \n im Melderegister</name>",
                );
            },
            |m| {
                m.set("anlass/name", "Bestandsdatenlieferung");
            },
        ),
        Case::new(
            "XOEV-STANDARD",
            "0021",
            |_| {},
            |m| {
                m.attribute("", "standard", "XInneres");
            },
        )
        .with_schema(),
        Case::new(
            "XOEV-VERSION",
            "020114",
            |_| {},
            |m| {
                m.attribute("", "version", "25.11");
            },
        )
        .with_schema(),
        Case::new(
            "XOEV-PRODUKTVERSION",
            "020114",
            |_| {},
            |m| {
                m.without("", "produktversion");
            },
        ),
        Case::new(
            "XOEV-NACHRICHTENTYP",
            "020114",
            |_| {},
            |m| {
                let code = "nachrichtenkopf.g2g/identifikation.nachricht/nachrichtentyp/code";
                m.set(code, "020113");
            },
        ),
        Case::new(
            "XOEV-NACHRICHTENTYP",
            "0030",
            |_| {},
            |m| {
                let code = "nachrichtenkopf.g2g/identifikation.nachricht/nachrichtentyp/code";
                m.set(code, "0031");
            },
        ),
        Case::new(
            "XOEV-VERZEICHNISDIENST",
            "020114",
            |_| {},
            |m| {
                m.set("nachrichtenkopf.g2g/leser/verzeichnisdienst/code", "SAFE");
            },
        ),
        Case::new(
            "XOEV-BEHOERDENKENNUNG",
            "020114",
            |_| {},
            |m| {
                m.set("nachrichtenkopf.g2g/autor/kennung", "09162000");
            },
        ),
        Case::new(
            "XOEV-BEHOERDENKENNUNG",
            "020114",
            |_| {},
            |m| {
                m.set("nachrichtenkopf.g2g/leser/kennung", "azr:");
            },
        ),
        Case::new(
            "XOEV-UUID",
            "020114",
            |_| {},
            |m| {
                m.set(UUID, "00000000-0000-0000-0000-000000000000");
            },
        ),
        Case::new(
            "XOEV-ERSTELLUNGSZEITPUNKT",
            "0021",
            |m| {
                m.set("ursprungsnachricht/erstellungszeitpunkt", GOOD);
            },
            |m| {
                m.set(
                    "ursprungsnachricht/erstellungszeitpunkt",
                    "2026-11-02T09:29:00.000",
                );
            },
        ),
        Case::new("XOEV-EREIGNIS-ZEITPUNKT", "030103", event, |m| {
            m.set(TIME, "2026-11-02T09:29:00.000");
        }),
        Case::new("XOEV-EREIGNIS-ZEITPUNKT", "030103", event, |m| {
            m.set(TIME, "2026-11-02T09:29:00Z");
        }),
        Case::new(
            "XOEV-EREIGNIS-KOPIE",
            "0021",
            |m| {
                m.set("quittung/ursprungsereignis/ereignis.zeitpunkt", GOOD);
            },
            |m| {
                m.set(
                    "quittung/ursprungsereignis/ereignis.zeitpunkt",
                    "2026-11-02T09:29:00Z",
                );
            },
        ),
        Case::new(
            "XOEV-EREIGNIS-ZEICHEN",
            "030103",
            |m| {
                event(m);
                m.set(SIGN, "a-b-c-d-e-f-g/h.i");
            },
            |m| {
                m.set(SIGN, "a-b-c-d-e-f-g/h.ü");
            },
        ),
        Case::new("XOEV-EREIGNIS-ZEICHEN", "030103", event, |m| {
            m.set(SIGN, &"a".repeat(101));
        })
        .with_schema(),
        Case::new(
            "XOEV-EREIGNIS-EINDEUTIG",
            "030107",
            |m| {
                event(m);
                m.drop_if("auskunftssperren");
                m.behind("gesetzlVertreter.MBABH", BLOCKS);
            },
            |m| {
                m.set(FACT, "A1");
            },
        ),
        Case::new(
            "XOEV-EREIGNIS-DOPPELT",
            "030107",
            |m| {
                event(m);
                m.drop_if("auskunftssperren");
                m.behind("gesetzlVertreter.MBABH", BLOCKS);
            },
            |m| {
                // The same moment, written in another way.
                m.set(TIME, "2026-11-02T08:28:00.000Z").set(SIGN, "B2");
            },
        ),
        Case::new("XA-EREIGNIS-NACH-ERSTELLUNG", "030103", event, |m| {
            m.set(TIME, "2026-11-02T08:30:01.000Z");
        }),
        Case::new(
            "XA-010206-EREIGNIS",
            "010206",
            |m| {
                m.behind(
                    "dokument",
                    "<xa:identifikation.quittungsrelevanterSachverhalt>\
                    <ereignis.zeitpunkt>2026-11-02T08:30:00.000Z</ereignis.zeitpunkt>\
                    <ereignis.zeichen>B2</ereignis.zeichen>\
                    </xa:identifikation.quittungsrelevanterSachverhalt>",
                );
            },
            |m| {
                let fact = "identifikation.quittungsrelevanterSachverhalt";
                m.set(&format!("{fact}/ereignis.zeitpunkt"), GOOD);
            },
        ),
    ]);
}
