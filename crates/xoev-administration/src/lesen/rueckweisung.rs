//! What a refusal says: 000002 and 0010.

use xauslaender::v26_11::administration::AdministrationRueckweisungSynchron000002;
use xauslaender::xinneres::rueckweisung_6 as base;
use xoev::Code;

use super::{Genannt, Grund, Packgrenzen, ereignis, kern};
use crate::kopf::Kode;
use crate::kopf::{Ereignis, Zeitpunkt};

/// From where it is known which message was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bezugsquelle {
    /// The refusal names it.
    IdNachricht,
    /// The refusal encloses it, and names it not.
    Eingeschlossen,
}

/// A reason for a refusal, with the reasons of the module that stand below it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Zurueckgewiesener {
    /// The event that identifies the case within the collective message.
    pub ereignis: Ereignis,
    /// Why.
    pub gruende: Vec<Grund>,
}

/// A message was refused as a message: it was not processed, or had been before.
///
/// Source: `Administration.RueckweisungSynchron.000002` in
/// `xauslaender-nachrichten-administration.xsd`, `rueckweisung.asynchron.0010` in
/// `xinneres-rueckweisung.xsd`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErhalteneRueckweisung {
    /// Within a call (000002), not as a message of its own (0010).
    pub synchron: bool,
    /// All reasons, in their order. Those of the module (`S999`) follow the one that they explain.
    pub gruende: Vec<Grund>,
    /// Which message was refused. None if the refusal neither names nor encloses it readably.
    pub auf: Option<Genannt>,
    /// From where that is known.
    pub quelle: Option<Bezugsquelle>,
    /// Id that the transport gave the refused message.
    pub transport_id: Option<String>,
    /// Who refuses, if it is not the authority that the message was for.
    pub rueckweisende_stelle: Option<String>,
    /// The cases of a collective message that were not processed; all others were.
    pub einzelfaelle: Vec<Zurueckgewiesener>,
}

impl ErhalteneRueckweisung {
    /// Whether the message may be sent again later: the only reason is a technical fault of the
    /// receiver (`T200`), which only a refusal within a call can name.
    pub fn spaeter_wiederholen(&self) -> bool {
        !self.gruende.is_empty() && self.gruende.iter().all(|g| g.code == "T200")
    }

    /// Whether it was refused because it had been processed before (`S100`).
    pub fn bereits_verarbeitet(&self) -> bool {
        self.gruende.iter().any(|g| g.code == "S100")
    }

    pub(super) fn synchron(m: &AdministrationRueckweisungSynchron000002) -> ErhalteneRueckweisung {
        let r = &m.rueckweisung;
        let all = r.rueckweisungsgrund.iter();
        let auf = r.id_nachricht.as_deref().map(Genannt::from);
        let stelle = r.rueckweisende_stelle.as_deref();
        ErhalteneRueckweisung {
            synchron: true,
            gruende: all
                .flat_map(|g| gruende(&g.grund, &g.grund_spezifisch))
                .collect(),
            quelle: auf.as_ref().map(|_| Bezugsquelle::IdNachricht),
            auf,
            transport_id: transport(r.transportinformationen.as_deref()),
            rueckweisende_stelle: stelle.map(|s| s.pruefinstanz.as_str().to_owned()),
            einzelfaelle: Vec::new(),
        }
    }

    pub(super) fn asynchron(
        m: &base::RueckweisungAsynchron0010,
        grenzen: Packgrenzen,
    ) -> ErhalteneRueckweisung {
        let r = &m.rueckweisung;
        let all = r.rueckweisungsgrund.iter();
        let named = r.id_nachricht.as_deref().map(Genannt::from);
        let (auf, quelle) = match named {
            Some(named) => (Some(named), Some(Bezugsquelle::IdNachricht)),
            None => match aus(r.nachricht.as_bytes(), grenzen) {
                Some(found) => (Some(found), Some(Bezugsquelle::Eingeschlossen)),
                None => (None, None),
            },
        };
        let faelle = r.nicht_verarbeitbarer_einzelfall.iter();
        let faelle = faelle.map(|fall| Zurueckgewiesener {
            ereignis: ereignis(&fall.identifikation_ereignis),
            gruende: fall
                .grund
                .iter()
                .flat_map(|g| gruende(&g.grund, &g.grund_spezifisch))
                .collect(),
        });
        let stelle = r.rueckweisende_stelle.as_deref();
        ErhalteneRueckweisung {
            synchron: false,
            gruende: all
                .flat_map(|g| gruende(&g.grund, &g.grund_spezifisch))
                .collect(),
            auf,
            quelle,
            transport_id: transport(r.transportinformationen.as_deref()),
            rueckweisende_stelle: stelle.map(|s| s.pruefinstanz.as_str().to_owned()),
            einzelfaelle: faelle.collect(),
        }
    }
}

/// What identifies an enclosed message. What was sent is what is enclosed, so a repetition (000020)
/// stands for the message in it.
fn aus(enclosed: &[u8], grenzen: Packgrenzen) -> Option<Genannt> {
    if enclosed.len() > grenzen.bytes {
        return None;
    }
    let kopf = kern(enclosed, grenzen).ok()?.kopf;
    Some(Genannt {
        uuid: kopf.uuid.clone()?,
        typ: Kode {
            code: kopf.nummer().map(|n| n.to_string()).unwrap_or_default(),
            ..kopf.nachrichtentyp.clone().unwrap_or_default()
        },
        erstellt: kopf.erstellt.clone().unwrap_or_else(|| Zeitpunkt::new("")),
    })
}

fn gruende(code: &Code, spezifisch: &[base::RueckweisungGrundSpezifisch]) -> Vec<Grund> {
    let specific = spezifisch.iter().map(|s| Grund {
        text: s.fehlerbeschreibung.as_ref().map(|t| t.as_str().to_owned()),
        ..s.fehlercode.as_deref().map(Grund::von).unwrap_or_default()
    });
    std::iter::once(Grund::von(code)).chain(specific).collect()
}

fn transport(t: Option<&base::RueckweisungTransportinformationen>) -> Option<String> {
    let id = t?.nachrichten_id.as_ref()?;
    Some(id.as_str().to_owned())
}
