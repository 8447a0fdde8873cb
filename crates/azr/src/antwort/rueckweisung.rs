//! 000002 and 0010: a message was refused before it was processed.

use xauslaender::v26_11::Nachricht;
use xauslaender::v26_11::administration::AdministrationRueckweisungSynchron000002;
use xauslaender::xinneres::rueckweisung_6::{
    RueckweisungAsynchron0010, RueckweisungGrundSpezifisch, RueckweisungRueckweisungsgrund,
    RueckweisungTransportinformationen,
};
use xoev::ReadError;

/// A submission that was refused as a message, by the receiver or on the way to it. It was not
/// processed, or it had been before ([`Rueckweisung::bereits_verarbeitet`]).
///
/// Source: `Administration.RueckweisungSynchron.000002` in
/// `xauslaender-nachrichten-administration.xsd`, `rueckweisung.asynchron.0010` in
/// `xinneres-rueckweisung.xsd`.
#[derive(Clone, Debug)]
pub struct Rueckweisung {
    /// All reasons that are given, at least one.
    pub gruende: Vec<Rueckweisungsgrund>,
    /// Who refuses, if it is not the authority that the message was for.
    pub rueckweisende_stelle: Option<String>,
    /// Which message was refused, as far as it could be told.
    pub bezug: Option<Bezug>,
    /// What was known from the transport.
    pub transport: Option<Transport>,
    /// Cases of a collective message that could not be processed (0010 only). The others were.
    pub einzelfaelle: Vec<Einzelfall>,
    /// The message refused, decoded (0010 only): [`Rueckweisung::eingeschlossen`] reads it.
    pub original: Option<Vec<u8>>,
    /// The message itself.
    pub nachricht: RueckweisungNachricht,
}

/// The two kinds of refusal.
#[derive(Clone, Debug)]
pub enum RueckweisungNachricht {
    /// 000002, on a synchronous channel.
    Synchron(Box<AdministrationRueckweisungSynchron000002>),
    /// 0010, on an asynchronous channel.
    Asynchron(Box<RueckweisungAsynchron0010>),
}

/// A reason of a refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rueckweisungsgrund {
    /// Key: `T…` transport, `X…` form of the XML, `V…` version, `S…` against the specification.
    pub code: String,
    /// What the key means, as the schema says.
    pub bedeutung: Option<&'static str>,
    /// Reasons of the standard in question; there are some with the key `S999`.
    pub spezifisch: Vec<SpezifischerGrund>,
}

/// A reason from a code list of one standard, or in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SpezifischerGrund {
    /// Key.
    pub code: Option<String>,
    /// Name of the key, as sent.
    pub bezeichnung: Option<String>,
    /// URI of the code list.
    pub liste: Option<String>,
    /// Version of the code list.
    pub listenversion: Option<String>,
    /// Description, word for word.
    pub beschreibung: Option<String>,
}

/// Identification of the message that was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bezug {
    /// `nachrichtenUUID`
    pub uuid: String,
    /// Number of the message.
    pub nummer: String,
    /// `erstellungszeitpunkt`, as written.
    pub erstellungszeitpunkt: String,
}

/// What was known of the refused message from its transport.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Transport {
    /// With OSCI, the `messageID` of the envelope.
    pub nachrichten_id: Option<String>,
    /// Subject.
    pub betreff: Option<String>,
    /// When it was sent, as written.
    pub sendezeitpunkt: Option<String>,
    /// Further hints.
    pub hinweise: Option<String>,
}

/// A case of a collective message that could not be processed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Einzelfall {
    /// Time of the event, as written.
    pub zeitpunkt: String,
    /// Its sign.
    pub zeichen: String,
    /// Why.
    pub gruende: Vec<Rueckweisungsgrund>,
}

