//! The comparison of registers: AZR numbers and reference ids of the register (090022) against those
//! of an office, and the messages with the result (090023).
//!
//! ```no_run
//! use azr_compare::registerabgleich::{Abgleich, Abgleichsgruppe, Bestand, Einstellungen, LokaleIds};
//! use xauslaender::v26_11::azr::VonAZRAZRRegisterabgleichsdaten090022;
//! use xoev::{MessageIo as _, basis::basisnachricht_g2g_1_1::UUID};
//!
//! # fn example(bytes: &[u8], ausloeser: UUID, kopf: impl FnMut() -> xauslaender::Kopf) -> Result<(), Box<dyn std::error::Error>> {
//! let mut bestand = Bestand::new();
//! let ids = bestand.datensatz("990309012345");
//! ids.eintrag(Abgleichsgruppe::Duldung, Some("Rx7C56w06"))?;
//! ids.eintrag(Abgleichsgruppe::Anschrift, None)?;
//! let daten = VonAZRAZRRegisterabgleichsdaten090022::from_slice(bytes)?;
//! let abgleich = Abgleich::neu(&daten, &bestand, &Einstellungen::default())?;
//! for paket in abgleich.pakete(&ausloeser, kopf)? {
//!     println!("{} Bytes", paket.to_vec()?.len());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What the results mean
//!
//! An entry is the same one if the first 7 characters of its reference ids are: see
//! [`ReferenzId`](azr::ReferenzId). 01: both have the id, in the same version. 02: both have the
//! entry, with another version, or with another id where there is one current entry only. 03: only
//! the register has the entry. 04: both have it, and the local data have no id of it. 05: only the
//! local data have it. 06: not stored locally, because irrelevant for the software.

mod bestand;
mod ergebnisse;
mod gruppen;

use std::collections::{HashMap, HashSet};

use xauslaender::Kopf;
use xauslaender::v26_11::azr::{
    AnBAMFAZRRegisterabgleichsstatistik090023 as Statistik,
    AnBAMFAZRRegisterabgleichsstatistik090023Paketierung as Paketierung,
    AnBAMFAZRRegisterabgleichsstatistik090023UebereinstimmendeAZRNummer as Uebereinstimmend,
    VonAZRAZRRegisterabgleichsdaten090022 as Daten,
};
use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xoev::basis::basisnachricht_g2g_1_1::UUID;
use xoev::builtin::{Boolean, PositiveInteger};

pub use bestand::{Bestand, LokaleIds};
pub use ergebnisse::Ergebnis;
pub use gruppen::Abgleichsgruppe;

use crate::error::AbgleichError;

/// Most AZR numbers in one message 090023.
///
/// Source: `paketierung` of 090023.
pub const HOECHSTENS_JE_PAKET: usize = azr::MAX_PAKET;

/// What to send for a group that neither the register nor the local data have an entry of. 090023
/// asks for a result for each of its 16 groups, and its code list has none for this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OhneEintrag {
    /// 01 without id: both have the same, nothing.
    #[default]
    Uebereinstimmend,
    /// 06 without id: irrelevant.
    Irrelevant,
    /// 05 without id.
    NurLokal,
    /// The results by reference id are left out for all records that have such a group; their AZR
    /// numbers are sent.
    OhneReferenzen,
}

/// How registers are compared.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Einstellungen {
    /// What to send where there is nothing to compare. The standard leaves this open.
    pub ohne_eintrag: OhneEintrag,
    /// Groups that the software does not store, since they are irrelevant for it: 06 in place of 03.
    pub irrelevant: HashSet<Abgleichsgruppe>,
    /// AZR numbers in one message. Default, and most: [`HOECHSTENS_JE_PAKET`].
    pub je_paket: usize,
}

impl Default for Einstellungen {
    fn default() -> Einstellungen {
        Einstellungen {
            ohne_eintrag: OhneEintrag::default(),
            irrelevant: HashSet::new(),
            je_paket: HOECHSTENS_JE_PAKET,
        }
    }
}

/// The comparison of a register's data with those of an office.
#[derive(Clone, Debug, PartialEq)]
pub struct Abgleich {
    uebereinstimmend: Vec<Uebereinstimmend>,
    nur_register: Vec<AZRNummer>,
    nur_lokal: Vec<AZRNummer>,
    zaehler: HashMap<(Abgleichsgruppe, Ergebnis), u64>,
    doppelt: Vec<String>,
    ausgelassen: u64,
    je_paket: usize,
}

