//! Groups that follow another pattern: photos, fingerprints, look-alikes, the German nationality.

use xauslaender::v26_11::azr as typed;
use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xauslaender::xinneres::datum_2::Tagesdatum;
use xauslaender::xinneres::lichtbild_3::Lichtbild;
use xoev::din91379::DatatypeC;

use super::art::Aenderungsart;
use super::gruppen::Typ;
use super::gruppenmeldung::Gruppenmeldung;
use crate::ReferenzId;

/// A general photo: it can be added and deleted, not changed.
///
/// Source: `AZR.LichtbildAllgemein.Meldung` in `xauslaender-nachrichten-azr.xsd`.
#[derive(Clone, Debug, PartialEq)]
pub enum Lichtbildaenderung {
    /// Adds a photo.
    Zuspeichern {
        /// The photo.
        bild: Lichtbild,
        /// When the register is to delete it.
        loeschdatum: Option<Tagesdatum>,
    },
    /// Deletes a photo.
    Loeschen {
        /// Its id from the metadata of photos in an answer.
        lichtbild_id: DatatypeC,
    },
}

impl From<Lichtbildaenderung> for Gruppenmeldung {
    fn from(aenderung: Lichtbildaenderung) -> Gruppenmeldung {
        let (art, lichtbild_id, bild, loeschdatum) = match aenderung {
            Lichtbildaenderung::Zuspeichern { bild, loeschdatum } => {
                (Aenderungsart::Zuspeicherung, None, Some(bild), loeschdatum)
            }
            Lichtbildaenderung::Loeschen { lichtbild_id } => {
                (Aenderungsart::Loeschung, Some(lichtbild_id), None, None)
            }
        };
        Gruppenmeldung(Typ::LichtbildAllgemein(Box::new(
            typed::AZRLichtbildAllgemeinMeldung {
                aenderungs_art: art.code(),
                lichtbild_id,
                bild,
                loeschdatum,
                erweiterung: Vec::new(),
            },
        )))
    }
}

/// The photo of a search note. A search note has one photo at most: adding one when there is one
/// deletes the old one without a word.
///
/// Source: `AZR.LichtbildZuSuchvermerk.Meldung` in `xauslaender-nachrichten-azr.xsd`.
#[derive(Clone, Debug, PartialEq)]
pub enum Suchvermerkbild {
    /// Adds a photo to a search note that the register has, or replaces its photo.
    Zuspeichern {
        /// The photo.
        bild: Lichtbild,
        /// The search note.
        suchvermerk: ReferenzId,
    },
    /// Adds a photo to the search note that the same report adds or changes.
    ZuDiesemSuchvermerk {
        /// The photo.
        bild: Lichtbild,
    },
    /// Deletes the photo of a search note, not the note.
    Loeschen {
        /// The search note.
        suchvermerk: ReferenzId,
        /// Id of the photo, if known.
        lichtbild_id: Option<DatatypeC>,
    },
}

impl From<Suchvermerkbild> for Gruppenmeldung {
    fn from(aenderung: Suchvermerkbild) -> Gruppenmeldung {
        let (art, lichtbild_id, bild, suchvermerk) = match aenderung {
            Suchvermerkbild::Zuspeichern { bild, suchvermerk } => (
                Aenderungsart::Zuspeicherung,
                None,
                Some(bild),
                Some(suchvermerk),
            ),
            Suchvermerkbild::ZuDiesemSuchvermerk { bild } => {
                (Aenderungsart::Zuspeicherung, None, Some(bild), None)
            }
            Suchvermerkbild::Loeschen {
                suchvermerk,
                lichtbild_id,
            } => (
                Aenderungsart::Loeschung,
                lichtbild_id,
                None,
                Some(suchvermerk),
            ),
        };
        Gruppenmeldung(Typ::LichtbildZuSuchvermerk(Box::new(
            typed::AZRLichtbildZuSuchvermerkMeldung {
                aenderungs_art: art.code(),
                lichtbild_id,
                bild,
                referenz_suchvermerk_id: suchvermerk.map(Into::into),
                erweiterung: Vec::new(),
            },
        )))
    }
}

