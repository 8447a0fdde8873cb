//! The results of one record: group by group, entry by entry.

use azr::ReferenzId;
use xauslaender::v26_11::azr::{
    AZRAbgleichergebnis,
    AnBAMFAZRRegisterabgleichsstatistik090023UebereinstimmendeAZRNummerAbgleichMitReferenzID as Statistik,
    VonAZRAZRRegisterabgleichsdaten090022AzrNummernAbgleichergebnisAbgleichMitReferenzID as Daten,
};
use xauslaender::v26_11::codes::CodeAZRAbgleichergebnis as Code;

use super::bestand::LokaleIds;
use super::gruppen::{self, Abgleichsgruppe};
use super::{Einstellungen, OhneEintrag};

/// What the comparison of an entry comes to.
///
/// Source: `Code.AZR.Abgleichergebnis`, version 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ergebnis {
    /// 01: the ids are the same.
    Gleich,
    /// 02: the ids are not the same.
    Verschieden,
    /// 03: only the register has the entry.
    NurRegister,
    /// 04: both have the entry, the office without id.
    OhneReferenz,
    /// 05: only the office has the entry.
    NurLokal,
    /// 06: not stored by the office, since irrelevant for its software.
    Irrelevant,
}

impl Ergebnis {
    /// The key of the code.
    pub const fn schluessel(self) -> &'static str {
        match self {
            Ergebnis::Gleich => "01",
            Ergebnis::Verschieden => "02",
            Ergebnis::NurRegister => "03",
            Ergebnis::OhneReferenz => "04",
            Ergebnis::NurLokal => "05",
            Ergebnis::Irrelevant => "06",
        }
    }

    fn code(self) -> Code {
        Code::from(match self {
            Ergebnis::Gleich => Code::C_01,
            Ergebnis::Verschieden => Code::C_02,
            Ergebnis::NurRegister => Code::C_03,
            Ergebnis::OhneReferenz => Code::C_04,
            Ergebnis::NurLokal => Code::C_05,
            Ergebnis::Irrelevant => Code::C_06,
        })
    }
}

/// The results of a record.
#[derive(Debug)]
pub(super) struct Verglichen {
    /// Ready to be sent; none if it must not be.
    pub(super) container: Option<Statistik>,
    pub(super) found: Vec<(Abgleichsgruppe, Ergebnis)>,
    /// Results without a place in the message.
    pub(super) left_out: u64,
}

/// Compares the ids of a record that both have.
pub(super) fn compare(
    register: &Daten,
    local: &LokaleIds,
    einstellungen: &Einstellungen,
) -> Verglichen {
    let mut found = Vec::new();
    let mut left_out = 0;
    let mut lists: Vec<Vec<AZRAbgleichergebnis>> = Vec::new();
    for &group in Abgleichsgruppe::ALLE {
        let ids: Vec<ReferenzId> = group.ids(register).into_iter().map(Into::into).collect();
        let mut results = entries(&ids, &local.of(group), group.most() == Some(1));
        for (_, result) in &mut results {
            if *result == Ergebnis::NurRegister && einstellungen.irrelevant.contains(&group) {
                *result = Ergebnis::Irrelevant;
            }
        }
        let most = group.most().unwrap_or(usize::MAX);
        left_out += results.len().saturating_sub(most) as u64;
        results.truncate(most);
        found.extend(results.iter().map(|(_, result)| (group, *result)));
        if results.is_empty() {
            results.extend(nothing(einstellungen.ohne_eintrag).map(|result| (None, result)));
        }
        let message = |(id, result): (Option<&ReferenzId>, Ergebnis)| AZRAbgleichergebnis {
            referenz_id: id.map(Into::into),
            abgleichergebnis: result.code(),
        };
        lists.push(results.into_iter().map(message).collect());
    }
    let take = |group: Abgleichsgruppe| {
        let list = lists.get_mut(group as usize);
        list.map(std::mem::take).unwrap_or_default()
    };
    Verglichen {
        container: gruppen::container(take),
        found,
        left_out,
    }
}

/// What is sent for a group that neither side has an entry of.
fn nothing(setting: OhneEintrag) -> Option<Ergebnis> {
    match setting {
        OhneEintrag::Uebereinstimmend => Some(Ergebnis::Gleich),
        OhneEintrag::Irrelevant => Some(Ergebnis::Irrelevant),
        OhneEintrag::NurLokal => Some(Ergebnis::NurLokal),
        OhneEintrag::OhneReferenzen => None,
    }
}

/// Whether a local entry, with or without id, is that of an id of the register.
type Passt<'f> = dyn Fn(&ReferenzId, Option<&ReferenzId>) -> bool + 'f;

/// The results of a group: those of the entries of the register, in its order, then those of local
/// entries alone.
fn entries<'i>(
    register: &'i [ReferenzId],
    local: &[Option<&ReferenzId>],
    current_only: bool,
) -> Vec<(Option<&'i ReferenzId>, Ergebnis)> {
    let mut free: Vec<Option<&ReferenzId>> = local.to_vec();
    let mut take = |fits: &dyn Fn(Option<&ReferenzId>) -> bool| {
        let at = free.iter().position(|id| fits(*id))?;
        Some(free.swap_remove(at))
    };
    let mut results: Vec<(Option<&ReferenzId>, Option<Ergebnis>)> =
        register.iter().map(|id| (Some(id), None)).collect();
    // The same version first, so that no other entry takes it.
    let steps: [(&Passt<'_>, Ergebnis); 4] = [
        (&|id, other| other == Some(id), Ergebnis::Gleich),
        (
            &|id, other| other.is_some_and(|other| other.is_same_entry(id)),
            Ergebnis::Verschieden,
        ),
        // There is one current entry: another id is another state of it.
        (
            &|_, other| current_only && other.is_some(),
            Ergebnis::Verschieden,
        ),
        (&|_, other| other.is_none(), Ergebnis::OhneReferenz),
    ];
    for (fits, result) in steps {
        for (id, found) in &mut results {
            if let (Some(id), None) = (*id, *found)
                && take(&|other| fits(id, other)).is_some()
            {
                *found = Some(result);
            }
        }
    }
    let alone = free.iter().map(|_| (None, Ergebnis::NurLokal));
    let results = results
        .into_iter()
        .map(|(id, found)| (id, found.unwrap_or(Ergebnis::NurRegister)));
    results.chain(alone).collect()
}
