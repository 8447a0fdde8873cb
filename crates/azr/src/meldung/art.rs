//! Kinds of change, and what each needs.

use xauslaender::v26_11::codes::CodeAZRArtDerAenderung;

use crate::{Gruppe, ReferenzId};

/// What a report does with an entry of a record: `Code.AZR.ArtDerAenderung`, version 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aenderungsart {
    /// `01`: a new entry.
    Zuspeicherung,
    /// `02`: the entry has new content from now on.
    Aktualisierung,
    /// `03`: the entry is deleted.
    Loeschung,
    /// `04`: the content was wrong and is corrected.
    BerichtigungAenderung,
    /// `05`: the entry was wrong and is deleted.
    BerichtigungLoeschung,
}

use Aenderungsart::{
    Aktualisierung, BerichtigungAenderung, BerichtigungLoeschung, Loeschung, Zuspeicherung,
};

impl Aenderungsart {
    /// All of them, in the order of their keys.
    pub const ALL: &'static [Aenderungsart] = &[
        Zuspeicherung,
        Aktualisierung,
        Loeschung,
        BerichtigungAenderung,
        BerichtigungLoeschung,
    ];

    /// The key, from `01` to `05`.
    pub const fn key(self) -> &'static str {
        match self {
            Zuspeicherung => "01",
            Aktualisierung => "02",
            Loeschung => "03",
            BerichtigungAenderung => "04",
            BerichtigungLoeschung => "05",
        }
    }

    /// The name, in German.
    pub const fn titel(self) -> &'static str {
        match self {
            Zuspeicherung => "Zuspeicherung",
            Aktualisierung => "Aktualisierung",
            Loeschung => "Löschung",
            BerichtigungAenderung => "Berichtigung-Änderung",
            BerichtigungLoeschung => "Berichtigung-Löschung",
        }
    }

    /// Whether an entry is deleted by it.
    pub const fn is_loeschung(self) -> bool {
        matches!(self, Loeschung | BerichtigungLoeschung)
    }

    /// The code for a message.
    pub fn code(self) -> CodeAZRArtDerAenderung {
        CodeAZRArtDerAenderung::from(match self {
            Zuspeicherung => CodeAZRArtDerAenderung::C_01,
            Aktualisierung => CodeAZRArtDerAenderung::C_02,
            Loeschung => CodeAZRArtDerAenderung::C_03,
            BerichtigungAenderung => CodeAZRArtDerAenderung::C_04,
            BerichtigungLoeschung => CodeAZRArtDerAenderung::C_05,
        })
    }

    /// The kind with this key.
    pub fn of_key(key: &str) -> Option<Aenderungsart> {
        Aenderungsart::ALL.iter().copied().find(|a| a.key() == key)
    }

    /// The kinds that a report may have for a group. A first report (090009) only adds; fingerprints
    /// can't be added by reports, photos and look-alikes are added and deleted only, and the German
    /// nationality has no kind of change.
    ///
    /// That a first report only adds is stated for look-alikes; for the others it follows from its
    /// purpose.
    ///
    /// Source: `AZR.Fingerabdruck.Meldung`, `AZR.LichtbildAllgemein.Meldung`,
    /// `AZR.LichtbildZuSuchvermerk.Meldung`, `AZR.NichtIdentischMit.Meldung`,
    /// `AZR.DeutscheStaatsangehoerigkeit.Meldung` in `xauslaender-nachrichten-azr.xsd`.
    pub fn allowed(gruppe: &Gruppe, erstmeldung: bool) -> &'static [Aenderungsart] {
        match gruppe.name {
            "deutscheStaatsangehoerigkeit" => &[],
            "fingerabdruck" if erstmeldung => &[],
            _ if erstmeldung && !gruppe.erstmeldung => &[],
            _ if erstmeldung => &[Zuspeicherung],
            "fingerabdruck" => &[
                Aktualisierung,
                Loeschung,
                BerichtigungAenderung,
                BerichtigungLoeschung,
            ],
            "lichtbildAllgemein" | "lichtbildZuSuchvermerk" | "nichtIdentischMit" => {
                &[Zuspeicherung, Loeschung]
            }
            _ => Aenderungsart::ALL,
        }
    }
}

/// A change of one entry of a group, with what its kind needs: new content, the reference id of
/// the entry, or both.
///
/// `T` is the content of a group, from [`inhalt`](crate::inhalt). The id has to be the newest that the
/// register has given; it proves that the sender knows the entry as it is.
///
/// ```
/// use azr::{Aenderung, Aenderungsart, ReferenzId, inhalt::Duldung};
///
/// let id = ReferenzId::from_local_record("Rx7C56w06")?;
/// let change = Aenderung::<Duldung>::loeschen(id);
/// assert_eq!(change.art(), Aenderungsart::Loeschung);
/// # Ok::<(), xoev::Fault>(())
/// ```
///
/// The standard says what each kind is for; that it needs just this follows from there. Should the
/// register ask for another form, there is [`abweichend`](Aenderung::abweichend).
#[derive(Clone, Debug, PartialEq)]
pub struct Aenderung<T> {
    pub(super) art: Aenderungsart,
    pub(super) referenz: Option<ReferenzId>,
    pub(super) inhalt: Option<T>,
}

impl<T> Aenderung<T> {
    /// A new entry (`01`).
    pub fn neu(inhalt: T) -> Aenderung<T> {
        Aenderung::abweichend(Zuspeicherung, None, Some(inhalt))
    }

    /// New content for an entry (`02`).
    pub fn aktualisieren(referenz: ReferenzId, inhalt: T) -> Aenderung<T> {
        Aenderung::abweichend(Aktualisierung, Some(referenz), Some(inhalt))
    }

    /// An entry goes (`03`).
    pub fn loeschen(referenz: ReferenzId) -> Aenderung<T> {
        Aenderung::abweichend(Loeschung, Some(referenz), None)
    }

    /// An entry was wrong: the right content (`04`).
    pub fn berichtigen(referenz: ReferenzId, inhalt: T) -> Aenderung<T> {
        Aenderung::abweichend(BerichtigungAenderung, Some(referenz), Some(inhalt))
    }

    /// An entry was wrong and should not have been (`05`).
    pub fn berichtigend_loeschen(referenz: ReferenzId) -> Aenderung<T> {
        Aenderung::abweichend(BerichtigungLoeschung, Some(referenz), None)
    }

    /// A change that differs from what its kind usually needs, for instance because the register
    /// has asked for it.
    pub fn abweichend(
        art: Aenderungsart,
        referenz: Option<ReferenzId>,
        inhalt: Option<T>,
    ) -> Aenderung<T> {
        Aenderung {
            art,
            referenz,
            inhalt,
        }
    }

    /// The kind of change.
    pub fn art(&self) -> Aenderungsart {
        self.art
    }

    /// The entry that is changed.
    pub fn referenz(&self) -> Option<&ReferenzId> {
        self.referenz.as_ref()
    }

    /// The new content.
    pub fn inhalt(&self) -> Option<&T> {
        self.inhalt.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_names_are_those_of_the_code_list() {
        for art in Aenderungsart::ALL {
            let code = art.code();
            assert_eq!(code.key(), art.key());
            assert_eq!(code.label(), Some(art.titel()));
            assert_eq!(Aenderungsart::of_key(art.key()), Some(*art));
        }
        assert_eq!(Aenderungsart::of_key("06"), None);
    }
}
