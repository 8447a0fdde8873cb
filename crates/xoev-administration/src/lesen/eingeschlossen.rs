//! Messages enclosed in messages, taken out within limits.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::kopf::{MAX_TIEFE, Nachrichtenkopf, Unlesbar};
use crate::tabelle::{Rolle, rolle};

/// How much is taken out of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packgrenzen {
    /// Greatest number of bytes of all that is taken out at one level. Default 64 MiB.
    pub bytes: usize,
    /// Greatest number of messages around the one that matters. Default 4: a forwarding, refused,
    /// sent again, and one more.
    pub tiefe: usize,
    /// Greatest number of messages enclosed side by side. Default 100.
    pub anzahl: usize,
}

impl Default for Packgrenzen {
    fn default() -> Packgrenzen {
        Packgrenzen {
            bytes: 64 << 20,
            tiefe: 4,
            anzahl: 100,
        }
    }
}

/// Why an enclosed message can't be taken out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Packfehler {
    /// The message encloses none.
    #[error("no message is enclosed")]
    Leer,
    /// What is enclosed is not in base 64, or its surroundings can't be read.
    #[error("the enclosed message cannot be read: {0}")]
    Kaputt(String),
    /// More than the limits allow.
    #[error("the enclosed messages exceed the limit of {0}")]
    Grenze(&'static str),
    /// What is enclosed is no message.
    #[error("what is enclosed is no message: {0}")]
    KeineNachricht(#[from] Unlesbar),
}

/// The elements that hold a message, in 000020, 0010, 010002 and 0030.
const HUELLEN: [&[u8]; 2] = [b"nachricht", b"weitergeleiteteNachricht"];

/// The messages that a message encloses, byte for byte: one in a repetition (000020), a refusal
/// (0010) and a forwarding (0030), several in a reminder (010002). The message itself need not be
/// valid.
///
/// # Errors
/// [`Packfehler`]
pub fn eingeschlossen(message: &[u8], grenzen: Packgrenzen) -> Result<Vec<Vec<u8>>, Packfehler> {
    let text = std::str::from_utf8(message).map_err(|e| Packfehler::Kaputt(e.to_string()))?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    let mut room = grenzen.bytes;
    let mut depth = 0_usize;
    // Text in base 64 of the element that is open, if it is one that holds a message.
    let mut open: Option<String> = None;
    let kaputt = |e: &dyn std::fmt::Display| Packfehler::Kaputt(e.to_string());
    loop {
        match reader.read_event().map_err(|e| kaputt(&e))? {
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_TIEFE {
                    return Err(Packfehler::Grenze("depth"));
                }
                // The only child of the root element with this name that has children is none.
                let holds = depth > 1 && HUELLEN.contains(&tag.local_name().as_ref());
                open = holds.then(String::new);
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if let Some(text) = open.take() {
                    if found.len() == grenzen.anzahl {
                        return Err(Packfehler::Grenze("number"));
                    }
                    let bytes = STANDARD.decode(text).map_err(|e| kaputt(&e))?;
                    room = room
                        .checked_sub(bytes.len())
                        .ok_or(Packfehler::Grenze("size"))?;
                    found.push(bytes);
                }
            }
            Event::Text(piece) => {
                if let Some(text) = &mut open {
                    let raw: &[u8] = piece.as_ref();
                    if raw.len() / 4 * 3 > room.saturating_add(raw.len() / 8) {
                        return Err(Packfehler::Grenze("size"));
                    }
                    let digits = raw.iter().filter(|b| !b.is_ascii_whitespace());
                    text.extend(digits.map(|b| char::from(*b)));
                    if text.len() / 4 * 3 > room.saturating_add(2) {
                        return Err(Packfehler::Grenze("size"));
                    }
                }
            }
            Event::GeneralRef(_) | Event::CData(_) if open.is_some() => {
                return Err(Packfehler::Kaputt("references and sections in it".into()));
            }
            Event::Eof if found.is_empty() => return Err(Packfehler::Leer),
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// A message around another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schale {
    /// The message that matters: none that encloses another one.
    pub kern: Vec<u8>,
    /// Its head.
    pub kopf: Nachrichtenkopf,
    /// Numbers of the messages around it, the outermost first.
    pub huellen: Vec<String>,
}

/// Takes the message that matters out of all that is around it: the only one that is enclosed, or the
/// first.
///
/// # Errors
/// [`Packfehler`]; [`Packfehler::Grenze`] if more messages are around it than allowed.
pub fn kern(message: &[u8], grenzen: Packgrenzen) -> Result<Schale, Packfehler> {
    let mut bytes = message.to_vec();
    let mut huellen = Vec::new();
    loop {
        let kopf = Nachrichtenkopf::read(&bytes)?;
        let nummer = kopf.nummer();
        let encloses = nummer.as_ref().is_some_and(|n| {
            let by_role = matches!(
                rolle(n.as_str()),
                Rolle::Sendungswiederholung | Rolle::Weiterleitung
            );
            by_role || *n == "0010" || *n == "010002"
        });
        if !encloses {
            return Ok(Schale {
                kern: bytes,
                kopf,
                huellen,
            });
        }
        if huellen.len() == grenzen.tiefe {
            return Err(Packfehler::Grenze("messages around each other"));
        }
        huellen.push(nummer.map(|n| n.to_string()).unwrap_or_default());
        let inner = eingeschlossen(&bytes, grenzen)?;
        bytes = inner.into_iter().next().ok_or(Packfehler::Leer)?;
    }
}
