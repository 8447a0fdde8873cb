//! What repetition of repetition means for a reader that never goes back.
//!
//! Generated readers take as many occurrences as there are. That is right where the schema lets a
//! reader see what comes next, except for one case that the rule of unique particle attribution
//! does not forbid: a group that must occur several times and begins with what the previous
//! occurrence may have ended with.

use std::collections::BTreeSet;

use xoev_schema::{Particle, QName, Term, Wildcard};

/// A repeated group of one repeated element, as one element with the numbers multiplied; none if
/// the particle is something else, or if some number in between is not allowed.
pub(super) fn merged(particle: &Particle) -> Option<Particle> {
    let Term::Sequence(members) = &particle.term else {
        return None;
    };
    let [inner] = members.as_slice() else {
        return None;
    };
    if !matches!(inner.term, Term::Element(_) | Term::Any(_)) {
        return None;
    }
    let (outer_min, inner_min) = (u64::from(particle.min), u64::from(inner.min));
    if let Some(inner_max) = inner.max.map(u64::from) {
        // With `n` occurrences of the group, `n * inner_min..=n * inner_max` elements are allowed;
        // the ranges for `n` and `n + 1` must touch, which they do for all greater `n` then.
        let first = outer_min.max(1);
        let touching = (first + 1) * inner_min <= first * inner_max + 1;
        let several = particle.max.is_none_or(|max| u64::from(max) > first);
        let none = outer_min == 0 && inner_min > 1;
        if (several && !touching) || none {
            return None;
        }
    } else if outer_min == 0 && inner_min > 1 {
        return None;
    }
    let max = match (particle.max, inner.max) {
        (Some(outer), Some(inner)) => Some(outer.checked_mul(inner)?),
        _ => None,
    };
    let min = particle.min.checked_mul(inner.min)?;
    Some(Particle {
        min,
        max,
        term: inner.term.clone(),
    })
}

/// Whether an occurrence of a group may swallow what the next one, which must come, begins with.
pub(super) fn is_ambiguous(particle: &Particle) -> bool {
    if particle.min < 2 {
        return false;
    }
    let once = Particle {
        min: 1,
        max: Some(1),
        term: particle.term.clone(),
    };
    let edges = Edges::of(&once);
    // An occurrence that may be empty is made up for by the reader.
    !edges.nullable && edges.swallows.iter().any(|end| edges.first.contains(end))
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Name(QName),
    Any(String),
}

impl Mark {
    fn of(wildcard: &Wildcard) -> Mark {
        Mark::Any(format!("{:?}", wildcard.namespaces))
    }
}

#[derive(Default)]
struct Edges {
    first: BTreeSet<Mark>,
    /// What may still follow although the particle could end, since it is repeated or optional.
    swallows: BTreeSet<Mark>,
    nullable: bool,
}

impl Edges {
    fn of(particle: &Particle) -> Edges {
        let mut edges = match &particle.term {
            Term::Element(element) => Edges::one(Mark::Name(element.name.clone())),
            Term::Any(wildcard) => Edges::one(Mark::of(wildcard)),
            Term::Choice(members) | Term::All(members) => {
                let all = matches!(particle.term, Term::All(_));
                let mut edges = Edges {
                    nullable: all,
                    ..Edges::default()
                };
                for member in members.iter().map(Edges::of) {
                    edges.first.extend(member.first.iter().cloned());
                    edges.swallows.extend(member.swallows);
                    if all {
                        edges.swallows.extend(member.first);
                        edges.nullable &= member.nullable;
                    } else {
                        edges.nullable |= member.nullable;
                    }
                }
                edges
            }
            Term::Sequence(members) => {
                let mut edges = Edges {
                    nullable: true,
                    ..Edges::default()
                };
                for member in members.iter().map(Edges::of) {
                    if edges.nullable {
                        edges.first.extend(member.first.iter().cloned());
                    }
                    if member.nullable {
                        edges.swallows.extend(member.first);
                    } else {
                        edges.swallows.clear();
                    }
                    edges.swallows.extend(member.swallows);
                    edges.nullable &= member.nullable;
                }
                edges
            }
        };
        if particle.max != Some(1) {
            edges.swallows.extend(edges.first.iter().cloned());
        }
        edges.nullable |= particle.min == 0;
        edges
    }

    fn one(mark: Mark) -> Edges {
        Edges {
            first: BTreeSet::from([mark]),
            ..Edges::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xoev_schema::{NamespaceRule, NsId, ProcessContents};

    fn leaf(name: &str, min: u32, max: Option<u32>) -> Particle {
        // Only the kind of term matters here, and a wildcard takes no more than a namespace.
        let namespaces = NamespaceRule::OneOf(vec![NsId(name.len() as u16)]);
        let term = Term::Any(Wildcard {
            namespaces,
            process: ProcessContents::Skip,
        });
        Particle { min, max, term }
    }

    fn group(members: Vec<Particle>, min: u32, max: Option<u32>) -> Particle {
        Particle {
            min,
            max,
            term: Term::Sequence(members),
        }
    }

    #[test]
    fn numbers_without_gaps_are_multiplied() {
        for (inner, outer, whole) in [
            ((1, Some(2)), (2, Some(2)), Some((2, Some(4)))),
            ((2, Some(3)), (2, Some(3)), Some((4, Some(9)))),
            ((1, None), (0, None), Some((0, None))),
            ((2, Some(2)), (1, Some(3)), None),
            ((2, Some(2)), (3, Some(3)), Some((6, Some(6)))),
            ((2, Some(5)), (0, Some(1)), None),
            ((0, Some(5)), (0, Some(2)), Some((0, Some(10)))),
        ] {
            let found = merged(&group(vec![leaf("a", inner.0, inner.1)], outer.0, outer.1));
            assert_eq!(found.map(|p| (p.min, p.max)), whole, "{inner:?} {outer:?}");
        }
    }

    #[test]
    fn only_groups_that_begin_as_they_may_end_are_ambiguous() {
        let ends_open = group(
            vec![leaf("a", 1, Some(2)), leaf("bb", 0, Some(1))],
            2,
            Some(2),
        );
        assert!(is_ambiguous(&ends_open));
        let ends_shut = group(
            vec![leaf("a", 1, Some(2)), leaf("bb", 1, Some(1))],
            2,
            Some(2),
        );
        assert!(!is_ambiguous(&ends_shut));
        let optional = group(
            vec![leaf("a", 1, Some(2)), leaf("bb", 0, Some(1))],
            1,
            Some(2),
        );
        assert!(!is_ambiguous(&optional));
        let once = group(
            vec![leaf("a", 1, Some(1)), leaf("bb", 0, Some(1))],
            2,
            Some(2),
        );
        assert!(!is_ambiguous(&once));
    }
}
