//! What must be known of any message, whether it is valid or not, and of whatever version: who it is
//! from, who it is for, what it is, and what it refers to.

mod lesen;
mod text;
mod version;

use xauslaender::xinneres::basisnachricht_7::IdentifikationEreignis;
use xoev::Simple;
use xoev::basis::basisnachricht_g2g_1_1::UUID;
use xoev::builtin::DateTime;

pub use self::version::{Version, Versionsform};

/// So many blanks before a text can be a part of it: signs of events have 100 characters at most.
const MAX_BLANKS: usize = 400;

/// Greatest number of bytes of a message that are looked at for its head: 256 MiB, as much as a
/// typed reader takes.
pub const MAX_BYTES: usize = 256 << 20;
/// Greatest depth of nested elements that is followed.
pub const MAX_TIEFE: usize = 100;
/// Greatest length of a text of a head that is held, in bytes.
pub const MAX_TEXT: usize = 4 << 10;
/// Greatest number of facts that ask for a receipt, and of ways to reach an authority, that are held.
pub const MAX_ANZAHL: usize = 100;

/// The number of a message, as text: `0020` is another than `000020`.
///
/// XInneres numbers its messages by four digits, XAusländer by six. Never made a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nummer(String);

impl Nummer {
    /// A number: 4 to 12 digits. None if the text is something else.
    pub fn new(text: &str) -> Option<Nummer> {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        ((4..=12).contains(&text.len()) && digits).then(|| Nummer(text.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many digits it has: 4 for XInneres, 6 for XAusländer.
    pub fn stellen(&self) -> usize {
        self.0.len()
    }
}

impl PartialEq<str> for Nummer {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Nummer {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl std::fmt::Display for Nummer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A code with the list that it is from, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kode {
    /// The key.
    pub code: String,
    /// `listURI`, if it is written.
    pub liste: Option<String>,
    /// `listVersionID`, if it is written.
    pub listenversion: Option<String>,
}

/// A time as it is written, and as a time if it is one with a time zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Zeitpunkt {
    /// As written.
    pub text: String,
    /// As a time; none if it can't be read, or has no time zone.
    pub zeit: Option<chrono::DateTime<chrono::FixedOffset>>,
}

impl Zeitpunkt {
    /// A time from its text.
    pub fn new(text: impl Into<String>) -> Zeitpunkt {
        let text = text.into();
        let zeit = DateTime::parse(&text).ok().and_then(|t| t.to_chrono());
        Zeitpunkt { text, zeit }
    }
}

/// A way to reach an authority, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Erreichbarkeit {
    /// What kind of way (`urn:de:xoev:codeliste:erreichbarkeit`).
    pub kanal: Kode,
    /// Number or address.
    pub kennung: String,
    /// Addition.
    pub zusatz: Option<String>,
}

/// An authority, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stelle {
    /// The directory that the key is from: `DVDV`.
    pub verzeichnisdienst: Kode,
    /// Key in the directory, such as `azr:990100`.
    pub kennung: Option<String>,
    /// Name, for people.
    pub name: Option<String>,
    /// Ways to reach it.
    pub erreichbarkeit: Vec<Erreichbarkeit>,
}

/// An event at the author of a message, as written.
///
/// Source: `Identifikation.Ereignis` in `xinneres-basisnachricht.xsd`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ereignis {
    /// `ereignis.zeitpunkt`
    pub zeitpunkt: Zeitpunkt,
    /// `ereignis.zeichen`, by which the author finds the event again.
    pub zeichen: String,
}

impl Ereignis {
    /// The event as messages have it. None if it can't be one.
    pub fn typisiert(&self) -> Option<IdentifikationEreignis> {
        Some(IdentifikationEreignis {
            ereignis_zeitpunkt: DateTime::parse(&self.zeitpunkt.text).ok()?,
            ereignis_zeichen: Simple::from_text(&self.zeichen).ok()?,
        })
    }
}

/// Why a message was not read to its end. What was seen until then is in the head.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Abbruch {
    /// It is not well-formed from this byte on.
    NichtWohlgeformt {
        /// Offset in bytes of the text.
        offset: u64,
        /// What is wrong.
        text: String,
    },
    /// It holds bytes that are no text of its encoding.
    Zeichen,
    /// It is larger or deeper than what is followed.
    Grenze,
}

/// Nothing is known of a message: not even its root element could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unlesbar {
    /// There are no bytes, or blanks only.
    #[error("the message is empty")]
    Leer,
    /// What came is no XML.
    #[error("no root element could be read: {0}")]
    KeineWurzel(String),
}

