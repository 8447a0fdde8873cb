//! SOAP envelopes of requests.

use crate::operation::Operation;
use crate::xml::{ANONYMOUS, META, OSCI, SOAP, WSA, XOP, XTA, Xml};

/// The envelope of a request: its own headers and body are XML already.
pub(crate) fn write(operation: Operation, to: &str, headers: &str, body: &str) -> String {
    let mut xml = Xml::default();
    let namespaces = [
        ("xmlns:s", SOAP),
        ("xmlns:wsa", WSA),
        ("xmlns:xta", XTA),
        ("xmlns:osci", OSCI),
        ("xmlns:meta", META),
        ("xmlns:xop", XOP),
    ];
    xml.element("s:Envelope", &namespaces, |xml| {
        xml.element("s:Header", &[], |xml| {
            let id = format!("urn:uuid:{}", uuid::Uuid::new_v4());
            xml.leaf("wsa:Action", &[], operation.action());
            xml.leaf("wsa:MessageID", &[], &id);
            xml.leaf("wsa:To", &[], to);
            xml.element("wsa:ReplyTo", &[], |xml| {
                xml.leaf("wsa:Address", &[], ANONYMOUS);
            });
            xml.raw(headers);
        });
        xml.element("s:Body", &[], |xml| xml.raw(body));
    });
    xml.finish()
}
