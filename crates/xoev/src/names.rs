//! Names of XML, and language tags.

use crate::pattern::{in_ranges, tables};

fn is_start(c: char) -> bool {
    match c {
        'A'..='Z' | 'a'..='z' | '_' | ':' => true,
        _ => !c.is_ascii() && in_ranges(tables::NAME_START, c as u32),
    }
}

fn is_part(c: char) -> bool {
    match c {
        'A'..='Z' | 'a'..='z' | '0'..='9' | '_' | ':' | '-' | '.' => true,
        _ => !c.is_ascii() && in_ranges(tables::NAME_CHAR, c as u32),
    }
}

/// `xs:Name`
pub(crate) fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(is_start) && text.chars().all(is_part)
}

/// `xs:NCName`
pub(crate) fn is_nc_name(text: &str) -> bool {
    is_name(text) && !text.contains(':')
}

/// `xs:NMTOKEN`
pub(crate) fn is_nm_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_part)
}

/// The lexical form of `xs:QName`; whether the prefix is declared, only the reader can know.
pub(crate) fn is_q_name(text: &str) -> bool {
    match text.split_once(':') {
        Some((prefix, local)) => is_nc_name(prefix) && is_nc_name(local),
        None => is_nc_name(text),
    }
}

/// `xs:language`
pub(crate) fn is_language(text: &str) -> bool {
    text.split('-').enumerate().all(|(at, part)| {
        let good = |b: u8| b.is_ascii_alphabetic() || (at > 0 && b.is_ascii_digit());
        (1..=8).contains(&part.len()) && part.bytes().all(good)
    })
}
