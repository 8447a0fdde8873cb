//! Tokenizing alone: events and attributes are looked at, nothing is checked against a schema or kept.

use std::hint::black_box;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::{NsReader, Reader};

/// Without namespaces.
pub(crate) fn plain(message: &[u8]) -> Result<(), String> {
    let mut reader = Reader::from_reader(message);
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Eof => return Ok(()),
            Event::Start(tag) | Event::Empty(tag) => attributes(&tag)?,
            event => {
                black_box(event);
            }
        }
    }
}

/// With the namespace of each element.
pub(crate) fn with_namespaces(message: &[u8]) -> Result<(), String> {
    let mut reader = NsReader::from_reader(message);
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|e| e.to_string())?;
        black_box(namespace);
        match event {
            Event::Eof => return Ok(()),
            Event::Start(tag) | Event::Empty(tag) => attributes(&tag)?,
            event => {
                black_box(event);
            }
        }
    }
}

fn attributes(tag: &BytesStart<'_>) -> Result<(), String> {
    for attribute in tag.attributes() {
        black_box(attribute.map_err(|e| e.to_string())?.value);
    }
    Ok(())
}
