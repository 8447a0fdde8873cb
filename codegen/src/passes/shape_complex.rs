//! Turns complex types into structs and enums, and the parts of their content that repeat or
//! choose into groups of their own.

use xoev_schema::{ComplexType, Content, Element, Particle, SchemaSet, Term, TypeId, TypeKind};

use crate::config::Config;
use crate::error::CodegenError;
use crate::names::{Scope, field_name, type_name};
use crate::passes::repetition;
use crate::plan::{
    Body, FieldPlan, FieldTerm, GroupKind, GroupPlan, Home, Plan, Shape, StructPlan,
};

pub(super) fn run(set: &SchemaSet, _: &Config, plan: &mut Plan) -> Result<(), CodegenError> {
    for element in &set.elements {
        check_value(set, element, || element.name.local.clone())?;
    }
    let substitutes = substitutes(set);
    for module in 0..plan.modules.len() {
        let mut scope = Scope::default();
        for element in &plan.modules[module].elements {
            scope.reserve(&plan.elements[element.0 as usize].name);
        }
        for id in &plan.modules[module].types {
            let entry = &plan.types[id.0 as usize];
            scope.reserve(&entry.name);
            scope.reserve(entry.inner.as_deref().unwrap_or_default());
        }
        for id in plan.modules[module].types.clone() {
            let TypeKind::Complex(complex) = &set.ty(id).kind else {
                continue;
            };
            let entry = &plan.types[id.0 as usize];
            if matches!(entry.shape, Shape::Code(_)) || entry.home == Home::Nowhere {
                continue;
            }
            if complex.abstract_ && !substitutes[id.0 as usize].is_empty() {
                let types = substitutes[id.0 as usize].clone();
                plan.types[id.0 as usize].shape = Shape::Abstract(types);
                continue;
            }
            let name = entry.name.clone();
            let shape = Shaper {
                set,
                plan,
                scope: &mut scope,
                id,
                owner: &name,
            }
            .shape(complex)?;
            plan.types[id.0 as usize].shape = shape;
        }
    }
    Ok(())
}

/// For every abstract type, the named types derived from it that are not abstract.
fn substitutes(set: &SchemaSet) -> Vec<Vec<TypeId>> {
    let is_abstract =
        |id: TypeId| matches!(&set.ty(id).kind, TypeKind::Complex(complex) if complex.abstract_);
    let mut lists = vec![Vec::new(); set.types.len()];
    for (index, ty) in set.types.iter().enumerate() {
        let id = TypeId(index as u32);
        if is_abstract(id) || ty.name.is_none() {
            continue;
        }
        let mut next = ty.base;
        while let Some((base, _)) = next {
            if is_abstract(base) {
                lists[base.0 as usize].push(id);
            }
            next = set.ty(base).base;
        }
    }
    lists
}

/// Values of elements are those of simple types, or of text in complex types.
fn check_value(
    set: &SchemaSet,
    element: &Element,
    place: impl Fn() -> String,
) -> Result<(), CodegenError> {
    let text = match &set.ty(element.type_id).kind {
        TypeKind::Simple(_) => true,
        TypeKind::Complex(complex) => matches!(complex.content, Content::Simple(_)),
    };
    if text || (element.default.is_none() && element.fixed.is_none()) {
        return Ok(());
    }
    let what = "a default or fixed value of mixed content".into();
    Err(CodegenError::NotSupported {
        place: place(),
        what,
    })
}

struct Shaper<'a> {
    set: &'a SchemaSet,
    plan: &'a mut Plan,
    /// Type names of the module.
    scope: &'a mut Scope,
    id: TypeId,
    /// Rust name of the type being shaped; groups are named after it.
    owner: &'a str,
}

