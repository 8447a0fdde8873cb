//! One schema document, parsed by `xsd-parser`.

use std::io::Cursor;

use url::Url;
use xsd_parser::Parser;
use xsd_parser::models::schema::Schemas;
use xsd_parser::models::schema::xs::Schema;
use xsd_parser::pipeline::parser::Error as ParserError;
use xsd_parser::pipeline::parser::resolver::{ResolveRequest, ResolveResult, Resolver};
use xsd_parser_types::quick_xml::Error as XmlError;

use super::normalise::{Plain, normalise};
use super::tally::Tally;
use super::text::decode;
use crate::error::{Place, SchemaError};

/// A parsed schema document.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// File name or path for messages.
    pub(crate) file: String,
    /// File name without folders.
    pub(crate) file_name: String,
    /// The prefix that it binds to its target namespace.
    pub(crate) prefix: Option<String>,
    /// Number of components.
    pub(crate) tally: Tally,
    /// Whether it refers to attributes of the `xml` namespace.
    pub(super) uses_xml_attributes: bool,
    /// The plain text, by which copies of a document are recognised.
    pub(super) text: String,
    schemas: Schemas,
}

impl Parsed {
    /// The schema.
    pub(crate) fn schema(&self) -> Option<&Schema> {
        self.schemas.schemas().next().map(|(_, info)| &info.schema)
    }
}

/// Parses a document. Includes and imports are left to the caller, since the parser mixes up
/// documents without a namespace that are imported, or included under several namespaces.
pub(super) fn parse(file: &str, file_name: &str, bytes: &[u8]) -> Result<Parsed, SchemaError> {
    let text = decode(file, bytes)?;
    let Plain {
        text,
        tally,
        prefix,
        uses_xml_attributes,
    } = normalise(file, &text)?;
    let malformed = |line: Option<usize>, reason: String| SchemaError::Malformed {
        place: Place {
            file: file.to_owned(),
            line,
            chain: Vec::new(),
        },
        reason,
    };
    let url = Url::parse("memory:/schema.xsd").map_err(|e| malformed(None, e.to_string()))?;
    let schemas = Parser::new()
        .with_resolver(OneDocument(text.clone().into_bytes()))
        .resolve_includes(false)
        .add_schema_from_url(url)
        .map_err(|error| match error {
            ParserError::XmlError(error) => {
                let (line, reason) = explain(&text, &error.error);
                malformed(line, reason)
            }
            error => malformed(None, error.to_string()),
        })?
        .finish();
    let parsed = Parsed {
        file: file.to_owned(),
        file_name: file_name.to_owned(),
        prefix,
        tally,
        uses_xml_attributes,
        text,
        schemas,
    };
    let schema = parsed
        .schema()
        .ok_or_else(|| malformed(None, "no schema".to_owned()))?;
    for ((what, read), (_, kept)) in tally.named().zip(Tally::of(schema).named()) {
        if read != kept {
            return Err(SchemaError::Miscounted {
                file: file.to_owned(),
                what,
                read,
                kept,
            });
        }
    }
    Ok(parsed)
}

/// Gives the parser the one document that it asks for.
#[derive(Debug)]
struct OneDocument(Vec<u8>);

impl Resolver for OneDocument {
    type Buffer = Cursor<Vec<u8>>;
    type Error = std::convert::Infallible;

    fn resolve(&mut self, request: &ResolveRequest) -> ResolveResult<Self> {
        let Ok(url) = Url::parse(&request.requested_location) else {
            return Ok(None);
        };
        Ok(Some((None, url, Cursor::new(std::mem::take(&mut self.0)))))
    }
}

fn explain(text: &str, error: &XmlError) -> (Option<usize>, String) {
    let line = error.position.and_then(|position| {
        let read = text.as_bytes().get(..usize::try_from(position).ok()?)?;
        Some(1 + read.iter().filter(|b| **b == b'\n').count())
    });
    let mut reason = error.kind.to_string();
    if reason.starts_with("Unexpected event") {
        reason = "an element or text stands where none may stand".to_owned();
    }
    if let Some(elements) = error.elements.as_ref().filter(|e| !e.is_empty()) {
        reason.push_str(&format!(" (at {})", elements.join("/")));
    }
    (line, reason)
}
