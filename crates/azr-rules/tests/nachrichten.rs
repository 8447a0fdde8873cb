//! Documents, comparisons, duplicates: each rule kept and broken.

mod support;

use azr_rules::{MAX_DOKUMENT, MAX_NOTIZEN, MAX_PAKET};
use support::cases::{Case, prove};
use support::{Document, code, message, text};
use xoev_rules::RuleSettings;

/// A document to be stored.
fn stored(m: &mut Document) {
    m.set("aenderungsArt/code", "01");
    m.drop_if("dokumentId");
    let parts = code("datenformat", "1.1", "1") + &text("referenzAufSachverhalt.id", "Rx7C56w06");
    m.attribute("dokumentTyp", "listVersionID", "5");
    m.set("dokumentTyp/code", "1");
    m.behind("dokumentTyp", &parts);
    m.behind("azrNummer", &text("dokument", "AAAA"));
}

/// A document to be deleted.
fn deleted(m: &mut Document) {
    m.set("aenderungsArt/code", "03");
    m.drop_if("dokumentId");
    m.behind("dokumentTyp", &text("dokumentId", "D1"));
}

#[test]
fn rules_about_documents_are_kept_and_broken() {
    prove(&[
        Case::new(
            "AZR-090007-BESTAETIGUNG",
            "090007",
            |m| {
                m.drop_if("bestaetigungUnerlaesslichkeit");
                m.behind("dokumentId", &text("bestaetigungUnerlaesslichkeit", "true"));
            },
            |m| {
                m.drop("bestaetigungUnerlaesslichkeit");
            },
        ),
        Case::new("AZR-090012-AENDERUNGSART", "090012", stored, |m| {
            m.set("aenderungsArt/code", "04");
        }),
        Case::new("AZR-090012-ZUSPEICHERUNG", "090012", stored, |m| {
            m.drop("dokument");
        }),
        Case::new("AZR-090012-ZUSPEICHERUNG", "090012", stored, |m| {
            m.drop("datenformat");
        }),
        Case::new("AZR-090012-ZUSPEICHERUNG", "090012", stored, |m| {
            m.drop("referenzAufSachverhalt.id");
        }),
        Case::new("AZR-090012-ZUSPEICHERUNG", "090012", stored, |m| {
            m.set("dokument", "");
        }),
        Case::new("AZR-090012-LOESCHUNG", "090012", deleted, |m| {
            m.drop("dokumentId");
        }),
        Case::new("AZR-090012-DOKUMENTID", "090012", stored, |m| {
            m.behind("referenzAufSachverhalt.id", &text("dokumentId", "D1"));
        }),
        Case::new(
            "AZR-090012-GROESSE",
            "090012",
            |m| {
                stored(m);
                // Ten megabytes are 13 981 014 characters; some leeway is for line breaks.
                m.set("dokument", &"A".repeat(13_981_012));
            },
            |m| {
                m.set("dokument", &"A".repeat(14_200_000));
            },
        ),
        Case::new(
            "AZR-090012-NOTIZEN",
            "090012",
            |m| {
                stored(m);
                m.behind("azrNummer", &text("notizen", &"ä".repeat(MAX_NOTIZEN)));
            },
            |m| {
                m.set("notizen", &"ä".repeat(MAX_NOTIZEN + 1));
            },
        ),
        Case::new(
            "AZR-090012-NOTIZEN-UNGENUTZT",
            "090012",
            |m| {
                stored(m);
                m.behind("azrNummer", &text("notizen", "eilt"));
            },
            |m| {
                m.set("dokumentTyp/code", "4");
            },
        ),
    ]);
}

fn twice_recorded(m: &mut Document) {
    let numbers = text("azrNummer", "990309012345") + &text("azrNummer", "990309054321");
    m.fill(
        "datenpflegeanlass",
        &format!("<xa:mehrfacherfassung>{numbers}</xa:mehrfacherfassung>"),
    );
}

/// Statistics on this many records.
fn statistics(m: &mut Document, records: usize) {
    for list in [
        "uebereinstimmendeAZRNummer",
        "azrNummerNichtInA-Datei",
        "azrNummerNichtInAbgleichsdaten",
    ] {
        while m.has(list) {
            m.drop(list);
        }
    }
    let number = |at: usize| text("azrNummerNichtInA-Datei", &format!("990101{at:06}"));
    let numbers: String = (1..records).map(number).collect();
    let both = "<xa:uebereinstimmendeAZRNummer><xa:azrNummer>990102000000</xa:azrNummer>\
        </xa:uebereinstimmendeAZRNummer>";
    m.before("paketierung", &format!("{both}{numbers}"));
}

#[test]
fn rules_about_comparisons_and_duplicates_are_kept_and_broken() {
    prove(&[
        Case::new(
            "AZR-090021-ZEITRAUM",
            "090021",
            |m| {
                m.drop_if("von");
                m.drop_if("bis");
                let period = text("von", "2026-01-01") + &text("bis", "2026-01-01");
                m.before("zweck", &period);
            },
            |m| {
                m.set("bis", "2025-12-31");
            },
        ),
        Case::new(
            "AZR-090021-UNBEGRENZT",
            "090021",
            |m| {
                m.drop_if("von");
                m.drop_if("bis");
                m.before("zweck", &text("von", "2026-01-01"));
            },
            |m| {
                m.drop("von");
            },
        ),
        Case::new(
            "AZR-090023-PAKETGROESSE",
            "090023",
            |m| statistics(m, MAX_PAKET),
            |m| {
                let number = text("azrNummerNichtInAbgleichsdaten", "990103000000");
                m.before("paketierung", &number);
            },
        ),
        Case::new(
            "AZR-090023-MEHRFACH",
            "090023",
            |m| statistics(m, 5),
            |m| {
                let number = text("azrNummerNichtInAbgleichsdaten", "990102000000");
                m.before("paketierung", &number);
            },
        ),
        Case::new("AZR-090040-ANLASS", "090040", twice_recorded, |m| {
            m.drop("datenpflegeanlass/mehrfacherfassung");
        }),
        Case::new("AZR-090040-VERSCHIEDEN", "090040", twice_recorded, |m| {
            let second = "datenpflegeanlass/mehrfacherfassung/azrNummer[2]";
            m.set(second, "990309012345");
        }),
    ]);
}

#[test]
fn records_are_counted_anew_in_each_message() {
    for _ in 0..2 {
        let mut m = message("090023", false);
        statistics(&mut m, 30_000);
        let xml = m.xml();
        let settings = RuleSettings::default();
        let (_, found) = support::judge_with(support::rules(), settings, xml.as_bytes());
        let of_rule = found.findings.iter().filter(|f| f.rule.contains("PAKET"));
        assert_eq!(of_rule.count(), 0);
    }
}

#[test]
fn the_limits_are_those_that_the_rules_say() {
    let rules = support::rules().rules().iter();
    let said = |id: &str| rules.clone().find(|r| r.id == id).expect("a rule").de;
    let mb = format!("{} MB", MAX_DOKUMENT >> 20);
    assert!(said("AZR-090012-GROESSE").contains(&mb), "{mb}");
    let notes = format!("{MAX_NOTIZEN} Zeichen");
    assert!(said("AZR-090012-NOTIZEN").contains(&notes), "{notes}");
    let records = format!("{}.000 Datensätze", MAX_PAKET / 1000);
    assert!(
        said("AZR-090023-PAKETGROESSE").contains(&records),
        "{records}"
    );
}
