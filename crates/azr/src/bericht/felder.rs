//! Which field the register means: the part of the report on faulty attributes.

use xoev::{Language, Path};

use crate::fehler::{Abgleich, Grund, Stelle, Wert, Zuordnung};

use super::Block;
use super::worte::{self, pick, zeitpunkt};

/// How many places of one field are shown.
const MAX_STELLEN: usize = 10;

/// What is known of one faulty attribute.
pub(super) fn feld(attribut: &str, zuordnung: &Zuordnung, sprache: Language) -> Vec<Block> {
    let mut fakten = vec![(
        pick(sprache, "Feld laut Register", "Field, says the register").to_owned(),
        attribut.to_owned(),
    )];
    let mut danach = Vec::new();
    match zuordnung {
        Zuordnung::Gefunden {
            stellen,
            anzahl,
            abgleich,
        } => {
            stellen_zeigen(stellen, *anzahl, sprache, &mut fakten);
            fakten.push(gefunden(*abgleich, sprache));
            if *anzahl > 1 {
                danach.push(Block::Absatz(pick(
                    sprache,
                    format!(
                        "Das Feld wurde {anzahl}-mal gesendet; welches gemeint ist, sagt das Register nicht."
                    ),
                    format!(
                        "The field was sent {anzahl} times; the register does not say which is meant."
                    ),
                )));
            }
        }
        Zuordnung::Mehrdeutig {
            stellen,
            anzahl,
            abgleich,
        } => {
            stellen_zeigen(stellen, *anzahl, sprache, &mut fakten);
            fakten.push(gefunden(*abgleich, sprache));
            danach.push(Block::Absatz(pick(
                sprache,
                "Der Name passt auf mehrere Felder; welches gemeint ist, ist nicht bekannt."
                    .to_owned(),
                "The name fits several fields; which of them is meant is not known.".to_owned(),
            )));
        }
        Zuordnung::Fehlt {
            entity,
            pfad,
            feldtitel,
            bezeichnung,
            abgleich,
        } => {
            let fehlt = pick(sprache, "nicht gesendet", "not sent");
            fakten.push((
                pick(sprache, "Gesendet", "Sent").to_owned(),
                fehlt.to_owned(),
            ));
            let gruppe = entity.bezeichnung.as_deref();
            let titel = self::bezeichnung(gruppe, feldtitel, bezeichnung.as_deref(), pfad);
            fakten.push((pick(sprache, "Bezeichnung", "Title").to_owned(), titel));
            let name = pick(sprache, "Stünde unter", "Would stand at");
            fakten.push((name.to_owned(), pfad.to_string()));
            fakten.push(gefunden(*abgleich, sprache));
        }
        Zuordnung::NichtGefunden { grund, moeglich } => {
            danach.push(Block::Absatz(warum_nicht(*grund, sprache)));
            if !moeglich.is_empty() {
                danach.push(Block::Absatz(pick(
                    sprache,
                    "Felder mit passendem Namen; ob eines davon gemeint ist, ist nicht bekannt:"
                        .to_owned(),
                    "Fields with a fitting name; whether one of them is meant is not known:"
                        .to_owned(),
                )));
                let mut weitere = Vec::new();
                stellen_zeigen(moeglich, moeglich.len(), sprache, &mut weitere);
                danach.push(Block::Fakten(weitere));
            }
        }
    }
    danach.insert(0, Block::Fakten(fakten));
    danach
}

