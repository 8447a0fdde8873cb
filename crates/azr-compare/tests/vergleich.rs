//! Records against records: entries, fields, verdicts, forms.

mod stamm;

use azr_compare::{
    Befund, Datensatz, Feldvergleich, Grund, LeseFehler, Optionen, Vergleich, VergleichError,
    Zuordnung, ausgabe,
};
use stamm::{VERGLEICHER, datensatz, json};
use xauslaender::v26_11::azr::{
    VonAZRAZRGesamtauskunft090004, VonAZRAZRMitteilungZuDatenaenderung090030,
};
use xoev::{Language, MessageIo as _};

fn vergleiche(lokal: &str, register: &str) -> Vergleich {
    let (lokal, register) = (json(lokal), json(register));
    VERGLEICHER.vergleiche(&lokal, &register, &Optionen::default())
}

/// The only field that is not the same.
fn only(vergleich: &Vergleich) -> &Feldvergleich {
    let mut fields = vergleich
        .gruppen
        .iter()
        .flat_map(|g| &g.eintraege)
        .flat_map(|e| &e.felder)
        .filter(|f| f.befund != Befund::Gleich);
    let first = fields.next().expect("a difference");
    assert!(fields.next().is_none(), "more than one: {vergleich:#?}");
    first
}

const DULDUNG: &str = r#"{"azrNummer": "990309012345", "gruppen": {"duldung": [{"stand": "aktuell",
    "duldungArt": "10", "ereignisdatum": "2026-10-15", "befristungsdatum": "2027-01-14",
    "bescheinigungsNummer": "X99000123", "referenz.id": "Rx7C56w06"}]}}"#;

#[test]
fn a_record_is_the_same_as_itself() {
    for seed in 0..3 {
        let record = datensatz(seed);
        let vergleich = VERGLEICHER.vergleiche(&record, &record, &Optionen::default());
        assert_eq!(vergleich.befund, Befund::Gleich);
        assert_eq!(vergleich.zaehler.gleich, record.eintraege.len() as u64);
        assert_eq!(vergleich.abweichungen().count(), 0);
    }
}

#[test]
fn a_changed_field_is_shown_with_both_values() {
    let vergleich = vergleiche(DULDUNG, &DULDUNG.replace("2027-01-14", "2027-04-14"));
    assert_eq!(vergleich.befund, Befund::Verschieden);
    let field = only(&vergleich);
    assert_eq!(field.pfad, "befristungsdatum");
    assert_eq!(field.titel, "Befristungsdatum");
    assert_eq!(field.lokal.as_deref(), Some("14.01.2027"));
    assert_eq!(field.register.as_deref(), Some("14.04.2027"));
    assert_eq!(field.befund, Befund::Verschieden);
    assert_eq!(
        vergleich.gruppen[0].eintraege[0].zuordnung,
        Zuordnung::ReferenzId
    );
}

#[test]
fn another_version_of_the_id_is_shown_and_does_not_count() {
    let vergleich = vergleiche(DULDUNG, &DULDUNG.replace("Rx7C56w06", "Rx7C56w13"));
    assert_eq!(vergleich.befund, Befund::Gleich);
    let field = only(&vergleich);
    assert_eq!(field.grund, Some(Grund::Fassung));
    assert!(!field.gewertet);
    let mut strict = Optionen::default();
    strict.ohne_wertung.clear();
    let (a, b) = (json(DULDUNG), json(&DULDUNG.replace("w06", "w13")));
    let vergleich = VERGLEICHER.vergleiche(&a, &b, &strict);
    assert_eq!(vergleich.befund, Befund::VermutlichGleich);
}

#[test]
fn ids_of_other_entries_keep_entries_apart_however_alike() {
    let vergleich = vergleiche(DULDUNG, &DULDUNG.replace("Rx7C56w06", "Qy8D67x06"));
    assert_eq!(vergleich.befund, Befund::Verschieden);
    assert_eq!(vergleich.zaehler.nur_lokal, 1);
    assert_eq!(vergleich.zaehler.nur_register, 1);
}

