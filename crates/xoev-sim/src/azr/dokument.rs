//! Photos, fingerprints and documents: stored by reports and by 090012, handed out by 090006 and
//! 090008.

use std::sync::Arc;

use azr::Gruppe;
use chrono::NaiveDate;

use super::auskunft::{dokument_metadaten, lichtbild_metadaten};
use super::bestand::{Akte, Bestand, Bild, Dokument, Eintrag, fest};
use super::fehler;
use super::knoten::Knoten;
use super::meldung::{Aenderung, akte, hinweis};
use super::vorgang::{Abgelehnt, Ergebnis, Vorgang};
use super::zeit;

/// Kinds of document that are handed out without the confirmation that they are indispensable:
/// those about consent.
const OHNE_BESTAETIGUNG: &[&str] = &["11", "12"];

/// 090005: each photo, or why it is not sent.
pub(super) fn lichtbilder(v: &Vorgang<'_>) -> Result<Ergebnis, Abgelehnt> {
    let mut kinder = Vec::new();
    for wanted in v.wurzel.kinder.iter().filter(|k| k.name == "lichtbildId") {
        let id = wanted.text.trim();
        let mut akten = v.bestand.akten.values();
        let found = akten.find_map(|a| Some((a, a.bilder.iter().find(|b| b.id == id)?)));
        let inhalt = match found {
            Some((akte, bild)) => Knoten::xa("bild")
                .mit((*bild.bild).clone())
                .mit(lichtbild_metadaten("metainformation", akte, bild)),
            None => {
                let text = format!("Ein Lichtbild mit der Kennung {id} ist nicht gespeichert.");
                Knoten::xa("keinBild")
                    .mit(Knoten::xa("lichtbildId").mit_text(id))
                    .mit(hinweis("hinweis", "0201", &text))
                    .mit(Knoten::xa("erneuteAnfrageSinnvoll").mit_text("false"))
            }
        };
        kinder.push(Knoten::xa("lichtbildAllgemein").mit(inhalt));
    }
    Ok(Ergebnis::nur(
        "VonAZR.AZRLichtbilduebermittlung.090006",
        kinder,
    ))
}

/// 090007: a document.
pub(super) fn anforderung(v: &Vorgang<'_>) -> Result<Ergebnis, Abgelehnt> {
    let id = v.wurzel.wert("dokumentId").unwrap_or_default();
    let mut akten = v.bestand.akten.values();
    let found = akten.find_map(|a| Some((a, a.dokumente.iter().find(|d| d.id == id)?)));
    let Some((akte, dokument)) = found else {
        return Err(fehler::dokument_unbekannt(id).into());
    };
    let kind = dokument.typ.wert("code").unwrap_or_default();
    let confirmed = v.wurzel.kind("bestaetigungUnerlaesslichkeit").is_some();
    if !confirmed && !OHNE_BESTAETIGUNG.contains(&kind) {
        return Err(fehler::nicht_unerlaesslich().into());
    }
    let mut kinder = vec![
        Knoten::xa("dokument").mit_text(&*dokument.inhalt),
        dokument_metadaten(dokument),
    ];
    let fact = akte.eintrag(&dokument.sachverhalt);
    kinder.extend(fact.map(|e| Knoten::xa("referenzAufSachverhalt.id").mit_text(&e.id)));
    Ok(Ergebnis::nur(
        "VonAZR.AZRDokumentUebermittlung.090008",
        kinder,
    ))
}

/// 090012: a document is stored or deleted.
pub(super) fn meldung(v: &mut Vorgang<'_>) -> Result<Ergebnis, Abgelehnt> {
    let mut akte = akte(v, v.wurzel.wert("azrNummer").unwrap_or_default())?;
    let kinder = match v.wurzel.code("aenderungsArt") {
        Some("01") => speichern(v, &mut akte)?,
        _ => {
            let id = v.wurzel.wert("dokumentId").unwrap_or_default();
            let at = akte.dokumente.iter().position(|d| d.id == id);
            let weg = at.map(|at| akte.dokumente.remove(at));
            let Some(weg) = weg else {
                return Err(fehler::dokument_unbekannt(id).into());
            };
            let fact = akte.eintrag(&weg.sachverhalt);
            let fact = fact.map(|e| Knoten::xa("referenzAufSachverhalt.id").mit_text(&e.id));
            fact.into_iter().collect()
        }
    };
    Ok(Ergebnis {
        akten: vec![akte],
        ..Ergebnis::nur("VonAZR.AZRBestaetigungDokument.090097", kinder)
    })
}

fn speichern(v: &mut Vorgang<'_>, akte: &mut Akte) -> Result<Vec<Knoten>, Abgelehnt> {
    let given = |name: &'static str| {
        let knoten = v.wurzel.kind(name);
        knoten.ok_or_else(|| fehler::dokument_unvollstaendig(name))
    };
    let inhalt = given("dokument")?;
    given("datenformat")?;
    let typ = given("dokumentTyp")?.clone();
    let id = given("referenzAufSachverhalt.id")?.text.trim();
    let Some(fact) = akte.eintrag(id) else {
        return Err(fehler::dokument_ohne_sachverhalt(id).into());
    };
    if fact.id != id {
        return Err(fehler::id_veraltet(fact.gruppe, id).into());
    }
    let fact = fact.id.clone();
    let kennung = v.bestand.neue_kennung("DOK");
    akte.dokumente.push(Dokument {
        id: kennung.clone(),
        typ,
        inhalt: Arc::from(inhalt.text.as_str()),
        notizen: v.wurzel.wert("notizen").map(str::to_owned),
        sachverhalt: fest(&fact).to_owned(),
        behoerde: v.behoerde().to_owned(),
        geaendert: v.tag(),
    });
    Ok(vec![
        Knoten::xa("dokumentId").mit_text(kennung),
        Knoten::xa("referenzAufSachverhalt.id").mit_text(fact),
    ])
}

