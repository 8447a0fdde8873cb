//! The error that travels up through the generated readers, collecting the path on its way.

use crate::error::{Path, Step, Violation};
use crate::name::Namespace;
use crate::rule::Rule;
use crate::simple::{FOUND_MAX, Fault};

use super::{Ahead, Reader};

/// Result of reading a part of a message.
pub type Result<T> = std::result::Result<T, Stop>;

/// Why reading stopped. One pointer wide, so that results stay small on the way that matters.
#[derive(Debug)]
pub struct Stop(Box<Parts>);

#[derive(Debug)]
struct Parts {
    rule: Rule,
    expected: String,
    found: String,
    at: usize,
    /// Innermost first.
    path: Vec<Step>,
}

impl Stop {
    #[cold]
    pub(super) fn new(rule: Rule, expected: impl Into<String>, found: &str, at: usize) -> Stop {
        let mut shown: String = found.chars().take(FOUND_MAX).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        Stop(Box::new(Parts {
            rule,
            expected: expected.into(),
            found: shown,
            at,
            path: Vec::new(),
        }))
    }

    #[cold]
    pub(super) fn from_fault(fault: Fault, at: usize) -> Stop {
        let (rule, expected, found) = fault.into_parts();
        Stop(Box::new(Parts {
            rule,
            expected,
            found,
            at,
            path: Vec::new(),
        }))
    }

    /// The same error, seen from the element around.
    #[cold]
    pub(super) fn within(mut self, name: &str, index: Option<u32>) -> Stop {
        let mut shown: String = name.chars().take(FOUND_MAX).collect();
        if shown.len() < name.len() {
            shown.push('…');
        }
        self.0.path.push(Step { name: shown, index });
        self
    }

    /// The same error under another rule.
    #[cold]
    pub(super) fn with_rule(mut self, rule: Rule) -> Stop {
        self.0.rule = rule;
        self
    }

    /// The same error, seen from the document.
    #[cold]
    pub(crate) fn at_root(self, name: &str) -> Stop {
        self.within(name, None)
    }

    /// The rule that was broken.
    pub(crate) fn rule(&self) -> Rule {
        self.0.rule
    }

    /// Adds line and column, which only now are worth counting.
    pub(crate) fn into_violation(self, text: &str) -> Violation {
        let Parts {
            rule,
            expected,
            found,
            at,
            mut path,
        } = *self.0;
        path.reverse();
        let at = (0..=at.min(text.len()))
            .rev()
            .find(|&i| text.is_char_boundary(i))
            .unwrap_or(0);
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        Violation {
            rule,
            path: Path(path),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
            offset: at,
            expected,
            found,
        }
    }
}

impl Reader<'_> {
    /// An error at the current position.
    #[cold]
    pub(super) fn stop(&self, rule: Rule, expected: impl Into<String>, found: &str) -> Stop {
        Stop::new(rule, expected, found, self.pos)
    }

    /// An error of XML syntax; `found` is the text at the position.
    #[cold]
    pub(super) fn syntax(&self, expected: &str, at: usize) -> Stop {
        let rest = self.text.get(at..).unwrap_or("");
        let found: String = rest.chars().take(20).collect();
        let found = if found.is_empty() {
            "the end of the document".to_owned()
        } else {
            format!("“{found}”")
        };
        Stop::new(Rule::Syntax, expected, &found, at)
    }

    /// Notes an expectation that does not hold here.
    #[inline]
    pub(super) fn miss(&mut self, ns: &'static Namespace, name: &'static str) {
        if let Some(tried) = &mut self.tried {
            tried.push((ns, name));
        }
    }

    /// The content does not go on as the schema wants: `missing` is the last expectation.
    #[cold]
    pub(super) fn unexpected(
        &mut self,
        missing: Option<(&'static Namespace, &'static str)>,
    ) -> Stop {
        #[cfg(feature = "serde")]
        let is_text = self.tree.is_none();
        #[cfg(not(feature = "serde"))]
        let is_text = true;
        // What was only seen not to be expected is taken apart now.
        if is_text && let Err(stop) = self.look_ahead() {
            return stop;
        }
        let mut names: Vec<String> = Vec::new();
        let tried = self.tried.take().unwrap_or_default();
        for (ns, name) in tried.into_iter().chain(missing) {
            let shown = match self.ahead {
                // The local name alone would read like the one found.
                Ahead::Start if self.start.local == name && !self.is_bound_to(ns) => {
                    if ns.uri().is_empty() {
                        format!("{name} without namespace")
                    } else {
                        format!("{{{}}}{name}", ns.uri())
                    }
                }
                _ => name.to_owned(),
            };
            if !names.contains(&shown) {
                names.push(shown);
            }
        }
        let expected = if names.is_empty() {
            "the end of the element".to_owned()
        } else {
            names.join(" | ")
        };
        match self.ahead {
            Ahead::Start => {
                let at = self.start.at;
                let found = self.show_start();
                Stop::new(Rule::ElementUnexpected, expected, &found, at)
            }
            _ => self.stop(Rule::ElementMissing, expected, "the end of the element"),
        }
    }

    /// The name of the start tag ahead, with its namespace if it has one.
    pub(super) fn show_start(&self) -> String {
        match self.uri_of(self.start.ns) {
            "" => self.start.local.to_owned(),
            uri => format!("{{{uri}}}{}", self.start.local),
        }
    }
}
