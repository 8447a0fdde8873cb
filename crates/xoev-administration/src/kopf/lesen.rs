//! The lenient reader of heads: follows a message once and takes what stands at known places.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use super::text::text;
use super::{
    Abbruch, Ereignis, Erreichbarkeit, Kode, MAX_ANZAHL, MAX_BLANKS, MAX_BYTES, MAX_TEXT,
    MAX_TIEFE, Nachrichtenkopf, Stelle, Unlesbar, Version, Zeitpunkt,
};

/// Greatest number of attributes of one element that are looked at.
const MAX_ATTRIBUTE: usize = 64;
/// Greatest length of a name that is held, in bytes. All names that matter are shorter.
const MAX_NAME: usize = 200;

/// Reads what can be read.
pub(super) fn lesen(bytes: &[u8]) -> Result<Nachrichtenkopf, Unlesbar> {
    let cut = bytes.len() > MAX_BYTES;
    let (text, broken) = text(bytes.get(..MAX_BYTES).unwrap_or(bytes));
    if text.trim().is_empty() {
        return Err(Unlesbar::Leer);
    }
    let mut lauf = Lauf::default();
    let mut abbruch = lauf.folgen(&text);
    if cut {
        abbruch = Some(Abbruch::Grenze);
    } else if broken {
        abbruch = Some(Abbruch::Zeichen);
    }
    if !lauf.begonnen {
        let what = match &abbruch {
            Some(Abbruch::NichtWohlgeformt { text, .. }) => text.clone(),
            _ => "there is none".to_owned(),
        };
        return Err(Unlesbar::KeineWurzel(what));
    }
    lauf.kopf.abbruch = abbruch;
    Ok(lauf.kopf)
}

/// The state of one reading.
#[derive(Default)]
struct Lauf {
    kopf: Nachrichtenkopf,
    begonnen: bool,
    /// Local names of the open elements.
    offen: Vec<String>,
    /// Text of the element entered last.
    text: String,
    /// Time of the event that is open.
    zeitpunkt: Option<String>,
}

