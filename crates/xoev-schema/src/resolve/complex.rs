//! Complex types: what is effective after extension and restriction.

use xsd_parser::models::schema::xs;

use super::Building;
use super::attributes::Item;
use super::content::{Compositor, Model, composed};
use super::derive::{Form, form, simple_content};
use super::documents::Site;
use super::symbols::SlotId;
use crate::error::SchemaError;
use crate::model::{
    ComplexType, Content, NamespaceRule, Particle, ProcessContents, Term, TypeKind, Wildcard,
};

/// `xs:anyType`.
pub(super) fn any_type() -> ComplexType {
    let anything = Wildcard {
        namespaces: NamespaceRule::Any,
        process: ProcessContents::Lax,
    };
    ComplexType {
        abstract_: false,
        block: Vec::new(),
        mixed: true,
        attributes: Vec::new(),
        any_attribute: Some(anything.clone()),
        content: Content::Elements(Particle {
            min: 0,
            max: None,
            term: Term::Any(anything),
        }),
    }
}

/// What a complex type or a derivation in it says, sorted.
#[derive(Default)]
struct Body<'a> {
    models: Vec<Model<'a>>,
    attributes: Vec<Item<'a>>,
}

macro_rules! body {
    ($content:expr, $kind:ident) => {{
        let mut body = Body::default();
        for content in $content {
            match content {
                xs::$kind::Group(g) => body.models.push(Model::Group(g)),
                xs::$kind::All(g) => body.models.push(Model::Composed(Compositor::All, g)),
                xs::$kind::Choice(g) => body.models.push(Model::Composed(Compositor::Choice, g)),
                xs::$kind::Sequence(g) => {
                    body.models.push(Model::Composed(Compositor::Sequence, g));
                }
                xs::$kind::Attribute(a) => body.attributes.push(Item::Attribute(a)),
                xs::$kind::AttributeGroup(g) => body.attributes.push(Item::Group(g)),
                xs::$kind::AnyAttribute(a) => body.attributes.push(Item::Any(a)),
                _ => {}
            }
        }
        body
    }};
}

impl<'a> Building<'a> {
    /// A complex type that is written down.
    pub(super) fn complex(
        &self,
        id: SlotId,
        site: &Site<'a>,
        ty: &'a xs::ComplexBaseType,
    ) -> Result<ComplexType, SchemaError> {
        let base = self
            .lineage
            .of
            .get(id)
            .and_then(|a| a.base)
            .map(|(base, _)| base);
        let mixed = ty.mixed.unwrap_or(false);
        let form = form(ty);
        self.check_single_content(site, ty)?;
        let body = match form {
            Form::Plain => body!(&ty.content, ComplexBaseTypeContent),
            Form::SimpleExtension(e) | Form::ComplexExtension(e, _) => {
                body!(&e.content, ExtensionTypeContent)
            }
            Form::SimpleRestriction(r) | Form::ComplexRestriction(r, _) => {
                body!(&r.content, RestrictionTypeContent)
            }
        };
        let declared = self.declared(site, &body.attributes)?;
        let (attributes, any_attribute) = match (form, base.and_then(|b| self.complex_base(b))) {
            (Form::SimpleExtension(_) | Form::ComplexExtension(..), Some(base)) => self
                .extended_attributes(
                    site,
                    &base.attributes,
                    base.any_attribute.as_ref(),
                    declared,
                )?,
            (Form::SimpleRestriction(_) | Form::ComplexRestriction(..), Some(base)) => {
                self.restricted_attributes(&base.attributes, declared)
            }
            _ => self.extended_attributes(site, &[], None, declared)?,
        };
        let model = self.body_model(site, &body)?;
        let (content, mixed) = match form {
            Form::Plain => (from_model(model), mixed),
            Form::SimpleExtension(_) | Form::SimpleRestriction(_) => {
                if model.is_some() {
                    let reason = "simple content cannot have elements";
                    return Err(self.documents.malformed(site, reason));
                }
                (self.simple_body(site, ty)?, false)
            }
            Form::ComplexRestriction(_, complex) => {
                self.require_complex(site, base)?;
                (from_model(model), complex.mixed.unwrap_or(mixed))
            }
            Form::ComplexExtension(_, complex) => {
                let mixed = complex.mixed.unwrap_or(mixed);
                self.extended_content(site, base, model, mixed)?
            }
        };
        Ok(ComplexType {
            abstract_: ty.abstract_,
            block: self.documents.type_block(site, ty.block.as_ref()),
            mixed,
            attributes,
            any_attribute,
            content,
        })
    }