/// A change of a fingerprint entry, which the id of the fingerprint names. Reports can't add any.
///
/// Source: `AZR.Fingerabdruck.Meldung` in `xauslaender-nachrichten-azr.xsd`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fingerabdruckaenderung {
    art: Aenderungsart,
    fingerabdruck_id: DatatypeC,
    daten: Fingerabdruckdaten,
}

/// What is kept of a fingerprint besides its id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fingerabdruckdaten {
    /// Number of the identification measure at the BKA.
    pub bka_e_nummer: Option<DatatypeC>,
    /// Number that ties it to a person at the BKA.
    pub bka_d_nummer: Option<DatatypeC>,
    /// When the register is to delete it.
    pub loeschdatum: Option<Tagesdatum>,
}

impl Fingerabdruckaenderung {
    /// New data (`02`).
    pub fn aktualisieren(fingerabdruck_id: DatatypeC, daten: Fingerabdruckdaten) -> Self {
        Self::of(Aenderungsart::Aktualisierung, fingerabdruck_id, daten)
    }

    /// The entry goes (`03`).
    pub fn loeschen(fingerabdruck_id: DatatypeC) -> Self {
        Self::of(
            Aenderungsart::Loeschung,
            fingerabdruck_id,
            Fingerabdruckdaten::default(),
        )
    }

    /// The data were wrong: the right ones (`04`).
    pub fn berichtigen(fingerabdruck_id: DatatypeC, daten: Fingerabdruckdaten) -> Self {
        Self::of(
            Aenderungsart::BerichtigungAenderung,
            fingerabdruck_id,
            daten,
        )
    }

    /// The entry was wrong and should not have been (`05`).
    pub fn berichtigend_loeschen(fingerabdruck_id: DatatypeC) -> Self {
        Self::of(
            Aenderungsart::BerichtigungLoeschung,
            fingerabdruck_id,
            Fingerabdruckdaten::default(),
        )
    }

    fn of(art: Aenderungsart, fingerabdruck_id: DatatypeC, daten: Fingerabdruckdaten) -> Self {
        Fingerabdruckaenderung {
            art,
            fingerabdruck_id,
            daten,
        }
    }
}

impl From<Fingerabdruckaenderung> for Gruppenmeldung {
    fn from(aenderung: Fingerabdruckaenderung) -> Gruppenmeldung {
        let daten = aenderung.daten;
        Gruppenmeldung(Typ::Fingerabdruck(Box::new(
            typed::AZRFingerabdruckMeldung {
                aenderungs_art: aenderung.art.code(),
                fingerabdruck_id: Some(aenderung.fingerabdruck_id),
                bka_e_nummer: daten.bka_e_nummer,
                bka_d_nummer: daten.bka_d_nummer,
                loeschdatum: daten.loeschdatum,
                erweiterung: Vec::new(),
            },
        )))
    }
}

/// A record of another person that looks alike. It has no reference id: the number is the key.
///
/// Source: `AZR.NichtIdentischMit.Meldung` in `xauslaender-nachrichten-azr.xsd`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NichtIdentisch {
    /// It is another person (`01`).
    Zuspeichern(AZRNummer),
    /// The note is withdrawn (`03`).
    Loeschen(AZRNummer),
}

impl From<NichtIdentisch> for Gruppenmeldung {
    fn from(aenderung: NichtIdentisch) -> Gruppenmeldung {
        let (art, nummer) = match aenderung {
            NichtIdentisch::Zuspeichern(nummer) => (Aenderungsart::Zuspeicherung, nummer),
            NichtIdentisch::Loeschen(nummer) => (Aenderungsart::Loeschung, nummer),
        };
        Gruppenmeldung(Typ::NichtIdentischMit(Box::new(
            typed::AZRNichtIdentischMitMeldung {
                aenderungs_art: art.code(),
                nicht_identisch_mit: Some(nummer),
            },
        )))
    }
}

/// The person is German. It is reported only: it can't be changed, and records do not show it.
impl From<typed::AZRDeutscheStaatsangehoerigkeitMeldung> for Gruppenmeldung {
    fn from(inhalt: typed::AZRDeutscheStaatsangehoerigkeitMeldung) -> Gruppenmeldung {
        Gruppenmeldung(Typ::DeutscheStaatsangehoerigkeit(Box::new(inhalt)))
    }
}
