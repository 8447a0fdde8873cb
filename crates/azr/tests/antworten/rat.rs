//! What the report says about whom it is and what can be done, by kind of answer.

use azr::{Antwort, Ergebnis, fehlerbericht};
use xoev::Language::{self, English, German};

use crate::nachrichten::{
    ANTWORT, ERSTMELDUNG, FEHLER, FOLGEMELDUNG, mit_fehlertext, muster, von_azr,
};

const RUECKWEISUNG: &str =
    include_str!("../../../../examples/nachrichten/xinneres/0010-rueckweisung-gueltig.xml");

fn text_in(meldung: &str, antwort: &str, sprache: Language) -> String {
    let bericht = fehlerbericht(meldung.as_bytes(), antwort.as_bytes(), sprache);
    bericht.expect("the bundled schemas").text()
}

fn text(meldung: &str, antwort: &str) -> String {
    text_in(meldung, antwort, German)
}

/// A query, as far as the report looks at it.
fn anfrage(inhalt: &str) -> String {
    format!(
        "<xa:AnAZR.AZRAnfrage.090001 xmlns:xa=\"http://www.osci.de/xauslaender2611\">\
         <xa:anfrageAZR>{inhalt}</xa:anfrageAZR></xa:AnAZR.AZRAnfrage.090001>"
    )
}

/// A refusal on a synchronous channel, for these reasons.
fn rueckweisung(codes: &[&str]) -> String {
    let gruende: String = codes
        .iter()
        .map(|code| {
            format!(
                "<xa:rueckweisungsgrund><xa:grund><code>{code}</code></xa:grund>\
                 </xa:rueckweisungsgrund>"
            )
        })
        .collect();
    von_azr(
        "Administration.RueckweisungSynchron.000002",
        &format!("<xa:rueckweisung>{gruende}</xa:rueckweisung>"),
    )
}

fn ergebnis(antwort: &str) -> Ergebnis {
    Antwort::lesen(antwort.as_bytes()).ergebnis()
}

#[test]
fn only_names_of_the_person_are_shown_as_the_person() {
    let name = "<xa:familienname><name>Fremd</name></xa:familienname>\
                <xa:vorname><name>Frieda</name></xa:vorname>\
                <xa:tagDerGeburt>1980-01-02</xa:tagDerGeburt>";
    let end = "</xa:duldung>";
    let meldung = FOLGEMELDUNG.replace(end, &(name.to_owned() + end));
    let person = |text: &str| {
        let mut lines = text.lines();
        let line = lines.find_map(|l| l.trim_start().strip_prefix("Person:"));
        line.map(|l| l.trim().to_owned())
    };
    let said = text(&meldung, FEHLER);
    assert_eq!(person(&said).as_deref(), Some("AZR-Nummer 990309012345"));
    let said = text(ERSTMELDUNG, ANTWORT);
    let expected = "Örtürk-Łukaszewska, Zoë; geboren am 03.02.2027";
    assert_eq!(person(&said).as_deref(), Some(expected));
    let asked = anfrage(&format!(
        "<xa:grundpersonalien>{name}</xa:grundpersonalien>"
    ));
    let fremd = "Fremd, Frieda; geboren am 02.01.1980";
    assert_eq!(person(&text(&asked, FEHLER)).as_deref(), Some(fremd));
    let guarantor = format!(
        "<xa:AnAZR.AZRVerpflichtungsgeberAnfrage.090051 xmlns:xa=\"http://www.osci.de/xauslaender2611\">\
         <xa:anfrageVerpflichtungsgeber><xa:natuerlichePerson>{name}</xa:natuerlichePerson>\
         </xa:anfrageVerpflichtungsgeber></xa:AnAZR.AZRVerpflichtungsgeberAnfrage.090051>"
    );
    assert_eq!(person(&text(&guarantor, FEHLER)).as_deref(), Some(fremd));
}

#[test]
fn what_had_been_processed_before_is_not_said_to_be_unprocessed() {
    let antwort = rueckweisung(&["S100"]);
    assert_eq!(ergebnis(&antwort), Ergebnis::BereitsVerarbeitet);
    let said = text(FOLGEMELDUNG, &antwort);
    assert!(said.contains("schon früher verarbeitet worden"), "{said}");
    assert!(said.contains("prüfen Sie den Datensatz (090001)"), "{said}");
    assert!(!said.contains("nicht verarbeitet"), "{said}");
    let said = text_in(FOLGEMELDUNG, &antwort, English);
    assert!(said.contains("had been processed before") && !said.contains("not processed"));
    let asked = text(&anfrage(""), &antwort);
    assert!(!asked.contains("(090001)") && asked.contains("Stellen Sie sie bei Bedarf neu"));
}

