//! Recognizes patterns that only say which characters a text may hold.

use super::ast::{Ast, CharSet};

/// What a [`CharTable`](crate::CharTable) is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CharTableSpec {
    /// Characters that may stand alone: sorted ranges of code points, both ends included.
    pub ranges: Vec<(u32, u32)>,
    /// Sequences of characters that are allowed together, sorted.
    pub sequences: Vec<String>,
    /// Least number of characters and sequences.
    pub min: u32,
    /// Greatest number of characters and sequences; none for any number.
    pub max: Option<u32>,
}

/// How many sequences a pattern may come to: `([ab][ab][ab])*` multiplies.
const SEQUENCES_MAX: usize = 4096;

/// The table that is equivalent to a pattern: `(x|y|zu)*`, where the members are single
/// characters, classes, and literal sequences. None for other patterns, and where taking the
/// longest sequence at each place would not be exact.
pub fn as_char_table(ast: &Ast) -> Option<CharTableSpec> {
    let (node, min, max) = match ast {
        Ast::Repeat { node, .. } if is_empty(node) => (&**node, 0, Some(0)),
        Ast::Repeat { node, min, max } => (&**node, *min, *max),
        // A single class, `[A-Z]`, is one character.
        Ast::Class(_) | Ast::Alternate(_) => (ast, 1, Some(1)),
        _ if is_empty(ast) => (ast, 0, Some(0)),
        Ast::Concat(_) => return None,
    };
    let mut singles = CharSet::default();
    let mut sequences = Vec::new();
    if !is_empty(node) {
        collect(node, &mut singles, &mut sequences)?;
    }
    sequences.sort_unstable();
    sequences.dedup();
    let spec = CharTableSpec {
        ranges: singles.ranges().to_vec(),
        sequences,
        min,
        max,
    };
    longest_is_exact(&singles, &spec.sequences).then_some(spec)
}

/// Whether a node matches the empty text only, by being nothing.
fn is_empty(node: &Ast) -> bool {
    matches!(node, Ast::Concat(parts) if parts.is_empty())
}

/// Sorts the members of an alternative into single characters and sequences.
fn collect(node: &Ast, singles: &mut CharSet, sequences: &mut Vec<String>) -> Option<()> {
    match node {
        Ast::Class(set) => *singles = singles.union(set),
        Ast::Alternate(branches) => {
            // One union at the end instead of one for each branch: long alternatives are common.
            let mut ranges = singles.ranges().to_vec();
            for branch in branches {
                match branch {
                    Ast::Class(set) => ranges.extend_from_slice(set.ranges()),
                    other => {
                        let mut inner = CharSet::default();
                        collect(other, &mut inner, sequences)?;
                        ranges.extend_from_slice(inner.ranges());
                    }
                }
            }
            *singles = CharSet::from_ranges(&ranges);
        }
        Ast::Concat(_) => {
            for text in literals(node)? {
                match text.chars().count() {
                    // An empty member would make the count of members meaningless.
                    0 => return None,
                    1 => *singles = singles.union(&CharSet::single(text.chars().next()?)),
                    _ => sequences.push(text),
                }
            }
        }
        Ast::Repeat { .. } => return None,
    }
    (sequences.len() <= SEQUENCES_MAX).then_some(())
}

/// All texts that a node matches, if they are few and there is no repetition.
fn literals(node: &Ast) -> Option<Vec<String>> {
    let texts = match node {
        Ast::Class(set) => {
            let count: u64 = set.ranges().iter().map(|r| u64::from(r.1 - r.0) + 1).sum();
            if count > 256 {
                return None;
            }
            let codes = set.ranges().iter().flat_map(|r| r.0..=r.1);
            codes.filter_map(char::from_u32).map(String::from).collect()
        }
        Ast::Alternate(branches) => {
            let mut texts = Vec::new();
            for branch in branches {
                texts.extend(literals(branch)?);
            }
            texts
        }
        Ast::Concat(parts) => {
            let mut texts = vec![String::new()];
            for part in parts {
                let tails = literals(part)?;
                if texts.len().saturating_mul(tails.len()) > SEQUENCES_MAX {
                    return None;
                }
                texts = texts
                    .iter()
                    .flat_map(|head| tails.iter().map(move |tail| format!("{head}{tail}")))
                    .collect();
            }
            texts
        }
        Ast::Repeat { .. } => return None,
    };
    (texts.len() <= SEQUENCES_MAX).then_some(texts)
}

/// Whether taking the longest sequence first finds a way through every text that has one.
///
/// It does when, wherever a member is the beginning of a longer sequence, the character of the
/// sequence that follows can't begin a member: then the shorter choice fails at once, and there is
/// no more than one way through any text.
fn longest_is_exact(singles: &CharSet, sequences: &[String]) -> bool {
    let starts = |c: char| singles.contains(c) || sequences.iter().any(|s| s.starts_with(c));
    sequences.iter().all(|sequence| {
        sequence.char_indices().skip(1).all(|(at, next)| {
            let head = sequence.get(..at).unwrap_or_default();
            let mut chars = head.chars();
            let alone = chars.next().is_some_and(|c| singles.contains(c)) && chars.next().is_none();
            let member = alone || sequences.iter().any(|s| s == head);
            !member || !starts(next)
        })
    })
}
