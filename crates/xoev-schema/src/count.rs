//! Definitions counted on the way from schema text to model, so that none gets lost unnoticed.

use crate::model::{SchemaSet, TypeKind};

/// Numbers of definitions in one schema document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Definitions {
    /// Named simple types.
    pub simple_types: usize,
    /// Named complex types.
    pub complex_types: usize,
    /// Simple types without a name of their own, at any depth.
    pub anonymous_simple_types: usize,
    /// Complex types without a name of their own, at any depth.
    pub anonymous_complex_types: usize,
    /// Global elements.
    pub elements: usize,
}

/// What one document defines, and what of it the model holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The document's file.
    pub file: String,
    /// Definitions in the document, as they were parsed.
    pub read: Definitions,
    /// Definitions of it in the model.
    pub kept: Definitions,
}

impl Definitions {
    /// What the counts are called, with the counts.
    pub fn named(&self) -> [(&'static str, usize); 5] {
        [
            ("named simple types", self.simple_types),
            ("named complex types", self.complex_types),
            ("anonymous simple types", self.anonymous_simple_types),
            ("anonymous complex types", self.anonymous_complex_types),
            ("global elements", self.elements),
        ]
    }
}

/// The last step in the place of a type that `xs:redefine` has replaced.
pub(crate) const REDEFINED: &str = "#redefined";
/// The last step in the place of the simple type that a restriction of simple content implies.
pub(crate) const IMPLIED: &str = "#content";

impl SchemaSet {
    /// The definitions of each document that the model holds, in the order of
    /// [`SchemaSet::documents`].
    pub fn definitions(&self) -> Vec<Definitions> {
        let mut counts = vec![Definitions::default(); self.documents.len()];
        for ty in &self.types {
            let Some(count) = ty.document.and_then(|d| counts.get_mut(usize::from(d.0))) else {
                continue;
            };
            let last = ty.place.last().map(String::as_str);
            // An implied type has no definition of its own, a redefined one was named.
            if last == Some(IMPLIED) {
                continue;
            }
            let named = ty.name.is_some() || last == Some(REDEFINED);
            *match (&ty.kind, named) {
                (TypeKind::Simple(_), true) => &mut count.simple_types,
                (TypeKind::Complex(_), true) => &mut count.complex_types,
                (TypeKind::Simple(_), false) => &mut count.anonymous_simple_types,
                (TypeKind::Complex(_), false) => &mut count.anonymous_complex_types,
            } += 1;
        }
        for element in &self.elements {
            if let Some(count) = counts.get_mut(usize::from(element.document.0)) {
                count.elements += 1;
            }
        }
        counts
    }
}
