//! References to characters and to the five predefined entities (XML 1.0, 4.1 and 4.6).

use super::is_char;
use crate::rule::Rule;

/// What is wrong with a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceFault {
    /// What follows `&#` is no number.
    Number,
    /// It names an entity that is not predefined.
    Entity,
    /// XML does not allow the character.
    Character,
}

impl ReferenceFault {
    /// The rule broken.
    pub const fn rule(self) -> Rule {
        match self {
            ReferenceFault::Number => Rule::Syntax,
            ReferenceFault::Entity => Rule::UnknownEntity,
            ReferenceFault::Character => Rule::Character,
        }
    }

    /// What was expected, for a message.
    pub const fn expected(self) -> &'static str {
        match self {
            ReferenceFault::Number => "a number in the character reference",
            ReferenceFault::Entity => "one of amp, lt, gt, apos, quot or a character reference",
            ReferenceFault::Character => "a character that XML allows",
        }
    }
}

/// The character that stands for what is between `&` and `;`.
///
/// # Errors
/// [`ReferenceFault`] if there is none.
pub fn referenced(body: &str) -> Result<char, ReferenceFault> {
    let number = match body {
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "amp" => return Ok('&'),
        "apos" => return Ok('\''),
        "quot" => return Ok('"'),
        _ => {
            let digits = body.strip_prefix('#').ok_or(ReferenceFault::Entity)?;
            match digits.strip_prefix('x') {
                Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
                    u32::from_str_radix(hex, 16)
                }
                None if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse(),
                _ => return Err(ReferenceFault::Number),
            }
        }
    };
    number
        .ok()
        .and_then(char::from_u32)
        .filter(|c| is_char(*c))
        .ok_or(ReferenceFault::Character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stand_for_characters() {
        for (body, c) in [
            ("lt", '<'),
            ("#65", 'A'),
            ("#x1F600", '😀'),
            ("#0009", '\t'),
        ] {
            assert_eq!(referenced(body), Ok(c), "{body}");
        }
        for body in ["nbsp", "", "LT", "x41"] {
            assert_eq!(referenced(body), Err(ReferenceFault::Entity), "{body}");
        }
        for body in ["#a", "#+1", "#xg", "#X41", "#-1"] {
            assert_eq!(referenced(body), Err(ReferenceFault::Number), "{body}");
        }
        for body in [
            "#0",
            "#xD800",
            "#xFFFE",
            "#x110000",
            "#99999999999",
            "#",
            "#x",
        ] {
            assert_eq!(referenced(body), Err(ReferenceFault::Character), "{body}");
        }
    }
}
