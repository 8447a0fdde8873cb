//! Start tags and end tags.

use crate::name::Namespace;
use crate::rule::Rule;
use crate::xml;

use super::namespaces::Bound;
use super::stop::{Result, Stop};
use super::{Ahead, Frame, Reader, StartTag};

impl<'a> Reader<'a> {
    /// Reads a qualified name: at most one colon, not at either end.
    pub(super) fn name(&mut self) -> Result<&'a str> {
        Ok(self.split_name()?.0)
    }

    /// As [`Reader::name`]; also tells where its local part begins, which is 0 without prefix.
    pub(super) fn split_name(&mut self) -> Result<(&'a str, usize)> {
        let start = self.pos;
        let run = xml::name_run(self.text.as_bytes(), start);
        let name = &self.text[start..run.end];
        if !run.is_plain
            && let Err(fault) = xml::qualified_name(name)
        {
            return Err(self.syntax(fault.expected(), start));
        }
        if name.len() > self.limits.max_name {
            return Err(self.name_too_long(start));
        }
        self.pos = run.end;
        Ok((name, run.local - start))
    }

    /// A name or a URI beyond [`Limits::max_name`](crate::Limits::max_name).
    #[cold]
    pub(super) fn name_too_long(&self, at: usize) -> Stop {
        let limit = format!("{} bytes in a name", self.limits.max_name);
        Stop::new(Rule::Limit, limit, "a longer one", at)
    }

    /// At `<` of a start tag: takes it apart and keeps it as look-ahead.
    pub(super) fn start_tag(&mut self) -> Result<()> {
        let at = self.pos;
        let outside = self.bindings.len();
        self.pos += 1;
        let (name, local) = self.split_name()?;
        self.attributes.clear();
        let empty = match self.byte(self.pos) {
            Some(b'>') => false,
            _ => self.attribute_list(outside)?,
        };
        self.pos += 1;
        let (prefix, local) = split(name, local);
        let ns = self.resolve(prefix, at)?;
        if !self.attributes.is_empty() {
            self.resolve_attributes()?;
        }
        self.start = StartTag {
            at,
            end: self.pos,
            name,
            local,
            ns,
            bindings: outside,
            empty,
        };
        self.pos = at;
        self.ahead = Ahead::Start;
        Ok(())
    }

    /// Enters the start tag ahead.
    pub(super) fn enter_ahead(&mut self) -> Result<()> {
        let StartTag {
            name,
            bindings,
            end,
            empty,
            ..
        } = self.start;
        self.push_frame(Frame {
            name,
            bindings,
            mixed: false,
        })?;
        self.pos = end;
        self.at_empty = empty;
        self.ahead = Ahead::Unknown;
        if let Some(tried) = &mut self.tried {
            tried.clear();
        }
        Ok(())
    }

    #[inline]
    fn push_frame(&mut self, frame: Frame<'a>) -> Result<()> {
        if self.frames.len() >= self.limits.max_depth {
            let limit = format!("{} nested elements", self.limits.max_depth);
            return Err(self.stop(Rule::Limit, limit, "one more"));
        }
        self.frames.push(frame);
        Ok(())
    }

    /// Enters the element if it is what comes next. On success the reader stands behind its start
    /// tag, and [`Reader::leave`] must follow its content.
    // Not inlined: generated readers call it for every field, and the call costs less than the size.
    #[inline(never)]
    pub(super) fn enter(&mut self, ns: &'static Namespace, name: &'static str) -> Result<bool> {
        if self.ahead == Ahead::Unknown {
            if self.enter_plain(ns, name)? {
                return Ok(true);
            }
            #[cfg(feature = "serde")]
            if self.tree.is_some() {
                return self.tree_enter(ns, name);
            }
            self.look_ahead()?;
        }
        if self.ahead == Ahead::Start && self.start.local == name && self.is_bound_to(ns) {
            self.enter_ahead()?;
            return Ok(true);
        }
        self.miss(ns, name);
        Ok(false)
    }

    /// The fast way: white space, `<`, the expected name, `>`.
    #[inline]
    fn enter_plain(&mut self, ns: &'static Namespace, name: &'static str) -> Result<bool> {
        if self.at_empty {
            return Ok(false);
        }
        let Some(prefix) = self.prefix_for(ns) else {
            return Ok(false);
        };
        self.skip_space();
        let bytes = self.text.as_bytes();
        let at = self.pos;
        let Some(rest) = bytes[at..].strip_prefix(b"<") else {
            return Ok(false);
        };
        let rest = match prefix {
            "" => rest,
            _ => match rest
                .strip_prefix(prefix.as_bytes())
                .and_then(|r| r.strip_prefix(b":"))
            {
                Some(rest) => rest,
                None => return Ok(false),
            },
        };
        // Of another name, this is nearly always something else.
        if rest.get(name.len()) != Some(&b'>') || !rest.starts_with(name.as_bytes()) {
            return Ok(false);
        }
        let end = bytes.len() - rest.len() + name.len();
        let bindings = self.bindings.len();
        self.push_frame(Frame {
            name: &self.text[at + 1..end],
            bindings,
            mixed: false,
        })?;
        self.start.at = at;
        self.attributes.clear();
        self.pos = end + 1;
        if let Some(tried) = &mut self.tried {
            tried.clear();
        }
        Ok(true)
    }

    /// Leaves the element entered last: nothing but its end may follow.
    #[inline(never)]
    pub(super) fn leave(&mut self) -> Result<()> {
        if self.ahead == Ahead::Unknown && !self.at_empty {
            self.skip_space();
            if let Some(frame) = self.frames.last() {
                let rest = &self.text.as_bytes()[self.pos..];
                let matched = rest
                    .strip_prefix(b"</")
                    .and_then(|r| r.strip_prefix(frame.name.as_bytes()))
                    .is_some_and(|r| r.first() == Some(&b'>'));
                if matched {
                    self.pos += frame.name.len() + 3;
                    self.pop_frame();
                    return Ok(());
                }
            }
        }
        #[cfg(feature = "serde")]
        if self.tree.is_some() {
            return self.tree_leave();
        }
        self.look_ahead()?;
        match self.ahead {
            Ahead::End => self.end_tag(),
            _ => Err(self.unexpected(None)),
        }
    }

    /// With the end of the element ahead: consumes it.
    pub(super) fn end_tag(&mut self) -> Result<()> {
        if self.at_empty {
            self.at_empty = false;
        } else {
            let expected = self.frames.last().map_or("", |f| f.name);
            let at = self.pos;
            self.pos += 2;
            let name = self.name()?;
            if name != expected {
                let expected = format!("</{expected}>");
                return Err(Stop::new(
                    Rule::TagMismatch,
                    expected,
                    &format!("</{name}>"),
                    at,
                ));
            }
            self.skip_space();
            if self.byte(self.pos) != Some(b'>') {
                return Err(self.syntax("“>”", self.pos));
            }
            self.pos += 1;
        }
        self.pop_frame();
        Ok(())
    }

    #[inline]
    fn pop_frame(&mut self) {
        self.ahead = Ahead::Unknown;
        if let Some(frame) = self.frames.pop() {
            self.bindings.truncate(frame.bindings);
        }
        if let Some(tried) = &mut self.tried {
            tried.clear();
        }
    }

    /// An unbound start tag, before anything was read.
    pub(super) const NO_TAG: StartTag<'static> = StartTag {
        at: 0,
        end: 0,
        name: "",
        local: "",
        ns: Bound::None,
        bindings: 0,
        empty: false,
    };
}

/// Prefix, which may be empty, and local part of a name, by the place of the latter.
pub(super) fn split(name: &str, local: usize) -> (&str, &str) {
    match local.checked_sub(1) {
        Some(colon) => (&name[..colon], &name[local..]),
        None => ("", name),
    }
}
