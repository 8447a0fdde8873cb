//! Simple types.

use xsd_parser::models::schema::xs;

use super::Building;
use super::documents::Site;
use super::facets::facets;
use super::symbols::{SlotId, Symbols};
use crate::error::SchemaError;
use crate::model::{Builtin, Facets, SimpleType, TypeKind, Variety};

/// The facets in a restriction of simple content.
pub(super) fn facets_of(restriction: &xs::RestrictionType) -> impl Iterator<Item = &xs::Facet> {
    restriction
        .content
        .iter()
        .filter_map(|content| match content {
            xs::RestrictionTypeContent::Facet(facet) => Some(facet),
            _ => None,
        })
}

/// A built-in type. What it allows is known by its name; only lists carry a facet, since nothing
/// else says that they cannot be empty.
pub(super) fn built_in(builtin: Builtin) -> SimpleType {
    let list = |item| SimpleType {
        variety: Variety::List(Building::type_id(Symbols::builtin(item))),
        facets: Facets {
            min_length: Some(1),
            ..Facets::default()
        },
    };
    match builtin {
        Builtin::NmTokens => list(Builtin::NmToken),
        Builtin::IdRefs => list(Builtin::IdRef),
        Builtin::Entities => list(Builtin::Entity),
        atomic => SimpleType {
            variety: Variety::Atomic(atomic),
            facets: Facets::default(),
        },
    }
}

impl Building<'_> {
    /// A simple type that is written down.
    pub(super) fn simple(
        &self,
        id: SlotId,
        site: &Site<'_>,
        ty: &xs::SimpleBaseType,
    ) -> Result<SimpleType, SchemaError> {
        let parts = self
            .lineage
            .of
            .get(id)
            .map(|a| a.parts.as_slice())
            .unwrap_or_default();
        for part in parts {
            self.require_simple(site, *part)?;
        }
        for content in &ty.content {
            match content {
                xs::SimpleBaseTypeContent::Annotation(_) => {}
                xs::SimpleBaseTypeContent::Restriction(restriction) => {
                    let written = restriction
                        .content
                        .iter()
                        .filter_map(|content| match content {
                            xs::RestrictionContent::Facet(facet) => Some(facet),
                            _ => None,
                        });
                    let facets = facets(&self.documents, site, written)?;
                    return self.restricted_simple(id, site, facets);
                }
                xs::SimpleBaseTypeContent::List(_) => {
                    let Some(item) = parts.first() else { continue };
                    let variety = Variety::List(Building::type_id(*item));
                    return Ok(SimpleType {
                        variety,
                        facets: Facets::default(),
                    });
                }
                xs::SimpleBaseTypeContent::Union(_) => {
                    let members = parts.iter().map(|part| Building::type_id(*part)).collect();
                    let variety = Variety::Union(members);
                    return Ok(SimpleType {
                        variety,
                        facets: Facets::default(),
                    });
                }
            }
        }
        Err(self
            .documents
            .malformed(site, "a simple type is a restriction, a list or a union"))
    }

    /// The simple type that a restriction of simple content implies.
    pub(super) fn implied(
        &self,
        id: SlotId,
        site: &Site<'_>,
        restriction: &xs::RestrictionType,
    ) -> Result<SimpleType, SchemaError> {
        let facets = facets(&self.documents, site, facets_of(restriction))?;
        self.restricted_simple(id, site, facets)
    }

    fn restricted_simple(
        &self,
        id: SlotId,
        site: &Site<'_>,
        facets: Facets,
    ) -> Result<SimpleType, SchemaError> {
        let base = self
            .lineage
            .of
            .get(id)
            .and_then(|a| a.base)
            .map(|(base, _)| base);
        let base = base.and_then(|base| self.built(base));
        match base.map(|b| &b.kind) {
            Some(TypeKind::Simple(base)) => Ok(SimpleType {
                variety: base.variety.clone(),
                facets,
            }),
            _ => Err(self.documents.contradictory(
                site,
                site.place.last().cloned().unwrap_or_default(),
                "a simple type is derived from a complex one",
            )),
        }
    }

    /// Fails unless this is a simple type.
    pub(super) fn require_simple(&self, site: &Site<'_>, id: SlotId) -> Result<(), SchemaError> {
        if self.is_simple(id) {
            return Ok(());
        }
        Err(self.documents.contradictory(
            site,
            self.type_name(id),
            "is a complex type where only a simple one may stand",
        ))
    }
}