impl Lauf {
    /// Follows the message; tells why it could not be followed to its end.
    fn folgen(&mut self, text: &str) -> Option<Abbruch> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        loop {
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    return Some(Abbruch::NichtWohlgeformt {
                        offset: reader.error_position(),
                        text: error.to_string(),
                    });
                }
            };
            let broken = |reader: &Reader<_>, text: &str| {
                Some(Abbruch::NichtWohlgeformt {
                    offset: reader.buffer_position(),
                    text: text.to_owned(),
                })
            };
            match event {
                Event::Start(tag) => {
                    if self.offen.len() >= MAX_TIEFE {
                        return Some(Abbruch::Grenze);
                    }
                    if self.offen.is_empty() && self.begonnen {
                        return broken(&reader, "a second root element");
                    }
                    self.start(&tag);
                }
                Event::End(_) => self.ende(),
                Event::Text(text) => match text.xml10_content() {
                    Ok(text) if self.offen.is_empty() && !text.trim().is_empty() => {
                        return broken(&reader, "text outside of the root element");
                    }
                    Ok(text) => self.mehr(&text),
                    Err(error) => return broken(&reader, &error.to_string()),
                },
                Event::CData(text) => match text.xml10_content() {
                    Ok(text) => self.mehr(&text),
                    Err(error) => return broken(&reader, &error.to_string()),
                },
                Event::GeneralRef(name) => match name.resolve_char_ref() {
                    Ok(Some(c)) => self.mehr(c.encode_utf8(&mut [0; 4])),
                    _ => match resolve_predefined_entity(&String::from_utf8_lossy(&name)) {
                        Some(text) => self.mehr(text),
                        None => return broken(&reader, "a reference to an unknown entity"),
                    },
                },
                Event::Eof if self.offen.is_empty() => return None,
                Event::Eof => return broken(&reader, "the message ends inside of an element"),
                _ => {}
            }
        }
    }

    fn mehr(&mut self, text: &str) {
        // Blanks without end before a text must not take its room.
        let mut text = text;
        let blank = self.text.trim_start().is_empty();
        if blank && self.text.len() + text.len() - text.trim_start().len() > MAX_BLANKS {
            self.text.clear();
            text = text.trim_start();
        }
        let room = MAX_TEXT.saturating_sub(self.text.len());
        self.text.push_str(gekuerzt(text, room));
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name();
        let name = String::from_utf8_lossy(name.as_ref());
        self.offen.push(gekuerzt(&name, MAX_NAME).to_owned());
        self.text.clear();
        if self.offen.len() == 1 {
            self.begonnen = true;
            self.wurzel(tag);
            return;
        }
        if self.offen.len() > 5 && !ist_ereignis(&self.offen) {
            return;
        }
        let kode = |tag| Kode {
            code: String::new(),
            liste: attribut(tag, "listURI"),
            listenversion: attribut(tag, "listVersionID"),
        };
        let kopf = &mut self.kopf;
        match pfad(&self.offen).as_slice() {
            [
                "nachrichtenkopf.g2g",
                "identifikation.nachricht",
                "nachrichtentyp",
            ] => {
                kopf.nachrichtentyp = Some(kode(tag));
            }
            ["nachrichtenkopf.g2g", "autor"] => kopf.autor = Some(Stelle::default()),
            ["nachrichtenkopf.g2g", "leser"] => kopf.leser = Some(Stelle::default()),
            ["nachrichtenkopf.g2g", wer, rest @ ..] => {
                let Some(stelle) = stelle(kopf, wer) else {
                    return;
                };
                match rest {
                    ["verzeichnisdienst"] => stelle.verzeichnisdienst = kode(tag),
                    ["erreichbarkeit"] if stelle.erreichbarkeit.len() < MAX_ANZAHL => {
                        stelle.erreichbarkeit.push(Erreichbarkeit::default());
                    }
                    ["erreichbarkeit", "kanal"] => {
                        if let Some(last) = stelle.erreichbarkeit.last_mut() {
                            last.kanal = kode(tag);
                        }
                    }
                    _ => {}
                }
            }
            [
                ..,
                "identifikation.ereignis" | "identifikation.quittungsrelevanterSachverhalt",
            ] => {
                self.zeitpunkt = None;
            }
            _ => {}
        }
    }

    fn wurzel(&mut self, tag: &BytesStart<'_>) {
        let name = tag.name();
        let name = String::from_utf8_lossy(name.as_ref());
        let wanted = match name.split_once(':') {
            Some((prefix, _)) => Cow::Owned(format!("xmlns:{prefix}")),
            None => Cow::Borrowed("xmlns"),
        };
        let kopf = &mut self.kopf;
        kopf.element = self.offen.first().cloned().unwrap_or_default();
        kopf.namensraum = attribut(tag, &wanted).unwrap_or_default();
        kopf.standard = attribut(tag, "standard");
        kopf.version = attribut(tag, "version").map(Version::new);
        kopf.produkt = attribut(tag, "produkt");
        kopf.produkthersteller = attribut(tag, "produkthersteller");
        kopf.produktversion = attribut(tag, "produktversion");
        kopf.test = attribut(tag, "test");
    }

    fn ende(&mut self) {
        if self.offen.len() <= 6 || ist_ereignis(&self.offen) {
            let text = std::mem::take(&mut self.text);
            self.wert(&text);
        }
        self.text.clear();
        self.offen.pop();
    }

    /// Takes the text of the element that ends. The first one at a place counts.
    fn wert(&mut self, roh: &str) {
        let text = roh.trim().to_owned();
        let kopf = &mut self.kopf;
        match pfad(&self.offen).as_slice() {
            ["nachrichtenkopf.g2g", "identifikation.nachricht", rest @ ..] => match rest {
                ["nachrichtenUUID"] => erster(&mut kopf.uuid, text),
                ["erstellungszeitpunkt"] => erster(&mut kopf.erstellt, Zeitpunkt::new(text)),
                ["nachrichtentyp", "code"] => {
                    kopf.nachrichtentyp.get_or_insert_default().code = text;
                }
                _ => {}
            },
            ["nachrichtenkopf.g2g", wer, rest @ ..] => {
                let Some(stelle) = stelle(kopf, wer) else {
                    return;
                };
                let last = stelle.erreichbarkeit.last_mut();
                match (rest, last) {
                    (["kennung"], _) => erster(&mut stelle.kennung, text),
                    (["name"], _) => erster(&mut stelle.name, text),
                    (["verzeichnisdienst", "code"], _) => stelle.verzeichnisdienst.code = text,
                    (["erreichbarkeit", "kanal", "code"], Some(last)) => last.kanal.code = text,
                    (["erreichbarkeit", "kennung"], Some(last)) => last.kennung = text,
                    (["erreichbarkeit", "zusatz"], Some(last)) => last.zusatz = Some(text),
                    _ => {}
                }
            }
            ["ausloeserUUID"] => erster(&mut kopf.ausloeser, text),
            ["identifikationAktenlieferung"]
            | ["identifikationFachnachricht", "nachrichtenUUID"] => {
                erster(&mut kopf.lieferung, text);
            }
            ["paketnummer"] => erster(&mut kopf.paketnummer, text),
            ["erinnerung"] => {
                if let "true" | "1" | "false" | "0" = text.as_str() {
                    erster(&mut kopf.erinnerung, matches!(text.as_str(), "true" | "1"));
                }
            }
            [.., _, "ereignis.zeitpunkt"] => self.zeitpunkt = Some(text),
            [.., art, "ereignis.zeichen"] => {
                let ereignis = Ereignis {
                    zeitpunkt: Zeitpunkt::new(self.zeitpunkt.take().unwrap_or_default()),
                    // Blanks are a part of a sign.
                    zeichen: roh.to_owned(),
                };
                if *art == "identifikation.ereignis" {
                    erster(&mut kopf.ereignis, ereignis);
                } else if kopf.quittungsrelevant.len() < MAX_ANZAHL {
                    kopf.quittungsrelevant.push(ereignis);
                }
            }
            _ => {}
        }
    }
}

