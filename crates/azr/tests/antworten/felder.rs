//! From the register's names of faulty attributes to the fields of the submission.

use azr::fehler::{Abgleich, AttributTreffer, EntityTreffer, Grund, Stelle};
use azr::{Antwort, Gesendet, Zuordnung};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::nachrichten::{ERSTMELDUNG, FEHLER, FOLGEMELDUNG};

fn gesendet(xml: &str) -> Gesendet {
    Gesendet::lesen(xml.as_bytes()).expect("the bundled schemas")
}

/// The places of an attribute that is one field.
fn gefunden(xml: &str, attribut: &str) -> (Vec<Stelle>, Abgleich) {
    match gesendet(xml).zuordnen(attribut) {
        Zuordnung::Gefunden {
            stellen,
            anzahl,
            abgleich,
        } => {
            assert_eq!(anzahl, stellen.len(), "{attribut}");
            (stellen, abgleich)
        }
        other => panic!("{attribut}: {other:?}"),
    }
}

/// The end of the path, the value and how it was found.
fn einzeln(xml: &str, attribut: &str) -> (String, String, EntityTreffer, AttributTreffer) {
    let (stellen, abgleich) = gefunden(xml, attribut);
    assert_eq!(stellen.len(), 1, "{attribut}");
    let path = stellen[0].pfad.to_string();
    let end = path.rsplit('/').next().unwrap_or_default().to_owned();
    let wert = stellen[0].wert().unwrap_or_default().to_owned();
    let how = abgleich.attribut.expect("an attribute");
    (end, wert, abgleich.entity, how)
}

#[test]
fn an_attribute_is_found_with_path_place_and_value() {
    let (stellen, abgleich) = gefunden(FOLGEMELDUNG, "Duldung.befristungsdatum");
    let stelle = &stellen[0];
    assert_eq!(
        stelle.pfad.to_string(),
        "/AnAZR.AZRFolgemeldung.090010/sachverhalt/duldung/duldung.fachdaten.neu/befristungsdatum"
    );
    let line = FOLGEMELDUNG
        .lines()
        .position(|l| l.contains("<xa:befristungsdatum>"))
        .expect("the element");
    assert_eq!((stelle.zeile as usize, stelle.spalte), (line + 1, 9));
    let offset = FOLGEMELDUNG
        .find("<xa:befristungsdatum>")
        .expect("the element");
    assert_eq!(stelle.offset, offset as u64);
    assert_eq!(stelle.wert(), Some("2027-01-14"));
    assert_eq!(stelle.gehoert_zu.as_deref(), Some("Duldung"));
    let expected = Abgleich {
        entity: EntityTreffer::Gruppe,
        attribut: Some(AttributTreffer::Element),
    };
    assert_eq!(abgleich, expected);
}

#[test]
fn names_are_compared_without_case_umlauts_and_punctuation() {
    use {AttributTreffer as A, EntityTreffer as E};
    for name in [
        "Duldung.ereignisdatum",
        "DULDUNG.EREIGNIS_DATUM",
        "duldung.Ereignis-Datum",
        "aktuelleDuldung.ereignisdatum",
    ] {
        let (end, wert, entity, how) = einzeln(FOLGEMELDUNG, name);
        assert_eq!(
            (end.as_str(), wert.as_str()),
            ("ereignisdatum", "2026-10-15"),
            "{name}"
        );
        assert_eq!((entity, how), (E::Gruppe, A::Element), "{name}");
    }
    let (_, _, entity, _) = einzeln(FOLGEMELDUNG, "AZR.Duldung.Meldung.ereignisdatum");
    assert_eq!(entity, E::Typ);
    let (end, _, entity, how) =
        einzeln(ERSTMELDUNG, "Grundpersonalien einer Person im AZR.Vorname");
    assert_eq!(
        (end.as_str(), entity, how),
        ("vorname", E::Titel, A::Element)
    );
    let (end, wert, entity, how) = einzeln(ERSTMELDUNG, "Geburtsangaben.Tag_der_Geburt");
    assert_eq!((end.as_str(), wert.as_str()), ("tagDerGeburt", ""));
    assert_eq!((entity, how), (E::Element, A::Element));
}

