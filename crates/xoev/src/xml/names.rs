//! Names (XML 1.0, fifth edition; Namespaces in XML 1.0).

/// Classes of the bytes in a name.
const NAME: u8 = 1;
const START: u8 = 2;
const COLON: u8 = 4;
const WIDE: u8 = 8;

const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut b = 0;
    while b < 256 {
        class[b] = match b as u8 {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => NAME | START,
            b'0'..=b'9' | b'-' | b'.' => NAME,
            b':' => NAME | COLON,
            0x80.. => NAME | START | WIDE,
            _ => 0,
        };
        b += 1;
    }
    class
};

/// XML 1.0, production 4, for characters beyond ASCII.
fn is_wide_name_start(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// XML 1.0, production 4a, for characters beyond ASCII.
fn is_wide_name(c: char) -> bool {
    is_wide_name_start(c) || matches!(c, '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Whether a text is a name without colon (production 4 of Namespaces in XML 1.0, third edition).
pub fn is_ncname(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next().is_some_and(|c| match c {
        'A'..='Z' | 'a'..='z' | '_' => true,
        c => is_wide_name_start(c),
    });
    first
        && chars.all(|c| match c {
            'A'..='Z' | 'a'..='z' | '_' | '0'..='9' | '-' | '.' => true,
            c => !c.is_ascii() && is_wide_name(c),
        })
}

/// Whether a byte may be part of a name without colon.
pub(crate) fn is_ncname_byte(byte: u8) -> bool {
    CLASS[byte as usize] & NAME != 0 && byte != b':'
}

/// Bytes that may be in a name, in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameRun {
    /// The place behind them.
    pub end: usize,
    /// The place behind the first colon; where the run begins if it has none.
    pub local: usize,
    /// Whether they are a qualified name. False also for names with other characters than those of
    /// ASCII, which [`qualified_name`] judges.
    pub is_plain: bool,
}

/// The bytes from `start` on that may be in a name.
#[inline]
pub fn name_run(bytes: &[u8], start: usize) -> NameRun {
    let rest = bytes.get(start..).unwrap_or_default();
    let (mut length, mut seen) = (0, 0);
    while let Some(byte) = rest.get(length) {
        let class = CLASS[usize::from(*byte)];
        if class & NAME == 0 {
            break;
        }
        seen |= class;
        length += 1;
    }
    let end = start + length;
    let mut local = start;
    // Few names have a prefix.
    if seen & COLON != 0
        && let Some(colon) = rest[..length].iter().position(|b| *b == b':')
    {
        local = start + colon + 1;
        if !rest[colon + 1..length].contains(&b':') {
            seen &= !COLON;
        }
    }
    let begins = |at: usize| {
        bytes
            .get(at)
            .is_some_and(|b| CLASS[*b as usize] & START != 0)
    };
    let is_plain = seen & (WIDE | COLON) == 0 && end > local && begins(start) && begins(local);
    NameRun {
        end,
        local,
        is_plain,
    }
}

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// No name begins here.
    None,
    /// It has a character that names must not have, or more than one colon, or one at its end.
    Unsound,
}

impl NameFault {
    /// What was expected, for a message.
    pub const fn expected(self) -> &'static str {
        match self {
            NameFault::None => "a name",
            NameFault::Unsound => "a name with at most one colon",
        }
    }
}

/// Judges a run of [`name_run`] that is not plain: the length of its prefix with the colon.
///
/// # Errors
/// [`NameFault`] if it is no qualified name.
#[cold]
pub fn qualified_name(name: &str) -> Result<usize, NameFault> {
    let first = name.as_bytes().first();
    if first.is_none_or(|b| CLASS[*b as usize] & START == 0) {
        return Err(NameFault::None);
    }
    let (prefix, local) = match name.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, name),
    };
    match prefix.is_none_or(is_ncname) && is_ncname(local) {
        true => Ok(name.len() - local.len()),
        false => Err(NameFault::Unsound),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_what_only_looks_like_one() {
        let judge = |text: &str| {
            let run = name_run(text.as_bytes(), 0);
            match run.is_plain {
                true => Ok((run.end, run.local)),
                false => qualified_name(&text[..run.end]).map(|local| (run.end, local)),
            }
        };
        assert_eq!(judge("name>"), Ok((4, 0)));
        assert_eq!(judge("xa:name/>"), Ok((7, 3)));
        assert_eq!(judge("größe="), Ok((7, 0)));
        assert_eq!(judge("ä:ö "), Ok((5, 3)));
        assert_eq!(judge("_.-9"), Ok((4, 0)));
        for none in ["", ">", "9a", "-a", ":a", ".a"] {
            assert_eq!(judge(none), Err(NameFault::None), "{none}");
        }
        for unsound in ["a:", "a:b:c", "a::b", "a:9", "a×b", "\u{301}a", "a:-"] {
            assert_eq!(judge(unsound), Err(NameFault::Unsound), "{unsound}");
        }
    }
}
