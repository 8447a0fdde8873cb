//! Messages of several parts (`multipart/related`, RFC 2387), as MTOM uses them. Parts are found
//! without copying; their number and the length of their heads are limited.

use std::ops::Range;

use base64::Engine as _;
use memchr::memmem;
use xoev_transport::Parcel;

/// The most parts: the envelope, a message, its attachments.
const MAX_PARTS: usize = Parcel::MAX_ATTACHMENTS + 2;
/// The most bytes of the head of a part.
const MAX_HEAD: usize = 16 * 1024;

/// A value of a header with parameters, as `multipart/related; boundary=x`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct MediaType {
    /// In lower case, as `multipart/related`.
    pub(crate) essence: String,
    parameters: Vec<(String, String)>,
}

impl MediaType {
    /// Reads a value. Whatever is odd is left out.
    pub(crate) fn read(value: &str) -> MediaType {
        let (essence, mut rest) = value.split_once(';').unwrap_or((value, ""));
        let mut media = MediaType {
            essence: essence.trim().to_ascii_lowercase(),
            parameters: Vec::new(),
        };
        while let Some((name, after)) = rest.split_once('=') {
            let name = name.trim_matches([' ', ';', '\t']).to_ascii_lowercase();
            let (value, after) = parameter(after.trim_start());
            media.parameters.push((name, value));
            rest = after;
        }
        media
    }

    /// A parameter, by its name in lower case.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let (_, value) = self.parameters.iter().find(|(n, _)| n == name)?;
        Some(value)
    }
}

/// The value at the beginning of a text, and what follows after the next semicolon.
fn parameter(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_once(';').unwrap_or((text, ""));
        return (value.trim().to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => {
                let rest = &quoted[at + 1..];
                return (value, rest.split_once(';').map_or("", |(_, rest)| rest));
            }
            '\\' => value.extend(characters.next().map(|(_, c)| c)),
            c => value.push(c),
        }
    }
    (value, "")
}

/// A part: where its content is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// `Content-ID` without brackets.
    pub(crate) id: Option<String>,
    /// Whether it is encoded as base64.
    base64: bool,
    range: Range<usize>,
}

impl Part {
    /// Its content, decoded.
    pub(crate) fn content(&self, body: &[u8]) -> Result<Vec<u8>, String> {
        let content = body.get(self.range.clone()).unwrap_or_default();
        if self.base64 {
            decode_base64(content)
        } else {
            Ok(content.to_vec())
        }
    }
}

/// The parts of a message, and which of them is the root.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Related {
    /// All parts, in their order.
    pub(crate) parts: Vec<Part>,
    root: usize,
}

impl Related {
    /// The part that the others belong to.
    pub(crate) fn root(&self) -> Option<&Part> {
        self.parts.get(self.root)
    }

    /// The part of an id.
    #[cfg(test)]
    pub(crate) fn part(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|p| p.id.as_deref() == Some(id))
    }

    /// Finds the parts of a body with this media type.
    pub(crate) fn read(media: &MediaType, body: &[u8]) -> Result<Related, String> {
        let boundary = media.parameter("boundary").unwrap_or_default();
        if boundary.is_empty() || boundary.len() > 200 {
            return Err("multipart without boundary".to_owned());
        }
        let delimiter = format!("--{boundary}");
        let mut parts: Vec<Part> = Vec::new();
        let mut begin: Option<usize> = None;
        for at in memmem::find_iter(body, delimiter.as_bytes()) {
            let Some(line) = Delimiter::at(body, at, delimiter.len()) else {
                continue;
            };
            if let Some(begin) = begin {
                if parts.len() >= MAX_PARTS {
                    return Err(format!("more than {MAX_PARTS} parts"));
                }
                parts.push(part(body, begin..line.content_end.max(begin))?);
            }
            if line.last {
                return Related::with_root(parts, media.parameter("start"));
            }
            begin = Some(line.next);
        }
        Err("multipart without its end".to_owned())
    }

    fn with_root(parts: Vec<Part>, start: Option<&str>) -> Result<Related, String> {
        let root = match start.map(without_brackets) {
            Some(start) => parts
                .iter()
                .position(|p| p.id.as_deref() == Some(start))
                .ok_or("multipart without the part that it starts with")?,
            None => 0,
        };
        if parts.is_empty() {
            return Err("multipart without parts".to_owned());
        }
        Ok(Related { parts, root })
    }
}

/// A line between two parts.
struct Delimiter {
    /// Where the content before it ends.
    content_end: usize,
    /// Where the next line begins.
    next: usize,
    /// Whether nothing follows.
    last: bool,
}

