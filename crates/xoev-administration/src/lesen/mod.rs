//! What messages about messages say that came in: refusals, receipts, reminders, forwardings.

mod eingeschlossen;
mod inhalt;
mod rueckweisung;

use xauslaender::v26_11::allgemein::IdentifikationNachricht;
use xauslaender::xinneres::basisnachricht_7::{
    IdentifikationEreignis, IdentifikationNachrichtTyp4,
};
use xoev::Code;
use xoev::basis::basisnachricht_g2g_1_1::{BehoerdeType, CodeVerzeichnisdienstType};

use crate::kopf::{Ereignis, Kode, Stelle, Zeitpunkt};

pub use self::eingeschlossen::{Packfehler, Packgrenzen, Schale, eingeschlossen, kern};
pub use self::inhalt::{
    ErhalteneAbgabe, ErhalteneErinnerung, ErhalteneNichtzustaendigkeit, ErhalteneQuittung,
    ErhalteneWeiterleitung, Inhalt, Lesefehler, Weitergebende,
};
pub use self::rueckweisung::{Bezugsquelle, ErhalteneRueckweisung, Zurueckgewiesener};

/// A reason in the words of who gave it, unchanged: lists of reasons are not all published, and change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Grund {
    /// Key of the reason.
    pub code: String,
    /// Name of the key, as the message or the list of this release has it.
    pub bezeichnung: Option<String>,
    /// What is said besides.
    pub text: Option<String>,
    /// URI of the code list.
    pub liste: Option<String>,
    /// Version of the code list.
    pub listenversion: Option<String>,
}

impl Grund {
    pub(crate) fn von(code: &Code) -> Grund {
        let name = code.name().or(code.label());
        Grund {
            code: code.key().to_owned(),
            bezeichnung: name.map(str::to_owned),
            text: None,
            liste: code.list_uri().map(str::to_owned),
            listenversion: code.list_version().map(str::to_owned),
        }
    }
}

/// A message that another one speaks about, as that names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Genannt {
    /// UUID.
    pub uuid: String,
    /// Number, with its list.
    pub typ: Kode,
    /// Time of creation.
    pub erstellt: Zeitpunkt,
}

impl From<&IdentifikationNachricht> for Genannt {
    fn from(id: &IdentifikationNachricht) -> Genannt {
        Genannt {
            uuid: id.nachrichten_uuid.as_str().to_owned(),
            typ: kode(&id.nachrichtentyp),
            erstellt: Zeitpunkt::new(id.erstellungszeitpunkt.to_string()),
        }
    }
}

impl From<&IdentifikationNachrichtTyp4> for Genannt {
    fn from(id: &IdentifikationNachrichtTyp4) -> Genannt {
        Genannt {
            uuid: id.nachrichten_uuid.as_str().to_owned(),
            typ: kode(&id.nachrichtentyp),
            erstellt: Zeitpunkt::new(id.erstellungszeitpunkt.to_string()),
        }
    }
}

fn kode(code: &Code) -> Kode {
    Kode {
        code: code.key().to_owned(),
        liste: code.list_uri().map(str::to_owned),
        listenversion: code.list_version().map(str::to_owned),
    }
}

fn ereignis(typed: &IdentifikationEreignis) -> Ereignis {
    Ereignis {
        zeitpunkt: Zeitpunkt::new(typed.ereignis_zeitpunkt.to_string()),
        zeichen: typed.ereignis_zeichen.as_str().to_owned(),
    }
}

fn stelle(verzeichnis: &CodeVerzeichnisdienstType, kennung: &str, name: &str) -> Stelle {
    Stelle {
        verzeichnisdienst: kode(verzeichnis),
        kennung: Some(kennung.to_owned()),
        name: Some(name.to_owned()),
        erreichbarkeit: Vec::new(),
    }
}

fn behoerde(b: &BehoerdeType) -> Stelle {
    stelle(&b.verzeichnisdienst, b.kennung.as_str(), b.name.as_str())
}
