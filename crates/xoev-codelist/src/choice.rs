//! Which column of a code list holds the codes, and which says what they mean.

use crate::list::{Column, Key};

/// Usual names of columns for people, the best first.
const LABELS: &[&str] = &[
    "wert",
    "bezeichnung",
    "beschreibung",
    "kurzbeschreibung",
    "kurzbeschriebung", // as published for the deportations of the AZR
    "name",
    "langname",
    "kurzbezeichnung",
    "kurzname",
    "bedeutung",
    "text",
    "titel",
    "label",
    "description",
    "value",
];

/// Parts of names of columns for programs.
const CODES: &[&str] = &[
    "code",
    "schluessel",
    "schlüssel",
    "key",
    "kennung",
    "kennz",
    "bhknz",
    "iso",
];

/// The column that codes are from.
pub(crate) fn key(columns: &[Column], keys: &[Key]) -> usize {
    let recommended = keys.iter().find(|k| k.recommended);
    let chosen = recommended
        .or_else(|| keys.iter().find(|k| k.columns.len() == 1))
        .or_else(|| keys.iter().find(|k| !k.columns.is_empty()));
    chosen
        .and_then(|key| key.columns.first().copied())
        .or_else(|| columns.iter().position(|c| c.required))
        .unwrap_or(0)
}

/// The column that says what a code means.
pub(crate) fn label(
    columns: &[Column],
    keys: &[Key],
    key: usize,
    list_names: [&str; 2],
) -> Option<usize> {
    let mut identifying = vec![false; columns.len()];
    for at in keys.iter().flat_map(|key| &key.columns) {
        if let Some(identifying) = identifying.get_mut(*at) {
            *identifying = true;
        }
    }
    let in_key = |at: usize| identifying.get(at).copied().unwrap_or_default();
    let mut candidates: Vec<usize> = (0..columns.len()).filter(|at| *at != key).collect();
    if candidates.iter().any(|at| !in_key(*at)) {
        candidates.retain(|at| !in_key(*at));
    }
    let column = |at: &usize| columns.get(*at);
    let id = |at: &usize| column(at).map(|c| plain(&c.id)).unwrap_or_default();
    let names = list_names.map(plain_name);
    let named = candidates
        .iter()
        .find(|at| names.contains(&id(at)) && !id(at).is_empty());
    if let Some(named) = named {
        return Some(*named);
    }
    let (required, optional): (Vec<usize>, Vec<usize>) = candidates
        .iter()
        .partition(|at| column(at).is_some_and(|c| c.required));
    for group in [required, optional] {
        let usual = LABELS
            .iter()
            .find_map(|label| group.iter().find(|at| id(at) == *label));
        let readable = || group.iter().find(|at| column(at).is_some_and(is_readable));
        if let Some(found) = usual.or_else(readable) {
            return Some(*found);
        }
    }
    candidates.first().copied()
}

/// Whether a column does not look like a code or a date.
fn is_readable(column: &Column) -> bool {
    let id = plain(&column.id);
    let text = ["", "string", "normalizedString", "token"].contains(&column.data_type.as_str());
    let is_date = ["-ab", "-bis", "_ab", "_bis"]
        .iter()
        .any(|end| column.id.to_lowercase().ends_with(end));
    text && !is_date && !CODES.iter().any(|code| id.contains(code))
}

/// A name without what is written differently from list to list.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The name of a list without the names of areas before it.
fn plain_name(name: &str) -> String {
    plain(name.rsplit(['.', ':']).next().unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::{key, label};
    use crate::list::{Column, Key};

    fn columns(ids: &[&str]) -> Vec<Column> {
        ids.iter()
            .map(|id| Column {
                id: id.trim_end_matches('!').to_owned(),
                required: id.ends_with('!'),
                ..Column::default()
            })
            .collect()
    }

    fn key_of(places: &[usize], recommended: bool) -> Key {
        Key {
            columns: places.to_vec(),
            recommended,
            ..Key::default()
        }
    }

    #[test]
    fn recommended_key_comes_before_single_before_first_before_required() {
        let three = columns(&["a", "b!", "c"]);
        assert_eq!(key(&three, &[key_of(&[0], false), key_of(&[2], true)]), 2);
        assert_eq!(
            key(&three, &[key_of(&[0, 1], false), key_of(&[2], false)]),
            2
        );
        assert_eq!(key(&three, &[key_of(&[2, 1], false)]), 2);
        assert_eq!(key(&three, &[]), 1);
        assert_eq!(key(&columns(&["a", "b"]), &[]), 0);
    }

    #[test]
    fn label_is_what_people_read() {
        let chosen = |ids: &[&str], name: &str| {
            let keys = [key_of(&[0], true)];
            let columns = columns(ids);
            let at = label(&columns, &keys, 0, [name, ""]);
            at.map(|at| columns[at].id.clone()).unwrap_or_default()
        };
        for (ids, name, expected) in [
            (&["Schluessel", "Wert", "Beschreibung"][..], "", "Wert"),
            (
                &["code", "Kurzbeschreibung", "meldbar-ab"],
                "",
                "Kurzbeschreibung",
            ),
            (&["code", "meldbar-ab", "Sonstiges"], "", "Sonstiges"),
            (
                &["Code", "IATA-Code", "Abflugflughafen"],
                "",
                "Abflugflughafen",
            ),
            (
                &["Code", "HKL-Schluessel", "Staat", "Zielflughafen"],
                "geas.zielflughafen",
                "Zielflughafen",
            ),
            (&["Key!", "Beschreibung", "Art!"], "", "Art"),
            (&["code", "iso"], "", "iso"),
            (&["code"], "", ""),
        ] {
            assert_eq!(chosen(ids, name), expected, "{ids:?}");
        }
    }
}