#[test]
fn without_common_ids_the_most_alike_entries_are_compared() {
    let entry = |kind: &str, day: &str, until: &str| {
        format!(
            r#"{{"aufenthaltserlaubnisArt": "{kind}", "ereignisdatum": "{day}", "befristungsdatum": "{until}"}}"#
        )
    };
    let record = |entries: &[String]| {
        let list = entries.join(",");
        format!(r#"{{"gruppen": {{"aufenthaltserlaubnis": [{list}]}}}}"#)
    };
    let (a, b) = (
        entry("1601", "2020-01-01", "2022-01-01"),
        entry("1605", "2022-01-02", "2024-01-01"),
    );
    let changed = entry("1605", "2022-01-02", "2025-01-01");
    let vergleich = vergleiche(&record(&[a.clone(), b]), &record(&[changed, a]));
    assert_eq!(vergleich.zaehler.gleich, 1);
    assert_eq!(vergleich.zaehler.verschieden, 1);
    assert_eq!(only(&vergleich).pfad, "befristungsdatum");
    let far = record(&[entry("1799", "1999-09-09", "2000-01-01")]);
    let vergleich = vergleiche(&record(&[entry("1601", "2020-01-01", "2022-01-01")]), &far);
    assert_eq!(vergleich.zaehler.nur_lokal, 1);
    assert_eq!(vergleich.zaehler.nur_register, 1);
}

#[test]
fn partly_known_dates_are_compatible_or_contradict() {
    let person = |day: &str| {
        format!(
            r#"{{"gruppen": {{"grundpersonalien": [{{"familienname": "Çelik", "vorname": "Ayşe",
               "geburtsangaben": {{"tagDerGeburt": "{day}"}}}}]}}}}"#
        )
    };
    for known in ["1990-00-00", "1990-02-00", "1990-02", "0000-00-00"] {
        let vergleich = vergleiche(&person("1990-02-21"), &person(known));
        assert_eq!(vergleich.befund, Befund::VermutlichGleich, "{known}");
        let field = only(&vergleich);
        assert_eq!(field.grund, Some(Grund::TeilweiseBekannt));
        assert_eq!(field.pfad, "geburtsangaben/tagDerGeburt");
    }
    for other in ["1990-03-00", "1991-00-00", "1990-02-22"] {
        let vergleich = vergleiche(&person("1990-02-21"), &person(other));
        assert_eq!(vergleich.befund, Befund::Verschieden, "{other}");
    }
}

#[test]
fn names_in_another_spelling_are_probably_the_same() {
    let person = |family: &str, first: &str| {
        format!(
            r#"{{"gruppen": {{"grundpersonalien": [{{"familienname": {family}, "vorname": "{first}"}}]}}}}"#
        )
    };
    let vergleich = vergleiche(&person("\"Çelik\"", "Юлия"), &person("\"Celik\"", "Julija"));
    assert_eq!(vergleich.befund, Befund::VermutlichGleich);
    let vergleich = vergleiche(&person("null", "Юлия"), &person("\"Celik\"", "Юлия"));
    let field = only(&vergleich);
    assert_eq!(field.lokal.as_deref(), Some("nicht vorhanden"));
    assert_eq!(vergleich.befund, Befund::Verschieden);
}

