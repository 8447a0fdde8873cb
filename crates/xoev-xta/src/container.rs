//! `GenericContentContainer`: a message and its attachments. Sent as parts of their own (MTOM), read
//! from parts or from base64 in the envelope.

use xoev_transport::Parcel;

use crate::channel::Answer;
use crate::error::XtaError;
use crate::multipart::{Parts, decode_base64};
use crate::tree::Element;
use crate::xml::{Xml, is_writable};

/// A file in a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Content {
    /// The file.
    pub bytes: Vec<u8>,
    /// MIME type, as `application/xml`.
    pub content_type: Option<String>,
    /// Name of the file.
    pub file_name: Option<String>,
}

/// A message with its attachments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Container {
    /// The message.
    pub message: Content,
    /// Files beside it, [`Parcel::MAX_ATTACHMENTS`] at most.
    pub attachments: Vec<Content>,
}

/// The container of a parcel as XML, and its files with the ids that the XML refers to.
pub(crate) fn write(parcel: &Parcel) -> Result<(String, Parts<'_>), XtaError> {
    let mut parts: Parts<'_> = Vec::new();
    let mut xml = Xml::default();
    let mut texts = Vec::new();
    xml.element("xta:GenericContentContainer", &[], |xml| {
        xml.element("xta:ContentContainer", &[], |xml| {
            let mut file = |name: &str, content_type: &str, file_name: &str, bytes| {
                texts.push(format!("{content_type}{file_name}"));
                let id = format!("{}@xoev", parts.len() + 1);
                write_file(xml, name, content_type, file_name, bytes, &id);
                parts.push((id, bytes));
            };
            file("xta:Message", "application/xml", "", &parcel.content);
            for attachment in &parcel.attachments {
                file(
                    "xta:Attachment",
                    &attachment.content_type,
                    attachment.file_name.as_deref().unwrap_or_default(),
                    &attachment.content,
                );
            }
        });
    });
    if !texts.iter().all(|t| is_writable(t)) {
        return Err(XtaError::Unsendable {
            code: "attachment",
            text: "Name oder Typ einer Anlage hat unzulässige Zeichen.".to_owned(),
        });
    }
    Ok((xml.finish(), parts))
}

fn write_file(
    xml: &mut Xml,
    name: &str,
    content_type: &str,
    file_name: &str,
    bytes: &[u8],
    id: &str,
) {
    let size = bytes.len().to_string();
    let content_type = if content_type.is_empty() {
        "application/octet-stream"
    } else {
        content_type
    };
    let mut attributes = vec![("contentType", content_type)];
    if !file_name.is_empty() {
        attributes.push(("filename", file_name));
    }
    if !bytes.is_empty() {
        attributes.push(("size", size.as_str()));
    }
    xml.element(name, &attributes, |xml| {
        xml.element("xop:Include", &[("href", &format!("cid:{id}"))], |_| {});
    });
}

/// Reads the container in the body of an answer.
pub(crate) fn read(answer: &Answer, limit: u64) -> Result<Container, XtaError> {
    let body = answer.body()?;
    let generic = body
        .child("GenericContentContainer")
        .ok_or_else(|| XtaError::Answer("no container".to_owned()))?;
    let Some(plain) = generic.child("ContentContainer") else {
        return Err(if generic.child("EncryptedData").is_some() {
            XtaError::Encrypted
        } else {
            XtaError::Answer("a container without content".to_owned())
        });
    };
    let message = plain
        .child("Message")
        .ok_or_else(|| XtaError::Answer("a container without message".to_owned()))?;
    let mut left = limit;
    let message = content(answer, message, &mut left)?;
    let most = Parcel::MAX_ATTACHMENTS;
    if plain.all("Attachment").count() > most {
        let text = format!("a container with more than {most} attachments");
        return Err(XtaError::Answer(text));
    }
    let attachments = plain
        .all("Attachment")
        .map(|e| content(answer, e, &mut left))
        .collect::<Result<_, _>>()?;
    Ok(Container {
        message,
        attachments,
    })
}

fn content(answer: &Answer, element: &Element, left: &mut u64) -> Result<Content, XtaError> {
    let bytes = match element.child("Include") {
        Some(include) => {
            let href = include.attribute("href").unwrap_or_default();
            let id = href.strip_prefix("cid:").unwrap_or(href);
            answer.part(&percent_decoded(id))?
        }
        None => decode_base64(element.text.as_bytes()).map_err(XtaError::Answer)?,
    };
    *left = left
        .checked_sub(bytes.len() as u64)
        .ok_or_else(|| XtaError::Answer("the container is too large".to_owned()))?;
    Ok(Content {
        bytes,
        content_type: element.attribute("contentType").map(str::to_owned),
        file_name: element.attribute("filename").map(str::to_owned),
    })
}

/// `%40` becomes `@`. What is no such thing stays.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = match (first, after) {
            (b'%', [a, b, ..]) => std::str::from_utf8(&[*a, *b])
                .ok()
                .and_then(|hex| u8::from_str_radix(hex, 16).ok()),
            _ => None,
        };
        match code {
            Some(code) => {
                bytes.push(code);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded() {
        assert_eq!(percent_decoded("a%40b%"), "a@b%");
        assert_eq!(percent_decoded("%zz%4"), "%zz%4");
    }
}
