//! Rules of the asylum chapter, each kept and broken.

mod support;

use support::Document;
use support::cases::{Case, prove};

const READER: &str = "nachrichtenkopf.g2g/leser/kennung";

fn representative(kind: &str, mail: bool) -> String {
    format!(
        "<xa:vertreter><xa:artDerVertretung><code>{kind}</code></xa:artDerVertretung>\
        <xa:vollmacht>true</xa:vollmacht>\
        <xa:postempfangsbevollmaechtigt>{mail}</xa:postempfangsbevollmaechtigt>\
        <xa:ansprechpartner/></xa:vertreter>"
    )
}

/// A person with these representatives.
fn represented(m: &mut Document, all: &[(&str, bool)]) {
    while m.has("person/vertreter") {
        m.drop("person/vertreter");
    }
    let all: Vec<String> = all.iter().map(|(k, f)| representative(k, *f)).collect();
    m.behind("person/sichtvermerkPassVisum", &all.concat());
}

fn decision(m: &mut Document) {
    m.fill(
        "bescheid",
        "<xa:bescheiddatum>2026-10-01</xa:bescheiddatum><xa:anlageBescheid>AAAA</xa:anlageBescheid>\
        <xa:entscheidungssachverhalt listVersionID=\"1\"><code>01</code></xa:entscheidungssachverhalt>",
    );
}

const ORDER: &str = "<xa:antrag807><xa:antragsdatum>2026-10-01</xa:antragsdatum><xa:beschluss>\
    <xa:art listVersionID=\"1\"><code>01</code></xa:art><xa:datum>2026-10-02</xa:datum>\
    <xa:beschluss>AAAA</xa:beschluss></xa:beschluss></xa:antrag807>";

const UNDECIDED: &str =
    "<xa:antrag805><xa:antragsdatum>2026-10-01</xa:antragsdatum></xa:antrag805>";

fn court(m: &mut Document) {
    m.behind("zustaendigesVerwaltungsgericht", UNDECIDED);
}

fn case(m: &mut Document) {
    for old in [
        "istUrStammverfahren",
        "istMehrfachantrag",
        "istVerdeckterFolgeantrag",
        "nichtEntschieden",
        "entschieden",
    ] {
        m.drop_if(&format!("vorgang/{old}"));
    }
    m.behind(
        "vorgang/zustaendigeABH",
        "<xa:istUrStammverfahren>true</xa:istUrStammverfahren><xa:entschieden/>",
    );
}

fn period(m: &mut Document) {
    let day = |code| format!("<xa:ankunftsWochentag><code>{code}</code></xa:ankunftsWochentag>");
    let period = format!(
        "<xa:landSeeueberstellung><xa:zielort listVersionID=\"1\"><code>01</code></xa:zielort>\
        <xa:zeitraumFuerUeberstellung>{}{}<xa:von>08:00:00</xa:von><xa:bis>12:00:00</xa:bis>\
        </xa:zeitraumFuerUeberstellung></xa:landSeeueberstellung>",
        day("01"),
        day("02")
    );
    m.behind("vorlaufzeitBeiErkrankung", &period);
}

