//! An archive cut into messages, each below the limit.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, FixedOffset};
use xauslaender::Absender;
use xauslaender::v26_11::abhabh::ABHABHAktenversandAktePaket010207;
use xauslaender::v26_11::administration::AdministrationDokumentenlieferungPaket000040;
use xauslaender::v26_11::allgemein::{AngabenDokumentenlieferung, IdentifikationNachricht};
use xauslaender::v26_11::codes::CodeNachrichtentyp;
use xoev::basis::basisnachricht_g2g_1_1::{BehoerdeType, UUID};
use xoev::builtin::{self, Base64Binary, Integer};
use xoev::{Fault, Simple as _};

use super::{MAX_NACHRICHT, Paketart, Teilungsfehler};
use crate::bauen::{Baufehler, Verwaltungsnachricht, fertig, kopf};
use crate::bezug::Nachrichtenbezug;

/// How many bytes are read and written at once; a multiple of three, so that pieces of base 64 join.
const STUECK: usize = 48 << 10;
/// Room for what is not known while packets are planned: digits of numbers, of a time.
const RESERVE: u64 = 256;

/// The message that announces the packets.
#[derive(Clone, Debug, PartialEq)]
pub enum Ankuendigende {
    /// Any message, for packets 000040.
    Fachnachricht(Nachrichtenbezug),
    /// A message 010206 by its UUID, for packets 010207.
    Aktenlieferung(UUID),
}

/// The plan by which an archive is cut into packets.
///
/// It is made before the announcing message, which has to name [`anzahl`](Teilung::anzahl) and
/// [`archivgroesse`](Teilung::archivgroesse); the packets need the UUID of that message.
#[derive(Clone, Debug)]
pub struct Teilung {
    art: Paketart,
    absender: Absender,
    leser: BehoerdeType,
    archivgroesse: u64,
    stueck: u64,
    grenze: u64,
}

impl Teilung {
    /// Plans packets for an archive of this size in bytes. No message gets larger than
    /// [`MAX_NACHRICHT`] or the limit of the transport, whichever is less: its head and the growth by
    /// base 64 are counted.
    ///
    /// # Errors
    /// [`Teilungsfehler::Leer`], [`Teilungsfehler::GrenzeZuKlein`]
    pub fn planen(
        art: Paketart,
        absender: &Absender,
        leser: &BehoerdeType,
        archivgroesse: u64,
        transport: Option<u64>,
    ) -> Result<Teilung, Teilungsfehler> {
        if archivgroesse == 0 {
            return Err(Teilungsfehler::Leer);
        }
        let grenze = MAX_NACHRICHT.min(transport.unwrap_or(MAX_NACHRICHT));
        let mut teilung = Teilung {
            art,
            absender: absender.clone(),
            leser: leser.clone(),
            archivgroesse,
            stueck: 3,
            grenze,
        };
        let rahmen = teilung.rahmen(1, &muster(art)?, DateTime::default())?;
        let rahmen = (rahmen.vorn.len() + rahmen.hinten.len()) as u64 + RESERVE;
        let room = grenze.saturating_sub(rahmen);
        teilung.stueck = room / 4 * 3;
        if teilung.stueck == 0 {
            return Err(Teilungsfehler::GrenzeZuKlein { grenze, rahmen });
        }
        Ok(teilung)
    }

    /// How many packets there are, at least one.
    pub fn anzahl(&self) -> u64 {
        self.archivgroesse.div_ceil(self.stueck)
    }

    /// Size of the archive in bytes.
    pub fn archivgroesse(&self) -> u64 {
        self.archivgroesse
    }

    /// Both, as an announcing message of the chapter OZG names them. A message 010206 has them as
    /// members of their own.
    pub fn angaben(&self) -> AngabenDokumentenlieferung {
        AngabenDokumentenlieferung {
            anzahl_der_pakete: Integer::from(self.anzahl()),
            archivgroesse: Integer::from(self.archivgroesse),
        }
    }

    /// The packet of this number, from 1, with a new UUID. To be kept for as long as the packet may
    /// have to be sent again: another call gives another message.
    ///
    /// # Errors
    /// [`Teilungsfehler`]
    pub fn paket(
        &self,
        nummer: u64,
        ankuendigung: &Ankuendigende,
        jetzt: DateTime<FixedOffset>,
    ) -> Result<Paket, Teilungsfehler> {
        let anzahl = self.anzahl();
        if !(1..=anzahl).contains(&nummer) {
            return Err(Teilungsfehler::Nummer { nummer, anzahl });
        }
        let rahmen = self.rahmen(nummer, ankuendigung, jetzt)?;
        let ab = (nummer - 1) * self.stueck;
        let bis = self.archivgroesse.min(ab + self.stueck);
        let paket = Paket {
            nummer,
            rahmen,
            bereich: ab..bis,
        };
        match paket.groesse() {
            size if size > self.grenze => Err(Teilungsfehler::GrenzeZuKlein {
                grenze: self.grenze,
                rahmen: size - (bis - ab).div_ceil(3) * 4,
            }),
            _ => Ok(paket),
        }
    }