/// The head of any message, as far as it can be read. Nothing in it was checked.
///
/// Texts are without blanks around them and cut after [`MAX_TEXT`] bytes.
///
/// ```
/// use xoev_administration::Nachrichtenkopf;
///
/// let message = br#"<q:quittungVonSachverhalten.quittung.0020
///     xmlns:q="http://www.osci.de/xinneres/quittung/5" version="5" test="ja">
///   <nachrichtenkopf.g2g><autor><kennung>ags:99000100</kennung>"#;
/// let kopf = Nachrichtenkopf::read(message)?;
/// assert_eq!(kopf.autor_kennung(), Some("ags:99000100"));
/// assert!(kopf.nummer().is_some_and(|n| n == "0020"));
/// assert!(kopf.ist_test() && kopf.abbruch.is_some());
/// # Ok::<(), xoev_administration::Unlesbar>(())
/// ```
///
/// Source: `Nachricht.G2G` in `xinneres-basisnachricht.xsd`, `Nachricht.G2G.XA` and those that
/// extend it in `xauslaender-allgemeine-datentypen.xsd`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Nachrichtenkopf {
    /// Namespace of the root element; empty for none.
    pub namensraum: String,
    /// Local name of the root element.
    pub element: String,
    /// `standard`: `XAusländer`, `XInneres-Rueckweisung`, ...
    pub standard: Option<String>,
    /// `version`: of the module for messages of XAusländer, of the schema for those of XInneres.
    pub version: Option<Version>,
    /// `produkt`
    pub produkt: Option<String>,
    /// `produkthersteller`
    pub produkthersteller: Option<String>,
    /// `produktversion`
    pub produktversion: Option<String>,
    /// `test`. Its presence alone says that the message must not be processed in production.
    pub test: Option<String>,
    /// `nachrichtenUUID`
    pub uuid: Option<String>,
    /// `nachrichtentyp`
    pub nachrichtentyp: Option<Kode>,
    /// `erstellungszeitpunkt`
    pub erstellt: Option<Zeitpunkt>,
    /// Whose case it is. Answers go there.
    pub autor: Option<Stelle>,
    /// Who is to process it.
    pub leser: Option<Stelle>,
    /// `ausloeserUUID`: the message that this one reacts to.
    pub ausloeser: Option<String>,
    /// `identifikation.ereignis`, of messages between residents' registers and immigration offices.
    pub ereignis: Option<Ereignis>,
    /// `identifikation.quittungsrelevanterSachverhalt`: a receipt is due for each.
    pub quittungsrelevant: Vec<Ereignis>,
    /// `erinnerung`, of messages to residents' registers: the same message, as a reminder.
    pub erinnerung: Option<bool>,
    /// Of a packet of documents (000040, 010207): UUID of the message that announces it.
    pub lieferung: Option<String>,
    /// Of a packet of documents: `paketnummer`, as written.
    pub paketnummer: Option<String>,
    /// Why the message was not read to its end.
    pub abbruch: Option<Abbruch>,
}

impl Nachrichtenkopf {
    /// Reads the head of a message of any kind, version and encoding, leniently: elements count by
    /// their local names. What ends the reading is told by [`abbruch`](Nachrichtenkopf::abbruch).
    ///
    /// # Errors
    /// [`Unlesbar`] if there is not even a root element.
    pub fn read(bytes: &[u8]) -> Result<Nachrichtenkopf, Unlesbar> {
        lesen::lesen(bytes)
    }

    /// The number of the message: the last part of the name of its root element, else the code of
    /// its type.
    pub fn nummer(&self) -> Option<Nummer> {
        let last = self.element.rsplit('.').next().and_then(Nummer::new);
        last.or_else(|| Nummer::new(&self.nachrichtentyp.as_ref()?.code))
    }

    /// Whether it must not be processed in production.
    pub fn ist_test(&self) -> bool {
        self.test.is_some()
    }

    /// Key of the author, if there is one.
    pub fn autor_kennung(&self) -> Option<&str> {
        self.autor.as_ref()?.kennung.as_deref()
    }

    /// Key of the reader, if there is one.
    pub fn leser_kennung(&self) -> Option<&str> {
        self.leser.as_ref()?.kennung.as_deref()
    }

    /// UUID of the message as messages have it. None if it is none.
    pub fn uuid_typisiert(&self) -> Option<UUID> {
        UUID::from_text(self.uuid.as_deref()?).ok()
    }
}
