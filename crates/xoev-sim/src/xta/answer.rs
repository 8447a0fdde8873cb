//! Writes answers and faults.

use base64::Engine as _;

use super::fault::Fault;
use super::node::Node;
use super::request::{File, META, OSCI, Request, SOAP, WSA, XTA};

/// An HTTP answer.
#[derive(Clone, Debug)]
pub(super) struct HttpAnswer {
    pub(super) status: u16,
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

/// What an operation answers.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    /// XML of the headers.
    pub(super) headers: String,
    /// XML of the body.
    pub(super) body: String,
    /// Files of the container, the message first; the body is the container then.
    pub(super) files: Vec<File>,
}

/// Text for XML.
pub(super) fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

impl Answer {
    /// An answer with an empty body.
    pub(super) fn empty() -> Answer {
        Answer::default()
    }

    /// An answer with this body.
    pub(super) fn of(body: String) -> Answer {
        Answer {
            body,
            ..Answer::default()
        }
    }

    /// Adds the metadata of a message as a header.
    pub(super) fn with_metadata(mut self, metadata: &Node) -> Answer {
        metadata.write(&mut self.headers);
        self
    }

    /// Adds the header of the mailbox.
    pub(super) fn with_box(mut self, request_id: &str, pending: Result<usize, &str>) -> Answer {
        let content = match pending {
            Ok(pending) => format!("<o:ItemsPending>{pending}</o:ItemsPending>"),
            Err(reason) => {
                format!("<o:NoMessageAvailable reason=\"{OSCI}/MsgBox/reasons/{reason}\"/>")
            }
        };
        self.headers.push_str(&format!(
            "<o:MsgBoxResponse MsgBoxRequestID=\"{}\">{content}</o:MsgBoxResponse>",
            escaped(request_id)
        ));
        self
    }

    /// The answer to a request; with MTOM, or all in the envelope.
    pub(super) fn write(&self, request: &Request, inline: bool) -> HttpAnswer {
        let body = if self.files.is_empty() {
            self.body.clone()
        } else {
            self.container(inline)
        };
        let envelope = envelope(request.action, &request.id, &self.headers, &body);
        if inline {
            return HttpAnswer {
                status: 200,
                content_type: "application/soap+xml; charset=utf-8".to_owned(),
                body: envelope.into_bytes(),
            };
        }
        let boundary = format!("uuid:{}", uuid::Uuid::new_v4());
        let mut body = format!(
            "\r\n--{boundary}\r\nContent-Type: application/xop+xml; charset=UTF-8; \
             type=\"application/soap+xml\"\r\nContent-Transfer-Encoding: binary\r\n\
             Content-ID: <root.message@sim>\r\n\r\n{envelope}"
        )
        .into_bytes();
        for (number, file) in self.files.iter().enumerate() {
            body.extend_from_slice(
                format!(
                    "\r\n--{boundary}\r\nContent-Type: application/octet-stream\r\n\
                     Content-Transfer-Encoding: binary\r\nContent-ID: <file-{number}@sim>\r\n\r\n"
                )
                .as_bytes(),
            );
            body.extend_from_slice(&file.bytes);
        }
        body.extend_from_slice(format!("\r\n--{boundary}--").as_bytes());
        HttpAnswer {
            status: 200,
            content_type: format!(
                "multipart/related; type=\"application/xop+xml\"; boundary=\"{boundary}\"; \
                 start=\"<root.message@sim>\"; start-info=\"application/soap+xml\""
            ),
            body,
        }
    }

    fn container(&self, inline: bool) -> String {
        let mut xml = "<x:GenericContentContainer><x:ContentContainer>".to_owned();
        for (number, file) in self.files.iter().enumerate() {
            let element = if number == 0 { "Message" } else { "Attachment" };
            let mut attributes = format!("contentType=\"{}\"", escaped(&file.content_type));
            if !file.name.is_empty() {
                attributes.push_str(&format!(" filename=\"{}\"", escaped(&file.name)));
            }
            let content = if inline {
                base64::engine::general_purpose::STANDARD.encode(&file.bytes)
            } else {
                format!(
                    "<i:Include xmlns:i=\"http://www.w3.org/2004/08/xop/include\" \
                     href=\"cid:file-{number}%40sim\"/>"
                )
            };
            xml.push_str(&format!(
                "<x:{element} {attributes}>{content}</x:{element}>"
            ));
        }
        xml.push_str("</x:ContentContainer></x:GenericContentContainer>");
        xml
    }
}

fn envelope(action: &str, relates_to: &str, headers: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><e:Envelope xmlns:e=\"{SOAP}\" \
         xmlns:a=\"{WSA}\" xmlns:x=\"{XTA}\" xmlns:o=\"{OSCI}\" xmlns:m=\"{META}\"><e:Header>\
         <a:Action>{action}</a:Action><a:MessageID>urn:uuid:{}</a:MessageID>\
         <a:RelatesTo>{}</a:RelatesTo>{headers}</e:Header><e:Body>{body}</e:Body></e:Envelope>",
        uuid::Uuid::new_v4(),
        escaped(relates_to)
    )
}

/// A fault as an answer. Only those that are answers have one.
pub(super) fn fault(fault: &Fault) -> HttpAnswer {
    let (status, sender, reason, detail) = match fault {
        Fault::Exception {
            element,
            code,
            text,
        } => {
            let detail = format!(
                "<e:Detail><x:{element} xmlns:x=\"{XTA}\"><x:errorCode \
                 listURI=\"urn:de:xta:webservice:codeliste:fehlernummer\" listVersionID=\"1.0\">\
                 <code>{}</code><name>{}</name></x:errorCode></x:{element}></e:Detail>",
                escaped(code),
                escaped(text)
            );
            (500, false, element.clone(), detail)
        }
        Fault::Soap { sender, reason } => {
            let status = if *sender { 400 } else { 500 };
            (status, *sender, reason.clone(), String::new())
        }
        Fault::Status(status) => {
            return HttpAnswer {
                status: *status,
                content_type: "text/html".to_owned(),
                body: b"<html><body>no service</body></html>".to_vec(),
            };
        }
        _ => (500, false, String::new(), String::new()),
    };
    let code = if sender { "Sender" } else { "Receiver" };
    let envelope = format!(
        "<e:Envelope xmlns:e=\"{SOAP}\"><e:Body><e:Fault><e:Code><e:Value>e:{code}</e:Value>\
         </e:Code><e:Reason><e:Text xml:lang=\"de\">{}</e:Text></e:Reason>{detail}</e:Fault>\
         </e:Body></e:Envelope>",
        escaped(&reason)
    );
    HttpAnswer {
        status,
        content_type: "application/soap+xml; charset=utf-8".to_owned(),
        body: envelope.into_bytes(),
    }
}
