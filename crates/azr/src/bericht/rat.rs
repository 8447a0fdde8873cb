//! What can be done: sentences for clerks, made from what the standard says on each answer. They
//! explain no key of an error, since none is published.

use std::sync::Arc;

use xoev::Language;

use crate::antwort::{Antwort, Ausweg, Ergebnis, Inhalt, NichtZustaendig, Rueckweisung};
use crate::fehler::{Gesendet, Zuordnung, Zustaendigkeitsregeln};

use super::worte::pick;

/// How many AZR numbers a sentence holds.
const MAX_NUMMERN: usize = 20;

pub(super) fn rat(
    gesendet: &Gesendet,
    antwort: &Antwort,
    zuordnungen: &[Vec<Arc<Zuordnung>>],
    sprache: Language,
    regeln: &Zustaendigkeitsregeln,
) -> Vec<String> {
    let mut out = Vec::new();
    let mut sagen = |german: &str, english: &str| {
        out.push(pick(sprache, german, english).to_owned());
    };
    if vertauscht(gesendet, antwort) {
        sagen(
            "Die beiden Dateien scheinen vertauscht: Die Meldung ist eine Nachricht des Registers, \
             die Antwort eine Nachricht an das Register.",
            "The two files seem to be swapped: the submission is a message of the register, the \
             answer a message to the register.",
        );
        return out;
    }
    let unzustaendig = antwort.nicht_zustaendig(regeln);
    match unzustaendig {
        Some(NichtZustaendig::Erklaert) => sagen(
            "Die Stelle erklärt sich für nicht zuständig. Bewahren Sie die Meldung auf und geben \
             Sie sie an die zuständige Behörde.",
            "The receiver declares that it is not responsible. Keep the submission and hand it to \
             the authority that is.",
        ),
        Some(NichtZustaendig::Regel { .. }) => sagen(
            "Nach den eingestellten Regeln bedeutet einer der Fehler, dass Ihre Behörde nicht oder \
             nicht mehr zuständig ist. Bewahren Sie die Meldung auf und geben Sie sie an die jetzt \
             zuständige Behörde.",
            "By the rules that were set, one of the errors means that your authority is not, or no \
             longer, responsible. Keep the submission and hand it to the authority that is now.",
        ),
        None => {}
    }
    let anfrage = ist_anfrage(gesendet);
    let berichtigen = unzustaendig.is_none()
        && (zuordnungen.iter().any(|z| !z.is_empty()) || antwort.dublette().is_none());
    match antwort.inhalt() {
        Inhalt::Fehler(_) => {
            felder(zuordnungen, &mut sagen);
            if berichtigen {
                neu_senden(&mut sagen);
            }
        }
        // An error message that its schema refuses: its errors could be salvaged.
        Inhalt::Ungelesen(_) if antwort.ergebnis() == Ergebnis::Abgelehnt => {
            felder(zuordnungen, &mut sagen);
            if berichtigen {
                neu_senden(&mut sagen);
            }
            antwort_weitergeben(&mut sagen);
        }
        Inhalt::Ungelesen(_) if anfrage => {
            felder(zuordnungen, &mut sagen);
            sagen(
                "Stellen Sie die Anfrage bei Bedarf neu, als neue Nachricht mit neuer Kennung (UUID).",
                "If need be, ask again, with a new message that has a new identifier (UUID).",
            );
            antwort_weitergeben(&mut sagen);
        }
        Inhalt::Ungelesen(_) => {
            felder(zuordnungen, &mut sagen);
            sagen(
                "Senden Sie die Meldung nicht einfach noch einmal: Sie kann schon verarbeitet sein. \
                 Fragen Sie den Datensatz ab (090001).",
                "Do not just send the submission again: it may have been processed. Query the \
                 record (090001).",
            );
            antwort_weitergeben(&mut sagen);
        }
        Inhalt::Rueckweisung(r) if !r.einzelfaelle.is_empty() => sagen(
            "Berichtigen Sie nur die genannten Einzelfälle und melden Sie diese neu. Alle anderen \
             sind verarbeitet; senden Sie sie nicht noch einmal.",
            "Correct just the cases named above and report these again. All others were processed; \
             do not send them again.",
        ),
        Inhalt::Rueckweisung(r) if r.erneut_sinnvoll() => sagen(
            "Der Empfänger hat eine technische Störung. Senden Sie die Meldung später noch einmal.",
            "The receiver has a technical fault. Send the submission again later.",
        ),
        Inhalt::Rueckweisung(r) if r.bereits_verarbeitet() && anfrage => sagen(
            "Die Anfrage war schon früher verarbeitet worden. Stellen Sie sie bei Bedarf neu, als \
             neue Nachricht mit neuer Kennung (UUID).",
            "The query had been processed before. If need be, ask again, with a new message that \
             has a new identifier (UUID).",
        ),
        Inhalt::Rueckweisung(r) if r.bereits_verarbeitet() => sagen(
            "Die Meldung war schon früher verarbeitet worden. Senden Sie sie nicht noch einmal; \
             prüfen Sie den Datensatz (090001).",
            "The submission had been processed before. Do not send it again; look at the record \
             (090001).",
        ),
        Inhalt::Rueckweisung(r) => zurueckgewiesen(r, &mut sagen),
        Inhalt::Lichtbilder(bilder) if bilder.erneut_anfragen().next().is_some() => sagen(
            "Einige Lichtbilder kamen nicht; das Register meldet, dass eine erneute Anfrage \
             (090005) sinnvoll ist.",
            "Some photos did not come; the register says that asking again (090005) makes sense.",
        ),
        Inhalt::Bestaetigung(b) if b.azr_nummer.is_some() => sagen(
            "Übernehmen Sie die AZR-Nummer und die neuen Kennungen in Ihre Akte.",
            "Take over the AZR number and the new ids into your file.",
        ),
        Inhalt::Bestaetigung(b) if !b.referenzen.is_empty() => sagen(
            "Übernehmen Sie die neuen Kennungen: Sie sind nötig, um den Eintrag später zu ändern.",
            "Take over the new ids: they are needed to change the entry later.",
        ),
        Inhalt::AndereNachricht(_) => sagen(
            "Die Nachricht ist keine Antwort des Registers. Bitte prüfen, ob die richtige Datei \
             gewählt wurde.",
            "The message is no answer of the register. Please check whether the right file was \
             chosen.",
        ),
        _ => {}
    }
    let eigene = match antwort.inhalt() {
        Inhalt::Bestaetigung(b) => b.azr_nummer.as_deref().or(gesendet.azr_nummer()),
        _ => gesendet.azr_nummer(),
    };
    if let Some(dublette) = antwort.dublette() {
        let ways = dublette.auswege(eigene);
        out.extend(ways.iter().map(|ausweg| self::ausweg(ausweg, sprache)));
    }
    out
}

