//! Every request and what it is answered with.

use azr::Inhalt;

use crate::nachrichten::*;
use crate::urteil::gueltig;

const PHOTO: &str = "<xa:bild mimeType=\"image/jpeg\">/9j/4AAQ</xa:bild>";

#[test]
fn a_first_report_makes_a_record_that_can_be_asked_for() {
    let register = register();
    let photo = format!(
        "<xa:lichtbildAllgemein>{}{PHOTO}</xa:lichtbildAllgemein>",
        art("01")
    );
    let report = erstmeldung(
        ABH,
        &person("Karimi", "Nilufar", "1994-09-12", false),
        &photo,
    );
    let stored = register.answer(report.bytes());
    assert_eq!(stored.number, "090098");
    let number = id(&stored, "azrNummer");
    assert_eq!(register.numbers(), [number.as_str()]);
    let query = anfrage(&format!("<xa:azrNummer>{number}</xa:azrNummer>"));
    let record = register.answer(query.bytes());
    assert_eq!(record.number, "090004");
    for element in ["grundpersonalien", "meldestatus"] {
        let id = id(&stored, &format!("{element}.referenz.id"));
        assert!(text(&record).contains(&id), "{element}");
    }
    assert!(text(&record).contains("<xa:aktenfuehrendeBehoerde>990100<"));

    let photo = id(&stored, "lichtbild.allgemein.id");
    let ids =
        format!("<xa:lichtbildId>{photo}</xa:lichtbildId><xa:lichtbildId>LB0</xa:lichtbildId>");
    let asked = von(ABH, "AnAZR.AZRLichtbildanforderung.090005", &ids);
    let photos = register.answer(asked.bytes());
    assert_eq!(photos.number, "090006");
    let xml = text(&photos);
    assert!(
        xml.contains("/9j/4AAQ") && xml.contains("erneuteAnfrageSinnvoll>false"),
        "{xml}"
    );
    gueltig([&stored, &record, &photos].map(|a| &a.bytes[..]));
    assert_eq!(register.defects(), [""; 0]);
}

#[test]
fn equal_persons_are_refused_unless_confirmed_and_similar_ones_are_named() {
    let register = register();
    let known = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let same = || person("Karimi", "Nilufar", "1994-09-12", false);
    let refused = register.answer(erstmeldung(ABH, &same(), "").bytes());
    assert_eq!(refused.number, "090099");
    let antwort = lesen(&refused);
    let dublette = antwort.dublette().expect("equal records");
    assert_eq!(dublette.azr_nummern, [known.as_str()]);

    let other = format!(
        "<xa:nichtIdentischMit>{}<xa:nichtIdentischMit>{known}</xa:nichtIdentischMit></xa:nichtIdentischMit>",
        art("01")
    );
    let confirmed = register.answer(erstmeldung(ABH, &same(), &other).bytes());
    assert_eq!(confirmed.number, "090098", "{}", text(&confirmed));
    let second = id(&confirmed, "azrNummer");
    // Both records name each other from now on.
    for (one, other) in [(&known, &second), (&second, &known)] {
        let query = anfrage(&format!("<xa:azrNummer>{one}</xa:azrNummer>"));
        let record = text(&register.answer(query.bytes()));
        assert!(
            record.contains(&format!("nichtIdentischMit>{other}<")),
            "{record}"
        );
    }

    let alike = person("Karimi", "Nilofar", "1994-09-12", false);
    let stored = register.answer(erstmeldung(ABH, &alike, "").bytes());
    assert_eq!(stored.number, "090098");
    let similar = lesen(&stored)
        .dublette()
        .expect("similar records")
        .azr_nummern
        .clone();
    assert_eq!(similar.len(), 2);
    let other_day = person("Karimi", "Nilufar", "1994-09-13", false);
    let stored = register.answer(erstmeldung(ABH, &other_day, "").bytes());
    assert!(lesen(&stored).dublette().is_none());
    gueltig([&refused, &confirmed, &stored].map(|a| &a.bytes[..]));
}

