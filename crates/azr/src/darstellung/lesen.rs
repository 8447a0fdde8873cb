//! Makes entries of the elements of a message as they go by.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::escape::unescape;
use xoev::{Path, Simple as _, Teildatum, builtin};
use xoev_schema::TypeId;
use xoev_validator::{End, Start, Text, Watch};

use super::angabe::{Angabe, Auszug, CodeAngabe, Eintrag, Inhalt, Stand};
use super::sorte::{Sorte, Sorten};
use super::{DarstellungError, MOST_BYTES, MOST_FIELDS};
use crate::Gruppe;

/// What an element begins.
#[derive(Debug)]
enum Beginn {
    /// An entry, with where it stands.
    Eintrag(&'static Gruppe, Path, u32),
    /// The same for an id in a confirmation.
    Bestaetigung(&'static Gruppe, Path, u32),
    /// An authority of the directory.
    Verzeichnis,
    /// A field of the record itself.
    Feld,
}

/// An open element that is held.
#[derive(Debug)]
struct Frame {
    begin: Option<Beginn>,
    type_id: Option<TypeId>,
    list: Option<String>,
    version: Option<String>,
    fields: Vec<Angabe>,
}

/// Reads one message.
#[derive(Debug)]
pub(super) struct Leser<'s> {
    sorts: &'s Sorten,
    /// The message.
    message: &'s [u8],
    /// How deep the outermost held element stands; 0 if none is held.
    held_from: usize,
    frames: Vec<Frame>,
    extract: Auszug,
    names: HashMap<String, String>,
    fields: usize,
    bytes: usize,
}

impl<'s> Leser<'s> {
    pub(super) fn new(sorts: &'s Sorten, message: &'s [u8]) -> Leser<'s> {
        Leser {
            sorts,
            message,
            held_from: 0,
            frames: Vec::new(),
            extract: Auszug {
                nachricht: String::new(),
                azr_nummer: None,
                aktenfuehrende_behoerde: None,
                eintraege: Vec::new(),
                maengel: Vec::new(),
                gueltig: false,
            },
            names: HashMap::new(),
            fields: 0,
            bytes: 0,
        }
    }

    /// What was read, authorities named.
    pub(super) fn finish(mut self) -> Result<Auszug, DarstellungError> {
        if self.is_full() {
            return Err(DarstellungError::ZuGross);
        }
        for entry in &mut self.extract.eintraege {
            name_authorities(&self.names, &mut entry.angaben);
        }
        if let Some(field) = &mut self.extract.aktenfuehrende_behoerde {
            name_authorities(&self.names, std::slice::from_mut(field));
        }
        Ok(self.extract)
    }

    fn is_full(&self) -> bool {
        self.fields > MOST_FIELDS || self.bytes > MOST_BYTES
    }

    /// What an element begins that stands in nothing that is held.
    fn begin(&self, start: &Start<'_>) -> Option<Beginn> {
        let place = || (start.place.path(), start.place.line);
        match self.sorts.of(start.type_id) {
            Sorte::Gruppe(group) => {
                let (path, line) = place();
                return Some(Beginn::Eintrag(group, path, line));
            }
            Sorte::Verzeichnis => return Some(Beginn::Verzeichnis),
            _ => {}
        }
        match start.name {
            "azrNummer" if start.depth == 2 => Some(Beginn::Feld),
            "aktenfuehrendeBehoerde" => Some(Beginn::Feld),
            // In a record it is a number without anything around it.
            "nichtIdentischMit" => {
                let (path, line) = place();
                let group = Gruppe::named("nichtIdentischMit")?;
                Some(Beginn::Eintrag(group, path, line))
            }
            name if name.ends_with(".id") => {
                let group = Gruppe::of_confirmation(name)?;
                let (path, line) = place();
                Some(Beginn::Bestaetigung(group, path, line))
            }
            _ => None,
        }
    }

