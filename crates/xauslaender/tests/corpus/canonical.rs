//! Canonical comparison by an XML reader that is not ours: names expanded, attributes sorted,
//! comments and white space between elements ignored.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

#[derive(Debug, PartialEq)]
enum Node {
    Start(String, Vec<(String, String)>),
    Text(String),
    End,
}

pub(crate) fn compare(a: &[u8], b: &[u8]) -> Result<(), String> {
    let (a, b) = (nodes(a)?, nodes(b)?);
    for (i, (x, y)) in a.iter().zip(&b).enumerate() {
        if x != y {
            return Err(format!("node {i}: {x:?} became {y:?}"));
        }
    }
    match a.len() == b.len() {
        true => Ok(()),
        false => Err(format!("{} nodes became {}", a.len(), b.len())),
    }
}

fn nodes(bytes: &[u8]) -> Result<Vec<Node>, String> {
    let mut reader = NsReader::from_reader(bytes);
    let mut list: Vec<Node> = Vec::new();
    let mut text = String::new();
    // Text counts only where an element holds nothing else.
    let mut leaf = false;
    loop {
        let event = reader.read_event().map_err(|e| e.to_string())?;
        match event {
            Event::Start(tag) => {
                text.clear();
                let node = start(&reader, &tag)?;
                list.push(node);
                leaf = true;
            }
            Event::Empty(tag) => {
                text.clear();
                let node = start(&reader, &tag)?;
                list.push(node);
                list.push(Node::End);
                leaf = false;
            }
            Event::End(_) => {
                if leaf && !text.is_empty() {
                    list.push(Node::Text(std::mem::take(&mut text)));
                }
                text.clear();
                list.push(Node::End);
                leaf = false;
            }
            Event::Text(piece) => text.push_str(&piece.decode().map_err(|e| e.to_string())?),
            Event::CData(piece) => text.push_str(&piece.decode().map_err(|e| e.to_string())?),
            Event::GeneralRef(name) => {
                let name = name.decode().map_err(|e| e.to_string())?;
                let whole = format!("&{name};");
                text.push_str(&quick_xml::escape::unescape(&whole).map_err(|e| e.to_string())?);
            }
            Event::Eof => return Ok(list),
            _ => {}
        }
    }
}

fn start(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> Result<Node, String> {
    let utf8 = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let namespace = |resolved: &ResolveResult<'_>| match resolved {
        ResolveResult::Bound(ns) => format!("{{{}}}", utf8(ns.0)),
        _ => String::new(),
    };
    let (ns, local) = reader.resolve_element(tag.name());
    let name = format!("{}{}", namespace(&ns), utf8(local.as_ref()));
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        if attribute.key.as_ref().starts_with(b"xmlns") {
            continue;
        }
        let (ns, local) = reader.resolve_attribute(attribute.key);
        let value = attribute
            .decode_and_unescape_value(reader.decoder())
            .map_err(|e| e.to_string())?
            .into_owned();
        attributes.push((format!("{}{}", namespace(&ns), utf8(local.as_ref())), value));
    }
    attributes.sort();
    Ok(Node::Start(name, attributes))
}
