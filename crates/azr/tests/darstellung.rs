//! Facts as people read them: of every group, from messages and from typed values.

use std::sync::LazyLock;

use azr::Gruppe;
use azr::darstellung::{Darsteller, DarstellungError, Eintrag, Feld, Feldart, Inhalt, Stand};
use proptest::prelude::*;
use xauslaender::v26_11::azr::{AnAZRAZRFolgemeldung090010, VonAZRAZRGesamtauskunft090004};
use xoev::{MessageIo as _, Teildatum};
use xoev_schema::sample::Sampler;

static DARSTELLER: LazyLock<Darsteller> =
    LazyLock::new(|| Darsteller::new().expect("embedded schemas"));

const REPORT: &str =
    include_str!("../../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml");

/// The report with another content.
fn report(content: &str) -> String {
    let (before, rest) = REPORT.split_once("<xa:sachverhalt>").expect("a fact");
    let (_, after) = rest.split_once("</xa:sachverhalt>").expect("its end");
    format!("{before}{content}{after}")
}

/// The lines of a message.
fn lines(message: &str) -> Vec<String> {
    let extract = DARSTELLER.nachricht(message.as_bytes()).expect("entries");
    assert!(extract.gueltig, "{:?}", extract.maengel);
    extract.eintraege.iter().map(Eintrag::zeile).collect()
}

/// A message of the schema with all that is optional in it.
fn sample(element: &str, seed: u64) -> String {
    let set = xoev_bundled::schemas().expect("embedded schemas");
    let ns = set
        .namespace("http://www.osci.de/xauslaender2611")
        .expect("the namespace");
    let id = set.find_element(ns, element).expect("the element");
    let sampler = Sampler::new(&set).seed(seed).full(true);
    sampler.sample(id).expect("a sample")
}

const RECORD: &str = "VonAZR.AZRGesamtauskunft.090004";

#[test]
fn a_toleration_is_one_line_with_labels_and_german_dates() {
    let lines = lines(REPORT);
    assert_eq!(
        lines,
        [
            "Duldung, Zuspeicherung (01): nach § 60a Abs. 2 Satz 2 AufenthG erteilt (10); \
         Ereignisdatum: 15.10.2026; Befristungsdatum: 14.01.2027; Nummer der Bescheinigung: X99000123"
        ]
    );
    let extract = DARSTELLER.nachricht(REPORT.as_bytes()).expect("entries");
    assert_eq!(extract.azr_nummer.as_deref(), Some("990309012345"));
    let entry = &extract.eintraege[0];
    assert_eq!(entry.gruppe.name, "duldung");
    assert_eq!(entry.zeilennummer, 48);
    assert_eq!(
        entry.pfad.to_string(),
        "/AnAZR.AZRFolgemeldung.090010/sachverhalt/duldung"
    );
}

