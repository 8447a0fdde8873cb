//! Wildcards: content that the schema leaves open, kept as it stands.

use crate::any::AnyElement;
use crate::rule::Rule;

use super::instance::OpenType;
use super::stop::{Result, Stop};
use super::{Ahead, Reader};
use crate::xml::is_ncname_byte;

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

/// Prefixes, and what they stand for around a piece of a message.
type Declarations = Vec<(String, String)>;

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
        if self.checking > 0 {
            self.check_open(wildcard.process)?;
            return Ok(Some(AnyElement::from_raw("", "", "", Vec::new())));
        }
        let uri = self.uri_of(start.ns).to_owned();
        let own = self.bindings[start.bindings..]
            .iter()
            .map(|b| (b.prefix, None));
        let own: Vec<(&str, Option<String>)> = own.collect();
        self.check_open(wildcard.process)?;
        let raw = &self.text[start.at..self.pos];
        let around = self.around(raw, start.bindings, &own);
        self.hold(size_of::<AnyElement>() + uri.len() + carried(&around))?;
        let element = AnyElement::from_raw(&uri, start.local, raw, around);
        Ok(Some(match wildcard.process {
            ProcessContents::Skip => element,
            _ => element.checked_by(self.schema),
        }))
    }

    /// The declarations around a piece of the message that it may need, sorted: those of the
    /// prefixes that occur in it, be it in text, and that of the default namespace. `own` are those
    /// of its start tag: with a URI if they are needed as well, else only hiding outer ones. Takes
    /// time by the length of the piece, not by the number of declarations.
    fn around(&self, raw: &str, bindings: usize, own: &[(&str, Option<String>)]) -> Declarations {
        let outer = &self.bindings[..bindings.min(self.bindings.len())];
        let mut found = Declarations::new();
        if outer.is_empty() && own.is_empty() {
            return found;
        }
        let mut want = |prefix: &str| {
            if found.iter().any(|(known, _)| known == prefix) {
                return;
            }
            let uri = match own.iter().find(|(known, _)| *known == prefix) {
                Some((_, uri)) => uri.clone(),
                None => outer
                    .iter()
                    .rfind(|b| b.prefix == prefix)
                    .map(|b| b.uri.to_string()),
            };
            found.extend(uri.map(|uri| (prefix.to_owned(), uri)));
        };
        want("");
        let mut last = "";
        for colon in memchr::memchr_iter(b':', raw.as_bytes()) {
            let before = &raw.as_bytes()[..colon];
            let start = before
                .iter()
                .rposition(|&b| !is_ncname_byte(b))
                .map_or(0, |i| i + 1);
            let prefix = &raw[start..colon];
            if prefix != last && !prefix.is_empty() {
                want(prefix);
                last = prefix;
            }
        }
        found.sort_unstable();
        found
    }

    /// Counts what is kept, so that a small message can't become a large value.
    #[inline]
    pub(crate) fn hold(&mut self, bytes: usize) -> Result<()> {
        self.held = self.held.saturating_add(bytes);
        match self.held > self.limits.max_memory {
            true => Err(self.too_much()),
            false => Ok(()),
        }
    }

    #[cold]
    fn too_much(&self) -> Stop {
        let limit = format!("{} bytes of memory for the values", self.limits.max_memory);
        self.stop(Rule::Limit, limit, "more")
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
    ) -> Result<(T, String, Declarations)> {
        self.allow_text();
        let start = self.pos;
        let empty = self.at_empty;
        let outer = self.frames.last().map_or(0, |frame| frame.bindings);
        let own: Vec<(&str, Option<String>)> = self.bindings[outer.min(self.bindings.len())..]
            .iter()
            .map(|b| (b.prefix, Some(b.uri.to_string())))
            .collect();
        let value = read(self)?;
        if self.checking > 0 {
            return Ok((value, String::new(), Vec::new()));
        }
        let whole = &self.text[start..self.pos];
        let end = if empty {
            0
        } else {
            whole.rfind("</").unwrap_or(0)
        };
        let raw = &whole[..end];
        let around = self.around(raw, outer, &own);
        self.hold(carried(&around))?;
        Ok((value, raw.to_owned(), around))
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
            let global = self
                .schema
                .global(self.uri_of(self.start.ns), local)
                .copied();
            match global {
                Some(global) => {
                    self.enter_ahead()?;
                    // Of what is only checked nothing is kept: each level would copy it again.
                    self.checking += 1;
                    let result = (global.check)(self);
                    self.checking -= 1;
                    return result.map_err(|stop| stop.within(local, None));
                }
                None if process == ProcessContents::Strict => {
                    let found = self.show_start();
                    return Err(Stop::new(
                        Rule::WildcardUndeclared,
                        "a known element",
                        &found,
                        self.start.at,
                    ));
                }
                None => {}
            }
        }
        if process != ProcessContents::Skip {
            let open = self
                .check_open_attributes()
                .map_err(|stop| stop.within(local, None))?;
            if let OpenType::BuiltIn(name, at) = open {
                self.enter_ahead()?;
                return self
                    .check_built_in(name, at)
                    .map_err(|stop| stop.within(local, None));
            }
        }
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
}

/// Memory that declarations take with an element.
fn carried(around: &[(String, String)]) -> usize {
    around
        .iter()
        .map(|(prefix, uri)| 64 + prefix.len() + uri.len())
        .sum()
}