impl Rueckweisung {
    pub(super) fn synchron(m: Box<AdministrationRueckweisungSynchron000002>) -> Rueckweisung {
        let r = &m.rueckweisung;
        let gruende = r.rueckweisungsgrund.iter().map(|g| Rueckweisungsgrund {
            code: g.grund.key().to_owned(),
            bedeutung: g.grund.label(),
            spezifisch: g.grund_spezifisch.iter().map(spezifisch).collect(),
        });
        let bezug = r.id_nachricht.as_ref().map(|id| Bezug {
            uuid: id.nachrichten_uuid.as_str().to_owned(),
            nummer: id.nachrichtentyp.key().to_owned(),
            erstellungszeitpunkt: id.erstellungszeitpunkt.to_string(),
        });
        let stelle = r.rueckweisende_stelle.as_ref();
        Rueckweisung {
            gruende: gruende.collect(),
            rueckweisende_stelle: stelle.map(|s| s.pruefinstanz.as_str().to_owned()),
            bezug,
            transport: r.transportinformationen.as_deref().map(transport),
            einzelfaelle: Vec::new(),
            original: None,
            nachricht: RueckweisungNachricht::Synchron(m),
        }
    }

    pub(super) fn asynchron(m: Box<RueckweisungAsynchron0010>) -> Rueckweisung {
        let r = &m.rueckweisung;
        let bezug = r.id_nachricht.as_ref().map(|id| Bezug {
            uuid: id.nachrichten_uuid.as_str().to_owned(),
            nummer: id.nachrichtentyp.key().to_owned(),
            erstellungszeitpunkt: id.erstellungszeitpunkt.to_string(),
        });
        let einzelfaelle = r.nicht_verarbeitbarer_einzelfall.iter().map(|fall| {
            let ereignis = &fall.identifikation_ereignis;
            Einzelfall {
                zeitpunkt: ereignis.ereignis_zeitpunkt.to_string(),
                zeichen: ereignis.ereignis_zeichen.as_str().to_owned(),
                gruende: fall.grund.iter().map(grund).collect(),
            }
        });
        let stelle = r.rueckweisende_stelle.as_ref();
        Rueckweisung {
            gruende: r.rueckweisungsgrund.iter().map(grund).collect(),
            rueckweisende_stelle: stelle.map(|s| s.pruefinstanz.as_str().to_owned()),
            bezug,
            transport: r.transportinformationen.as_deref().map(transport),
            einzelfaelle: einzelfaelle.collect(),
            original: Some(r.nachricht.as_bytes().to_vec()),
            nachricht: RueckweisungNachricht::Asynchron(m),
        }
    }

    /// The message that was refused, read. None if the refusal holds none.
    ///
    /// # Errors
    /// The inner result says why it can't be read, which may be why it was refused.
    pub fn eingeschlossen(&self) -> Option<Result<Nachricht, ReadError>> {
        self.original.as_deref().map(Nachricht::from_slice)
    }

    /// Whether the submission may be sent again later, unchanged: the only reason is a technical
    /// fault of the receiver (`T200` of 000002).
    pub fn erneut_sinnvoll(&self) -> bool {
        !self.gruende.is_empty() && self.gruende.iter().all(|g| g.code == "T200")
    }

    /// Whether it was refused because it had been processed before (`S100`): it must not be sent
    /// again.
    pub fn bereits_verarbeitet(&self) -> bool {
        self.gruende.iter().any(|g| g.code == "S100")
    }
}

fn grund(g: &RueckweisungRueckweisungsgrund) -> Rueckweisungsgrund {
    Rueckweisungsgrund {
        code: g.grund.key().to_owned(),
        bedeutung: g.grund.label(),
        spezifisch: g.grund_spezifisch.iter().map(spezifisch).collect(),
    }
}

fn spezifisch(g: &RueckweisungGrundSpezifisch) -> SpezifischerGrund {
    let code = g.fehlercode.as_ref();
    let owned = |text: &str| text.to_owned();
    SpezifischerGrund {
        code: code.map(|c| c.key().to_owned()),
        bezeichnung: code.and_then(|c| c.name()).map(owned),
        liste: code.and_then(|c| c.list_uri()).map(owned),
        listenversion: code.and_then(|c| c.list_version()).map(owned),
        beschreibung: g.fehlerbeschreibung.as_ref().map(|t| t.as_str().to_owned()),
    }
}

fn transport(t: &RueckweisungTransportinformationen) -> Transport {
    Transport {
        nachrichten_id: t.nachrichten_id.as_ref().map(|t| t.as_str().to_owned()),
        betreff: t.betreff.as_ref().map(|t| t.as_str().to_owned()),
        sendezeitpunkt: t.sendezeitpunkt.as_ref().map(ToString::to_string),
        hinweise: t
            .ergaenzende_hinweise
            .as_ref()
            .map(|t| t.as_str().to_owned()),
    }
}
