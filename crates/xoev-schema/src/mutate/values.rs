//! Texts that are values of a type, or nearly so: its bounds and what lies beside them.

use super::known;
use super::pools::{self, ODD};
use crate::sample::random::Random;
use crate::{Facets, SchemaSet, TypeId, TypeKind, Variety};

/// A text for a simple type, in place of what stands there now.
pub(super) fn any(set: &SchemaSet, id: TypeId, now: &str, random: &mut Random) -> String {
    let found = match random.below(9) {
        0 => enumerated(set, id, random),
        1 => beside_enumerated(set, id, random),
        2 => length(set, id, random),
        3 => range(set, id, random),
        4..6 => random
            .pick(pools::of(known::builtin(set, id)))
            .map(|t| (*t).to_owned()),
        6 => Some(random.word(ODD).to_owned()),
        _ => None,
    };
    found.unwrap_or_else(|| edited(now, random))
}

/// All facets that hold for a type, those of one member included where it is a union.
fn facets(set: &SchemaSet, id: TypeId, random: &mut Random) -> Vec<Facets> {
    let mut all: Vec<Facets> = set.facet_chain(id).cloned().collect();
    if let TypeKind::Simple(simple) = &set.ty(id).kind
        && let Variety::Union(members) = &simple.variety
        && let Some(member) = random.pick(members)
    {
        all.extend(set.facet_chain(*member).cloned());
    }
    all
}

/// One of the values that the schema lists.
pub(super) fn enumerated(set: &SchemaSet, id: TypeId, random: &mut Random) -> Option<String> {
    let facets = facets(set, id, random);
    let listed = facets.iter().find(|f| !f.enumeration.is_empty())?;
    random.pick(&listed.enumeration).map(|v| v.value.clone())
}

/// Nearly one of the values that the schema lists.
pub(super) fn beside_enumerated(
    set: &SchemaSet,
    id: TypeId,
    random: &mut Random,
) -> Option<String> {
    let value = enumerated(set, id, random)?;
    Some(match random.below(7) {
        0 => value.to_uppercase(),
        1 => value.to_lowercase(),
        2 => format!("{value} "),
        3 => format!(" {value}"),
        4 => format!("0{value}"),
        5 => format!("{value}.0"),
        _ => edited(&value, random),
    })
}

/// Characters that texts are filled with: the last ones take two, three and four bytes in UTF-8.
const FILLERS: &[char] = &['a', '1', 'ä', 'ẞ', '\u{10330}', ' ', '-'];

/// Longest text that is made.
const LONGEST: u64 = 5000;

/// A text at the bounds of the length, or one beside them.
pub(super) fn length(set: &SchemaSet, id: TypeId, random: &mut Random) -> Option<String> {
    let facets = facets(set, id, random);
    let bounds: Vec<u64> = facets
        .iter()
        .flat_map(|f| [f.length, f.min_length, f.max_length])
        .flatten()
        .collect();
    let bound = *random.pick(&bounds)?;
    let wanted = (bound + random.below(3) as u64)
        .saturating_sub(1)
        .min(LONGEST);
    let filler = *random.pick(FILLERS)?;
    Some(std::iter::repeat_n(filler, wanted as usize).collect())
}

/// A number or date at one of the bounds, or beside it.
pub(super) fn range(set: &SchemaSet, id: TypeId, random: &mut Random) -> Option<String> {
    let facets = facets(set, id, random);
    let mut bounds: Vec<String> = facets
        .iter()
        .flat_map(|f| {
            [
                &f.min_inclusive,
                &f.max_inclusive,
                &f.min_exclusive,
                &f.max_exclusive,
            ]
        })
        .flatten()
        .cloned()
        .collect();
    for facets in &facets {
        if let Some(digits) = facets.total_digits {
            bounds.push("9".repeat(digits as usize));
        }
        if let Some(digits) = facets.fraction_digits {
            bounds.push(format!("0.{}", "1".repeat(digits as usize)));
        }
    }
    let bound = random.pick(&bounds)?;
    Some(match (bound.parse::<i128>(), random.below(7)) {
        (Ok(number), 0) => (number + 1).to_string(),
        (Ok(number), 1) => (number - 1).to_string(),
        (Ok(number), 2) => format!("{number}.0"),
        (Ok(number), 3) => format!("+00{number}"),
        (Ok(number), 4) => format!("{number}.00000000000000000001"),
        (_, 5) => format!("{bound}1"),
        _ => bound.clone(),
    })
}

/// Characters that texts are changed with.
const CHARACTERS: &[char] = &[
    'a',
    'Z',
    '0',
    '9',
    ' ',
    '-',
    '.',
    ':',
    '/',
    '_',
    '+',
    ',',
    '\'',
    '"',
    '&',
    '<',
    '>',
    'ß',
    'Ä',
    'é',
    '€',
    '\t',
    '\n',
    '\r',
    '\u{a0}',
    '\u{308}',
    '\u{200b}',
    '\u{2028}',
    '\u{1d4d0}',
    '\u{660}',
    '\\',
    '%',
    '#',
    '?',
    '[',
    '{',
    '|',
    '^',
    '~',
    '@',
    '!',
    '(',
    ';',
    '=',
    '\u{7f}',
    '\u{85}',
];

/// A text that differs in one place, or in case or order.
pub(super) fn edited(now: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = now.chars().collect();
    let at = random.below(characters.len());
    let other = random.pick(CHARACTERS).copied().unwrap_or('x');
    match (random.below(10), characters.get(at).copied()) {
        (_, None) => characters.push(other),
        (0 | 1, Some(_)) => {
            characters.remove(at);
        }
        (2 | 3, Some(_)) => characters.insert(at, other),
        (4, Some(_)) => {
            if let Some(c) = characters.get_mut(at) {
                *c = other;
            }
        }
        (5, Some(c)) => characters.insert(at, c),
        (6, Some(_)) => return now.to_uppercase(),
        (7, Some(_)) => characters.reverse(),
        (8, Some(_)) => characters.truncate(at),
        (_, Some(_)) => characters.push(other),
    }
    characters.into_iter().collect()
}
