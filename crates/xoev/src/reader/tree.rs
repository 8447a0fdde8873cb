//! Taking from a tree what would be read from XML.

use std::borrow::Cow;

use crate::any::AnyElement;
use crate::element::{Element, First, Group};
use crate::limits::Limits;
use crate::mixed::Mixed;
use crate::name::{Namespace, Schema, XML_NAMESPACE};
use crate::rule::Rule;
use crate::tree::Value;

use super::any::Wildcard;
use super::attributes::Attribute;
use super::namespaces::{Binding, Bound};
use super::stop::Result;
use super::{Reader, decode};

/// A cursor in a tree.
#[derive(Debug)]
pub(super) struct TreeReader<'a> {
    open: Vec<Open<'a>>,
}

#[derive(Debug)]
struct Open<'a> {
    entries: &'a [(String, Value)],
    /// How many members of each entry were taken.
    taken: Vec<usize>,
    text: Option<&'a Value>,
    groups: usize,
}

impl<'a> Open<'a> {
    fn of(value: &'a Value) -> Open<'a> {
        let (entries, text) = match value {
            Value::Object(entries) => {
                let text = entries
                    .iter()
                    .find(|(key, _)| key == "#text")
                    .map(|(_, text)| text);
                (entries.as_slice(), text)
            }
            scalar => (&[][..], Some(scalar)),
        };
        let taken = entries
            .iter()
            .map(|(key, _)| usize::from(key.starts_with('@') || key == "#text"))
            .collect();
        Open {
            entries,
            taken,
            text,
            groups: 0,
        }
    }

    /// The next value under this key, without taking it.
    fn peek(&self, key: &str) -> Option<(usize, &'a Value)> {
        let index = self.entries.iter().position(|(k, _)| k == key)?;
        let taken = self.taken[index];
        match &self.entries[index].1 {
            Value::List(list) => list.get(taken).map(|item| (index, item)),
            value if taken == 0 => Some((index, value)),
            _ => None,
        }
    }

    /// Whether an element of this name is left, be it in the list of groups that comes next.
    fn begins(&self, name: &str) -> bool {
        self.peek(name).is_some()
            || self
                .peek(&format!("#{}", self.groups + 1))
                .is_some_and(|(_, group)| group_begins(group, name))
    }

    fn take(&mut self, key: &str) -> Option<&'a Value> {
        let (index, value) = self.peek(key)?;
        self.taken[index] += 1;
        Some(value)
    }

    /// A key of which something is left.
    fn left_over(&self) -> Option<&'a str> {
        let left = |(i, (key, value)): (usize, &'a (String, Value))| {
            let count = match value {
                Value::List(list) => list.len(),
                _ => 1,
            };
            (self.taken[i] < count).then_some(key.as_str())
        };
        self.entries.iter().enumerate().find_map(left)
    }
}