#[test]
fn documents_are_stored_with_their_fact_handed_out_and_deleted() {
    let register = register();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let ban = code("einreisebedenkenArt", "artdereinreisebedenken", "2", "01");
    let fact = sachverhalt(&neu("einreisebedenken", &ban));
    let stored = register.answer(folgemeldung(ABH, &number, &fact).bytes());
    assert_eq!(stored.number, "090098", "{}", text(&stored));
    let fact = id(&stored, "einreisebedenken.referenz.id");
    let document = |kind: &str, content: &str| {
        let typ = code("dokumentTyp", "dokumenttyp", "5", "1");
        let xml = format!(
            "{}<xa:azrNummer>{number}</xa:azrNummer>{}",
            art(kind),
            content.replace("TYP", &typ)
        );
        von(ABH, "AnAZR.AZRDokumentmeldung.090012", &xml)
    };
    let format = "<xa:datenformat listURI=\"urn:de:xauslaender:codelist:azr:dokumentenformat\" listVersionID=\"1.1\"><code>application/pdf</code></xa:datenformat>";
    let add = document(
        "01",
        &format!(
            "<xa:dokument>JVBERi0xLjQK</xa:dokument>TYP{format}<xa:referenzAufSachverhalt.id>{fact}</xa:referenzAufSachverhalt.id>"
        ),
    );
    let added = register.answer(add.bytes());
    assert_eq!(added.number, "090097", "{}", text(&added));
    let document_id = id(&added, "dokumentId");
    let query = anfrage(&format!("<xa:azrNummer>{number}</xa:azrNummer>"));
    let record = register.answer(query.bytes());
    let xml = text(&record);
    assert!(xml.contains(&document_id), "{xml}");
    // An order that the register has as a file.
    let at = xml
        .find("hinweisAufBegruendungstextArt")
        .expect("the form of the text");
    assert!(
        xml[at..]
            .split("</code>")
            .next()
            .is_some_and(|t| t.ends_with("04"))
    );

    let ask = |confirmed: &str| {
        let xml = format!("<xa:dokumentId>{document_id}</xa:dokumentId>{confirmed}");
        von(ABH, "AnAZR.AZRDokumentanforderung.090007", &xml)
    };
    assert_eq!(fehler(&register, &ask("")), ["2202"]);
    let yes = "<xa:bestaetigungUnerlaesslichkeit>true</xa:bestaetigungUnerlaesslichkeit>";
    let sent = register.answer(ask(yes).bytes());
    assert_eq!(sent.number, "090008");
    assert!(text(&sent).contains("JVBERi0xLjQK") && text(&sent).contains(&fact));

    let gone = document(
        "03",
        &format!("TYP<xa:dokumentId>{document_id}</xa:dokumentId>"),
    );
    let gone = register.answer(gone.bytes());
    assert_eq!(gone.number, "090097");
    assert!(!text(&gone).contains("dokumentId"));
    assert_eq!(fehler(&register, &ask(yes)), ["2201"]);
    gueltig([&added, &record, &sent, &gone].map(|a| &a.bytes[..]));
    assert_eq!(register.defects(), [""; 0]);
}

