//! Derivation: what each type is derived from, and an order in which bases come first.

use xsd_parser::models::schema::{QName as Reference, xs};

use super::documents::{Documents, Site};
use super::symbols::{SlotId, Source, Symbols};
use crate::count::IMPLIED;
use crate::error::{Referent, SchemaError};
use crate::model::{Builtin, Derivation};

/// Chains of simple content longer than this can only be circles.
const LONGEST: usize = 500;

/// What a type is derived from.
#[derive(Clone, Debug, Default)]
pub(super) struct Ancestry {
    /// Base and kind of derivation.
    pub(super) base: Option<(SlotId, Derivation)>,
    /// Item type of a list or member types of a union.
    pub(super) parts: Vec<SlotId>,
}

/// How the content of a complex type is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form<'a> {
    /// Without derivation.
    Plain,
    SimpleExtension(&'a xs::ExtensionType),
    SimpleRestriction(&'a xs::RestrictionType),
    ComplexExtension(&'a xs::ExtensionType, &'a xs::ComplexContent),
    ComplexRestriction(&'a xs::RestrictionType, &'a xs::ComplexContent),
}

/// The form of a complex type.
pub(super) fn form(ty: &xs::ComplexBaseType) -> Form<'_> {
    for content in &ty.content {
        match content {
            xs::ComplexBaseTypeContent::SimpleContent(simple) => {
                for content in &simple.content {
                    match content {
                        xs::SimpleContentContent::Extension(e) => return Form::SimpleExtension(e),
                        xs::SimpleContentContent::Restriction(r) => {
                            return Form::SimpleRestriction(r);
                        }
                        xs::SimpleContentContent::Annotation(_) => {}
                    }
                }
            }
            xs::ComplexBaseTypeContent::ComplexContent(complex) => {
                for content in &complex.content {
                    match content {
                        xs::ComplexContentContent::Extension(e) => {
                            return Form::ComplexExtension(e, complex);
                        }
                        xs::ComplexContentContent::Restriction(r) => {
                            return Form::ComplexRestriction(r, complex);
                        }
                        xs::ComplexContentContent::Annotation(_) => {}
                    }
                }
            }
            _ => {}
        }
    }
    Form::Plain
}

/// The ancestry of all types.
#[derive(Debug)]
pub(super) struct Lineage {
    pub(super) of: Vec<Ancestry>,
    /// All types, bases and parts first.
    pub(super) order: Vec<SlotId>,
}

impl Lineage {
    pub(super) fn trace(
        documents: &Documents<'_>,
        symbols: &Symbols<'_>,
    ) -> Result<Lineage, SchemaError> {
        let mut of = Vec::with_capacity(symbols.slots.len());
        for id in 0..symbols.slots.len() {
            of.push(ancestry(documents, symbols, id)?);
        }
        let mut sorting = Sorting {
            documents,
            symbols,
            of: &of,
            state: vec![State::New; of.len()],
            order: Vec::with_capacity(of.len()),
        };
        for id in 0..of.len() {
            sorting.visit(id)?;
        }
        let order = sorting.order;
        Ok(Lineage { of, order })
    }

    /// Whether `id` is derived from `ancestor`, and by which kinds of derivation.
    pub(super) fn path(&self, mut id: SlotId, ancestor: SlotId) -> Option<Vec<Derivation>> {
        let mut kinds = Vec::new();
        loop {
            if id == ancestor {
                return Some(kinds);
            }
            match self.of.get(id).and_then(|a| a.base) {
                Some((base, kind)) => {
                    kinds.push(kind);
                    id = base;
                }
                // Everything is a restriction of the type of anything.
                None if ancestor == Symbols::ANY_TYPE => {
                    kinds.push(Derivation::Restriction);
                    return Some(kinds);
                }
                None => return None,
            }
        }
    }
}

/// The slot of the type that a reference means.
pub(super) fn type_slot(
    documents: &Documents<'_>,
    symbols: &Symbols<'_>,
    site: &Site<'_>,
    reference: &Reference,
) -> Result<SlotId, SchemaError> {
    let key = documents.key(site, Referent::Type, reference)?;
    symbols
        .types
        .get(&key)
        .copied()
        .ok_or_else(|| documents.unresolved(site, Referent::Type, documents.show(key), None))
}

/// The slot of the type that another one is derived from: as [`type_slot`], but a redefinition is
/// derived from what it replaces, which bears the same name.
fn base_slot(
    documents: &Documents<'_>,
    symbols: &Symbols<'_>,
    site: &Site<'_>,
    reference: &Reference,
) -> Result<SlotId, SchemaError> {
    let base = type_slot(documents, symbols, site, reference)?;
    let Some(slot) = symbols.slots.get(base) else {
        return Ok(base);
    };
    let (Some(replaced), Some(own)) = (slot.replaces, &slot.site) else {
        return Ok(base);
    };
    let within = site.place.strip_prefix(own.place.as_slice());
    let itself = within.is_some_and(|rest| rest.iter().all(|step| step == IMPLIED));
    Ok(if itself && own.doc == site.doc {
        replaced
    } else {
        base
    })
}

