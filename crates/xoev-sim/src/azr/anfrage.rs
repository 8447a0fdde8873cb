//! Queries (090001): nothing found (090002), a list (090003) or a whole record (090004).

use super::auskunft::{Umfang, eintrag_als, inhalt, lichtbild_metadaten};
use super::bauplan::Bauplan;
use super::bestand::{Akte, Eintrag};
use super::fehler;
use super::knoten::Knoten;
use super::personalien::{self, Naehe, Personalien};
use super::vorgang::{Abgelehnt, Ergebnis, Vorgang};

const LISTE: &str = "VonAZR.AZRTrefferliste.090003";

/// Numbers of titles: group, field, key of `Code.AZR.Sachverhaltsgruppe`, element with the kind.
const TITEL: &[(&str, &str, &str, &str)] = &[
    (
        "aufenthaltserlaubnis",
        "nummerAufenthaltstitel",
        "AERLBN",
        "aufenthaltserlaubnisArt",
    ),
    (
        "niederlassungserlaubnis",
        "nummerAufenthaltstitel",
        "NEBN",
        "niederlassungserlaubnisArt",
    ),
    (
        "aufenthaltsrechtEU",
        "nummerAufenthaltstitel",
        "EUBN",
        "aufenthaltsrechtEUArt",
    ),
    ("duldung", "bescheinigungsNummer", "DULBN", "duldungArt"),
    ("duldung", "traegervordruck", "DULTV", "duldungArt"),
    (
        "aufenthaltsgestattung",
        "nummerAufenthaltsgestattung",
        "AGEBN",
        "aufenthaltsgestattungArt",
    ),
    (
        "aufenthaltsgestattung",
        "traegervordruck",
        "AGETV",
        "aufenthaltsgestattungArt",
    ),
    (
        "aufenthaltsstatus",
        "nummerAufenthaltstitel",
        "ASTATBN",
        "aufenthaltsstatusArt",
    ),
    (
        "aufenthaltsstatus",
        "traegervordruck",
        "ASTATTV",
        "aufenthaltsstatusArt",
    ),
];

/// Numbers that lead to a record: element of the query, group, field.
const NUMMERN: &[(&str, &str, &str)] = &[
    ("ppkNummer", "ausschreibung", "ppkNummer"),
    ("fingerabdruckreferenznummer", "fingerabdruck", ""),
    ("sisId", "sisAusschreibungshintergrund", "sisId"),
    (
        "optionsnummer",
        "entscheidungZurVerteilung",
        "optionsnummer",
    ),
    ("eurodacnummer", "eurodacnummer", "eurodacnummer"),
];

/// Answers a query.
pub(super) fn anfrage(v: &Vorgang<'_>) -> Result<Ergebnis, Abgelehnt> {
    let Some(suche) = v.wurzel.kind("anfrageAZR").and_then(|k| k.kinder.first()) else {
        return Err(fehler::nicht_unterstuetzt("Anfrage.anfrageAZR").into());
    };
    let text = suche.text.trim();
    match suche.name.as_str() {
        "azrNummer" => Ok(gesamtauskunft(v, text)),
        "grundpersonalien" => personen(v, suche),
        "passnummer" => paesse(v, text),
        "nummerDesAufenthaltstitels" => titel(v, text),
        name => {
            let Some((_, gruppe, feld)) = NUMMERN.iter().find(|(n, _, _)| *n == name) else {
                return Err(fehler::nicht_unterstuetzt("Anfrage.anfrageAZR").into());
            };
            let fits = |e: &Eintrag| match feld.is_empty() {
                true => e.id == text,
                false => e.feld(feld).is_some_and(|k| k.text.trim() == text),
            };
            let all = v.bestand.akten.values();
            let found: Vec<&Akte> = all.filter(|a| a.gruppe(gruppe).any(fits)).collect();
            match found.as_slice() {
                [] => Ok(kein_treffer()),
                [one] => Ok(gesamtauskunft(v, &one.nummer)),
                several => Err(fehler::zu_viele_treffer(several.len(), 1).into()),
            }
        }
    }
}

