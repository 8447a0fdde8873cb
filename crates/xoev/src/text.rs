//! What text types ask of their values.

use std::borrow::Cow;

use crate::any_uri;
use crate::chars::{CharTable, XML};
use crate::names;
use crate::pattern::Pattern;
use crate::rule::Rule;
use crate::simple::{Fault, Simple, WhiteSpace};

/// What a text type asks of its values. Made by [`text_type!`](crate::text_type).
#[derive(Debug)]
pub struct TextRules {
    /// Name of the type, for messages.
    pub name: &'static str,
    /// White space handling before the other rules apply.
    pub white_space: WhiteSpace,
    /// The rules of the type that this one restricts; they hold too.
    pub parent: Option<&'static TextRules>,
    /// What the built-in type asks that this one is derived from.
    pub base: TextBase,
    /// Permitted characters; stands for patterns that say no more than that.
    pub chars: Option<&'static CharTable>,
    /// Patterns: one group for each derivation step, of which one pattern must match.
    pub patterns: &'static [&'static [&'static Pattern]],
    /// Exact length in characters (items, for list types).
    pub length: Option<u32>,
    /// Least length in characters (items, for list types).
    pub min_length: Option<u32>,
    /// Greatest length in characters (items, for list types).
    pub max_length: Option<u32>,
    /// The only values allowed, with their labels; empty if there is no such limit.
    pub values: &'static [(&'static str, &'static str)],
}

/// What a built-in text type of XML Schema asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextBase {
    /// Any characters of XML: `xs:string`, `xs:normalizedString`, `xs:token`.
    Any,
    /// A URI or a reference; characters that a URI can't hold count as escaped.
    AnyUri,
    /// A language tag.
    Language,
    /// A name, colons allowed.
    Name,
    /// A name without colon.
    NcName,
    /// Characters of names.
    NmToken,
    /// One or more [`TextBase::NmToken`], separated by blanks.
    NmTokens,
    /// One or more [`TextBase::NcName`], separated by blanks.
    NcNames,
    /// A name with an optional prefix.
    QName,
    /// The name of an unparsed entity. There is none, since document type declarations are
    /// refused, so no text is valid.
    Entity,
}

impl TextRules {
    /// No limits: the start for others.
    pub const ANY: TextRules = TextRules {
        name: "xs:string",
        white_space: WhiteSpace::Preserve,
        parent: None,
        base: TextBase::Any,
        chars: None,
        patterns: &[],
        length: None,
        min_length: None,
        max_length: None,
        values: &[],
    };

    /// Whether a text, its white space handled, keeps all rules.
    ///
    /// # Errors
    ///
    /// The first rule that is broken.
    pub fn check(&self, text: &str) -> Result<(), Fault> {
        match self.is_kept(text) {
            true => Ok(()),
            false => self.find_fault(text),
        }
    }

    /// As [`TextRules::check`], without looking at anything twice: types often restrict others that
    /// have the same characters, or any.
    fn is_kept(&self, text: &str) -> bool {
        let mut next = Some(self);
        let mut last: Option<&CharTable> = None;
        let mut is_xml = false;
        while let Some(rules) = next {
            if let Some(table) = rules.chars
                && !last.is_some_and(|last| std::ptr::eq(last, table))
            {
                if !table.is_match(text) {
                    return false;
                }
                is_xml |= table.is_xml();
                last = Some(table);
            }
            let limited =
                rules.length.is_some() || rules.min_length.is_some() || rules.max_length.is_some();
            let mut groups = rules.patterns.iter();
            let kept = groups.all(|group| group.iter().any(|p| p.is_match(text)))
                && (rules.base == TextBase::Any || rules.check_base(text).is_ok())
                && (!limited || rules.bounds().allow(rules.count(text)))
                && (rules.values.is_empty() || rules.lists(text));
            if !kept {
                return false;
            }
            next = rules.parent;
        }
        is_xml || XML.is_match(text)
    }