impl Aenderung<'_, '_> {
    /// A general photo.
    pub(super) fn lichtbild(&mut self, gruppe: &'static Gruppe, knoten: &Knoten) {
        if knoten.code("aenderungsArt") == Some("03") {
            let id = knoten.wert("lichtbildId").unwrap_or_default();
            self.bild_loeschen(gruppe, id);
            return;
        }
        self.bild_speichern(gruppe, knoten, None);
    }

    /// A photo of a search note: a note has one at most, and its id stays the same.
    pub(super) fn suchvermerkbild(&mut self, gruppe: &'static Gruppe, knoten: &Knoten) {
        let id = knoten.wert("referenzSuchvermerk.id").unwrap_or_default();
        let notes = |e: &&Eintrag| e.gruppe.name == "suchvermerk";
        let stored = self.akte.eintrag(id).filter(notes);
        let same_report = || {
            let new = self.ids.iter().find(|(g, _)| g.name == "suchvermerk");
            new.and_then(|(_, id)| self.akte.eintrag(id))
        };
        let Some(note) = stored.or_else(same_report) else {
            self.fehler.push(fehler::id_unbekannt(gruppe, id));
            return;
        };
        let key = fest(&note.id).to_owned();
        let before = |b: &Bild| b.suchvermerk.as_ref() == Some(&key);
        if knoten.code("aenderungsArt") == Some("03") {
            let count = self.akte.bilder.len();
            self.akte.bilder.retain(|b| !before(b));
            if self.akte.bilder.len() == count {
                self.fehler.push(fehler::nichts_zu_loeschen(gruppe, id));
            }
            return;
        }
        self.akte.bilder.retain(|b| !before(b));
        self.bild_speichern(gruppe, knoten, Some(key));
    }

    fn bild_loeschen(&mut self, gruppe: &'static Gruppe, id: &str) {
        let count = self.akte.bilder.len();
        self.akte
            .bilder
            .retain(|b| b.id != id || b.suchvermerk.is_some());
        if self.akte.bilder.len() == count {
            self.fehler.push(fehler::nichts_zu_loeschen(gruppe, id));
        }
    }

    fn bild_speichern(
        &mut self,
        gruppe: &'static Gruppe,
        knoten: &Knoten,
        suchvermerk: Option<String>,
    ) {
        let Some(bild) = knoten.kind("bild") else {
            self.fehler.push(fehler::inhalt_fehlt(gruppe));
            return;
        };
        let id = self.v.bestand.neue_kennung("LB");
        self.akte.bilder.push(Bild {
            id: id.clone(),
            bild: Arc::new(bild.clone()),
            suchvermerk,
            loeschdatum: knoten.wert("loeschdatum").map(str::to_owned),
            behoerde: self.v.behoerde().to_owned(),
            geaendert: self.v.tag(),
        });
        self.ids.push((gruppe, id));
    }

    /// A fingerprint: only changed or deleted by reports.
    pub(super) fn fingerabdruck(&mut self, gruppe: &'static Gruppe, knoten: &Knoten) {
        let id = knoten.wert("fingerabdruckId").unwrap_or_default();
        let same = |e: &Eintrag| e.gruppe.name == gruppe.name && e.id == id;
        let at = self.akte.eintraege.iter().position(same);
        let art = knoten.code("aenderungsArt").unwrap_or_default();
        match (art, at) {
            ("02" | "04", Some(at)) => {
                let (behoerde, geaendert) = (self.v.behoerde().to_owned(), self.v.tag());
                let eintrag = &mut self.akte.eintraege[at];
                eintrag.inhalt.clone_from(&knoten.kinder);
                eintrag.behoerde = behoerde;
                eintrag.geaendert = geaendert;
                self.ids.push((gruppe, id.to_owned()));
            }
            ("03" | "05", Some(at)) => drop(self.akte.eintraege.remove(at)),
            ("03" | "05", None) => self.fehler.push(fehler::nichts_zu_loeschen(gruppe, id)),
            ("02" | "04", None) => self.fehler.push(fehler::id_unbekannt(gruppe, id)),
            _ => self.fehler.push(fehler::art_unzulaessig(gruppe, art)),
        }
    }
}

impl Bestand {
    /// Stores a fingerprint, which comes to the register by other ways than reports, and gives its
    /// id.
    pub(super) fn fingerabdruck(
        &mut self,
        azr_nummer: &str,
        behoerde: &str,
        jetzt: chrono::DateTime<chrono::Utc>,
    ) -> Option<String> {
        let nummer = self.heutige(azr_nummer)?.to_owned();
        let gruppe = Gruppe::named("fingerabdruck")?;
        let id = self.neue_kennung("FA");
        let geaendert: NaiveDate = zeit::tag(jetzt);
        self.akten.get_mut(&nummer)?.eintraege.push(Eintrag {
            gruppe,
            id: id.clone(),
            inhalt: Vec::new(),
            behoerde: behoerde.to_owned(),
            geaendert,
            historisch: false,
        });
        Some(id)
    }
}
