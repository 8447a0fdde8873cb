//! Comparing the register's list of 100 000 records with as many local ones, and making the
//! messages with the result: seconds for each step. Prints figures and asserts none. With `--test`,
//! there are a thousand records.

use std::error::Error;
use std::time::Instant;

use azr_compare::registerabgleich::{Abgleich, Abgleichsgruppe, Bestand, Einstellungen};
use azr_compare::{Datensatz, Optionen, Vergleicher};
use xauslaender::v26_11::azr::{
    AnAZRAZRFolgemeldung090010 as Meldung, VonAZRAZRRegisterabgleichsdaten090022 as Daten,
    VonAZRAZRRegisterabgleichsdaten090022AzrNummern as Nummern,
};
use xauslaender::{Absender, Kopf};
use xoev::basis::basisnachricht_g2g_1_1::UUID;
use xoev::{MessageIo as _, Produkt};
use xoev_schema::sample::Sampler;

/// Records of the register, and comparisons of whole records.
fn numbers() -> (usize, usize) {
    match std::env::args().any(|argument| argument == "--test") {
        true => (1_000, 1),
        false => (100_000, 200),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let report =
        include_bytes!("../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml");
    let report = Meldung::from_slice(report)?;
    let sender = Absender {
        produkt: Produkt::new("Bench", "Bench", "1")?,
        autor: report.nachrichtenkopf_g2g.autor.clone(),
        anschrift: report.anschrift_autor.clone(),
        test: None,
    };
    let reader = report.nachrichtenkopf_g2g.leser.clone();
    let head = || -> Kopf { sender.kopf_an(reader.clone()) };
    let (number, whole) = numbers();
    registers(&head, number)?;
    records(whole)
}

fn step<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let result = work();
    println!("{name}: {:.2} s", begin.elapsed().as_secs_f64());
    result
}

/// The message 090022 with ten ids for each record, as text.
fn message(head: Kopf, number: usize) -> Result<Vec<u8>, Box<dyn Error>> {
    let empty = Nummern {
        abgleichergebnis: Vec::new(),
    };
    let text = String::from_utf8(Daten::neu(head, empty)?.to_vec()?)?;
    let mut list = String::new();
    for at in 0..number {
        let id = |group: &str, version: u8| format!("{group}{at:06}{version}z");
        let elements = [
            ("abschiebung", id("A", 1)),
            ("anschrift", id("B", 1)),
            ("asylstatus", id("C", 1)),
            ("aufenthaltsgestattung", id("D", 1)),
            ("aufenthaltsgestattung", id("E", 1)),
            ("ausweispapier", id("F", 1)),
            ("duldung", id("G", 1)),
            ("duldung", id("H", 1)),
            ("grundpersonalien", id("I", 1)),
            ("meldestatus", id("J", 1)),
        ];
        list.push_str("<xa:abgleichergebnis><xa:azrNummer>990309");
        list.push_str(&format!("{at:06}</xa:azrNummer><xa:abgleichMitReferenzID>"));
        for (name, id) in elements {
            list.push_str(&format!("<xa:{name}>{id}</xa:{name}>"));
        }
        list.push_str("</xa:abgleichMitReferenzID></xa:abgleichergebnis>");
    }
    let filled = text.replace(
        "<xa:azrNummern></xa:azrNummern>",
        &format!("<xa:azrNummern>{list}</xa:azrNummern>"),
    );
    Ok(filled.into_bytes())
}

fn registers(head: &dyn Fn() -> Kopf, number: usize) -> Result<(), Box<dyn Error>> {
    let message = message(head(), number)?;
    println!(
        "090022 with {number} records, {} MB",
        message.len() / 1_000_000
    );
    let begin = Instant::now();
    let daten = step("  read", || Daten::from_slice(&message))?;
    let bestand = step("  local data", || -> Result<Bestand, Box<dyn Error>> {
        let mut bestand = Bestand::new();
        for at in 0..number {
            // Every tenth record is not known; every seventh id is out of date.
            let at = if at % 10 == 0 { at + number } else { at };
            let version = if at % 7 == 0 { 2 } else { 1 };
            let ids = bestand.datensatz(format!("990309{at:06}"));
            for (group, letter) in [
                (Abgleichsgruppe::Abschiebung, "A"),
                (Abgleichsgruppe::Anschrift, "B"),
                (Abgleichsgruppe::Duldung, "H"),
                (Abgleichsgruppe::Duldung, "G"),
                (Abgleichsgruppe::Grundpersonalien, "I"),
            ] {
                ids.eintrag(group, Some(&format!("{letter}{at:06}{version}z")))?;
            }
        }
        Ok(bestand)
    })?;
    let abgleich = step("  compare", || {
        Abgleich::neu(&daten, &bestand, &Einstellungen::default())
    })?;
    let uuid = UUID::new("0d0aa209-b31d-439e-a4e5-b882fdb3f96f")?;
    let packages = step("  packages", || abgleich.pakete(&uuid, head))?;
    let bytes = step("  write", || {
        let each = packages.iter().map(|p| p.to_vec().map(|bytes| bytes.len()));
        each.sum::<Result<usize, _>>()
    })?;
    println!(
        "  {} messages 090023, {} MB; {} in both, {} only in the register, {} only local",
        packages.len(),
        bytes / 1_000_000,
        abgleich.uebereinstimmend().len(),
        abgleich.nur_register().len(),
        abgleich.nur_lokal().len(),
    );
    println!(
        "  all: {:.2} s; at most 10 s are wanted for 100 000",
        begin.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Whole records, with all groups.
fn records(whole: usize) -> Result<(), Box<dyn Error>> {
    let set = xoev_bundled::schemas()?;
    let ns = set.namespace("http://www.osci.de/xauslaender2611");
    let element = ns.and_then(|ns| set.find_element(ns, "VonAZR.AZRGesamtauskunft.090004"));
    let element = element.ok_or("the schema has no 090004")?;
    let vergleicher = Vergleicher::new()?;
    let sample = |seed| Sampler::new(&set).seed(seed).full(true).sample(element);
    let (one, other) = (sample(1)?, sample(2)?);
    let read = |text: &str| Datensatz::aus_xml(vergleicher.darsteller(), text.as_bytes());
    let (one, other) = (read(&one)?, read(&other)?);
    let entries = one.eintraege.len() + other.eintraege.len();
    let options = Optionen::default();
    for (name, register) in [("the same", &one), ("other", &other)] {
        let begin = Instant::now();
        for _ in 0..whole {
            std::hint::black_box(vergleicher.vergleiche(&one, register, &options));
        }
        let each = begin.elapsed().as_secs_f64() * 1000.0 / whole as f64;
        println!("two records with {entries} entries, {name}: {each:.2} ms");
    }
    Ok(())
}
