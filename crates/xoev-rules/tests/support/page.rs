//! Pages in `docs/` that are made from the tables of rules.

use std::path::Path;

use xoev::Language;
use xoev_rules::{Coverage, Kind, RuleInfo};

/// How many rules are hard, and how many soft.
pub(crate) fn hard_and_soft(rules: &[RuleInfo]) -> (usize, usize) {
    let hard = rules.iter().filter(|r| r.kind == Kind::Hard).count();
    (hard, rules.len() - hard)
}

/// The table of rules.
pub(crate) fn rules(rules: &[RuleInfo]) -> String {
    let mut out =
        String::from("| id | kind | source | messages | text |\n| --- | --- | --- | --- | --- |\n");
    for rule in rules {
        out.push_str(&format!(
            "| `{}` | {} | {} | {} | {}<br>{} |\n",
            rule.id,
            rule.kind.name(),
            rule.source.replace('*', "\\*"),
            rule.messages.text(Language::English),
            rule.de,
            rule.en
        ));
    }
    out
}

/// The statements of standards, beginning with a sentence on how many are checked; `what` says
/// which statements they are.
pub(crate) fn statements(what: &str, statements: &[Coverage]) -> String {
    let checked = |s: &&Coverage| !s.fate.rules().is_empty();
    let mut out = format!(
        "{what}, and what became of it: {} of {} statements are checked, some of them in part.\n\n\
        | place | kind | rules | why not, or not wholly |\n| --- | --- | --- | --- |\n",
        statements.iter().filter(checked).count(),
        statements.len()
    );
    for statement in statements {
        let ids = statement.fate.rules().iter().map(|r| format!("`{r}`"));
        out.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            statement.place.replace('|', "\\|").replace('*', "\\*"),
            statement.kind,
            ids.collect::<Vec<_>>().join(", "),
            statement.fate.reason()
        ));
    }
    out
}

/// Fails if a file in `docs/` is not this page; writes it if the environment has `XOEV_WRITE`.
pub(crate) fn is_fresh(docs: &Path, name: &str, page: &str) {
    let path = docs.join(name);
    if std::env::var_os("XOEV_WRITE").is_some() {
        std::fs::write(&path, page).expect("docs can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == page,
        "docs/{name} is stale: run this test with XOEV_WRITE=1"
    );
}

/// Fails if a rule has no text in one of the languages, or the same in both.
pub(crate) fn has_texts(rule: &RuleInfo) {
    for language in [Language::German, Language::English] {
        let text = rule.text(language);
        let long = text.ends_with('.') && text.len() > 20;
        assert!(long, "{}: {text}", rule.id);
    }
    assert_ne!(rule.de, rule.en);
}