impl Abgleich {
    /// Compares the answer of the register with the local data.
    ///
    /// Reference ids are compared for the records of which the register has sent some. An AZR
    /// number that the register sends twice counts once: [`Abgleich::doppelt`].
    ///
    /// # Errors
    /// If local AZR numbers can't be sent.
    pub fn neu(
        daten: &Daten,
        bestand: &Bestand,
        einstellungen: &Einstellungen,
    ) -> Result<Abgleich, AbgleichError> {
        let list = &daten.azr_nummern.abgleichergebnis;
        let mut result = Abgleich {
            uebereinstimmend: Vec::new(),
            nur_register: Vec::new(),
            nur_lokal: Vec::new(),
            zaehler: HashMap::new(),
            doppelt: Vec::new(),
            ausgelassen: 0,
            je_paket: einstellungen.je_paket.clamp(1, HOECHSTENS_JE_PAKET),
        };
        let mut seen: HashSet<&str> = HashSet::with_capacity(list.len());
        for record in list {
            let number = record.azr_nummer.as_str();
            if !seen.insert(number) {
                result.doppelt.push(number.to_owned());
                continue;
            }
            let Some(local) = bestand.get(number) else {
                result.nur_register.push(record.azr_nummer.clone());
                continue;
            };
            let ids = record.abgleich_mit_referenz_id.as_deref();
            let compared = ids.map(|ids| ergebnisse::compare(ids, local, einstellungen));
            let container = compared.and_then(|compared| {
                for (group, found) in &compared.found {
                    *result.zaehler.entry((*group, *found)).or_default() += 1;
                }
                result.ausgelassen += compared.left_out;
                compared.container
            });
            result.uebereinstimmend.push(Uebereinstimmend {
                azr_nummer: record.azr_nummer.clone(),
                abgleich_mit_referenz_id: container.map(Box::new),
            });
        }
        for number in bestand.numbers().filter(|n| !seen.contains(n)) {
            let sent = AZRNummer::new(number).map_err(|fehler| AbgleichError::Wert {
                wert: number.to_owned(),
                fehler,
            })?;
            result.nur_lokal.push(sent);
        }
        Ok(result)
    }

    /// Records that both have.
    pub fn uebereinstimmend(&self) -> &[Uebereinstimmend] {
        &self.uebereinstimmend
    }

    /// AZR numbers that only the register has.
    pub fn nur_register(&self) -> &[AZRNummer] {
        &self.nur_register
    }

    /// AZR numbers that only the local data have, in their order.
    pub fn nur_lokal(&self) -> &[AZRNummer] {
        &self.nur_lokal
    }

    /// How often a group came to a result, where there was something to compare.
    pub fn anzahl(&self, gruppe: Abgleichsgruppe, ergebnis: Ergebnis) -> u64 {
        let count = self.zaehler.get(&(gruppe, ergebnis));
        count.copied().unwrap_or(0)
    }

    /// AZR numbers that the register has sent more than once.
    pub fn doppelt(&self) -> &[String] {
        &self.doppelt
    }

    /// Results for which 090023 has no place: those of local entries beyond the two of
    /// `meldestatus`, and those beyond the one of a group with a current entry only.
    pub fn ausgelassen(&self) -> u64 {
        self.ausgelassen
    }

    /// The messages 090023, in packages of at most [`Einstellungen::je_paket`] AZR numbers: first the
    /// records of both, then those of the register, then those of the office alone. There is always
    /// one package at least.
    ///
    /// `ausloeser` is the UUID of the message 090020 that is answered; `kopf` is asked for the head
    /// of each message, with a UUID of its own.
    ///
    /// # Errors
    /// If the head does not suit the message.
    pub fn pakete(
        &self,
        ausloeser: &UUID,
        mut kopf: impl FnMut() -> Kopf,
    ) -> Result<Vec<Statistik>, AbgleichError> {
        let numbers = self.uebereinstimmend.len() + self.nur_register.len() + self.nur_lokal.len();
        let packages = numbers.div_ceil(self.je_paket).max(1);
        let mut both = self.uebereinstimmend.iter();
        let mut register = self.nur_register.iter();
        let mut local = self.nur_lokal.iter();
        let mut messages = Vec::with_capacity(packages);
        for package in 1..=packages {
            let head = Paketierung {
                paketnummer: PositiveInteger::new(package as u64).map_err(AbgleichError::Kopf)?,
                letztes_paket: Boolean::from(package == packages),
            };
            let mut message =
                Statistik::neu(kopf(), ausloeser.clone(), head).map_err(AbgleichError::Kopf)?;
            let mut room = self.je_paket;
            let mut fill = |length: usize| {
                room -= length;
                room
            };
            message.uebereinstimmende_azr_nummer = both.by_ref().take(fill(0)).cloned().collect();
            let next = fill(message.uebereinstimmende_azr_nummer.len());
            message.azr_nummer_nicht_in_a_datei = register.by_ref().take(next).cloned().collect();
            let next = fill(message.azr_nummer_nicht_in_a_datei.len());
            message.azr_nummer_nicht_in_abgleichsdaten =
                local.by_ref().take(next).cloned().collect();
            messages.push(message);
        }
        Ok(messages)
    }
}