fn ancestry(
    documents: &Documents<'_>,
    symbols: &Symbols<'_>,
    id: SlotId,
) -> Result<Ancestry, SchemaError> {
    let Some(slot) = symbols.slots.get(id) else {
        return Ok(Ancestry::default());
    };
    let derived = |base, kind| Ancestry {
        base: Some((base, kind)),
        parts: Vec::new(),
    };
    let (ty, site) = match (slot.source, &slot.site) {
        (Source::Builtin(builtin), _) => return Ok(built_in(builtin)),
        (Source::Simple(ty), Some(site)) => {
            return simple(documents, symbols, site, ty);
        }
        (Source::Complex(ty), Some(site)) => (ty, site),
        // The base of an implied type depends on that of its complex type; it is found when the
        // latter is known.
        (Source::Implied(restriction), Some(site)) => {
            let base = match inner_type(restriction) {
                Some(inner) => symbols.slot_of(site.doc, inner),
                None => None,
            };
            let base = match base {
                Some(base) => base,
                None => content_type(documents, symbols, site, restriction, 0)?,
            };
            return Ok(derived(base, Derivation::Restriction));
        }
        _ => return Ok(Ancestry::default()),
    };
    let (reference, kind) = match form(ty) {
        Form::Plain => return Ok(Ancestry::default()),
        Form::SimpleExtension(e) | Form::ComplexExtension(e, _) => (&e.base, Derivation::Extension),
        Form::SimpleRestriction(r) | Form::ComplexRestriction(r, _) => {
            (&r.base, Derivation::Restriction)
        }
    };
    Ok(derived(
        base_slot(documents, symbols, site, reference)?,
        kind,
    ))
}

fn inner_type(restriction: &xs::RestrictionType) -> Option<&xs::SimpleBaseType> {
    restriction
        .content
        .iter()
        .find_map(|content| match content {
            xs::RestrictionTypeContent::SimpleType(ty) => Some(ty),
            _ => None,
        })
}

/// The simple type that a restriction of simple content restricts further.
fn content_type(
    documents: &Documents<'_>,
    symbols: &Symbols<'_>,
    site: &Site<'_>,
    restriction: &xs::RestrictionType,
    depth: usize,
) -> Result<SlotId, SchemaError> {
    let base = base_slot(documents, symbols, site, &restriction.base)?;
    let not_simple = || {
        documents.contradictory(
            site,
            restriction.base.to_string(),
            "is the base of simple content, but has no simple content itself",
        )
    };
    let slot = symbols.slots.get(base).ok_or_else(not_simple)?;
    let (Source::Complex(ty), Some(site)) = (slot.source, &slot.site) else {
        return Err(not_simple());
    };
    if depth > LONGEST {
        return Err(documents.contradictory(site, last(site), "is derived from itself"));
    }
    simple_content(documents, symbols, site, ty, depth)?.ok_or_else(not_simple)
}

/// The simple type of a complex type's content, if it has simple content.
pub(super) fn simple_content(
    documents: &Documents<'_>,
    symbols: &Symbols<'_>,
    site: &Site<'_>,
    ty: &xs::ComplexBaseType,
    depth: usize,
) -> Result<Option<SlotId>, SchemaError> {
    match form(ty) {
        Form::SimpleExtension(extension) => {
            let base = base_slot(documents, symbols, site, &extension.base)?;
            let Some(slot) = symbols.slots.get(base) else {
                return Ok(None);
            };
            match (slot.source, &slot.site) {
                (Source::Complex(ty), Some(site)) => {
                    if depth > LONGEST {
                        let reason = "is derived from itself";
                        return Err(documents.contradictory(site, last(site), reason));
                    }
                    simple_content(documents, symbols, site, ty, depth + 1)
                }
                (Source::AnyType | Source::Complex(_), _) => Ok(None),
                _ => Ok(Some(base)),
            }
        }
        Form::SimpleRestriction(restriction) => {
            if let Some(implied) = symbols.slot_of(site.doc, restriction) {
                return Ok(Some(implied));
            }
            if let Some(inner) = inner_type(restriction) {
                return Ok(symbols.slot_of(site.doc, inner));
            }
            content_type(documents, symbols, site, restriction, depth + 1).map(Some)
        }
        _ => Ok(None),
    }
}

