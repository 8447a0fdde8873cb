//! What of a finding is shown: all of it, or nothing that was a value of the message.

use std::borrow::Cow;

use xoev::Language;

use super::HtmlOptions;
use crate::entry::{Entry, Layer};
use crate::rules;
use crate::words::pick;

/// What is shown of a finding.
pub(crate) struct Shown<'a> {
    pub(crate) sentence: Cow<'a, str>,
    pub(crate) expected: Option<&'a str>,
    pub(crate) found: Option<&'a str>,
}

/// What the options let through.
///
/// Without excerpts: the sentences of the schema are built around the value found, which is taken
/// out of them. How the other layers build their sentences and expectations is not known here, so
/// what is shown is the general sentence of the rule.
pub(crate) fn shown<'a>(entry: &'a Entry, options: &'a HtmlOptions) -> Shown<'a> {
    let language = options.language;
    let filled = |text: &'a str| Some(text).filter(|t| !t.is_empty());
    let sentence = entry.text_in(language);
    let expected = filled(entry.expected_in(language));
    let found = filled(entry.found_in(language));
    if options.excerpts || rules::finds_no_values(entry.layer, &entry.name) {
        return Shown {
            sentence: Cow::Borrowed(sentence),
            expected,
            found,
        };
    }
    let general = rules::general(
        &options.rules,
        entry.layer,
        &entry.rule,
        &entry.name,
        language,
    );
    let left_out = pick(
        language,
        "Der Wortlaut ist ausgelassen, weil er Werte der Nachricht nennen kann.",
        "The wording is left out, since it may name values of the message.",
    );
    let masked = match entry.layer {
        Layer::Schema => without(sentence, &entry.found, language).map(Cow::Owned),
        Layer::Profile | Layer::Plausibility => None,
    };
    Shown {
        sentence: masked.unwrap_or(Cow::Borrowed(general.unwrap_or(left_out))),
        expected: expected.filter(|_| entry.layer == Layer::Schema),
        found: None,
    }
}

/// The sentence without the value, if it is quoted there and nowhere else.
fn without(sentence: &str, found: &str, language: Language) -> Option<String> {
    if found.is_empty() {
        return None;
    }
    let (quoted, gap) = pick(
        language,
        (format!("„{found}“"), "„…“"),
        (format!("“{found}”"), "“…”"),
    );
    let (before, after) = sentence.split_once(&quoted)?;
    // A short value occurs elsewhere by chance, as „1“ does in „höchstens 10 Zeichen“; a long one
    // that does was put there.
    let again = found.chars().count() > 2 && (before.contains(found) || after.contains(found));
    (!again).then(|| format!("{before}{gap}{after}"))
}
