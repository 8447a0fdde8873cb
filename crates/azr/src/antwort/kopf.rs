//! The head of an answer: which message it is, from whom, when.

use xauslaender::v26_11::Nachricht;
use xauslaender::v26_11::allgemein::NachrichtenkopfG2G;
use xauslaender::xinneres::nachrichtentypen_7::NachrichtenkopfG2GXInneres;

use super::baum::Baum;

/// Identification, sender and receiver of an answer, in the words of the message.
///
/// Answers of the register name no message that they answer: request and answer are tied by the
/// transport.
///
/// Source: `nachrichtenkopf.g2g` in `xauslaender-allgemeine-datentypen.xsd` and
/// `xinneres-nachrichtentypen.xsd`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Antwortkopf {
    /// Number of the message, such as `090099`.
    pub nummer: String,
    /// `nachrichtenUUID`
    pub uuid: String,
    /// `erstellungszeitpunkt`, as written.
    pub erstellungszeitpunkt: String,
    /// Name of the sender.
    pub autor: String,
    /// Key of the sender in the directory DVDV, such as `dbs:490030020000`.
    pub autor_kennung: String,
    /// Key of the receiver in the directory DVDV.
    pub leser_kennung: String,
    /// Set for messages that must not be processed in production; the content is free.
    pub test: Option<String>,
}

macro_rules! koepfe {
    ($nachricht:expr, $($variante:ident)*) => {
        match $nachricht {
            $(Nachricht::$variante(m) => Some(Antwortkopf {
                test: m.test.as_ref().map(|t| t.as_str().to_owned()),
                ..Antwortkopf::from(&m.nachrichtenkopf_g2g)
            }),)*
            _ => None,
        }
    };
}

impl Antwortkopf {
    /// The head of a message that can be an answer.
    pub(super) fn von(nachricht: &Nachricht) -> Option<Antwortkopf> {
        koepfe!(nachricht,
            VonAZRAZRBestaetigungMeldung090098
            VonAZRAZRBestaetigungDokument090097
            VonAZRAZRKeinTreffer090002
            VonAZRAZRTrefferliste090003
            VonAZRAZRGesamtauskunft090004
            VonAZRAZRLichtbilduebermittlung090006
            VonAZRAZRDokumentUebermittlung090008
            VonAZRAZRRegisterabgleichsdaten090022
            VonAZRAZRMitteilungZuDatenaenderung090030
            VonAZRAZRVerpflichtungsgeberTrefferliste090053
            VonAZRAZRFehlernachricht090099
            AdministrationRueckweisungSynchron000002
            AdministrationNichtzustaendigserklaerung000030
            RueckweisungAsynchron0010
        )
    }

    /// What can be found of a head in a message that could not be read. None if it has no head.
    pub(crate) fn aus(baum: &Baum) -> Option<Antwortkopf> {
        let kopf = baum.pfad(&["nachrichtenkopf.g2g"])?;
        let text = |pfad: &[&str]| {
            let mut knoten = kopf;
            for name in pfad {
                match baum.kind(knoten, name) {
                    Some(kind) => knoten = kind,
                    None => return String::new(),
                }
            }
            knoten.text.trim().to_owned()
        };
        let test = baum.wurzel().and_then(|w| w.attribut("test"));
        Some(Antwortkopf {
            nummer: text(&["identifikation.nachricht", "nachrichtentyp", "code"]),
            uuid: text(&["identifikation.nachricht", "nachrichtenUUID"]),
            erstellungszeitpunkt: text(&["identifikation.nachricht", "erstellungszeitpunkt"]),
            autor: text(&["autor", "name"]),
            autor_kennung: text(&["autor", "kennung"]),
            leser_kennung: text(&["leser", "kennung"]),
            test: test.map(str::to_owned),
        })
    }
}

macro_rules! von_kopf {
    ($typ:ty) => {
        impl From<&$typ> for Antwortkopf {
            fn from(kopf: &$typ) -> Antwortkopf {
                let id = &kopf.identifikation_nachricht;
                Antwortkopf {
                    nummer: id.nachrichtentyp.key().to_owned(),
                    uuid: id.nachrichten_uuid.as_str().to_owned(),
                    erstellungszeitpunkt: id.erstellungszeitpunkt.to_string(),
                    autor: kopf.autor.name.as_str().to_owned(),
                    autor_kennung: kopf.autor.kennung.as_str().to_owned(),
                    leser_kennung: kopf.leser.kennung.as_str().to_owned(),
                    test: None,
                }
            }
        }
    };
}

von_kopf!(NachrichtenkopfG2G);
von_kopf!(NachrichtenkopfG2GXInneres);
