//! A request while it is answered, and what comes of it.

use chrono::{DateTime, Utc};
use xoev_schema::SchemaSet;

use super::bestand::{Akte, Bestand};
use super::fehler::RegisterError;
use super::knoten::Knoten;
use super::register::Settings;
use super::zeit;

/// What a request is answered with, and the records that change by it.
pub(super) struct Ergebnis {
    pub(super) element: &'static str,
    pub(super) kinder: Vec<Knoten>,
    pub(super) akten: Vec<Akte>,
    /// Numbers that were asked to be merged.
    pub(super) datenpflege: Vec<String>,
}

impl Ergebnis {
    /// An answer that changes nothing.
    pub(super) fn nur(element: &'static str, kinder: Vec<Knoten>) -> Ergebnis {
        Ergebnis {
            element,
            kinder,
            akten: Vec::new(),
            datenpflege: Vec::new(),
        }
    }
}

/// Why a request is answered by 090099.
#[derive(Debug, Default)]
pub(super) struct Abgelehnt {
    pub(super) fehler: Vec<RegisterError>,
    /// Records with the same personal data.
    pub(super) gleich: Vec<String>,
}

impl Abgelehnt {
    pub(super) fn wegen(fehler: Vec<RegisterError>) -> Abgelehnt {
        let gleich = Vec::new();
        Abgelehnt { fehler, gleich }
    }

    /// As it stands in a 090099.
    pub(super) fn kinder(&self) -> Vec<Knoten> {
        let gleich = self.gleich.iter();
        let gleich = gleich.map(|n| Knoten::xa("personalienGleich").mit_text(n));
        let fehler = self.fehler.iter().map(RegisterError::knoten);
        fehler.chain(gleich).collect()
    }
}

impl From<RegisterError> for Abgelehnt {
    fn from(error: RegisterError) -> Abgelehnt {
        Abgelehnt::wegen(vec![error])
    }
}

/// A request while it is answered.
pub(super) struct Vorgang<'a> {
    pub(super) bestand: &'a mut Bestand,
    pub(super) settings: &'a Settings,
    pub(super) set: &'static SchemaSet,
    pub(super) wurzel: &'a Knoten,
    pub(super) jetzt: DateTime<Utc>,
    /// Number that a new record gets, if it was decided from outside.
    pub(super) vorgabe: Option<&'a str>,
}

impl Vorgang<'_> {
    /// The authority in charge.
    pub(super) fn behoerde(&self) -> &str {
        let of = |name| self.wurzel.wert(name);
        of("verantwortlicheBehoerde")
            .or_else(|| of("durchfuehrendeBehoerde"))
            .unwrap_or_default()
    }

    pub(super) fn tag(&self) -> chrono::NaiveDate {
        zeit::tag(self.jetzt)
    }
}