impl<'a> Reader<'a> {
    /// A reader over the content of an element in a tree.
    pub(crate) fn over_tree(
        value: &'a Value,
        schema: &'static Schema,
        limits: Limits,
    ) -> Result<Reader<'a>> {
        let mut reader = Reader::new("", schema, limits).trace();
        reader.tree = Some(TreeReader { open: Vec::new() });
        reader.tree_push(value)?;
        Ok(reader)
    }

    fn tree_push(&mut self, value: &'a Value) -> Result<()> {
        if let Value::List(_) = value {
            return Err(self.stop(Rule::TooManyElements, "one", "a list"));
        }
        let Some(depth) = self.tree.as_ref().map(|t| t.open.len()) else {
            return Ok(());
        };
        if depth >= self.limits.max_depth {
            let limit = format!("{} nested elements", self.limits.max_depth);
            return Err(self.stop(Rule::Limit, limit, "one more"));
        }
        let mut attributes = Vec::new();
        if let Value::Object(entries) = value {
            for (key, value) in entries {
                let Some(name) = key.strip_prefix('@') else {
                    continue;
                };
                let Some(text) = value.text() else {
                    return Err(self.stop(Rule::Datatype, "a text", key));
                };
                attributes.push(self.tree_attribute(name, text));
            }
        }
        // An element that is nil may still have attributes.
        let nil = match value {
            Value::Null => true,
            Value::Object(entries) => entries
                .iter()
                .any(|(k, v)| k == "#text" && *v == Value::Null),
            _ => false,
        };
        if nil {
            attributes.push(attribute("xsi:nil", "nil", Bound::Xsi, "true".into()));
        }
        self.attributes = attributes;
        if let Some(tree) = &mut self.tree {
            tree.open.push(Open::of(value));
        }
        Ok(())
    }

    fn tree_attribute(&mut self, name: &'a str, value: Cow<'a, str>) -> Attribute<'a> {
        if let Some((uri, local)) = name.strip_prefix('{').and_then(|n| n.split_once('}')) {
            let bound = Bound::Other(self.bindings.len());
            // The prefix is never looked up; only the index counts.
            self.bind(Binding {
                prefix: "#",
                uri: uri.into(),
                bound,
            });
            return attribute(name, local, bound, value);
        }
        let Some((prefix, local)) = name.split_once(':') else {
            return attribute(name, name, Bound::None, value);
        };
        let known = |ns: &&&'static Namespace| ns.prefix().strip_suffix(':') == Some(prefix);
        let bound = match self.schema.namespaces.iter().find(known) {
            Some(ns) => Bound::Known(ns),
            None if prefix == "xml" => Bound::Known(&XML_NAMESPACE),
            None => Bound::Xsi,
        };
        attribute(name, local, bound, value)
    }

    fn top(&mut self) -> Option<&mut Open<'a>> {
        self.tree.as_mut()?.open.last_mut()
    }

    /// As `enter`, in a tree.
    #[cold]
    pub(super) fn tree_enter(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
    ) -> Result<bool> {
        match self.top().and_then(|top| top.take(name)) {
            Some(value) => {
                self.forget_tried();
                self.tree_push(value)?;
                Ok(true)
            }
            None => {
                self.miss(ns, name);
                Ok(false)
            }
        }
    }

    /// As `leave`, in a tree.
    #[cold]
    pub(super) fn tree_leave(&mut self) -> Result<()> {
        let Some(open) = self.tree.as_mut().and_then(|t| t.open.pop()) else {
            return Ok(());
        };
        let text = match open.text {
            Some(Value::Null) | None => None,
            Some(text) => text.text(),
        };
        if let Some(text) = text {
            return Err(self.stop(Rule::TextNotAllowed, "elements", &text));
        }
        self.tree_rest(&open)
    }

    fn tree_rest(&mut self, open: &Open<'_>) -> Result<()> {
        match open.left_over() {
            Some(key) => {
                let tried = self.tried.take().unwrap_or_default();
                let mut names: Vec<&str> = tried.into_iter().map(|(_, name)| name).collect();
                names.dedup();
                let expected = match names.is_empty() {
                    true => "the end of the element".to_owned(),
                    false => names.join(" | "),
                };
                Err(self.stop(Rule::ElementUnexpected, expected, key))
            }
            None => {
                self.forget_tried();
                Ok(())
            }
        }
    }

    /// The text of the element entered last, which is left.
    #[cold]
    pub(super) fn tree_text(&mut self) -> Result<String> {
        let Some(open) = self.tree.as_mut().and_then(|t| t.open.pop()) else {
            return Ok(String::new());
        };
        if let Some(key) = open.left_over() {
            return Err(self.stop(Rule::ChildNotAllowed, "text only", key));
        }
        match open.text {
            None | Some(Value::Null) => Ok(String::new()),
            Some(value) => match value.text() {
                Some(text) => Ok(text.into_owned()),
                None => Err(self.stop(Rule::Datatype, "a text", "something else")),
            },
        }
    }

    /// As `at`, in a tree.
    #[cold]
    pub(super) fn tree_at(&mut self, first: &'static [First]) -> bool {
        for first in first {
            match *first {
                First::Name(ns, name) => {
                    if self.top().is_some_and(|top| top.begins(name)) {
                        return true;
                    }
                    self.miss(ns, name);
                }
                First::Any(_) => {
                    if self.top().is_some_and(|top| top.peek("#any").is_some()) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// As `any_opt`, in a tree.
    #[cold]
    pub(super) fn tree_any(&mut self, wildcard: &'static Wildcard) -> Result<Option<AnyElement>> {
        let Some((_, value)) = self.top().and_then(|top| top.peek("#any")) else {
            return Ok(None);
        };
        let Some(xml) = value.text() else {
            return Err(self.stop(Rule::Datatype, "XML text", "#any"));
        };
        let text = decode(xml.as_bytes(), &self.limits)?;
        let mut inner = Reader::new(text, self.schema, self.limits);
        inner.prolog()?;
        let Some(element) = inner.any_opt(wildcard)? else {
            return Ok(None);
        };
        inner.epilog()?;
        if let Some(top) = self.top() {
            top.take("#any");
        }
        Ok(Some(element))
    }

    /// As `group_list`, in a tree.
    #[cold]
    pub(super) fn tree_groups<G: Group>(&mut self, min: u32, max: u32) -> Result<Vec<G>> {
        let Some(top) = self.top() else {
            return Ok(Vec::new());
        };
        top.groups += 1;
        let key = format!("#{}", top.groups);
        let mut list = Vec::new();
        while let Some(value) = self.top().and_then(|top| top.take(&key)) {
            self.tree_push(value)?;
            list.push(G::read(self)?);
            if let Some(open) = self.tree.as_mut().and_then(|t| t.open.pop()) {
                self.tree_rest(&open)?;
            }
        }
        if (list.len() as u64) < u64::from(min) || list.len() as u64 > u64::from(max) {
            let expected = format!("{min} to {max} groups");
            return Err(self.stop(Rule::TooManyElements, expected, &list.len().to_string()));
        }
        Ok(list)
    }

    /// Mixed content stands as XML, in an element whose name does not matter.
    #[cold]
    pub(crate) fn tree_mixed<T: Element>(&mut self) -> Result<Mixed<T>> {
        let xml = self.tree_text()?;
        let text = decode(xml.as_bytes(), &self.limits)?;
        let mut inner = Reader::new(text, self.schema, self.limits);
        inner.prolog()?;
        inner.enter_any()?;
        let value = Mixed::read(&mut inner)?;
        inner.epilog()?;
        Ok(value)
    }

    /// Whether this reads from a tree.
    pub(crate) fn is_tree(&self) -> bool {
        self.tree.is_some()
    }

    fn forget_tried(&mut self) {
        if let Some(tried) = &mut self.tried {
            tried.clear();
        }
    }
}

/// Whether a group holds an element of this name, or its first group does.
fn group_begins(group: &Value, name: &str) -> bool {
    let Value::Object(entries) = group else {
        return false;
    };
    entries.iter().any(|(key, value)| match value {
        _ if key == name => true,
        Value::List(list) if key == "#1" => list.first().is_some_and(|g| group_begins(g, name)),
        _ => false,
    })
}

fn attribute<'a>(name: &'a str, local: &'a str, ns: Bound, value: Cow<'a, str>) -> Attribute<'a> {
    Attribute {
        at: 0,
        name,
        local,
        ns,
        value,
        used: false,
    }
}
