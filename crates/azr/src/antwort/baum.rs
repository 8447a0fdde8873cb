//! Any message as a tree of names and texts, read leniently: the last resort for messages that the
//! typed reader refuses.
//!
//! Nothing is validated. What can't be read ends the reading, and what came before it is kept.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

/// Greatest number of elements that are held.
const MAX_KNOTEN: usize = 100_000;
/// Greatest number of bytes that are looked at.
const MAX_BYTES: usize = 64 << 20;
/// Greatest depth of nested elements.
const MAX_TIEFE: usize = 200;
/// Greatest number of attributes of one element that are held.
const MAX_ATTRIBUTE: usize = 64;

/// The elements of a message, in its order.
#[derive(Debug, Default)]
pub(crate) struct Baum {
    knoten: Vec<Knoten>,
    /// The message was read up to its end.
    pub(crate) vollstaendig: bool,
}

/// An element.
#[derive(Debug)]
pub(crate) struct Knoten {
    /// Name with prefix.
    voll: String,
    /// The element that it is in.
    pub(crate) eltern: Option<usize>,
    /// The elements in it.
    pub(crate) kinder: Vec<usize>,
    /// Its own text: references resolved, CDATA sections taken out, line ends normalized, all
    /// other white space as it stands.
    pub(crate) text: String,
    /// Whether the text is longer.
    pub(crate) gekuerzt: bool,
    /// Attributes with their names as written, declarations of namespaces among them.
    pub(crate) attribute: Vec<(String, String)>,
    /// Offset of its start tag in bytes.
    pub(crate) offset: u64,
    /// How many elements are open, this one included.
    pub(crate) tiefe: usize,
}

impl Knoten {
    /// Local name.
    pub(crate) fn name(&self) -> &str {
        self.voll.rsplit(':').next().unwrap_or_default()
    }

