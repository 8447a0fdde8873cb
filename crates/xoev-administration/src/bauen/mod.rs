//! Messages about messages, built: each valid by its schema, with a UUID of its own.

mod erinnerung;
mod nichtzustaendig;
mod quittung;
mod rueckweisung;
mod weiterleitung;
mod wiederholung;

use std::fmt;

use chrono::{DateTime, FixedOffset};
use xauslaender::xinneres::behoerde_7::BehoerdeErreichbar;
use xauslaender::{Absender, Kopf};
use xoev::basis::basisnachricht_g2g_1_1::{
    BehoerdeType, CodeKommunikationKanalType, CodeVerzeichnisdienstType, KommunikationType, UUID,
};
use xoev::din91379::DatatypeC;
use xoev::{CodeType as _, Fault, Identifikation, MessageIo, WriteError};

use crate::bezug::Nachrichtenbezug;
use crate::kopf::{Nachrichtenkopf, Nummer, Stelle};

pub use self::erinnerung::{Erinnerung, Transportangaben};
pub use self::nichtzustaendig::{Nichtzustaendigserklaerung, UngeklaerteZustaendigkeit};
pub use self::quittung::{Quittung, Quittungserinnerung};
pub use self::rueckweisung::{
    Einzelfallgrund, Fehlercode, Rueckweisbar, Rueckweisung, Rueckweisungsgrund, SpezifischerGrund,
};
pub use self::weiterleitung::{Weitergeleitet, Weiterleitung};
pub use self::wiederholung::Sendungswiederholung;

/// A message about another one, to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Verwaltungsnachricht {
    bytes: Vec<u8>,
    nummer: &'static str,
    uuid: UUID,
    leser: String,
    bezug: Option<UUID>,
}

impl Verwaltungsnachricht {
    /// The message as it is sent: UTF-8, valid by its schema.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, taken out.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Its number, such as `0010`.
    pub fn nummer(&self) -> &'static str {
        self.nummer
    }

    /// Its own UUID, made for it.
    pub fn uuid(&self) -> &UUID {
        &self.uuid
    }

    /// Key of the authority that it goes to.
    pub fn leser(&self) -> &str {
        &self.leser
    }

    /// UUID of the message that it speaks about, if that is known.
    pub fn bezug(&self) -> Option<&UUID> {
        self.bezug.as_ref()
    }
}

/// The bytes are counted only: they may enclose a whole case.
impl fmt::Debug for Verwaltungsnachricht {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verwaltungsnachricht")
            .field("nummer", &self.nummer)
            .field("uuid", &self.uuid.as_str())
            .field("leser", &self.leser)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// A message that another one is to speak about: its bytes, what is known of it, and whether its
/// schema found it valid.
#[derive(Clone, Copy, Debug)]
pub struct Vorlage<'a> {
    /// The message, byte for byte.
    pub bytes: &'a [u8],
    /// Its head; none if not even its root element could be read.
    pub kopf: Option<&'a Nachrichtenkopf>,
    /// It is valid by its schema.
    pub gueltig: bool,
}

impl<'a> Vorlage<'a> {
    /// A message that was found valid, or was made by this program.
    pub fn gueltig(bytes: &'a [u8], kopf: &'a Nachrichtenkopf) -> Vorlage<'a> {
        Vorlage {
            bytes,
            kopf: Some(kopf),
            gueltig: true,
        }
    }

    fn kopf(&self) -> Result<&'a Nachrichtenkopf, Baufehler> {
        self.kopf.ok_or(Baufehler::Ohne("head"))
    }

    fn nummer(&self) -> Result<Nummer, Baufehler> {
        self.kopf()?.nummer().ok_or(Baufehler::Ohne("number"))
    }

    fn bezug(&self) -> Result<Nachrichtenbezug, Baufehler> {
        Nachrichtenbezug::von(self.kopf()?).ok_or(Baufehler::Ohne("identification"))
    }

    fn autor(&self) -> Result<&'a Stelle, Baufehler> {
        let autor = self.kopf()?.autor.as_ref();
        autor.ok_or(Baufehler::Ohne("author"))
    }

    fn leser(&self) -> Result<&'a Stelle, Baufehler> {
        let leser = self.kopf()?.leser.as_ref();
        leser.ok_or(Baufehler::Ohne("reader"))
    }
}