/// Whether the element entered last is an event that matters, or a part of one.
fn ist_ereignis(offen: &[String]) -> bool {
    offen.iter().rev().take(2).any(|name| {
        name == "identifikation.ereignis" || name == "identifikation.quittungsrelevanterSachverhalt"
    })
}

/// The open elements below the root. What is deep is of interest only by its end; the parts of
/// other events than those that matter are left out.
fn pfad(offen: &[String]) -> Vec<&str> {
    let part = offen.last().is_some_and(|n| n.starts_with("ereignis."));
    if part && !ist_ereignis(offen) {
        return Vec::new();
    }
    offen.iter().skip(1).map(String::as_str).collect()
}

fn stelle<'k>(kopf: &'k mut Nachrichtenkopf, wer: &str) -> Option<&'k mut Stelle> {
    match wer {
        "autor" => kopf.autor.as_mut(),
        "leser" => kopf.leser.as_mut(),
        _ => None,
    }
}

fn erster<T>(place: &mut Option<T>, value: T) {
    place.get_or_insert(value);
}

/// The value of an attribute, by its name with prefix.
fn attribut(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    let mut all = all.with_checks(false).take(MAX_ATTRIBUTE).flatten();
    let found = all.find(|a| a.key.as_ref() == name.as_bytes())?;
    let raw = String::from_utf8_lossy(&found.value);
    let raw = gekuerzt(&raw, MAX_TEXT);
    let value = unescape(raw).unwrap_or(Cow::Borrowed(raw));
    Some(value.trim().to_owned())
}

/// The beginning of a text, of so many bytes at most.
fn gekuerzt(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
