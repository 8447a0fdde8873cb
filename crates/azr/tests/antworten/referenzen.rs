//! The new ids in a confirmation (090098), for every group that it has a place for.

use azr::{Antwort, Gruppe, Inhalt, Ort};

use crate::nachrichten::bestaetigung;

/// A confirmation with the id of one group.
fn mit(gruppe: &Gruppe, element: &str, id: &str) -> String {
    let text = format!("<xa:{element}>{id}</xa:{element}>");
    // By the schema, the id of a placement stands with the facts, though it is reported elsewhere.
    let as_fact = gruppe.ort == Ort::Sachverhalt || gruppe.name == "angabenZurUnterbringung";
    bestaetigung(&match (as_fact, gruppe.ort) {
        (true, _) => format!("<xa:sachverhalt>{text}</xa:sachverhalt>"),
        (_, Ort::WeiterePersonalien) => {
            format!("<xa:weiterePersonalien>{text}</xa:weiterePersonalien>")
        }
        _ => text,
    })
}

#[test]
fn every_group_of_a_confirmation_is_extracted() {
    let mut count = 0;
    for gruppe in Gruppe::all() {
        let Some(element) = gruppe.bestaetigung else {
            continue;
        };
        count += 1;
        let id = format!("Rx{count:05}06");
        let antwort = Antwort::lesen(mit(gruppe, element, &id).into_bytes());
        let Inhalt::Bestaetigung(b) = antwort.inhalt() else {
            panic!("{element}: {antwort:?}");
        };
        assert_eq!(b.referenzen.len(), 1, "{element}");
        assert_eq!(b.referenzen[0].gruppe, gruppe, "{element}");
        assert_eq!(b.referenz(gruppe), Some(id.as_str()), "{element}");
    }
    assert_eq!(count, Gruppe::all().len() - 3);
}

#[test]
fn several_ids_come_in_the_order_of_the_message() {
    let xml = bestaetigung(
        "<xa:azrNummer>990309012345</xa:azrNummer>\
         <xa:grundpersonalien.referenz.id>Ax7C56w06</xa:grundpersonalien.referenz.id>\
         <xa:lichtbild.allgemein.id>L &amp; 1</xa:lichtbild.allgemein.id>\
         <xa:weiterePersonalien><xa:aliasPersonalien.referenz.id>Bx7C56w06</xa:aliasPersonalien.referenz.id>\
         </xa:weiterePersonalien>\
         <xa:sachverhalt><xa:screeningabschlussreferenz.id>Cx7C56w06</xa:screeningabschlussreferenz.id>\
         </xa:sachverhalt>",
    );
    let antwort = Antwort::lesen(xml.into_bytes());
    let Inhalt::Bestaetigung(b) = antwort.inhalt() else {
        panic!("{antwort:?}");
    };
    assert_eq!(b.azr_nummer.as_deref(), Some("990309012345"));
    let ids: Vec<(&str, &str)> = b
        .referenzen
        .iter()
        .map(|r| (r.gruppe.name, r.id.as_str()))
        .collect();
    let expected = [
        ("grundpersonalien", "Ax7C56w06"),
        ("lichtbildAllgemein", "L & 1"),
        ("aliaspersonalien", "Bx7C56w06"),
        ("screeningabschluss", "Cx7C56w06"),
    ];
    assert_eq!(ids, expected);
}

#[test]
fn extensions_are_not_taken_for_ids_of_the_register() {
    let xml = bestaetigung(
        "<xa:azrNummer>990309012345</xa:azrNummer>\
         <e:duldung.referenz.id xmlns:e=\"http://www.osci.de/xauslaender2611/azr-erweiterung\">X\
         </e:duldung.referenz.id>",
    );
    let antwort = Antwort::lesen(xml.into_bytes());
    let Inhalt::Bestaetigung(b) = antwort.inhalt() else {
        panic!("{antwort:?}");
    };
    assert!(b.referenzen.is_empty());
    assert_eq!(b.nachricht.erweiterung.len(), 1);
}