/// Whether the submission asks for something and changes nothing.
fn ist_anfrage(gesendet: &Gesendet) -> bool {
    let numbers = ["090001", "090005", "090007", "090021", "090051"];
    numbers.iter().any(|n| gesendet.name().ends_with(n))
}

/// Whether submission and answer stand in each other's place.
fn vertauscht(gesendet: &Gesendet, antwort: &Antwort) -> bool {
    let name = match antwort.inhalt() {
        Inhalt::AndereNachricht(m) => m.message_type().element,
        Inhalt::Ungelesen(u) => u.wurzel.as_ref().map_or("", |w| &w.name),
        _ => "",
    };
    name.starts_with("AnAZR.") && gesendet.name().starts_with("VonAZR.")
}

fn antwort_weitergeben(sagen: &mut dyn FnMut(&str, &str)) {
    sagen(
        "Geben Sie die unveränderte Antwort an den Hersteller Ihres Fachverfahrens.",
        "Hand the unchanged answer to the vendor of your software.",
    );
}

/// A refusal of a message as a whole: by the first letter of its codes, for its transport (T), its
/// form (X), its version (V) or against the specification (S).
fn zurueckgewiesen(r: &Rueckweisung, sagen: &mut dyn FnMut(&str, &str)) {
    let begins = |letters: &[char]| r.gruende.iter().all(|g| g.code.starts_with(letters));
    if begins(&['T', 'X', 'V']) {
        sagen(
            "Die Nachricht wurde wegen ihrer Form oder ihres Wegs zurückgewiesen, nicht wegen ihres \
             Inhalts.",
            "The message was refused for its form or its way, not for what it says.",
        );
    } else {
        sagen(
            "Die Nachricht wurde zurückgewiesen; die Gründe stehen oben. Prüfen Sie, ob sie Angaben \
             betreffen, die Sie berichtigen können.",
            "The message was refused; the reasons stand above. Check whether they are about data \
             that you can correct.",
        );
    }
    sagen(
        "Geben Sie diesen Bericht an den Hersteller Ihres Fachverfahrens oder Ihre IT-Stelle.",
        "Hand this report to the vendor of your software or to your IT.",
    );
    if begins(&['X', 'V']) {
        sagen(
            "Unverändert wird die Nachricht wieder zurückgewiesen.",
            "Unchanged, the message will be refused again.",
        );
    }
}

