//! `xoev messages`: all messages of the standard.

use std::io::{self, Write as _};

use xoev::MessageType;

use crate::bundled;
use crate::cli::{Lang, MessagesArgs};
use crate::failure::{Failure, Outcome};

/// Prints one line for each message that fits.
pub(super) fn run(args: &MessagesArgs, lang: Lang) -> Result<Outcome, Failure> {
    let filter = args.filter.as_deref().unwrap_or_default().to_lowercase();
    let messages = bundled::messages().into_iter().filter(|m| fits(m, &filter));
    let messages: Vec<&MessageType> = messages.collect();
    if messages.is_empty() {
        return Err(Failure::objection(
            format!("keine Nachricht passt zu „{filter}“"),
            format!("no message fits “{filter}”"),
        ));
    }
    let width = |of: fn(&MessageType) -> &str| {
        messages
            .iter()
            .map(|m| of(m).chars().count())
            .max()
            .unwrap_or(0)
    };
    let (elements, chapters) = (width(|m| m.element), width(|m| m.chapter));
    let mut out = io::BufWriter::new(io::stdout().lock());
    for message in messages {
        let MessageType {
            number,
            element,
            chapter,
            title,
            ..
        } = message;
        write!(
            out,
            "{number:6}  {element:elements$}  {chapter:chapters$}  {title}"
        )?;
        if !message.authors.is_empty() || !message.readers.is_empty() {
            let (authors, readers) = (parties(message.authors), parties(message.readers));
            write!(out, " ({authors} {} {readers})", lang.pick("an", "to"))?;
        }
        writeln!(out)?;
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

/// Names of authors or readers, without the remark that says nothing.
fn parties(names: &[&str]) -> String {
    let names: Vec<&str> = names
        .iter()
        .map(|name| name.trim_end_matches("(kein Präfix festgelegt)").trim())
        .collect();
    match names.is_empty() {
        true => "?".to_owned(),
        false => names.join(", "),
    }
}

/// Whether a message fits a filter in small letters: the beginning of its number, or a word.
fn fits(message: &MessageType, filter: &str) -> bool {
    message.number.starts_with(filter)
        || [message.title, message.element, message.chapter]
            .iter()
            .any(|text| text.to_lowercase().contains(filter))
}