#[test]
fn a_comparison_names_the_records_of_the_asking_office_within_the_period() {
    let mut settings = settings();
    settings.max_comparison = 2;
    let register = xoev_sim::azr::Register::new(settings).expect("a register");
    let names = ["Alef", "Beh", "Dal"];
    let numbers: Vec<String> = names
        .iter()
        .map(|n| anlegen(&register, n, "Muster", "1990-01-01"))
        .collect();
    let ask = |period: &str, purpose: &str, office: &str| {
        let purpose = format!(
            "<xa:zweck listURI=\"urn:xoev-de:xauslaender:codeliste:azr.registerabgleichzweck\" listVersionID=\"2\"><code>{purpose}</code></xa:zweck>"
        );
        von(
            office,
            "AnAZR.AZRRegisterabgleichsanfrage.090021",
            &format!("{period}{purpose}"),
        )
    };
    assert_eq!(fehler(&register, &ask("", "01", ABH)), ["2301"]);
    let today = "<xa:von>2026-11-22</xa:von><xa:bis>2026-11-22</xa:bis>";
    let plain = register.answer(ask(today, "01", ABH).bytes());
    assert_eq!(plain.number, "090022");
    assert!(numbers.iter().all(|n| text(&plain).contains(n)));
    assert!(!text(&plain).contains("abgleichMitReferenzID"));
    let with_ids = register.answer(ask(today, "02", ABH).bytes());
    assert_eq!(text(&with_ids).matches("<xa:grundpersonalien>").count(), 3);
    let before = register.answer(ask("<xa:bis>2026-11-21</xa:bis>", "01", ABH).bytes());
    let others = register.answer(ask("", "01", BAMF).bytes());
    for nothing in [&before, &others] {
        assert_eq!(nothing.number, "090022");
        assert!(!text(nothing).contains("abgleichergebnis"));
    }
    let left = folgemeldung(ABH, &numbers[0], &sachverhalt(&meldestatus("04")));
    assert_eq!(register.answer(left.bytes()).number, "090098");
    let without = register.answer(ask(today, "01", ABH).bytes());
    assert!(!text(&without).contains(&numbers[0]));

    let asked = register.comparison_request(("azr:990100", "Muster"), true, Some("Zweifel"));
    let asked = asked.expect("090020");
    let ausloeser = "<xa:ausloeserUUID>0d0aa209-b31d-439e-a4e5-b882fdb3f96f</xa:ausloeserUUID>";
    let statistics = format!(
        "{ausloeser}<xa:azrNummerNichtInA-Datei>{}</xa:azrNummerNichtInA-Datei><xa:paketierung>\
         <xa:paketnummer>1</xa:paketnummer><xa:letztes.paket>true</xa:letztes.paket></xa:paketierung>",
        numbers[1]
    );
    let statistics = von(
        ABH,
        "AnBAMF.AZRRegisterabgleichsstatistik.090023",
        &statistics,
    );
    let taken = register.answer(statistics.bytes());
    assert!(taken.bytes.is_empty(), "{}", text(&taken));
    assert_eq!(register.statistics(), [statistics.bytes()]);
    let all = [&plain, &with_ids, &before, &without].map(|a| &a.bytes[..]);
    gueltig(all.into_iter().chain([&asked[..]]));
    assert_eq!(register.defects(), [""; 0]);
}

#[test]
fn guarantors_are_found_by_all_that_is_asked_for() {
    let register = register();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let address = "<xa:anschrift><xa:inland><hausnummer>1</hausnummer><postleitzahl>00100</postleitzahl><strasse>Weg</strasse><wohnort>Musterstadt</wohnort></xa:inland></xa:anschrift>";
    let content = format!(
        "{}<xa:verpflichtungsgeber><xa:juristischePerson><xa:name>Verein Muster</xa:name>{address}</xa:juristischePerson></xa:verpflichtungsgeber><xa:ereignisdatum>2026-05-04</xa:ereignisdatum>",
        code(
            "verpflichtungserklaerungArt",
            "verpflichtungserklaerung",
            "2",
            "01"
        )
    );
    let fact = sachverhalt(&neu("verpflichtungserklaerung", &content));
    let stored = register.answer(folgemeldung(ABH, &number, &fact).bytes());
    assert_eq!(stored.number, "090098", "{}", text(&stored));
    let ask = |name: &str| {
        let xml = format!(
            "{}<xa:anfrageVerpflichtungsgeber><xa:juristischePerson><xa:name>{name}</xa:name></xa:juristischePerson></xa:anfrageVerpflichtungsgeber>",
            code("abrufzweck", "abrufzweck", "3", "01")
        );
        von(ABH, "AnAZR.AZRVerpflichtungsgeberAnfrage.090051", &xml)
    };
    let found = register.answer(ask("Verein Muster").bytes());
    assert_eq!(found.number, "090053", "{}", text(&found));
    assert!(text(&found).contains(&format!("<xa:azr>{number}</xa:azr>")));
    assert_eq!(register.answer(ask("Verein").bytes()).number, "090002");
    gueltig([&found.bytes[..]]);
    assert_eq!(register.defects(), [""; 0]);
}

