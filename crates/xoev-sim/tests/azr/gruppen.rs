//! All groups of data: reported, confirmed with their ids, found in the record, changed, deleted.

use std::collections::{BTreeMap, BTreeSet};

use azr::{Aenderungsart, Folgemeldung, Gruppe, Gruppenmeldung, Inhalt, ReferenzId};
use xauslaender::v26_11::azr::AnAZRAZRFolgemeldung090010;
use xoev::MessageIo;
use xoev_schema::SchemaSet;
use xoev_schema::sample::{CodeTable, Sampler};
use xoev_sim::azr::Register;

use crate::nachrichten::*;
use crate::urteil::gueltig;

/// Groups whose pattern is another one; they have tests of their own.
const ANDERE: &[&str] = &[
    "grundpersonalien",
    "lichtbildAllgemein",
    "lichtbildZuSuchvermerk",
    "fingerabdruck",
    "nichtIdentischMit",
    "deutscheStaatsangehoerigkeit",
];

/// The published code lists, so that open codes have keys that exist.
pub(crate) fn lists() -> BTreeMap<String, CodeTable> {
    let all = xoev_bundled::code_lists().expect("code lists");
    let tables = all.iter().map(|list| {
        let rows = list.rows().filter_map(|row| {
            let key = row.key()?.to_owned();
            Some((key, row.label().unwrap_or_default().to_owned()))
        });
        let table = CodeTable {
            version: list.version().to_owned(),
            rows: rows.collect(),
        };
        (list.uri().to_owned(), table)
    });
    tables.filter(|(_, t)| !t.rows.is_empty()).collect()
}

/// The sample with what the schema leaves open: ids are this one, months below twelve.
pub(crate) fn plausibel(sample: &str, id: &str) -> String {
    let mut rest = ohne_gueltig(sample);
    let mut done = String::with_capacity(rest.len());
    while let Some(at) = rest.find('>') {
        let tail = rest.split_off(at + 1);
        let name = rest.rsplit('<').next().unwrap_or_default().to_owned();
        done.push_str(&rest);
        rest = tail;
        if name.starts_with('/') {
            continue;
        }
        let value = match name.trim_end_matches('>').rsplit(':').next() {
            Some(name) if name.ends_with(".id") => id,
            Some("monate") => "7",
            _ => continue,
        };
        done.push_str(value);
        rest = rest.split_off(rest.find('<').unwrap_or(0));
    }
    done.push_str(&rest);
    done
}

/// Without the elements that only corrections may have.
fn ohne_gueltig(sample: &str) -> String {
    let mut out = String::with_capacity(sample.len());
    for part in sample.split_inclusive('>') {
        let inside = part.ends_with("gueltig>");
        let keep = part.find('<').filter(|_| inside);
        out.push_str(keep.map_or(part, |_| ""));
    }
    out
}

/// Sends a follow-up report with one group of a sample.
fn melden(
    register: &Register,
    number: &str,
    group: Gruppenmeldung,
) -> Option<xoev_sim::azr::Answer> {
    let nummer = xauslaender::xinneres::azrnummer_3::AZRNummer::new(number).expect("a number");
    let stelle = crate::stellen::auslaenderbehoerde().expect("an office");
    let built = Folgemeldung::neu(nummer).mit(group).bauen(&stelle).ok()?;
    Some(register.answer(built.bytes()))
}

#[test]
fn every_group_is_confirmed_found_changed_and_deleted() {
    let register = register();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let fact = sachverhalt(&neu("duldung", &duldung("2027-02-03")));
    let stored = register.answer(folgemeldung(ABH, &number, &fact).bytes());
    let anchor = id(&stored, "duldung.referenz.id");
    let set: SchemaSet = xoev_bundled::schemas().expect("schemas");
    let ns = set
        .namespace("http://www.osci.de/xauslaender2611")
        .expect("a namespace");
    let element = set
        .find_element(ns, "AnAZR.AZRFolgemeldung.090010")
        .expect("a message");
    let mut answers = Vec::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let wanted: BTreeSet<&str> = Gruppe::all()
        .iter()
        .map(|g| g.name)
        .filter(|g| !ANDERE.contains(g))
        .collect();
    let mut sampler = Sampler::new(&set).code_lists(lists());
    for seed in 0..4000 {
        sampler = sampler.seed(seed).full(seed % 2 == 0);
        let sample = plausibel(&sampler.sample(element).expect("a sample"), &anchor);
        let message = AnAZRAZRFolgemeldung090010::from_slice(sample.as_bytes()).expect("valid");
        let Some(report) = Folgemeldung::aus_nachricht(&message) else {
            continue;
        };
        for group in report.gruppen() {
            let name = group.gruppe().name;
            if !wanted.contains(name) || done.contains(name) {
                continue;
            }
            let Ok(new) = group.clone().umstellen(Aenderungsart::Zuspeicherung, None) else {
                continue;
            };
            let answer = melden(&register, &number, new).expect("a message");
            if answer.number != "090098" {
                // What breaks a hard rule is another sample's turn.
                let errors = lesen(&answer).fehler().to_vec();
                let rules = errors.iter().all(|e| e.fehlerschluessel.starts_with('3'));
                assert!(rules && !errors.is_empty(), "{name}: {}", text(&answer));
                continue;
            }
            eine_gruppe(&register, &number, group, answer, &mut answers);
            done.insert(name);
        }
        if done.len() == wanted.len() {
            break;
        }
    }
    let missing: Vec<_> = wanted.difference(&done).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(done.len() + ANDERE.len() >= 84, "{}", done.len());
    gueltig(answers.iter().map(|a: &std::sync::Arc<[u8]>| &a[..]));
    assert_eq!(register.defects(), [""; 0]);
}