    /// The value of an attribute without prefix.
    pub(crate) fn attribut(&self, name: &str) -> Option<&str> {
        let mut all = self.attribute.iter();
        all.find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

impl Baum {
    /// Reads what can be read. Of one text, about `max_text` bytes are held.
    pub(crate) fn lesen(bytes: &[u8], max_text: usize) -> Baum {
        Baum::lesen_bis(
            bytes.get(..MAX_BYTES).unwrap_or(bytes),
            max_text,
            MAX_KNOTEN,
            MAX_TIEFE,
        )
    }

    /// Reads a message that was found to be valid, and thereby within limits, as a whole, however
    /// deep it goes.
    pub(crate) fn lesen_gueltig(bytes: &[u8]) -> Baum {
        Baum::lesen_bis(bytes, usize::MAX, usize::MAX, usize::MAX)
    }

    /// Holds what is open in a list: the depth of a message does not count for the stack.
    fn lesen_bis(bytes: &[u8], max_text: usize, max_knoten: usize, max_tiefe: usize) -> Baum {
        let mut baum = Baum::default();
        let (text, skipped) = entziffern(bytes);
        let mut reader = Reader::from_str(&text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        let mut offen: Vec<usize> = Vec::new();
        loop {
            let offset = reader.buffer_position() + skipped;
            let Ok(event) = reader.read_event() else {
                return baum;
            };
            let knoten = offen.last().and_then(|at| baum.knoten.get_mut(*at));
            match event {
                Event::Start(tag) => {
                    if offen.len() >= max_tiefe || baum.knoten.len() >= max_knoten {
                        return baum;
                    }
                    let at = baum.start(&tag, offen.last().copied(), offset, offen.len() + 1);
                    offen.push(at);
                }
                Event::End(_) => {
                    offen.pop();
                }
                Event::Text(text) => match text.xml10_content() {
                    Ok(text) => push(knoten, &text, max_text),
                    Err(_) => return baum,
                },
                Event::CData(text) => match text.xml10_content() {
                    Ok(text) => push(knoten, &text, max_text),
                    Err(_) => return baum,
                },
                Event::GeneralRef(name) => {
                    let name_text = String::from_utf8_lossy(&name);
                    let resolved: Cow<'_, str> = match name.resolve_char_ref() {
                        Ok(Some(c)) => c.to_string().into(),
                        _ => match resolve_predefined_entity(&name_text) {
                            Some(text) => text.into(),
                            // Left as it stands, so that nothing is lost.
                            None => format!("&{name_text};").into(),
                        },
                    };
                    push(knoten, &resolved, max_text);
                }
                Event::Eof => {
                    baum.vollstaendig = offen.is_empty() && !baum.knoten.is_empty();
                    return baum;
                }
                // Entities of one's own are refused everywhere.
                Event::DocType(_) => return baum,
                _ => {}
            }
        }
    }

    fn start(
        &mut self,
        tag: &BytesStart<'_>,
        eltern: Option<usize>,
        offset: u64,
        tiefe: usize,
    ) -> usize {
        let at = self.knoten.len();
        let mut attributes = tag.attributes();
        let attributes = attributes.with_checks(false).flatten();
        let attribute = attributes
            .take(MAX_ATTRIBUTE)
            .map(|a| {
                let raw = String::from_utf8_lossy(&a.value);
                let value = unescape(&raw).map_or_else(|_| raw.to_string(), Cow::into_owned);
                let name = String::from_utf8_lossy(a.key.as_ref()).into_owned();
                (name, value)
            })
            .collect();
        if let Some(parent) = eltern.and_then(|e| self.knoten.get_mut(e)) {
            parent.kinder.push(at);
        }
        self.knoten.push(Knoten {
            voll: String::from_utf8_lossy(tag.name().as_ref()).into_owned(),
            eltern,
            kinder: Vec::new(),
            text: String::new(),
            gekuerzt: false,
            attribute,
            offset,
            tiefe,
        });
        at
    }

    /// The root element.
    pub(crate) fn wurzel(&self) -> Option<&Knoten> {
        self.knoten.first()
    }

    /// An element by its place in the order of the message.
    pub(crate) fn knoten(&self, at: usize) -> Option<&Knoten> {
        self.knoten.get(at)
    }

    /// All elements, in the order of the message.
    pub(crate) fn alle(&self) -> impl ExactSizeIterator<Item = &Knoten> {
        self.knoten.iter()
    }

    /// The first element in this one with this local name.
    pub(crate) fn kind<'b>(&'b self, von: &Knoten, name: &str) -> Option<&'b Knoten> {
        let mut all = von.kinder.iter().filter_map(|at| self.knoten.get(*at));
        all.find(|k| k.name() == name)
    }

    /// The element at the end of a path of local names below the root element.
    pub(crate) fn pfad(&self, namen: &[&str]) -> Option<&Knoten> {
        let mut knoten = self.wurzel()?;
        for name in namen {
            knoten = self.kind(knoten, name)?;
        }
        Some(knoten)
    }

    /// The namespace of an element: what its prefix is bound to.
    pub(crate) fn namensraum<'b>(&'b self, knoten: &'b Knoten) -> &'b str {
        let wanted: Cow<'_, str> = match knoten.voll.split_once(':') {
            Some((prefix, _)) => format!("xmlns:{prefix}").into(),
            None => "xmlns".into(),
        };
        let mut next = Some(knoten);
        while let Some(here) = next {
            if let Some(uri) = here.attribut(&wanted) {
                return uri;
            }
            next = here.eltern.and_then(|e| self.knoten.get(e));
        }
        ""
    }
}

fn push(knoten: Option<&mut Knoten>, text: &str, max: usize) {
    let Some(knoten) = knoten else {
        return;
    };
    let room = max.saturating_sub(knoten.text.len());
    if text.len() <= room {
        knoten.text.push_str(text);
        return;
    }
    let mut end = room;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    knoten.text.push_str(&text[..end]);
    knoten.gekuerzt = true;
}

