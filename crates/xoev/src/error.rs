//! Errors of reading and writing, split by whose fault they are.

use std::fmt;
use std::io;

use crate::rule::Rule;

/// Why a message could not be read.
///
/// Who has to act: [`Io`](ReadError::Io) the environment, [`NotWellFormed`](ReadError::NotWellFormed)
/// and [`Invalid`](ReadError::Invalid) the sender of the message, [`Limit`](ReadError::Limit) the
/// caller (who sets [`Limits`](crate::Limits)), [`NotSupported`](ReadError::NotSupported) this
/// library.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes could not be obtained.
    #[error("cannot read the message: {0}")]
    Io(#[from] io::Error),
    /// The bytes are no well-formed XML document in UTF-8 with correct namespaces.
    #[error("not well-formed: {0}")]
    NotWellFormed(Violation),
    /// Well-formed, but not valid by its schema.
    #[error("not valid: {0}")]
    Invalid(Violation),
    /// A limit was reached before the end.
    #[error("limit reached: {0}")]
    Limit(Violation),
    /// The message uses something that this library refuses or does not know.
    #[error("not supported: {0}")]
    NotSupported(Violation),
}

impl ReadError {
    /// The violation with its place; none for [`ReadError::Io`].
    pub fn violation(&self) -> Option<&Violation> {
        match self {
            ReadError::Io(_) => None,
            ReadError::NotWellFormed(v)
            | ReadError::Invalid(v)
            | ReadError::Limit(v)
            | ReadError::NotSupported(v) => Some(v),
        }
    }

    pub(crate) fn from_violation(violation: Violation) -> ReadError {
        match violation.rule {
            Rule::NotUtf8
            | Rule::Syntax
            | Rule::Character
            | Rule::TagMismatch
            | Rule::UnknownEntity
            | Rule::DuplicateAttribute
            | Rule::UndeclaredPrefix => ReadError::NotWellFormed(violation),
            Rule::Limit => ReadError::Limit(violation),
            Rule::NotSupported | Rule::DoctypeRefused | Rule::EncodingNotSupported => {
                ReadError::NotSupported(violation)
            }
            _ => ReadError::Invalid(violation),
        }
    }
}

/// Why a message could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The value breaks its schema; the caller has to repair it. Line and column are 0, the
    /// offset is that of the output written so far.
    #[error("not valid: {0}")]
    Invalid(Violation),
    /// The output could not be written.
    #[error("cannot write the message: {0}")]
    Io(#[from] io::Error),
}

impl WriteError {
    /// The violation with its place; none for [`WriteError::Io`].
    pub fn violation(&self) -> Option<&Violation> {
        match self {
            WriteError::Io(_) => None,
            WriteError::Invalid(v) => Some(v),
        }
    }
}

/// One rule broken at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// The element, outermost first; the last step may be an attribute.
    pub path: Path,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Offset in bytes from the beginning of the input, from 0.
    pub offset: usize,
    /// What the rule asks for, such as the elements that may stand here.
    pub expected: String,
    /// What stands there; long texts are cut.
    pub found: String,
}

impl Violation {
    /// A violation; line, column and offset are set on the result. `found` is cut to 120
    /// characters.
    pub fn new(rule: Rule, path: Path, expected: impl Into<String>, found: &str) -> Violation {
        let mut shown: String = found.chars().take(crate::simple::FOUND_MAX).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        Violation {
            rule,
            path,
            line: 0,
            column: 0,
            offset: 0,
            expected: expected.into(),
            found: shown,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text(Language::English))?;
        write!(f, " [{}] at {}", self.rule.id(), self.path)?;
        if self.line > 0 {
            write!(f, ", line {}, column {}", self.line, self.column)?;
        }
        Ok(())
    }
}

/// Where in a message: element names as written in the schema, outermost first, with an index
/// (from 1) where an element may occur several times, and `@name` for an attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(pub(crate) Vec<Step>);

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Local name; attributes begin with `@`.
    pub name: String,
    /// Position among its repetitions, from 1; none where the schema allows one only.
    pub index: Option<u32>,
}

impl Path {
    /// The steps, outermost first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl FromIterator<Step> for Path {
    fn from_iter<T: IntoIterator<Item = Step>>(steps: T) -> Path {
        Path(steps.into_iter().collect())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.0 {
            write!(f, "/{}", step.name)?;
            if let Some(index) = step.index {
                write!(f, "[{index}]")?;
            }
        }
        Ok(())
    }
}

/// Language of texts for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// German, for clerks and their administrators.
    #[default]
    German,
    /// English, for developers.
    English,
}

impl Violation {
    /// One sentence that says what is wrong, without the place.
    pub fn text(&self, language: Language) -> String {
        let (expected, found) = (&self.expected, &self.found);
        match language {
            Language::German => german(
                self.rule,
                &self.expected_in(Language::German),
                &self.found_in(Language::German),
            ),
            Language::English => english(self.rule, expected, found),
        }
    }
}

