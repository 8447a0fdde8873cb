//! Reads the regular expressions of XML Schema 1.0 (part 2, appendix F).

use super::PatternError;
use super::ast::{Ast, CharSet};
use super::blocks::block;
use super::categories::category;
use super::tables;

/// How deep groups may nest: parsing, translating and dropping recurse.
const DEPTH_MAX: u32 = 100;

/// How many character ranges a pattern may come to: `\w` alone has hundreds, and a pattern may
/// repeat it at the cost of two bytes.
const RANGES_MAX: usize = 200_000;

/// Parses a whole pattern.
pub(super) fn parse(source: &str) -> Result<Ast, PatternError> {
    let mut parser = Parser {
        source,
        rest: source.chars(),
        depth: 0,
        ranges: 0,
    };
    let ast = parser.alternatives()?;
    match parser.peek() {
        None => Ok(ast),
        Some(_) => Err(parser.error("a closing parenthesis without an opening one")),
    }
}

struct Parser<'a> {
    source: &'a str,
    rest: std::str::Chars<'a>,
    depth: u32,
    ranges: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn next(&mut self) -> Option<char> {
        self.rest.next()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.rest.next();
        }
        found
    }

    fn error(&self, message: &'static str) -> PatternError {
        PatternError::new(message, self.source.len() - self.rest.as_str().len())
    }

    fn alternatives(&mut self) -> Result<Ast, PatternError> {
        let first = self.branch()?;
        if self.peek() != Some('|') {
            return Ok(first);
        }
        let mut branches = vec![first];
        while self.eat('|') {
            branches.push(self.branch()?);
        }
        Ok(Ast::Alternate(branches))
    }

    fn branch(&mut self) -> Result<Ast, PatternError> {
        let mut parts = Vec::new();
        while let Some(c) = self.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            let atom = self.atom()?;
            parts.push(self.quantified(atom)?);
        }
        Ok(match parts.len() {
            1 => parts.swap_remove(0),
            _ => Ast::Concat(parts),
        })
    }

    fn atom(&mut self) -> Result<Ast, PatternError> {
        let set = match self.next() {
            Some('(') => {
                self.depth += 1;
                if self.depth > DEPTH_MAX {
                    return Err(self.error("groups nested too deeply"));
                }
                let inner = self.alternatives()?;
                if !self.eat(')') {
                    return Err(self.error("a group without a closing parenthesis"));
                }
                self.depth -= 1;
                return Ok(inner);
            }
            Some('[') => self.class(0)?,
            Some('.') => any_but_line_ends(),
            Some('\\') => self.escape(is_escapable)?.into_set(),
            Some('*' | '+' | '?') => return Err(self.error("a quantifier without anything before")),
            Some('{' | '}' | ']') => {
                return Err(self.error("a bracket or brace that must be escaped"));
            }
            Some(c) => CharSet::single(c),
            None => return Err(self.error("unexpected end")),
        };
        self.ranges += set.ranges().len();
        if self.ranges > RANGES_MAX {
            return Err(self.error("too many character ranges"));
        }
        Ok(Ast::Class(set))
    }

    fn quantified(&mut self, atom: Ast) -> Result<Ast, PatternError> {
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.next();
                let min = self.number()?;
                let max = match self.eat(',') {
                    false => Some(min),
                    true if self.peek() == Some('}') => None,
                    true => Some(self.number()?),
                };
                if self.peek() != Some('}') {
                    return Err(self.error("a quantity without a closing brace"));
                }
                if max.is_some_and(|max| max < min) {
                    return Err(self.error("a quantity whose end is less than its start"));
                }
                (min, max)
            }
            _ => return Ok(atom),
        };
        self.next();
        Ok(Ast::Repeat {
            node: Box::new(atom),
            min,
            max,
        })
    }

    fn number(&mut self) -> Result<u32, PatternError> {
        let mut value: Option<u32> = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            self.next();
            let next = value
                .unwrap_or(0)
                .checked_mul(10)
                .and_then(|v| v.checked_add(digit));
            value = Some(next.ok_or_else(|| self.error("a quantity that is too large"))?);
        }
        value.ok_or_else(|| self.error("a quantity without a number"))
    }

    /// A character class, after its opening bracket.
    fn class(&mut self, depth: u32) -> Result<CharSet, PatternError> {
        if depth > DEPTH_MAX {
            return Err(self.error("classes nested too deeply"));
        }
        let negated = self.eat('^');
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        let mut first = true;
        let mut minus = None;
        loop {
            let Some(c) = self.next() else {
                return Err(self.error("a character class without a closing bracket"));
            };
            let low = match c {
                ']' if !first => break,
                '-' if self.peek() == Some('[') && !first => {
                    self.next();
                    minus = Some(self.class(depth + 1)?);
                    if !self.eat(']') {
                        return Err(self.error("a subtraction must end its class"));
                    }
                    break;
                }
                // A hyphen stands for itself at the ends of a class only, and begins no range.
                '-' if self.peek() == Some(']') => '-',
                '-' if first && !self.begins_range() => '-',
                '[' | ']' | '-' => {
                    return Err(self.error("a bracket or hyphen that must be escaped"));
                }
                '\\' => match self.escape(is_meta)? {
                    Escape::Char(c) => c,
                    Escape::Set(set) => {
                        ranges.extend_from_slice(set.ranges());
                        first = false;
                        continue;
                    }
                },
                c => c,
            };
            first = false;
            ranges.push((low as u32, self.range_end(low)? as u32));
            if ranges.len() > RANGES_MAX {
                return Err(self.error("too many character ranges"));
            }
        }
        let mut set = CharSet::from_ranges(&ranges);
        if negated {
            set = set.negate();
        }
        if let Some(minus) = minus {
            set = set.minus(&minus);
        }
        Ok(set)
    }

    /// Whether a hyphen comes next that makes a range of what is before it.
    fn begins_range(&self) -> bool {
        let mut ahead = self.rest.clone();
        ahead.next() == Some('-') && !matches!(ahead.next(), Some('[' | ']') | None)
    }

    /// The last character of a range that begins with `low`; `low` itself if there is no range.
    fn range_end(&mut self, low: char) -> Result<char, PatternError> {
        if !self.begins_range() {
            return Ok(low);
        }
        self.next();
        let high = match self.next() {
            Some('\\') => match self.escape(is_meta)? {
                Escape::Char(c) => c,
                Escape::Set(_) => return Err(self.error("a range that ends in a class")),
            },
            Some(c) if c != '-' => c,
            _ => return Err(self.error("a range without an end")),
        };
        match low <= high {
            true => Ok(high),
            false => Err(self.error("a range whose end is less than its start")),
        }
    }

    /// An escape, after its backslash; `escapable` are the characters that may stand for
    /// themselves here.
    fn escape(&mut self, escapable: fn(char) -> bool) -> Result<Escape, PatternError> {
        let Some(c) = self.next() else {
            return Err(self.error("a backslash at the end"));
        };
        let set = match c.to_ascii_lowercase() {
            _ if matches!(c, 'n' | 'r' | 't') => {
                return Ok(Escape::Char(match c {
                    'n' => '\n',
                    'r' => '\r',
                    _ => '\t',
                }));
            }
            's' => CharSet::from_ranges(&[(0x9, 0xA), (0xD, 0xD), (0x20, 0x20)]),
            'd' => CharSet::from_ranges(tables::DIGIT),
            'i' => CharSet::from_ranges(tables::NAME_START),
            'c' => CharSet::from_ranges(tables::NAME_CHAR),
            'w' => word(),
            'p' => self.property()?,
            _ if escapable(c) => return Ok(Escape::Char(c)),
            _ => return Err(self.error("an unknown escape")),
        };
        Ok(Escape::Set(if c.is_ascii_uppercase() {
            set.negate()
        } else {
            set
        }))
    }

    /// The name in braces after `\p`.
    fn property(&mut self) -> Result<CharSet, PatternError> {
        let rest = self.rest.as_str();
        let name = rest
            .strip_prefix('{')
            .and_then(|r| r.split_once('}'))
            .map(|(name, _)| name);
        let Some(name) = name else {
            return Err(self.error("a property without a name"));
        };
        let set = match name.strip_prefix("Is") {
            Some(name) => block(name).map(CharSet::from_ranges),
            None => category(name).cloned(),
        };
        let set = set.ok_or_else(|| self.error("an unknown category or block"))?;
        if let Some(after) = rest.get(name.len() + 2..) {
            self.rest = after.chars();
        }
        Ok(set)
    }
}

enum Escape {
    Char(char),
    Set(CharSet),
}

impl Escape {
    fn into_set(self) -> CharSet {
        match self {
            Escape::Char(c) => CharSet::single(c),
            Escape::Set(set) => set,
        }
    }
}

/// Characters with a meaning of their own in patterns.
fn is_meta(c: char) -> bool {
    "\\|.?*+(){}-[]^".contains(c)
}

/// Characters that may follow a backslash outside of classes. The recommendation has just those
/// with a meaning, but validators take nearly all others, and schemas in use write `\/`.
fn is_escapable(c: char) -> bool {
    !"123456789<>ABPXZbefgpuvxz".contains(c)
}

/// `.`: besides line feed and carriage return, Xerces-J leaves out the two separators of Unicode.
fn any_but_line_ends() -> CharSet {
    CharSet::from_ranges(&[(0xA, 0xA), (0xD, 0xD), (0x2028, 0x2029)]).negate()
}

/// `\w`: everything but punctuation, separators and the like.
fn word() -> CharSet {
    ["P", "Z", "C"]
        .iter()
        .filter_map(|name| category(name))
        .fold(CharSet::default(), |set, category| set.union(category))
        .negate()
}
