//! Titles, limits, measures, single facts, asylum: each rule kept and broken.

mod support;

use support::cases::{Case, prove};
use support::{Document, code, fact, group, message, new, report, state, text};

/// The new content of a fact.
fn content(name: &str) -> String {
    format!("sachverhalt/{name}/{name}.fachdaten.neu")
}

fn permit(m: &mut Document) {
    let parts = code("aufenthaltserlaubnisArt", "17", "480")
        + &text("ereignisdatum", "2026-10-15")
        + &text("gueltig", "true")
        + &text("parallelZu.id", "Ab3D56w06");
    let name = "aufenthaltserlaubnis";
    fact(m, &group(name, "04", "Rx7C56w06", name, &parts));
}

fn status(m: &mut Document) {
    let parts = code("aufenthaltsstatusArt", "9", "15")
        + &text("referenzAufAufenthaltstitel.id", "Ab3D56w06");
    fact(m, &new("aufenthaltsstatus", &parts));
}

fn condition(m: &mut Document) {
    let name = "wohnsitzauflageRaeumlicheBeschraenkung";
    let parts = code(&format!("{name}Art"), "4", "01") + &text("ort", "Bundesgebiet");
    fact(m, &new(name, &parts));
}

const PAPER: &str = "weiterePersonalien/ausweispapier/ausweispapier.fachdaten.neu";

fn paper(m: &mut Document) {
    let parts = code("ausweisart", "3", "01")
        + &text("aufbewahrendeStelleFreitext", "Amt")
        + &text("geprueftDurchFreitext", "Amt");
    let group = new("ausweispapier", &parts);
    report(
        m,
        &format!("<xa:weiterePersonalien>{group}</xa:weiterePersonalien>"),
    );
}

#[test]
fn rules_about_titles_are_kept_and_broken() {
    prove(&[
        Case::new("AZR-GUELTIG-KORREKTUR", "090010", permit, |m| {
            m.set("sachverhalt/aufenthaltserlaubnis/aenderungsArt/code", "02");
        }),
        Case::new(
            "AZR-GUELTIG-KORREKTUR",
            "090010",
            |m| {
                let name = "niederlassungserlaubnis";
                let parts =
                    code("niederlassungserlaubnisArt", "6", "01") + &text("gueltig", "false");
                fact(m, &group(name, "04", "Rx7C56w06", name, &parts));
            },
            |m| {
                let kind = "sachverhalt/niederlassungserlaubnis/aenderungsArt/code";
                m.set(kind, "01");
            },
        ),
        Case::new("AZR-PARALLEL-SELBST", "090010", permit, |m| {
            let id = format!("{}/parallelZu.id", content("aufenthaltserlaubnis"));
            m.set(&id, "Rx7C56w01");
        }),
        Case::new("AZR-PARALLEL-SELBST", "090010", permit, |m| {
            m.twice(&format!(
                "{}/parallelZu.id",
                content("aufenthaltserlaubnis")
            ));
        }),
        Case::new("AZR-AUFENTHALTSSTATUS-TITEL", "090010", status, |m| {
            let at = content("aufenthaltsstatus");
            m.drop(&format!("{at}/referenzAufAufenthaltstitel.id"));
        }),
        Case::new("AZR-WOHNSITZAUFLAGE-GEBIET", "090010", condition, |m| {
            let at = content("wohnsitzauflageRaeumlicheBeschraenkung");
            m.drop(&format!("{at}/ort"));
        }),
        Case::new(
            "AZR-FREITEXT",
            "090010",
            |m| {
                condition(m);
                let at = content("wohnsitzauflageRaeumlicheBeschraenkung");
                m.before(&format!("{at}/ort"), &text("bezirkABHFreitext", "Kreis"));
            },
            |m| {
                let at = content("wohnsitzauflageRaeumlicheBeschraenkung");
                let key = code("bezirkABH", "1", "09162");
                m.before(&format!("{at}/bezirkABHFreitext"), &key);
            },
        ),
        Case::new(
            "AZR-FREITEXT",
            "090010",
            |m| {
                let name = "ausreiseReintegrationsfoerderung";
                let parts = code(&format!("{name}Art"), "1", "06")
                    + &text("entschiedenDurchFreitext", "Verein");
                fact(m, &new(name, &parts));
            },
            |m| {
                let at = content("ausreiseReintegrationsfoerderung");
                let key = text("entschiedenDurch", "990300");
                m.before(&format!("{at}/entschiedenDurchFreitext"), &key);
            },
        ),
        Case::new(
            "AZR-FREITEXT",
            "090010",
            |m| {
                let parts = text("ppkNummer", "P1")
                    + &code("ausschreibungArt", "2", "01")
                    + &code("anlass", "2", "01")
                    + &text("ausschreibendeBehoerdeFreitext", "Polizei");
                fact(m, &new("ausschreibung", &parts));
            },
            |m| {
                let at = content("ausschreibung");
                let key = text("ausschreibendeBehoerde", "990300");
                m.before(&format!("{at}/ausschreibendeBehoerdeFreitext"), &key);
            },
        ),
        Case::new("AZR-FREITEXT", "090010", paper, |m| {
            let key = text("aufbewahrendeStelle", "990300");
            m.before(&format!("{PAPER}/aufbewahrendeStelleFreitext"), &key);
        }),
        Case::new("AZR-FREITEXT", "090010", paper, |m| {
            let key = text("geprueftDurch", "990300");
            m.before(&format!("{PAPER}/geprueftDurchFreitext"), &key);
        }),
        Case::new(
            "AZR-FREITEXT",
            "090010",
            |m| {
                let office = text("zustaendigesJugendamtVorlaeufigFreitext", "Jugendamt");
                report(m, &new("zustaendigkeit", &office));
            },
            |m| {
                let at = "zustaendigkeit/zustaendigkeit.fachdaten.neu";
                let key = text("zustaendigesJugendamtVorlaeufig", "990300");
                let text = "zustaendigesJugendamtVorlaeufigFreitext";
                m.before(&format!("{at}/{text}"), &key);
            },
        ),
        Case::new(
            "AZR-FREITEXT",
            "090010",
            |m| {
                let office = text("zustaendigesJugendamtEndgueltigFreitext", "Jugendamt");
                report(m, &new("zustaendigkeit", &office));
            },
            |m| {
                let at = "zustaendigkeit/zustaendigkeit.fachdaten.neu";
                let key = text("zustaendigesJugendamtEndgueltig", "990300");
                let text = "zustaendigesJugendamtEndgueltigFreitext";
                m.before(&format!("{at}/{text}"), &key);
            },
        ),
    ]);
}

