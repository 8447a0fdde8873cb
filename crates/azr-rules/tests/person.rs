//! The person, photos, fingerprints, queries: each rule kept and broken.

mod support;

use support::cases::{Case, prove};
use support::{AZR, Document, code, report, state, text};

const BLOCK: &str = "grundpersonalien/grundpersonalien.fachdaten.neu";

/// A change of the basic personal data.
fn basic(m: &mut Document) {
    let birth = format!(
        "<xa:geburtsangaben><xa:geburtsort><xa:ort>Stadt</xa:ort></xa:geburtsort>{}\
        <xa:tagDerGeburt><unbekannt>true</unbekannt></xa:tagDerGeburt></xa:geburtsangaben>",
        state("geburtsortStaat", "475")
    );
    let block = format!(
        "<xa:familienname><name>Muster</name></xa:familienname>\
        <xa:vorname><name>Amal</name></xa:vorname>\
        <xa:geschlecht><xa:geschlecht listVersionID=\"2\"><code>w</code></xa:geschlecht></xa:geschlecht>\
        <xa:doktorgrad>Dr. h.c.</xa:doktorgrad>{birth}{}\
        <xa:geschlechtseintragNachDtRecht><xa:geschlecht listVersionID=\"2\"><code>d</code></xa:geschlecht></xa:geschlechtseintragNachDtRecht>",
        state("staatsangehoerigkeit", "475")
    );
    report(
        m,
        &support::group(
            "grundpersonalien",
            "04",
            "Rx7C56w06",
            "grundpersonalien",
            &block,
        ),
    );
}

/// A group without new content.
fn plain(name: &str, kind: &str, parts: &str) -> String {
    format!(
        "<xa:{name}><xa:aenderungsArt><code>{kind}</code></xa:aenderungsArt>{parts}</xa:{name}>"
    )
}

fn not_the_same(kind: &str, number: &str) -> String {
    plain(
        "nichtIdentischMit",
        kind,
        &text("nichtIdentischMit", number),
    )
}

#[test]
fn rules_about_persons_are_kept_and_broken() {
    prove(&[
        Case::new("AZR-GEBURT-STAAT", "090010", basic, |m| {
            let key = "geburtsangaben/geburtsortStaat/staatsangehoerigkeit/code";
            m.set(&format!("{BLOCK}/{key}"), "999");
        }),
        Case::new("AZR-GRUNDPERSONALIEN-BLOCK", "090010", basic, |m| {
            m.drop(BLOCK);
        }),
        Case::new("AZR-GRUNDPERSONALIEN-STAAT", "090010", basic, |m| {
            m.drop(&format!("{BLOCK}/staatsangehoerigkeit"));
        }),
        Case::new("AZR-DOKTORGRAD", "090010", basic, |m| {
            m.set(&format!("{BLOCK}/doktorgrad"), "Prof. Dr.");
        }),
        Case::new("AZR-DOKTORGRAD", "090010", basic, |m| {
            m.set(&format!("{BLOCK}/doktorgrad"), "Doktor");
        }),
        Case::new("AZR-GESCHLECHT-DEUTSCHES-RECHT", "090010", basic, |m| {
            let path = "geschlechtseintragNachDtRecht/geschlecht/code";
            m.set(&format!("{BLOCK}/{path}"), "w");
        }),
        Case::new(
            "AZR-NICHTIDENTISCH-AENDERUNGSART",
            "090010",
            |m| report(m, &not_the_same("03", "990309054321")),
            |m| {
                m.set("nichtIdentischMit/aenderungsArt/code", "02");
            },
        ),
        Case::new(
            "AZR-NICHTIDENTISCH-AENDERUNGSART",
            "090009",
            |m| {
                m.before("sachverhalt", &not_the_same("01", "990309054321"));
            },
            |m| {
                m.set("nichtIdentischMit/aenderungsArt/code", "03");
            },
        ),
        Case::new(
            "AZR-NICHTIDENTISCH-NUMMER",
            "090010",
            |m| report(m, &not_the_same("01", "990309054321")),
            |m| {
                m.drop("nichtIdentischMit/nichtIdentischMit");
            },
        ),
        Case::new(
            "AZR-NICHTIDENTISCH-NUMMER",
            "090010",
            |m| report(m, &not_the_same("01", "990309054321")),
            |m| {
                m.set("nichtIdentischMit/nichtIdentischMit", AZR);
            },
        ),
        Case::new(
            "AZR-FAMILIENVERBAND-SELBST",
            "090010",
            |m| {
                let member = code("familienbeziehungArt", "1", "01")
                    + &text("azrNummerFamilienmitglied", "990309054321");
                report(m, &support::new("familienverband", &member));
            },
            |m| {
                let path = "familienverband/familienverband.fachdaten.neu";
                m.set(&format!("{path}/azrNummerFamilienmitglied"), AZR);
            },
        ),
        Case::new(
            "AZR-090001-SUCHWERTE",
            "090001",
            |m| {
                let person = "<xa:grundpersonalien>\
                    <xa:familienname><name>Muster</name></xa:familienname>\
                    <xa:vorname><name>Amal</name></xa:vorname>\
                    <xa:geburtsangaben><xa:geburtsort><xa:ort>Stadt</xa:ort></xa:geburtsort>\
                    <xa:geburtsortStaat><xa:staatsangehoerigkeit listVersionID=\"1\"><code>475</code></xa:staatsangehoerigkeit></xa:geburtsortStaat>\
                    <xa:tagDerGeburt><unbekannt>true</unbekannt></xa:tagDerGeburt></xa:geburtsangaben>\
                    <xa:geschlecht/>\
                    <xa:suchprofil listVersionID=\"1\"><code>01</code></xa:suchprofil>\
                    </xa:grundpersonalien>";
                m.fill("anfrageAZR", person);
            },
            |m| {
                m.before(
                    "anfrageAZR/grundpersonalien/suchprofil",
                    "<xa:letzteAenderung>2026-01-02</xa:letzteAenderung>",
                );
            },
        ),
    ]);
}

