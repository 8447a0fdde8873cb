//! Documentation of generated items.

use proc_macro2::TokenStream;
use quote::quote;
use xoev_schema::{Element, SchemaSet, TypeId};

use crate::plan::FieldPlan;

/// One `#[doc]` per line. Square brackets and the like are what the schema says, not links.
pub(crate) fn doc(lines: &[String]) -> TokenStream {
    lines
        .iter()
        .map(|line| {
            let line = if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            };
            quote!(#[doc = #line])
        })
        .collect()
}

/// Makes a text of the schema safe for Markdown: one line, nothing that starts a link or tag.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            if matches!(c, '[' | ']' | '<' | '>' | '*' | '_' | '`' | '\\' | '|') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// Title, name and file of a type.
pub(crate) fn of_type(set: &SchemaSet, id: TypeId) -> Vec<String> {
    let ty = set.ty(id);
    let mut lines = Vec::new();
    if let Some(title) = ty
        .appinfo
        .first("title")
        .or_else(|| ty.appinfo.first("codeliste/nameLang"))
    {
        lines.push(sentence(title));
        lines.push(String::new());
    }
    let file = ty.document.map_or("", |d| set.document(d).file.as_str());
    lines.push(format!("`{}` in `{file}`.", ty.place.join("/")));
    lines
}

/// Title, name, file, legal basis, authors and readers of a message.
pub(crate) fn of_message(set: &SchemaSet, element: &Element) -> Vec<String> {
    let info = &element.appinfo;
    let mut lines = Vec::new();
    if let Some(title) = info.first("title") {
        lines.extend([sentence(title), String::new()]);
    }
    let file = &set.document(element.document).file;
    lines.push(format!("Element `{}` in `{file}`.", element.name.local));
    for (path, what) in [
        ("rechtsgrundlage", "Legal basis"),
        ("autor", "Author"),
        ("leser", "Reader"),
    ] {
        let texts: Vec<String> = info.all(path).map(plain).collect();
        if !texts.is_empty() {
            lines.extend([String::new(), format!("{what}: {}.", texts.join("; "))]);
        }
    }
    lines
}

/// Ends a title like a sentence, as documentation does.
pub(crate) fn sentence(text: &str) -> String {
    let text = plain(text);
    if text.ends_with(['.', '?', '!', ':']) {
        text
    } else {
        format!("{text}.")
    }
}

/// Cardinality such as `0..1`.
pub(crate) fn cardinality(field: &FieldPlan) -> String {
    match (field.min, field.max) {
        (1, Some(1)) => "1".into(),
        (min, Some(max)) if min == max => min.to_string(),
        (min, Some(max)) => format!("{min}..{max}"),
        (min, None) => format!("{min}..n"),
    }
}

/// A text on one line, runs of white space being one blank.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