    /// The value of an element whose fields are known.
    fn value(&self, frame: &mut Frame, end: &End<'_>) -> Inhalt {
        let fields = std::mem::take(&mut frame.fields);
        let text = match end.text {
            Text::None => None,
            Text::Whole(text) => Some(text),
            Text::Cut { chars, .. } => return Inhalt::Binaer { zeichen: chars },
        };
        let plain = |text: &str| Inhalt::Text(text.to_owned());
        match (self.sorts.of(frame.type_id), text) {
            (Sorte::Code, _) => self.code(frame, fields),
            (Sorte::Teildatum, _) => partial_date(fields),
            (Sorte::Name, _) => person_name(fields),
            (Sorte::Datum, Some(text)) => match Teildatum::from_iso(text.trim()) {
                Ok(Teildatum::Unbekannt) | Err(_) => plain(text),
                Ok(date) => Inhalt::Datum(date),
            },
            (Sorte::Wahrheit, Some(text)) => match builtin::Boolean::parse(text.trim()) {
                Ok(value) => Inhalt::Wahrheit(value.into()),
                Err(_) => plain(text),
            },
            (Sorte::Behoerde, Some(text)) => Inhalt::Behoerde {
                kennzeichen: text.trim().to_owned(),
                name: None,
            },
            (Sorte::Referenz, Some(text)) => Inhalt::Referenz(text.trim().to_owned()),
            (Sorte::Binaer, Some(text)) => Inhalt::Binaer {
                zeichen: text.chars().count() as u64,
            },
            (Sorte::Text, Some(text)) => plain(text),
            (_, Some(text)) if fields.is_empty() && !text.trim().is_empty() => plain(text),
            (_, None) if fields.is_empty() && end.type_id.is_none() => match self.raw(end) {
                Some(text) => Inhalt::Text(text),
                None => Inhalt::Gruppe(fields),
            },
            _ => Inhalt::Gruppe(fields),
        }
    }

    /// The text of an element that the schema does not know, such as those of extensions, which is
    /// not handed on. Taken from the message itself, if that is UTF-8.
    fn raw(&self, end: &End<'_>) -> Option<String> {
        let begin = end.place.offset.checked_add(end.place.length)?;
        let tag = self.message.get(..usize::try_from(begin).ok()?)?;
        if tag.ends_with(b"/>") {
            return None;
        }
        let text = character_data(self.message.get(tag.len()..)?)?;
        (!text.trim().is_empty()).then_some(text)
    }

    fn code(&self, frame: &mut Frame, fields: Vec<Angabe>) -> Inhalt {
        let mut code = CodeAngabe {
            schluessel: String::new(),
            liste: frame.list.take(),
            version: frame.version.take(),
            bezeichnung: None,
        };
        for field in fields {
            match (field.name.as_str(), field.inhalt) {
                ("code", Inhalt::Text(text)) => code.schluessel = text.trim().to_owned(),
                ("name", Inhalt::Text(text)) => code.bezeichnung = Some(text.trim().to_owned()),
                _ => {}
            }
        }
        Inhalt::Code(self.sorts.complete(frame.type_id, code))
    }

    /// Puts what was held to where it belongs.
    fn close(&mut self, begin: Beginn, name: &str, value: Inhalt) {
        match (begin, value) {
            (Beginn::Eintrag(group, path, line), value) => {
                let fields = match value {
                    Inhalt::Gruppe(fields) => fields,
                    value => vec![Angabe::new(name, value)],
                };
                let entry = entry(group, name, fields);
                self.extract.eintraege.push(Eintrag {
                    pfad: path,
                    zeilennummer: line,
                    ..entry
                });
            }
            (Beginn::Bestaetigung(group, path, line), value) => {
                let mut entry = entry(group, name, Vec::new());
                entry.pfad = path;
                entry.zeilennummer = line;
                if let Inhalt::Referenz(id) | Inhalt::Text(id) = value {
                    entry.referenz = Some(id);
                }
                self.extract.eintraege.push(entry);
            }
            (Beginn::Verzeichnis, Inhalt::Gruppe(fields)) => self.directory(&fields),
            (Beginn::Feld, Inhalt::Text(text)) if name == "azrNummer" => {
                self.extract
                    .azr_nummer
                    .get_or_insert(text.trim().to_owned());
            }
            (Beginn::Feld, value) if name != "azrNummer" => {
                let field = Angabe::new(name, value);
                self.extract.aktenfuehrende_behoerde.get_or_insert(field);
            }
            _ => {}
        }
    }