#[test]
fn merged_records_are_redirected_and_both_offices_are_told() {
    let register = register();
    let old = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let name = person("Karimy", "Nilofar", "1994-09-12", false);
    let stored = register.answer(erstmeldung(BAMF, &name, "").bytes());
    let new = id(&stored, "azrNummer");
    let care = |a: &str, b: &str| {
        let xml = format!(
            "<xa:datenpflegeanlass><xa:mehrfacherfassung><xa:azrNummer>{a}</xa:azrNummer><xa:azrNummer>{b}</xa:azrNummer></xa:mehrfacherfassung></xa:datenpflegeanlass>"
        );
        von(ABH, "AnAZR.AZRDatenpflegeAnfrage.090040", &xml)
    };
    assert_eq!(fehler(&register, &care(&old, &old)), ["2401"]);
    let asked = register.answer(care(&old, &new).bytes());
    assert_eq!(asked.number, "090098");
    assert_eq!(lesen(&asked).hinweise().len(), 1);
    let mut both = vec![old.clone(), new.clone()];
    both.sort();
    assert_eq!(register.care_requests(), [both]);

    let notices = register.merge(&old, &new);
    let readers: Vec<&str> = notices.iter().map(|n| n.reader.as_str()).collect();
    assert_eq!(readers, ["azr:990100", "azr:990200"]);
    assert_eq!(register.take_notices(), notices);
    for notice in &notices {
        let xml = String::from_utf8_lossy(&notice.bytes);
        assert!(xml.contains(&format!("wegfallendeAzrNummer>{old}<")));
    }
    assert_eq!(register.merge(&old, &new), []);
    let query = anfrage(&format!("<xa:azrNummer>{old}</xa:azrNummer>"));
    let record = register.answer(query.bytes());
    let Inhalt::Gesamtauskunft(m) = lesen(&record).inhalt().clone() else {
        panic!("no record: {}", text(&record));
    };
    assert_eq!(m.azr_nummer.as_str(), new);
    assert_eq!(
        m.alte_azr_nummer_der_anfrage.expect("the old one").as_str(),
        old
    );
    assert_eq!(m.historisierter_meldestatus.len(), 1);
    let fact = sachverhalt(&neu("duldung", &duldung("2027-02-03")));
    let report = register.answer(folgemeldung(ABH, &old, &fact).bytes());
    assert_eq!(id(&report, "azrNummer"), new);
    let all = [&asked, &record, &report].map(|a| &a.bytes[..]);
    gueltig(all.into_iter().chain(notices.iter().map(|n| &n.bytes[..])));
    assert_eq!(register.defects(), [""; 0]);
}

#[test]
fn a_change_by_another_authority_outdates_the_id_and_is_told() {
    let register = register();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let fact = sachverhalt(&neu("duldung", &duldung("2027-02-03")));
    let stored = register.answer(folgemeldung(ABH, &number, &fact).bytes());
    assert_eq!(register.take_notices(), []);
    let known = id(&stored, "duldung.referenz.id");
    let new = register
        .change_by_other(&number, "duldung", BAMF)
        .expect("a new id");
    assert_ne!(known, new);
    let notices = register.take_notices();
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].reader, "azr:990100");
    let longer = |id: &str| {
        let fact = aendern("duldung", "02", Some(id), &duldung("2027-05-03"));
        folgemeldung(BAMF, &number, &sachverhalt(&fact))
    };
    assert_eq!(fehler(&register, &longer(&known)), ["2103"]);
    assert_eq!(register.answer(longer(&new).bytes()).number, "090098");
    let told = register.take_notices();
    assert_eq!(told.len(), 1);
    let xml = String::from_utf8_lossy(&told[0].bytes).into_owned();
    assert!(
        xml.contains("2027-05-03") && xml.contains("2027-02-03"),
        "{xml}"
    );
    gueltig([&notices[0].bytes[..], &told[0].bytes[..]]);
    assert_eq!(register.change_by_other(&number, "visum", BAMF), None);
}
