//! The resolution: from parsed schema documents to the model.
//!
//! In the order of the work: [`documents`] numbers documents and namespaces, [`symbols`] finds all
//! definitions, [`derive`] orders types so that bases come first, [`elements`] builds the global
//! elements with their substitution groups, [`simple`] and [`complex`] build the types
//! ([`facets`], [`attributes`], [`wildcard`], [`content`], [`constraints`] and [`appinfo`] their
//! parts), [`assemble`] drops what is not used and numbers the rest.

mod appinfo;
mod assemble;
mod attributes;
mod block;
mod complex;
mod constraints;
mod content;
mod derive;
mod documents;
mod elements;
mod facets;
mod simple;
mod symbols;
mod wildcard;

use xsd_parser::models::schema::xs;

use self::appinfo::appinfo;
use self::derive::Lineage;
use self::documents::{Documents, Site};
use self::elements::Global;
use self::symbols::{SlotId, Source, Symbols};
use crate::error::SchemaError;
use crate::model::{Appinfo, SchemaSet, TypeDef, TypeId, TypeKind};
use crate::read::Raw;

/// Resolves parsed documents into a schema set.
pub(crate) fn resolve(raws: &[Raw]) -> Result<SchemaSet, SchemaError> {
    let documents = Documents::new(raws)?;
    let symbols = Symbols::collect(&documents)?;
    let lineage = Lineage::trace(&documents, &symbols)?;
    let types = vec![None; symbols.slots.len()];
    let mut building = Building {
        documents,
        symbols,
        lineage,
        globals: Vec::new(),
        types,
    };
    building.globals = building.global_elements()?;
    for id in building.lineage.order.clone() {
        let ty = building.type_def(id)?;
        if let Some(slot) = building.types.get_mut(id) {
            *slot = Some(ty);
        }
    }
    assemble::assemble(building)
}

/// The set while it is being built. Types are numbered by slots until it is complete.
#[derive(Debug)]
struct Building<'a> {
    documents: Documents<'a>,
    symbols: Symbols<'a>,
    lineage: Lineage,
    globals: Vec<Global>,
    types: Vec<Option<TypeDef>>,
}

impl<'a> Building<'a> {
    fn type_id(slot: SlotId) -> TypeId {
        TypeId(u32::try_from(slot).unwrap_or(u32::MAX))
    }

    fn built(&self, slot: SlotId) -> Option<&TypeDef> {
        self.types.get(slot)?.as_ref()
    }

    fn is_simple(&self, slot: SlotId) -> bool {
        let source = self.symbols.slots.get(slot).map(|s| s.source);
        matches!(
            source,
            Some(Source::Builtin(_) | Source::Simple(_) | Source::Implied(_))
        )
    }

    /// The slot of a type that stands in another component.
    fn written<T>(&self, site: &Site<'_>, ty: &T) -> Result<SlotId, SchemaError> {
        self.symbols.slot_of(site.doc, ty).ok_or_else(|| {
            let reason = "a type stands where none may stand";
            self.documents.malformed(site, reason)
        })
    }

    fn type_name(&self, slot: SlotId) -> String {
        let Some(slot) = self.symbols.slots.get(slot) else {
            return String::new();
        };
        match (&slot.name, &slot.site) {
            (Some(name), _) => self.documents.show((name.ns, &name.local)),
            (None, Some(site)) => site.place.join(" / "),
            (None, None) => String::new(),
        }
    }

    fn type_def(&self, id: SlotId) -> Result<TypeDef, SchemaError> {
        let Some(slot) = self.symbols.slots.get(id) else {
            return Err(SchemaError::Miscounted {
                file: "schemas".to_owned(),
                what: "types",
                read: self.symbols.slots.len(),
                kept: id,
            });
        };
        let (kind, appinfo) = match (slot.source, &slot.site) {
            (Source::Builtin(builtin), _) => (
                TypeKind::Simple(simple::built_in(builtin)),
                Appinfo::default(),
            ),
            (Source::Simple(ty), Some(site)) => {
                let annotations = ty.content.iter().filter_map(|content| match content {
                    xs::SimpleBaseTypeContent::Annotation(annotation) => Some(annotation),
                    _ => None,
                });
                (
                    TypeKind::Simple(self.simple(id, site, ty)?),
                    appinfo(annotations),
                )
            }
            (Source::Complex(ty), Some(site)) => {
                let annotations = ty.content.iter().filter_map(|content| match content {
                    xs::ComplexBaseTypeContent::Annotation(annotation) => Some(annotation),
                    _ => None,
                });
                (
                    TypeKind::Complex(self.complex(id, site, ty)?),
                    appinfo(annotations),
                )
            }
            (Source::Implied(restriction), Some(site)) => (
                TypeKind::Simple(self.implied(id, site, restriction)?),
                Appinfo::default(),
            ),
            _ => (TypeKind::Complex(complex::any_type()), Appinfo::default()),
        };
        let place = match (&slot.site, &slot.name) {
            (Some(site), _) => site.place.clone(),
            (None, Some(name)) => vec![name.local.clone()],
            (None, None) => Vec::new(),
        };
        let document = slot
            .site
            .as_ref()
            .and_then(|s| self.documents.list.get(s.doc));
        let base = self.lineage.of.get(id).and_then(|ancestry| ancestry.base);
        Ok(TypeDef {
            name: slot.name.clone(),
            place,
            document: document.map(|d| d.id),
            appinfo,
            base: base.map(|(base, kind)| (Building::type_id(base), kind)),
            kind,
        })
    }
}
