//! A mutant with what the validators say about it.

use xoev_schema::mutate::Mutant;

use super::judges::{Outcome, Verdict};
use super::samples::Samples;

/// What a mutant was made from.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    number: usize,
    element: usize,
    sample: usize,
    name: String,
    pub(super) seed: u64,
}

impl Origin {
    /// Messages take turns, and so do the samples of a message.
    pub(super) fn of(number: usize, seed: u64, samples: &[Samples]) -> Option<Origin> {
        let element = number % samples.len().max(1);
        let of_element = samples.get(element)?;
        Some(Origin {
            number,
            element,
            sample: (number / samples.len() + element) % of_element.texts.len(),
            name: of_element.name.clone(),
            seed: seed.wrapping_mul(1_000_000_007).wrapping_add(number as u64),
        })
    }

    pub(super) fn text<'s>(&self, samples: &'s [Samples]) -> Option<&'s str> {
        let of_element = samples.get(self.element)?;
        of_element.texts.get(self.sample).map(String::as_str)
    }

    /// The name of its file.
    pub(super) fn name(&self) -> String {
        format!("{}.{}.{}", self.name, self.sample, self.number)
    }
}

#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) origin: Origin,
    pub(super) mutant: Mutant,
    pub(super) own: Verdict,
    pub(super) xerces: Verdict,
    /// None where it is not installed.
    pub(super) libxml2: Option<Verdict>,
}

impl Case {
    /// In which way ours disagrees with Xerces-J; none if it does not.
    pub(super) fn class(&self) -> Option<String> {
        class("ours", &self.own, &self.xerces)
    }

    /// In which way libxml2 disagrees with Xerces-J; none if it does not.
    pub(super) fn libxml2_class(&self) -> Option<String> {
        class("libxml2", self.libxml2.as_ref()?, &self.xerces)
    }

    pub(super) fn changes(&self) -> Vec<String> {
        let all = self.mutant.changes.iter();
        all.map(|c| format!("{}: {}", c.kind, c.what)).collect()
    }

    /// Whether a changed text looks like a date or time with white space around it.
    pub(super) fn holds_blank_date(&self) -> bool {
        let text = String::from_utf8_lossy(&self.mutant.bytes);
        text.split('>').any(|part| {
            let value = part.split('<').next().unwrap_or_default();
            let inner = value.trim();
            inner.len() >= 4
                && inner.len() < value.len()
                && inner.contains(['-', ':'])
                && inner
                    .chars()
                    .all(|c| c.is_ascii_digit() || "-:+.TZ".contains(c))
        })
    }

    /// Whether the message has a character that UTF-16 needs two units for.
    pub(super) fn holds_wide_character(&self) -> bool {
        let text = String::from_utf8_lossy(&self.mutant.bytes);
        text.chars().any(|c| u32::from(c) > 0xffff)
    }

    /// Whether a text stands in the message.
    pub(super) fn holds(&self, text: &str) -> bool {
        let bytes = &self.mutant.bytes;
        bytes.windows(text.len()).any(|w| w == text.as_bytes())
    }
}

fn class(name: &str, verdict: &Verdict, xerces: &Verdict) -> Option<String> {
    if verdict.outcome == xerces.outcome && verdict.outcome != Outcome::Broken {
        return None;
    }
    Some(format!(
        "Xerces-J {}, {name} {}",
        show(xerces),
        show(verdict)
    ))
}

fn show(verdict: &Verdict) -> String {
    let reason = match verdict.rule.as_str() {
        "" | "schema" | "parser" | "namespace" => outline(&verdict.message),
        rule => rule.to_owned(),
    };
    match reason.is_empty() {
        true => verdict.outcome.name().to_owned(),
        false => format!("{} ({reason})", verdict.outcome.name()),
    }
}

/// A message without what differs from case to case: what stands in quotes, and numbers.
fn outline(message: &str) -> String {
    let mut out = String::new();
    let mut open = None;
    for c in message.chars() {
        match open {
            Some(end) if c == end => open = None,
            Some(_) => continue,
            None if matches!(c, '"' | '\'' | '{') => {
                open = Some(if c == '{' { '}' } else { c });
                out.push('_');
                continue;
            }
            None if c.is_ascii_digit() => continue,
            None => out.push(c),
        }
    }
    // libxml2 says which element first.
    let text = out
        .split_once(": element ")
        .map_or(out.as_str(), |(_, t)| t);
    let text = text.split_once("Schemas ").map_or(text, |(_, t)| t);
    text.trim().chars().take(90).collect()
}
