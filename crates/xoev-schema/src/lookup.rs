//! Finding one's way in a schema set: parts by index and by name, names for people, facets that hold.

use crate::model::{
    Builtin, Derivation, DocId, Document, Element, ElementId, Facets, NsId, QName, SchemaSet,
    TypeDef, TypeId, TypeKind, Variety, WhiteSpace,
};

impl SchemaSet {
    /// The type with this index.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }

    /// The global element with this index.
    pub fn element(&self, id: ElementId) -> &Element {
        &self.elements[id.0 as usize]
    }

    /// The document with this index.
    pub fn document(&self, id: DocId) -> &Document {
        &self.documents[id.0 as usize]
    }

    /// The URI of a namespace; empty for "no namespace".
    pub fn uri(&self, id: NsId) -> &str {
        &self.namespaces[id.0 as usize].uri
    }

    /// The namespace with this URI.
    pub fn namespace(&self, uri: &str) -> Option<NsId> {
        self.namespaces
            .iter()
            .position(|n| n.uri == uri)
            .map(|i| NsId(i as u16))
    }

    /// The named type with this namespace and local name.
    pub fn find_type(&self, ns: NsId, local: &str) -> Option<TypeId> {
        self.types
            .iter()
            .position(|t| {
                t.name
                    .as_ref()
                    .is_some_and(|n| n.ns == ns && n.local == local)
            })
            .map(|i| TypeId(i as u32))
    }

    /// The global element with this namespace and local name.
    pub fn find_element(&self, ns: NsId, local: &str) -> Option<ElementId> {
        self.elements
            .iter()
            .position(|e| e.name.ns == ns && e.name.local == local)
            .map(|i| ElementId(i as u32))
    }

    /// A name for people: `{uri}local`, or just the local name without a namespace.
    pub fn show(&self, name: &QName) -> String {
        match self.uri(name.ns) {
            "" => name.local.clone(),
            uri => format!("{{{uri}}}{}", name.local),
        }
    }

    /// Whether `id` is `ancestor` or derived from it in any number of steps.
    pub fn derives_from(&self, mut id: TypeId, ancestor: TypeId) -> bool {
        loop {
            if id == ancestor {
                return true;
            }
            match self.ty(id).base {
                Some((base, _)) => id = base,
                None => return false,
            }
        }
    }

    /// The effective white space handling of a simple type.
    pub fn white_space(&self, id: TypeId) -> WhiteSpace {
        let ty = self.ty(id);
        let TypeKind::Simple(simple) = &ty.kind else {
            return WhiteSpace::Preserve;
        };
        if let Some(ws) = simple.facets.white_space {
            return ws;
        }
        match (&simple.variety, ty.base) {
            (_, Some((base, Derivation::Restriction))) if ty.document.is_some() => {
                self.white_space(base)
            }
            (Variety::Atomic(Builtin::String | Builtin::AnySimpleType), _) => WhiteSpace::Preserve,
            (Variety::Atomic(Builtin::NormalizedString), _) => WhiteSpace::Replace,
            (Variety::Union(_), _) => WhiteSpace::Preserve,
            _ => WhiteSpace::Collapse,
        }
    }

    /// The chain of facets that hold for a simple type, its own first, then those of its bases.
    pub fn facet_chain(&self, id: TypeId) -> impl Iterator<Item = &Facets> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let ty = self.ty(next?);
            let TypeKind::Simple(simple) = &ty.kind else {
                return None;
            };
            next = match ty.base {
                Some((base, Derivation::Restriction)) => Some(base),
                _ => None,
            };
            Some(&simple.facets)
        })
    }

    /// Name of a type for people: with its prefix, or its built-in kind if it is anonymous.
    pub fn type_name(&self, id: TypeId) -> String {
        let ty = self.ty(id);
        if let Some(name) = &ty.name {
            let prefix = self.namespaces.get(usize::from(name.ns.0));
            return match prefix.and_then(|n| n.prefix.as_deref()) {
                Some(prefix) if !prefix.is_empty() => format!("{prefix}:{}", name.local),
                _ if ty.document.is_none() => format!("xs:{}", name.local),
                _ => name.local.clone(),
            };
        }
        match (&ty.kind, ty.base) {
            (TypeKind::Simple(simple), base) if matches!(simple.variety, Variety::Atomic(_)) => {
                match base {
                    Some((base, _)) => self.type_name(base),
                    None => "xs:anySimpleType".to_owned(),
                }
            }
            _ => ty.place.join("/"),
        }
    }
}
