//! The parts of the report on answers that say nothing on the content: refusals of a message, and
//! answers that could not be read.

use xoev::Language;

use crate::antwort::{Rueckweisung, Rueckweisungsgrund, Ungelesen, UngelesenArt};

use super::inhalt::{MAX_LISTE, abschnitt, fakt, zitat};
use super::nebenbei::referenzen;
use super::worte::{self, pick, zeitpunkt};
use super::{Abschnitt, Block, Gewicht};

pub(super) fn rueckweisung(r: &Rueckweisung, sprache: Language) -> Abschnitt {
    let mut bloecke = gruende(&r.gruende, sprache);
    let mut fakten = Vec::new();
    let stelle = r.rueckweisende_stelle.clone().unwrap_or_default();
    fakt(
        &mut fakten,
        pick(sprache, "Rückweisende Stelle", "Refused by"),
        stelle,
    );
    if let Some(bezug) = &r.bezug {
        let name = pick(sprache, "Zurückgewiesene Nachricht", "Message refused");
        let erstellt = zeitpunkt(&bezug.erstellungszeitpunkt, sprache);
        fakt(
            &mut fakten,
            name,
            format!("{}, {}, {erstellt}", bezug.nummer, bezug.uuid),
        );
    }
    if let Some(transport) = &r.transport {
        let id = transport.nachrichten_id.clone().unwrap_or_default();
        fakt(
            &mut fakten,
            pick(
                sprache,
                "Kennung im Transport",
                "Identifier in the transport",
            ),
            id,
        );
        let hinweise = transport.hinweise.clone().unwrap_or_default();
        fakt(
            &mut fakten,
            pick(sprache, "Ergänzende Hinweise", "Further hints"),
            hinweise,
        );
    }
    if !fakten.is_empty() {
        bloecke.push(Block::Fakten(fakten));
    }
    for fall in r.einzelfaelle.iter().take(MAX_LISTE) {
        let name = pick(
            sprache,
            "Nicht verarbeiteter Einzelfall",
            "Case that was not processed",
        );
        let was = format!("{}, {}", fall.zeichen, zeitpunkt(&fall.zeitpunkt, sprache));
        bloecke.push(Block::Fakten(vec![(name.to_owned(), was)]));
        bloecke.extend(gruende(&fall.gruende, sprache));
    }
    let titel = pick(sprache, "Gründe der Rückweisung", "Reasons of the refusal");
    abschnitt(titel, Gewicht::Fehler, bloecke)
}

fn gruende(gruende: &[Rueckweisungsgrund], sprache: Language) -> Vec<Block> {
    let mut bloecke = Vec::new();
    for grund in gruende.iter().take(MAX_LISTE) {
        let mut fakten = Vec::new();
        let was = match grund.bedeutung {
            Some(bedeutung) => format!("{} – {bedeutung}", grund.code),
            None => grund.code.clone(),
        };
        fakt(&mut fakten, pick(sprache, "Grund", "Reason"), was);
        for spezifisch in &grund.spezifisch {
            let teile = [&spezifisch.code, &spezifisch.bezeichnung, &spezifisch.liste];
            let teile: Vec<&str> = teile.iter().filter_map(|t| t.as_deref()).collect();
            fakt(
                &mut fakten,
                pick(sprache, "Genauer", "In detail"),
                teile.join(", "),
            );
        }
        bloecke.push(Block::Fakten(fakten));
        for text in grund
            .spezifisch
            .iter()
            .filter_map(|s| s.beschreibung.as_ref())
        {
            let von = pick(
                sprache,
                "Beschreibung, wörtlich",
                "Description, word for word",
            );
            bloecke.push(zitat(von.to_owned(), text));
        }
    }
    bloecke
}

/// `leer` says that the answer has no bytes but white space.
pub(super) fn ungelesen(u: &Ungelesen, leer: bool, sprache: Language) -> Abschnitt {
    let titel = pick(sprache, "Antwort nicht lesbar", "Answer not readable");
    if leer {
        let satz = pick(
            sprache,
            "Die Antwort ist leer: Es kam nichts an, oder es wurde die falsche Datei gewählt.",
            "The answer is empty: nothing arrived, or the wrong file was chosen.",
        );
        let bloecke = vec![Block::Absatz(satz.to_owned())];
        return abschnitt(titel, Gewicht::Warnung, bloecke);
    }
    let mut bloecke = vec![Block::Absatz(
        pick(
            sprache,
            "Die Antwort konnte nicht vollständig gelesen werden. Was darin zu finden war, steht \
             in diesem Bericht. Bewahren Sie die Antwort unverändert auf.",
            "The answer could not be read as a whole. What could be found in it is in this \
             report. Keep the answer unchanged.",
        )
        .to_owned(),
    )];
    let mut fakten = Vec::new();
    let art = worte::ungelesen(u.art(), sprache);
    fakt(&mut fakten, pick(sprache, "Art", "Kind"), art);
    let grund = match u.grund.violation() {
        // Without any element, the reader's words about end tags help nobody.
        Some(_) if u.wurzel.is_none() && u.art() == UngelesenArt::NichtWohlgeformt => pick(
            sprache,
            "Die Antwort ist kein XML: Sie hat kein einziges Element.",
            "The answer is no XML: it does not have a single element.",
        )
        .to_owned(),
        Some(v) => format!(
            "{} ({}: {}, {})",
            v.text(sprache),
            pick(sprache, "Zeile, Spalte", "line, column"),
            v.line,
            v.column
        ),
        None => u.grund.to_string(),
    };
    fakt(&mut fakten, pick(sprache, "Grund", "Reason"), grund);
    if let Some(wurzel) = &u.wurzel {
        let teile = [wurzel.standard.as_deref(), wurzel.version.as_deref()];
        let teile: Vec<&str> = teile.into_iter().flatten().collect();
        fakt(
            &mut fakten,
            pick(sprache, "Standard, Version", "Standard, version"),
            teile.join(" "),
        );
    }
    let nummer = u.geborgen.azr_nummer.clone().unwrap_or_default();
    fakt(
        &mut fakten,
        pick(sprache, "AZR-Nummer", "AZR number"),
        nummer,
    );
    bloecke.push(Block::Fakten(fakten));
    bloecke.extend(gruende(&u.geborgen.rueckweisungsgruende, sprache));
    bloecke.extend(
        referenzen(&u.geborgen.referenzen, sprache)
            .into_iter()
            .flat_map(|a| a.bloecke),
    );
    abschnitt(titel, Gewicht::Warnung, bloecke)
}
