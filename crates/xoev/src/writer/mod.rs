//! The writer: generated code hands it elements in schema order.
//!
//! Values of simple types are valid by construction; what is left to check while writing are the
//! numbers of elements in lists and groups. The calls here are the contract with generated code.

mod constraints;
mod escape;
mod open;
#[cfg(feature = "serde")]
mod tree;

use std::io;

use crate::any::{ANYTHING, AnyAttribute};
use crate::code::{Code, CodeInfo};
use crate::element::{Element, Group, Message};
use crate::error::{Path, Step, Violation, WriteError};
use crate::name::{NO_NAMESPACE, Namespace, Schema, TypeName, XSI};
use crate::rule::Rule;
use crate::simple::{Fault, Simple};

pub(crate) use self::escape::{escape_attribute, escape_text};
pub(crate) use self::open::declare;

/// Result of writing a part of a message.
pub type Result<T> = std::result::Result<T, Stop>;

/// Why writing stopped; collects the path on its way up.
#[derive(Debug)]
pub struct Stop(Box<Parts>);

#[derive(Debug)]
enum Parts {
    Io(io::Error),
    Invalid {
        rule: Rule,
        expected: String,
        found: String,
        at: usize,
        path: Vec<Step>,
    },
}

impl Stop {
    #[cold]
    fn within(mut self, name: &str, index: Option<usize>) -> Stop {
        if let Parts::Invalid { path, .. } = &mut *self.0 {
            let index = index.map(|i| u32::try_from(i + 1).unwrap_or(u32::MAX));
            path.push(Step {
                name: name.to_owned(),
                index,
            });
        }
        self
    }

    pub(crate) fn into_error(self) -> WriteError {
        match *self.0 {
            Parts::Io(error) => WriteError::Io(error),
            Parts::Invalid {
                rule,
                expected,
                found,
                at,
                mut path,
            } => {
                path.reverse();
                WriteError::Invalid(Violation {
                    rule,
                    path: Path(path),
                    line: 0,
                    column: 0,
                    offset: at,
                    expected,
                    found,
                })
            }
        }
    }
}

/// How a message is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Style {
    /// Each element on a line of its own, indented by two blanks a level. Text is not touched.
    pub indent: bool,
    /// Check the numbers of elements; off only for the explicitly unchecked calls.
    pub checked: bool,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            indent: false,
            checked: true,
        }
    }
}

/// Output beyond this many bytes is handed on, so that a large message is not held twice.
const FLUSH: usize = 64 << 10;

/// Writes one message.
pub struct Writer<'w> {
    out: String,
    sink: Option<&'w mut dyn io::Write>,
    written: usize,
    buffer: String,
    style: Style,
    depth: usize,
    /// The element being written holds child elements, so that its end tag gets its own line.
    parent: bool,
    /// The fixed value of the element about to be written.
    fixed: Option<&'static str>,
    /// A character was written that XML does not allow. Text types of schemas allow them, since
    /// they cannot come from XML.
    unsound: bool,
    /// By whose declarations open content is checked.
    schema: &'static Schema,
    /// Fill a tree instead of writing text.
    #[cfg(feature = "serde")]
    tree: Option<self::tree::TreeWriter>,
}

impl<'w> Writer<'w> {
    pub(crate) fn new(style: Style, sink: Option<&'w mut dyn io::Write>) -> Writer<'w> {
        let out = String::with_capacity(4096);
        Writer {
            out,
            sink,
            written: 0,
            buffer: String::new(),
            style,
            depth: 0,
            parent: false,
            fixed: None,
            unsound: false,
            schema: &Schema::EMPTY,
            #[cfg(feature = "serde")]
            tree: None,
        }
    }

    pub(crate) fn message<M: Message>(mut self, message: &M) -> Result<String> {
        self.schema = M::SCHEMA;
        self.out
            .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let root = M::NAMESPACE;
        self.open(root, M::NAME, false);
        for ns in M::DECLARED {
            self.out.push_str(" xmlns:");
            self.out.push_str(ns.prefix().trim_end_matches(':'));
            self.out.push_str("=\"");
            escape_attribute(ns.uri(), &mut self.out);
            self.out.push('"');
        }
        self.inside(root, M::NAME, message)
            .map_err(|stop| stop.within(M::NAME, None))?;
        self.out.push('\n');
        if self.sink.is_some() {
            self.flush()?;
        }
        Ok(self.out)
    }

    fn flush(&mut self) -> Result<()> {
        if let Some(sink) = &mut self.sink {
            sink.write_all(self.out.as_bytes())
                .map_err(|e| Stop(Box::new(Parts::Io(e))))?;
            self.written += self.out.len();
            self.out.clear();
        }
        Ok(())
    }

    #[cold]
    fn invalid(&self, rule: Rule, expected: String, found: String) -> Stop {
        let at = self.written + self.out.len();
        Stop(Box::new(Parts::Invalid {
            rule,
            expected,
            found,
            at,
            path: Vec::new(),
        }))
    }

    #[inline(never)]
    fn open(&mut self, ns: &'static Namespace, name: &str, item: bool) {
        #[cfg(feature = "serde")]
        if let Some(tree) = &mut self.tree {
            return tree.open(name, item);
        }
        let _ = item;
        if self.style.indent {
            self.line();
        }
        self.out.push('<');
        self.out.push_str(ns.prefix());
        self.out.push_str(name);
    }

    #[cold]
    fn line(&mut self) {
        if self.depth > 0 {
            self.out.push('\n');
        }
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
    }

    /// Behind the name of the start tag: attributes, content, end tag.
    fn inside<T: Element>(&mut self, ns: &'static Namespace, name: &str, value: &T) -> Result<()> {
        value.attributes(self)?;
        self.out.push('>');
        self.depth += 1;
        self.parent = false;
        value.content(self)?;
        self.close(ns, name)
    }

    /// Behind the content: the end tag.
    #[inline(never)]
    fn close(&mut self, ns: &'static Namespace, name: &str) -> Result<()> {
        self.depth -= 1;
        if self.unsound && self.style.checked {
            let expected = "characters that XML allows".to_owned();
            return Err(self.invalid(Rule::Character, expected, "a control character".to_owned()));
        }
        #[cfg(feature = "serde")]
        if let Some(tree) = &mut self.tree {
            tree.close();
            self.out.clear();
            return Ok(());
        }
        if self.style.indent && self.parent {
            self.line();
        }
        self.parent = true;
        self.out.push_str("</");
        self.out.push_str(ns.prefix());
        self.out.push_str(name);
        self.out.push('>');
        if self.out.len() >= FLUSH {
            self.flush()?;
        }
        Ok(())
    }

    /// An element.
    pub fn req<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        self.open(ns, name, false);
        self.inside(ns, name, value)
            .map_err(|stop| stop.within(name, None))
    }