#[test]
fn an_attribute_may_be_named_with_its_entity_or_with_a_path() {
    use AttributTreffer as A;
    let (end, wert, _, how) = einzeln(FOLGEMELDUNG, "Duldung.Art");
    assert_eq!(
        (end.as_str(), wert.as_str(), how),
        ("duldungArt", "10", A::MitEntity)
    );
    let (end, _, _, how) = einzeln(ERSTMELDUNG, "Grundpersonalien.geburtsangaben.tagDerGeburt");
    assert_eq!((end.as_str(), how), ("tagDerGeburt", A::Pfad));
    let (end, wert, entity, _) = einzeln(FOLGEMELDUNG, "Folgemeldung.azrNummer");
    assert_eq!((end.as_str(), wert.as_str()), ("azrNummer", "990309012345"));
    assert_eq!(entity, EntityTreffer::Nachricht);
}

#[test]
fn the_usual_title_of_a_field_counts_as_its_name() {
    let (end, wert, _, how) = einzeln(ERSTMELDUNG, "Ausweispapier.Ausweisnummer");
    assert_eq!(
        (end.as_str(), wert.as_str()),
        ("ausweisIdentifikation", "U1234567")
    );
    assert_eq!(how, AttributTreffer::Feldtitel);
    let (stellen, _) = gefunden(ERSTMELDUNG, "Ausweispapier.ausweisIdentifikation");
    assert_eq!(stellen[0].feldtitel, "Ausweisnummer");
}

#[test]
fn keys_of_code_lists_are_shown_with_their_meaning() {
    let (stellen, _) = gefunden(ERSTMELDUNG, "Ausweispapier.ausweisart");
    let wert = &stellen[0].werte[0];
    assert_eq!((wert.name.as_str(), wert.text.as_str()), ("", "03"));
    assert_eq!(wert.bedeutung.as_deref(), Some("Passersatzpapier"));
    let (stellen, _) = gefunden(ERSTMELDUNG, "Meldestatus.Änderungsart");
    assert_eq!(
        stellen[0].werte[0].bedeutung.as_deref(),
        Some("Zuspeicherung")
    );
}

