//! Messages as far as their transport looks at them: the root element, whether they are whole, and
//! the envelope around them. The simulator of the register has code of its own for envelopes, so that
//! each can find the faults of the other.

use chrono::{DateTime, Utc};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, Reader};
use xoev_transport::MessageKind;

/// Namespace of SOAP 1.2.
const SOAP: &[u8] = b"http://www.w3.org/2003/05/soap-envelope";
/// Its media type.
pub(crate) const SOAP_TYPE: &str = "application/soap+xml; charset=utf-8";
/// How the namespaces of messages begin.
const FAMILY: &str = "http://www.osci.de/";
/// Deepest element of a message that is looked at.
const MAX_DEPTH: usize = 200;

/// What is known of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) kind: MessageKind,
    pub(crate) test: bool,
    pub(crate) created: Option<DateTime<Utc>>,
}

/// Reads a message. None if it is not well-formed up to its end, or not of the standards' family.
pub(crate) fn read(bytes: &[u8]) -> Option<Message> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{FEFF}'));
    let mut depth = 0_usize;
    let mut message: Option<Message> = None;
    let mut in_created = false;
    loop {
        let (ns, event) = reader.read_resolved_event().ok()?;
        let namespace = match ns {
            ResolveResult::Bound(Namespace(uri)) if depth == 0 => {
                Some(std::str::from_utf8(uri).ok()?.to_owned())
            }
            ResolveResult::Unknown(_) => return None,
            _ => None,
        };
        match event {
            Event::Start(tag) => {
                attributes(&reader, &tag)?;
                if depth == 0 {
                    message = match message {
                        None => Some(root(namespace?, &tag)?),
                        Some(_) => return None,
                    };
                }
                depth += 1;
                if depth > MAX_DEPTH {
                    return None;
                }
                let first = message.as_ref().is_some_and(|m| m.created.is_none());
                in_created = first && tag.local_name().as_ref() == b"erstellungszeitpunkt";
            }
            Event::Empty(tag) => {
                attributes(&reader, &tag)?;
                if depth == 0 {
                    return None;
                }
            }
            Event::End(_) => {
                depth = depth.checked_sub(1)?;
                in_created = false;
            }
            Event::Text(text) => {
                let text = text.xml10_content().ok()?;
                if depth == 0 && !text.trim().is_empty() {
                    return None;
                }
                if let Some(message) = message.as_mut().filter(|_| in_created) {
                    let moment = DateTime::parse_from_rfc3339(text.trim());
                    message.created = moment.ok().map(|m| m.to_utc());
                }
            }
            Event::DocType(_) => return None,
            Event::Eof => return message.filter(|_| depth == 0),
            _ => {}
        }
    }
}

/// The most attributes of an element, declarations included.
const MAX_ATTRIBUTES: usize = 64;

/// Attributes are compared with each other: without a limit, that could take hours.
fn few(tag: &BytesStart<'_>) -> Option<()> {
    let mut all = tag.attributes();
    let beyond = all.with_checks(false).nth(MAX_ATTRIBUTES);
    beyond.is_none().then_some(())
}

/// Attributes have to be well-formed, and their prefixes known.
fn attributes(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> Option<()> {
    few(tag)?;
    for attribute in tag.attributes() {
        let attribute = attribute.ok()?;
        let (ns, _) = reader.resolver().resolve_attribute(attribute.key);
        let declares = attribute.key.as_namespace_binding().is_some();
        if !declares && matches!(ns, ResolveResult::Unknown(_)) {
            return None;
        }
    }
    Some(())
}

fn root(namespace: String, tag: &BytesStart<'_>) -> Option<Message> {
    if !namespace.starts_with(FAMILY) {
        return None;
    }
    let element = std::str::from_utf8(tag.local_name().into_inner())
        .ok()?
        .to_owned();
    let of = |name: &str| -> Option<String> {
        let found = tag.try_get_attribute(name).ok()??;
        let text = std::str::from_utf8(&found.value).ok()?;
        Some(quick_xml::escape::unescape(text).ok()?.into_owned())
    };
    let number = element.rsplit('.').next().unwrap_or_default();
    Some(Message {
        kind: MessageKind {
            namespace,
            number: number.to_owned(),
            version: of("version").unwrap_or_default(),
            element,
        },
        test: tag.try_get_attribute("test").ok()?.is_some(),
        created: None,
    })
}

/// A message in an envelope. Its XML declaration has no place there.
pub(crate) fn wrap(message: &[u8]) -> Vec<u8> {
    let begin: &[u8] = br#"<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body>"#;
    let inner = bare(message);
    let end: &[u8] = b"</soap:Body></soap:Envelope>";
    [begin, inner, end].concat()
}

/// A document without byte order mark, XML declaration and blanks around it.
fn bare(message: &[u8]) -> &[u8] {
    let rest = message.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(message);
    let declared = rest.starts_with(b"<?xml") && rest.get(5).is_some_and(u8::is_ascii_whitespace);
    let end = rest
        .windows(2)
        .position(|w| w == b"?>")
        .filter(|_| declared);
    let from = end.map_or(0, |at| at + 2);
    rest.get(from..).unwrap_or(rest).trim_ascii()
}

/// What is in a document that may be an envelope.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wrapped {
    /// It is none.
    Not,
    /// The message in its body.
    Message(Vec<u8>),
    /// An envelope with something else, or not all of one.
    Other,
}