impl Delimiter {
    /// The delimiter that begins at a place, if it is one: alone on its line.
    fn at(body: &[u8], at: usize, length: usize) -> Option<Delimiter> {
        let before = body.get(..at)?;
        let content_end = if before.is_empty() {
            0
        } else if before.ends_with(b"\r\n") {
            at - 2
        } else if before.ends_with(b"\n") {
            at - 1
        } else {
            return None;
        };
        let rest = body.get(at + length..)?;
        if rest.starts_with(b"--") {
            return Some(Delimiter {
                content_end,
                next: body.len(),
                last: true,
            });
        }
        let blank = rest
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\t'))
            .count();
        let line_end = match rest.get(blank..)? {
            [b'\r', b'\n', ..] => blank + 2,
            [b'\n', ..] => blank + 1,
            _ => return None,
        };
        Some(Delimiter {
            content_end,
            next: at + length + line_end,
            last: false,
        })
    }
}

fn part(body: &[u8], range: Range<usize>) -> Result<Part, String> {
    let bytes = body.get(range.clone()).unwrap_or_default();
    let window = &bytes[..bytes.len().min(MAX_HEAD)];
    let (head, skip) = if window.starts_with(b"\r\n") {
        (0, 2)
    } else if window.starts_with(b"\n") {
        (0, 1)
    } else if let Some(at) = memmem::find(window, b"\r\n\r\n") {
        (at, 4)
    } else if let Some(at) = memmem::find(window, b"\n\n") {
        (at, 2)
    } else {
        return Err("a part without the end of its head".to_owned());
    };
    let text = String::from_utf8_lossy(&window[..head]);
    let mut part = Part {
        id: None,
        base64: false,
        range: range.start + head + skip..range.end,
    };
    for line in text.lines() {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        match name.trim().to_ascii_lowercase().as_str() {
            "content-id" => part.id = Some(without_brackets(value).to_owned()),
            "content-transfer-encoding" => match value.trim().to_ascii_lowercase().as_str() {
                "base64" => part.base64 = true,
                "binary" | "8bit" | "7bit" => {}
                other => return Err(format!("a part is encoded as {other}")),
            },
            _ => {}
        }
    }
    Ok(part)
}

fn without_brackets(id: &str) -> &str {
    let id = id.trim();
    id.strip_prefix('<')
        .and_then(|id| id.strip_suffix('>'))
        .unwrap_or(id)
}

/// Decodes base64 with any white space in it.
pub(crate) fn decode_base64(text: &[u8]) -> Result<Vec<u8>, String> {
    let dense: Vec<u8> = text
        .iter()
        .copied()
        .filter(|b| !b.is_ascii_whitespace())
        .collect();
    base64::engine::general_purpose::STANDARD
        .decode(dense)
        .map_err(|e| format!("base64: {e}"))
}

/// Binary parts with their ids, to be written.
pub(crate) type Parts<'a> = Vec<(String, &'a [u8])>;

/// The id of the root part in what is written here.
const ROOT: &str = "root@xoev";

/// Writes an envelope and binary parts, with the ids that the envelope refers to; gives the value of
/// the header `Content-Type` and the body.
pub(crate) fn write(action: &str, envelope: &str, parts: &[(String, &[u8])]) -> (String, Vec<u8>) {
    let mut boundary = format!("xoev-{}", uuid::Uuid::new_v4());
    while memmem::find(envelope.as_bytes(), boundary.as_bytes()).is_some()
        || parts
            .iter()
            .any(|(_, content)| memmem::find(content, boundary.as_bytes()).is_some())
    {
        boundary = format!("xoev-{}", uuid::Uuid::new_v4());
    }
    let content: usize = parts.iter().map(|(_, content)| content.len() + 256).sum();
    let mut body = Vec::with_capacity(envelope.len() + content + 512);
    body.extend_from_slice(
        format!(
            "--{boundary}\r\nContent-Type: application/xop+xml; charset=UTF-8; \
             type=\"application/soap+xml; action=\\\"{action}\\\"\"\r\n\
             Content-Transfer-Encoding: binary\r\nContent-ID: <{ROOT}>\r\n\r\n"
        )
        .as_bytes(),
    );
    body.extend_from_slice(envelope.as_bytes());
    for (id, content) in parts {
        body.extend_from_slice(
            format!(
                "\r\n--{boundary}\r\nContent-Type: application/octet-stream\r\n\
                 Content-Transfer-Encoding: binary\r\nContent-ID: <{id}>\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(content);
    }
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    let content_type = format!(
        "multipart/related; type=\"application/xop+xml\"; boundary=\"{boundary}\"; \
         start=\"<{ROOT}>\"; start-info=\"application/soap+xml\"; action=\"{action}\""
    );
    (content_type, body)
}

#[cfg(test)]
#[path = "multipart_tests.rs"]
mod tests;