#[test]
fn rules_about_procedures_are_kept_and_broken() {
    prove(&[
        Case::new(
            "XA-ASYL-ANSPRECHPARTNER",
            "111603",
            |m| {
                m.drop_if("ansprechpartner");
                let contact = "<xa:ansprechpartner><xa:geschaeftszeichen>III 4</xa:geschaeftszeichen>\
                    <xa:kontaktdaten><xa:art listVersionID=\"1\"><code>01</code></xa:art>\
                    <xa:zugangsinfo>030 123</xa:zugangsinfo></xa:kontaktdaten></xa:ansprechpartner>";
                let before = if m.has("bAMFAktenzeichen") {
                    "bAMFAktenzeichen"
                } else {
                    "anschrift.autor"
                };
                m.behind(before, contact);
            },
            |m| {
                m.drop("ansprechpartner/geschaeftszeichen");
            },
        ),
        Case::new("XA-ASYL-AUFNAHMEEINRICHTUNG", "110202", decision, |m| {
            m.set(READER, "ane:0815");
        }),
        Case::new(
            "XA-ASYL-AUFNAHMEEINRICHTUNG",
            "110301",
            |m| {
                m.behind("zustaendigesVerwaltungsgericht", ORDER);
            },
            |m| {
                m.set(READER, "ane:0815");
            },
        ),
        Case::new(
            "XA-ASYL-AUFNAHMEEINRICHTUNG",
            "110203",
            |m| {
                m.drop_if("zustellnachweis");
                m.set(READER, "ane:0815");
            },
            |m| {
                let proof = "<xa:zustellnachweis>AAAA</xa:zustellnachweis>";
                m.behind("bescheidZustelldatum", proof);
            },
        ),
        Case::new("XA-110202-BESCHEID", "110202", decision, |m| {
            m.drop("bescheid/anlageBescheid");
        }),
        Case::new(
            "XA-ASYL-POSTEMPFANG",
            "110210",
            |m| represented(m, &[("1", true), ("2", false)]),
            |m| represented(m, &[("1", true), ("2", true)]),
        ),
        Case::new(
            "XA-ASYL-POSTEMPFANG-ANWALT",
            "110210",
            |m| represented(m, &[("2", false), ("1", true)]),
            |m| represented(m, &[("2", true), ("1", false)]),
        ),
        Case::new("XA-110209-ENTSCHIEDEN", "110209", case, |m| {
            m.behind("vorgang/istUrStammverfahren", "<xa:nichtEntschieden/>");
        }),
        Case::new("XA-110209-STAMMVERFAHREN", "110209", case, |m| {
            m.twice("vorgang");
        }),
        Case::new("XA-110301-INHALT", "110301", court, |m| {
            m.drop("antrag805");
        }),
        Case::new("XA-110301-VOLLZIEHBARKEIT", "110301", court, |m| {
            let date = "<xa:vollziehbarkeitsdatum>2026-10-05</xa:vollziehbarkeitsdatum>";
            m.behind("antrag805", date);
        }),
        Case::new(
            "XA-110301-WIEDEREINSETZUNG",
            "110301",
            |m| {
                let application = "<xa:wiedereinsetzungsantrag><xa:klagefrist>true</xa:klagefrist>\
                    <xa:antragsfrist805>false</xa:antragsfrist805></xa:wiedereinsetzungsantrag>";
                m.behind("zustaendigesVerwaltungsgericht", application);
            },
            |m| {
                m.set("wiedereinsetzungsantrag/klagefrist", "0");
            },
        ),
        Case::new(
            "XA-111202-AUSREISE",
            "111202",
            |m| {
                m.set("abgeschoben", "false");
                let how = "<xa:vermuteteFreiwilligeAusreise>true</xa:vermuteteFreiwilligeAusreise>";
                m.fill("artDerAusreise", how);
            },
            |m| {
                m.set("abgeschoben", "true");
            },
        ),
        Case::new(
            "XA-111207-ANLAGEN",
            "111207",
            |m| {
                m.drop_if("anlagen");
                m.set("asylgesuch", "true")
                    .set("verteilungErfolgt", "false");
            },
            |m| {
                m.set("verteilungErfolgt", "1");
            },
        ),
    ]);
}

#[test]
fn rules_about_transfers_are_kept_and_broken() {
    prove(&[
        Case::new("XA-ASYL-UEBERSTELLUNGSTAGE", "110604", period, |m| {
            let days = "landSeeueberstellung/zeitraumFuerUeberstellung/ankunftsWochentag[2]";
            m.set(&format!("{days}/code"), "01");
        }),
        Case::new("XA-ASYL-UEBERSTELLUNGSZEIT", "110604", period, |m| {
            m.set(
                "landSeeueberstellung/zeitraumFuerUeberstellung/bis",
                "07:00:00",
            );
        }),
        Case::new(
            "XA-110604-RUECKMELDEFRIST",
            "110604",
            |m| {
                m.set("rueckmeldefrist", "2026-11-30");
            },
            |m| {
                m.set("rueckmeldefrist", "2026-11-01");
            },
        ),
        Case::new(
            "XA-111602-EMPFAENGER",
            "111602",
            |_| {},
            |m| {
                let path = "empfaengerPhysischeUeberstellungsunterlagen/behoerdenname";
                m.set("nachrichtenkopf.g2g/autor/name", "Stadt Beispiel");
                m.set(path, "Stadt Beispiel");
            },
        )
        .full(),
        Case::new(
            "XA-111603-GRUND",
            "111603",
            |m| {
                m.drop_if("grundSonstiges");
                m.attribute("grund", "listVersionID", "1");
                m.fill("grund", "<code>04</code>");
            },
            |m| {
                m.set("grund/code", "09");
            },
        ),
    ]);
}
