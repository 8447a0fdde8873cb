//! A schema set prepared for validating. Types are compiled when a message first needs them, since
//! most messages need few of many.

pub(crate) mod decl;
pub(crate) mod expected;
pub(crate) mod identity;
pub(crate) mod model;
mod places;
pub(crate) mod simple;
pub(crate) mod stream;
mod values;

use std::collections::HashMap;
use std::sync::OnceLock;

use xoev_schema::{
    Appinfo, Builtin, ComplexType, Content as Particles, ElementId, NsId, Particle, SchemaSet,
    Term, TypeId, TypeKind, Wildcard,
};

use self::decl::Decl;
use self::model::{Model, ModelError, Symbols};
use self::simple::Simple;

/// A schema set prepared for validating.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) set: SchemaSet,
    types: Vec<OnceLock<Box<Type>>>,
    globals: Vec<OnceLock<Box<Decl>>>,
    elements: HashMap<(NsId, String), ElementId>,
    named_types: HashMap<(NsId, String), TypeId>,
    attributes: HashMap<(NsId, String), usize>,
    namespaces: HashMap<String, NsId>,
    /// Built-in types that the set does not use, for `xsi:type`.
    builtins: Vec<OnceLock<Box<Type>>>,
    any_type: Type,
}

/// A type, compiled.
#[derive(Debug)]
pub(crate) enum Type {
    Simple(Simple),
    Complex(Complex),
    /// It can't be compiled: why.
    Broken(String),
}

/// What is asked for at each element stands together, at the beginning.
#[derive(Debug)]
#[repr(C, align(64))]
pub(crate) struct Complex {
    pub(crate) mixed: bool,
    pub(crate) abstract_: bool,
    /// `xs:anyType` itself.
    pub(crate) any_type: bool,
    pub(crate) content: Content,
    pub(crate) attributes: Vec<AttributeDecl>,
    pub(crate) any_attribute: Option<Wildcard>,
    pub(crate) name: String,
}

#[derive(Debug)]
pub(crate) struct AttributeDecl {
    pub(crate) ns: NsId,
    pub(crate) local: String,
    pub(crate) type_id: TypeId,
    pub(crate) required: bool,
    pub(crate) fixed: Option<String>,
    pub(crate) label: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Content {
    Empty,
    Simple(TypeId),
    Model(Model),
    All(All),
}

/// The members of `xs:all`, in any order, each at most once.
#[derive(Debug)]
pub(crate) struct All {
    pub(crate) symbols: Symbols,
    /// For each symbol, the member that it is; substitutes of an element are the same member.
    pub(crate) member: Vec<usize>,
    /// For each member, whether it is required.
    pub(crate) required: Vec<bool>,
    /// The group itself may be missing.
    pub(crate) optional: bool,
}

/// Where a type comes from: the set, or the built-in ones that the set does not use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TypeRef {
    Of(TypeId),
    Builtin(Builtin),
    /// `xs:anyType`
    Any,
}

impl Compiled {
    pub(crate) fn new(set: SchemaSet) -> Compiled {
        let id = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let elements = set.elements.iter().enumerate();
        let elements = elements
            .map(|(at, e)| ((e.name.ns, e.name.local.clone()), ElementId(id(at))))
            .collect();
        let types = set.types.iter().enumerate();
        let named_types = types
            .filter_map(|(at, ty)| {
                let name = ty.name.as_ref()?;
                Some(((name.ns, name.local.clone()), TypeId(id(at))))
            })
            .collect();
        let attributes = set.attributes.iter().enumerate();
        let attributes = attributes
            .map(|(at, a)| ((a.name.ns, a.name.local.clone()), at))
            .collect();
        let namespaces = set.namespaces.iter().enumerate();
        let namespaces = namespaces
            .map(|(at, n)| (n.uri.clone(), NsId(u16::try_from(at).unwrap_or(u16::MAX))))
            .collect();
        Compiled {
            types: set.types.iter().map(|_| OnceLock::new()).collect(),
            globals: set.elements.iter().map(|_| OnceLock::new()).collect(),
            builtins: Builtin::ALL.iter().map(|_| OnceLock::new()).collect(),
            any_type: Type::Complex(Complex {
                name: "xs:anyType".to_owned(),
                abstract_: false,
                mixed: true,
                attributes: Vec::new(),
                any_attribute: None,
                content: Content::Empty,
                any_type: true,
            }),
            elements,
            named_types,
            attributes,
            namespaces,
            set,
        }
    }

    /// Compiles everything, to find out whether it can be.
    pub(crate) fn all(&self) -> Result<(), (String, String)> {
        for at in 0..self.set.types.len() {
            let id = TypeId(u32::try_from(at).unwrap_or(u32::MAX));
            let place = || self.set.ty(id).place.join("/");
            match self.ty(id) {
                Type::Broken(why) => return Err((place(), why.clone())),
                Type::Simple(simple) => {
                    let broken = simple.broken_pattern();
                    if let Some(why) = broken {
                        return Err((place(), why));
                    }
                }
                Type::Complex(complex) => {
                    let symbols = match &complex.content {
                        Content::Model(model) => model.symbols.list.as_slice(),
                        Content::All(all) => all.symbols.list.as_slice(),
                        _ => &[],
                    };
                    for symbol in symbols {
                        if let Some(Err(why)) = symbol.decl.constraints().map(|c| c.check()) {
                            return Err((place(), why));
                        }
                    }
                }
            }
        }
        for at in 0..self.set.elements.len() {
            let decl = self.global(ElementId(u32::try_from(at).unwrap_or(u32::MAX)));
            if let Some(Err(why)) = decl.constraints().map(|c| c.check()) {
                return Err((decl.name().to_owned(), why));
            }
        }
        Ok(())
    }

