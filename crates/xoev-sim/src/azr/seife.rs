//! Envelopes of SOAP 1.2 around messages. A message is taken out byte for byte.
//!
//! The client in `azr-service` reads and writes envelopes, too, and much alike. Nothing is shared on
//! purpose: against a simulator with the same code, a fault of the client would look right.

use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::{Namespace, ResolveResult};

use super::server::Envelope;

/// Namespace of SOAP 1.2.
const SOAP: &[u8] = b"http://www.w3.org/2003/05/soap-envelope";
/// Its media type.
pub(super) const MEDIENTYP: &str = "application/soap+xml; charset=utf-8";

/// The message in a request, and whether an envelope was around it. None if the envelope is not the
/// one that is spoken, or not well-formed.
pub(super) fn auspacken(body: &[u8], spoken: Envelope) -> Option<(Vec<u8>, bool)> {
    match (spoken, inhalt(body)) {
        (Envelope::Plain, Umschlag::Keiner) | (Envelope::Either, Umschlag::Keiner) => {
            Some((body.to_vec(), false))
        }
        (Envelope::Soap12 | Envelope::Either, Umschlag::Mit(message)) => Some((message, true)),
        _ => None,
    }
}

/// A message in an envelope.
pub(super) fn einpacken(message: &[u8]) -> Vec<u8> {
    let mut out = br#"<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body>"#.to_vec();
    out.extend_from_slice(ohne_deklaration(message));
    out.extend_from_slice(b"</soap:Body></soap:Envelope>");
    out
}

/// A document without byte order mark and XML declaration, and without blanks around it: as it can
/// stand in another one. Two documents of which this is the same are the same message.
pub(super) fn ohne_deklaration(message: &[u8]) -> &[u8] {
    let rest = message.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(message);
    let declared = rest.starts_with(b"<?xml") && rest.get(5).is_some_and(u8::is_ascii_whitespace);
    let end = rest
        .windows(2)
        .position(|w| w == b"?>")
        .filter(|_| declared);
    rest.get(end.map_or(0, |at| at + 2)..)
        .unwrap_or(rest)
        .trim_ascii()
}

enum Umschlag {
    Keiner,
    Mit(Vec<u8>),
    Kaputt,
}

/// Looks whether the document is an envelope, and takes out what its body holds.
fn inhalt(body: &[u8]) -> Umschlag {
    let Ok(text) = std::str::from_utf8(body) else {
        return Umschlag::Keiner;
    };
    let mut reader = NsReader::from_str(text);
    let mut tiefe = 0_usize;
    let mut im_body = false;
    let mut anfang = None;
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let Ok((ns, event)) = reader.read_resolved_event() else {
            return if tiefe == 0 {
                Umschlag::Keiner
            } else {
                Umschlag::Kaputt
            };
        };
        let soap = ns == ResolveResult::Bound(Namespace(SOAP));
        let after = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event {
            Event::Start(tag) | Event::Empty(tag) if tiefe == 0 => {
                if !soap || tag.local_name().as_ref() != b"Envelope" {
                    return Umschlag::Keiner;
                }
                tiefe = 1;
            }
            Event::Start(tag) => {
                if tiefe == 1 && soap && tag.local_name().as_ref() == b"Body" {
                    im_body = true;
                } else if tiefe == 2 && im_body && anfang.is_none() {
                    anfang = Some(before);
                }
                tiefe += 1;
            }
            Event::End(_) => {
                tiefe = tiefe.saturating_sub(1);
                if let Some(from) = anfang.filter(|_| tiefe == 2 && im_body) {
                    let message = body.get(from..after).unwrap_or_default();
                    return Umschlag::Mit(message.to_vec());
                }
                im_body &= tiefe >= 2;
            }
            Event::Eof => {
                return if tiefe == 0 {
                    Umschlag::Keiner
                } else {
                    Umschlag::Kaputt
                };
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_comes_out_of_its_envelope_byte_for_byte() {
        let message = b"<?xml version='1.0'?>\n<a:b xmlns:a=\"urn:a\">\r\n <c/>&amp;</a:b>\n";
        let (out, soap) = auspacken(&einpacken(message), Envelope::Either).expect("an envelope");
        assert!(soap);
        assert_eq!(out, ohne_deklaration(message));
        assert_eq!(
            auspacken(message, Envelope::Either),
            Some((message.to_vec(), false))
        );
        assert_eq!(auspacken(message, Envelope::Soap12), None);
        assert_eq!(auspacken(&einpacken(message), Envelope::Plain), None);
    }

    #[test]
    fn a_broken_envelope_is_no_message() {
        let whole = einpacken(b"<a><b/></a>");
        for end in 90..whole.len() - 40 {
            assert_eq!(auspacken(&whole[..end], Envelope::Soap12), None, "{end}");
        }
    }
}
