//! Heads of messages to the register, empty reports, kinds of change: each rule kept and broken.

mod support;

use support::cases::{Case, prove};
use support::{AZR, Document, code, fact, group, message, new, report, text};

const DULDUNG: &str = "sachverhalt/duldung";

/// The content of a toleration.
fn duldung() -> String {
    code("duldungArt", "6", "10") + &text("ereignisdatum", "2026-10-15")
}

fn tolerated(m: &mut Document) {
    fact(m, &new("duldung", &duldung()));
}

#[test]
fn rules_about_heads_are_kept_and_broken() {
    prove(&[
        Case::new(
            "AZR-SACHBEARBEITER",
            "090010",
            |m| {
                tolerated(m);
                m.set("durchfuehrenderSachbearbeiter", "Beispiel, Martina");
                m.behind(
                    "durchfuehrenderSachbearbeiter",
                    &text("verantwortlicherSachbearbeiter", "Muster, Max"),
                );
            },
            |m| {
                m.set("verantwortlicherSachbearbeiter", "Beispiel, Martina");
            },
        ),
        Case::new(
            "AZR-BEHOERDE",
            "090005",
            |m| {
                m.set("durchfuehrendeBehoerde", "990100");
                let other = text("verantwortlicheBehoerde", "990200");
                m.behind("durchfuehrendeBehoerde", &other);
            },
            |m| {
                m.set("verantwortlicheBehoerde", "990100");
            },
        ),
        Case::new(
            "AZR-REFERENZID",
            "090010",
            |m| {
                fact(
                    m,
                    &group("duldung", "02", "Rx7C56w06", "duldung", &duldung()),
                );
            },
            |m| {
                m.set(&format!("{DULDUNG}/referenz.id"), "Rx7C56w0");
            },
        ),
        Case::new(
            "AZR-REFERENZID",
            "090012",
            |m| {
                document(m);
            },
            |m| {
                m.set("referenzAufSachverhalt.id", "Rx7C56w012345678");
            },
        ),
        Case::new("AZR-SACHVERHALT-LEER", "090010", tolerated, |m| {
            m.drop(DULDUNG);
        }),
        Case::new(
            "AZR-SACHVERHALT-LEER",
            "090009",
            |m| {
                let status = code("meldestatusArt", "3", "01");
                m.fill("sachverhalt", &new("meldestatus", &status));
            },
            |m| {
                m.fill("sachverhalt", "");
            },
        ),
        Case::new("AZR-090010-AZRNUMMER", "090010", tolerated, |m| {
            m.drop("azrNummer");
        }),
        Case::new("AZR-090010-LEER", "090010", tolerated, |m| {
            m.drop("sachverhalt");
        }),
        Case::new(
            "AZR-090010-LEER",
            "090010",
            |m| {
                report(
                    m,
                    &format!(
                        "<xa:weiterePersonalien>{}</xa:weiterePersonalien>",
                        new(
                            "herkunftsland",
                            &text("letzterWohnortHerkunftsland", "Stadt")
                        )
                    ),
                );
            },
            |m| {
                m.drop("weiterePersonalien/herkunftsland");
            },
        ),
        Case::new(
            "AZR-090010-UNTERBRINGUNG",
            "090010",
            |m| {
                let place = code("angabenUnterbringungArt", "1", "01");
                let name = "angabenUnterbringung";
                report(m, &group("angabenZurUnterbringung", "01", "", name, &place));
            },
            |m| {
                let fact = format!(
                    "<xa:sachverhalt>{}</xa:sachverhalt>",
                    new("duldung", &duldung())
                );
                m.behind("angabenZurUnterbringung", &fact);
            },
        ),
        Case::new(
            "AZR-090009-AENDERUNGSART",
            "090009",
            |m| {
                m.set("grundpersonalien/aenderungsArt/code", "01");
                let status = code("meldestatusArt", "3", "01");
                m.fill("sachverhalt", &new("meldestatus", &status));
            },
            |m| {
                m.set("sachverhalt/meldestatus/aenderungsArt/code", "04");
            },
        ),
    ]);
}

/// A document to be stored.
fn document(m: &mut Document) {
    m.set("aenderungsArt/code", "01");
    let parts = "<xa:datenformat listVersionID=\"1.1\"><code>1</code></xa:datenformat>\
        <xa:referenzAufSachverhalt.id>Rx7C56w06</xa:referenzAufSachverhalt.id>";
    m.behind("dokumentTyp", parts);
    m.behind("azrNummer", "<xa:dokument>AAAA</xa:dokument>");
}

