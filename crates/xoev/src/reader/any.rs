//! Wildcards: content that the schema leaves open, kept as it stands.

use crate::any::AnyElement;
use crate::rule::Rule;

use super::namespaces::{Binding, Bound};
use super::stop::{Result, Stop};
use super::{Ahead, Reader};

/// `xs:any` or `xs:anyAttribute` as a type declares it.
#[derive(Debug)]
pub struct Wildcard {
    /// Which namespaces are allowed.
    pub namespaces: NamespaceRule,
    /// How strictly content is checked.
    pub process: ProcessContents,
}

/// Namespaces that a wildcard allows; the empty URI stands for "no namespace".
#[derive(Debug)]
pub enum NamespaceRule {
    /// All.
    Any,
    /// All but this one and "no namespace".
    Other(&'static str),
    /// Just these.
    OneOf(&'static [&'static str]),
}

/// How strictly the content of a wildcard is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessContents {
    /// A declaration must be known, and the content valid.
    Strict,
    /// Valid where a declaration is known.
    Lax,
    /// Well-formed is enough.
    Skip,
}

impl Wildcard {
    /// Whether an element or attribute of this namespace is allowed.
    pub fn allows(&self, uri: &str) -> bool {
        match self.namespaces {
            NamespaceRule::Any => true,
            NamespaceRule::Other(not) => !uri.is_empty() && uri != not,
            NamespaceRule::OneOf(list) => list.contains(&uri),
        }
    }
}

impl Reader<'_> {
    /// An element that a wildcard requires.
    pub fn any(&mut self, wildcard: &'static Wildcard) -> Result<AnyElement> {
        match self.any_opt(wildcard)? {
            Some(element) => Ok(element),
            None => {
                let stop = self.unexpected(None);
                Err(if stop.rule() == Rule::ElementUnexpected {
                    stop.with_rule(Rule::WildcardUndeclared)
                } else {
                    stop
                })
            }
        }
    }

    /// An element that a wildcard allows.
    pub fn any_opt(&mut self, wildcard: &'static Wildcard) -> Result<Option<AnyElement>> {
        #[cfg(feature = "serde")]
        if self.tree.is_some() {
            return self.tree_any(wildcard);
        }
        if !self.at_start()? || !wildcard.allows(self.uri_of(self.start.ns)) {
            return Ok(None);
        }
        let start = self.start;
        let raw_from = start.at;
        let outside = self.outside(start.bindings);
        let uri = self.uri_of(start.ns).to_owned();
        self.check_open(wildcard.process)?;
        let raw = &self.text[raw_from..self.pos];
        Ok(Some(AnyElement::from_raw(&uri, start.local, raw, outside)))
    }

    /// The declarations outside of an element that it does not make anew itself.
    fn outside(&self, bindings: usize) -> Vec<(String, String)> {
        let (outer, _) = self.bindings.split_at(bindings.min(self.bindings.len()));
        let visible = |(i, binding): &(usize, &Binding<'_>)| {
            self.bindings[i + 1..].iter().all(|later| later.prefix != binding.prefix)
        };
        outer
            .iter()
            .enumerate()
            .filter(visible)
            .map(|(_, binding)| (binding.prefix.to_owned(), binding.uri.clone().into_owned()))
            .collect()
    }

    /// Enters the element ahead, whatever it is.
    pub(crate) fn enter_any(&mut self) -> Result<()> {
        if !self.at_start()? {
            return Err(self.unexpected(None));
        }
        self.enter_ahead()
    }

    /// Reads an element with mixed content through `read`; gives its raw content and the
    /// declarations around it, those of its own start tag included.
    pub(crate) fn mixed_content<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<(T, String, Vec<(String, String)>)> {
        self.allow_text();
        let start = self.pos;
        let empty = self.at_empty;
        let outside = self.outside(self.bindings.len());
        let value = read(self)?;
        let whole = &self.text[start..self.pos];
        let end = if empty { 0 } else { whole.rfind("</").unwrap_or(0) };
        Ok((value, whole[..end].to_owned(), outside))
    }

    /// Elements that a wildcard allows, `min` to `max` of them.
    pub fn any_list(
        &mut self,
        wildcard: &'static Wildcard,
        min: u32,
        max: u32,
    ) -> Result<Vec<AnyElement>> {
        let mut list = Vec::new();
        while (list.len() as u64) < u64::from(max) {
            match self.any_opt(wildcard)? {
                Some(element) => list.push(element),
                None => break,
            }
        }
        if (list.len() as u64) < u64::from(min) {
            return Err(self.unexpected(None).with_rule(Rule::WildcardUndeclared));
        }
        Ok(list)
    }

    /// With a start tag ahead: reads the element through its end, checking as told.
    pub(super) fn check_open(&mut self, process: ProcessContents) -> Result<()> {
        let local = self.start.local;
        if process != ProcessContents::Skip {
            let global = self.schema.global(self.uri_of(self.start.ns), local).copied();
            match global {
                Some(global) => {
                    self.enter_ahead()?;
                    return (global.check)(self).map_err(|stop| stop.within(local, None));
                }
                None if process == ProcessContents::Strict => {
                    let found = self.show_start();
                    return Err(Stop::new(Rule::WildcardUndeclared, "a known element", &found, self.start.at));
                }
                None => {}
            }
        }
        self.check_open_attributes().map_err(|stop| stop.within(local, None))?;
        self.enter_ahead()?;
        self.allow_text();
        let result = loop {
            match self.look_ahead() {
                Ok(()) if self.ahead == Ahead::Start => {
                    if let Err(stop) = self.check_open(process) {
                        break Err(stop);
                    }
                }
                Ok(()) => break self.end_tag(),
                Err(stop) => break Err(stop),
            }
        };
        result.map_err(|stop| stop.within(local, None))
    }

    /// An element without declaration may carry any attribute; of the schema instance namespace
    /// only the four that exist, and `xsi:type` must at least name something.
    fn check_open_attributes(&self) -> Result<()> {
        for attribute in self.attributes.iter().filter(|a| matches!(a.ns, Bound::Xsi)) {
            let value = attribute.value.trim_matches([' ', '\t', '\n', '\r']);
            if attribute.local == "type" && self.resolve_qname(value).is_none() {
                let stop = Stop::new(Rule::TypeUnknown, "a known type", value, attribute.at);
                return Err(stop.within("@xsi:type", None));
            }
        }
        Ok(())
    }
}
