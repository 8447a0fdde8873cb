//! A toleration (Duldung) after a negative asylum decision, for a mother and two children, with all
//! events that go to the register. `cargo run -p azr --example duldung`

pub(crate) mod register;

use std::io::Write;

use azr::inhalt::{Abschiebung, Asylstatus, Duldung};
use azr::{
    Aenderung, Anfrage, Betroffener, Ergebnis as Ausgang, Folgemeldung, Gesamtstand, Inhalt,
    Massnahme, Pruefung, ReferenzId, Stand,
};
use xauslaender::v26_11::azr::AZRBefristungsangabe;
use xauslaender::v26_11::codes::{
    CodeAZRAbrufzweck, CodeAZRAbschiebungArt, CodeAZRAsylstatusArt, CodeAZRDuldungArt,
};

use register::Register;
use register::stellen::{self, Ergebnis, nummer, tag, text};

const MUTTER: &str = "990309012345";
const KINDER: [&str; 2] = ["120309012346", "150309012347"];

fn main() -> Ergebnis<()> {
    ablauf(&mut std::io::stdout(), &mut Register::neu()?)
}

/// The whole process.
pub(crate) fn ablauf(aus: &mut impl Write, register: &mut Register) -> Ergebnis<()> {
    let pruefung = Pruefung::bundled()?;
    let (abh, bamf) = (stellen::auslaenderbehoerde()?, stellen::bamf()?);
    register.anlegen(MUTTER, stellen::person("Ahmadi", "Laila", "1988-03-01")?);
    register.anlegen(KINDER[0], stellen::person("Ahmadi", "Amina", "2012-05-09")?);
    register.anlegen(KINDER[1], stellen::person("Ahmadi", "Zahra", "2015-07-21")?);

    // 1. The BAMF reports the decision with its date of service, later that it is final.
    let bescheid = Asylstatus {
        asylstatus: CodeAZRAsylstatusArt::new("46")?,
        ereignisdatum: Some(tag("2026-03-02")?),
        zustelldatum: Some(tag("2026-03-06")?),
        bestandskraftdatum: None,
        geschaeftszeichen: Some(text("1234567-423")?),
        einreisestaat: None,
        dublin_staat: None,
        erweiterung: Vec::new(),
    };
    let rechtskraft = Asylstatus {
        asylstatus: CodeAZRAsylstatusArt::new("35")?,
        ereignisdatum: Some(tag("2026-04-07")?),
        bestandskraftdatum: Some(tag("2026-04-07")?),
        ..bescheid.clone()
    };
    for (was, status) in [("Bescheid", bescheid), ("Bestandskraft", rechtskraft)] {
        let report = Folgemeldung::neu(nummer(MUTTER)?).mit(Aenderung::neu(status));
        let antwort = register.senden(&pruefung, report.bauen(&bamf)?)?;
        writeln!(aus, "BAMF, {was}: {:?}", antwort.ergebnis())?;
    }

    // 2. The office grants a toleration. The children are on the mother's certificate.
    let duldung = Duldung {
        duldung_art: CodeAZRDuldungArt::new("16")?,
        ereignisdatum: Some(tag("2026-05-04")?),
        befristungsdatum: Some(tag("2026-08-03")?),
        bescheinigungs_nummer: Some(text("X99000123")?),
        traegervordruck: None,
        loeschdatum: None,
        erweiterung: Vec::new(),
    };
    let mut familie = Vec::new();
    for azr_nummer in [MUTTER, KINDER[0], KINDER[1]] {
        familie.push(Betroffener {
            azr_nummer: nummer(azr_nummer)?,
            eintrag: None,
        });
    }
    let mut erteilung = Massnahme::anwenden(&abh, &duldung, &familie)?;
    for (person, einreichung) in familie.iter_mut().zip(erteilung.einreichungen().to_vec()) {
        let uuid = einreichung.uuid().clone();
        let antwort = register.senden(&pruefung, einreichung)?;
        let Inhalt::Bestaetigung(bestaetigung) = antwort.inhalt() else {
            return Err("the register was expected to confirm".into());
        };
        // The id of the new entry is what its next change needs.
        person.eintrag = ReferenzId::of_confirmation::<Duldung>(bestaetigung);
        erteilung.vermerken(&uuid, Stand::Bestaetigt);
    }
    writeln!(aus, "Duldung erteilt: {:?}", erteilung.stand())?;

    // 3. It is extended for all three. Meanwhile, the register has reworked one entry.
    register.ueberarbeiten(KINDER[1], "duldung")?;
    let verlaengert = Duldung {
        befristungsdatum: Some(tag("2026-11-02")?),
        ..duldung
    };
    let mut verlaengerung = Massnahme::anwenden(&abh, &verlaengert, &familie)?;
    if let Err(kept) = verlaengerung.pruefen(&pruefung, &[]) {
        return Err(format!("{} submissions are kept back", kept.len()).into());
    }
    for einreichung in verlaengerung.einreichungen().to_vec() {
        let uuid = einreichung.uuid().clone();
        let person = einreichung.person().cloned();
        let antwort = register.senden(&pruefung, einreichung)?;
        let stand = match antwort.ergebnis() {
            Ausgang::Angenommen => Stand::Bestaetigt,
            _ => Stand::Abgelehnt,
        };
        verlaengerung.vermerken(&uuid, stand);
        for fehler in antwort.fehler() {
            let wer = person.as_ref().map(ToString::to_string).unwrap_or_default();
            writeln!(aus, "AZR zu {wer}: {fehler}")?;
        }
        if stand == Stand::Abgelehnt {
            writeln!(aus, "Verlängerung: {:?}", verlaengerung.stand())?;
            // The cure that the text names: ask for the record, take the id that it has now.
            let eintrag = aktuelle_duldung(&pruefung, register, &abh, KINDER[1])?;
            let report = Folgemeldung::neu(nummer(KINDER[1])?)
                .mit(Aenderung::aktualisieren(eintrag, verlaengert.clone()));
            let neu = report.bauen(&abh)?;
            let neue_uuid = neu.uuid().clone();
            let antwort = register.senden(&pruefung, neu.clone())?;
            if verlaengerung.ersetzen(&uuid, neu).is_ok()
                && antwort.ergebnis() == Ausgang::Angenommen
            {
                verlaengerung.vermerken(&neue_uuid, Stand::Bestaetigt);
            }
        }
    }
    writeln!(aus, "Verlängerung: {:?}", verlaengerung.stand())?;
    if verlaengerung.stand() != Gesamtstand::Vollstaendig {
        return Err("somebody has no toleration in the register".into());
    }

    // 4. The removal, if it is carried out.
    let abschiebung = Abschiebung {
        abschiebung_art: CodeAZRAbschiebungArt::new("07")?,
        ereignisdatum: Some(tag("2026-11-16")?),
        rechtskraftdatum: None,
        befristungsangabe: Some(AZRBefristungsangabe::Fristendedatum(tag("2028-11-15")?)),
        referenz_auf_ausweisung_id: None,
        zustelldatum: None,
        loeschdatum: None,
        aktenzeichen_meldende_behoerde: Some(text("32.1-4711")?),
        erlassende_behoerde: None,
        erweiterung: Vec::new(),
    };
    for person in &familie {
        let report =
            Folgemeldung::neu(person.azr_nummer.clone()).mit(Aenderung::neu(abschiebung.clone()));
        let antwort = register.senden(&pruefung, report.bauen(&abh)?)?;
        let wer = person.azr_nummer.as_str();
        writeln!(
            aus,
            "Abschiebung vollzogen, {wer}: {:?}",
            antwort.ergebnis()
        )?;
    }
    Ok(())
}

/// The id of the current toleration in a record.
fn aktuelle_duldung(
    pruefung: &Pruefung,
    register: &mut Register,
    abh: &azr::Stelle,
    azr_nummer: &str,
) -> Ergebnis<ReferenzId> {
    let zweck = CodeAZRAbrufzweck::from(CodeAZRAbrufzweck::C_01);
    let anfrage = Anfrage::nach_azr_nummer(nummer(azr_nummer)?, zweck).bauen(abh)?;
    let antwort = register.senden(pruefung, anfrage)?;
    match antwort.inhalt() {
        Inhalt::Gesamtauskunft(record) => {
            let duldung = record.aktuelle_duldung.as_ref();
            let id = duldung.map(|d| ReferenzId::from(&d.referenz_id));
            Ok(id.ok_or("no toleration in the record")?)
        }
        _ => Err("no record".into()),
    }
}