    fn directory(&mut self, fields: &[Angabe]) {
        let text = |name: &str| {
            let field = fields.iter().find(|f| f.name == name)?;
            match &field.inhalt {
                Inhalt::Text(text) => Some(text.clone()),
                Inhalt::Behoerde { kennzeichen, .. } => Some(kennzeichen.clone()),
                _ => None,
            }
        };
        let names = [
            "behoerdenkurzbezeichnung",
            "hauptstellenbezeichnung",
            "verwaltungsstelle",
        ];
        let name = names.iter().find_map(|n| text(n));
        if let (Some(digits), Some(name)) = (text("behoerdenkennzeichen"), name) {
            self.names.entry(digits).or_insert(name);
        }
    }
}

impl Watch for Leser<'_> {
    fn start(&mut self, start: &Start<'_>) {
        if start.depth == 1 {
            self.extract.nachricht = start.name.to_owned();
        }
        if self.is_full() {
            return;
        }
        let mut begin = None;
        if self.held_from == 0 {
            begin = self.begin(start);
            if begin.is_none() {
                return;
            }
            self.held_from = start.depth;
        }
        let attribute = |name| start.attribute(name).map(|v| v.trim().to_owned());
        self.fields += 1;
        self.bytes += start.name.len();
        self.frames.push(Frame {
            begin,
            type_id: start.type_id,
            list: attribute("listURI"),
            version: attribute("listVersionID"),
            fields: Vec::new(),
        });
    }

    fn end(&mut self, end: &End<'_>) {
        if self.held_from == 0 || self.is_full() {
            return;
        }
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        self.bytes += end.text.whole().map_or(0, str::len);
        let value = self.value(&mut frame, end);
        if let Some(begin) = frame.begin.take() {
            self.held_from = 0;
            self.close(begin, end.name, value);
        } else if let Some(around) = self.frames.last_mut() {
            around.fields.push(Angabe::new(end.name, value));
        }
    }
}

/// The text up to the next tag: references resolved, CDATA sections taken out, comments left out,
/// line ends normalized. None if it is not UTF-8.
fn character_data(mut rest: &[u8]) -> Option<String> {
    let mut out = String::new();
    let skipped = [("<!--", "-->"), ("<?", "?>")];
    while !rest.is_empty() {
        if let Some(section) = rest.strip_prefix(b"<![CDATA[") {
            let (inside, after) = split_at(section, b"]]>")?;
            out.push_str(&line_ends(inside)?);
            rest = after;
        } else if let Some((begin, end)) = skipped.iter().find(|s| rest.starts_with(s.0.as_bytes()))
        {
            let (_, after) = split_at(rest.get(begin.len()..)?, end.as_bytes())?;
            rest = after;
        } else if rest.starts_with(b"<") {
            break;
        } else {
            let end = rest.iter().position(|b| *b == b'<').unwrap_or(rest.len());
            let (text, after) = rest.split_at_checked(end)?;
            let text = line_ends(text)?;
            out.push_str(&unescape(&text).map_or(Cow::Borrowed(text.as_str()), |t| t));
            rest = after;
        }
    }
    Some(out)
}

