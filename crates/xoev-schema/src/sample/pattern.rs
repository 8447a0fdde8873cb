//! Patterns as shapes: texts are made from them and checked against them.

use xoev::pattern::{Ast, CharSet};

use super::random::Random;

/// A pattern, prepared for making texts of a wanted length.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    node: Node,
    /// Fewest characters.
    pub(super) min: usize,
    /// Most characters; none for any number.
    pub(super) max: Option<usize>,
}

#[derive(Clone, Debug)]
enum Node {
    /// One character of the first set; texts are made of the second, which holds the characters of
    /// the first that are easy to read, or all of them if none is.
    Class(CharSet, Vec<(u32, u32)>),
    Concat(Vec<Shape>),
    Alternate(Vec<Shape>),
    Repeat(Box<Shape>, u32, Option<u32>),
}

/// Longest text of a pattern that is made, in characters, unless more are needed.
const USUAL_EXTRA: usize = 12;

/// How often a character is drawn until one suits all patterns.
const CHARACTER_TRIES: usize = 40;

/// Characters that German offices write, besides blanks.
const NICE: &[(u32, u32)] = &[
    (0x30, 0x39),
    (0x41, 0x5A),
    (0x61, 0x7A),
    (0xC4, 0xC4),
    (0xD6, 0xD6),
    (0xDC, 0xDC),
    (0xDF, 0xDF),
    (0xE4, 0xE4),
    (0xF6, 0xF6),
    (0xFC, 0xFC),
    (0x10C, 0x10D),
    (0x15E, 0x15F),
    (0x1E9E, 0x1E9E),
];

impl Shape {
    /// The shape of a pattern.
    pub(super) fn new(ast: &Ast) -> Shape {
        match ast {
            Ast::Class(set) => Shape::class(set.clone()),
            Ast::Concat(parts) => {
                let parts: Vec<Shape> = parts.iter().map(Shape::new).collect();
                let min = parts.iter().fold(0, |sum, p| p.min.saturating_add(sum));
                let max = parts
                    .iter()
                    .try_fold(0_usize, |sum, p| sum.checked_add(p.max?));
                Shape {
                    node: Node::Concat(parts),
                    min,
                    max,
                }
            }
            Ast::Alternate(branches) => Shape::alternate(branches),
            Ast::Repeat { node, min, max } => {
                let inner = Shape::new(node);
                let (low, high) = (*min as usize, max.map(|m| m as usize));
                let most = match (inner.max, high) {
                    (Some(0), _) | (_, Some(0)) => Some(0),
                    (Some(each), Some(high)) => each.checked_mul(high),
                    _ => None,
                };
                let least = inner.min.saturating_mul(low);
                Shape {
                    node: Node::Repeat(Box::new(inner), *min, *max),
                    min: least,
                    max: most,
                }
            }
        }
    }

    fn class(set: CharSet) -> Shape {
        let nice = CharSet::from_ranges(NICE);
        let preferred = set.minus(&nice.negate());
        let made = match preferred.ranges() {
            // Characters that XML can carry: a class such as `\s` or `.` may hold others.
            [] => set.minus(&CharSet::from_ranges(&[(0, 0x1F), (0xFFFE, 0xFFFF)])),
            _ => preferred,
        };
        let made = match made.ranges() {
            [] => set.ranges().to_vec(),
            ranges => ranges.to_vec(),
        };
        Shape {
            node: Node::Class(set, made),
            min: 1,
            max: Some(1),
        }
    }

    /// Branches that are single classes become one: lists of allowed characters are long.
    fn alternate(branches: &[Ast]) -> Shape {
        let mut ranges = Vec::new();
        let mut shapes = Vec::new();
        for branch in branches {
            match branch {
                Ast::Class(set) => ranges.extend_from_slice(set.ranges()),
                other => shapes.push(Shape::new(other)),
            }
        }
        if !ranges.is_empty() {
            shapes.insert(0, Shape::class(CharSet::from_ranges(&ranges)));
        }
        let min = shapes.iter().map(|s| s.min).min().unwrap_or(0);
        let max = shapes
            .iter()
            .try_fold(0, |most: usize, s| Some(most.max(s.max?)));
        Shape {
            node: Node::Alternate(shapes),
            min,
            max,
        }
    }

    /// All characters that may occur.
    pub(super) fn alphabet(&self) -> CharSet {
        match &self.node {
            Node::Class(set, _) => set.clone(),
            Node::Concat(parts) | Node::Alternate(parts) => {
                let sets = parts.iter().map(Shape::alphabet);
                let ranges: Vec<(u32, u32)> = sets.flat_map(|s| s.ranges().to_vec()).collect();
                CharSet::from_ranges(&ranges)
            }
            Node::Repeat(inner, _, _) => inner.alphabet(),
        }
    }