    fn check_single_content(
        &self,
        site: &Site<'a>,
        ty: &xs::ComplexBaseType,
    ) -> Result<(), SchemaError> {
        use xs::ComplexBaseTypeContent as C;
        let derived = ty
            .content
            .iter()
            .filter(|c| matches!(c, C::SimpleContent(_) | C::ComplexContent(_)))
            .count();
        let others = ty
            .content
            .iter()
            .filter(|c| {
                !matches!(
                    c,
                    C::Annotation(_) | C::SimpleContent(_) | C::ComplexContent(_)
                )
            })
            .count();
        let is_plain = matches!(form(ty), Form::Plain);
        if derived > 1 || (derived == 1 && (others > 0 || is_plain)) {
            let reason = "a complex type has simpleContent or complexContent with one derivation in \
                          it, and nothing else";
            return Err(self.documents.malformed(site, reason));
        }
        Ok(())
    }

    fn body_model(
        &self,
        site: &Site<'a>,
        body: &Body<'a>,
    ) -> Result<Option<Particle>, SchemaError> {
        match body.models.as_slice() {
            [] => Ok(None),
            [model] => self.model(site, *model),
            _ => {
                let reason = "a type has one sequence, choice, all or group at most";
                Err(self.documents.malformed(site, reason))
            }
        }
    }

    fn simple_body(
        &self,
        site: &Site<'a>,
        ty: &'a xs::ComplexBaseType,
    ) -> Result<Content, SchemaError> {
        match simple_content(&self.documents, &self.symbols, site, ty, 0)? {
            Some(slot) => {
                self.require_simple(site, slot)?;
                Ok(Content::Simple(Building::type_id(slot)))
            }
            None => Err(self.documents.contradictory(
                site,
                site.place.last().cloned().unwrap_or_default(),
                "has simple content, but is derived from a type without",
            )),
        }
    }

    fn extended_content(
        &self,
        site: &Site<'a>,
        base: Option<SlotId>,
        model: Option<Particle>,
        mixed: bool,
    ) -> Result<(Content, bool), SchemaError> {
        let base = self.require_complex(site, base)?;
        let inherited = match &base.content {
            Content::Simple(_) => {
                let name = site.place.last().cloned().unwrap_or_default();
                let reason = "extends simple content by elements; simpleContent is meant";
                return Err(self.documents.contradictory(site, name, reason));
            }
            Content::Empty => None,
            Content::Elements(particle) => Some(particle.clone()),
        };
        let Some(own) = model else {
            // Nothing is added: the content is that of the base, mixed or not.
            return Ok((
                base.content.clone(),
                base.mixed || (inherited.is_none() && mixed),
            ));
        };
        let Some(inherited) = inherited else {
            return Ok((Content::Elements(own), mixed || base.mixed));
        };
        if mixed != base.mixed {
            let name = site.place.last().cloned().unwrap_or_default();
            let reason = "an extension must be mixed exactly if its base is";
            return Err(self.documents.contradictory(site, name, reason));
        }
        if matches!(inherited.term, Term::All(_)) || matches!(own.term, Term::All(_)) {
            let reason = "an all group can neither be extended nor extend other content";
            return Err(self.documents.contradictory(site, "xs:all", reason));
        }
        let both = composed(Compositor::Sequence, vec![inherited, own], 1, Some(1));
        Ok((from_model(both), mixed))
    }

    fn require_complex(
        &self,
        site: &Site<'a>,
        base: Option<SlotId>,
    ) -> Result<&ComplexType, SchemaError> {
        base.and_then(|base| self.complex_base(base))
            .ok_or_else(|| {
                self.documents.contradictory(
                    site,
                    base.map(|base| self.type_name(base)).unwrap_or_default(),
                    "is a simple type, but the base of complex content",
                )
            })
    }

    fn complex_base(&self, base: SlotId) -> Option<&ComplexType> {
        match &self.built(base)?.kind {
            TypeKind::Complex(complex) => Some(complex),
            TypeKind::Simple(_) => None,
        }
    }
}

fn from_model(model: Option<Particle>) -> Content {
    model.map_or(Content::Empty, Content::Elements)
}
