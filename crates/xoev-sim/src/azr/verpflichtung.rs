//! Queries for guarantors (090051): declarations of commitment of all records (090053).

use super::anfrage::kein_treffer;
use super::bauplan::Bauplan;
use super::bestand::{Akte, Eintrag, fest};
use super::fehler;
use super::knoten::Knoten;
use super::kopf::KENNZEICHEN;
use super::vorgang::{Abgelehnt, Ergebnis, Vorgang};

const LISTE: &str = "VonAZR.AZRVerpflichtungsgeberTrefferliste.090053";

/// Fields of a natural person that all have to be the same.
const FELDER: &[&str] = &["familienname", "vorname", "tagDerGeburt", "geburtsort"];

/// Answers a query. The visa file is not simulated: it never has anything.
pub(super) fn anfrage(v: &Vorgang<'_>) -> Result<Ergebnis, Abgelehnt> {
    let suche = v.wurzel.kind("anfrageVerpflichtungsgeber");
    let Some(suche) = suche.and_then(|k| k.kinder.first()) else {
        let empty = "VerpflichtungsgeberAnfrage.anfrageVerpflichtungsgeber";
        return Err(fehler::nicht_unterstuetzt(empty).into());
    };
    let Some(plan) = Bauplan::nachricht(v.set, LISTE).and_then(|p| p.kind("treffer")) else {
        return Ok(kein_treffer());
    };
    let mut hits = Vec::new();
    for akte in v.bestand.akten.values() {
        for eintrag in akte.gruppe("verpflichtungserklaerung") {
            if eintrag
                .feld("verpflichtungsgeber")
                .is_some_and(|g| passt(suche, g))
            {
                hits.push(treffer(plan, akte, eintrag));
            }
        }
    }
    if hits.is_empty() {
        return Ok(kein_treffer());
    }
    let max = v.settings.max_hits;
    if hits.len() > max {
        return Err(fehler::zu_viele_treffer(hits.len(), max).into());
    }
    // By its type this answer is a message to the register: it has to say who acts.
    let mut kinder = vec![
        Knoten::xa("durchfuehrenderSachbearbeiter").mit_text("Registerbehörde"),
        Knoten::xa("durchfuehrendeBehoerde").mit_text(KENNZEICHEN),
    ];
    kinder.extend(hits);
    Ok(Ergebnis::nur(LISTE, kinder))
}

/// Whether a guarantor is the one that is asked for.
fn passt(suche: &Knoten, geber: &Knoten) -> bool {
    let Some(stored) = geber.kind(&suche.name) else {
        return false;
    };
    let same = |name: &str| {
        let of = |knoten: &Knoten| knoten.kind(name).map(|k| worte(k).to_lowercase());
        of(suche) == of(stored)
    };
    match suche.name.as_str() {
        "natuerlichePerson" => FELDER.iter().all(|name| same(name)),
        _ => same("name"),
    }
}

/// All texts in an element.
fn worte(knoten: &Knoten) -> String {
    let inner: Vec<String> = knoten.kinder.iter().map(worte).collect();
    match inner.is_empty() {
        true => knoten.text.trim().to_owned(),
        false => inner.join(" "),
    }
}

fn treffer(plan: Bauplan, akte: &Akte, eintrag: &Eintrag) -> Knoten {
    let mut out = Knoten::xa("treffer").mit(plan.code("trefferbewertung", "I"));
    out.kinder.extend(eintrag.inhalt.iter().cloned());
    let quelle = Knoten::xa("quelle").mit(Knoten::xa("azr").mit_text(&akte.nummer));
    out.kinder.push(quelle);
    let key = fest(&eintrag.id);
    let document = akte.dokumente.iter().find(|d| d.sachverhalt == key);
    out.kinder
        .extend(document.map(|d| Knoten::xa("dokumentId").mit_text(&d.id)));
    let by = Knoten::xa("meldendeBehoerde").mit_text(&eintrag.behoerde);
    out.kinder.push(by);
    let day = Knoten::xa("letzteAenderung").mit_text(eintrag.geaendert.to_string());
    out.kinder.push(day);
    plan.ordnen(&mut out);
    out
}
