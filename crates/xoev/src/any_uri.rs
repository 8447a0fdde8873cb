//! `xs:anyURI`.
//!
//! Validators differ much in what they take for a URI. This follows Xerces-J: characters that a
//! URI can't hold are thought of as escaped, then the text must be a URI or a relative reference
//! of RFC 2396, with the brackets of RFC 2732 around IPv6 addresses.

use std::net::Ipv6Addr;

/// Whether the text, white space collapsed, is an `xs:anyURI`.
pub(crate) fn is_valid(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    let (hierarchical, rest) = match text.split_once(':') {
        // A colon after one of these is just a character of the path, query or fragment.
        Some((before, after)) if !before.contains(['/', '?', '#']) => {
            if !is_scheme(before) || after.is_empty() || after.starts_with('#') {
                return false;
            }
            (after.starts_with('/'), after)
        }
        _ => (true, text),
    };
    let rest = without_authority(rest);
    let (rest, fragment) = match rest.split_once('#') {
        Some((rest, fragment)) => (rest, fragment),
        None => (rest, ""),
    };
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, query),
        None => (rest, ""),
    };
    let brackets = |part: &str| part.contains(['[', ']']);
    (!hierarchical || !brackets(path))
        && !fragment.contains('#')
        && [path, query, fragment].into_iter().all(has_good_escapes)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// Every percent sign begins an escape of two hexadecimal digits.
fn has_good_escapes(text: &str) -> bool {
    let hex = |b: Option<&u8>| b.is_some_and(u8::is_ascii_hexdigit);
    let bytes = text.as_bytes();
    bytes
        .iter()
        .enumerate()
        .all(|(at, b)| *b != b'%' || (hex(bytes.get(at + 1)) && hex(bytes.get(at + 2))))
}

/// Leaves `//authority` out where it is a good one. A bad one may still be the beginning of a
/// path, so it stays.
fn without_authority(text: &str) -> &str {
    let Some(rest) = text.strip_prefix("//") else {
        return text;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    if is_bracketed_authority(authority) {
        after
    } else {
        text
    }
}

/// Whether an authority has an IPv6 address in brackets as its host. Other authorities need no
/// look, since what is good in them is good in a path as well.
fn is_bracketed_authority(authority: &str) -> bool {
    let (user, host) = match authority.split_once('@') {
        Some((user, host)) => (user, host),
        None => ("", authority),
    };
    let Some((address, after)) = host.strip_prefix('[').and_then(|h| h.split_once(']')) else {
        return false;
    };
    let port = match after.strip_prefix(':') {
        Some("") => true,
        Some(port) => port.parse::<i32>().is_ok_and(|p| (0..=65535).contains(&p)),
        None => after.is_empty(),
    };
    port && !user.contains(['[', ']']) && has_good_escapes(user) && is_ipv6(address)
}

/// An IPv6 address in text form, perhaps with an IPv4 address as its end, in which numbers may have
/// leading zeros.
fn is_ipv6(text: &str) -> bool {
    let Some((head, last)) = text.rsplit_once(':').filter(|(_, last)| last.contains('.')) else {
        return text.parse::<Ipv6Addr>().is_ok();
    };
    let is_number = |part: &str| {
        part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()) && part.parse::<u8>().is_ok()
    };
    // Validators don't miss the last number.
    last.split('.').count() == 4
        && last
            .split('.')
            .enumerate()
            .all(|(at, p)| is_number(p) || (at == 3 && p.is_empty()))
        && format!("{head}:0.0.0.0").parse::<Ipv6Addr>().is_ok()
}