/// The text of a message, and how many bytes a byte order mark before it takes. Messages have to
/// be in UTF-8. What begins as UTF-16 is taken as such; elsewhere, bytes that are no UTF-8 are taken
/// as windows-1252, which stands for ISO 8859-1 as well.
fn entziffern(bytes: &[u8]) -> (Cow<'_, str>, u64) {
    let wide = |order: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).skip(1).map(|pair| match pair {
            [a, b] => order([*a, *b]),
            _ => 0,
        });
        let text: String = char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        (Cow::Owned(text), 0)
    };
    match bytes {
        [0xFF, 0xFE, ..] => return wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => return wide(u16::from_be_bytes),
        _ => {}
    }
    let (rest, skipped) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (rest, 3),
        None => (bytes, 0),
    };
    if let Ok(text) = std::str::from_utf8(rest) {
        return (Cow::Borrowed(text), skipped);
    }
    let mut text = String::with_capacity(rest.len());
    for chunk in rest.utf8_chunks() {
        text.push_str(chunk.valid());
        let incomplete = std::str::from_utf8(chunk.invalid())
            .err()
            .is_some_and(|e| e.error_len().is_none());
        // A message may be cut in the middle of a character; there is nothing to take then.
        if !(incomplete && rest.ends_with(chunk.invalid())) {
            let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
            text.push_str(&decoded);
        }
    }
    (Cow::Owned(text), skipped)
}

#[cfg(test)]
mod tests {
    use super::Baum;

    #[test]
    fn texts_are_what_xml_says_they_are() {
        let xml = "<a xmlns:x='urn:x' b='1&amp;2'><x:c> \u{e9}&lt;<![CDATA[&amp;\r\n]]>&#13;z </x:c><d/></a>";
        let baum = Baum::lesen(xml.as_bytes(), 1000);
        assert!(baum.vollstaendig);
        let root = baum.wurzel().expect("a root");
        assert_eq!(root.attribut("b"), Some("1&2"));
        let c = baum.pfad(&["c"]).expect("c");
        assert_eq!(c.text, " \u{e9}<&amp;\n\rz ");
        assert_eq!(baum.namensraum(c), "urn:x");
        assert_eq!(c.offset, xml.find("<x:c").expect("place") as u64);
        assert_eq!((c.tiefe, root.kinder.len()), (2, 2));
    }

    #[test]
    fn what_stands_before_a_fault_is_kept() {
        for (xml, kept) in [
            ("<a><b>text</b><c>more", "text"),
            ("<a><b>text</b>&#0;</b", "text"),
            ("<a><b>te&eigene;xt</b>", "te&eigene;xt"),
        ] {
            let baum = Baum::lesen(xml.as_bytes(), 1000);
            assert!(!baum.vollstaendig, "{xml}");
            assert_eq!(baum.pfad(&["b"]).map(|b| b.text.as_str()), Some(kept));
        }
        assert!(Baum::lesen(b"", 10).wurzel().is_none());
        assert!(Baum::lesen(b"<!DOCTYPE a><a/>", 10).wurzel().is_none());
    }

    #[test]
    fn other_encodings_are_read_as_well_as_can_be() {
        let latin = Baum::lesen(b"<a>M\xFCller</a>", 100);
        assert_eq!(latin.wurzel().map(|a| a.text.as_str()), Some("Müller"));
        // One wrong byte does not spoil the rest.
        let mixed = Baum::lesen(b"<a>\x84M\xC3\xBCller\x93 \xFC \xC3", 100);
        assert_eq!(
            mixed.wurzel().map(|a| a.text.as_str()),
            Some("\u{201E}Müller\u{201C} ü ")
        );
        let mut wide = vec![0xFF, 0xFE];
        wide.extend("<a>Mül</a>".encode_utf16().flat_map(u16::to_le_bytes));
        let wide = Baum::lesen(&wide, 100);
        assert_eq!(wide.wurzel().map(|a| a.text.as_str()), Some("Mül"));
    }

    #[test]
    fn long_texts_and_deep_messages_stay_within_bounds() {
        let baum = Baum::lesen("<a>üüüü</a>".as_bytes(), 5);
        let a = baum.wurzel().expect("a root");
        assert_eq!((a.text.as_str(), a.gekuerzt), ("üü", true));
        let deep = "<a>".repeat(100_000);
        assert_eq!(Baum::lesen(deep.as_bytes(), 5).alle().len(), 200);
        let whole = format!("{deep}{}", "</a>".repeat(100_000));
        let valid = Baum::lesen_gueltig(whole.as_bytes());
        assert!(valid.vollstaendig && valid.alle().len() == 100_000);
    }
}
