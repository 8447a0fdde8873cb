//! A residence permit for employment, from the first report on, with all events that go to the
//! register. `cargo run -p azr --example aufenthaltserlaubnis`

pub(crate) mod register;

use std::io::Write;

use azr::inhalt::{Aufenthaltserlaubnis, Aufenthaltsstatus, EntscheidungBA, Meldestatus};
use azr::{
    Aenderung, Anfrage, Erstmeldung, Folgemeldung, Gruppenmeldung, Inhalt, Personenschluessel,
    Pruefung, Vorabergebnis, Vorabfrage,
};
use xauslaender::v26_11::codes::{
    CodeAZRAbrufzweck, CodeAZRAufenthaltserlaubnisArt, CodeAZRAufenthaltsstatusArt,
    CodeAZREntscheidungBAArt, CodeAZRMeldestatusArt, CodeAZRSuchprofil,
};

use register::Register;
use register::stellen::{self, Ergebnis, nummer, tag, text};

/// A record of another woman of the same name, born on the same day.
const ANDERE: &str = "940912010815";

fn main() -> Ergebnis<()> {
    ablauf(&mut std::io::stdout(), &mut Register::neu()?)
}

/// The whole process.
pub(crate) fn ablauf(aus: &mut impl Write, register: &mut Register) -> Ergebnis<()> {
    let pruefung = Pruefung::bundled()?;
    let abh = stellen::auslaenderbehoerde()?;
    let personalien = stellen::person("Karimi", "Nilufar", "1994-09-12")?;

    // 1. The residents' register has told of a registration. Is she known?
    let zweck = CodeAZRAbrufzweck::from(CodeAZRAbrufzweck::C_01);
    let profil = CodeAZRSuchprofil::from(CodeAZRSuchprofil::C_N);
    let anfrage = Anfrage::nach_personalien(&personalien, profil, zweck)
        .fuer(Personenschluessel::Lokal("Akte 4711".to_owned()))
        .bauen(&abh)?;
    let antwort = register.senden(&pruefung, anfrage.clone())?;
    writeln!(aus, "Vorabfrage: {:?}", antwort.ergebnis())?;
    let vorabfrage = match Vorabfrage::auswerten(&anfrage, &antwort)? {
        Vorabergebnis::KeinTreffer(vorabfrage) => vorabfrage,
        Vorabergebnis::Treffer(_) => return Err("a clerk has to look at the hits".into()),
    };

    // 2. She is not: first report. Meanwhile another office has reported a woman with equal data.
    register.anlegen(ANDERE, personalien.clone());
    let meldestatus = Meldestatus {
        meldestatus_art: CodeAZRMeldestatusArt::new("01")?,
        aktenzeichen: Some(text("32.1-4711")?),
        ereignisdatum: Some(tag("2026-09-01")?),
        erweiterung: Vec::new(),
    };
    let erstmeldung = Erstmeldung::neu("Akte 4711", vorabfrage.clone(), personalien, meldestatus);
    let antwort = register.senden(&pruefung, erstmeldung.bauen(&abh)?)?;
    for fehler in antwort.fehler() {
        writeln!(aus, "AZR: {fehler}")?;
    }
    // The clerk has looked at the record and is sure: another person.
    let vorabfrage = vorabfrage
        .nach_ablehnung(&antwort)?
        .andere_personen(&[nummer(ANDERE)?], "Martina Beispiel")?;
    let erstmeldung = erstmeldung.mit_vorabfrage(vorabfrage);
    let antwort = register.senden(&pruefung, erstmeldung.bauen(&abh)?)?;
    let Inhalt::Bestaetigung(bestaetigung) = antwort.inhalt() else {
        return Err("the register was expected to confirm".into());
    };
    let azr_nummer = bestaetigung.azr_nummer.as_deref().ok_or("no number")?;
    let azr_nummer = nummer(azr_nummer)?;
    writeln!(
        aus,
        "Erstmeldung: {:?}, {}",
        antwort.ergebnis(),
        azr_nummer.as_str()
    )?;

    // 3. Application filed, certificate issued, approval of the employment agency, permit.
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
    let fiktion = Aufenthaltsstatus {
        aufenthaltsstatus_art: CodeAZRAufenthaltsstatusArt::new("19")?,
        ereignisdatum: Some(tag("2026-09-07")?),
        befristungsdatum: Some(tag("2027-03-06")?),
        nummer_aufenthaltstitel: Some(text("Y99000456")?),
        ..antrag.clone()
    };
    let zustimmung = EntscheidungBA {
        entscheidung_ba_art: CodeAZREntscheidungBAArt::new("01")?,
        ereignisdatum: Some(tag("2026-10-12")?),
        zustimmung: None,
        loeschdatum: None,
        erweiterung: Vec::new(),
    };
    let erlaubnis = Aufenthaltserlaubnis {
        aufenthaltserlaubnis_art: CodeAZRAufenthaltserlaubnisArt::new("492")?,
        ereignisdatum: Some(tag("2026-11-02")?),
        befristungsdatum: Some(tag("2028-11-01")?),
        nummer_aufenthaltstitel: Some(text("Y99000789")?),
        staat: None,
        gueltig: None,
        parallel_zu_id: Vec::new(),
        erweiterung: Vec::new(),
    };
    let events: [(&str, Gruppenmeldung); 4] = [
        ("Antrag gestellt", Aenderung::neu(antrag).into()),
        ("Fiktionsbescheinigung", Aenderung::neu(fiktion).into()),
        ("Zustimmung der BA", Aenderung::neu(zustimmung).into()),
        (
            "Aufenthaltserlaubnis erteilt",
            Aenderung::neu(erlaubnis).into(),
        ),
    ];
    for (was, ereignis) in events {
        let report = Folgemeldung::neu(azr_nummer.clone()).mit(ereignis);
        let antwort = register.senden(&pruefung, report.bauen(&abh)?)?;
        writeln!(aus, "{was}: {:?}", antwort.ergebnis())?;
    }
    Ok(())
}