    /// Whether the whole text matches.
    pub(super) fn matches(&self, text: &str) -> bool {
        if let Node::Repeat(inner, min, max) = &self.node {
            // Texts of single characters are the rule, and there are many sequences to try.
            let count = text.chars().count();
            let counted = count >= *min as usize && max.is_none_or(|m| count <= m as usize);
            if counted
                && inner
                    .singles()
                    .is_some_and(|set| text.chars().all(|c| set.contains(c)))
            {
                return true;
            }
        }
        let chars: Vec<char> = text.chars().collect();
        let mut starts = vec![false; chars.len() + 1];
        if let Some(first) = starts.first_mut() {
            *first = true;
        }
        self.ends(&chars, &starts).last() == Some(&true)
    }

    /// Characters that match alone.
    fn singles(&self) -> Option<&CharSet> {
        match &self.node {
            Node::Class(set, _) => Some(set),
            Node::Alternate(branches) => branches.first().and_then(Shape::singles),
            _ => None,
        }
    }

    /// Fewest characters of a text that is not empty.
    fn least_filled(&self) -> usize {
        match &self.node {
            Node::Repeat(inner, _, _) if self.min == 0 => inner.least_filled(),
            _ => self.min.max(1),
        }
    }

    /// Where matches end that begin at one of the marked places.
    fn ends(&self, chars: &[char], starts: &[bool]) -> Vec<bool> {
        match &self.node {
            Node::Class(set, _) => {
                let mut ends = vec![false; starts.len()];
                for ((end, c), start) in ends.iter_mut().skip(1).zip(chars).zip(starts) {
                    *end = *start && set.contains(*c);
                }
                ends
            }
            Node::Concat(parts) => parts
                .iter()
                .fold(starts.to_vec(), |places, part| part.ends(chars, &places)),
            Node::Alternate(branches) => {
                let mut ends = vec![false; starts.len()];
                for branch in branches {
                    merge(&mut ends, &branch.ends(chars, starts));
                }
                ends
            }
            Node::Repeat(inner, min, max) => {
                let mut ends = vec![false; starts.len()];
                let mut places = starts.to_vec();
                let mut count = 0;
                loop {
                    if count >= *min && !merge(&mut ends, &places) {
                        return ends;
                    }
                    if *max == Some(count) || !places.contains(&true) {
                        return ends;
                    }
                    let next = inner.ends(chars, &places);
                    // Only the empty text matched: any further number of times does the same.
                    count = if next == places {
                        (count + 1).max(*min)
                    } else {
                        count + 1
                    };
                    places = next;
                }
            }
        }
    }

    /// A text of this shape whose length lies in the given bounds; none if no length fits. Where
    /// possible, its characters belong to all of the alphabets. The shape may have gaps between
    /// its lengths, so the result has to be checked.
    pub(super) fn text(
        &self,
        random: &mut Random,
        least: usize,
        most: Option<usize>,
        alphabets: &[&CharSet],
    ) -> Option<String> {
        let low = self.min.max(least);
        let high = match (self.max, most) {
            (Some(a), Some(b)) => a.min(b),
            (Some(a), None) | (None, Some(a)) => a,
            (None, None) => low.saturating_add(USUAL_EXTRA),
        };
        if low > high {
            return None;
        }
        // Nobody wants an empty text where another is possible.
        let low = low.max(1.min(high));
        let length = random.range(low, high.min(low.saturating_add(USUAL_EXTRA)));
        let mut text = String::new();
        self.write(random, length, alphabets, &mut text);
        Some(text)
    }

    fn write(&self, random: &mut Random, length: usize, alphabets: &[&CharSet], out: &mut String) {
        match &self.node {
            Node::Class(_, ranges) => out.extend(character(random, ranges, alphabets)),
            Node::Concat(parts) => {
                for (part, length) in parts.iter().zip(share(random, parts.iter(), length)) {
                    part.write(random, length, alphabets, out);
                }
            }
            Node::Alternate(branches) => {
                let fits = |s: &&Shape| s.min <= length && s.max.is_none_or(|m| length <= m);
                let fitting: Vec<&Shape> = branches.iter().filter(fits).collect();
                let branch = match random.pick(&fitting) {
                    Some(branch) => Some(*branch),
                    None => random.pick(branches),
                };
                if let Some(branch) = branch {
                    branch.write(random, length.max(branch.min), alphabets, out);
                }
            }
            Node::Repeat(inner, min, max) => {
                let count = repetitions(random, inner, *min, *max, length);
                let lengths = share(random, std::iter::repeat_n(&**inner, count), length);
                for length in lengths {
                    inner.write(random, length, alphabets, out);
                }
            }
        }
    }
}

/// Marks further places; whether any was new.
fn merge(places: &mut [bool], others: &[bool]) -> bool {
    let mut grown = false;
    for (place, other) in places.iter_mut().zip(others) {
        grown |= *other && !*place;
        *place |= *other;
    }
    grown
}