/// What the fields that were found ask for.
fn felder(zuordnungen: &[Vec<Arc<Zuordnung>>], sagen: &mut dyn FnMut(&str, &str)) {
    let alle = || zuordnungen.iter().flatten().map(|z| &**z);
    if alle().any(ist_referenz) {
        sagen(
            "Ein Fehler betrifft eine Referenz-ID. Fragen Sie den Datensatz neu ab (090001) und \
             übernehmen Sie die aktuelle Referenz-ID aus der Gesamtauskunft (090004).",
            "An error is about a reference id. Query the record again (090001) and take over the \
             current reference id from the whole record (090004).",
        );
    }
    let zu_pruefen = |z: &Zuordnung| {
        matches!(z, Zuordnung::Gefunden { .. } | Zuordnung::Mehrdeutig { .. }) && !ist_referenz(z)
    };
    if alle().any(zu_pruefen) {
        sagen(
            "Prüfen und berichtigen Sie die genannten Felder.",
            "Check and correct the fields named above.",
        );
    }
    if alle().any(|z| matches!(z, Zuordnung::Fehlt { .. }) && !ist_referenz(z)) {
        sagen(
            "Ergänzen Sie die Felder, die nicht gesendet wurden.",
            "Fill in the fields that were not sent.",
        );
    }
    if alle().any(|z| matches!(z, Zuordnung::NichtGefunden { .. })) {
        sagen(
            "Nicht jedes genannte Feld war in der Meldung zu finden. Hilft der Wortlaut nicht \
             weiter, geben Sie diesen Bericht an den Hersteller Ihres Fachverfahrens.",
            "Not every field named could be found in the submission. If the words do not help, \
             hand this report to the vendor of your software.",
        );
    }
}

fn neu_senden(sagen: &mut dyn FnMut(&str, &str)) {
    sagen(
        "Senden Sie die berichtigte Meldung erneut, als neue Nachricht mit neuer Kennung (UUID).",
        "Send the corrected submission again, as a new message with a new identifier (UUID).",
    );
}

/// Whether a field is a reference id.
fn ist_referenz(zuordnung: &Zuordnung) -> bool {
    let pfad = match zuordnung {
        Zuordnung::Gefunden { stellen, .. } => stellen.first().map(|s| &s.pfad),
        Zuordnung::Fehlt { pfad, .. } => Some(pfad),
        Zuordnung::Mehrdeutig { .. } | Zuordnung::NichtGefunden { .. } => None,
    };
    let last = pfad.and_then(|p| p.steps().last());
    last.is_some_and(|step| matches!(step.name.as_str(), "referenz.id" | "referenzSuchvermerk.id"))
}

fn ausweg(ausweg: &Ausweg, sprache: Language) -> String {
    match ausweg {
        Ausweg::VorhandenenDatensatzVerwenden { azr_nummern } => {
            let nummern = liste(azr_nummern);
            pick(
                sprache,
                format!(
                    "Ist es dieselbe Person: Melden Sie zum vorhandenen Datensatz ({nummern}) mit \
                     einer Folgemeldung (090010), statt einen neuen anzulegen."
                ),
                format!(
                    "If it is the same person: report to the existing record ({nummern}) with a \
                     later report (090010) instead of making a new one."
                ),
            )
        }
        Ausweg::NichtIdentisch {
            nachricht,
            azr_nummern,
        } => {
            let nummern = liste(azr_nummern);
            pick(
                sprache,
                format!(
                    "Ist es eine andere Person: Senden Sie {nachricht} mit je einer Angabe „nicht \
                     identisch mit“ (Zuspeicherung, 01) zu: {nummern}."
                ),
                format!(
                    "If it is another person: send {nachricht} with one “nichtIdentischMit” \
                     (change type 01) for each of: {nummern}."
                ),
            )
        }
        Ausweg::Datenpflege { azr_nummern } => {
            let nummern = liste(azr_nummern);
            pick(
                sprache,
                format!(
                    "Ist dieselbe Person mehrfach erfasst: Bitten Sie die Registerbehörde mit \
                     090040 um Datenpflege zu: {nummern}."
                ),
                format!(
                    "If one person was recorded several times: ask the register authority with \
                     090040 to look after: {nummern}."
                ),
            )
        }
    }
}

fn liste(nummern: &[String]) -> String {
    let shown: Vec<&str> = nummern
        .iter()
        .map(String::as_str)
        .take(MAX_NUMMERN)
        .collect();
    let mut out = shown.join(", ");
    if nummern.len() > MAX_NUMMERN {
        out.push_str(", …");
    }
    out
}
