//! Records of the register that may be the same person as the one reported.

use std::collections::HashSet;

use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xoev::Fault;

use crate::{Datenpflegeanfrage, NichtIdentisch};

/// Records with equal or similar personal data, as the register found them.
///
/// Source: `personalienGleich` of 090099 and `personalienAehnlich` of 090098 in
/// `xauslaender-nachrichten-azr.xsd`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Dublette {
    /// Whether the report was refused for it.
    pub art: DublettenArt,
    /// The AZR numbers of the records found, at least one.
    pub azr_nummern: Vec<String>,
}

/// How close the records found are to the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DublettenArt {
    /// Equal basic personal data, and the report did not say that they are other persons. The
    /// first report (090009) was refused (090099).
    Gleich,
    /// Similar personal data. A warning: the report was stored (090098).
    Aehnlich,
}

/// A way out of a [`Dublette`]. Which one is right only a clerk can say.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ausweg {
    /// It is the same person: report to one of these records, by 090010, instead of making a new
    /// one.
    VorhandenenDatensatzVerwenden {
        /// Their AZR numbers.
        azr_nummern: Vec<String>,
    },
    /// They are other persons: say so with one `nichtIdentischMit` (change type 01) for each.
    NichtIdentisch {
        /// The message that carries it: the first report once more (090009) if it was refused, a
        /// later report (090010) if it was stored.
        nachricht: &'static str,
        /// Their AZR numbers.
        azr_nummern: Vec<String>,
    },
    /// One person was recorded several times: ask the register authority to look after the
    /// records, by 090040. It takes two numbers at least.
    Datenpflege {
        /// The AZR numbers of the records, all different.
        azr_nummern: Vec<String>,
    },
}

impl Ausweg {
    /// What a report has to say so that the register takes the records for other persons: one
    /// entry for each. None for other ways out.
    ///
    /// # Errors
    /// If a number is none by its type, which happens only in answers that could not be read.
    pub fn nicht_identisch(&self) -> Result<Vec<NichtIdentisch>, Fault> {
        let Ausweg::NichtIdentisch { azr_nummern, .. } = self else {
            return Ok(Vec::new());
        };
        let all = azr_nummern.iter().map(|n| AZRNummer::new(n));
        all.map(|n| n.map(NichtIdentisch::Zuspeichern)).collect()
    }

    /// The request to look after the records (090040). None for other ways out.
    ///
    /// # Errors
    /// If a number is none by its type, which happens only in answers that could not be read.
    pub fn datenpflege(&self) -> Result<Option<Datenpflegeanfrage>, Fault> {
        let Ausweg::Datenpflege { azr_nummern } = self else {
            return Ok(None);
        };
        let all = azr_nummern.iter().map(|n| AZRNummer::new(n));
        let all: Vec<AZRNummer> = all.collect::<Result<_, _>>()?;
        Ok(Some(Datenpflegeanfrage::mehrfacherfassung(all)))
    }
}

impl Dublette {
    /// None without numbers. Each number is kept once, in the order of the register.
    pub(super) fn neu<'a>(
        art: DublettenArt,
        nummern: impl Iterator<Item = &'a str>,
    ) -> Option<Dublette> {
        let azr_nummern = einmal(nummern);
        (!azr_nummern.is_empty()).then_some(Dublette { art, azr_nummern })
    }

    /// The ways out. `eigene` is the AZR number of the record that the report made or went to; a
    /// refused first report has none.
    pub fn auswege(&self, eigene: Option<&str>) -> Vec<Ausweg> {
        let azr_nummern = self.azr_nummern.clone();
        let mut auswege = match self.art {
            DublettenArt::Gleich => vec![
                Ausweg::VorhandenenDatensatzVerwenden {
                    azr_nummern: azr_nummern.clone(),
                },
                Ausweg::NichtIdentisch {
                    nachricht: "090009",
                    azr_nummern,
                },
            ],
            DublettenArt::Aehnlich => vec![Ausweg::NichtIdentisch {
                nachricht: "090010",
                azr_nummern,
            }],
        };
        let others = self.azr_nummern.iter().map(String::as_str);
        let alle = einmal(eigene.into_iter().chain(others));
        if alle.len() >= 2 {
            auswege.push(Ausweg::Datenpflege { azr_nummern: alle });
        }
        auswege
    }
}

/// Each number once, in their order. An answer can name very many.
fn einmal<'a>(nummern: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    let new = nummern.filter(|nummer| seen.insert(*nummer));
    new.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{AZRNummer, Ausweg, Datenpflegeanfrage, Dublette, DublettenArt, NichtIdentisch};

    fn dublette(art: DublettenArt, nummern: &[&str]) -> Dublette {
        Dublette::neu(art, nummern.iter().copied()).expect("numbers")
    }

    #[test]
    fn equal_personal_data_leave_three_ways_if_there_are_two_records() {
        let gleich = dublette(DublettenArt::Gleich, &["1", "2", "1"]);
        let nummern = vec!["1".to_owned(), "2".to_owned()];
        let expected = [
            Ausweg::VorhandenenDatensatzVerwenden {
                azr_nummern: nummern.clone(),
            },
            Ausweg::NichtIdentisch {
                nachricht: "090009",
                azr_nummern: nummern.clone(),
            },
            Ausweg::Datenpflege {
                azr_nummern: nummern,
            },
        ];
        assert_eq!(gleich.auswege(None), expected);
    }

    #[test]
    fn data_care_needs_two_different_records() {
        let one = dublette(DublettenArt::Gleich, &["1"]);
        assert_eq!(one.auswege(None).len(), 2);
        let similar = dublette(DublettenArt::Aehnlich, &["1"]);
        assert_eq!(similar.auswege(Some("1")).len(), 1);
        let ways = similar.auswege(Some("9"));
        let care = Ausweg::Datenpflege {
            azr_nummern: vec!["9".into(), "1".into()],
        };
        assert_eq!(ways.last(), Some(&care));
        assert!(matches!(
            &ways[0],
            Ausweg::NichtIdentisch {
                nachricht: "090010",
                ..
            }
        ));
    }

    #[test]
    fn a_way_out_is_ready_to_be_sent() {
        let (one, two) = ("990309012345", "990411000017");
        let ways = dublette(DublettenArt::Gleich, &[one, two]).auswege(None);
        let number = |text| AZRNummer::new(text).expect("a number");
        let said = ways[1].nicht_identisch().expect("numbers");
        let expected = [one, two].map(|n| NichtIdentisch::Zuspeichern(number(n)));
        assert_eq!(said, expected);
        assert_eq!(ways[1].datenpflege(), Ok(None));
        let care = Datenpflegeanfrage::mehrfacherfassung([number(one), number(two)]);
        assert_eq!(ways[2].datenpflege(), Ok(Some(care)));
        assert_eq!(ways[2].nicht_identisch(), Ok(Vec::new()));
        let salvaged = dublette(DublettenArt::Gleich, &["keine"]).auswege(None);
        assert!(salvaged[1].nicht_identisch().is_err());
    }

    #[test]
    fn without_numbers_there_is_no_finding() {
        assert_eq!(Dublette::neu(DublettenArt::Gleich, [].into_iter()), None);
    }
}
