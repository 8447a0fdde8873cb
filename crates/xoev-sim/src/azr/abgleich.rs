//! Comparison of registers (090020 to 090022), and requests to look after data (090040).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::auskunft::meldestatus;
use super::bauplan::Bauplan;
use super::bestand::Akte;
use super::fehler;
use super::knoten::Knoten;
use super::kopf::{self, Partner};
use super::meldung::{akte, hinweis};
use super::register::Register;
use super::vorgang::{Abgelehnt, Ergebnis, Vorgang};

/// Kinds of Meldestatus with which a person is in the federal territory.
const IM_BUNDESGEBIET: &[&str] = &["01", "02", "03", "09"];

/// 090021: the records that the asking authority is responsible for.
pub(super) fn anfrage(v: &Vorgang<'_>) -> Result<Ergebnis, Abgelehnt> {
    let day = |name| {
        v.wurzel
            .wert(name)
            .and_then(|t| t.parse::<NaiveDate>().ok())
    };
    let (von, bis) = (day("von"), day("bis"));
    let behoerde = v.behoerde();
    let wanted = |a: &&Akte| {
        let inside = von.is_none_or(|d| a.angelegt >= d) && bis.is_none_or(|d| a.angelegt <= d);
        let status = a.aktuell("meldestatus");
        let here = status.is_some_and(|e| IM_BUNDESGEBIET.contains(&meldestatus(e)));
        inside && here && a.aktenfuehrend() == Some(behoerde)
    };
    let akten: Vec<&Akte> = v.bestand.akten.values().filter(wanted).collect();
    let max = v.settings.max_comparison;
    if von.is_none() && bis.is_none() && akten.len() > max {
        return Err(fehler::zu_viele_datensaetze(akten.len(), max).into());
    }
    let ids = v.wurzel.code("zweck") == Some("02");
    let element = "VonAZR.AZRRegisterabgleichsdaten.090022";
    let plan = Bauplan::nachricht(v.set, element).and_then(|p| {
        p.kind("azrNummern")?
            .kind("abgleichergebnis")?
            .kind("abgleichMitReferenzID")
    });
    let mut list = Knoten::xa("azrNummern");
    for akte in akten {
        let mut one =
            Knoten::xa("abgleichergebnis").mit(Knoten::xa("azrNummer").mit_text(&akte.nummer));
        if let Some(plan) = plan.filter(|_| ids) {
            one = one.mit(referenzen(plan, akte));
        }
        list = list.mit(one);
    }
    Ok(Ergebnis::nur(element, vec![list]))
}

/// The ids of a record that are compared. Where only one may be named, it is the current one; of
/// the Meldestatus the first and the current one.
fn referenzen(plan: Bauplan, akte: &Akte) -> Knoten {
    let mut out = Knoten::xa("abgleichMitReferenzID");
    for platz in plan.plaetze() {
        let mut ids: Vec<&str> = akte.gruppe(platz.name()).map(|e| e.id.as_str()).collect();
        if let (2, [first, .., last]) = (platz.max.unwrap_or(0), ids.as_slice()) {
            ids = vec![*first, *last];
        }
        let elements = ids.iter().map(|id| Knoten::xa(platz.name()).mit_text(*id));
        out.kinder.extend(elements);
    }
    plan.ordnen(&mut out);
    out
}

/// 090040: records that may be one person. The register authority looks at it later.
pub(super) fn datenpflege(v: &Vorgang<'_>) -> Result<Ergebnis, Abgelehnt> {
    let anlass = v.wurzel.an(&["datenpflegeanlass", "mehrfacherfassung"]);
    let Some(anlass) = anlass else {
        return Err(fehler::nicht_unterstuetzt("Datenpflege.datenpflegeanlass").into());
    };
    let mut numbers = BTreeSet::new();
    let mut errors = Vec::new();
    for knoten in anlass.kinder.iter().filter(|k| k.name == "azrNummer") {
        match akte(v, knoten.text.trim()) {
            Ok(akte) => drop(numbers.insert(akte.nummer)),
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Err(Abgelehnt::wegen(errors));
    }
    if numbers.len() < 2 {
        return Err(fehler::gleiche_nummern().into());
    }
    let text = "Die Anfrage zur Datenpflege wurde entgegengenommen. Über ihr Ergebnis wird gesondert unterrichtet.";
    let kinder = vec![hinweis("hinweis", "0301", text)];
    Ok(Ergebnis {
        datenpflege: numbers.into_iter().collect(),
        ..Ergebnis::nur("VonAZR.AZRBestaetigungMeldung.090098", kinder)
    })
}

impl Register {
    /// The BAMF asks an immigration office to compare its register (090020). `reader` is the key of
    /// the office in the directory, `with_ids` whether reference ids are compared as well. None if
    /// the texts can't stand in a message.
    pub fn comparison_request(
        &self,
        reader: (&str, &str),
        with_ids: bool,
        note: Option<&str>,
    ) -> Option<Vec<u8>> {
        let element = "VonBAMF.AZRRegisterabgleichsveranlassung.090020";
        let plan = Bauplan::nachricht(self.set, element)?;
        let mut kinder = vec![plan.code("zweck", if with_ids { "02" } else { "01" })];
        kinder.extend(note.map(|n| Knoten::xa("hinweis").mit_text(fehler::sauber(n))));
        let leser = Partner {
            kennung: reader.0.to_owned(),
            name: reader.1.to_owned(),
        };
        let test = (!self.settings.production).then_some("Simulator");
        let jetzt = (self.settings.clock)();
        let parties = (&kopf::bamf(), &leser, test);
        self.schreiben(&mut self.lock(), element, kinder, parties, jetzt)
            .ok()
    }
}