fn simple(
    documents: &Documents<'_>,
    symbols: &Symbols<'_>,
    site: &Site<'_>,
    ty: &xs::SimpleBaseType,
) -> Result<Ancestry, SchemaError> {
    let resolve = |reference| type_slot(documents, symbols, site, reference);
    let written = |ty| symbols.slot_of(site.doc, ty);
    let any_simple = Symbols::builtin(Builtin::AnySimpleType);
    for content in &ty.content {
        match content {
            xs::SimpleBaseTypeContent::Annotation(_) => {}
            xs::SimpleBaseTypeContent::Restriction(restriction) => {
                let inner = restriction
                    .content
                    .iter()
                    .find_map(|content| match content {
                        xs::RestrictionContent::SimpleType(ty) => written(ty),
                        _ => None,
                    });
                let base = match (&restriction.base, inner) {
                    (Some(base), None) => base_slot(documents, symbols, site, base)?,
                    (None, Some(inner)) => inner,
                    _ => {
                        let reason = "a restriction has either a base or a simple type in it";
                        return Err(documents.malformed(site, reason));
                    }
                };
                return Ok(Ancestry {
                    base: Some((base, Derivation::Restriction)),
                    parts: Vec::new(),
                });
            }
            xs::SimpleBaseTypeContent::List(list) => {
                let inner = list.simple_type.as_deref().and_then(written);
                let item = match (&list.item_type, inner) {
                    (Some(item), None) => resolve(item)?,
                    (None, Some(inner)) => inner,
                    _ => {
                        let reason = "a list has either an item type or a simple type in it";
                        return Err(documents.malformed(site, reason));
                    }
                };
                return Ok(Ancestry {
                    base: Some((any_simple, Derivation::List)),
                    parts: vec![item],
                });
            }
            xs::SimpleBaseTypeContent::Union(union) => {
                let named = union.member_types.iter().flat_map(|list| &list.0);
                let mut parts = named
                    .filter(|name| !name.as_bytes().is_empty())
                    .map(resolve)
                    .collect::<Result<Vec<_>, _>>()?;
                parts.extend(union.simple_type.iter().filter_map(written));
                if parts.is_empty() {
                    return Err(documents.malformed(site, "a union has at least one member type"));
                }
                return Ok(Ancestry {
                    base: Some((any_simple, Derivation::Union)),
                    parts,
                });
            }
        }
    }
    Err(documents.malformed(site, "a simple type is a restriction, a list or a union"))
}

fn built_in(builtin: Builtin) -> Ancestry {
    use Builtin as B;
    let list = |item| Ancestry {
        base: Some((Symbols::builtin(B::AnySimpleType), Derivation::List)),
        parts: vec![Symbols::builtin(item)],
    };
    match builtin {
        B::NmTokens => return list(B::NmToken),
        B::IdRefs => return list(B::IdRef),
        B::Entities => return list(B::Entity),
        _ => {}
    }
    let Some(base) = builtin.base() else {
        return Ancestry::default();
    };
    Ancestry {
        base: Some((Symbols::builtin(base), Derivation::Restriction)),
        parts: Vec::new(),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

struct Sorting<'s, 'a> {
    documents: &'s Documents<'a>,
    symbols: &'s Symbols<'a>,
    of: &'s [Ancestry],
    state: Vec<State>,
    order: Vec<SlotId>,
}

impl Sorting<'_, '_> {
    /// Visits without recursion, since chains of derivation may be as long as the input makes
    /// them.
    fn visit(&mut self, start: SlotId) -> Result<(), SchemaError> {
        let mut open = vec![(start, 0)];
        while let Some((id, step)) = open.pop() {
            let (Some(ancestry), Some(state)) = (self.of.get(id), self.state.get_mut(id)) else {
                continue;
            };
            if step == 0 {
                match state {
                    State::Done => continue,
                    State::Open => return Err(self.circular(id)),
                    State::New => *state = State::Open,
                }
            }
            let base = ancestry.base.iter().map(|(base, _)| *base);
            match base.chain(ancestry.parts.iter().copied()).nth(step) {
                Some(next) => {
                    open.push((id, step + 1));
                    open.push((next, 0));
                }
                None => {
                    *state = State::Done;
                    self.order.push(id);
                }
            }
        }
        Ok(())
    }

    fn circular(&self, id: SlotId) -> SchemaError {
        match self.symbols.slots.get(id).and_then(|s| s.site.as_ref()) {
            Some(site) => self
                .documents
                .contradictory(site, last(site), "is derived from itself"),
            None => SchemaError::Contradictory {
                place: crate::error::Place::default(),
                name: "a built-in type".to_owned(),
                reason: "is derived from itself".to_owned(),
            },
        }
    }
}

fn last(site: &Site<'_>) -> String {
    site.place.last().cloned().unwrap_or_default()
}
