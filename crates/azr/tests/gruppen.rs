//! The table of groups against the schema set: every name in it, and no group forgotten.

use std::collections::BTreeSet;

use azr::{Gruppe, Ort};
use xoev_schema::{Content, Element, Particle, SchemaSet, Term, TypeId, TypeKind};

const XA: &str = "http://www.osci.de/xauslaender2611";

fn set() -> SchemaSet {
    xoev_bundled::schemas().expect("the bundled schemas")
}

/// The elements that may stand in one of this type.
fn kinder(set: &SchemaSet, id: TypeId) -> Vec<&Element> {
    fn walk<'s>(particle: &'s Particle, out: &mut Vec<&'s Element>) {
        match &particle.term {
            Term::Element(element) => out.push(element),
            Term::Sequence(parts) | Term::Choice(parts) | Term::All(parts) => {
                parts.iter().for_each(|part| walk(part, out));
            }
            Term::Any(_) => {}
        }
    }
    let mut out = Vec::new();
    if let TypeKind::Complex(complex) = &set.ty(id).kind
        && let Content::Elements(particle) = &complex.content
    {
        walk(particle, &mut out);
    }
    out
}

/// The elements in a message.
fn nachricht<'s>(set: &'s SchemaSet, name: &str) -> Vec<&'s Element> {
    let ns = set.namespace(XA).expect("the namespace");
    let id = set.find_element(ns, name).expect(name);
    kinder(set, set.element(id).type_id)
}

fn named<'s>(elements: &[&'s Element], name: &str) -> Option<&'s Element> {
    elements.iter().copied().find(|e| e.name.local == name)
}

fn typname(set: &SchemaSet, element: &Element) -> String {
    let name = set.ty(element.type_id).name.as_ref();
    name.map(|n| n.local.clone()).unwrap_or_default()
}

/// The groups in a message: where they stand, and their elements.
fn gruppen<'s>(set: &'s SchemaSet, message: &str) -> Vec<(Ort, &'s Element)> {
    let root = nachricht(set, message);
    let below = |name: &str| {
        let element = named(&root, name);
        element.map_or_else(Vec::new, |e| kinder(set, e.type_id))
    };
    let is_group = |e: &&Element| {
        let typ = typname(set, e);
        (typ.ends_with(".Meldung") || typ.ends_with(".Auskunft") || e.name.local.ends_with("id"))
            && e.name.local != "weiterePersonalien"
    };
    let mut out: Vec<(Ort, &Element)> = Vec::new();
    out.extend(
        root.iter()
            .copied()
            .filter(is_group)
            .map(|e| (Ort::Person, e)),
    );
    for (name, ort) in [
        ("weiterePersonalien", Ort::WeiterePersonalien),
        ("sachverhalt", Ort::Sachverhalt),
    ] {
        out.extend(below(name).into_iter().map(|e| (ort, e)));
    }
    out
}

const ERSTMELDUNG: &str = "AnAZR.AZRErstmeldung.090009";
const FOLGEMELDUNG: &str = "AnAZR.AZRFolgemeldung.090010";
const GESAMTAUSKUNFT: &str = "VonAZR.AZRGesamtauskunft.090004";
const BESTAETIGUNG: &str = "VonAZR.AZRBestaetigungMeldung.090098";

#[test]
fn the_groups_are_those_of_a_later_report() {
    let set = set();
    let schema: Vec<(Ort, String, String)> = gruppen(&set, FOLGEMELDUNG)
        .into_iter()
        .map(|(ort, e)| (ort, e.name.local.clone(), typname(&set, e)))
        .collect();
    assert!(schema.len() > 80, "{}", schema.len());
    for (ort, name, typ) in &schema {
        let gruppe = Gruppe::named(name).unwrap_or_else(|| panic!("{name} is not in the table"));
        assert_eq!(gruppe.ort, *ort, "{name}");
        assert_eq!(format!("{}.Meldung", gruppe.typ), *typ, "{name}");
    }
    assert_eq!(Gruppe::all().len(), schema.len());
    let names: BTreeSet<&str> = Gruppe::all().iter().map(|g| g.name).collect();
    assert_eq!(names.len(), schema.len(), "a name stands twice");
}