/// 090002.
pub(super) fn kein_treffer() -> Ergebnis {
    Ergebnis::nur("VonAZR.AZRKeinTreffer.090002", Vec::new())
}

fn gesamtauskunft(v: &Vorgang<'_>, gefragt: &str) -> Ergebnis {
    let heutige = v.bestand.heutige(gefragt);
    let Some(akte) = heutige.and_then(|n| v.bestand.akten.get(n)) else {
        return kein_treffer();
    };
    let wanted = |name| {
        v.wurzel
            .wert(name)
            .is_some_and(|t| matches!(t, "true" | "1"))
    };
    let umfang = Umfang {
        fruehere_namen: wanted("lieferungFruehererNamen"),
        suchvermerke: wanted("lieferungSuchvermerke"),
        historie: wanted("lieferungHistorie"),
    };
    let mut kinder = vec![Knoten::xa("azrNummer").mit_text(&akte.nummer)];
    if akte.nummer != gefragt {
        kinder.push(Knoten::xa("alteAZRNummerDerAnfrage").mit_text(gefragt));
    }
    kinder.extend(inhalt(v.set, akte, umfang));
    Ergebnis::nur("VonAZR.AZRGesamtauskunft.090004", kinder)
}

/// A search by personal data, under all names of each record.
fn personen(v: &Vorgang<'_>, suche: &Knoten) -> Result<Ergebnis, Abgelehnt> {
    let wanted = Personalien::von(&suche.kinder);
    let mut hits = Vec::new();
    for akte in v.bestand.akten.values() {
        let names = personalien::alle(akte);
        let rated = names.into_iter().map(|(art, p)| (p.naehe(&wanted), art));
        // Of equal ones the first: basic personal data before further names.
        let best = rated.rev().max_by_key(|(naehe, _)| *naehe);
        if let Some((naehe, art)) = best.filter(|(naehe, _)| *naehe != Naehe::Verschieden) {
            hits.push((naehe, akte, art));
        }
    }
    hits.sort_by_key(|(naehe, _, _)| std::cmp::Reverse(*naehe));
    let element = "trefferPersonaliensuche";
    let plan = platz(v, element);
    let hits = hits.into_iter().map(|(naehe, akte, art)| {
        let rating = match naehe {
            Naehe::Gleich => "G",
            _ => "A",
        };
        let own = plan.map(|p| p.code("personalienArt", art));
        let rating = plan.map(|p| p.code("trefferbewertung", rating));
        treffer(v, element, akte, own.into_iter().chain(rating))
    });
    liste(v, hits.collect())
}

/// A search by the number of a passport.
fn paesse(v: &Vorgang<'_>, text: &str) -> Result<Ergebnis, Abgelehnt> {
    let element = "trefferPassdatensuche";
    let plan = platz(v, element);
    let mut hits = Vec::new();
    for akte in v.bestand.akten.values() {
        for eintrag in &akte.eintraege {
            let number = match eintrag.gruppe.name {
                "ausweispapier" => eintrag.feld("ausweisIdentifikation"),
                "passrechtlicheMassnahme" => eintrag.feld("dokumentNummer"),
                _ => None,
            };
            if number.is_none_or(|k| k.text.trim() != text) {
                continue;
            }
            let mut own: Vec<Knoten> = eintrag.inhalt.clone();
            own.push(Knoten::xa("ausweisIdentifikation").mit_text(text));
            if eintrag.gruppe.name == "ausweispapier" {
                let alias = eintrag.feld("referenzAufAliaspersonalien.id").is_some();
                let alias = Knoten::xa("istAliaspersonalienZugeordnet").mit_text(alias.to_string());
                own.push(alias);
            }
            own.extend(plan.map(|p| p.code("trefferbewertung", "I")));
            hits.push(treffer(v, element, akte, own));
        }
    }
    liste(v, hits)
}