/// A fact with a limit as a date or as a period.
fn limited(m: &mut Document, name: &str, kind: &str, version: &str, key: &str, period: bool) {
    let limit = match period {
        false => text("befristungsdatum", "2027-10-15"),
        true => "<xa:befristungsangabe><xa:fristlaufzeit><xa:jahre>2</xa:jahre>\
            <xa:monate>6</xa:monate></xa:fristlaufzeit></xa:befristungsangabe>"
            .to_owned(),
    };
    fact(m, &new(name, &(code(kind, version, key) + &limit)));
}

#[test]
fn rules_about_limits_are_kept_and_broken() {
    let rule = "AZR-BEFRISTUNG";
    prove(&[
        Case::new(
            rule,
            "090010",
            |m| limited(m, "duldung", "duldungArt", "6", "10", false),
            |m| {
                m.set(&format!("{}/duldungArt/code", content("duldung")), "11");
            },
        ),
        Case::new(
            rule,
            "090010",
            |m| limited(m, "ausweisung", "ausweisungArt", "5", "13", true),
            |m| {
                let at = content("ausweisung");
                m.set(&format!("{at}/ausweisungArt/code"), "14");
            },
        ),
        Case::new(
            rule,
            "090010",
            |m| {
                let kind = "aufenthaltsstatusArt";
                limited(m, "aufenthaltsstatus", kind, "9", "35", false);
            },
            |m| {
                let at = content("aufenthaltsstatus");
                m.set(&format!("{at}/aufenthaltsstatusArt/code"), "34");
            },
        ),
        Case::new(
            rule,
            "090010",
            |m| {
                let kind = "einreisebedenkenArt";
                limited(m, "einreisebedenken", kind, "2", "01", false);
            },
            |m| {
                let at = content("einreisebedenken");
                m.set(&format!("{at}/einreisebedenkenArt/code"), "02");
            },
        ),
        Case::new(
            "AZR-MONATE",
            "090010",
            |m| limited(m, "ausweisung", "ausweisungArt", "5", "13", true),
            |m| {
                let at = content("ausweisung");
                m.set(
                    &format!("{at}/befristungsangabe/fristlaufzeit/monate"),
                    "12",
                );
            },
        ),
        Case::new("AZR-MONATE", "090010", placement, |m| {
            let at = content("arbeitsvermittlungsdaten");
            m.set(&format!("{at}/dauer/monate"), "00100");
        }),
    ]);
}

fn custody(m: &mut Document) {
    m.set("durchfuehrendeBehoerde", "990100");
    let end = "<xa:befristungsangabe><xa:fristendedatum>2026-12-01</xa:fristendedatum>\
        </xa:befristungsangabe>";
    let parts = code("abschiebungArt", "10", "30") + end + &text("erlassendeBehoerde", "990200");
    fact(m, &new("abschiebung", &parts));
}

