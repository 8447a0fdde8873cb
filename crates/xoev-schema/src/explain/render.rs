//! The tree as text.

use super::{CodeListFacts, Entry, Fact, Kind, Language, words};

/// How many enumerated values stand under an element; all of them in the tree of a type.
const VALUES_MAX: usize = 12;

/// The tree as text for people, with lines of box characters.
pub fn render(entry: &Entry, language: Language) -> String {
    let mut out = format!("{}\n", heading(entry, language));
    for (path, text) in &entry.notes {
        let text = one_line(text);
        out.push_str(&format!("{}: {text}\n", words::note(path, language)));
    }
    let most = match entry.kind {
        Kind::Type => usize::MAX,
        _ => VALUES_MAX,
    };
    below(entry, "", language, most, &mut out);
    out
}

/// Values and children of an entry, each with its lines.
fn below(entry: &Entry, prefix: &str, language: Language, most: usize, out: &mut String) {
    let values = values(entry, most, language);
    let count = values.len() + entry.children.len();
    let branch = |at: usize| match at + 1 == count {
        true => ("└── ", "    "),
        false => ("├── ", "│   "),
    };
    for (at, value) in values.iter().enumerate() {
        out.push_str(&format!("{prefix}{}{value}\n", branch(at).0));
    }
    for (at, child) in entry.children.iter().enumerate() {
        let (tip, line) = branch(values.len() + at);
        out.push_str(&format!("{prefix}{tip}{}\n", heading(child, language)));
        below(child, &format!("{prefix}{line}"), language, VALUES_MAX, out);
    }
}

fn values(entry: &Entry, most: usize, language: Language) -> Vec<String> {
    let mut lines: Vec<String> = entry
        .values
        .iter()
        .take(most)
        .map(|(value, label)| match label {
            Some(label) => format!("{value} = {}", one_line(label)),
            None => value.clone(),
        })
        .collect();
    if entry.values.len() > most {
        lines.push(words::further_values(entry.values.len() - most, language));
    }
    lines
}

fn heading(entry: &Entry, language: Language) -> String {
    let mut text = match entry.kind {
        Kind::Attribute => format!("@{}", entry.name),
        Kind::Root | Kind::Type | Kind::Element => entry.name.clone(),
        group => words::group(group, language).to_owned(),
    };
    if !matches!(entry.kind, Kind::Root | Kind::Type) {
        text.push_str(&format!(" [{}]", entry.cardinality));
    }
    // The heading of a type need not say its name twice.
    if let Some(name) = entry
        .type_name
        .as_ref()
        .filter(|_| entry.kind != Kind::Type)
    {
        text.push_str(&format!(" {name}"));
    }
    if let Some(title) = &entry.title {
        text.push_str(&format!(" – {}", one_line(title)));
    }
    if let Some(list) = &entry.code_list {
        text.push_str(&format!(" ({})", code_list(list, language)));
    }
    // What the name of the type says already need not be said again.
    let name = entry.type_name.as_deref().unwrap_or_default();
    let told = |fact: &&Fact| match fact {
        Fact::Builtin(builtin) => builtin == name,
        Fact::Din91379(letter) => name.ends_with(&format!(":datatype{letter}")),
        _ => false,
    };
    let facts = entry.facts.iter().filter(|fact| !told(fact));
    let facts: Vec<String> = facts
        .map(|fact| one_line(&words::fact(fact, language)))
        .collect();
    if !facts.is_empty() {
        text.push_str(&format!(" ({})", facts.join("; ")));
    }
    if let Some(cut) = entry.cut {
        text.push_str(&format!(" … {}", words::cut(cut, language)));
    }
    text
}

fn code_list(list: &CodeListFacts, language: Language) -> String {
    let mut text = words::code_list(language).to_owned();
    match &list.uri {
        Some(uri) => text.push_str(&format!(" {uri}")),
        None => text.push_str(&format!(": {}", words::open_list(language))),
    }
    if let Some(version) = &list.version {
        text.push_str(&format!(", Version {version}"));
    }
    if let Some(publisher) = &list.publisher {
        text.push_str(&format!(", {publisher}"));
    }
    text
}

/// Labels of published lists hold line breaks and doubled blanks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
