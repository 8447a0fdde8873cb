//! Values of simple types.

use super::check::{Checker, lengths};
use super::random::Random;
use super::{literal, office};
use crate::{Builtin, Facets, TypeId, TypeKind, Variety};

/// How often a value is tried before a type counts as one without values.
const ATTEMPTS: usize = 40;

/// Most items of a list, unless more are needed.
const ITEMS: usize = 3;

/// The identifiers of one document, which must be unique, and may be referred to.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    pub(super) given: Vec<String>,
    /// Whether a reference may come before what it refers to.
    pub(super) forward: bool,
    /// Whether a reference was made that nothing bears yet.
    pub(super) open: bool,
}

/// The first identifier of each document, if its type allows it.
const FIRST_ID: &str = "id1";

impl Ids {
    pub(super) fn new(forward: bool) -> Ids {
        Ids {
            given: Vec::new(),
            forward,
            open: false,
        }
    }

    /// Whether a reference is still open that no element bears.
    pub(super) fn dangling(&self) -> bool {
        self.open && !self.given.iter().any(|id| id == FIRST_ID)
    }

    fn reference(&mut self, random: &mut Random) -> Option<String> {
        if let Some(id) = random.pick(&self.given) {
            return Some(id.clone());
        }
        self.open |= self.forward;
        self.forward.then(|| FIRST_ID.to_owned())
    }
}

impl Checker<'_> {
    /// A value of a simple type, fitting the names of the field; none if none is found.
    pub(super) fn value(
        &self,
        id: TypeId,
        names: &[&str],
        random: &mut Random,
        ids: &mut Ids,
    ) -> Option<String> {
        let TypeKind::Simple(simple) = &self.set.ty(id).kind else {
            return None;
        };
        let chain: Vec<&Facets> = self.set.facet_chain(id).collect();
        if let Some(facets) = chain.iter().find(|f| !f.enumeration.is_empty()) {
            return self.enumerated(id, facets, random);
        }
        match &simple.variety {
            Variety::Atomic(Builtin::Id) => {
                let next = format!("id{}", ids.given.len() + 1);
                let made = (0..ATTEMPTS).find_map(|_| {
                    let own = self.atomic(id, Builtin::Id, &chain, names, random);
                    own.filter(|text| !ids.given.contains(text))
                });
                let text = if self.allows(id, &next) { next } else { made? };
                ids.given.push(text.clone());
                Some(text)
            }
            Variety::Atomic(Builtin::IdRef | Builtin::IdRefs) => {
                ids.reference(random).filter(|text| self.allows(id, text))
            }
            Variety::Atomic(builtin) => {
                (0..ATTEMPTS).find_map(|_| self.atomic(id, *builtin, &chain, names, random))
            }
            Variety::List(item) => {
                let bounds = lengths(&chain);
                let least = bounds.min.max(1);
                let most = bounds.max.unwrap_or(usize::MAX).min(least.max(ITEMS));
                (0..ATTEMPTS).find_map(|_| {
                    let count = random.range(least.min(most), most);
                    let items: Option<Vec<String>> = (0..count)
                        .map(|_| self.value(*item, names, random, ids))
                        .collect();
                    items
                        .map(|i| i.join(" "))
                        .filter(|text| self.allows(id, text))
                })
            }
            Variety::Union(members) => {
                let attempts = ATTEMPTS.div_ceil(members.len().max(1));
                let order = random.shuffled(members.len());
                order
                    .iter()
                    .filter_map(|at| members.get(*at))
                    .find_map(|member| {
                        (0..attempts).find_map(|_| {
                            let text = self.value(*member, names, random, ids)?;
                            Some(text).filter(|text| self.allows(id, text))
                        })
                    })
            }
        }
    }

    fn enumerated(&self, id: TypeId, facets: &Facets, random: &mut Random) -> Option<String> {
        let order = random.shuffled(facets.enumeration.len());
        let values = order.iter().filter_map(|at| facets.enumeration.get(*at));
        values
            .map(|v| self.normal(id, &v.value))
            .find(|text| self.allows(id, text))
    }

    /// One attempt at an atomic value.
    fn atomic(
        &self,
        id: TypeId,
        builtin: Builtin,
        chain: &[&Facets],
        names: &[&str],
        random: &mut Random,
    ) -> Option<String> {
        let bounds = lengths(chain);
        let is_text = matches!(
            builtin,
            Builtin::AnySimpleType | Builtin::String | Builtin::NormalizedString | Builtin::Token
        );
        let mut texts = match is_text {
            true => {
                let texts = office::candidates(names, random).into_iter();
                let most = bounds.max.unwrap_or(usize::MAX);
                texts
                    .map(|text| office::cut(&text, most))
                    .filter(|t| !t.is_empty())
                    .collect()
            }
            false => literal::candidates(builtin, chain, office::is_long_past(names), random),
        };
        // The most derived pattern says most; those of the bases are checked afterwards.
        let alphabets = self.alphabets(chain);
        for facets in chain.iter().filter(|f| !f.patterns.is_empty()) {
            let shape = random
                .pick(&facets.patterns)
                .and_then(|source| self.shape(source));
            texts.extend(shape.and_then(|s| s.text(random, bounds.min, bounds.max, &alphabets)));
        }
        if is_text {
            texts.push(office::filler(random, bounds.min, bounds.max));
        }
        // An empty text is the last resort.
        texts.push(String::new());
        texts.into_iter().find(|text| self.allows(id, text))
    }
}