#[test]
fn rules_about_kinds_of_change_are_kept_and_broken() {
    let reference = "AZR-AENDERUNGSART-REFERENZ";
    let content = "AZR-AENDERUNGSART-FACHDATEN";
    prove(&[
        Case::new(reference, "090010", tolerated, |m| {
            let id = text("referenz.id", "Rx7C56w06");
            m.behind(&format!("{DULDUNG}/aenderungsArt"), &id);
        }),
        Case::new(
            reference,
            "090010",
            |m| fact(m, &group("duldung", "03", "Rx7C56w06", "duldung", "")),
            |m| {
                m.drop(&format!("{DULDUNG}/referenz.id"));
            },
        ),
        Case::new(
            reference,
            "090010",
            |m| {
                let wrapper = "suchvermerk";
                let note = code("suchvermerkArt", "1", "01");
                let group = group("suchvermerk", "04", "", wrapper, &note);
                let id = text("referenzSuchvermerk.id", "Rx7C56w06");
                let end = "</xa:aenderungsArt>";
                fact(m, &group.replace(end, &format!("{end}{id}")));
            },
            |m| {
                m.drop("sachverhalt/suchvermerk/referenzSuchvermerk.id");
            },
        ),
        Case::new(content, "090010", tolerated, |m| {
            m.drop(&format!("{DULDUNG}/duldung.fachdaten.neu"));
        }),
        Case::new(
            content,
            "090010",
            |m| fact(m, &group("duldung", "05", "Rx7C56w06", "duldung", "")),
            |m| {
                let new = group("x", "05", "", "duldung", &duldung());
                let new = new.split("</xa:aenderungsArt>").nth(1).expect("content");
                let new = new.trim_end_matches("</xa:x>").to_owned();
                m.behind(&format!("{DULDUNG}/referenz.id"), &new);
            },
        ),
        Case::new(
            content,
            "090010",
            |m| {
                let name = text("vornamen", "<name>Karl</name>");
                let group = group("fruehererName", "02", "Rx7C56w06", "fruehererName", &name);
                report(
                    m,
                    &format!("<xa:weiterePersonalien>{group}</xa:weiterePersonalien>"),
                );
            },
            |m| {
                m.drop("weiterePersonalien/fruehererName/fruehererName.fachdaten.neu");
            },
        ),
    ]);
}

#[test]
fn a_whole_first_report_is_judged_without_fault_of_the_third_layer() {
    let mut m = message("090009", false);
    let block = "<xa:grundpersonalien.fachdaten.neu>\
        <xa:familienname><name>Muster</name></xa:familienname>\
        <xa:vorname><name>Amal</name></xa:vorname>\
        <xa:geschlecht/>\
        <xa:geburtsangaben><xa:geburtsort><xa:ort>Stadt</xa:ort></xa:geburtsort>\
        <xa:geburtsortStaat><xa:staatsangehoerigkeit listVersionID=\"1\"><code>475</code></xa:staatsangehoerigkeit></xa:geburtsortStaat>\
        <xa:tagDerGeburt><unbekannt>true</unbekannt></xa:tagDerGeburt></xa:geburtsangaben>\
        </xa:grundpersonalien.fachdaten.neu>";
    m.fill(
        "grundpersonalien",
        &format!("<xa:aenderungsArt><code>01</code></xa:aenderungsArt>{block}"),
    );
    let other = format!(
        "<xa:nichtIdentischMit><xa:aenderungsArt><code>01</code></xa:aenderungsArt>\
        <xa:nichtIdentischMit>{AZR}</xa:nichtIdentischMit></xa:nichtIdentischMit>"
    );
    m.before("sachverhalt", &other);
    let status = code("meldestatusArt", "3", "01") + &text("ereignisdatum", "2026-11-01");
    m.fill("sachverhalt", &new("meldestatus", &status));
    let (report, found) = support::judge(m.xml().as_bytes());
    assert_eq!(report.judgement, xoev_validator::Judgement::Valid);
    let third: Vec<_> = found.findings.iter().filter(|f| f.layer == 3).collect();
    assert!(third.is_empty(), "{third:#?}");
}

#[test]
fn a_missing_reference_is_called_as_in_its_group() {
    let note = code("suchvermerkArt", "1", "01");
    for (group, name) in [
        (
            group("suchvermerk", "04", "", "suchvermerk", &note),
            "referenzSuchvermerk.id",
        ),
        (
            group("duldung", "04", "", "duldung", &duldung()),
            "referenz.id",
        ),
    ] {
        let mut m = message("090010", false);
        fact(&mut m, &group);
        let (_, found) = support::judge(m.xml().as_bytes());
        let mut of_rule = found.findings.iter();
        let finding = of_rule.find(|f| f.rule == "AZR-AENDERUNGSART-REFERENZ");
        assert_eq!(finding.expect("a finding").expected.de, name);
    }
}