    /// The message around the documents: written by its type with something in their place.
    fn rahmen(
        &self,
        nummer: u64,
        ankuendigung: &Ankuendigende,
        jetzt: DateTime<FixedOffset>,
    ) -> Result<Rahmen, Teilungsfehler> {
        let kopf = kopf(&self.absender, jetzt, self.leser.clone(), None);
        // Its own UUID twice: nothing else in the message can be that.
        let uuid = kopf.identifikation.uuid().clone();
        let place = format!("{uuid}{uuid}", uuid = uuid.as_str());
        let content = Base64Binary::new(place.as_bytes());
        let number = Integer::from(nummer);
        let message = match (self.art, ankuendigung) {
            (Paketart::Dokumentenlieferung, Ankuendigende::Fachnachricht(bezug)) => {
                let id = bezug.xauslaender().map_err(Baufehler::from)?;
                let bezug = Some(bezug.uuid.clone());
                fertig("000040", kopf, bezug, |kopf| {
                    AdministrationDokumentenlieferungPaket000040::neu(kopf, content, id, number)
                })?
            }
            (Paketart::Akte, Ankuendigende::Aktenlieferung(uuid)) => {
                fertig("010207", kopf, Some(uuid.clone()), |kopf| {
                    let uuid = uuid.clone();
                    ABHABHAktenversandAktePaket010207::neu(kopf, content, uuid, number)
                })?
            }
            _ => return Err(Teilungsfehler::Ankuendigung(self.art.nummer())),
        };
        Rahmen::um(message, &STANDARD.encode(place))
            .ok_or(Teilungsfehler::Ankuendigung(self.art.nummer()))
    }
}

/// An announcing message that does not exist, for planning.
fn muster(art: Paketart) -> Result<Ankuendigende, Teilungsfehler> {
    let make = || -> Result<Ankuendigende, Fault> {
        let uuid = UUID::from_text("00000000-0000-4000-8000-000000000000")?;
        Ok(match art {
            Paketart::Akte => Ankuendigende::Aktenlieferung(uuid),
            Paketart::Dokumentenlieferung => {
                let id = IdentifikationNachricht {
                    nachrichten_uuid: uuid,
                    nachrichtentyp: CodeNachrichtentyp::new("130101")?,
                    erstellungszeitpunkt: builtin::DateTime::from_text(
                        "2026-11-01T00:00:00.000+01:00",
                    )?,
                };
                Ankuendigende::Fachnachricht(Nachrichtenbezug {
                    uuid: id.nachrichten_uuid,
                    typ: crate::kopf::Kode {
                        code: id.nachrichtentyp.key().to_owned(),
                        ..Default::default()
                    },
                    erstellt: id.erstellungszeitpunkt,
                })
            }
        })
    };
    Ok(make().map_err(Baufehler::from)?)
}

/// A message without its documents.
#[derive(Clone)]
struct Rahmen {
    vorn: Vec<u8>,
    hinten: Vec<u8>,
    uuid: UUID,
}

impl Rahmen {
    /// Cuts a message where the content stands. None if that is not at exactly one place.
    fn um(message: Verwaltungsnachricht, content: &str) -> Option<Rahmen> {
        let uuid = message.uuid().clone();
        let bytes = message.into_bytes();
        let text = std::str::from_utf8(&bytes).ok()?;
        let mut places = text.match_indices(content);
        let (at, _) = places.next()?;
        if places.next().is_some() {
            return None;
        }
        let hinten = bytes.get(at + content.len()..)?.to_vec();
        let mut vorn = bytes;
        vorn.truncate(at);
        Some(Rahmen { vorn, hinten, uuid })
    }
}

/// One packet: a message that is written from the archive when it is needed, the same each time.
#[derive(Clone)]
pub struct Paket {
    nummer: u64,
    rahmen: Rahmen,
    bereich: Range<u64>,
}

impl fmt::Debug for Paket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paket")
            .field("nummer", &self.nummer)
            .field("uuid", &self.rahmen.uuid.as_str())
            .field("bereich", &self.bereich)
            .finish()
    }
}

impl Paket {
    /// `paketnummer`, from 1.
    pub fn nummer(&self) -> u64 {
        self.nummer
    }

    /// UUID of the message.
    pub fn uuid(&self) -> &UUID {
        &self.rahmen.uuid
    }

    /// Which bytes of the archive it carries.
    pub fn bereich(&self) -> Range<u64> {
        self.bereich.clone()
    }

    /// Size of the message in bytes.
    pub fn groesse(&self) -> u64 {
        let content = (self.bereich.end - self.bereich.start).div_ceil(3) * 4;
        (self.rahmen.vorn.len() + self.rahmen.hinten.len()) as u64 + content
    }

    /// Writes the message.
    ///
    /// # Errors
    /// [`Teilungsfehler::Archivgroesse`] if the archive is shorter than planned,
    /// [`Teilungsfehler::Io`]
    pub fn schreiben(
        &self,
        archiv: &mut (impl Read + Seek),
        ziel: &mut impl Write,
    ) -> Result<(), Teilungsfehler> {
        archiv.seek(SeekFrom::Start(self.bereich.start))?;
        ziel.write_all(&self.rahmen.vorn)?;
        let mut rest = self.bereich.end - self.bereich.start;
        let mut raw = vec![0; STUECK];
        let mut text = vec![0; STUECK / 3 * 4];
        while rest > 0 {
            let now = usize::try_from(rest).unwrap_or(STUECK).min(STUECK);
            let piece = raw.get_mut(..now).unwrap_or_default();
            archiv
                .read_exact(piece)
                .map_err(|error| match error.kind() {
                    io::ErrorKind::UnexpectedEof => Teilungsfehler::Archivgroesse(self.bereich.end),
                    _ => Teilungsfehler::Io(error),
                })?;
            let length = STANDARD.encode_slice(piece, &mut text);
            let length = length.map_err(io::Error::other)?;
            ziel.write_all(text.get(..length).unwrap_or_default())?;
            rest -= now as u64;
        }
        ziel.write_all(&self.rahmen.hinten)?;
        Ok(())
    }
}