#[test]
fn a_field_that_was_sent_several_times_is_found_at_each_place() {
    let (stellen, _) = gefunden(ERSTMELDUNG, "Grundpersonalien.staatsangehoerigkeit");
    let ends: Vec<String> = stellen
        .iter()
        .map(|s| {
            s.pfad
                .to_string()
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    assert_eq!(ends, ["staatsangehoerigkeit[1]", "staatsangehoerigkeit[2]"]);
    assert_eq!(stellen[1].werte[0].text, "152");
}

#[test]
fn a_name_that_fits_several_fields_is_ambiguous() {
    // The code of the state stands below the place of birth and below the nationalities.
    let zuordnung = gesendet(ERSTMELDUNG).zuordnen("Grundpersonalien.code");
    let Zuordnung::Mehrdeutig { stellen, .. } = zuordnung else {
        panic!("{zuordnung:?}");
    };
    assert!(stellen.len() > 3, "{stellen:?}");
}

#[test]
fn an_attribute_that_the_schema_knows_but_nobody_sent_is_missing() {
    let zuordnung = gesendet(FOLGEMELDUNG).zuordnen("Duldung.traegervordruck");
    let Zuordnung::Fehlt { entity, pfad, .. } = zuordnung else {
        panic!("{zuordnung:?}");
    };
    assert!(entity.pfad.to_string().ends_with("/sachverhalt/duldung"));
    assert!(
        pfad.to_string()
            .ends_with("/duldung/duldung.fachdaten.neu/traegervordruck")
    );
    let zuordnung = gesendet(FOLGEMELDUNG).zuordnen("Duldung.referenz.id");
    assert!(
        matches!(&zuordnung, Zuordnung::Fehlt { pfad, .. }
        if pfad.to_string().ends_with("/duldung/referenz.id")),
        "{zuordnung:?}"
    );
}

#[test]
fn what_can_not_be_found_is_said_with_the_reason() {
    let gesendet = gesendet(FOLGEMELDUNG);
    let grund = |attribut: &str| match gesendet.zuordnen(attribut) {
        Zuordnung::NichtGefunden { grund, moeglich } => (grund, moeglich.len()),
        other => panic!("{attribut}: {other:?}"),
    };
    assert_eq!(grund("PERS_STAMM.NATION"), (Grund::EntityUnbekannt, 0));
    assert_eq!(grund("Duldung.gibtEsNicht"), (Grund::AttributUnbekannt, 0));
    let (why, possible) = grund("Meldestatus.ereignisdatum");
    assert!(matches!(why, Grund::GruppeNichtGesendet(g) if g.name == "meldestatus"));
    assert_eq!(possible, 1);
    assert_eq!(
        grund("UNBEKANNT.ereignisdatum"),
        (Grund::EntityUnbekannt, 1)
    );
    for nothing in ["", ".", "...", "Duldung.", ".x"] {
        let zuordnung = gesendet.zuordnen(nothing);
        let whole = matches!(zuordnung, Zuordnung::Gefunden { .. }) && nothing == "Duldung.";
        assert!(
            whole || matches!(zuordnung, Zuordnung::NichtGefunden { .. }),
            "{nothing}"
        );
    }
    let long = "a.".repeat(100_000);
    assert_eq!(grund(&long), (Grund::EntityUnbekannt, 0));
}

#[test]
fn an_entity_alone_is_found_as_a_whole() {
    let (stellen, abgleich) = gefunden(FOLGEMELDUNG, "Duldung");
    assert!(stellen[0].pfad.to_string().ends_with("/duldung"));
    assert_eq!(abgleich.attribut, None);
    assert!(stellen[0].werte.len() >= 4);
}

#[test]
fn an_invalid_or_unreadable_submission_is_looked_at_as_far_as_it_goes() {
    let invalid = FOLGEMELDUNG.replace("2026-10-15", "15.10.2026");
    let (stellen, _) = gefunden(&invalid, "Duldung.ereignisdatum");
    assert_eq!(stellen[0].wert(), Some("15.10.2026"));
    let end = FOLGEMELDUNG
        .find("</xa:befristungsdatum>")
        .expect("the element");
    let (stellen, _) = gefunden(&FOLGEMELDUNG[..end], "Duldung.ereignisdatum");
    assert_eq!(stellen[0].wert(), Some("2026-10-15"));
    let nothing = gesendet("Guten Tag").zuordnen("Duldung.ereignisdatum");
    let expected = Zuordnung::NichtGefunden {
        grund: Grund::KeineMeldung,
        moeglich: Vec::new(),
    };
    assert_eq!(nothing, expected);
}

#[test]
fn line_ends_comments_and_a_byte_order_mark_do_not_move_places() {
    let plain = gefunden(FOLGEMELDUNG, "Duldung.aenderungsArt").0.remove(0);
    let windows = FOLGEMELDUNG.replace('\n', "\r\n");
    let marked = format!("\u{FEFF}{FOLGEMELDUNG}");
    // The key 01 stands in the head of the message, too, before the place that is looked for.
    let cdata = FOLGEMELDUNG.replace("<code>01</code>", "<code><!-- neu --><![CDATA[01]]></code>");
    for (xml, moved) in [
        (windows, u64::from(plain.zeile) - 1),
        (marked, 3),
        (cdata, "<!-- neu --><![CDATA[]]>".len() as u64),
    ] {
        let found = gefunden(&xml, "Duldung.aenderungsArt").0.remove(0);
        assert_eq!((found.zeile, found.spalte), (plain.zeile, plain.spalte));
        assert_eq!(found.offset, plain.offset + moved);
        assert_eq!(found.werte, plain.werte);
        assert_eq!(found.pfad, plain.pfad);
        assert_eq!(found.werte[0].bedeutung.as_deref(), Some("Zuspeicherung"));
    }
}

#[test]
fn a_repeated_sending_is_looked_into() {
    let set = xoev_bundled::schemas().expect("the bundled schemas");
    let xml = crate::nachrichten::muster(&set, "000020", 1);
    let tag = "<xa:nachricht>";
    let begin = xml.find(tag).expect("the message in it") + tag.len();
    let end = begin + xml[begin..].find('<').expect("its end");
    let inner = STANDARD.encode(FOLGEMELDUNG);
    let outer = format!("{}{inner}{}", &xml[..begin], &xml[end..]);
    let gesendet = gesendet(&outer);
    assert!(gesendet.ist_wiederholung(), "{}", gesendet.name());
    assert_eq!(gesendet.azr_nummer(), Some("990309012345"));
    assert!(matches!(
        gesendet.zuordnen("Duldung.ereignisdatum"),
        Zuordnung::Gefunden { .. }
    ));
}

#[test]
fn all_attributes_of_an_error_are_looked_for() {
    let antwort = Antwort::lesen(FEHLER.as_bytes());
    let gesendet = gesendet(FOLGEMELDUNG);
    let found = gesendet.zuordnen_alle(&antwort.fehler()[0]);
    assert_eq!(found.len(), 2);
    assert!(
        found
            .iter()
            .all(|z| matches!(z, Zuordnung::Gefunden { .. }))
    );
}

#[test]
fn what_was_sent_is_told_in_words() {
    let gesendet = gesendet(ERSTMELDUNG);
    assert!(gesendet.ist_gueltig() && !gesendet.ist_wiederholung());
    assert_eq!(
        gesendet.titel(),
        Some("Erstmeldung an den Allgemeinen Datenbestand")
    );
    let names: Vec<&str> = gesendet.gruppen().iter().map(|(g, _)| g.name).collect();
    assert_eq!(names, ["grundpersonalien", "ausweispapier", "meldestatus"]);
    let lines = gesendet.eintraege().expect("the bundled schemas");
    assert_eq!(lines.len(), 3);
    assert!(lines[1].zeile().contains("U1234567"), "{}", lines[1]);
    let kopf = gesendet.kopf().expect("a head");
    assert_eq!(kopf.nummer, "090009");
}

#[test]
fn every_field_of_every_group_is_found_by_both_names() {
    let set = xoev_bundled::schemas().expect("the bundled schemas");
    let mut groups = std::collections::BTreeSet::new();
    let mut fields = 0;
    for seed in 0..25 {
        let xml = crate::nachrichten::muster(&set, "090010", seed);
        let gesendet = gesendet(&xml);
        assert!(
            gesendet.ist_gueltig(),
            "{seed}: {:?}",
            gesendet.pruefung().findings
        );
        for (gruppe, stelle) in gesendet.gruppen() {
            groups.insert(gruppe.name);
            let depth = stelle.pfad.steps().len();
            // The names of the fields that stand directly in the group, or in its content.
            let mut names: Vec<&str> = stelle
                .werte
                .iter()
                .filter_map(|w| w.name.split('/').find(|n| !n.ends_with(".fachdaten.neu")))
                .collect();
            names.dedup();
            for name in names {
                let typ = gruppe.typ.trim_start_matches("AZR.");
                for entity in [gruppe.name, typ, gruppe.titel] {
                    let zuordnung = gesendet.zuordnen(&format!("{entity}.{name}"));
                    let Zuordnung::Gefunden { stellen, .. } = &zuordnung else {
                        panic!("{seed}: {entity}.{name}: {zuordnung:?}");
                    };
                    fields += 1;
                    for found in stellen {
                        let steps = found.pfad.steps();
                        let wrapper = steps[depth].name.ends_with(".fachdaten.neu");
                        assert_eq!(
                            steps.len(),
                            depth + 1 + usize::from(wrapper),
                            "{}",
                            found.pfad
                        );
                        assert_eq!(steps.last().map(|s| s.name.as_str()), Some(name));
                    }
                }
            }
        }
    }
    assert!(
        groups.len() > 30 && fields > 1500,
        "{} groups, {fields}",
        groups.len()
    );
}
