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
        self.pos += 1;
        let (name, local) = self.split_name()?;
        self.rest_of_tag(at, name, local)
    }

    /// Behind the name of a start tag that begins at a place: takes the rest apart and keeps the tag
    /// as look-ahead.
    fn rest_of_tag(&mut self, at: usize, name: &'a str, local: usize) -> Result<()> {
        let outside = self.bindings.len();
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
            name: name.as_bytes(),
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
            match self.enter_plain(ns, name)? {
                Some(entered) => {
                    if !entered {
                        self.miss(ns, name);
                    }
                    return Ok(entered);
                }
                None if self.ahead == Ahead::Start => {}
                None => {
                    #[cfg(feature = "serde")]
                    if self.tree.is_some() {
                        return self.tree_enter(ns, name);
                    }
                    self.look_ahead()?;
                }
            }
        }
        if self.ahead == Ahead::Start && self.start.local == name && self.is_bound_to(ns) {
            self.enter_ahead()?;
            return Ok(true);
        }
        self.miss(ns, name);
        Ok(false)
    }

    /// The fast way: white space, `<`, the expected name, `>`. Says whether that is there; none where
    /// more has to be looked at. A tag of this name with attributes is ahead afterwards.
    #[inline]
    fn enter_plain(&mut self, ns: &'static Namespace, name: &'static str) -> Result<Option<bool>> {
        if self.at_empty {
            return Ok(None);
        }
        let Some(prefix) = self.prefix_for(ns) else {
            return Ok(None);
        };
        self.skip_space();
        let bytes = self.text.as_bytes();
        let at = self.pos;
        let Some((b'<', rest)) = bytes.get(at..).and_then(<[u8]>::split_first) else {
            return Ok(None);
        };
        let mut local = 0;
        let rest = match prefix {
            "" => rest,
            _ => {
                let colon = rest.get(prefix.len()) == Some(&b':');
                if !colon || !xml::begins_with(rest, prefix.as_bytes()) {
                    // Another prefix may stand for the same namespace.
                    return Ok(None);
                }
                local = prefix.len() + 1;
                rest.get(local..).unwrap_or_default()
            }
        };
        if !xml::begins_with(rest, name.as_bytes()) {
            // Another name of the same namespace, or of another one, since no prefix stands for
            // none. What is wrong with it, whoever takes it apart will tell.
            return Ok(match rest.first() {
                Some(b'!' | b'?') => None,
                _ => Some(false),
            });
        }
        let end = at + 1 + local + name.len();
        match bytes.get(end) {
            Some(b'>') => {}
            Some(b' ' | b'\t' | b'\n' | b'\r' | b'/') => {
                self.pos = end;
                self.rest_of_tag(at, &self.text[at + 1..end], local)?;
                return Ok(None);
            }
            _ => return Ok(None),
        }
        let bindings = self.bindings.len();
        self.push_frame(Frame {
            name: &bytes[at + 1..end],
            bindings,
            mixed: false,
        })?;
        self.start.at = at;
        if !self.attributes.is_empty() {
            self.attributes.clear();
        }
        self.pos = end + 1;
        if let Some(tried) = &mut self.tried {
            tried.clear();
        }
        Ok(Some(true))
    }

    /// Leaves the element entered last: nothing but its end may follow.
    #[inline(never)]
    pub(super) fn leave(&mut self) -> Result<()> {
        if self.ahead == Ahead::Unknown && !self.at_empty {
            self.skip_space();
            if let Some(frame) = self.frames.last()
                && let Some(behind) = end_tag_at(self.text.as_bytes(), self.pos, frame.name)
            {
                self.pos = behind;
                self.pop_frame();
                return Ok(());
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
            let at = self.pos;
            self.pos += 2;
            let name = self.name()?;
            if let Some(frame) = self.frames.last()
                && name.as_bytes() != frame.name
            {
                let expected = frame.end_tag();
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
    pub(super) fn pop_frame(&mut self) {
        self.ahead = Ahead::Unknown;
        if let Some(frame) = self.frames.pop() {
            self.unbind(frame.bindings);
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

/// The place behind the end tag of this name, if it stands at a place.
#[inline]
pub(super) fn end_tag_at(bytes: &[u8], at: usize, name: &[u8]) -> Option<usize> {
    let rest = bytes.get(at..)?.strip_prefix(b"</")?;
    let matched = rest.get(name.len()) == Some(&b'>') && xml::begins_with(rest, name);
    matched.then(|| at + name.len() + 3)
}

/// Prefix, which may be empty, and local part of a name, by the place of the latter.
pub(super) fn split(name: &str, local: usize) -> (&str, &str) {
    match local.checked_sub(1) {
        Some(colon) => (&name[..colon], &name[local..]),
        None => ("", name),
    }
}