/// A character of the ranges that belongs to all alphabets, if chance finds one.
fn character(random: &mut Random, ranges: &[(u32, u32)], alphabets: &[&CharSet]) -> Option<char> {
    let total: usize = ranges
        .iter()
        .map(|(low, high)| (high - low) as usize + 1)
        .sum();
    let mut found = None;
    for _ in 0..CHARACTER_TRIES {
        let mut at = random.below(total);
        for (low, high) in ranges {
            let size = (high - low) as usize + 1;
            if at < size {
                found = char::from_u32(low + at as u32);
                break;
            }
            at -= size;
        }
        if found.is_some_and(|c| alphabets.iter().all(|a| a.contains(c))) {
            break;
        }
    }
    found
}

/// How often a part is repeated so that a length can be reached.
fn repetitions(
    random: &mut Random,
    inner: &Shape,
    min: u32,
    max: Option<u32>,
    length: usize,
) -> usize {
    let fewest = match inner.max {
        Some(0) | None => min as usize,
        Some(each) => length.div_ceil(each).max(min as usize),
    };
    let most = match inner.min {
        0 => length.max(min as usize),
        each => length / each,
    };
    let most = max.map_or(most, |m| most.min(m as usize));
    match fewest <= most {
        true => random.range(fewest, most),
        false => fewest.min(max.map_or(usize::MAX, |m| m as usize)),
    }
}

/// Shares a length out to parts, each within its bounds.
fn share<'a>(
    random: &mut Random,
    parts: impl Iterator<Item = &'a Shape>,
    length: usize,
) -> Vec<usize> {
    let parts: Vec<&Shape> = parts.collect();
    let mut lengths: Vec<usize> = parts.iter().map(|p| p.min).collect();
    let mut left = length.saturating_sub(lengths.iter().sum());
    let mut open: Vec<usize> = (0..parts.len()).collect();
    while left > 0 && !open.is_empty() {
        let slot = random.below(open.len());
        let Some((part, taken)) = open
            .get(slot)
            .and_then(|i| parts.get(*i).zip(lengths.get_mut(*i)))
        else {
            break;
        };
        let room = part
            .max
            .map_or(left, |m| m.saturating_sub(*taken).min(left));
        if room == 0 {
            open.swap_remove(slot);
            continue;
        }
        // An optional part of several characters is left out or there as a whole.
        let first = if *taken == 0 { part.least_filled() } else { 1 };
        if room < first {
            open.swap_remove(slot);
            continue;
        }
        // The last open part takes all, so that the loop ends soon.
        let add = if open.len() == 1 {
            room
        } else {
            random.range(first, room)
        };
        *taken += add;
        left -= add;
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::{Random, Shape};

    fn shape(source: &str) -> Shape {
        Shape::new(&xoev::pattern::parse(source).expect("pattern"))
    }

    #[test]
    fn texts_match_their_pattern() {
        for source in [
            "[0-9]{2}([0][0-9]|[1][0-2])([0-2][0-9]|[3][0-1])[0-9]{6}",
            r"\d{7,10}(-\d{1,2}){0,10}",
            "[A-Z]{2}[1-3][0-9]{6}([a-zA-Z0-9]{3}|[a-zA-Z0-9]{4})[0-9]{5}",
            r"[0-9|A-F|a-f]{8}-[0-9|A-F|a-f]{4}[_]?.*[\.]?.*",
            "[A-Za-z] [0-9]{7}",
            r"\p{L}+( \p{L}+)*",
            "",
            "a*",
            "(a?){3,5}b",
            "[^a-z]{2}",
        ] {
            let shape = shape(source);
            for seed in 0..50 {
                let text = shape
                    .text(&mut Random::new(seed, source), 0, None, &[])
                    .expect("text");
                assert!(shape.matches(&text), "{source}: {text:?}");
                let own = xoev::pattern::check(source);
                assert!(own.is_ok(), "{source}");
            }
        }
    }

    #[test]
    fn texts_have_the_wanted_length() {
        let shape = shape("[a-z]*(-[0-9]{2,4})?");
        for length in 1..40 {
            let text = shape.text(
                &mut Random::new(length as u64, ""),
                length,
                Some(length),
                &[],
            );
            assert_eq!(text.map(|t| t.chars().count()), Some(length));
        }
    }

    #[test]
    fn impossible_length_gives_nothing() {
        let shape = shape("[A-Z]{2}[0-9]{7}");
        assert_eq!(shape.text(&mut Random::new(1, ""), 7, Some(7), &[]), None);
    }

    #[test]
    fn matching_is_about_the_whole_text() {
        let shape = shape("(ab|a)(bc)?");
        assert!(["ab", "abc", "a", "abbc"].iter().all(|t| shape.matches(t)));
        assert!(!["", "b", "abcc", "abcbc"].iter().any(|t| shape.matches(t)));
        assert!(self::shape("(a*)*").matches("aaaa"));
        assert!(self::shape("(a?){1000}").matches("aaaa"));
    }
}
