//! Wildcards: content that the schema leaves open.

use crate::any::{AnyAttribute, AnyElement};
use crate::error::Violation;
use crate::name::{NO_NAMESPACE, XML_NAMESPACE};
use crate::reader::{ProcessContents, Wildcard};
use crate::rule::Rule;

use super::escape::escape_attribute;
use super::{Parts, Result, Stop, Writer};

impl Writer<'_> {
    /// Attributes that a wildcard allows.
    pub fn any_attrs(&mut self, wildcard: &'static Wildcard, list: &[AnyAttribute]) -> Result<()> {
        for (index, attribute) in list.iter().enumerate() {
            let (uri, local, value) = (
                attribute.namespace(),
                attribute.local_name(),
                attribute.value(),
            );
            if self.style.checked {
                self.check_attribute(wildcard, attribute, &list[..index])?;
            }
            match uri {
                "" => self.attr_text(&NO_NAMESPACE, local, value),
                uri if uri == XML_NAMESPACE.uri() => self.attr_text(&XML_NAMESPACE, local, value),
                #[cfg(feature = "serde")]
                uri if self.tree.is_some() => {
                    let value = crate::tree::Value::Text(value.to_owned());
                    if let Some(tree) = &mut self.tree {
                        tree.attribute(&format!("{{{uri}}}{local}"), value);
                    }
                }
                uri => {
                    let prefix = self.free_prefix(index);
                    self.out.push_str(&format!(" xmlns:{prefix}=\""));
                    escape_attribute(uri, &mut self.out);
                    self.out.push_str(&format!("\" {prefix}:{local}=\""));
                    escape_attribute(value, &mut self.out);
                    self.out.push('"');
                }
            }
        }
        Ok(())
    }

    fn check_attribute(
        &self,
        wildcard: &'static Wildcard,
        attribute: &AnyAttribute,
        before: &[AnyAttribute],
    ) -> Result<()> {
        let (uri, local) = (attribute.namespace(), attribute.local_name());
        if !wildcard.allows(uri) {
            let expected = "another namespace".to_owned();
            return Err(self.invalid(Rule::AttributeUnexpected, expected, local.to_owned()));
        }
        self.check_declared(wildcard, attribute)?;
        let twin = before
            .iter()
            .any(|b| b.namespace() == uri && b.local_name() == local)
            || (uri.is_empty() && self.tag().contains(&format!(" {local}=\"")));
        match twin {
            true => {
                let expected = "each attribute once".to_owned();
                Err(self.invalid(Rule::DuplicateAttribute, expected, local.to_owned()))
            }
            false => Ok(()),
        }
    }

    /// As the reader does: by the declaration, as far as the wildcard asks.
    fn check_declared(&self, wildcard: &'static Wildcard, attribute: &AnyAttribute) -> Result<()> {
        // What fills a tree is checked when it is read from there.
        #[cfg(feature = "serde")]
        if self.tree.is_some() {
            return Ok(());
        }
        let (uri, local) = (attribute.namespace(), attribute.local_name());
        match (wildcard.process, self.schema.attribute(uri, local)) {
            (ProcessContents::Skip, _) | (ProcessContents::Lax, None) => Ok(()),
            (_, Some(known)) => known
                .check(attribute.value())
                .map_err(|fault| self.fault(fault)),
            (ProcessContents::Strict, None) => {
                let expected = "a known attribute".to_owned();
                Err(self.invalid(Rule::WildcardUndeclared, expected, local.to_owned()))
            }
        }
    }

    /// The start tag being written: `<` stands escaped in values, and output is handed on between
    /// tags only.
    fn tag(&self) -> &str {
        &self.out[self.out.rfind('<').unwrap_or(0)..]
    }

    /// A prefix that the start tag being written does not declare yet.
    fn free_prefix(&self, index: usize) -> String {
        let tag = self.tag();
        (index..)
            .map(|number| format!("a{number}"))
            .find(|prefix| !tag.contains(&format!(" xmlns:{prefix}=\"")))
            .unwrap_or_default()
    }

    /// An element that a wildcard allows.
    pub fn any(&mut self, wildcard: &'static Wildcard, element: &AnyElement) -> Result<()> {
        if self.style.checked && !wildcard.allows(element.namespace()) {
            let found = format!("{{{}}}{}", element.namespace(), element.local_name());
            return Err(self.invalid(Rule::WildcardUndeclared, "another namespace".into(), found));
        }
        #[cfg(feature = "serde")]
        if let Some(tree) = &mut self.tree {
            tree.any(element.to_xml());
            return Ok(());
        }
        if self.style.checked
            && let Err(violation) = element.check(wildcard, self.schema)
        {
            return Err(self.within_open(violation));
        }
        if self.style.indent {
            self.line();
        }
        element.write(&mut self.out);
        self.parent = true;
        Ok(())
    }

    /// A violation that was found by reading open content once more.
    #[cold]
    fn within_open(&self, violation: Violation) -> Stop {
        let Violation {
            rule,
            expected,
            found,
            path,
            ..
        } = violation;
        let mut path = path.0;
        path.reverse();
        let at = self.written + self.out.len();
        Stop(Box::new(Parts::Invalid {
            rule,
            expected,
            found,
            at,
            path,
        }))
    }

    /// An element that a wildcard allows and that may be absent.
    pub fn any_opt(
        &mut self,
        wildcard: &'static Wildcard,
        element: &Option<AnyElement>,
    ) -> Result<()> {
        element
            .as_ref()
            .map_or(Ok(()), |element| self.any(wildcard, element))
    }

    /// Elements that a wildcard allows, `min` to `max` of them.
    pub fn any_list(
        &mut self,
        wildcard: &'static Wildcard,
        min: u32,
        max: u32,
        list: &[AnyElement],
    ) -> Result<()> {
        self.number("any element", list.len(), min, max)?;
        list.iter()
            .try_for_each(|element| self.any(wildcard, element))
    }

    /// Namespace declarations that raw content needs.
    pub(crate) fn declarations(&mut self, outside: &[(Box<str>, Box<str>)]) -> Result<()> {
        for declaration in outside {
            // The root element has declarations of the writer's own.
            let prefix = &declaration.0;
            let known = format!(" xmlns:{prefix}=\"");
            let made = self
                .tag()
                .split_once(&known)
                .and_then(|(_, rest)| rest.split('"').next());
            match made {
                None => declare(std::slice::from_ref(declaration), &mut self.out),
                Some(made) => {
                    let mut uri = String::new();
                    escape_attribute(&declaration.1, &mut uri);
                    if made != uri {
                        let found = format!("prefix {prefix} of the root element in raw content");
                        return Err(self.invalid(Rule::NotSupported, String::new(), found));
                    }
                }
            }
        }
        Ok(())
    }
}

/// Writes namespace declarations.
pub(crate) fn declare(outside: &[(Box<str>, Box<str>)], out: &mut String) {
    for (prefix, uri) in outside {
        out.push_str(if prefix.is_empty() {
            " xmlns"
        } else {
            " xmlns:"
        });
        out.push_str(prefix);
        out.push_str("=\"");
        escape_attribute(uri, out);
        out.push('"');
    }
}