#[test]
fn partly_known_dates_names_and_addresses_are_written_as_in_german() {
    let state = "<xa:staatsangehoerigkeit listURI='urn:de:bund:destatis:bevoelkerungsstatistik:\
                 schluessel:staatsangehoerigkeit' listVersionID='6'><code>475</code>\
                 <name>syrisch</name></xa:staatsangehoerigkeit>";
    let content = format!(
        "<xa:grundpersonalien><xa:aenderungsArt><code>02</code></xa:aenderungsArt>\
         <xa:referenz.id>Rx7C56w06</xa:referenz.id>\
         <xa:grundpersonalien.fachdaten.neu><xa:familienname><name>Çelik</name></xa:familienname>\
         <xa:vorname><nichtVorhanden>true</nichtVorhanden></xa:vorname>\
         <xa:geburtsangaben><xa:geburtsort><xa:unbekannt>true</xa:unbekannt></xa:geburtsort>\
         <xa:geburtsortStaat>{state}</xa:geburtsortStaat><xa:tagDerGeburt><teilbekanntesDatum>\
         <jahrMonat>1990-02</jahrMonat></teilbekanntesDatum></xa:tagDerGeburt></xa:geburtsangaben>\
         <xa:geschlecht/><xa:staatsangehoerigkeit>{state}</xa:staatsangehoerigkeit>\
         </xa:grundpersonalien.fachdaten.neu></xa:grundpersonalien>\
         <xa:anschrift><xa:aenderungsArt><code>01</code></xa:aenderungsArt>\
         <xa:anschrift.fachdaten.neu><xa:anschrift><hausnummer>5</hausnummer>\
         <postleitzahl>00100</postleitzahl><strasse>Marktstraße</strasse><wohnort>Musterstadt</wohnort>\
         </xa:anschrift><xa:fruehereAnschrift>false</xa:fruehereAnschrift>\
         </xa:anschrift.fachdaten.neu></xa:anschrift>"
    );
    let extract = DARSTELLER
        .nachricht(report(&content).as_bytes())
        .expect("entries");
    let lines: Vec<String> = extract.eintraege.iter().map(Eintrag::zeile).collect();
    assert_eq!(
        lines,
        [
            "Grundpersonalien einer Person im AZR, Aktualisierung (02): Familienname: Çelik; \
             Vornamen: nicht vorhanden; Geburtsangaben: (Geburtsort: unbekannt, Staat des \
             Geburtsortes: syrisch (475), Tag der Geburt: 02.1990); Geschlecht: ohne Angaben; \
             Staatsangehörigkeit: syrisch (475); Referenz-ID: Rx7C56w06",
            "Anschrift, Zuspeicherung (01): Anschrift: Marktstraße 5, 00100 Musterstadt; \
             Frühere Anschrift: nein",
        ]
    );
    let Some(Inhalt::Gruppe(birth)) = extract.eintraege[0]
        .angabe("geburtsangaben")
        .map(|a| &a.inhalt)
    else {
        panic!("no birth");
    };
    let day = birth.iter().find(|a| a.name == "tagDerGeburt");
    let expected = Teildatum::from_iso("1990-02").expect("a month");
    assert_eq!(day.map(|a| &a.inhalt), Some(&Inhalt::Datum(expected)));
}

#[test]
fn every_group_of_a_record_is_shown_with_its_title_in_one_line() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..4 {
        let message = sample(RECORD, seed);
        let extract = DARSTELLER.nachricht(message.as_bytes()).expect("entries");
        assert!(extract.gueltig, "{:?}", extract.maengel);
        for entry in &extract.eintraege {
            let line = entry.zeile();
            assert!(line.starts_with(entry.gruppe.titel), "{line}");
            assert!(!line.contains('\n') && !line.contains("  "), "{line}");
            assert!(!entry.angaben.is_empty(), "{line}");
            seen.insert(entry.gruppe.name);
        }
    }
    assert!(!seen.contains("lichtbildAllgemein"));
    let message = sample(RECORD, 0);
    let (before, photo) = message.split_once("<xa:lichtbildId>").expect("a photo");
    let (kept, rest) = photo
        .split_once("<xa:referenzSuchvermerk.id>")
        .expect("an id");
    let (_, after) = rest
        .split_once("</xa:referenzSuchvermerk.id>")
        .expect("its end");
    let general = format!("{before}<xa:lichtbildId>{kept}{after}");
    let extract = DARSTELLER.nachricht(general.as_bytes()).expect("entries");
    seen.extend(extract.eintraege.iter().map(|e| e.gruppe.name));
    let missing: Vec<&str> = Gruppe::all()
        .iter()
        .filter(|g| g.is_recorded() && !seen.contains(g.name))
        .map(|g| g.name)
        .collect();
    assert!(missing.is_empty(), "never shown: {missing:?}");
}

#[test]
fn current_and_historic_entries_are_of_one_group() {
    let extract = DARSTELLER
        .nachricht(sample(RECORD, 1).as_bytes())
        .expect("entries");
    let tolerations: Vec<Stand> = extract
        .eintraege
        .iter()
        .filter(|e| e.gruppe.name == "duldung")
        .map(|e| e.stand)
        .collect();
    assert!(tolerations.contains(&Stand::Aktuell), "{tolerations:?}");
    assert!(tolerations.contains(&Stand::Historisch), "{tolerations:?}");
}