    #[inline]
    pub(crate) fn ty(&self, id: TypeId) -> &Type {
        self.types[id.0 as usize].get_or_init(|| Box::new(self.compile(id)))
    }

    pub(crate) fn resolve(&self, reference: TypeRef) -> &Type {
        match reference {
            TypeRef::Of(id) => self.ty(id),
            TypeRef::Any => &self.any_type,
            TypeRef::Builtin(builtin) => {
                let at = Builtin::ALL.iter().position(|b| *b == builtin).unwrap_or(0);
                self.builtins[at].get_or_init(|| Box::new(Type::Simple(Simple::builtin(builtin))))
            }
        }
    }

    pub(crate) fn global(&self, id: ElementId) -> &Decl {
        let element = self.set.element(id);
        self.globals[id.0 as usize].get_or_init(|| Box::new(Decl::global(&self.set, element)))
    }

    pub(crate) fn find_element(&self, ns: NsId, local: &str) -> Option<ElementId> {
        self.elements.get(&(ns, local.to_owned())).copied()
    }

    pub(crate) fn find_attribute(
        &self,
        ns: NsId,
        local: &str,
    ) -> Option<&xoev_schema::AttributeUse> {
        let at = self.attributes.get(&(ns, local.to_owned()))?;
        self.set.attributes.get(*at)
    }

    /// The type that `xsi:type` names.
    pub(crate) fn find_type(&self, uri: &str, local: &str) -> Option<TypeRef> {
        if let Some(ns) = self.namespace(uri)
            && let Some(id) = self.named_types.get(&(ns, local.to_owned()))
        {
            return Some(TypeRef::Of(*id));
        }
        match (uri == xoev_schema::XS, local) {
            (true, "anyType") => Some(TypeRef::Any),
            (true, _) => Builtin::from_name(local).map(TypeRef::Builtin),
            (false, _) => None,
        }
    }

    pub(crate) fn namespace(&self, uri: &str) -> Option<NsId> {
        self.namespaces.get(uri).copied()
    }

    fn compile(&self, id: TypeId) -> Type {
        match &self.set.ty(id).kind {
            TypeKind::Simple(_) => match Simple::compile(&self.set, id) {
                Some(simple) => Type::Simple(simple),
                None => Type::Broken("no simple type".to_owned()),
            },
            TypeKind::Complex(complex) => match self.complex(id, complex) {
                Ok(complex) => Type::Complex(complex),
                Err(ModelError::TooLarge) => Type::Broken(
                    "a content model with more than 20000 places after repetitions are written out"
                        .to_owned(),
                ),
                Err(ModelError::Counter(name)) => Type::Broken(format!(
                    "the element {name}, repeated up to a large number, beside the same element"
                )),
            },
        }
    }

    fn complex(&self, id: TypeId, complex: &ComplexType) -> Result<Complex, ModelError> {
        let ty = self.set.ty(id);
        let attribute = |a: &xoev_schema::AttributeUse| AttributeDecl {
            ns: a.name.ns,
            local: a.name.local.clone(),
            type_id: a.type_id,
            required: a.required,
            fixed: a.fixed.clone(),
            label: title(&a.appinfo),
        };
        let content = match &complex.content {
            Particles::Empty => Content::Empty,
            Particles::Simple(id) => Content::Simple(*id),
            Particles::Elements(particle) => self.content(particle)?,
        };
        Ok(Complex {
            name: self.set.type_name(id),
            abstract_: complex.abstract_,
            mixed: complex.mixed,
            attributes: complex.attributes.iter().map(attribute).collect(),
            any_attribute: complex.any_attribute.clone(),
            content,
            any_type: ty.document.is_none(),
        })
    }

    fn content(&self, particle: &Particle) -> Result<Content, ModelError> {
        let mut inner = particle;
        let mut optional = false;
        // A group of all members may be wrapped into groups that hold nothing else.
        loop {
            optional |= inner.min == 0;
            match &inner.term {
                Term::Sequence(members) | Term::Choice(members) if members.len() == 1 => {
                    match members.first() {
                        Some(only) if inner.max == Some(1) => inner = only,
                        _ => break,
                    }
                }
                Term::All(members) if members.len() > 1 => {
                    return Ok(Content::All(self.all_members(members, optional)));
                }
                _ => break,
            }
        }
        Ok(Content::Model(Model::new(&self.set, particle)?))
    }

    fn all_members(&self, members: &[Particle], optional: bool) -> All {
        let mut symbols = Symbols::default();
        let mut required = Vec::new();
        let mut member_of = Vec::new();
        for member in members {
            let counts = model::Counts {
                min: member.min,
                max: member.max,
                repeats: false,
            };
            // The substitutes of an element are a choice, of which one counts for the member.
            let elements: Vec<_> = match &member.term {
                Term::Element(element) => vec![element],
                Term::Choice(choice) => choice
                    .iter()
                    .filter_map(|p| match &p.term {
                        Term::Element(element) => Some(element),
                        _ => None,
                    })
                    .collect(),
                _ => Vec::new(),
            };
            for element in elements {
                let symbol = symbols.add(&self.set, element, counts);
                if usize::from(symbol) == member_of.len() {
                    member_of.push(required.len());
                }
            }
            required.push(member.min > 0);
        }
        All {
            symbols,
            member: member_of,
            required,
            optional,
        }
    }
}

impl simple::Types for Compiled {
    fn simple(&self, id: TypeId) -> Option<&Simple> {
        match self.ty(id) {
            Type::Simple(simple) => Some(simple),
            _ => None,
        }
    }
}

/// The title of a field, as the schemas of XÖV state it.
pub(crate) fn title(appinfo: &Appinfo) -> Option<String> {
    Some(
        appinfo
            .title()?
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    )
}
