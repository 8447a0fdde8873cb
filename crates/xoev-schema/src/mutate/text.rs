//! Changes of the text in elements.

use super::known::{self, Place};
use super::tree::Element;
use super::work::Work;
use super::{pools, values};
use crate::{Builtin, SchemaSet, TypeId};

/// The type of the text at a place.
fn text_type(set: &SchemaSet, place: &Place<'_>) -> Option<TypeId> {
    known::text_type(set, place.declaration?.type_id)
}

/// Gives an element a new text, made from its type and its present text.
fn typed(
    work: &mut Work<'_>,
    wanted: impl Fn(&SchemaSet, TypeId) -> bool,
    make: impl Fn(&mut Work<'_>, TypeId, &str) -> Option<String>,
) -> Option<String> {
    let set = work.set;
    let place =
        work.some_declared(|place, _| text_type(set, place).is_some_and(|id| wanted(set, id)))?;
    let id = text_type(set, &place)?;
    let now = work.document.at(&place.path)?.text();
    let value = make(work, id, &now).filter(|value| *value != now)?;
    work.document.at_mut(&place.path)?.set_text(&value);
    Some(work.say(&place.path, &value))
}

/// Whatever suits the type.
pub(super) fn value(work: &mut Work<'_>) -> Option<String> {
    typed(
        work,
        |_, _| true,
        |w, id, now| Some(values::any(w.set, id, now, &mut w.random)),
    )
}

fn has_facet(set: &SchemaSet, id: TypeId, facet: impl Fn(&crate::Facets) -> bool) -> bool {
    set.facet_chain(id).any(facet)
}

pub(super) fn enumerated(work: &mut Work<'_>) -> Option<String> {
    typed(
        work,
        |set, id| has_facet(set, id, |f| !f.enumeration.is_empty()),
        |w, id, _| values::enumerated(w.set, id, &mut w.random),
    )
}

pub(super) fn beside_enumerated(work: &mut Work<'_>) -> Option<String> {
    typed(
        work,
        |set, id| has_facet(set, id, |f| !f.enumeration.is_empty()),
        |w, id, _| values::beside_enumerated(w.set, id, &mut w.random),
    )
}

pub(super) fn length(work: &mut Work<'_>) -> Option<String> {
    typed(
        work,
        |set, id| {
            has_facet(set, id, |f| {
                f.length.or(f.min_length).or(f.max_length).is_some()
            })
        },
        |w, id, now| match w.random.chance(50) {
            true => values::length(w.set, id, &mut w.random),
            // What stands there, with more of it, is more likely to match a pattern.
            false if now.is_empty() => None,
            false => {
                let wanted = values::length(w.set, id, &mut w.random)?.chars().count();
                Some(now.chars().cycle().take(wanted).collect())
            }
        },
    )
}

pub(super) fn range(work: &mut Work<'_>) -> Option<String> {
    typed(
        work,
        |_, _| true,
        |w, id, _| values::range(w.set, id, &mut w.random),
    )
}

/// A text of the pool of a built-in type, where the type is one of these.
fn pooled(work: &mut Work<'_>, wanted: impl Fn(Builtin) -> bool) -> Option<String> {
    typed(
        work,
        |set, id| wanted(known::builtin(set, id)),
        |w, id, _| {
            let pool = pools::of(known::builtin(w.set, id));
            Some(w.random.word(pool).to_owned())
        },
    )
}

pub(super) fn date(work: &mut Work<'_>) -> Option<String> {
    use Builtin as B;
    pooled(work, |b| {
        matches!(
            b,
            B::Date
                | B::DateTime
                | B::Time
                | B::GYear
                | B::GYearMonth
                | B::GMonth
                | B::GMonthDay
                | B::GDay
                | B::Duration
        )
    })
}

pub(super) fn number(work: &mut Work<'_>) -> Option<String> {
    pooled(work, |b| {
        pools::NUMBER_TYPES.contains(&b) || matches!(b, Builtin::Float | Builtin::Double)
    })
}

pub(super) fn boolean(work: &mut Work<'_>) -> Option<String> {
    pooled(work, |b| b == Builtin::Boolean)
}

pub(super) fn binary(work: &mut Work<'_>) -> Option<String> {
    pooled(work, |b| {
        matches!(b, Builtin::Base64Binary | Builtin::HexBinary)
    })
}

pub(super) fn name(work: &mut Work<'_>) -> Option<String> {
    pooled(work, |b| {
        pools::NAME_TYPES.contains(&b) || matches!(b, Builtin::AnyUri | Builtin::Language)
    })
}

/// Letters and sequences of DIN 91379, and what lies beside them, alone or within the text.
pub(super) fn letters(work: &mut Work<'_>) -> Option<String> {
    typed(
        work,
        |set, id| pools::TEXT_TYPES.contains(&known::builtin(set, id)),
        |w, _, now| {
            let text = w.random.word(pools::TEXTS);
            Some(match w.random.below(4) {
                0 => text.to_owned(),
                1 => format!("{text}{now}"),
                2 => format!("{now}{text}"),
                _ => {
                    let at = w.random.below(now.chars().count().max(1));
                    let mut out: String = now.chars().take(at).collect();
                    out.push_str(text);
                    out.extend(now.chars().skip(at));
                    out
                }
            })
        },
    )
}

pub(super) fn odd(work: &mut Work<'_>) -> Option<String> {
    typed(
        work,
        |_, _| true,
        |w, _, _| Some(w.random.word(pools::ODD).to_owned()),
    )
}

pub(super) fn edit(work: &mut Work<'_>) -> Option<String> {
    typed(
        work,
        |_, _| true,
        |w, _, now| Some(values::edited(now, &mut w.random)),
    )
}

fn has_text(element: &Element) -> bool {
    !element.has_elements() && !element.children.is_empty()
}

/// The text of another element.
pub(super) fn other(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(has_text)?;
    let from = work.some(has_text)?;
    let value = work.document.at(&from)?.text();
    let element = work.document.at_mut(&path)?;
    if element.text() == value {
        return None;
    }
    element.set_text(&value);
    Some(work.say(&path, &value))
}

/// A text that is far too long for most types.
pub(super) fn long(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| !e.has_elements())?;
    let count = work.random.range(200, 20_000);
    let filler = *work.random.pick(&["a", "1", "ä", "\u{10330}", "ab cd "])?;
    let value = filler.repeat(count / filler.len());
    work.document.at_mut(&path)?.set_text(&value);
    Some(work.say(&path, &value))
}