#[test]
fn the_advice_on_a_refusal_goes_by_its_codes() {
    let said = |codes: &[&str]| {
        let said = text(FOLGEMELDUNG, &rueckweisung(codes));
        assert!(said.contains("Hersteller Ihres Fachverfahrens"), "{said}");
        let (form, again) = ("nicht wegen ihres Inhalts", "wieder zurückgewiesen");
        (said.contains(form), said.contains(again))
    };
    assert_eq!(said(&["X001"]), (true, true));
    assert_eq!(said(&["V000", "X000"]), (true, true));
    assert_eq!(said(&["T000"]), (true, false));
    assert_eq!(said(&["T070", "X001"]), (true, false));
    assert_eq!(said(&["S011"]), (false, false));
    assert_eq!(said(&["X001", "S999"]), (false, false));
}

#[test]
fn of_refused_cases_only_these_are_to_be_reported_again() {
    let fall = "<nichtVerarbeitbarerEinzelfall><identifikation.ereignis>\
                <ereignis.zeitpunkt>2026-11-16T08:59:40+01:00</ereignis.zeitpunkt>\
                <ereignis.zeichen>E 1</ereignis.zeichen></identifikation.ereignis>\
                <grund><grund><code>S100</code></grund></grund></nichtVerarbeitbarerEinzelfall>";
    let antwort = RUECKWEISUNG.replace("    <nachricht>", &format!("{fall}<nachricht>"));
    assert_eq!(ergebnis(&antwort), Ergebnis::Teilweise);
    let said = text(FOLGEMELDUNG, &antwort);
    assert!(said.contains("nur die genannten Einzelfälle"), "{said}");
    for wrong in ["nicht wegen ihres Inhalts", "wieder zurückgewiesen"] {
        assert!(!said.contains(wrong), "{said}");
    }
}

#[test]
fn a_salvaged_refusal_does_not_say_that_it_may_have_been_processed() {
    let antwort = mit_fehlertext("Das Feld „Name“ fehlt.");
    assert_eq!(ergebnis(&antwort), Ergebnis::Abgelehnt);
    let said = text(FOLGEMELDUNG, &antwort);
    assert!(
        said.contains("Die Meldung wurde nicht verarbeitet."),
        "{said}"
    );
    assert!(
        said.contains("Senden Sie die berichtigte Meldung erneut"),
        "{said}"
    );
    assert!(!said.contains("kann schon verarbeitet sein"), "{said}");
}

#[test]
fn a_query_is_not_answered_with_the_advice_to_query() {
    let unreadable = "<html>Bad Gateway</html>";
    let report = text(FOLGEMELDUNG, unreadable);
    assert!(report.contains("Fragen Sie den Datensatz ab (090001)"));
    let query = text(&anfrage(""), unreadable);
    assert!(!query.contains("Fragen Sie den Datensatz"), "{query}");
    assert!(
        query.contains("Stellen Sie die Anfrage bei Bedarf neu"),
        "{query}"
    );
}

#[test]
fn an_answer_that_is_empty_or_no_xml_is_said_to_be_so() {
    for empty in ["", " \n"] {
        let said = text(FOLGEMELDUNG, empty);
        assert!(said.contains("Die Antwort ist leer"), "{said}");
        assert!(!said.contains("Endetag"), "{said}");
    }
    let said = text(FOLGEMELDUNG, "502 Bad Gateway");
    assert!(said.contains("kein einziges Element"), "{said}");
    assert!(text_in(FOLGEMELDUNG, "", English).contains("The answer is empty"));
}

#[test]
fn swapped_files_are_noticed() {
    let said = text(FEHLER, FOLGEMELDUNG);
    assert!(said.contains("scheinen vertauscht"), "{said}");
    let (_, came) = said.split_once("Was kam zurück?").expect("the answer");
    assert!(
        came.contains("090010 – keine Antwort des Registers"),
        "{said}"
    );
    assert!(!text(FOLGEMELDUNG, FOLGEMELDUNG).contains("vertauscht"));
    let broken = FOLGEMELDUNG.replace("2026-10-15", "15.10.2026");
    assert!(text(FEHLER, &broken).contains("scheinen vertauscht"));
}

#[test]
fn the_id_of_a_document_is_to_be_kept() {
    let element = "VonAZR.AZRBestaetigungDokument.090097";
    let stored = von_azr(element, "<xa:dokumentId>DOK-4711</xa:dokumentId>");
    let said = text(FOLGEMELDUNG, &stored);
    for words in ["DOK-4711", "Bewahren Sie seine Kennung auf", "090007"] {
        assert!(said.contains(words), "{said}");
    }
    let said = text(FOLGEMELDUNG, &von_azr(element, ""));
    assert!(said.contains("Das Dokument wurde gelöscht."), "{said}");
    let set = xoev_bundled::schemas().expect("the bundled schemas");
    let full = text(FOLGEMELDUNG, &muster(&set, "090097", 1));
    assert!(full.contains("Referenz-ID des Sachverhalts"), "{full}");
}
