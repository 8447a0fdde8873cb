//! Canonical comparison by an XML reader that is not ours: names expanded, attributes sorted,
//! comments ignored, runs of white space taken as one blank and dropped at the ends of texts, types named by
//! `xsi:type` resolved, `xsi:nil="false"` as good as absent.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{QName, ResolveResult};
use quick_xml::reader::NsReader;

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

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
    loop {
        let event = reader.read_event().map_err(|e| e.to_string())?;
        if matches!(event, Event::Start(_) | Event::Empty(_) | Event::End(_)) {
            let collapsed = collapse(&std::mem::take(&mut text));
            if !collapsed.is_empty() {
                list.push(Node::Text(collapsed));
            }
        }
        match event {
            Event::Start(tag) => list.push(start(&reader, &tag)?),
            Event::Empty(tag) => {
                list.push(start(&reader, &tag)?);
                list.push(Node::End);
            }
            Event::End(_) => list.push(Node::End),
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

fn collapse(text: &str) -> String {
    text.split([' ', '\t', '\n', '\r'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
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
        let (name, mut value) = (
            format!("{}{}", namespace(&ns), utf8(local.as_ref())),
            collapse(&value),
        );
        if name == format!("{{{XSI}}}nil") && matches!(value.as_str(), "false" | "0") {
            continue;
        }
        if name == format!("{{{XSI}}}nil") {
            value = "true".to_owned();
        }
        if name == format!("{{{XSI}}}type") {
            let (ns, local) = reader.resolve_element(QName(value.as_bytes()));
            value = format!("{}{}", namespace(&ns), utf8(local.as_ref()));
        }
        attributes.push((name, value));
    }
    attributes.sort();
    Ok(Node::Start(name, attributes))
}
