//! What the report says, in the order in which it is read.

use std::collections::HashMap;
use std::sync::Arc;

use xoev::Language;

use crate::antwort::{Antwort, Antwortkopf, Ergebnis, Inhalt};
use crate::darstellung::Eintrag;
use crate::fehler::{Gesendet, Zuordnung, Zustaendigkeitsregeln};

use super::abgewiesen;
use super::felder::feld;
use super::nebenbei::{dokument, dublette, hinweise, referenzen};
use super::rat;
use super::worte::{self, pick, zeitpunkt};
use super::{Abschnitt, Block, Fehlerbericht, Gewicht};

/// How many faulty attributes are looked for in all.
const MAX_ATTRIBUTE: usize = 200;
/// How many characters of an entry of the submission are shown.
const MAX_ZEILE: usize = 2000;
/// How many errors, hints, ids are shown.
pub(super) const MAX_LISTE: usize = 500;

pub(super) fn bericht(
    gesendet: &Gesendet,
    eintraege: &[Eintrag],
    antwort: Antwort,
    sprache: Language,
    regeln: &Zustaendigkeitsregeln,
) -> Fehlerbericht {
    let mut rest = MAX_ATTRIBUTE;
    let mut known: HashMap<Option<String>, Arc<Zuordnung>> = HashMap::new();
    let mut find = |attribut: &String| {
        let new = || Arc::new(gesendet.zuordnen(attribut));
        let key = Gesendet::suchschluessel(attribut);
        Arc::clone(known.entry(key).or_insert_with(new))
    };
    let zuordnungen: Vec<Vec<Arc<Zuordnung>>> = antwort
        .fehler()
        .iter()
        .map(|fehler| {
            let wanted = fehler.fehlerhafte_attribute.iter().take(rest);
            let found: Vec<Arc<Zuordnung>> = wanted.map(&mut find).collect();
            rest -= found.len();
            found
        })
        .collect();
    let mut abschnitte = vec![
        meldung(gesendet, eintraege, sprache),
        antwort_kopf(&antwort, sprache),
    ];
    abschnitte.extend(fehler(&antwort, &zuordnungen, sprache));
    abschnitte.extend(dublette(&antwort, sprache));
    match antwort.inhalt() {
        Inhalt::Rueckweisung(r) => abschnitte.push(abgewiesen::rueckweisung(r, sprache)),
        Inhalt::Ungelesen(u) => {
            let leer = antwort.bytes().trim_ascii().is_empty();
            abschnitte.push(abgewiesen::ungelesen(u, leer, sprache));
        }
        Inhalt::BestaetigungDokument(m) => abschnitte.push(dokument(m, sprache)),
        Inhalt::Bestaetigung(b) => abschnitte.extend(referenzen(&b.referenzen, sprache)),
        Inhalt::Nichtzustaendig(m) => {
            if let Some(bemerkung) = &m.bemerkung {
                let von = pick(sprache, "Bemerkung", "Remark");
                let zitat = zitat(von.to_owned(), bemerkung.as_str());
                let titel = pick(
                    sprache,
                    "Erklärung der Stelle",
                    "Declaration of the receiver",
                );
                abschnitte.push(abschnitt(titel, Gewicht::Fehler, vec![zitat]));
            }
        }
        _ => {}
    }
    abschnitte.extend(hinweise(&antwort, sprache));
    let ratschlaege = rat::rat(gesendet, &antwort, &zuordnungen, sprache, regeln);
    if !ratschlaege.is_empty() {
        let titel = pick(sprache, "Was kann getan werden?", "What can be done?");
        abschnitte.push(abschnitt(
            titel,
            Gewicht::Neutral,
            vec![Block::Liste(ratschlaege)],
        ));
    }
    let titel = match antwort.fehler().is_empty() {
        false => pick(
            sprache,
            "Fehlerbericht zu einer Meldung an das AZR",
            "Error report on a submission to the register AZR",
        ),
        true => pick(
            sprache,
            "Bericht zu einer Antwort des AZR",
            "Report on an answer of the register AZR",
        ),
    };
    Fehlerbericht {
        sprache,
        titel: titel.to_owned(),
        antwort,
        zuordnungen,
        abschnitte,
    }
}

