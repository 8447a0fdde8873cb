//! One finding: a rule, a place in the file, and sentences for people.

use std::io;

use serde::{Deserialize, Serialize};
use xoev::{Language, Violation};

/// A rule that was broken, or a note, at one place of a file.
///
/// The first five names and their order are the contract of the JSON form since its first version;
/// the others were added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Entry {
    /// Stable identifier of the rule, such as `cvc-complex-type.2.4.a`. Only the schema's own rules
    /// begin with `cvc-`.
    pub rule: String,
    /// The element, such as `/a/b[2]/@c`; empty where there is none.
    pub path: String,
    /// Line, from 1; 0 where there is no place.
    pub line: u32,
    /// Column in characters, from 1; 0 where there is no place.
    pub column: u32,
    /// One sentence without the place, in the language of the report.
    pub text: String,
    /// Short name of the rule, such as `element-unexpected`.
    pub name: String,
    /// How much it weighs.
    pub severity: Severity,
    /// Which layer of rules it belongs to.
    pub layer: Layer,
    /// Where it begins, in bytes from the beginning of the file.
    pub offset: u64,
    /// How many bytes are wrong from there on; 0 where something is missing.
    pub length: u64,
    /// What the rule asks for, in English.
    pub expected: String,
    /// What stands there; long texts are cut.
    pub found: String,
    /// What the schema calls the field, in German.
    pub label: Option<String>,
    /// The sentence in German.
    pub text_de: String,
    /// The sentence in English.
    pub text_en: String,
    /// What the rule asks for, in German.
    pub expected_de: String,
    /// What stands there, in German where it is a description such as `the end of the element`.
    pub found_de: String,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A hard rule is broken.
    Error,
    /// A soft rule is broken: mostly wrong, but it may be meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// All, heaviest first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// Which layer of rules a finding belongs to; a number in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Layer {
    /// 1: XML and the schema. It alone decides about `valid`.
    Schema,
    /// 2: what a profile asks for beyond the schema.
    Profile,
    /// 3: whether values make sense together.
    Plausibility,
}

impl Layer {
    /// All, from 1 on.
    pub const ALL: [Layer; 3] = [Layer::Schema, Layer::Profile, Layer::Plausibility];

    /// Its number in JSON, from 1.
    pub const fn number(self) -> u8 {
        match self {
            Layer::Schema => 1,
            Layer::Profile => 2,
            Layer::Plausibility => 3,
        }
    }
}

impl From<Layer> for u8 {
    fn from(layer: Layer) -> u8 {
        layer.number()
    }
}

impl TryFrom<u8> for Layer {
    type Error = String;

    fn try_from(number: u8) -> Result<Layer, String> {
        let mut all = Layer::ALL.into_iter();
        all.find(|layer| layer.number() == number)
            .ok_or_else(|| format!("there is no layer {number}"))
    }
}

impl Entry {
    /// Identifier of the finding that a file can't be read, beside those of [`xoev::Rule`].
    pub const UNREADABLE: &'static str = "xoev-io";

    /// A finding with nothing but its rule; the builders below add the rest.
    pub fn new(
        layer: Layer,
        severity: Severity,
        rule: impl Into<String>,
        name: impl Into<String>,
    ) -> Entry {
        Entry {
            rule: rule.into(),
            path: String::new(),
            line: 0,
            column: 0,
            text: String::new(),
            name: name.into(),
            severity,
            layer,
            offset: 0,
            length: 0,
            expected: String::new(),
            found: String::new(),
            label: None,
            text_de: String::new(),
            text_en: String::new(),
            expected_de: String::new(),
            found_de: String::new(),
        }
    }

    /// What the schema or XML itself finds wrong: an error of layer 1.
    pub fn of(violation: &Violation) -> Entry {
        let rule = violation.rule;
        let offset = u64::try_from(violation.offset).unwrap_or(u64::MAX);
        let mut entry = Entry::new(Layer::Schema, Severity::Error, rule.id(), rule.name())
            .texts(
                violation.text(Language::German),
                violation.text(Language::English),
            )
            .path(violation.path.to_string())
            .place(violation.line, violation.column, offset)
            .expected(violation.expected_in(Language::German), &violation.expected)
            .found(&violation.found);
        entry.found_de = violation.found_in(Language::German);
        entry
    }

    /// The file can't be read. `german` may say the cause in German; the system speaks English.
    pub fn unreadable(error: &io::Error, german: Option<&str>) -> Entry {
        let english = error.to_string();
        let german = german.unwrap_or(&english);
        Entry::new(
            Layer::Schema,
            Severity::Error,
            Entry::UNREADABLE,
            "unreadable",
        )
        .texts(
            format!("Die Datei ist nicht lesbar: {german}."),
            format!("the file is not readable: {english}"),
        )
    }

    /// The sentence, in both languages.
    #[must_use]
    pub fn texts(mut self, german: impl Into<String>, english: impl Into<String>) -> Entry {
        self.text_de = german.into();
        self.text_en = english.into();
        self.text.clone_from(&self.text_de);
        self
    }

    /// The element.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Entry {
        self.path = path.into();
        self
    }

    /// Line and column from 1, offset in bytes from 0.
    #[must_use]
    pub fn place(mut self, line: u32, column: u32, offset: u64) -> Entry {
        (self.line, self.column, self.offset) = (line, column, offset);
        self
    }

    /// How many bytes are wrong; 0 where something is missing.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Entry {
        self.length = bytes;
        self
    }

    /// What the rule asks for, in both languages.
    #[must_use]
    pub fn expected(mut self, german: impl Into<String>, english: impl Into<String>) -> Entry {
        self.expected_de = german.into();
        self.expected = english.into();
        self
    }

    /// What stands there.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Entry {
        self.found = found.into();
        self.found_de.clone_from(&self.found);
        self
    }

    /// What the schema calls the field.
    #[must_use]
    pub fn label(mut self, label: Option<impl Into<String>>) -> Entry {
        self.label = label.map(Into::into);
        self
    }

    /// The sentence in a language.
    pub fn text_in(&self, language: Language) -> &str {
        match language {
            Language::German => &self.text_de,
            Language::English => &self.text_en,
        }
    }

    /// What the rule asks for, in a language.
    pub fn expected_in(&self, language: Language) -> &str {
        match language {
            Language::German => &self.expected_de,
            Language::English => &self.expected,
        }
    }

    /// What stands there, in a language.
    pub fn found_in(&self, language: Language) -> &str {
        match language {
            Language::German => &self.found_de,
            Language::English => &self.found,
        }
    }

    /// The sentence, led by the label of the field if it has one.
    pub(crate) fn labelled(&self, language: Language) -> String {
        let text = self.text_in(language);
        match (&self.label, language) {
            (None, _) => text.to_owned(),
            (Some(label), Language::German) => format!("Feld „{label}“: {text}"),
            (Some(label), Language::English) => format!("field “{label}”: {text}"),
        }
    }
}
