//! The root element and the message head.

use xoev_schema::Element;
use xoev_validator::Start;

use crate::code_list::{KeyAnswer, ListAnswer};
use crate::engine::{At, Context, Leaf, Node};
use crate::finding::{NoteId, Says};
use crate::general::moment;

/// The list of prefixes of authorities' keys.
const PREFIXES: &str = "urn:xoev-de:bund:bmi:bit:codeliste:dvdv.praefix";

/// Attributes of the root.
pub(crate) fn root(context: &mut Context<'_>, start: &Start<'_>) {
    if let Some(test) = start.attribute("test") {
        context.note(NoteId::TestMessage, test);
    }
    for (rule, name) in [("XOEV-STANDARD", "standard"), ("XOEV-VERSION", "version")] {
        // The values are in the schemas; what the schema leaves open is not judged.
        let fixed = start.declaration.and_then(|d| fixed(context, d, name));
        if let (Some(found), Some(fixed)) = (start.attribute(name), fixed)
            && found != fixed
        {
            context.find_as_schema(
                rule,
                At::Here,
                Says::value(format!("{name} {fixed}")),
                found,
            );
        }
    }
    let version = start.attribute("produktversion").unwrap_or_default();
    if version.trim().is_empty() {
        let expected = Says::new("Attribut produktversion", "attribute produktversion");
        context.find("XOEV-PRODUKTVERSION", At::Here, expected, "");
    }
}

fn fixed(context: &Context<'_>, declaration: &Element, name: &str) -> Option<String> {
    let fixed = context.rules().fixed_attribute(declaration.type_id, name)?;
    Some(fixed.to_owned())
}

/// Number, reader and author.
pub(crate) fn head(context: &mut Context<'_>, head: Node<'_>) {
    let number = context.head().number.clone();
    if let Some(code) = head.at(["identifikation.nachricht", "nachrichtentyp", "code"])
        && code.text() != number
        // Roots of other modules may be named without a number.
        && number.len() >= 4
        && number.bytes().all(|b| b.is_ascii_digit())
    {
        let found = code.text();
        context.find(
            "XOEV-NACHRICHTENTYP",
            code.into(),
            Says::value(number),
            found,
        );
    }
    for role in ["leser", "autor"] {
        if let Some(directory) = head.at([role, "verzeichnisdienst", "code"])
            && directory.text() != "DVDV"
        {
            let expected = Says::value("DVDV");
            let found = directory.text();
            context.find("XOEV-VERZEICHNISDIENST", directory.into(), expected, found);
        }
    }
    // The author's key is looked at as that of every authority that can be reached.
    if let Some(key) = head.at(["leser", "kennung"]) {
        form(context, key.into(), key.text());
    }
}

/// The key of an authority that can be reached.
pub(crate) fn key(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    let value = leaf.value();
    let Some(prefix) = form(context, At::Here, value) else {
        return;
    };
    if !context.rules().is_on("XOEV-BEHOERDENPRAEFIX") {
        return;
    }
    if let ListAnswer::Loaded(keys) = context.list(PREFIXES, None)
        && keys.key(None, prefix) == KeyAnswer::Unknown
    {
        let expected = Says::new(
            "ein Präfix der Liste dvdv.praefix",
            "a prefix of list dvdv.praefix",
        );
        context.find("XOEV-BEHOERDENPRAEFIX", At::Here, expected, value);
    }
}

/// Checks the form of a key and gives its prefix. An empty key is the matter of S030.
fn form<'k>(context: &mut Context<'_>, at: At<'_>, key: &'k str) -> Option<&'k str> {
    let parts = key.split_once(':');
    let parts = parts.filter(|(prefix, id)| {
        let word = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
        word(prefix) && word(id)
    });
    if parts.is_none() && !key.is_empty() {
        let expected = Says::new(
            "Präfix und Kennung, etwa psw:01003110",
            "prefix and identifier, such as psw:01003110",
        );
        context.find("XOEV-BEHOERDENKENNUNG", at, expected, key);
    }
    parts.map(|(prefix, _)| prefix)
}

/// RFC 4122: the variant, and a version that the RFC or its successor knows.
pub(crate) fn uuid(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    let value = leaf.value();
    let mut groups = value.split('-').skip(2);
    let (Some(third), Some(fourth)) = (groups.next(), groups.next()) else {
        // Not even the form is right, which the schema says.
        return;
    };
    let version = third.starts_with(|c| matches!(c, '1'..='8'));
    let variant = fourth.starts_with(['8', '9', 'a', 'b', 'A', 'B']);
    if !version || !variant {
        let expected = Says::new("eine UUID nach RFC 4122", "a UUID according to RFC 4122");
        context.find("XOEV-UUID", At::Here, expected, value);
    }
}

/// The time of creation in the identification of another message.
pub(crate) fn created(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    let value = leaf.value();
    if moment(value).is_some_and(|m| !m.is_exact()) {
        context.find("XOEV-ERSTELLUNGSZEITPUNKT", At::Here, exact(), value);
    }
}

/// What is expected of an exact point in time.
pub(crate) fn exact() -> Says {
    Says::new(
        "Millisekunden und Zeitzone, etwa 2026-11-02T09:30:00.000+01:00",
        "milliseconds and time zone, such as 2026-11-02T09:30:00.000+01:00",
    )
}