/// What stands before and after the first occurrence of a mark.
fn split_at<'b>(bytes: &'b [u8], mark: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let at = bytes.windows(mark.len()).position(|w| w == mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

fn line_ends(text: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(text).ok()?;
    Some(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Sorts the fields of an entry: what is done, which entry is meant, the content.
fn entry(group: &'static Gruppe, element: &str, fields: Vec<Angabe>) -> Eintrag {
    let stand = match element {
        _ if element.starts_with("aktuell") => Stand::Aktuell,
        _ if element.starts_with("historisiert") => Stand::Historisch,
        _ => Stand::Offen,
    };
    let mut entry = Eintrag {
        gruppe: group,
        element: element.to_owned(),
        stand,
        pfad: Path::default(),
        zeilennummer: 0,
        aenderungsart: None,
        referenz: None,
        angaben: Vec::with_capacity(fields.len()),
    };
    for field in fields {
        match field.inhalt {
            Inhalt::Code(code) if field.name == "aenderungsArt" => {
                entry.aenderungsart = Some(code);
            }
            Inhalt::Referenz(id) if Some(field.name.as_str()) == group.referenz => {
                entry.referenz = Some(id);
            }
            Inhalt::Gruppe(content) if Some(field.name.as_str()) == group.fachdaten => {
                entry.angaben.extend(content);
            }
            inhalt => entry.angaben.push(Angabe { inhalt, ..field }),
        }
    }
    of_search_note(entry)
}

/// A photo in a record that names a search note belongs to that one.
fn of_search_note(mut entry: Eintrag) -> Eintrag {
    let name = "referenzSuchvermerk.id";
    let at = entry.angaben.iter().position(|a| a.name == name);
    let group = Gruppe::named("lichtbildZuSuchvermerk");
    if let (Some(at), "lichtbildAllgemein", Some(group)) = (at, entry.gruppe.name, group)
        && let Inhalt::Referenz(id) = entry.angaben.remove(at).inhalt
    {
        entry.gruppe = group;
        entry.referenz = Some(id);
    }
    entry
}

/// The date within `jahrMonatTag`, `jahrMonat`, `jahr` or `datum`, or that it is unknown.
fn partial_date(fields: Vec<Angabe>) -> Inhalt {
    match fields.as_slice() {
        [Angabe { inhalt, .. }] => match inhalt {
            Inhalt::Datum(date) => Inhalt::Datum(*date),
            Inhalt::Wahrheit(true) => Inhalt::Datum(Teildatum::Unbekannt),
            _ => Inhalt::Gruppe(fields),
        },
        _ => Inhalt::Gruppe(fields),
    }
}

/// The name, or that there is none.
fn person_name(fields: Vec<Angabe>) -> Inhalt {
    match fields.as_slice() {
        [Angabe { inhalt, .. }] => match inhalt {
            Inhalt::Text(name) => Inhalt::Name(Some(name.clone())),
            Inhalt::Wahrheit(true) => Inhalt::Name(None),
            _ => Inhalt::Gruppe(fields),
        },
        _ => Inhalt::Gruppe(fields),
    }
}

fn name_authorities(names: &HashMap<String, String>, fields: &mut [Angabe]) {
    for field in fields {
        match &mut field.inhalt {
            Inhalt::Behoerde { kennzeichen, name } => *name = names.get(kennzeichen).cloned(),
            Inhalt::Gruppe(fields) => name_authorities(names, fields),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::character_data;

    #[test]
    fn text_that_the_schema_does_not_know_is_what_xml_says_it_is() {
        let text = |xml: &str| character_data(xml.as_bytes());
        for (xml, expected) in [
            ("<![CDATA[a < b &amp; c]]></x>", "a < b &amp; c"),
            ("&#220;ber&#xFC; &amp;lt;</x>", "Überü &lt;"),
            ("a<!-- <b> -->b<?pi <c> ?>c<![CDATA[]]>\r\nd<y/>e", "abc\nd"),
            ("&eigene;</x>", "&eigene;"),
            ("", ""),
        ] {
            assert_eq!(text(xml).as_deref(), Some(expected), "{xml}");
        }
        assert_eq!(text("<![CDATA[nie zu Ende"), None);
        assert_eq!(character_data(b"\xFF</x>"), None);
    }
}
