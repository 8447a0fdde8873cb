//! Annotations as data.

use std::borrow::Cow;

use quick_xml::escape::unescape;
use xsd_parser::models::schema::xs::{Annotation, AnnotationContent};
use xsd_parser_types::xml::{AnyElement, Value};

use crate::model::Appinfo;

/// Paths under which an enumerated value may carry its label, the usual one first.
const LABELS: [&str; 8] = [
    "Wert",
    "wert",
    "title",
    "bezeichnung",
    "Bezeichnung",
    "name",
    "label",
    "#documentation",
];

/// The label of an enumerated value.
pub(super) fn label(appinfo: &Appinfo) -> Option<String> {
    LABELS
        .iter()
        .find_map(|path| appinfo.first(path))
        .map(str::to_owned)
}

/// Everything that annotations say, in document order.
pub(super) fn appinfo<'a>(annotations: impl IntoIterator<Item = &'a Annotation>) -> Appinfo {
    let mut pairs = Vec::new();
    for annotation in annotations {
        for content in &annotation.content {
            match content {
                AnnotationContent::Appinfo(element) => {
                    let text = own_text(element);
                    if !text.trim().is_empty() {
                        pairs.push(("#text".to_owned(), text));
                    }
                    children(element, "", &mut pairs);
                }
                AnnotationContent::Documentation(element) => {
                    let mut text = String::new();
                    full_text(element, &mut text);
                    pairs.push(("#documentation".to_owned(), text));
                }
            }
        }
    }
    Appinfo(pairs)
}

fn children(element: &AnyElement, path: &str, pairs: &mut Vec<(String, String)>) {
    for child in elements(element) {
        let qname = String::from_utf8_lossy(&child.name);
        let local = qname.rsplit(':').next().unwrap_or_default();
        let path = if path.is_empty() {
            local.to_owned()
        } else {
            format!("{path}/{local}")
        };
        for attribute in child.attributes.attributes() {
            let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            if key == "xmlns" || key.starts_with("xmlns:") {
                continue;
            }
            let value = String::from_utf8_lossy(&attribute.value);
            let value = unescape(&value).map(Cow::into_owned).unwrap_or_default();
            let local = key.rsplit(':').next().unwrap_or_default();
            pairs.push((format!("{path}/@{local}"), value));
        }
        let text = own_text(child);
        if elements(child).next().is_none() || !text.trim().is_empty() {
            pairs.push((path.clone(), text));
        }
        children(child, &path, pairs);
    }
}

fn elements(element: &AnyElement) -> impl Iterator<Item = &AnyElement> {
    element.values.iter().filter_map(|value| match value {
        Value::Element(element) => Some(element),
        _ => None,
    })
}

fn own_text(element: &AnyElement) -> String {
    element.values.iter().map(text_of).collect()
}

fn full_text(element: &AnyElement, out: &mut String) {
    for value in &element.values {
        match value {
            Value::Element(child) => full_text(child, out),
            value => out.push_str(&text_of(value)),
        }
    }
}

/// Text as it stands: references in it were replaced before parsing.
fn text_of(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) => String::from_utf8_lossy(text).into_owned(),
        Value::CData(text) => String::from_utf8_lossy(text).into_owned(),
        Value::Element(_) | Value::Comment(_) => String::new(),
    }
}
