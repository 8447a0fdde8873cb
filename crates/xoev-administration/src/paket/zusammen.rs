//! Packets put together, in whatever order they come.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom, Write};

use xoev::Language;
use xoev_validator::{End, ExtractError, Settings, Start, Validator, Watch};

use super::{Ankuendigung, Dokumentarchiv, Lieferungsgrenzen, Paketfehler, Stuecke};

/// What became of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aufnahme {
    /// It was taken.
    Neu {
        /// `paketnummer`
        nummer: u64,
    },
    /// The same message was taken before. Nothing changes.
    SchonDa {
        /// `paketnummer`
        nummer: u64,
    },
}

/// A packet that was taken.
#[derive(Clone, Debug)]
struct Stueck {
    liegt: u64,
    laenge: u64,
    uuid: String,
}

/// Takes the packets of a delivery, in any order, and gives the archive once all are there.
///
/// Their content is written to the store one after the other, as they come. The store has to be empty,
/// and is used by nobody else: a file, as a rule.
#[derive(Debug)]
pub struct Zusammensetzung<S> {
    ankuendigung: Ankuendigung,
    ablage: S,
    grenzen: Lieferungsgrenzen,
    stuecke: BTreeMap<u64, Stueck>,
    ende: u64,
    summe: u64,
}

impl<S: Read + Write + Seek> Zusammensetzung<S> {
    /// A delivery of which nothing but its announcement has come.
    ///
    /// # Errors
    /// [`Paketfehler`] if the announcement makes no sense or is beyond the limits.
    pub fn neu(
        ankuendigung: Ankuendigung,
        ablage: S,
        grenzen: Lieferungsgrenzen,
    ) -> Result<Zusammensetzung<S>, Paketfehler> {
        ankuendigung.pruefen(&grenzen)?;
        Ok(Zusammensetzung {
            ankuendigung,
            ablage,
            grenzen,
            stuecke: BTreeMap::new(),
            ende: 0,
            summe: 0,
        })
    }

    /// What was announced.
    pub fn ankuendigung(&self) -> &Ankuendigung {
        &self.ankuendigung
    }

    /// Takes a packet; it is validated while its content is written. After an error everything is as it
    /// was before.
    ///
    /// # Errors
    /// [`Paketfehler`]
    pub fn aufnehmen(
        &mut self,
        validator: &Validator,
        nachricht: impl Read,
    ) -> Result<Aufnahme, Paketfehler> {
        let mut angaben = Angaben::default();
        let liegt = self.ende;
        self.ablage.seek(SeekFrom::Start(liegt))?;
        let mut ziel = Some(Begrenzt {
            ablage: &mut self.ablage,
            rest: self.ankuendigung.archivgroesse,
        });
        let settings = Settings::default();
        let watch: Option<&mut dyn Watch> = Some(&mut angaben);
        let extraction = validator.extract(nachricht, &settings, watch, |start| {
            let wanted = start.depth == 2 && start.name == "dokumentcontainer";
            Ok(ziel.take_if(|_| wanted).map(|ziel| Box::new(ziel) as _))
        });
        let extraction = extraction.map_err(fehler)?;
        if !extraction.report.is_valid() {
            let first = extraction.report.findings.first();
            let text = first.map(|f| f.text(Language::German)).unwrap_or_default();
            return Err(Paketfehler::Ungueltig(text));
        }
        let laenge = match extraction.contents.as_slice() {
            [content] if content.whole => content.bytes,
            _ => return Err(self.andere_art(&angaben)),
        };
        let nummer = self.zugehoerig(&angaben)?;
        let uuid = angaben.uuid.to_ascii_lowercase();
        if let Some(there) = self.stuecke.get(&nummer) {
            return match there.uuid == uuid && there.laenge == laenge {
                true => Ok(Aufnahme::SchonDa { nummer }),
                false => Err(Paketfehler::Doppelt { nummer }),
            };
        }
        let summe = self.summe + laenge;
        if summe > self.ankuendigung.archivgroesse {
            return Err(Paketfehler::Groesse {
                gefunden: summe,
                erwartet: self.ankuendigung.archivgroesse,
            });
        }
        let stueck = Stueck {
            liegt,
            laenge,
            uuid,
        };
        self.stuecke.insert(nummer, stueck);
        self.ende = liegt + laenge;
        self.summe = summe;
        Ok(Aufnahme::Neu { nummer })
    }

    fn andere_art(&self, angaben: &Angaben) -> Paketfehler {
        Paketfehler::AndereArt {
            gefunden: angaben.wurzel.clone(),
            erwartet: self.ankuendigung.art.nummer(),
        }
    }

