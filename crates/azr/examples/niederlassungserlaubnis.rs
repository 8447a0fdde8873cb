//! A settlement permit (Niederlassungserlaubnis), with all events that go to the register.
//! `cargo run -p azr --example niederlassungserlaubnis`

pub(crate) mod register;

use std::io::Write;

use azr::inhalt::{Aufenthaltserlaubnis, Aufenthaltsstatus, Niederlassungserlaubnis};
use azr::{Aenderung, Anfrage, Folgemeldung, Inhalt, Pruefung, ReferenzId};
use xauslaender::v26_11::codes::{
    CodeAZRAbrufzweck, CodeAZRAufenthaltserlaubnisArt, CodeAZRAufenthaltsstatusArt,
    CodeAZRNiederlassungserlaubnisArt,
};

use register::Register;
use register::stellen::{self, Ergebnis, nummer, tag, text};

/// The number in the office's files: the record was merged into another one since.
const ALT: &str = "880601010001";
/// The number of the record today.
const HEUTE: &str = "880601010002";

fn main() -> Ergebnis<()> {
    ablauf(&mut std::io::stdout(), &mut Register::neu()?)
}

/// The whole process.
pub(crate) fn ablauf(aus: &mut impl Write, register: &mut Register) -> Ergebnis<()> {
    let pruefung = Pruefung::bundled()?;
    let abh = stellen::auslaenderbehoerde()?;
    vorgeschichte(register, &abh)?;

    // 1. The application is filed. The confirmation tells the number that the record has today.
    let antrag = Aufenthaltsstatus {
        aufenthaltsstatus_art: CodeAZRAufenthaltsstatusArt::new("17")?,
        ereignisdatum: Some(tag("2026-09-07")?),
        nummer_aufenthaltstitel: None,
        traegervordruck: None,
        befristungsdatum: None,
        unanfechtbarkeitsdatum: None,
        zustelldatum: None,
        referenz_auf_aufenthaltstitel_id: None,
        erweiterung: Vec::new(),
    };
    let mut azr_nummer = nummer(ALT)?;
    let report = Folgemeldung::neu(azr_nummer.clone()).mit(Aenderung::neu(antrag.clone()));
    let antwort = register.senden(&pruefung, report.bauen(&abh)?)?;
    writeln!(aus, "Antrag gestellt: {:?}", antwort.ergebnis())?;
    if let Inhalt::Bestaetigung(bestaetigung) = antwort.inhalt()
        && let Some(neu) = &bestaetigung.azr_nummer
    {
        writeln!(aus, "AZR-Nummer {} heißt jetzt {neu}", azr_nummer.as_str())?;
        azr_nummer = nummer(neu)?;
    }

    // 2. The history is read: five years with a permit?
    let zweck = CodeAZRAbrufzweck::from(CodeAZRAbrufzweck::C_01);
    let anfrage = Anfrage::nach_azr_nummer(azr_nummer.clone(), zweck).mit_historie();
    let antwort = register.senden(&pruefung, anfrage.bauen(&abh)?)?;
    let Inhalt::Gesamtauskunft(record) = antwort.inhalt() else {
        return Err("the register was expected to know the person".into());
    };
    let mut bisher: Option<ReferenzId> = None;
    for titel in &record.aufenthaltserlaubnis {
        let art = titel.aufenthaltserlaubnis_art.label().unwrap_or_default();
        let seit = titel.ereignisdatum.as_ref().map(ToString::to_string);
        writeln!(aus, "Bisher: {art} seit {}", seit.unwrap_or_default())?;
        bisher = Some(ReferenzId::from(&titel.referenz_id));
    }

    // 3. A certificate in between, about the title that it prolongs.
    let fiktion = Aufenthaltsstatus {
        aufenthaltsstatus_art: CodeAZRAufenthaltsstatusArt::new("19")?,
        befristungsdatum: Some(tag("2027-03-06")?),
        nummer_aufenthaltstitel: Some(text("Y99000457")?),
        referenz_auf_aufenthaltstitel_id: bisher.map(Into::into),
        ..antrag
    };
    let report = Folgemeldung::neu(azr_nummer.clone()).mit(Aenderung::neu(fiktion));
    let antwort = register.senden(&pruefung, report.bauen(&abh)?)?;
    writeln!(aus, "Fiktionsbescheinigung: {:?}", antwort.ergebnis())?;

    // 4. The permit is issued.
    let erlaubnis = Niederlassungserlaubnis {
        niederlassungserlaubnis_art: CodeAZRNiederlassungserlaubnisArt::new("01")?,
        ereignisdatum: Some(tag("2026-11-02")?),
        nummer_aufenthaltstitel: Some(text("Y99000790")?),
        gueltig: None,
        parallel_zu_id: Vec::new(),
        erweiterung: Vec::new(),
    };
    let report = Folgemeldung::neu(azr_nummer).mit(Aenderung::neu(erlaubnis));
    let antwort = register.senden(&pruefung, report.bauen(&abh)?)?;
    writeln!(
        aus,
        "Niederlassungserlaubnis erteilt: {:?}",
        antwort.ergebnis()
    )?;
    Ok(())
}

/// What the register knows before the process begins.
fn vorgeschichte(register: &mut Register, abh: &azr::Stelle) -> Ergebnis<()> {
    register.anlegen(HEUTE, stellen::person("Petrova", "Vesna", "1988-06-01")?);
    register
        .alte_nummern
        .insert(ALT.to_owned(), HEUTE.to_owned());
    let frueher = Aufenthaltserlaubnis {
        aufenthaltserlaubnis_art: CodeAZRAufenthaltserlaubnisArt::new("041")?,
        ereignisdatum: Some(tag("2020-10-05")?),
        befristungsdatum: Some(tag("2026-10-04")?),
        nummer_aufenthaltstitel: Some(text("Y88000111")?),
        staat: None,
        gueltig: None,
        parallel_zu_id: Vec::new(),
        erweiterung: Vec::new(),
    };
    let report = Folgemeldung::neu(nummer(HEUTE)?).mit(Aenderung::neu(frueher));
    register.empfangen(report.bauen(abh)?.bytes())?;
    Ok(())
}
