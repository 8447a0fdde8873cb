//! Reads requests as strictly as the standard lets a server: MTOM, SOAP 1.2, WS-Addressing, the
//! action of the operation, the header that it needs.

use super::metadata;
use super::node::Node;
use super::operation::{Expected, Operation, TABLE};

/// Namespace of SOAP 1.2.
pub(super) const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";
/// Namespace of WS-Addressing.
pub(super) const WSA: &str = "http://www.w3.org/2005/08/addressing";
/// Namespace of XTA.
pub(super) const XTA: &str = "http://xoev.de/transport/xta/211";
/// Namespace of the mailbox.
pub(super) const OSCI: &str = "http://www.osci.eu/ws/2008/05/transport";
/// Namespace of the metadata.
pub(super) const META: &str = "http://www.osci.eu/ws/2014/10/transport";
const XOP: &str = "http://www.w3.org/2004/08/xop/include";

/// A file of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// MIME type.
    pub content_type: String,
    /// Name; empty for none.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A request that was understood.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) operation: Operation,
    /// `wsa:MessageID` of the request.
    pub(super) id: String,
    /// `wsa:Action`.
    pub(super) action: &'static str,
    /// Key of the author in the header.
    pub(super) author: String,
    /// `MessageMetaData`, of operations that send.
    pub(super) metadata: Option<Node>,
    /// The element in the body.
    pub(super) body: Node,
    /// The files of the container, the message first.
    pub(super) files: Vec<File>,
    /// The envelope as it came.
    pub(super) envelope: String,
}

fn ensure(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

impl Request {
    /// Reads a request to a path. An error says what the client did wrong.
    pub(super) fn read(
        path: &str,
        content_type: &str,
        soap_action: Option<&str>,
        body: &[u8],
    ) -> Result<Request, String> {
        let parts = parts(content_type, body)?;
        let (_, root) = parts.first().ok_or("no root part")?;
        let envelope = Node::read(root)?;
        ensure(
            envelope.name == "Envelope" && envelope.namespace == SOAP,
            "not an envelope of SOAP 1.2",
        )?;
        let header = envelope.child(SOAP, "Header").ok_or("no header")?;
        let soap_body = envelope.child(SOAP, "Body").ok_or("no body")?;
        let wsa = |name: &str| header.child(WSA, name).map_or("", |n| n.text.trim());
        let expected = expected(path, wsa("Action"))?;
        if let Some(soap_action) = soap_action {
            ensure(
                soap_action.trim_matches('"') == expected.action,
                "SOAPAction and wsa:Action differ",
            )?;
        }
        ensure(wsa("MessageID").starts_with("urn:"), "no wsa:MessageID")?;
        ensure(wsa("To").starts_with("https://"), "no wsa:To")?;
        let reply_to = header.child(WSA, "ReplyTo");
        ensure(
            reply_to.is_some_and(|r| {
                r.text_at(&["Address"]) == "http://www.w3.org/2005/08/addressing/anonymous"
            }),
            "wsa:ReplyTo is not anonymous",
        )?;
        let metadata = header.child(META, "MessageMetaData");
        let author = match (expected.metadata, metadata) {
            (true, Some(metadata)) => {
                metadata::check(metadata)?;
                metadata.text_at(&["Originators", "Author", "Identifier"])
            }
            (true, None) => return Err("no MessageMetaData".to_owned()),
            (false, _) => {
                let author = header.child(META, "Author").ok_or("no Author")?;
                metadata::check_party(author)?;
                author.text_at(&["Identifier"])
            }
        };
        let body = match (expected.body, soap_body.children.as_slice()) {
            (None, []) => Node::default(),
            (Some(name), [one]) if one.name == name => one.clone(),
            _ => return Err("the body is not that of the operation".to_owned()),
        };
        let files = if expected.metadata {
            files(&body, &parts[1..])?
        } else {
            ensure(parts.len() == 1, "parts that nothing refers to")?;
            Vec::new()
        };
        Ok(Request {
            operation: expected.operation,
            id: wsa("MessageID").to_owned(),
            action: expected.action,
            author: author.to_owned(),
            metadata: metadata.cloned(),
            files,
            body,
            envelope: String::from_utf8_lossy(root).into_owned(),
        })
    }
}

fn expected(path: &str, action: &str) -> Result<&'static Expected, String> {
    TABLE
        .iter()
        .find(|e| e.action == action && e.path == path)
        .ok_or_else(|| format!("no operation of {path} has the action {action:?}"))
}

