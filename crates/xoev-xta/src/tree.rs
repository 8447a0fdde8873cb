//! Reading the XML of answers into a tree, by local names. Limited in depth and number of elements;
//! document types and entities of their own are refused.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The deepest that elements may be nested.
const MAX_DEPTH: usize = 64;
/// The most elements of an answer.
const MAX_ELEMENTS: usize = 200_000;

/// An element; namespaces are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Local name.
    pub(crate) name: String,
    /// Attributes by local name, without those that declare namespaces.
    pub(crate) attributes: Vec<(String, String)>,
    /// All text directly in it.
    pub(crate) text: String,
    /// The elements in it.
    pub(crate) children: Vec<Element>,
}

impl Element {
    /// Reads a document.
    pub(crate) fn read(bytes: &[u8]) -> Result<Element, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
        let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
        let mut open: Vec<Element> = Vec::new();
        let mut root: Option<Element> = None;
        let mut count = 0_usize;
        loop {
            let event = reader.read_event().map_err(|e| e.to_string())?;
            let closed = match event {
                Event::Start(start) => {
                    count += 1;
                    if open.len() >= MAX_DEPTH || count > MAX_ELEMENTS || root.is_some() {
                        return Err("too deep, too many elements, or two roots".to_owned());
                    }
                    open.push(element(&start, &reader)?);
                    None
                }
                Event::Empty(start) => {
                    count += 1;
                    if open.len() >= MAX_DEPTH || count > MAX_ELEMENTS || root.is_some() {
                        return Err("too deep, too many elements, or two roots".to_owned());
                    }
                    Some(element(&start, &reader)?)
                }
                Event::End(_) => open.pop(),
                Event::Text(text) => {
                    let text = text.xml_content().map_err(|e| e.to_string())?;
                    push(&mut open, &text)?;
                    None
                }
                Event::CData(text) => {
                    let text = text.xml_content().map_err(|e| e.to_string())?;
                    push(&mut open, &text)?;
                    None
                }
                Event::GeneralRef(reference) => {
                    let character = match reference.resolve_char_ref().map_err(|e| e.to_string())? {
                        Some(c) => c,
                        None => match reference.decode().map_err(|e| e.to_string())?.as_ref() {
                            "lt" => '<',
                            "gt" => '>',
                            "amp" => '&',
                            "quot" => '"',
                            "apos" => '\'',
                            other => return Err(format!("entity {other} is not known")),
                        },
                    };
                    push(&mut open, character.encode_utf8(&mut [0; 4]))?;
                    None
                }
                Event::DocType(_) => return Err("document types are not accepted".to_owned()),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => None,
                Event::Eof => break,
            };
            if let Some(closed) = closed {
                match open.last_mut() {
                    Some(parent) => parent.children.push(closed),
                    None => root = Some(closed),
                }
            }
        }
        if !open.is_empty() {
            return Err("ends within an element".to_owned());
        }
        root.ok_or_else(|| "no element".to_owned())
    }

    /// The first element of this name directly in it.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.name == name)
    }

    /// All elements of this name directly in it.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |c| c.name == name)
    }

    /// The element at the end of a path of first children.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |e, name| e.child(name))
    }

    /// The text at the end of a path, without spaces around it; none if it is empty.
    pub(crate) fn text_at(&self, path: &[&str]) -> Option<String> {
        let text = self.at(path)?.text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// An attribute that is not empty.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(n, _)| n == name)?;
        (!value.trim().is_empty()).then(|| value.trim())
    }
}

/// The most attributes of an element, declarations included.
const MAX_ATTRIBUTES: usize = 64;

fn element(start: &BytesStart<'_>, reader: &Reader<&[u8]>) -> Result<Element, String> {
    let name = start.local_name();
    let mut element = Element {
        name: std::str::from_utf8(name.as_ref())
            .map_err(|e| e.to_string())?
            .to_owned(),
        ..Element::default()
    };
    // Each is compared with all before it: without a limit, that could take hours.
    if start
        .attributes()
        .with_checks(false)
        .nth(MAX_ATTRIBUTES)
        .is_some()
    {
        return Err(format!("more than {MAX_ATTRIBUTES} attributes"));
    }
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let value = attribute
            .decode_and_unescape_value(reader.decoder())
            .map_err(|e| e.to_string())?;
        let name = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
        element.attributes.push((name, value.into_owned()));
    }
    Ok(element)
}

fn push(open: &mut [Element], text: &str) -> Result<(), String> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err("text outside of the root element".to_owned()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_without_end_are_refused_at_once() {
        let many: String = (0..200_000).map(|n| format!(" a{n}=''")).collect();
        assert!(Element::read(format!("<a{many}/>").as_bytes()).is_err());
    }

    #[test]
    fn names_are_found_whatever_their_namespace() {
        let read = Element::read(
            b"<?xml version='1.0'?><x:a xmlns:x='u' x:c='1 &amp; 2'><b> 1 &lt;&#50;<![CDATA[&]]> </b><y:b xmlns:y='v'/></x:a>",
        )
        .unwrap();
        assert_eq!(read.name, "a");
        assert_eq!(read.attribute("c"), Some("1 & 2"));
        assert_eq!(read.text_at(&["b"]).unwrap(), "1 <2&");
        assert_eq!(read.all("b").count(), 2);
    }

    #[test]
    fn document_types_entities_and_what_is_not_well_formed_are_refused() {
        for bad in [
            "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
            "<a>&e;</a>",
            "<a><b></a></b>",
            "<a>",
            "",
            "x",
            "<a/><b/>",
            "<a b='1' b='2'/>",
        ] {
            assert!(Element::read(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(Element::read(b"<a>\xff</a>").is_err());
    }

    #[test]
    fn depth_and_number_of_elements_are_limited() {
        let deep = "<a>".repeat(65) + &"</a>".repeat(65);
        assert!(Element::read(deep.as_bytes()).is_err());
        let allowed = "<a>".repeat(64) + &"</a>".repeat(64);
        assert!(Element::read(allowed.as_bytes()).is_ok());
        let wide = format!("<a>{}</a>", "<b/>".repeat(MAX_ELEMENTS));
        assert!(Element::read(wide.as_bytes()).is_err());
    }
}
