//! What the schema says about the elements of a message.

use super::tree::{Document, Element, Node, Path, split};
use crate::{
    Builtin, Content, Element as Declaration, NsId, Particle, QName, SchemaSet, Term, TypeId,
    TypeKind, Variety,
};

/// An element of a message with its declaration, if the schema has one at this place.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) path: Path,
    pub(super) declaration: Option<&'a Declaration>,
}

/// All elements of a message, in document order.
pub(super) fn places<'a>(set: &'a SchemaSet, document: &Document) -> Vec<Place<'a>> {
    let mut walk = Walk {
        set,
        scope: Vec::new(),
        path: Vec::new(),
        out: Vec::new(),
    };
    walk.element(&document.root, &|name| {
        set.elements.iter().find(|e| e.name == *name)
    });
    walk.out
}

struct Walk<'a> {
    set: &'a SchemaSet,
    /// Prefixes and URIs, innermost last.
    scope: Vec<(String, String)>,
    path: Path,
    out: Vec<Place<'a>>,
}

impl<'a> Walk<'a> {
    fn element(&mut self, element: &Element, find: &dyn Fn(&QName) -> Option<&'a Declaration>) {
        let outer = self.scope.len();
        for a in element.attributes.iter().filter(|a| a.is_declaration()) {
            let prefix = a.name.strip_prefix("xmlns:").unwrap_or_default();
            let uri = super::tree::unescape(&a.raw);
            self.scope.push((prefix.to_owned(), uri));
        }
        let declaration = self.name(&element.name).as_ref().and_then(find);
        self.out.push(Place {
            path: self.path.clone(),
            declaration,
        });
        let content = declaration.and_then(|d| particle(self.set, d.type_id));
        for (at, child) in element.children.iter().enumerate() {
            if let Node::Element(child) = child {
                self.path.push(at);
                self.element(child, &|name| content.and_then(|p| child_named(p, name)));
                self.path.pop();
            }
        }
        self.scope.truncate(outer);
    }

    fn name(&self, written: &str) -> Option<QName> {
        let (prefix, local) = split(written);
        let declared = self.scope.iter().rev().find(|(p, _)| p == prefix);
        let ns = match declared {
            Some((_, uri)) => self.set.namespace(uri)?,
            None if prefix.is_empty() => NsId::NONE,
            None => return None,
        };
        let local = local.to_owned();
        Some(QName { ns, local })
    }
}

/// The content of a type, if it is made of elements.
pub(super) fn particle(set: &SchemaSet, id: TypeId) -> Option<&Particle> {
    match &set.ty(id).kind {
        TypeKind::Complex(complex) => match &complex.content {
            Content::Elements(particle) => Some(particle),
            Content::Empty | Content::Simple(_) => None,
        },
        TypeKind::Simple(_) => None,
    }
}

fn child_named<'a>(particle: &'a Particle, name: &QName) -> Option<&'a Declaration> {
    match &particle.term {
        Term::Element(element) => (element.name == *name).then_some(element),
        Term::Sequence(parts) | Term::Choice(parts) | Term::All(parts) => {
            parts.iter().find_map(|part| child_named(part, name))
        }
        Term::Any(_) => None,
    }
}

/// All elements that a particle names, with the greatest number of each.
pub(super) fn children<'a>(particle: &'a Particle, out: &mut Vec<(&'a Declaration, Option<u32>)>) {
    match &particle.term {
        Term::Element(element) => out.push((element, particle.max)),
        Term::Sequence(parts) | Term::Choice(parts) | Term::All(parts) => {
            parts.iter().for_each(|part| children(part, out));
        }
        Term::Any(_) => {}
    }
}

/// The simple type of the text in an element of this type.
pub(super) fn text_type(set: &SchemaSet, id: TypeId) -> Option<TypeId> {
    match &set.ty(id).kind {
        TypeKind::Simple(_) => Some(id),
        TypeKind::Complex(complex) => match &complex.content {
            Content::Simple(id) => Some(*id),
            Content::Empty | Content::Elements(_) => None,
        },
    }
}

/// The built-in type that a simple type comes from: of its items or first member, if it has any.
pub(super) fn builtin(set: &SchemaSet, id: TypeId) -> Builtin {
    match &set.ty(id).kind {
        TypeKind::Simple(simple) => match &simple.variety {
            Variety::Atomic(builtin) => *builtin,
            Variety::List(item) => builtin(set, *item),
            Variety::Union(members) => members
                .first()
                .map_or(Builtin::AnySimpleType, |id| builtin(set, *id)),
        },
        TypeKind::Complex(_) => Builtin::AnySimpleType,
    }
}
