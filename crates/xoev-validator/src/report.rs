//! What validating a message comes to.

use xoev::{Language, Rule, Violation};
use xoev_schema::ElementId;

/// How a message is validated.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// Greatest number of findings that are kept; further ones are counted. Default 100.
    pub max_findings: usize,
    /// Greatest depth of nested elements. Default 100.
    pub max_depth: usize,
    /// Greatest number of attributes and namespace declarations on one element. Default 64.
    pub max_attributes: usize,
    /// Greatest number of namespace declarations in scope at one place. Default 256.
    pub max_namespaces: usize,
    /// Greatest length in bytes of a name or of the URI of a namespace. Default 1000.
    pub max_name: usize,
    /// Greatest length in bytes of a value that has to be looked at as a whole: attributes, and
    /// texts of types other than strings and binary data, which may have any length. Default
    /// 16 MiB.
    pub max_value: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            max_findings: 100,
            max_depth: 100,
            max_attributes: 64,
            max_namespaces: 256,
            max_name: 1000,
            max_value: 16 << 20,
        }
    }
}

/// The verdict of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Valid.
    Valid,
    /// Not well-formed or not valid.
    Invalid,
    /// Nothing is known: a limit was reached, or the message uses what is refused (a document
    /// type declaration, XML 1.1). The finding says which.
    Unknown,
}

/// What was found out about a message.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The verdict of the schema.
    pub judgement: Judgement,
    /// What is wrong, in the order of the message.
    pub findings: Vec<Finding>,
    /// How many more findings there were than [`Settings::max_findings`].
    pub omitted: u64,
    /// The global element that the root element is, if it is one.
    pub root: Option<ElementId>,
    /// The encoding of the message, by its name in the encoding standard of the web (`UTF-8`,
    /// `UTF-16LE`, `windows-1252`, ...); `ISO-8859-1` and `US-ASCII`, which that takes for another
    /// one, by their own.
    pub encoding: &'static str,
    /// Size of the message in bytes, as far as it was read.
    pub bytes: u64,
}

/// One rule of XML or of the schema broken at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Rule, place, what was expected and found.
    pub violation: Violation,
    /// What the schema calls the field, in German: the title of the element or of its type.
    pub label: Option<String>,
    /// Length in bytes of what is wrong, from [`Violation::offset`] on: a start tag, a text. 0 where
    /// something is missing. Bytes are those of the message in its own encoding; of encodings that
    /// write some characters in several ways (Big5, GBK, EUC-JP), those of the usual one.
    pub length: u64,
}

impl Finding {
    /// The rule.
    pub fn rule(&self) -> Rule {
        self.violation.rule
    }

    /// One sentence that says what is wrong, with the label of the field if it has one.
    pub fn text(&self, language: Language) -> String {
        let text = self.violation.text(language);
        match (&self.label, language) {
            (None, _) => text,
            (Some(label), Language::German) => format!("Feld „{label}“: {text}"),
            (Some(label), Language::English) => format!("field “{label}”: {text}"),
        }
    }
}
