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
        name: "a limit is reached",
        clause: "none: messages may be hostile",
        applies: |case| case.own.outcome == Outcome::Unknown && case.own.rule == "xoev-limit",
    },
    Known {
        name: "encodings that are not supported",
        clause: "XML 4.3.3 leaves other encodings to the processor",
        applies: |case| case.own.outcome == Outcome::Unknown && case.own.rule == "xml-encoding",
    },
    Known {
        name: "names of encodings that are usual, but not registered",
        clause: "XML 4.3.3 leaves other names to the processor",
        applies: |case| {
            case.own.outcome == Outcome::Valid
                && case.xerces.message.starts_with("Invalid encoding name")
        },
    },
    Known {
        name: "characters beyond U+FFFF count as one",
        clause: "XSD part 2, 4.3.1 to 4.3.3: lengths are numbers of characters",
        applies: |case| {
            let own = is_length(&case.own.rule) || case.own.outcome == Outcome::Valid;
            let xerces = is_length(&case.xerces.rule) || case.xerces.outcome == Outcome::Valid;
            own && xerces && case.holds_wide_character()
        },
    },
    Known {
        name: "the root element has to be a global one, whatever its xsi:type",
        clause: "XSD part 1, 5.2 leaves to the processor where it begins",
        applies: |case| {
            case.own.rule == "cvc-elt.1"
                && case.xerces.outcome == Outcome::Valid
                && case.holds(":type=")
        },
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
pub(super) const LIBXML2: &[Known] = &[
    Known {
        name: "namespaces that are no URIs",
        clause: "NS 2.2: processors need not check",
        applies: |case| says(case, "is not a valid URI"),
    },
    Known {
        name: "fixed values are compared as texts",
        clause: "XSD part 1, cvc-elt.5.2.2.2.2",
        // A line end in the value cuts the message short.
        applies: |case| {
            is_refused(case)
                && (says(case, "fixed value constraint") || says(case, "The actual value"))
        },
    },
    Known {
        name: "white space around values of date and time types",
        clause: "XSD part 2, 4.3.6: whiteSpace is fixed to collapse",
        applies: |case| is_refused(case) && case.holds_blank_date(),
    },
    Known {
        name: "values of xs:anyURI and xs:base64Binary are checked less",
        clause: "XSD part 2, 3.2.16 and 3.2.17",
        applies: |case| {
            let xerces = &case.xerces.message;
            !is_refused(case) && (xerces.contains("'anyURI'") || xerces.contains("'base64Binary'"))
        },
    },
    Known {
        name: "CDATA sections with white space between elements",
        clause: "XSD part 1, cvc-complex-type.2.3: the characters count, not how they are written",
        applies: |case| {
            is_refused(case) && says(case, "Character content") && case.holds("<![CDATA[")
        },
    },
    Known {
        name: "versions other than 1.0 are taken as 1.0",
        clause: "XML 2.8 as of its fourth edition",
        applies: |case| case.xerces.message.starts_with("XML version"),
    },
];

fn is_length(rule: &str) -> bool {
    let rules = [
        "cvc-length-valid",
        "cvc-minLength-valid",
        "cvc-maxLength-valid",
    ];
    rules.contains(&rule)
}

fn is_refused(case: &Case) -> bool {
    case.xerces.outcome == Outcome::Valid
}

fn says(case: &Case, text: &str) -> bool {
    let verdict = case.libxml2.as_ref();
    verdict.is_some_and(|v| v.message.contains(text))
}

/// The first class of the list that a case belongs to.
pub(super) fn find(list: &'static [Known], case: &Case) -> Option<&'static Known> {
    list.iter().find(|known| (known.applies)(case))
}
