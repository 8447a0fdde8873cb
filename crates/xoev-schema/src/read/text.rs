//! Bytes to text: encodings, byte order marks and line ends of schema files.

use encoding_rs::{Encoding, UTF_8};

use crate::error::{Place, SchemaError};

/// The text of a schema file, without byte order mark and XML declaration, line ends as XML wants
/// them. Files that declare Latin-1 and the like are converted.
pub(super) fn decode(file: &str, bytes: &[u8]) -> Result<String, SchemaError> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => (declared_encoding(file, bytes)?, bytes),
    };
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| malformed(file, format!("its bytes are not {}", encoding.name())))?;
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.starts_with("<?xml") {
        // The declaration is dropped, since what it says about the encoding no longer holds.
        let end = text
            .find("?>")
            .ok_or_else(|| malformed(file, "XML declaration without end"))?;
        let lines = text[..end].matches('\n').count();
        text.replace_range(..end + 2, &"\n".repeat(lines));
    }
    Ok(text)
}

fn declared_encoding(file: &str, bytes: &[u8]) -> Result<&'static Encoding, SchemaError> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]);
    let Some(declaration) = head
        .strip_prefix("<?xml")
        .and_then(|h| h.split("?>").next())
    else {
        return Ok(UTF_8);
    };
    let Some((_, rest)) = declaration.split_once("encoding") else {
        return Ok(UTF_8);
    };
    let label = rest.trim_start().trim_start_matches('=').trim_start();
    let label: String = label
        .chars()
        .skip(1)
        .take_while(|c| !matches!(c, '"' | '\''))
        .collect();
    Encoding::for_label(label.as_bytes())
        .ok_or_else(|| malformed(file, format!("unknown encoding {label}")))
}

fn malformed(file: &str, reason: impl Into<String>) -> SchemaError {
    SchemaError::Malformed {
        place: Place::file(file),
        reason: reason.into(),
    }
}
