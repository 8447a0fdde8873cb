//! `xoev convert`: between XML and JSON, through the typed values.

use crate::cli::{ConvertArgs, Lang, Notation};
use crate::failure::{Failure, Outcome};
use crate::{bundled, output};

/// Reads the message in either notation and writes it in the other one, or as asked.
pub(super) fn run(args: &ConvertArgs, lang: Lang) -> Result<Outcome, Failure> {
    let path = &args.input;
    let bytes = output::read(path).map_err(|error| Failure::unreadable(path, &error))?;
    let source = notation(&bytes);
    let invalid = |german: String, english: String| {
        let path = path.display();
        Failure::objection(
            format!("{path} ist ungültig: {german}"),
            format!("{path} is not valid: {english}"),
        )
    };
    let message = match source {
        Notation::Xml => bundled::read(&bytes).map_err(|error| match error.violation() {
            Some(violation) => {
                let text = violation.text(lang.into());
                let (line, column) = (violation.line, violation.column);
                let at = &violation.path;
                invalid(
                    format!("Zeile {line}, Spalte {column}: {text} {at}"),
                    format!("line {line}, column {column}: {text} {at}"),
                )
            }
            None => invalid(error.to_string(), error.to_string()),
        })?,
        Notation::Json => bundled::from_json(without_mark(&bytes))
            .map_err(|error| invalid(error.clone(), error))?,
    };
    let target = args.to.unwrap_or(match source {
        Notation::Xml => Notation::Json,
        Notation::Json => Notation::Xml,
    });
    let unwritten = |error: &dyn std::fmt::Display| {
        Failure::objection(
            format!("die Nachricht kann nicht umgesetzt werden: {error}"),
            format!("cannot convert the message: {error}"),
        )
    };
    let mut text = match target {
        Notation::Xml => message.to_vec().map_err(|error| unwritten(&error))?,
        Notation::Json => bundled::to_json(&message).map_err(|error| unwritten(&error))?,
    };
    if text.last() != Some(&b'\n') {
        text.push(b'\n');
    }
    output::write(args.output.as_deref(), &text)?;
    Ok(Outcome::Fine)
}

/// The notation of an input: no XML begins as JSON does.
fn notation(bytes: &[u8]) -> Notation {
    match without_mark(bytes).trim_ascii_start().first() {
        Some(b'{') => Notation::Json,
        _ => Notation::Xml,
    }
}

/// The bytes after a byte order mark.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes)
}