    /// Checks that a packet belongs to the delivery, and gives its number.
    fn zugehoerig(&self, angaben: &Angaben) -> Result<u64, Paketfehler> {
        let expected = self.ankuendigung.art.nummer();
        if angaben.wurzel.rsplit('.').next() != Some(expected) {
            return Err(self.andere_art(angaben));
        }
        if !angaben.bezug.eq_ignore_ascii_case(&self.ankuendigung.uuid) {
            return Err(Paketfehler::FremdesPaket {
                gefunden: angaben.bezug.clone(),
                erwartet: self.ankuendigung.uuid.clone(),
            });
        }
        let anzahl = self.ankuendigung.pakete;
        let nummer: Option<u64> = angaben.nummer.trim_start_matches('+').parse().ok();
        let nummer = nummer.filter(|n| (1..=anzahl).contains(n));
        nummer.ok_or_else(|| Paketfehler::Nummer {
            nummer: angaben.nummer.chars().take(30).collect(),
            anzahl,
        })
    }

    /// Numbers of the packets that have not come, in their order.
    pub fn fehlende(&self) -> impl Iterator<Item = u64> {
        (1..=self.ankuendigung.pakete).filter(|n| !self.stuecke.contains_key(n))
    }

    /// Whether all packets have come.
    pub fn ist_vollstaendig(&self) -> bool {
        self.stuecke.len() as u64 == self.ankuendigung.pakete
    }

    /// The archive, once all packets have come.
    ///
    /// # Errors
    /// [`Paketfehler`]
    pub fn abschliessen(self) -> Result<Dokumentarchiv<Stuecke<S>>, Paketfehler> {
        let mut missing = self.fehlende();
        if let Some(erstes) = missing.next() {
            let anzahl = 1 + missing.count() as u64;
            return Err(Paketfehler::Fehlt { erstes, anzahl });
        }
        drop(missing);
        if self.summe != self.ankuendigung.archivgroesse {
            return Err(Paketfehler::Groesse {
                gefunden: self.summe,
                erwartet: self.ankuendigung.archivgroesse,
            });
        }
        let pieces = self.stuecke.values().map(|s| (s.liegt, s.laenge));
        let whole = Stuecke::neu(self.ablage, pieces);
        Dokumentarchiv::oeffnen(whole, &self.ankuendigung.dokumente, &self.grenzen)
    }
}

/// More content than the whole archive was announced to have.
#[derive(Debug, thiserror::Error)]
#[error("the packet is larger than the announced archive")]
struct Ueberlauf;

fn fehler(error: ExtractError) -> Paketfehler {
    match error {
        ExtractError::Read(error) => Paketfehler::Io(error),
        ExtractError::Write { error, .. } => {
            let over = error.get_ref().is_some_and(|e| e.is::<Ueberlauf>());
            match over {
                true => Paketfehler::Grenze("the announced size"),
                false => Paketfehler::Io(error),
            }
        }
        other => Paketfehler::Io(io::Error::other(other)),
    }
}

/// Takes no more than the announced size.
struct Begrenzt<'s, S> {
    ablage: &'s mut S,
    rest: u64,
}

impl<S: Write> Write for Begrenzt<'_, S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = bytes.len() as u64;
        let rest = self.rest.checked_sub(length);
        self.rest = rest.ok_or_else(|| io::Error::other(Ueberlauf))?;
        self.ablage.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.ablage.flush()
    }
}

/// What a packet says about itself.
#[derive(Debug, Default)]
struct Angaben {
    /// Local names of the open elements.
    offen: Vec<String>,
    wurzel: String,
    uuid: String,
    bezug: String,
    nummer: String,
}

impl Watch for Angaben {
    fn start(&mut self, start: &Start<'_>) {
        if start.depth == 1 {
            self.wurzel = start.name.to_owned();
        }
        self.offen.truncate(start.depth.saturating_sub(1));
        self.offen.push(start.name.to_owned());
    }

    fn end(&mut self, end: &End<'_>) {
        let Some(text) = end.text.whole().filter(|_| end.depth <= 4) else {
            return;
        };
        let path: Vec<&str> = self
            .offen
            .iter()
            .take(end.depth)
            .skip(1)
            .map(String::as_str)
            .collect();
        let place = match path.as_slice() {
            [
                "nachrichtenkopf.g2g",
                "identifikation.nachricht",
                "nachrichtenUUID",
            ] => &mut self.uuid,
            ["identifikationAktenlieferung"]
            | ["identifikationFachnachricht", "nachrichtenUUID"] => &mut self.bezug,
            ["paketnummer"] => &mut self.nummer,
            _ => return,
        };
        *place = text.trim().chars().take(100).collect();
    }
}