const GENERAL: &str = "lichtbildAllgemein";
const OF_NOTE: &str = "lichtbildZuSuchvermerk";
const PICTURE: &str = "<xa:bild mimeType=\"image/jpeg\">AAAA</xa:bild>";

fn added(m: &mut Document) {
    report(m, &plain(GENERAL, "01", PICTURE));
}

fn deleted(m: &mut Document) {
    report(m, &plain(GENERAL, "03", &text("lichtbildId", "L1")));
}

/// A photo of a search note, and a search note.
fn with_note(m: &mut Document, photo: &str, kind: &str, id: &str) {
    let photo = plain(OF_NOTE, "01", &format!("{PICTURE}{photo}"));
    let note = plain("suchvermerk", kind, &text("referenzSuchvermerk.id", id));
    report(
        m,
        &format!("{photo}<xa:sachverhalt>{note}</xa:sachverhalt>"),
    );
}

#[test]
fn rules_about_photos_and_fingerprints_are_kept_and_broken() {
    prove(&[
        Case::new(
            "AZR-FINGERABDRUCK-AENDERUNGSART",
            "090010",
            |m| {
                report(
                    m,
                    &plain("fingerabdruck", "03", &text("fingerabdruckId", "F1")),
                );
            },
            |m| {
                m.set("fingerabdruck/aenderungsArt/code", "01");
            },
        ),
        Case::new(
            "AZR-FINGERABDRUCK-ID",
            "090010",
            |m| {
                report(
                    m,
                    &plain("fingerabdruck", "03", &text("fingerabdruckId", "F1")),
                );
            },
            |m| {
                m.drop("fingerabdruck/fingerabdruckId");
            },
        ),
        Case::new("AZR-LICHTBILD-AENDERUNGSART", "090010", added, |m| {
            m.set("lichtbildAllgemein/aenderungsArt/code", "02");
        }),
        Case::new(
            "AZR-LICHTBILD-AENDERUNGSART",
            "090010",
            |m| with_note(m, "", "02", "Rx7C56w06"),
            |m| {
                m.set("lichtbildZuSuchvermerk/aenderungsArt/code", "05");
            },
        ),
        Case::new("AZR-LICHTBILD-ID", "090010", added, |m| {
            m.before("lichtbildAllgemein/bild", &text("lichtbildId", "L1"));
        }),
        Case::new("AZR-LICHTBILD-BILD", "090010", deleted, |m| {
            m.behind("lichtbildAllgemein/lichtbildId", PICTURE);
        }),
        Case::new("AZR-LICHTBILD-UNVOLLSTAENDIG", "090010", added, |m| {
            m.drop("lichtbildAllgemein/bild");
        }),
        Case::new("AZR-LICHTBILD-UNVOLLSTAENDIG", "090010", deleted, |m| {
            m.drop("lichtbildAllgemein/lichtbildId");
        }),
        Case::new(
            "AZR-LICHTBILD-UNVOLLSTAENDIG",
            "090010",
            |m| with_note(m, "", "04", "Rx7C56w06"),
            |m| {
                m.drop("lichtbildZuSuchvermerk/bild");
            },
        ),
        Case::new(
            "AZR-LICHTBILD-SUCHVERMERK",
            "090010",
            |m| with_note(m, "", "02", "Rx7C56w06"),
            |m| {
                m.drop("sachverhalt");
            },
        ),
        Case::new(
            "AZR-LICHTBILD-SUCHVERMERK-GELOESCHT",
            "090010",
            |m| {
                let id = text("referenzSuchvermerk.id", "Rx7C56w13");
                with_note(m, &id, "03", "Ab3D56w06");
            },
            |m| {
                m.set(
                    "sachverhalt/suchvermerk/referenzSuchvermerk.id",
                    "Rx7C56w06",
                );
            },
        ),
    ]);
}
