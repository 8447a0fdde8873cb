//! What a message says that announces packets.

use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};

use super::{Lieferungsgrenzen, Paketart, Paketfehler};
use crate::kopf::{MAX_TIEFE, Nachrichtenkopf};
use crate::lesen::Packfehler;

/// A document that is announced.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Angekuendigt {
    /// `dokumentuuid`, in small letters.
    pub uuid: String,
    /// `dateiname`, if the message names one.
    pub dateiname: Option<String>,
}

/// What a message says that announces packets: 010206, or one of the chapter OZG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ankuendigung {
    /// Which messages carry the packets.
    pub art: Paketart,
    /// UUID of the announcing message, in small letters; each packet names it.
    pub uuid: String,
    /// `anzahlDerPakete`
    pub pakete: u64,
    /// `archivgroesse`: size of the zip archive in bytes.
    pub archivgroesse: u64,
    /// The documents.
    pub dokumente: Vec<Angekuendigt>,
}

impl Ankuendigung {
    /// Reads a message that was found valid. None if it announces no packets.
    ///
    /// # Errors
    /// [`Paketfehler`] if what it announces makes no sense, or is too much.
    pub fn lesen(
        message: &[u8],
        grenzen: &Lieferungsgrenzen,
    ) -> Result<Option<Ankuendigung>, Paketfehler> {
        let kopf = Nachrichtenkopf::read(message).map_err(Packfehler::from)?;
        let Some(found) = sammeln(message, grenzen)? else {
            return Ok(None);
        };
        let file = kopf.nummer().is_some_and(|n| n == "010206");
        let uuid = kopf.uuid.filter(|u| !u.is_empty());
        let ankuendigung = Ankuendigung {
            art: if file {
                Paketart::Akte
            } else {
                Paketart::Dokumentenlieferung
            },
            uuid: uuid
                .ok_or(Paketfehler::Ankuendigung("UUID"))?
                .to_ascii_lowercase(),
            pakete: zahl(&found.pakete).ok_or(Paketfehler::Ankuendigung("anzahlDerPakete"))?,
            archivgroesse: zahl(&found.groesse)
                .ok_or(Paketfehler::Ankuendigung("archivgroesse"))?,
            dokumente: found.dokumente,
        };
        ankuendigung.pruefen(grenzen)?;
        Ok(Some(ankuendigung))
    }

    /// Checks that it makes sense.
    pub(super) fn pruefen(&self, grenzen: &Lieferungsgrenzen) -> Result<(), Paketfehler> {
        if self.pakete > grenzen.pakete {
            return Err(Paketfehler::Grenze("packets"));
        }
        if self.archivgroesse > grenzen.archiv {
            return Err(Paketfehler::Grenze("size"));
        }
        if self.dokumente.len() > grenzen.dokumente {
            return Err(Paketfehler::Grenze("documents"));
        }
        if self.pakete == 0 || self.pakete > self.archivgroesse {
            return Err(Paketfehler::Ankuendigung("anzahlDerPakete"));
        }
        let mut seen = HashSet::new();
        let each = self.dokumente.iter();
        if self.dokumente.is_empty() || each.into_iter().any(|d| !seen.insert(&d.uuid)) {
            return Err(Paketfehler::Ankuendigung("dokumentuuid"));
        }
        Ok(())
    }
}

fn zahl(text: &Option<String>) -> Option<u64> {
    let text = text.as_deref()?.trim();
    text.strip_prefix('+').unwrap_or(text).parse().ok()
}

/// The character that a reference stands for: by its number, or by one of the five names.
fn zeichen(name: &BytesRef<'_>) -> Option<char> {
    if let Some(character) = name.resolve_char_ref().ok()? {
        return Some(character);
    }
    let name = name.decode().ok()?;
    resolve_predefined_entity(&name)?.chars().next()
}

#[derive(Default)]
struct Gefunden {
    pakete: Option<String>,
    groesse: Option<String>,
    dokumente: Vec<Angekuendigt>,
}

/// Collects what is announced, wherever in the message it stands.
fn sammeln(message: &[u8], grenzen: &Lieferungsgrenzen) -> Result<Option<Gefunden>, Packfehler> {
    let kaputt = |e: &dyn std::fmt::Display| Packfehler::Kaputt(e.to_string());
    let text = std::str::from_utf8(message).map_err(|e| kaputt(&e))?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut found = Gefunden::default();
    let mut value: Option<String> = None;
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|e| kaputt(&e))? {
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_TIEFE {
                    return Err(Packfehler::Grenze("depth"));
                }
                let wanted: [&[u8]; 4] = [
                    b"anzahlDerPakete",
                    b"archivgroesse",
                    b"dokumentuuid",
                    b"dateiname",
                ];
                let is = wanted.contains(&tag.local_name().as_ref());
                value = is.then(String::new);
            }
            Event::Text(piece) => {
                if let Some(value) = &mut value {
                    value.push_str(&piece.xml10_content().map_err(|e| kaputt(&e))?);
                }
            }
            Event::CData(piece) => {
                if let Some(value) = &mut value {
                    value.push_str(&piece.xml10_content().map_err(|e| kaputt(&e))?);
                }
            }
            Event::GeneralRef(name) => {
                if let Some(value) = &mut value {
                    value.push(zeichen(&name).ok_or_else(|| kaputt(&"an unknown entity"))?);
                }
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                let Some(value) = value.take() else {
                    continue;
                };
                match tag.local_name().as_ref() {
                    b"anzahlDerPakete" => found.pakete = Some(value),
                    b"archivgroesse" => found.groesse = Some(value),
                    b"dateiname" => {
                        if let Some(last) = found.dokumente.last_mut() {
                            last.dateiname.get_or_insert(value);
                        }
                    }
                    _ if found.dokumente.len() >= grenzen.dokumente => {
                        return Err(Packfehler::Grenze("documents"));
                    }
                    _ => found.dokumente.push(Angekuendigt {
                        uuid: value.trim().to_ascii_lowercase(),
                        dateiname: None,
                    }),
                }
            }
            Event::Eof => {
                let announced = found.pakete.is_some() || found.groesse.is_some();
                return Ok(announced.then_some(found));
            }
            _ => {}
        }
    }
}