/// Takes a message out of its envelope, byte for byte; namespaces that it has from the envelope are
/// declared on its root.
pub(crate) fn unwrap(bytes: &[u8]) -> Wrapped {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Wrapped::Not;
    };
    let text = text.trim_start_matches('\u{FEFF}');
    let mut reader = NsReader::from_str(text);
    let mut depth = 0_usize;
    let mut in_body = false;
    let mut begin = None;
    let mut message = None;
    let mut outer: Vec<(String, String)> = Vec::new();
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let Ok((ns, event)) = reader.read_resolved_event() else {
            return if depth == 0 {
                Wrapped::Not
            } else {
                Wrapped::Other
            };
        };
        let soap = ns == ResolveResult::Bound(Namespace(SOAP));
        let after = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event {
            Event::Start(tag) => {
                let local = tag.local_name();
                match depth {
                    0 if !soap || local.as_ref() != b"Envelope" => return Wrapped::Not,
                    1 => in_body = soap && local.as_ref() == b"Body",
                    2 if in_body && (begin.is_some() || message.is_some() || soap) => {
                        return Wrapped::Other;
                    }
                    2 if in_body => begin = Some(before),
                    _ => {}
                }
                if depth < 2 {
                    declarations(&tag, &mut outer);
                }
                depth += 1;
            }
            Event::Empty(_) if depth == 0 => return Wrapped::Not,
            Event::Empty(_) if depth == 2 && in_body => return Wrapped::Other,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 2
                    && let Some(from) = begin.take()
                {
                    message = text.get(from..after);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match message {
        _ if depth != 0 => Wrapped::Other,
        Some(message) if read(message.as_bytes()).is_some() => {
            Wrapped::Message(message.as_bytes().to_vec())
        }
        Some(message) => Wrapped::Message(declared(message, &outer)),
        None => Wrapped::Other,
    }
}

/// The namespaces that a tag declares, in place of those of the same prefix before. Values stand as
/// they stood: escaped.
fn declarations(tag: &BytesStart<'_>, out: &mut Vec<(String, String)>) {
    if few(tag).is_none() {
        return;
    }
    for attribute in tag.attributes().flatten() {
        if attribute.key.as_namespace_binding().is_none() {
            continue;
        }
        let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        let value = String::from_utf8_lossy(&attribute.value).into_owned();
        out.retain(|(known, _)| *known != name);
        out.push((name, value));
    }
}

/// A message with the namespaces declared that its root does not declare itself. It begins with the
/// tag of its root.
fn declared(message: &str, outer: &[(String, String)]) -> Vec<u8> {
    let as_it_is = || message.as_bytes().to_vec();
    let Ok(Event::Start(tag)) = Reader::from_str(message).read_event() else {
        return as_it_is();
    };
    let mut own = Vec::new();
    declarations(&tag, &mut own);
    // Behind `<` and the name.
    let Some((name, rest)) = message.split_at_checked(1 + tag.name().as_ref().len()) else {
        return as_it_is();
    };
    let mut out = name.to_owned();
    for (key, value) in outer {
        if own.iter().any(|(known, _)| known == key) {
            continue;
        }
        // The quotes that do not occur in it.
        let quote = if value.contains('"') { '\'' } else { '"' };
        out.push_str(&format!(" {key}={quote}{value}{quote}"));
    }
    out.push_str(rest);
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "<?xml version='1.0'?>\n<xa:A.B.090001 xmlns:xa='http://www.osci.de/xauslaender2611' version='26.11' test=''><k><erstellungszeitpunkt>2026-11-22T04:00:00.000+01:00</erstellungszeitpunkt></k>&amp;</xa:A.B.090001>\n";

    #[test]
    fn the_root_says_what_message_it_is() {
        let message = read(MESSAGE.as_bytes()).expect("a message");
        assert_eq!(message.kind.number, "090001");
        assert_eq!(message.kind.element, "A.B.090001");
        assert_eq!(message.kind.version, "26.11");
        assert!(message.test);
        let created = message.created.expect("a moment");
        assert_eq!(created.to_rfc3339(), "2026-11-22T03:00:00+00:00");
    }

    #[test]
    fn no_beginning_of_a_message_is_one() {
        let end = MESSAGE.trim_end().len();
        for at in 0..end {
            assert_eq!(read(&MESSAGE.as_bytes()[..at]), None, "{at}");
            let cut = &wrap(MESSAGE.as_bytes());
            let cut = &cut[..cut.len() - 1 - at.min(60)];
            assert!(!matches!(unwrap(cut), Wrapped::Message(_)), "{at}");
        }
    }

    #[test]
    fn what_is_wrapped_comes_out_as_it_was() {
        let Wrapped::Message(out) = unwrap(&wrap(MESSAGE.as_bytes())) else {
            panic!("no message");
        };
        assert_eq!(out, bare(MESSAGE.as_bytes()));
        assert_eq!(unwrap(MESSAGE.as_bytes()), Wrapped::Not);
    }

    #[test]
    fn namespaces_of_the_envelope_go_with_the_message() {
        let soap = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' xmlns:x='http://www.osci.de/xauslaender2611'><s:Header/><s:Body><x:A.090002 version='26.11'><x:b/></x:A.090002></s:Body></s:Envelope>";
        let Wrapped::Message(out) = unwrap(soap.as_bytes()) else {
            panic!("no message");
        };
        assert_eq!(read(&out).expect("a message").kind.number, "090002");
    }

    #[test]
    fn the_tag_of_the_root_is_read_as_xml_whatever_stands_in_its_attributes() {
        // A bracket, a slash and what looks like a declaration in values; blanks around `=`, a prefix
        // that is the end of another one, a line break behind the name.
        for root in [
            "x:A.090002 produkt='a>b' xmlns:s='urn:s' version='26.11'",
            "x:A.090002 produkt='xmlns:x=' version='26.11'",
            "x:A.090002 produkt='/>' version='26.11' y:z='1' xmlns:y = 'urn:>'",
            "x:A.090002 xmlns:xx='urn:xmlns:x=' version='26.11'",
            "x:A.090002\n version='26.11'\n",
            "x:A.090002 version='26.11' xmlns:s = 'urn:s' s:a=\"'\"",
        ] {
            let soap = format!(
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' \
                 xmlns:x='http://www.osci.de/xauslaender2611' xmlns:q='urn:\"'><s:Body>\
                 <{root}><x:b>&gt;</x:b></x:A.090002></s:Body></s:Envelope>"
            );
            let Wrapped::Message(out) = unwrap(soap.as_bytes()) else {
                panic!("no message: {root}");
            };
            let read = read(&out).unwrap_or_else(|| {
                panic!("no message: {}", String::from_utf8_lossy(&out));
            });
            assert_eq!(read.kind.number, "090002");
            assert_eq!(read.kind.version, "26.11", "{root}");
            // Nothing was cut, nothing is there twice.
            let text = String::from_utf8(out).expect("a text");
            let behind = root.strip_prefix("x:A.090002").expect("the name");
            assert!(
                text.ends_with(&format!("{behind}><x:b>&gt;</x:b></x:A.090002>")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_fault_and_several_messages_are_no_message() {
        let envelope = |body: &str| {
            format!(
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body>{body}</s:Body></s:Envelope>"
            )
        };
        for body in [
            "",
            "<s:Fault><s:Code/></s:Fault>",
            "<a/>",
            "<a>1</a><a>2</a>",
            "text",
        ] {
            let read = unwrap(envelope(body).as_bytes());
            assert_eq!(read, Wrapped::Other, "{body}");
        }
    }
}
