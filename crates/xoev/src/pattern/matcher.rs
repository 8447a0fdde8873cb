//! Compiled patterns: the fastest of three ways that fits.

use regex::{Regex, RegexBuilder};

use super::ast::{Ast, CharSet};
use super::table::as_char_table;
use super::{PatternError, parse};
use crate::chars::OwnedTable;

/// Memory that a compiled regular expression may take, in bytes.
const SIZE_MAX: usize = 8 << 20;

#[derive(Debug)]
pub(super) enum Matcher {
    /// The pattern only says which characters are allowed.
    Table(Box<OwnedTable>),
    /// Counted classes one after the other, each place being clear without trying.
    Steps(Vec<Step>),
    /// Anything else.
    Regex(Regex),
}

/// So many characters of a class.
#[derive(Debug)]
pub(super) struct Step {
    ascii: [bool; 128],
    set: CharSet,
    min: u32,
    max: u32,
}

impl Step {
    fn new(set: CharSet, min: u32, max: Option<u32>) -> Step {
        let mut ascii = [false; 128];
        for (byte, allowed) in (0..128u8).zip(&mut ascii) {
            *allowed = set.contains(char::from(byte));
        }
        Step {
            ascii,
            set,
            min,
            max: max.unwrap_or(u32::MAX),
        }
    }

    fn allows(&self, c: char) -> bool {
        match self.ascii.get(c as usize) {
            Some(allowed) => *allowed,
            None => self.set.contains(c),
        }
    }
}

impl Matcher {
    pub(super) fn compile(source: &str) -> Result<Matcher, PatternError> {
        let ast = parse(source)?;
        if let Some(spec) = as_char_table(&ast) {
            return Ok(Matcher::Table(Box::new(OwnedTable::new(spec))));
        }
        if let Some(steps) = steps(&ast) {
            return Ok(Matcher::Steps(steps));
        }
        let mut translated = String::from(r"\A");
        translate(&ast, &mut translated);
        translated.push_str(r"\z");
        RegexBuilder::new(&translated)
            .size_limit(SIZE_MAX)
            .dfa_size_limit(SIZE_MAX)
            .build()
            .map(Matcher::Regex)
            .map_err(|_| PatternError::new("a pattern that would need too much memory", 0))
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        match self {
            Matcher::Table(table) => table.is_match(text),
            Matcher::Steps(steps) => walk(steps, text).is_none(),
            Matcher::Regex(regex) => regex.is_match(text),
        }
    }

    pub(super) fn first_bad(&self, text: &str) -> Option<usize> {
        match self {
            Matcher::Table(table) => table.first_bad(text),
            Matcher::Steps(steps) => walk(steps, text).filter(|at| *at < text.len()),
            Matcher::Regex(_) => None,
        }
    }
}

/// Where a text leaves the steps; its length if it ends too early; none if it matches.
fn walk(steps: &[Step], text: &str) -> Option<usize> {
    let mut chars = text.chars();
    for step in steps {
        let mut count = 0;
        while count < step.max {
            let before = chars.clone();
            match chars.next() {
                Some(c) if step.allows(c) => count += 1,
                _ => {
                    chars = before;
                    break;
                }
            }
        }
        if count < step.min {
            return Some(text.len() - chars.as_str().len());
        }
    }
    match chars.as_str() {
        "" => None,
        rest => Some(text.len() - rest.len()),
    }
}

/// The pattern as steps, if every character shows by itself which step it belongs to.
fn steps(ast: &Ast) -> Option<Vec<Step>> {
    let Ast::Concat(parts) = ast else {
        return Some(vec![step(ast)?]);
    };
    let steps = parts.iter().map(step).collect::<Option<Vec<_>>>()?;
    is_clear(&steps).then_some(steps)
}

fn step(part: &Ast) -> Option<Step> {
    match part {
        Ast::Class(set) => Some(Step::new(set.clone(), 1, Some(1))),
        Ast::Repeat { node, min, max } => match &**node {
            Ast::Class(set) => Some(Step::new(set.clone(), *min, *max)),
            _ => None,
        },
        _ => None,
    }
}

/// A step that may take more or fewer characters must share none with whatever may follow it.
fn is_clear(steps: &[Step]) -> bool {
    steps.iter().enumerate().all(|(at, step)| {
        if step.min == step.max {
            return true;
        }
        for next in steps.iter().skip(at + 1) {
            if !step.set.is_disjoint(&next.set) {
                return false;
            }
            if next.min > 0 {
                break;
            }
        }
        true
    })
}

/// Writes the pattern in the syntax of the `regex` crate.
fn translate(ast: &Ast, out: &mut String) {
    use std::fmt::Write as _;
    match ast {
        Ast::Class(set) => match set.only() {
            Some(c) => {
                let _ = write!(out, r"\x{{{:X}}}", c as u32);
            }
            // `[a&&b]` is the empty class.
            None if set.ranges().is_empty() => out.push_str("[a&&b]"),
            None => {
                out.push('[');
                for (low, high) in set.ranges() {
                    let _ = write!(out, r"\x{{{low:X}}}-\x{{{high:X}}}");
                }
                out.push(']');
            }
        },
        Ast::Concat(parts) => {
            out.push_str("(?:");
            parts.iter().for_each(|part| translate(part, out));
            out.push(')');
        }
        Ast::Alternate(branches) => {
            out.push_str("(?:");
            for (at, branch) in branches.iter().enumerate() {
                if at > 0 {
                    out.push('|');
                }
                translate(branch, out);
            }
            out.push(')');
        }
        Ast::Repeat { node, min, max } => {
            out.push_str("(?:");
            translate(node, out);
            let _ = match max {
                Some(max) => write!(out, "){{{min},{max}}}"),
                None => write!(out, "){{{min},}}"),
            };
        }
    }
}
