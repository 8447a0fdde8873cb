//! Filling a tree with what would be written as XML.

use crate::element::Element;
use crate::error::WriteError;
use crate::mixed::Mixed;
use crate::name::NO_NAMESPACE;
use crate::tree::Value;

use super::{Result, Style, Writer};

/// The tree being filled.
#[derive(Debug, Default)]
pub(super) struct TreeWriter {
    /// Open elements, outermost first.
    open: Vec<Open>,
}

#[derive(Debug, Default)]
struct Open {
    key: String,
    /// One of several: belongs into a list.
    item: bool,
    entries: Vec<(String, Value)>,
    text: Option<Value>,
    /// Number of group lists so far.
    groups: usize,
}

impl TreeWriter {
    pub(super) fn new() -> TreeWriter {
        TreeWriter {
            open: vec![Open::default()],
        }
    }

    pub(super) fn open(&mut self, key: &str, item: bool) {
        self.open.push(Open {
            key: key.to_owned(),
            item,
            ..Open::default()
        });
    }

    pub(super) fn close(&mut self) {
        if let Some(done) = self.open.pop() {
            let value = value(done.entries, done.text);
            self.add(&done.key, done.item, value);
        }
    }

    fn add(&mut self, key: &str, item: bool, value: Value) {
        let Some(parent) = self.open.last_mut() else {
            return;
        };
        let known = parent
            .entries
            .iter_mut()
            .rev()
            .find(|(known, _)| known == key);
        match known {
            Some((_, Value::List(list))) => list.push(value),
            // The schema has this name in several places.
            Some((_, single)) => {
                let first = std::mem::replace(single, Value::Null);
                *single = Value::List(vec![first, value]);
            }
            None if item => parent
                .entries
                .push((key.to_owned(), Value::List(vec![value]))),
            None => parent.entries.push((key.to_owned(), value)),
        }
    }

    pub(super) fn attribute(&mut self, key: &str, value: Value) {
        self.add(&format!("@{key}"), false, value);
    }

    pub(super) fn text(&mut self, text: Value) {
        if let Some(open) = self.open.last_mut() {
            open.text = Some(text);
        }
    }

    pub(super) fn any(&mut self, xml: String) {
        self.add("#any", true, Value::Text(xml));
    }

    /// Begins a list of groups; gives its key.
    pub(super) fn group_list(&mut self) -> String {
        match self.open.last_mut() {
            Some(open) => {
                open.groups += 1;
                format!("#{}", open.groups)
            }
            None => String::new(),
        }
    }

    pub(super) fn finish(mut self) -> Value {
        self.open
            .pop()
            .map_or(Value::Null, |root| value(root.entries, root.text))
    }
}

fn value(mut entries: Vec<(String, Value)>, text: Option<Value>) -> Value {
    match text {
        Some(text) if entries.is_empty() => text,
        Some(text) => {
            entries.push(("#text".to_owned(), text));
            Value::Object(entries)
        }
        None => Value::Object(entries),
    }
}

impl Writer<'_> {
    /// Fills a tree by the same calls that write XML.
    pub(crate) fn fill_tree(
        write: impl FnOnce(&mut Writer<'_>) -> Result<()>,
    ) -> std::result::Result<Value, WriteError> {
        let mut writer = Writer::new(Style::default(), None);
        writer.tree = Some(TreeWriter::new());
        write(&mut writer).map_err(|stop| stop.into_error())?;
        Ok(writer.tree.take().map_or(Value::Null, TreeWriter::finish))
    }

    /// Whether this fills a tree.
    pub(crate) fn is_tree(&self) -> bool {
        self.tree.is_some()
    }

    /// Mixed content stands as XML, in an element whose name does not matter.
    pub(crate) fn tree_mixed<T: Element>(&mut self, value: &Mixed<T>) -> Result<()> {
        let mut inner = Writer::new(self.style, None);
        inner.req(&NO_NAMESPACE, "inhalt", value)?;
        if let Some(tree) = &mut self.tree {
            tree.text(Value::Text(inner.out));
        }
        Ok(())
    }
}
