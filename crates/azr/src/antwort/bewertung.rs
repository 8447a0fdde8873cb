//! What an answer means for the submission.

use crate::fehler::{Regel, Zustaendigkeitsregeln};

use super::{Antwort, Inhalt, Ungelesen};

/// What became of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ergebnis {
    /// Processed. Queries count as processed also if nothing was found.
    Angenommen,
    /// Processed in part: some of the photos came, or a refusal names single cases and the rest
    /// was processed.
    Teilweise,
    /// Refused because it had been processed before (`S100`): it must not be sent again.
    BereitsVerarbeitet,
    /// Not processed.
    Abgelehnt,
    /// Nobody can say: the answer could not be read, or is none. The submission must not be sent
    /// again before somebody has looked at it, since it may have been processed.
    Unbekannt,
}

/// Why an answer says "not responsible".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NichtZustaendig<'a> {
    /// The receiver declares it (000030).
    Erklaert,
    /// A rule of the user holds for an error.
    Regel {
        /// Place of the error in [`Antwort::fehler`], from 0.
        fehler: usize,
        /// The rule.
        regel: &'a Regel,
    },
}

impl Antwort {
    /// What became of the submission that this answers.
    ///
    /// An error message (090099) that its schema refuses still counts as a refusal if any of its
    /// errors could be salvaged; everything else that could not be read is
    /// [`Ergebnis::Unbekannt`]. So is a notice of change (090030), which answers nothing.
    pub fn ergebnis(&self) -> Ergebnis {
        match &self.inhalt {
            Inhalt::Bestaetigung(_)
            | Inhalt::BestaetigungDokument(_)
            | Inhalt::KeinTreffer(_)
            | Inhalt::Trefferliste(_)
            | Inhalt::Gesamtauskunft(_)
            | Inhalt::Dokument(_)
            | Inhalt::Registerabgleich(_)
            | Inhalt::Verpflichtungsgeber(_) => Ergebnis::Angenommen,
            Inhalt::Lichtbilder(bilder) => {
                let (came, missing) = (bilder.erhalten().count(), bilder.nicht_gesendet().count());
                match (came, missing) {
                    (_, 0) => Ergebnis::Angenommen,
                    (0, _) => Ergebnis::Abgelehnt,
                    _ => Ergebnis::Teilweise,
                }
            }
            Inhalt::Rueckweisung(r) if !r.einzelfaelle.is_empty() => Ergebnis::Teilweise,
            Inhalt::Rueckweisung(r) if r.bereits_verarbeitet() => Ergebnis::BereitsVerarbeitet,
            Inhalt::Fehler(_) | Inhalt::Rueckweisung(_) | Inhalt::Nichtzustaendig(_) => {
                Ergebnis::Abgelehnt
            }
            Inhalt::Ungelesen(ungelesen) if sagt_fehler(ungelesen) => Ergebnis::Abgelehnt,
            Inhalt::Datenaenderung(_) | Inhalt::AndereNachricht(_) | Inhalt::Ungelesen(_) => {
                Ergebnis::Unbekannt
            }
        }
    }

    /// Whether the answer says "not responsible": by a declaration (000030), or by the first error
    /// for which one of the user's rules holds.
    pub fn nicht_zustaendig<'a>(
        &self,
        regeln: &'a Zustaendigkeitsregeln,
    ) -> Option<NichtZustaendig<'a>> {
        if let Inhalt::Nichtzustaendig(_) = &self.inhalt {
            return Some(NichtZustaendig::Erklaert);
        }
        let mut all = self.fehler().iter().enumerate();
        all.find_map(|(fehler, gesagt)| {
            let regel = regeln.trifft(gesagt)?;
            Some(NichtZustaendig::Regel { fehler, regel })
        })
    }
}

/// An error message of any version, with at least one error in it.
fn sagt_fehler(ungelesen: &Ungelesen) -> bool {
    let nummer = ungelesen.wurzel.as_ref().and_then(|w| w.nummer.as_deref());
    nummer == Some("090099") && !ungelesen.geborgen.fehler.is_empty()
}
