//! Corrections of errors in published schemas.
//!
//! A correction is a named function that says what is published, what is true, and how we know. It
//! must change something: once the publisher repairs the error, the generator fails until the
//! correction is removed. What goes over the wire is never corrected, only what the schema says
//! about messages in `appinfo`.

use std::borrow::Cow;

use xoev_schema::{Appinfo, SchemaSet};

use crate::error::CodegenError;
use crate::names::message_number;

/// Returns the number of places that it changed.
type Correction = fn(&mut SchemaSet) -> usize;

const CORRECTIONS: &[(&str, Correction)] = &[
    (
        "legal_basis_spells_asylg_wrong",
        legal_basis_spells_asylg_wrong,
    ),
    (
        "dublin_transfer_messages_lack_author_and_reader",
        dublin_transfer_messages_lack_author_and_reader,
    ),
    (
        "advance_information_lacks_author_and_reader",
        advance_information_lacks_author_and_reader,
    ),
];

/// Applies the corrections of these names, in this order.
pub(crate) fn apply<'a>(
    set: &'a SchemaSet,
    names: &[String],
) -> Result<Cow<'a, SchemaSet>, CodegenError> {
    let mut set = Cow::Borrowed(set);
    for name in names {
        let Some((name, correction)) = CORRECTIONS.iter().find(|(known, _)| known == name) else {
            return Err(CodegenError::CorrectionUnknown(name.clone()));
        };
        if correction(set.to_mut()) == 0 {
            return Err(CodegenError::CorrectionWithoutMatch(name));
        }
    }
    Ok(set)
}

/// XAusländer 26.11 names the law “AslyG” as legal basis of 110401, 110402, 170401 and 170402. The
/// law is the Asylgesetz, AsylG, as everywhere else in the same schemas.
fn legal_basis_spells_asylg_wrong(set: &mut SchemaSet) -> usize {
    let mut count = 0;
    for element in &mut set.elements {
        for (path, text) in &mut element.appinfo.0 {
            if path == "rechtsgrundlage" && text.contains("AslyG") {
                *text = text.replace("AslyG", "AsylG");
                count += 1;
            }
        }
    }
    count
}

/// XAusländer 26.11 gives 110603 to 110608 and 111602 to 111604 (transfers under the Dublin
/// regulation) neither author nor reader. The chapter says it for all its messages by their
/// numbers: 1106 from the BAMF to the immigration office, 1116 the other way.
fn dublin_transfer_messages_lack_author_and_reader(set: &mut SchemaSet) -> usize {
    const BAMF: &str = "Bundesamt für Migration und Flüchtlinge (dbs)";
    const OFFICE: &str = "Ausländerbehörde (azr)";
    complete(set, |number| match number.get(..4) {
        Some("1106") => Some((BAMF, OFFICE)),
        Some("1116") => Some((OFFICE, BAMF)),
        _ => None,
    })
}

/// XAusländer 26.11 gives 010205 neither author nor reader. All messages of its chapter go from
/// immigration office to immigration office.
fn advance_information_lacks_author_and_reader(set: &mut SchemaSet) -> usize {
    const OFFICE: &str = "Ausländerbehörde (azr)";
    complete(set, |number| {
        (number == "010205").then_some((OFFICE, OFFICE))
    })
}

/// Adds author and reader where both are missing.
fn complete(
    set: &mut SchemaSet,
    roles: impl Fn(&str) -> Option<(&'static str, &'static str)>,
) -> usize {
    let mut count = 0;
    for element in &mut set.elements {
        let Some((author, reader)) = message_number(&element.name.local).and_then(&roles) else {
            continue;
        };
        let info: &mut Appinfo = &mut element.appinfo;
        if info.first("autor").is_none() && info.first("leser").is_none() {
            info.0.push(("autor".into(), author.into()));
            info.0.push(("leser".into(), reader.into()));
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_that_matches_nothing_is_an_error() {
        for (name, _) in CORRECTIONS {
            let set = SchemaSet::default();
            let result = apply(&set, &[(*name).to_owned()]);
            assert!(matches!(result, Err(CodegenError::CorrectionWithoutMatch(n)) if n == *name));
        }
    }

    #[test]
    fn a_correction_that_does_not_exist_is_an_error() {
        let set = SchemaSet::default();
        let result = apply(&set, &["other".to_owned()]);
        assert!(matches!(result, Err(CodegenError::CorrectionUnknown(_))));
    }
}