/// Shows some of the places; there are `anzahl` of them in all.
fn stellen_zeigen(
    stellen: &[Stelle],
    anzahl: usize,
    sprache: Language,
    out: &mut Vec<(String, String)>,
) {
    for stelle in stellen.iter().take(MAX_STELLEN) {
        let titel = bezeichnung(
            stelle.gehoert_zu.as_deref(),
            &stelle.feldtitel,
            stelle.bezeichnung.as_deref(),
            &stelle.pfad,
        );
        out.push((pick(sprache, "Bezeichnung", "Title").to_owned(), titel));
        let name = pick(sprache, "Stelle", "Place");
        out.push((name.to_owned(), stelle.pfad.to_string()));
        let name = pick(sprache, "Zeile, Spalte", "Line, column");
        out.push((
            name.to_owned(),
            format!("{}, {}", stelle.zeile, stelle.spalte),
        ));
        for wert in &stelle.werte {
            let shown = wert_zeigen(wert, sprache);
            let shown = match stelle.werte.len() {
                1 => shown,
                _ => format!("{}: {shown}", wert.name),
            };
            out.push((
                pick(sprache, "Gesendeter Wert", "Value sent").to_owned(),
                shown,
            ));
        }
    }
    let rest = anzahl.saturating_sub(stellen.len().min(MAX_STELLEN));
    if rest > 0 {
        let name = pick(sprache, "Weitere Stellen", "Further places");
        out.push((name.to_owned(), rest.to_string()));
    }
}

/// What the field belongs to and what it is called. Where it has no title of its own, its name and
/// the title of its type in the schema have to do.
fn bezeichnung(
    gehoert_zu: Option<&str>,
    feldtitel: &str,
    im_schema: Option<&str>,
    pfad: &Path,
) -> String {
    let name = pfad.steps().last().map_or("", |step| &step.name);
    let field = match im_schema {
        Some(titel) if feldtitel == name => format!("{name} ({titel})"),
        _ => feldtitel.to_owned(),
    };
    match gehoert_zu {
        Some(gruppe) => format!("{gruppe}: {field}"),
        None => field,
    }
}

/// The text as sent, with what it means.
fn wert_zeigen(wert: &Wert, sprache: Language) -> String {
    let mut out = wert.text.clone();
    if wert.gekuerzt {
        out.push('…');
    }
    let datum = zeitpunkt(&wert.text, sprache);
    if let Some(bedeutung) = &wert.bedeutung {
        out = format!("{out} ({bedeutung})");
    } else if wert.text.is_empty() {
        pick(sprache, "(leer)", "(empty)").clone_into(&mut out);
    } else if datum != wert.text.trim() {
        out = format!("{out} ({datum})");
    }
    out
}

fn gefunden(abgleich: Abgleich, sprache: Language) -> (String, String) {
    let entity = worte::entity(abgleich.entity, sprache);
    let how = match abgleich.attribut {
        None => entity.to_owned(),
        Some(attribut) => format!("{entity}; {}", worte::attribut(attribut, sprache)),
    };
    let name = pick(sprache, "Gefunden über", "Found by");
    (name.to_owned(), how)
}

fn warum_nicht(grund: Grund, sprache: Language) -> String {
    match (grund, sprache) {
        (Grund::KeineMeldung, Language::German) => {
            "Die Meldung ist nicht lesbar, das Feld kann nicht gesucht werden.".to_owned()
        }
        (Grund::KeineMeldung, Language::English) => {
            "The submission is not readable, so the field can't be looked for.".to_owned()
        }
        (Grund::GruppeNichtGesendet(gruppe), Language::German) => {
            format!(
                "Das Feld gehört zu „{}“; das steht nicht in der Meldung.",
                gruppe.titel
            )
        }
        (Grund::GruppeNichtGesendet(gruppe), Language::English) => {
            format!(
                "The field belongs to “{}”, which is not in the submission.",
                gruppe.titel
            )
        }
        (Grund::EntityUnbekannt, Language::German) => {
            "In der Meldung hat nichts einen Namen wie die Gruppe, die das Register nennt."
                .to_owned()
        }
        (Grund::EntityUnbekannt, Language::English) => {
            "Nothing in the submission has a name like the group that the register names."
                .to_owned()
        }
        (Grund::AttributUnbekannt, Language::German) => {
            "Die Gruppe steht in der Meldung, aber weder sie noch das Schema kennt dieses Feld."
                .to_owned()
        }
        (Grund::AttributUnbekannt, Language::English) => {
            "The group is in the submission, but neither it nor the schema knows this field."
                .to_owned()
        }
    }
}
