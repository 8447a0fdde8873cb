//! Where validators are known to disagree. `docs/DEVIATIONS.md` describes our part of it.

use super::case::Case;
use super::judges::Outcome;

/// A class of disagreements that is known.
pub(super) struct Known {
    pub(super) name: &'static str,
    /// The clause that decides, or why none does.
    pub(super) clause: &'static str,
    pub(super) applies: fn(&Case) -> bool,
}

/// Where ours deliberately says something else than Xerces-J.
pub(super) const OURS: &[Known] = &[
    Known {
        name: "document type declarations are refused",
        clause: "XML 2.8; entities could exhaust memory or read files",
        applies: |case| case.own.outcome == Outcome::Unknown && case.own.rule == "xoev-doctype",
    },
    Known {
        name: "XML 1.1 is not supported",
        clause: "XML 2.8 leaves other versions to the processor",
        applies: |case| {
            case.own.outcome == Outcome::Unknown
                && (case.holds("version=\"1.1\"") || case.holds("version='1.1'"))
        },
    },
];

/// Where libxml2 is known to say something else than Xerces-J.
pub(super) const LIBXML2: &[Known] = &[];

/// The first class of the list that a case belongs to.
pub(super) fn find(list: &'static [Known], case: &Case) -> Option<&'static Known> {
    list.iter().find(|known| (known.applies)(case))
}