pub(super) fn abschnitt(
    titel: impl Into<String>,
    gewicht: Gewicht,
    bloecke: Vec<Block>,
) -> Abschnitt {
    Abschnitt {
        ueberschrift: titel.into(),
        gewicht,
        bloecke,
    }
}

pub(super) fn zitat(von: String, text: &str) -> Block {
    Block::Zitat {
        von,
        text: text.to_owned(),
    }
}

/// A fact, if there is something to say.
pub(super) fn fakt(out: &mut Vec<(String, String)>, name: &str, wert: impl Into<String>) {
    let wert = wert.into();
    if !wert.trim().is_empty() {
        out.push((name.to_owned(), wert));
    }
}

fn meldung(gesendet: &Gesendet, eintraege: &[Eintrag], sprache: Language) -> Abschnitt {
    let mut fakten = Vec::new();
    let kopf = gesendet.kopf().unwrap_or_default();
    let name = match (kopf.nummer.as_str(), gesendet.titel()) {
        ("", Some(titel)) => titel.to_owned(),
        ("", None) => gesendet.name().to_owned(),
        (nummer, Some(titel)) => format!("{nummer} – {titel}"),
        (nummer, None) => format!("{nummer} – {}", gesendet.name()),
    };
    fakt(&mut fakten, pick(sprache, "Nachricht", "Message"), name);
    fakt(&mut fakten, "Person", person(gesendet, sprache));
    let was = pick(sprache, "Gemeldet", "Reported");
    let lines: Vec<String> = match eintraege {
        [] => {
            let groups = gesendet.gruppentitel().take(MAX_LISTE);
            groups.map(str::to_owned).collect()
        }
        all => all.iter().take(MAX_LISTE).map(Eintrag::zeile).collect(),
    };
    for line in lines {
        let cut: String = line.chars().take(MAX_ZEILE).collect();
        let more = if cut.len() < line.len() { "…" } else { "" };
        fakt(&mut fakten, was, format!("{cut}{more}"));
    }
    let erstellt = zeitpunkt(&kopf.erstellungszeitpunkt, sprache);
    fakt(&mut fakten, pick(sprache, "Erstellt", "Created"), erstellt);
    fakt(&mut fakten, pick(sprache, "Absender", "Sender"), kopf.autor);
    fakt(
        &mut fakten,
        pick(sprache, "Kennung (UUID)", "Identifier (UUID)"),
        kopf.uuid,
    );
    if kopf.test.is_some() {
        let test = pick(sprache, "Testnachricht", "test message");
        fakt(&mut fakten, pick(sprache, "Hinweis", "Note"), test);
    }
    let mut bloecke = Vec::new();
    if fakten.is_empty() {
        bloecke.push(Block::Absatz(
            pick(
                sprache,
                "Die Meldung ist nicht lesbar.",
                "The submission is not readable.",
            )
            .to_owned(),
        ));
    } else {
        bloecke.push(Block::Fakten(fakten));
    }
    if !gesendet.ist_gueltig() {
        let findings = &gesendet.pruefung().findings;
        let first = findings.first().map(|f| {
            let v = &f.violation;
            format!(
                "{} ({}: {}, {})",
                f.text(sprache),
                pick(sprache, "Zeile, Spalte", "line, column"),
                v.line,
                v.column
            )
        });
        let satz = pick(
            sprache,
            "Die Meldung selbst entspricht nicht dem Schema des Standards. ",
            "The submission itself is not valid by the schema of the standard. ",
        );
        bloecke.push(Block::Absatz(format!(
            "{satz}{}",
            first.unwrap_or_default()
        )));
    }
    let titel = pick(sprache, "Was wurde gesendet?", "What was sent?");
    abschnitt(titel, Gewicht::Neutral, bloecke)
}

