//! Unicode general categories, for `\p{L}`.

use std::sync::OnceLock;

use super::ast::CharSet;

const NAMES: [&str; 37] = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
    "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C",
    "Cc", "Cf", "Co", "Cn", "Cs",
];

static SETS: [OnceLock<CharSet>; NAMES.len()] = [const { OnceLock::new() }; NAMES.len()];

/// The characters of a category; none if there is no such category.
///
/// As in Xerces-J, characters beyond U+FFFF count as not assigned (`Cn`), whatever they are: what
/// the partners' validators refuse must not be sent.
pub(crate) fn category(name: &str) -> Option<&'static CharSet> {
    let index = NAMES.iter().position(|n| *n == name)?;
    Some(SETS.get(index)?.get_or_init(|| compute(name)))
}

/// Asks the `regex` crate, which carries the Unicode tables anyway, about every character once.
fn compute(name: &str) -> CharSet {
    let beyond = (0x1_0000, 0x10_FFFF);
    let mut ranges = Vec::new();
    match name {
        "Cs" => return CharSet::default(),
        "C" | "Cn" => ranges.push(beyond),
        _ => {}
    }
    let text: String = (0..=0xFFFF).filter_map(char::from_u32).collect();
    if let Ok(regex) = regex::Regex::new(&format!(r"\p{{{name}}}+")) {
        for run in regex.find_iter(&text) {
            let run = run.as_str();
            if let (Some(first), Some(last)) = (run.chars().next(), run.chars().next_back()) {
                // The text leaves surrogates out, so a run may seem to span them; `from_ranges`
                // takes them away again.
                ranges.push((first as u32, last as u32));
            }
        }
    }
    CharSet::from_ranges(&ranges)
}
