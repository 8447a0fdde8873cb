//! What a pattern is made of, and sets of characters.

/// The greatest code point.
const LAST: u32 = 0x10_FFFF;

/// A set of characters: sorted ranges of code points that neither overlap nor touch, without
/// surrogates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CharSet(Vec<(u32, u32)>);

impl CharSet {
    /// The set of all characters in these ranges, which may come in any order and overlap.
    pub fn from_ranges(ranges: &[(u32, u32)]) -> CharSet {
        let mut parts = Vec::with_capacity(ranges.len());
        for &(low, high) in ranges {
            // A range across the surrogates falls into two.
            for (low, high) in [(low, high.min(0xD7FF)), (low.max(0xE000), high.min(LAST))] {
                if low <= high {
                    parts.push((low, high));
                }
            }
        }
        parts.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(parts.len());
        for (low, high) in parts {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        CharSet(merged)
    }

    /// All characters.
    pub fn all() -> CharSet {
        CharSet::from_ranges(&[(0, LAST)])
    }

    /// The set of one character.
    pub fn single(c: char) -> CharSet {
        CharSet(vec![(c as u32, c as u32)])
    }

    /// The sorted ranges, both ends included.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// Whether the character belongs to the set.
    pub fn contains(&self, c: char) -> bool {
        in_ranges(&self.0, c as u32)
    }

    /// Characters of either set.
    pub fn union(&self, other: &CharSet) -> CharSet {
        let mut all = self.0.clone();
        all.extend_from_slice(&other.0);
        CharSet::from_ranges(&all)
    }

    /// Characters outside the set.
    pub fn negate(&self) -> CharSet {
        let mut gaps = Vec::with_capacity(self.0.len() + 1);
        let mut next = 0;
        for &(low, high) in &self.0 {
            if low > next {
                gaps.push((next, low - 1));
            }
            next = high + 1;
        }
        if next <= LAST {
            gaps.push((next, LAST));
        }
        CharSet::from_ranges(&gaps)
    }

    /// Characters of this set that the other one lacks.
    pub fn minus(&self, other: &CharSet) -> CharSet {
        self.negate().union(other).negate()
    }

    /// Whether no character belongs to both.
    pub fn is_disjoint(&self, other: &CharSet) -> bool {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            if a.1 < b.0 {
                left.next();
            } else if b.1 < a.0 {
                right.next();
            } else {
                return false;
            }
        }
        true
    }

    /// The only character of the set, if it has exactly one.
    pub fn only(&self) -> Option<char> {
        match self.0.as_slice() {
            [(low, high)] if low == high => char::from_u32(*low),
            _ => None,
        }
    }
}

/// Whether a code point lies in one of the sorted ranges.
pub(crate) fn in_ranges(ranges: &[(u32, u32)], code: u32) -> bool {
    let after = ranges.partition_point(|r| r.0 <= code);
    after > 0 && ranges.get(after - 1).is_some_and(|r| code <= r.1)
}

/// A parsed pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ast {
    /// One character of the set.
    Class(CharSet),
    /// All parts, in order; none at all is the empty text.
    Concat(Vec<Ast>),
    /// One of the branches.
    Alternate(Vec<Ast>),
    /// The part so many times.
    Repeat {
        /// What is repeated.
        node: Box<Ast>,
        /// Least number of times.
        min: u32,
        /// Greatest number of times; none for any number.
        max: Option<u32>,
    },
}