    fn lists(&self, text: &str) -> bool {
        self.values.iter().any(|(value, _)| *value == text)
    }

    #[cold]
    fn find_fault(&self, text: &str) -> Result<(), Fault> {
        if let Some(parent) = self.parent {
            parent.check(text)?;
        }
        let table = self.chars.unwrap_or(&XML);
        match table.scan(text) {
            Ok(true) => {}
            Ok(false) => {
                return Err(Fault::new(
                    Rule::Pattern,
                    self.expected("the right length"),
                    text,
                ));
            }
            Err(at) => return Err(self.bad_char(text, at)),
        }
        if !table.is_xml() && XML.first_bad(text).is_some() {
            return Err(Fault::new(
                Rule::Character,
                "characters that XML allows",
                text,
            ));
        }
        for group in self.patterns {
            if !group.iter().any(|p| p.is_match(text)) {
                return Err(pattern_fault(self.name, group, text));
            }
        }
        if self.base != TextBase::Any {
            self.check_base(text)?;
        }
        if self.length.is_some() || self.min_length.is_some() || self.max_length.is_some() {
            let unit = if self.is_list() {
                "items"
            } else {
                "characters"
            };
            check_length(self.name, unit, self.bounds(), self.count(text), text)?;
        }
        if !self.values.is_empty() && !self.lists(text) {
            let values = self.values.iter().map(|(value, _)| *value);
            return Err(enumeration_fault(self.name, values, text));
        }
        Ok(())
    }

    /// Checks a text, its white space handled, and takes it over.
    ///
    /// # Errors
    ///
    /// As [`TextRules::check`].
    pub fn take(&self, text: &str) -> Result<Box<str>, Fault> {
        self.check(text)?;
        Ok(text.into())
    }

    /// The label of an enumerated value; none if there is none.
    pub fn label(&self, text: &str) -> Option<&'static str> {
        let (_, label) = self.values.iter().find(|(value, _)| *value == text)?;
        Some(*label).filter(|l| !l.is_empty())
    }

    fn bounds(&self) -> LengthBounds {
        LengthBounds {
            exact: self.length,
            min: self.min_length,
            max: self.max_length,
        }
    }

    fn is_list(&self) -> bool {
        matches!(self.base, TextBase::NmTokens | TextBase::NcNames)
    }

    fn count(&self, text: &str) -> usize {
        match self.is_list() {
            true => text.split(' ').filter(|item| !item.is_empty()).count(),
            false => text.chars().count(),
        }
    }

    fn check_base(&self, text: &str) -> Result<(), Fault> {
        let items = |good: fn(&str) -> bool| !text.is_empty() && text.split(' ').all(good);
        let (good, expected) = match self.base {
            TextBase::Any => return Ok(()),
            TextBase::AnyUri => (any_uri::is_valid(text), "a URI or a reference to one"),
            TextBase::Language => (
                names::is_language(text),
                "a language tag such as de or de-AT",
            ),
            TextBase::Name => (names::is_name(text), "a name"),
            TextBase::NcName => (names::is_nc_name(text), "a name without colon"),
            TextBase::NmToken => (names::is_nm_token(text), "characters of names"),
            TextBase::NmTokens => (items(names::is_nm_token), "name tokens"),
            TextBase::NcNames => (items(names::is_nc_name), "names without colon"),
            TextBase::QName => (names::is_q_name(text), "a name, perhaps with a prefix"),
            TextBase::Entity => (false, "the name of a declared unparsed entity"),
        };
        match good {
            true => Ok(()),
            false => Err(Fault::new(Rule::Datatype, self.expected(expected), text)),
        }
    }

    #[cold]
    fn bad_char(&self, text: &str, at: usize) -> Fault {
        if self.chars.is_none() {
            return Fault::new(
                Rule::Character,
                "characters that XML allows",
                &char_at(text, at),
            );
        }
        Fault::new(
            Rule::Pattern,
            self.expected("permitted characters"),
            &char_at(text, at),
        )
    }

    fn expected(&self, what: &str) -> Cow<'static, str> {
        format!("{what} ({})", self.name).into()
    }
}

