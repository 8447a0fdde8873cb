//! What the rules come to: findings, notes, and the report that holds them.

use xoev::{Language, Path};

use crate::rule::{Kind, RuleInfo};

/// A short text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

impl Says {
    /// German and English.
    pub fn new(de: impl Into<String>, en: impl Into<String>) -> Says {
        Says {
            de: de.into(),
            en: en.into(),
        }
    }

    /// A value or name that is the same in both languages.
    pub fn value(text: impl Into<String>) -> Says {
        let de: String = text.into();
        Says { en: de.clone(), de }
    }

    /// In one language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::German => &self.de,
            Language::English => &self.en,
        }
    }
}

/// A rule broken at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleFinding {
    /// The name of the rule.
    pub rule: &'static str,
    /// How binding it is.
    pub kind: Kind,
    /// The layer of validation that the rule belongs to.
    pub layer: u8,
    /// The element, outermost first.
    pub path: Path,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Offset in bytes of the element's start tag, from 0.
    pub offset: u64,
    /// Length in bytes of the element's start tag; 0 where it is not known.
    pub length: u64,
    /// What the rule asks for at this place.
    pub expected: Says,
    /// What stands there; long texts are cut. Empty if nothing does.
    pub found: String,
    /// The schema finds fault with the same, so that a list of both may show it once.
    pub also_schema: bool,
    pub(crate) info: RuleInfo,
}

impl RuleFinding {
    /// What the rule says, what it asks for here, and what was found.
    pub fn text(&self, language: Language) -> String {
        let rule = self.info.text(language);
        let expected = self.expected.text(language);
        match (language, self.found.as_str()) {
            (Language::German, "") => format!("{rule} Erwartet: {expected}."),
            (Language::German, found) => {
                format!("{rule} Erwartet: {expected}; gefunden: „{found}“.")
            }
            (Language::English, "") => format!("{rule} Expected: {expected}."),
            (Language::English, found) => {
                format!("{rule} Expected: {expected}; found: “{found}”.")
            }
        }
    }

    /// What the rule says, without this place.
    pub fn info(&self) -> &RuleInfo {
        &self.info
    }
}

/// Something that a reader of the report should know and that is no fault.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// Which kind of note.
    pub id: NoteId,
    /// What it is about: the list, the message.
    pub subject: String,
}

/// The kinds of note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoteId {
    /// A code list was needed and is not at hand; its keys were not checked.
    ListNotLoaded,
    /// The message says by `@test` that it is not to be processed in production.
    TestMessage,
    /// The message has more elements than some rules may hold; they were not evaluated.
    TooManyElements,
    /// More signs or numbers than can be compared; further ones were not.
    TooManyKeys,
}

impl NoteId {
    /// Stable name, such as `list-not-loaded`.
    pub const fn name(self) -> &'static str {
        match self {
            NoteId::ListNotLoaded => "list-not-loaded",
            NoteId::TestMessage => "test-message",
            NoteId::TooManyElements => "too-many-elements",
            NoteId::TooManyKeys => "too-many-keys",
        }
    }
}

impl Note {
    /// One sentence.
    pub fn text(&self, language: Language) -> String {
        let subject = &self.subject;
        match (self.id, language) {
            (NoteId::ListNotLoaded, Language::German) => {
                format!("Die Codeliste {subject} liegt nicht vor; ihre Schlüssel sind ungeprüft.")
            }
            (NoteId::ListNotLoaded, Language::English) => {
                format!("Code list {subject} is not at hand; its keys were not checked.")
            }
            (NoteId::TestMessage, Language::German) => {
                format!("Das ist eine Testnachricht (test=„{subject}“).")
            }
            (NoteId::TestMessage, Language::English) => {
                format!("This is a test message (test=“{subject}”).")
            }
            (NoteId::TooManyElements, Language::German) => {
                format!("{subject} hat zu viele Elemente; einige Regeln sind ungeprüft.")
            }
            (NoteId::TooManyElements, Language::English) => {
                format!("{subject} has too many elements; some rules were not evaluated.")
            }
            (NoteId::TooManyKeys, Language::German) => {
                format!("Ob {subject} eindeutig ist, wurde nur am Anfang der Nachricht geprüft.")
            }
            (NoteId::TooManyKeys, Language::English) => {
                format!("Only the beginning of the message was checked for unique {subject}.")
            }
        }
    }
}

/// All that the rules found out about a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleReport {
    /// What is wrong, in the order of the message.
    pub findings: Vec<RuleFinding>,
    /// How many more findings there were than are kept.
    pub omitted: u64,
    /// What else a reader should know.
    pub notes: Vec<Note>,
    /// A hard rule is broken.
    pub(crate) rejected: bool,
}

impl RuleReport {
    /// Whether a hard rule is broken, be it listed or not.
    pub fn is_rejected(&self) -> bool {
        self.rejected
    }
}
