//! What the register says of a record: entries as its answers have them.

use azr::{Gruppe, Ort};
use xoev_schema::SchemaSet;

use super::bauplan::Bauplan;
use super::bestand::{Akte, Bild, Dokument, Eintrag, fest};
use super::knoten::Knoten;
use super::meldung::VERWEISE;

/// What is left out of a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Umfang {
    pub(super) fruehere_namen: bool,
    pub(super) suchvermerke: bool,
    pub(super) historie: bool,
}

/// All of it.
pub(super) const ALLES: Umfang = Umfang {
    fruehere_namen: true,
    suchvermerke: true,
    historie: true,
};

/// The elements of a record, as in 090004 and in `AZR.Datensatzinhalt`. They still have to be put
/// in order.
pub(super) fn inhalt(set: &'static SchemaSet, akte: &Akte, umfang: Umfang) -> Vec<Knoten> {
    let mut out: Vec<Knoten> = akte
        .nicht_identisch
        .iter()
        .map(|n| Knoten::xa("nichtIdentischMit").mit_text(n))
        .collect();
    let keeper = akte.aktenfuehrend();
    out.extend(keeper.map(|b| Knoten::xa("aktenfuehrendeBehoerde").mit_text(b)));
    let mut weitere = Knoten::xa("weiterePersonalien");
    for eintrag in &akte.eintraege {
        let gruppe = eintrag.gruppe;
        let hidden = match gruppe.name {
            "fruehererName" => !umfang.fruehere_namen,
            "suchvermerk" => !umfang.suchvermerke,
            _ => false,
        };
        if hidden || eintrag.historisch && !umfang.historie {
            continue;
        }
        // A death is not historised.
        if eintrag.historisch && gruppe.name == "meldestatus" && meldestatus(eintrag) == "06" {
            continue;
        }
        let element = match gruppe.auskunft {
            [] => continue,
            [_, historic] if eintrag.historisch => historic,
            [first, ..] => first,
        };
        let knoten = eintrag_als(set, element, akte, eintrag);
        match gruppe.ort {
            Ort::WeiterePersonalien => weitere.kinder.push(knoten),
            _ => out.push(knoten),
        }
    }
    if !weitere.kinder.is_empty() {
        if let Some(plan) = Bauplan::typ(set, "AZR.WeiterePersonalien.Auskunft") {
            plan.ordnen(&mut weitere);
        }
        out.push(weitere);
    }
    let bilder = akte.bilder.iter();
    let bilder = bilder.filter(|b| umfang.suchvermerke || b.suchvermerk.is_none());
    out.extend(bilder.map(|b| lichtbild_metadaten("lichtbild", akte, b)));
    out
}

/// The key of a Meldestatus.
pub(super) fn meldestatus(eintrag: &Eintrag) -> &str {
    let kind = eintrag.feld("meldestatusArt");
    kind.and_then(|k| k.wert("code")).unwrap_or_default()
}

/// An entry in the form of answers: its content in their order, and what the register adds.
pub(super) fn eintrag_als(
    set: &'static SchemaSet,
    element: &str,
    akte: &Akte,
    eintrag: &Eintrag,
) -> Knoten {
    let gruppe: &Gruppe = eintrag.gruppe;
    let mut out = Knoten::xa(element);
    let Some(plan) = Bauplan::typ(set, &format!("{}.Auskunft", gruppe.typ)) else {
        return out;
    };
    let own = [
        "meldendeBehoerde",
        "letzteAenderung",
        "aenderungsArt",
        "fingerabdruckId",
    ];
    let content = eintrag.inhalt.iter();
    let content = content.filter(|k| !own.contains(&k.name.as_str()));
    out.kinder.extend(content.cloned());
    out.kinder.iter_mut().for_each(|k| aktualisieren(akte, k));
    let id = gruppe.referenz.unwrap_or("fingerabdruckId");
    out.kinder.retain(|k| k.name != id);
    out.kinder.push(Knoten::xa(id).mit_text(&eintrag.id));
    let letzte = eintrag.geaendert.to_string();
    out.kinder
        .push(Knoten::xa("letzteAenderung").mit_text(letzte));
    if !eintrag.behoerde.is_empty() {
        let by = Knoten::xa("meldendeBehoerde").mit_text(&eintrag.behoerde);
        out.kinder.push(by);
    }
    let key = fest(&eintrag.id);
    let own: Vec<&Dokument> = akte
        .dokumente
        .iter()
        .filter(|d| d.sachverhalt == key)
        .collect();
    out.kinder.extend(own.iter().map(|d| dokument_metadaten(d)));
    let text = "hinweisAufBegruendungstextArt";
    if plan.plaetze().iter().any(|p| p.name() == text) {
        let electronic = own.iter().any(|d| d.typ.wert("code") == Some("1"));
        let key = if electronic { "04" } else { "02" };
        out.kinder.push(plan.code(text, key));
    }
    plan.ordnen(&mut out);
    out
}

/// References name the ids that the entries have today.
fn aktualisieren(akte: &Akte, knoten: &mut Knoten) {
    if VERWEISE.contains(&knoten.name.as_str())
        && let Some(eintrag) = akte.eintrag(knoten.text.trim())
    {
        knoten.text.clone_from(&eintrag.id);
    }
    knoten
        .kinder
        .iter_mut()
        .for_each(|k| aktualisieren(akte, k));
}

/// What is known of a photo, besides the picture.
pub(super) fn lichtbild_metadaten(element: &str, akte: &Akte, bild: &Bild) -> Knoten {
    let mut out = Knoten::xa(element)
        .mit(Knoten::xa("lichtbildId").mit_text(&bild.id))
        .mit(Knoten::xa("meldendeBehoerde").mit_text(&bild.behoerde))
        .mit(Knoten::xa("letzteAenderung").mit_text(bild.geaendert.to_string()));
    if let Some(day) = &bild.loeschdatum {
        out = out.mit(Knoten::xa("loeschdatum").mit_text(day));
    }
    let note = bild.suchvermerk.as_deref().and_then(|id| akte.eintrag(id));
    if let Some(note) = note {
        out = out.mit(Knoten::xa("referenzSuchvermerk.id").mit_text(&note.id));
    }
    out
}

/// What is known of a document, besides the file.
pub(super) fn dokument_metadaten(dokument: &Dokument) -> Knoten {
    let mut out = Knoten::xa("dokumentMetadaten")
        .mit(Knoten::xa("dokumentId").mit_text(&dokument.id))
        .mit(dokument.typ.clone());
    if let Some(notes) = &dokument.notizen {
        out = out.mit(Knoten::xa("externeNotiz").mit_text(notes));
    }
    out.mit(Knoten::xa("meldendeBehoerde").mit_text(&dokument.behoerde))
        .mit(Knoten::xa("letzteAenderung").mit_text(dokument.geaendert.to_string()))
}