impl Violation {
    /// What the rule asks for, in a language; names and values are the same in both.
    pub fn expected_in(&self, language: Language) -> String {
        match language {
            Language::German => crate::phrases::german(&self.expected),
            Language::English => self.expected.clone(),
        }
    }

    /// What stands there, in a language. It is mostly text of the message, which stays as it is.
    pub fn found_in(&self, language: Language) -> String {
        let described = matches!(
            self.rule,
            Rule::Syntax
                | Rule::TagMismatch
                | Rule::Limit
                | Rule::ElementMissing
                | Rule::TooManyElements
                | Rule::NotUtf8
        );
        match (language, described) {
            (Language::German, true) => crate::phrases::german(&self.found),
            _ => self.found.clone(),
        }
    }
}

fn german(rule: Rule, expected: &str, found: &str) -> String {
    match rule {
        Rule::NotUtf8 => format!("Die Nachricht ist nicht in UTF-8 kodiert: {found}."),
        Rule::EncodingNotSupported => {
            format!("Die Zeichenkodierung „{found}“ wird nicht angenommen; erwartet: {expected}.")
        }
        Rule::Syntax | Rule::Character | Rule::UnknownEntity => {
            format!(
                "Die Nachricht ist kein wohlgeformtes XML; erwartet: {expected}; gefunden: {found}."
            )
        }
        Rule::TagMismatch => {
            format!("Das Endetag passt nicht; erwartet: {expected}; gefunden: {found}.")
        }
        Rule::DuplicateAttribute => {
            format!("Das Attribut „{found}“ steht zweimal am selben Element.")
        }
        Rule::UndeclaredPrefix => format!("Das Präfix „{found}“ ist keinem Namensraum zugeordnet."),
        Rule::DoctypeRefused => {
            "Eine Dokumenttypdeklaration (DOCTYPE) wird nicht angenommen.".into()
        }
        Rule::Limit => {
            format!("Eine Grenze ist überschritten; erlaubt: {expected}; gefunden: {found}.")
        }
        Rule::RootUnknown => {
            format!(
                "Das Wurzelelement „{found}“ gehört zu keiner bekannten Nachricht; erwartet: {expected}."
            )
        }
        Rule::ElementUnexpected => {
            format!("Das Element „{found}“ gehört nicht an diese Stelle; erwartet: {expected}.")
        }
        Rule::ElementMissing => format!("Der Inhalt ist unvollständig; es fehlt: {expected}."),
        Rule::TooManyElements => {
            format!("Das Element „{found}“ kommt zu oft vor; erlaubt: {expected}.")
        }
        Rule::TextNotAllowed => {
            format!("Zwischen den Elementen steht der Text „{found}“; hier ist kein Text erlaubt.")
        }
        Rule::ContentNotAllowed => format!("Das Element muss leer sein, enthält aber „{found}“."),
        Rule::ChildNotAllowed => {
            format!("Hier ist nur Text erlaubt, es steht aber das Element „{found}“ darin.")
        }
        Rule::WildcardUndeclared => {
            let what = match expected.ends_with("Attribut") {
                true => "Attribut",
                false => "Element",
            };
            format!("Das {what} „{found}“ ist hier nicht zugelassen; erwartet: {expected}.")
        }
        Rule::AttributeMissing => format!("Das Attribut „{expected}“ fehlt."),
        Rule::AttributeUnexpected => {
            format!("Das Attribut „{found}“ ist an diesem Element nicht erlaubt.")
        }
        Rule::AttributeFixed | Rule::ElementFixed => {
            format!("Der Wert muss „{expected}“ sein, gefunden wurde „{found}“.")
        }
        Rule::Nil if found == "xsi:nil" => "xsi:nil ist an diesem Element nicht erlaubt.".into(),
        Rule::Nil => {
            format!("Das Element ist mit xsi:nil als leer bezeichnet, enthält aber „{found}“.")
        }
        Rule::TypeUnknown => format!("xsi:type nennt den unbekannten Typ „{found}“."),
        Rule::TypeNotDerived => {
            format!("xsi:type nennt den Typ „{found}“; er ist nicht von {expected} abgeleitet.")
        }
        Rule::TypeAbstract => {
            format!(
                "Der Typ {expected} ist abstrakt; xsi:type muss einen von ihm abgeleiteten nennen."
            )
        }
        Rule::IdDuplicate => {
            format!("Die Kennung „{found}“ kommt mehrfach vor; jede darf nur einmal stehen.")
        }
        Rule::IdRefDangling => {
            format!("Der Verweis „{found}“ führt ins Leere: diese Kennung gibt es nicht.")
        }
        Rule::KeyDuplicate => {
            format!("Der Wert „{found}“ kommt mehrfach vor; eindeutig sein muss: {expected}.")
        }
        Rule::KeyMissing => format!("Ein Wert, der eindeutig sein muss, fehlt: {expected}."),
        Rule::KeyrefDangling => {
            format!("Der Verweis „{found}“ führt ins Leere; geprüft wurde: {expected}.")
        }
        Rule::KeyField => {
            format!(
                "Hier darf nur ein einziger Wert stehen, da er eindeutig sein muss: {expected}."
            )
        }
        Rule::ElementAbstract => {
            format!("Das Element „{found}“ ist abstrakt und darf nicht selbst vorkommen.")
        }
        Rule::NotSupported => format!("Nicht unterstützt: {found}."),
        Rule::Length | Rule::MinLength | Rule::MaxLength => {
            let (length, value) = split_length(found);
            let length = crate::phrases::german(length);
            format!(
                "Der Wert „{value}“ ist nicht zulässig; erwartet: {expected}; gefunden: {length}."
            )
        }
        Rule::Datatype
        | Rule::Pattern
        | Rule::Enumeration
        | Rule::MinInclusive
        | Rule::MaxInclusive
        | Rule::MinExclusive
        | Rule::MaxExclusive
        | Rule::TotalDigits
        | Rule::FractionDigits
        | Rule::Union => format!("Der Wert „{found}“ ist nicht zulässig; erwartet: {expected}."),
    }
}