    /// An element that may be absent.
    pub fn opt<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<()> {
        value
            .as_ref()
            .map_or(Ok(()), |value| self.req(ns, name, value))
    }

    /// As [`Writer::req`], for large types.
    // Without the box in the signature, `T` would be inferred to be the box.
    #[allow(clippy::borrowed_box)]
    pub fn req_box<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        value: &Box<T>,
    ) -> Result<()> {
        self.req(ns, name, &**value)
    }

    /// As [`Writer::opt`], for large types.
    pub fn opt_box<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        value: &Option<Box<T>>,
    ) -> Result<()> {
        value
            .as_ref()
            .map_or(Ok(()), |value| self.req(ns, name, &**value))
    }

    /// An element that occurs `min` to `max` times.
    pub fn list<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        min: u32,
        max: u32,
        list: &[T],
    ) -> Result<()> {
        self.number(name, list.len(), min, max)?;
        for (index, value) in list.iter().enumerate() {
            self.open(ns, name, true);
            self.inside(ns, name, value)
                .map_err(|stop| stop.within(name, Some(index)))?;
        }
        Ok(())
    }

    /// Checks how often something occurs.
    fn number(&self, name: &str, count: usize, min: u32, max: u32) -> Result<()> {
        let within = count as u64 >= u64::from(min) && count as u64 <= u64::from(max);
        if within || !self.style.checked {
            return Ok(());
        }
        let rule = if (count as u64) < u64::from(min) {
            Rule::ElementMissing
        } else {
            Rule::TooManyElements
        };
        let expected = match max {
            u32::MAX => format!("{name}, at least {min} times"),
            _ => format!("{name}, {min} to {max} times"),
        };
        Err(self.invalid(rule, expected, format!("{count} times")))
    }

    /// A group.
    pub fn group<G: Group>(&mut self, group: &G) -> Result<()> {
        group.write(self)
    }

    /// A group that may be absent.
    pub fn group_opt<G: Group>(&mut self, group: &Option<G>) -> Result<()> {
        group.as_ref().map_or(Ok(()), |group| group.write(self))
    }

    /// A group that occurs `min` to `max` times.
    pub fn group_list<G: Group>(&mut self, min: u32, max: u32, list: &[G]) -> Result<()> {
        self.number("group", list.len(), min, max)?;
        #[cfg(feature = "serde")]
        if let Some(key) = self.tree.as_mut().map(|tree| tree.group_list()) {
            for group in list {
                self.open(&NO_NAMESPACE, &key, true);
                group.write(self)?;
                if let Some(tree) = &mut self.tree {
                    tree.close();
                }
            }
            return Ok(());
        }
        list.iter().try_for_each(|group| group.write(self))
    }

    /// The text of an element.
    pub fn value<T: Simple>(&mut self, value: &T) -> Result<()> {
        self.buffer.clear();
        if let Some(fixed) = self.fixed.take()
            && self.style.checked
            && T::from_text(fixed).is_ok_and(|wanted| wanted != *value)
        {
            let mut buffer = String::new();
            return Err(self.fault(Fault::new(
                Rule::ElementFixed,
                fixed,
                value.lexical(&mut buffer),
            )));
        }
        #[cfg(feature = "serde")]
        if let Some(tree) = &mut self.tree {
            tree.text(crate::tree::Value::of_text(
                T::KIND,
                value.lexical(&mut self.buffer),
            ));
            return Ok(());
        }
        self.unsound |= !escape_text(value.lexical(&mut self.buffer), &mut self.out);
        Ok(())
    }

    /// A required attribute.
    pub fn attr_req<T: Simple>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        self.buffer.clear();
        let mut buffer = std::mem::take(&mut self.buffer);
        #[cfg(feature = "serde")]
        if let Some(tree) = &mut self.tree {
            let value = crate::tree::Value::of_text(T::KIND, value.lexical(&mut buffer));
            tree.attribute(&format!("{}{name}", ns.prefix()), value);
            return Ok(());
        }
        self.attr_text(ns, name, value.lexical(&mut buffer));
        self.buffer = buffer;
        Ok(())
    }

    /// An attribute that may be absent.
    pub fn attr<T: Simple>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<()> {
        value
            .as_ref()
            .map_or(Ok(()), |value| self.attr_req(ns, name, value))
    }

    /// An attribute of which only the presence is free.
    pub fn attr_fixed(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        fixed: &str,
        present: bool,
    ) -> Result<()> {
        if present {
            self.attr_text(ns, name, fixed);
        }
        Ok(())
    }

    fn attr_text(&mut self, ns: &'static Namespace, name: &str, text: &str) {
        #[cfg(feature = "serde")]
        if let Some(tree) = &mut self.tree {
            let value = crate::tree::Value::Text(text.to_owned());
            return tree.attribute(&format!("{}{name}", ns.prefix()), value);
        }
        self.out.push(' ');
        self.out.push_str(ns.prefix());
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.unsound |= !escape_attribute(text, &mut self.out);
        self.out.push('"');
    }

    /// The attributes of a code.
    pub fn code_attributes(&mut self, code: &Code) -> Result<()> {
        if let Some(uri) = code.written_list_uri() {
            self.attr_text(&NO_NAMESPACE, "listURI", uri);
        }
        if let Some(version) = code.written_list_version() {
            self.attr_text(&NO_NAMESPACE, "listVersionID", version);
        }
        Ok(())
    }

    /// The content of a code.
    pub fn code_content(&mut self, code: &Code, info: &'static CodeInfo) -> Result<()> {
        self.leaf(info.children, "code", code.key());
        if let Some(name) = code.name() {
            self.leaf(info.children, "name", name);
        }
        Ok(())
    }

    fn leaf(&mut self, ns: &'static Namespace, name: &str, text: &str) {
        self.open(ns, name, false);
        #[cfg(feature = "serde")]
        if let Some(tree) = &mut self.tree {
            tree.text(crate::tree::Value::Text(text.to_owned()));
            return tree.close();
        }
        self.out.push('>');
        self.unsound |= !escape_text(text, &mut self.out);
        self.out.push_str("</");
        self.out.push_str(ns.prefix());
        self.out.push_str(name);
        self.out.push('>');
        self.parent = true;
    }

    #[cold]
    fn fault(&self, fault: Fault) -> Stop {
        let (rule, expected, found) = fault.into_parts();
        self.invalid(rule, expected, found)
    }

    /// Content that is XML text already.
    pub(crate) fn raw(&mut self, raw: &str) -> Result<()> {
        self.out.push_str(raw);
        Ok(())
    }

    /// `xsi:nil="true"`, with the declaration of its prefix.
    pub(crate) fn nil(&mut self, attributes: &[AnyAttribute]) -> Result<()> {
        if let Some(fixed) = self.fixed.take()
            && self.style.checked
        {
            return Err(self.invalid(Rule::Nil, fixed.to_owned(), "xsi:nil".to_owned()));
        }
        #[cfg(feature = "serde")]
        if let Some(tree) = &mut self.tree {
            tree.text(crate::tree::Value::Null);
            return self.any_attrs(&ANYTHING, attributes);
        }
        self.out.push_str(" xmlns:xsi=\"");
        self.out.push_str(XSI);
        self.out.push_str("\" xsi:nil=\"true\"");
        self.any_attrs(&ANYTHING, attributes)
    }

    /// `xsi:type` with the name of the type that stands for an abstract one.
    pub fn derived_type(&mut self, name: TypeName) {
        let name = format!("{}{}", name.ns.prefix(), name.local);
        #[cfg(feature = "serde")]
        if let Some(tree) = &mut self.tree {
            return tree.attribute("xsi:type", crate::tree::Value::Text(name));
        }
        self.out.push_str(" xmlns:xsi=\"");
        self.out.push_str(XSI);
        self.out.push_str("\" xsi:type=\"");
        self.out.push_str(&name);
        self.out.push('"');
    }

    /// The element being written has a default value, which only matters when reading.
    pub fn default_value(&mut self, _: &'static str) {}

    /// The element being written has a fixed value.
    pub fn fixed_value(&mut self, value: &'static str) {
        self.fixed = Some(value);
    }
}
