//! A rule: its name, how binding it is, where it comes from, and what it says.

use xoev::Language;

/// How binding a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A message that breaks it does not conform; the receiver may reject it.
    Hard,
    /// Somebody should look at it: the standard only recommends it, it was concluded from several
    /// places of the standard, or there are rare cases in which it may be broken.
    Soft,
}

impl Kind {
    /// `hard` or `soft`.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Hard => "hard",
            Kind::Soft => "soft",
        }
    }
}

/// The messages that a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Messages {
    /// All with an XÖV base message.
    All,
    /// Those with these numbers (`010206`), or numbers that begin so (`0201*`).
    Numbers(&'static [&'static str]),
    /// Those in which one of these types is used.
    WithType(&'static [&'static str]),
    /// Those in which one of these types is used, and those with these numbers.
    Either(&'static [&'static str], &'static [&'static str]),
}

impl Messages {
    /// For tables: the numbers, or the names of the types.
    pub fn text(self, language: Language) -> String {
        match (self, language) {
            (Messages::All, Language::German) => "alle".to_owned(),
            (Messages::All, Language::English) => "all".to_owned(),
            (Messages::Numbers(numbers), _) => numbers.join(", "),
            (Messages::WithType(types), Language::German) => format!("mit {}", types.join(", ")),
            (Messages::WithType(types), Language::English) => format!("with {}", types.join(", ")),
            (Messages::Either(types, numbers), language) => {
                let types = Messages::WithType(types).text(language);
                format!("{types}; {}", numbers.join(", "))
            }
        }
    }
}

/// A rule, as tables show it and findings refer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// Stable name. `S…` are the reject codes of XInneres; `XOEV-…` holds for all messages,
    /// `XI-<number>-…` for a message of XInneres, `XA-…` for types and `XA-<number>-…` for a
    /// message of XAusländer. Rules of other crates have beginnings of their own.
    pub id: &'static str,
    /// How binding it is.
    pub kind: Kind,
    /// The layer of validation: 2 is the XÖV profile and the prose of the standards, 3 the
    /// plausibility checks of a register.
    pub layer: u8,
    /// Type or message of the standard that states it, or the law.
    pub source: &'static str,
    /// The messages that it is for.
    pub messages: Messages,
    /// What it says, in German.
    pub de: &'static str,
    /// What it says, in English.
    pub en: &'static str,
}

impl RuleInfo {
    /// A rule from its parts, for tables of books.
    pub const fn new(
        layer: u8,
        (id, kind): (&'static str, Kind),
        source: &'static str,
        messages: Messages,
        (de, en): (&'static str, &'static str),
    ) -> RuleInfo {
        RuleInfo {
            id,
            kind,
            layer,
            source,
            messages,
            de,
            en,
        }
    }

    /// What it says.
    pub const fn text(&self, language: Language) -> &'static str {
        match language {
            Language::German => self.de,
            Language::English => self.en,
        }
    }
}
