//! The compact form of a schema set, to be built into programs.

use crate::model::{
    AttributeUse, Content, Element, NamespaceRule, NsId, Particle, QName, SchemaSet, Term, TypeId,
    TypeKind, Variety, Wildcard,
};

const MAGIC: &[u8; 7] = b"XOEVSET";
/// Raised whenever the model changes, since the form has no field names to go by.
const VERSION: u16 = 2;
const HEAD: usize = MAGIC.len() + 2 + 8;

/// Why bytes are not the compact form of a schema set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompactError {
    /// Something else altogether.
    #[error("these bytes are no schema set")]
    NotASet,
    /// Written by another version of this library.
    #[error(
        "the schema set was written in form {found}, this version of xoev-schema reads form {VERSION}; write it anew"
    )]
    OtherVersion {
        /// Version of the form.
        found: u16,
    },
    /// Cut off or changed on the way.
    #[error("the schema set is damaged: {0}")]
    Damaged(String),
    /// The set cannot be written.
    #[error("the schema set cannot be written: {0}")]
    Unwritable(String),
}

impl SchemaSet {
    /// The compact form: a version, a checksum and the set.
    ///
    /// # Errors
    ///
    /// None that is known of; the encoder could have some.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CompactError> {
        let body =
            postcard::to_allocvec(self).map_err(|e| CompactError::Unwritable(e.to_string()))?;
        let mut bytes = Vec::with_capacity(HEAD + body.len());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&checksum(&body).to_le_bytes());
        bytes.extend_from_slice(&body);
        Ok(bytes)
    }

    /// Reads the compact form. All indices in the set are checked, so that what is handed out can
    /// be followed without fear.
    ///
    /// # Errors
    ///
    /// If the bytes are something else, were written by another version, or are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<SchemaSet, CompactError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(CompactError::NotASet)?;
        let cut_off = || CompactError::Damaged("it is cut off".to_owned());
        let (version, rest) = rest.split_first_chunk().ok_or_else(cut_off)?;
        let found = u16::from_le_bytes(*version);
        if found != VERSION {
            return Err(CompactError::OtherVersion { found });
        }
        let (sum, body) = rest.split_first_chunk().ok_or_else(cut_off)?;
        if u64::from_le_bytes(*sum) != checksum(body) {
            return Err(CompactError::Damaged("the checksum differs".to_owned()));
        }
        let set: SchemaSet =
            postcard::from_bytes(body).map_err(|e| CompactError::Damaged(e.to_string()))?;
        if set.is_consistent() {
            Ok(set)
        } else {
            Err(CompactError::Damaged(
                "it refers to parts that it does not have".to_owned(),
            ))
        }
    }

    fn is_consistent(&self) -> bool {
        let first_is_none = self.namespaces.first().is_some_and(|n| n.uri.is_empty());
        (first_is_none || self.namespaces.is_empty())
            && self.documents.iter().all(|d| self.has_ns(d.namespace))
            && self.elements.iter().all(|e| self.has_element(e))
            && self.attributes.iter().all(|a| self.has_attribute(a))
            && self.types.iter().enumerate().all(|(index, ty)| {
                // Bases come first, so that chains of them end.
                let earlier = |id: TypeId| (id.0 as usize) < index;
                ty.name.as_ref().is_none_or(|name| self.has_name(name))
                    && ty
                        .document
                        .is_none_or(|d| usize::from(d.0) < self.documents.len())
                    && ty.base.is_none_or(|(base, _)| earlier(base))
                    && match &ty.kind {
                        TypeKind::Simple(simple) => match &simple.variety {
                            Variety::Atomic(_) => true,
                            Variety::List(item) => earlier(*item),
                            Variety::Union(members) => members.iter().all(|m| earlier(*m)),
                        },
                        TypeKind::Complex(complex) => {
                            complex.attributes.iter().all(|a| self.has_attribute(a))
                                && complex.any_attribute.iter().all(|w| self.has_wildcard(w))
                                && match &complex.content {
                                    Content::Empty => true,
                                    Content::Simple(id) => self.has_type(*id),
                                    Content::Elements(particle) => self.has_particle(particle),
                                }
                        }
                    }
            })
    }

    fn has_ns(&self, id: NsId) -> bool {
        usize::from(id.0) < self.namespaces.len()
    }

    fn has_name(&self, name: &QName) -> bool {
        self.has_ns(name.ns)
    }

    fn has_type(&self, id: TypeId) -> bool {
        (id.0 as usize) < self.types.len()
    }

    fn has_element(&self, element: &Element) -> bool {
        let known = |id: crate::model::ElementId| (id.0 as usize) < self.elements.len();
        self.has_name(&element.name)
            && self.has_type(element.type_id)
            && usize::from(element.document.0) < self.documents.len()
            && element.global.is_none_or(known)
            && element.substitutes.is_none_or(known)
            && element.constraints.iter().all(|c| {
                self.has_name(&c.name) && c.refer.as_ref().is_none_or(|name| self.has_name(name))
            })
    }

    fn has_attribute(&self, attribute: &AttributeUse) -> bool {
        self.has_name(&attribute.name) && self.has_type(attribute.type_id)
    }

    fn has_wildcard(&self, wildcard: &Wildcard) -> bool {
        match &wildcard.namespaces {
            NamespaceRule::Any => true,
            NamespaceRule::Other(ns) => self.has_ns(*ns),
            NamespaceRule::OneOf(set) => set.iter().all(|ns| self.has_ns(*ns)),
        }
    }

    fn has_particle(&self, particle: &Particle) -> bool {
        match &particle.term {
            Term::Element(element) => self.has_element(element),
            Term::Sequence(members) | Term::Choice(members) | Term::All(members) => {
                members.iter().all(|member| self.has_particle(member))
            }
            Term::Any(wildcard) => self.has_wildcard(wildcard),
        }
    }
}

/// FNV-1a: against accidents, not against attackers.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