#[test]
fn a_first_report_has_the_groups_that_the_table_says() {
    let set = set();
    let schema: BTreeSet<(String, String)> = gruppen(&set, ERSTMELDUNG)
        .into_iter()
        .map(|(_, e)| (e.name.local.clone(), typname(&set, e)))
        .collect();
    let table: BTreeSet<(String, String)> = Gruppe::all()
        .iter()
        .filter(|g| g.erstmeldung)
        .map(|g| (g.name.to_owned(), format!("{}.Meldung", g.typ)))
        .collect();
    assert_eq!(table, schema);
}

#[test]
fn content_id_and_title_of_every_group_are_those_of_its_type() {
    let set = set();
    let ns = set.namespace(XA).expect("the namespace");
    for gruppe in Gruppe::all() {
        let typ = format!("{}.Meldung", gruppe.typ);
        let id = set.find_type(ns, &typ).expect(&typ);
        assert_eq!(set.ty(id).appinfo.title(), Some(gruppe.titel), "{typ}");
        let elements = kinder(&set, id);
        let names: Vec<&str> = elements.iter().map(|e| e.name.local.as_str()).collect();
        let wrapper = names
            .iter()
            .copied()
            .find(|n| n.ends_with(".fachdaten.neu"));
        assert_eq!(gruppe.fachdaten, wrapper, "{typ}");
        // The id of the entry itself; further ids refer to others.
        let own = ["referenz.id", "referenzSuchvermerk.id"];
        let own = names.iter().copied().find(|n| own.contains(n));
        assert_eq!(gruppe.referenz, own, "{typ}");
    }
}

#[test]
fn a_record_has_the_elements_that_the_table_says() {
    let set = set();
    let record = gruppen(&set, GESAMTAUSKUNFT);
    let root = nachricht(&set, GESAMTAUSKUNFT);
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for gruppe in Gruppe::all() {
        for name in gruppe.auskunft {
            seen.insert(name);
            let found = record
                .iter()
                .map(|(_, e)| *e)
                .find(|e| e.name.local == *name);
            let element = found.or_else(|| named(&root, name));
            let element = element.unwrap_or_else(|| panic!("no {name} in a record"));
            let expected = match *name {
                "lichtbild" => "AZR.LichtbildMetainformation.Auskunft".to_owned(),
                "nichtIdentischMit" => "AZRNummer".to_owned(),
                _ => format!("{}.Auskunft", gruppe.typ),
            };
            assert_eq!(typname(&set, element), expected, "{name}");
            if *name != "lichtbild" {
                assert_eq!(Gruppe::of_record(name), Some(gruppe), "{name}");
            }
        }
    }
    for (_, element) in &record {
        assert!(
            seen.contains(element.name.local.as_str()),
            "{} is forgotten",
            element.name.local
        );
    }
    let only_reported: Vec<&str> = Gruppe::all()
        .iter()
        .filter(|g| !g.is_recorded())
        .map(|g| g.name)
        .collect();
    assert_eq!(only_reported, ["deutscheStaatsangehoerigkeit"]);
}

#[test]
fn a_confirmation_has_the_elements_that_the_table_says() {
    let set = set();
    let schema: BTreeSet<String> = gruppen(&set, BESTAETIGUNG)
        .into_iter()
        .map(|(_, e)| e.name.local.clone())
        .collect();
    let table: BTreeSet<String> = Gruppe::all()
        .iter()
        .filter_map(|g| g.bestaetigung)
        .map(str::to_owned)
        .collect();
    assert_eq!(table, schema);
    for name in &table {
        let gruppe = Gruppe::of_confirmation(name);
        assert_eq!(gruppe.and_then(|g| g.bestaetigung), Some(name.as_str()));
    }
    // The German nationality has no id at all, one look-alike is named by its own number, and for
    // earlier names the confirmation has no place.
    let without: Vec<&str> = Gruppe::all()
        .iter()
        .filter(|g| g.bestaetigung.is_none())
        .map(|g| g.name)
        .collect();
    assert_eq!(
        without,
        [
            "fruehererName",
            "nichtIdentischMit",
            "deutscheStaatsangehoerigkeit"
        ]
    );
}

#[test]
fn types_are_found_with_and_without_their_role() {
    for gruppe in Gruppe::all() {
        for name in [
            gruppe.typ.to_owned(),
            format!("{}.Meldung", gruppe.typ),
            format!("{}.Auskunft", gruppe.typ),
        ] {
            assert_eq!(Gruppe::of_type(&name), Some(gruppe), "{name}");
        }
    }
    assert_eq!(Gruppe::of_type("AZR.Datensatzinhalt"), None);
}