fn alert(m: &mut Document) {
    let offence = format!(
        "<xa:straftat>{}{}{}<xa:strafmass><xa:freiheitsstrafe><xa:strafmassJahre>2</xa:strafmassJahre>\
        </xa:freiheitsstrafe></xa:strafmass></xa:straftat>",
        text("straftatBezeichnung", "Diebstahl"),
        text("strafvorschrift", "§ 242 StGB"),
        code("strafart", "1", "01")
    );
    let parts = text("sisId", "D1") + &offence + &text("referenzAufSachverhalt.id", "Ab3D56w06");
    fact(m, &new("sisAusschreibungshintergrund", &parts));
}

const OFFENCE: &str = "straftat";

#[test]
fn rules_about_measures_are_kept_and_broken() {
    prove(&[
        Case::new("AZR-ABSCHIEBUNG-BEHOERDE", "090010", custody, |m| {
            let at = content("abschiebung");
            m.set(&format!("{at}/erlassendeBehoerde"), "990100");
        }),
        Case::new("AZR-ABSCHIEBUNG-HAFT", "090010", custody, |m| {
            m.drop(&format!("{}/erlassendeBehoerde", content("abschiebung")));
        }),
        Case::new("AZR-ABSCHIEBUNG-HAFT", "090010", custody, |m| {
            let at = content("abschiebung");
            m.fill(
                &format!("{at}/befristungsangabe"),
                "<xa:fristlaufzeit><xa:jahre>0</xa:jahre><xa:monate>3</xa:monate></xa:fristlaufzeit>",
            );
        }),
        Case::new("AZR-SIS-STRAFMASS", "090010", alert, |m| {
            let at = content("sisAusschreibungshintergrund");
            m.drop(&format!("{at}/{OFFENCE}/strafmass"));
        }),
        Case::new("AZR-SIS-STRAFMASS-ART", "090010", alert, |m| {
            let at = content("sisAusschreibungshintergrund");
            m.set(&format!("{at}/{OFFENCE}/strafart/code"), "03");
        }),
        Case::new("AZR-SIS-STRAFMASS-ART", "090010", alert, |m| {
            let at = content("sisAusschreibungshintergrund");
            m.fill(&format!("{at}/{OFFENCE}/strafmass/freiheitsstrafe"), "");
        }),
    ]);
}

fn placement(m: &mut Document) {
    let parts = code("arbeitsvermittlungsdatenArt", "1", "01")
        + "<xa:dauer><xa:jahre>1</xa:jahre><xa:monate>11</xa:monate></xa:dauer>"
        + &code("sprache", "1", "ara");
    fact(m, &new("arbeitsvermittlungsdaten", &parts));
}

fn course(m: &mut Document) {
    let kind = "berechtigungOderVerpflichtungIntegrationskursArt";
    let parts = code(kind, "2", "03")
        + &text("erteilungszeitpunkt", "2026-10-01")
        + "<xa:erteilendeStelle><xa:behoerdenkennzeichen>990100</xa:behoerdenkennzeichen></xa:erteilendeStelle>"
        + &code("integrationskursArt", "2", "01")
        + &text("beginn", "2026-11-02")
        + &text("konsequenzenNichtteilnahme", "true");
    fact(m, &new("integrationskurs", &parts));
}