/// Why a message about another one can't be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Baufehler {
    /// The message that it is about lacks something that is needed. Whoever made that message is at
    /// fault.
    #[error("the message that this one is about has no {0}")]
    Ohne(&'static str),
    /// A refusal, receipt or reminder is never refused: a person has to look at it.
    #[error("a message {nummer} must not be refused")]
    NichtRueckweisbar {
        /// Number of the message.
        nummer: String,
    },
    /// No reason is given. The caller is at fault, as with all that follow.
    #[error("a refusal needs a reason")]
    OhneGrund,
    /// A reason of the module needs a code or a text.
    #[error("a specific reason needs a code or a description")]
    GrundOhneInhalt,
    /// The list of reasons for this kind of refusal does not have the code: `T200` is for calls
    /// only, `S030` for messages only.
    #[error("the code {code} is not for a refusal {nummer}")]
    CodeHierNicht {
        /// Code.
        code: &'static str,
        /// Number of the refusal.
        nummer: &'static str,
    },
    /// `S020` says that single cases are faulty, and each has to be named; only a message of its own
    /// (0010) can.
    #[error("the code S020 and faulty single cases go together, in a message 0010")]
    EinzelfaelleFehlen,
    /// The message is of another version than the one that is sent now. It has to be made anew.
    #[error("the message is of {standard} {version}, not of XAusländer {erwartet}")]
    AndereVersion {
        /// What it says.
        standard: String,
        /// What it says.
        version: String,
        /// The version that is sent now.
        erwartet: &'static str,
    },
    /// A message of this kind can't be enclosed in this one: repetitions hold no repetitions,
    /// forwardings no forwardings, and messages of XInneres are not repeated.
    #[error("a message {nummer} cannot be enclosed in a message {in_nummer}")]
    Verschachtelt {
        /// Number of the message.
        nummer: String,
        /// Number of the message that was to enclose it.
        in_nummer: &'static str,
    },
    /// The standard has another way to say that one is not responsible for such a message.
    #[error("a message {nummer} is not answered by a message {mit}")]
    AndererWeg {
        /// Number of the message.
        nummer: String,
        /// Number of the message that was to be built.
        mit: &'static str,
    },
    /// The message does not ask for a receipt for this event.
    #[error("the message does not ask for a receipt for the event {zeichen:?}")]
    FremdesEreignis {
        /// The sign of the event.
        zeichen: String,
    },
    /// Messages for different readers can't be reminded of in one message.
    #[error("the messages are for different readers")]
    VerschiedeneLeser,
    /// A text or code does not suit its type.
    #[error(transparent)]
    Wert(#[from] Fault),
    /// The message would not be valid.
    #[error(transparent)]
    Schreiben(#[from] WriteError),
}

/// Version of XAusländer that is sent.
pub(crate) const VERSION: &str = "26.11";
/// Name of the standard, as messages state it.
pub(crate) const STANDARD: &str = "XAusländer";

/// The head of a new message, with a new UUID. What is about a test is a test.
pub(crate) fn kopf(
    absender: &Absender,
    jetzt: DateTime<FixedOffset>,
    leser: BehoerdeType,
    ueber: Option<&Nachrichtenkopf>,
) -> Kopf {
    let mut kopf = absender.kopf_mit(Identifikation::um(jetzt), leser);
    let test = ueber.and_then(|k| k.test.as_deref());
    if let (None, Some(test)) = (&kopf.test, test) {
        // Characters that can't be repeated do not make it a message for production.
        kopf.test = DatatypeC::new(test)
            .or_else(|_| DatatypeC::new("Test"))
            .ok();
    }
    kopf
}

/// Makes a message and writes it.
pub(crate) fn fertig<M: MessageIo>(
    nummer: &'static str,
    kopf: Kopf,
    bezug: Option<UUID>,
    neu: impl FnOnce(Kopf) -> Result<M, Fault>,
) -> Result<Verwaltungsnachricht, Baufehler> {
    let uuid = kopf.identifikation.uuid().clone();
    let leser = kopf.leser.kennung.as_str().to_owned();
    Ok(Verwaltungsnachricht {
        bytes: neu(kopf)?.to_vec()?,
        nummer,
        uuid,
        leser,
        bezug,
    })
}

/// An authority as the reader of a message. What is missing of the directory is that of the author.
pub(crate) fn als_leser(stelle: &Stelle, absender: &Absender) -> Result<BehoerdeType, Baufehler> {
    let kennung = stelle.kennung.as_deref().filter(|k| !k.is_empty());
    let kennung = kennung.ok_or(Baufehler::Ohne("key of an authority"))?;
    let name = stelle.name.as_deref().filter(|n| !n.is_empty());
    Ok(BehoerdeType {
        verzeichnisdienst: verzeichnisdienst(stelle)
            .unwrap_or_else(|| absender.autor.verzeichnisdienst.clone()),
        kennung: DatatypeC::new(kennung)?,
        name: DatatypeC::new(name.unwrap_or(kennung))?,
        erreichbarkeit: Vec::new(),
    })
}

fn verzeichnisdienst(stelle: &Stelle) -> Option<CodeVerzeichnisdienstType> {
    let kode = &stelle.verzeichnisdienst;
    CodeVerzeichnisdienstType::from_parts(
        &kode.code,
        None,
        kode.liste.as_deref(),
        kode.listenversion.as_deref(),
    )
    .ok()
}

/// An authority as messages name those that can be reached, unchanged.
pub(crate) fn erreichbar(stelle: &Stelle) -> Result<BehoerdeErreichbar, Baufehler> {
    let mut erreichbarkeit = Vec::new();
    for way in &stelle.erreichbarkeit {
        let kanal = &way.kanal;
        erreichbarkeit.push(KommunikationType {
            kanal: CodeKommunikationKanalType::from_parts(
                &kanal.code,
                None,
                kanal.liste.as_deref(),
                kanal.listenversion.as_deref(),
            )?,
            kennung: DatatypeC::new(&way.kennung)?,
            zusatz: way.zusatz.as_deref().map(DatatypeC::new).transpose()?,
        });
    }
    let text = |t: &Option<String>, what| t.clone().ok_or(Baufehler::Ohne(what));
    Ok(BehoerdeErreichbar {
        verzeichnisdienst: verzeichnisdienst(stelle)
            .ok_or(Baufehler::Ohne("directory of an authority"))?,
        kennung: DatatypeC::new(&text(&stelle.kennung, "key of an authority")?)?,
        name: DatatypeC::new(&text(&stelle.name, "name of an authority")?)?,
        erreichbarkeit,
    })
}

/// Refuses what is not of the version that is sent now.
pub(crate) fn aktuelle_version(kopf: &Nachrichtenkopf) -> Result<(), Baufehler> {
    let version = kopf.version.as_ref().map_or("", |v| v.as_str());
    let standard = kopf.standard.as_deref().unwrap_or_default();
    match (standard, version) {
        (STANDARD, VERSION) => Ok(()),
        _ => Err(Baufehler::AndereVersion {
            standard: standard.to_owned(),
            version: version.to_owned(),
            erwartet: VERSION,
        }),
    }
}
