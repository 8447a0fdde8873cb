//! What each rule says in general, without the values of one message.

use xoev::Language;

use crate::entry::Layer;
use crate::words::pick;

/// What a rule says in general. Reports know the rules of the schema; those of the other layers
/// are told by who checks them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText {
    /// Stable identifier.
    pub id: String,
    /// One sentence in German.
    pub german: String,
    /// One sentence in English.
    pub english: String,
}

impl RuleText {
    /// A rule with its sentences.
    pub fn new(
        id: impl Into<String>,
        german: impl Into<String>,
        english: impl Into<String>,
    ) -> RuleText {
        RuleText {
            id: id.into(),
            german: german.into(),
            english: english.into(),
        }
    }
}

/// The sentence of a rule.
pub(crate) fn general<'a>(
    told: &'a [RuleText],
    layer: Layer,
    id: &str,
    name: &str,
    language: Language,
) -> Option<&'a str> {
    if let Some(rule) = told.iter().find(|rule| rule.id == id) {
        return Some(pick(language, &rule.german, &rule.english));
    }
    if layer != Layer::Schema {
        return None;
    }
    let mut all = SCHEMA.iter();
    let (_, german, english, _) = all.find(|(known, ..)| *known == name)?;
    Some(pick(language, german, english))
}

/// Whether what a finding of this rule found is a name or a number of XML, not a value of the
/// message. Rules that are not known may have found anything.
pub(crate) fn finds_no_values(layer: Layer, name: &str) -> bool {
    layer == Layer::Schema
        && SCHEMA
            .iter()
            .any(|(known, _, _, found)| *known == name && *found == Found::Name)
}

/// What a finding of a rule holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    /// Names of elements, attributes and types, numbers of limits, or nothing.
    Name,
    /// Text of the message.
    Value,
}

use Found::{Name, Value};