/// The files that a container refers to; all parts must be referred to.
fn files(container: &Node, parts: &[(String, &[u8])]) -> Result<Vec<File>, String> {
    ensure(
        container.namespace == XTA,
        "the container has another namespace",
    )?;
    let content = container
        .child(XTA, "ContentContainer")
        .ok_or("no ContentContainer")?;
    let names: Vec<&str> = content.children.iter().map(|c| c.name.as_str()).collect();
    let well_formed = matches!(names.split_first(), Some((&"Message", rest))
        if rest.iter().all(|n| *n == "Attachment"));
    ensure(well_formed, "a container is one message and attachments")?;
    ensure(
        content.children.len() == parts.len(),
        "as many parts as files are needed",
    )?;
    let file = |node: &Node| {
        let include = node.child(XOP, "Include").ok_or("no xop:Include")?;
        let href = include.attribute("href");
        let id = href.strip_prefix("cid:").ok_or("no cid:")?;
        let part = parts.iter().find(|(part, _)| part == id);
        let (_, bytes) = part.ok_or_else(|| format!("no part {id}"))?;
        ensure(!node.attribute("contentType").is_empty(), "no contentType")?;
        let size = node.attribute("size");
        ensure(
            size.is_empty() || size == bytes.len().to_string() && !bytes.is_empty(),
            "the size is not that of the part",
        )?;
        Ok(File {
            content_type: node.attribute("contentType").to_owned(),
            name: node.attribute("filename").to_owned(),
            bytes: bytes.to_vec(),
        })
    };
    content.children.iter().map(file).collect()
}

/// The parts of a body with their ids, the root first.
fn parts<'a>(content_type: &str, body: &'a [u8]) -> Result<Vec<(String, &'a [u8])>, String> {
    let (essence, parameters) = content_type.split_once(';').ok_or("no multipart")?;
    ensure(
        essence.trim() == "multipart/related",
        "no multipart/related",
    )?;
    let parameter = |name: &str| {
        parameters
            .split(';')
            .filter_map(|p| p.trim().split_once('='))
            .find(|(n, _)| *n == name)
            .map(|(_, value)| value.trim_matches('"'))
            .ok_or_else(|| format!("no parameter {name}"))
    };
    ensure(
        parameter("type")? == "application/xop+xml",
        "type is not XOP",
    )?;
    ensure(
        parameter("start-info")? == "application/soap+xml",
        "start-info is not SOAP 1.2",
    )?;
    let start = parameter("start")?;
    let delimiter = format!("\r\n--{}", parameter("boundary")?);
    let mut found: Vec<(String, &[u8])> = Vec::new();
    let mut rest = body
        .strip_prefix(&delimiter.as_bytes()[2..])
        .ok_or("the body does not begin with the boundary")?;
    while !rest.starts_with(b"--") {
        let rest_of_line = rest
            .strip_prefix(b"\r\n")
            .ok_or("no line after a boundary")?;
        let head_end = position(rest_of_line, b"\r\n\r\n").ok_or("no end of a head")?;
        let head = String::from_utf8_lossy(&rest_of_line[..head_end]).into_owned();
        let content = &rest_of_line[head_end + 4..];
        let end = position(content, delimiter.as_bytes()).ok_or("no boundary at the end")?;
        let header = |name: &str| {
            let line = |l: &str| {
                l.split_once(": ")
                    .map(|(n, v)| (n.to_owned(), v.to_owned()))
            };
            let lines: Vec<(String, String)> = head.lines().filter_map(line).collect();
            lines.into_iter().find(|(n, _)| n == name).map(|(_, v)| v)
        };
        ensure(
            header("Content-Transfer-Encoding").as_deref() == Some("binary"),
            "a part is not binary",
        )?;
        let id = header("Content-ID").ok_or("a part without id")?;
        if found.is_empty() {
            let media = header("Content-Type").unwrap_or_default();
            ensure(
                media.starts_with("application/xop+xml"),
                "the root is no XOP",
            )?;
            ensure(id == start, "the first part is not that of start")?;
        }
        let id = id.trim_start_matches('<').trim_end_matches('>').to_owned();
        found.push((id, &content[..end]));
        rest = &content[end + delimiter.len()..];
    }
    Ok(found)
}

/// Where a text begins in another: bytes are compared only where the first two are the same.
fn position(bytes: &[u8], text: &[u8]) -> Option<usize> {
    let mut from = 0;
    let first = *text.first()?;
    while let Some(at) = bytes[from..].iter().position(|b| *b == first) {
        if bytes[from + at..].starts_with(text) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}