#[test]
fn typed_values_are_shown_as_in_their_message() {
    let message = sample(RECORD, 2);
    let typed = VonAZRAZRGesamtauskunft090004::from_slice(message.as_bytes()).expect("valid");
    let extract = DARSTELLER.nachricht(message.as_bytes()).expect("entries");
    let of = |name: &str| -> Vec<&Eintrag> {
        let all = extract.eintraege.iter();
        all.filter(|e| e.gruppe.name == name).collect()
    };
    let mut compared = 0;
    for (value, entry) in typed.ausweisung.iter().zip(of("ausweisung")) {
        let shown = DARSTELLER.wert(value).expect("an entry");
        assert_eq!(shown.angaben, entry.angaben);
        assert_eq!(shown.referenz, entry.referenz);
        assert_eq!(shown.zeile(), entry.zeile());
        compared += 1;
    }
    for (value, entry) in typed.anschrift.iter().zip(of("anschrift")) {
        let shown = DARSTELLER.wert(value).expect("an entry");
        assert_eq!(shown.zeile(), entry.zeile());
        compared += 1;
    }
    assert!(compared > 1);
    let report = AnAZRAZRFolgemeldung090010::from_slice(REPORT.as_bytes()).expect("valid");
    assert!(matches!(
        DARSTELLER.wert(&report),
        Err(DarstellungError::KeinEintrag(_))
    ));
}

#[test]
fn authorities_are_named_by_the_directory_of_the_record() {
    let record = sample(RECORD, 3);
    let at = record.find("<xa:behoerdendaten>").expect("a directory");
    let (body, directory) = record.split_at(at);
    let digits = body.split("<xa:meldendeBehoerde>").nth(1).expect("one");
    let digits = digits.get(..6).expect("six digits");
    let named = format!(
        "{body}<xa:behoerdendaten><xa:behoerdenkennzeichen>{digits}</xa:behoerdenkennzeichen>\
         <xa:behoerdenkurzbezeichnung>ABH Musterstadt</xa:behoerdenkurzbezeichnung>\
         </xa:behoerdendaten>{directory}"
    );
    let shown = format!("Meldende Behörde: ABH Musterstadt ({digits})");
    let lines = lines(&named);
    assert!(lines.iter().any(|l| l.contains(&shown)), "{lines:#?}");
}

#[test]
fn confirmations_show_the_new_id_of_each_group() {
    let message = sample("VonAZR.AZRBestaetigungMeldung.090098", 5);
    let extract = DARSTELLER.nachricht(message.as_bytes()).expect("entries");
    assert!(extract.gueltig, "{:?}", extract.maengel);
    assert!(!extract.eintraege.is_empty());
    for entry in &extract.eintraege {
        let id = entry.referenz.as_deref().expect("an id");
        assert_eq!(
            entry.zeile(),
            format!("{}: Referenz-ID: {}", entry.gruppe.titel, id.trim())
        );
    }
}

/// All names of fields, of all groups.
fn names(fields: &[Feld], show: &mut dyn FnMut(&Feld)) {
    for field in fields {
        show(field);
        if let Feldart::Gruppe(inner) = &field.art {
            names(inner, show);
        }
    }
}

#[test]
fn every_field_of_every_group_has_a_title_of_its_own() {
    let mut number = 0;
    for group in Gruppe::all().iter().filter(|g| g.is_recorded()) {
        let fields = DARSTELLER.felder(group);
        assert!(!fields.is_empty(), "{}", group.name);
        names(&fields, &mut |field| {
            number += 1;
            let (name, title) = (&field.name, field.titel());
            assert_ne!(name, title, "{} in {}", name, group.name);
            assert!(title.starts_with(char::is_uppercase), "{title}");
        });
    }
    assert!(number > 800, "{number}");
}