/// Whom the submission is about, by its number and the names where the message has those of the
/// person: others, such as of a guarantor or a member of the family, would mislead.
fn person(gesendet: &Gesendet, sprache: Language) -> String {
    let name = gesendet.name();
    let stelle: &[&str] = match name.get(name.len().saturating_sub(6)..) {
        Some("090009" | "090010") => &["grundpersonalien", "grundpersonalien.fachdaten.neu"],
        Some("090001") => &["anfrageAZR", "grundpersonalien"],
        Some("090051") => &["anfrageVerpflichtungsgeber", "natuerlichePerson"],
        _ => &[],
    };
    let text = |below: &[&str]| {
        let text = gesendet.text(&[stelle, below].concat())?;
        // That a name or a date is missing or unknown.
        (!stelle.is_empty() && text != "true").then(|| text.to_owned())
    };
    let firma = || gesendet.text(&["anfrageVerpflichtungsgeber", "juristischePerson", "name"]);
    let mut teile = Vec::new();
    let gefragt = || gesendet.text(&["anfrageAZR", "azrNummer"]);
    if let Some(nummer) = gesendet.azr_nummer().or_else(gefragt) {
        teile.push(format!(
            "{} {nummer}",
            pick(sprache, "AZR-Nummer", "AZR number")
        ));
    }
    let name: Vec<String> = ["familienname", "vorname"]
        .iter()
        .filter_map(|n| text(&[n]))
        .chain(firma().map(str::to_owned))
        .collect();
    if !name.is_empty() {
        teile.push(name.join(", "));
    }
    let datum = [&["geburtsangaben", "tagDerGeburt"][..], &["tagDerGeburt"]];
    if let Some(datum) = datum.into_iter().find_map(text) {
        let geboren = pick(sprache, "geboren am", "born on");
        teile.push(format!("{geboren} {}", zeitpunkt(&datum, sprache)));
    }
    teile.join("; ")
}

fn antwort_kopf(antwort: &Antwort, sprache: Language) -> Abschnitt {
    let mut fakten = Vec::new();
    let leer = Antwortkopf::default();
    let kopf = antwort.kopf().unwrap_or(&leer);
    let nummer = match antwort.inhalt() {
        Inhalt::Ungelesen(u) => u
            .wurzel
            .as_ref()
            .map(|w| w.name.clone())
            .unwrap_or_default(),
        _ => kopf.nummer.clone(),
    };
    fakt(
        &mut fakten,
        pick(sprache, "Nachricht", "Message"),
        match was(antwort.inhalt(), sprache) {
            "" => nummer,
            was if nummer.is_empty() => was.to_owned(),
            was => format!("{nummer} – {was}"),
        },
    );
    let erstellt = zeitpunkt(&kopf.erstellungszeitpunkt, sprache);
    fakt(&mut fakten, pick(sprache, "Erstellt", "Created"), erstellt);
    fakt(
        &mut fakten,
        pick(sprache, "Absender", "Sender"),
        kopf.autor.clone(),
    );
    fakt(
        &mut fakten,
        pick(sprache, "Kennung (UUID)", "Identifier (UUID)"),
        kopf.uuid.clone(),
    );
    if let Inhalt::Bestaetigung(b) = antwort.inhalt() {
        let name = pick(
            sprache,
            "AZR-Nummer des Datensatzes",
            "AZR number of the record",
        );
        fakt(&mut fakten, name, b.azr_nummer.clone().unwrap_or_default());
    }
    let ergebnis = antwort.ergebnis();
    let gewicht = match ergebnis {
        Ergebnis::Angenommen => Gewicht::Gut,
        Ergebnis::Abgelehnt => Gewicht::Fehler,
        Ergebnis::Teilweise | Ergebnis::BereitsVerarbeitet | Ergebnis::Unbekannt => {
            Gewicht::Warnung
        }
    };
    let mut bloecke = vec![Block::Absatz(worte::ergebnis(ergebnis, sprache).to_owned())];
    if !fakten.is_empty() {
        bloecke.push(Block::Fakten(fakten));
    }
    let titel = pick(sprache, "Was kam zurück?", "What came back?");
    abschnitt(titel, gewicht, bloecke)
}