impl Shaper<'_> {
    fn shape(&mut self, complex: &ComplexType) -> Result<Shape, CodegenError> {
        let bare =
            complex.attributes.is_empty() && complex.any_attribute.is_none() && !complex.mixed;
        if let Content::Elements(Particle {
            min: 1,
            max: Some(1),
            term: Term::Choice(members),
        }) = &complex.content
            && bare
        {
            let kind = GroupKind::Choice(self.variants(members, self.owner)?);
            return Ok(Shape::Choice(self.add_group(self.owner.to_owned(), kind)));
        }
        let mut fields = Scope::default();
        if matches!(complex.content, Content::Simple(_)) {
            // The field for the text.
            fields.reserve("wert");
        }
        let mut attributes = Vec::new();
        for attribute in &complex.attributes {
            attributes.push((
                fields.take(field_name(&attribute.name.local)),
                attribute.clone(),
            ));
        }
        let any_attribute = complex
            .any_attribute
            .clone()
            .map(|wildcard| (fields.take("weitere_attribute".into()), wildcard));
        let body = match &complex.content {
            Content::Empty => Body::Empty,
            Content::Simple(text) => Body::Text(*text),
            Content::Elements(particle) => self.body(particle, &mut fields)?,
        };
        Ok(Shape::Struct(StructPlan {
            attributes,
            any_attribute,
            body,
        }))
    }

    fn body(&mut self, particle: &Particle, scope: &mut Scope) -> Result<Body, CodegenError> {
        if let Term::All(members) = &particle.term
            && (particle.min > 0 || members.iter().all(|member| member.min == 0))
        {
            let mut fields = Vec::new();
            for member in members {
                self.field(member, scope, &mut fields)?;
            }
            return Ok(Body::All(fields));
        }
        let mut fields = Vec::new();
        self.field(particle, scope, &mut fields)?;
        Ok(Body::Fields(fields))
    }

    fn unsupported<T>(&self, what: &str) -> Result<T, CodegenError> {
        Err(CodegenError::NotSupported {
            place: super::place(self.set, self.id),
            what: what.into(),
        })
    }

    /// Adds the field or fields for a particle.
    fn field(
        &mut self,
        particle: &Particle,
        scope: &mut Scope,
        fields: &mut Vec<FieldPlan>,
    ) -> Result<(), CodegenError> {
        if let Some(whole) = repetition::merged(particle) {
            return self.field(&whole, scope, fields);
        }
        let once = particle.min == 1 && particle.max == Some(1);
        let (name, term) = match &particle.term {
            Term::Sequence(members) if once => {
                return members
                    .iter()
                    .try_for_each(|member| self.field(member, scope, fields));
            }
            Term::Element(element) => (field_name(&element.name.local), self.element(element)?),
            Term::Any(wildcard) => ("erweiterung".to_owned(), FieldTerm::Any(wildcard.clone())),
            Term::Choice(members) => {
                let name = self.scope.take(format!("{}Auswahl", self.owner));
                let kind = GroupKind::Choice(self.variants(members, &name)?);
                (
                    "auswahl".to_owned(),
                    FieldTerm::Group(self.add_group(name, kind)),
                )
            }
            Term::Sequence(members) => {
                if repetition::is_ambiguous(particle) {
                    return self
                        .unsupported("a group that must be repeated and begins as it may end");
                }
                let name = self.scope.take(format!("{}Gruppe", self.owner));
                let kind = GroupKind::Sequence(self.members(members)?);
                (
                    "gruppe".to_owned(),
                    FieldTerm::Group(self.add_group(name, kind)),
                )
            }
            Term::All(members) => {
                let name = self.scope.take(format!("{}Gruppe", self.owner));
                let kind = GroupKind::All(self.members(members)?);
                (
                    "gruppe".to_owned(),
                    FieldTerm::Group(self.add_group(name, kind)),
                )
            }
        };
        fields.push(FieldPlan {
            name: scope.take(name),
            term,
            min: particle.min,
            max: particle.max,
            boxed: false,
        });
        Ok(())
    }

    fn element(&self, element: &Element) -> Result<FieldTerm, CodegenError> {
        check_value(self.set, element, || super::place(self.set, self.id))?;
        Ok(FieldTerm::Element(Box::new(element.clone())))
    }

    fn members(&mut self, particles: &[Particle]) -> Result<Vec<FieldPlan>, CodegenError> {
        let mut scope = Scope::default();
        let mut fields = Vec::new();
        for particle in particles {
            self.field(particle, &mut scope, &mut fields)?;
        }
        Ok(fields)
    }

    /// The variants of a choice; choices directly within it are merged.
    fn variants(
        &mut self,
        members: &[Particle],
        owner: &str,
    ) -> Result<Vec<FieldPlan>, CodegenError> {
        let mut scope = Scope::default();
        let mut variants = Vec::new();
        self.add_variants(members, owner, &mut scope, &mut variants)?;
        Ok(variants)
    }

    fn add_variants(
        &mut self,
        members: &[Particle],
        owner: &str,
        scope: &mut Scope,
        variants: &mut Vec<FieldPlan>,
    ) -> Result<(), CodegenError> {
        for particle in members {
            let once = particle.min == 1 && particle.max == Some(1);
            let (name, term) = match &particle.term {
                Term::Choice(members) if once => {
                    self.add_variants(members, owner, scope, variants)?;
                    continue;
                }
                Term::Element(element) => (type_name(&element.name.local), self.element(element)?),
                Term::Any(wildcard) => ("Erweiterung".to_owned(), FieldTerm::Any(wildcard.clone())),
                Term::Choice(inner) => {
                    let name = self.scope.take(format!("{owner}Auswahl"));
                    let kind = GroupKind::Choice(self.variants(inner, &name)?);
                    (
                        "Auswahl".to_owned(),
                        FieldTerm::Group(self.add_group(name, kind)),
                    )
                }
                Term::Sequence(inner) => {
                    let variant = first_name(inner).map_or("Gruppe".to_owned(), type_name);
                    let name = self.scope.take(format!("{owner}{variant}"));
                    let kind = GroupKind::Sequence(self.members(inner)?);
                    (variant, FieldTerm::Group(self.add_group(name, kind)))
                }
                Term::All(_) => return self.unsupported("xs:all inside of other content"),
            };
            variants.push(FieldPlan {
                name: scope.take(name),
                term,
                min: particle.min,
                max: particle.max,
                boxed: false,
            });
        }
        Ok(())
    }

    fn add_group(&mut self, name: String, kind: GroupKind) -> usize {
        let group = GroupPlan {
            name,
            kind,
            first: Vec::new(),
            nullable: false,
            size: 0,
        };
        self.plan.groups.push(group);
        self.plan.groups.len() - 1
    }
}

/// The name of the first element in a sequence.
fn first_name(members: &[Particle]) -> Option<&str> {
    members.iter().find_map(|member| match &member.term {
        Term::Element(element) => Some(element.name.local.as_str()),
        Term::Sequence(inner) | Term::Choice(inner) | Term::All(inner) => first_name(inner),
        Term::Any(_) => None,
    })
}