/// Faults of length are found as `3 characters: abc`; where the value is not at hand, the length
/// stands alone.
fn split_length(found: &str) -> (&str, &str) {
    found.split_once(": ").unwrap_or((found, "…"))
}

fn english(rule: Rule, expected: &str, found: &str) -> String {
    match rule {
        Rule::NotUtf8 => format!("the message is not encoded in UTF-8: {found}"),
        Rule::EncodingNotSupported => {
            format!("encoding “{found}” is not accepted; expected {expected}")
        }
        Rule::Syntax | Rule::Character | Rule::UnknownEntity => {
            format!("not well-formed: expected {expected}, found {found}")
        }
        Rule::TagMismatch => format!("end tag does not match: expected {expected}, found {found}"),
        Rule::DuplicateAttribute => format!("attribute “{found}” stands twice on one element"),
        Rule::UndeclaredPrefix => format!("prefix “{found}” is bound to no namespace"),
        Rule::DoctypeRefused => "a document type declaration is not accepted".into(),
        Rule::Limit => format!("limit exceeded: at most {expected}, found {found}"),
        Rule::RootUnknown => {
            format!("root element “{found}” is no known message; expected {expected}")
        }
        Rule::ElementUnexpected => {
            format!("element “{found}” is not expected here; expected {expected}")
        }
        Rule::ElementMissing => format!("content is incomplete; missing {expected}"),
        Rule::TooManyElements => format!("element “{found}” occurs too often; allowed {expected}"),
        Rule::TextNotAllowed => format!("text “{found}” between elements is not allowed"),
        Rule::ContentNotAllowed => format!("the element must be empty but holds “{found}”"),
        Rule::ChildNotAllowed => format!("only text is allowed here, found element “{found}”"),
        Rule::WildcardUndeclared => {
            let what = match expected.ends_with("attribute") {
                true => "attribute",
                false => "element",
            };
            format!("{what} “{found}” is not permitted here; expected {expected}")
        }
        Rule::AttributeMissing => format!("attribute “{expected}” is missing"),
        Rule::AttributeUnexpected => format!("attribute “{found}” is not allowed on this element"),
        Rule::AttributeFixed | Rule::ElementFixed => {
            format!("the value must be “{expected}”, found “{found}”")
        }
        Rule::Nil if found == "xsi:nil" => "xsi:nil is not allowed on this element".into(),
        Rule::Nil => format!("the element is nil by xsi:nil but holds “{found}”"),
        Rule::TypeUnknown => format!("xsi:type names the unknown type “{found}”"),
        Rule::TypeNotDerived => {
            format!("xsi:type names “{found}”, which is not derived from {expected}")
        }
        Rule::TypeAbstract => format!("type {expected} is abstract; xsi:type must name a type"),
        Rule::IdDuplicate => format!("the ID “{found}” occurs more than once"),
        Rule::IdRefDangling => format!("the reference “{found}” names no ID of this message"),
        Rule::KeyDuplicate => format!("value “{found}” occurs more than once; unique: {expected}"),
        Rule::KeyMissing => format!("a value of a key is missing: {expected}"),
        Rule::KeyrefDangling => format!("no key for the reference “{found}”: {expected}"),
        Rule::KeyField => format!("a field of a key must have just one simple value: {expected}"),
        Rule::ElementAbstract => format!("element “{found}” is abstract and can't stand itself"),
        Rule::NotSupported => format!("{found} is not supported"),
        Rule::Length | Rule::MinLength | Rule::MaxLength => {
            let (length, value) = split_length(found);
            format!("value “{value}” is not allowed; expected {expected}, found {length}")
        }
        Rule::Datatype
        | Rule::Pattern
        | Rule::Enumeration
        | Rule::MinInclusive
        | Rule::MaxInclusive
        | Rule::MinExclusive
        | Rule::MaxExclusive
        | Rule::TotalDigits
        | Rule::FractionDigits
        | Rule::Union => format!("value “{found}” is not allowed; expected {expected}"),
    }
}
