//! Names made comparable: whether two names mean the same is looked at in this form only.

use xoev_schema::{SchemaSet, TypeId};

/// A name without what differs between writers: small letters and digits only, umlauts written
/// out. `Duldung.referenz.id` and `duldung-ReferenzID` are the same.
pub(super) fn schluessel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            // A diaeresis of its own, after its letter.
            '\u{308}' => out.push('e'),
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

/// Forms of the name of a type: as published, without `AZR.`, and without `.Meldung`.
pub(super) fn typnamen(set: &SchemaSet, id: TypeId) -> Vec<String> {
    let Some(name) = &set.ty(id).name else {
        return Vec::new();
    };
    let local = name.local.as_str();
    let ohne_rolle = local
        .strip_suffix(".Meldung")
        .or_else(|| local.strip_suffix(".Auskunft"))
        .unwrap_or(local);
    let mut out: Vec<String> = Vec::new();
    for form in [local, ohne_rolle] {
        for form in [form, form.strip_prefix("AZR.").unwrap_or(form)] {
            let key = schluessel(form);
            if !out.contains(&key) {
                out.push(key);
            }
        }
    }
    out
}

/// Whether an element only wraps the new content of a group.
pub(super) fn ist_huelle(name: &str) -> bool {
    name.ends_with(".fachdaten.neu")
}

#[cfg(test)]
mod tests {
    use super::schluessel;

    #[test]
    fn case_umlauts_and_punctuation_do_not_matter() {
        assert_eq!(schluessel("Straße.Größe_Ü"), "strassegroesseue");
        assert_eq!(
            schluessel("Zusta\u{308}ndigkeit"),
            schluessel("ZUSTÄNDIGKEIT")
        );
        assert_eq!(schluessel("referenz.id"), schluessel("Referenz-ID"));
        assert_eq!(schluessel("._-"), "");
    }
}