/// A search by the number of a residence title.
fn titel(v: &Vorgang<'_>, text: &str) -> Result<Ergebnis, Abgelehnt> {
    let element = "trefferNummerDesAufenthaltstitels";
    let plan = platz(v, element);
    let mut hits = Vec::new();
    for akte in v.bestand.akten.values() {
        for (gruppe, feld, key, art) in TITEL {
            let has = |e: &&Eintrag| e.feld(feld).is_some_and(|k| k.text.trim() == text);
            for eintrag in akte.gruppe(gruppe).filter(has) {
                let mut own = vec![Knoten::xa("nummerDesAufenthaltstitels").mit_text(text)];
                own.extend(plan.map(|p| p.code("sachverhaltGruppe", key)));
                let kind = eintrag
                    .feld(art)
                    .and_then(|k| Some((k.attribut("listURI")?, k.wert("code")?)));
                let label = kind.and_then(|(uri, key)| bedeutung(uri, key));
                let label = label.unwrap_or_else(|| eintrag.gruppe.titel.to_owned());
                own.push(Knoten::xa("sachverhaltArt").mit_text(fehler::sauber(&label)));
                for day in ["ereignisdatum", "befristungsdatum"] {
                    own.extend(eintrag.feld(day).cloned());
                }
                own.push(Knoten::xa("austellendeBehoerde").mit_text(&eintrag.behoerde));
                hits.push(treffer(v, element, akte, own));
            }
        }
    }
    liste(v, hits)
}

/// What a key of a bundled code list means.
fn bedeutung(uri: &str, key: &str) -> Option<String> {
    use std::sync::OnceLock;
    use xoev_bundled::BundledLists;
    static LISTS: OnceLock<Option<BundledLists>> = OnceLock::new();
    let lists = LISTS.get_or_init(|| BundledLists::new().ok()).as_ref()?;
    let newest = lists.of(uri)?.newest(uri)?;
    newest.label(key).map(str::to_owned)
}

/// What may stand in a hit of this kind.
fn platz(v: &Vorgang<'_>, element: &str) -> Option<Bauplan> {
    let message = Bauplan::nachricht(v.set, LISTE)?;
    message.kind("trefferliste")?.kind(element)
}

/// A hit: what all kinds have, and what only this one has.
fn treffer(
    v: &Vorgang<'_>,
    element: &str,
    akte: &Akte,
    own: impl IntoIterator<Item = Knoten>,
) -> Knoten {
    let mut out = Knoten::xa(element).mit(Knoten::xa("azrNummer").mit_text(&akte.nummer));
    if let Some(grund) = akte.aktuell("grundpersonalien") {
        out = out.mit(eintrag_als(v.set, "grundpersonalien", akte, grund));
    }
    let all = Umfang {
        fruehere_namen: false,
        suchvermerke: false,
        historie: false,
    };
    let mut record = inhalt(v.set, akte, all);
    record.retain(|k| {
        let kept = [
            "weiterePersonalien",
            "aktenfuehrendeBehoerde",
            "fingerabdruck",
            "uebermittlungssperre",
        ];
        kept.contains(&k.name.as_str())
    });
    if !record.iter().any(|k| k.name == "weiterePersonalien") {
        record.push(Knoten::xa("weiterePersonalien"));
    }
    out.kinder.extend(record);
    let photos = akte.bilder.iter().filter(|b| b.suchvermerk.is_none());
    let photos = photos.map(|b| lichtbild_metadaten("lichtbildmetainformationen", akte, b));
    out.kinder.extend(photos);
    out.kinder.extend(own);
    if let Some(plan) = platz(v, element) {
        plan.ordnen(&mut out);
    }
    out
}

fn liste(v: &Vorgang<'_>, hits: Vec<Knoten>) -> Result<Ergebnis, Abgelehnt> {
    if hits.is_empty() {
        return Ok(kein_treffer());
    }
    let max = v.settings.max_hits;
    if hits.len() > max {
        return Err(fehler::zu_viele_treffer(hits.len(), max).into());
    }
    let mut list = Knoten::xa("trefferliste");
    list.kinder = hits;
    Ok(Ergebnis::nur(LISTE, vec![list]))
}
