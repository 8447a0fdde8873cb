//! The query that has to come before a first report, and what became of its hits.

use std::collections::HashSet;

use xauslaender::v26_11::azr as typed;
use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xoev::basis::basisnachricht_g2g_1_1::UUID;

use super::einreichung::{Einreichung, Vermerk};
use super::grund::Grund;
use crate::antwort::{Antwort, Inhalt};

/// Proof that the register was asked for a person and does not know it: there was no hit, or
/// somebody has confirmed that all hits are other persons. A first report needs it, since
/// records of one person made twice are what the register has to clean up later.
///
/// Answers name no query; which query an answer belongs to is known from the transport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vorabfrage {
    anfrage: UUID,
    andere: Vec<Andere>,
}

/// Records that somebody has confirmed to be of other persons.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Andere {
    nummern: Vec<AZRNummer>,
    wer: String,
}

/// What the query before a first report came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vorabergebnis {
    /// There was no hit.
    KeinTreffer(Vorabfrage),
    /// There were hits, which somebody has to look at.
    Treffer(Vorabtreffer),
}

/// Hits of the query before a first report that nobody has looked at yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vorabtreffer {
    vorabfrage: Vorabfrage,
    nummern: Vec<AZRNummer>,
}

impl Vorabfrage {
    /// The result of a query: `anfrage` is the query (090001), `antwort` its answer: nothing found
    /// (090002), a list of hits (090003), or a record (090004).
    ///
    /// # Errors
    /// - [`Grund::KeineAnfrage`] if the query is no 090001;
    /// - [`Grund::KeineAuskunft`] if the answer is of another kind: nothing is known about the person.
    pub fn auswerten(anfrage: &Einreichung, antwort: &Antwort) -> Result<Vorabergebnis, Grund> {
        let nummer = anfrage.nummer();
        if nummer != "090001" {
            return Err(Grund::KeineAnfrage { nummer });
        }
        let vorabfrage = Vorabfrage {
            anfrage: anfrage.uuid().clone(),
            andere: Vec::new(),
        };
        let nummern = match antwort.inhalt() {
            Inhalt::KeinTreffer(_) => return Ok(Vorabergebnis::KeinTreffer(vorabfrage)),
            Inhalt::Trefferliste(list) => treffer(&list.trefferliste),
            Inhalt::Gesamtauskunft(record) => vec![record.azr_nummer.clone()],
            _ => return Err(Grund::KeineAuskunft),
        };
        Ok(Vorabergebnis::Treffer(vorabfrage.offen(nummern)))
    }

    /// The register has refused a first report because records with equal personal data exist
    /// (`personalienGleich` in 090099): they are hits, too.
    ///
    /// # Errors
    /// [`Grund::KeineAuskunft`] if the answer names no such records.
    pub fn nach_ablehnung(self, antwort: &Antwort) -> Result<Vorabtreffer, Grund> {
        let dublette = antwort.dublette().ok_or(Grund::KeineAuskunft)?;
        let numbers = dublette.azr_nummern.iter();
        let numbers: Result<_, _> = numbers.map(|n| AZRNummer::new(n)).collect();
        // Of an answer that its schema refuses, a number may be none.
        Ok(self.offen(numbers.map_err(|_| Grund::KeineAuskunft)?))
    }

    /// The records that are confirmed to be of other persons.
    pub fn andere(&self) -> impl Iterator<Item = &AZRNummer> {
        self.andere.iter().flat_map(|a| &a.nummern)
    }

    fn offen(self, mut nummern: Vec<AZRNummer>) -> Vorabtreffer {
        nummern.sort_unstable();
        nummern.dedup();
        let known: HashSet<&AZRNummer> = self.andere().collect();
        nummern.retain(|n| !known.contains(n));
        Vorabtreffer {
            vorabfrage: self,
            nummern,
        }
    }

    pub(super) fn vermerke(&self) -> Vec<Vermerk> {
        let mut vermerke = vec![Vermerk::Vorabfrage {
            anfrage: self.anfrage.clone(),
        }];
        vermerke.extend(self.andere.iter().map(|a| Vermerk::AnderePersonen {
            nummern: a.nummern.clone(),
            wer: a.wer.clone(),
        }));
        vermerke
    }
}

impl Vorabtreffer {
    /// The numbers of the records found.
    pub fn nummern(&self) -> &[AZRNummer] {
        &self.nummern
    }

    /// `wer` has looked at these records and confirms that each is of another person. The first
    /// report will name them as not identical.
    ///
    /// # Errors
    /// - [`Grund::TrefferOffen`] if a hit is not named: it may be the person, whose record
    ///   takes a follow-up report then;
    /// - [`Grund::KeinTreffer`] if a number is no hit;
    /// - [`Grund::PersonFehlt`] if `wer` is blank.
    pub fn andere_personen(self, nummern: &[AZRNummer], wer: &str) -> Result<Vorabfrage, Grund> {
        let wer = wer.trim();
        if wer.is_empty() {
            return Err(Grund::PersonFehlt);
        }
        let found: HashSet<&AZRNummer> = self.nummern.iter().collect();
        if let Some(stranger) = nummern.iter().find(|n| !found.contains(n)) {
            return Err(Grund::KeinTreffer(stranger.clone()));
        }
        let named: HashSet<&AZRNummer> = nummern.iter().collect();
        let open = self.nummern.iter().filter(|n| !named.contains(n));
        let open: Vec<AZRNummer> = open.cloned().collect();
        if !open.is_empty() {
            return Err(Grund::TrefferOffen(open));
        }
        let mut vorabfrage = self.vorabfrage;
        if !self.nummern.is_empty() {
            vorabfrage.andere.push(Andere {
                nummern: self.nummern,
                wer: wer.to_owned(),
            });
        }
        Ok(vorabfrage)
    }
}

fn treffer(list: &typed::VonAZRAZRTrefferliste090003Trefferliste) -> Vec<AZRNummer> {
    use typed::VonAZRAZRTrefferliste090003Trefferliste as Liste;
    match list {
        Liste::TrefferPersonaliensuche(all) => all.iter().map(|t| t.azr_nummer.clone()).collect(),
        Liste::TrefferNummerDesAufenthaltstitels(all) => {
            all.iter().map(|t| t.azr_nummer.clone()).collect()
        }
        Liste::TrefferPassdatensuche(all) => all.iter().map(|t| t.azr_nummer.clone()).collect(),
    }
}