/// Short name, German, English, and what is found, for each [`xoev::Rule`].
const SCHEMA: &[(&str, &str, &str, Found)] = &[
    (
        "unreadable",
        "Die Datei muss lesbar sein.",
        "The file has to be readable.",
        Name,
    ),
    (
        "not-utf8",
        "Die Nachricht muss in ihrer Zeichenkodierung (UTF-8) richtig kodiert sein.",
        "The message has to be encoded correctly (UTF-8).",
        Value,
    ),
    (
        "encoding-not-supported",
        "Die angegebene Zeichenkodierung wird nicht angenommen.",
        "The declared encoding is not accepted.",
        Name,
    ),
    (
        "syntax",
        "Die Nachricht muss wohlgeformtes XML sein.",
        "The message has to be well-formed XML.",
        Value,
    ),
    (
        "character",
        "Die Nachricht darf nur Zeichen enthalten, die XML zulässt.",
        "The message may hold only characters that XML allows.",
        Value,
    ),
    (
        "tag-mismatch",
        "Jedes Element muss mit seinem eigenen Endetag enden.",
        "Each element has to end with its own end tag.",
        Name,
    ),
    (
        "unknown-entity",
        "Es dürfen nur die vordefinierten Entitäten verwendet werden.",
        "Only the predefined entities may be used.",
        Value,
    ),
    (
        "duplicate-attribute",
        "Ein Attribut darf an einem Element nur einmal stehen.",
        "An attribute may stand only once on an element.",
        Name,
    ),
    (
        "undeclared-prefix",
        "Jedes Präfix muss einem Namensraum zugeordnet sein.",
        "Each prefix has to be bound to a namespace.",
        Name,
    ),
    (
        "doctype-refused",
        "Eine Dokumenttypdeklaration (DOCTYPE) wird nicht angenommen.",
        "A document type declaration is not accepted.",
        Name,
    ),
    (
        "limit",
        "Die Nachricht darf die eingestellten Grenzen nicht überschreiten.",
        "The message may not exceed the limits that are set.",
        Name,
    ),
    (
        "root-unknown",
        "Das Wurzelelement muss zu einer bekannten Nachricht gehören.",
        "The root element has to be a known message.",
        Name,
    ),
    (
        "element-unexpected",
        "Ein Element muss an der Stelle stehen, die das Schema vorsieht.",
        "An element has to stand where the schema expects it.",
        Name,
    ),
    (
        "element-missing",
        "Alle verlangten Elemente müssen vorhanden sein.",
        "All required elements have to be there.",
        Name,
    ),
    (
        "too-many-elements",
        "Ein Element darf nicht öfter vorkommen, als das Schema erlaubt.",
        "An element may not occur more often than the schema allows.",
        Name,
    ),
    (
        "text-not-allowed",
        "Zwischen den Elementen darf kein Text stehen.",
        "No text may stand between the elements.",
        Value,
    ),
    (
        "content-not-allowed",
        "Das Element muss leer sein.",
        "The element has to be empty.",
        Value,
    ),
    (
        "child-not-allowed",
        "Das Element darf nur Text enthalten, keine Elemente.",
        "The element may hold only text, no elements.",
        Name,
    ),
    (
        "wildcard-undeclared",
        "An freien Stellen sind nur Elemente erlaubt, die ein Schema kennt.",
        "Wildcards admit only elements that a schema declares.",
        Name,
    ),
    (
        "attribute-missing",
        "Alle verlangten Attribute müssen vorhanden sein.",
        "All required attributes have to be there.",
        Name,
    ),
    (
        "attribute-unexpected",
        "Ein Element darf nur die Attribute haben, die das Schema vorsieht.",
        "An element may have only attributes that the schema expects.",
        Name,
    ),
    (
        "attribute-fixed",
        "Das Attribut muss den festgelegten Wert haben.",
        "The attribute has to have the fixed value.",
        Value,
    ),
    (
        "element-fixed",
        "Das Element muss den festgelegten Wert haben.",
        "The element has to have the fixed value.",
        Value,
    ),
    (
        "datatype",
        "Der Wert muss zu seinem Datentyp passen.",
        "The value has to fit its datatype.",
        Value,
    ),
    (
        "pattern",
        "Der Wert muss dem Muster entsprechen und darf nur zugelassene Zeichen enthalten.",
        "The value has to match the pattern and hold only permitted characters.",
        Value,
    ),
    (
        "enumeration",
        "Der Wert muss einer der aufgezählten Werte sein.",
        "The value has to be one of those enumerated.",
        Value,
    ),
    (
        "length",
        "Der Wert muss die festgelegte Länge haben.",
        "The value has to have the fixed length.",
        Value,
    ),
    (
        "min-length",
        "Der Wert darf nicht kürzer sein als die Mindestlänge.",
        "The value may not be shorter than the least length.",
        Value,
    ),
    (
        "max-length",
        "Der Wert darf nicht länger sein als die Höchstlänge.",
        "The value may not be longer than the greatest length.",
        Value,
    ),
    (
        "min-inclusive",
        "Der Wert darf nicht kleiner sein als der Mindestwert.",
        "The value may not be less than the least value.",
        Value,
    ),
    (
        "max-inclusive",
        "Der Wert darf nicht größer sein als der Höchstwert.",
        "The value may not be greater than the greatest value.",
        Value,
    ),
    (
        "min-exclusive",
        "Der Wert muss größer sein als der angegebene.",
        "The value has to be greater than the one given.",
        Value,
    ),
    (
        "max-exclusive",
        "Der Wert muss kleiner sein als der angegebene.",
        "The value has to be less than the one given.",
        Value,
    ),
    (
        "total-digits",
        "Die Zahl darf nicht zu viele Stellen haben.",
        "The number may not have too many digits.",
        Value,
    ),
    (
        "fraction-digits",
        "Die Zahl darf nicht zu viele Nachkommastellen haben.",
        "The number may not have too many fraction digits.",
        Value,
    ),
    (
        "union",
        "Der Wert muss zu einem der möglichen Datentypen passen.",
        "The value has to fit one of the possible datatypes.",
        Value,
    ),
    (
        "nil",
        "xsi:nil ist nur erlaubt, wo das Schema es vorsieht, und nur an leeren Elementen.",
        "xsi:nil is allowed only where the schema says so, and on empty elements.",
        Value,
    ),
    (
        "type-unknown",
        "xsi:type muss einen bekannten Typ nennen.",
        "xsi:type has to name a known type.",
        Name,
    ),
    (
        "type-not-derived",
        "xsi:type muss einen Typ nennen, der vom vorgesehenen abgeleitet ist.",
        "xsi:type has to name a type derived from the declared one.",
        Name,
    ),
    (
        "type-abstract",
        "Bei einem abstrakten Typ muss xsi:type den wirklichen nennen.",
        "Where the type is abstract, xsi:type has to name the actual one.",
        Name,
    ),
    (
        "id-duplicate",
        "Eine Kennung (ID) darf in der Nachricht nur einmal vorkommen.",
        "An ID may occur only once in a message.",
        Value,
    ),
    (
        "idref-dangling",
        "Ein Verweis muss eine Kennung (ID) nennen, die es in der Nachricht gibt.",
        "A reference has to name an ID of the message.",
        Value,
    ),
    (
        "key-duplicate",
        "Ein Schlüsselwert muss eindeutig sein.",
        "The value of a key has to be unique.",
        Value,
    ),
    (
        "key-missing",
        "Alle Felder eines Schlüssels müssen vorhanden sein.",
        "All fields of a key have to be there.",
        Value,
    ),
    (
        "keyref-dangling",
        "Ein Verweis muss einen Schlüssel nennen, den es in der Nachricht gibt.",
        "A reference has to name a key of the message.",
        Value,
    ),
    (
        "key-field",
        "Ein Schlüsselfeld darf nur einen einfachen Wert haben.",
        "A field of a key has to have just one simple value.",
        Value,
    ),
    (
        "element-abstract",
        "Ein abstraktes Element darf nicht selbst vorkommen.",
        "An abstract element can't stand itself.",
        Name,
    ),
    (
        "not-supported",
        "Die Nachricht verwendet etwas, das nicht unterstützt wird.",
        "The message uses something that is not supported.",
        Value,
    ),
];