/// The kind of an answer, in words.
fn was(inhalt: &Inhalt, sprache: Language) -> &'static str {
    let (german, english) = match inhalt {
        Inhalt::Bestaetigung(_) => ("Bestätigung der Meldung", "confirmation of the report"),
        Inhalt::BestaetigungDokument(_) => (
            "Bestätigung zu einem Dokument",
            "confirmation on a document",
        ),
        Inhalt::KeinTreffer(_) => ("kein Treffer", "nothing was found"),
        Inhalt::Trefferliste(_) => ("Trefferliste", "list of hits"),
        Inhalt::Gesamtauskunft(_) => ("Gesamtauskunft", "whole record"),
        Inhalt::Lichtbilder(_) => ("Lichtbilder", "photos"),
        Inhalt::Dokument(_) => ("Dokument", "document"),
        Inhalt::Registerabgleich(_) => (
            "Daten zum Registerabgleich",
            "data for the comparison of registers",
        ),
        Inhalt::Datenaenderung(_) => (
            "Mitteilung zu einer Datenänderung",
            "notice of a change of data",
        ),
        Inhalt::Verpflichtungsgeber(_) => {
            ("Trefferliste zu Verpflichtungsgebern", "list of guarantors")
        }
        Inhalt::Fehler(_) => (
            "Fehlernachricht des Registers",
            "error message of the register",
        ),
        Inhalt::Rueckweisung(_) => ("Rückweisung der Nachricht", "refusal of the message"),
        Inhalt::Nichtzustaendig(_) => (
            "Erklärung der Nichtzuständigkeit",
            "declaration of not being responsible",
        ),
        Inhalt::AndereNachricht(_) => ("keine Antwort des Registers", "no answer of the register"),
        Inhalt::Ungelesen(_) => ("konnte nicht gelesen werden", "could not be read"),
    };
    pick(sprache, german, english)
}

fn fehler(
    antwort: &Antwort,
    zuordnungen: &[Vec<Arc<Zuordnung>>],
    sprache: Language,
) -> Vec<Abschnitt> {
    let alle = antwort.fehler();
    let mut out: Vec<Abschnitt> = alle
        .iter()
        .zip(zuordnungen)
        .take(MAX_LISTE)
        .enumerate()
        .map(|(at, (fehler, gefunden))| {
            let mut bloecke = Vec::new();
            if !fehler.fehlerschluessel.is_empty() {
                let name = pick(sprache, "Fehlerschlüssel", "Key of the error");
                bloecke.push(Block::Fakten(vec![(
                    name.to_owned(),
                    fehler.fehlerschluessel.clone(),
                )]));
            }
            let von = pick(
                sprache,
                "Das Register sagt wörtlich",
                "The register says, word for word",
            );
            bloecke.push(zitat(von.to_owned(), &fehler.fehlertext));
            for (attribut, zuordnung) in fehler.fehlerhafte_attribute.iter().zip(gefunden) {
                bloecke.extend(feld(attribut, zuordnung, sprache));
            }
            let weitere = fehler.fehlerhafte_attribute.iter().skip(gefunden.len());
            let weitere: Vec<&str> = weitere.map(String::as_str).take(MAX_LISTE).collect();
            if !weitere.is_empty() {
                let name = pick(sprache, "Weitere Felder", "Further fields");
                bloecke.push(Block::Fakten(vec![(name.to_owned(), weitere.join(", "))]));
            }
            let titel = pick(
                sprache,
                format!("Fehler {} von {}", at + 1, alle.len()),
                format!("Error {} of {}", at + 1, alle.len()),
            );
            abschnitt(titel, Gewicht::Fehler, bloecke)
        })
        .collect();
    let rest = alle.len().saturating_sub(MAX_LISTE);
    if rest > 0 {
        let satz = pick(
            sprache,
            format!("Dazu {rest} weitere Fehler in der Antwort."),
            format!("And {rest} further errors in the answer."),
        );
        let titel = pick(sprache, "Weitere Fehler", "Further errors");
        out.push(abschnitt(titel, Gewicht::Fehler, vec![Block::Absatz(satz)]));
    }
    out
}
