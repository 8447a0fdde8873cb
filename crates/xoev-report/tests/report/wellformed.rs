//! Reading XML to its end, for reports that have to be well-formed.

use quick_xml::Reader;
use quick_xml::events::Event;

/// An element with its attributes.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// All elements of a well-formed document. Panics if it is none.
pub(crate) fn elements(document: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(document);
    reader.config_mut().check_comments = true;
    let mut all = Vec::new();
    let mut open = 0u32;
    loop {
        let event = reader
            .read_event()
            .unwrap_or_else(|error| panic!("not well-formed: {error}"));
        match &event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                if matches!(event, Event::Start(_)) {
                    open += 1;
                }
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.expect("attribute");
                    let value = attribute
                        .decode_and_unescape_value(reader.decoder())
                        .expect("value");
                    let name = String::from_utf8_lossy(attribute.key.as_ref());
                    (name.into_owned(), value.into_owned())
                });
                all.push(Element {
                    name: String::from_utf8_lossy(tag.name().as_ref()).into_owned(),
                    attributes: attributes.collect(),
                });
            }
            Event::End(_) => open -= 1,
            Event::GeneralRef(reference) => {
                let name = reference.decode().expect("UTF-8");
                let known = ["amp", "lt", "gt", "quot", "#39", "#10", "#9"];
                assert!(known.contains(&name.as_ref()), "&{name};");
            }
            _ => {}
        }
    }
    assert_eq!(open, 0, "not all elements are closed");
    for c in document.chars() {
        let allowed = matches!(c, '\t' | '\n' | ' '..='\u{FFFD}' | '\u{10000}'..);
        assert!(allowed, "{c:?} is not allowed in XML");
    }
    all
}