/// Limits on a length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LengthBounds {
    /// Exact length.
    pub exact: Option<u32>,
    /// Least length.
    pub min: Option<u32>,
    /// Greatest length.
    pub max: Option<u32>,
}

impl LengthBounds {
    fn allow(self, length: usize) -> bool {
        self.exact.is_none_or(|n| length == n as usize)
            && self.min.is_none_or(|n| length >= n as usize)
            && self.max.is_none_or(|n| length <= n as usize)
    }
}

/// Compares a length with its bounds.
///
/// # Errors
///
/// The bound that is broken.
pub fn check_length(
    name: &str,
    unit: &str,
    bounds: LengthBounds,
    length: usize,
    text: &str,
) -> Result<(), Fault> {
    let fault = |rule, how: &str, bound: u32| {
        let found = format!("{length} {unit}: {text}");
        Err(Fault::new(
            rule,
            format!("{how} {bound} {unit} ({name})"),
            &found,
        ))
    };
    match bounds {
        LengthBounds { exact: Some(n), .. } if length != n as usize => {
            fault(Rule::Length, "exactly", n)
        }
        LengthBounds { min: Some(n), .. } if length < n as usize => {
            fault(Rule::MinLength, "at least", n)
        }
        LengthBounds { max: Some(n), .. } if length > n as usize => {
            fault(Rule::MaxLength, "at most", n)
        }
        _ => Ok(()),
    }
}

/// A text that matches none of the patterns of a derivation step.
#[cold]
pub fn pattern_fault(name: &str, group: &[&Pattern], text: &str) -> Fault {
    if let Some(error) = group.iter().find_map(|p| p.error()) {
        let expected = format!("a pattern that can be used ({name}): {error}");
        return Fault::new(Rule::NotSupported, expected, text);
    }
    if let [only] = group
        && only.is_table()
    {
        return match only.first_bad(text) {
            Some(at) => {
                let expected = format!("permitted characters ({name})");
                Fault::new(Rule::Pattern, expected, &char_at(text, at))
            }
            None => {
                let expected = format!("text that matches {} ({name})", only.source());
                Fault::new(Rule::Pattern, expected, text)
            }
        };
    }
    let sources: Vec<&str> = group.iter().map(|p| p.source()).collect();
    let expected = format!("text that matches {} ({name})", sources.join(" or "));
    match group {
        [only] => match only.first_bad(text) {
            Some(at) => Fault::new(Rule::Pattern, expected, &char_at(text, at)),
            None => Fault::new(Rule::Pattern, expected, text),
        },
        _ => Fault::new(Rule::Pattern, expected, text),
    }
}

/// A text that is none of the enumerated values.
#[cold]
pub fn enumeration_fault<'v>(
    name: &str,
    values: impl Iterator<Item = &'v str>,
    text: &str,
) -> Fault {
    const SHOWN: usize = 12;
    let mut values = values.peekable();
    let first: Vec<&str> = values.by_ref().take(SHOWN).collect();
    let mut list = first.join(", ");
    if values.peek().is_some() {
        list.push_str(", …");
    }
    Fault::new(Rule::Enumeration, format!("one of {list} ({name})"), text)
}

/// Names a character, since the ones that are refused are often invisible.
fn char_at(text: &str, at: usize) -> String {
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    match rest.chars().next() {
        Some(c) => {
            format!(
                "U+{:04X} as character {} of “{text}”",
                c as u32,
                before.chars().count() + 1
            )
        }
        None => text.to_owned(),
    }
}

/// A type whose values are kept as text.
pub trait Text: Simple + AsRef<str> {
    /// What its values must be.
    const RULES: &'static TextRules;
}
