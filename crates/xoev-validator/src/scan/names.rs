//! Qualified names (XML 1.0, fifth edition; Namespaces in XML 1.0).

use std::ops::Range;

use xoev::Rule;
use xoev::xml::{self, NameFault};

use super::{Lack, Parsed, Scanner, syntax};
use crate::fatal::Fatal;
use crate::window::Window;

impl<W: Window> Scanner<W> {
    /// A qualified name. Also tells where its local part begins.
    #[inline]
    pub(super) fn name(&self, text: &str, start: usize) -> Parsed<(Range<usize>, usize)> {
        let run = xml::name_run(text.as_bytes(), start);
        let whole = run.end < text.len() && run.end - start <= self.settings.max_name;
        match run.is_plain && whole {
            true => Ok((start..run.end, run.local)),
            false => self.odd_name(text, start, run.end),
        }
    }

    /// A name that is not there as a whole, too long, or not made of characters of ASCII.
    #[cold]
    fn odd_name(&self, text: &str, start: usize, end: usize) -> Parsed<(Range<usize>, usize)> {
        let is_long = end - start > self.settings.max_name;
        if end == text.len() && !is_long {
            return Err(Lack::More);
        }
        let local = match xml::qualified_name(&text[start..end]) {
            Err(NameFault::Unsound) if is_long => 0,
            Err(fault) => return Err(syntax(fault.expected(), start).into()),
            Ok(local) => local,
        };
        if is_long {
            let limit = format!("{} bytes in a name", self.settings.max_name);
            return Err(Fatal::new(Rule::Limit, limit, "a longer one", start).into());
        }
        Ok((start..end, start + local))
    }
}
