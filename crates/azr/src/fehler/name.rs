//! Names made comparable: whether two names mean the same is looked at in this form only.

use xoev_schema::{SchemaSet, TypeId};

use crate::Gruppe;
use crate::darstellung::{Angabe, Inhalt};

/// Everything that an element may be called, made comparable once for all elements that are called
/// the same.
#[derive(Debug)]
pub(super) struct Namen {
    /// Its name.
    pub(super) name: String,
    /// Its title in the schema, or that of its type.
    pub(super) titel: Option<String>,
    /// The names of its type.
    pub(super) typ: Vec<String>,
    /// Its usual title.
    pub(super) feldtitel: String,
    /// Names of the group of data that it is, if it stands where groups stand.
    pub(super) gruppe: Vec<String>,
    /// Title of that group.
    pub(super) gruppentitel: Option<String>,
}

impl Namen {
    pub(super) fn neu(
        set: &SchemaSet,
        name: &str,
        typ: Option<TypeId>,
        titel: Option<&str>,
    ) -> Namen {
        let gruppe = Gruppe::named(name);
        let names = gruppe.into_iter().flat_map(|g| {
            let records = g.auskunft.iter().copied();
            records.chain([g.name]).map(schluessel)
        });
        Namen {
            name: schluessel(name),
            titel: titel.map(schluessel),
            typ: typ.map_or_else(Vec::new, |id| typnamen(set, id)),
            feldtitel: schluessel(&feldtitel(name)),
            gruppe: names.collect(),
            gruppentitel: gruppe.map(|g| schluessel(g.titel)),
        }
    }
}

/// What a field of this name is called, in German.
pub(super) fn feldtitel(name: &str) -> String {
    let field = Angabe::new(name, Inhalt::Referenz(String::new()));
    field.titel().to_owned()
}

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
fn typnamen(set: &SchemaSet, id: TypeId) -> Vec<String> {
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
