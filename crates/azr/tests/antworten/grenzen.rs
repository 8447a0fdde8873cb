//! Answers and submissions that are large in the wrong place: what they cost stays in proportion.

use std::sync::Arc;
use std::time::{Duration, Instant};

use azr::{Antwort, Gesendet, Zuordnung, fehlerbericht};
use xoev::Language::German;

use crate::nachrichten::{ERSTMELDUNG, FOLGEMELDUNG, fehlernachricht};

/// Far more than it takes, and far less than it took when each was compared with each.
const LANGE: Duration = Duration::from_secs(10);

/// A first report with this many nationalities more than it has.
fn viele_staaten(n: usize) -> String {
    let end = "</xa:grundpersonalien.fachdaten.neu>";
    let one = "<xa:staatsangehoerigkeit><xa:staatsangehoerigkeit><code>163</code>\
               </xa:staatsangehoerigkeit></xa:staatsangehoerigkeit>";
    ERSTMELDUNG.replace(end, &(one.repeat(n) + end))
}

#[test]
fn of_very_many_places_some_are_listed_and_all_are_counted() {
    let gesendet = Gesendet::lesen(viele_staaten(5000).as_bytes()).expect("the schemas");
    let zuordnung = gesendet.zuordnen("Grundpersonalien.staatsangehoerigkeit");
    let Zuordnung::Gefunden {
        stellen, anzahl, ..
    } = zuordnung
    else {
        panic!("{zuordnung:?}");
    };
    assert_eq!(stellen.len(), 20);
    assert!(anzahl >= 5000, "{anzahl}");
    let zuordnung = gesendet.zuordnen("Grundpersonalien.code");
    let Zuordnung::Mehrdeutig {
        stellen, anzahl, ..
    } = zuordnung
    else {
        panic!("{zuordnung:?}");
    };
    assert!(stellen.len() == 20 && anzahl > 5000, "{anzahl}");
}

#[test]
fn spellings_of_one_attribute_share_what_was_found() {
    let attribute: String = (0..100)
        .map(|n| {
            let dashes = "-".repeat(n);
            format!("<xa:fehlerhaftesAttribut>GrundPersonalien.{dashes}staatsangehoerigkeit</xa:fehlerhaftesAttribut>")
        })
        .collect();
    let antwort = fehlernachricht(&format!(
        "<xa:fehlerfall><xa:fehlerschluessel>1</xa:fehlerschluessel><xa:fehlertext>T</xa:fehlertext>{attribute}</xa:fehlerfall>"
    ));
    let meldung = viele_staaten(5000);
    let bericht = fehlerbericht(meldung.as_bytes(), antwort.as_bytes(), German);
    let bericht = bericht.expect("the schemas");
    let found = &bericht.zuordnungen()[0];
    assert_eq!(found.len(), 100);
    assert!(found.iter().all(|z| Arc::ptr_eq(z, &found[0])));
    let text = bericht.text();
    let Zuordnung::Gefunden { anzahl, .. } = &*found[0] else {
        panic!("{:?}", found[0]);
    };
    assert!(*anzahl > 5000, "{anzahl}");
    let rest = format!("Weitere Stellen:         {}\n", anzahl - 10);
    assert!(text.contains(&rest), "{rest}");
}

#[test]
fn the_values_of_a_place_are_held_up_to_a_limit() {
    let long = "x".repeat(15_000);
    let inner: String = (0..20)
        .map(|n| format!("<xa:f{n}>{long}</xa:f{n}>"))
        .collect();
    let end = "</xa:duldung.fachdaten.neu>";
    let meldung = FOLGEMELDUNG.replace(end, &(inner + end));
    let gesendet = Gesendet::lesen(meldung.as_bytes()).expect("the schemas");
    let Zuordnung::Gefunden { stellen, .. } = gesendet.zuordnen("Duldung") else {
        panic!("not found");
    };
    let held: usize = stellen[0].werte.iter().map(|w| w.text.len()).sum();
    assert!(held <= 16 << 10, "{held}");
    assert!(stellen[0].werte.iter().any(|w| w.gekuerzt));
}

#[test]
fn very_many_numbers_of_records_are_compared_in_one_go() {
    let begin = Instant::now();
    let nummern: String = (0..60_000)
        .map(|n| {
            format!(
                "<xa:personalienGleich>{:012}</xa:personalienGleich>",
                n % 50_000
            )
        })
        .collect();
    let fall = "<xa:fehlerfall><xa:fehlerschluessel>1</xa:fehlerschluessel>\
                <xa:fehlertext>T</xa:fehlertext></xa:fehlerfall>";
    let antwort = Antwort::lesen(fehlernachricht(&format!("{fall}{nummern}")).into_bytes());
    let dublette = antwort.dublette().expect("numbers");
    assert_eq!(dublette.azr_nummern.len(), 50_000);
    assert_eq!(dublette.auswege(None).len(), 3);
    assert!(begin.elapsed() < LANGE, "{:?}", begin.elapsed());
}

#[test]
fn very_many_groups_on_one_line_are_placed_in_one_go() {
    let begin = Instant::now();
    let end = "</xa:sachverhalt>";
    let groups = "<xa:duldung>ü</xa:duldung>".repeat(40_000);
    // The validator refuses the wrong byte at once, and counts no repetitions.
    let meldung = FOLGEMELDUNG.replace(end, &(groups + end));
    let mut bytes = b"<!--\xFF-->".to_vec();
    bytes.extend_from_slice(meldung.as_bytes());
    let gesendet = Gesendet::lesen(&bytes).expect("the schemas");
    let found = gesendet.gruppen();
    assert_eq!(found.len(), 40_001);
    let path = found[40_000].1.pfad.to_string();
    assert!(path.ends_with("/sachverhalt/duldung[40001]"), "{path}");
    assert_eq!(
        found[40_000].1.spalte - found[39_999].1.spalte,
        u32::try_from("<xa:duldung>-</xa:duldung>".len()).expect("small")
    );
    assert!(begin.elapsed() < LANGE, "{:?}", begin.elapsed());
}
