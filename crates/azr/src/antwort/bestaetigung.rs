//! 090098: the confirmation of a first or later report, with the new ids of what was stored.

use xauslaender::v26_11::azr::VonAZRAZRBestaetigungMeldung090098;

use crate::Gruppe;

use super::baum::Baum;
use super::dublette::{Dublette, DublettenArt};

/// The register has stored a first or later report (090009, 090010).
///
/// Source: `VonAZR.AZRBestaetigungMeldung.090098` in `xauslaender-nachrichten-azr.xsd`,
/// §§ 6, 8 AZRG.
#[derive(Clone, Debug)]
pub struct Bestaetigung {
    /// After a first report: the number of the new record. After a later report with an outdated
    /// number: the current number. The sender has to take it over in both cases.
    pub azr_nummer: Option<String>,
    /// New or changed ids, in the order of the message. Of the earlier name (`fruehererName`) and
    /// of the German nationality, the message has no place for an id; those of the first are found
    /// in a record (090004).
    pub referenzen: Vec<NeueReferenz>,
    /// The register has records with similar personal data. A warning: the report was stored.
    pub dublette: Option<Dublette>,
    /// The message.
    pub nachricht: Box<VonAZRAZRBestaetigungMeldung090098>,
}

/// The id that the register gave to an entry: the key to its next change.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NeueReferenz {
    /// What the entry is.
    pub gruppe: &'static Gruppe,
    /// The id: a `ReferenzId`, but an id of their own for photos and fingerprints.
    pub id: String,
}

impl Bestaetigung {
    pub(super) fn von(
        nachricht: Box<VonAZRAZRBestaetigungMeldung090098>,
        bytes: &[u8],
    ) -> Bestaetigung {
        let aehnlich = nachricht.personalien_aehnlich.iter().map(|n| n.as_str());
        Bestaetigung {
            azr_nummer: nachricht.azr_nummer.as_ref().map(|n| n.as_str().to_owned()),
            referenzen: referenzen(&Baum::lesen_gueltig(bytes)),
            dublette: Dublette::neu(DublettenArt::Aehnlich, aehnlich),
            nachricht,
        }
    }

    /// The new id of an entry of this group. A report has at most one entry of each.
    pub fn referenz(&self, gruppe: &Gruppe) -> Option<&str> {
        let mut all = self.referenzen.iter();
        all.find(|r| r.gruppe == gruppe).map(|r| r.id.as_str())
    }
}

/// The ids in a confirmation, by the names of their elements, which differ from those of the
/// report in places (`bvaVerfahrensnnummer.referenz.id`, `screeningabschlussreferenz.id`):
/// [`Gruppe`] knows them. Elements of the extension namespace are not taken for the register's.
pub(super) fn referenzen(baum: &Baum) -> Vec<NeueReferenz> {
    let Some(wurzel) = baum.wurzel() else {
        return Vec::new();
    };
    let namensraum = baum.namensraum(wurzel);
    let gehoert_hierher = |eltern: Option<usize>| {
        let Some(eltern) = eltern.and_then(|at| baum.knoten(at)) else {
            return false;
        };
        match eltern.tiefe {
            1 => true,
            2 => matches!(eltern.name(), "weiterePersonalien" | "sachverhalt"),
            _ => false,
        }
    };
    baum.alle()
        .filter(|knoten| knoten.tiefe <= 3 && gehoert_hierher(knoten.eltern))
        .filter_map(|knoten| {
            let gruppe = Gruppe::of_confirmation(knoten.name())?;
            (baum.namensraum(knoten) == namensraum).then(|| NeueReferenz {
                gruppe,
                id: knoten.text.clone(),
            })
        })
        .collect()
}