#[test]
fn rules_about_single_facts_are_kept_and_broken() {
    prove(&[
        Case::new("AZR-ARBEITSVERMITTLUNG-DAUER", "090010", placement, |m| {
            let at = content("arbeitsvermittlungsdaten");
            let start = "<xa:beginn><jahr>2020</jahr></xa:beginn>";
            m.before(&format!("{at}/dauer"), start);
        }),
        Case::new("AZR-ARBEITSVERMITTLUNG-SPRACHE", "090010", placement, |m| {
            let at = content("arbeitsvermittlungsdaten");
            m.set(&format!("{at}/sprache/code"), "bar");
        }),
        Case::new(
            "AZR-SPRACHKENNTNIS-SPRACHE",
            "090010",
            |m| fact(m, &new("sprachkenntnis", &code("sprache", "1", "ara"))),
            |m| {
                let at = content("sprachkenntnis");
                m.behind(&format!("{at}/sprache"), &code("sprache", "1", "bar"));
            },
        ),
        Case::new("AZR-INTEGRATIONSKURS-BEGINN", "090010", course, |m| {
            m.drop(&format!(
                "{}/integrationskursArt",
                content("integrationskurs")
            ));
        }),
        Case::new("AZR-INTEGRATIONSKURS-KONSEQUENZEN", "090010", course, |m| {
            let at = content("integrationskurs");
            let kind = "berechtigungOderVerpflichtungIntegrationskursArt";
            m.set(&format!("{at}/{kind}/code"), "01");
        }),
        Case::new(
            "AZR-ENTSCHEIDUNGBA-ZUSTIMMUNG",
            "090010",
            |m| {
                let parts = code("entscheidungBAArt", "2", "01")
                    + "<xa:zustimmung><xa:arbeitgeberbindungVorhanden>true</xa:arbeitgeberbindungVorhanden>\
                    <xa:weitereNebenbestimmungenVorhanden>false</xa:weitereNebenbestimmungenVorhanden></xa:zustimmung>";
                fact(m, &new("entscheidungBA", &parts));
            },
            |m| {
                let at = content("entscheidungBA");
                m.set(&format!("{at}/entscheidungBAArt/code"), "02");
            },
        ),
        Case::new(
            "AZR-VERTEILUNG-BUNDESLAND",
            "090010",
            |m| {
                let parts = code("verteilungsgrundlageArt", "1", "01")
                    + &text("optionsnummer", "BY-123456-abcdefg-12")
                    + &code("zielAufnahmeeinrichtung", "64.0", "003707")
                    + &code("zielAufnahmeeinrichtungBundesland", "1", "09")
                    + &code("veranlassendeBehoerde", "64.0", "000101")
                    + &code("veranlassendeBehoerdeBundesland", "1", "06");
                fact(m, &new("entscheidungZurVerteilung", &parts));
            },
            |m| {
                let at = content("entscheidungZurVerteilung");
                let state = "zielAufnahmeeinrichtungBundesland";
                m.set(&format!("{at}/{state}/code"), "06");
            },
        ),
    ]);
}

fn asylum(m: &mut Document) {
    let parts = code("asylstatus", "5", "01") + &text("ereignisdatum", "2026-06-11");
    fact(m, &new("asylstatus", &parts));
}

fn ceas(m: &mut Document) {
    let parts = code("geasAsylstatusArt", "1", "01") + &text("ereignisdatum", "2026-06-12");
    fact(
        m,
        &group("geasAsylstatus", "01", "", "gEASAsylstatus", &parts),
    );
}

fn screened(m: &mut Document) {
    let parts = code("screeningabschlussArt", "1", "01")
        + &text("ereignisdatum", "2026-06-12")
        + &text("ort", "Flughafen");
    fact(m, &new("screeningabschluss", &parts));
}

#[test]
fn rules_about_asylum_and_screening_are_kept_and_broken() {
    prove(&[
        Case::new("AZR-ASYLSTATUS-GEAS", "090010", asylum, |m| {
            let at = content("asylstatus");
            m.set(&format!("{at}/ereignisdatum"), "2026-06-12");
        }),
        Case::new("AZR-GEAS-BEGINN", "090010", ceas, |m| {
            let at = "sachverhalt/geasAsylstatus/gEASAsylstatus.fachdaten.neu";
            m.set(&format!("{at}/ereignisdatum"), "2026-06-11");
        }),
        Case::new("AZR-SCREENING-BEGINN", "090010", screened, |m| {
            let at = content("screeningabschluss");
            m.set(&format!("{at}/ereignisdatum"), "2026-06-11");
        }),
        Case::new("AZR-SCREENING-ORT", "090010", screened, |m| {
            let at = content("screeningabschluss");
            m.behind(&format!("{at}/ort"), &state("staat", "129"));
        }),
        Case::new("AZR-EREIGNISDATUM-ZUKUNFT", "090010", asylum, |m| {
            let at = content("asylstatus");
            m.set(&format!("{at}/ereignisdatum"), "2026-11-03");
        }),
        Case::new(
            "AZR-EREIGNISDATUM-ZUKUNFT",
            "090009",
            |m| {
                let parts =
                    code("meldestatusArt", "3", "01") + &text("ereignisdatum", "2026-11-02");
                m.fill("sachverhalt", &new("meldestatus", &parts));
            },
            |m| {
                m.set(
                    &format!("{}/ereignisdatum", content("meldestatus")),
                    "2027-01-01",
                );
            },
        ),
    ]);
}

#[test]
fn titles_whose_ids_are_not_built_as_references_differ_if_their_texts_do() {
    let parallel = |id: &str| {
        let mut m = message("090010", false);
        permit(&mut m);
        let at = format!("{}/parallelZu.id", content("aufenthaltserlaubnis"));
        m.set(&at, "Rx7C56w-0000000002");
        m.behind(&at, &text("parallelZu.id", id));
        let (_, found) = support::judge(m.xml().as_bytes());
        let mut rules = found.findings.iter().map(|f| f.rule);
        rules.any(|rule| rule == "AZR-PARALLEL-SELBST")
    };
    assert!(!parallel("Rx7C56w-0000000003"));
    assert!(parallel("Rx7C56w-0000000002"));
}
