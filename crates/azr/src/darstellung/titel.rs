//! Titles of elements, in German: the schema has titles for types only.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::Gruppe;

static TITLES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("titel.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// What an element is called; its name where there is no title for it, as in extensions.
pub(super) fn of(name: &str) -> &str {
    if let Some(title) = TITLES.get(name) {
        return title;
    }
    if is_kind(name) {
        return "Art";
    }
    let group = Gruppe::of_record(name).or_else(|| Gruppe::named(name));
    group.map_or(name, |group| group.titel)
}

/// Whether the element says which kind of a group it is, such as `duldungArt`.
pub(super) fn is_kind(name: &str) -> bool {
    name.ends_with("Art") && !TITLES.contains_key(name)
}