/// One group that was added: its id is confirmed and in the record, a change outdates it, and a
/// deletion takes it away.
fn eine_gruppe(
    register: &Register,
    number: &str,
    group: &Gruppenmeldung,
    added: xoev_sim::azr::Answer,
    answers: &mut Vec<std::sync::Arc<[u8]>>,
) {
    let gruppe = group.gruppe();
    let name = gruppe.name;
    let query = || anfrage(&format!("<xa:azrNummer>{number}</xa:azrNummer>"));
    let record = register.answer(query().bytes());
    assert_eq!(record.number, "090004", "{name}: {}", text(&record));
    let antwort = lesen(&added);
    let Inhalt::Bestaetigung(confirmed) = antwort.inhalt() else {
        panic!("{name}: not confirmed");
    };
    let known = match gruppe.bestaetigung {
        Some(_) => confirmed
            .referenz(gruppe)
            .unwrap_or_else(|| panic!("{name}: no id"))
            .to_owned(),
        // Only the record has the id of an earlier name.
        None => {
            assert_eq!(antwort.hinweise().len(), 1, "{name}");
            let xml = text(&record);
            let at = xml
                .rfind(&format!("<xa:{}>", gruppe.auskunft[0]))
                .expect(name);
            let tail = &xml[at..];
            let at = tail.find("<xa:referenz.id>").expect(name) + 16;
            tail[at..].split('<').next().expect(name).to_owned()
        }
    };
    let xml = text(&record);
    assert!(
        xml.contains(&format!(">{known}<")),
        "{name}: {known} is not in {xml}"
    );
    let element = gruppe
        .auskunft
        .iter()
        .any(|e| xml.contains(&format!("<xa:{e}>")));
    assert!(element, "{name}");
    let id = ReferenzId::from_local_record(&known).expect("an id");
    let change = group
        .clone()
        .umstellen(Aenderungsart::Aktualisierung, Some(id.clone()));
    let changed = melden(register, number, change.expect(name)).expect(name);
    if changed.number != "090098" {
        panic!("{name}: {}", text(&changed));
    }
    if let Some(element) = gruppe.bestaetigung {
        let current = crate::nachrichten::id(&changed, element);
        assert_eq!(current[..7], known[..7], "{name}");
        assert_ne!(current, known, "{name}");
        let old = group.clone().umstellen(Aenderungsart::Loeschung, Some(id));
        let old = melden(register, number, old.expect(name)).expect(name);
        assert_eq!(old.number, "090099", "{name}");
        let id = ReferenzId::from_local_record(&current).expect("an id");
        let gone = group.clone().umstellen(Aenderungsart::Loeschung, Some(id));
        let gone = melden(register, number, gone.expect(name)).expect(name);
        assert_eq!(gone.number, "090098", "{name}: {}", text(&gone));
        let record = text(&register.answer(query().bytes()));
        assert!(!record.contains(&format!(">{current}<")), "{name}");
        answers.push(gone.bytes);
    }
    answers.extend([added.bytes, record.bytes, changed.bytes]);
}

