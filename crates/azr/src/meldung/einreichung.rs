//! A submission: one message to be sent, with what has to be known of it besides.

use std::fmt;

use xauslaender::v26_11::Nachricht;
use xauslaender::v26_11::allgemein::NachrichtenkopfG2G;
use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xoev::basis::basisnachricht_g2g_1_1::UUID;
use xoev::builtin::DateTime;

use super::grund::Ablehnung;
use crate::pruefung::Pruefvermerk;
use crate::{Aenderungsart, Gruppe, Gruppenmeldung, ReferenzId};

/// Whom a submission concerns. Submissions with the same key have to be sent in their order, each
/// after the answer to the one before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Personenschluessel {
    /// By the number of the record in the register.
    Azr(AZRNummer),
    /// By a key of the sender, for persons that the register does not know yet.
    Lokal(String),
}

impl fmt::Display for Personenschluessel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Personenschluessel::Azr(nummer) => f.write_str(nummer.as_str()),
            Personenschluessel::Lokal(key) => f.write_str(key),
        }
    }
}

/// A group that a submission changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Beteiligung {
    /// The group.
    pub gruppe: &'static Gruppe,
    /// How; none for the German nationality.
    pub art: Option<Aenderungsart>,
    /// Which entry; none where it is new, or has an id of another kind.
    pub referenz: Option<ReferenzId>,
}

impl Beteiligung {
    pub(super) fn of(meldung: &Gruppenmeldung) -> Beteiligung {
        Beteiligung {
            gruppe: meldung.gruppe(),
            art: meldung.art(),
            referenz: meldung.referenz(),
        }
    }
}

/// Something about a submission that is recorded and not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Vermerk {
    /// A person has confirmed that a document is indispensable (§ 6 Abs. 5 Satz 3 AZRG).
    Unerlaesslich {
        /// Who.
        wer: String,
    },
    /// The query before a first report.
    Vorabfrage {
        /// UUID of the query.
        anfrage: UUID,
    },
    /// A person has confirmed that hits of the query are other persons.
    AnderePersonen {
        /// The hits.
        nummern: Vec<AZRNummer>,
        /// Who.
        wer: String,
    },
    /// Why a query goes by the number of a paper or title alone.
    Suchgrund(crate::Suchgrund),
}

/// Which submissions belong together: one measure for several persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zugehoerigkeit {
    /// Id of the measure.
    pub massnahme: UUID,
    /// Place among its submissions, from 1.
    pub stelle: usize,
    /// How many submissions it has.
    pub anzahl: usize,
}

/// One message to be sent, with what has to be known of it besides.
///
/// Its bytes are what is stored and sent; they have been checked against the schema by the writer.
/// Whatever is not sent is in the [`vermerke`](Einreichung::vermerke) and the
/// [`pruefvermerk`](Einreichung::pruefvermerk).
#[derive(Clone)]
pub struct Einreichung {
    nachricht: Nachricht,
    bytes: Vec<u8>,
    nummer: &'static str,
    uuid: UUID,
    erstellt: DateTime,
    gruppen: Vec<Beteiligung>,
    person: Option<Personenschluessel>,
    vermerke: Vec<Vermerk>,
    pub(super) zugehoerigkeit: Option<Zugehoerigkeit>,
    pub(crate) pruefvermerk: Option<Pruefvermerk>,
}

impl Einreichung {
    /// Writes the message.
    pub(super) fn neu(
        nachricht: Nachricht,
        kopf: &NachrichtenkopfG2G,
        person: Option<Personenschluessel>,
    ) -> Result<Einreichung, Ablehnung> {
        let bytes = nachricht.to_vec()?;
        let kopf = &kopf.identifikation_nachricht;
        Ok(Einreichung {
            nummer: nachricht.message_type().number,
            nachricht,
            bytes,
            uuid: kopf.nachrichten_uuid.clone(),
            erstellt: kopf.erstellungszeitpunkt.clone(),
            gruppen: Vec::new(),
            person,
            vermerke: Vec::new(),
            zugehoerigkeit: None,
            pruefvermerk: None,
        })
    }

    pub(super) fn mit_gruppen(mut self, gruppen: Vec<Beteiligung>) -> Einreichung {
        self.gruppen = gruppen;
        self
    }

    pub(super) fn mit_vermerken(
        mut self,
        vermerke: impl IntoIterator<Item = Vermerk>,
    ) -> Einreichung {
        self.vermerke.extend(vermerke);
        self
    }

    /// The message.
    pub fn nachricht(&self) -> &Nachricht {
        &self.nachricht
    }

    /// The message as it is sent: UTF-8, without line breaks between elements.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, taken out.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Number of the message, such as `090010`.
    pub fn nummer(&self) -> &'static str {
        self.nummer
    }

    /// UUID of the message.
    pub fn uuid(&self) -> &UUID {
        &self.uuid
    }

    /// When the message was made.
    pub fn erstellt(&self) -> &DateTime {
        &self.erstellt
    }

    /// The groups that it changes, in the order in which they were given; none for queries.
    pub fn gruppen(&self) -> &[Beteiligung] {
        &self.gruppen
    }

    /// Whom it concerns; none for queries that go by something else.
    pub fn person(&self) -> Option<&Personenschluessel> {
        self.person.as_ref()
    }

    /// What is recorded and not sent.
    pub fn vermerke(&self) -> &[Vermerk] {
        &self.vermerke
    }

    /// The measure that it is a part of.
    pub fn zugehoerigkeit(&self) -> Option<&Zugehoerigkeit> {
        self.zugehoerigkeit.as_ref()
    }

    /// What checking before sending came to; none if it was not checked.
    pub fn pruefvermerk(&self) -> Option<&Pruefvermerk> {
        self.pruefvermerk.as_ref()
    }
}

/// The message is not printed: it is long, and all about a person.
impl fmt::Debug for Einreichung {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.gruppen.iter().map(|g| g.gruppe.name).collect();
        f.debug_struct("Einreichung")
            .field("nummer", &self.nummer)
            .field("uuid", &self.uuid)
            .field("bytes", &self.bytes.len())
            .field("gruppen", &names)
            .field("zugehoerigkeit", &self.zugehoerigkeit)
            .field("pruefvermerk", &self.pruefvermerk)
            .finish_non_exhaustive()
    }
}