#[test]
fn order_counts_in_journeys_and_not_in_countries_of_residence() {
    let record = |group: &str, keys: [&str; 3]| {
        let list = keys.map(|k| format!(r#"{{"staatsangehoerigkeit": "{k}"}}"#));
        let list = list.join(",");
        format!(r#"{{"gruppen": {{"{group}": [{{"land": [{list}]}}]}}}}"#)
    };
    for (group, expected) in [
        ("reisewege", Befund::Verschieden),
        ("wohnsitzlaenderVorAnkunft", Befund::Gleich),
    ] {
        let vergleich = vergleiche(
            &record(group, ["475", "163", "134"]),
            &record(group, ["475", "134", "163"]),
        );
        let entries = &vergleich.gruppen[0].eintraege;
        assert_eq!(vergleich.befund, expected, "{entries:#?}");
    }
}

#[test]
fn current_and_historic_entries_are_compared_and_the_change_is_shown() {
    let vergleich = vergleiche(DULDUNG, &DULDUNG.replace("aktuell", "historisch"));
    let field = only(&vergleich);
    assert_eq!(field.pfad, "stand");
    assert_eq!(vergleich.befund, Befund::Verschieden);
    let silent = DULDUNG.replace("\"stand\": \"aktuell\",", "");
    assert_eq!(vergleiche(&silent, DULDUNG).befund, Befund::Gleich);
}

#[test]
fn what_the_register_writes_itself_is_shown_and_does_not_count() {
    let more = DULDUNG.replace(
        "\"referenz.id\"",
        "\"letzteAenderung\": \"2026-10-16\", \"meldendeBehoerde\": \"804161\", \"referenz.id\"",
    );
    let vergleich = vergleiche(DULDUNG, &more);
    assert_eq!(vergleich.befund, Befund::Gleich);
    let fields = &vergleich.gruppen[0].eintraege[0].felder;
    let change = fields.iter().find(|f| f.pfad == "letzteAenderung");
    assert_eq!(
        change.map(|f| (f.befund, f.gewertet)),
        Some((Befund::NurRegister, false))
    );
}

#[test]
fn thousands_of_entries_without_ids_are_compared_soon() {
    let record = |street: &str| {
        let entry = |at: usize| {
            format!(
                r#"{{"anschrift": {{"strasse": "{street} {at}", "wohnort": "Musterstadt"}},
                    "fruehereAnschrift": true}}"#
            )
        };
        let list: Vec<String> = (0..2_000).map(entry).collect();
        let list = list.join(",");
        json(&format!(r#"{{"gruppen": {{"anschrift": [{list}]}}}}"#))
    };
    let begin = std::time::Instant::now();
    let (a, b) = (record("Marktweg"), record("Ringstraße"));
    let options = Optionen::default();
    let other = VERGLEICHER.vergleiche(&a, &b, &options).zaehler;
    // More than is tried: what is not exactly the same stands alone.
    assert_eq!((other.nur_lokal, other.nur_register), (2_000, 2_000));
    let same = VERGLEICHER.vergleiche(&a, &a, &options).zaehler;
    assert_eq!(same.gleich, 2_000);
    assert!(begin.elapsed().as_secs() < 30);
}

#[test]
fn what_is_blank_is_not_there() {
    let blank = DULDUNG.replace("X99000123", "  ");
    let without = DULDUNG.replace(r#""bescheinigungsNummer": "X99000123","#, "");
    assert_eq!(vergleiche(&blank, &without).befund, Befund::Gleich);
    let vergleich = vergleiche(&blank, DULDUNG);
    let field = only(&vergleich);
    assert_eq!((field.befund, &field.lokal), (Befund::NurRegister, &None));
}

#[test]
fn groups_that_are_not_chosen_are_left_out() {
    let (a, b) = (datensatz(0), json(DULDUNG));
    let mut options = Optionen::default();
    options.gruppen = Some(["duldung".to_owned()].into());
    let vergleich = VERGLEICHER.vergleiche(&a, &b, &options);
    let groups: Vec<&str> = vergleich.gruppen.iter().map(|g| g.gruppe).collect();
    assert_eq!(groups, ["duldung"]);
}

#[test]
fn files_are_read_by_their_first_character_and_faults_name_their_side() {
    let record = stamm::nachricht(1);
    let local = datensatz(1).zu_json(VERGLEICHER.darsteller()).to_string();
    let options = Optionen::default();
    let vergleich = VERGLEICHER
        .dateien(local.as_bytes(), record.as_bytes(), &options)
        .expect("a comparison");
    assert_eq!(vergleich.befund, Befund::Gleich);
    let both = VERGLEICHER
        .dateien(record.as_bytes(), record.as_bytes(), &options)
        .expect("a comparison");
    assert_eq!(both.befund, Befund::Gleich);
    let error = |local: &str, register: &str| {
        VERGLEICHER
            .dateien(local.as_bytes(), register.as_bytes(), &options)
            .expect_err("a fault")
    };
    assert!(matches!(
        error("Text", &record),
        VergleichError::Lokal(LeseFehler::UnbekanntesFormat)
    ));
    assert!(matches!(
        error("{]", &record),
        VergleichError::Lokal(LeseFehler::Json(_))
    ));
    let report =
        include_str!("../../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml");
    assert!(matches!(
        error(&local, report),
        VergleichError::Auskunft(LeseFehler::AndereNachricht(name)) if name.ends_with("090010")
    ));
    assert!(matches!(
        error(&local, "<a"),
        VergleichError::Auskunft(LeseFehler::Nachricht(_))
    ));
}

#[test]
fn typed_records_and_contents_are_compared_as_their_messages_are() {
    let darsteller = VERGLEICHER.darsteller();
    let options = Optionen::default();
    let message = stamm::nachricht(2);
    let typed = VonAZRAZRGesamtauskunft090004::from_slice(message.as_bytes()).expect("valid");
    let from_typed = Datensatz::aus_nachricht(darsteller, &typed).expect("a record");
    let vergleich = VERGLEICHER.vergleiche(&from_typed, &datensatz(2), &options);
    assert_eq!(vergleich.befund, Befund::Gleich);

    let notice = stamm::nachricht_von("VonAZR.AZRMitteilungZuDatenaenderung.090030", 1);
    let notice = VonAZRAZRMitteilungZuDatenaenderung090030::from_slice(notice.as_bytes());
    let notice = notice.expect("valid");
    let now = notice.inhalt_aktuell.expect("a content");
    let mut before = now.clone();
    let change = &mut before.ausweisung[0].ereignisdatum;
    *change = match change {
        Some(_) => None,
        None => panic!("the sample has all that is optional"),
    };
    let record = |content| Datensatz::aus_inhalt(darsteller, content).expect("a record");
    let vergleich = VERGLEICHER.vergleiche(&record(&before), &record(&now), &options);
    let found: Vec<(&str, &str)> = vergleich
        .abweichungen()
        .map(|(group, field)| (group.gruppe, field.pfad.as_str()))
        .collect();
    assert_eq!(found, [("ausweisung", "ereignisdatum")]);
}

#[test]
fn an_invalid_record_is_compared_and_its_faults_are_told() {
    let record = stamm::nachricht(1);
    let broken = record.replacen("<xa:azrNummer>", "<xa:azrNummer>X", 1);
    let vergleich = VERGLEICHER
        .dateien(record.as_bytes(), broken.as_bytes(), &Optionen::default())
        .expect("a comparison");
    assert!(vergleich.maengel_lokal.is_empty());
    assert_eq!(vergleich.maengel_register.len(), 1);
    assert_eq!(vergleich.befund, Befund::Verschieden);
    let text = ausgabe::text(&vergleich, Language::German);
    assert!(text.contains("Auskunft des AZR, Schemafehler: "), "{text}");
}

#[test]
fn the_text_form_says_what_differs_in_both_languages() {
    let vergleich = vergleiche(DULDUNG, &DULDUNG.replace("2027-01-14", "2027-04-14"));
    let german = ausgabe::text(&vergleich, Language::German);
    assert_eq!(
        german,
        "Vergleich mit dem AZR: verschieden\n\
         AZR-Nummer: „990309012345“\n\
         Einträge: 0 gleich, 0 vermutlich gleich, 1 verschieden, 0 nur lokal, 0 nur im AZR\n\
         \n\
         Duldung: verschieden\n  \
         [verschieden], nach Referenz-ID\n    \
         lokal: Duldung (aktuell): nach § 60a Abs. 2 Satz 2 AufenthG erteilt (10); Ereignisdatum: \
         15.10.2026; Befristungsdatum: 14.01.2027; Nummer der Bescheinigung: X99000123; \
         Referenz-ID: Rx7C56w06\n    \
         AZR: Duldung (aktuell): nach § 60a Abs. 2 Satz 2 AufenthG erteilt (10); Ereignisdatum: \
         15.10.2026; Befristungsdatum: 14.04.2027; Nummer der Bescheinigung: X99000123; \
         Referenz-ID: Rx7C56w06\n      \
         Befristungsdatum  lokal „14.01.2027“, AZR „14.04.2027“  verschieden\n"
    );
    let english = ausgabe::text(&vergleich, Language::English);
    assert!(
        english.starts_with("Comparison with the AZR: different\n"),
        "{english}"
    );
    assert!(english.contains("1 different, 0 only local, 0 only in the AZR"));
}

#[test]
fn the_json_form_holds_the_comparison() {
    let vergleich = vergleiche(DULDUNG, &DULDUNG.replace("2027-01-14", "2027-04-14"));
    let value: serde_json::Value = serde_json::from_str(&ausgabe::json(&vergleich)).expect("JSON");
    assert_eq!(value["befund"], "verschieden");
    assert_eq!(value["zaehler"]["verschieden"], 1);
    let entry = &value["gruppen"][0]["eintraege"][0];
    assert_eq!(entry["zuordnung"], "referenz-id");
    let field = entry["felder"]
        .as_array()
        .and_then(|all| all.iter().find(|f| f["pfad"] == "befristungsdatum"))
        .expect("the field");
    assert_eq!(field["lokal"], "14.01.2027");
    assert_eq!(field["befund"], "verschieden");
}

#[test]
fn the_html_form_is_well_formed_and_lets_no_text_become_markup() {
    let evil = DULDUNG.replace("X99000123", "</td><script>alert(1)</script>&\\u202e\\\"'");
    let record = Datensatz::aus_json(VERGLEICHER.darsteller(), evil.as_bytes()).expect("a record");
    let vergleich = VERGLEICHER.vergleiche(&record, &json(DULDUNG), &Optionen::default());
    for language in [Language::German, Language::English] {
        let mut head = ausgabe::Seitenkopf::default();
        head.sprache = language;
        head.angaben
            .push(("Datei".to_owned(), "<b>.json".to_owned()));
        let page = ausgabe::html(&vergleich, &head);
        assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
        assert!(!page.contains("http:") && !page.contains("https:"));
        let mut reader = quick_xml::Reader::from_str(&page);
        loop {
            match reader.read_event().expect("well-formed") {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) => {
                    assert_ne!(tag.name().as_ref(), b"script");
                }
                _ => {}
            }
        }
    }
}