#[test]
fn photos_and_search_notes_go_together() {
    let register = register();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let note = code("suchvermerkArt", "suchvermerk", "2", "01");
    let fact = sachverhalt(&neu("suchvermerk", &note));
    let photo = |kind: &str, id: &str, content: &str| {
        format!(
            "<xa:lichtbildZuSuchvermerk>{}{content}{id}</xa:lichtbildZuSuchvermerk>",
            art(kind)
        )
    };
    let picture = |bytes: &str| format!("<xa:bild mimeType=\"image/jpeg\">{bytes}</xa:bild>");
    let both = format!("{}{fact}", photo("01", "", &picture("AAAA")));
    let stored = register.answer(folgemeldung(ABH, &number, &both).bytes());
    assert_eq!(stored.number, "090098", "{}", text(&stored));
    let first = id(&stored, "lichtbildZuSuchvermerk.id");
    let note = id(&stored, "suchvermerk.referenz.id");
    let named = format!("<xa:referenzSuchvermerk.id>{note}</xa:referenzSuchvermerk.id>");
    let other = photo("01", &named, &picture("BBBB"));
    let replaced = register.answer(folgemeldung(ABH, &number, &other).bytes());
    let second = id(&replaced, "lichtbildZuSuchvermerk.id");
    let query = || anfrage(&format!("<xa:azrNummer>{number}</xa:azrNummer>"));
    let record = text(&register.answer(query().bytes()));
    assert!(!record.contains(&first) && record.contains(&second));
    // The note keeps its id.
    assert!(record.contains(&note));
    let hidden = anfrage_mit(&format!("<xa:azrNummer>{number}</xa:azrNummer>"), false);
    let hidden = text(&register.answer(hidden.bytes()));
    assert!(!hidden.contains(&note) && !hidden.contains(&second));
    let gone = photo("03", &named, "");
    assert_eq!(
        register
            .answer(folgemeldung(ABH, &number, &gone).bytes())
            .number,
        "090098"
    );
    assert!(!text(&register.answer(query().bytes())).contains(&second));
    assert_eq!(
        fehler(&register, &folgemeldung(ABH, &number, &gone)),
        ["2104"]
    );
    gueltig([&stored, &replaced].map(|a| &a.bytes[..]));
}

#[test]
fn the_other_patterns_of_groups_are_confirmed_in_their_ways() {
    let register = register();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let other = anlegen(&register, "Muster", "Erika", "1990-01-01");
    let finger = register.store_fingerprint(&number, ABH).expect("an id");
    let fingerprint = |kind: &str| {
        format!(
            "<xa:fingerabdruck>{}<xa:fingerabdruckId>{finger}</xa:fingerabdruckId></xa:fingerabdruck>",
            art(kind)
        )
    };
    let changed = register.answer(folgemeldung(ABH, &number, &fingerprint("02")).bytes());
    assert_eq!(id(&changed, "fingerabdruck.allgemein.id"), finger);
    assert_eq!(
        register
            .answer(folgemeldung(ABH, &number, &fingerprint("03")).bytes())
            .number,
        "090098"
    );
    assert_eq!(
        fehler(&register, &folgemeldung(ABH, &number, &fingerprint("03"))),
        ["2104"]
    );
    let not_same = |kind: &str| {
        format!(
            "<xa:nichtIdentischMit>{}<xa:nichtIdentischMit>{other}</xa:nichtIdentischMit></xa:nichtIdentischMit>",
            art(kind)
        )
    };
    assert_eq!(
        register
            .answer(folgemeldung(ABH, &number, &not_same("01")).bytes())
            .number,
        "090098"
    );
    assert_eq!(
        register
            .answer(folgemeldung(ABH, &number, &not_same("03")).bytes())
            .number,
        "090098"
    );
    assert_eq!(
        fehler(&register, &folgemeldung(ABH, &number, &not_same("03"))),
        ["2104"]
    );
    let german = code(
        "deutscheStaatsangehoerigkeitArt",
        "deutschestaatsangehoerigkeitart",
        "1",
        "01",
    );
    let german = sachverhalt(&format!(
        "<xa:deutscheStaatsangehoerigkeit>{german}</xa:deutscheStaatsangehoerigkeit>"
    ));
    let german = register.answer(folgemeldung(ABH, &number, &german).bytes());
    assert_eq!(german.number, "090098", "{}", text(&german));
    assert_eq!(lesen(&german).hinweise().len(), 1);
    let query = anfrage(&format!("<xa:azrNummer>{number}</xa:azrNummer>"));
    let record = register.answer(query.bytes());
    let known = text(&record);
    let at = known.find("<xa:grundpersonalien>").expect("a person");
    let at = at + known[at..].find("<xa:referenz.id>").expect("an id") + 16;
    let known = known[at..].split('<').next().expect("an id");
    let name = person("Karimi", "Nilu", "1994-09-12", false);
    let new = aendern("grundpersonalien", "02", Some(known), &name);
    let new = register.answer(folgemeldung(ABH, &number, &new).bytes());
    assert_eq!(id(&new, "grundpersonalien.referenz.id")[..7], known[..7]);
    gueltig([&changed, &german, &record, &new].map(|a| &a.bytes[..]));
}
