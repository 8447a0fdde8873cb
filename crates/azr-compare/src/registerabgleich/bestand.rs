//! What an office has: AZR numbers with the reference ids of their entries.

use std::collections::BTreeMap;

use azr::ReferenzId;

use super::gruppen::Abgleichsgruppe;
use crate::error::AbgleichError;

/// The records of an office, by their AZR numbers.
#[derive(Clone, Debug, Default)]
pub struct Bestand {
    records: BTreeMap<String, LokaleIds>,
}

/// The entries of a local record that are compared, with their ids where they are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LokaleIds {
    entries: Vec<(Abgleichsgruppe, Option<ReferenzId>)>,
}

impl Bestand {
    /// No records.
    pub fn new() -> Bestand {
        Bestand::default()
    }

    /// The record of this AZR number, which is added if it is not there.
    pub fn datensatz(&mut self, azr_nummer: impl Into<String>) -> &mut LokaleIds {
        self.records.entry(azr_nummer.into()).or_default()
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub(super) fn get(&self, number: &str) -> Option<&LokaleIds> {
        self.records.get(number)
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = &str> {
        self.records.keys().map(String::as_str)
    }
}

impl LokaleIds {
    /// Adds an entry of a group, with its reference id as it was last received, or without. In groups
    /// of which the register sends the current entry only, just that one is added.
    ///
    /// # Errors
    /// If the id holds characters beyond DIN 91379 datatype C.
    pub fn eintrag(
        &mut self,
        gruppe: Abgleichsgruppe,
        referenz: Option<&str>,
    ) -> Result<&mut LokaleIds, AbgleichError> {
        let id = referenz.map(ReferenzId::from_local_record).transpose();
        let id = id.map_err(|fehler| AbgleichError::Wert {
            wert: referenz.unwrap_or_default().to_owned(),
            fehler,
        })?;
        self.entries.push((gruppe, id));
        Ok(self)
    }

    pub(super) fn of(&self, group: Abgleichsgruppe) -> Vec<Option<&ReferenzId>> {
        let of_group = self.entries.iter().filter(|(g, _)| *g == group);
        of_group.map(|(_, id)| id.as_ref()).collect()
    }
}