#[test]
fn fields_tell_the_structure_of_the_record() {
    let group = Gruppe::named("duldung").expect("a group");
    let fields = DARSTELLER.felder(group);
    let field = |name: &str| fields.iter().find(|f| f.name == name).expect("a field");
    assert!(field("duldungArt").pflicht);
    assert!(!field("ereignisdatum").pflicht);
    assert_eq!(
        field("ereignisdatum").art,
        Feldart::Datum { teilweise: false }
    );
    assert_eq!(field("meldendeBehoerde").art, Feldart::Behoerde);
    let Feldart::Code(code) = &field("duldungArt").art else {
        panic!("no code");
    };
    let code = DARSTELLER.code(code, "10");
    let label = "nach § 60a Abs. 2 Satz 2 AufenthG erteilt";
    assert_eq!(code.bezeichnung.as_deref(), Some(label));
    assert!(!DARSTELLER.einmalig(group));
    for single in ["grundpersonalien", "familienstand", "kontakt"] {
        let group = Gruppe::named(single).expect("a group");
        assert!(DARSTELLER.einmalig(group), "{single}");
    }
    let routes = DARSTELLER.felder(Gruppe::named("reisewege").expect("a group"));
    assert!(routes[0].mehrfach && matches!(routes[0].art, Feldart::Gruppe(_)));
}

#[test]
fn what_is_blank_is_said_to_be_so_and_left_out_of_addresses() {
    let content = "<xa:anschrift><xa:aenderungsArt><code>01</code></xa:aenderungsArt>\
         <xa:referenz.id> </xa:referenz.id><xa:anschrift.fachdaten.neu><xa:anschrift>\
         <gemeindeschluessel><code>09162000</code></gemeindeschluessel><hausnummer></hausnummer>\
         <strasse>Marktweg</strasse><wohnort>Musterstadt</wohnort><zusatzangaben></zusatzangaben>\
         </xa:anschrift><xa:fruehereAnschrift>true</xa:fruehereAnschrift>\
         </xa:anschrift.fachdaten.neu></xa:anschrift>";
    let extract = DARSTELLER
        .nachricht(report(content).as_bytes())
        .expect("entries");
    let line = extract.eintraege[0].zeile();
    assert!(
        line.contains("Anschrift: Marktweg, Musterstadt, "),
        "{line}"
    );
    assert!(line.contains("Zusatzangaben: leer; "), "{line}");
    assert!(!line.contains("Referenz-ID"), "{line}");
}

#[test]
fn text_from_outside_can_not_break_the_line() {
    let evil = REPORT.replace("X99000123", "A&#10;B\u{202E}C\tD");
    let extract = DARSTELLER.nachricht(evil.as_bytes()).expect("entries");
    assert!(!extract.gueltig);
    let line = extract.eintraege[0].zeile();
    assert!(
        line.ends_with("Nummer der Bescheinigung: A B C D"),
        "{line}"
    );
}

#[test]
fn what_breaks_the_schema_is_shown_with_its_faults_and_what_is_no_xml_is_not() {
    let odd = REPORT.replace("2026-10-15", "im Herbst").replace(
        "<xa:duldungArt listURI=\"urn:de:xauslaender:codelist:azr:artderduldung\"",
        "<xa:neues>Feld &amp; Wald</xa:neues><xa:mehr>&#220;ber <![CDATA[<Feld>]]></xa:mehr><xa:duldungArt listURI=\"urn:keine\"",
    );
    let extract = DARSTELLER.nachricht(odd.as_bytes()).expect("entries");
    assert!(!extract.gueltig && !extract.maengel.is_empty());
    let line = extract.eintraege[0].zeile();
    assert!(line.contains("Ereignisdatum: im Herbst"), "{line}");
    assert!(line.contains("neues: Feld & Wald"), "{line}");
    assert!(line.contains("mehr: Über <Feld>"), "{line}");
    for broken in ["", "<a>", "kein XML", "<!DOCTYPE a><a/>", "<a></b>"] {
        let result = DARSTELLER.nachricht(broken.as_bytes());
        assert!(
            matches!(result, Err(DarstellungError::Unlesbar(_))),
            "{broken}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_messages_never_panic(at in 0..REPORT.len(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = REPORT.as_bytes().to_vec();
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
        }
        if let Ok(extract) = DARSTELLER.nachricht(&bytes) {
            extract.eintraege.iter().for_each(|e| assert!(!e.zeile().contains('\n')));
        }
    }
}
